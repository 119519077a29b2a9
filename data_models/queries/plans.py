"""The plans a reader may see, with what heads a page and what `/salud` counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from data_models.dictionary import ItemKind
from data_models.queries.cache import kept
from data_models.rows import civil_day
from data_models.tables import (
    MUNICIPALITIES,
    NODE_VERSIONS,
    NODES,
    PLAN_LEVELS,
    PLAN_LISTINGS,
    PLAN_VERSIONS,
    PLANS,
    PROGRESS,
    SECRETARIAT_VERSIONS,
    SECRETARIATS,
    URL_NAMES,
)
from data_models.visibility import SEPARATOR, Reader, rows_clause, sees_plan

if TYPE_CHECKING:
    from data_models.store import Store


@dataclass(frozen=True, slots=True)
class Level:
    """What a plan calls a level: ``role`` is node (with depth 1 to 5), project or indicator."""

    role: str
    depth: int | None
    singular: str
    plural: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each a reader sees in a plan; secretariats are those at the top, in force and used by the plan."""

    secretariats: int
    axes: int
    programs: int
    projects: int
    indicators: int


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan as pages name it. ``as_of``: the date its rows are computed at; ``known_since``: its first day here."""

    id: int
    code: str
    name: str
    municipality_id: int
    municipality_code: str
    municipality_name: str
    country: str
    currency: str
    starts_on: dt.date
    ends_on: dt.date
    as_of: dt.date
    known_since: dt.date
    on_track_min: float
    at_risk_min: float
    is_public: bool
    is_demo: bool
    licence: str | None
    levels: tuple[Level, ...]
    counts: Counts

    def level(self, role: str, depth: int | None = None) -> Level | None:
        """The level with this role (and depth), or None when the plan does not have it."""
        return next((level for level in self.levels if level.role == role and level.depth == depth), None)


@dataclass(frozen=True, slots=True)
class SecretariatFacts:
    """A secretariat or an area below one, as it is now."""

    id: int
    code: str
    name: str
    parent_id: int | None
    in_force_from: dt.date | None
    in_force_to: dt.date | None
    slug: str | None


def list_plans(store: Store, reader: Reader) -> list[PlanSummary]:
    """Every plan the reader may see: real ones before demonstrations, then in the order they came."""
    return list(kept(store, store.data_version(), ("plans", reader), lambda: _load(store, reader)))


def find_plan(store: Store, reader: Reader, code: str | None = None) -> PlanSummary | None:
    """The plan called ``code``; without a code, the default one (the first, a real one before a demonstration)."""
    plans = list_plans(store, reader)
    if code is None:
        return next((plan for plan in plans if plan.is_public), plans[0] if plans else None)
    return next((plan for plan in plans if plan.code == code), None)


def _load(store: Store, reader: Reader) -> list[PlanSummary]:
    with store.reading() as connection:
        query = (
            select(PLANS.c.id)
            .join(PLAN_VERSIONS, (PLAN_VERSIONS.c.plan_id == PLANS.c.id) & PLAN_VERSIONS.c.superseded_at.is_(None))
            .join(MUNICIPALITIES, MUNICIPALITIES.c.id == PLANS.c.municipality_id)
            .order_by(PLAN_VERSIONS.c.is_demo, PLANS.c.id)
            .with_only_columns(
                PLANS.c.id, PLANS.c.code, PLAN_VERSIONS.c.name, PLANS.c.municipality_id,
                MUNICIPALITIES.c.code.label("municipality_code"), MUNICIPALITIES.c.name.label("municipality_name"),
                MUNICIPALITIES.c.country, MUNICIPALITIES.c.currency, PLAN_VERSIONS.c.starts_on, PLAN_VERSIONS.c.ends_on,
                PLAN_VERSIONS.c.as_of_on, PLAN_VERSIONS.c.on_track_min, PLAN_VERSIONS.c.at_risk_min,
                PLAN_VERSIONS.c.is_public, PLAN_VERSIONS.c.is_demo, PLAN_VERSIONS.c.licence,
            )
        )  # fmt: skip
        found = [row for row in connection.execute(query) if sees_plan(reader, is_public=row.is_public)]
        known_since = _known_since(connection)
        levels = _levels(connection)
        nodes = _node_counts(connection)
        return [
            PlanSummary(
                id=row.id,
                code=row.code,
                name=row.name,
                municipality_id=row.municipality_id,
                municipality_code=row.municipality_code,
                municipality_name=row.municipality_name,
                country=row.country,
                currency=row.currency,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                known_since=known_since[row.id],
                as_of=row.as_of_on or _computed_on(connection, row.id) or store.today(),
                on_track_min=row.on_track_min,
                at_risk_min=row.at_risk_min,
                is_public=row.is_public,
                is_demo=row.is_demo,
                licence=row.licence,
                levels=levels.get(row.id, ()),
                counts=_counts(connection, reader, row.id, nodes),
            )
            for row in found
        ]


def _computed_on(connection: Connection, plan_id: int) -> dt.date | None:
    table = PROGRESS.c
    found: dt.date | None = connection.scalar(select(table.as_of).where(table.plan_id == plan_id).limit(1))
    return found


def _known_since(connection: Connection) -> dict[int, dt.date]:
    """The day the first that is known of each plan was recorded."""
    query = select(PLAN_VERSIONS.c.plan_id, func.min(PLAN_VERSIONS.c.recorded_at)).group_by(PLAN_VERSIONS.c.plan_id)
    return {plan_id: civil_day(moment) for plan_id, moment in connection.execute(query)}


def _levels(connection: Connection) -> dict[int, tuple[Level, ...]]:
    gathered: dict[int, list[Level]] = defaultdict(list)
    query = (
        select(
            PLAN_LEVELS.c.plan_id, PLAN_LEVELS.c.role, PLAN_LEVELS.c.depth, PLAN_LEVELS.c.singular, PLAN_LEVELS.c.plural
        )
        .where(PLAN_LEVELS.c.superseded_at.is_(None))
        .order_by(PLAN_LEVELS.c.plan_id, func.coalesce(PLAN_LEVELS.c.depth, 9), PLAN_LEVELS.c.role.desc())
    )
    for plan_id, role, depth, singular, plural in connection.execute(query):
        gathered[plan_id].append(Level(role, depth, singular, plural))
    return {plan_id: tuple(levels) for plan_id, levels in gathered.items()}


def _node_counts(connection: Connection) -> dict[tuple[int, int], int]:
    query = (
        select(NODES.c.plan_id, NODES.c.depth, func.count())
        .join(NODE_VERSIONS, NODE_VERSIONS.c.node_id == NODES.c.id)
        .where(NODE_VERSIONS.c.superseded_at.is_(None), ~NODE_VERSIONS.c.is_withdrawn)
        .group_by(NODES.c.plan_id, NODES.c.depth)
    )
    return {(plan_id, depth): count for plan_id, depth, count in connection.execute(query)}


def _counts(connection: Connection, reader: Reader, plan_id: int, nodes: Mapping[tuple[int, int], int]) -> Counts:
    table = PROGRESS.c
    seen = (table.plan_id == plan_id) & rows_clause(reader)
    query = select(table.item_kind, func.count(), func.max(table.as_of)).where(seen).group_by(table.item_kind)
    found = connection.execute(query).all()
    by_kind = {item_kind: count for item_kind, count, _as_of in found}
    as_of = max((as_of for _kind, _count, as_of in found if as_of is not None), default=None)
    return Counts(
        secretariats=_top_secretariats(connection, reader, plan_id, as_of),
        axes=nodes.get((plan_id, 1), 0),
        programs=nodes.get((plan_id, 2), 0),
        projects=by_kind.get(ItemKind.PROJECT, 0),
        indicators=by_kind.get(ItemKind.INDICATOR, 0),
    )


def _top_secretariats(connection: Connection, reader: Reader, plan_id: int, as_of: dt.date | None) -> int:
    tops = 0
    for secretariat in plan_secretariats(connection, reader, plan_id).values():
        ended = as_of is not None and secretariat.in_force_to is not None and secretariat.in_force_to < as_of
        begins_later = as_of is not None and secretariat.in_force_from is not None and secretariat.in_force_from > as_of
        tops += secretariat.parent_id is None and not ended and not begins_later
    return tops


def plan_secretariats(connection: Connection, reader: Reader, plan_id: int) -> dict[int, SecretariatFacts]:
    """The secretariats and areas a plan lists or whose items the reader sees, and those above them, by id."""
    table = PROGRESS.c
    used: set[str] = set()
    for lead, shared in connection.execute(
        select(table.secretariat_code, table.shared_secretariat_codes)
        .where(table.plan_id == plan_id, rows_clause(reader))
        .distinct()
    ):
        used.update(code for code in (lead, *(shared or "").split(SEPARATOR)) if code)
    listed = set(
        connection.execute(
            select(PLAN_LISTINGS.c.secretariat_id).where(
                PLAN_LISTINGS.c.plan_id == plan_id,
                PLAN_LISTINGS.c.secretariat_id.is_not(None),
                PLAN_LISTINGS.c.superseded_at.is_(None),
            )
        ).scalars()
    )
    query = (
        select(
            SECRETARIATS.c.id,
            SECRETARIATS.c.code,
            SECRETARIAT_VERSIONS.c.name,
            SECRETARIAT_VERSIONS.c.parent_id,
            SECRETARIAT_VERSIONS.c.in_force_from,
            SECRETARIAT_VERSIONS.c.in_force_to,
            URL_NAMES.c.name.label("slug"),
        )
        .join(SECRETARIAT_VERSIONS, SECRETARIAT_VERSIONS.c.secretariat_id == SECRETARIATS.c.id)
        .join(PLANS, PLANS.c.municipality_id == SECRETARIATS.c.municipality_id)
        .outerjoin(URL_NAMES, (URL_NAMES.c.secretariat_id == SECRETARIATS.c.id) & URL_NAMES.c.superseded_at.is_(None))
        .where(
            PLANS.c.id == plan_id, SECRETARIAT_VERSIONS.c.superseded_at.is_(None), ~SECRETARIAT_VERSIONS.c.is_withdrawn
        )
    )
    known = {row.id: SecretariatFacts(**dict(row._mapping)) for row in connection.execute(query)}
    chosen: dict[int, SecretariatFacts] = {}
    for secretariat in known.values():
        above: SecretariatFacts | None = secretariat
        if secretariat.code not in used and secretariat.id not in listed:
            continue
        while above is not None and above.id not in chosen:
            chosen[above.id] = above
            above = known.get(above.parent_id) if above.parent_id is not None else None
    return chosen
