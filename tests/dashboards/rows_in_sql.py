"""The rows of a plan on any day in a database of their own, so that hand-written SQL can count what a board shows."""

from __future__ import annotations

import datetime as dt
import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from data_models.queries import plans, progress
from data_models.visibility import PUBLIC

if TYPE_CHECKING:
    from data_models.store import Store


class RowsInSql:
    """A plan's rows as of a day (None: its own), as known at a moment (None: now), in a table called `progress`."""

    def __init__(
        self,
        store: Store,
        plan_code: str,
        as_of: dt.date | None = None,
        known_on: dt.datetime | None = None,
    ) -> None:
        plan = plans.find_plan(store, PUBLIC, plan_code)
        assert plan is not None
        self.plan = plan
        frame = progress.rows(store, PUBLIC, plan, as_of=as_of, known_on=known_on)
        self._database = sqlite3.connect(":memory:")
        frame.assign(place=range(len(frame))).to_sql("progress", self._database, index=False)

    def all(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Every row of a query's answer."""
        return self._database.execute(query, parameters).fetchall()

    def one(self, query: str, **parameters: Any) -> Any:
        """The only cell of a query's answer."""
        return self.all(query, **parameters)[0][0]

    def pairs(self, query: str, **parameters: Any) -> dict[Any, Any]:
        """A query of two columns as a dictionary."""
        return dict(self.all(query, **parameters))


@lru_cache(maxsize=16)
def rows_on(store: Store, plan_code: str, day: str = "") -> RowsInSql:
    """A plan's rows on a day, "" for its own; kept, for several tests ask the same."""
    return RowsInSql(store, plan_code, dt.date.fromisoformat(day) if day else None)
