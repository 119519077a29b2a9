"""What was measured of each indicator, period by period, from its plan, its pace and what is particular to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from intake.demo.cases import SILENT_SINCE, Case
from intake.demo.catalog import IndicatorPlan
from intake.demo.dates import AS_OF, BASELINE_ON, PLAN_END, periods
from intake.demo.paths import expected_share, is_accepted, nearest, progress_path, season_of
from intake.demo.stream import Stream

# Flows that start again every January are measured from the first whole year.
FIRST_WHOLE_YEAR = 2025
CANCELLED_AFTER = dt.date(2025, 9, 30)
NOT_YET_CLOSED = dt.date(2026, 9, 30)
# About three of ten monthly series have not closed the month of the cut-off yet.
OPEN_MONTH_SHARE = 0.3

Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one period."""

    start: dt.date
    end: dt.date
    value: float
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """An amount promised by a date; with `start` it is the amount of that period alone."""

    value: float
    due_on: dt.date
    start: dt.date | None = None


def due_of(case: Case) -> dt.date:
    """When the promise is due."""
    return case.due_on or PLAN_END


def first_period(plan: IndicatorPlan, case: Case) -> dt.date | None:
    """The day from which it is measured; a later one than the cut-off when it has not started."""
    if plan.pace == "N":
        return Stream("start", plan.code).pick((dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2027, 1, 1)))
    found = [period for period in periods(plan.frequency) if not plan.is_annual or period[0].year >= FIRST_WHOLE_YEAR]
    return found[-1][0] if plan.pace.endswith("1") else found[0][0]


def measured(plan: IndicatorPlan, case: Case) -> list[Point]:
    """The points of the indicator in order; none when it has not started or nobody ever entered one."""
    if plan.pace in ("N", "D"):
        return []
    closed = _closed_periods(plan, case)
    stream = Stream("values", plan.code)
    if case.series is not None:
        closed = closed[-len(case.series) :]
        points = [_point(plan, stream, period, value) for period, value in zip(closed, case.series, strict=False)]
    elif plan.direction == "keep":
        points = _kept(plan, case, stream, closed)
    elif plan.is_annual:
        points = _yearly_flow(plan, case, stream, closed)
    elif plan.is_flow:
        points = _flow(plan, case, stream, closed)
    else:
        points = _stock(plan, case, stream, closed)
    return [point for point in points if point.end not in case.missing]


def interim_promises(plan: IndicatorPlan, case: Case) -> list[Promised]:
    """Levels promised on the way, or each year's amount where every January starts again."""
    if plan.is_annual:
        return [
            Promised(_year_amount(plan, year), dt.date(year, 12, 31)) for year in range(FIRST_WHOLE_YEAR, PLAN_END.year)
        ]
    return [
        Promised(round(plan.baseline + (plan.target - plan.baseline) * share, plan.decimals), due_on)
        for due_on, share in case.interims
    ]


def planned_periods(plan: IndicatorPlan, case: Case) -> list[Promised]:
    """What each month is to bring, where the season is part of the promise."""
    if not case.has_planned_periods:
        return []
    months: list[Period] = periods("monthly", PLAN_END)
    if plan.is_annual:
        return [
            Promised(round(_year_amount(plan, start.year) * season_of(case.season, start, end)), end, start)
            for start, end in months
            if start.year >= FIRST_WHOLE_YEAR
        ]
    whole = sum(season_of(case.season, *month) for month in months)
    return [
        Promised(round(plan.target * season_of(case.season, *month) / whole), month[1], month[0]) for month in months
    ]


def _closed_periods(plan: IndicatorPlan, case: Case) -> list[Period]:
    until = case.last_on or SILENT_SINCE.get(plan.secretariat, AS_OF)
    if case.return_reason is not None:
        until = dt.date(2026, 8, 31)
    if plan.pace == "C":
        until = CANCELLED_AFTER
    changes_now = len(plan.pace) > 1 or case.series is not None
    if plan.frequency == "monthly" and not changes_now and Stream("open", plan.code).chance(OPEN_MONTH_SHARE):
        until = min(until, NOT_YET_CLOSED)
    first = first_period(plan, case)
    return [period for period in periods(plan.frequency, until) if first is None or period[0] >= first]


