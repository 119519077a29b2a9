"""Every rule that the database keeps is broken once, on both databases: each row below is right but for one thing."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    insert,
    null,
    select,
)
from sqlalchemy.exc import IntegrityError

from data_models.rows import recorded_tables
from data_models.store import create_store
from data_models.tables import METADATA
from tests.data_models.conftest import SampleDatabases
from tests.data_models.sample import day

Row = dict[str, Any]

MOMENT = dt.datetime(2026, 1, 16, 9, 0)
TABLES: dict[str, Table] = dict(METADATA.tables)
RECORDED = {table.name for table in recorded_tables()}
NOWHERE = 987_654

# Identities without rows of their own, so that a right row finds its place empty.
IDENTITIES: list[tuple[str, Row]] = [
    ("accounts", {"id": 1, "municipality_id": 1, "code": "referente", "display_name": "Referente", "role": "champion"}),
    ("plans", {"id": 2, "municipality_id": 1, "code": "vacio"}),
    ("nodes", {"id": 5, "plan_id": 1, "depth": 3, "code": "1.2.1"}),
    ("projects", {"id": 3, "plan_id": 1, "code": "P-3"}),
    ("indicators", {"id": 3, "plan_id": 1, "code": "I-3"}),
    ("secretariats", {"id": 4, "municipality_id": 1, "code": "cultura"}),
    ("cross_axis_items", {"id": 4, "cross_axis_id": 1, "code": "17", "name": "Alianzas"}),
]

STAMP: Row = {"recorded_at": MOMENT, "import_id": 1}
RIGHT: dict[str, Row] = {
    "municipalities": {"code": "otra", "name": "Otra", "country": "AR", "currency": "ARS"},
    "accounts": {
        "municipality_id": 1, "code": "datos", "display_name": "Datos", "role": "data_team", "secretariat_id": 1,
    },
    "imports": {"plan_id": 1, "kind": "import", "imported_at": MOMENT, "imported_by": "Datos", "counts": {}},
    "import_findings": {"import_id": 1, "code": "x", "severity": "info"},
    "audit": {
        "at": MOMENT, "account_id": 1, "action": "approve", "entity": "indicator_values", "entity_id": 1, "detail": {},
    },
    "data_version": {"id": 1, "version": 9, "changed_at": MOMENT},
    "secretariats": {"municipality_id": 1, "code": "nueva"},
    "secretariat_versions": {
        **STAMP, "secretariat_id": 4, "parent_id": 1, "name": "Cultura", "in_force_from": day("2024-01-01"),
        "in_force_to": day("2024-12-31"),
    },
    "plans": {"municipality_id": 1, "code": "otro"},
    "plan_versions": {
        **STAMP, "plan_id": 2, "name": "Vacío", "starts_on": day("2024-01-01"), "ends_on": day("2027-12-31"),
        "on_track_min": 0.9, "at_risk_min": 0.6, "is_public": True, "is_demo": False,
    },
    "plan_levels": {**STAMP, "plan_id": 2, "role": "node", "depth": 1, "singular": "eje", "plural": "ejes"},
    "plan_listings": {**STAMP, "plan_id": 2, "secretariat_id": 1},
    "nodes": {"plan_id": 1, "depth": 1, "code": "9"},
    "node_versions": {**STAMP, "node_id": 5, "parent_id": 3, "name": "Subprograma"},
    "projects": {"plan_id": 1, "code": "P-9"},
    "project_versions": {
        **STAMP, "project_id": 3, "node_id": 3, "name": "Plaza", "state": "planned", "planned_start": day("2024-01-01"),
        "planned_end": day("2024-12-31"), "actual_start": day("2024-01-01"), "actual_end": day("2024-12-31"),
        "declared_pct": 100.0, "declared_on": day("2024-12-31"),
    },
    "districts": {**STAMP, "municipality_id": 1, "name": "Centro", "outline": "{}"},
    "milestones": {**STAMP, "project_id": 3, "code": "1", "name": "Proyecto aprobado"},
    "responsibilities": {**STAMP, "project_id": 3, "secretariat_id": 1, "is_lead": True},
    "budgets": {
        **STAMP, "project_id": 3, "year": 2024, "currency": "ARS", "approved_amount": 0.0, "current_amount": 1.0,
        "executed_amount": 2.0,
    },
    "url_names": {**STAMP, "scope": "plan-de-prueba", "kind": "node", "name": "subprograma", "node_id": 5},
    "indicators": {"plan_id": 1, "code": "I-9"},
    "indicator_versions": {
        **STAMP, "indicator_id": 3, "node_id": 3, "project_id": 1, "name": "Camas", "kind": "process", "unit": "camas",
        "indicator_class": "impact", "direction": "keep", "accumulation": "last", "accumulation_years": "mean",
        "frequency": "yearly", "numerator_name": "camas", "denominator_name": "personas",
    },
    "targets": {**STAMP, "indicator_id": 3, "kind": "final", "due_on": day("2027-12-31"), "value": 5.0},
    "indicator_values": {
        **STAMP, "indicator_id": 3, "period_start": day("2024-01-01"), "period_end": day("2024-12-31"), "value": 5.0,
        "numerator": 5.0, "denominator": 1.0, "state": "approved", "decided_by": 1, "decided_at": MOMENT,
    },
    "cross_axes": {"code": "clima", "name": "Clima"},
    "cross_axis_items": {"cross_axis_id": 1, "parent_id": 1, "code": "3.9", "name": "Contaminación"},
    "links": {**STAMP, "cross_axis_item_id": 4, "node_id": 1, "strength": 2},
}  # fmt: skip

RETURNED: Row = {"state": "returned", "return_reason": "Falta el acta"}
INTERIM: Row = {"kind": "interim"}
OF_INDICATOR: Row = {"project_id": None, "indicator_id": 3}

# Check constraint -> what to change in the right row of its table.
BROKEN: dict[str, Row] = {
    "ck_municipalities_currency_iso": {"currency": "$"},
    "ck_municipalities_country_iso": {"country": "A"},
    "ck_accounts_role_known": {"role": "king"},
    "ck_imports_kind_known": {"kind": "rumour"},
    "ck_imports_undo_names_its_import": {"kind": "undo"},
    "ck_import_findings_severity_known": {"severity": "awful"},
    "ck_audit_who_one": {"import_id": 1},
    "ck_data_version_single": {"id": 2},
    "ck_secretariat_versions_in_force_order": {"in_force_to": day("2023-12-31")},
    "ck_secretariat_versions_not_its_own_parent": {"parent_id": 4},
    "ck_plan_versions_dates_order": {"ends_on": day("2024-01-01")},
    "ck_plan_versions_thresholds_order": {"at_risk_min": 0.95},
    "ck_plan_levels_role_known": {"role": "king", "depth": None},
    "ck_plan_levels_depth_of_nodes": {"depth": None},
    "ck_plan_levels_depth_range": {"depth": 6},
    "ck_plan_listings_item_one": {"cross_axis_item_id": 1},
    "ck_nodes_depth_range": {"depth": 0},
    "ck_node_versions_weight_positive": {"weight": 0.0},
    "ck_node_versions_not_its_own_parent": {"parent_id": 5},
    "ck_project_versions_state_known": {"state": "done"},
    "ck_project_versions_delay_cause_known": {"delay_cause": "aliens"},
    "ck_project_versions_update_frequency_known": {"update_frequency": "often"},
    "ck_project_versions_declared_range": {"declared_pct": 100.5},
    "ck_project_versions_declared_paired": {"declared_on": None},
    "ck_project_versions_planned_order": {"planned_end": day("2023-12-31")},
    "ck_project_versions_actual_order": {"actual_end": day("2023-12-31")},
    "ck_project_versions_delay_not_negative": {"allowed_delay_days": -1},
    "ck_project_versions_weight_positive": {"weight": -1.0},
    "ck_milestones_weight_positive": {"weight": 0.0},
    "ck_responsibilities_item_one": {"indicator_id": 3},
    "ck_budgets_item_one": {"project_id": None},
    "ck_budgets_currency_iso": {"currency": "AR"},
    "ck_budgets_year_range": {"year": 24},
    "ck_budgets_not_negative": {"executed_amount": -0.01},
    "ck_url_names_item_one": {"project_id": 3},
    "ck_url_names_kind_known": {"kind": "city"},
    "ck_indicator_versions_kind_known": {"kind": "input"},
    "ck_indicator_versions_indicator_class_known": {"indicator_class": "beauty"},
    "ck_indicator_versions_direction_known": {"direction": "sideways"},
    "ck_indicator_versions_accumulation_known": {"accumulation": "max"},
    "ck_indicator_versions_accumulation_years_known": {"accumulation_years": "max"},
    "ck_indicator_versions_frequency_known": {"frequency": "often"},
    "ck_indicator_versions_decimals_range": {"decimals": 7},
    "ck_indicator_versions_delay_not_negative": {"allowed_delay_days": -1},
    "ck_indicator_versions_weight_positive": {"weight": 0.0},
    "ck_indicator_versions_ratio_scale_positive": {"ratio_scale": 0.0},
    "ck_indicator_versions_ratio_paired": {"denominator_name": None},
    "ck_targets_kind_known": {"kind": "wish"},
    "ck_targets_bound_known": {"bound": "="},
    "ck_targets_accumulation_known": {"accumulation": "max"},
    "ck_targets_says_something": {"value": None},
    "ck_targets_bound_has_value": {"value": None, "text": "> ?", "bound": ">"},
    "ck_targets_band_order": {"upper_value": 4.9},
    "ck_targets_period_has_start": {"kind": "period"},
    "ck_targets_period_order": {"kind": "period", "period_start": day("2028-01-01")},
    "ck_targets_due_known": {**INTERIM, "due_on": None},
    "ck_targets_revision_not_negative": {"revision": -1, "reason": "Acta 3", "decided_on": day("2025-01-01")},
    "ck_targets_revision_explained": {"revision": 1, "reason": "Acta 3"},
    "ck_indicator_values_state_known": {"state": "lost", "decided_by": None, "decided_at": None},
    "ck_indicator_values_bound_known": {"bound": "~"},
    "ck_indicator_values_period_order": {"period_end": day("2023-12-31")},
    "ck_indicator_values_says_something": {"value": None},
    "ck_indicator_values_bound_has_value": {"value": None, "text": "> ?", "bound": ">"},
    "ck_indicator_values_ratio_paired": {"numerator": None},
    "ck_indicator_values_denominator_not_zero": {"denominator": 0.0},
    "ck_indicator_values_decided_paired": {"decided_at": None},
    "ck_indicator_values_decided_states": {"state": "draft"},
    "ck_indicator_values_returned_with_reason": {"return_reason": "Falta el acta"},
    "ck_indicator_values_returned_by_someone": {**RETURNED, "decided_by": None, "decided_at": None},
    "ck_indicator_values_approved_by_someone": {
        "decided_by": None, "decided_at": None, "import_id": None, "recorded_by": 1,
    },
    "ck_cross_axis_items_not_its_own_parent": {"id": 50, "parent_id": 50},
    "ck_links_item_one": {"node_id": None},
    "ck_links_strength_range": {"strength": 4},
    "ck_progress_item_kind_known": {"item_kind": "wish"},
    "ck_progress_status_known": {"status": "fine"},
    "ck_progress_freshness_known": {"freshness": "stale"},
}  # fmt: skip
for _name in RECORDED:
    BROKEN[f"ck_{_name}_recorded_by_one"] = {"recorded_by": 1}
    BROKEN[f"ck_{_name}_superseded_paired"] = {"superseded_by": 1}
    BROKEN[f"ck_{_name}_superseded_after_recorded"] = {
        "superseded_at": MOMENT - dt.timedelta(microseconds=1), "superseded_by": 1,
    }  # fmt: skip

# Unique constraint or index -> changes of the right row that make two rows which differ only where it does not look.
TWICE: dict[str, tuple[Row, Row]] = {
    "uq_municipalities_code": ({}, {"name": "Tercera"}),
    "uq_accounts_municipality_id_code": ({}, {"display_name": "Otra persona"}),
    "uq_imports_undone_once": ({"kind": "undo", "undoes_id": 1}, {"kind": "undo", "undoes_id": 1}),
    "uq_secretariats_municipality_id_code": ({}, {}),
    "uq_secretariat_versions_current": ({}, {"name": "Otra"}),
    "uq_plans_code": ({}, {}),
    "uq_plan_versions_current": ({}, {"name": "Otro"}),
    "uq_plan_levels_depth": ({}, {"singular": "área"}),
    "uq_plan_levels_role": ({"role": "project", "depth": None}, {"role": "project", "depth": None, "singular": "obra"}),
    "uq_plan_listings_secretariat": ({}, {}),
    "uq_plan_listings_cross_axis_item": (
        {"secretariat_id": None, "cross_axis_item_id": 1}, {"secretariat_id": None, "cross_axis_item_id": 1},
    ),
    "uq_nodes_plan_id_depth_code": ({}, {}),
    "uq_node_versions_current": ({}, {"name": "Otro"}),
    "uq_projects_plan_id_code": ({}, {}),
    "uq_project_versions_current": ({}, {"name": "Otro"}),
    "uq_milestones_current": ({}, {"name": "Otro"}),
    "uq_districts_current": ({}, {"outline": "[]"}),
    "uq_responsibilities_project": ({}, {"is_lead": False}),
    "uq_responsibilities_indicator": (OF_INDICATOR, {**OF_INDICATOR, "is_lead": False}),
    "uq_responsibilities_project_lead": ({}, {"secretariat_id": 2}),
    "uq_responsibilities_indicator_lead": (OF_INDICATOR, {**OF_INDICATOR, "secretariat_id": 2}),
    "uq_budgets_project": ({"year": None}, {"year": None, "approved_amount": 3.0}),
    "uq_budgets_indicator": (OF_INDICATOR, {**OF_INDICATOR, "approved_amount": 3.0}),
    "uq_url_names_owner": ({}, {"node_id": 4, "superseded_at": MOMENT, "superseded_by": 1}),
    "uq_url_names_node": ({}, {"name": "otro"}),
    "uq_url_names_project": (
        {"kind": "project", "node_id": None, "project_id": 3},
        {"kind": "project", "node_id": None, "project_id": 3, "name": "otro"},
    ),
    "uq_url_names_indicator": (
        {"kind": "indicator", "node_id": None, "indicator_id": 3},
        {"kind": "indicator", "node_id": None, "indicator_id": 3, "name": "otro"},
    ),
    "uq_url_names_secretariat": (
        {"kind": "secretariat", "node_id": None, "secretariat_id": 4},
        {"kind": "secretariat", "node_id": None, "secretariat_id": 4, "name": "otro"},
    ),
    "uq_indicators_plan_id_code": ({}, {}),
    "uq_indicator_versions_current": ({}, {"name": "Otro"}),
    "uq_targets_final": ({}, {"due_on": day("2026-12-31")}),
    "uq_targets_dated": (INTERIM, {**INTERIM, "value": 6.0}),
    "uq_indicator_values_approved": ({}, {"value": 6.0}),
    "uq_indicator_values_open": (RETURNED, {"state": "draft", "decided_by": None, "decided_at": None}),
    "uq_cross_axes_code": ({}, {"name": "Otro"}),
    "uq_cross_axis_items_cross_axis_id_code": ({}, {"name": "Otro"}),
    "uq_links_node": ({}, {"strength": 3}),
    "uq_links_project": ({"node_id": None, "project_id": 3}, {"node_id": None, "project_id": 3, "strength": 3}),
    "uq_links_indicator": ({"node_id": None, "indicator_id": 3}, {"node_id": None, "indicator_id": 3, "strength": 3}),
}  # fmt: skip

# What may stand beside each other although a unique index looks at it.
TOGETHER: dict[str, tuple[str, Row, Row]] = {
    "an approved value and its correction under way": (
        "indicator_values", {}, {"state": "draft", "decided_by": None, "decided_at": None},
    ),
    "a superseded value and the one in force": (
        "indicator_values", {"superseded_at": MOMENT, "superseded_by": 1}, {"value": 6.0},
    ),
    "budgets of two years": ("budgets", {}, {"year": 2025}),
    "budgets of a year and of the whole plan": ("budgets", {}, {"year": None}),
    "two interim targets": ("targets", INTERIM, {**INTERIM, "due_on": day("2025-12-31")}),
    "a leading and a further secretariat": ("responsibilities", {}, {"secretariat_id": 2, "is_lead": False}),
}  # fmt: skip


@pytest.fixture(scope="module")
def writes(sample_databases: SampleDatabases) -> Iterator[dict[str, Connection]]:
    """On each database a write transaction in the sample plan, with an empty place for each right row."""
    with contextlib.ExitStack() as stack:
        found = {}
        for kind in ("sqlite", "postgresql"):
            store = create_store(stack.enter_context(sample_databases.copy(kind)))
            stack.callback(store.close)
            write = stack.enter_context(store.writing())
            for name, row in IDENTITIES:
                write.connection.execute(insert(TABLES[name]).values(row))
                if kind == "postgresql":
                    sequence = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {row['id']})"
                    write.connection.exec_driver_sql(sequence)
            write.cancel()
            found[kind] = write.connection
        yield found


@pytest.fixture
def connection(writes: dict[str, Connection], database_kind: str) -> Iterator[Connection]:
    """The transaction of one database; what the test does in it is taken back."""
    savepoint = writes[database_kind].begin_nested()
    yield writes[database_kind]
    savepoint.rollback()


def right_row(connection: Connection, table: Table) -> Row:
    if table.name != "progress":
        return RIGHT[table.name]
    stored = connection.execute(select(table).limit(1)).mappings().one()
    return {**stored, "item_id": 55_555}


def named_constraints(kind: type) -> dict[str, Table]:
    return {
        str(constraint.name): table
        for table in TABLES.values()
        for constraint in table.constraints
        if isinstance(constraint, kind)
    }


CHECKS = named_constraints(CheckConstraint)
UNIQUES = named_constraints(UniqueConstraint) | {
    str(index.name): table for table in TABLES.values() for index in table.indexes if index.unique
}
REFERENCES = {
    str(constraint.name): (table, column.name)
    for table in TABLES.values()
    for constraint in table.constraints
    if isinstance(constraint, ForeignKeyConstraint)
    for column in constraint.columns
}
NEEDED = [
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if not column.nullable and not (column.primary_key and column.name == "id")
]


def test_every_rule_of_every_table_is_broken_below() -> None:
    assert set(BROKEN) == set(CHECKS)
    assert set(TWICE) == set(UNIQUES)
    assert set(RIGHT) | {"progress"} == set(TABLES)
    assert all(named_constraints(PrimaryKeyConstraint))


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"data_version"}))
def test_the_right_row_is_taken(connection: Connection, name: str) -> None:
    table = TABLES[name]
    connection.execute(insert(table).values(right_row(connection, table)))


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_row_that_breaks_a_rule_is_turned_away(connection: Connection, name: str) -> None:
    table = CHECKS[name]
    with pytest.raises(IntegrityError, match=name):
        connection.execute(insert(table).values({**right_row(connection, table), **BROKEN[name]}))


@pytest.mark.parametrize("name", sorted(TWICE))
def test_what_may_be_there_once_is_turned_away_the_second_time(connection: Connection, name: str) -> None:
    table = UNIQUES[name]
    first, second = ({**RIGHT[table.name], **changes} for changes in TWICE[name])
    connection.execute(insert(table).values(first))
    # SQLite names the columns of a constraint, PostgreSQL the constraint.
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE constraint failed: {table.name}"):
        connection.execute(insert(table).values(second))


@pytest.mark.parametrize("what", TOGETHER)
def test_what_may_stand_beside_each_other_is_taken(connection: Connection, what: str) -> None:
    name, first, second = TOGETHER[what]
    for changes in (first, second):
        connection.execute(insert(TABLES[name]).values({**RIGHT[name], **changes}))


def test_a_reference_to_nothing_is_turned_away(connection: Connection) -> None:
    for name, (table, column) in REFERENCES.items():
        row = {**right_row(connection, table), column: NOWHERE}
        # So that no other rule stands in the way of this one.
        row |= {
            "superseded_by": {"superseded_at": MOMENT},
            "superseded_import_id": {"superseded_at": MOMENT},
            "recorded_by": {"import_id": None},
            "undoes_id": {"kind": "undo"},
        }.get(column, {})
        if table.name == "audit":
            row["account_id"] = NOWHERE if column == "account_id" else None
        if column in ("node_id", "project_id", "indicator_id", "secretariat_id", "cross_axis_item_id"):
            one_of = {"node_id", "project_id", "indicator_id", "secretariat_id", "cross_axis_item_id"} & set(row)
            if any(str(check.name).endswith("item_one") for check in table.constraints):
                fixed = {"responsibilities": {"secretariat_id"}, "links": {"cross_axis_item_id"}}.get(table.name, set())
                row |= {other: None for other in one_of - {column} - fixed if column not in fixed}
        savepoint = connection.begin_nested()
        with pytest.raises(IntegrityError, match=f"(?i){name}|FOREIGN KEY constraint failed"):
            connection.execute(insert(table).values(row))
        savepoint.rollback()
    assert len(REFERENCES) > 100


def test_a_blank_where_something_is_needed_is_turned_away(connection: Connection) -> None:
    for name, column in NEEDED:
        table = TABLES[name]
        savepoint = connection.begin_nested()
        with pytest.raises(IntegrityError, match=rf'(?i)not null.*{column}|"{column}".*not-null'):
            connection.execute(insert(table).values({**right_row(connection, table), column: null()}))
        savepoint.rollback()
    assert len(NEEDED) > 100


def test_nothing_that_others_refer_to_can_be_deleted(connection: Connection) -> None:
    for name in ("municipalities", "plans", "nodes", "projects", "indicators", "secretariats", "imports", "cross_axes"):
        savepoint = connection.begin_nested()
        with pytest.raises(IntegrityError, match="(?i)foreign key"):
            connection.execute(TABLES[name].delete().where(TABLES[name].c.id == 1))
        savepoint.rollback()
