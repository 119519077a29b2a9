"""Each rule of questions finds rows that just meet it and leaves rows that just do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kpis import questions, rules
from kpis.questions import COLUMNS, MOST_ASKED, Question
from kpis.spending import SPENT_AHEAD_POINTS

TODAY = date(2026, 10, 31)
NUMBERS = (
    "recent_per_period", "progress_pct", "gap_points", "days_overdue", "budget_executed_pct", "target_value",
    "original_target_value", "target_revisions", "allowed_delay_days",
)  # fmt: skip
DAYS = ("last_data_on", "recovery_on", "target_revised_on", "target_due_on")
TEXTS = (
    "program_slug", "item_kind", "indicator_kind", "status", "status_original", "accumulation", "accumulation_years",
    "direction", "frequency", "freshness", "secretariat_code",
)  # fmt: skip
USUAL = {
    "item_kind": "indicator", "status": "off_track", "direction": "increase", "accumulation": "last",
    "frequency": "quarterly", "allowed_delay_days": 0, "secretariat_code": "SAL",
}  # fmt: skip


def rows_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows given as their cells; the others are a usual indicator's, or missing. Ids count from 1."""
    columns: dict[str, Any] = {"item_id": np.arange(1, len(rows) + 1, dtype=np.int64)}
    for names, kind in ((NUMBERS, "float64"), (DAYS, "datetime64[s]"), (TEXTS, "object")):
        for name in names:
            columns[name] = pd.Series([(USUAL | row).get(name) for row in rows], dtype=kind)
    return pd.DataFrame(columns)


def ids(found: pd.DataFrame) -> list[int]:
    assert tuple(found.columns) == COLUMNS
    return found["item_id"].tolist()


FLAT = {"indicator_kind": "outcome", "program_slug": "arbolado", "recent_per_period": -0.5, "gap_points": -20.0}


def projects(*statuses: str, program: str | None = "arbolado") -> list[dict[str, Any]]:
    return [{"item_kind": "project", "status": status, "program_slug": program} for status in statuses]


def test_projects_finished_and_the_outcome_flat_or_worse() -> None:
    found = questions.done_but_flat(rows_of(FLAT, *projects("met", "met", "met", *["on_track"] * 6)))
    assert ids(found) == [1]
    told = found.iloc[0]
    assert (told["finished_count"], told["project_count"], told["recent_change"]) == (3, 9, -0.5)


@pytest.mark.parametrize(
    "rows",
    [
        [FLAT, *projects("met", "met", "on_track")],
        [FLAT, *projects("met", "met", "met", *["on_track"] * 7)],
        [FLAT, *projects("met", "met", "met", program="otro")],
        [{**FLAT, "program_slug": None}, *projects("met", "met", "met", program=None)],
        [{**FLAT, "status": "on_track"}, *projects("met", "met", "met")],
        [{**FLAT, "recent_per_period": 0.1}, *projects("met", "met", "met")],
    ],
    ids=["two finished", "less than a third", "another program", "no program", "on track", "it moves"],
)
def test_no_question_when_the_contradiction_is_not_whole(rows: list[dict[str, Any]]) -> None:
    assert ids(questions.done_but_flat(rows_of(*rows))) == []


def test_the_outcome_farthest_behind_is_asked_first() -> None:
    rows = rows_of(FLAT, {**FLAT, "gap_points": -60.0}, {**FLAT, "gap_points": None}, *projects("met", "met", "met"))
    assert ids(questions.done_but_flat(rows)) == [2, 1, 3]


STALE = {"freshness": "overdue", "days_overdue": 40.0}


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        # Asked on 31/10/2026: the quarter that ended on 30/09 is overdue without delay, so is the one of 30/06.
        ({"last_data_on": "2026-03-31"}, True),
        ({"last_data_on": "2026-06-30"}, False),
        ({"last_data_on": "2026-03-31", "allowed_delay_days": 30.0}, True),
        ({"last_data_on": "2026-03-31", "allowed_delay_days": 31.0}, False),
        ({"last_data_on": "2026-08-31", "frequency": "monthly"}, False),
        ({"last_data_on": "2026-07-31", "frequency": "monthly"}, True),
        ({"last_data_on": "2024-12-31", "frequency": "once"}, False),
        ({"last_data_on": None}, False),
        ({"last_data_on": "2026-03-31", "freshness": "due"}, False),
        ({"last_data_on": "2026-03-31", "item_kind": "project"}, False),
        # Only one period was owed still: the promise was of June.
        ({"last_data_on": "2026-03-31", "target_due_on": "2026-06-30"}, False),
        ({"last_data_on": "2026-03-31", "target_due_on": "2026-07-01"}, True),
        ({"last_data_on": "2026-03-31", "target_due_on": "2026-06-30", "accumulation_years": "sum"}, False),
        ({"last_data_on": "2025-09-30", "target_due_on": "2025-12-31", "accumulation_years": "last"}, True),
    ],
)
def test_silence_is_two_overdue_periods_after_having_had_data(cells: dict[str, Any], is_asked: bool) -> None:
    assert bool(ids(questions.overdue_twice(rows_of({**STALE, **cells}), TODAY))) is is_asked


