"""Processes met beside outcomes that do not move, and which indicators speak for a plan, on rows written by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from kpis.contradictions import by_place, unmoved
from kpis.rollup import against_expected
from kpis.strategic import MOST_WITHOUT_MARK, StrategicRule, strategic

ROW: dict[str, Any] = {
    "item_kind": "indicator",
    "indicator_kind": "outcome",
    "axis_slug": "ciudad",
    "program_slug": "arbolado",
    "direction": "increase",
    "accumulation": "last",
    "status": "off_track",
    "recent_per_period": 0.0,
    "progress_pct": 20.0,
    "expected_pct": 60.0,
    "weight": 1.0,
    "budget_current": None,
    "is_strategic": False,
}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    made = pd.DataFrame([{**ROW, **row} for row in rows], columns=list(ROW))
    numbers = ["recent_per_period", "progress_pct", "expected_pct", "weight", "budget_current"]
    return made.astype(dict.fromkeys(numbers, float) | {"program_slug": object, "axis_slug": object})


@pytest.mark.parametrize(
    ("row", "stands_still"),
    [
        ({}, True),
        ({"recent_per_period": 0.5}, False),
        ({"recent_per_period": -0.5}, True),
        ({"direction": "decrease", "recent_per_period": -0.5}, False),
        ({"direction": "decrease", "recent_per_period": 0.5}, True),
        ({"recent_per_period": None, "progress_pct": 0.0}, True),
        ({"recent_per_period": None, "progress_pct": 12.0}, False),
        ({"recent_per_period": None, "progress_pct": None}, False),
        ({"status": "on_track"}, False),
        ({"status": "no_data"}, False),
        ({"indicator_kind": "process"}, False),
        ({"item_kind": "project", "indicator_kind": None}, False),
        # Using up a ceiling, and staying in a band, is no movement away from a target.
        ({"direction": "decrease", "accumulation": "sum", "recent_per_period": 3.0}, False),
        ({"direction": "keep"}, False),
    ],
)
def test_a_late_outcome_that_does_not_come_nearer_stands_still(row: dict[str, Any], stands_still: bool) -> None:
    assert unmoved(frame(row)).tolist() == [stands_still]


def test_a_contradiction_needs_both_in_one_place_and_the_largest_comes_first() -> None:
    met = {"indicator_kind": "process", "status": "met"}
    found = by_place(
        frame(
            met,
            {"indicator_kind": "process"},
            {},
            {"recent_per_period": 1.0},
            {"program_slug": "riego", **met},
            {"program_slug": "riego", "recent_per_period": 1.0},
            {"program_slug": "luces"},
            {"program_slug": "luces", "indicator_kind": "process"},
            {"program_slug": None, **met},
            {"program_slug": None},
            {"program_slug": None},
        )
    )
    assert found.to_dict("records") == [
        {"axis_slug": "ciudad", "program_slug": None, "met_count": 1, "process_count": 1, "unmoved_count": 2,
         "outcome_count": 2},
        {"axis_slug": "ciudad", "program_slug": "arbolado", "met_count": 1, "process_count": 2, "unmoved_count": 1,
         "outcome_count": 2},
    ]  # fmt: skip
    assert by_place(frame()).empty


def test_a_plan_says_which_indicators_speak_for_it() -> None:
    rule, chosen = strategic(frame({"is_strategic": True}, {}, {"program_slug": None}))
    assert (rule, chosen.tolist()) == (StrategicRule.MARKED, [True, False, False])


def test_where_it_does_not_say_the_outcomes_of_its_axes_do() -> None:
    rows = frame({}, {"program_slug": None}, {"program_slug": None, "indicator_kind": "process"},
                 {"program_slug": None, "item_kind": "project", "indicator_kind": None})  # fmt: skip
    rule, chosen = strategic(rows)
    assert (rule, chosen.tolist()) == (StrategicRule.AXIS_OUTCOMES, [False, True, False, False])


def test_else_those_of_the_greatest_weight_and_of_equal_ones_of_the_largest_budget() -> None:
    rows = frame(
        *({"budget_current": 100.0 + place} for place in range(MOST_WITHOUT_MARK)),
        {"budget_current": 5.0, "weight": 3.0},
        {"budget_current": None},
        {"item_kind": "project", "indicator_kind": None, "weight": 9.0},
    )
    rule, chosen = strategic(rows)
    assert rule is StrategicRule.HEAVIEST
    assert chosen.tolist() == [False, *[True] * (MOST_WITHOUT_MARK - 1), True, False, False]


def test_what_is_done_is_set_against_what_is_expected_of_the_same_items() -> None:
    found = against_expected(
        frame(
            {"progress_pct": 40.0, "expected_pct": 60.0, "weight": 3.0},
            {"progress_pct": 500.0, "expected_pct": 80.0},
            {"progress_pct": 10.0, "expected_pct": None},
            {"progress_pct": None, "expected_pct": 90.0},
            {"progress_pct": 90.0, "expected_pct": 90.0, "status": "cancelled"},
        )
    )
    assert found == ((3 * 40 + 100) / 4, (3 * 60 + 80) / 4, 2)
