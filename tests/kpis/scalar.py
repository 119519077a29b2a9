"""The rules again, one indicator at a time with plain Python: the reference the vectorised rules are compared with.

Written from the rules, not from the code: lists, dictionaries, dates and early returns instead of arrays.
"""

from __future__ import annotations

import calendar
import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

MONTHS = {
    "monthly": 1, "bimonthly": 2, "quarterly": 3, "four_monthly": 4, "half_yearly": 6, "yearly": 12, "once": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Definition:
    """One indicator."""

    indicator_id: int = 1
    direction: str = "increase"
    accumulation: str = "last"
    accumulation_years: str | None = None
    is_ratio: bool = False
    frequency: str = "quarterly"
    allowed_delay_days: int = 0
    ratio_scale: float = 1.0
    baseline_value: float | None = None
    baseline_on: date | None = None
    starts_on: date | None = None
    is_cancelled: bool = False
    plan_starts_on: date | None = date(2024, 1, 1)
    plan_ends_on: date | None = date(2027, 12, 31)
    on_track_min: float = 0.90
    at_risk_min: float = 0.60


@dataclass(frozen=True)
class Value:
    """The value of one period."""

    period_start: date | None
    period_end: date
    value: float
    bound: str | None = None
    numerator: float | None = None
    denominator: float | None = None
    indicator_id: int = 1


@dataclass(frozen=True)
class Target:
    """A promise or the planned amount of a period."""

    due_on: date | None
    value: float | None
    kind: str = "final"
    period_start: date | None = None
    upper_value: float | None = None
    bound: str | None = None
    text: str | None = None
    accumulation: str | None = None
    indicator_id: int = 1


@dataclass
class Result:
    """What the reference says, in the columns of the vectorised result."""

    value: float | None = None
    value_bound: str | None = None
    value_on: date | None = None
    target_value: float | None = None
    target_due_on: date | None = None
    sense: str | None = None
    progress_pct: float | None = None
    progress_rule: str | None = None
    expected_value: float | None = None
    expected_pct: float | None = None
    expected_rule: str | None = None
    attainment: float | None = None
    status: str = ""
    reason_code: str = ""
    freshness: str | None = None
    next_due_on: date | None = None
    days_overdue: float | None = None
    values_expected: float = 0
    values_present: float = 0
    missing_periods: float | None = None
    required_per_period: float | None = None
    recent_per_period: float | None = None
    periods_left: float | None = None
    run_rate_reason: str | None = None
    counted: list[Value] = field(default_factory=list)


# Periods ---------------------------------------------------------------------------------------------------------


def period_of(day: date, months: int) -> tuple[date, date]:
    """First and last day of the calendar period that holds the day."""
    first_month = day.month - (day.month - 1) % months
    last_month = first_month + months - 1
    last_day = calendar.monthrange(day.year, last_month)[1]
    return date(day.year, first_month, 1), date(day.year, last_month, last_day)


def next_period(period: tuple[date, date], months: int) -> tuple[date, date]:
    """The period after this one."""
    return period_of(period[1] + timedelta(days=1), months)


def mostly_after(first: date | None, last: date, start: date | None) -> bool:
    """At least half of its days are in the window."""
    if start is None:
        return True
    if first is None:
        return last >= start
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return 2 * sum(day >= start for day in days) >= len(days)


def is_inside(definition: Definition, first: date | None, last: date, start: date | None) -> bool:
    """An amount by most of its days; what is measured at a moment by that moment."""
    is_stock = definition.accumulation == "last" and definition.accumulation_years is None
    return mostly_after(None if is_stock else first, last, start)


def owed_periods(start: date | None, months: int, until: date) -> list[tuple[date, date]]:
    """Every period owed since ``start`` that begins by ``until``."""
    if start is None:
        return []
    period = period_of(start, months)
    if not mostly_after(*period, start):
        period = next_period(period, months)
    periods = []
    while period[0] <= until:
        periods.append(period)
        period = next_period(period, months)
    return periods


# Accumulation ----------------------------------------------------------------------------------------------------


def combine(mode: str, rows: list[Value]) -> float:
    """Values of one group into one."""
    if mode == "last":
        return rows[-1].value
    total = math.fsum(row.value for row in rows)
    return total if mode == "sum" else total / len(rows)


def countable(mode: str, rows: list[Value], planned: list[Value]) -> list[Value]:
    """Rows a mean runs over: not those whose planned amount is zero, unless that leaves nothing."""
    if mode == "last":
        return rows[-1:]
    if mode == "sum":
        return rows
    zero = {plan.period_end for plan in planned if plan.value == 0}
    return [row for row in rows if row.period_end not in zero] or rows


def accumulate(
    definition: Definition, rows: list[Value], planned: list[Value], targets: list[Target]
) -> tuple[float | None, str | None, list[Value]]:
    """Accumulated value, its bound and the rows that count."""
    if not rows:
        return None, None, []
    over_years = definition.accumulation_years
    groups: dict[int, list[Value]] = defaultdict(list)
    for row in rows:
        groups[row.period_end.year if over_years else 0].append(row)
    modes = dict.fromkeys(groups, definition.accumulation)
    if over_years:
        for target in sorted(targets, key=lambda t: t.due_on or date.min):
            if target.kind != "final" and target.accumulation and target.due_on and target.due_on.year in modes:
                modes[target.due_on.year] = target.accumulation
    years = sorted(groups)
    if over_years == "last":
        years = years[-1:]
    chosen = {year: countable(modes[year], groups[year], planned) for year in years}
    counted = [row for year in years for row in chosen[year]]
    results = [combine(modes[year], chosen[year]) for year in years]
    value = math.fsum(results) / (len(results) if over_years == "mean" else 1)
    if all(row.numerator is not None and row.denominator is not None for row in counted):
        denominator = math.fsum(row.denominator or 0.0 for row in counted)
        if denominator > 0:
            value = definition.ratio_scale * math.fsum(row.numerator or 0.0 for row in counted) / denominator
    # A bound spreads to the whole of its group, counted or not.
    bounds = {
        row.bound for year in years for row in (groups[year] if modes[year] != "last" else chosen[year]) if row.bound
    }
    if bounds & {">", ">="} and bounds & {"<", "<="}:
        return None, None, counted
    for bound in (">", "<", ">=", "<="):
        if bound in bounds:
            return value, bound, counted
    return value, None, counted


# Progress --------------------------------------------------------------------------------------------------------


def same(left: float, right: float) -> bool:
    """Equal but for floating point noise."""
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=0.0)


