"""What changed between two dates: the question of the weekly meeting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows
from data_models.visibility import Reader

if TYPE_CHECKING:
    from data_models.store import Store

KEY = ["item_kind", "item_id"]
ABOUT = ["code", "slug", "name", "secretariat_code", "secretariat_name", "unit", "decimals"]
COMPARED = ["status", "value", "progress_pct", "value_on", "target_value", "project_state"]


def between(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    since: dt.date,
    until: dt.date,
    *,
    known_on: dt.datetime | None = None,
) -> pd.DataFrame:
    """Items that stand otherwise on ``until`` than on ``since``, both as true on those dates and as known at a moment.

    ``known_on`` is that moment (UTC without zone), None for now.

    Columns: item_kind, item_id, code, slug, name, secretariat_code, secretariat_name, unit, decimals, then each of
    status, value, progress_pct, value_on, target_value, project_state with ``_before`` and ``_after``; in the plan's
    order. Raises ValueError when the dates are not in order.
    """
    if until < since:
        raise ValueError("the first date must come before the second")
    before = rows(store, reader, plan, as_of=since, known_on=known_on)[[*KEY, *COMPARED]]
    after = rows(store, reader, plan, as_of=until, known_on=known_on)[[*KEY, *ABOUT, *COMPARED]]
    both = after.merge(before, on=KEY, suffixes=("_after", "_before"))
    changed = np.zeros(len(both), dtype=np.bool_)
    for name in COMPARED:
        old, new = both[f"{name}_before"], both[f"{name}_after"]
        changed |= np.asarray((old != new) & ~(old.isna() & new.isna()), dtype=np.bool_)
    columns = [*KEY, *ABOUT, *(f"{name}_{side}" for name in COMPARED for side in ("before", "after"))]
    return both.loc[changed, columns].reset_index(drop=True)
