"""Finding a recipe's tables: the header by its content, the columns by their headers, the rows that are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from intake.findings import Finding, FindingCode, finding, finding_at
from intake.normalize.periods import Period, read_period
from intake.normalize.results import Understood
from intake.normalize.text import clean_text, matching_key
from intake.reading import Cell, CellKind, SheetGrid
from intake.reading_grid import column_letters, column_number
from intake.recipe import Table

# A label that says the row adds others up; "Total de viviendas construidas" is the name of a goal and is not one.
_TOTAL_LABEL: Final = re.compile(
    r"sub ?total(es)?\b.*|(total(es)?|gran total|suma|sumatoria)"
    r"( (general|generales|del plan|plan|municipio|municipal|eje|programa|subprograma|proyecto|secretaria)\b.*)?\Z"
)
_TOTAL_CODE: Final = re.compile(r"(sub ?|gran )?total(es)?\b")


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A column that holds the amounts of one period."""

    column: int
    period: Period


@dataclass(slots=True)
class LocatedTable:
    """A table of the recipe found in a sheet: rows and columns are counted from 1."""

    rule: Table
    grid: SheetGrid
    header_row: int
    first_row: int
    last_row: int
    columns: dict[str, int] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)
    periods: dict[str, list[PeriodColumn]] = field(default_factory=dict)
    totals_rows: list[int] = field(default_factory=list)
    has_moved_rows: bool = False


class Row:
    """One row of data: its cells by the recipe's column names, filled down and taken from merged ranges."""

    __slots__ = ("_filled", "_table", "number")

    def __init__(self, table: LocatedTable, number: int, filled: dict[str, Cell]) -> None:
        self._table = table
        self.number = number
        self._filled = filled

    def cell(self, name: str) -> Cell:
        """Return the cell of a declared column; blank when the column is optional and not there."""
        if name in self._filled:
            return self._filled[name]
        column = self._table.columns.get(name)
        if column is None:
            return Cell(self._table.grid.name, self.number, 1, None, CellKind.BLANK)
        return _shown(self._table, self.number, column)

    def lacks(self, name: str) -> bool:
        """Whether the sheet does not have that column at all, so that the row says nothing of it."""
        return name not in self._table.columns and name not in self._filled

    @property
    def first_cell(self) -> Cell:
        """The first cell of the row with something in it."""
        return self._table.grid.row(self.number)[0]

    def amounts(self, name: str) -> list[tuple[Period, Cell]]:
        """Return the cells of period columns with their periods, in the order of time."""
        grid = self._table.grid
        return [(at.period, grid.cell(self.number, at.column)) for at in self._table.periods.get(name, ())]


def _shown(table: LocatedTable, row: int, column: int) -> Cell:
    """The cell, or what the merged range it lies in shows in this column."""
    cell = table.grid.cell(row, column)
    if cell.merged_from is None:
        return cell
    origin = table.grid.origin(row, column)
    return origin if origin.column == column and origin.row >= table.first_row else cell


def locate(rules: tuple[Table, ...], sheets: dict[str, SheetGrid]) -> tuple[list[LocatedTable], list[Finding]]:
    """Return the tables found in the sheets (by the sheet names of the rules), and what is missing or repeated in them.

    A table ends before the header of the recipe's next table in the same sheet, at its ``last_row``, or with the sheet.
    """
    findings: list[Finding] = []
    found: list[LocatedTable] = []
    for rule in rules:
        grid = sheets[rule.sheet]
        row = _header_row(rule, grid)
        if row is None:
            wanted = ", ".join(rule.header.contains)
            findings.append(finding(FindingCode.HEADER_MISSING, file=grid.file, sheet=grid.name, read_as=wanted))
            continue
        found.append(LocatedTable(rule, grid, row, row + rule.header.rows, rule.last_row or grid.max_row))
    for table in found:
        below = [t.header_row for t in found if t.grid is table.grid and t.header_row > table.header_row]
        table.last_row = min([table.last_row, *(row - 1 for row in below)])
        findings.extend(_locate_columns(table))
    return found, findings


