"""Cases met in real plans, each with its arithmetic written by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpis import evaluate
from tests.kpis.frames import definition_frame, is_blank, planned_quarter, quarter, stand, target_frame, value_frame
from tests.kpis.scalar_records import Definition, Target, Value

END = date(2027, 12, 31)
FINAL = Target(END, 100.0)
YEARLY = Definition(frequency="yearly", baseline_on=date(2023, 12, 31))


def year(number: int, value: float, **more: Any) -> Value:
    """The value of one year."""
    return Value(date(number, 1, 1), date(number, 12, 31), value, **more)


# Each row: what it shows, definition, value of 2025, target, percent, rule, status, reason.
CASES: list[tuple[str, Definition, Value, Target, float | None, str, str, str]] = [
    (
        "a ceiling of 150 with 119 is met, not red",
        replace(YEARLY, direction="decrease"),
        year(2025, 119.0),
        Target(END, 150.0, bound="<="),
        None, "bound_target", "met", "target_met",
    ),
    (
        "the same promise as a plain target",
        replace(YEARLY, direction="decrease"),
        year(2025, 119.0),
        Target(END, 150.0),
        100 * 150 / 119, "inverse_ratio", "met", "target_met",
    ),
    (
        "decreasing from 100 to 90 with a baseline, half way at half time",
        replace(YEARLY, direction="decrease", baseline_value=100.0),
        year(2025, 95.0),
        Target(END, 90.0),
        50.0, "baseline", "on_track", "attainment_on_track",
    ),
    (
        "decreasing from 100 to 90, where 99 is far behind although 90/99 looks high",
        replace(YEARLY, direction="decrease", baseline_value=100.0),
        year(2025, 99.0),
        Target(END, 90.0),
        10.0, "baseline", "off_track", "attainment_off_track",
    ),
    (
        "a target of zero from a baseline",
        replace(YEARLY, direction="decrease", baseline_value=20.0),
        year(2025, 5.0),
        Target(END, 0.0),
        75.0, "baseline", "on_track", "attainment_on_track",
    ),
    (
        "a target of zero without a baseline has no percent",
        replace(YEARLY, direction="decrease"),
        year(2025, 5.0),
        Target(END, 0.0),
        None, "zero_without_baseline", "at_risk", "not_met_no_percent",
    ),
    (
        "a target of zero without a baseline is met by zero",
        replace(YEARLY, direction="decrease"),
        year(2025, 0.0),
        Target(END, 0.0),
        None, "zero_without_baseline", "met", "target_met",
    ),
    (
        "a baseline equal to the target is met or not met",
        replace(YEARLY, baseline_value=80.0),
        year(2025, 79.0),
        Target(END, 80.0),
        None, "target_equals_baseline", "at_risk", "not_met_no_percent",
    ),
    (
        "a baseline equal to the target, kept",
        replace(YEARLY, baseline_value=80.0),
        year(2025, 80.0),
        Target(END, 80.0),
        None, "target_equals_baseline", "met", "target_met",
    ),
    (
        "keeping within 45-55, on the edge",
        replace(YEARLY, direction="keep", baseline_value=50.0),
        year(2025, 45.0),
        Target(END, 45.0, upper_value=55.0),
        100.0, "inside_band", "met", "inside_band",
    ),
    (
        "keeping within 45-55, outside: no invented number",
        replace(YEARLY, direction="keep", baseline_value=50.0),
        year(2025, 56.0),
        Target(END, 45.0, upper_value=55.0),
        None, "outside_band", "at_risk", "not_met_no_percent",
    ),
    (
        "keeping at least 98 with no upper limit",
        replace(YEARLY, direction="keep"),
        year(2025, 99.5),
        Target(END, 98.0),
        100.0, "inside_band", "met", "inside_band",
    ),
    (
        "5,035 % is shown as it is",
        YEARLY,
        year(2025, 5035.0),
        FINAL,
        5035.0, "ratio", "met", "target_met",
    ),
    (
        "a bound as target is met above it",
        YEARLY,
        year(2025, 70.5),
        Target(END, 70.0, bound=">", text="> 70 %"),
        None, "bound_target", "met", "target_met",
    ),
    (
        "a strict bound as target is not met at its number",
        YEARLY,
        year(2025, 70.0),
        Target(END, 70.0, bound=">", text="> 70 %"),
        None, "bound_target", "at_risk", "not_met_no_percent",
    ),
    (
        "a strict bound with a baseline may be 100 % of the way and not met",
        replace(YEARLY, baseline_value=50.0),
        year(2025, 70.0),
        Target(END, 70.0, bound=">"),
        100.0, "baseline", "on_track", "attainment_on_track",
    ),
    (
        "a target in words cannot be measured",
        YEARLY,
        year(2025, 70.0),
        Target(END, None, text="mejorar la convivencia"),
        None, "text_target", "no_data", "text_target",
    ),
    (
        "a value that is a bound fulfils a target it already implies",
        YEARLY,
        year(2025, 90.0, bound=">"),
        Target(END, 85.0),
        None, "value_is_bound", "met", "target_met",
    ),
    (
        "a value that is a bound below the target proves nothing",
        YEARLY,
        year(2025, 70.0, bound=">"),
        Target(END, 85.0),
        None, "value_is_bound", "at_risk", "not_met_no_percent",
    ),
    (
        "zero is a value",
        YEARLY,
        year(2025, 0.0),
        FINAL,
        0.0, "ratio", "off_track", "attainment_off_track",
    ),
    (
        "a negative target without a baseline has no percent",
        YEARLY,
        year(2025, -12.0),
        Target(END, -5.0),
        None, "zero_target", "at_risk", "not_met_no_percent",
    ),
    (
        "decreasing without a baseline is judged against the target from the start",
        replace(YEARLY, direction="decrease"),
        year(2025, 125.0),
        FINAL,
        80.0, "inverse_ratio", "at_risk", "attainment_at_risk",
    ),
    (
        "the baseline says the way even when the direction was typed wrong",
        replace(YEARLY, direction="increase", baseline_value=100.0),
        year(2025, 90.0),
        Target(END, 90.0),
        100.0, "baseline", "met", "target_met",
    ),
    (
        "worse than at the start",
        replace(YEARLY, baseline_value=50.0),
        year(2025, 40.0),
        FINAL,
        -20.0, "baseline", "off_track", "attainment_off_track",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("definition", "value", "target", "percent", "rule", "status", "reason"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_case_from_the_field(
    definition: Definition, value: Value, target: Target, percent: float | None, rule: str, status: str, reason: str
) -> None:
    row = stand(definition, [value], [target], date(2026, 1, 15))
    assert row["progress_rule"] == rule
    if percent is None:
        assert is_blank(row["progress_pct"])
    else:
        assert row["progress_pct"] == pytest.approx(percent)
    assert (row["status"], row["reason_code"]) == (status, reason)


def test_a_percentage_over_three_unequal_areas_is_the_ratio_of_the_sums() -> None:
    areas = [
        quarter(2024, 1, 90.0, numerator=9.0, denominator=10.0),
        quarter(2024, 2, 50.0, numerator=50.0, denominator=100.0),
        quarter(2024, 3, 10.0, numerator=100.0, denominator=1000.0),
    ]
    row = stand(Definition(accumulation="mean", ratio_scale=100.0), areas, [FINAL], date(2024, 12, 31))
    assert row["value"] == pytest.approx(100 * 159 / 1110)
    assert (row["numerator"], row["denominator"]) == (159.0, 1110.0)


def test_percents_are_only_averaged_when_a_part_is_not_known() -> None:
    areas = [
        quarter(2024, 1, 90.0, numerator=9.0, denominator=10.0),
        quarter(2024, 2, 50.0),
    ]
    row = stand(Definition(accumulation="mean", ratio_scale=100.0), areas, [FINAL], date(2024, 12, 31))
    assert row["value"] == 70.0
    assert is_blank(row["denominator"])


def test_a_percentage_that_is_added_up_by_its_parts_is_measured_from_its_baseline() -> None:
    definition = Definition(accumulation="sum", is_ratio=True, ratio_scale=100.0, baseline_value=60.0)
    areas = [
        quarter(2024, 1, 50.0, numerator=5.0, denominator=10.0),
        quarter(2024, 2, 75.0, numerator=75.0, denominator=100.0),
    ]
    row = stand(definition, areas, [Target(date(2025, 12, 31), 80.0)], date(2024, 6, 30))
    level = 100 * (5 + 75) / (10 + 100)
    assert row["value"] == pytest.approx(level)
    assert (row["progress_rule"], row["expected_rule"]) == ("baseline", "line")
    assert row["progress_pct"] == pytest.approx(100 * (level - 60) / (80 - 60))
    # A quarter of the two years is gone, so a quarter of the way from 60 to 80 was owed: not a quarter of 80.
    assert row["expected_value"] == pytest.approx(65.0, abs=0.05)


def test_percents_whose_parts_are_not_known_are_not_added() -> None:
    percents = [quarter(2024, 1, 60.0), quarter(2024, 2, 70.0, numerator=7.0, denominator=10.0)]
    planned = [planned_quarter(2024, number, 80.0) for number in (1, 2)]
    definition = Definition(accumulation="sum", is_ratio=True, ratio_scale=100.0)
    row = stand(definition, percents, [FINAL, *planned], date(2024, 6, 30))
    assert (row["value"], row["expected_value"]) == (65.0, 80.0)
    plain = stand(Definition(accumulation="sum"), percents, [FINAL, *planned], date(2024, 6, 30))
    assert (plain["value"], plain["expected_value"]) == (130.0, 160.0)


FLOW = [quarter(2024, number, 10.0) for number in (1, 2, 3, 4)] + [quarter(2025, 1, 6.0), quarter(2025, 2, 6.0)]


def test_a_cumulative_sum_counts_from_the_start_of_the_plan() -> None:
    row = stand(Definition(accumulation="sum"), FLOW, [Target(END, 160.0)], date(2025, 7, 15))
    assert (row["value"], row["progress_pct"], row["progress_rule"]) == (52.0, 32.5, "flow")
    days = (date(2025, 6, 30) - date(2024, 1, 1)).days / (END - date(2024, 1, 1)).days
    assert row["expected_value"] == pytest.approx(160 * days)
    assert row["status"] == "at_risk" and row["attainment"] == pytest.approx(0.325 / days)


def test_an_annual_reset_counts_only_the_latest_year_against_its_own_target() -> None:
    goals = [Target(date(year, 12, 31), 40.0, kind="interim") for year in (2024, 2025, 2026)] + [Target(END, 50.0)]
    definition = Definition(accumulation="sum", accumulation_years="last")
    row = stand(definition, FLOW, goals, date(2025, 7, 15))
    assert (row["value"], row["target_value"], row["progress_pct"]) == (12.0, 40.0, 30.0)
    half_year = (date(2025, 6, 30) - date(2025, 1, 1)).days / (date(2025, 12, 31) - date(2025, 1, 1)).days
    assert row["expected_value"] == pytest.approx(40 * half_year)
    end_of_first_year = stand(definition, FLOW, goals, date(2024, 12, 31))
    assert (end_of_first_year["status"], end_of_first_year["reason_code"]) == ("on_track", "year_target_met")


def test_a_yearly_amount_is_owed_in_part_in_the_year_in_which_measuring_starts() -> None:
    definition = Definition(accumulation="sum", accumulation_years="last", plan_starts_on=date(2024, 9, 1))
    meetings = [quarter(2024, 4, 2.0)]
    row = stand(definition, meetings, [Target(date(2025, 12, 31), 4.0)], date(2024, 12, 31))
    days_left = (date(2024, 12, 31) - date(2024, 9, 1)).days / (date(2024, 12, 31) - date(2024, 1, 1)).days
    assert row["expected_value"] == pytest.approx(4 * days_left)
    assert (row["progress_pct"], row["status"]) == (50.0, "on_track")
    own = [Target(date(2024, 12, 31), 4.0, kind="interim"), Target(date(2025, 12, 31), 4.0)]
    assert stand(definition, meetings, own, date(2024, 12, 31))["expected_value"] == 4.0


def test_an_annual_reset_is_met_in_the_year_of_the_final_target() -> None:
    definition = Definition(accumulation="sum", accumulation_years="last")
    row = stand(definition, [quarter(2027, 4, 50.0)], [Target(END, 50.0)], date(2027, 12, 31))
    assert (row["status"], row["reason_code"]) == ("met", "target_met")


def test_a_flow_with_a_missing_month_sums_what_there_is_and_says_how_many_are_missing() -> None:
    definition = Definition(accumulation="sum", frequency="monthly")
    months = [
        Value(date(2024, 1, 1), date(2024, 1, 31), 5.0),
        Value(date(2024, 2, 1), date(2024, 2, 29), 5.0),
        Value(date(2024, 4, 1), date(2024, 4, 30), 5.0),
    ]
    row = stand(definition, months, [FINAL], date(2024, 5, 10))
    assert (row["value"], row["missing_periods"]) == (15.0, 1)
    assert (row["values_expected"], row["values_present"]) == (4, 3)


def test_a_missing_month_is_not_a_zero_in_a_mean() -> None:
    definition = Definition(accumulation="mean", frequency="monthly")
    months = [Value(date(2024, 1, 1), date(2024, 1, 31), 6.0), Value(date(2024, 3, 1), date(2024, 3, 31), 8.0)]
    with_zero = [*months, Value(date(2024, 2, 1), date(2024, 2, 29), 0.0)]
    assert stand(definition, months, [FINAL], date(2024, 4, 1))["value"] == 7.0
    assert stand(definition, with_zero, [FINAL], date(2024, 4, 1))["value"] == pytest.approx(14 / 3)


def test_an_interim_target_missed_does_not_matter_once_the_final_one_is_met() -> None:
    targets = [Target(date(2024, 12, 31), 60.0, kind="interim"), FINAL]
    values = [quarter(2024, 4, 30.0), quarter(2026, 1, 100.0)]
    assert stand(Definition(), values, targets, date(2026, 4, 15))["status"] == "met"


def test_an_interim_target_bends_the_expected_line() -> None:
    targets = [Target(date(2025, 12, 31), 80.0, kind="interim"), FINAL]
    row = stand(Definition(), [quarter(2025, 4, 40.0)], targets, date(2026, 1, 15))
    assert (row["expected_value"], row["expected_pct"], row["attainment"]) == (80.0, 80.0, 0.5)
    assert (row["line_to_value"], str(row["line_to_on"].date())) == (100.0, "2027-12-31")


@pytest.mark.parametrize(
    ("as_of", "status"),
    [(date(2025, 6, 30), "on_track"), (date(2025, 7, 1), "off_track"), (date(2025, 6, 1), "on_track")],
)
def test_due_today_is_in_time_and_due_yesterday_has_passed(as_of: date, status: str) -> None:
    values = [quarter(2025, 1, 95.0)]
    row = stand(Definition(), values, [Target(date(2025, 6, 30), 100.0)], as_of)
    assert row["status"] == status
    assert (row["reason_code"] == "due_passed") == (status == "off_track")


def test_progress_is_judged_at_the_date_of_the_value_not_today() -> None:
    values = [quarter(2024, 4, 25.0)]
    early, late = (stand(Definition(), values, [FINAL], day) for day in (date(2025, 1, 5), date(2027, 6, 1)))
    assert early["attainment"] == late["attainment"]
    assert (early["status"], late["status"]) == ("on_track", "on_track")
    assert (early["freshness"], late["freshness"]) == ("fresh", "overdue")


@pytest.mark.parametrize(
    ("value", "status"), [(90.0, "on_track"), (89.99, "at_risk"), (60.0, "at_risk"), (59.99, "off_track")]
)
def test_the_threshold_itself_counts(value: float, status: str) -> None:
    definition = Definition(starts_on=date(2024, 1, 1))
    row = stand(definition, [quarter(2025, 4, value)], [Target(date(2025, 12, 31), 100.0)], date(2025, 12, 31))
    assert row["status"] == status


def test_floating_point_noise_does_not_move_a_status() -> None:
    # On paper the first sum is 0.9 and the second 0.3; in binary one falls short and the other is above.
    assert 0.1 + 0.1 + 0.7 < 0.9 and 0.1 + 0.2 > 0.3
    definition = Definition(accumulation="sum", starts_on=date(2025, 1, 1))
    parts = [quarter(2025, 2, 0.1), quarter(2025, 3, 0.1), quarter(2025, 4, 0.7)]
    target = Target(date(2025, 12, 31), 1.0)
    assert stand(definition, parts, [target], date(2025, 12, 31))["status"] == "on_track"
    tenths = [quarter(2025, 3, 0.1), quarter(2025, 4, 0.2)]
    least = Definition(direction="decrease", accumulation="sum", starts_on=date(2025, 1, 1))
    kept = stand(least, tenths, [Target(date(2025, 12, 31), 0.3)], date(2025, 12, 31))
    assert kept["status"] == "met"


def test_nearly_there_is_not_there() -> None:
    row = stand(Definition(), [quarter(2025, 4, 99.99)], [Target(date(2025, 12, 31), 100.0)], date(2025, 12, 31))
    assert (row["status"], row["reason_code"]) == ("on_track", "attainment_on_track")


@pytest.mark.parametrize(
    ("value_bound", "target_bound", "is_met"),
    [(">", ">", True), (">=", ">", False), (">=", ">=", True), (">", None, True), ("<=", ">", False)],
)
def test_a_bound_is_met_by_a_bound_only_when_it_follows_from_it(
    value_bound: str, target_bound: str | None, is_met: bool
) -> None:
    row = stand(YEARLY, [year(2025, 70.0, bound=value_bound)], [Target(END, 70.0, bound=target_bound)], END)
    assert (row["status"] == "met") == is_met


def test_the_line_of_a_one_day_plan_is_owed_at_its_end() -> None:
    definition = Definition(starts_on=date(2025, 12, 30))
    row = stand(definition, [quarter(2026, 1, 40.0)], [Target(date(2025, 12, 31), 50.0)], date(2025, 12, 31))
    assert row["status"] == "no_data"
    day_before = Value(date(2025, 12, 30), date(2025, 12, 30), 40.0)
    row = stand(definition, [day_before], [Target(date(2025, 12, 31), 50.0)], date(2025, 12, 31))
    assert (row["expected_value"], row["reason_code"]) == (0.0, "nothing_expected_yet")
    at_once = stand(definition, [day_before], [Target(date(2025, 12, 30), 50.0)], date(2025, 12, 30))
    assert (at_once["expected_value"], at_once["status"]) == (50.0, "at_risk")


def test_each_plan_has_its_own_thresholds() -> None:
    strict = Definition(on_track_min=0.99, at_risk_min=0.95)
    row = stand(strict, [quarter(2025, 4, 94.0)], [Target(date(2025, 12, 31), 100.0)], date(2025, 12, 31))
    assert (row["status"], row["reason_code"]) == ("off_track", "attainment_off_track")


@pytest.mark.parametrize(
    ("spent", "last_quarter", "as_of", "status", "reason"),
    [
        (20.0, 2, date(2025, 7, 1), "on_track", "ceiling_on_track"),
        (70.0, 2, date(2025, 7, 1), "at_risk", "ceiling_at_risk"),
        (99.0, 2, date(2025, 7, 1), "off_track", "ceiling_off_track"),
        (101.0, 2, date(2025, 7, 1), "off_track", "ceiling_passed"),
        (0.0, 2, date(2025, 7, 1), "on_track", "ceiling_on_track"),
        (99.0, 4, date(2025, 12, 31), "met", "ceiling_kept"),
        (101.0, 4, date(2025, 12, 31), "off_track", "ceiling_passed"),
        # What was used after June is not known, so the date alone keeps no ceiling and breaks none.
        (99.0, 2, date(2025, 12, 31), "off_track", "ceiling_off_track"),
        (20.0, 2, date(2026, 6, 30), "on_track", "ceiling_on_track"),
        (101.0, 2, date(2026, 6, 30), "off_track", "due_passed"),
    ],
)
def test_a_flow_with_a_ceiling_is_met_only_by_values_up_to_its_date(
    spent: float, last_quarter: int, as_of: date, status: str, reason: str
) -> None:
    definition = Definition(direction="decrease", accumulation="sum", starts_on=date(2025, 1, 1))
    row = stand(definition, [quarter(2025, last_quarter, spent)], [Target(date(2025, 12, 31), 100.0)], as_of)
    assert (row["status"], row["reason_code"], row["progress_rule"]) == (status, reason, "flow_ceiling")
    assert is_blank(row["progress_pct"])


def test_blank_is_no_data_before_and_after_the_start() -> None:
    before = stand(Definition(starts_on=date(2025, 1, 1)), [], [FINAL], date(2024, 12, 31))
    after = stand(Definition(starts_on=date(2025, 1, 1)), [], [FINAL], date(2025, 1, 1))
    assert (before["status"], after["status"]) == ("not_started", "no_data")
    assert is_blank(before["progress_pct"]) and is_blank(after["progress_pct"])
    assert is_blank(before["freshness"]) and not is_blank(after["freshness"])


def test_a_stock_measured_inside_the_plan_counts_although_its_year_began_before_it() -> None:
    year = Value(date(2024, 1, 1), date(2024, 12, 31), 70.0)
    stock = Definition(accumulation="last", frequency="yearly", plan_starts_on=date(2024, 9, 1))
    assert stand(stock, [year], [FINAL], date(2024, 12, 31))["value"] == 70.0
    assert is_blank(stand(replace(stock, accumulation="sum"), [year], [FINAL], date(2024, 12, 31))["value"])


def test_a_value_of_mostly_before_the_plan_is_left_out_of_its_sum() -> None:
    definition = Definition(accumulation="sum", plan_starts_on=date(2023, 12, 10))
    row = stand(definition, [quarter(2023, 4, 500.0), quarter(2024, 1, 7.0)], [FINAL], date(2024, 4, 30))
    assert (row["value"], row["values_expected"], row["missing_periods"]) == (7.0, 1, 0)


def test_a_sum_with_a_bound_among_its_values_is_a_bound() -> None:
    values = [quarter(2024, 1, 40.0, bound=">="), quarter(2024, 2, 50.0)]
    row = stand(Definition(accumulation="sum"), values, [Target(END, 85.0)], date(2024, 7, 31))
    assert (row["value"], row["value_bound"], row["status"]) == (90.0, ">=", "met")


def test_a_sum_over_a_lower_and_an_upper_bound_is_not_known() -> None:
    values = [quarter(2024, 1, 40.0, bound=">="), quarter(2024, 2, 50.0, bound="<")]
    row = stand(Definition(accumulation="sum"), values, [FINAL], date(2024, 7, 31))
    assert is_blank(row["value"]) and row["status"] == "no_data"


# A product goal of the kind "increase": quarters planned, years added up, one year a level instead of a flow.
PLANNED = [
    planned_quarter(2024, 3, 0.5, accumulation="mean"),
    planned_quarter(2024, 4, 0.5, accumulation="mean"),
    planned_quarter(2025, 1, 0.0),
    planned_quarter(2025, 2, 0.3),
    planned_quarter(2025, 3, 0.3),
    planned_quarter(2025, 4, 0.4),
]
EXECUTED = [
    quarter(2024, 3, 0.5),
    quarter(2024, 4, 0.4),
    quarter(2025, 1, 0.0),
    quarter(2025, 2, 0.3),
    quarter(2025, 3, 0.1),
]
QUADRENNIUM = Definition(accumulation="sum", accumulation_years="sum")


def test_planned_quarters_add_up_like_the_executed_ones() -> None:
    row = stand(QUADRENNIUM, EXECUTED, [*PLANNED, Target(END, 4.0)], date(2025, 10, 15))
    assert row["value"] == pytest.approx(0.45 + 0.4)
    assert row["expected_value"] == pytest.approx(0.5 + 0.6)
    assert row["expected_rule"] == "planned_periods"
    assert row["progress_pct"] == pytest.approx(100 * 0.85 / 4)
    assert row["attainment"] == pytest.approx(0.85 / 1.1)
    assert row["status"] == "at_risk"


def test_without_the_override_every_year_is_a_flow() -> None:
    plain = [replace(target, accumulation=None) for target in PLANNED]
    row = stand(QUADRENNIUM, EXECUTED, [*plain, Target(END, 4.0)], date(2025, 10, 15))
    assert row["value"] == pytest.approx(0.9 + 0.4)
    assert row["expected_value"] == pytest.approx(1.0 + 0.6)


def test_a_yearly_mean_leaves_out_the_quarters_planned_at_zero() -> None:
    definition = Definition(accumulation="mean", accumulation_years="sum")
    values = [quarter(2025, 1, 0.0), quarter(2025, 2, 0.3), quarter(2025, 3, 0.1)]
    row = stand(definition, values, PLANNED, date(2025, 10, 15))
    assert row["value"] == pytest.approx(0.2)
    # Blank is not zero: with no planned amount at all the zero of the first quarter counts.
    assert stand(definition, values, [], date(2025, 10, 15))["value"] == pytest.approx(0.4 / 3)


def test_the_annual_table_divides_executed_by_planned_of_the_whole_year() -> None:
    table = evaluate.annual(definition_frame([QUADRENNIUM]), value_frame(EXECUTED), target_frame(PLANNED))
    rows = {row["year"]: row for _, row in table.iterrows()}
    assert set(rows) == {2024, 2025}
    assert rows[2024]["achievement_pct"] == pytest.approx(100 * 0.45 / 0.5)
    assert (rows[2025]["executed"], rows[2025]["planned"]) == (pytest.approx(0.4), pytest.approx(1.0))


def test_a_maintained_goal_starts_again_each_year() -> None:
    definition = Definition(accumulation="sum", accumulation_years="last")
    goals = [*(replace(t, accumulation=None) for t in PLANNED), Target(END, 1.0)]
    goals += [Target(date(year, 12, 31), 1.0, kind="interim") for year in (2024, 2025, 2026)]
    row = stand(definition, EXECUTED, goals, date(2025, 10, 15))
    assert (row["value"], row["expected_value"]) == (pytest.approx(0.4), pytest.approx(0.6))
    assert row["progress_pct"] == pytest.approx(40.0)
    table = evaluate.annual(definition_frame([definition]), value_frame(EXECUTED), target_frame(goals))
    assert table["year"].tolist() == [2024, 2025, 2026]
    assert table["achievement_pct"].tolist() == pytest.approx([90.0, 40.0, math.nan], nan_ok=True)


def test_the_annual_table_has_no_percent_where_nothing_was_planned() -> None:
    nothing = [planned_quarter(2024, 1, 0.0), planned_quarter(2024, 2, 0.0)]
    values = [quarter(2024, 2, 3.0), quarter(2025, 1, 1.0)]
    table = evaluate.annual(definition_frame([QUADRENNIUM]), value_frame(values), target_frame(nothing))
    assert table["executed"].tolist() == [3.0, 1.0]
    assert table["planned"].iloc[0] == 0.0 and is_blank(table["planned"].iloc[1])
    assert table["achievement_pct"].isna().all()


def test_the_annual_table_uses_the_year_target_where_each_year_starts_again() -> None:
    definition = Definition(accumulation="sum", accumulation_years="last")
    goals = [Target(date(2024, 12, 31), 20.0, kind="interim"), Target(END, 50.0)]
    table = evaluate.annual(definition_frame([definition]), value_frame([quarter(2024, 2, 5.0)]), target_frame(goals))
    assert table[["year", "planned", "achievement_pct"]].to_numpy().tolist() == [[2024, 20.0, 25.0]]


def test_planned_periods_that_stop_before_the_value_give_way_to_the_line() -> None:
    planned = [planned_quarter(2024, number, 10.0) for number in (1, 2, 3, 4)]
    values = [quarter(2024, 4, 40.0), quarter(2026, 2, 10.0)]
    row = stand(Definition(accumulation="sum"), values, [*planned, Target(END, 160.0)], date(2026, 7, 31))
    assert row["expected_rule"] == "line"


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


def test_status_against_the_original_target_is_the_same_function_with_the_original_target() -> None:
    values = [quarter(2025, 4, 35.0)]
    revised = stand(Definition(), values, [Target(END, 60.0)], date(2026, 1, 31))
    original = stand(Definition(), values, [Target(END, 90.0)], date(2026, 1, 31))
    assert (revised["status"], original["status"]) == ("on_track", "at_risk")


def test_a_word_outside_the_vocabulary_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="direction: 'subir' is none of increase, decrease, keep"):
        stand(Definition(direction="subir"), [], [], date(2024, 1, 1))