def holds(value: float, bound: str, limit: float) -> bool:
    """The operator as written."""
    if bound == ">":
        return value > limit and not same(value, limit)
    if bound == "<":
        return value < limit and not same(value, limit)
    if bound == ">=":
        return value >= limit or same(value, limit)
    return value <= limit or same(value, limit)


def sense_of(definition: Definition, target: Target) -> int:
    """1 more is better, -1 less is better, 0 inside a band."""
    if definition.direction == "keep":
        return 0
    if target.bound:
        return 1 if target.bound.startswith(">") else -1
    base = definition.baseline_value
    if definition.accumulation != "sum" and base is not None and target.value is not None and target.value != base:
        return 1 if target.value > base else -1
    return 1 if definition.direction == "increase" else -1


def in_band(value: float, target: Target) -> bool:
    """Inside the tolerance band; a missing side is open."""
    lower = target.value is None or holds(value, ">=", target.value)
    upper = target.upper_value is None or holds(value, "<=", target.upper_value)
    return lower and upper


def met(value: float, value_bound: str | None, target: Target, sense: int) -> bool:
    """The promise is kept for certain."""
    if value_bound is None:
        if sense == 0:
            return in_band(value, target)
        assert target.value is not None
        return holds(value, target.bound or (">=" if sense > 0 else "<="), target.value)
    rises = value_bound.startswith(">")
    if sense == 0:
        open_side = target.upper_value if rises else target.value
        closed_side = target.value if rises else target.upper_value
        return open_side is None and closed_side is not None and in_band(value, target)
    assert target.value is not None
    if rises != (sense > 0):
        return False
    needs_strict = target.bound in (">", "<")
    if same(value, target.value):
        return not needs_strict or value_bound in (">", "<")
    return value > target.value if rises else value < target.value


def formula(rule: str, level: float, target: float, base: float | None) -> float | None:
    """Percent of a level by a rule."""
    if rule == "baseline":
        assert base is not None
        return 100.0 * (level - base) / (target - base)
    if rule in ("flow", "ratio"):
        return 100.0 * level / target
    if rule == "inverse_ratio":
        return 100.0 * target / level if level > 0 else None
    return None


