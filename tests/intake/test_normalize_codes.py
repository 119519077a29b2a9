"""Codes: "1.10" is not 1.1."""

from datetime import date

import pytest

from intake.findings import FindingCode
from intake.normalize.codes import read_code, read_code_column
from intake.normalize.results import NoData, NotUnderstood, Understood
from intake.reading_grid import Cell, CellKind


def cell(value: object, number_format: str = "General") -> Cell:
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.BLANK if value is None else CellKind.NUMBER
    return Cell("Hoja", 2, 3, value, kind, number_format)  # type: ignore[arg-type]


def column(*values: object) -> list[tuple[str, bool]]:
    read = read_code_column([cell(value) for value in values])
    return [
        (r.value, FindingCode.CODE_DOUBTFUL in [note.code for note in r.notes])
        for r in read
        if isinstance(r, Understood)
    ]


@pytest.mark.parametrize(
    ("found", "number_format", "code"),
    [
        ("1.10", "General", "1.10"),
        ("0900", "General", "0900"),
        ("27.1.1", "General", "27.1.1"),
        ("A-1", "General", "A-1"),
        (1.1, "General", "1.1"),
        (1.1000000000000001, "General", "1.1"),
        (1.0, "General", "1"),
        (900, "General", "900"),
        (1000, "#,##0", "1000"),
        (2024257990001, "0", "2024257990001"),
    ],
)
def test_codes_that_need_no_change(found: object, number_format: str, code: str) -> None:
    assert read_code(found, number_format=number_format) == Understood(code)


@pytest.mark.parametrize(
    ("found", "number_format", "code"),
    [
        ("2,2 ", "General", "2.2"),
        (" 28.3.1\n", "General", "28.3.1"),
        ("9.1.1.", "General", "9.1.1"),
        ("1. 2 .3", "General", "1.2.3"),
        ("PR  01", "General", "PR 01"),
        (1.1, "0.00", "1.10"),
        (900, "0000", "0900"),
    ],
)
def test_what_is_changed_in_a_code_is_said(found: object, number_format: str, code: str) -> None:
    read = read_code(found, number_format=number_format)
    assert isinstance(read, Understood)
    assert read.value == code
    assert [(note.code, note.read_as) for note in read.notes] == [(FindingCode.CODE_CHANGED, code)]


def test_a_format_that_hides_digits_does_not_shorten_the_code() -> None:
    assert read_code(3.25, number_format="0.0") == Understood("3.25")


def test_a_number_longer_than_a_spreadsheet_keeps_is_doubtful() -> None:
    read = read_code(12345678901234567, number_format="0")
    assert isinstance(read, Understood)
    assert [note.code for note in read.notes] == [FindingCode.CODE_DOUBTFUL]


@pytest.mark.parametrize("found", [True, date(2025, 1, 10), float("inf"), "x" * 200, b"1"])
def test_what_is_no_code_is_not_guessed(found: object) -> None:
    assert read_code(found) == NotUnderstood(FindingCode.CODE_NOT_UNDERSTOOD)


@pytest.mark.parametrize(("found", "mark"), [(None, ""), (" ", ""), ("SD", "SD"), ("-", "-")])
def test_blank_codes_are_no_data(found: object, mark: str) -> None:
    assert read_code(found) == NoData(mark)


def test_a_number_after_the_ninth_has_probably_lost_its_zero() -> None:
    assert column("1.1", "1.2", 1.9, 1.1, 1.11) == [
        ("1.1", False),
        ("1.2", False),
        ("1.9", False),
        ("1.1", True),
        ("1.11", False),
    ]


def test_a_code_repeated_row_after_row_is_not_doubtful() -> None:
    assert column(1.1, 1.1, 1.2, 2.1, 2.1) == [(c, False) for c in ("1.1", "1.1", "1.2", "2.1", "2.1")]


def test_a_column_that_has_its_tenth_as_text_is_not_doubtful() -> None:
    assert column(1.1, 1.9, "1.10") == [("1.1", False), ("1.9", False), ("1.10", False)]


def test_a_first_code_that_comes_again_after_the_ninth_is_doubtful() -> None:
    values = [1.1, 1.2, 1.9, 2.1, 1.1]
    assert column(*values)[-1] == ("1.1", True)
