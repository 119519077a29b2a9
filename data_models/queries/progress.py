"""The clean table as a reader sees it, today or as of another date, and what is counted from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data_models import dictionary
from data_models.models import PROGRESS_TABLE
from data_models.progress.compute import rows_as_of
from data_models.queries.cache import kept
from data_models.queries.frames import frame_of, frame_of_cells, natural
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import Selection
from data_models.visibility import SEPARATOR, Reader, rows_clause, visible_rows
from kpis.rollup import rollup
from kpis.vocabulary import Status

if TYPE_CHECKING:
    from data_models.store import Store

__all__ = ["Selection", "counts_by", "rows", "status_counts", "summary"]

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

    Columns are the dictionary's, typed as `frame_of` says. By default the progress table. ``as_of`` asks what was true
    on another date (only value dates up to it count), ``known_on`` what was known at a moment (UTC without zone; only
    what was recorded by then); both go through the same rules. Kept for each data version; a copy is handed out.
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
    cells = [list(chain.from_iterable(parts)) for parts in zip(*pieces, strict=True)]
    frame = frame_of_cells(dictionary.PROGRESS, cells)
    return in_plan_order(visible_rows(frame, reader))


def stored_rows(connection: Connection, reader: Reader, plan_id: int) -> pd.DataFrame:
    """The rows of the progress table of one plan that the reader may see, in the plan's order."""
    query = select(PROGRESS_TABLE).where(PROGRESS_TABLE.c.plan_id == plan_id, rows_clause(reader))
    return in_plan_order(frame_of(dictionary.PROGRESS, connection.execute(query).all()))


def in_plan_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by axis, program and further levels, projects before indicators, 1.2 before 1.10."""
    known: dict[str | None, tuple[tuple[int, int, str], ...]] = {}

    def key(code: str | None) -> tuple[tuple[int, int, str], ...]:
        if code not in known:
            known[code] = natural(code)
        return known[code]

    codes = [frame[name] for name in ("axis_code", "program_code", "level3_code", "level4_code", "level5_code")]
    kinds = frame["item_kind"] != dictionary.ItemKind.PROJECT
    keys = [
        (*(key(code) for code in path), is_indicator, key(own))
        for *path, is_indicator, own in zip(*codes, kinds, frame["code"], strict=True)
    ]
    return frame.iloc[sorted(range(len(frame)), key=keys.__getitem__)].reset_index(drop=True)


def status_counts(frame: pd.DataFrame) -> dict[str, int]:
    """How many rows have each status, all seven in their order, zeros included."""
    counts = frame["status"].value_counts()
    return {str(status): int(counts.get(str(status), 0)) for status in Status}


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
    keyed = frame.assign(**{ITEM: frame["item_kind"] + frame["item_id"].astype(str)})
    return rollup(keyed, list(by), item=ITEM)


def _exploded(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    if column in JOINED_COLUMNS:
        split = [cell.split(SEPARATOR) if cell else [] for cell in frame[column]]
        frame = frame.assign(**{column: pd.Series(split, index=frame.index, dtype=object)}).explode(column)
    return frame[frame[column].notna()]
