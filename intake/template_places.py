"""Where things are in a filled-in template: the header row, the column of each fact, the rows that hold data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from intake.normalize.text import matching_key
from intake.reading import Cell, CellKind, SheetGrid
from intake.template_sheets import SheetColumn, SheetDefinition

# People put a title above the table.
_ROWS_OF_HEADERS: Final = 20


@dataclass(frozen=True, slots=True)
class LocatedSheet:
    """A sheet of the file: ``positions`` are the columns (from 1) of the fields, ``rows`` those with data."""

    definition: SheetDefinition
    grid: SheetGrid
    header_row: int
    positions: Mapping[str, int]
    rows: tuple[int, ...]

    def cell(self, row: int, field: str) -> Cell:
        """The cell of a fact; a blank one outside the sheet when its column is missing."""
        position = self.positions.get(field)
        if position is None:
            return Cell(self.grid.name, row, 0, None, CellKind.BLANK)
        return self.grid.origin(row, position)

    def header(self, field: str) -> Cell:
        """The header of the column of a fact that has one."""
        return self.grid.cell(self.header_row, self.positions[field])

    @property
    def columns(self) -> Iterator[SheetColumn]:
        """The columns that are there, in the order of the definition."""
        return (column for column in self.definition.columns if column.field in self.positions)

    @property
    def missing(self) -> list[SheetColumn]:
        """The columns that are not there."""
        return [column for column in self.definition.columns if column.field not in self.positions]

    @property
    def unknown(self) -> list[Cell]:
        """The headers that are none of ours, or one of ours again."""
        ours = set(self.positions.values())
        return [cell for cell in self.grid.row(self.header_row) if cell.column not in ours]


def locate(definition: SheetDefinition, grid: SheetGrid, *, has_example: bool) -> LocatedSheet:
    """Find the columns of a sheet by their titles, in whatever order, and the rows with something in one of them.

    ``has_example``: a row that is the template's example, left as it was, is no data.
    """
    header_row, positions = 0, dict[str, int]()
    for row in grid.row_numbers[:_ROWS_OF_HEADERS]:
        found = _positions(definition, grid, row)
        if len(found) > len(positions):
            header_row, positions = row, found
    columns = [(column, positions[column.field]) for column in definition.columns if column.field in positions]
    rows = [
        row
        for row in grid.row_numbers
        if row > header_row
        and any(not grid.cell(row, position).is_blank for position in positions.values())
        and not (has_example and _is_example(columns, grid, row))
    ]
    return LocatedSheet(definition, grid, header_row, positions, tuple(rows))


def _positions(definition: SheetDefinition, grid: SheetGrid, row: int) -> dict[str, int]:
    titles: dict[str, int] = {}
    for cell in grid.row(row):
        titles.setdefault(matching_key(str(cell.value)), cell.column)
    found = {column.field: titles.get(matching_key(column.title)) for column in definition.columns}
    return {field: position for field, position in found.items() if position is not None}


def _is_example(columns: list[tuple[SheetColumn, int]], grid: SheetGrid, row: int) -> bool:
    return all(_same(grid.value(row, position), column.example) for column, position in columns)


def _same(found: Any, example: Any) -> bool:
    if isinstance(found, dt.datetime):
        found = found.date()
    return bool(found == example)
