"""Columns of percents where some cells hold 0.85 and others 85: the number format decides, doubt is reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from intake.findings import FindingCode
from intake.normalize.numbers import DecimalStyle, Mode, Quantity, read_number_cell, times_hundred
from intake.normalize.results import NotUnderstood, Result, Understood
from intake.normalize.text import matching_key
from intake.reading_formats import shows_percent
from intake.reading_grid import Cell, CellKind

_PERCENT_UNIT = re.compile(r"%|porcentaje|por ?ciento")


def is_percent_unit(unit: str) -> bool:
    """Whether an indicator of that unit counts in percents: "%", "Porcentaje", "% de hogares"; not "puntos"."""
    return _PERCENT_UNIT.match(matching_key(unit)) is not None


class Scale(StrEnum):
    """How a percent is stored."""

    FRACTION = "fraction"
    POINTS = "points"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class PercentColumn:
    """The scale of each cell of a column, in order: None for cells without a number.

    `is_mixed` says that both scales are there.
    """

    scales: tuple[Scale | None, ...]
    is_mixed: bool


def percent_scale(
    cells: Sequence[Cell], *, plain_numbers: Scale | None = None, style: DecimalStyle = DecimalStyle.COMMA
) -> PercentColumn:
    """Return how each cell of a column of percents is stored.

    A percent format means a fraction, a text with its sign or a unit means points. Plain numbers, typed as texts too,
    have no sign of their own: `plain_numbers` (of the recipe) decides when given; else all of them together: points
    when none lies between 0 and 1, fractions when all lie within -1.5 and 1.5 and at least one is a fraction of 1.
    Otherwise those within -1.5 and 1.5, 0 left aside (the same on both scales), are doubtful.
    """
    plain = [_plain_number(cell, style) for cell in cells]
    together = [abs(number) for number in plain if number is not None]
    scales = tuple(_scale(cell, number, together, plain_numbers) for cell, number in zip(cells, plain, strict=True))
    seen = {
        scale
        for cell, number, scale in zip(cells, plain, scales, strict=True)
        if scale is not None and number != 0 and cell.value != 0
    }
    return PercentColumn(scales, is_mixed=len(seen - {Scale.DOUBTFUL}) > 1 or Scale.DOUBTFUL in seen)


def read_percent_cell(
    cell: Cell,
    scale: Scale | None,
    *,
    style: DecimalStyle = DecimalStyle.COMMA,
    mode: Mode = Mode.STRICT,
    allow_band: bool = False,
) -> Result[Quantity]:
    """Return the percent of a cell on the scale 0-100, given the scale that percent_scale found for it."""
    read = read_number_cell(cell, style=style, mode=mode, allow_band=allow_band)
    if not isinstance(read, Understood):
        return read
    if scale is Scale.DOUBTFUL:
        return NotUnderstood(FindingCode.PERCENT_SCALE_DOUBTFUL)
    quantity = read.value
    if quantity.is_percent:
        return read
    if scale is Scale.FRACTION:
        upper = None if quantity.upper is None else times_hundred(quantity.upper)
        quantity = replace(quantity, value=times_hundred(quantity.value), upper=upper)
    return Understood(replace(quantity, is_percent=True), read.notes)


def _plain_number(cell: Cell, style: DecimalStyle) -> float | None:
    """The number of a cell that shows neither a percent sign nor a unit; None for every other cell."""
    if cell.kind not in (CellKind.NUMBER, CellKind.TEXT):
        return None
    read = read_number_cell(cell, style=style)
    if not isinstance(read, Understood) or read.value.is_percent or read.value.unit:
        return None
    return read.value.value


def _scale(cell: Cell, number: float | None, together: Sequence[float], plain_numbers: Scale | None) -> Scale | None:
    if number is None:
        if cell.kind is CellKind.TEXT:
            return Scale.POINTS
        return Scale.FRACTION if cell.kind is CellKind.NUMBER and shows_percent(cell.number_format) else None
    if plain_numbers is not None:
        return plain_numbers
    if not any(0 < one < 1 for one in together) and any(one > _LARGEST_FRACTION for one in together):
        return Scale.POINTS
    if all(one <= _LARGEST_FRACTION for one in together) and any(0 < one < 1 for one in together):
        return Scale.FRACTION
    return Scale.DOUBTFUL if 0 < abs(number) <= _LARGEST_FRACTION else Scale.POINTS


_LARGEST_FRACTION = 1.5  # achievements of 150 % are common; a column of percents that stops at 1.5 points is not