def progress_rule(
    definition: Definition, value: float | None, value_bound: str | None, target: Target | None, sense: int
) -> str:
    """The first rule that applies."""
    if value is None:
        return "no_value"
    is_band = definition.direction == "keep"
    if target is None:
        return "no_target"
    if target.value is None and not (is_band and target.upper_value is not None):
        return "text_target" if target.text is not None else "no_target"
    if value_bound is not None:
        return "value_is_bound"
    if is_band:
        return "inside_band" if in_band(value, target) else "outside_band"
    assert target.value is not None
    if definition.accumulation == "sum":
        if sense < 0:
            return "flow_ceiling"
        return "flow" if target.value > 0 else "zero_target"
    base = definition.baseline_value
    if base is not None:
        if base == target.value:
            return "target_equals_baseline"
        if target.bound and (target.value > base) != (sense > 0):
            return "bound_target"
        return "baseline"
    if target.bound:
        return "bound_target"
    if sense > 0:
        return "ratio" if target.value > 0 else "zero_target"
    return "inverse_ratio" if target.value > 0 and value > 0 else "zero_without_baseline"


# Expected --------------------------------------------------------------------------------------------------------


def planned_so_far(
    definition: Definition, rows: list[Value], planned: list[Value], targets: list[Target]
) -> float | None:
    """Planned amounts up to the last value, when they cover it."""
    value_on = rows[-1].period_end
    past = [plan for plan in planned if plan.period_end <= value_on]
    if not past or past[-1].period_end.year != value_on.year:
        return None
    later = [plan for plan in planned if plan.period_end > value_on]
    if later and later[0].period_start is not None and later[0].period_start <= value_on:
        return None
    adds_up = definition.accumulation_years != "last" and (
        definition.accumulation != "last" or definition.accumulation_years is not None
    )
    if adds_up and planned[0].period_end.year > rows[0].period_end.year:
        return None
    return accumulate(definition, past, past, targets)[0]


def on_line(
    definition: Definition, value_on: date, target_value: float, due_on: date | None, targets: list[Target]
) -> float | None:
    """Level of the broken line at a day."""
    is_flow = definition.accumulation == "sum"
    start = definition.starts_on or definition.plan_starts_on
    start_on = (start or definition.baseline_on) if is_flow else (definition.baseline_on or start)
    base = 0.0 if is_flow or definition.baseline_value is None else definition.baseline_value
    if not is_flow and definition.baseline_value is None and definition.direction != "increase":
        return None
    if definition.accumulation_years == "last":
        measured_from, start_on = start_on, date(value_on.year, 1, 1)
        is_own = due_on is not None and due_on.year == value_on.year
        due_on = due_on if due_on is not None and is_own else date(value_on.year, 12, 31)
        if is_flow and measured_from is not None and start_on < measured_from <= due_on:
            if not is_own:
                target_value *= (due_on - measured_from).days / (due_on - start_on).days
            start_on = measured_from
        points = [(start_on, base), (due_on, target_value)]
    else:
        if start_on is None or due_on is None:
            return None
        middle = [
            (target.due_on, target.value)
            for target in targets
            if target.kind == "interim" and target.due_on and target.value is not None
            if start_on < target.due_on < due_on
        ]
        points = [(start_on, base), *sorted(middle, key=lambda point: point[0]), (due_on, target_value)]
    if value_on <= points[0][0] and points[0][0] < points[1][0]:
        return points[0][1]
    for (left_on, left), (right_on, right) in zip(points, points[1:], strict=False):
        if left_on <= value_on < right_on:
            return left + (right - left) * (value_on - left_on).days / (right_on - left_on).days
    return points[-1][1]


# Status ----------------------------------------------------------------------------------------------------------


def status_of(
    definition: Definition, result: Result, target: Target | None, is_met: bool, final_due: date | None, as_of: date
) -> tuple[str, str]:
    """Status and reason."""
    start = definition.starts_on or definition.plan_starts_on
    rule = result.progress_rule
    if definition.is_cancelled:
        return "cancelled", "cancelled"
    if rule == "no_value":
        return ("not_started", "not_started") if start and start > as_of else ("no_data", "no_value")
    if rule in ("no_target", "text_target"):
        return "no_data", rule
    assert result.value is not None and result.value_on is not None and target is not None
    is_ceiling = rule == "flow_ceiling"
    due_on = target.due_on or definition.plan_ends_on
    if is_met and (not is_ceiling or (due_on is not None and result.value_on >= due_on)):
        if definition.accumulation_years == "last" and final_due and final_due.year != result.value_on.year:
            return "on_track", "year_target_met"
        if is_ceiling:
            return "met", "ceiling_kept"
        return "met", "inside_band" if rule == "inside_band" else "target_met"
    if final_due and final_due < as_of and not (is_ceiling and is_met):
        return "off_track", "due_passed"
    word = "none"
    if result.attainment is not None:
        word = "off_track"
        if result.attainment >= definition.at_risk_min - 1e-9:
            word = "at_risk"
        if result.attainment >= definition.on_track_min - 1e-9:
            word = "on_track"
    if is_ceiling:
        if not is_met:
            return "off_track", "ceiling_passed"
        if result.value <= 0:
            return "on_track", "ceiling_on_track"
        return ("at_risk", "no_expected") if word == "none" else (word, f"ceiling_{word}")
    if result.progress_pct is None:
        return "at_risk", "not_met_no_percent"
    if word != "none":
        return word, f"attainment_{word}"
    if result.expected_pct is None:
        return "at_risk", "no_expected"
    return ("on_track", "nothing_expected_yet") if result.progress_pct >= 0 else ("at_risk", "below_start")


