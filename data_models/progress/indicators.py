"""Progress rows of indicators: history in, rules applied, columns out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

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
    shares,
    text_array,
    texts,
)
from data_models.progress.places import Places
from data_models.progress.promises import Promises, read_promises, target_frame
from data_models.progress.scope import AnyRow, Scope, rows_with
from data_models.rows import civil_day, in_force
from data_models.tables import INDICATOR_VALUES, INDICATOR_VERSIONS, INDICATORS, PROJECT_VERSIONS, PROJECTS, URL_NAMES
from kpis import evaluate, wording
from kpis.vocabulary import ValueState

VERSION_COLUMNS = (
    "indicator_id",
    "node_id",
    "project_id",
    "name",
    "promise",
    "kind",
    "indicator_class",
    "unit",
    "direction",
    "decimals",
    "accumulation",
    "accumulation_years",
    "numerator_name",
    "ratio_scale",
    "frequency",
    "allowed_delay_days",
    "baseline_value",
    "baseline_on",
    "baseline_text",
    "starts_on",
    "weight",
    "is_public",
    "is_cancelled",
    "is_strategic",
)
# What the rules ask of an indicator, its values and targets apart.
JUDGED_COLUMNS = (
    "indicator_id",
    "direction",
    "accumulation",
    "accumulation_years",
    "numerator_name",
    "ratio_scale",
    "frequency",
    "allowed_delay_days",
    "baseline_value",
    "baseline_on",
    "starts_on",
    "is_cancelled",
)
VALUE_COLUMNS = (
    "indicator_id",
    "period_start",
    "period_end",
    "value",
    "bound",
    "text",
    "numerator",
    "denominator",
    "decided_at",
    "recorded_at",
)
NUMBER_RESULTS = (
    "value",
    "numerator",
    "denominator",
    "target_value",
    "target_upper",
    "progress_pct",
    "expected_value",
    "expected_pct",
    "gap_points",
    "attainment",
    "required_per_period",
    "recent_per_period",
)
INTEGER_RESULTS = ("days_overdue", "values_expected", "values_present", "missing_periods", "periods_left")
DAY_RESULTS = ("value_on", "value_period_start", "target_due_on", "next_due_on")
TEXT_RESULTS = (
    "value_bound",
    "target_bound",
    "target_text",
    "progress_rule",
    "expected_rule",
    "status",
    "reason_code",
    "freshness",
)

# What is otherwise on another date.
DATED_COLUMNS = DATED_BUDGET_COLUMNS | frozenset(
    {
        *NUMBER_RESULTS,
        *INTEGER_RESULTS,
        *DAY_RESULTS,
        *TEXT_RESULTS,
        "reason",
        "coverage_pct",
        "last_data_on",
        "value_text",
        "value_approved_on",
        "target_revisions",
        "target_revised_on",
        "original_target_value",
        "original_target_due_on",
        "status_original",
    }
)


def indicator_rows(
    connection: Connection, scope: Scope, moment: Moment, places: Places, known_on: dt.datetime | None
) -> tuple[Columns, int]:
    """The progress columns of the scope's indicators that are not withdrawn, and how many there are."""
    versions = read_versions(connection, scope, known_on)
    ids = [version.indicator_id for version in versions]
    scope = Scope(scope.plan_id, tuple(ids), scope.is_run)
    if not ids:
        return {}, 0
    projects = _read_projects(connection, {version.project_id for version in versions}, known_on)
    columns = (
        plan_columns(moment, len(ids))
        | _definition_columns(versions)
        | _dated_columns(connection, scope, versions, moment, known_on)
        | _place_columns(connection, scope, versions, projects, places)
        | budget_columns(read_budgets(connection, scope, "indicator_id", moment, known_on), ids)
    )
    columns["is_public"] = [
        moment.plan.is_public
        and version.is_public
        and (version.project_id not in projects or projects[version.project_id].is_public)
        for version in versions
    ]
    return columns, len(ids)


def dated_indicator_columns(connection: Connection, scope: Scope, moment: Moment) -> tuple[list[int], Columns]:
    """Ids of the scope's indicators that are not withdrawn, and those of their columns that another date changes."""
    versions = scope.versions(connection, INDICATORS, INDICATOR_VERSIONS, JUDGED_COLUMNS, None)
    ids = [version.indicator_id for version in versions]
    if not ids:
        return [], {}
    scope = Scope(scope.plan_id, tuple(ids), scope.is_run)
    money = read_budgets(connection, scope, "indicator_id", moment, None)
    return ids, _dated_columns(connection, scope, versions, moment, None) | dated_budget_columns(money, ids)


