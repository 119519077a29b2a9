"""What should stand at the value's own date: planned amounts of periods, or a broken straight line through promises."""

from dataclasses import dataclass

import numpy as np

from kpis.accumulation import Running
from kpis.arrays import (
    ABSENT,
    BoolArray,
    DayArray,
    FloatArray,
    IntArray,
    code_table,
    day_number,
    first_known,
    first_of_year,
    row_key,
    year_of,
)
from kpis.inputs import LAST, Definitions, Series, Targets, final_due_on, is_interim
from kpis.vocabulary import ExpectedRule

EXPECTED_CODES = {ExpectedRule(word): code for word, code in code_table(ExpectedRule).items()}


@dataclass(frozen=True)
class Cases:
    """A value to be judged: the last one of each indicator, or each one of a history."""

    position: IntArray
    value: FloatArray
    value_bound: IntArray
    value_on: DayArray
    first_year: IntArray
    as_of: DayArray

    def __len__(self) -> int:
        return len(self.position)


@dataclass(frozen=True)
class Line:
    """The level at each case's date and the two points of the line on both sides of it."""

    value: FloatArray
    from_on: DayArray
    from_value: FloatArray
    to_on: DayArray
    to_value: FloatArray


def from_planned_periods(
    cases: Cases, definitions: Definitions, planned: Series, planned_running: Running
) -> FloatArray:
    """Planned amounts accumulated up to the value's date; NaN where they do not cover the value.

    They cover it when the year of the value has planned periods that ended by then, none of them is half way (its
    amount cannot be cut), and, where amounts of the whole window add up, they begin in the year of the first value.
    """
    if len(planned) == 0 or len(cases) == 0:
        return np.full(len(cases), np.nan)
    wanted = row_key(cases.position, day_number(cases.value_on))
    row = np.searchsorted(planned.key, wanted, side="right") - 1
    found = np.maximum(row, 0)
    covers = (row >= 0) & ~np.isnan(cases.value)
    covers &= (planned.position[found] == cases.position) & (planned.year[found] == year_of(cases.value_on))
    following = np.minimum(row + 1, len(planned) - 1)
    half_way = (planned.position[following] == cases.position) & (planned.end[following] > cases.value_on)
    half_way &= planned.start[following] <= cases.value_on
    first = np.minimum(np.searchsorted(planned.position, cases.position, side="left"), len(planned) - 1)
    over_years = definitions.accumulation_years[cases.position]
    adds_up = (over_years != LAST) & ((definitions.accumulation[cases.position] != LAST) | (over_years >= 0))
    covers &= ~half_way & ~(adds_up & (planned.year[first] > cases.first_year))
    return np.where(covers, planned_running.value[found], np.nan)


def zero_point(definitions: Definitions) -> FloatArray:
    """Level at the start of the line, one for each indicator: 0 for a flow, the baseline, or 0 when increasing."""
    without_baseline = np.where(definitions.sense > 0, 0.0, np.nan)
    level = np.where(np.isnan(definitions.baseline), without_baseline, definitions.baseline)
    return np.where(definitions.is_flow, 0.0, level)


def line_start(definitions: Definitions) -> DayArray:
    """The day the line of each indicator starts.

    The baseline of a flow is a reference (last year's total, say): its own line starts when measuring starts.
    """
    return np.where(
        definitions.is_flow,
        first_known(definitions.starts_on, definitions.baseline_on),
        first_known(definitions.baseline_on, definitions.starts_on),
    )


