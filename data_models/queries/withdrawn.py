"""What a later file withdrew from a plan: in no list and no count, yet its address still says what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from data_models import names
from data_models.queries.plans import PlanSummary
from data_models.rows import civil_day, in_force
from data_models.tables import INDICATOR_VERSIONS, INDICATORS, NODE_VERSIONS, PROJECT_VERSIONS, PROJECTS
from data_models.visibility import Reader, sees_plan, sees_withdrawn

if TYPE_CHECKING:
    from data_models.store import Store

ITEMS = {
    "project": (PROJECTS, PROJECT_VERSIONS, "project_id"),
    "indicator": (INDICATORS, INDICATOR_VERSIONS, "indicator_id"),
}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A project or an indicator that is no longer in its plan.

    ``first_recorded_at`` and ``withdrawn_at`` are UTC without zone; ``node_id`` is the level it belonged to, or the
    nearest one above that the plan still has, None for none.
    """

    item_id: int
    code: str
    name: str
    node_id: int | None
    first_recorded_at: dt.datetime
    withdrawn_at: dt.datetime

    @property
    def withdrawn_on(self) -> dt.date:
        """The day it was withdrawn, where the server is."""
        return civil_day(self.withdrawn_at)

    @property
    def was_known_before_that_day(self) -> bool:
        """Whether it was in the plan on an earlier day than the one it was withdrawn on."""
        return civil_day(self.first_recorded_at) < self.withdrawn_on


def find(store: Store, reader: Reader, plan: PlanSummary, kind: str, slug: str) -> Withdrawn | None:
    """The withdrawn project or indicator of a short name; None when none is to be seen, or of other kinds."""
    if kind not in ITEMS or not sees_plan(reader, is_public=plan.is_public):
        return None
    items, versions, owner = ITEMS[kind]
    with store.reading() as connection:
        named = names.resolve(connection, plan.code, kind, slug)
        if named is None:
            return None
        found = connection.execute(
            select(versions, items.c.code)
            .join(items, items.c.id == versions.c[owner])
            .where(versions.c[owner] == named.item_id, in_force(versions), versions.c.is_withdrawn)
        ).one_or_none()
        if found is None:
            return None
        is_public = found.is_public and (kind == "project" or is_project_public(connection, found.project_id))
        if not sees_withdrawn(reader, is_public=is_public):
            return None
        first = select(func.min(versions.c.recorded_at)).where(versions.c[owner] == named.item_id)
        return Withdrawn(
            named.item_id,
            found.code,
            found.name,
            _level_there_is(connection, found.node_id),
            connection.execute(first).scalar_one(),
            found.recorded_at,
        )


def is_project_public(connection: Connection, project_id: int | None) -> bool:
    """Whether the project of an indicator is public: an indicator is no more than its project."""
    if project_id is None:
        return True
    query = select(PROJECT_VERSIONS.c.is_public).where(
        PROJECT_VERSIONS.c.project_id == project_id, in_force(PROJECT_VERSIONS)
    )
    return bool(connection.scalar(query))


def _level_there_is(connection: Connection, node_id: int | None) -> int | None:
    while node_id is not None:
        query = select(NODE_VERSIONS.c.is_withdrawn, NODE_VERSIONS.c.parent_id).where(
            NODE_VERSIONS.c.node_id == node_id, in_force(NODE_VERSIONS)
        )
        level = connection.execute(query).one_or_none()
        if level is None or not level.is_withdrawn:
            return node_id if level is not None else None
        node_id = level.parent_id
    return None