def test_the_longest_silence_is_asked_first() -> None:
    rows = rows_of(*({**STALE, "last_data_on": "2025-03-31", "days_overdue": late} for late in (90.0, 300.0, 200.0)))
    assert ids(questions.overdue_twice(rows, TODAY)) == [2, 3, 1]


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        ({"recovery_on": "2026-10-30"}, True),
        ({"recovery_on": "2026-10-31"}, False),
        ({"recovery_on": "2026-10-30", "status": "at_risk"}, True),
        ({"recovery_on": "2026-10-30", "status": "on_track"}, False),
        ({"recovery_on": "2026-10-30", "status": "met"}, False),
        ({"recovery_on": None}, False),
    ],
)
def test_a_promised_recovery_that_passed_without_it(cells: dict[str, Any], is_asked: bool) -> None:
    rows = rows_of({"item_kind": "project", **cells})
    assert bool(ids(questions.recovery_passed(rows, TODAY))) is is_asked


def test_the_recovery_promised_longest_ago_is_asked_first() -> None:
    rows = rows_of(*({"recovery_on": day} for day in ("2026-09-30", "2026-03-31", "2026-06-30")))
    assert ids(questions.recovery_passed(rows, TODAY)) == [2, 3, 1]


@pytest.mark.parametrize(
    ("executed", "progress", "status", "points"),
    [
        (80.0, 50.0, "on_track", 30.0),
        (79.9, 50.0, "on_track", None),
        (40.0, -25.0, "off_track", 40.0),
        (140.0, 900.0, "off_track", 40.0),
        (95.0, 20.0, "met", None),
        (95.0, 20.0, "cancelled", None),
        (95.0, None, "off_track", None),
        (None, 20.0, "off_track", None),
    ],
)
def test_money_far_ahead_of_work(executed: float | None, progress: float | None, status: str, points: float) -> None:
    row = {"item_kind": "project", "budget_executed_pct": executed, "progress_pct": progress, "status": status}
    found = questions.spent_ahead(rows_of(row))
    assert found["points_ahead"].tolist() == ([] if points is None else [points])


EASED = {"target_revisions": 1, "target_value": 60.0, "original_target_value": 80.0, "status_original": "off_track"}


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        ({}, True),
        ({"target_value": 80.0}, False),
        ({"target_value": 90.0}, False),
        ({"direction": "decrease"}, False),
        ({"direction": "decrease", "target_value": 95.0}, True),
        ({"direction": "keep"}, False),
        ({"target_revisions": 0}, False),
        ({"original_target_value": None}, False),
        ({"status": "cancelled"}, False),
    ],
)
def test_a_target_was_eased_when_it_asks_less_than_at_first(cells: dict[str, Any], is_asked: bool) -> None:
    assert bool(ids(questions.target_eased(rows_of({**EASED, **cells})))) is is_asked


def test_whoever_is_saved_by_the_revision_is_asked_first_then_the_newest() -> None:
    rows = rows_of(
        {**EASED, "target_revised_on": "2026-01-01"},
        {**EASED, "target_revised_on": "2026-05-01"},
        {**EASED, "target_revised_on": "2024-01-01", "status": "met"},
        {**EASED, "target_revised_on": "2026-09-01", "status": "met", "status_original": "on_track"},
    )
    assert ids(questions.target_eased(rows)) == [3, 4, 2, 1]


def values_of(*series: Sequence[float | None], bound_last: bool = False) -> pd.DataFrame:
    """The values of indicators 1, 2, … by quarter from the first of 2024; None is a period without one."""
    ends = pd.date_range("2024-03-31", periods=24, freq="QE").astype("datetime64[s]")
    cells = [
        (owner, ends[place], value)
        for owner, values in enumerate(series, 1)
        for place, value in enumerate(values)
        if value is not None
    ]
    frame = pd.DataFrame(cells, columns=["indicator_id", "period_end", "value"])
    bounds = [">" if bound_last and place == len(frame) - 1 else None for place in range(len(frame))]
    return frame.assign(bound=pd.Series(bounds, dtype=object))


# Eight steps of 1 or 2, then one of 12 from 52 on.
STEADY = [40, 41, 43, 44, 46, 47, 49, 50, 52]


def test_a_value_that_jumped_outside_its_own_history() -> None:
    found = questions.value_jumped(rows_of({}), values_of([*STEADY, 64]))
    assert ids(found) == [1]
    told = found.iloc[0]
    # Steps 1, 2, 1, 2, 1, 2, 1, 2: median 1.5, every one 0.5 from it; 0.6745 × (12 − 1.5) / 0.5.
    assert (told["change"], told["usual_change"], told["value_before"]) == (12, 1.5, 52)
    assert told["jump_score"] == pytest.approx(0.6745 * 10.5 / 0.5)


