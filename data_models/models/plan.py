"""A plan, its levels, and the projects in it with their milestones, budgets and responsible secretariats."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Double, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data_models.models.base import CODE, NAME, Base, Recorded, exactly_one, one_of, recorded_checks
from kpis.vocabulary import DelayCause, Frequency, ProjectState


class LevelRole(StrEnum):
    """`node` is a level of the tree (axis, program …); the other two name what hangs from it."""

    NODE = "node"
    PROJECT = "project"
    INDICATOR = "indicator"


def current_only(name: str, *columns: str, where: str = "superseded_at IS NULL") -> Index:
    """A unique index over the rows that are in force."""
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


class Plan(Base):
    """A plan's identity. Name, dates, thresholds and cut-off date are in its versions."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(CODE)


class PlanVersion(Recorded, Base):
    """`as_of_on` is the cut-off date the plan is judged at; empty means today."""

    __tablename__ = "plan_versions"
    __table_args__ = (
        *recorded_checks(),
        CheckConstraint("ends_on > starts_on", name="dates_order"),
        CheckConstraint(
            "0 < at_risk_min AND at_risk_min < on_track_min AND on_track_min <= 1", name="thresholds_order"
        ),
        current_only("uq_plan_versions_current", "plan_id"),
    )
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    name: Mapped[str] = mapped_column(NAME)
    starts_on: Mapped[dt.date] = mapped_column(Date)
    ends_on: Mapped[dt.date] = mapped_column(Date)
    as_of_on: Mapped[dt.date | None] = mapped_column(Date)
    on_track_min: Mapped[float] = mapped_column(Double)
    at_risk_min: Mapped[float] = mapped_column(Double)
    is_public: Mapped[bool]
    is_demo: Mapped[bool]
    licence: Mapped[str | None] = mapped_column(NAME)


class PlanLevel(Recorded, Base):
    """What a plan calls its levels: depth 1 to 5 of the tree, and its projects and indicators."""

    __tablename__ = "plan_levels"
    __table_args__ = (
        *recorded_checks(),
        one_of("role", LevelRole),
        CheckConstraint("(role = 'node') = (depth IS NOT NULL)", name="depth_of_nodes"),
        CheckConstraint("depth BETWEEN 1 AND 5", name="depth_range"),
        current_only("uq_plan_levels_depth", "plan_id", "depth", where="superseded_at IS NULL AND depth IS NOT NULL"),
        current_only("uq_plan_levels_role", "plan_id", "role", where="superseded_at IS NULL AND depth IS NULL"),
    )
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    role: Mapped[str] = mapped_column(String(10))
    depth: Mapped[int | None]
    singular: Mapped[str] = mapped_column(String(100))
    plural: Mapped[str] = mapped_column(String(100))