def _unit_step(plan: IndicatorPlan) -> float:
    return float(10**plan.decimals)


def _point(plan: IndicatorPlan, stream: Stream, period: Period, value: float) -> Point:
    """The point nearest to `value` that can be told: in its decimals, and as a division where it is one."""
    if plan.unit == "%" and plan.target <= 100:
        value = min(value, 100.0)
    value = max(value, 0.0)
    if plan.ratio is None:
        return Point(*period, round(value, plan.decimals))
    denominator = _denominator(plan, stream, period)
    scale = ratio_scale(plan)
    numerator = round(value * denominator / scale)
    return Point(*period, round(scale * numerator / denominator, plan.decimals), float(numerator), float(denominator))


def ratio_scale(plan: IndicatorPlan) -> float:
    """100 for a percent, 1,000 for a rate by thousand, else 1."""
    if plan.ratio is None:
        return 1.0
    return {"%": 100.0, "‰": 1000.0}.get(plan.unit, 1.0)


def _denominator(plan: IndicatorPlan, stream: Stream, period: Period) -> int:
    assert plan.ratio is not None
    size = plan.ratio.denominator
    if size < 2000:
        return round(size)
    months = (period[1].year - BASELINE_ON.year) * 12 + period[1].month - BASELINE_ON.month
    return round(size * (1 + 0.0008 * months) * stream.between(0.99, 1.01))


def _stock(plan: IndicatorPlan, case: Case, stream: Stream, closed: list[Period]) -> list[Point]:
    start = plan.baseline if case.has_baseline else 0.0
    line_start = BASELINE_ON if case.has_baseline else closed[0][0]
    if case.baseline_is_target:
        return [_point(plan, stream, period, plan.target + stream.between(0.02, 0.3)) for period in closed]
    points_of_line = [(line_start, 0.0), *case.interims, (due_of(case), 1.0)]
    expected = [expected_share(points_of_line, end) for _, end in closed]
    path = progress_path(stream, plan.pace, expected, case.times_target)
    if plan.never_falls:
        path.sort()
    way = plan.target - start
    points = [
        _point(plan, stream, period, start + way * progress) for period, progress in zip(closed, path, strict=True)
    ]
    settled = 2 if plan.pace[-1] in "+-" else 1
    for place in range(max(0, len(points) - settled), len(points)):
        pace = plan.pace if place == len(points) - 1 else _pace_before(plan.pace)

        def holds(point: Point, pace: str = pace, asked: float = expected[place]) -> bool:
            reached = (_exact(plan, point) - start) / way
            return is_accepted(pace, reached, asked) and not (case.bound and pace[0] == "M" and reached <= 1.001)

        points[place] = _settled(plan, points[place], holds)
    if plan.never_falls:
        points = [replace(point, value=min(point.value, points[-1].value)) for point in points]
    return points


def _pace_before(pace: str) -> str:
    """The pace one period earlier, when the last period changed it."""
    order = "ARO"
    if pace[0] == "M":
        return "O"
    return order[order.index(pace[0]) + (-1 if pace[1] == "+" else 1)]


def _exact(plan: IndicatorPlan, point: Point) -> float:
    if point.numerator is None or point.denominator is None:
        return point.value
    return ratio_scale(plan) * point.numerator / point.denominator