def _header_row(rule: Table, grid: SheetGrid) -> int | None:
    if rule.header.row is not None:
        return rule.header.row
    wanted = {matching_key(text) for text in rule.header.contains}
    for row in grid.row_numbers:
        texts = _header_texts(grid, row, rule.header.rows)
        keys = {matching_key(text) for text in texts.values()}
        if rule.header.rows > 1:
            keys |= {matching_key(str(cell.value)) for r in range(row, row + rule.header.rows) for cell in grid.row(r)}
        if wanted <= keys:
            return row
    return None


def _header_texts(grid: SheetGrid, first: int, rows: int) -> dict[int, str]:
    """The header of each column on one line; an upper header over several columns (merged or not) counts for each."""
    parts: dict[int, list[str]] = {}
    last_column = max((cells[-1].column for r in range(first, first + rows) if (cells := grid.row(r))), default=0)
    for row in range(first, first + rows):
        carried = ""
        for column in range(1, last_column + 1):
            cell = grid.origin(row, column)
            if not cell.is_blank:
                carried = clean_text(str(cell.value)) if cell.value is not None else ""
            elif row == first + rows - 1:
                carried = ""
            if carried and carried not in parts.get(column, []):
                parts.setdefault(column, []).append(carried)
    return {column: " ".join(texts) for column, texts in parts.items()}


def _locate_columns(table: LocatedTable) -> list[Finding]:
    findings: list[Finding] = []
    grid, rule = table.grid, table.rule
    table.headers = _header_texts(grid, table.header_row, rule.header.rows)
    by_key: dict[str, list[int]] = {}
    for column, text in sorted(table.headers.items()):
        by_key.setdefault(matching_key(text), []).append(column)
    for name, place in rule.columns.items():
        if place.letter is not None:
            table.columns[name] = column_number(place.letter)
            continue
        columns = by_key.get(matching_key(place.header or ""), [])
        if len(columns) >= place.occurrence:
            table.columns[name] = columns[place.occurrence - 1]
        elif not place.optional:
            findings.append(_missing_header(table, place.header or ""))
    for name, periods in rule.period_columns.items():
        findings.extend(_locate_periods(table, name, periods.header))
    used = set(table.columns.values()) | {at.column for ats in table.periods.values() for at in ats}
    for columns in by_key.values():
        if len(columns) > 1 and used & set(columns):
            letters = ", ".join(column_letters(column) for column in columns)
            cell = grid.cell(table.header_row, columns[-1])
            findings.append(
                finding(
                    FindingCode.HEADER_REPEATED,
                    file=grid.file,
                    sheet=grid.name,
                    cell=cell.address,
                    found=f"{table.headers[columns[0]]} ({letters})",
                )
            )
    unused = [
        f"{column_letters(column)} {text}" for column, text in sorted(table.headers.items()) if column not in used
    ]
    if unused:
        findings.append(
            finding(
                FindingCode.COLUMN_NOT_USED,
                file=grid.file,
                sheet=grid.name,
                found=f"{len(unused)}: " + "; ".join(unused),
            )
        )
    return findings


def _missing_header(table: LocatedTable, wanted: str) -> Finding:
    grid, row = table.grid, table.header_row
    return finding(FindingCode.HEADER_MISSING, file=grid.file, sheet=grid.name, cell=f"A{row}", read_as=wanted)


def _locate_periods(table: LocatedTable, name: str, pattern: str) -> list[Finding]:
    findings: list[Finding] = []
    matches = re.compile(pattern, re.IGNORECASE)
    grid = table.grid
    located = []
    for column, text in sorted(table.headers.items()):
        if matches.search(text) is None:
            continue
        cell = grid.cell(table.header_row, column)
        is_text = table.rule.header.rows > 1 or cell.kind is CellKind.TEXT
        read = read_period(text if is_text else cell.value, number_format=cell.number_format)
        if isinstance(read, Understood):
            located.append(PeriodColumn(column, read.value.period))
        else:
            findings.append(finding_at(FindingCode.PERIOD_NOT_UNDERSTOOD, cell, file=grid.file))
    if not located:
        findings.append(_missing_header(table, pattern))
    table.periods[name] = sorted(located, key=lambda at: (at.period.end, at.column))
    return findings


