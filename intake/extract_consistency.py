"""The last look before a document is applied: what the store would refuse is left out here, with a finding each.

The row's other facts still come in; only what contradicts itself or refers to nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from data_models.document import PlanDocument, Responsible, TargetRecord, ValueRecord
from data_models.keys import KINDS, in_canonical_order, key_of
from intake.extract_fields import LARGEST, LONGEST_CODE
from intake.findings import Finding, FindingCode, finding
from intake.reading_grid import split_address
from intake.wording import N_

_END_BEFORE_START: Final = N_("una fecha de fin que no sea anterior a la de inicio")
_DECLARED_RANGE: Final = N_("un avance entre 0 y 100")
_BAND: Final = N_("un límite superior que no sea menor que el inferior")
_PERIOD_ORDER: Final = N_("un período que termina después de empezar")
_DENOMINATOR: Final = N_("un denominador distinto de cero")
_YEAR: Final = N_("un año entre 1900 y 2200")
_DEPTH: Final = N_("un nivel entre 1 y 5, solo para los niveles")
_CIRCLE: Final = N_("algo que no dependa de sí mismo")
_CODE: Final = N_("un código de hasta 80 caracteres")
_RANGE: Final = N_("un número que tenga sentido")
_ONE_OWNER: Final = N_("un solo elemento vinculado: un nivel, un proyecto o un indicador")
_CURRENCY: Final = N_("una moneda de tres letras, como ARS")
# What the store takes of each text, and the range and default of the numbers that rules depend on.
_ISO_CURRENCY: Final = re.compile("[A-Z]{3}")
_LONGEST: Final[dict[str, int]] = {
    "name": 600,
    "singular": 100,
    "plural": 100,
    "cross_axis_name": 600,
    "unit": 120,
    "district": 200,
    "evidence_url": 500,
    "numerator_name": 600,
    "denominator_name": 600,
}
_RANGES: Final[dict[str, tuple[float, float, float | None]]] = {
    "weight": (1e-9, 1e9, 1.0),
    "decimals": (0, 6, 1),
    "allowed_delay_days": (0, 3660, 30),
    "ratio_scale": (1e-9, 1e9, 1.0),
    "strength": (1, 3, 2),
    "sort_order": (-1e9, 1e9, 0),
    "declared_pct": (0, 100, None),
    "year": (1900, 2200, 0),
    "depth": (1, 5, 0),
    "approved_amount": (0, LARGEST, None),
    "current_amount": (0, LARGEST, None),
    "executed_amount": (0, LARGEST, None),
}


def consistent(document: PlanDocument, file: str) -> tuple[PlanDocument, list[Finding]]:
    """Return the document in canonical order without what cannot be stored, and findings that say what was left out."""
    pass_ = _Pass(file)
    document = pass_.clean(document)
    return in_canonical_order(document), pass_.findings


@dataclass(slots=True)
class _Pass:
    file: str
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: FindingCode, record: Any, found: str, **inputs: str) -> None:
        sheet, cell = _place(getattr(record, "source_ref", None))
        self.findings.append(
            finding(code, file=self.file, sheet=sheet, cell=cell, found=found, severity=None, **inputs)
        )

    def clean(self, document: PlanDocument) -> PlanDocument:
        lists: dict[str, Any] = {kind: self._once(getattr(document, kind)) for kind in KINDS}
        areas = {area.code for area in lists["secretariats"]}
        lists["secretariats"] = self._without_circles([self._area(area, areas) for area in lists["secretariats"]])
        lists["levels"] = [level for level in lists["levels"] if self._level_holds(level)]
        lists["nodes"] = self._with_parents(lists["nodes"])
        nodes = {node.key for node in lists["nodes"]}
        lists["projects"] = [
            self._project(p, areas) for p in self._known(lists["projects"], nodes, lambda p: p.node, "Ejes y programas")
        ]
        projects = {project.code for project in lists["projects"]}
        lists["indicators"] = [
            self._indicator(i, areas, projects)
            for i in self._known(lists["indicators"], nodes, lambda i: i.node, "Ejes y programas")
        ]
        indicators = {indicator.code for indicator in lists["indicators"]}
        lists["milestones"] = self._known(lists["milestones"], projects, lambda m: m.project_code, "Proyectos")
        lists["targets"] = list(
            filter(self._target_holds, self._known(lists["targets"], indicators, _indicator_of, "Indicadores"))
        )
        lists["values"] = list(
            filter(self._value_holds, self._known(lists["values"], indicators, _indicator_of, "Indicadores"))
        )
        items = {("project", code) for code in projects} | {("indicator", code) for code in indicators}
        budgets = self._known(lists["budgets"], items, lambda b: (b.item_kind, b.item_code), "Proyectos o Indicadores")
        lists["budgets"] = [
            b
            for b in budgets
            if self._holds(b, b.year is None or 1900 <= b.year <= 2200, str(b.year), _YEAR)
            and self._holds(b, _ISO_CURRENCY.fullmatch(b.currency) is not None, b.currency, _CURRENCY)
        ]
        lists["cross_axis_items"] = self._cross_items(lists["cross_axis_items"])
        cross = {key_of(item) for item in lists["cross_axis_items"]}
        links = self._known(
            lists["links"], cross, lambda link: (link.cross_axis_code, link.item_code), "Ejes transversales"
        )
        links = [link for link in links if self._holds(link, _owners_of(link) == 1, link.item_code, _ONE_OWNER)]
        owners: set[Hashable] = {*nodes, *items}
        lists["links"] = self._known(links, owners, _owner_of_link, "Proyectos o Indicadores")
        return replace(document, **lists)

    def _level_holds(self, level: Any) -> bool:
        is_placed = (level.role == "node") == (level.depth is not None)
        return self._holds(
            level, is_placed and (level.depth is None or 1 <= level.depth <= 5), str(level.depth), _DEPTH
        )

    def _cross_items(self, items: list[Any]) -> list[Any]:
        """Items whose parent is there and is not below themselves; else they stand alone."""
        keys = {key_of(item) for item in items}
        found = []
        for item in items:
            if item.parent_code is not None and (item.cross_axis_code, item.parent_code) not in keys:
                self.say(FindingCode.REFERENCE_UNKNOWN, item, item.parent_code, read_as="Ejes transversales")
                item = replace(item, parent_code=None)
            found.append(item)
        return self._without_circles(found)

    def _without_circles(self, records: list[Any]) -> list[Any]:
        """Records that depend on themselves, directly or through others, lose what they depend on."""
        axis = {id(record): getattr(record, "cross_axis_code", "") for record in records}
        parents = {(axis[id(one)], one.code): (axis[id(one)], one.parent_code) for one in records if one.parent_code}
        found = []
        for record in records:
            start = (axis[id(record)], record.code)
            place, seen = parents.get(start), {start}
            while place is not None and place not in seen:
                seen.add(place)
                place = parents.get(place)
            if place is not None:
                self.say(FindingCode.VALUE_IMPOSSIBLE, record, record.parent_code, read_as=_CIRCLE)
                record = replace(record, parent_code=None)
                parents.pop(start, None)
            found.append(record)
        return found

    def _once(self, records: list[Any]) -> list[Any]:
        """The first record of each key; later ones are reported."""
        found: dict[Hashable, Any] = {}
        for record in records:
            key = key_of(record)
            if key in found:
                self.say(FindingCode.ROW_REPEATED, record, _in_words(key))
            elif self._code_fits(record):
                found[key] = self._fitting(record)
        return list(found.values())

    def _code_fits(self, record: Any) -> bool:
        code = record.key.code if hasattr(record, "key") else getattr(record, "code", "")
        codes = (code, getattr(record, "cross_axis_code", ""))
        return self._holds(record, all(len(one) <= LONGEST_CODE for one in codes), code, _CODE)

    def _fitting(self, record: Any) -> Any:
        """The record with texts cut to what is stored and numbers no rule can take back to their default."""
        facts: dict[str, Any] = {}
        for field_ in fields(record):
            value = getattr(record, field_.name)
            longest = _LONGEST.get(field_.name)
            if isinstance(value, str) and longest is not None and len(value) > longest:
                self.say(FindingCode.TEXT_TOO_LONG, record, value, read_as=str(longest))
                facts[field_.name] = value[: longest - 1].rstrip() + "…"
            low, high, default = _RANGES.get(field_.name, (-LARGEST, LARGEST, None))
            if isinstance(value, int | float) and not isinstance(value, bool) and not low <= value <= high:
                self.say(FindingCode.VALUE_IMPOSSIBLE, record, f"{value:g}", read_as=_RANGE)
                facts[field_.name] = default
        return replace(record, **facts) if facts else record

    def _known(self, records: list[Any], keys: Any, key: Callable[[Any], Hashable], sheet: str) -> list[Any]:
        found = []
        for record in records:
            wanted = key(record)
            if wanted in keys:
                found.append(record)
            else:
                self.say(FindingCode.REFERENCE_UNKNOWN, record, _in_words(wanted), read_as=sheet)
        return found

    def _with_parents(self, nodes: list[Any]) -> list[Any]:
        found: dict[Hashable, Any] = {}
        for node in sorted(nodes, key=lambda one: one.key.depth):
            if node.parent is None or (node.parent in found and node.parent.depth < node.key.depth):
                found[node.key] = node
            else:
                self.say(FindingCode.REFERENCE_UNKNOWN, node, node.parent.code, read_as="Ejes y programas")
        return list(found.values())

    def _area(self, area: Any, areas: set[str]) -> Any:
        if area.parent_code is not None and (area.parent_code not in areas or area.parent_code == area.code):
            self.say(FindingCode.REFERENCE_UNKNOWN, area, area.parent_code, read_as="Secretarías")
            area = replace(area, parent_code=None)
        if not self._holds(
            area, _in_order(area.in_force_from, area.in_force_to), str(area.in_force_to), _END_BEFORE_START
        ):
            area = replace(area, in_force_to=None)
        return area

    def _people(self, item: Any, areas: set[str]) -> tuple[Responsible, ...]:
        found: dict[str, Responsible] = {}
        for one in item.responsibles:
            if one.secretariat_code not in areas:
                self.say(FindingCode.REFERENCE_UNKNOWN, item, one.secretariat_code, read_as="Secretarías")
            else:
                found.setdefault(one.secretariat_code, one)
        return tuple(found.values())

    def _project(self, project: Any, areas: set[str]) -> Any:
        facts: dict[str, Any] = {"responsibles": self._people(project, areas)}
        for start, end in (("planned_start", "planned_end"), ("actual_start", "actual_end")):
            ends = getattr(project, end)
            if not self._holds(project, _in_order(getattr(project, start), ends), str(ends), _END_BEFORE_START):
                facts[end] = None
        declared = project.declared_pct
        if not self._holds(project, declared is None or 0 <= declared <= 100, str(declared), _DECLARED_RANGE) or (
            declared is None
        ) != (project.declared_on is None):
            facts |= {"declared_pct": None, "declared_on": None}
        return replace(project, **facts)

    def _indicator(self, indicator: Any, areas: set[str], projects: set[str]) -> Any:
        facts: dict[str, Any] = {"responsibles": self._people(indicator, areas)}
        if indicator.project_code is not None and indicator.project_code not in projects:
            self.say(FindingCode.REFERENCE_UNKNOWN, indicator, indicator.project_code, read_as="Proyectos")
            facts["project_code"] = None
        if (indicator.numerator_name is None) != (indicator.denominator_name is None):
            facts |= {"numerator_name": None, "denominator_name": None}
        return replace(indicator, **facts)

    def _target_holds(self, target: TargetRecord) -> bool:
        lower, upper = target.value, target.upper_value
        return (
            self._holds(target, lower is not None or target.text is not None, "", N_("un número o un texto"))
            and self._holds(target, target.bound is None or lower is not None, "", N_("un número para la cota"))
            and self._holds(target, upper is None or (lower is not None and upper >= lower), str(upper), _BAND)
            and self._holds(
                target, target.kind == "final" or target.due_on is not None, "", N_("una fecha de vencimiento")
            )
            and self._holds(target, (target.kind == "period") == (target.period_start is not None), "", _PERIOD_ORDER)
            and self._holds(target, _in_order(target.period_start, target.due_on), str(target.due_on), _PERIOD_ORDER)
        )

    def _value_holds(self, value: ValueRecord) -> bool:
        has_both = (value.numerator is None) == (value.denominator is None)
        return (
            self._holds(value, value.value is not None or value.text is not None, "", N_("un número o un texto"))
            and self._holds(value, value.bound is None or value.value is not None, "", N_("un número para la cota"))
            and self._holds(value, value.period_end >= value.period_start, str(value.period_end), _PERIOD_ORDER)
            and self._holds(value, has_both and value.denominator != 0, str(value.denominator), _DENOMINATOR)
        )

    def _holds(self, record: Any, is_true: bool, found: str, expected: str) -> bool:
        if not is_true:
            self.say(FindingCode.VALUE_IMPOSSIBLE, record, found, read_as=expected)
        return is_true


def _in_order(start: Any, end: Any) -> bool:
    return start is None or end is None or bool(end >= start)


def _indicator_of(record: Any) -> Hashable:
    code: str = record.indicator_code
    return code


def _owners_of(link: Any) -> int:
    return sum(owner is not None for owner in (link.node, link.project_code, link.indicator_code))


def _owner_of_link(link: Any) -> Hashable:
    if link.node is not None:
        return link.node  # type: ignore[no-any-return]
    return ("project", link.project_code) if link.project_code is not None else ("indicator", link.indicator_code)


def _in_words(key: Hashable) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return " · ".join(str(getattr(part, "code", part)) for part in parts if part is not None)


def _place(ref: str | None) -> tuple[str, str]:
    """The sheet and the address of a reference: "'Plan de trabajo'!D4" → ("Plan de trabajo", "D4")."""
    sheet, _, address = (ref or "").rpartition("!")
    try:
        split_address(address)
    except ValueError:
        return "", ""
    return sheet.strip("'").replace("''", "'"), address
