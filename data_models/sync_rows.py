"""Records as rows: what goes into which column, with ids in the place of codes."""

from __future__ import annotations

from data_models.document import (
    BudgetRecord,
    IndicatorRecord,
    LevelRecord,
    LinkRecord,
    MilestoneRecord,
    NodeRecord,
    PlanRecord,
    ProjectRecord,
    Responsible,
    SecretariatRecord,
    TargetRecord,
    ValueRecord,
)
from data_models.rows import Row
from data_models.snapshot import Ids
from kpis.vocabulary import ValueState


def plan_row(record: PlanRecord, plan_id: int) -> Row:
    """The row of plan_versions."""
    return {
        "plan_id": plan_id,
        "name": record.name,
        "starts_on": record.starts_on,
        "ends_on": record.ends_on,
        "as_of_on": record.as_of_on,
        "on_track_min": record.on_track_min,
        "at_risk_min": record.at_risk_min,
        "is_public": record.is_public,
        "is_demo": record.is_demo,
        "licence": record.licence,
    }


def level_row(record: LevelRecord, plan_id: int) -> Row:
    """The row of plan_levels."""
    return {
        "plan_id": plan_id,
        "role": record.role,
        "depth": record.depth,
        "singular": record.singular,
        "plural": record.plural,
    }


def secretariat_row(record: SecretariatRecord, ids: Ids, *, is_withdrawn: bool = False) -> Row:
    """The row of secretariat_versions."""
    return {
        "secretariat_id": ids.secretariats[record.code],
        "parent_id": ids.secretariats[record.parent_code] if record.parent_code is not None else None,
        "name": record.name,
        "in_force_from": record.in_force_from,
        "in_force_to": record.in_force_to,
        "is_withdrawn": is_withdrawn,
        "source_ref": record.source_ref,
    }


def node_row(record: NodeRecord, ids: Ids, *, is_withdrawn: bool = False) -> Row:
    """The row of node_versions."""
    return {
        "node_id": ids.nodes[record.key],
        "parent_id": ids.nodes[record.parent] if record.parent is not None else None,
        "name": record.name,
        "description": record.description,
        "weight": record.weight,
        "sort_order": record.sort_order,
        "is_withdrawn": is_withdrawn,
        "source_ref": record.source_ref,
    }


def project_row(record: ProjectRecord, ids: Ids, *, is_withdrawn: bool = False) -> Row:
    """The row of project_versions."""
    return {
        "project_id": ids.projects[record.code],
        "node_id": ids.nodes[record.node],
        "name": record.name,
        "description": record.description,
        "state": record.state,
        "planned_start": record.planned_start,
        "planned_end": record.planned_end,
        "actual_start": record.actual_start,
        "actual_end": record.actual_end,
        "dates_text": record.dates_text,
        "declared_pct": record.declared_pct,
        "declared_on": record.declared_on,
        "last_update_on": record.last_update_on,
        "update_frequency": record.update_frequency,
        "allowed_delay_days": record.allowed_delay_days,
        "district": record.district,
        "delay_cause": record.delay_cause,
        "recovery_on": record.recovery_on,
        "weight": record.weight,
        "is_public": record.is_public,
        "is_withdrawn": is_withdrawn,
        "source_ref": record.source_ref,
    }


def indicator_row(record: IndicatorRecord, ids: Ids, *, is_withdrawn: bool = False) -> Row:
    """The row of indicator_versions."""
    return {
        "indicator_id": ids.indicators[record.code],
        "node_id": ids.nodes[record.node],
        "project_id": ids.projects[record.project_code] if record.project_code is not None else None,
        "name": record.name,
        "promise": record.promise,
        "contributes_to": record.contributes_to,
        "kind": record.kind,
        "indicator_class": record.indicator_class,
        "is_strategic": record.is_strategic,
        "unit": record.unit,
        "direction": record.direction,
        "decimals": record.decimals,
        "accumulation": record.accumulation,
        "accumulation_years": record.accumulation_years,
        "numerator_name": record.numerator_name,
        "denominator_name": record.denominator_name,
        "ratio_scale": record.ratio_scale,
        "frequency": record.frequency,
        "allowed_delay_days": record.allowed_delay_days,
        "baseline_value": record.baseline_value,
        "baseline_on": record.baseline_on,
        "baseline_text": record.baseline_text,
        "baseline_ref": record.baseline_ref,
        "starts_on": record.starts_on,
        "definition": record.definition,
        "formula": record.formula,
        "source": record.source,
        "weight": record.weight,
        "is_public": record.is_public,
        "is_cancelled": record.is_cancelled,
        "is_withdrawn": is_withdrawn,
        "source_ref": record.source_ref,
    }


def milestone_row(record: MilestoneRecord, ids: Ids) -> Row:
    """The row of milestones."""
    return {
        "project_id": ids.projects[record.project_code],
        "code": record.code,
        "name": record.name,
        "weight": record.weight,
        "due_on": record.due_on,
        "done_on": record.done_on,
        "source_ref": record.source_ref,
    }


def budget_row(record: BudgetRecord, ids: Ids) -> Row:
    """The row of budgets."""
    is_project = record.item_kind == "project"
    return {
        "project_id": ids.projects[record.item_code] if is_project else None,
        "indicator_id": None if is_project else ids.indicators[record.item_code],
        "year": record.year,
        "currency": record.currency,
        "approved_amount": record.approved_amount,
        "current_amount": record.current_amount,
        "executed_amount": record.executed_amount,
        "source_ref": record.source_ref,
    }


def target_row(record: TargetRecord, ids: Ids, *, revision: int = 0) -> Row:
    """The row of targets."""
    return {
        "indicator_id": ids.indicators[record.indicator_code],
        "kind": record.kind,
        "period_start": record.period_start,
        "due_on": record.due_on,
        "value": record.value,
        "upper_value": record.upper_value,
        "bound": record.bound,
        "text": record.text,
        "accumulation": record.accumulation,
        "revision": revision,
        "reason": record.reason,
        "decided_on": record.decided_on,
        "source_ref": record.source_ref,
    }


def value_row(record: ValueRecord, ids: Ids) -> Row:
    """The row of indicator_values: approved by the import that brings it."""
    return {
        "indicator_id": ids.indicators[record.indicator_code],
        "period_start": record.period_start,
        "period_end": record.period_end,
        "value": record.value,
        "numerator": record.numerator,
        "denominator": record.denominator,
        "bound": record.bound,
        "text": record.text,
        "state": ValueState.APPROVED.value,
        "note": record.note,
        "evidence_url": record.evidence_url,
        "source_ref": record.source_ref,
    }


def link_row(record: LinkRecord, ids: Ids) -> Row:
    """The row of links."""
    return {
        "cross_axis_item_id": ids.cross_axis_items[record.cross_axis_code, record.item_code],
        "node_id": ids.nodes[record.node] if record.node is not None else None,
        "project_id": ids.projects[record.project_code] if record.project_code is not None else None,
        "indicator_id": ids.indicators[record.indicator_code] if record.indicator_code is not None else None,
        "strength": record.strength,
        "source_ref": record.source_ref,
    }


def responsibility_row(record: Responsible, ids: Ids, kind: str, code: str) -> Row:
    """The row of responsibilities of the project or indicator (kind "projects" or "indicators") with this code."""
    return {
        "project_id": ids.projects[code] if kind == "projects" else None,
        "indicator_id": ids.indicators[code] if kind == "indicators" else None,
        "secretariat_id": ids.secretariats[record.secretariat_code],
        "is_lead": record.is_lead,
        "post": record.post,
        "source_ref": None,
    }