def _dated_columns(
    connection: Connection, scope: Scope, versions: Sequence[AnyRow], moment: Moment, known_on: dt.datetime | None
) -> Columns:
    definitions = definition_frame(versions, moment)
    values = read_values(connection, scope, moment.as_of, known_on)
    promises = read_promises(connection, scope, moment.as_of, known_on)
    results = evaluate.indicators(definitions, value_frame(values), target_frame(promises.rows), moment.as_of)
    return (
        _result_columns(results)
        | _last_value_columns(scope.ids, values, results)
        | _promise_columns(definitions, values, promises, results, moment)
    )


def read_versions(connection: Connection, scope: Scope, known_on: dt.datetime | None) -> list[AnyRow]:
    """The definitions in force of the scope's indicators, without the withdrawn ones, by id; with their `code`."""
    return scope.versions(connection, INDICATORS, INDICATOR_VERSIONS, VERSION_COLUMNS, known_on)


def definition_frame(versions: Sequence[AnyRow], moment: Moment) -> pd.DataFrame:
    """Definitions as the rules take them."""
    plan, count = moment.plan, len(versions)
    return pd.DataFrame(
        {
            "indicator_id": [version.indicator_id for version in versions],
            "direction": text_array([version.direction for version in versions]),
            "accumulation": text_array([version.accumulation for version in versions]),
            "accumulation_years": text_array([version.accumulation_years for version in versions]),
            "is_ratio": np.array([version.numerator_name is not None for version in versions], dtype=np.bool_),
            "frequency": text_array([version.frequency for version in versions]),
            "allowed_delay_days": float_array([version.allowed_delay_days for version in versions]),
            "ratio_scale": float_array([version.ratio_scale for version in versions]),
            "baseline_value": float_array([version.baseline_value for version in versions]),
            "baseline_on": day_array([version.baseline_on for version in versions]),
            "starts_on": day_array([version.starts_on for version in versions]),
            "is_cancelled": np.array([bool(version.is_cancelled) for version in versions], dtype=np.bool_),
            "plan_starts_on": day_array([plan.starts_on] * count),
            "plan_ends_on": day_array([plan.ends_on] * count),
            "on_track_min": float_array([plan.on_track_min] * count),
            "at_risk_min": float_array([plan.at_risk_min] * count),
        }
    )


def read_values(
    connection: Connection, scope: Scope, as_of: dt.date | None, known_on: dt.datetime | None
) -> list[AnyRow]:
    """The approved values of the scope's indicators for periods that ended by ``as_of``, in order of period."""
    query = (
        select(*(INDICATOR_VALUES.c[name] for name in VALUE_COLUMNS))
        .where(INDICATOR_VALUES.c.state == ValueState.APPROVED, in_force(INDICATOR_VALUES, known_on))
        .order_by(INDICATOR_VALUES.c.indicator_id, INDICATOR_VALUES.c.period_end)
    )
    if as_of is not None:
        query = query.where(INDICATOR_VALUES.c.period_end <= as_of)
    return scope.rows(connection, query, INDICATOR_VALUES.c.indicator_id)


