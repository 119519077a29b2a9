"""What the reference rules take and give, one record for each thing, and the calendar they count by."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
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
