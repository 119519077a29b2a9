"""The clean table as a reader sees it, today or as of another date, and what is counted from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data_models import dictionary
from data_models.models import PROGRESS_TABLE
from data_models.progress.compute import rows_as_of
from data_models.queries.cache import kept
from data_models.queries.frames import natural, typed
from data_models.queries.lazy_frames import Array, Columns, LazyFrame, TextNumbers, Texts, counts_of
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import Selection
from data_models.visibility import SEPARATOR, Reader, rows_clause, visible_rows
from kpis.rollup import rollup
from kpis.vocabulary import Status

if TYPE_CHECKING:
    from data_models.store import Store

__all__ = ["Selection", "counts_by", "rows", "same_items", "status_counts", "summary"]

ITEM = "item_key"
PATH = ("axis_code", "program_code", "level3_code", "level4_code", "level5_code")
# Rows read from the database before they become columns: as tuples a row costs twenty times as much.
ROWS_AT_ONCE = 5_000
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
    frame = kept(
        store, version, ("rows", plan.id, as_of, known_on, reader), lambda: _load(store, reader, plan, as_of, known_on)
    )
    return frame.copy(deep=False)


def _load(
    store: Store, reader: Reader, plan: PlanSummary, as_of: dt.date | None, known_on: dt.datetime | None
) -> pd.DataFrame:
    with store.reading() as connection:
        if as_of is None and known_on is None:
            return stored_rows(connection, reader, plan.id)
        pieces = rows_as_of(connection, plan.id, as_of=as_of or plan.as_of, known_on=known_on)
    gathered = gathered_columns([list(zip(*piece, strict=True)) for piece in pieces])
    return visible_rows(LazyFrame(gathered.taken(plan_order(gathered))), reader)


def stored_rows(connection: Connection, reader: Reader, plan_id: int) -> pd.DataFrame:
    """The rows of the progress table of one plan that the reader may see, in the plan's order."""
    query = select(PROGRESS_TABLE).where(PROGRESS_TABLE.c.plan_id == plan_id, rows_clause(reader))
    result = connection.execution_options(stream_results=True).execute(query)
    gathered = gathered_columns(result.partitions(ROWS_AT_ONCE))
    return LazyFrame(gathered.taken(plan_order(gathered)))


def gathered_columns(parts: Iterable[Sequence[Sequence[Any]]]) -> Columns:
    """The columns of rows of the progress table that come part by part."""
    columns = dictionary.PROGRESS
    arrays: list[list[Array]] = [[] for _ in columns]
    texts = [TextNumbers() for _ in columns]
    count = 0
    for rows_ in parts:
        count += len(rows_)
        for place, (column, cells) in enumerate(zip(columns, zip(*rows_, strict=True), strict=False)):
            made = texts[place].codes(cells) if column.type == "text" else typed(column.type, cells)
            arrays[place].append(made)
    gathered: dict[str, Array | Texts] = {}
    for column, pieces, numbers in zip(columns, arrays, texts, strict=True):
        # Whole numbers are such only where none is missing in any part.
        array = np.concatenate(pieces) if pieces else typed(column.type, [])
        gathered[column.name] = Texts(array, numbers.words) if column.type == "text" else array
    return Columns(gathered, count)


def plan_order(columns: Columns) -> Array:
    """The places of rows by axis, program and further levels, projects before indicators, 1.2 before 1.10."""
    kinds, codes = columns.texts("item_kind"), columns.texts("code")
    is_indicator = kinds.codes != kinds.place_of.get(dictionary.ItemKind.PROJECT, len(kinds.words))
    path = [columns.texts(name) for name in PATH]
    ranks = [_ranks(codes), is_indicator, *(_ranks(level) for level in reversed(path))]
    return np.lexsort(ranks)


def _ranks(texts: Texts) -> Array:
    """Where each cell stands in the natural order of the texts of its column."""
    keys = [natural(word) for word in texts.words]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    ranks = np.array([places[key] for key in keys], dtype=np.int64)
    return ranks.take(texts.codes.astype(np.intp))


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
    old, new = _item_numbers(before), _item_numbers(after)
    order = np.argsort(old, kind="stable")
    found = np.searchsorted(old, new, sorter=order).clip(max=max(len(old) - 1, 0))
    places = order.take(found) if len(old) else np.zeros(len(new), dtype=np.intp)
    is_there = old.take(places) == new if len(old) else np.zeros(len(new), dtype=np.bool_)
    return places[is_there], np.flatnonzero(is_there)


def _item_numbers(frame: pd.DataFrame) -> Array:
    """One number for each item: projects and indicators have ids of their own each."""
    is_indicator = np.asarray(frame["item_kind"] == dictionary.ItemKind.INDICATOR, dtype=np.int64)
    return 2 * frame["item_id"].to_numpy(dtype=np.int64) + is_indicator


def _exploded(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    if column in JOINED_COLUMNS:
        split = [cell.split(SEPARATOR) if cell else [] for cell in frame[column]]
        frame = frame.assign(**{column: pd.Series(split, index=frame.index, dtype=object)}).explode(column)
    return frame[frame[column].notna()]