def from_line(
    cases: Cases,
    definitions: Definitions,
    targets: Targets,
    start_level: FloatArray,
    target_value: FloatArray,
    target_due_on: DayArray,
) -> Line:
    """Level of the line at the value's date, one for each case; NaN where a point of it is missing.

    The line goes from the start (baseline date, else start of measuring, else of the plan) through interim targets to
    the final one. Where each year starts again it goes from 1 January to the year's target at its due date.
    """
    position = cases.position
    resets = definitions.is_annual_reset[position]
    year_start = first_of_year(year_of(cases.value_on))
    year_end = first_of_year(year_of(cases.value_on) + 1) - np.timedelta64(1, "D")
    starts_on = line_start(definitions)
    left_on = np.where(resets, year_start, starts_on[position])
    left = start_level.copy()
    in_year = (target_due_on >= year_start) & (target_due_on <= year_end)
    right_on = np.where(resets & ~in_year, year_end, target_due_on)
    right = target_value.copy()
    # Measuring that starts inside a year owes what is left of its amount; a target of that very year is owed whole.
    first_year = resets & definitions.is_flow[position] & (starts_on[position] > year_start)
    first_year &= starts_on[position] <= right_on
    if first_year.any():
        left_on = np.where(first_year, starts_on[position], left_on)
        days_left = np.where(first_year, (right_on - left_on).astype(np.int64), 0)
        days_all = np.where(first_year, (right_on - year_start).astype(np.int64), 1)
        right = np.where(first_year & ~in_year, right * days_left / np.where(days_all > 0, days_all, 1), right)

    interims = np.flatnonzero(is_interim(targets) & ~np.isnan(targets.value) & ~np.isnat(targets.due_on))
    interims = interims[~definitions.is_annual_reset[targets.position[interims]]]
    if len(interims):
        owner, due_on = targets.position[interims], targets.due_on[interims]
        inside = (due_on > starts_on[owner]) & (due_on < final_due_on(targets, definitions)[owner])
        interims, owner, due_on = interims[inside], owner[inside], due_on[inside]
    if len(interims):
        keys = row_key(owner, day_number(due_on))
        wanted = row_key(position, day_number(cases.value_on))
        after = np.searchsorted(keys, wanted, side="right")
        before = after - 1
        has_before = (before >= 0) & (owner[np.maximum(before, 0)] == position)
        after_row = np.minimum(after, len(interims) - 1)
        has_after = (after < len(interims)) & (owner[after_row] == position)
        level = targets.value[interims]
        left_on = np.where(has_before, due_on[np.maximum(before, 0)], left_on)
        left = np.where(has_before, level[np.maximum(before, 0)], left)
        right_on = np.where(has_after, due_on[after_row], right_on)
        right = np.where(has_after, level[after_row], right)

    is_known = ~(np.isnat(left_on) | np.isnat(right_on) | np.isnat(cases.value_on))
    elapsed = np.where(is_known, (cases.value_on - left_on).astype(np.int64), 0)
    whole = np.where(is_known, (right_on - left_on).astype(np.int64), 1)
    # A promise due when the line starts is owed at once.
    share = np.where(whole > 0, np.clip(elapsed / np.where(whole > 0, whole, 1), 0.0, 1.0), 1.0)
    return Line(np.where(is_known, left + share * (right - left), np.nan), left_on, left, right_on, right)


def expected_values(
    planned_value: FloatArray,
    line_value: FloatArray,
    target_value: FloatArray,
    applies_from_start: BoolArray,
    draws_line: BoolArray,
) -> tuple[FloatArray, IntArray]:
    """Expected value and its rule: planned periods first, then the target itself, then the line."""
    rule = np.full(len(planned_value), ABSENT, dtype=np.int64)
    value = np.full(len(planned_value), np.nan)
    by_plan = ~np.isnan(planned_value)
    from_start = ~by_plan & applies_from_start
    by_line = ~by_plan & ~from_start & draws_line & ~np.isnan(line_value)
    for where, source, code in (
        (by_plan, planned_value, ExpectedRule.PLANNED_PERIODS),
        (from_start, target_value, ExpectedRule.TARGET_FROM_START),
        (by_line, line_value, ExpectedRule.LINE),
    ):
        value[where] = source[where]
        rule[where] = EXPECTED_CODES[code]
    return value, rule
