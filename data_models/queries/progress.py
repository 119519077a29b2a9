"""The clean table as a reader sees it, today or as of another date, and what is counted from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_models.queries import loading
from data_models.queries.cache import renewed
from data_models.queries.columns import Array
from data_models.queries.lazy_frames import LazyFrame, counts_of
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import Selection
from data_models.visibility import SEPARATOR, Reader
from kpis.rollup import rollup
from kpis.vocabulary import Status

if TYPE_CHECKING:
    from data_models.store import Store

__all__ = ["Selection", "counts_by", "rows", "same_items", "status_counts", "summary"]

ITEM = "item_key"
JOINED_COLUMNS = frozenset(
    {"responsible_slugs", "shared_secretariat_codes", "shared_secretariat_names", "sdg_codes", "link_codes"}
)


def rows(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> pd.DataFrame:
    """One row for each project and indicator of the plan that the reader may see, in the plan's order.

    Columns are the dictionary's, typed as `frame_of` says, in a `LazyFrame`. By default the progress table. ``as_of``
    asks what was true on another date (only value dates up to it count), ``known_on`` what was known at a moment (UTC
    without zone; only what was recorded by then); both go through the same rules. Kept for each data version; a copy is
    handed out.
    """
    version = store.data_version()
    if as_of == plan.as_of:
        as_of = None
    frame: pd.DataFrame = _kept_rows(store, reader, plan, as_of, known_on, version).copy(deep=False)
    return frame


def _kept_rows(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    as_of: dt.date | None,
    known_on: dt.datetime | None,
    version: int,
) -> LazyFrame:
    def make(earlier: tuple[int, LazyFrame] | None) -> LazyFrame:
        return _load(store, reader, plan, as_of, known_on, version, earlier)

    return renewed(store, version, ("rows", plan.id, as_of, known_on, reader), make)


def _load(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    as_of: dt.date | None,
    known_on: dt.datetime | None,
    version: int,
    earlier: tuple[int, LazyFrame] | None,
) -> LazyFrame:
    before_version, before = earlier or (0, None)
    if as_of is None and known_on is None:
        with store.reading() as connection:
            renewed = None
            if before is not None:
                renewed = loading.renewed_rows(connection, reader, plan.id, before, before_version)
            return renewed if renewed is not None else loading.stored_rows(connection, reader, plan.id)
    day = as_of or plan.as_of
    if known_on is None:
        stored = _kept_rows(store, reader, plan, None, None, version)
        with store.reading() as connection:
            if loading.is_version(connection, version):
                dated = loading.dated_rows(
                    connection, stored, plan.id, day, before=before, before_version=before_version
                )
                if dated is not None:
                    return dated
    with store.reading() as connection:
        return loading.computed_rows(connection, reader, plan.id, day, known_on)


def status_counts(frame: pd.DataFrame) -> dict[str, int]:
    """How many rows have each status, all seven in their order, zeros included."""
    counts = counts_of(frame["status"])
    return {str(status): counts.get(str(status), 0) for status in Status}


def counts_by(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows of each status by the values of ``column``: a row for each value in the order it appears, a column for each
    status, and ``total``. A column that joins several values counts a row under each; rows without one are left out.
    """
    parts = _exploded(frame, column)
    statuses = [str(status) for status in Status]
    places, values = pd.factorize(parts[column])
    status_places = pd.Index(statuses).get_indexer(pd.Index(parts["status"]))
    counts = np.bincount(places * len(statuses) + status_places, minlength=len(values) * len(statuses))
    counted = pd.DataFrame(
        counts.reshape(len(values), len(statuses)), index=pd.Index(values, name=column), columns=statuses
    )
    counted["total"] = counted.sum(axis=1)
    return counted


def summary(frame: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """`kpis.rollup` of progress rows by columns of the dictionary (see there for the result).

    Each item counts once in each group, and under each part of a column that joins several values.
    """
    for column in by:
        frame = _exploded(frame, column)
    if not JOINED_COLUMNS.intersection(by):
        return rollup(frame, list(by))
    # What a row joins twice counts once.
    keyed = frame.assign(**{ITEM: frame["item_kind"] + frame["item_id"].astype(str)})
    return rollup(keyed, list(by), item=ITEM)


def same_items(before: pd.DataFrame, after: pd.DataFrame) -> tuple[Array, Array]:
    """Where the items that are in both frames stand in each, in the order of ``after``."""
    places, is_there = loading.positions(loading.item_numbers(before), loading.item_numbers(after))
    return places[is_there], np.flatnonzero(is_there)


def _exploded(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    if column in JOINED_COLUMNS:
        split = [cell.split(SEPARATOR) if cell else [] for cell in frame[column]]
        frame = frame.assign(**{column: pd.Series(split, index=frame.index, dtype=object)}).explode(column)
    return frame[frame[column].notna()]
