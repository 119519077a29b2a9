"""Values and targets of a row: the amounts of periods, and how the sheet itself adds them up."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Final, Literal

from data_models.document import TargetRecord, ValueRecord
from intake.extract_fields import FieldReader
from intake.extract_tables import Row
from intake.findings import FindingCode
from intake.normalize.dates import Role
from intake.normalize.numbers import Quantity
from intake.normalize.periods import Period
from intake.normalize.results import NoData, Understood, findings_of
from intake.normalize.text import clean_text
from intake.reading import Cell, CellKind
from intake.recipe import Table, TargetRule, ValueRule
from kpis.vocabulary import Accumulation

SAME: Final = 1e-9
MOST_DECIMALS: Final = 4
Combination = Literal["sum", "mean", "last"]


def same(a: float, b: float, tolerance: float = SAME) -> bool:
    """Whether two numbers are the same but for rounding."""
    return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


@dataclass(frozen=True, slots=True)
class Amount:
    """The number of one cell for one period."""

    period: Period
    value: float
    cell: Cell


@dataclass(slots=True)
class RowAmounts:
    """What the amounts of a row become, and how they combine."""

    values: list[ValueRecord] = field(default_factory=list)
    targets: list[TargetRecord] = field(default_factory=list)
    decimals: int = 0


class AmountReader:
    """Reads the values and targets of rows of one table."""

    def __init__(self, table: Table, reader: FieldReader, plan_ends_on: dt.date) -> None:
        self._table = table
        self._reader = reader
        self._plan_ends_on = plan_ends_on

    def years_by_total(self, row: Row) -> Combination | None:
        """How the years combine, from the sheet's own total: their sum, the mean of those not zero, or the last.

        None when the sheet has no total there; a total that is none of them is reported and the years are summed.
        """
        totals = self._table.totals
        if totals is None or totals.years is None or totals.whole is None:
            return None
        amounts = [amount.value for amount in self._amounts(row, totals.years)]
        cell = row.cell(totals.whole)
        total = self._number(cell)
        if total is None or not amounts:
            return None
        found = combination_of(amounts, total, may_be_last=True)
        if found is None:
            self._reader.say(FindingCode.ACCUMULATION_DOUBTFUL, cell, read_as=_in_words(sum(amounts)))
        return found or "sum"

    def read(self, row: Row, code: str, accumulation: str, accumulation_years: str | None) -> RowAmounts:
        """Return the values and targets of a row for the indicator of that code."""
        found = RowAmounts()
        overrides = self._overrides(row, accumulation)
        for rule in self._table.targets:
            found.targets.extend(self._targets(rule, row, code, accumulation_years, overrides))
        for value_rule in self._table.values:
            found.values.extend(self._values(value_rule, row, code))
        numbers = [value.value for value in found.values] + [
            target.value for target in found.targets if target.kind != "interim"
        ]
        found.decimals = max((decimals_of(number) for number in numbers if number is not None), default=0)
        return found

    def _overrides(self, row: Row, accumulation: str) -> dict[int, str]:
        """The years whose plan is a level and not a flow: their total is the mean of what is planned."""
        totals = self._table.totals
        if totals is None or totals.periods is None:
            return {}
        found: dict[int, str] = {}
        planned = self._amounts(row, totals.periods)
        for year, column in totals.by_year.items():
            amounts = [amount.value for amount in planned if amount.period.end.year == year]
            cell = row.cell(column)
            total = self._number(cell)
            if total is None or not amounts:
                continue
            how = combination_of(amounts, total, may_be_last=False)
            if how is None:
                self._reader.say(FindingCode.ACCUMULATION_DOUBTFUL, cell, read_as=_in_words(sum(amounts)))
            elif how != accumulation:
                found[year] = how
        return found

    def _targets(
        self, rule: TargetRule, row: Row, code: str, accumulation_years: str | None, overrides: dict[int, str]
    ) -> list[TargetRecord]:
        if rule.column is not None:
            return self._single_target(rule, row, code)
        amounts = self._amounts(row, rule.amounts or "")
        if rule.kind == "period":
            return [
                TargetRecord(
                    code,
                    "period",
                    a.period.end,
                    a.value,
                    period_start=a.period.start,
                    accumulation=overrides.get(a.period.end.year),
                    source_ref=a.cell.ref,
                )
                for a in amounts
            ]
        if rule.kind == "final":
            return (
                [
                    TargetRecord(
                        code, "final", amounts[-1].period.end, amounts[-1].value, source_ref=amounts[-1].cell.ref
                    )
                ]
                if amounts
                else []
            )
        levels = running([amount.value for amount in amounts], accumulation_years)
        return [
            TargetRecord(
                code,
                "interim",
                a.period.end,
                level,
                accumulation=overrides.get(a.period.end.year),
                source_ref=a.cell.ref,
            )
            for a, level in zip(amounts, levels, strict=True)
            if level is not None
        ]

    def _single_target(self, rule: TargetRule, row: Row, code: str) -> list[TargetRecord]:
        cell = row.cell(rule.column or "")
        quantity, text = self._quantity_or_text(cell)
        if quantity is None and text is None:
            return []
        due_on = self._reader.day(rule.due_on, row, Role.END)
        if due_on is None and rule.kind != "final":
            due_on = self._plan_ends_on
        value = quantity.value if quantity is not None else None
        return [
            TargetRecord(
                code, rule.kind, due_on, value,
                upper_value=quantity.upper if quantity is not None else None,
                bound=quantity.bound.value if quantity is not None and quantity.bound is not None else None,
                text=text, source_ref=cell.ref,
            )
        ]  # fmt: skip

    def _values(self, rule: ValueRule, row: Row, code: str) -> list[ValueRecord]:
        if rule.column is not None and rule.period_start is not None and rule.period_end is not None:
            cells = [(rule.period_start, rule.period_end, row.cell(rule.column))]
        else:
            cells = [(period.start, period.end, cell) for period, cell in row.amounts(rule.amounts or "")]
        found = []
        for start, end, cell in cells:
            quantity, text = self._quantity_or_text(cell)
            if quantity is None and text is None:
                continue
            found.append(
                ValueRecord(
                    code, start, end, quantity.value if quantity is not None else None,
                    bound=quantity.bound.value if quantity is not None and quantity.bound is not None else None,
                    text=text, source_ref=cell.ref,
                )
            )  # fmt: skip
        return found

    def _quantity_or_text(self, cell: Cell) -> tuple[Quantity | None, str | None]:
        """A number; beside it the text when it says more than the number; the text alone when it is no number."""
        if cell.is_blank:
            return None, None
        read = self._reader.quantity_read(cell)
        if isinstance(read, Understood):
            self._reader.report(*findings_of(read, cell, file=self._reader.file))
            return read.value, clean_text(str(cell.value)) if read.notes else None
        if isinstance(read, NoData) or cell.kind is not CellKind.TEXT:
            self._reader.report(*findings_of(read, cell, file=self._reader.file))
            return None, None
        self._reader.say(FindingCode.TEXT_IN_NUMERIC_COLUMN, cell)
        return None, clean_text(str(cell.value))

    def _amounts(self, row: Row, name: str) -> list[Amount]:
        found = []
        for period, cell in row.amounts(name):
            number = self._number(cell)
            if number is not None:
                found.append(Amount(period, number, cell))
        return found

    def _number(self, cell: Cell) -> float | None:
        if cell.is_blank:
            return None
        quantity = self._reader.quantity(cell)
        return None if quantity is None or quantity.bound is not None else quantity.value


def combination_of(amounts: list[float], total: float, *, may_be_last: bool) -> Combination | None:
    """How amounts make a total: their sum, the mean of those that are not zero, or (years) the last of them."""
    if same(total, math.fsum(amounts)):
        return "sum"
    not_zero = [amount for amount in amounts if amount]
    if not_zero and same(total, sum(not_zero) / len(not_zero)):
        return "mean"
    if may_be_last and same(total, amounts[-1]):
        return "last"
    return None


def running(amounts: list[float], combination: str | None) -> list[float | None]:
    """Return the level due at the end of each year when the years combine by sum, mean (zeros aside) or not at all.

    A mean of nothing yet is None: no level is due.
    """
    levels: list[float | None] = []
    for position in range(1, len(amounts) + 1):
        so_far = amounts[:position]
        if combination == Accumulation.SUM:
            levels.append(math.fsum(so_far))
        elif combination == Accumulation.MEAN:
            not_zero = [amount for amount in so_far if amount]
            levels.append(sum(not_zero) / len(not_zero) if not_zero else None)
        else:
            levels.append(so_far[-1])
    return levels


def decimals_of(number: float) -> int:
    """How many decimals a number needs, at most MOST_DECIMALS: 0.25 → 2, 300.0 → 0, 1/3 → 4."""
    text = f"{number:.{MOST_DECIMALS}f}".rstrip("0")
    return len(text.partition(".")[2])


def _in_words(number: float) -> str:
    return f"{number:.6g}".replace(".", ",")
