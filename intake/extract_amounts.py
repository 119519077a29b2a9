"""Values and targets of a row: the amounts of periods, and how the sheet itself adds them up.

A sheet speaks only of the periods it has columns for: what is known of others is marked as not read, and so is what a
cell holds but nobody can read. A blank cell was read: there is no amount.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Final, Literal

from data_models.document import PlanDocument, TargetRecord, Unread, ValueRecord
from data_models.keys import key_of
from intake.extract_fields import FieldReader, Noting
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
# Of what the sheet does not hold as such but is shown beside it: levels of years, means, where things began.
DERIVED_DECIMALS: Final = 2
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
class Amounts:
    """The numbers of a row's period columns in the order of time, and the periods whose cell nobody could read."""

    read: list[Amount] = field(default_factory=list)
    unread: list[Period] = field(default_factory=list)


@dataclass(slots=True)
class RowAmounts:
    """What the amounts of a row become, how they combine, and what of them could not be read."""

    values: list[ValueRecord] = field(default_factory=list)
    targets: list[TargetRecord] = field(default_factory=list)
    decimals: int = 0
    unread: set[Unread] = field(default_factory=set)


class AmountReader:
    """Reads the values and targets of rows of one table; ``known`` is the stored plan."""

    def __init__(self, table: Table, reader: FieldReader, plan_ends_on: dt.date, known: PlanDocument | None) -> None:
        self._table = table
        self._reader = reader
        self._plan_ends_on = plan_ends_on
        self._targets: dict[str, list[TargetRecord]] = {}
        self._values: dict[str, list[ValueRecord]] = {}
        if known is not None:
            for target in known.targets:
                self._targets.setdefault(target.indicator_code, []).append(target)
            for value in known.values:
                self._values.setdefault(value.indicator_code, []).append(value)

    def years_by_total(self, row: Row) -> Combination | None:
        """How the years combine, from the sheet's own total: their sum, the mean of those not zero, or the last.

        None when the sheet has no total there, or when not all of it could be read; a total that is none of them is
        reported and the years are summed.
        """
        totals = self._table.totals
        if totals is None or totals.years is None or totals.whole is None:
            return None
        years = self._amounts(row, totals.years)
        cell = self._reader.cell(totals.whole, row)
        total = self._number(cell)
        if total is None or not years.read or years.unread:
            return None
        amounts = [amount.value for amount in years.read]
        found = combination_of(amounts, total, may_be_last=True)
        if found is None:
            self._reader.say(FindingCode.ACCUMULATION_DOUBTFUL, cell, read_as=_in_words(sum(amounts)))
        return found or "sum"

    def read(
        self,
        row: Row,
        code: str,
        accumulation: str,
        accumulation_years: str | None,
        *,
        is_sure_of_years: bool,
        allow_band: bool,
    ) -> RowAmounts:
        """Return the values and targets of a row for the indicator of that code.

        ``is_sure_of_years`` is false when how the years combine could not be read, so that no yearly level is known.
        ``allow_band`` takes "entre 45 y 55" for a promise to stay between them.
        """
        found = RowAmounts()
        self._mark_other_periods(row, code, found)
        overrides = self._overrides(row, accumulation)
        for rule in self._table.targets:
            if rule.column is not None:
                self._read_single_target(rule, row, code, found, allow_band)
            elif rule.kind == "period":
                self._read_period_targets(rule, row, code, overrides, found)
            elif rule.kind == "final":
                self._read_last_target(rule, row, code, found)
            else:
                self._read_yearly_levels(rule, row, code, accumulation_years, overrides, found, is_sure_of_years)
        for value_rule in self._table.values:
            self._read_values(value_rule, row, code, found)
        found.decimals = _decimals(found, accumulation, accumulation_years)
        return found

    def _mark_other_periods(self, row: Row, code: str, found: RowAmounts) -> None:
        """Mark what is known of periods that the sheet has no column for, nor for any that overlaps them."""
        covered: dict[str, list[Period]] = {}
        for rule in self._table.targets:
            if rule.amounts is not None and rule.kind != "final":
                covered.setdefault(rule.kind, []).extend(period for period, _ in row.amounts(rule.amounts))
        for value_rule in self._table.values:
            start, end = value_rule.period_start, value_rule.period_end
            told = [Period(start, end, None)] if start is not None and end is not None else []
            covered.setdefault("value", []).extend(told or [p for p, _ in row.amounts(value_rule.amounts or "")])
        for target in self._targets.get(code, ()):
            due_on = target.due_on
            if target.kind in covered and due_on is not None:
                # A level is due on a day; what is planned is planned for a period.
                start = target.period_start or due_on
                others = covered[target.kind] if target.kind == "period" else _last_days(covered[target.kind])
                if _is_apart(start, due_on, others):
                    found.unread.add(Unread("targets", key_of(target)))
        for value in self._values.get(code, ()):
            if "value" in covered and _is_apart(value.period_start, value.period_end, covered["value"]):
                found.unread.add(Unread("values", key_of(value)))

    def _known_targets(self, code: str, kind: str) -> list[TargetRecord]:
        return [one for one in self._targets.get(code, ()) if one.kind == kind]

    def _overrides(self, row: Row, accumulation: str) -> dict[int, str | None]:
        """The years whose plan is a level and not a flow: their total is the mean of what is planned.

        None for the years of which the total, or something planned, could not be read.
        """
        totals = self._table.totals
        if totals is None or totals.periods is None:
            return {}
        found: dict[int, str | None] = {}
        planned = self._amounts(row, totals.periods)
        for year, column in totals.by_year.items():
            amounts = [amount.value for amount in planned.read if amount.period.end.year == year]
            cell, read = self._reader.cell(column, row), self._reader.unread_count
            total = self._number(cell)
            if row.lacks(column) or self._reader.unread_count != read or year in {p.end.year for p in planned.unread}:
                found[year] = None
                continue
            if total is None or not amounts:
                continue
            how = combination_of(amounts, total, may_be_last=False)
            if how is None:
                self._reader.say(FindingCode.ACCUMULATION_DOUBTFUL, cell, read_as=_in_words(sum(amounts)))
            elif how != accumulation:
                found[year] = how
        return found

    def _keep_target(
        self,
        kind: str,
        amount: Amount,
        code: str,
        overrides: dict[int, str | None],
        found: RowAmounts,
        *,
        level: float | None = None,
    ) -> None:
        """Keep the amount planned for a period, or (interim) the ``level`` due at its end."""
        end = amount.period.end
        target = TargetRecord(
            code,
            kind,
            end,
            amount.value if level is None else level,
            period_start=amount.period.start if kind == "period" else None,
            accumulation=overrides.get(end.year),
            source_ref=amount.cell.ref,
        )
        found.targets.append(target)
        if overrides.get(end.year, "") is None:
            found.unread.add(Unread("targets", key_of(target), "accumulation"))

    def _read_period_targets(
        self, rule: TargetRule, row: Row, code: str, overrides: dict[int, str | None], found: RowAmounts
    ) -> None:
        amounts = self._amounts(row, rule.amounts or "")
        found.unread.update(Unread("targets", (code, "period", period.end)) for period in amounts.unread)
        for amount in amounts.read:
            self._keep_target("period", amount, code, overrides, found)

    def _read_last_target(self, rule: TargetRule, row: Row, code: str, found: RowAmounts) -> None:
        """The amount of the last period is the final target."""
        amounts = self._amounts(row, rule.amounts or "")
        ends = [period.end for period in amounts.unread] + [amount.period.end for amount in amounts.read]
        if not _ends(row, rule.amounts or "") or any(period.end == max(ends) for period in amounts.unread):
            found.unread.add(Unread("targets", (code, "final", None)))
        elif amounts.read:
            self._keep_target("final", amounts.read[-1], code, {}, found)

    def _read_yearly_levels(
        self,
        rule: TargetRule,
        row: Row,
        code: str,
        accumulation_years: str | None,
        overrides: dict[int, str | None],
        found: RowAmounts,
        is_sure_of_years: bool,
    ) -> None:
        """The level due at the end of each year. What adds up years of which one is not known is not known either."""
        amounts = self._amounts(row, rule.amounts or "")
        found.unread.update(Unread("targets", (code, "interim", period.end)) for period in amounts.unread)
        gaps = [period.end for period in amounts.unread] + [
            one.due_on
            for one in self._known_targets(code, "interim")
            if one.due_on is not None and Unread("targets", key_of(one)) in found.unread
        ]
        levels = running([amount.value for amount in amounts.read], accumulation_years)
        adds_up = accumulation_years in (Accumulation.SUM, Accumulation.MEAN)
        for amount, level in zip(amounts.read, levels, strict=True):
            if not is_sure_of_years or (adds_up and any(gap < amount.period.end for gap in gaps)):
                found.unread.add(Unread("targets", (code, "interim", amount.period.end)))
            elif level is not None:
                self._keep_target("interim", amount, code, overrides, found, level=level)

    def _read_single_target(self, rule: TargetRule, row: Row, code: str, found: RowAmounts, allow_band: bool) -> None:
        noting = Noting(self._reader)
        cell = self._reader.cell(rule.column or "", row)
        quantity, text = noting("value", self._quantity_or_text(cell, allow_band=allow_band))
        due_on = noting("due_on", self._reader.day(rule.due_on, row, Role.END))
        is_final = rule.kind == "final"
        if "due_on" in noting.fields and not is_final:
            # Without its date nobody can tell which of the known ones it is.
            known = [key_of(one) for one in self._known_targets(code, rule.kind)]
            found.unread.update(Unread("targets", key) for key in known)
            if known:
                return
        if due_on is None and not is_final:
            due_on = self._plan_ends_on
        target = TargetRecord(
            code, rule.kind, due_on, quantity.value if quantity is not None else None,
            upper_value=quantity.upper if quantity is not None else None,
            bound=quantity.bound.value if quantity is not None and quantity.bound is not None else None,
            text=text, source_ref=cell.ref,
        )  # fmt: skip
        if "value" in noting.fields:
            found.unread.add(Unread("targets", key_of(target)))
        elif quantity is not None or text is not None:
            found.targets.append(target)
            if "due_on" in noting.fields:
                found.unread.add(Unread("targets", key_of(target), "due_on"))

    def _read_values(self, rule: ValueRule, row: Row, code: str, found: RowAmounts) -> None:
        if rule.column is not None and rule.period_start is not None and rule.period_end is not None:
            cells = [(rule.period_start, rule.period_end, row.cell(rule.column))]
            if row.lacks(rule.column):
                found.unread.add(Unread("values", (code, rule.period_end)))
        else:
            cells = [(period.start, period.end, cell) for period, cell in row.amounts(rule.amounts or "")]
        noting = Noting(self._reader)
        for start, end, cell in cells:
            quantity, text = noting(end.isoformat(), self._quantity_or_text(cell))
            if end.isoformat() in noting.fields:
                found.unread.add(Unread("values", (code, end)))
            if quantity is None and text is None:
                continue
            found.values.append(
                ValueRecord(
                    code, start, end, quantity.value if quantity is not None else None,
                    bound=quantity.bound.value if quantity is not None and quantity.bound is not None else None,
                    text=text, source_ref=cell.ref,
                )
            )  # fmt: skip

    def _quantity_or_text(self, cell: Cell, *, allow_band: bool = False) -> tuple[Quantity | None, str | None]:
        """A number; beside it the text when it says more than the number; the text alone when it is no number."""
        if cell.is_blank:
            return None, None
        read = self._reader.quantity_read(cell, allow_band=allow_band)
        if isinstance(read, Understood):
            self._reader.report(*findings_of(read, cell, file=self._reader.file))
            return read.value, clean_text(str(cell.value)) if read.notes else None
        if isinstance(read, NoData) or cell.kind is not CellKind.TEXT:
            self._reader.report(*findings_of(read, cell, file=self._reader.file))
            return None, None
        self._reader.say(FindingCode.TEXT_IN_NUMERIC_COLUMN, cell)
        return None, clean_text(str(cell.value))

    def _amounts(self, row: Row, name: str) -> Amounts:
        found = Amounts()
        noting = Noting(self._reader)
        for period, cell in row.amounts(name):
            number = noting(cell.address, self._number(cell))
            if number is not None:
                found.read.append(Amount(period, number, cell))
            elif cell.address in noting.fields:
                found.unread.append(period)
        return found

    def _number(self, cell: Cell) -> float | None:
        if cell.is_blank:
            return None
        quantity = self._reader.exact(cell)
        return None if quantity is None else quantity.value


