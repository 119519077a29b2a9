"""Projects: milestones, declared percents, and dates when there is nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis import evaluate
from tests.kpis import scalar_projects
from tests.kpis.frames import is_blank, milestone_frame, project_frame, stand_project
from tests.kpis.random_plans import assert_same
from tests.kpis.scalar_projects import Milestone, Project, Standing
from tests.kpis.scalar_records import MONTHS

AS_OF = date(2026, 6, 30)
DAY = timedelta(days=1)


HALF_DUE = [
    Milestone(weight=30, due_on=date(2025, 6, 30), done_on=date(2025, 7, 4)),
    Milestone(weight=20, due_on=date(2026, 6, 30)),
    Milestone(weight=50, due_on=date(2026, 7, 1)),
]


def test_completion_is_the_weight_of_what_is_done_over_what_is_due() -> None:
    row = stand_project(Project(), HALF_DUE, AS_OF)
    assert (row["completion_pct"], row["expected_pct"], row["gap_points"]) == (30.0, 50.0, -20.0)
    assert (row["status"], row["reason_code"]) == ("at_risk", "milestones_at_risk")
    assert (row["milestones_done"], row["milestones_total"], row["weight_due"]) == (1, 3, 50.0)


def test_what_was_done_later_was_not_done_then() -> None:
    assert stand_project(Project(), HALF_DUE, date(2025, 7, 3))["completion_pct"] == 0.0
    assert stand_project(Project(), HALF_DUE, date(2025, 7, 4))["completion_pct"] == 30.0


PLANNED = Project(state="planned")
STARTS = date(2026, 6, 1)
CASES: list[tuple[str, Project, list[Milestone], str, str, float | None]] = [
    ("a cancelled one", Project(state="cancelled", planned_end=AS_OF - DAY), HALF_DUE, "cancelled", "cancelled", 30.0),
    ("a finished one", Project(state="finished"), [], "met", "finished", 100.0),
    (
        "a finished one keeps its declared percent",
        Project(state="finished", declared_pct=95.0),
        [],
        "met",
        "finished",
        95.0,
    ),
    ("one that ended today", Project(actual_end=AS_OF), [], "met", "finished", 100.0),
    ("one that will end tomorrow", Project(actual_end=AS_OF + DAY), [], "on_track", "no_dates", None),
    ("all milestones done", Project(), [Milestone(done_on=AS_OF)], "met", "finished", 100.0),
    ("declared 100 % is not finished", Project(declared_pct=100.0), [], "on_track", "no_dates", 100.0),
    ("nothing known", Project(state=None), [], "no_data", "no_completion", None),
    ("end passed yesterday", Project(planned_end=AS_OF - DAY), [], "off_track", "end_passed", None),
    ("end today", Project(planned_end=AS_OF), [], "on_track", "dates_only", None),
    (
        "end passed with milestones in time",
        Project(planned_end=AS_OF - DAY),
        HALF_DUE[:1] + [Milestone()],
        "off_track",
        "end_passed",
        100 * 30 / 31,
    ),
    ("starts tomorrow", replace(PLANNED, planned_start=AS_OF + DAY), [], "not_started", "not_started", None),
    ("planned with no date", PLANNED, [], "not_started", "planned", None),
    ("planned with an end only", replace(PLANNED, planned_end=AS_OF), [], "not_started", "planned", None),
    (
        "starts tomorrow but is being worked on",
        replace(PLANNED, planned_start=AS_OF + DAY, declared_pct=5.0),
        [],
        "on_track",
        "dates_only",
        5.0,
    ),
    ("should have started", replace(PLANNED, planned_start=STARTS), [], "at_risk", "start_passed", None),
    (
        "should have started, within the allowed delay",
        replace(PLANNED, planned_start=STARTS, allowed_delay_days=29),
        [],
        "on_track",
        "dates_only",
        None,
    ),
    (
        "declared 0 % has not started",
        replace(PLANNED, planned_start=STARTS, declared_pct=0.0),
        [],
        "at_risk",
        "start_passed",
        0.0,
    ),
    ("paused", Project(state="paused"), HALF_DUE, "at_risk", "paused", 30.0),
    ("nothing due yet", Project(), [Milestone(due_on=AS_OF + DAY)], "on_track", "nothing_due_yet", 0.0),
    (
        "milestones with no weight count alike",
        Project(),
        [Milestone(weight=None, due_on=AS_OF, done_on=AS_OF), Milestone(weight=None, due_on=AS_OF)],
        "off_track",
        "milestones_off_track",
        50.0,
    ),
    (
        "weights of zero say nothing",
        Project(declared_pct=40.0),
        [Milestone(weight=0.0, due_on=AS_OF)],
        "on_track",
        "no_dates",
        40.0,
    ),
    (
        "a percent declared later is not known yet",
        Project(declared_pct=40.0, declared_on=AS_OF + DAY),
        [],
        "on_track",
        "no_dates",
        None,
    ),
]


@pytest.mark.parametrize(
    ("project", "milestones", "status", "reason", "percent"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_project(
    project: Project, milestones: list[Milestone], status: str, reason: str, percent: float | None
) -> None:
    row = stand_project(project, milestones, AS_OF)
    assert (row["status"], row["reason_code"]) == (status, reason)
    assert is_blank(row["completion_pct"]) if percent is None else row["completion_pct"] == pytest.approx(percent)


def test_one_milestone_of_two_hundred_still_missing_is_not_finished() -> None:
    milestones = [Milestone(199.0, AS_OF, AS_OF), Milestone(1.0, AS_OF + DAY)]
    assert stand_project(Project(), milestones, AS_OF)["reason_code"] == "milestones_on_track"


def test_elapsed_time_is_never_shown_as_progress() -> None:
    row = stand_project(Project(planned_start=date(2024, 1, 1), planned_end=date(2026, 7, 1)), [], AS_OF)
    assert is_blank(row["expected_pct"]) and is_blank(row["completion_pct"]) and is_blank(row["completion_basis"])


@pytest.mark.parametrize(
    ("as_of", "freshness"),
    [
        (date(2026, 6, 29), "fresh"),
        (date(2026, 6, 30), "due"),
        (date(2026, 7, 10), "due"),
        (date(2026, 7, 11), "overdue"),
    ],
)
def test_an_update_is_owed_for_the_month_after_the_last_one(as_of: date, freshness: str) -> None:
    project = Project(update_frequency="monthly", last_update_on=date(2026, 5, 3), allowed_delay_days=10)
    row = stand_project(project, [], as_of)
    assert row["freshness"] == freshness
    assert str(row["next_due_on"].date()) == "2026-07-10"
    assert is_blank(row["days_overdue"]) if freshness != "overdue" else row["days_overdue"] == 1


def random_project(random: Random, project_id: int) -> tuple[Project, list[Milestone]]:
    """A project of any kind."""

    def some_day() -> date:
        return date(2025, 1, 1) + timedelta(days=random.randrange(900))

    def maybe() -> date | None:
        return some_day() if random.random() < 0.4 else None

    project = Project(
        project_id=project_id,
        state=random.choice(
            [None, "planned", "planned", "in_progress", "in_progress", "paused", "finished", "cancelled"]
        ),
        planned_start=maybe(),
        planned_end=maybe(),
        actual_start=maybe(),
        actual_end=some_day() if random.random() < 0.1 else None,
        declared_pct=random.choice([None, 0.0, 35.0, 100.0]),
        declared_on=maybe(),
        update_frequency=random.choice([None, *MONTHS]),
        allowed_delay_days=random.choice([0, 20]),
        last_update_on=maybe(),
        plan_starts_on=random.choice([None, date(2024, 12, 10)]),
    )
    milestones = [
        Milestone(random.choice([None, 0.0, 1.0, 2.5]), maybe(), maybe(), project_id)
        for _ in range(random.choice([0, 0, 1, 3, 5]))
    ]
    return project, milestones


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), as_of=st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_projects_agree_with_the_reference_in_every_column(seed: int, as_of: date) -> None:
    random = Random(seed)
    plan = [random_project(random, number) for number in random.sample(range(1000), 60)]
    milestones = milestone_frame([milestone for _, own in reversed(plan) for milestone in own])
    table = evaluate.projects(project_frame([project for project, _ in plan]), milestones, as_of)
    for (_, ours), (project, own) in zip(table.iterrows(), plan, strict=True):
        reference = scalar_projects.evaluate(project, own, as_of)
        for column in fields(Standing):
            assert_same(column.name, ours[column.name], getattr(reference, column.name))
