"""Everything the page of one project shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, exists, select

from data_models.dictionary import PROJECTS as PROJECT_COLUMNS
from data_models.dictionary import ItemKind
from data_models.progress import projects as computing
from data_models.progress.columns import Moment
from data_models.progress.compute import data_version
from data_models.progress.places import Places, plan_facts
from data_models.progress.scope import Scope, rows_with
from data_models.queries.budgets import budgets_of, sums_of, total_of
from data_models.queries.frames import as_series, record, selected
from data_models.queries.links import LinkTo, links_of
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows
from data_models.queries.provenance import Origin, origin_of, with_sources
from data_models.rows import in_force
from data_models.tables import (
    MILESTONES,
    PROJECT_VERSIONS,
    RESPONSIBILITIES,
    SECRETARIAT_VERSIONS,
    SECRETARIATS,
    URL_NAMES,
)
from data_models.visibility import Reader
from kpis import evaluate
from kpis.rules import RULES_VERSION

if TYPE_CHECKING:
    from data_models.store import Store


# What a person would notice that changed; the code is the identity and never does.
COMPARED = tuple(column.name for column in PROJECT_COLUMNS if column.name not in ("code", "is_public"))
MILESTONE_KINDS = {
    "weight": "number",
    "due_on": "date",
    "done_on": "date",
    "recorded_at": "datetime",
    "is_change": "boolean",
}
CHANGE_KINDS = {"recorded_at": "datetime"}


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    """One project as a reader sees it.

    ``row`` is its progress row as plain values; ``description`` and ``declared_pct``, ``declared_on`` are in
    ``definition``; ``computation`` is what `kpis.explain.project_steps` takes. ``milestones``: code, name, weight,
    due_on, done_on (None if done after the date asked), recorded_at, where, is_change (whether it was told not to be
    done before). ``budgets``: as `budgets_of`; where the
    project has none, ``indicator_budgets`` are the sums (`sums_of`) of its indicators that the reader sees, each of
    which is of one project, and ``indicator_total`` their `total_of`. ``responsibles``: code, slug, name, is_lead,
    post. ``versions``: recorded_at, entered_by, where, column, before, after; one row for each change. ``last_entry``
    is where the newest of what is in force came from, its definition or a milestone. ``indicators`` are progress rows.
    """

    row: dict[str, Any]
    definition: dict[str, Any]
    computation: dict[str, Any]
    milestones: pd.DataFrame
    budgets: pd.DataFrame
    indicator_budgets: pd.DataFrame
    indicator_total: dict[str, float | None]
    responsibles: pd.DataFrame
    versions: pd.DataFrame
    last_entry: Origin
    indicators: pd.DataFrame
    links: list[LinkTo]


def detail(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    project_id: int,
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> ProjectDetail | None:
    """The project as true on ``as_of`` and known at ``known_on``; None when it is not there for this reader."""
    frame = rows(store, reader, plan, as_of=as_of, known_on=known_on)
    is_it = (frame["item_kind"] == ItemKind.PROJECT) & (frame["item_id"] == project_id)
    if not is_it.any():
        return None
    row = record(frame[is_it])
    is_its_indicator = (frame["item_kind"] == ItemKind.INDICATOR) & (frame["project_code"] == row["code"])
    with store.reading() as connection:
        definition = connection.execute(
            select(*(PROJECT_VERSIONS.c[column.name] for column in PROJECT_COLUMNS if column.name != "code")).where(
                PROJECT_VERSIONS.c.project_id == project_id, in_force(PROJECT_VERSIONS, known_on)
            )
        ).one()
        places = Places(connection, known_on)
        places.read_nodes([row["node_id"]])
        days = (as_of or plan.as_of, plan.as_of)
        budgets = budgets_of(connection, "project_id", project_id, days, known_on)
        indicator_ids = frame.loc[is_its_indicator, "item_id"].tolist()
        return ProjectDetail(
            row=row,
            definition=dict(definition._mapping),
            computation=row
            | dict(definition._mapping)
            | _computation(connection, plan, project_id, as_of or plan.as_of, known_on),
            milestones=_milestones(connection, project_id, as_of or plan.as_of, known_on),
            budgets=budgets,
            indicator_budgets=sums_of(
                connection, "indicator_id", [] if len(budgets) else indicator_ids, days, known_on
            ),
            indicator_total=total_of(frame[is_its_indicator]),
            responsibles=_responsibles(connection, project_id, known_on),
            versions=_versions(connection, reader, project_id, known_on),
            last_entry=_last_entry(connection, project_id, known_on),
            indicators=frame[is_its_indicator].reset_index(drop=True),
            links=links_of(
                connection,
                node_ids=[level.id for level in places.path(row["node_id"])],
                project_id=project_id,
                indicator_id=None,
                known_on=known_on,
            ),
        )


def milestones_of(
    store: Store, project_ids: Sequence[int], *, as_of: dt.date, known_on: dt.datetime | None = None
) -> pd.DataFrame:
    """The milestones of some projects in order of their dates: project_id, name, weight, due_on, done_on.

    What was done after ``as_of`` was not done yet. The caller shows them only of projects its reader sees.
    """
    query = select(*(MILESTONES.c[name] for name in ("project_id", "name", "weight", "due_on", "done_on"))).where(
        in_force(MILESTONES, known_on)
    )
    with store.reading() as connection:
        found = rows_with(connection, query, MILESTONES.c.project_id, list(project_ids))
    found = sorted(found, key=lambda row: (row.due_on is None, row.due_on or as_of, row.name))
    return pd.DataFrame(
        {
            "project_id": as_series("integer", [row.project_id for row in found]),
            "name": as_series("text", [row.name for row in found]),
            "weight": as_series("number", [row.weight for row in found]),
            "due_on": as_series("date", [row.due_on for row in found]),
            "done_on": as_series(
                "date", [row.done_on if row.done_on and row.done_on <= as_of else None for row in found]
            ),
        }
    )


def _computation(
    connection: Connection, plan: PlanSummary, project_id: int, as_of: dt.date, known_on: dt.datetime | None
) -> dict[str, Any]:
    """The project and its results as the rules take and give them."""
    facts = plan_facts(connection, plan.id, known_on)
    if facts is None:
        return {}
    scope = Scope(plan.id, (project_id,))
    moment = Moment(facts, as_of, data_version(connection), RULES_VERSION)
    versions = computing.read_versions(connection, scope, known_on)
    project = computing.project_frame(versions, computing.true_on(connection, versions, as_of, known_on), moment)
    results = evaluate.projects(project, computing.milestone_frame(connection, scope, known_on), as_of)
    return record(project) | record(results)


def _milestones(connection: Connection, project_id: int, as_of: dt.date, known_on: dt.datetime | None) -> pd.DataFrame:
    sources = with_sources(MILESTONES)
    names = ("code", "name", "weight", "due_on", "done_on")
    older = MILESTONES.alias("older")
    was_open = exists().where(
        older.c.project_id == MILESTONES.c.project_id,
        older.c.code == MILESTONES.c.code,
        older.c.recorded_at < MILESTONES.c.recorded_at,
        older.c.done_on.is_(None),
    )
    query = (
        select(*(MILESTONES.c[name] for name in names), was_open.label("was_open"), *sources.columns)
        .select_from(sources.joined)
        .where(MILESTONES.c.project_id == project_id, in_force(MILESTONES, known_on))
        .order_by(MILESTONES.c.due_on.is_(None), MILESTONES.c.due_on, MILESTONES.c.code)
    )
    found = connection.execute(query).all()
    cells = {name: [getattr(row, name) for row in found] for name in names}
    cells["done_on"] = [done if done is not None and done <= as_of else None for done in cells["done_on"]]
    cells["recorded_at"] = [row.origin_at for row in found]
    cells["where"] = [origin_of(row).where for row in found]
    cells["is_change"] = [bool(row.was_open) for row in found]
    return pd.DataFrame({name: as_series(MILESTONE_KINDS.get(name, "text"), column) for name, column in cells.items()})


def _last_entry(connection: Connection, project_id: int, known_on: dt.datetime | None) -> Origin:
    found: list[Any] = []
    for table in (PROJECT_VERSIONS, MILESTONES):
        sources = with_sources(table)
        query = select(*sources.columns).select_from(sources.joined).order_by(table.c.recorded_at.desc()).limit(1)
        found += connection.execute(query.where(table.c.project_id == project_id, in_force(table, known_on))).all()
    return max((origin_of(row) for row in found), key=lambda origin: origin.recorded_at)


def _responsibles(connection: Connection, project_id: int, known_on: dt.datetime | None) -> pd.DataFrame:
    query = (
        select(
            SECRETARIATS.c.code,
            URL_NAMES.c.name.label("slug"),
            SECRETARIAT_VERSIONS.c.name,
            RESPONSIBILITIES.c.is_lead,
            RESPONSIBILITIES.c.post,
        )
        .join(SECRETARIATS, SECRETARIATS.c.id == RESPONSIBILITIES.c.secretariat_id)
        .join(SECRETARIAT_VERSIONS, SECRETARIAT_VERSIONS.c.secretariat_id == SECRETARIATS.c.id)
        .outerjoin(URL_NAMES, (URL_NAMES.c.secretariat_id == SECRETARIATS.c.id) & URL_NAMES.c.superseded_at.is_(None))
        .where(
            RESPONSIBILITIES.c.project_id == project_id,
            in_force(RESPONSIBILITIES, known_on),
            in_force(SECRETARIAT_VERSIONS, known_on),
        )
        .order_by(RESPONSIBILITIES.c.is_lead.desc(), SECRETARIATS.c.code)
    )
    return selected(connection, query, {"is_lead": "boolean"})


def _versions(connection: Connection, reader: Reader, project_id: int, known_on: dt.datetime | None) -> pd.DataFrame:
    sources = with_sources(PROJECT_VERSIONS)
    query = (
        select(*(PROJECT_VERSIONS.c[name] for name in COMPARED), PROJECT_VERSIONS.c.is_public, *sources.columns)
        .select_from(sources.joined)
        .where(PROJECT_VERSIONS.c.project_id == project_id)
        .order_by(PROJECT_VERSIONS.c.recorded_at, PROJECT_VERSIONS.c.id)
    )
    if known_on is not None:
        query = query.where(PROJECT_VERSIONS.c.recorded_at <= known_on)
    found = connection.execute(query).all()
    cells: dict[str, list[Any]] = {
        name: [] for name in ("recorded_at", "entered_by", "where", "column", "before", "after")
    }
    for older, newer in zip(found, found[1:], strict=False):
        # What a project said before it was published stays in the house.
        if not (older.is_public and newer.is_public) and not reader.sees_everything:
            continue
        origin = origin_of(newer)
        for name in COMPARED:
            before, after = getattr(older, name), getattr(newer, name)
            if before != after:
                change = (origin.recorded_at, origin.entered_by, origin.where, name, before, after)
                for column, cell in zip(cells.values(), change, strict=True):
                    column.append(cell)
    return pd.DataFrame({name: as_series(CHANGE_KINDS.get(name, "text"), column) for name, column in cells.items()})
