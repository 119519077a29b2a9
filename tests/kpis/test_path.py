"""The path of a promise: where it bends, and that it never parts from what values are judged against."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kpis import evaluate
from kpis.path import expected_path
from kpis.years import year_ends
from tests.kpis.frames import definition_frame, planned_quarter, quarter, target_frame, value_frame
from tests.kpis.random_plans import plan_of, tables
from tests.kpis.scalar_records import Definition, Target, Value


def points(definition: Definition, *targets: Target) -> list[tuple[str, float]]:
    path = expected_path(definition_frame([definition]), value_frame([]), target_frame(targets))
    return [(f"{on:%Y-%m-%d}", round(value, 6)) for on, value in zip(path["on"], path["expected_value"], strict=True)]


def test_a_line_bends_at_the_targets_on_the_way_and_at_the_ends_of_years() -> None:
    found = points(
        Definition(baseline_value=10.0, baseline_on=date(2023, 12, 31)),
        Target(date(2024, 12, 31), 20.0, kind="interim"),
        Target(date(2026, 6, 30), 50.0, kind="interim"),
        Target(date(2027, 12, 31), 60.0),
    )
    # From 20 to 50 in 546 days, of which 365 are in 2025; from 50 to 60 in 549, of which 184 are in 2026.
    assert found == [
        ("2023-12-31", 10.0),
        ("2024-12-31", 20.0),
        ("2025-12-31", round(20 + 30 * 365 / 546, 6)),
        ("2026-06-30", 50.0),
        ("2026-12-31", round(50 + 10 * 184 / 549, 6)),
        ("2027-12-31", 60.0),
    ]


def test_planned_amounts_make_steps_and_the_line_goes_on_after_them() -> None:
    found = points(
        Definition(accumulation="sum", plan_starts_on=date(2026, 1, 1)),
        *(planned_quarter(2026, number, amount) for number, amount in ((1, 1.0), (2, 0.0), (3, 4.0), (4, 5.0))),
        Target(date(2026, 12, 31), 10.0, kind="interim"),
        Target(date(2027, 12, 31), 40.0),
    )
    assert found == [
        ("2026-01-01", 0.0),
        ("2026-03-31", 1.0),
        ("2026-06-30", 1.0),
        ("2026-09-30", 5.0),
        ("2026-12-31", 10.0),
        ("2027-12-31", 40.0),
    ]


def test_where_each_year_starts_again_the_path_does_too() -> None:
    found = points(
        Definition(accumulation="sum", accumulation_years="last", plan_starts_on=date(2026, 1, 1)),
        Target(date(2026, 12, 31), 12.0, kind="interim"),
        Target(date(2027, 12, 31), 24.0),
    )
    assert found == [("2026-01-01", 0.0), ("2026-12-31", 12.0), ("2027-01-01", 0.0), ("2027-12-31", 24.0)]


def test_what_has_no_expected_level_has_no_path() -> None:
    assert points(Definition(direction="keep"), Target(date(2027, 12, 31), 40.0, upper_value=60.0)) == []
    assert points(Definition(), Target(date(2027, 12, 31), None, text="mejorar")) == []
    assert points(Definition()) == []
    assert expected_path(definition_frame([]), value_frame([]), target_frame([])).empty


@pytest.mark.parametrize("seed", range(12))
def test_on_the_day_of_a_value_the_path_is_what_the_value_was_expected_to_be(seed: int) -> None:
    definitions, values, targets = tables(plan_of(seed))
    history = evaluate.history(definitions, values, targets)
    path = expected_path(definitions, values, targets)
    history = history[history["expected_value"].notna()]
    both = history.merge(path, left_on=["indicator_id", "period_end"], right_on=["indicator_id", "on"])
    assert len(both)
    assert np.allclose(both["expected_value_x"], both["expected_value_y"])


def test_a_year_is_compared_at_its_end_alone() -> None:
    definition = Definition(baseline_value=0.0, baseline_on=date(2024, 12, 31))
    targets = [Target(date(2025, 12, 31), 8.0, kind="interim"), Target(date(2027, 12, 31), 24.0)]
    values: list[Value] = [quarter(2025, 3, 5.0), quarter(2025, 4, 6.5), quarter(2026, 2, 9.0)]
    frames = definition_frame([definition]), value_frame(values), target_frame(targets)
    found = year_ends(evaluate.history(*frames), expected_path(*frames)).set_index("year")
    assert found["planned"].tolist() == [0.0, 8.0, 16.0, 24.0]
    assert found["value"].tolist()[1:3] == [6.5, 9.0]
    assert found["difference"].tolist()[1] == -1.5
    assert found["difference"].notna().sum() == 1, "an unfinished year has no end yet"
    assert found.loc[2026, "value_on"] == pd.Timestamp(2026, 6, 30)
    assert found.loc[2027, "status"] is None
