"""The tree of a plan, its secretariats, and what a short name of a URL leads to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, select

from data_models import names
from data_models.queries.cache import kept
from data_models.queries.frames import as_series, natural, selected
from data_models.queries.plans import PlanSummary, plan_secretariats
from data_models.queries.selection import folded
from data_models.rows import in_force
from data_models.tables import (
    NODE_VERSIONS,
    NODES,
    PROGRESS,
    URL_NAMES,
)
from data_models.visibility import Reader, rows_clause, sees_plan

if TYPE_CHECKING:
    from data_models.store import Store

KINDS = ("node", "project", "indicator", "secretariat")


@dataclass(frozen=True, slots=True)
class Found:
    """The item a short name belongs to."""

    kind: str
    item_id: int
    slug: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A short name the item no longer has: send the reader to ``slug``."""

    slug: str


def nodes(store: Store, reader: Reader, plan: PlanSummary, *, known_on: dt.datetime | None = None) -> pd.DataFrame:
    """The plan's levels from the top: node_id, depth, code, slug, name, parent_id, description, weight, sort_order.

    ``known_on`` (UTC without zone): as they were known then. Kept for each data version; a copy is handed out.
    """
    version = store.data_version()
    key = ("nodes", plan.id, known_on, reader)
    return kept(store, version, key, lambda: _load_nodes(store, reader, plan, known_on)).copy(deep=False)


def _load_nodes(store: Store, reader: Reader, plan: PlanSummary, known_on: dt.datetime | None) -> pd.DataFrame:
    if not sees_plan(reader, is_public=plan.is_public):
        plan_id = -1
    else:
        plan_id = plan.id
    query = (
        select(
            NODES.c.id.label("node_id"),
            NODES.c.depth,
            NODES.c.code,
            URL_NAMES.c.name.label("slug"),
            NODE_VERSIONS.c.name,
            NODE_VERSIONS.c.parent_id,
            NODE_VERSIONS.c.description,
            NODE_VERSIONS.c.weight,
            NODE_VERSIONS.c.sort_order,
        )
        .join(NODE_VERSIONS, NODE_VERSIONS.c.node_id == NODES.c.id)
        .outerjoin(URL_NAMES, (URL_NAMES.c.node_id == NODES.c.id) & URL_NAMES.c.superseded_at.is_(None))
        .where(NODES.c.plan_id == plan_id, in_force(NODE_VERSIONS, known_on), ~NODE_VERSIONS.c.is_withdrawn)
    )
    kinds = {
        "node_id": "integer",
        "depth": "integer",
        "parent_id": "integer",
        "weight": "number",
        "sort_order": "integer",
    }
    with store.reading() as connection:
        frame = selected(connection, query, kinds)
    keys = [
        (depth, sort_order, natural(code))
        for depth, sort_order, code in zip(frame["depth"], frame["sort_order"], frame["code"], strict=True)
    ]
    return frame.iloc[sorted(range(len(frame)), key=keys.__getitem__)].reset_index(drop=True)


def secretariats(store: Store, reader: Reader, plan: PlanSummary) -> pd.DataFrame:
    """The plan's secretariats and areas, by name.

    Columns: code, slug, name, parent_code, parent_slug, in_force_from, in_force_to. Those it lists, those that answer
    for items the reader sees, and those above them; not the withdrawn ones. Kept for each data version; a copy is
    handed out.
    """
    version = store.data_version()
    found = kept(store, version, ("secretariats", plan.id, reader), lambda: _load_secretariats(store, reader, plan))
    return found.copy(deep=False)


def _load_secretariats(store: Store, reader: Reader, plan: PlanSummary) -> pd.DataFrame:
    with store.reading() as connection:
        seen = sees_plan(reader, is_public=plan.is_public)
        found = plan_secretariats(connection, reader, plan.id) if seen else {}
    chosen = sorted(found.values(), key=lambda secretariat: natural(folded(secretariat.name)))
    above = [found.get(secretariat.parent_id or 0) for secretariat in chosen]
    cells: dict[str, tuple[str, list[Any]]] = {
        "code": ("text", [secretariat.code for secretariat in chosen]),
        "slug": ("text", [secretariat.slug for secretariat in chosen]),
        "name": ("text", [secretariat.name for secretariat in chosen]),
        "parent_code": ("text", [parent.code if parent else None for parent in above]),
        "parent_slug": ("text", [parent.slug if parent else None for parent in above]),
        "in_force_from": ("date", [secretariat.in_force_from for secretariat in chosen]),
        "in_force_to": ("date", [secretariat.in_force_to for secretariat in chosen]),
    }
    return pd.DataFrame({name: as_series(kind, column) for name, (kind, column) in cells.items()})


def find(store: Store, reader: Reader, plan: PlanSummary, kind: str, slug: str) -> Found | Moved | None:
    """What the short name leads to in this plan: the item, its new name, or None (so is what the reader may not see).

    ``kind`` is node, project, indicator or secretariat; anything else raises ValueError.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of item: {kind!r}")
    scope = plan.municipality_code if kind == "secretariat" else plan.code
    with store.reading() as connection:
        named = names.resolve(connection, scope, kind, slug)
        if named is None or not _may_see(connection, reader, plan, kind, named.item_id):
            return None
    return Found(kind, named.item_id, slug) if named.is_current else Moved(named.current_name)


def _may_see(connection: Connection, reader: Reader, plan: PlanSummary, kind: str, item_id: int) -> bool:
    if kind in ("node", "secretariat"):
        return sees_plan(reader, is_public=plan.is_public)
    table = PROGRESS.c
    query = select(table.item_id).where(
        table.plan_id == plan.id, table.item_kind == kind, table.item_id == item_id, rows_clause(reader)
    )
    return connection.scalar(query) is not None
