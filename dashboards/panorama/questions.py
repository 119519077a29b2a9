"""Questions for the meeting: contradictions that rules find in the rows, never an opinion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_models.queries.selection import Selection

# Enough projects for "they finished and nothing moved" to mean something.
LEAST_FINISHED = 3
LEAST_FINISHED_SHARE = 1 / 3
PERIOD_DAYS = {
    "monthly": 31,
    "bimonthly": 62,
    "quarterly": 92,
    "four_monthly": 123,
    "half_yearly": 184,
    "yearly": 366,
}

_INDICATOR_COLUMNS = [
    "slug", "name", "secretariat_name", "program_slug", "program_name", "indicator_kind", "frequency", "unit",
    "decimals", "value", "value_bound", "value_text", "target_value", "original_target_value", "target_revisions",
    "target_revised_on", "status", "status_original", "gap_points", "freshness", "last_data_on", "days_overdue",
]  # fmt: skip
_PROJECT_COLUMNS = [
    "slug", "name", "secretariat_name", "program_slug", "status", "reason_code", "progress_pct", "planned_end",
]  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What a rule found: its key, the row it is about, and what else the words need.

    `finished` are the finished projects of the program, listed by `finished_selection`.
    """

    rule: str
    row: dict[Any, Any]
    finished: int = 0
    finished_selection: Selection | None = None


def questions(frame: pd.DataFrame) -> list[Question]:
    """At most one question of each rule, the most telling one, in the order of the rules."""
    projects, indicators = frame[frame["item_kind"] == "project"], frame[frame["item_kind"] == "indicator"]
    projects, indicators = projects[_PROJECT_COLUMNS], indicators[_INDICATOR_COLUMNS]
    found = (
        next(done_but_flat(projects, indicators), None),
        next(silent(indicators), None),
        next(lowered_target(indicators), None),
        next(promised_date_passed(projects), None),
    )
    return [question for question in found if question is not None]


def done_but_flat(projects: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[Question]:
    """A third or more of a program's projects finished, and an outcome of that program is off track."""
    late = indicators[
        (indicators["indicator_kind"] == "outcome")
        & (indicators["status"] == "off_track")
        & indicators["gap_points"].notna()
    ]
    is_met = projects["status"] == "met"
    by_program = is_met.groupby(projects["program_slug"]).agg(["sum", "size"])
    told = by_program[
        (by_program["sum"] >= LEAST_FINISHED) & (by_program["sum"] >= LEAST_FINISHED_SHARE * by_program["size"])
    ]
    late = late[late["program_slug"].isin(told.index)]
    for row in late.sort_values("gap_points", kind="stable").to_dict("records"):
        selection = Selection(item_kind="project", program=row["program_slug"], status=("met",))
        yield Question("done_but_flat", row, int(told.loc[row["program_slug"], "sum"]), selection)


def silent(indicators: pd.DataFrame) -> Iterator[Question]:
    """Two periods or more without a datum after having had some, the longest first."""
    overdue = indicators[(indicators["freshness"] == "overdue") & indicators["last_data_on"].notna()]
    for row in overdue.sort_values("days_overdue", ascending=False, kind="stable").to_dict("records"):
        if row["days_overdue"] >= 2 * PERIOD_DAYS.get(row["frequency"], 10**6):
            yield Question("silent", row)


def lowered_target(indicators: pd.DataFrame) -> Iterator[Question]:
    """Going well against the revised target, not against the original one."""
    well = indicators["status"].isin(["met", "on_track"])
    badly = indicators["status_original"].isin(["at_risk", "off_track"])
    revised = indicators[well & badly & (indicators["target_revisions"] > 0)]
    for row in revised.sort_values("target_revised_on", ascending=False, kind="stable").to_dict("records"):
        yield Question("lowered_target", row)


def promised_date_passed(projects: pd.DataFrame) -> Iterator[Question]:
    """The planned end has passed and the project is nearly done: the most advanced first."""
    late = projects[(projects["reason_code"] == "end_passed") & projects["progress_pct"].notna()]
    for row in late.sort_values("progress_pct", ascending=False, kind="stable").to_dict("records"):
        yield Question("promised_date_passed", row)
