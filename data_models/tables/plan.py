"""A plan, its levels, and the projects in it with their milestones, budgets and responsible secretariats."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from data_models.tables.base import (
    CODE,
    METADATA,
    NAME,
    current_only,
    exactly_one,
    key,
    one_of,
    recorded_table,
    reference,
    required,
)
from kpis.vocabulary import DelayCause, Frequency, ProjectState


class LevelRole(StrEnum):
    """`node` is a level of the tree (axis, program …); the other two name what hangs from it."""

    NODE = "node"
    PROJECT = "project"
    INDICATOR = "indicator"


PLANS = Table(
    "plans",
    METADATA,
    key(),
    reference("municipality_id", "municipalities.id"),
    required("code", CODE),
    UniqueConstraint("code"),
)
"""A plan's identity. Name, dates, thresholds and cut-off date are in its versions."""


PLAN_VERSIONS = recorded_table(
    "plan_versions",
    reference("plan_id", "plans.id"),
    required("name", NAME),
    required("starts_on", Date),
    required("ends_on", Date),
    Column("as_of_on", Date),
    required("on_track_min", Double),
    required("at_risk_min", Double),
    required("is_public", Boolean),
    required("is_demo", Boolean),
    Column("licence", NAME),
    CheckConstraint("ends_on > starts_on", name="dates_order"),
    CheckConstraint("0 < at_risk_min AND at_risk_min < on_track_min AND on_track_min <= 1", name="thresholds_order"),
    current_only("uq_plan_versions_current", "plan_id"),
)
"""`as_of_on` is the cut-off date the plan is judged at; empty means today."""


PLAN_LEVELS = recorded_table(
    "plan_levels",
    reference("plan_id", "plans.id"),
    required("role", String(10)),
    Column("depth", Integer),
    required("singular", String(100)),
    required("plural", String(100)),
    one_of("role", LevelRole),
    CheckConstraint("(role = 'node') = (depth IS NOT NULL)", name="depth_of_nodes"),
    CheckConstraint("depth BETWEEN 1 AND 5", name="depth_range"),
    current_only("uq_plan_levels_depth", "plan_id", "depth", where="superseded_at IS NULL AND depth IS NOT NULL"),
    current_only("uq_plan_levels_role", "plan_id", "role", where="superseded_at IS NULL AND depth IS NULL"),
)
"""What a plan calls its levels: depth 1 to 5 of the tree, and its projects and indicators."""


NODES = Table(
    "nodes",
    METADATA,
    key(),
    reference("plan_id", "plans.id"),
    required("depth", Integer),
    required("code", CODE),
    UniqueConstraint("plan_id", "depth", "code"),
    CheckConstraint("depth BETWEEN 1 AND 5", name="depth_range"),
)
"""An axis, program or further level; its identity. Unique by code within its depth of the plan."""


NODE_VERSIONS = recorded_table(
    "node_versions",
    reference("node_id", "nodes.id"),
    reference("parent_id", "nodes.id", is_optional=True),
    required("name", NAME),
    Column("description", Text),
    required("weight", Double, default=1.0),
    required("sort_order", Integer, default=0),
    required("is_withdrawn", Boolean, default=False),
    CheckConstraint("weight > 0", name="weight_positive"),
    CheckConstraint("parent_id IS NULL OR parent_id <> node_id", name="not_its_own_parent"),
    current_only("uq_node_versions_current", "node_id"),
    Index("ix_node_versions_parent", "parent_id"),
)


PROJECTS = Table(
    "projects",
    METADATA,
    key(),
    reference("plan_id", "plans.id"),
    required("code", CODE),
    UniqueConstraint("plan_id", "code"),
)
"""A project's identity."""


PROJECT_VERSIONS = recorded_table(
    "project_versions",
    reference("project_id", "projects.id"),
    reference("node_id", "nodes.id"),
    required("name", NAME),
    Column("description", Text),
    Column("state", String(20)),
    Column("planned_start", Date),
    Column("planned_end", Date),
    Column("actual_start", Date),
    Column("actual_end", Date),
    Column("dates_text", Text),
    Column("declared_pct", Double),
    Column("declared_on", Date),
    Column("last_update_on", Date),
    required("update_frequency", String(20), default="monthly"),
    required("allowed_delay_days", Integer, default=30),
    Column("district", String(200)),
    Column("delay_cause", String(20)),
    Column("recovery_on", Date),
    required("weight", Double, default=1.0),
    required("is_public", Boolean, default=True),
    required("is_withdrawn", Boolean, default=False),
    one_of("state", ProjectState),
    one_of("update_frequency", Frequency),
    one_of("delay_cause", DelayCause),
    CheckConstraint("declared_pct BETWEEN 0 AND 100", name="declared_range"),
    CheckConstraint("(declared_pct IS NULL) = (declared_on IS NULL)", name="declared_paired"),
    CheckConstraint(
        "planned_end IS NULL OR planned_start IS NULL OR planned_end >= planned_start", name="planned_order"
    ),
    CheckConstraint("actual_end IS NULL OR actual_start IS NULL OR actual_end >= actual_start", name="actual_order"),
    CheckConstraint("allowed_delay_days >= 0", name="delay_not_negative"),
    CheckConstraint("weight > 0", name="weight_positive"),
    current_only("uq_project_versions_current", "project_id"),
    Index("ix_project_versions_node", "node_id"),
)
"""What is said of a project. `last_update_on` is the date the secretariat last looked at it."""