# All together ----------------------------------------------------------------------------------------------------


def evaluate(definition: Definition, values: list[Value], targets: list[Target], as_of: date) -> Result:
    """One indicator on one day."""
    if definition.is_ratio:
        # Percents are averaged at worst, and do not start from zero as what is added does.
        averaged = {"sum": "mean"}
        definition = replace(
            definition,
            is_ratio=False,
            accumulation=averaged.get(definition.accumulation, definition.accumulation),
            accumulation_years=averaged.get(definition.accumulation_years or "", definition.accumulation_years),
        )
    start = definition.starts_on or definition.plan_starts_on
    rows = sorted(
        (v for v in values if v.period_end <= as_of and is_inside(definition, v.period_start, v.period_end, start)),
        key=lambda v: v.period_end,
    )
    planned = sorted(
        (
            Value(t.period_start, t.due_on, t.value)
            for t in targets
            if t.kind == "period" and t.due_on and t.value is not None
            if is_inside(definition, t.period_start, t.due_on, start)
        ),
        key=lambda v: v.period_end,
    )
    result = Result()
    result.value, result.value_bound, result.counted = accumulate(definition, rows, planned, targets)
    result.value_on = rows[-1].period_end if rows else None

    finals = [t for t in targets if t.kind == "final"]
    final = finals[-1] if finals else None
    final_due = (final.due_on if final else None) or definition.plan_ends_on
    target = final
    if definition.accumulation_years == "last":
        year = (result.value_on or as_of).year
        of_year = [t for t in targets if t.kind == "interim" and t.due_on and t.due_on.year == year]
        if of_year:
            target = max(of_year, key=lambda t: t.due_on or date.min)
    sense = 0
    is_met = False
    if target is not None:
        sense = sense_of(definition, target)
        result.sense = {1: "increase", -1: "decrease", 0: "keep"}[sense]
        result.target_value = target.value
        result.target_due_on = target.due_on or definition.plan_ends_on
    rule = progress_rule(definition, result.value, result.value_bound, target, sense)
    result.progress_rule = rule
    if target is not None and result.value is not None and rule not in ("no_target", "text_target"):
        is_met = met(result.value, result.value_bound, target, sense)
    if rule == "inside_band":
        result.progress_pct = 100.0
    elif target is not None and target.value is not None and result.value is not None:
        result.progress_pct = formula(rule, result.value, target.value, definition.baseline_value)

    if rows and result.value is not None:
        expect(definition, result, rule, rows, planned, targets, target)
    if rule == "flow_ceiling":
        if result.expected_value is not None and result.value is not None and result.value > 0:
            result.attainment = result.expected_value / result.value
    elif result.progress_pct is not None and result.expected_pct is not None and result.expected_pct > 0:
        result.attainment = result.progress_pct / result.expected_pct
    result.status, result.reason_code = status_of(definition, result, target, is_met, final_due, as_of)
    age(definition, result, start, final_due, as_of)
    coverage(definition, result, rows, start, final_due, as_of)
    pace(definition, result, rows, planned, targets, target, is_met)
    return result


def expect(
    definition: Definition,
    result: Result,
    rule: str,
    rows: list[Value],
    planned: list[Value],
    targets: list[Target],
    target: Target | None,
) -> None:
    """Expected value, its rule and its percent."""
    assert result.value_on is not None
    level = planned_so_far(definition, rows, planned, targets)
    if level is not None:
        result.expected_value, result.expected_rule = level, "planned_periods"
    elif target is not None and target.value is not None:
        if rule == "inverse_ratio":
            result.expected_value, result.expected_rule = target.value, "target_from_start"
        elif rule in ("baseline", "flow", "ratio", "flow_ceiling"):
            due_on = target.due_on or definition.plan_ends_on
            level = on_line(definition, result.value_on, target.value, due_on, targets)
            if level is not None:
                result.expected_value, result.expected_rule = level, "line"
    if result.expected_value is not None and target is not None and target.value is not None:
        result.expected_pct = formula(rule, result.expected_value, target.value, definition.baseline_value)


