"""What the Panorama shows, as plain data: pure functions from progress rows."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dashboards.components.status import GOOD_STATUSES
from dashboards.groups import Group, group_of, numbered
from data_models.queries import progress
from data_models.queries.selection import Selection

MOST_LATE = 5
MOST_STALE = 5
MOST_WITHOUT_DATA = 6
MOST_CHANGES = 8
# From worst to best, to say whether a change of status is for the better; the other three are no degrees.
_DEGREES = {"off_track": 0, "at_risk": 1, "on_track": 2, "met": 3}


@dataclass(frozen=True)
class Situation:
    """Rows of one kind: how many, by status, by freshness."""

    total: int
    counts: dict[str, int]
    fresh: int
    due: int
    overdue: int

    @property
    def good(self) -> int:
        """Met or on track."""
        return sum(self.counts[status] for status in GOOD_STATUSES)

    @property
    def without_demand(self) -> int:
        """Rows of which no datum is demanded: not started or cancelled."""
        return self.total - self.fresh - self.due - self.overdue


def situation(frame: pd.DataFrame) -> Situation:
    """The situation of rows of one kind."""
    fresh = frame["freshness"].value_counts()
    return Situation(
        total=len(frame),
        counts=progress.status_counts(frame),
        fresh=int(fresh.get("fresh", 0)),
        due=int(fresh.get("due", 0)),
        overdue=int(fresh.get("overdue", 0)),
    )


def main_kind(frame: pd.DataFrame) -> str:
    """What the headline counts: indicators, unless nothing can be said of any of them while there are projects."""
    is_indicator = frame["item_kind"] == "indicator"
    says_something = bool((is_indicator & frame["status"].isin(list(_DEGREES))).any())
    return "indicator" if says_something or is_indicator.all() else "project"


def month_before(day: date) -> date:
    """The same day a month earlier; the last day of a month leads to the last day of the month before."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    last = calendar.monthrange(year, month)[1]
    is_month_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if is_month_end else min(day.day, last))


def most_late(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows off track that are farthest behind what was expected."""
    behind = frame[(frame["status"] == "off_track") & (frame["gap_points"] < 0)]
    return behind.sort_values("gap_points", kind="stable").head(MOST_LATE)


def most_stale(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose datum has been overdue longest; those that never had one are shown apart."""
    overdue = frame[(frame["freshness"] == "overdue") & (frame["status"] != "no_data")]
    return overdue.sort_values("days_overdue", ascending=False, kind="stable").head(MOST_STALE)


def without_data(frame: pd.DataFrame) -> pd.DataFrame:
    """The first rows of which nothing can be said, in the plan's order."""
    return frame[frame["status"] == "no_data"].head(MOST_WITHOUT_DATA)


@dataclass(frozen=True)
class Movement:
    """What moved between two dates: improved and worsened by a degree, and got their first datum."""

    better: int
    worse: int
    first_datum: int
    good_change: int


def movement(before: pd.DataFrame, after: pd.DataFrame) -> Movement:
    """Compare the same rows on two dates."""
    both = after[["item_id", "status"]].merge(
        before[["item_id", "status"]], on="item_id", suffixes=("_after", "_before")
    )
    old, new = both["status_before"].map(_DEGREES), both["status_after"].map(_DEGREES)
    had_none = both["status_before"].isin(["no_data", "not_started"])
    good_before = int(before["status"].isin(GOOD_STATUSES).sum())
    return Movement(
        better=int((new > old).sum()),
        worse=int((new < old).sum()),
        first_datum=int((had_none & new.notna()).sum()),
        good_change=int(after["status"].isin(GOOD_STATUSES).sum()) - good_before,
    )


def status_changes(changes: pd.DataFrame, item_kind: str) -> pd.DataFrame:
    """Changes of status of one kind of item, the worst turns first, then the best, then the rest."""
    moved = changes[(changes["item_kind"] == item_kind) & (changes["status_before"] != changes["status_after"])]
    old, new = moved["status_before"].map(_DEGREES), moved["status_after"].map(_DEGREES)
    step = (new - old).fillna(0)
    rank = step.where(step < 0, 10 - step).where(step != 0, 20)
    return moved.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank")


@dataclass(frozen=True)
class Named:
    """A part of the plan with its name and its rows."""

    slug: str
    name: str
    group: Group


def axis_groups(frame: pd.DataFrame, nodes: pd.DataFrame, selection: Selection) -> list[Named]:
    """One group for each axis of the plan with rows that the selection does not exclude, in the plan's order."""
    axes = nodes[nodes["depth"] == 1]
    groups = [
        Named(slug, numbered(code, name), group_of(frame, replace(selection, axis=slug)))
        for slug, code, name in zip(axes["slug"], axes["code"], axes["name"], strict=True)
        if selection.axis in (None, slug)
    ]
    return [named for named in groups if named.group.total]


def secretariat_groups(frame: pd.DataFrame, secretariats: pd.DataFrame, selection: Selection) -> list[Named]:
    """One group for each secretariat at the top that answers for a row, or for the one selected, at the top or not.

    Shared rows appear under each.
    """
    shown = secretariats[secretariats["parent_code"].isna()]
    if selection.secretariat is not None:
        shown = secretariats[secretariats["slug"] == selection.secretariat]
    groups = [
        Named(slug, name, group_of(frame, replace(selection, secretariat=slug)))
        for slug, name in zip(shown["slug"], shown["name"], strict=True)
    ]
    return [named for named in groups if named.group.total]
