"""All progress rows of a plan, or of some of its items, on one date and as known at one moment, in pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Table, select

from data_models.dictionary import ItemKind
from data_models.progress.columns import Cells, Columns, Moment, complete
from data_models.progress.indicators import DATED_COLUMNS as DATED_INDICATOR_COLUMNS
from data_models.progress.indicators import dated_indicator_columns, indicator_rows
from data_models.progress.places import Places, PlanFacts, plan_facts
from data_models.progress.projects import DATED_COLUMNS as DATED_PROJECT_COLUMNS
from data_models.progress.projects import dated_project_columns, project_rows
from data_models.progress.scope import Scope, runs
from data_models.tables import DATA_VERSION, INDICATORS, PROJECTS
from kpis.rules import RULES_VERSION

# Rows computed at once: large enough for the rules to be fast, small enough for a small machine.
PROJECTS_AT_ONCE = 10_000
INDICATORS_AT_ONCE = 4_000

# The columns of the progress table that say something else on another date.
DATED_COLUMNS = DATED_PROJECT_COLUMNS | DATED_INDICATOR_COLUMNS


def effective_as_of(plan: PlanFacts, today: dt.date) -> dt.date:
    """The date a plan is judged at: its cut-off date, else today."""
    return plan.as_of_on or today


def data_version(connection: Connection) -> int:
    """The data version this transaction began with."""
    version: int = connection.execute(select(DATA_VERSION.c.version)).scalar_one()
    return version


def plan_rows(
    connection: Connection, plan: PlanFacts, as_of: dt.date, known_version: int, known_on: dt.datetime | None = None
) -> Iterator[list[Cells]]:
    """Every row of the plan, in pieces: lists of cells, one for each column of the dictionary in its order."""
    moment = Moment(plan, as_of, known_version, RULES_VERSION)
    places = Places(connection, known_on)
    for scope in runs(plan.id, _ids(connection, PROJECTS, plan.id), PROJECTS_AT_ONCE):
        yield from _complete(*project_rows(connection, scope, moment, places, known_on))
    for scope in runs(plan.id, _ids(connection, INDICATORS, plan.id), INDICATORS_AT_ONCE):
        yield from _complete(*indicator_rows(connection, scope, moment, places, known_on))


def item_rows(
    connection: Connection,
    plan: PlanFacts,
    as_of: dt.date,
    known_version: int,
    *,
    project_ids: Sequence[int],
    indicator_ids: Sequence[int],
) -> Iterator[list[Cells]]:
    """The rows of some items, as `plan_rows` gives them."""
    moment = Moment(plan, as_of, known_version, RULES_VERSION)
    places = Places(connection, None)
    yield from _complete(*project_rows(connection, _few(plan.id, project_ids), moment, places, None))
    yield from _complete(*indicator_rows(connection, _few(plan.id, indicator_ids), moment, places, None))


def rows_as_of(
    connection: Connection, plan_id: int, *, as_of: dt.date, known_on: dt.datetime | None
) -> list[list[Cells]]:
    """Every row of the plan as true on ``as_of`` and known at ``known_on`` (UTC without zone; None is now), in pieces.

    Empty when the plan was not known then.
    """
    plan = plan_facts(connection, plan_id, known_on)
    if plan is None:
        return []
    return list(plan_rows(connection, plan, as_of, data_version(connection), known_on))


def dated_columns(
    connection: Connection,
    plan: PlanFacts,
    as_of: dt.date,
    *,
    project_ids: Sequence[int] | None = None,
    indicator_ids: Sequence[int] | None = None,
) -> Iterator[tuple[ItemKind, list[int], Columns]]:
    """What another date changes in the rows of a plan, as known now, in pieces: kind, ids, columns in their order.

    The remaining columns are those of the progress table. All items, or those of the ids given.
    """
    moment = Moment(plan, as_of, 0, RULES_VERSION)
    for scope in _scopes(connection, plan.id, PROJECTS, project_ids, PROJECTS_AT_ONCE):
        yield ItemKind.PROJECT, *dated_project_columns(connection, scope, moment)
    for scope in _scopes(connection, plan.id, INDICATORS, indicator_ids, INDICATORS_AT_ONCE):
        yield ItemKind.INDICATOR, *dated_indicator_columns(connection, scope, moment)


def _scopes(
    connection: Connection, plan_id: int, identities: Table, ids: Sequence[int] | None, at_once: int
) -> Iterable[Scope]:
    if ids is None:
        return runs(plan_id, _ids(connection, identities, plan_id), at_once)
    return [_few(plan_id, ids)]


def _complete(columns: Columns, count: int) -> Iterator[list[Cells]]:
    if count:
        yield complete(columns, count)


def _few(plan_id: int, ids: Iterable[int]) -> Scope:
    return Scope(plan_id, tuple(sorted(set(ids))))


def _ids(connection: Connection, identities: Table, plan_id: int) -> Sequence[int]:
    return connection.execute(select(identities.c.id).where(identities.c.plan_id == plan_id)).scalars().all()