def age(definition: Definition, result: Result, start: date | None, final_due: date | None, as_of: date) -> None:
    """Freshness."""
    if result.status in ("cancelled", "not_started"):
        return
    months = MONTHS[definition.frequency]
    if months == 0:
        if result.value_on:
            result.freshness = "fresh"
            return
        next_end = final_due
    elif result.value_on:
        following = next_period(period_of(result.value_on, months), months)
        if final_due and following[0] > final_due:
            result.freshness = "fresh"
            return
        next_end = following[1]
    else:
        owed = owed_periods(start, months, date(2100, 1, 1)) if start else []
        next_end = owed[0][1] if owed else None
    if next_end is None:
        return
    result.next_due_on = next_end + timedelta(days=definition.allowed_delay_days)
    if as_of > result.next_due_on:
        result.freshness = "overdue"
        result.days_overdue = (as_of - result.next_due_on).days
    else:
        result.freshness = "due" if as_of >= next_end else "fresh"


def coverage(
    definition: Definition,
    result: Result,
    rows: list[Value],
    start: date | None,
    final_due: date | None,
    as_of: date,
) -> None:
    """Expected and present periods, and gaps."""
    months = MONTHS[definition.frequency]
    start = start or (rows[0].period_end if rows else None)
    if months == 0:
        result.values_expected = 1 if start and final_due and final_due <= as_of else 0
        result.values_present = min(result.values_expected, 1 if rows else 0)
        result.missing_periods = 0 if rows else None
        return
    have = {period_of(row.period_end, months) for row in rows}
    closed = [
        period
        for period in owed_periods(start, months, as_of)
        if period[1] <= as_of and (final_due is None or period[0] <= final_due)
    ]
    result.values_expected = len(closed)
    result.values_present = len(have.intersection(closed))
    if result.value_on:
        before = [
            period
            for period in owed_periods(start, months, result.value_on)
            if definition.accumulation_years != "last" or period[1].year == result.value_on.year
        ]
        result.missing_periods = len([period for period in before if period not in have])


def pace(
    definition: Definition,
    result: Result,
    rows: list[Value],
    planned: list[Value],
    targets: list[Target],
    target: Target | None,
    is_met: bool,
) -> None:
    """Required and recent pace."""
    months = MONTHS[definition.frequency]
    left = 0
    if result.value_on and target and (due_on := result.target_due_on):
        if months == 0:
            left = 1 if due_on > result.value_on else 0
        else:
            period = next_period(period_of(result.value_on, months), months)
            while period[0] <= due_on:
                left += 1
                period = next_period(period, months)
        result.periods_left = left
    if result.value is None:
        result.run_rate_reason = "no_value"
    elif definition.direction == "keep":
        result.run_rate_reason = "band"
    elif target is None or target.value is None:
        result.run_rate_reason = "no_number"
    elif is_met:
        result.run_rate_reason = "already_met"
    elif left == 0:
        result.run_rate_reason = "no_periods_left"
    else:
        result.required_per_period = (target.value - result.value) / left
    if not rows or months == 0 or result.value is None:
        return
    scope = [
        row
        for row in rows
        if definition.accumulation_years != "last" or row.period_end.year == rows[-1].period_end.year
    ]

    def number(row: Value) -> int:
        return (row.period_end.year * 12 + row.period_end.month - 1) // months

    points = [(number(row), accumulate(definition, rows[: rows.index(row) + 1], planned, targets)[0]) for row in scope]
    if definition.accumulation == "sum":
        points.insert(0, (number(scope[0]) - 1, 0.0))
    last_number, last = points[-1]
    points = [point for point in points if last_number - point[0] <= 4]
    first_number, first = points[0]
    if last_number > first_number and first is not None and last is not None:
        result.recent_per_period = (last - first) / (last_number - first_number)


def history(definition: Definition, values: list[Value], targets: list[Target]) -> list[tuple[Value, Result]]:
    """Each value with what the rules said when its period ended."""
    start = definition.starts_on or definition.plan_starts_on
    rows = sorted(
        (v for v in values if is_inside(definition, v.period_start, v.period_end, start)), key=lambda v: v.period_end
    )
    running = replace(definition, is_cancelled=False)
    return [(row, evaluate(running, rows, targets, row.period_end)) for row in rows]
