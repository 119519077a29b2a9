"""Percents of a template with two readings: with the unit %, 85 and 85 % say the same, 0.85 may be 85 % or 0.85 %.

The cells of an indicator lie in three sheets: its baseline, its targets and its values are looked at together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from intake.normalize.codes import read_code_cell
from intake.normalize.numbers import read_number_cell
from intake.normalize.percents import Scale, is_percent_unit, percent_scale
from intake.normalize.results import Understood
from intake.reading import Cell, CellKind
from intake.reading_formats import shows_percent
from intake.template_places import LocatedSheet

_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "projects": ("declared_pct",),
    "indicators": ("baseline_value",),
    "targets": ("value", "upper_value"),
    "values": ("value",),
}


class DoubtfulPercents(NamedTuple):
    """The references of the cells nobody can read, and the headers of columns in which other cells tell their scale."""

    cells: frozenset[str]
    mixed: tuple[Cell, ...]


def plain_number(cell: Cell) -> Cell:
    """A number typed as text without a percent sign as the number it says: it is as plain as a number."""
    if cell.kind is CellKind.TEXT:
        read = read_number_cell(cell)
        if isinstance(read, Understood) and not read.value.is_percent:
            return cell._replace(value=read.value.value, kind=CellKind.NUMBER)
    return cell


def doubtful_percents(sheets: Iterable[LocatedSheet]) -> DoubtfulPercents:
    """Find the plain numbers of indicators in percent, and of declared progress, that may be fractions of one.

    The template asks for numbers in the unit of the indicator, so 85 is 85 %; a sign or a percent format says it too.
    """
    groups: dict[str, list[Cell]] = defaultdict(list)
    headers: dict[str, Cell] = {}
    for sheet in sheets:
        kind, fields = sheet.definition.kind, _FIELDS.get(sheet.definition.kind, ())
        for row in sheet.rows:
            if kind == "projects":
                group = "declared"
            elif fields:
                group = _code(sheet, row)
                unit = sheet.cell(row, "unit").value if kind == "indicators" else None
                if group not in groups and not (isinstance(unit, str) and is_percent_unit(unit)):
                    continue
            else:
                break
            for field in filter(sheet.positions.__contains__, fields):
                cell = plain_number(sheet.cell(row, field))
                groups[group].append(cell)
                headers[cell.ref] = sheet.header(field)
    doubtful: set[str] = set()
    mixed: dict[str, Cell] = {}
    for cells in groups.values():
        found = percent_scale(cells)
        some = [cell for cell, scale in zip(cells, found.scales, strict=True) if _is_doubtful(cell, scale)]
        doubtful.update(cell.ref for cell in some)
        if found.is_mixed:
            mixed |= {headers[cell.ref].ref: headers[cell.ref] for cell in some}
    return DoubtfulPercents(frozenset(doubtful), tuple(mixed.values()))


def _code(sheet: LocatedSheet, row: int) -> str:
    read = read_code_cell(sheet.cell(row, "code" if sheet.definition.kind == "indicators" else "indicator_code"))
    return f"indicator {read.value}" if isinstance(read, Understood) else ""


def _is_doubtful(cell: Cell, scale: Scale | None) -> bool:
    is_plain = cell.kind is CellKind.NUMBER and not shows_percent(cell.number_format)
    return is_plain and cell.value != 0 and scale is not Scale.POINTS
