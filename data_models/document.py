"""A whole plan as plain records, keyed by codes: what importers make, `sync` compares and applies, `export` writes.

It is the one form between files and tables: the template, every recipe and the demonstration plan make a
`PlanDocument`; reading a stored plan back (`snapshot.plan_document`) gives an equal one. Dates are dates, blanks are
None, never 0. `source_ref` says where a record came from ("PDM!AQ17"); it does not take part in comparisons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field


def _ref() -> str | None:
    return field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class NodeKey:
    """A level item of the tree: depth 1 (axis) to 5, and its code within that depth."""

    depth: int
    code: str


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    code: str
    name: str
    country: str = "AR"
    currency: str = "ARS"


@dataclass(frozen=True, slots=True)
class PlanRecord:
    code: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    as_of_on: dt.date | None = None
    on_track_min: float = 0.9
    at_risk_min: float = 0.6
    is_public: bool = True
    is_demo: bool = False
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class LevelRecord:
    """`role` is node (with depth), project or indicator."""

    role: str
    depth: int | None
    singular: str
    plural: str


@dataclass(frozen=True, slots=True)
class SecretariatRecord:
    code: str
    name: str
    parent_code: str | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class NodeRecord:
    key: NodeKey
    name: str
    parent: NodeKey | None = None
    description: str | None = None
    weight: float = 1.0
    sort_order: int = 0
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class Responsible:
    secretariat_code: str
    is_lead: bool = True
    post: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    code: str
    node: NodeKey
    name: str
    description: str | None = None
    state: str | None = None
    planned_start: dt.date | None = None
    planned_end: dt.date | None = None
    actual_start: dt.date | None = None
    actual_end: dt.date | None = None
    dates_text: str | None = None
    declared_pct: float | None = None
    declared_on: dt.date | None = None
    last_update_on: dt.date | None = None
    update_frequency: str = "monthly"
    allowed_delay_days: int = 30
    district: str | None = None
    weight: float = 1.0
    is_public: bool = True
    responsibles: tuple[Responsible, ...] = ()
    delay_cause: str | None = None
    recovery_on: dt.date | None = None
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    project_code: str
    code: str
    name: str
    weight: float = 1.0
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """Money of a project or indicator (`item_kind`) in one year; year None is the whole plan."""

    item_kind: str
    item_code: str
    currency: str
    year: int | None = None
    approved_amount: float | None = None
    current_amount: float | None = None
    executed_amount: float | None = None
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    code: str
    node: NodeKey
    name: str
    kind: str
    unit: str
    direction: str
    accumulation: str
    frequency: str
    project_code: str | None = None
    promise: str | None = None
    contributes_to: str | None = None
    indicator_class: str | None = None
    decimals: int = 1
    accumulation_years: str | None = None
    numerator_name: str | None = None
    denominator_name: str | None = None
    ratio_scale: float = 1.0
    allowed_delay_days: int = 30
    baseline_value: float | None = None
    baseline_on: dt.date | None = None
    baseline_text: str | None = None
    starts_on: dt.date | None = None
    definition: str | None = None
    formula: str | None = None
    source: str | None = None
    weight: float = 1.0
    is_public: bool = True
    is_cancelled: bool = False
    responsibles: tuple[Responsible, ...] = ()
    is_strategic: bool = False
    baseline_ref: str | None = _ref()
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """See `Target`. One unlike the stored one becomes a revision: `reason` and `decided_on` say why and when.

    A document that leaves them empty does not take back the stored ones.
    """

    indicator_code: str
    kind: str
    due_on: dt.date | None
    value: float | None = None
    upper_value: float | None = None
    bound: str | None = None
    text: str | None = None
    period_start: dt.date | None = None
    accumulation: str | None = None
    reason: str | None = None
    decided_on: dt.date | None = None
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class ValueRecord:
    """An approved value of one period."""

    indicator_code: str
    period_start: dt.date
    period_end: dt.date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    bound: str | None = None
    text: str | None = None
    note: str | None = None
    evidence_url: str | None = None
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class CrossAxisItemRecord:
    cross_axis_code: str
    code: str
    name: str
    parent_code: str | None = None
    cross_axis_name: str | None = None


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A link of one item with an item of a cross-cutting axis: exactly one of node, project_code, indicator_code."""

    cross_axis_code: str
    item_code: str
    node: NodeKey | None = None
    project_code: str | None = None
    indicator_code: str | None = None
    strength: int = 2
    source_ref: str | None = _ref()


@dataclass(frozen=True, slots=True)
class Unread:
    """What a source has but nobody could read: it says nothing, so what is stored stays as it is.

    `kind` is a list of PlanDocument and `key` what `keys.key_of` gives; a key of None stands for rows that could not be
    told apart, so that no record of the kind is missing for sure. `field` is the one field not read (with no key: in
    every record of the kind), None the whole record.
    """

    kind: str
    key: Hashable | None = None
    field: str | None = None


@dataclass(slots=True)
class PlanDocument:
    """All records of one plan; `unread` is what its source did not let anybody read, no part of the plan itself."""

    municipality: MunicipalityRecord
    plan: PlanRecord
    levels: list[LevelRecord] = field(default_factory=list)
    secretariats: list[SecretariatRecord] = field(default_factory=list)
    nodes: list[NodeRecord] = field(default_factory=list)
    projects: list[ProjectRecord] = field(default_factory=list)
    milestones: list[MilestoneRecord] = field(default_factory=list)
    budgets: list[BudgetRecord] = field(default_factory=list)
    indicators: list[IndicatorRecord] = field(default_factory=list)
    targets: list[TargetRecord] = field(default_factory=list)
    values: list[ValueRecord] = field(default_factory=list)
    cross_axis_items: list[CrossAxisItemRecord] = field(default_factory=list)
    links: list[LinkRecord] = field(default_factory=list)
    unread: frozenset[Unread] = field(default=frozenset(), compare=False)
