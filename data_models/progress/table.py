"""Writing the progress table: a few rows in the transaction of a write, a plan, or everything; and proving it right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select

from data_models.bulk import insert_rows
from data_models.dictionary import ItemKind
from data_models.progress.columns import NAMES, Cells
from data_models.progress.compute import data_version, effective_as_of, item_rows, plan_rows
from data_models.progress.places import plan_facts
from data_models.progress.scope import IDS_PER_QUERY, AnyRow, rows_with
from data_models.rows import in_force
from data_models.tables import INDICATOR_VERSIONS, PLAN_VERSIONS, PLANS, PROGRESS
from kpis.rules import RULES_VERSION

if TYPE_CHECKING:
    from data_models.store import Store

TABLE = PROGRESS.c

# A number computed for one item and for all at once may differ in its last bit.
RELATIVE_TOLERANCE = 1e-9
# When a row was computed is not what it says.
NOT_COMPARED = frozenset({"known_version"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell of the progress table that is not what a full rebuild gives; a whole row has ``column`` "*"."""

    plan_code: str
    item_kind: str
    item_id: int
    column: str
    stored: object
    rebuilt: object


def refresh(
    connection: Connection,
    *,
    plan_id: int,
    project_ids: Iterable[int] = (),
    indicator_ids: Iterable[int] = (),
    today: dt.date,
) -> None:
    """Bring the rows of these items up to date, in the caller's transaction; a project brings its indicators along.

    When the plan's other rows are of another day or of older rules, all of it is rebuilt: one plan's rows share both.
    """
    plan = plan_facts(connection, plan_id, None)
    if plan is None:
        return
    as_of = effective_as_of(plan, today)
    stored = _stored_moment(connection, plan_id)
    if stored is not None and (stored.as_of != as_of or _are_older(stored.rules_version)):
        rebuild_plan(connection, plan_id, today)
        return
    projects = sorted(set(project_ids))
    indicators = sorted({*indicator_ids, *_indicators_of(connection, projects)})
    _delete(connection, plan_id, ItemKind.PROJECT, projects)
    _delete(connection, plan_id, ItemKind.INDICATOR, indicators)
    version = data_version(connection) + 1
    _insert(connection, item_rows(connection, plan, as_of, version, project_ids=projects, indicator_ids=indicators))


def rebuild_plan(connection: Connection, plan_id: int, today: dt.date) -> None:
    """Compute all rows of a plan anew, in the caller's transaction."""
    connection.execute(delete(PROGRESS).where(TABLE.plan_id == plan_id))
    plan = plan_facts(connection, plan_id, None)
    if plan is not None:
        version = data_version(connection) + 1
        _insert(connection, plan_rows(connection, plan, effective_as_of(plan, today), version))


def rebuild_every_plan(connection: Connection, today: dt.date) -> None:
    """Compute all rows of every plan anew, in the caller's transaction: after a change to what plans share."""
    for plan_id in _plan_ids(connection):
        rebuild_plan(connection, plan_id, today)


def rebuild_all(store: Store) -> None:
    """Compute all rows of every plan anew, in one transaction."""
    with store.writing() as write:
        rebuild_every_plan(write.connection, write.today)


def bring_up_to_date(store: Store) -> list[int]:
    """Rebuild the plans whose rows are of older rules, or of another day where today's counts; their ids."""
    with store.reading() as connection:
        late = _late_plans(connection, store.today())
    if late:
        with store.writing() as write:
            for plan_id in late:
                rebuild_plan(write.connection, plan_id, write.today)
    return late


def check(store: Store) -> list[Difference]:
    """Compare every cell with a full rebuild as of the date the plan's rows are of; empty when all is right."""
    differences: list[Difference] = []
    with store.reading() as connection:
        for plan_id in _plan_ids(connection):
            differences += _check_plan(connection, plan_id, store.today())
    return differences