def _settled(plan: IndicatorPlan, point: Point, holds: Callable[[Point], bool]) -> Point:
    """The nearest point that can be told and for which `holds` is true."""

    def told(number: int) -> Point:
        if point.denominator is None:
            return Point(point.start, point.end, number / _unit_step(plan))
        value = round(ratio_scale(plan) * number / point.denominator, plan.decimals)
        return Point(point.start, point.end, value, float(number), point.denominator)

    first = round(point.value * _unit_step(plan)) if point.numerator is None else round(point.numerator)
    return told(nearest(first, lambda number: holds(told(number)), reach=max(60, first // 10)))


def _kept(plan: IndicatorPlan, case: Case, stream: Stream, closed: list[Period]) -> list[Point]:
    assert plan.upper is not None
    width = plan.upper - plan.target
    middle = plan.upper + width * 0.12 if case.is_outside_band else plan.target + width / 2
    season = case.season
    points = []
    for period in closed:
        swing = (season_of(season, *period) * 12 - 1) * 0.35 if season else 0.0
        points.append(_point(plan, stream, period, middle + width * (swing + stream.between(-0.1, 0.1))))
    return points


def _flow(plan: IndicatorPlan, case: Case, stream: Stream, closed: list[Period]) -> list[Point]:
    """Amounts that add up to the target on its due date; the sum starts with the first period."""
    first = closed[0][0]
    kept = [period for period in closed if period[1] not in case.missing]
    planned = planned_periods(plan, case)
    if planned:
        expected = [sum(part.value for part in planned if part.due_on <= end) / plan.target for _, end in kept]
    else:
        expected = [expected_share([(first, 0.0), (due_of(case), 1.0)], end) for _, end in kept]
    path = progress_path(stream, plan.pace, expected, case.times_target)
    shares = [
        season_of(case.season, *period) * path[place] / max(expected[place], 1e-9) for place, period in enumerate(kept)
    ]
    return _shared_out(plan, kept, shares, plan.target * path[-1], plan.target, expected[-1])


def _yearly_flow(plan: IndicatorPlan, case: Case, stream: Stream, closed: list[Period]) -> list[Point]:
    """Amounts that add up within each year, against that year's amount; fewer are better when decreasing."""
    points: list[Point] = []
    planned = planned_periods(plan, case)
    for year in sorted({start.year for start, _ in closed}):
        in_year = [period for period in closed if period[0].year == year]
        amount = _year_amount(plan, year)
        last = in_year[-1][1]
        if planned:
            asked = sum(part.value for part in planned if part.due_on.year == year and part.due_on <= last) / amount
        else:
            asked = (last - dt.date(year, 1, 1)).days / (dt.date(year, 12, 31) - dt.date(year, 1, 1)).days
        ratio = stream.between(0.93, 1.04) if asked < 1 else stream.between(0.9, 1.0)
        done = amount * asked * ratio if plan.direction == "increase" else amount * asked / ratio
        shares = [season_of(case.season, *period) * stream.between(0.85, 1.15) for period in in_year]
        points += _shared_out(plan, in_year, shares, done, amount, asked)
    return points


def _shared_out(
    plan: IndicatorPlan, closed: list[Period], shares: Sequence[float], done: float, target: float, asked: float
) -> list[Point]:
    """`done` divided over the periods as `shares`, in told decimals, the last one settled so that the story holds."""
    whole = sum(shares) or 1.0
    points = [
        Point(*period, round(done * share / whole, plan.decimals)) for period, share in zip(closed, shares, strict=True)
    ]
    before = sum(point.value for point in points[:-1])

    def holds(point: Point) -> bool:
        reached = (before + point.value) / target
        if plan.direction == "decrease":
            return reached > 0 and is_accepted(plan.pace, asked * asked / reached, asked)
        return is_accepted(plan.pace, reached, asked)

    points[-1] = _settled(plan, points[-1], holds)
    return points


def _year_amount(plan: IndicatorPlan, year: int) -> float:
    """A quarter of the way from the baseline to the target for each year of the plan."""
    share = (year - BASELINE_ON.year) / (PLAN_END.year - BASELINE_ON.year)
    return round(plan.baseline + (plan.target - plan.baseline) * share, plan.decimals)
