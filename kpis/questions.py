"""Questions for the meeting: what rules find in the numbers that somebody should explain, never an opinion.

Frames in, findings out. ``rows`` are progress rows (the dictionary's columns), ``values`` the approved values of each
period; a finding names its rule, its item and the figures that are its evidence, the most telling first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpis.arrays import BoolArray, FloatArray, IntArray, day_column, float_column
from kpis.contradictions import unmoved
from kpis.periods import MONTHS_PER_PERIOD, last_closed_number, period_number
from kpis.progress_rows import LATE, says, signs
from kpis.spending import SPENT_AHEAD_POINTS, lead_points
from kpis.standing import GOOD
from kpis.vocabulary import Accumulation, Freshness, Status


class Question(StrEnum):
    """The rules, in the order in which they are asked."""

    DONE_BUT_FLAT = "done_but_flat"
    OVERDUE_TWICE = "overdue_twice"
    RECOVERY_PASSED = "recovery_passed"
    SPENT_AHEAD = "spent_ahead"
    TARGET_EASED = "target_eased"
    VALUE_JUMPED = "value_jumped"
    NO_OWNER = "no_owner"


# A meeting has time for this many, at most one of each rule.
MOST_ASKED = 5
# Enough projects for "they finished and nothing moved" to mean something.
LEAST_FINISHED = 3
LEAST_FINISHED_SHARE = 1 / 3
OVERDUE_PERIODS = 2
# A change is outside its history by the modified z-score of Iglewicz and Hoaglin (1993) above this.
LEAST_JUMP_SCORE = 3.5
LEAST_EARLIER_CHANGES = 8
# And by this share of the value before: where steps are tiny, an unusual one is tiny too.
LEAST_JUMP_SHARE = 0.1
# Steps are differences of decimals: what is left of equal ones beyond this is not a difference.
_STEP_DECIMALS = 9
_SCORE_OF_MEDIAN = 0.6745
_SCORE_OF_MEAN = 1.253314

EVIDENCE = (
    "finished_count", "project_count", "recent_change", "points_ahead", "change", "usual_change", "value_before",
    "jump_score",
)  # fmt: skip
COLUMNS = ("rule", "item_kind", "item_id", *EVIDENCE)

_OVER = (Status.MET, Status.CANCELLED)


def findings(rows: pd.DataFrame, values: pd.DataFrame, secretariats: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """All that the rules find: COLUMNS, by rule in their order and within a rule the most telling first.

    ``values``: indicator_id, period_end, value, bound (missing: none) by indicator and period. ``secretariats``: code,
    in_force_to. Figures a rule does not use are NaN.
    """
    parts = [
        done_but_flat(rows),
        overdue_twice(rows, as_of),
        recovery_passed(rows, as_of),
        spent_ahead(rows),
        target_eased(rows),
        value_jumped(rows, values),
        no_owner(rows, secretariats, as_of),
    ]
    return pd.concat(parts, ignore_index=True)


def asked(found: pd.DataFrame) -> pd.DataFrame:
    """The most telling finding of each rule, in the order of the rules, up to MOST_ASKED."""
    return found.drop_duplicates("rule").head(MOST_ASKED)


def done_but_flat(rows: pd.DataFrame) -> pd.DataFrame:
    """LEAST_FINISHED projects and a third or more of a program finished, and a late outcome of it did not move.

    Which did not is `kpis.contradictions.unmoved`. The largest distance to what was expected first.
    """
    program = rows["program_slug"].to_numpy(dtype=object)
    is_project = says(rows, "item_kind", "project") & rows["program_slug"].notna().to_numpy()
    places, names = pd.factorize(program)
    counted = np.where(is_project, places, len(names))
    total = np.bincount(counted, minlength=len(names) + 1)[: len(names)]
    finished = np.bincount(counted[says(rows, "status", Status.MET)], minlength=len(names) + 1)[: len(names)]
    is_told = (finished >= LEAST_FINISHED) & (finished >= LEAST_FINISHED_SHARE * total)
    # The last place is that of rows without a program.
    is_done = np.append(is_told, False)[places]
    found = is_done & unmoved(rows)
    where = places[found]
    evidence = {
        "finished_count": finished[where].astype(np.float64),
        "project_count": total[where].astype(np.float64),
        "recent_change": float_column(rows, "recent_per_period")[found],
    }
    return _told(rows, Question.DONE_BUT_FLAT, found, float_column(rows, "gap_points")[found], evidence)


def overdue_twice(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Had data once, and the data of two periods or more are overdue, each with its allowed delay: longest first.

    After the period that holds the promise's date nothing more is owed; where each year has a promise of its own, that
    date says nothing of the others.
    """
    months = _months(rows)
    last = day_column(rows, "last_data_on")
    delay = float_column(rows, "allowed_delay_days", 0.0).astype(np.int64)
    judged_on = np.full(len(rows), np.datetime64(as_of, "D")) - (delay + 1).astype("timedelta64[D]")
    due_on = day_column(rows, "target_due_on")
    is_last = ~np.isnat(due_on) & ~says(rows, "accumulation_years", Accumulation.LAST)
    closed = last_closed_number(judged_on, months)
    closed = np.where(is_last, np.minimum(closed, period_number(due_on, months)), closed)
    owed = closed - period_number(last, months)
    found = (
        says(rows, "item_kind", "indicator")
        & says(rows, "freshness", Freshness.OVERDUE)
        & ~np.isnat(last)
        & (months > 0)
        & (owed >= OVERDUE_PERIODS)
    )
    return _told(rows, Question.OVERDUE_TWICE, found, -float_column(rows, "days_overdue")[found])


