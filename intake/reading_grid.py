"""A sheet as cells that know where they are: values, errors, number formats, merged ranges. Nothing is interpreted.

Rows and columns are counted from 1, as on the screen of a spreadsheet. Only cells with something in them are kept: a
sheet that declares a million empty rows costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, NamedTuple

from intake.reading_limits import MAX_COLUMNS, MAX_ROWS, Budget

CellValue = str | int | float | bool | date | datetime | time | None

_PLAIN_SHEET_NAME = re.compile(r"[A-Za-zÀ-ÿ_][A-Za-z0-9À-ÿ_.]*\Z")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
GENERAL: Final = "General"


class CellKind(StrEnum):
    """What a cell holds, as the file says."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"


class ErrorMark(NamedTuple):
    """What a cell holds instead of a value: an error text such as "#DIV/0!", or None for a formula never calculated."""

    error: str | None


StoredValue = str | int | float | bool | date | datetime | time | ErrorMark


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 → "A", 43 → "AQ"."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: "A" → 1, "AQ" → 43. ValueError when they are not a column."""
    number = 0
    for letter in letters:
        digit = ord(letter) - 64
        if not 1 <= digit <= 26:
            raise ValueError(letters)
        number = number * 26 + digit
    if not 1 <= number <= MAX_COLUMNS:
        raise ValueError(letters)
    return number


def split_address(address: str) -> tuple[int, int]:
    """Return (row, column) of an address: "AQ17" → (17, 43). ValueError when it is not one; "$" is accepted."""
    match = _ADDRESS.match(address.replace("$", ""))
    if match is None:
        raise ValueError(address)
    row = int(match[2])
    if not 1 <= row <= MAX_ROWS:
        raise ValueError(address)
    return row, column_number(match[1])


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell: (17, 43) → "AQ17"."""
    return f"{column_letters(column)}{row}"


def cell_reference(sheet: str, row: int, column: int) -> str:
    """Return "PDM!AQ17"; the name of the sheet goes in single quotes when it is not a plain word."""
    name = sheet if _PLAIN_SHEET_NAME.match(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{cell_address(row, column)}"


def split_reference(ref: str | None) -> tuple[str, str]:
    """Return the sheet and the address of a reference: "'Plan de trabajo'!D4" → ("Plan de trabajo", "D4").

    Two empty texts when it is none.
    """
    sheet, _, address = (ref or "").rpartition("!")
    try:
        split_address(address)
    except ValueError:
        return "", ""
    return sheet.strip("'").replace("''", "'"), address


class Cell(NamedTuple):
    """One cell. `value` is None for blank cells, errors and formulas without a calculated value.

    `merged_from` is the address of the first cell of the merged range this (empty) cell lies in, else None.
    """

    sheet: str
    row: int
    column: int
    value: CellValue
    kind: CellKind
    number_format: str = GENERAL
    error: str | None = None
    formula_without_value: bool = False
    merged_from: str | None = None

    @property
    def address(self) -> str:
        """The address within the sheet: "AQ17"."""
        return cell_address(self.row, self.column)

    @property
    def ref(self) -> str:
        """The full reference: "PDM!AQ17"."""
        return cell_reference(self.sheet, self.row, self.column)

    @property
    def is_blank(self) -> bool:
        """Nothing in it: not an error, not a formula that was never calculated."""
        return self.kind is CellKind.BLANK

    @property
    def found(self) -> str:
        """What a person sees in it, for messages: the text, the number, the error, or "" when blank."""
        if self.error is not None:
            return self.error
        if self.formula_without_value:
            return "="
        return "" if self.value is None else str(self.value)


class MergedRange(NamedTuple):
    """A merged range, first and last rows and columns included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def ref(self) -> str:
        """The range as written in a spreadsheet: "A4:A5"."""
        return f"{cell_address(self.first_row, self.first_column)}:{cell_address(self.last_row, self.last_column)}"


def merged_range(ref: str) -> MergedRange:
    """Return the range of "A4:A5" (or of a single address). ValueError when it is not one."""
    first, _, last = ref.partition(":")
    row_a, column_a = split_address(first)
    row_b, column_b = split_address(last or first)
    return MergedRange(min(row_a, row_b), min(column_a, column_b), max(row_a, row_b), max(column_a, column_b))