class Node(Base):
    """An axis, program or further level; its identity. Unique by code within its depth of the plan."""

    __tablename__ = "nodes"
    __table_args__ = (
        UniqueConstraint("plan_id", "depth", "code"),
        CheckConstraint("depth BETWEEN 1 AND 5", name="depth_range"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    depth: Mapped[int]
    code: Mapped[str] = mapped_column(CODE)


class NodeVersion(Recorded, Base):
    __tablename__ = "node_versions"
    __table_args__ = (
        *recorded_checks(),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("parent_id IS NULL OR parent_id <> node_id", name="not_its_own_parent"),
        current_only("uq_node_versions_current", "node_id"),
        Index("ix_node_versions_parent", "parent_id"),
    )
    node_id: Mapped[int] = mapped_column(ForeignKey("nodes.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    name: Mapped[str] = mapped_column(NAME)
    description: Mapped[str | None] = mapped_column(Text)
    weight: Mapped[float] = mapped_column(Double, default=1.0)
    sort_order: Mapped[int] = mapped_column(default=0)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)


class Project(Base):
    """A project's identity."""

    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    code: Mapped[str] = mapped_column(CODE)


class ProjectVersion(Recorded, Base):
    """What is said of a project. `last_update_on` is the date the secretariat last looked at it."""

    __tablename__ = "project_versions"
    __table_args__ = (
        *recorded_checks(),
        one_of("state", ProjectState),
        one_of("update_frequency", Frequency),
        one_of("delay_cause", DelayCause),
        CheckConstraint("declared_pct BETWEEN 0 AND 100", name="declared_range"),
        CheckConstraint("(declared_pct IS NULL) = (declared_on IS NULL)", name="declared_paired"),
        CheckConstraint(
            "planned_end IS NULL OR planned_start IS NULL OR planned_end >= planned_start", name="planned_order"
        ),
        CheckConstraint(
            "actual_end IS NULL OR actual_start IS NULL OR actual_end >= actual_start", name="actual_order"
        ),
        CheckConstraint("allowed_delay_days >= 0", name="delay_not_negative"),
        CheckConstraint("weight > 0", name="weight_positive"),
        current_only("uq_project_versions_current", "project_id"),
        Index("ix_project_versions_node", "node_id"),
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    node_id: Mapped[int] = mapped_column(ForeignKey("nodes.id"))
    name: Mapped[str] = mapped_column(NAME)
    description: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(20))
    planned_start: Mapped[dt.date | None] = mapped_column(Date)
    planned_end: Mapped[dt.date | None] = mapped_column(Date)
    actual_start: Mapped[dt.date | None] = mapped_column(Date)
    actual_end: Mapped[dt.date | None] = mapped_column(Date)
    dates_text: Mapped[str | None] = mapped_column(Text)
    declared_pct: Mapped[float | None] = mapped_column(Double)
    declared_on: Mapped[dt.date | None] = mapped_column(Date)
    last_update_on: Mapped[dt.date | None] = mapped_column(Date)
    update_frequency: Mapped[str] = mapped_column(String(20), default="monthly")
    allowed_delay_days: Mapped[int] = mapped_column(default=30)
    district: Mapped[str | None] = mapped_column(String(200))
    delay_cause: Mapped[str | None] = mapped_column(String(20))
    recovery_on: Mapped[dt.date | None] = mapped_column(Date)
    weight: Mapped[float] = mapped_column(Double, default=1.0)
    is_public: Mapped[bool] = mapped_column(default=True)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)


class Milestone(Recorded, Base):
    """A dated step of a project; `weight` is its share of the whole, in any unit."""

    __tablename__ = "milestones"
    __table_args__ = (
        *recorded_checks(),
        CheckConstraint("weight > 0", name="weight_positive"),
        current_only("uq_milestones_current", "project_id", "code"),
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(NAME)
    weight: Mapped[float] = mapped_column(Double, default=1.0)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    done_on: Mapped[dt.date | None] = mapped_column(Date)


class Responsibility(Recorded, Base):
    """A secretariat that answers for a project or an indicator; one of them leads."""

    __tablename__ = "responsibilities"
    __table_args__ = (
        *recorded_checks(),
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
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id"))
    secretariat_id: Mapped[int] = mapped_column(ForeignKey("secretariats.id"))
    is_lead: Mapped[bool]
    post: Mapped[str | None] = mapped_column(String(200))


class Budget(Recorded, Base):
    """Money of a project or an indicator in one year (year empty: whole plan)."""

    __tablename__ = "budgets"
    __table_args__ = (
        *recorded_checks(),
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
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id"))
    year: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3))
    approved_amount: Mapped[float | None] = mapped_column(Double)
    current_amount: Mapped[float | None] = mapped_column(Double)
    executed_amount: Mapped[float | None] = mapped_column(Double)


class PlanListing(Recorded, Base):
    """A plan names this secretariat, or this item of a cross-cutting axis; both belong to more than one plan."""

    __tablename__ = "plan_listings"
    __table_args__ = (
        *recorded_checks(),
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
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    secretariat_id: Mapped[int | None] = mapped_column(ForeignKey("secretariats.id"))
    cross_axis_item_id: Mapped[int | None] = mapped_column(ForeignKey("cross_axis_items.id"))


class UrlName(Recorded, Base):
    """The short name of an item in URLs. Never reused: an old one leads to the item's current one."""

    __tablename__ = "url_names"
    __table_args__ = (
        *recorded_checks(),
        exactly_one("node_id", "project_id", "indicator_id", "secretariat_id", name="item_one"),
        one_of("kind", ("node", "project", "indicator", "secretariat")),
        # A row that brings a name back to its item (`restores_id`) is not a second owner of that name.
        current_only("uq_url_names_owner", "scope", "kind", "name", where="restores_id IS NULL"),
        current_only("uq_url_names_node", "node_id", where="superseded_at IS NULL AND node_id IS NOT NULL"),
        current_only("uq_url_names_project", "project_id", where="superseded_at IS NULL AND project_id IS NOT NULL"),
        current_only(
            "uq_url_names_indicator", "indicator_id", where="superseded_at IS NULL AND indicator_id IS NOT NULL"
        ),
        current_only(
            "uq_url_names_secretariat", "secretariat_id", where="superseded_at IS NULL AND secretariat_id IS NOT NULL"
        ),
    )
    scope: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    node_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id"))
    secretariat_id: Mapped[int | None] = mapped_column(ForeignKey("secretariats.id"))
