"""Indicators, what they promise (targets) and what happened (values)."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from data_models.tables.base import (
    CODE,
    METADATA,
    NAME,
    URL,
    current_only,
    exactly_one,
    key,
    one_of,
    recorded_table,
    reference,
    required,
)
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

INDICATORS = Table(
    "indicators",
    METADATA,
    key(),
    reference("plan_id", "plans.id"),
    required("code", CODE),
    UniqueConstraint("plan_id", "code"),
)
"""An indicator's identity."""


INDICATOR_VERSIONS = recorded_table(
    "indicator_versions",
    reference("indicator_id", "indicators.id"),
    reference("node_id", "nodes.id"),
    reference("project_id", "projects.id", is_optional=True),
    required("name", NAME),
    Column("promise", Text),
    Column("contributes_to", Text),
    required("kind", String(20)),
    Column("indicator_class", String(20)),
    required("is_strategic", Boolean, default=False, server_default=false()),
    required("unit", String(120)),
    required("direction", String(20)),
    required("decimals", Integer, default=1),
    required("accumulation", String(10)),
    Column("accumulation_years", String(10)),
    Column("numerator_name", NAME),
    Column("denominator_name", NAME),
    required("ratio_scale", Double, default=1.0),
    required("frequency", String(20)),
    required("allowed_delay_days", Integer, default=30),
    Column("baseline_value", Double),
    Column("baseline_on", Date),
    Column("baseline_text", Text),
    Column("baseline_ref", String(200)),
    Column("starts_on", Date),
    Column("definition", Text),
    Column("formula", Text),
    Column("source", Text),
    required("weight", Double, default=1.0),
    required("is_public", Boolean, default=True),
    required("is_cancelled", Boolean, default=False),
    required("is_withdrawn", Boolean, default=False),
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
"""The definition of an indicator in force for a time."""


TARGETS = recorded_table(
    "targets",
    reference("indicator_id", "indicators.id", index=True),
    required("kind", String(10)),
    Column("period_start", Date),
    Column("due_on", Date),
    Column("value", Double),
    Column("upper_value", Double),
    Column("bound", String(2)),
    Column("text", Text),
    Column("accumulation", String(10)),
    required("revision", Integer, default=0),
    Column("reason", Text),
    Column("decided_on", Date),
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
"""A promise: final, interim (a level by a date) or of one period (a planned amount).

A revision is a new row with its reason and the date it was decided; the one it supersedes stays.
"""


INDICATOR_VALUES = recorded_table(
    "indicator_values",
    reference("indicator_id", "indicators.id"),
    required("period_start", Date),
    required("period_end", Date),
    Column("value", Double),
    Column("bound", String(2)),
    Column("text", Text),
    Column("numerator", Double),
    Column("denominator", Double),
    required("state", String(10)),
    Column("note", Text),
    Column("evidence_url", URL),
    reference("decided_by", "accounts.id", is_optional=True),
    Column("decided_at", DateTime),
    Column("return_reason", Text),
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
"""What was measured for one period, in one state of its way: draft, sent, returned, approved.

Each step and each correction is a new row. For one indicator and period at most one approved row and one open row
(draft, sent or returned) are current, so a correction under way does not hide what was approved.
"""


CROSS_AXES = Table(
    "cross_axes",
    METADATA,
    key(),
    required("code", CODE),
    required("name", NAME),
    UniqueConstraint("code"),
)
"""A cross-cutting axis: the SDGs, a climate plan, citizen participation, any further one."""


CROSS_AXIS_ITEMS = Table(
    "cross_axis_items",
    METADATA,
    key(),
    reference("cross_axis_id", "cross_axes.id"),
    reference("parent_id", "cross_axis_items.id", is_optional=True),
    required("code", CODE),
    required("name", NAME),
    UniqueConstraint("cross_axis_id", "code"),
    CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
)
"""One goal or target of a cross-cutting axis (SDG 11, target 11.6)."""


LINKS = recorded_table(
    "links",
    reference("cross_axis_item_id", "cross_axis_items.id"),
    reference("node_id", "nodes.id", is_optional=True),
    reference("project_id", "projects.id", is_optional=True),
    reference("indicator_id", "indicators.id", is_optional=True),
    required("strength", Integer, default=2),
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
"""A link of an axis or program, project or indicator with an item of a cross-cutting axis; strength 1 to 3."""