def recovery_passed(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The day promised to be back on plan has passed and the project is not: the one that passed first, first."""
    promised = day_column(rows, "recovery_on")
    found = says(rows, "status", *LATE) & (promised < np.datetime64(as_of, "D"))
    return _told(rows, Question.RECOVERY_PASSED, found, promised[found].astype(np.int64).astype(np.float64))


def spent_ahead(rows: pd.DataFrame) -> pd.DataFrame:
    """What still runs and has spent SPENT_AHEAD_POINTS or more beyond its progress: the farthest first."""
    ahead = lead_points(rows)
    found = (ahead >= SPENT_AHEAD_POINTS) & ~says(rows, "status", *_OVER)
    return _told(rows, Question.SPENT_AHEAD, found, -ahead[found], {"points_ahead": ahead[found]})


def target_eased(rows: pd.DataFrame) -> pd.DataFrame:
    """A target revised to one that asks less than the original did.

    Those that go well only against the revised target come first, then the newest revision.
    """
    revised, original = float_column(rows, "target_value"), float_column(rows, "original_target_value")
    found = (
        says(rows, "item_kind", "indicator")
        & (float_column(rows, "target_revisions", 0.0) > 0)
        & ((revised - original) * signs(rows) < 0)
        & ~says(rows, "status", Status.CANCELLED)
    )
    is_saved = says(rows, "status", *GOOD) & ~says(rows, "status_original", *GOOD)
    on = day_column(rows, "target_revised_on")
    newest = np.where(np.isnat(on), 0, on.astype(np.int64)).astype(np.float64)
    # A day number is far below this: whoever is saved by the revision stands before everybody else.
    return _told(rows, Question.TARGET_EASED, found, (-newest - is_saved * 1e7)[found])


def value_jumped(rows: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """The last value changed by a step outside the indicator's own history of steps: the largest score first.

    At least LEAST_EARLIER_CHANGES earlier steps, a score above LEAST_JUMP_SCORE, and LEAST_JUMP_SHARE of the value
    before away from the median step. Values known only as a limit take no part.
    """
    indicators = np.flatnonzero(says(rows, "item_kind", "indicator") & ~says(rows, "status", Status.CANCELLED))
    ids = rows["item_id"].to_numpy(dtype=np.int64)[indicators]
    by_id = np.argsort(ids, kind="stable")
    if not len(values) or not len(ids):
        return _told(rows, Question.VALUE_JUMPED, np.zeros(len(rows), dtype=np.bool_), np.empty(0))
    owner_ids = values["indicator_id"].to_numpy(dtype=np.int64)
    found_at = np.minimum(np.searchsorted(ids[by_id], owner_ids), len(ids) - 1)
    is_known = (ids[by_id][found_at] == owner_ids) & values["bound"].isna().to_numpy()
    owner = indicators[by_id[found_at]][is_known]
    number = float_column(values, "value")[is_known]
    months = _months(rows)[owner]
    period = period_number(day_column(values, "period_end")[is_known], months)
    # A step from one value to the next of the same indicator, for each period between the two.
    is_step = (owner[1:] == owner[:-1]) & (period[1:] > period[:-1]) & (months[1:] > 0)
    change = np.round((np.diff(number) / np.where(is_step, np.diff(period), 1))[is_step], _STEP_DECIMALS)
    stepping = owner[1:][is_step]
    before = number[:-1][is_step]
    judged = _last_against_earlier(stepping, change)
    found = np.zeros(len(rows), dtype=np.bool_)
    is_jump = np.abs(judged.score) > LEAST_JUMP_SCORE
    is_jump &= np.abs(change[judged.last] - judged.median) >= LEAST_JUMP_SHARE * np.abs(before[judged.last])
    found[judged.owner[is_jump]] = True
    order = np.argsort(judged.owner[is_jump], kind="stable")
    evidence = {
        "change": change[judged.last][is_jump][order],
        "usual_change": judged.median[is_jump][order],
        "value_before": before[judged.last][is_jump][order],
        "jump_score": np.abs(judged.score)[is_jump][order],
    }
    return _told(rows, Question.VALUE_JUMPED, found, -evidence["jump_score"], evidence)


class _Judged:
    """The last step of each owner against those before: owner, place of the last step, median of the earlier, score."""

    def __init__(self, owner: IntArray, last: IntArray, median: FloatArray, score: FloatArray) -> None:
        self.owner, self.last, self.median, self.score = owner, last, median, score


def _last_against_earlier(owner: IntArray, change: FloatArray) -> _Judged:
    """Modified z-score of the last step of each owner with enough earlier ones; steps are grouped by owner, in time.

    0.6745 × (step − median) / median distance to the median; where most steps are alike and that is zero, the mean
    distance takes its place. Where all are alike nothing tells what is unusual: no score (NaN).
    """
    starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])) if len(owner) else np.empty(0, dtype=np.int64)
    ends = np.append(starts[1:], len(owner)) if len(owner) else starts
    is_long = ends - starts > LEAST_EARLIER_CHANGES
    starts, last = starts[is_long], ends[is_long] - 1
    counts = last - starts
    group = np.repeat(np.arange(len(starts)), counts)
    earlier = change[np.arange(counts.sum()) + np.repeat(starts - np.cumsum(counts) + counts, counts)]
    median = _medians(group, earlier, counts)
    distance = np.round(np.abs(earlier - median[group]), _STEP_DECIMALS)
    middle = _medians(group, distance, counts)
    mean = np.bincount(group, distance, minlength=len(starts)) / np.maximum(counts, 1)
    scale = np.where(middle > 0, middle / _SCORE_OF_MEDIAN, mean * _SCORE_OF_MEAN)
    step = change[last] - median
    score = np.where(scale > 0, step / np.where(scale > 0, scale, 1.0), np.nan)
    return _Judged(owner[last], last, median, score)


def _medians(group: IntArray, numbers: FloatArray, counts: IntArray) -> FloatArray:
    """The median of each group; groups are in order and none is empty."""
    ordered = numbers[np.lexsort((numbers, group))]
    starts = np.cumsum(counts) - counts
    return np.asarray((ordered[starts + (counts - 1) // 2] + ordered[starts + counts // 2]) / 2, dtype=np.float64)


def no_owner(rows: pd.DataFrame, secretariats: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What still runs and nobody leads, or whose lead no longer existed on the day: the most urgent status first."""
    ended = day_column(secretariats, "in_force_to") < np.datetime64(as_of, "D")
    gone = set(secretariats["code"].to_numpy(dtype=object)[ended])
    lead = rows["secretariat_code"].to_numpy(dtype=object)
    is_led = np.fromiter((code is not None and code not in gone for code in lead), dtype=np.bool_, count=len(lead))
    found = ~is_led & ~says(rows, "status", *_OVER)
    urgency = [Status.OFF_TRACK, Status.AT_RISK, Status.NO_DATA, Status.ON_TRACK, Status.NOT_STARTED]
    ranks = {status.value: float(rank) for rank, status in enumerate(urgency)}
    order = np.array([ranks[status] for status in rows["status"].to_numpy(dtype=object)[found]], dtype=np.float64)
    return _told(rows, Question.NO_OWNER, found, order)


def _told(
    rows: pd.DataFrame,
    rule: Question,
    found: BoolArray,
    order: FloatArray,
    evidence: Mapping[str, FloatArray] | None = None,
) -> pd.DataFrame:
    """The found rows as findings sorted by ``order`` (ascending, missing last); all arrays are of the found rows."""
    places = np.argsort(order, kind="stable")
    at = np.flatnonzero(found)[places]
    cells: dict[str, npt.NDArray[np.generic] | list[str]] = {
        "rule": [rule.value] * len(at),
        "item_kind": rows["item_kind"].to_numpy(dtype=object)[at],
        "item_id": rows["item_id"].to_numpy(dtype=np.int64)[at],
    }
    for name in EVIDENCE:
        figures = (evidence or {}).get(name)
        cells[name] = np.full(len(at), np.nan) if figures is None else figures[places]
    frame = pd.DataFrame(cells, columns=list(COLUMNS))
    return frame.astype({"rule": object, "item_kind": object})


def _months(rows: pd.DataFrame) -> IntArray:
    """Months of a period; 0 where values come once or nothing says how often."""
    cells = rows["frequency"].to_numpy(dtype=object)
    return np.fromiter((MONTHS_PER_PERIOD.get(cell, 0) for cell in cells), dtype=np.int64, count=len(cells))
