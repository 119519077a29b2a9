"""Where items belong and who answers for them: levels, secretariats, links, as words of the progress table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, select

from data_models.progress.scope import Scope, rows_with
from data_models.rows import in_force
from data_models.tables import (
    CROSS_AXES,
    CROSS_AXIS_ITEMS,
    LINKS,
    MUNICIPALITIES,
    NODE_VERSIONS,
    NODES,
    PLAN_VERSIONS,
    PLANS,
    RESPONSIBILITIES,
    SECRETARIAT_VERSIONS,
    SECRETARIATS,
    URL_NAMES,
)
from data_models.visibility import SEPARATOR

SDG_AXIS = "ods"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan's own columns, as known at a moment."""

    id: int
    code: str
    name: str
    municipality_name: str
    currency: str
    starts_on: dt.date
    ends_on: dt.date
    as_of_on: dt.date | None
    on_track_min: float
    at_risk_min: float
    is_public: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Level:
    """One level item of a path."""

    id: int
    code: str
    name: str
    slug: str | None


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for one item."""

    lead_code: str | None = None
    lead_name: str | None = None
    lead_slug: str | None = None
    post: str | None = None
    shared_codes: str | None = None
    shared_names: str | None = None
    slugs: str | None = None


@dataclass(frozen=True, slots=True)
class LinkTo:
    """One item of a cross-cutting axis; ``parent_code`` is the goal above a target."""

    axis: str
    code: str
    parent_code: str | None


def plan_facts(connection: Connection, plan_id: int, known_on: dt.datetime | None) -> PlanFacts | None:
    """The plan as known at a moment; None before it was recorded."""
    found = connection.execute(
        select(
            PLANS.c.id,
            PLANS.c.code,
            PLAN_VERSIONS.c.name,
            MUNICIPALITIES.c.name.label("municipality_name"),
            MUNICIPALITIES.c.currency,
            PLAN_VERSIONS.c.starts_on,
            PLAN_VERSIONS.c.ends_on,
            PLAN_VERSIONS.c.as_of_on,
            PLAN_VERSIONS.c.on_track_min,
            PLAN_VERSIONS.c.at_risk_min,
            PLAN_VERSIONS.c.is_public,
            PLAN_VERSIONS.c.is_demo,
        )
        .join(PLAN_VERSIONS, PLAN_VERSIONS.c.plan_id == PLANS.c.id)
        .join(MUNICIPALITIES, MUNICIPALITIES.c.id == PLANS.c.municipality_id)
        .where(PLANS.c.id == plan_id, in_force(PLAN_VERSIONS, known_on))
    ).first()
    return PlanFacts(**dict(found._mapping)) if found is not None else None


class Places:
    """Levels, secretariats and cross-cutting axes, read as they are needed and kept for one computation."""

    def __init__(self, connection: Connection, known_on: dt.datetime | None) -> None:
        self._connection = connection
        self._known_on = known_on
        self._nodes: dict[int, Any] = {}
        self._paths: dict[int | None, tuple[Level, ...]] = {None: ()}
        self._secretariats: dict[int, Any] = {}
        self._cross_items: dict[int, LinkTo] = {}

    def read_nodes(self, node_ids: Iterable[int]) -> None:
        """Make the paths of these nodes known."""
        query = (
            select(
                NODES.c.id,
                NODES.c.code,
                NODE_VERSIONS.c.name,
                NODE_VERSIONS.c.parent_id,
                URL_NAMES.c.name.label("slug"),
            )
            .join(NODE_VERSIONS, NODE_VERSIONS.c.node_id == NODES.c.id)
            .outerjoin(URL_NAMES, (URL_NAMES.c.node_id == NODES.c.id) & URL_NAMES.c.superseded_at.is_(None))
            .where(in_force(NODE_VERSIONS, self._known_on))
        )
        self._read_upwards(query, NODES.c.id, self._nodes, node_ids)

    def read_secretariats(self, secretariat_ids: Iterable[int]) -> None:
        """Make these secretariats and those above them known."""
        query = (
            select(
                SECRETARIATS.c.id,
                SECRETARIATS.c.code,
                SECRETARIAT_VERSIONS.c.name,
                SECRETARIAT_VERSIONS.c.parent_id,
                URL_NAMES.c.name.label("slug"),
            )
            .join(SECRETARIAT_VERSIONS, SECRETARIAT_VERSIONS.c.secretariat_id == SECRETARIATS.c.id)
            .outerjoin(
                URL_NAMES, (URL_NAMES.c.secretariat_id == SECRETARIATS.c.id) & URL_NAMES.c.superseded_at.is_(None)
            )
            .where(in_force(SECRETARIAT_VERSIONS, self._known_on))
        )
        self._read_upwards(query, SECRETARIATS.c.id, self._secretariats, secretariat_ids)

    def _read_upwards(self, query: Any, column: Any, known: dict[int, Any], ids: Iterable[int]) -> None:
        wanted = set(ids) - known.keys()
        while wanted:
            found = rows_with(self._connection, query, column, sorted(wanted))
            known.update({row.id: row for row in found})
            wanted = {row.parent_id for row in found if row.parent_id is not None} - known.keys()

    def path(self, node_id: int | None) -> tuple[Level, ...]:
        """The levels from the top down to the node."""
        if node_id not in self._paths:
            node = self._nodes[cast(int, node_id)]
            above = self.path(node.parent_id) if node.parent_id in self._nodes else ()
            self._paths[node_id] = (*above, Level(node.id, node.code, node.name, node.slug))
        return self._paths[node_id]

    def answering(self, scope: Scope, owner: str) -> dict[int, Answering]:
        """Who answers for each item of the scope; ``owner`` is project_id or indicator_id."""
        column = RESPONSIBILITIES.c[owner]
        query = (
            select(
                column,
                RESPONSIBILITIES.c.secretariat_id,
                RESPONSIBILITIES.c.is_lead,
                RESPONSIBILITIES.c.post,
            )
            .where(column.is_not(None), in_force(RESPONSIBILITIES, self._known_on))
            .order_by(column, RESPONSIBILITIES.c.is_lead.desc(), RESPONSIBILITIES.c.secretariat_id)
        )
        found = scope.rows(self._connection, query, column)
        self.read_secretariats({row.secretariat_id for row in found})
        gathered: dict[int, list[tuple[int, bool, str | None]]] = defaultdict(list)
        for item_id, secretariat_id, is_lead, post in found:
            if secretariat_id in self._secretariats:
                gathered[item_id].append((secretariat_id, is_lead, post))
        made: dict[tuple[tuple[int, bool, str | None], ...], Answering] = {}
        result = {}
        for item_id, several in gathered.items():
            key = tuple(several)
            if key not in made:
                made[key] = self._answering(key)
            result[item_id] = made[key]
        return result

    def _answering(self, several: tuple[tuple[int, bool, str | None], ...]) -> Answering:
        lead = next((one for one in several if one[1]), None)
        led = self._secretariats[lead[0]] if lead else None
        shared = sorted(
            (self._secretariats[secretariat_id] for secretariat_id, is_lead, _ in several if not is_lead),
            key=lambda secretariat: str(secretariat.code),
        )
        slugs: dict[str, None] = {}
        for secretariat in ([led] if led else []) + shared:
            above, passed = secretariat, set()
            while above is not None and above.id not in passed:
                passed.add(above.id)
                if above.slug is not None:
                    slugs[above.slug] = None
                above = self._secretariats.get(above.parent_id)
        return Answering(
            lead_code=led.code if led else None,
            lead_name=led.name if led else None,
            lead_slug=led.slug if led else None,
            post=lead[2] if lead else None,
            shared_codes=joined(secretariat.code for secretariat in shared),
            shared_names=joined(secretariat.name for secretariat in shared),
            slugs=joined(slugs),
        )

    def links(self, ids: Iterable[int], owner: str) -> dict[int, tuple[LinkTo, ...]]:
        """The links made at each of these items; ``owner`` is node_id, project_id or indicator_id."""
        column = LINKS.c[owner]
        query = (
            select(column, LINKS.c.cross_axis_item_id)
            .where(column.is_not(None), in_force(LINKS, self._known_on))
            .order_by(column, LINKS.c.cross_axis_item_id)
        )
        found = rows_with(self._connection, query, column, ids)
        self._read_cross_items({item for _, item in found})
        gathered: dict[int, list[LinkTo]] = defaultdict(list)
        for item_id, cross_item in found:
            gathered[item_id].append(self._cross_items[cross_item])
        return {item_id: tuple(links) for item_id, links in gathered.items()}

    def _read_cross_items(self, ids: set[int]) -> None:
        above = CROSS_AXIS_ITEMS.alias("above")
        query = (
            select(
                CROSS_AXIS_ITEMS.c.id,
                CROSS_AXES.c.code.label("axis"),
                CROSS_AXIS_ITEMS.c.code,
                above.c.code.label("goal"),
            )
            .join(CROSS_AXES, CROSS_AXES.c.id == CROSS_AXIS_ITEMS.c.cross_axis_id)
            .outerjoin(above, above.c.id == CROSS_AXIS_ITEMS.c.parent_id)
        )
        for item_id, axis, code, goal in rows_with(
            self._connection, query, CROSS_AXIS_ITEMS.c.id, sorted(ids - self._cross_items.keys())
        ):
            self._cross_items[item_id] = LinkTo(axis, code, goal)


def joined(parts: Iterable[str]) -> str | None:
    """Parts as one text, "; " between them; None when there are none."""
    return SEPARATOR.join(parts) or None


def slugs_of(connection: Connection, scope: Scope, owner: str) -> dict[int, str]:
    """The short name of each item today, whatever the date asked; ``owner`` is project_id or indicator_id."""
    column = URL_NAMES.c[owner]
    query = select(column, URL_NAMES.c.name).where(column.is_not(None), URL_NAMES.c.superseded_at.is_(None))
    return {row[0]: row[1] for row in scope.rows(connection, query, column)}