def _check_plan(connection: Connection, plan_id: int, today: dt.date) -> Iterator[Difference]:
    plan = plan_facts(connection, plan_id, None)
    if plan is None:
        return
    rows_date = connection.scalar(select(TABLE.as_of).where(TABLE.plan_id == plan_id).limit(1))
    as_of = plan.as_of_on or rows_date or today
    # What is left of the stored rows after each rebuilt one is taken out should not be there.
    items = select(TABLE.item_kind, TABLE.item_id).where(TABLE.plan_id == plan_id)
    unmatched = {(row.item_kind, row.item_id) for row in connection.execute(items)}
    kind_place, id_place = NAMES.index("item_kind"), NAMES.index("item_id")
    compared = [(place, name) for place, name in enumerate(NAMES) if name not in NOT_COMPARED]
    for piece in plan_rows(connection, plan, as_of, 0):
        rebuilt_rows = list(zip(*piece, strict=True))
        for start in range(0, len(rebuilt_rows), IDS_PER_QUERY):
            part = rebuilt_rows[start : start + IDS_PER_QUERY]
            kind = part[0][kind_place]
            query = select(PROGRESS).where(TABLE.plan_id == plan_id, TABLE.item_kind == kind)
            stored = {
                row[id_place]: row
                for row in rows_with(connection, query, TABLE.item_id, [row[id_place] for row in part])
            }
            for rebuilt in part:
                item_id = rebuilt[id_place]
                found = stored.get(item_id)
                unmatched.discard((kind, item_id))
                if found is None:
                    yield Difference(plan.code, kind, item_id, "*", None, "a row")
                    continue
                for place, name in compared:
                    if not _same(found[place], rebuilt[place]):
                        yield Difference(plan.code, kind, item_id, name, found[place], rebuilt[place])
    for kind, item_id in sorted(unmatched):
        yield Difference(plan.code, kind, item_id, "*", "a row", None)


def _same(stored: Any, rebuilt: Any) -> bool:
    if stored == rebuilt:
        return True
    if isinstance(stored, float) and isinstance(rebuilt, int | float):
        return abs(stored - rebuilt) <= RELATIVE_TOLERANCE * max(abs(stored), abs(rebuilt))
    return False


def _plan_ids(connection: Connection) -> Sequence[int]:
    return connection.execute(select(PLANS.c.id).order_by(PLANS.c.id)).scalars().all()


def _late_plans(connection: Connection, today: dt.date) -> list[int]:
    query = select(PLAN_VERSIONS.c.plan_id, PLAN_VERSIONS.c.as_of_on).where(in_force(PLAN_VERSIONS))
    late = []
    for plan_id, cut_off in connection.execute(query.order_by(PLAN_VERSIONS.c.plan_id)).all():
        stored = _stored_moment(connection, plan_id)
        if stored is None:
            continue
        if (cut_off is None and stored.as_of != today) or _are_older(stored.rules_version):
            late.append(plan_id)
    return late


def _stored_moment(connection: Connection, plan_id: int) -> AnyRow | None:
    """The date and the version of the rules that a plan's rows share; None when it has none."""
    query = select(TABLE.as_of, TABLE.rules_version).where(TABLE.plan_id == plan_id).limit(1)
    return connection.execute(query).one_or_none()


def _are_older(rules_version: str) -> bool:
    """Whether rules are older than these: a worker of an earlier version must not take newer rows back."""
    stored, own = ([int(part) for part in version.split(".")] for version in (rules_version, RULES_VERSION))
    return stored < own


def _indicators_of(connection: Connection, project_ids: Sequence[int]) -> Iterator[int]:
    query = select(INDICATOR_VERSIONS.c.indicator_id).where(in_force(INDICATOR_VERSIONS))
    for row in rows_with(connection, query, INDICATOR_VERSIONS.c.project_id, project_ids):
        yield row.indicator_id


def _delete(connection: Connection, plan_id: int, kind: ItemKind, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), IDS_PER_QUERY):
        connection.execute(
            delete(PROGRESS).where(
                TABLE.plan_id == plan_id,
                TABLE.item_kind == kind,
                TABLE.item_id.in_(ids[start : start + IDS_PER_QUERY]),
            )
        )


def _insert(connection: Connection, pieces: Iterable[list[Cells]]) -> None:
    for piece in pieces:
        insert_rows(connection, PROGRESS, NAMES, zip(*piece, strict=True))