def _last_days(periods: list[Period]) -> list[Period]:
    return [Period(period.end, period.end, None) for period in periods]


def _is_apart(start: dt.date, end: dt.date, periods: list[Period]) -> bool:
    return all(end < period.start or period.end < start for period in periods)


def _ends(row: Row, name: str) -> set[dt.date]:
    return {period.end for period, _ in row.amounts(name)}


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


def _decimals(found: RowAmounts, accumulation: str, accumulation_years: str | None) -> int:
    """How many decimals the amounts of a row need, and what is made of them: a level of a year, a mean."""
    told = [value.value for value in found.values]
    told += [target.value for target in found.targets if target.kind != "interim"]
    levels = [target.value for target in found.targets if target.kind == "interim"]
    needed = [decimals_of(number) for number in told if number is not None]
    needed += [decimals_of(number, DERIVED_DECIMALS) for number in levels if number is not None]
    combined = {accumulation, accumulation_years, *(target.accumulation for target in found.targets)}
    if Accumulation.MEAN in combined:
        # The mean of small numbers says little without them: 1, 1, 1 and 0 make 0.75.
        largest = max((abs(number) for number in told if number is not None), default=0.0)
        needed.append(DERIVED_DECIMALS if largest < 10 else 1)
    return max(needed, default=0)


def decimals_of(number: float, most: int = MOST_DECIMALS) -> int:
    """How many decimals a number needs, at most ``most``: 0.25 → 2, 300.0 → 0, 1/3 → 4."""
    text = f"{number:.{most}f}".rstrip("0")
    return len(text.partition(".")[2])


def _in_words(number: float) -> str:
    return f"{number:.6g}".replace(".", ",")
