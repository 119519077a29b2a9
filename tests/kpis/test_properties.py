"""What must hold for any plan."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis import evaluate
from kpis.rollup import rollup
from tests.kpis.frames import definition_frame, is_blank, quarter, stand, target_frame, value_frame
from tests.kpis.scalar_records import Definition, Target, Value

AMOUNTS = st.integers(-400, 400).map(lambda n: n / 8)
POSITIVE = st.integers(1, 400).map(lambda n: n / 8)
AS_OF = date(2026, 1, 31)
DUE = date(2027, 12, 31)
BEST_FIRST = ["met", "on_track", "at_risk", "off_track"]


@settings(max_examples=30)
@given(base=AMOUNTS, value=AMOUNTS, target=AMOUNTS)
def test_a_mirrored_direction_gives_the_same_progress(base: float, value: float, target: float) -> None:
    definition = Definition(baseline_value=base)
    mirrored = replace(definition, direction="decrease", baseline_value=-base)
    up = stand(definition, [quarter(2025, 4, value)], [Target(DUE, target)], AS_OF)
    down = stand(mirrored, [quarter(2025, 4, -value)], [Target(DUE, -target)], AS_OF)
    for name in ("progress_pct", "expected_pct", "attainment", "status", "reason_code", "progress_rule"):
        assert up[name] == down[name] or (is_blank(up[name]) and is_blank(down[name])), name


@settings(max_examples=30)
@given(
    base=st.none() | AMOUNTS,
    value=AMOUNTS,
    target=AMOUNTS,
    scale=st.sampled_from([1e-6, 0.01, 7.0, 1e9]),
    accumulation=st.sampled_from(["last", "sum", "mean"]),
    direction=st.sampled_from(["increase", "decrease", "keep"]),
)
def test_another_unit_changes_nothing(
    base: float | None, value: float, target: float, scale: float, accumulation: str, direction: str
) -> None:
    definition = Definition(baseline_value=base, accumulation=accumulation, direction=direction)
    rescaled = replace(definition, baseline_value=None if base is None else base * scale)
    values = [quarter(2025, 3, value), quarter(2025, 4, value / 2)]
    scaled_values = [replace(entry, value=entry.value * scale) for entry in values]
    one = stand(definition, values, [Target(DUE, target)], AS_OF)
    other = stand(rescaled, scaled_values, [Target(DUE, target * scale)], AS_OF)
    assert (one["status"], one["reason_code"]) == (other["status"], other["reason_code"])
    assert one["progress_pct"] == pytest.approx(other["progress_pct"], nan_ok=True)
    assert one["expected_pct"] == pytest.approx(other["expected_pct"], nan_ok=True)


@settings(max_examples=30)
@given(
    base=st.none() | AMOUNTS,
    target=AMOUNTS,
    values=st.lists(AMOUNTS, min_size=2, max_size=8, unique=True),
    direction=st.sampled_from(["increase", "decrease"]),
    accumulation=st.sampled_from(["last", "sum"]),
    bound=st.sampled_from([None, "strict", "loose"]),
)
def test_a_better_value_never_has_a_worse_status(
    base: float | None, target: float, values: list[float], direction: str, accumulation: str, bound: str | None
) -> None:
    rises = direction == "increase"
    # A baseline on the far side of the target turns the sense round, so keep it on the near side.
    if base is not None and (base >= target if rises else base <= target):
        base = None
    operators = {None: None, "strict": ">" if rises else "<", "loose": ">=" if rises else "<="}
    definition = Definition(direction=direction, accumulation=accumulation, baseline_value=base)
    ranked = sorted(values, reverse=not rises)
    table = evaluate.indicators(
        definition_frame([replace(definition, indicator_id=n) for n in range(len(ranked))]),
        value_frame([quarter(2025, 4, value, indicator_id=n) for n, value in enumerate(ranked)]),
        target_frame([Target(DUE, target, bound=operators[bound], indicator_id=n) for n in range(len(ranked))]),
        AS_OF,
    )
    ranks = [BEST_FIRST.index(status) for status in table["status"]]
    assert ranks == sorted(ranks, reverse=True), list(zip(ranked, table["reason_code"], strict=True))


@settings(max_examples=30)
@given(
    definition=st.builds(
        Definition,
        direction=st.sampled_from(["increase", "decrease", "keep"]),
        accumulation=st.sampled_from(["last", "sum", "mean"]),
        baseline_value=st.none() | AMOUNTS,
    ),
    target=AMOUNTS,
)
def test_blank_is_never_the_same_as_zero(definition: Definition, target: float) -> None:
    blank = stand(definition, [], [Target(DUE, target)], AS_OF)
    zero = stand(definition, [quarter(2025, 4, 0.0)], [Target(DUE, target)], AS_OF)
    assert (blank["status"], blank["progress_rule"]) == ("no_data", "no_value")
    assert is_blank(blank["value"]) and is_blank(blank["progress_pct"])
    assert zero["value"] == 0.0 and zero["status"] != "no_data" and zero["progress_rule"] != "no_value"


@settings(max_examples=30)
@given(values=st.lists(AMOUNTS, min_size=1, max_size=8), seed=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(values: list[float], seed: object) -> None:
    series = [quarter(2024 + n // 4, n % 4 + 1, value) for n, value in enumerate(values)]
    shuffled = list(series)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    definition = Definition(accumulation="sum", accumulation_years="mean")
    pd.testing.assert_series_equal(
        stand(definition, series, [Target(DUE, 9.0)], AS_OF), stand(definition, shuffled, [Target(DUE, 9.0)], AS_OF)
    )


@settings(max_examples=30)
@given(small=POSITIVE, huge=st.sampled_from([1e12, 3e15]))
def test_a_huge_neighbour_does_not_blur_a_small_indicator(small: float, huge: float) -> None:
    values = [quarter(2024, 1, huge, indicator_id=1), quarter(2024, 2, huge, indicator_id=1)]
    values += [quarter(2024, 1, small, indicator_id=2), quarter(2024, 2, small / 3, indicator_id=2)]
    definitions = [Definition(indicator_id=number, accumulation="sum", accumulation_years="sum") for number in (1, 2)]
    table = evaluate.indicators(definition_frame(definitions), value_frame(values), target_frame([]), AS_OF)
    assert table["value"].iloc[1] == small + small / 3


PERCENTS = st.none() | st.integers(-50, 6000).map(float)
MEMBERS = st.lists(st.tuples(PERCENTS, st.integers(1, 9).map(float)), min_size=1, max_size=12)


def members_frame(members: list[tuple[float | None, float]]) -> pd.DataFrame:
    """Members of a roll-up."""
    return pd.DataFrame(
        {
            "item_id": range(len(members)),
            "progress_pct": [math.nan if percent is None else percent for percent, _ in members],
            "weight": [weight for _, weight in members],
        }
    )


@given(members=MEMBERS)
def test_a_rollup_stays_inside_the_range_of_its_members(members: list[tuple[float | None, float]]) -> None:
    total = rollup(members_frame(members)).iloc[0]
    capped = [min(100.0, max(0.0, percent)) for percent, _ in members if percent is not None]
    assert (total["defined_count"], total["total_count"]) == (len(capped), len(members))
    if not capped:
        assert is_blank(total["progress_pct"])
        return
    assert min(capped) - 1e-9 <= total["progress_pct"] <= max(capped) + 1e-9
    weights = [weight for percent, weight in members if percent is not None]
    by_hand = sum(p * w for p, w in zip(capped, weights, strict=True)) / sum(weights)
    assert total["progress_pct"] == pytest.approx(by_hand)


@given(members=MEMBERS)
def test_a_rollup_does_not_depend_on_order(members: list[tuple[float | None, float]]) -> None:
    forward, backward = rollup(members_frame(members)).iloc[0], rollup(members_frame(members[::-1])).iloc[0]
    assert forward["progress_pct"] == pytest.approx(backward["progress_pct"], nan_ok=True)
    assert forward["defined_weight"] == backward["defined_weight"]


@given(
    owners=st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True), min_size=1, max_size=6),
    percent=st.integers(0, 100).map(float),
)
def test_a_shared_project_counts_once_for_the_city_and_once_under_each_secretariat(
    owners: list[list[str]], percent: float
) -> None:
    exploded = pd.DataFrame(
        [
            {"project_id": number, "secretariat": owner, "progress_pct": percent if number == 0 else 40.0}
            for number, of_project in enumerate(owners)
            for owner in of_project
        ]
    )
    city = rollup(exploded, item="project_id").iloc[0]
    assert city["total_count"] == len(owners)
    assert city["progress_pct"] == pytest.approx((percent + 40.0 * (len(owners) - 1)) / len(owners))
    under = rollup(exploded, ["secretariat"], item="project_id")
    for owner, row in under.iterrows():
        assert row["total_count"] == sum(owner in of_project for of_project in owners)


def test_one_of_5035_percent_does_not_hide_five_failures() -> None:
    frame = pd.DataFrame({"progress_pct": [5035.0, 0.0, 0.0, 0.0, 0.0, 0.0], "status": ["met"] + ["off_track"] * 5})
    total = rollup(frame).iloc[0]
    assert total["progress_pct"] == pytest.approx(100 / 6)
    assert (total["met_count"], total["off_track_count"], total["no_data_count"]) == (1, 5, 0)


def test_what_was_cancelled_enters_no_mean() -> None:
    frame = pd.DataFrame({"progress_pct": [80.0, 40.0, 0.0], "status": ["on_track", "at_risk", "cancelled"]})
    total = rollup(frame).iloc[0]
    assert total["progress_pct"] == pytest.approx((80 + 40) / 2)
    assert (total["defined_count"], total["total_count"], total["cancelled_count"]) == (2, 3, 1)


def test_a_rollup_of_nothing_has_no_percent_and_no_members() -> None:
    total = rollup(pd.DataFrame({"progress_pct": pd.Series(dtype=float)})).iloc[0]
    assert is_blank(total["progress_pct"]) and total["total_count"] == 0


def test_values_read_from_decimal_or_integer_columns_are_the_same_numbers() -> None:
    values = value_frame([Value(date(2025, 10, 1), date(2025, 12, 31), 30.0)])
    whole = values.assign(value=values["value"].astype("int64"))
    definitions, targets = definition_frame([Definition()]), target_frame([Target(DUE, 60.0)])
    pd.testing.assert_frame_equal(
        evaluate.indicators(definitions, values, targets, AS_OF),
        evaluate.indicators(definitions, whole, targets, AS_OF),
    )
