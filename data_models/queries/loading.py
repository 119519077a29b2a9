"""Progress rows from the database into columns: whole, or only what has changed since they were last read.

A plan of two hundred thousand rows takes half a minute to read and as long to compute on another date; one value that
somebody enters changes a row or two. Each row says in `known_version` with which data version it was computed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from data_models import dictionary
from data_models.dictionary import ItemKind
from data_models.progress.compute import DATED_COLUMNS, data_version, dated_columns, rows_as_of
from data_models.progress.places import plan_facts
from data_models.queries.columns import Array, Columns, TextNumbers, Texts
from data_models.queries.frames import natural, typed
from data_models.queries.lazy_frames import LazyFrame
from data_models.tables import PROGRESS
from data_models.visibility import Reader, rows_clause, visible_rows

TABLE = PROGRESS.c
PATH = ("axis_code", "program_code", "level3_code", "level4_code", "level5_code")
# What the place of a row depends on.
ORDERING = (*PATH, "item_kind", "code")
# Rows read from the database before they become columns: as tuples a row costs twenty times as much.
ROWS_AT_ONCE = 5_000
# Of more changed rows than this share, reading all is as fast.
LARGEST_RENEWED_SHARE = 0.2


def stored_rows(connection: Connection, reader: Reader, plan_id: int) -> LazyFrame:
    """The rows of the progress table of one plan that the reader may see, in the plan's order."""
    return _in_plan_order(_stored_columns(connection, _of_plan(reader, plan_id)))


def renewed_rows(
    connection: Connection, reader: Reader, plan_id: int, before: LazyFrame, before_version: int
) -> LazyFrame | None:
    """`stored_rows` made from those of an earlier data version and what changed since; None to read all."""
    seen = _of_plan(reader, plan_id)
    is_changed = TABLE.known_version > before_version
    total, changed = connection.execute(
        select(func.count(), func.count().filter(is_changed)).select_from(PROGRESS).where(seen)
    ).one()
    if changed > LARGEST_RENEWED_SHARE * total:
        return None
    old = before.source
    if not changed:
        return before if total == old.count else None
    new = _stored_columns(connection, seen & is_changed)
    place_of = {number: place for place, number in enumerate(item_numbers(before).tolist())}
    numbers = item_numbers(LazyFrame(new)).tolist()
    there = [place for place, number in enumerate(numbers) if number in place_of]
    added = np.array([place for place, number in enumerate(numbers) if number not in place_of], dtype=np.intp)
    # The old rows and the new ones are all there is, unless one was taken out or hidden.
    if old.count + len(added) != total:
        return None
    places = np.array([place_of[numbers[place]] for place in there], dtype=np.intp)
    same = new.taken(np.array(there, dtype=np.intp))
    stays = not len(added) and all(
        old.texts(name).taken(places).tolist() == same.texts(name).tolist() for name in ORDERING
    )
    merged = old.with_rows(places, same).followed_by(new.taken(added))
    return LazyFrame(merged) if stays else _in_plan_order(merged)


def dated_rows(
    connection: Connection,
    stored: LazyFrame,
    plan_id: int,
    as_of: dt.date,
    *,
    before: LazyFrame | None = None,
    before_version: int = 0,
) -> LazyFrame | None:
    """The rows of ``stored`` (those of the progress table at this data version) as true on another date.

    ``before`` are the same of an earlier data version, from which what has not changed since is taken. None when the
    stored rows are not those the database would give now.
    """
    plan = plan_facts(connection, plan_id, None)
    if plan is None:
        return None
    source = stored.source
    wanted = np.ones(source.count, dtype=np.bool_)
    if before is not None:
        wanted = np.asarray(stored["known_version"] > before_version, dtype=np.bool_)
        if wanted.mean() > LARGEST_RENEWED_SHARE:
            before, wanted = None, np.ones(source.count, dtype=np.bool_)
    ids = None if before is None else stored["item_id"].to_numpy()[wanted]
    is_project = np.asarray(stored["item_kind"] == ItemKind.PROJECT, dtype=np.bool_)[wanted]
    chosen = (
        {} if ids is None else {"project_ids": ids[is_project].tolist(), "indicator_ids": ids[~is_project].tolist()}
    )
    dated = _dated(dated_columns(connection, plan, as_of, **chosen))
    if dated is None:
        return None
    order, is_there = positions(item_numbers(LazyFrame(dated)), item_numbers(stored)[wanted])
    if not is_there.all():
        return None
    rows = dated.taken(order)
    if before is not None:
        kept, has_before = positions(item_numbers(before), item_numbers(stored))
        if not (has_before | wanted).all():
            return None
        rows = before.source.only(rows.names).taken(kept).with_rows(np.flatnonzero(wanted), rows)
    # What was computed on a date is of that date.
    day = typed("date", [as_of]).repeat(source.count)
    cells = dict(source.cells) | {name: rows.cells[name] for name in rows.names if name not in ("item_kind", "item_id")}
    return LazyFrame(Columns(cells | {"as_of": day}, source.count))


