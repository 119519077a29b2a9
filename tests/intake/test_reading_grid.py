"""Cells know where they are, whatever the sheet declares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading_grid import (
    Cell,
    CellKind,
    ErrorMark,
    MergedRange,
    SheetGrid,
    cell_address,
    cell_reference,
    column_letters,
    column_number,
    merged_range,
    split_address,
)
from intake.reading_limits import MAX_MERGED_COLUMNS, UnreadableFile, UnreadableReason


def grid_of(cells: dict[str, object]) -> SheetGrid:
    grid = SheetGrid("plan.xlsx", "Hoja 1")
    for address, value in cells.items():
        grid.put(*split_address(address), value)  # type: ignore[arg-type]
    return grid


@pytest.mark.parametrize(
    ("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("AQ", 43), ("CD", 82), ("XFD", 16384)]
)
def test_columns_have_letters(letters: str, number: int) -> None:
    assert column_number(letters) == number
    assert column_letters(number) == letters


@given(row=st.integers(1, 1_048_576), column=st.integers(1, 16_384))
def test_every_address_leads_back_to_its_row_and_column(row: int, column: int) -> None:
    assert split_address(cell_address(row, column)) == (row, column)


@pytest.mark.parametrize("wrong", ["", "A", "1", "A0", "a1", "XFE1", "A1048577", "A-1", "A1B", "ÁB1", "AAAA1"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        split_address(wrong)


@pytest.mark.parametrize(
    ("sheet", "reference"),
    [("PDM", "PDM!AQ17"), ("Hoja 1", "'Hoja 1'!AQ17"), ("L'Aquila", "'L''Aquila'!AQ17"), ("../etc", "'../etc'!AQ17")],
)
def test_references_quote_sheet_names_that_are_no_plain_word(sheet: str, reference: str) -> None:
    assert cell_reference(sheet, 17, 43) == reference


def test_a_cell_nobody_wrote_in_is_blank() -> None:
    assert grid_of({"B2": 1}).cell(900_000, 5) == Cell("Hoja 1", 900_000, 5, None, CellKind.BLANK)


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\n"])
def test_a_text_of_spaces_is_blank(blank: str) -> None:
    assert grid_of({"A1": blank}).cell_count == 0


def test_a_zero_and_a_false_are_not_blank() -> None:
    grid = grid_of({"A1": 0, "B1": False})
    assert [(cell.value, cell.kind) for cell in grid.row(1)] == [(0, CellKind.NUMBER), (False, CellKind.BOOLEAN)]


def test_rows_far_apart_cost_only_themselves() -> None:
    grid = grid_of({"XFD1048576": "fin", "A1": "principio"})
    assert (grid.row_numbers, grid.max_row, grid.max_column, grid.cell_count) == ((1, 1_048_576), 1_048_576, 16_384, 2)


def test_errors_and_formulas_without_value_are_listed_with_their_place() -> None:
    grid = grid_of({"A1": 1, "B75": ErrorMark("#DIV/0!"), "C2": ErrorMark(None)})
    assert [(cell.ref, cell.error, cell.formula_without_value) for cell in grid.problems()] == [
        ("'Hoja 1'!C2", None, True),
        ("'Hoja 1'!B75", "#DIV/0!", False),
    ]
    assert grid.value(75, 2) is None
    assert [cell.found for cell in grid.problems()] == ["=", "#DIV/0!"]


def test_the_empty_part_of_a_merged_range_says_where_its_value_is() -> None:
    grid = grid_of({"A4": "Mejorar", "A6": "Utilizar", "B5": 3})
    for ref in ("A4:A5", "A6:A7", "B5:D5"):
        grid.merge(merged_range(ref))
    assert grid.cell(5, 1).merged_from == "A4"
    assert grid.origin(5, 1).value == "Mejorar"
    assert grid.origin(7, 1).value == "Utilizar"
    assert grid.origin(5, 4).ref == "'Hoja 1'!B5"
    assert grid.cell(4, 1).merged_from is None
    assert grid.cell(8, 1).merged_from is None
    assert [merged.ref for merged in grid.merged] == ["A4:A5", "A6:A7", "B5:D5"]


def test_the_first_cell_of_an_empty_merged_range_is_plainly_blank() -> None:
    grid = SheetGrid("a", "b")
    grid.merge(MergedRange(1, 1, 2, 2))
    assert grid.cell(1, 1).merged_from is None
    assert grid.origin(2, 2) == grid.cell(1, 1)


def test_merged_ranges_without_measure_are_refused() -> None:
    grid = SheetGrid("a", "b")
    with pytest.raises(UnreadableFile) as refused:
        for row in range(1, MAX_MERGED_COLUMNS):
            grid.merge(MergedRange(row, 1, row, 16_384))
    assert refused.value.reason is UnreadableReason.TOO_COMPLEX


def test_a_column_comes_with_its_blanks() -> None:
    grid = grid_of({"A1": "x", "A3": "z", "B2": 5, "B9": 6})
    assert [cell.value for cell in grid.column(1)] == ["x", None, "z", None]
    assert [cell.value for cell in grid.column(2, 2, 3)] == [5, None]


addresses = st.tuples(st.integers(1, 30), st.integers(1, 30))


@given(ranges=st.lists(st.tuples(addresses, st.integers(0, 3), st.integers(0, 3)), max_size=12), at=addresses)
def test_merged_ranges_are_found_as_looking_at_each_would(
    ranges: list[tuple[tuple[int, int], int, int]], at: tuple[int, int]
) -> None:
    grid, taken = SheetGrid("a", "b"), set[tuple[int, int]]()
    kept: list[MergedRange] = []
    for (row, column), down, right in ranges:
        covered = {(r, c) for r in range(row, row + down + 1) for c in range(column, column + right + 1)}
        if len(covered) > 1 and not covered & taken:
            taken |= covered
            kept.append(MergedRange(row, column, row + down, column + right))
            grid.merge(kept[-1])
    expected = [m for m in kept if m.first_row <= at[0] <= m.last_row and m.first_column <= at[1] <= m.last_column]
    assert grid.merged_range_at(*at) == (expected[0] if expected else None)
