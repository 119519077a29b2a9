"""What only a whole column shows: the scale of its percents, the style of its decimals, zeros lost from its codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.extract_fields import FieldReader
from intake.extract_tables import LocatedTable, Row
from intake.findings import FindingCode
from intake.normalize.codes import read_code_column
from intake.normalize.numbers import DecimalStyle, SeparatorUse, decimal_style
from intake.normalize.percents import Scale, is_percent_unit, percent_scale
from intake.normalize.results import Understood
from intake.reading import Cell
from intake.reading_formats import shows_percent


def look_at_columns(table: LocatedTable, rows: Sequence[Row], reader: FieldReader) -> None:
    """Tell the reader the scale of each cell of a column of percents, and report what is mixed or doubtful."""
    for cells in _percent_columns(table, rows):
        found = percent_scale(cells)
        reader.use_scales(cells, found.scales)
        if found.is_mixed:
            reader.say(FindingCode.PERCENT_SCALE_MIXED, table.grid.cell(table.header_row, cells[0].column))
    if reader.options.percent != "as_stored":
        for cells in _number_columns(table, rows):
            _look_at_percents_of_unit(table, rows, cells, reader)
    for cells in _number_columns(table, rows):
        use = decimal_style(cell.value for cell in cells)
        if use is SeparatorUse.MIXED:
            reader.say(FindingCode.SEPARATORS_MIXED, table.grid.cell(table.header_row, cells[0].column))
        elif use is not SeparatorUse.UNKNOWN:
            reader.use_style(cells, DecimalStyle(use.value))
    for column in table.rule.code_columns:
        cells = [row.cell(column) for row in rows]
        for cell, read in zip(cells, read_code_column(cells), strict=True):
            for note in read.notes if isinstance(read, Understood) else ():
                if note.code is FindingCode.CODE_DOUBTFUL:
                    reader.say(note.code, cell, read_as=note.read_as)


def _look_at_percents_of_unit(
    table: LocatedTable, rows: Sequence[Row], cells: Sequence[Cell], reader: FieldReader
) -> None:
    """In a column of numbers of all units: which of those whose row counts in percents may be fractions of one.

    Where one cell says 85 % and another 0.85, nobody knows what the second is unless the recipe says ``percent``.
    """
    unit = table.rule.indicator.unit if table.rule.indicator is not None else None
    percents = [
        cell
        for row, cell in zip(rows, cells, strict=True)
        if not reader.has_scale(cell) and is_percent_unit(reader.text(unit, row) or "")
    ]
    found = percent_scale(percents)
    doubtful = [
        cell
        for cell, scale in zip(percents, found.scales, strict=True)
        if scale is Scale.DOUBTFUL or (scale is Scale.FRACTION and not shows_percent(cell.number_format))
    ]
    if doubtful:
        reader.use_scales(doubtful, [Scale.DOUBTFUL] * len(doubtful))
        reader.say(FindingCode.PERCENT_SCALE_MIXED, table.grid.cell(table.header_row, cells[0].column))


def _percent_columns(table: LocatedTable, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    if not rows:
        return
    project = table.rule.project
    # A declared progress is a percent whatever its column is called.
    declared = project.declared_pct.column if project is not None and project.declared_pct is not None else None
    for name, place in table.rule.columns.items():
        if (place.percent or name == declared) and name in table.columns:
            yield [row.cell(name) for row in rows]
    for name, periods in table.rule.period_columns.items():
        if periods.percent:
            yield from _by_period(name, table, rows)


def _number_columns(table: LocatedTable, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    """The columns that are read as numbers, by the rules that read them."""
    if not rows:
        return
    rule = table.rule
    names = [target.column for target in rule.targets] + [value.column for value in rule.values]
    names += [column for budget in rule.budgets for column in (budget.approved, budget.current, budget.executed)]
    if rule.indicator is not None and rule.indicator.baseline is not None:
        names.append(rule.indicator.baseline.column)
    for name in dict.fromkeys(names):
        if name is not None and name in table.columns:
            yield [row.cell(name) for row in rows]
    for name in rule.period_columns:
        yield from _by_period(name, table, rows)


def _by_period(name: str, table: LocatedTable, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    for at in table.periods.get(name, ()):
        yield [table.grid.cell(row.number, at.column) for row in rows]
