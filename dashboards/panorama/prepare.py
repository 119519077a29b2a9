"""What the Panorama shows, as plain data: pure functions from rows to the rows shown, in order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dashboards.boards.row_set import RowSet
from dashboards.boards.standing import Moves

MOST_LATE = 5
MOST_STALE = 5
MOST_WITHOUT_DATA = 6
MOST_CHANGES = 6
MOST_CHANGES_LISTED = 40


def most_late(rows: RowSet) -> RowSet:
    """The rows off track that are farthest behind what was expected."""
    behind = rows.at(rows.is_("status", "off_track") & (rows.column("gap_points") < 0))
    return behind.at(np.argsort(behind.column("gap_points"), kind="stable")[:MOST_LATE])


def longest_due(rows: RowSet) -> RowSet:
    """The rows off track whose planned end passed, the longest ago first; dates alone judge them."""
    late = rows.at(rows.is_("status", "off_track") & ~np.isnat(rows.column("planned_end")))
    return late.at(np.argsort(late.column("planned_end"), kind="stable")[:MOST_LATE])


def most_stale(rows: RowSet) -> RowSet:
    """The rows whose datum has been overdue longest; those that never had one are shown apart."""
    overdue = rows.at(rows.is_("freshness", "overdue") & ~rows.is_("status", "no_data"))
    return overdue.at(np.argsort(-overdue.column("days_overdue"), kind="stable")[:MOST_STALE])


def without_data(rows: RowSet) -> RowSet:
    """The rows of which nothing can be said, in the plan's order."""
    return rows.at(rows.is_("status", "no_data"))


def turns(both: Moves) -> npt.NDArray[np.intp]:
    """The positions of the rows whose status changed: the worst turns first, then the best, then the rest."""
    changed = np.flatnonzero(both.changed)
    step = np.nan_to_num(both.steps[changed])
    rank = np.where(step < 0, step, np.where(step > 0, 10 - step, 20))
    return np.asarray(changed[np.argsort(rank, kind="stable")])
