"""How the values of several periods, executed and planned, become one: each with its arithmetic written by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from kpis import evaluate
from tests.kpis.frames import definition_frame, is_blank, planned_quarter, quarter, stand, target_frame, value_frame
from tests.kpis.scalar_records import Definition, Target, Value

END = date(2027, 12, 31)
FINAL = Target(END, 100.0)
FLOW = [quarter(2024, number, 10.0) for number in (1, 2, 3, 4)] + [quarter(2025, 1, 6.0), quarter(2025, 2, 6.0)]


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
