"""A record as a row of a sheet, and back: the facts of a row by the names of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from typing import Any

from data_models import dictionary
from data_models.document import IndicatorRecord, LinkRecord, NodeKey, ProjectRecord, Responsible

Facts = dict[str, Any]

# The columns of projects and indicators are those of the dictionary; where a baseline came from is no fact to type.
PROJECT_NAMES = tuple(column.name for column in dictionary.PROJECTS)
INDICATOR_NAMES = tuple(column.name for column in dictionary.INDICATORS if column.name != "baseline_ref")
# The field of the record that a column is a part of, where it is not the field of that name.
_FIELDS = {
    "node_code": "node",
    "node_depth": "node",
    "lead_code": "responsibles",
    "lead_post": "responsibles",
    "shared": "responsibles",
    "parent_depth": "parent",
}


def field_of(kind: str, column: str) -> str:
    """The field of a record of that kind that a column fills, alone or with others."""
    return "parent" if (kind, column) == ("nodes", "parent_code") else _FIELDS.get(column, column)


def needed(kind: str, facts: Facts) -> list[str]:
    """The columns that this row may not leave blank, besides those that no row of its sheet may."""
    match kind:
        case "levels" if facts.get("role") == "node":
            return ["depth"]
        case "targets":
            has_amount = facts.get("value") is not None or facts.get("text") is not None
            dates = ["due_on"] * (facts.get("kind") != "final") + ["period_start"] * (facts.get("kind") == "period")
            return dates if has_amount else [*dates, "value"]
        case "values" if facts.get("value") is None and facts.get("text") is None:
            return ["value"]
    return []


def plain(record: Any, names: Iterable[str]) -> Facts:
    """The fields of a record by name."""
    return {name: getattr(record, name) for name in names}


def made(record_type: type[Any], facts: Facts, ref: str, **more: Any) -> Any:
    """A record from the facts that are its fields; a blank takes the field's default."""
    values: dict[str, Any] = {}
    for field in fields(record_type):
        value = facts.get(field.name)
        if value is None and field.default is not MISSING:
            value = field.default
        if field.name in facts:
            values[field.name] = value
    if "source_ref" in {field.name for field in fields(record_type)}:
        values["source_ref"] = ref
    return record_type(**{**values, **more})


def simple(record_type: type[Any], names: Iterable[str]) -> tuple[Callable[[Any], Facts], Callable[[Facts, str], Any]]:
    """Both directions for a record whose fields are the columns: (record → facts), (facts, reference → record)."""
    known = tuple(names)
    return (lambda record: plain(record, known)), (lambda facts, ref: made(record_type, facts, ref))


def responsibles_to_facts(responsibles: tuple[Responsible, ...]) -> Facts:
    """The lead with its post, and the others on one line: "SEC-02 (Director); SEC-03"."""
    lead = next((one for one in responsibles if one.is_lead), None)
    shared = [one.secretariat_code + (f" ({one.post})" if one.post else "") for one in responsibles if one is not lead]
    return {
        "lead_code": lead.secretariat_code if lead else None,
        "lead_post": lead.post if lead else None,
        "shared": "; ".join(shared) or None,
    }


def responsibles_from(facts: Facts) -> tuple[Responsible, ...]:
    """The responsible secretariats of a row, the leading one first."""
    found = []
    if facts.get("lead_code"):
        found.append(Responsible(facts["lead_code"], True, facts.get("lead_post")))
    for part in str(facts.get("shared") or "").split(";"):
        code, _, post = part.strip().partition("(")
        if code.strip():
            found.append(Responsible(code.strip(), False, post.rstrip().removesuffix(")").strip() or None))
    return tuple(found)


def node_facts(key: NodeKey | None) -> Facts:
    """Where an item belongs, as two columns."""
    return {"node_code": key.code if key else None, "node_depth": key.depth if key else None}


def node_key(facts: Facts) -> NodeKey | None:
    """The level a row says its item belongs to, or None."""
    return NodeKey(int(facts["node_depth"]), facts["node_code"]) if facts.get("node_code") else None


def project_facts(record: ProjectRecord) -> Facts:
    """A project as the facts of its row."""
    return {**plain(record, PROJECT_NAMES), **node_facts(record.node), **responsibles_to_facts(record.responsibles)}


def project_record(facts: Facts, ref: str) -> ProjectRecord:
    """A project from the facts of its row; ``ref`` is the cell it came from."""
    record: ProjectRecord = made(ProjectRecord, facts, ref, node=node_key(facts), responsibles=responsibles_from(facts))
    return record


def indicator_facts(record: IndicatorRecord) -> Facts:
    """An indicator as the facts of its row."""
    return {
        **plain(record, INDICATOR_NAMES),
        **node_facts(record.node),
        "project_code": record.project_code,
        **responsibles_to_facts(record.responsibles),
    }


def indicator_record(facts: Facts, ref: str) -> IndicatorRecord:
    """An indicator from the facts of its row; ``ref`` is the cell it came from."""
    record: IndicatorRecord = made(
        IndicatorRecord,
        facts,
        ref,
        node=node_key(facts),
        responsibles=responsibles_from(facts),
        baseline_ref=ref if facts.get("baseline_value") is not None else None,
    )
    return record


def link_facts(record: LinkRecord) -> Facts:
    """A link as the facts of its row."""
    return {
        **plain(record, ("cross_axis_code", "item_code", "strength", "project_code", "indicator_code")),
        **node_facts(record.node),
    }


def link_record(facts: Facts, ref: str) -> LinkRecord:
    """A link from the facts of its row; ``ref`` is the cell it came from."""
    record: LinkRecord = made(LinkRecord, facts, ref, node=node_key(facts))
    return record