def value_frame(rows: Sequence[AnyRow]) -> pd.DataFrame:
    """Value rows as the rules take them, without those that are only text."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(VALUE_COLUMNS)
    by_name = dict(zip(VALUE_COLUMNS, cells, strict=True))
    frame = pd.DataFrame(
        {
            "indicator_id": list(by_name["indicator_id"]),
            "period_start": day_array(list(by_name["period_start"])),
            "period_end": day_array(list(by_name["period_end"])),
            "value": float_array(list(by_name["value"])),
            "bound": text_array(list(by_name["bound"])),
            "numerator": float_array(list(by_name["numerator"])),
            "denominator": float_array(list(by_name["denominator"])),
        }
    )
    is_number = frame["value"].notna().to_numpy()
    return frame if is_number.all() else frame[is_number].reset_index(drop=True)


def _definition_columns(versions: Sequence[AnyRow]) -> Columns:
    columns: Columns = {
        "item_kind": [str(ItemKind.INDICATOR)] * len(versions),
        "item_id": [version.indicator_id for version in versions],
        "indicator_kind": [version.kind for version in versions],
    }
    same = (
        "code",
        "name",
        "promise",
        "node_id",
        "indicator_class",
        "is_strategic",
        "unit",
        "decimals",
        "direction",
        "accumulation",
        "accumulation_years",
        "frequency",
        "allowed_delay_days",
        "baseline_value",
        "baseline_on",
        "baseline_text",
        "weight",
    )
    for name in same:
        columns[name] = [getattr(version, name) for version in versions]
    return columns


def _result_columns(results: pd.DataFrame) -> Columns:
    columns: Columns = {name: numbers(results[name]) for name in NUMBER_RESULTS}
    columns |= {name: integers(results[name]) for name in INTEGER_RESULTS}
    columns |= {name: days(results[name]) for name in DAY_RESULTS}
    columns |= {name: texts(results[name]) for name in TEXT_RESULTS}
    columns["reason"] = [wording.reason_words(code) for code in columns["reason_code"]]
    columns["coverage_pct"] = shares(columns["values_present"], columns["values_expected"])
    columns["last_data_on"] = columns["value_on"]
    return columns


def _last_value_columns(ids: Sequence[int], values: Sequence[AnyRow], results: pd.DataFrame) -> Columns:
    """The text of the latest period and the day the value in use was approved (or imported)."""
    latest: dict[int, AnyRow] = {}
    latest_number: dict[int, AnyRow] = {}
    for row in values:
        latest[row.indicator_id] = row
        if row.value is not None:
            latest_number[row.indicator_id] = row
    value_on = days(results["value_on"])
    used = [latest_number.get(item_id) if on is not None else None for item_id, on in zip(ids, value_on, strict=True)]
    return {
        "value_text": [latest[item_id].text if item_id in latest else None for item_id in ids],
        "value_approved_on": [civil_day(row.decided_at or row.recorded_at) if row else None for row in used],
    }


def _promise_columns(
    definitions: pd.DataFrame,
    values: Sequence[AnyRow],
    promises: Promises,
    results: pd.DataFrame,
    moment: Moment,
) -> Columns:
    """How often the promise that applies was revised, and how things stand with all targets as first promised."""
    applying = [promises.rows[place] if place >= 0 else None for place in results["target_place"].tolist()]
    columns: Columns = {
        "target_revisions": [row.revision if row else None for row in applying],
        "target_revised_on": [row.decided_on if row and row.revision > 0 else None for row in applying],
        "original_target_value": numbers(results["target_value"]),
        "original_target_due_on": days(results["target_due_on"]),
        "status_original": texts(results["status"]),
    }
    revised = promises.revised()
    is_revised = definitions["indicator_id"].isin(revised).to_numpy()
    if is_revised.any():
        first = evaluate.indicators(
            definitions[is_revised].reset_index(drop=True),
            value_frame([row for row in values if row.indicator_id in revised]),
            target_frame([promises.original[row.id] for row in promises.rows if row.indicator_id in revised]),
            moment.as_of,
        )
        places = np.flatnonzero(is_revised).tolist()
        for name, cells in (
            ("original_target_value", numbers(first["target_value"])),
            ("original_target_due_on", days(first["target_due_on"])),
            ("status_original", texts(first["status"])),
        ):
            for place, cell in zip(places, cells, strict=True):
                columns[name][place] = cell
    return columns


def _read_projects(
    connection: Connection, project_ids: set[int | None], known_on: dt.datetime | None
) -> dict[int | None, AnyRow]:
    """Code, name, slug and publicity of the projects indicators belong to."""
    query = (
        select(
            PROJECTS.c.id,
            PROJECTS.c.code,
            PROJECT_VERSIONS.c.name,
            PROJECT_VERSIONS.c.is_public,
            URL_NAMES.c.name.label("slug"),
        )
        .join(PROJECT_VERSIONS, PROJECT_VERSIONS.c.project_id == PROJECTS.c.id)
        .outerjoin(URL_NAMES, (URL_NAMES.c.project_id == PROJECTS.c.id) & URL_NAMES.c.superseded_at.is_(None))
        .where(in_force(PROJECT_VERSIONS, known_on))
    )
    wanted = sorted(project_id for project_id in project_ids if project_id is not None)
    return {row.id: row for row in rows_with(connection, query, PROJECTS.c.id, wanted)}


def _place_columns(
    connection: Connection,
    scope: Scope,
    versions: Sequence[AnyRow],
    projects: dict[int | None, AnyRow],
    places: Places,
) -> Columns:
    belonging = [projects.get(version.project_id) for version in versions]
    node_ids = [version.node_id for version in versions]
    project_ids = [project.id if project else None for project in belonging]
    return place_columns(connection, scope, "indicator_id", node_ids, places, project_ids) | {
        "project_code": [project.code if project else None for project in belonging],
        "project_name": [project.name if project else None for project in belonging],
        "project_slug": [project.slug if project else None for project in belonging],
    }