MILESTONES = recorded_table(
    "milestones",
    reference("project_id", "projects.id"),
    required("code", CODE),
    required("name", NAME),
    required("weight", Double, default=1.0),
    Column("due_on", Date),
    Column("done_on", Date),
    CheckConstraint("weight > 0", name="weight_positive"),
    current_only("uq_milestones_current", "project_id", "code"),
)
"""A dated step of a project; `weight` is its share of the whole, in any unit."""


RESPONSIBILITIES = recorded_table(
    "responsibilities",
    reference("project_id", "projects.id", is_optional=True),
    reference("indicator_id", "indicators.id", is_optional=True),
    reference("secretariat_id", "secretariats.id"),
    required("is_lead", Boolean),
    Column("post", String(200)),
    exactly_one("project_id", "indicator_id", name="item_one"),
    current_only(
        "uq_responsibilities_project",
        "project_id",
        "secretariat_id",
        where="superseded_at IS NULL AND project_id IS NOT NULL",
    ),
    current_only(
        "uq_responsibilities_indicator",
        "indicator_id",
        "secretariat_id",
        where="superseded_at IS NULL AND indicator_id IS NOT NULL",
    ),
    current_only(
        "uq_responsibilities_project_lead",
        "project_id",
        where="superseded_at IS NULL AND project_id IS NOT NULL AND is_lead",
    ),
    current_only(
        "uq_responsibilities_indicator_lead",
        "indicator_id",
        where="superseded_at IS NULL AND indicator_id IS NOT NULL AND is_lead",
    ),
    Index("ix_responsibilities_secretariat", "secretariat_id"),
)
"""A secretariat that answers for a project or an indicator; one of them leads."""


BUDGETS = recorded_table(
    "budgets",
    reference("project_id", "projects.id", is_optional=True),
    reference("indicator_id", "indicators.id", is_optional=True),
    Column("year", Integer),
    required("currency", String(3)),
    Column("approved_amount", Double),
    Column("current_amount", Double),
    Column("executed_amount", Double),
    exactly_one("project_id", "indicator_id", name="item_one"),
    CheckConstraint("length(currency) = 3", name="currency_iso"),
    CheckConstraint("year BETWEEN 1900 AND 2200", name="year_range"),
    CheckConstraint("approved_amount >= 0 AND current_amount >= 0 AND executed_amount >= 0", name="not_negative"),
    Index(
        "uq_budgets_project",
        "project_id",
        text("coalesce(year, 0)"),
        "currency",
        unique=True,
        sqlite_where=text("superseded_at IS NULL AND project_id IS NOT NULL"),
        postgresql_where=text("superseded_at IS NULL AND project_id IS NOT NULL"),
    ),
    Index(
        "uq_budgets_indicator",
        "indicator_id",
        text("coalesce(year, 0)"),
        "currency",
        unique=True,
        sqlite_where=text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
        postgresql_where=text("superseded_at IS NULL AND indicator_id IS NOT NULL"),
    ),
)
"""Money of a project or an indicator in one year (year empty: whole plan)."""


PLAN_LISTINGS = recorded_table(
    "plan_listings",
    reference("plan_id", "plans.id"),
    reference("secretariat_id", "secretariats.id", is_optional=True),
    reference("cross_axis_item_id", "cross_axis_items.id", is_optional=True),
    exactly_one("secretariat_id", "cross_axis_item_id", name="item_one"),
    current_only(
        "uq_plan_listings_secretariat",
        "plan_id",
        "secretariat_id",
        where="superseded_at IS NULL AND secretariat_id IS NOT NULL",
    ),
    current_only(
        "uq_plan_listings_cross_axis_item",
        "plan_id",
        "cross_axis_item_id",
        where="superseded_at IS NULL AND cross_axis_item_id IS NOT NULL",
    ),
)
"""A plan names this secretariat, or this item of a cross-cutting axis; both belong to more than one plan."""


URL_NAMES = recorded_table(
    "url_names",
    required("scope", String(100)),
    required("kind", String(20)),
    required("name", String(120)),
    reference("node_id", "nodes.id", is_optional=True),
    reference("project_id", "projects.id", is_optional=True),
    reference("indicator_id", "indicators.id", is_optional=True),
    reference("secretariat_id", "secretariats.id", is_optional=True),
    exactly_one("node_id", "project_id", "indicator_id", "secretariat_id", name="item_one"),
    one_of("kind", ("node", "project", "indicator", "secretariat")),
    # A row that brings a name back to its item (`restores_id`) is not a second owner of that name.
    current_only("uq_url_names_owner", "scope", "kind", "name", where="restores_id IS NULL"),
    current_only("uq_url_names_node", "node_id", where="superseded_at IS NULL AND node_id IS NOT NULL"),
    current_only("uq_url_names_project", "project_id", where="superseded_at IS NULL AND project_id IS NOT NULL"),
    current_only("uq_url_names_indicator", "indicator_id", where="superseded_at IS NULL AND indicator_id IS NOT NULL"),
    current_only(
        "uq_url_names_secretariat", "secretariat_id", where="superseded_at IS NULL AND secretariat_id IS NOT NULL"
    ),
)
"""The short name of an item in URLs. Never reused: an old one leads to the item's current one."""
