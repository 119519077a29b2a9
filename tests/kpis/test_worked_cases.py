"""Cases met in real plans, each with its arithmetic written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.kpis.frames import is_blank, quarter, stand
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


def test_status_against_the_original_target_is_the_same_function_with_the_original_target() -> None:
    values = [quarter(2025, 4, 35.0)]
    revised = stand(Definition(), values, [Target(END, 60.0)], date(2026, 1, 31))
    original = stand(Definition(), values, [Target(END, 90.0)], date(2026, 1, 31))
    assert (revised["status"], original["status"]) == ("on_track", "at_risk")


def test_a_word_outside_the_vocabulary_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="direction: 'subir' is none of increase, decrease, keep"):
        stand(Definition(direction="subir"), [], [], date(2024, 1, 1))
