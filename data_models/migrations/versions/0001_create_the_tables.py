# ruff: noqa: E501
"""Create the tables."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cross_axes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cross_axes")),
        sa.UniqueConstraint("code", name=op.f("uq_cross_axes_code")),
    )
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_version_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_version")),
    )
    op.create_table(
        "municipalities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_municipalities_country_iso")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_municipalities_currency_iso")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipalities")),
        sa.UniqueConstraint("code", name=op.f("uq_municipalities_code")),
    )
    op.create_table(
        "cross_axis_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cross_axis_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_cross_axis_items_not_its_own_parent")),
        sa.ForeignKeyConstraint(["cross_axis_id"], ["cross_axes.id"], name=op.f("fk_cross_axis_items_cross_axis_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["cross_axis_items.id"], name=op.f("fk_cross_axis_items_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cross_axis_items")),
        sa.UniqueConstraint("cross_axis_id", "code", name=op.f("uq_cross_axis_items_cross_axis_id_code")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_plans_municipality_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("code", name=op.f("uq_plans_code")),
    )
    op.create_table(
        "secretariats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=op.f("fk_secretariats_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secretariats")),
        sa.UniqueConstraint("municipality_id", "code", name=op.f("uq_secretariats_municipality_id_code")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("display_name", sa.String(length=600), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("secretariat_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "role IN ('mayor', 'validator', 'champion', 'committee', 'data_team')", name=op.f("ck_accounts_role_known")
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_accounts_municipality_id")),
        sa.ForeignKeyConstraint(["secretariat_id"], ["secretariats.id"], name=op.f("fk_accounts_secretariat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("municipality_id", "code", name=op.f("uq_accounts_municipality_id_code")),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("recipe", sa.String(length=80), nullable=True),
        sa.Column("file_name", sa.String(length=600), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("imported_by", sa.String(length=600), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name=op.f("ck_imports_undo_names_its_import")),
        sa.CheckConstraint("kind IN ('import', 'demo', 'undo')", name=op.f("ck_imports_kind_known")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_imports_plan_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["imports.id"], name=op.f("fk_imports_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index("ix_imports_plan", ["plan_id"], unique=False)
        batch_op.create_index(
            "uq_imports_undone_once",
            ["undoes_id"],
            unique=True,
            sqlite_where=sa.text("undoes_id IS NOT NULL"),
            postgresql_where=sa.text("undoes_id IS NOT NULL"),
        )

    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_indicators_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_indicators_plan_id_code")),
    )
    op.create_table(
        "nodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.CheckConstraint("depth BETWEEN 1 AND 5", name=op.f("ck_nodes_depth_range")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_nodes_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nodes")),
        sa.UniqueConstraint("plan_id", "depth", "code", name=op.f("uq_nodes_plan_id_depth_code")),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_projects_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_projects_plan_id_code")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("entity", sa.String(length=80), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_audit_who_one"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_audit_account_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_audit_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entity", ["entity", "entity_id"], unique=False)

    op.create_table(
        "budgets",
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("approved_amount", sa.Double(), nullable=True),
        sa.Column("current_amount", sa.Double(), nullable=True),
        sa.Column("executed_amount", sa.Double(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN project_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_budgets_item_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_budgets_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_budgets_superseded_paired"),
        ),
        sa.CheckConstraint(
            "approved_amount >= 0 AND current_amount >= 0 AND executed_amount >= 0",
            name=op.f("ck_budgets_not_negative"),
        ),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_budgets_currency_iso")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at", name=op.f("ck_budgets_superseded_after_recorded")
        ),
        sa.CheckConstraint("year BETWEEN 1900 AND 2200", name=op.f("ck_budgets_year_range")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_budgets_import_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_budgets_indicator_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_budgets_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_budgets_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["budgets.id"], name=op.f("fk_budgets_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_budgets_superseded_by")),
        sa.ForeignKeyConstraint(["superseded_import_id"], ["imports.id"], name=op.f("fk_budgets_superseded_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgets")),
    )
    with op.batch_alter_table("budgets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budgets_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budgets_superseded_import_id"), ["superseded_import_id"], unique=False)

    op.create_table(
        "import_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=True),
        sa.Column("cell", sa.String(length=40), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.CheckConstraint("severity IN ('error', 'warning', 'info')", name=op.f("ck_import_findings_severity_known")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_findings_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_findings")),
    )
    with op.batch_alter_table("import_findings", schema=None) as batch_op:
        batch_op.create_index("ix_import_findings_import", ["import_id"], unique=False)

    op.create_table(
        "indicator_values",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("bound", sa.String(length=2), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence_url", sa.String(length=500), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'returned') = (return_reason IS NOT NULL)", name=op.f("ck_indicator_values_returned_with_reason")
        ),
        sa.CheckConstraint("bound IN ('>', '>=', '<', '<=')", name=op.f("ck_indicator_values_bound_known")),
        sa.CheckConstraint(
            "decided_by IS NULL OR state IN ('returned', 'approved')", name=op.f("ck_indicator_values_decided_states")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by IS NOT NULL OR import_id IS NOT NULL",
            name=op.f("ck_indicator_values_approved_by_someone"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR decided_by IS NOT NULL", name=op.f("ck_indicator_values_returned_by_someone")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'returned', 'approved')", name=op.f("ck_indicator_values_state_known")
        ),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_indicator_values_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_indicator_values_superseded_paired"),
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_indicator_values_decided_paired")
        ),
        sa.CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)", name=op.f("ck_indicator_values_ratio_paired")
        ),
        sa.CheckConstraint("bound IS NULL OR value IS NOT NULL", name=op.f("ck_indicator_values_bound_has_value")),
        sa.CheckConstraint(
            "denominator IS NULL OR denominator <> 0", name=op.f("ck_indicator_values_denominator_not_zero")
        ),
        sa.CheckConstraint("period_end >= period_start", name=op.f("ck_indicator_values_period_order")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_indicator_values_superseded_after_recorded"),
        ),
        sa.CheckConstraint("value IS NOT NULL OR text IS NOT NULL", name=op.f("ck_indicator_values_says_something")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_indicator_values_decided_by")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_indicator_values_import_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_values_indicator_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_indicator_values_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["indicator_values.id"], name=op.f("fk_indicator_values_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_indicator_values_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_indicator_values_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_values")),
    )
    with op.batch_alter_table("indicator_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_values_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_indicator_values_indicator", ["indicator_id", "period_end"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_indicator_values_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_indicator_values_approved",
            ["indicator_id", "period_end"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND state = 'approved'"),
            postgresql_where=sa.text("superseded_at IS NULL AND state = 'approved'"),
        )
        batch_op.create_index(
            "uq_indicator_values_open",
            ["indicator_id", "period_end"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND state <> 'approved'"),
            postgresql_where=sa.text("superseded_at IS NULL AND state <> 'approved'"),
        )

    op.create_table(
        "indicator_versions",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("promise", sa.Text(), nullable=True),
        sa.Column("contributes_to", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("indicator_class", sa.String(length=20), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("accumulation", sa.String(length=10), nullable=False),
        sa.Column("accumulation_years", sa.String(length=10), nullable=True),
        sa.Column("numerator_name", sa.String(length=600), nullable=True),
        sa.Column("denominator_name", sa.String(length=600), nullable=True),
        sa.Column("ratio_scale", sa.Double(), nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("allowed_delay_days", sa.Integer(), nullable=False),
        sa.Column("baseline_value", sa.Double(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("baseline_text", sa.Text(), nullable=True),
        sa.Column("baseline_ref", sa.String(length=200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("formula", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "accumulation IN ('last', 'sum', 'mean')", name=op.f("ck_indicator_versions_accumulation_known")
        ),
        sa.CheckConstraint(
            "accumulation_years IN ('last', 'sum', 'mean')", name=op.f("ck_indicator_versions_accumulation_years_known")
        ),
        sa.CheckConstraint(
            "direction IN ('increase', 'decrease', 'keep')", name=op.f("ck_indicator_versions_direction_known")
        ),
        sa.CheckConstraint(
            "frequency IN ('monthly', 'bimonthly', 'quarterly', 'four_monthly', 'half_yearly', 'yearly', 'once')",
            name=op.f("ck_indicator_versions_frequency_known"),
        ),
        sa.CheckConstraint(
            "indicator_class IN ('efficiency', 'efficacy', 'quality', 'productivity', 'impact')",
            name=op.f("ck_indicator_versions_indicator_class_known"),
        ),
        sa.CheckConstraint("kind IN ('process', 'outcome')", name=op.f("ck_indicator_versions_kind_known")),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_indicator_versions_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_indicator_versions_superseded_paired"),
        ),
        sa.CheckConstraint(
            "(numerator_name IS NULL) = (denominator_name IS NULL)", name=op.f("ck_indicator_versions_ratio_paired")
        ),
        sa.CheckConstraint("allowed_delay_days >= 0", name=op.f("ck_indicator_versions_delay_not_negative")),
        sa.CheckConstraint("decimals BETWEEN 0 AND 6", name=op.f("ck_indicator_versions_decimals_range")),
        sa.CheckConstraint("ratio_scale > 0", name=op.f("ck_indicator_versions_ratio_scale_positive")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_indicator_versions_superseded_after_recorded"),
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_indicator_versions_weight_positive")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_indicator_versions_import_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_versions_indicator_id")),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_indicator_versions_node_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_indicator_versions_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_indicator_versions_recorded_by")),
        sa.ForeignKeyConstraint(
            ["restores_id"], ["indicator_versions.id"], name=op.f("fk_indicator_versions_restores_id")
        ),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_indicator_versions_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_indicator_versions_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_versions")),
    )
    with op.batch_alter_table("indicator_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_versions_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_indicator_versions_node", ["node_id"], unique=False)
        batch_op.create_index("ix_indicator_versions_project", ["project_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_indicator_versions_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_indicator_versions_current",
            ["indicator_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "links",
        sa.Column("cross_axis_item_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN node_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN project_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_links_item_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_links_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_links_superseded_paired"),
        ),
        sa.CheckConstraint("strength BETWEEN 1 AND 3", name=op.f("ck_links_strength_range")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at", name=op.f("ck_links_superseded_after_recorded")
        ),
        sa.ForeignKeyConstraint(
            ["cross_axis_item_id"], ["cross_axis_items.id"], name=op.f("fk_links_cross_axis_item_id")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_links_import_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_links_indicator_id")),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_links_node_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_links_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_links_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["links.id"], name=op.f("fk_links_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_links_superseded_by")),
        sa.ForeignKeyConstraint(["superseded_import_id"], ["imports.id"], name=op.f("fk_links_superseded_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_links_superseded_import_id"), ["superseded_import_id"], unique=False)
        batch_op.create_index(
            "uq_links_indicator",
            ["cross_axis_item_id", "indicator_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_links_node",
            ["cross_axis_item_id", "node_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_links_project",
            ["cross_axis_item_id", "project_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
        )

    op.create_table(
        "milestones",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_milestones_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_milestones_superseded_paired"),
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_milestones_superseded_after_recorded"),
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_milestones_weight_positive")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_milestones_import_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_milestones_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_milestones_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["milestones.id"], name=op.f("fk_milestones_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_milestones_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_milestones_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestones_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestones_superseded_import_id"), ["superseded_import_id"], unique=False)
        batch_op.create_index(
            "uq_milestones_current",
            ["project_id", "code"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "node_versions",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_node_versions_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_node_versions_superseded_paired"),
        ),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> node_id", name=op.f("ck_node_versions_not_its_own_parent")
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_node_versions_superseded_after_recorded"),
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_node_versions_weight_positive")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_node_versions_import_id")),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_node_versions_node_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["nodes.id"], name=op.f("fk_node_versions_parent_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_node_versions_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["node_versions.id"], name=op.f("fk_node_versions_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_node_versions_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_node_versions_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node_versions")),
    )
    with op.batch_alter_table("node_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_node_versions_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_node_versions_parent", ["parent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_node_versions_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_node_versions_current",
            ["node_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "plan_levels",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=True),
        sa.Column("singular", sa.String(length=100), nullable=False),
        sa.Column("plural", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(role = 'node') = (depth IS NOT NULL)", name=op.f("ck_plan_levels_depth_of_nodes")),
        sa.CheckConstraint("role IN ('node', 'project', 'indicator')", name=op.f("ck_plan_levels_role_known")),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_plan_levels_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_plan_levels_superseded_paired"),
        ),
        sa.CheckConstraint("depth BETWEEN 1 AND 5", name=op.f("ck_plan_levels_depth_range")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_plan_levels_superseded_after_recorded"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_plan_levels_import_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_levels_plan_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_plan_levels_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["plan_levels.id"], name=op.f("fk_plan_levels_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_plan_levels_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_plan_levels_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_levels")),
    )
    with op.batch_alter_table("plan_levels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_levels_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_levels_superseded_import_id"), ["superseded_import_id"], unique=False)
        batch_op.create_index(
            "uq_plan_levels_depth",
            ["plan_id", "depth"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND depth IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND depth IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_plan_levels_role",
            ["plan_id", "role"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND depth IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND depth IS NULL"),
        )

    op.create_table(
        "plan_listings",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("secretariat_id", sa.Integer(), nullable=True),
        sa.Column("cross_axis_item_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_plan_listings_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN secretariat_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN cross_axis_item_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_plan_listings_item_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_plan_listings_superseded_paired"),
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_plan_listings_superseded_after_recorded"),
        ),
        sa.ForeignKeyConstraint(
            ["cross_axis_item_id"], ["cross_axis_items.id"], name=op.f("fk_plan_listings_cross_axis_item_id")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_plan_listings_import_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_listings_plan_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_plan_listings_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["plan_listings.id"], name=op.f("fk_plan_listings_restores_id")),
        sa.ForeignKeyConstraint(["secretariat_id"], ["secretariats.id"], name=op.f("fk_plan_listings_secretariat_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_plan_listings_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_plan_listings_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_listings")),
    )
    with op.batch_alter_table("plan_listings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_listings_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_plan_listings_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_plan_listings_cross_axis_item",
            ["plan_id", "cross_axis_item_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND cross_axis_item_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND cross_axis_item_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_plan_listings_secretariat",
            ["plan_id", "secretariat_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
        )

    op.create_table(
        "plan_versions",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=True),
        sa.Column("on_track_min", sa.Double(), nullable=False),
        sa.Column("at_risk_min", sa.Double(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("licence", sa.String(length=600), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_plan_versions_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_plan_versions_superseded_paired"),
        ),
        sa.CheckConstraint(
            "0 < at_risk_min AND at_risk_min < on_track_min AND on_track_min <= 1",
            name=op.f("ck_plan_versions_thresholds_order"),
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_plan_versions_dates_order")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_plan_versions_superseded_after_recorded"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_plan_versions_import_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_versions_plan_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_plan_versions_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["plan_versions.id"], name=op.f("fk_plan_versions_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_plan_versions_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_plan_versions_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
    )
    with op.batch_alter_table("plan_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_versions_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_plan_versions_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_plan_versions_current",
            ["plan_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "progress",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("municipality_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("plan_code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("plan_name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_demo", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("slug", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("promise", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("axis_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("axis_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("axis_slug", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("program_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("program_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("program_slug", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("level3_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("level3_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("level4_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("level4_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("level5_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("level5_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("path_text", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("node_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("project_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("project_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("project_slug", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("secretariat_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("secretariat_name", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("secretariat_slug", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("shared_secretariat_codes", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("shared_secretariat_names", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("responsible_slugs", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("responsible_post", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("indicator_kind", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("indicator_class", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("unit", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("decimals", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("direction", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("accumulation", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("accumulation_years", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("frequency", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("allowed_delay_days", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("project_state", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("planned_start", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("planned_end", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("actual_start", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("actual_end", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("dates_text", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("district", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("baseline_value", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("baseline_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("baseline_text", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("target_value", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("target_upper", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("target_bound", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("target_text", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("target_due_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("original_target_value", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("original_target_due_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("target_revisions", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("target_revised_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("value", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("value_bound", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("value_text", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("value_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("value_period_start", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("numerator", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("denominator", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("value_approved_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("progress_pct", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("progress_rule", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("completion_basis", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("expected_value", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("expected_pct", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("expected_rule", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("gap_points", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("attainment", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status_original", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("reason_code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("freshness", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("last_data_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("next_due_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("days_overdue", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("values_expected", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("values_present", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("missing_periods", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("coverage_pct", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("milestones_done", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("milestones_total", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("required_per_period", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("recent_per_period", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("periods_left", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("budget_currency", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("budget_approved", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("budget_current", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("budget_executed", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("budget_executed_pct", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("sdg_codes", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("link_codes", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("weight", sa.Double(), autoincrement=False, nullable=False),
        sa.Column("is_public", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("rules_version", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("known_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("freshness IN ('fresh', 'due', 'overdue')", name=op.f("ck_progress_freshness_known")),
        sa.CheckConstraint("item_kind IN ('project', 'indicator')", name=op.f("ck_progress_item_kind_known")),
        sa.CheckConstraint(
            "status IN ('met', 'on_track', 'at_risk', 'off_track', 'not_started', 'no_data', 'cancelled')",
            name=op.f("ck_progress_status_known"),
        ),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_progress_node_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_progress_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "item_kind", "item_id", name=op.f("pk_progress")),
    )
    op.create_table(
        "project_versions",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("dates_text", sa.Text(), nullable=True),
        sa.Column("declared_pct", sa.Double(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=True),
        sa.Column("last_update_on", sa.Date(), nullable=True),
        sa.Column("update_frequency", sa.String(length=20), nullable=False),
        sa.Column("allowed_delay_days", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(length=200), nullable=True),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'in_progress', 'paused', 'finished', 'cancelled')",
            name=op.f("ck_project_versions_state_known"),
        ),
        sa.CheckConstraint(
            "update_frequency IN ('monthly', 'bimonthly', 'quarterly', 'four_monthly', 'half_yearly', 'yearly', 'once')",
            name=op.f("ck_project_versions_update_frequency_known"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_project_versions_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_project_versions_superseded_paired"),
        ),
        sa.CheckConstraint(
            "(declared_pct IS NULL) = (declared_on IS NULL)", name=op.f("ck_project_versions_declared_paired")
        ),
        sa.CheckConstraint(
            "actual_end IS NULL OR actual_start IS NULL OR actual_end >= actual_start",
            name=op.f("ck_project_versions_actual_order"),
        ),
        sa.CheckConstraint("allowed_delay_days >= 0", name=op.f("ck_project_versions_delay_not_negative")),
        sa.CheckConstraint("declared_pct BETWEEN 0 AND 100", name=op.f("ck_project_versions_declared_range")),
        sa.CheckConstraint(
            "planned_end IS NULL OR planned_start IS NULL OR planned_end >= planned_start",
            name=op.f("ck_project_versions_planned_order"),
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_project_versions_superseded_after_recorded"),
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_project_versions_weight_positive")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_project_versions_import_id")),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_project_versions_node_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_versions_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_project_versions_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["project_versions.id"], name=op.f("fk_project_versions_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_project_versions_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_project_versions_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_versions")),
    )
    with op.batch_alter_table("project_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_versions_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_project_versions_node", ["node_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_versions_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_project_versions_current",
            ["project_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "responsibilities",
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("secretariat_id", sa.Integer(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN project_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_responsibilities_item_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_responsibilities_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_responsibilities_superseded_paired"),
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_responsibilities_superseded_after_recorded"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_responsibilities_import_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_responsibilities_indicator_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_responsibilities_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_responsibilities_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["responsibilities.id"], name=op.f("fk_responsibilities_restores_id")),
        sa.ForeignKeyConstraint(
            ["secretariat_id"], ["secretariats.id"], name=op.f("fk_responsibilities_secretariat_id")
        ),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_responsibilities_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_responsibilities_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibilities")),
    )
    with op.batch_alter_table("responsibilities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responsibilities_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_responsibilities_secretariat", ["secretariat_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_responsibilities_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_responsibilities_indicator",
            ["indicator_id", "secretariat_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_responsibilities_indicator_lead",
            ["indicator_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL AND is_lead"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL AND is_lead"),
        )
        batch_op.create_index(
            "uq_responsibilities_project",
            ["project_id", "secretariat_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_responsibilities_project_lead",
            ["project_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL AND is_lead"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL AND is_lead"),
        )

    op.create_table(
        "secretariat_versions",
        sa.Column("secretariat_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=600), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_secretariat_versions_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_secretariat_versions_superseded_paired"),
        ),
        sa.CheckConstraint(
            "in_force_to IS NULL OR in_force_from IS NULL OR in_force_to >= in_force_from",
            name=op.f("ck_secretariat_versions_in_force_order"),
        ),
        sa.CheckConstraint(
            "parent_id IS NULL OR parent_id <> secretariat_id", name=op.f("ck_secretariat_versions_not_its_own_parent")
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_secretariat_versions_superseded_after_recorded"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_secretariat_versions_import_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["secretariats.id"], name=op.f("fk_secretariat_versions_parent_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_secretariat_versions_recorded_by")),
        sa.ForeignKeyConstraint(
            ["restores_id"], ["secretariat_versions.id"], name=op.f("fk_secretariat_versions_restores_id")
        ),
        sa.ForeignKeyConstraint(
            ["secretariat_id"], ["secretariats.id"], name=op.f("fk_secretariat_versions_secretariat_id")
        ),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_secretariat_versions_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_secretariat_versions_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secretariat_versions")),
    )
    with op.batch_alter_table("secretariat_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_secretariat_versions_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_secretariat_versions_superseded_import_id"), ["superseded_import_id"], unique=False
        )
        batch_op.create_index(
            "uq_secretariat_versions_current",
            ["secretariat_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "targets",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("upper_value", sa.Double(), nullable=True),
        sa.Column("bound", sa.String(length=2), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("accumulation", sa.String(length=10), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'period') = (period_start IS NOT NULL)", name=op.f("ck_targets_period_has_start")),
        sa.CheckConstraint("accumulation IN ('last', 'sum', 'mean')", name=op.f("ck_targets_accumulation_known")),
        sa.CheckConstraint("bound IN ('>', '>=', '<', '<=')", name=op.f("ck_targets_bound_known")),
        sa.CheckConstraint("kind = 'final' OR due_on IS NOT NULL", name=op.f("ck_targets_due_known")),
        sa.CheckConstraint("kind IN ('final', 'interim', 'period')", name=op.f("ck_targets_kind_known")),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_targets_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_targets_superseded_paired"),
        ),
        sa.CheckConstraint("bound IS NULL OR value IS NOT NULL", name=op.f("ck_targets_bound_has_value")),
        sa.CheckConstraint("period_start IS NULL OR period_start <= due_on", name=op.f("ck_targets_period_order")),
        sa.CheckConstraint(
            "revision = 0 OR (reason IS NOT NULL AND decided_on IS NOT NULL)",
            name=op.f("ck_targets_revision_explained"),
        ),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_targets_revision_not_negative")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at", name=op.f("ck_targets_superseded_after_recorded")
        ),
        sa.CheckConstraint(
            "upper_value IS NULL OR (value IS NOT NULL AND upper_value >= value)", name=op.f("ck_targets_band_order")
        ),
        sa.CheckConstraint("value IS NOT NULL OR text IS NOT NULL", name=op.f("ck_targets_says_something")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_targets_import_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_targets_indicator_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_targets_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["targets.id"], name=op.f("fk_targets_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_targets_superseded_by")),
        sa.ForeignKeyConstraint(["superseded_import_id"], ["imports.id"], name=op.f("fk_targets_superseded_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    with op.batch_alter_table("targets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_targets_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_targets_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_targets_superseded_import_id"), ["superseded_import_id"], unique=False)
        batch_op.create_index(
            "uq_targets_dated",
            ["indicator_id", "kind", "due_on"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND kind <> 'final'"),
            postgresql_where=sa.text("superseded_at IS NULL AND kind <> 'final'"),
        )
        batch_op.create_index(
            "uq_targets_final",
            ["indicator_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND kind = 'final'"),
            postgresql_where=sa.text("superseded_at IS NULL AND kind = 'final'"),
        )

    op.create_table(
        "url_names",
        sa.Column("scope", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("secretariat_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('node', 'project', 'indicator', 'secretariat')", name=op.f("ck_url_names_kind_known")
        ),
        sa.CheckConstraint(
            "(CASE WHEN node_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN project_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN secretariat_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_url_names_item_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_url_names_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_url_names_superseded_paired"),
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at", name=op.f("ck_url_names_superseded_after_recorded")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_url_names_import_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_url_names_indicator_id")),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"], name=op.f("fk_url_names_node_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_url_names_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_url_names_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["url_names.id"], name=op.f("fk_url_names_restores_id")),
        sa.ForeignKeyConstraint(["secretariat_id"], ["secretariats.id"], name=op.f("fk_url_names_secretariat_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_url_names_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_url_names_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_url_names")),
    )
    with op.batch_alter_table("url_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_url_names_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_url_names_superseded_import_id"), ["superseded_import_id"], unique=False)
        batch_op.create_index(
            "uq_url_names_indicator",
            ["indicator_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_url_names_node",
            ["node_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_url_names_owner",
            ["scope", "kind", "name"],
            unique=True,
            sqlite_where=sa.text("restores_id IS NULL"),
            postgresql_where=sa.text("restores_id IS NULL"),
        )
        batch_op.create_index(
            "uq_url_names_project",
            ["project_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_url_names_secretariat",
            ["secretariat_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
        )
    # Written by hand: SQLite cannot reflect an index over an expression, so it is not generated.
    op.create_index(
        "uq_budgets_project",
        "budgets",
        ["project_id", sa.literal_column("coalesce(year, 0)"), "currency"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
        postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
    )
    # Written by hand: SQLite cannot reflect an index over an expression, so it is not generated.
    op.create_index(
        "uq_budgets_indicator",
        "budgets",
        ["indicator_id", sa.literal_column("coalesce(year, 0)"), "currency"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
    )
    op.bulk_insert(
        sa.table("data_version", sa.column("id"), sa.column("version"), sa.column("changed_at", sa.DateTime())),
        [{"id": 1, "version": 0, "changed_at": dt.datetime(1970, 1, 1)}],
    )


def downgrade() -> None:
    with op.batch_alter_table("url_names", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_url_names_secretariat",
            sqlite_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_url_names_project",
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_url_names_owner",
            sqlite_where=sa.text("restores_id IS NULL"),
            postgresql_where=sa.text("restores_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_url_names_node",
            sqlite_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_url_names_indicator",
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_url_names_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_url_names_import_id"))

    op.drop_table("url_names")
    with op.batch_alter_table("targets", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_targets_final",
            sqlite_where=sa.text("superseded_at IS NULL AND kind = 'final'"),
            postgresql_where=sa.text("superseded_at IS NULL AND kind = 'final'"),
        )
        batch_op.drop_index(
            "uq_targets_dated",
            sqlite_where=sa.text("superseded_at IS NULL AND kind <> 'final'"),
            postgresql_where=sa.text("superseded_at IS NULL AND kind <> 'final'"),
        )
        batch_op.drop_index(batch_op.f("ix_targets_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_targets_indicator_id"))
        batch_op.drop_index(batch_op.f("ix_targets_import_id"))

    op.drop_table("targets")
    with op.batch_alter_table("secretariat_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_secretariat_versions_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_secretariat_versions_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_secretariat_versions_import_id"))

    op.drop_table("secretariat_versions")
    with op.batch_alter_table("responsibilities", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_responsibilities_project_lead",
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL AND is_lead"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL AND is_lead"),
        )
        batch_op.drop_index(
            "uq_responsibilities_project",
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_responsibilities_indicator_lead",
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL AND is_lead"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL AND is_lead"),
        )
        batch_op.drop_index(
            "uq_responsibilities_indicator",
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_responsibilities_superseded_import_id"))
        batch_op.drop_index("ix_responsibilities_secretariat")
        batch_op.drop_index(batch_op.f("ix_responsibilities_import_id"))

    op.drop_table("responsibilities")
    with op.batch_alter_table("project_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_project_versions_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_project_versions_superseded_import_id"))
        batch_op.drop_index("ix_project_versions_node")
        batch_op.drop_index(batch_op.f("ix_project_versions_import_id"))

    op.drop_table("project_versions")
    op.drop_table("progress")
    with op.batch_alter_table("plan_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_versions_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_plan_versions_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_plan_versions_import_id"))

    op.drop_table("plan_versions")
    with op.batch_alter_table("plan_listings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_listings_secretariat",
            sqlite_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND secretariat_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_plan_listings_cross_axis_item",
            sqlite_where=sa.text("superseded_at IS NULL AND cross_axis_item_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND cross_axis_item_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_plan_listings_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_plan_listings_import_id"))

    op.drop_table("plan_listings")
    with op.batch_alter_table("plan_levels", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_levels_role",
            sqlite_where=sa.text("superseded_at IS NULL AND depth IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND depth IS NULL"),
        )
        batch_op.drop_index(
            "uq_plan_levels_depth",
            sqlite_where=sa.text("superseded_at IS NULL AND depth IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND depth IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_plan_levels_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_plan_levels_import_id"))

    op.drop_table("plan_levels")
    with op.batch_alter_table("node_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_node_versions_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_node_versions_superseded_import_id"))
        batch_op.drop_index("ix_node_versions_parent")
        batch_op.drop_index(batch_op.f("ix_node_versions_import_id"))

    op.drop_table("node_versions")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_milestones_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_milestones_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_milestones_import_id"))

    op.drop_table("milestones")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_links_project",
            sqlite_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND project_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_links_node",
            sqlite_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND node_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_links_indicator",
            sqlite_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_links_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_links_import_id"))

    op.drop_table("links")
    with op.batch_alter_table("indicator_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_indicator_versions_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_indicator_versions_superseded_import_id"))
        batch_op.drop_index("ix_indicator_versions_project")
        batch_op.drop_index("ix_indicator_versions_node")
        batch_op.drop_index(batch_op.f("ix_indicator_versions_import_id"))

    op.drop_table("indicator_versions")
    with op.batch_alter_table("indicator_values", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_indicator_values_open",
            sqlite_where=sa.text("superseded_at IS NULL AND state <> 'approved'"),
            postgresql_where=sa.text("superseded_at IS NULL AND state <> 'approved'"),
        )
        batch_op.drop_index(
            "uq_indicator_values_approved",
            sqlite_where=sa.text("superseded_at IS NULL AND state = 'approved'"),
            postgresql_where=sa.text("superseded_at IS NULL AND state = 'approved'"),
        )
        batch_op.drop_index(batch_op.f("ix_indicator_values_superseded_import_id"))
        batch_op.drop_index("ix_indicator_values_indicator")
        batch_op.drop_index(batch_op.f("ix_indicator_values_import_id"))

    op.drop_table("indicator_values")
    with op.batch_alter_table("import_findings", schema=None) as batch_op:
        batch_op.drop_index("ix_import_findings_import")

    op.drop_table("import_findings")
    with op.batch_alter_table("budgets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budgets_superseded_import_id"))
        batch_op.drop_index(batch_op.f("ix_budgets_import_id"))

    op.drop_table("budgets")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entity")

    op.drop_table("audit")
    op.drop_table("projects")
    op.drop_table("nodes")
    op.drop_table("indicators")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_imports_undone_once",
            sqlite_where=sa.text("undoes_id IS NOT NULL"),
            postgresql_where=sa.text("undoes_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_imports_plan")

    op.drop_table("imports")
    op.drop_table("accounts")
    op.drop_table("secretariats")
    op.drop_table("plans")
    op.drop_table("cross_axis_items")
    op.drop_table("municipalities")
    op.drop_table("data_version")
    op.drop_table("cross_axes")
