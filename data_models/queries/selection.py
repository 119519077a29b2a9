"""The one filter behind every count and every list, so that a number and the list it leads to agree."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_models.queries.frames import natural
from data_models.queries.lazy_frames import holds, texts_of
from data_models.visibility import SEPARATOR
from kpis.spending import spending
from kpis.vocabulary import DelayCause, ProjectState, Status

Mask = npt.NDArray[np.bool_]

# From what needs attention to what does not; the order of a list sorted by status.
STATUS_ORDER = (
    Status.OFF_TRACK,
    Status.AT_RISK,
    Status.NO_DATA,
    Status.ON_TRACK,
    Status.NOT_STARTED,
    Status.MET,
    Status.CANCELLED,
)
# Asked for in place of a cause: those of which nobody told one.
NO_CAUSE = "none"
RECOVERIES = ("passed", "to_come", "unset")
TEXT_COLUMNS = ("code", "name", "promise", "project_name", "program_name", "secretariat_name")
SORTS = frozenset(
    {
        "code",
        "name",
        "status",
        "progress_pct",
        "expected_pct",
        "gap_points",
        "attainment",
        "value",
        "value_on",
        "last_data_on",
        "days_overdue",
        "target_due_on",
        "planned_end",
        "secretariat_name",
        "budget_current",
        "budget_executed_pct",
        "district",
        "project_state",
        "delay_cause",
        "recovery_on",
    }
)
_RANKS: dict[str, Sequence[str]] = {
    "status": STATUS_ORDER,
    "project_state": tuple(ProjectState),
    "delay_cause": tuple(DelayCause),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep of a frame of progress rows, and in which order; an empty field keeps everything.

    ``axis``, ``program``, ``project`` and ``secretariat`` are the short names of URLs; ``level`` is the depth (3 to 5)
    and code of a further level of the plan. A secretariat matches what it or an area below it leads or shares. ``sdg``
    is a goal or target code ("11", "11.6"); ``link`` is "axis:code", or an axis alone for anything of it. ``text``
    keeps rows where every word appears, whatever its case and accents. ``runs_from`` and ``runs_to`` keep what runs (or
    is due) at some time between them. ``delay_cause`` may be NO_CAUSE; ``spending`` is a word of `kpis.spending`;
    ``recovery``, one of RECOVERIES, asks of the day promised to be back on plan. ``sort`` is a name of ``SORTS``, with
    "-" before it for descending; rows with nothing to sort by come last either way. ``page`` counts from 1.
    """

    item_kind: str | None = None
    axis: str | None = None
    program: str | None = None
    level: tuple[int, str] | None = None
    project: str | None = None
    node_id: int | None = None
    secretariat: str | None = None
    status: tuple[str, ...] = ()
    freshness: tuple[str, ...] = ()
    indicator_kind: str | None = None
    indicator_class: str | None = None
    project_state: tuple[str, ...] = ()
    delay_cause: str | None = None
    sdg: str | None = None
    link: str | None = None
    district: str | None = None
    text: str | None = None
    is_shared: bool | None = None
    has_progress: bool | None = None
    is_target_revised: bool | None = None
    is_strategic: bool | None = None
    has_sdg: bool | None = None
    has_budget: bool | None = None
    has_district: bool | None = None
    spending: str | None = None
    recovery: str | None = None
    runs_from: dt.date | None = None
    runs_to: dt.date | None = None
    sort: str | None = None
    page: int = 1
    page_size: int = 50

    def __post_init__(self) -> None:
        if self.sort is not None and self.sort.removeprefix("-") not in SORTS:
            raise ValueError(f"cannot sort by {self.sort!r}")
        if self.page < 1 or self.page_size < 1:
            raise ValueError("pages and their size count from 1")

    def apply(self, frame: pd.DataFrame) -> pd.DataFrame:
        """All rows that match, sorted; `page_of` cuts a page out of them."""
        keep = self.mask(frame)
        found = frame if keep.all() else frame[keep]
        return self._sorted(found).reset_index(drop=True)

    def count(self, frame: pd.DataFrame) -> int:
        """How many rows `apply` gives."""
        return int(self.mask(frame).sum())

    def pages(self, count: int) -> int:
        """How many pages ``count`` rows fill; at least 1."""
        return max(1, -(-count // self.page_size))

    def page_of(self, found: pd.DataFrame) -> pd.DataFrame:
        """The rows of this selection's page out of what `apply` gave; beyond the last page, the last page."""
        page = min(self.page, self.pages(len(found)))
        return found.iloc[(page - 1) * self.page_size : page * self.page_size].reset_index(drop=True)

    def mask(self, frame: pd.DataFrame) -> Mask:
        """Which rows match, as a boolean array."""
        keep: Mask = np.ones(len(frame), dtype=np.bool_)
        for column, wanted in (
            ("item_kind", self.item_kind),
            ("axis_slug", self.axis),
            ("program_slug", self.program),
            ("project_slug", self.project),
            ("node_id", self.node_id),
            ("indicator_kind", self.indicator_kind),
            ("indicator_class", self.indicator_class),
            ("district", self.district),
            ("delay_cause", None if self.delay_cause == NO_CAUSE else self.delay_cause),
        ):
            if wanted is not None:
                keep &= _is(frame, column, {wanted})
        if self.level is not None:
            depth, code = self.level
            keep &= _is(frame, f"level{depth}_code", {code})
        for column, several in (
            ("status", self.status),
            ("freshness", self.freshness),
            ("project_state", self.project_state),
        ):
            if several:
                keep &= _is(frame, column, set(several))
        for column, part in (
            ("responsible_slugs", self.secretariat),
            ("sdg_codes", self.sdg),
        ):
            if part is not None:
                keep &= has_part(frame[column], part)
        if self.link is not None:
            keep &= _is_linked(frame["link_codes"], self.link)
        for column, flag in (
            ("shared_secretariat_codes", self.is_shared),
            ("progress_pct", self.has_progress),
            ("sdg_codes", self.has_sdg),
            ("district", self.has_district),
            ("delay_cause", False if self.delay_cause == NO_CAUSE else None),
        ):
            if flag is not None:
                keep &= np.asarray(frame[column].notna(), dtype=np.bool_) == flag
        if self.has_budget is not None:
            told = frame["budget_current"].notna() | frame["budget_approved"].notna()
            keep &= np.asarray(told, dtype=np.bool_) == self.has_budget
        if self.is_target_revised is not None:
            keep &= np.asarray(frame["target_revisions"] > 0, dtype=np.bool_) == self.is_target_revised
        if self.is_strategic is not None:
            keep &= np.asarray(frame["is_strategic"], dtype=np.bool_) == self.is_strategic
        if self.runs_from is not None or self.runs_to is not None:
            keep &= _runs_between(frame, self.runs_from, self.runs_to)
        if self.spending is not None:
            keep &= np.asarray(spending(frame) == self.spending, dtype=np.bool_)
        if self.recovery is not None:
            keep &= _recovery(frame, self.recovery)
        if self.text:
            keep &= _mentions(frame, keep, self.text)
        return keep

    def _sorted(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.sort is None or frame.empty:
            return frame
        name = self.sort.removeprefix("-")
        order = _sort_keys(frame, name)
        missing = frame[name].isna().to_numpy(dtype=np.bool_)
        positions = np.argsort(-order if self.sort.startswith("-") else order, kind="stable")
        return frame.iloc[np.concatenate([positions[~missing[positions]], positions[missing[positions]]])]


def _runs_between(frame: pd.DataFrame, first: dt.date | None, last: dt.date | None) -> Mask:
    """Which rows run at some time between two days: projects between their planned dates (a missing one is the other),
    indicators on the day their target is due. Rows without any date do not.
    """
    start = frame["planned_start"].fillna(frame["planned_end"]).fillna(frame["target_due_on"])
    end = frame["planned_end"].fillna(frame["planned_start"]).fillna(frame["target_due_on"])
    keep: Mask = np.array(start.notna(), dtype=np.bool_)
    if first is not None:
        keep &= np.asarray(end >= pd.Timestamp(first), dtype=np.bool_)
    if last is not None:
        keep &= np.asarray(start <= pd.Timestamp(last), dtype=np.bool_)
    return keep


def _recovery(frame: pd.DataFrame, wanted: str) -> Mask:
    """Which rows promised a day to be back on plan that has passed, or is to come, on their own date; or none."""
    unset = np.asarray(frame["recovery_on"].isna(), dtype=np.bool_)
    if wanted == "unset":
        return unset
    has_passed = np.asarray(frame["recovery_on"] < frame["as_of"], dtype=np.bool_)
    return ~unset & (has_passed if wanted == "passed" else ~has_passed)


def has_part(column: pd.Series, part: str) -> Mask:
    """Which cells of a "; "-joined column hold ``part`` as one of their parts."""
    return holds(column, lambda cell: part in cell.split(SEPARATOR))


def _is_linked(column: pd.Series, link: str) -> Mask:
    """Which cells of a column of links hold one: "axis:code", or any of an axis by its code alone."""
    if ":" in link:
        return has_part(column, link)
    start = f"{link}:"
    return holds(column, lambda cell: any(part.startswith(start) for part in cell.split(SEPARATOR)))


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Lower case without accents, for searching."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    ).lower()


def _is(frame: pd.DataFrame, column: str, wanted: Collection[object]) -> Mask:
    return np.asarray(frame[column].isin(list(wanted)), dtype=np.bool_)


def _mentions(frame: pd.DataFrame, among: Mask, text: str) -> Mask:
    found = among
    columns = [texts_of(frame[name]) for name in TEXT_COLUMNS]
    for word in folded(text).split():
        said = np.zeros(len(frame), dtype=np.bool_)
        for codes, texts in columns:
            said |= texts.saying(folded, word)[codes]
        found = found & said
    return found


def _sort_keys(frame: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    """Numbers that sort as the column should: status by urgency, codes naturally, text without accents."""
    column = frame[name]
    if column.dtype != object:
        if column.dtype.kind == "M":
            return np.asarray(column.astype("int64"), dtype=np.float64)
        return np.asarray(column, dtype=np.float64)
    rank: Callable[[str], object]
    if name in _RANKS:
        rank = _RANKS[name].index
    elif name == "code":
        rank = natural
    else:
        rank = folded
    codes, texts = texts_of(column)
    return texts.ranks(rank)[codes]