class SheetGrid:
    """The cells of one sheet, by row and column counted from 1."""

    def __init__(
        self, file: str, name: str, *, hidden: bool = False, is_delimited: bool = False, budget: Budget | None = None
    ) -> None:
        """Start an empty sheet; `budget` is shared by the sheets of a workbook (its own when None).

        `is_delimited` says that the cells of a row were one text cut by a separator: one cut too many moves the others.
        """
        self.file = file
        self.is_delimited = is_delimited
        self._budget = Budget(file) if budget is None else budget
        self.name = name
        self.hidden = hidden
        self._rows: dict[int, dict[int, StoredValue]] = {}
        self._formats: dict[int, dict[int, str]] = {}
        self._merged: list[MergedRange] = []
        self._merged_by_column: dict[int, tuple[list[int], list[MergedRange]]] | None = None
        self._row_numbers: tuple[int, ...] | None = None

    # Filling, used by the readers of each format.

    def put(self, row: int, column: int, value: StoredValue, number_format: str = GENERAL) -> None:
        """Keep the value of a cell; blank text is not kept. Raises UnreadableFile beyond the limits."""
        if isinstance(value, str) and not value.strip():
            return
        cells = self._rows.get(row)
        self._budget.spend_cell(in_new_row=cells is None)
        if cells is None:
            cells = self._rows[row] = {}
            self._row_numbers = None
        cells[column] = value
        if number_format != GENERAL:
            self._formats.setdefault(row, {})[column] = number_format

    def merge(self, merged: MergedRange) -> None:
        """Keep a merged range; its cells are not filled in."""
        if merged.first_row == merged.last_row and merged.first_column == merged.last_column:
            return
        self._budget.spend_merged(merged.last_column - merged.first_column + 1)
        self._merged.append(merged)
        self._merged_by_column = None

    # Reading.

    @property
    def merged(self) -> tuple[MergedRange, ...]:
        """The merged ranges, in the order of the file."""
        return tuple(self._merged)

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """The numbers of the rows that have something in them, ascending."""
        if self._row_numbers is None:
            self._row_numbers = tuple(sorted(self._rows))
        return self._row_numbers

    @property
    def max_row(self) -> int:
        """The last row with something in it; 0 for an empty sheet."""
        return self.row_numbers[-1] if self._rows else 0

    @property
    def max_column(self) -> int:
        """The last column with something in it; 0 for an empty sheet."""
        return max((max(cells) for cells in self._rows.values()), default=0)

    @property
    def cell_count(self) -> int:
        """How many cells have something in them."""
        return sum(map(len, self._rows.values()))

    def value(self, row: int, column: int) -> CellValue:
        """Return the value alone: None for blank cells, errors and formulas without a calculated value."""
        stored = self._rows.get(row, {}).get(column)
        return None if isinstance(stored, ErrorMark) else stored

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell, also when nothing was ever written in it."""
        stored = self._rows.get(row, {}).get(column)
        if stored is None:
            merged = self.merged_range_at(row, column) if self._merged else None
            origin = None if merged is None else cell_address(merged.first_row, merged.first_column)
            own = merged is not None and (merged.first_row, merged.first_column) == (row, column)
            return Cell(self.name, row, column, None, CellKind.BLANK, merged_from=None if own else origin)
        return self._cell(row, column, stored)

    def origin(self, row: int, column: int) -> Cell:
        """Return the cell, or for the empty part of a merged range the cell that the range shows."""
        cell = self.cell(row, column)
        return cell if cell.merged_from is None else self.cell(*split_address(cell.merged_from))

    def row(self, row: int) -> list[Cell]:
        """Return the cells of a row that have something in them, by column."""
        cells = self._rows.get(row, {})
        return [self._cell(row, column, cells[column]) for column in sorted(cells)]

    def column(self, column: int, first_row: int = 1, last_row: int | None = None) -> list[Cell]:
        """Return the cells of a column in the rows that have something in some column, blank cells included."""
        last = self.max_row if last_row is None else last_row
        return [self.cell(row, column) for row in self.row_numbers if first_row <= row <= last]

    def cells(self) -> Iterator[Cell]:
        """Yield every cell that has something in it, by row and column."""
        for row in self.row_numbers:
            yield from self.row(row)

    def problems(self) -> list[Cell]:
        """Return the cells that hold an error or a formula that was never calculated."""
        return [
            self._cell(row, column, value)
            for row in self.row_numbers
            for column, value in sorted(self._rows[row].items(), key=lambda item: item[0])
            if isinstance(value, ErrorMark)
        ]

    def merged_range_at(self, row: int, column: int) -> MergedRange | None:
        """Return the merged range a cell lies in, or None."""
        if self._merged_by_column is None:
            self._merged_by_column = self._index_merged()
        starts, ranges = self._merged_by_column.get(column, ([], []))
        position = bisect_right(starts, row) - 1
        if position >= 0 and row <= ranges[position].last_row:
            return ranges[position]
        return None

    def _index_merged(self) -> dict[int, tuple[list[int], list[MergedRange]]]:
        # Merged ranges never overlap in a sound file: within a column the one that starts last is the only candidate.
        by_column: dict[int, list[MergedRange]] = {}
        for merged in sorted(self._merged):
            for column in range(merged.first_column, merged.last_column + 1):
                by_column.setdefault(column, []).append(merged)
        return {column: ([m.first_row for m in ranges], ranges) for column, ranges in by_column.items()}

    def _cell(self, row: int, column: int, stored: StoredValue) -> Cell:
        formats = self._formats.get(row)
        number_format = GENERAL if formats is None else formats.get(column, GENERAL)
        if isinstance(stored, ErrorMark):
            return Cell(
                self.name,
                row,
                column,
                None,
                CellKind.ERROR,
                number_format,
                error=stored.error,
                formula_without_value=stored.error is None,
            )
        return Cell(self.name, row, column, stored, _kind_of(stored), number_format)


def _kind_of(value: str | int | float | bool | date | datetime | time) -> CellKind:
    if isinstance(value, str):
        return CellKind.TEXT
    if isinstance(value, bool):
        return CellKind.BOOLEAN
    if isinstance(value, int | float):
        return CellKind.NUMBER
    return CellKind.DATE
