"""Progress rows of projects: history in, rules applied, columns out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, func, select

from data_models.dictionary import PROJECTS as PROJECT_COLUMNS
from data_models.dictionary import ItemKind
from data_models.progress.budgets import DATED_COLUMNS as DATED_BUDGET_COLUMNS
from data_models.progress.budgets import budget_columns, dated_budget_columns, read_budgets
from data_models.progress.columns import (
    Columns,
    Moment,
    day_array,
    days,
    float_array,
    integers,
    numbers,
    place_columns,
    plan_columns,
    text_array,
    texts,
)
from data_models.progress.places import Places
from data_models.progress.promises import not_taken_back
from data_models.progress.scope import AnyRow, Scope, rows_with
from data_models.rows import in_force
from data_models.tables import MILESTONES, PROJECT_VERSIONS, PROJECTS
from kpis import evaluate, wording
from kpis.vocabulary import ProjectState

VERSION_COLUMNS = ("project_id", "node_id", *(column.name for column in PROJECT_COLUMNS if column.name != "code"))

# What the rules ask of a project, its milestones apart.
JUDGED_COLUMNS = (
    "project_id",
    "state",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "declared_pct",
    "declared_on",
    "update_frequency",
    "allowed_delay_days",
    "last_update_on",
)

# What is otherwise on another date.
DATED_COLUMNS = DATED_BUDGET_COLUMNS | frozenset(
    {
        "project_state",
        "actual_start",
        "actual_end",
        "last_data_on",
        "progress_pct",
        "completion_basis",
        "expected_pct",
        "gap_points",
        "attainment",
        "status",
        "status_original",
        "reason_code",
        "reason",
        "freshness",
        "next_due_on",
        "days_overdue",
        "milestones_done",
        "milestones_total",
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was true of a project on a date, of the columns that carry a date of their own."""

    state: str | None
    actual_start: dt.date | None
    actual_end: dt.date | None
    declared_pct: float | None
    declared_on: dt.date | None
    last_update_on: dt.date | None


def project_rows(
    connection: Connection, scope: Scope, moment: Moment, places: Places, known_on: dt.datetime | None
) -> tuple[Columns, int]:
    """The progress columns of the scope's projects that are not withdrawn, and how many there are."""
    versions = read_versions(connection, scope, known_on)
    ids = [version.project_id for version in versions]
    scope = Scope(scope.plan_id, tuple(ids), scope.is_run)
    if not ids:
        return {}, 0
    columns = (
        plan_columns(moment, len(ids))
        | _definition_columns(versions)
        | _dated_columns(connection, scope, versions, moment, known_on)
        | place_columns(connection, scope, "project_id", [version.node_id for version in versions], places)
        | budget_columns(read_budgets(connection, scope, "project_id", moment, known_on), ids)
    )
    columns |= {
        "project_code": columns["code"],
        "project_name": columns["name"],
        "project_slug": columns["slug"],
        "is_public": [moment.plan.is_public and bool(version.is_public) for version in versions],
    }
    return columns, len(ids)


def dated_project_columns(connection: Connection, scope: Scope, moment: Moment) -> tuple[list[int], Columns]:
    """Ids of the scope's projects that are not withdrawn, and those of their columns that another date changes."""
    versions = scope.versions(connection, PROJECTS, PROJECT_VERSIONS, JUDGED_COLUMNS, None)
    ids = [version.project_id for version in versions]
    if not ids:
        return [], {}
    scope = Scope(scope.plan_id, tuple(ids), scope.is_run)
    money = read_budgets(connection, scope, "project_id", moment, None)
    return ids, _dated_columns(connection, scope, versions, moment, None) | dated_budget_columns(money, ids)


def _dated_columns(
    connection: Connection, scope: Scope, versions: Sequence[AnyRow], moment: Moment, known_on: dt.datetime | None
) -> Columns:
    facts = true_on(connection, versions, moment.as_of, known_on)
    results = evaluate.projects(
        project_frame(versions, facts, moment), milestone_frame(connection, scope, known_on), moment.as_of
    )
    columns: Columns = {
        "project_state": [fact.state for fact in facts],
        "actual_start": [fact.actual_start for fact in facts],
        "actual_end": [fact.actual_end for fact in facts],
        "last_data_on": [fact.last_update_on for fact in facts],
    }
    return columns | _result_columns(results)


def read_versions(connection: Connection, scope: Scope, known_on: dt.datetime | None) -> list[AnyRow]:
    """What is in force of the scope's projects, without the withdrawn ones, by id; with their `code`."""
    return scope.versions(connection, PROJECTS, PROJECT_VERSIONS, VERSION_COLUMNS, known_on)


def true_on(
    connection: Connection, versions: Sequence[AnyRow], as_of: dt.date, known_on: dt.datetime | None
) -> list[Facts]:
    """The dated facts of each project that were true on ``as_of``.

    A start, an end or a state that rests on a later date had not happened. Where the declared percent or the last
    update are of a later date, the latest earlier version that says one by then is taken.
    """
    by_then = _ByThen(connection, versions, as_of, known_on)
    return [_facts(version, by_then, as_of) for version in versions]


