"""Whether a document can be applied at all: each record once, and nothing refers to what is not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from itertools import pairwise
from typing import Any

from data_models.document import IndicatorRecord, NodeKey, PlanDocument, ProjectRecord
from data_models.keys import KINDS, key_of, owner_of
from data_models.refusals import Refused
from data_models.snapshot import StoredPlan


def check_document(document: PlanDocument, stored: StoredPlan, *, withdraw_missing: bool) -> None:
    """Raise Refused for a record given twice, a reference to nothing, a circle, or another municipality's plan."""
    if stored.municipality is not None and stored.municipality.code != document.municipality.code:
        raise Refused(
            "El plan «{plan}» es del municipio «{owner}», no de «{municipality}».",
            plan=document.plan.code, owner=stored.municipality.name, municipality=document.municipality.name,
        )  # fmt: skip
    known = {kind: _keys_once(document, kind) for kind in KINDS}
    if not withdraw_missing:
        for kind in ("nodes", "projects", "indicators"):
            known[kind] |= {key for key, row in stored.rows[kind].items() if not row.is_withdrawn}
        for kind in ("secretariats", "cross_axis_items"):
            known[kind] |= {key for key, row in stored.rows[kind].items() if row.listing_id is not None}

    def expect(kind: str, key: Hashable, record: Any) -> None:
        if key not in known[kind]:
            raise Refused(
                "«{record}» se refiere a «{missing}», que no está en el plan.",
                record=_named(record),
                missing=_in_words(key),
            )

    for kind in KINDS:
        for record in getattr(document, kind):
            owner = owner_of(record)
            if owner is not None:
                expect(owner[0], owner[1], record)
    _check_tree(document, expect)
    _check_people(document, expect)
    _check_periods(document, stored)
    for link in document.links:
        expect("cross_axis_items", (link.cross_axis_code, link.item_code), link)


def _check_periods(document: PlanDocument, stored: StoredPlan) -> None:
    """A period that overlaps another of its indicator would count twice; what people approved stays beside a file's."""
    values = {key_of(value): value for value in document.values}
    approved = [row.record for row in stored.rows["values"].values() if not row.is_imported]
    values = {key_of(value): value for value in approved} | values
    periods = [(value.indicator_code, value.period_start, value.period_end) for value in values.values()]
    _refuse_overlaps(periods, "Dos valores de «{record}» se superponen: del {start} al {end}, y desde el {other}.")
    planned = [
        (target.indicator_code, target.period_start, target.due_on)
        for target in document.targets
        if target.period_start is not None and target.due_on is not None
    ]
    _refuse_overlaps(
        planned, "Dos metas por período de «{record}» se superponen: del {start} al {end}, y desde el {other}."
    )


def _refuse_overlaps(periods: list[tuple[str, dt.date, dt.date]], sentence: str) -> None:
    periods.sort()
    for (code, start, end), (next_code, other, _end) in pairwise(periods):
        if code == next_code and other <= end:
            raise Refused(
                sentence, record=code, start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}", other=f"{other:%d/%m/%Y}"
            )


def _keys_once(document: PlanDocument, kind: str) -> set[Hashable]:
    keys: set[Hashable] = set()
    for record in getattr(document, kind):
        key = key_of(record)
        if key in keys:
            raise Refused("El plan repite «{record}» ({key}).", record=_named(record), key=_in_words(key))
        keys.add(key)
    return keys


def _check_tree(document: PlanDocument, expect: Callable[[str, Hashable, Any], None]) -> None:
    for node in document.nodes:
        if node.parent is None:
            continue
        expect("nodes", node.parent, node)
        if node.parent.depth >= node.key.depth:
            raise Refused("«{record}» depende de «{parent}», que no está por encima.",
                          record=node.name, parent=node.parent.code)  # fmt: skip
    for project in document.projects:
        expect("nodes", project.node, project)
    for indicator in document.indicators:
        expect("nodes", indicator.node, indicator)
        if indicator.project_code is not None:
            expect("projects", indicator.project_code, indicator)
    for item in document.cross_axis_items:
        if item.parent_code is not None:
            expect("cross_axis_items", (item.cross_axis_code, item.parent_code), item)
    _refuse_circles({key_of(item): (item.cross_axis_code, item.parent_code) for item in document.cross_axis_items})
    _refuse_circles({secretariat.code: secretariat.parent_code for secretariat in document.secretariats})


def _check_people(document: PlanDocument, expect: Callable[[str, Hashable, Any], None]) -> None:
    for secretariat in document.secretariats:
        if secretariat.parent_code is not None:
            expect("secretariats", secretariat.parent_code, secretariat)
    items: list[ProjectRecord | IndicatorRecord] = [*document.projects, *document.indicators]
    for item in items:
        for responsible in item.responsibles:
            expect("secretariats", responsible.secretariat_code, item)
        codes = [responsible.secretariat_code for responsible in item.responsibles]
        if len(set(codes)) < len(codes):
            raise Refused("«{record}» nombra dos veces a la misma secretaría.", record=item.name)
        if sum(responsible.is_lead for responsible in item.responsibles) > 1:
            raise Refused("«{record}» tiene más de una secretaría a cargo.", record=item.name)


def _refuse_circles(parents: dict[Hashable, Hashable]) -> None:
    for start in parents:
        place, steps = parents.get(start), 0
        while place in parents and steps <= len(parents):
            if place == start:
                raise Refused("«{record}» depende de sí misma.", record=_in_words(start))
            place, steps = parents.get(place), steps + 1


def _named(record: Any) -> str:
    name = getattr(record, "name", None)
    return str(name) if name else _in_words(key_of(record))


def _in_words(key: Hashable) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return " · ".join(str(part.code if isinstance(part, NodeKey) else part) for part in parts if part is not None)
