"""What a document would change in a stored plan: compared record by record, nothing written."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from typing import Any, Final

from data_models.document import NodeKey, PlanDocument, Responsible, TargetRecord
from data_models.keys import KINDS, key_of, owner_of
from data_models.snapshot import Stored, StoredPlan
from data_models.sync_checks import check_document
from data_models.sync_unread import Kept, completed

_SAME_NUMBER: Final = 1e-14

Differences = dict[str, tuple[Any, Any]]

# Kinds that several plans share; each plan lists its own.
SHARED = ("secretariats", "cross_axis_items")


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is new, changed or withdrawn; ``differences``: (before, after) of each field that changes."""

    kind: str
    key: Hashable
    record: Any
    differences: Differences = field(default_factory=dict)
    stored: Stored | None = None

    @property
    def code(self) -> str:
        """The key in words: "1.2", "P-7 · 3" or "I-4 · 2025-03-31"."""
        parts = self.key if isinstance(self.key, tuple) else (self.key,)
        words = (part.code if isinstance(part, NodeKey) else part for part in parts)
        return " · ".join(str(word) for word in words if word is not None)


@dataclass(slots=True)
class KindChanges:
    """The changes among the records of one kind."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    withdrawn: list[Change] = field(default_factory=list)
    unchanged: int = 0


@dataclass(slots=True)
class Changes:
    """Everything a document would do to a plan, by kind of record: municipality, plan and the lists of PlanDocument."""

    by_kind: dict[str, KindChanges] = field(
        default_factory=lambda: {kind: KindChanges() for kind in ("municipality", "plan", *KINDS)}
    )
    # Records among the unchanged that the source has but could not be read for.
    kept: Kept = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change ("sin cambios")."""
        return not any(kind.new or kind.changed or kind.withdrawn for kind in self.by_kind.values())

    def counts(self) -> dict[str, int]:
        """How many of each kind are new, changed, withdrawn and unchanged ("values_new": 12); zeros left out."""
        found: dict[str, int] = {}
        for kind, changes in self.by_kind.items():
            numbers = (len(changes.new), len(changes.changed), len(changes.withdrawn), changes.unchanged)
            for word, number in zip(("new", "changed", "withdrawn", "unchanged"), numbers, strict=True):
                if number:
                    found[f"{kind}_{word}"] = number
        return found


def compare(document: PlanDocument, stored: StoredPlan, *, withdraw_missing: bool = True) -> Changes:
    """What ``document`` changes in ``stored``.

    With ``withdraw_missing`` the document is the whole plan: what it lacks is withdrawn. A record that belongs to an
    item (a value, a milestone …) is withdrawn only when the document has that item; a value that a person approved
    never is. What the document's source could not be read for stays as it is stored. Raises Refused when the document
    cannot be applied.
    """
    document, kept = completed(document, stored)
    check_document(document, stored, withdraw_missing=withdraw_missing)
    changes = Changes(kept=kept)
    _compare_one(changes.by_kind["municipality"], "municipality", document.municipality, stored.municipality, None)
    plan = stored.plan
    _compare_one(changes.by_kind["plan"], "plan", document.plan, plan.record if plan else None, plan)
    wanted = {kind: {key_of(record): record for record in getattr(document, kind)} for kind in KINDS}
    for kind in KINDS:
        found = changes.by_kind[kind]
        for key, record in wanted[kind].items():
            _compare_record(found, kind, key, record, stored.rows[kind].get(key))
        if withdraw_missing:
            for key, row in stored.rows[kind].items():
                if key not in wanted[kind] and _may_be_withdrawn(kind, row, wanted):
                    found.withdrawn.append(Change(kind, key, row.record, stored=row))
    return changes


def _may_be_withdrawn(kind: str, row: Stored, wanted: dict[str, dict[Hashable, Any]]) -> bool:
    if kind in SHARED:
        return row.listing_id is not None
    owner = owner_of(row.record)
    if owner is None:
        return not row.is_withdrawn
    return row.is_imported and owner[1] in wanted[owner[0]]


def _compare_one(found: KindChanges, kind: str, record: Any, before: Any, stored: Stored | None) -> None:
    if before is None:
        found.new.append(Change(kind, record.code, record))
        return
    differences = differences_of(before, record)
    if differences:
        found.changed.append(Change(kind, record.code, record, differences, stored))
    else:
        found.unchanged += 1


def _compare_record(found: KindChanges, kind: str, key: Hashable, record: Any, stored: Stored | None) -> None:
    if stored is None or (kind in SHARED and stored.listing_id is None):
        # A secretariat that only other plans named so far is new to this plan; its own facts may change as well.
        differences = _differences(stored, record) if stored else {}
        found.new.append(Change(kind, key, record, differences, stored))
        return
    differences = _differences(stored, record)
    if differences:
        found.changed.append(Change(kind, key, record, differences, stored))
    else:
        found.unchanged += 1


def _differences(stored: Stored, record: Any) -> Differences:
    differences = differences_of(stored.record, record)
    if stored.is_withdrawn:
        differences["is_withdrawn"] = (True, False)
    return differences


def differences_of(before: Any, after: Any) -> Differences:
    """The fields in which two records of one kind differ, those that only say where a record came from left out."""
    if before == after:
        return {}
    found: Differences = {}
    for name in _compared_fields(type(after)):
        old, new = getattr(before, name), getattr(after, name)
        if name == "responsibles":
            old, new = sorted(old, key=_by_code), sorted(new, key=_by_code)
        if not _same(old, new) and not _is_left_open(after, name):
            found[name] = (getattr(before, name), getattr(after, name))
    return found


def _same(old: Any, new: Any) -> bool:
    """Whether two facts are the same; spreadsheets keep 15 digits, and each writes the 17th of a number its own way."""
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=_SAME_NUMBER)
    return bool(old == new)


def _is_left_open(after: Any, name: str) -> bool:
    """A target need not repeat why it was last revised, nor an item of a cross axis the name of its axis."""
    return getattr(after, name) is None and (
        (isinstance(after, TargetRecord) and name in ("reason", "decided_on")) or name == "cross_axis_name"
    )


def _by_code(responsible: Responsible) -> str:
    return responsible.secretariat_code


_FIELDS: dict[type, tuple[str, ...]] = {}


def _compared_fields(record_type: type) -> tuple[str, ...]:
    names = _FIELDS.get(record_type)
    if names is None:
        names = tuple(one.name for one in fields(record_type) if one.compare)
        _FIELDS[record_type] = names
    return names


def has_own_differences(change: Change) -> bool:
    """Whether the record's own row changes, not only who answers for it."""
    return bool(set(change.differences) - {"responsibles"})


def promises_the_same(change: Change) -> bool:
    """Whether a changed target promises what it did, and only its explanation is another."""
    return set(change.differences) <= {"reason", "decided_on"}
