"""What makes a record of a plan the same record in two documents, and the order in which they are listed."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    LevelRecord,
    LinkRecord,
    MilestoneRecord,
    NodeKey,
    NodeRecord,
    PlanDocument,
    Responsible,
    TargetRecord,
    ValueRecord,
)

# The lists of a document, in the order in which they refer to each other.
KINDS = (
    "levels",
    "secretariats",
    "nodes",
    "projects",
    "milestones",
    "indicators",
    "targets",
    "values",
    "budgets",
    "cross_axis_items",
    "links",
)


def key_of(record: Any) -> Hashable:
    """The key of a record within its kind and plan."""
    match record:
        case NodeRecord():
            return record.key
        case LevelRecord():
            return (record.role, record.depth)
        case MilestoneRecord():
            return (record.project_code, record.code)
        case BudgetRecord():
            return (record.item_kind, record.item_code, record.year, record.currency)
        case TargetRecord():
            # There is one promise; its date may be revised. The others are told apart by theirs.
            return (record.indicator_code, record.kind, None if record.kind == "final" else record.due_on)
        case ValueRecord():
            return (record.indicator_code, record.period_end)
        case CrossAxisItemRecord():
            return (record.cross_axis_code, record.code)
        case LinkRecord():
            return (record.cross_axis_code, record.item_code, record.node, record.project_code, record.indicator_code)
        case _:
            return str(record.code)


def owner_of(record: Any) -> tuple[str, Hashable] | None:
    """The item a record belongs to, as (kind, key), or None for records that stand by themselves."""
    match record:
        case MilestoneRecord():
            return ("projects", record.project_code)
        case TargetRecord() | ValueRecord():
            return ("indicators", record.indicator_code)
        case BudgetRecord():
            return (f"{record.item_kind}s", record.item_code)
        case LinkRecord(node=NodeKey() as node):
            return ("nodes", node)
        case LinkRecord(project_code=str() as code):
            return ("projects", code)
        case LinkRecord():
            return ("indicators", record.indicator_code)
        case _:
            return None


def natural(code: str | None) -> tuple[tuple[int, int, str], ...]:
    """A sorting key of codes in which "1.2" comes before "1.10"; blank first."""
    pieces = re.findall(r"\d+|\D+", code or "")
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def order_of(record: Any) -> tuple[Any, ...]:
    """The place of a record in the list of its kind."""
    match record:
        case NodeRecord():
            return (record.key.depth, record.sort_order, natural(record.key.code), record.key.code)
        case LevelRecord():
            return (("node", "project", "indicator").index(record.role), record.depth or 0)
        case MilestoneRecord():
            return (natural(record.project_code), record.project_code, natural(record.code), record.code)
        case BudgetRecord():
            return (record.item_kind, natural(record.item_code), record.item_code, record.year or 0, record.currency)
        case TargetRecord():
            place = ("final", "interim", "period").index(record.kind)
            return (natural(record.indicator_code), record.indicator_code, place, _or_first(record.due_on))
        case ValueRecord():
            return (natural(record.indicator_code), record.indicator_code, record.period_end)
        case CrossAxisItemRecord():
            return (record.cross_axis_code, natural(record.code), record.code)
        case LinkRecord():
            place = ("nodes", "projects", "indicators").index(_owner_kind(record))
            node = record.node or NodeKey(0, "")
            code = record.project_code or record.indicator_code or node.code
            return (place, node.depth, natural(code), code, record.cross_axis_code, natural(record.item_code))
        case _:
            return (natural(record.code), record.code)


def in_order(responsibles: tuple[Responsible, ...]) -> tuple[Responsible, ...]:
    """Responsible secretariats, the leading one first."""
    return tuple(
        sorted(responsibles, key=lambda one: (not one.is_lead, natural(one.secretariat_code), one.secretariat_code))
    )


def in_canonical_order(document: PlanDocument) -> PlanDocument:
    """A copy of the document with its records in the one order in which a stored plan is read back."""
    lists: dict[str, Any] = {kind: sorted(getattr(document, kind), key=order_of) for kind in KINDS}
    for kind in ("projects", "indicators"):
        lists[kind] = [replace(one, responsibles=in_order(one.responsibles)) for one in lists[kind]]
    return replace(document, **lists)


def _owner_kind(record: LinkRecord) -> str:
    owner = owner_of(record)
    assert owner is not None
    return owner[0]


def _or_first(day: Any) -> tuple[bool, Any]:
    return (day is not None, day)
