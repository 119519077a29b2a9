"""Columns of percents where some cells hold 0.85 and others 85: the number format decides, doubt is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.findings import FindingCode
from intake.normalize.numbers import DecimalStyle, Mode, Quantity, read_number_cell, times_hundred
from intake.normalize.results import NotUnderstood, Result, Understood
from intake.reading_formats import shows_percent
from intake.reading_grid import Cell, CellKind


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


def percent_scale(cells: Sequence[Cell], *, plain_numbers: Scale | None = None) -> PercentColumn:
    """Return how each cell of a column of percents is stored.

    A percent format means a fraction, a text means points. Plain numbers have no sign of their own: `plain_numbers`
    (of the recipe) decides when given; else all of them together: points when none lies between 0 and 1, fractions
    when all lie within -1.5 and 1.5 and at least one is a fraction of 1. Otherwise those within -1.5 and 1.5, 0 left
    aside (the same on both scales), are doubtful.
    """
    plain = [cell.value for cell in cells if _is_plain_number(cell)]
    scales = tuple(_scale(cell, plain, plain_numbers) for cell in cells)
    seen = {scale for cell, scale in zip(cells, scales, strict=True) if scale is not None and cell.value != 0}
    return PercentColumn(scales, is_mixed=len(seen - {Scale.DOUBTFUL}) > 1 or Scale.DOUBTFUL in seen)


def read_percent_cell(
    cell: Cell, scale: Scale | None, *, style: DecimalStyle = DecimalStyle.COMMA, mode: Mode = Mode.STRICT
) -> Result[Quantity]:
    """Return the percent of a cell on the scale 0-100, given the scale that percent_scale found for it."""
    read = read_number_cell(cell, style=style, mode=mode)
    if not isinstance(read, Understood) or cell.kind is not CellKind.NUMBER:
        return read
    if scale is Scale.DOUBTFUL:
        return NotUnderstood(FindingCode.PERCENT_SCALE_DOUBTFUL)
    if shows_percent(cell.number_format):
        return read
    value = times_hundred(read.value.value) if scale is Scale.FRACTION else read.value.value
    return Understood(Quantity(value, is_percent=True), read.notes)


def _is_plain_number(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER and not shows_percent(cell.number_format)


def _scale(cell: Cell, plain: Sequence[object], plain_numbers: Scale | None) -> Scale | None:
    if cell.kind is CellKind.TEXT:
        return Scale.POINTS
    if cell.kind is not CellKind.NUMBER:
        return None
    if shows_percent(cell.number_format):
        return Scale.FRACTION
    if plain_numbers is not None:
        return plain_numbers
    numbers = [abs(float(value)) for value in plain if isinstance(value, int | float)]
    if not any(0 < number < 1 for number in numbers) and any(number > _LARGEST_FRACTION for number in numbers):
        return Scale.POINTS
    if all(number <= _LARGEST_FRACTION for number in numbers) and any(0 < number < 1 for number in numbers):
        return Scale.FRACTION
    number = abs(float(cell.value)) if isinstance(cell.value, int | float) else 0.0
    if number == 0:
        return Scale.POINTS
    return Scale.POINTS if number > _LARGEST_FRACTION else Scale.DOUBTFUL


_LARGEST_FRACTION = 1.5  # achievements of 150 % are common; a column of percents that stops at 1.5 points is not
