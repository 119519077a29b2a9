"""Where the shell learns which plans a reader may see, and whether anything has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from data_models.queries import plans as plan_queries

if TYPE_CHECKING:
    from data_models.queries.plans import PlanSummary
    from data_models.store import Store
    from data_models.visibility import Reader


class Source:
    """What the shell asks of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def data_version(self) -> int:
        """Return the number that rises with every change of the data."""
        return self.store.data_version()

    def today(self) -> date:
        """Return the day it is by the store's clock."""
        return self.store.today()

    def plans(self, reader: Reader) -> Sequence[PlanSummary]:
        """Return all plans this reader may see, in order."""
        return plan_queries.list_plans(self.store, reader)

    def find_plan(self, reader: Reader, code: str | None) -> PlanSummary | None:
        """Return the plan of a code, or the default one for None."""
        return plan_queries.find_plan(self.store, reader, code)
