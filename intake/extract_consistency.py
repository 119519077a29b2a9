"""The last look before a document is applied: what the store would refuse is left out here, with a finding each.

The row's other facts still come in; only what contradicts itself or refers to nothing is dropped. What is dropped is
there in the source all the same, so nothing stored is withdrawn or blanked for it: it is added to `unread`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    IndicatorRecord,
    LevelRecord,
    LinkRecord,
    MilestoneRecord,
    NodeRecord,
    PlanDocument,
    ProjectRecord,
    Responsible,
    SecretariatRecord,
    TargetRecord,
    Unread,
    ValueRecord,
)
from data_models.keys import KINDS, in_canonical_order, key_of, owner_of
from intake.extract_fields import LARGEST, LONGEST_CODE
from intake.findings import Finding, FindingCode, finding
from intake.reading_grid import cell_address, split_address, split_reference
from intake.wording import N_

_END_BEFORE_START: Final = N_("una fecha de fin que no sea anterior a la de inicio")
_DECLARED_RANGE: Final = N_("un avance entre 0 y 100")
_BAND: Final = N_("un límite superior que no sea menor que el inferior")
_PERIOD_ORDER: Final = N_("un período que termina después de empezar")
_PERIOD_ONLY: Final = N_("un inicio de período en lo planificado de un período, y solo ahí")
_DENOMINATOR: Final = N_("un denominador distinto de cero")
_BOTH_OF_RATIO: Final = N_("el numerador y el denominador, los dos")
_BOTH_NAMES: Final = N_("el nombre del numerador y el del denominador, los dos")
_DATED: Final = N_("un avance con su fecha")
_SOMETHING: Final = N_("un número o un texto")
_BOUNDED: Final = N_("un número para la cota")
_DUE: Final = N_("una fecha de vencimiento")
_APART: Final = N_("un período que no se superponga con otro del mismo indicador")
_YEAR: Final = N_("un año entre 1900 y 2200")
_DEPTH: Final = N_("un nivel entre 1 y 5, solo para los niveles")
_CIRCLE: Final = N_("algo que no dependa de sí mismo")
_CODE: Final = N_("un código de hasta 80 caracteres")
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
    "approved_amount": (0, LARGEST, None),
    "current_amount": (0, LARGEST, None),
    "executed_amount": (0, LARGEST, None),
}


# Above this a limit only keeps nonsense out.
_SENSIBLE: Final = 1e6
# Numbers that tell records apart: looked at where the record is, never changed.
_OF_KEYS: Final = frozenset({"year", "depth"})
_KIND_OF: Final[Mapping[type, str]] = {
    LevelRecord: "levels",
    SecretariatRecord: "secretariats",
    NodeRecord: "nodes",
    ProjectRecord: "projects",
    MilestoneRecord: "milestones",
    IndicatorRecord: "indicators",
    TargetRecord: "targets",
    ValueRecord: "values",
    BudgetRecord: "budgets",
    CrossAxisItemRecord: "cross_axis_items",
    LinkRecord: "links",
}
# The sheet of the template that has the records of a kind, and the column in which others name them.
_SHEETS: Final[Mapping[str, str]] = {
    "secretariats": "Secretarías",
    "nodes": "Ejes» o «Programas",
    "projects": "Proyectos",
    "indicators": "Indicadores",
    "cross_axis_items": "Ejes transversales",
}
_COLUMNS: Final[Mapping[str, str]] = {
    "nodes": "node_code",
    "projects": "project_code",
    "indicators": "indicator_code",
    "cross_axis_items": "item_code",
}
Reference = tuple[str, Hashable]


@dataclass(frozen=True, slots=True)
class Places:
    """Where facts are in a source whose rows are records, so that a finding names the very cell.

    ``columns`` tells for each sheet in which column (from 1) each field is; ``refs`` where the records are that carry
    no reference of their own.
    """

    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    refs: Mapping[Reference, str] = field(default_factory=dict)

    def of(self, record: Any, field_: str) -> tuple[str, str]:
        """The sheet and the address of a field, or of the whole record."""
        own = getattr(record, "source_ref", None) or self.refs.get((_KIND_OF[type(record)], key_of(record)))
        sheet, cell = split_reference(own)
        column = self.columns.get(sheet, {}).get(field_)
        if column is not None and cell:
            cell = cell_address(split_address(cell)[0], column)
        return sheet, cell


def consistent(document: PlanDocument, file: str, places: Places | None = None) -> tuple[PlanDocument, list[Finding]]:
    """Return the document in canonical order without what cannot be stored, and findings that say what was left out.

    Without ``places`` a finding names the cell its record came from.
    """
    pass_ = _Pass(file, places or Places())
    document = pass_.clean(document)
    return replace(in_canonical_order(document), unread=frozenset(pass_.unread)), pass_.findings


@dataclass(slots=True)
class _Pass:
    file: str
    places: Places
    findings: list[Finding] = field(default_factory=list)
    unread: set[Unread] = field(default_factory=set)
    left_out: set[Reference] = field(default_factory=set)

    def say(self, code: FindingCode, record: Any, found: str, field_: str = "", **inputs: str) -> None:
        sheet, cell = self.places.of(record, field_)
        self.findings.append(
            finding(code, file=self.file, sheet=sheet, cell=cell, found=found, severity=None, **inputs)
        )

    def not_read(self, record: Any, field_: str | None = None) -> None:
        """The source has this record, or this field of it, but says nothing that could be stored."""
        kind, key = _KIND_OF[type(record)], key_of(record)
        self.unread.add(Unread(kind, key, field_))
        if field_ is None:
            self.left_out.add((kind, key))

    def _unread_together(self, record: Any, *pair: str) -> None:
        """Of two fields that only go together, neither is read when one is not."""
        kind, key = _KIND_OF[type(record)], key_of(record)
        if any(Unread(kind, key, one) in self.unread for one in pair):
            for one in pair:
                self.not_read(record, one)

    def clean(self, document: PlanDocument) -> PlanDocument:
        self.unread = set(document.unread)
        self.left_out = {(one.kind, one.key) for one in document.unread if one.field is None and one.key is not None}
        # A row that cannot be stored is left out before rows are compared: it must not make a good one "repeated".
        lists: dict[str, Any] = {
            kind: [self._fitting(record) for record in getattr(document, kind) if self._code_fits(record)]
            for kind in KINDS
        }
        lists["levels"] = self._once(self._that(self._level_holds, lists["levels"]))
        areas = {area.code for area in lists["secretariats"]}
        lists["secretariats"] = self._without_circles(
            [self._area(area, areas) for area in self._once(lists["secretariats"])]
        )
        lists["nodes"] = self._with_parents(lists["nodes"])
        known: dict[str, Any] = {"nodes": {node.key for node in lists["nodes"]}}
        places = self._referring(lists["projects"], known, _place_of)
        lists["projects"] = [self._project(project, areas) for project in self._once(places)]
        known["projects"] = {project.code for project in lists["projects"]}
        places = self._referring(lists["indicators"], known, _place_of)
        lists["indicators"] = [self._indicator(one, areas, known["projects"]) for one in self._once(places)]
        known["indicators"] = {indicator.code for indicator in lists["indicators"]}
        for kind, holds in (
            ("milestones", lambda _milestone: True),
            ("targets", self._target_holds),
            ("values", self._value_holds),
            ("budgets", self._budget_holds),
        ):
            lists[kind] = self._once(self._that(holds, self._referring(lists[kind], known, owner_of)))
        lists["targets"] = self._apart(lists["targets"], "due_on")
        lists["values"] = self._apart(lists["values"], "period_end")
        lists["cross_axis_items"] = self._cross_items(self._once(lists["cross_axis_items"]))
        known["cross_axis_items"] = {key_of(item) for item in lists["cross_axis_items"]}
        links = self._that(self._link_holds, self._referring(lists["links"], known, _objective_of))
        lists["links"] = self._once(self._referring(links, known, owner_of))
        return replace(document, **lists)

    def _that(self, holds: Callable[[Any], bool], records: Iterable[Any]) -> list[Any]:
        """The records that hold; the others were reported."""
        found = []
        for record in records:
            if holds(record):
                found.append(record)
            else:
                self.not_read(record)
        return found

    def _level_holds(self, level: Any) -> bool:
        is_placed = (level.role == "node") == (level.depth is not None)
        return self._holds(
            level, is_placed and (level.depth is None or 1 <= level.depth <= 5), level.depth, _DEPTH, "depth"
        )

    def _budget_holds(self, budget: Any) -> bool:
        return self._holds(
            budget, budget.year is None or 1900 <= budget.year <= 2200, budget.year, _YEAR, "year"
        ) and self._holds(
            budget, _ISO_CURRENCY.fullmatch(budget.currency) is not None, budget.currency, _CURRENCY, "currency"
        )

    def _link_holds(self, link: Any) -> bool:
        return self._holds(link, _owners_of(link) == 1, link.item_code, _ONE_OWNER)

    def _cross_items(self, items: list[Any]) -> list[Any]:
        """Items of axes with one name each, whose parent is there and not below themselves; else they stand alone."""
        keys = {key_of(item) for item in items}
        names: dict[str, str] = {}
        for item in items:
            if item.cross_axis_name is not None:
                names.setdefault(item.cross_axis_code, item.cross_axis_name)
        found = []
        for item in items:
            name, named = item.cross_axis_name, names.get(item.cross_axis_code)
            if name is not None and name != named:
                self.say(FindingCode.NAME_DIFFERS, item, name, "cross_axis_name", read_as=named or "")
            item = replace(item, cross_axis_name=named)
            if item.parent_code is not None and (item.cross_axis_code, item.parent_code) not in keys:
                wanted = (item.cross_axis_code, item.parent_code)
                self._tell_of_unknown(item, "cross_axis_items", wanted, "parent_code")
                self.not_read(item, "parent_code")
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
                self.say(FindingCode.VALUE_IMPOSSIBLE, record, record.parent_code, "parent_code", read_as=_CIRCLE)
                self.not_read(record, "parent_code")
                record = replace(record, parent_code=None)
                parents.pop(start, None)
            found.append(record)
        return found

    def _apart(self, records: list[Any], end: str) -> list[Any]:
        """Records whose periods do not overlap: the shorter of two says more, and both would count twice."""
        kept: dict[str, list[tuple[dt.date, dt.date]]] = {}
        left_out: set[Hashable] = set()
        dated = [one for one in records if one.period_start is not None]
        for record in sorted(dated, key=lambda one: (getattr(one, end) - one.period_start, one.period_start)):
            start, last = record.period_start, getattr(record, end)
            others = kept.setdefault(record.indicator_code, [])
            if self._holds(record, all(last < a or b < start for a, b in others), last, _APART, end):
                others.append((start, last))
            else:
                left_out.add(key_of(record))
        return [record for record in records if key_of(record) not in left_out]

    def _once(self, records: list[Any]) -> list[Any]:
        """The first record of each key; later ones are reported."""
        found: dict[Hashable, Any] = {}
        for record in records:
            key = key_of(record)
            if key in found:
                self.say(FindingCode.ROW_REPEATED, record, _in_words(key))
            else:
                found[key] = record
        return list(found.values())

    def _code_fits(self, record: Any) -> bool:
        code = record.key.code if hasattr(record, "key") else getattr(record, "code", "")
        codes = (code, getattr(record, "cross_axis_code", ""))
        return self._holds(record, all(len(one) <= LONGEST_CODE for one in codes), code, _CODE, "code")

    def _fitting(self, record: Any) -> Any:
        """The record with texts cut to what is stored and numbers no rule can take back to their default."""
        facts: dict[str, Any] = {}
        for field_ in fields(record):
            value = getattr(record, field_.name)
            longest = _LONGEST.get(field_.name)
            if isinstance(value, str) and longest is not None and len(value) > longest:
                self.say(FindingCode.TEXT_TOO_LONG, record, value, field_.name, read_as=str(longest))
                facts[field_.name] = value[: longest - 1].rstrip() + "…"
            low, high, default = _RANGES.get(field_.name, (-LARGEST, LARGEST, None))
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and field_.name not in _OF_KEYS
            if is_number and not low <= value <= high:
                self.say(
                    FindingCode.VALUE_IMPOSSIBLE, record, _shown(value), field_.name, read_as=_range_in_words(low, high)
                )
                self.findings[-1] = self.findings[-1].left_blank()
                self.not_read(record, field_.name)
                facts[field_.name] = default
        return replace(record, **facts) if facts else record

    def _referring(
        self, records: list[Any], known: Mapping[str, Any], reference: Callable[[Any], Reference | None]
    ) -> list[Any]:
        """The records that refer to something known; the others were reported."""
        found = []
        for record in records:
            kind, key = reference(record) or ("", None)
            if key in known.get(kind, ()):
                found.append(record)
            else:
                column = "item_code" if isinstance(record, BudgetRecord) else _COLUMNS.get(kind, "")
                self._tell_of_unknown(record, kind, key, column)
                self.not_read(record)
        return found

    def _tell_of_unknown(self, record: Any, kind: str, key: Hashable, column: str) -> None:
        is_left_out = (kind, key) in self.left_out
        code = FindingCode.REFERENCE_LEFT_OUT if is_left_out else FindingCode.REFERENCE_UNKNOWN
        self.say(code, record, _in_words(key), column, read_as=_SHEETS.get(kind, ""))

    def _with_parents(self, nodes: list[Any]) -> list[Any]:
        found: dict[Hashable, Any] = {}
        for node in sorted(nodes, key=lambda one: one.key.depth):
            if node.parent is not None and (node.parent not in found or node.parent.depth >= node.key.depth):
                self._tell_of_unknown(node, "nodes", node.parent, "parent_code")
                self.not_read(node)
            elif node.key in found:
                self.say(FindingCode.ROW_REPEATED, node, _in_words(node.key))
            else:
                found[node.key] = node
        return list(found.values())

    def _area(self, area: Any, areas: set[str]) -> Any:
        if area.parent_code is not None and (area.parent_code not in areas or area.parent_code == area.code):
            self._tell_of_unknown(area, "secretariats", area.parent_code, "parent_code")
            self.not_read(area, "parent_code")
            area = replace(area, parent_code=None)
        return self._ending_after(area, "in_force_from", "in_force_to")

    def _ending_after(self, record: Any, start: str, end: str) -> Any:
        """The record without an end that comes before its start."""
        ends = getattr(record, end)
        if self._holds(record, _in_order(getattr(record, start), ends), ends, _END_BEFORE_START, end):
            return record
        self.not_read(record, end)
        return replace(record, **{end: None})

    def _people(self, item: Any, areas: set[str]) -> tuple[Responsible, ...]:
        found: dict[str, Responsible] = {}
        for one in item.responsibles:
            if one.secretariat_code not in areas:
                column = "lead_code" if one.is_lead else "shared"
                self._tell_of_unknown(item, "secretariats", one.secretariat_code, column)
                self.not_read(item, "responsibles")
            else:
                found.setdefault(one.secretariat_code, one)
        return tuple(found.values())

    def _project(self, project: Any, areas: set[str]) -> Any:
        project = replace(project, responsibles=self._people(project, areas))
        project = self._ending_after(project, "planned_start", "planned_end")
        project = self._ending_after(project, "actual_start", "actual_end")
        self._unread_together(project, "declared_pct", "declared_on")
        declared, on = project.declared_pct, project.declared_on
        if declared is None:
            return replace(project, declared_on=None)
        if self._holds(project, 0 <= declared <= 100, declared, _DECLARED_RANGE, "declared_pct") and self._is_whole(
            project, on is not None, declared, _DATED, "declared_on"
        ):
            return project
        self.not_read(project, "declared_pct")
        self.not_read(project, "declared_on")
        return replace(project, declared_pct=None, declared_on=None)

    def _indicator(self, indicator: Any, areas: set[str], projects: set[str]) -> Any:
        facts: dict[str, Any] = {"responsibles": self._people(indicator, areas)}
        code = indicator.project_code
        if code is not None and code not in projects:
            self._tell_of_unknown(indicator, "projects", code, "project_code")
            self.not_read(indicator, "project_code")
            facts["project_code"] = None
        self._unread_together(indicator, "numerator_name", "denominator_name")
        names = {name: getattr(indicator, name) for name in ("numerator_name", "denominator_name")}
        missing = [name for name, text in names.items() if text is None]
        said = "".join(text or "" for text in names.values())
        if not self._is_whole(indicator, len(missing) != 1, said, _BOTH_NAMES, *missing[:1]):
            for name in names:
                self.not_read(indicator, name)
                facts[name] = None
        return replace(indicator, **facts)

    def _target_holds(self, target: TargetRecord) -> bool:
        lower, upper = target.value, target.upper_value
        return (
            self._holds(target, lower is not None or target.text is not None, "", _SOMETHING, "value")
            and self._holds(target, target.bound is None or lower is not None, target.bound, _BOUNDED, "value")
            and self._holds(
                target, upper is None or (lower is not None and upper >= lower), upper, _BAND, "upper_value"
            )
            and self._holds(target, target.kind == "final" or target.due_on is not None, "", _DUE, "due_on")
            and self._holds(
                target, (target.kind == "period") == (target.period_start is not None),
                target.period_start, _PERIOD_ONLY, "period_start",
            )
            and self._holds(
                target, _in_order(target.period_start, target.due_on), target.due_on, _PERIOD_ORDER, "due_on"
            )
        )  # fmt: skip

    def _value_holds(self, value: ValueRecord) -> bool:
        numerator, denominator = value.numerator, value.denominator
        missing = "numerator" if numerator is None else "denominator"
        return (
            self._holds(value, value.value is not None or value.text is not None, "", _SOMETHING, "value")
            and self._holds(value, value.bound is None or value.value is not None, value.bound, _BOUNDED, "value")
            and self._holds(
                value, value.period_end >= value.period_start, value.period_end, _PERIOD_ORDER, "period_end"
            )
            and self._is_whole(value, (numerator is None) == (denominator is None), "", _BOTH_OF_RATIO, missing)
            and self._holds(value, denominator != 0, denominator, _DENOMINATOR, "denominator")
        )

    def _holds(self, record: Any, is_true: bool, found: object, expected: str, field_: str = "") -> bool:
        return self._told(FindingCode.VALUE_IMPOSSIBLE, record, is_true, found, expected, field_)

    def _is_whole(self, record: Any, is_true: bool, found: object, expected: str, field_: str = "") -> bool:
        is_told = self._told(FindingCode.VALUE_INCOMPLETE, record, is_true, found, expected, field_)
        if not is_told and isinstance(record, ValueRecord):
            self.findings[-1] = self.findings[-1].row_left_out()
        return is_told

    def _told(self, code: FindingCode, record: Any, is_true: bool, found: object, expected: str, field_: str) -> bool:
        if not is_true:
            self.say(code, record, _shown(found), field_, read_as=expected)
        return is_true


def _range_in_words(low: float, high: float) -> str:
    if high < _SENSIBLE:
        return f"un número entre {_shown(low)} y {_shown(high)}"
    if low == 0:
        return "un número que no sea negativo"
    return "un número mayor que cero" if low > 0 else "un número que quepa en la base"


def _shown(found: object) -> str:
    """A fact as a person would type it."""
    if isinstance(found, dt.date):
        return f"{found:%d/%m/%Y}"
    if isinstance(found, float):
        return f"{found:g}".replace(".", ",")
    return "" if found is None else str(found)


def _in_order(start: Any, end: Any) -> bool:
    return start is None or end is None or bool(end >= start)


def _place_of(item: Any) -> Reference:
    return "nodes", item.node


def _objective_of(link: Any) -> Reference:
    return "cross_axis_items", (link.cross_axis_code, link.item_code)


def _owners_of(link: Any) -> int:
    return sum(owner is not None for owner in (link.node, link.project_code, link.indicator_code))


def _in_words(key: Hashable) -> str:
    parts = key if isinstance(key, tuple) else (key,)
    return " · ".join(str(getattr(part, "code", part)) for part in parts if part is not None)
