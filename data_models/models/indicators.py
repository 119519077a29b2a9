"""Indicators, what they promise (targets) and what happened (values)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from data_models.models.base import CODE, NAME, URL, Base, Recorded, exactly_one, one_of, recorded_checks
from data_models.models.plan import current_only
from kpis.vocabulary import (
    Accumulation,
    Bound,
    Direction,
    Frequency,
    IndicatorClass,
    IndicatorKind,
    TargetKind,
    ValueState,
)


class Indicator(Base):
    """An indicator's identity."""

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    code: Mapped[str] = mapped_column(CODE)


class IndicatorVersion(Recorded, Base):
    """The definition of an indicator in force for a time."""

    __tablename__ = "indicator_versions"
    __table_args__ = (
        *recorded_checks(),
        one_of("kind", IndicatorKind),
        one_of("indicator_class", IndicatorClass),
        one_of("direction", Direction),
        one_of("accumulation", Accumulation),
        one_of("accumulation_years", Accumulation),
        one_of("frequency", Frequency),
        CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_range"),
        CheckConstraint("allowed_delay_days >= 0", name="delay_not_negative"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("ratio_scale > 0", name="ratio_scale_positive"),
        CheckConstraint("(numerator_name IS NULL) = (denominator_name IS NULL)", name="ratio_paired"),
        current_only("uq_indicator_versions_current", "indicator_id"),
        Index("ix_indicator_versions_node", "node_id"),
        Index("ix_indicator_versions_project", "project_id"),
    )
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    node_id: Mapped[int] = mapped_column(ForeignKey("nodes.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    name: Mapped[str] = mapped_column(NAME)
    promise: Mapped[str | None] = mapped_column(Text)
    contributes_to: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    indicator_class: Mapped[str | None] = mapped_column(String(20))
    is_strategic: Mapped[bool] = mapped_column(default=False, server_default=false())
    unit: Mapped[str] = mapped_column(String(120))
    direction: Mapped[str] = mapped_column(String(20))
    decimals: Mapped[int] = mapped_column(default=1)
    accumulation: Mapped[str] = mapped_column(String(10))
    accumulation_years: Mapped[str | None] = mapped_column(String(10))
    numerator_name: Mapped[str | None] = mapped_column(NAME)
    denominator_name: Mapped[str | None] = mapped_column(NAME)
    ratio_scale: Mapped[float] = mapped_column(Double, default=1.0)
    frequency: Mapped[str] = mapped_column(String(20))
    allowed_delay_days: Mapped[int] = mapped_column(default=30)
    baseline_value: Mapped[float | None] = mapped_column(Double)
    baseline_on: Mapped[dt.date | None] = mapped_column(Date)
    baseline_text: Mapped[str | None] = mapped_column(Text)
    baseline_ref: Mapped[str | None] = mapped_column(String(200))
    starts_on: Mapped[dt.date | None] = mapped_column(Date)
    definition: Mapped[str | None] = mapped_column(Text)
    formula: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    weight: Mapped[float] = mapped_column(Double, default=1.0)
    is_public: Mapped[bool] = mapped_column(default=True)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)


class Target(Recorded, Base):
    """A promise: final, interim (a level by a date) or of one period (a planned amount).

    A revision is a new row with its reason and the date it was decided; the one it supersedes stays.
    """

    __tablename__ = "targets"
    __table_args__ = (
        *recorded_checks(),
        one_of("kind", TargetKind),
        one_of("bound", Bound),
        one_of("accumulation", Accumulation),
        CheckConstraint("value IS NOT NULL OR text IS NOT NULL", name="says_something"),
        CheckConstraint("bound IS NULL OR value IS NOT NULL", name="bound_has_value"),
        CheckConstraint("upper_value IS NULL OR (value IS NOT NULL AND upper_value >= value)", name="band_order"),
        CheckConstraint("(kind = 'period') = (period_start IS NOT NULL)", name="period_has_start"),
        CheckConstraint("period_start IS NULL OR period_start <= due_on", name="period_order"),
        CheckConstraint("kind = 'final' OR due_on IS NOT NULL", name="due_known"),
        CheckConstraint("revision >= 0", name="revision_not_negative"),
        CheckConstraint("revision = 0 OR (reason IS NOT NULL AND decided_on IS NOT NULL)", name="revision_explained"),
        current_only("uq_targets_final", "indicator_id", where="superseded_at IS NULL AND kind = 'final'"),
        current_only(
            "uq_targets_dated", "indicator_id", "kind", "due_on", where="superseded_at IS NULL AND kind <> 'final'"
        ),
    )
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    period_start: Mapped[dt.date | None] = mapped_column(Date)
    due_on: Mapped[dt.date | None] = mapped_column(Date)
    value: Mapped[float | None] = mapped_column(Double)
    upper_value: Mapped[float | None] = mapped_column(Double)
    bound: Mapped[str | None] = mapped_column(String(2))
    text: Mapped[str | None] = mapped_column(Text)
    accumulation: Mapped[str | None] = mapped_column(String(10))
    revision: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[dt.date | None] = mapped_column(Date)


class Value(Recorded, Base):
    """What was measured for one period, in one state of its way: draft, sent, returned, approved.

    Each step and each correction is a new row. For one indicator and period at most one approved row and one open row
    (draft, sent or returned) are current, so a correction under way does not hide what was approved.
    """

    __tablename__ = "indicator_values"
    __table_args__ = (
        *recorded_checks(),
        one_of("state", ValueState),
        one_of("bound", Bound),
        CheckConstraint("period_end >= period_start", name="period_order"),
        CheckConstraint("value IS NOT NULL OR text IS NOT NULL", name="says_something"),
        CheckConstraint("bound IS NULL OR value IS NOT NULL", name="bound_has_value"),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="ratio_paired"),
        CheckConstraint("denominator IS NULL OR denominator <> 0", name="denominator_not_zero"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_paired"),
        CheckConstraint("decided_by IS NULL OR state IN ('returned', 'approved')", name="decided_states"),
        CheckConstraint("(state = 'returned') = (return_reason IS NOT NULL)", name="returned_with_reason"),
        CheckConstraint("state <> 'returned' OR decided_by IS NOT NULL", name="returned_by_someone"),
        CheckConstraint(
            "state <> 'approved' OR decided_by IS NOT NULL OR import_id IS NOT NULL", name="approved_by_someone"
        ),
        current_only(
            "uq_indicator_values_approved",
            "indicator_id",
            "period_end",
            where="superseded_at IS NULL AND state = 'approved'",
        ),
        current_only(
            "uq_indicator_values_open",
            "indicator_id",
            "period_end",
            where="superseded_at IS NULL AND state <> 'approved'",
        ),
        Index("ix_indicator_values_indicator", "indicator_id", "period_end"),
    )
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    period_start: Mapped[dt.date] = mapped_column(Date)
    period_end: Mapped[dt.date] = mapped_column(Date)
    value: Mapped[float | None] = mapped_column(Double)
    bound: Mapped[str | None] = mapped_column(String(2))
    text: Mapped[str | None] = mapped_column(Text)
    numerator: Mapped[float | None] = mapped_column(Double)
    denominator: Mapped[float | None] = mapped_column(Double)
    state: Mapped[str] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)
    evidence_url: Mapped[str | None] = mapped_column(URL)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(DateTime)
    return_reason: Mapped[str | None] = mapped_column(Text)


class CrossAxis(Base):
    """A cross-cutting axis: the SDGs, a climate plan, citizen participation, any further one."""

    __tablename__ = "cross_axes"
    __table_args__ = (UniqueConstraint("code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(NAME)


class CrossAxisItem(Base):
    """One goal or target of a cross-cutting axis (SDG 11, target 11.6)."""

    __tablename__ = "cross_axis_items"
    __table_args__ = (
        UniqueConstraint("cross_axis_id", "code"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cross_axis_id: Mapped[int] = mapped_column(ForeignKey("cross_axes.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("cross_axis_items.id"))
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(NAME)


class Link(Recorded, Base):
    """A link of an axis or program, project or indicator with an item of a cross-cutting axis; strength 1 to 3."""

    __tablename__ = "links"
    __table_args__ = (
        *recorded_checks(),
        exactly_one("node_id", "project_id", "indicator_id", name="item_one"),
        CheckConstraint("strength BETWEEN 1 AND 3", name="strength_range"),
        current_only(
            "uq_links_node", "cross_axis_item_id", "node_id", where="superseded_at IS NULL AND node_id IS NOT NULL"
        ),
        current_only(
            "uq_links_project",
            "cross_axis_item_id",
            "project_id",
            where="superseded_at IS NULL AND project_id IS NOT NULL",
        ),
        current_only(
            "uq_links_indicator",
            "cross_axis_item_id",
            "indicator_id",
            where="superseded_at IS NULL AND indicator_id IS NOT NULL",
        ),
    )
    cross_axis_item_id: Mapped[int] = mapped_column(ForeignKey("cross_axis_items.id"))
    node_id: Mapped[int | None] = mapped_column(ForeignKey("nodes.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id"))
    strength: Mapped[int] = mapped_column(default=2)