def computed_rows(
    connection: Connection, reader: Reader, plan_id: int, as_of: dt.date, known_on: dt.datetime | None
) -> LazyFrame:
    """All rows of a plan as true on a date and known at a moment, computed from their history."""
    pieces = rows_as_of(connection, plan_id, as_of=as_of, known_on=known_on)
    gathered = gathered_columns([list(zip(*piece, strict=True)) for piece in pieces], dictionary.PROGRESS)
    return cast(LazyFrame, visible_rows(_in_plan_order(gathered), reader))


def is_version(connection: Connection, version: int) -> bool:
    """Whether this transaction sees that data version."""
    return data_version(connection) == version


def item_numbers(frame: pd.DataFrame) -> Array:
    """One number for each item: projects and indicators have ids of their own each."""
    is_indicator = np.asarray(frame["item_kind"] == ItemKind.INDICATOR, dtype=np.int64)
    return 2 * frame["item_id"].to_numpy(dtype=np.int64) + is_indicator


def positions(numbers: Array, wanted: Array) -> tuple[Array, Array]:
    """Where each wanted number stands among ``numbers``, and whether it is there at all."""
    if not len(numbers):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    order = np.argsort(numbers, kind="stable")
    found = np.searchsorted(numbers, wanted, sorter=order).clip(max=len(numbers) - 1)
    places = order.take(found)
    return places, numbers.take(places) == wanted


def gathered_columns(parts: Iterable[Sequence[Sequence[Any]]], columns: Sequence[dictionary.Column]) -> Columns:
    """The columns of rows that come part by part."""
    arrays: list[list[Array]] = [[] for _ in columns]
    texts = [TextNumbers() for _ in columns]
    count = 0
    for rows in parts:
        count += len(rows)
        for place, (column, cells) in enumerate(zip(columns, zip(*rows, strict=True), strict=False)):
            made = texts[place].codes(cells) if column.type == "text" else typed(column.type, cells)
            arrays[place].append(made)
    gathered: dict[str, Array | Texts] = {}
    for column, pieces, numbers in zip(columns, arrays, texts, strict=True):
        # Whole numbers are such only where none is missing in any part.
        array = np.concatenate(pieces) if pieces else typed(column.type, [])
        gathered[column.name] = Texts(array, numbers.words) if column.type == "text" else array
    return Columns(gathered, count)


def _of_plan(reader: Reader, plan_id: int) -> ColumnElement[bool]:
    return (TABLE.plan_id == plan_id) & rows_clause(reader)


def _stored_columns(connection: Connection, seen: ColumnElement[bool]) -> Columns:
    query = select(PROGRESS).where(seen).execution_options(stream_results=True)
    return gathered_columns(connection.execute(query).partitions(ROWS_AT_ONCE), dictionary.PROGRESS)


def _dated(pieces: Iterable[tuple[ItemKind, list[int], dict[str, list[Any]]]]) -> Columns | None:
    """The pieces of `dated_columns` one under the other, with item_kind and item_id; None when there is nothing."""
    columns = [column for column in dictionary.PROGRESS if column.name in DATED_COLUMNS | {"item_kind", "item_id"}]
    parts = []
    for kind, ids, dated in pieces:
        cells: dict[str, list[Any]] = dated | {"item_kind": [str(kind)] * len(ids), "item_id": list(ids)}
        if ids:
            parts.append(list(zip(*(cells.get(column.name) or [None] * len(ids) for column in columns), strict=True)))
    return gathered_columns(parts, columns) if parts else None


def _in_plan_order(columns: Columns) -> LazyFrame:
    """Rows by axis, program and further levels, projects before indicators, 1.2 before 1.10."""
    is_indicator = np.asarray(LazyFrame(columns)["item_kind"] != ItemKind.PROJECT)
    levels = [_ranks(columns.texts(name)) for name in reversed(PATH)]
    return LazyFrame(columns.taken(np.lexsort([_ranks(columns.texts("code")), is_indicator, *levels])))


def _ranks(texts: Texts) -> Array:
    """Where each cell stands in the natural order of the texts of its column; missing ones come last."""
    ranks = np.nan_to_num(texts.ranks(natural), nan=len(texts.words))
    return ranks[texts.codes.astype(np.intp)]