def data_rows(table: LocatedTable, findings: list[Finding]) -> Iterator[Row]:
    """Yield the rows that are data. Totals, repeated headers and rows without their keys are left out and reported."""
    grid, rule = table.grid, table.rule
    carried: dict[str, Cell] = {}
    for number in grid.row_numbers:
        if not table.first_row <= number <= table.last_row:
            continue
        if grid.is_delimited and grid.row(number)[-1].column > max(table.headers):
            table.has_moved_rows = True
            findings.append(_row_finding(FindingCode.ROW_TOO_WIDE, grid, number))
            continue
        filled = _filled_down(table, number, carried)
        row = Row(table, number, filled)
        needed = {name: row.cell(name) for name in rule.needs}
        if _is_header_again(table, needed):
            continue
        is_total = any(
            _is_total_label(cell, _TOTAL_CODE if name in rule.code_columns else _TOTAL_LABEL)
            for name, cell in needed.items()
        )
        if all(not cell.is_blank for cell in needed.values()) and not is_total:
            _report_merged(table, number, findings)
            yield row
            continue
        own = [cell for cell in grid.row(number) if not cell.is_blank]
        words = [cell for cell in own if cell.kind is CellKind.TEXT]
        if not words or is_total or any(map(_is_total_label, own)):
            table.totals_rows.append(number)
            code = FindingCode.ROW_IS_TOTAL
        else:
            code = FindingCode.ROW_WITHOUT_KEY
        findings.append(_row_finding(code, grid, number))


def _row_finding(code: FindingCode, grid: SheetGrid, number: int) -> Finding:
    own = [cell for cell in grid.row(number) if not cell.is_blank]
    found = "; ".join(cell.found for cell in own[:6])
    return finding(code, file=grid.file, sheet=grid.name, cell=own[0].address, found=found)


def _filled_down(table: LocatedTable, number: int, carried: dict[str, Cell]) -> dict[str, Cell]:
    """The cells of the columns that are filled down; a new value above in the hierarchy empties those below it."""
    for position, name in enumerate(table.rule.fill_down):
        column = table.columns.get(name)
        if column is None:
            continue
        cell = _shown(table, number, column)
        if not cell.is_blank:
            above = carried.get(name)
            if above is None or matching_key(above.found) != matching_key(cell.found):
                for lower in table.rule.fill_down[position + 1 :]:
                    carried.pop(lower, None)
            carried[name] = cell
    return dict(carried)


def _is_header_again(table: LocatedTable, needed: dict[str, Cell]) -> bool:
    """A header printed again in the middle of the table, as on every page of a paper form."""
    return bool(needed) and all(
        cell.kind is CellKind.TEXT and matching_key(str(cell.value)) == matching_key(table.headers.get(cell.column, ""))
        for cell in needed.values()
    )


def _is_total_label(cell: Cell, label: re.Pattern[str] = _TOTAL_LABEL) -> bool:
    return cell.kind is CellKind.TEXT and label.match(matching_key(str(cell.value))) is not None


def _report_merged(table: LocatedTable, number: int, findings: list[Finding]) -> None:
    for column in table.columns.values():
        cell = table.grid.cell(number, column)
        if (
            cell.merged_from is not None
            and (shown := _shown(table, number, column)) is not cell
            and shown.row != number
        ):
            findings.append(
                finding(
                    FindingCode.MERGED_FILLED,
                    file=table.grid.file,
                    sheet=table.grid.name,
                    cell=cell.address,
                    found=shown.found,
                )
            )
