"""The reference rules one by one: how values become one, progress, what is expected, status."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date

from tests.kpis.scalar_records import Definition, Result, Target, Value


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
