"""What the page of an indicator draws, as plain data: pure functions from its detail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboards import formatting
from dashboards.components.charts import Point
from dashboards.rows import Row
from data_models.queries.indicators import IndicatorDetail

# In these the percent is a share of the way from a start to the target, so a share of the percent is a level.
_SHARES_OF_A_WAY = ("baseline", "flow", "ratio")


@dataclass(frozen=True)
class Projection:
    """Where the recent pace leads: on `on` the value would be `value`; `reaches` says it gets to the target by then."""

    on: date
    value: float
    reaches: bool


@dataclass(frozen=True)
class Corridor:
    """The levels, over time, that separate on track from at risk and at risk from off track."""

    expected: list[Point]
    on_track: list[Point]
    at_risk: list[Point]


@dataclass(frozen=True)
class Drawing:
    """What the history chart draws, all in the indicator's own unit.

    `actual` and `expected` are in runs: a quantity that starts anew each year has one for each year.
    """

    start: date
    end: date
    actual: list[list[Point]]
    expected: list[list[Point]]
    is_stepped: bool
    corridor: Corridor | None
    original: list[Point]
    projection: Projection | None
    band: tuple[float, float] | None


def is_yearly(row: Row) -> bool:
    """Whether the quantity starts anew each year and is measured against the year's target."""
    return bool(row["accumulation_years"] == "last")


def is_due_with_plan(found: IndicatorDetail, plan_ends_on: date) -> bool:
    """Whether the promise has no date of its own, so that the end of the plan stands in for it."""
    targets = found.targets
    final = targets[(targets["kind"] == "final") & targets["is_in_force"]]
    due = found.row["target_due_on"]
    has_none = bool(len(final)) and bool(final["due_on"].isna().all())
    return has_none and not formatting.is_missing(due) and _day(due) == plan_ends_on


def is_summed_up(row: Row) -> bool:
    """Whether the shown value joins those of several periods."""
    return row["accumulation"] != "last" or row["accumulation_years"] is not None


def judged(history: pd.DataFrame) -> pd.DataFrame:
    """The approved values with a number, oldest first."""
    return history[history["accumulated_value"].notna()].reset_index(drop=True)


def same_status_run(history: pd.DataFrame, status: str) -> tuple[date, int] | None:
    """Since the end of which period the status is what it is now, and how many values in a row; None for fewer than 2.

    Judged against the target in force now.
    """
    values = judged(history)
    count = 0
    for past in reversed(values["status"].tolist()):
        if past != status:
            break
        count += 1
    if count < 2:
        return None
    return _day(values["period_end"].iloc[-count]), count


def projection(row: Row) -> Projection | None:
    """Where the pace of the last periods leads by the date of the target; None where no pace is known or needed.

    The recent pace times the periods left, from the rules' own run rate; beyond the target it says when it is reached.
    """
    pace, left, target = row["recent_per_period"], row["periods_left"], row["target_value"]
    known = not any(formatting.is_missing(each) for each in (pace, left, target, row["required_per_period"]))
    if not known or not left or is_yearly(row) or row["value_bound"]:
        return None
    value, value_on, due_on = float(row["value"]), row["value_on"], row["target_due_on"]
    missing = float(target) - value
    at_due = value + float(pace) * float(left)
    if missing * float(pace) > 0 and abs(at_due - value) >= abs(missing):
        share = abs(missing) / abs(at_due - value)
        return Projection(value_on + timedelta(days=round(share * (due_on - value_on).days)), float(target), True)
    return Projection(due_on, at_due, False)


def drawing(found: IndicatorDetail, seen_on: date) -> Drawing | None:
    """What to draw of an indicator's history; None without a value in numbers."""
    row, computed = found.row, found.computation
    values = judged(found.history)
    if values.empty:
        return None
    actual = _runs(values, "accumulated_value", by_year=is_yearly(row))
    is_stepped = row["expected_rule"] == "planned_periods"
    expected = _runs(values[values["expected_value"].notna()], "expected_value", by_year=is_yearly(row))
    start = _line_start(found)
    original: list[Point] = []
    if not is_yearly(row) and not is_stepped and expected:
        expected = [_line(found, expected[0], start)]
        if row["target_revisions"] and not formatting.is_missing(row["original_target_value"]) and start is not None:
            original = [start, (row["original_target_due_on"], float(row["original_target_value"]))]
    ahead = projection(computed)
    points = [point for run in (*actual, *expected, original) for point in run]
    days = [day for day, _value in points] + ([ahead.on] if ahead else [])
    due_on = row["target_due_on"]
    return Drawing(
        start=min(days),
        end=max([*days, seen_on, *([due_on] if due_on else [])]),
        actual=actual,
        expected=expected,
        is_stepped=is_stepped,
        corridor=_corridor(computed, expected[0]) if len(expected) == 1 and len(expected[0]) > 1 else None,
        original=original,
        projection=ahead,
        band=_band(row),
    )


def _band(row: Row) -> tuple[float, float] | None:
    if formatting.is_missing(row["target_upper"]) or formatting.is_missing(row["target_value"]):
        return None
    return float(row["target_value"]), float(row["target_upper"])


def _line_start(found: IndicatorDetail) -> Point | None:
    """Where the expected line begins, when the rules' own line says so or the baseline does."""
    computed = found.computation
    interim = found.targets[(found.targets["kind"] == "interim") & found.targets["is_in_force"]]
    on, value = computed["line_from_on"], computed["line_from_value"]
    if len(interim):
        on, value = computed["baseline_on"], computed["baseline_value"]
        if computed["progress_rule"] != "baseline":
            return None
    if formatting.is_missing(on) or formatting.is_missing(value):
        return None
    return on, float(value)


def _line(found: IndicatorDetail, known: list[Point], start: Point | None) -> list[Point]:
    """The expected line: its start, what was expected at each value's date, the targets on the way and the last one."""
    points = dict(known)
    due = found.row["target_due_on"]
    in_force = found.targets[found.targets["is_in_force"] & found.targets["value"].notna()]
    for kind, on, value in zip(in_force["kind"], in_force["due_on"], in_force["value"], strict=True):
        if kind in ("interim", "final") and not formatting.is_missing(on) and (due is None or _day(on) <= due):
            points[_day(on)] = float(value)
    if start is not None and start[0] <= min(points):
        points[start[0]] = start[1]
    return sorted(points.items())


def _corridor(computed: Row, expected: list[Point]) -> Corridor | None:
    if computed["progress_rule"] not in _SHARES_OF_A_WAY or computed["expected_rule"] == "target_from_start":
        return None
    begin = float(computed["baseline_value"]) if computed["progress_rule"] == "baseline" else 0.0

    def level(share: float) -> list[Point]:
        return [(day, begin + share * (value - begin)) for day, value in expected]

    return Corridor(expected, level(float(computed["on_track_min"])), level(float(computed["at_risk_min"])))


def _runs(values: pd.DataFrame, column: str, *, by_year: bool) -> list[list[Point]]:
    runs: list[list[Point]] = []
    for end, value in zip(values["period_end"], values[column], strict=True):
        on = _day(end)
        if not runs or (by_year and runs[-1][-1][0].year != on.year):
            runs.append([])
        runs[-1].append((on, float(value)))
    return runs


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
