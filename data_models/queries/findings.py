"""What the rules of questions find in a plan, on a day and as known at a moment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from data_models.dictionary import ItemKind
from data_models.progress import indicators
from data_models.progress.scope import Scope
from data_models.queries.cache import kept
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows
from data_models.queries.tree import secretariats
from data_models.visibility import Reader
from kpis import questions

if TYPE_CHECKING:
    from data_models.store import Store


def findings(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> pd.DataFrame:
    """What `kpis.questions.findings` says of the plan's rows this reader may see.

    ``as_of`` and ``known_on`` are those of `progress.rows`. Kept for each data version; a copy is handed out.
    """
    version = store.data_version()
    key = ("findings", plan.id, as_of or plan.as_of, known_on, reader)
    return kept(store, version, key, lambda: _load(store, reader, plan, as_of, known_on)).copy(deep=False)


def _load(
    store: Store, reader: Reader, plan: PlanSummary, as_of: dt.date | None, known_on: dt.datetime | None
) -> pd.DataFrame:
    seen = rows(store, reader, plan, as_of=as_of, known_on=known_on)
    on = as_of or plan.as_of
    ids = sorted(seen.loc[seen["item_kind"] == ItemKind.INDICATOR, "item_id"].tolist())
    with store.reading() as connection:
        values = indicators.value_frame(indicators.read_values(connection, Scope(plan.id, tuple(ids)), on, known_on))
    return questions.findings(seen, values, secretariats(store, reader, plan), on)
