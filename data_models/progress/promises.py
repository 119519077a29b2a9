"""Which targets were in force: revisions true on a date, known at a moment, and the original promise."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from data_models.progress.columns import day_array, float_array, text_array
from data_models.progress.scope import AnyRow, Scope, rows_with
from data_models.rows import in_force
from data_models.tables import IMPORTS, TARGETS
from data_models.tables.organisation import ImportKind
from kpis.vocabulary import TargetKind

COLUMNS = (
    "id",
    "indicator_id",
    "kind",
    "period_start",
    "due_on",
    "value",
    "upper_value",
    "bound",
    "text",
    "accumulation",
    "revision",
    "decided_on",
    "recorded_at",
    "superseded_at",
)


@dataclass(slots=True)
class Promises:
    """Targets in force; ``final`` is that of each indicator, ``original`` what each row was at first, by its id."""

    rows: list[AnyRow] = field(default_factory=list)
    final: dict[int, AnyRow] = field(default_factory=dict)
    original: dict[int, AnyRow] = field(default_factory=dict)

    def revised(self) -> set[int]:
        """The indicators with a target, final or not, that is no longer what was first promised."""
        return {row.indicator_id for row in self.rows if self.original[row.id].id != row.id}


def not_taken_back(table: Any) -> ColumnElement[bool]:
    """The condition that a row was not taken back by undoing its import."""
    undoings = select(IMPORTS.c.id).where(IMPORTS.c.kind == ImportKind.UNDO)
    return table.c.superseded_import_id.is_(None) | table.c.superseded_import_id.not_in(undoings)  # type: ignore[no-any-return]


def read_promises(connection: Connection, scope: Scope, as_of: dt.date, known_on: dt.datetime | None) -> Promises:
    """The targets of the scope's indicators that were in force on ``as_of``.

    A revision decided after ``as_of`` was not in force yet: the latest earlier one decided by then was, if any.
    The original promise is the one with the lowest revision.
    """
    columns = [TARGETS.c[name] for name in COLUMNS]
    query = select(*columns).where(in_force(TARGETS, known_on)).order_by(TARGETS.c.indicator_id, TARGETS.c.id)
    current = scope.rows(connection, query, TARGETS.c.indicator_id)
    revised = sorted({row.indicator_id for row in current if row.revision > 0})
    earlier: dict[tuple[int, str], list[AnyRow]] = defaultdict(list)
    if revised:
        replaced = select(*columns).where(TARGETS.c.superseded_at.is_not(None), not_taken_back(TARGETS))
        if known_on is not None:
            replaced = replaced.where(TARGETS.c.superseded_at <= known_on)
        for row in rows_with(connection, replaced, TARGETS.c.indicator_id, revised):
            earlier[row.indicator_id, row.kind].append(row)
    promises = Promises()
    for row in current:
        revisions = [row, *_earlier_revisions(row, earlier.get((row.indicator_id, row.kind), []))]
        decided = [one for one in revisions if one.decided_on is None or one.decided_on <= as_of]
        if not decided:
            continue
        chosen = _newest(decided)
        promises.rows.append(chosen)
        first = min([one.revision for one in revisions])
        promises.original[chosen.id] = _newest([one for one in revisions if one.revision == first])
        if row.kind == TargetKind.FINAL:
            promises.final[row.indicator_id] = chosen
    return promises


def _earlier_revisions(row: AnyRow, replaced: Sequence[AnyRow]) -> list[AnyRow]:
    """The rows that this target replaced, of those of its indicator and kind."""
    if not replaced:
        return []
    lower = [old for old in replaced if old.revision < row.revision]
    if row.kind == TargetKind.FINAL:
        return lower
    same_date = [old for old in lower if old.due_on == row.due_on]
    # A revision of the date itself is known by the moment at which one made way for the other.
    return same_date or [old for old in lower if old.superseded_at == row.recorded_at]


def _newest(revisions: Sequence[AnyRow]) -> AnyRow:
    # Nearly every target was never revised: a city has thousands, and they are read at each start.
    if len(revisions) == 1:
        return revisions[0]
    return max(revisions, key=lambda row: (row.revision, row.recorded_at, row.id))


def target_frame(rows: Sequence[AnyRow]) -> pd.DataFrame:
    """Target rows as the rules take them."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    by_name: dict[str, Iterable[Any]] = dict(zip(COLUMNS, cells, strict=True))
    return pd.DataFrame(
        {
            "indicator_id": list(by_name["indicator_id"]),
            "kind": text_array(list(by_name["kind"])),
            "period_start": day_array(list(by_name["period_start"])),
            "due_on": day_array(list(by_name["due_on"])),
            "value": float_array(list(by_name["value"])),
            "upper_value": float_array(list(by_name["upper_value"])),
            "bound": text_array(list(by_name["bound"])),
            "text": text_array(list(by_name["text"])),
            "accumulation": text_array(list(by_name["accumulation"])),
        }
    )
