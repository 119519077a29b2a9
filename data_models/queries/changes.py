"""What changed between two dates: the question of the weekly meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from data_models.queries.frames import natural
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows, same_items
from data_models.queries.withdrawn import ITEMS, is_project_public
from data_models.rows import civil_day, in_force
from data_models.visibility import Reader, sees_plan, sees_withdrawn

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
    both = paired(before, after, COMPARED)
    changed = np.zeros(len(both), dtype=np.bool_)
    for name in COMPARED:
        old, new = both[f"{name}_before"], both[f"{name}_after"]
        both_missing = old.isna().to_numpy() & new.isna().to_numpy()
        changed |= np.asarray(old.to_numpy() != new.to_numpy(), dtype=np.bool_) & ~both_missing
    return both.iloc[np.flatnonzero(changed)].reset_index(drop=True)


def paired(before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The items that are in both frames of progress rows, in the order of ``after``.

    Columns: item_kind, item_id and what an item is called and who answers (`ABOUT`), then each of ``columns`` with
    ``_before`` and ``_after``.
    """
    old_places, new_places = same_items(before, after)
    old, new = before[list(columns)].iloc[old_places], after[[*KEY, *ABOUT, *columns]].iloc[new_places]
    found = {name: new[name].reset_index(drop=True) for name in (*KEY, *ABOUT)}
    for name in columns:
        found[f"{name}_before"] = old[name].reset_index(drop=True)
        found[f"{name}_after"] = new[name].reset_index(drop=True)
    return pd.DataFrame(found)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An item that is no longer in the plan: its kind, code and name, and the day it was withdrawn."""

    item_kind: str
    code: str
    name: str
    day: dt.date


def withdrawn_between(
    store: Store, reader: Reader, plan: PlanSummary, since: dt.date, until: dt.date
) -> list[Withdrawal]:
    """What was withdrawn from the plan after ``since`` and until ``until`` and the reader may know of, by day."""
    if not sees_plan(reader, is_public=plan.is_public):
        return []
    found: list[Withdrawal] = []
    with store.reading() as connection:
        for kind, (items, versions, owner) in ITEMS.items():
            query = (
                select(versions, items.c.code)
                .join(items, items.c.id == versions.c[owner])
                .where(items.c.plan_id == plan.id, in_force(versions), versions.c.is_withdrawn)
            )
            for row in connection.execute(query):
                day = civil_day(row.recorded_at)
                is_public = row.is_public and (kind == "project" or is_project_public(connection, row.project_id))
                if since < day <= until and sees_withdrawn(reader, is_public=is_public):
                    found.append(Withdrawal(kind, row.code, row.name, day))
    return sorted(found, key=lambda each: (each.day, natural(each.code)))


def first_recorded_between(
    store: Store, plan: PlanSummary, since: dt.date, until: dt.date
) -> frozenset[tuple[str, int]]:
    """The kind and number of what was first recorded after ``since`` and until ``until``.

    Whoever asks shows those alone that are among the rows of its reader.
    """
    found: set[tuple[str, int]] = set()
    with store.reading() as connection:
        for kind, (items, versions, owner) in ITEMS.items():
            first = func.min(versions.c.recorded_at)
            query = (
                select(versions.c[owner], first)
                .join(items, items.c.id == versions.c[owner])
                .where(items.c.plan_id == plan.id)
                .group_by(versions.c[owner])
            )
            found |= {(kind, item) for item, moment in connection.execute(query) if since < civil_day(moment) <= until}
    return frozenset(found)
