"""Which items one computation is about: a few by id, or a run of ids of one plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, select

from data_models.rows import in_force

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

# Well under the number of parameters both databases take.
IDS_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of projects or of indicators; ``is_run`` when they are all of the plan between the first and the last."""

    plan_id: int
    ids: tuple[int, ...]
    is_run: bool = False

    def versions(
        self, connection: Connection, items: Table, versions: Table, names: Iterable[str], known_on: dt.datetime | None
    ) -> list[AnyRow]:
        """What is in force of the items, without the withdrawn ones, by id: their ``code`` and the named columns."""
        item_id = next(column for column in versions.columns if column.references(items.c.id))
        query = (
            select(items.c.code, *(versions.c[name] for name in names))
            .join(items, items.c.id == item_id)
            .where(items.c.plan_id == self.plan_id, in_force(versions, known_on), ~versions.c.is_withdrawn)
            .order_by(item_id)
        )
        return self.rows(connection, query, item_id)

    def rows(self, connection: Connection, query: AnySelect, column: Column[Any]) -> list[AnyRow]:
        """The rows of ``query`` whose ``column`` is in the scope. A run may bring rows of other plans in between."""
        if not self.ids:
            return []
        if self.is_run:
            return list(connection.execute(query.where(column.between(self.ids[0], self.ids[-1]))).all())
        return rows_with(connection, query, column, self.ids)


def rows_with(connection: Connection, query: AnySelect, column: ColumnElement[Any], ids: Iterable[int]) -> list[AnyRow]:
    """The rows of ``query`` whose ``column`` is one of ``ids``."""
    wanted = list(ids)
    found: list[AnyRow] = []
    for start in range(0, len(wanted), IDS_PER_QUERY):
        found += connection.execute(query.where(column.in_(wanted[start : start + IDS_PER_QUERY]))).all()
    return found


def runs(plan_id: int, ids: Sequence[int], size: int) -> Iterator[Scope]:
    """All ids of a plan, in scopes of at most ``size``."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield Scope(plan_id, tuple(ordered[start : start + size]), is_run=True)
