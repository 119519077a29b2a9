"""The pace a promise still needs beside the pace it has had, or why none is given."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kpis.frames import is_blank, quarter, stand
from tests.kpis.scalar_records import Definition, Target, Value

END = date(2027, 12, 31)
FINAL = Target(END, 100.0)


def test_the_pace_needed_and_the_pace_had() -> None:
    values = [quarter(2025, number, value) for number, value in ((1, 10.0), (2, 12.0), (3, 13.0), (4, 18.0))]
    row = stand(Definition(), values, [Target(date(2026, 6, 30), 30.0)], date(2026, 1, 31))
    assert (row["periods_left"], row["required_per_period"]) == (2, 6.0)
    assert row["recent_per_period"] == pytest.approx((18 - 10) / 3)


def test_the_pace_of_a_flow_starts_from_zero() -> None:
    values = [quarter(2024, 1, 4.0), quarter(2024, 2, 8.0)]
    row = stand(Definition(accumulation="sum"), values, [FINAL], date(2024, 7, 31))
    assert row["recent_per_period"] == 6.0


CEILING = Definition(direction="decrease", accumulation="sum")
JANUARY = Value(date(2024, 1, 1), date(2024, 1, 31), 1.0)


@pytest.mark.parametrize(
    ("definition", "values", "targets", "reason"),
    [
        (Definition(), [], [FINAL], "no_value"),
        (Definition(direction="keep"), [quarter(2024, 1, 1.0)], [Target(END, 0.0, upper_value=2.0)], "band"),
        (Definition(), [quarter(2024, 1, 1.0)], [], "no_number"),
        (Definition(), [quarter(2024, 1, 100.0)], [FINAL], "already_met"),
        (Definition(), [quarter(2024, 1, 1.0)], [Target(date(2024, 3, 31), 100.0)], "no_periods_left"),
        # Two periods came after the value, but the day of the promise has passed.
        (Definition(frequency="monthly"), [JANUARY], [Target(date(2024, 3, 31), 100.0)], "no_periods_left"),
        (CEILING, [quarter(2024, 1, 4.0)], [Target(END, 10.0)], "ceiling"),
        (CEILING, [quarter(2024, 1, 12.0)], [Target(END, 10.0)], "ceiling"),
    ],
)
def test_no_pace_is_given_without_a_reason(
    definition: Definition, values: list[Value], targets: list[Target], reason: str
) -> None:
    row = stand(definition, values, targets, date(2024, 4, 15))
    assert is_blank(row["required_per_period"]) and row["run_rate_reason"] == reason


def test_a_promise_due_today_still_has_its_period() -> None:
    due_on = date(2024, 6, 30)
    row = stand(Definition(), [quarter(2024, 1, 1.0)], [Target(due_on, 100.0)], due_on)
    assert (row["periods_left"], row["required_per_period"]) == (1, 99.0)
    late = stand(Definition(), [quarter(2024, 1, 1.0)], [Target(due_on, 100.0)], date(2024, 7, 1))
    assert late["periods_left"] == 0 and is_blank(late["required_per_period"])
