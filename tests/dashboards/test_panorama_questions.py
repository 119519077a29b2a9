"""Each question is found by its rule, on rows that just meet it and on rows that just do not."""

from __future__ import annotations

from typing import Any

import pytest

from dashboards.panorama.questions import (
    PERIOD_DAYS,
    done_but_flat,
    lowered_target,
    promised_date_passed,
    questions,
    silent,
)
from data_models.queries.selection import Selection
from kpis.vocabulary import Frequency
from tests.dashboards.progress_rows import day, progress_frame

FLAT = {
    "name": "Cuadras con arbolado completo",
    "indicator_kind": "outcome",
    "status": "off_track",
    "gap_points": -20.0,
    "program_slug": "arbolado",
}


def projects(*statuses: str, program: str = "arbolado") -> list[dict[str, Any]]:
    return [{"item_kind": "project", "status": status, "program_slug": program} for status in statuses]


def done(*rows: dict[str, Any]) -> list[tuple[str, int]]:
    frame = progress_frame(*rows)
    is_project = frame["item_kind"] == "project"
    return [(found.row["name"], found.finished) for found in done_but_flat(frame[is_project], frame[~is_project])]


def test_projects_finished_and_the_outcome_flat() -> None:
    assert done(FLAT, *projects("met", "met", "met", *["on_track"] * 6)) == [(FLAT["name"], 3)]


@pytest.mark.parametrize(
    "rows",
    [
        [FLAT, *projects("met", "met", "on_track")],
        [FLAT, *projects("met", "met", "met", *["on_track"] * 7)],
        [FLAT, *projects("met", "met", "met", program="otro")],
        [{**FLAT, "status": "at_risk"}, *projects("met", "met", "met")],
        [{**FLAT, "indicator_kind": "process"}, *projects("met", "met", "met")],
        [{**FLAT, "gap_points": None}, *projects("met", "met", "met")],
        [{**FLAT, "program_slug": None}, *projects("met", "met", "met")],
    ],
    ids=[
        "two finished",
        "less than a third",
        "another program",
        "at risk only",
        "a process",
        "no distance",
        "no program",
    ],
)
def test_no_question_when_the_contradiction_is_not_whole(rows: list[dict[str, Any]]) -> None:
    assert done(*rows) == []


def test_the_question_leads_to_the_finished_projects_it_counts() -> None:
    frame = progress_frame(FLAT, *projects("met", "met", "met", "on_track"))
    found = next(done_but_flat(frame[1:], frame[:1]))
    assert found.finished_selection == Selection(item_kind="project", program="arbolado", status=("met",))
    assert found.finished_selection.count(frame) == found.finished == 3


def test_the_outcome_farthest_behind_is_asked_first() -> None:
    rows = [{**FLAT, "name": "cerca"}, {**FLAT, "name": "lejos", "gap_points": -60.0}, *projects("met", "met", "met")]
    assert [name for name, _finished in done(*rows)] == ["lejos", "cerca"]


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        ({"days_overdue": 184, "frequency": "quarterly"}, True),
        ({"days_overdue": 183, "frequency": "quarterly"}, False),
        ({"days_overdue": 62, "frequency": "monthly"}, True),
        ({"days_overdue": 900, "frequency": "once"}, False),
        ({"days_overdue": 900, "frequency": "monthly", "last_data_on": None}, False),
        ({"days_overdue": 900, "frequency": "monthly", "freshness": "due"}, False),
    ],
)
def test_silence_is_two_periods_after_having_had_data(cells: dict[str, Any], is_asked: bool) -> None:
    row = {"freshness": "overdue", "last_data_on": day("2026-01-31"), **cells}
    assert bool(list(silent(progress_frame(row)))) is is_asked


def test_every_frequency_with_a_period_has_its_days() -> None:
    assert set(PERIOD_DAYS) <= {str(each) for each in Frequency}
    assert list(PERIOD_DAYS.values()) == sorted(PERIOD_DAYS.values())


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        ({"status": "on_track", "status_original": "off_track", "target_revisions": 1}, True),
        ({"status": "met", "status_original": "at_risk", "target_revisions": 2}, True),
        ({"status": "met", "status_original": "off_track", "target_revisions": 0}, False),
        ({"status": "at_risk", "status_original": "off_track", "target_revisions": 1}, False),
        ({"status": "met", "status_original": "on_track", "target_revisions": 1}, False),
        ({"status": "met", "status_original": None, "target_revisions": 1}, False),
    ],
)
def test_a_target_was_lowered_when_only_the_revised_one_is_well(cells: dict[str, Any], is_asked: bool) -> None:
    assert bool(list(lowered_target(progress_frame(cells)))) is is_asked


def test_the_newest_revision_is_asked_first() -> None:
    row = {"status": "met", "status_original": "off_track", "target_revisions": 1}
    frame = progress_frame(
        {**row, "name": "antes", "target_revised_on": day("2025-01-01")},
        {**row, "name": "después", "target_revised_on": day("2026-01-01")},
    )
    assert [found.row["name"] for found in lowered_target(frame)] == ["después", "antes"]


def test_a_promised_date_that_passed_the_most_advanced_first() -> None:
    row = {"item_kind": "project", "reason_code": "end_passed", "status": "off_track"}
    frame = progress_frame(
        {**row, "name": "empezado", "progress_pct": 10.0},
        {**row, "name": "casi", "progress_pct": 90.0},
        {**row, "name": "sin porcentaje"},
        {**row, "name": "otro motivo", "progress_pct": 95.0, "reason_code": "expected"},
    )
    assert [found.row["name"] for found in promised_date_passed(frame)] == ["casi", "empezado"]


def test_one_question_of_each_rule_in_their_order() -> None:
    frame = progress_frame(
        FLAT,
        *projects("met", "met", "met"),
        {"freshness": "overdue", "last_data_on": day("2026-01-31"), "days_overdue": 100, "frequency": "monthly"},
        {"freshness": "overdue", "last_data_on": day("2026-01-31"), "days_overdue": 90, "frequency": "monthly"},
        {"status": "met", "status_original": "off_track", "target_revisions": 1},
        {"item_kind": "project", "reason_code": "end_passed", "status": "off_track", "progress_pct": 80.0},
    )
    assert [found.rule for found in questions(frame)] == [
        "done_but_flat",
        "silent",
        "lowered_target",
        "promised_date_passed",
    ]
    assert questions(frame.head(0)) == []