class _ByThen:
    """What earlier versions said by a date, of the projects whose present one speaks of a later date.

    A project has dozens of versions, so each of the two facts is asked for by itself.
    """

    def __init__(
        self, connection: Connection, versions: Sequence[AnyRow], as_of: dt.date, known_on: dt.datetime | None
    ) -> None:
        table = PROJECT_VERSIONS.c
        earlier = [table.superseded_at.is_not(None), not_taken_back(PROJECT_VERSIONS), ~table.is_withdrawn]
        if known_on is not None:
            earlier.append(table.superseded_at <= known_on)
        declared = (
            select(table.project_id, table.declared_pct, table.declared_on)
            .where(table.declared_on <= as_of, *earlier)
            .order_by(table.declared_on, table.recorded_at, table.id)
        )
        # The last one recorded of the latest date wins, as a correction does.
        self.declared = {
            row.project_id: (row.declared_pct, row.declared_on)
            for row in rows_with(connection, declared, table.project_id, _said_after(versions, "declared_on", as_of))
        }
        updated = (
            select(table.project_id, func.max(table.last_update_on).label("last"))
            .where(table.last_update_on <= as_of, *earlier)
            .group_by(table.project_id)
        )
        self.updated = {
            row.project_id: row.last
            for row in rows_with(connection, updated, table.project_id, _said_after(versions, "last_update_on", as_of))
        }


def _said_after(versions: Sequence[AnyRow], name: str, as_of: dt.date) -> list[int]:
    """The projects whose present version says a fact of a later date."""
    days = ((version.project_id, getattr(version, name)) for version in versions)
    return sorted(project_id for project_id, day in days if day is not None and day > as_of)


def _facts(version: AnyRow, by_then: _ByThen, as_of: dt.date) -> Facts:
    started = version.actual_start if version.actual_start is None or version.actual_start <= as_of else None
    ended = version.actual_end if version.actual_end is None or version.actual_end <= as_of else None
    state = version.state
    if state == ProjectState.FINISHED and version.actual_end is not None and ended is None:
        state = ProjectState.IN_PROGRESS.value
    if (
        state in (ProjectState.IN_PROGRESS, ProjectState.PAUSED)
        and version.actual_start is not None
        and started is None
    ):
        state = ProjectState.PLANNED.value
    declared_pct, declared_on = version.declared_pct, version.declared_on
    if declared_on is not None and declared_on > as_of:
        declared_pct, declared_on = by_then.declared.get(version.project_id, (None, None))
    updated = version.last_update_on
    if updated is not None and updated > as_of:
        updated = by_then.updated.get(version.project_id)
    return Facts(state, started, ended, declared_pct, declared_on, updated)


def project_frame(versions: Sequence[AnyRow], facts: Sequence[Facts], moment: Moment) -> pd.DataFrame:
    """Projects as the rules take them."""
    plan, count = moment.plan, len(versions)
    return pd.DataFrame(
        {
            "project_id": [version.project_id for version in versions],
            "state": text_array([fact.state for fact in facts]),
            "planned_start": day_array([version.planned_start for version in versions]),
            "planned_end": day_array([version.planned_end for version in versions]),
            "actual_start": day_array([fact.actual_start for fact in facts]),
            "actual_end": day_array([fact.actual_end for fact in facts]),
            "declared_pct": float_array([fact.declared_pct for fact in facts]),
            "declared_on": day_array([fact.declared_on for fact in facts]),
            "update_frequency": text_array([version.update_frequency for version in versions]),
            "allowed_delay_days": float_array([version.allowed_delay_days for version in versions]),
            "last_update_on": day_array([fact.last_update_on for fact in facts]),
            "plan_starts_on": day_array([plan.starts_on] * count),
            "on_track_min": float_array([plan.on_track_min] * count),
            "at_risk_min": float_array([plan.at_risk_min] * count),
        }
    )


def milestone_frame(connection: Connection, scope: Scope, known_on: dt.datetime | None) -> pd.DataFrame:
    """Milestones of the scope's projects as the rules take them."""
    query = (
        select(MILESTONES.c.project_id, MILESTONES.c.weight, MILESTONES.c.due_on, MILESTONES.c.done_on)
        .where(in_force(MILESTONES, known_on))
        .order_by(MILESTONES.c.project_id, MILESTONES.c.code)
    )
    rows = scope.rows(connection, query, MILESTONES.c.project_id)
    project_ids, weights, due_on, done_on = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "project_id": list(project_ids),
            "weight": float_array(weights),
            "due_on": day_array(due_on),
            "done_on": day_array(done_on),
        }
    )


def _definition_columns(versions: Sequence[AnyRow]) -> Columns:
    columns: Columns = {
        "item_kind": [str(ItemKind.PROJECT)] * len(versions),
        "item_id": [version.project_id for version in versions],
        "promise": [version.description for version in versions],
        "frequency": [version.update_frequency for version in versions],
    }
    same = (
        "code",
        "name",
        "node_id",
        "allowed_delay_days",
        "planned_start",
        "planned_end",
        "dates_text",
        "district",
        "delay_cause",
        "recovery_on",
        "weight",
    )
    for name in same:
        columns[name] = [getattr(version, name) for version in versions]
    return columns


def _result_columns(results: pd.DataFrame) -> Columns:
    columns: Columns = {
        "progress_pct": numbers(results["completion_pct"]),
        "completion_basis": texts(results["completion_basis"]),
        "expected_pct": numbers(results["expected_pct"]),
        "gap_points": numbers(results["gap_points"]),
        "attainment": numbers(results["attainment"]),
        "status": texts(results["status"]),
        "reason_code": texts(results["reason_code"]),
        "freshness": texts(results["freshness"]),
        "next_due_on": days(results["next_due_on"]),
        "days_overdue": integers(results["days_overdue"]),
        "milestones_done": integers(results["milestones_done"]),
        "milestones_total": integers(results["milestones_total"]),
    }
    columns["status_original"] = columns["status"]
    columns["reason"] = [wording.reason_words(code) for code in columns["reason_code"]]
    return columns
