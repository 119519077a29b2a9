"""What the Panorama shows, as plain data: pure functions from progress rows."""

from __future__ import annotations

import pandas as pd

from dashboards.standing import DEGREES

MOST_LATE = 5
MOST_STALE = 5
MOST_WITHOUT_DATA = 6
MOST_CHANGES = 8


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


def status_changes(changes: pd.DataFrame, item_kind: str) -> pd.DataFrame:
    """Changes of status of one kind of item, the worst turns first, then the best, then the rest."""
    moved = changes[(changes["item_kind"] == item_kind) & (changes["status_before"] != changes["status_after"])]
    old, new = moved["status_before"].map(DEGREES), moved["status_after"].map(DEGREES)
    step = (new - old).fillna(0)
    rank = step.where(step < 0, 10 - step).where(step != 0, 20)
    return moved.assign(rank=rank).sort_values("rank", kind="stable").drop(columns="rank")