@pytest.mark.parametrize(
    ("series", "is_asked"),
    [
        ([*STEADY, 40], True),
        # Score 3.5 is a step of 1.5 + 3.5 × 0.5 / 0.6745 = 4.09; 10 % of 52 away from 1.5 is one of 6.7.
        ([*STEADY, 58.7], True),
        ([*STEADY, 58.6], False),
        ([*STEADY[1:], 90], False),
        # The jump is two periods old: what came after is usual.
        ([40, 41, 43, 44, 46, 47, 49, 50, 90, 91], False),
        # Steps all alike: nothing tells what is unusual.
        ([10, 11, 12, 13, 14, 15, 16, 17, 18, 40], False),
        # Most steps alike: by the mean distance, 1 of 8 steps being 2 away.
        ([10, 11, 12, 13, 14, 15, 16, 17, 20, 40], True),
        # Two periods without a value: 24 in three periods are steps of 8.
        ([*STEADY, None, None, 76], True),
        ([*STEADY, None, None, 58], False),
        ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], False),
    ],
)
def test_a_jump_is_judged_by_the_steps_before_it(series: list[float | None], is_asked: bool) -> None:
    assert bool(ids(questions.value_jumped(rows_of({}), values_of(series)))) is is_asked


def test_no_jump_of_limits_of_what_was_cancelled_or_of_what_nobody_sees() -> None:
    jumping = values_of([*STEADY, 64])
    assert ids(questions.value_jumped(rows_of({}), values_of([*STEADY, 64], bound_last=True))) == []
    assert ids(questions.value_jumped(rows_of({"status": "cancelled"}), jumping)) == []
    assert ids(questions.value_jumped(rows_of({"item_kind": "project"}), jumping)) == []
    assert ids(questions.value_jumped(rows_of({}).assign(item_id=7), jumping)) == []
    assert ids(questions.value_jumped(rows_of({}), jumping.head(0))) == []


def test_the_largest_jump_is_asked_first_whatever_the_order_of_rows() -> None:
    values = values_of([*STEADY, 70], [*STEADY, 53], [*STEADY, 90], [*STEADY, 64])
    rows = rows_of({}, {}, {}, {}).iloc[[3, 2, 1, 0]].reset_index(drop=True)
    found = questions.value_jumped(rows, values)
    assert ids(found) == [3, 1, 4]
    assert found["change"].tolist() == [38, 18, 12]


SECRETARIATS = pd.DataFrame(
    {
        "code": pd.Series(["SAL", "INN", "OBR"], dtype=object),
        "in_force_to": pd.Series([None, "2026-10-30", "2026-10-31"], dtype="datetime64[s]"),
    }
)


def test_nobody_answers_where_nobody_leads_or_the_lead_is_gone() -> None:
    leads = [None, "SAL", "INN", "OBR"]
    rows = rows_of(
        *({"secretariat_code": lead, "status": "on_track"} for lead in leads),
        {"secretariat_code": None, "status": "met"},
        {"secretariat_code": None, "status": "cancelled"},
        {"secretariat_code": None, "status": "off_track", "item_kind": "project"},
    )
    assert ids(questions.no_owner(rows, SECRETARIATS, TODAY)) == [7, 1, 3]


def test_five_questions_at_most_one_of_each_rule_in_their_order() -> None:
    rows = rows_of(
        {"secretariat_code": None, "status": "no_data"},
        {"secretariat_code": None},
        EASED,
        {"item_kind": "project", "budget_executed_pct": 90.0, "progress_pct": 10.0},
        {"item_kind": "project", "recovery_on": "2026-09-30"},
        {**STALE, "last_data_on": "2025-03-31"},
        FLAT,
        *projects("met", "met", "met"),
        {},
    )
    values = values_of(*([] for _ in range(10)), [*STEADY, 64])
    found = questions.findings(rows, values, SECRETARIATS, TODAY)
    assert list(dict.fromkeys(found["rule"])) == [str(rule) for rule in Question]
    asked = questions.asked(found)
    assert asked["rule"].tolist() == [str(rule) for rule in Question][:MOST_ASKED]
    assert asked["item_id"].tolist() == [7, 6, 5, 4, 3]


@pytest.mark.parametrize("question", Question)
def test_every_question_is_explained_with_its_thresholds(question: Question) -> None:
    rule = rules.explaining(question)
    assert rule.group is rules.RuleGroup.QUESTIONS
    stated = {
        Question.DONE_BUT_FLAT: (f"{questions.LEAST_FINISHED} o más", "un tercio"),
        Question.SPENT_AHEAD: (f"≥ {SPENT_AHEAD_POINTS:g} puntos",),
        Question.VALUE_JUMPED: (
            f"{questions.LEAST_JUMP_SCORE:g}".replace(".", ","),
            f"{questions.LEAST_EARLIER_CHANGES} cambios",
            f"{100 * questions.LEAST_JUMP_SHARE:g} %",
        ),
    }
    assert all(words in rule.formula + rule.note for words in stated.get(question, ()))


def test_a_plan_without_rows_asks_nothing() -> None:
    found = questions.findings(rows_of(), values_of(), SECRETARIATS, TODAY)
    assert ids(found) == []
    assert questions.asked(found).empty
