"""What a source could not be read for, taken from the stored plan: an unreadable cell withdraws and blanks nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import Any, Final

from data_models.document import (
    CrossAxisItemRecord,
    IndicatorRecord,
    LinkRecord,
    NodeRecord,
    PlanDocument,
    ProjectRecord,
    SecretariatRecord,
    Unread,
)
from data_models.keys import KINDS, in_canonical_order, key_of, owner_of
from data_models.snapshot import Stored, StoredPlan, is_left_out

# How many records of each kind stay as they were because the source could not be read.
Kept = dict[str, int]


def _in_order(start: Any, end: Any) -> bool:
    return start is None or end is None or start <= end


def _paired(one: Any, other: Any) -> bool:
    return (one is None) == (other is None)


def _promised(value: Any, upper: Any, bound: Any, text: Any) -> bool:
    has_value = value is not None and (upper is None or upper >= value)
    return has_value or (value is upper is bound is None and text is not None)


# Fields that only make sense together: where a stored one does not go with what the source says, all stay as stored.
_TOGETHER: Final[dict[str, tuple[tuple[tuple[str, ...], Callable[..., bool]], ...]]] = {
    "projects": (
        (("planned_start", "planned_end"), _in_order),
        (("actual_start", "actual_end"), _in_order),
        (("declared_pct", "declared_on"), _paired),
    ),
    "secretariats": ((("in_force_from", "in_force_to"), _in_order),),
    "indicators": ((("numerator_name", "denominator_name"), _paired),),
    "targets": ((("value", "upper_value", "bound", "text"), _promised),),
    "values": (
        (("value", "bound", "text"), lambda value, bound, text: _promised(value, None, bound, text)),
        (("numerator", "denominator"), _paired),
    ),
}


def completed(document: PlanDocument, stored: StoredPlan) -> tuple[PlanDocument, Kept]:
    """The document with what it could not read as it is stored, and how many records of each kind that concerns.

    A record that is brought back brings what it refers to; an item also what belongs to it.
    """
    if not document.unread:
        return document, {}
    return _Completing(document, stored).run()


class _Completing:
    def __init__(self, document: PlanDocument, stored: StoredPlan) -> None:
        self._document = document
        self._stored = stored
        self._wanted: dict[str, dict[Hashable, Any]] = {
            kind: {key_of(record): record for record in getattr(document, kind)} for kind in KINDS
        }
        self._kept: dict[str, set[Hashable]] = {kind: set() for kind in KINDS}
        self._belongings: dict[tuple[str, Hashable], list[tuple[str, Hashable]]] = {}
        for kind in KINDS:
            for key, row in stored.rows[kind].items():
                owner = owner_of(row.record)
                if owner is not None:
                    self._belongings.setdefault(owner, []).append((kind, key))

    def run(self) -> tuple[PlanDocument, Kept]:
        # Items before what belongs to them, whole records before single fields.
        for unread in sorted(self._document.unread, key=lambda one: (one.field is not None, KINDS.index(one.kind))):
            keys = [unread.key] if unread.key is not None else list(self._keys_of(unread))
            for key in keys:
                if unread.field is None:
                    self._bring_back(unread.kind, key)
                else:
                    self._leave_field(unread.kind, key, unread.field)
        lists: dict[str, Any] = {kind: list(records.values()) for kind, records in self._wanted.items()}
        kept = {kind: len(keys) for kind, keys in self._kept.items() if keys}
        return in_canonical_order(replace(self._document, **lists)), kept

    def _keys_of(self, unread: Unread) -> Iterator[Hashable]:
        yield from (self._stored.rows if unread.field is None else self._wanted)[unread.kind]

    def _in_force(self, kind: str, key: Hashable) -> Stored | None:
        row = self._stored.rows[kind].get(key)
        if row is None or row.is_withdrawn or not row.is_imported or is_left_out(self._stored, row):
            return None
        is_shared = kind in ("secretariats", "cross_axis_items")
        return None if is_shared and row.listing_id is None else row

    def _bring_back(self, kind: str, key: Hashable) -> None:
        row = self._in_force(kind, key)
        if row is None or key in self._wanted[kind]:
            return
        owner = owner_of(row.record)
        if owner is not None and owner[1] not in self._wanted[owner[0]]:
            return  # the source dropped the item itself
        self._wanted[kind][key] = row.record
        self._kept[kind].add(key)
        self._bring_needed(row.record)
        for belonging in self._belongings.get((kind, key), ()):
            self._bring_back(*belonging)

    def _leave_field(self, kind: str, key: Hashable, field: str) -> None:
        row, record = self._in_force(kind, key), self._wanted[kind].get(key)
        if row is None or record is None or getattr(row.record, field) == getattr(record, field):
            return
        left = replace(record, **{field: getattr(row.record, field)})
        for group, holds in _TOGETHER.get(kind, ()):
            if field in group and not holds(*(getattr(left, name) for name in group)):
                left = replace(left, **{name: getattr(row.record, name) for name in group})
        self._wanted[kind][key] = left
        self._kept[kind].add(key)
        self._bring_needed(self._wanted[kind][key])

    def _bring_needed(self, record: Any) -> None:
        for kind, key in _needed(record):
            self._bring_back(kind, key)


def _needed(record: Any) -> Iterator[tuple[str, Hashable]]:
    """What a record refers to, besides the item it belongs to."""
    match record:
        case NodeRecord(parent=parent) if parent is not None:
            yield "nodes", parent
        case SecretariatRecord(parent_code=str() as code):
            yield "secretariats", code
        case CrossAxisItemRecord(parent_code=str() as code):
            yield "cross_axis_items", (record.cross_axis_code, code)
        case LinkRecord():
            yield "cross_axis_items", (record.cross_axis_code, record.item_code)
        case ProjectRecord() | IndicatorRecord():
            yield "nodes", record.node
            if isinstance(record, IndicatorRecord) and record.project_code is not None:
                yield "projects", record.project_code
            for responsible in record.responsibles:
                yield "secretariats", responsible.secretariat_code
