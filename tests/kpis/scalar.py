"""The rules again, one indicator at a time with plain Python: the reference the vectorised rules are compared with.

Written from the rules, not from the code: lists, dictionaries, dates and early returns instead of arrays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.kpis.scalar_records import (
    MONTHS,
    Definition,
    Result,
    Target,
    Value,
    is_inside,
    next_period,
    owed_periods,
    period_of,
)
from tests.kpis.scalar_rules import (
    accumulate,
    formula,
    met,
    on_line,
    planned_so_far,
    progress_rule,
    sense_of,
    status_of,
)


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
    pace(definition, result, rows, planned, targets, target, is_met, as_of)
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
    as_of: date,
) -> None:
    """Required and recent pace."""
    months = MONTHS[definition.frequency]
    left = 0
    if result.value_on and target and (due_on := result.target_due_on):
        if due_on < as_of:
            left = 0
        elif months == 0:
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
    elif result.progress_rule == "flow_ceiling":
        result.run_rate_reason = "ceiling"
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
