"""What changed between two dates: the question of the weekly meeting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows, same_items
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
    before = rows(store, reader, plan, as_of=since, known_on=known_on)
    after = rows(store, reader, plan, as_of=until, known_on=known_on)
    old_places, new_places = same_items(before, after)
    old, new = before[COMPARED].iloc[old_places], after[[*KEY, *ABOUT, *COMPARED]].iloc[new_places]
    changed = np.zeros(len(new), dtype=np.bool_)
    for name in COMPARED:
        was, is_ = old[name].to_numpy(), new[name].to_numpy()
        both_missing = old[name].isna().to_numpy() & new[name].isna().to_numpy()
        changed |= np.asarray(was != is_, dtype=np.bool_) & ~both_missing
    old, new = old.iloc[np.flatnonzero(changed)], new.iloc[np.flatnonzero(changed)]
    found = {name: new[name].reset_index(drop=True) for name in (*KEY, *ABOUT)}
    for name in COMPARED:
        found[f"{name}_before"] = old[name].reset_index(drop=True)
        found[f"{name}_after"] = new[name].reset_index(drop=True)
    return pd.DataFrame(found)
