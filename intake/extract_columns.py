"""What only a whole column shows: the scale of its percents, the style of its decimals, zeros lost from its codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.extract_fields import FieldReader
from intake.extract_tables import LocatedTable, Row
from intake.findings import FindingCode
from intake.normalize.codes import read_code_column
from intake.normalize.numbers import SeparatorUse, decimal_style
from intake.normalize.percents import percent_scale
from intake.normalize.results import Understood
from intake.reading import Cell
from intake.recipe import FieldRule, Table


def look_at_columns(table: LocatedTable, rows: Sequence[Row], reader: FieldReader) -> None:
    """Tell the reader the scale of each cell of a column of percents, and report what is mixed or doubtful."""
    for cells in _percent_columns(table, rows):
        found = percent_scale(cells)
        reader.use_scales(cells, found.scales)
        if found.is_mixed:
            reader.say(FindingCode.PERCENT_SCALE_MIXED, table.grid.cell(table.header_row, cells[0].column))
    for cells in _number_columns(table, rows):
        if decimal_style(cell.value for cell in cells) is SeparatorUse.MIXED:
            reader.say(FindingCode.SEPARATORS_MIXED, table.grid.cell(table.header_row, cells[0].column))
    for column in _code_columns(table.rule):
        cells = [row.cell(column) for row in rows]
        for cell, read in zip(cells, read_code_column(cells), strict=True):
            for note in read.notes if isinstance(read, Understood) else ():
                if note.code is FindingCode.CODE_DOUBTFUL:
                    reader.say(note.code, cell, read_as=note.read_as)


def _percent_columns(table: LocatedTable, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    if not rows:
        return
    for name, place in table.rule.columns.items():
        if place.percent and name in table.columns:
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


def _code_columns(rule: Table) -> list[str]:
    rules: list[FieldRule] = [node.code for node in rule.nodes]
    rules += [item.code for item in (rule.project, rule.indicator) if item is not None]
    return list(dict.fromkeys(one.column for one in rules if one.column is not None and one.pattern is None))
