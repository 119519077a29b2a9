"""Finding the tables of a sheet that nobody has described: headers by their content, rows that are data."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.extract_tables import LocatedTable, locate
from intake.guess.columns import EXECUTED, Column, pair_share, period_of
from intake.normalize.dates import read_date_cell
from intake.normalize.numbers import read_number_cell
from intake.normalize.periods import Period, read_period
from intake.normalize.results import Understood
from intake.normalize.states import read_state_cell
from intake.normalize.text import clean_text, matching_key
from intake.reading import Cell, CellKind, SheetGrid
from intake.reading_grid import column_letters
from intake.recipe import HeaderPlace, Table

SAMPLE_ROWS: Final = 1000
LONGEST_HEADER: Final = 160
MOST_HEADER_ROWS: Final = 3
_NEAR: Final = 20  # rows
_YEARS: Final = frozenset(str(year) for year in range(1990, 2101))
_TOTAL: Final = re.compile(r"^(sub ?)?total(es)?\b|^(suma|sumatoria|gran total)\b")


@dataclass(slots=True)
class Found:
    """A table found in a sheet: its header rows, the title just above it, its columns with the cells of its data."""

    grid: SheetGrid
    header_row: int
    header_rows: int
    title: str
    last_row: int
    header: HeaderPlace
    columns: list[Column] = field(default_factory=list)
    data: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)  # rows with one text alone: titles or notes between the data
    next_title: int = 0  # which of them is the title of the next table
    totals: set[int] = field(default_factory=set)  # the columns with a number in a row of totals

    @property
    def name(self) -> str:
        """The name of the sheet, on one line."""
        return clean_text(self.grid.name)


def tables_of(grid: SheetGrid) -> list[Found]:
    """Return the tables of a sheet, from top to bottom. A header printed again within a table starts no other one."""
    starts: list[tuple[int, int]] = []
    for row in grid.row_numbers:
        if starts and row < sum(starts[-1]):
            continue
        if _is_header(grid, row, is_first=not starts):
            top = _top_of(grid, row)
            if starts and top == row and _is_same(grid, starts[-1][0], row) and not _title_above(grid, row):
                continue
            starts.append((top, _rows_of(grid, top, row)))
    found = []
    for position, (row, rows) in enumerate(starts):
        last = starts[position + 1][0] - 1 if position + 1 < len(starts) else grid.max_row
        numbers = [number for number in grid.row_numbers if row + rows <= number <= last]
        if numbers:
            table = _table(grid, row, rows, last, numbers)
            if position + 1 < len(starts) and _title_above(grid, last + 1):
                table.next_title = next(number for number in reversed(numbers) if number <= last)
            found.append(table)
    return [table for table in found if len(table.columns) > 1 and table.data]


def _table(grid: SheetGrid, row: int, rows: int, last: int, numbers: Sequence[int]) -> Found:
    located = _locate(grid, HeaderPlace(row=row, rows=rows))
    table = Found(grid, row, rows, _title_above(grid, row), last, HeaderPlace(row=row, rows=rows))
    headers = {column: text for column, text in sorted(located.headers.items()) if text}
    for number in numbers:
        cells = [cell for cell in grid.row(number) if cell.column in headers]
        filled = {cell.column for cell in cells}
        if len(filled) == 1 and len(headers) > 2 and cells[0].kind is CellKind.TEXT:
            table.left_out.append(number)
        elif _is_total(cells):
            table.totals |= {cell.column for cell in cells if cell.kind is CellKind.NUMBER}
        elif filled and not _repeats(cells, headers):
            table.data.append(number)
    seen: dict[str, int] = {}
    for column, text in headers.items():
        key = matching_key(text)
        seen[key] = seen.get(key, 0) + 1
        period = period_of(text)
        data = [_shown(grid, number, column, row + rows) for number in table.data[:SAMPLE_ROWS]]
        table.columns.append(Column(column, text, seen[key], data, None if period is None else period[0]))
        table.columns[-1].own = _lowest_key(grid, row, rows, column) or key
    _spread_money(table.columns)
    table.header = _place(grid, row, rows)
    return table


def _lowest_key(grid: SheetGrid, row: int, rows: int, column: int) -> str:
    """What the lowest row of a header says over a column, folded."""
    cells = (grid.origin(number, column) for number in range(row + rows - 1, row - 1, -1))
    return next((matching_key(str(cell.value)) for cell in cells if cell.value is not None), "")


def _spread_money(columns: Sequence[Column]) -> None:
    """What stands right after money and says it was carried out is money too: "Presupuesto 2025 | Ejecutado 2025"."""
    for before, column in zip(columns, columns[1:], strict=False):
        if before.is_money and column.period == before.period and EXECUTED.search(column.key) and not column.is_share:
            column.is_money = True


def _place(grid: SheetGrid, row: int, rows: int) -> HeaderPlace:
    """The header by its first texts, so that it may move; by its row when these texts stand somewhere above too."""
    cells = [cell for r in range(row, row + rows) for cell in grid.row(r) if cell.kind is CellKind.TEXT]
    texts = list(dict.fromkeys(clean_text(str(cell.value)) for cell in cells))
    keys = {matching_key(text) for text in texts}
    by_key = [text for text in texts if matching_key(text) in keys][:4]
    place = HeaderPlace(row=None, contains=tuple(by_key), rows=rows) if by_key else None
    if place is not None and _locate(grid, place).header_row == row:
        return place
    return HeaderPlace(row=row, rows=rows)


def _locate(grid: SheetGrid, header: HeaderPlace, periods: str | None = None) -> LocatedTable:
    """The table as reading by a recipe will see it, so that proposed headers are the headers it looks for."""
    rule = Table.model_validate(
        {
            "name": "?",
            "sheet": grid.name,
            "header": header,
            "columns": {"first": {"letter": "A"}},
            "period_columns": {"periods": {"header": periods}} if periods is not None else {},
            "needs": ["first"],
        }
    )
    tables, _ = locate((rule,), {grid.name: grid})
    return tables[0]


# Headers


def _is_header(grid: SheetGrid, row: int, *, is_first: bool) -> bool:
    """Whether a row names columns: short, different texts that are no data, most of them words of the field."""
    cells = grid.row(row)
    texts = [cell for cell in cells if not _is_period(cell)]
    if len(cells) < 2 or any(cell.kind is not CellKind.TEXT or len(str(cell.value)) > LONGEST_HEADER for cell in texts):
        return False
    written = [clean_text(str(cell.value)) for cell in cells]
    keys = [matching_key(text) for text in written]
    if not texts or len(set(keys)) < max(2, 0.5 * len(keys)) or _is_total(cells):
        return False
    known = sum(Column(cell.column, text, 1, (), None).is_known for cell, text in zip(cells, written, strict=True))
    known += sum(map(_is_period, cells))
    if any(_is_number_or_day(cell) for cell in texts) or (known < 2 and any(map(_is_state, texts))):
        return False
    labels = sum(text.endswith(":") for text in written)
    if 0 < labels < len(written):
        return False  # "Municipio: | Tenjo" says something of the sheet and names no column
    after = bisect_right(grid.row_numbers, row)
    below = grid.row_numbers[after : after + MOST_HEADER_ROWS]
    if not any(len(grid.row(number)) > 1 for number in below):
        return False
    above = grid.row(row - 1) if row > 1 else []
    if not is_first or len(above) > 1:
        is_plain = known >= max(2, 0.75 * len(cells)) and not any(map(_is_state, texts))
        return is_plain and not _looks_like_neighbours(grid, row, cells)
    return known >= 2 or (known >= 1 and len(cells) > 2) or _has_numbers_below(grid, cells, below)


def _looks_like_neighbours(grid: SheetGrid, row: int, cells: Sequence[Cell]) -> bool:
    """Whether some text of the row stands in its column nearby too: a row of data, its words those of the field."""
    here = bisect_right(grid.row_numbers, row)
    near = [number for number in grid.row_numbers[max(0, here - _NEAR) : here + _NEAR] if number != row]
    return any(
        matching_key(str(grid.value(number, cell.column) or "")) == matching_key(str(cell.value))
        for number in near
        for cell in cells
        if not _is_same(grid, row, number)
    )


def _has_numbers_below(grid: SheetGrid, cells: Sequence[Cell], below: Sequence[int]) -> bool:
    return any(grid.cell(number, cell.column).kind is CellKind.NUMBER for number in below for cell in cells)


def _top_of(grid: SheetGrid, row: int) -> int:
    """The first row of a header: the row above when it groups some of these columns under a common text."""
    above = grid.row(row - 1) if row > 1 else []
    first = grid.row(row)[0].column
    if not above or any(cell.column <= first for cell in above) or not all(map(_is_heading, above)):
        return row
    return row - 1


def _rows_of(grid: SheetGrid, top: int, row: int) -> int:
    """How many rows a header takes: a row below belongs to it while it only names parts of what stands above it."""
    rows = row - top + 1
    while rows < MOST_HEADER_ROWS and _continues(grid, top, top + rows):
        rows += 1
    return rows


def _continues(grid: SheetGrid, top: int, row: int) -> bool:
    cells = grid.row(row)
    if not cells or not all(map(_is_heading, cells)) or any(map(_is_state, cells)):
        return False
    above = {cell.column for cell in grid.row(row - 1)}
    first, last = min(above, default=0), max(above, default=0)
    if any(m.first_row < row <= m.last_row for m in grid.merged if top <= m.first_row):
        return True
    groups = [m for m in grid.merged if m.first_row == m.last_row == row - 1 and m.first_column < m.last_column]
    in_gaps = [cell for cell in cells if cell.column not in above and first <= cell.column]
    under = [c for c in cells if any(m.first_column <= c.column <= m.last_column for m in groups)]
    is_part = bool(groups) and len(under) > 1
    # Without merged cells: names for the columns that the row above leaves without one, periods or words of the field.
    known = [c for c in cells if _is_period(c) or Column(c.column, clean_text(str(c.value)), 1, (), None).is_known]
    return is_part or (bool(in_gaps) and len(known) == len(cells) and len(cells) > 1 and last >= first)


def _is_heading(cell: Cell) -> bool:
    """Whether a cell may stand in a header: a short text that is no number and no day, or a period."""
    if _is_period(cell):
        return True
    return cell.kind is CellKind.TEXT and len(str(cell.value)) <= LONGEST_HEADER and not _is_number_or_day(cell)


def _is_period(cell: Cell) -> bool:
    """Whether a cell is a year, a month or the like, as a number, a date or a text: a header as often as a datum."""
    if cell.kind is CellKind.NUMBER:
        return clean_text(str(cell.value)).removesuffix(".0") in _YEARS
    return isinstance(read_period(cell.value, number_format=cell.number_format), Understood)


def _is_number_or_day(cell: Cell) -> bool:
    if isinstance(read_number_cell(cell), Understood):
        return True
    return isinstance(read_date_cell(cell), Understood) and not _is_period(cell)


def _is_state(cell: Cell) -> bool:
    return isinstance(read_state_cell(cell), Understood)


def _is_same(grid: SheetGrid, one: int, other: int) -> bool:
    return [matching_key(str(c.value)) for c in grid.row(one)] == [matching_key(str(c.value)) for c in grid.row(other)]


def _title_above(grid: SheetGrid, row: int) -> str:
    """The text that stands alone in one of the two rows above a header; "" when there is none."""
    for above in (row - 1, row - 2):
        cells = grid.row(above) if above > 0 else []
        if len(cells) == 1 and cells[0].kind is CellKind.TEXT:
            return clean_text(str(cells[0].value))
        if cells:
            break
    return ""


# Rows


def _is_total(cells: Sequence[Cell]) -> bool:
    """Whether the row's first text is "Total" or the like, or it only has numbers."""
    texts = [cell for cell in cells if cell.kind is CellKind.TEXT]
    if not texts:
        return len(cells) > 1
    return _TOTAL.search(matching_key(str(texts[0].value))) is not None and len(texts) <= max(2, len(cells) / 2)


def _repeats(cells: Sequence[Cell], headers: dict[int, str]) -> bool:
    return all(matching_key(str(cell.value)) == matching_key(headers[cell.column]) for cell in cells)


def _shown(grid: SheetGrid, row: int, column: int, first_row: int) -> Cell:
    """The cell, or what a range merged downwards shows in it."""
    cell = grid.cell(row, column)
    if cell.merged_from is None:
        return cell
    origin = grid.origin(row, column)
    return origin if origin.column == column and origin.row >= first_row else cell


def located_periods(found: Found, pattern: str) -> dict[int, Period]:
    """Return the columns that reading by a recipe will find with this expression, and the period it will read."""
    located = _locate(found.grid, found.header, pattern)
    return {at.column: at.period for at in located.periods["periods"]}


def letter_of(column: Column) -> str:
    """Return the letter of a column, to tell a person where it is."""
    return column_letters(column.number)


def depends(lower: Column, upper: Column) -> float:
    """Return the share of the lower column's things that stand under one thing of the upper: 1.0 is a hierarchy."""
    return pair_share(lower.keys_down, upper.keys_down)
