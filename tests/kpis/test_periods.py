"""Calendar periods and the age of values."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis import periods
from kpis.vocabulary import Frequency
from tests.kpis import scalar_records
from tests.kpis.frames import is_blank, quarter, stand
from tests.kpis.scalar_records import Definition, Target

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
CYCLIC = [frequency for frequency in Frequency if frequency is not Frequency.ONCE]
END = date(2027, 12, 31)


@given(day=DAYS, frequency=st.sampled_from(CYCLIC))
def test_a_period_holds_its_day_and_ends_where_the_next_begins(day: date, frequency: Frequency) -> None:
    first, last = periods.period_bounds(day, frequency)
    assert first <= day <= last
    assert (first, last) == scalar_records.period_of(day, scalar_records.MONTHS[frequency.value])
    assert periods.period_bounds(last + timedelta(days=1), frequency)[0] == last + timedelta(days=1)


@given(day=DAYS, frequency=st.sampled_from(CYCLIC))
def test_the_vectorised_periods_are_the_same_periods(day: date, frequency: Frequency) -> None:
    months = np.array([periods.MONTHS_PER_PERIOD[frequency.value]])
    number = periods.period_number(np.array([day], dtype="datetime64[D]"), months)
    first, last = periods.period_bounds(day, frequency)
    assert periods.period_last_day(number, months)[0] == np.datetime64(last)
    assert periods.period_last_day(number - 1, months)[0] == np.datetime64(first - timedelta(days=1))
    closed = periods.last_closed_number(np.array([day], dtype="datetime64[D]"), months)
    assert closed == number - (0 if day == last else 1)


def test_once_has_no_calendar_period() -> None:
    with pytest.raises(ValueError, match="once"):
        periods.period_bounds(date(2025, 1, 1), Frequency.ONCE)


@pytest.mark.parametrize(
    ("as_of", "freshness", "days_overdue"),
    [
        (date(2025, 6, 29), "fresh", None),
        (date(2025, 6, 30), "due", None),
        (date(2025, 7, 30), "due", None),
        (date(2025, 7, 31), "overdue", 1),
        (date(2025, 12, 31), "overdue", 154),
    ],
)
def test_a_quarter_is_due_from_its_end_and_overdue_after_the_allowed_delay(
    as_of: date, freshness: str, days_overdue: int | None
) -> None:
    definition = Definition(allowed_delay_days=30)
    row = stand(definition, [quarter(2025, 1, 10.0)], [Target(END, 100.0)], as_of)
    assert row["freshness"] == freshness
    assert str(row["next_due_on"].date()) == "2025-07-30"
    assert is_blank(row["days_overdue"]) if days_overdue is None else row["days_overdue"] == days_overdue


def test_a_stale_value_is_overdue_even_when_its_target_is_met() -> None:
    row = stand(Definition(), [quarter(2024, 1, 100.0)], [Target(END, 100.0)], date(2026, 1, 1))
    assert (row["status"], row["freshness"]) == ("met", "overdue")


def test_nothing_more_is_due_once_the_last_period_has_its_value() -> None:
    row = stand(Definition(), [quarter(2027, 4, 50.0)], [Target(date(2027, 11, 15), 100.0)], date(2029, 1, 1))
    assert row["freshness"] == "fresh" and is_blank(row["next_due_on"])
    assert (row["values_expected"], row["values_present"]) == (16, 1)


def test_the_first_value_is_due_after_the_first_period_of_the_plan() -> None:
    definition = Definition(plan_starts_on=date(2023, 12, 10))
    assert stand(definition, [], [Target(END, 1.0)], date(2024, 3, 30))["freshness"] == "fresh"
    assert stand(definition, [], [Target(END, 1.0)], date(2024, 3, 31))["freshness"] == "due"
    assert stand(definition, [], [Target(END, 1.0)], date(2024, 4, 1))["freshness"] == "overdue"


def test_what_is_measured_once_is_due_at_its_target() -> None:
    definition = Definition(frequency="once", allowed_delay_days=5)
    target = Target(date(2025, 6, 30), 1.0)
    before = stand(definition, [], [target], date(2025, 6, 29))
    after = stand(definition, [], [target], date(2025, 7, 6))
    assert (before["freshness"], after["freshness"]) == ("fresh", "overdue")
    assert (before["values_expected"], after["values_expected"]) == (0, 1)
    done = stand(definition, [quarter(2025, 1, 1.0)], [target], date(2025, 7, 6))
    assert (done["freshness"], done["values_present"], done["status"]) == ("fresh", 1, "met")


def test_a_cancelled_indicator_is_never_overdue() -> None:
    row = stand(Definition(is_cancelled=True), [quarter(2024, 1, 1.0)], [Target(END, 9.0)], date(2027, 1, 1))
    assert row["status"] == "cancelled" and is_blank(row["freshness"])
