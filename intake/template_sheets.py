"""The sheets of the template and of an export: which columns they have and how a row becomes a record and back.

Names, types, meanings and words come from the dictionary, so the template says the same as the screens. Export and
import use the same definitions; that is why an exported plan comes back equal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from data_models import dictionary
from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    LevelRecord,
    MilestoneRecord,
    NodeKey,
    NodeRecord,
    PlanDocument,
    SecretariatRecord,
    TargetRecord,
    ValueRecord,
)
from intake.template_rows import (
    INDICATOR_NAMES,
    PROJECT_NAMES,
    Facts,
    indicator_facts,
    indicator_record,
    link_facts,
    link_record,
    plain,
    project_facts,
    project_record,
    simple,
)

GUIDE_SHEET: Final = "Cómo se usa"
PLAN_SHEET: Final = "Plan"
YES, NO = "Sí", "No"
ITEM_WORDS: Final[Mapping[str, str]] = {"project": "Proyecto", "indicator": "Indicador"}
ROLE_WORDS: Final[Mapping[str, str]] = {"node": "Nivel", "project": "Proyecto", "indicator": "Indicador"}


class CellType(StrEnum):
    """How a cell is written and read."""

    CODE = "code"
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. ``words``: stored values and what is written for them; ``refers_to``: the sheet with the codes.

    ``default`` is the stored value that a blank stands for, told in the header's comment.
    """

    field: str
    title: str
    type: CellType
    meaning: str
    words: Mapping[str, str]
    required: bool
    refers_to: str | None
    example: str | int | float | dt.date | None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SheetDefinition:
    """One sheet: its columns, the records it holds, and both directions of a row.

    ``kind`` is the list of the document the records belong to, all of them or those that ``holds`` says. ``key`` are
    the columns that tell one record from another; without one of ``whole`` the rest of a row would say something else.
    """

    name: str
    kind: str
    key: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    to_facts: Callable[[Any], Facts]
    to_record: Callable[[Facts, str], Any]
    holds: Callable[[Any], bool] = lambda _record: True
    whole: frozenset[str] = frozenset()

    def records(self, document: PlanDocument) -> list[Any]:
        """The records of the document that this sheet holds."""
        return [record for record in getattr(document, self.kind) if self.holds(record)]


_TYPES: Final = {
    "text": CellType.TEXT,
    "integer": CellType.INTEGER,
    "number": CellType.NUMBER,
    "date": CellType.DATE,
    "boolean": CellType.YES_NO,
}
_LONG: Final = frozenset(
    {
        "description",
        "promise",
        "contributes_to",
        "definition",
        "formula",
        "source",
        "baseline_text",
        "dates_text",
        "reason",
        "text",
        "note",
    }
)
_SECTIONS: Final = {section.key: {column.name: column for column in section.columns} for section in dictionary.SECTIONS}


def _of(
    section: str,
    name: str,
    example: Any = None,
    *,
    required: bool = False,
    title: str | None = None,
    default: str | None = None,
) -> SheetColumn:
    """A column of the dictionary as a column of a sheet."""
    column = _SECTIONS[section][name]
    kind = _TYPES[column.type]
    words = {allowed.code: allowed.word for allowed in column.allowed_values}
    if words:
        kind = CellType.CHOICE
    elif name == "code":
        kind = CellType.CODE
    elif name in _LONG:
        kind = CellType.LINES
    return SheetColumn(
        name,
        title or column.spanish_name,
        kind,
        column.meaning,
        words,
        required,
        None,
        words.get(example, example),
        default,
    )


def _ref(
    field: str, title: str, meaning: str, sheet: str | None, example: Any = None, *, required: bool = False
) -> SheetColumn:
    """A column that names a record of another sheet by its code."""
    return SheetColumn(field, title, CellType.CODE, meaning, {}, required, sheet, example)


def _own(
    field: str,
    title: str,
    kind: CellType,
    meaning: str,
    example: Any = None,
    *,
    words: Mapping[str, str] | None = None,
    required: bool = False,
) -> SheetColumn:
    """A column that only the sheets have."""
    return SheetColumn(field, title, kind, meaning, words or {}, required, None, example)


# What the sheet «Plan» asks, one fact a line: (record, field) of the municipality and of the plan.
PLAN_FACTS: Final[tuple[tuple[str, SheetColumn], ...]] = (
    ("municipality", _of("municipalities", "code", "mi-municipio", required=True, title="Código del municipio")),
    ("municipality", _of("municipalities", "name", "Mi Municipio", required=True, title="Nombre del municipio")),
    ("municipality", _of("municipalities", "country", "AR")),
    ("municipality", _of("municipalities", "currency", "ARS")),
    ("plan", _of("plans", "code", "plan-2024-2027", required=True, title="Código del plan")),
    ("plan", _of("plans", "name", "Plan de gobierno 2024-2027", required=True, title="Nombre del plan")),
    ("plan", _of("plans", "starts_on", dt.date(2024, 1, 1), required=True, title="Primer día del plan")),
    ("plan", _of("plans", "ends_on", dt.date(2027, 12, 31), required=True, title="Último día del plan")),
    ("plan", _of("plans", "as_of_on")),
    ("plan", _of("plans", "on_track_min", 0.9)),
    ("plan", _of("plans", "at_risk_min", 0.6)),
    ("plan", _of("plans", "is_public", YES)),
    ("plan", _of("plans", "is_demo", NO)),
    ("plan", _of("plans", "licence", "CC BY 4.0")),
)

_LEAD = "Código de la secretaría que lidera y responde."
_SHARED = (
    "Códigos de las demás secretarías responsables, separados por «;»; el cargo va entre paréntesis: SEC-02 (Director)."
)
_NODE_CODE = "Código del eje, programa o nivel del que depende."
_NODE_DEPTH = "1 si es un eje, 2 si es un programa, 3 a 5 más abajo; puede quedar vacío si el código no se repite."


def _responsible_columns() -> tuple[SheetColumn, ...]:
    return (
        _ref("lead_code", "Secretaría responsable", _LEAD, "Secretarías", "SEC-01"),
        _own(
            "lead_post",
            "Cargo responsable",
            CellType.TEXT,
            "Cargo que responde, nunca un nombre de persona.",
            "Subsecretaría de Obras",
        ),
        _own("shared", "Comparten la responsabilidad", CellType.TEXT, _SHARED, "SEC-02"),
    )


def _node_columns(code: str, depth: int) -> tuple[SheetColumn, ...]:
    return (
        _own("node_code", "Código de ubicación", CellType.CODE, _NODE_CODE, code, required=True),
        _own("node_depth", "Nivel de ubicación", CellType.INTEGER, _NODE_DEPTH, depth),
    )


_LEVEL_COLUMNS = (
    _own(
        "role",
        "Papel",
        CellType.CHOICE,
        "Si nombra un nivel del plan, los proyectos o los indicadores.",
        "Nivel",
        words=ROLE_WORDS,
        required=True,
    ),
    _of("levels", "depth", 1),
    _of("levels", "singular", "eje", required=True),
    _of("levels", "plural", "ejes", required=True),
)
_SECRETARIAT_COLUMNS = (
    _of("secretariats", "code", "SEC-01", required=True),
    _of("secretariats", "name", "Secretaría de Obras Públicas", required=True),
    _ref("parent_code", "Depende de", "Código de la secretaría de la que depende un área.", "Secretarías"),
    _of("secretariats", "in_force_from"),
    _of("secretariats", "in_force_to"),
)


def _node_sheet(name: str, depths: tuple[int, ...], example: tuple[Any, ...], *, fixed: int | None) -> SheetDefinition:
    code, title, parent = example
    columns = [_of("nodes", "code", code, required=True), _of("nodes", "name", title, required=True)]
    if fixed is None:
        columns.insert(0, _of("nodes", "depth", 3, required=True))
    if fixed == 2:
        columns.append(_own("parent_code", "Código del eje", CellType.CODE, "Código del eje al que pertenece.", parent))
    elif fixed is None:
        above = "Código del elemento del que depende."
        level = "Nivel de ese elemento; vacío, el de arriba."
        columns.append(_own("parent_code", "Depende de", CellType.CODE, above, parent))
        columns.append(_own("parent_depth", "Nivel del que depende", CellType.INTEGER, level, 2))
    columns += [_of("nodes", "description"), _of("nodes", "weight", 1), _of("nodes", "sort_order")]

    def to_facts(record: NodeRecord) -> Facts:
        facts = plain(record, ("name", "description", "weight", "sort_order"))
        return {
            **facts,
            "depth": record.key.depth,
            "code": record.key.code,
            "parent_code": record.parent.code if record.parent else None,
            "parent_depth": record.parent.depth if record.parent else None,
        }

    def to_record(facts: Facts, ref: str) -> NodeRecord:
        depth = fixed or int(facts["depth"])
        parent_depth = int(facts.get("parent_depth") or depth - 1)
        parent = NodeKey(parent_depth, facts["parent_code"]) if facts.get("parent_code") else None
        return NodeRecord(
            NodeKey(depth, facts["code"]),
            facts["name"],
            parent,
            facts.get("description"),
            1.0 if facts.get("weight") is None else facts["weight"],
            int(facts.get("sort_order") or 0),
            source_ref=ref,
        )

    key = ("code",) if fixed else ("depth", "code")
    return SheetDefinition(
        name, "nodes", key, tuple(columns), to_facts, to_record, lambda node: node.key.depth in depths
    )


_PROJECT_EXAMPLES: Final[Facts] = {
    "code": "PRY-001",
    "name": "Repavimentación de la avenida principal",
    "state": "in_progress",
    "planned_start": dt.date(2024, 3, 1),
    "planned_end": dt.date(2025, 6, 30),
    "update_frequency": "monthly",
    "allowed_delay_days": 30,
    "weight": 1,
    "is_public": YES,
    "district": "Centro",
    "delay_cause": "procurement",
    "recovery_on": dt.date(2025, 9, 30),
}
_INDICATOR_EXAMPLES: Final[Facts] = {
    "code": "IND-001",
    "name": "Cuadras repavimentadas",
    "kind": "process",
    "indicator_class": "efficacy",
    "is_strategic": NO,
    "unit": "cuadras",
    "direction": "increase",
    "decimals": 0,
    "accumulation": "sum",
    "frequency": "quarterly",
    "allowed_delay_days": 30,
    "baseline_value": 0,
    "baseline_on": dt.date(2023, 12, 31),
    "ratio_scale": 1,
    "weight": 1,
    "is_public": YES,
    "is_cancelled": NO,
    "source": "Certificados de obra",
}
_NEEDED = frozenset({"code", "name", "unit", "direction", "accumulation"})
_DEFAULTS: Final = {"kind": "process", "frequency": "quarterly"}


_MILESTONE_COLUMNS = (
    _ref(
        "project_code",
        "Código del proyecto",
        "Proyecto al que pertenece el hito.",
        "Proyectos",
        "PRY-001",
        required=True,
    ),
    _of("milestones", "code", "1", required=True),
    _of("milestones", "name", "Contrato firmado", required=True),
    _of("milestones", "weight", 20),
    _of("milestones", "due_on", dt.date(2024, 5, 31)),
    _of("milestones", "done_on"),
)
_INDICATOR_REF = _ref(
    "indicator_code", "Código del indicador", "Indicador al que pertenece.", "Indicadores", "IND-001", required=True
)
_TARGET_COLUMNS = (
    _INDICATOR_REF,
    _of("targets", "kind", "final", required=True),
    _of("targets", "period_start"),
    _of("targets", "due_on", dt.date(2027, 12, 31)),
    _of("targets", "value", 400),
    _of("targets", "upper_value"),
    _of("targets", "bound"),
    _of("targets", "text"),
    _of("targets", "accumulation"),
    _of("targets", "reason"),
    _of("targets", "decided_on"),
)
_VALUE_COLUMNS = (
    _INDICATOR_REF,
    _of("values", "period_start", dt.date(2024, 1, 1), required=True),
    _of("values", "period_end", dt.date(2024, 3, 31), required=True),
    _of("values", "value", 25),
    _of("values", "numerator"),
    _of("values", "denominator"),
    _of("values", "bound"),
    _of("values", "text"),
    _of("values", "note"),
    _of("values", "evidence_url"),
)
_BUDGET_COLUMNS = (
    _own(
        "item_kind",
        "Clase de elemento",
        CellType.CHOICE,
        "Si el monto es de un proyecto o de un indicador.",
        "Proyecto",
        words=ITEM_WORDS,
        required=True,
    ),
    _own(
        "item_code", "Código del elemento", CellType.CODE, "Código del proyecto o indicador.", "PRY-001", required=True
    ),
    _of("budgets", "year", 2024),
    _of("budgets", "currency", "ARS", required=True),
    _of("budgets", "approved_amount", 15000000),
    _of("budgets", "current_amount", 18500000),
    _of("budgets", "executed_amount", 4200000),
)
_CROSS_AXIS_COLUMNS = (
    _own(
        "cross_axis_code",
        "Código del eje transversal",
        CellType.CODE,
        "Código del eje transversal: ods, clima…",
        "ods",
        required=True,
    ),
    _own(
        "cross_axis_name",
        "Nombre del eje transversal",
        CellType.TEXT,
        "Nombre del eje transversal.",
        "Objetivos de Desarrollo Sostenible",
    ),
    _of("cross_axis_items", "code", "11", required=True),
    _of("cross_axis_items", "name", "Ciudades y comunidades sostenibles", required=True),
    _own("parent_code", "Depende de", CellType.CODE, "Código del objetivo al que pertenece una meta (11 para 11.6)."),
)
_LINK_COLUMNS = (
    _own(
        "cross_axis_code",
        "Código del eje transversal",
        CellType.CODE,
        "Código del eje transversal.",
        "ods",
        required=True,
    ),
    _own(
        "item_code",
        "Código del objetivo",
        CellType.CODE,
        "Código del objetivo o meta con que se vincula.",
        "11",
        required=True,
    ),
    _own(
        "node_code",
        "Código de ubicación",
        CellType.CODE,
        "Eje, programa o nivel vinculado (o un proyecto, o un indicador).",
    ),
    _own("node_depth", "Nivel de ubicación", CellType.INTEGER, _NODE_DEPTH),
    _ref("project_code", "Código del proyecto", "Proyecto vinculado.", "Proyectos", "PRY-001"),
    _ref("indicator_code", "Código del indicador", "Indicador vinculado.", "Indicadores"),
    _of("links", "strength", 2),
)


def _simple(
    name: str,
    kind: str,
    key: tuple[str, ...],
    columns: tuple[SheetColumn, ...],
    record_type: type[Any],
    *,
    whole: Iterable[str] = (),
) -> SheetDefinition:
    """A sheet whose columns are the fields of its records."""
    both_ways = simple(record_type, [column.field for column in columns])
    return SheetDefinition(name, kind, key, columns, *both_ways, whole=frozenset(whole))


SHEETS: Final[tuple[SheetDefinition, ...]] = (
    _simple("Niveles", "levels", ("role", "depth"), _LEVEL_COLUMNS, LevelRecord),
    _simple("Secretarías", "secretariats", ("code",), _SECRETARIAT_COLUMNS, SecretariatRecord),
    _node_sheet("Ejes", (1,), ("1", "Ciudad para vivir mejor", None), fixed=1),
    _node_sheet("Programas", (2,), ("1.1", "Calles y veredas", "1"), fixed=2),
    _node_sheet("Otros niveles", (3, 4, 5), ("1.1.1", "Barrios del norte", "1.1"), fixed=None),
    SheetDefinition(
        "Proyectos",
        "projects",
        ("code",),
        (
            *(_of("projects", n, _PROJECT_EXAMPLES.get(n), required=n in _NEEDED) for n in PROJECT_NAMES[:2]),
            *_node_columns("1.1", 2),
            *_responsible_columns(),
            *(_of("projects", n, _PROJECT_EXAMPLES.get(n)) for n in PROJECT_NAMES[2:]),
        ),
        project_facts,
        project_record,
    ),
    _simple("Hitos", "milestones", ("project_code", "code"), _MILESTONE_COLUMNS, MilestoneRecord),
    SheetDefinition(
        "Indicadores",
        "indicators",
        ("code",),
        (
            *(_of("indicators", n, _INDICATOR_EXAMPLES.get(n), required=n in _NEEDED) for n in INDICATOR_NAMES[:2]),
            *_node_columns("1.1", 2),
            _ref(
                "project_code", "Código del proyecto", "Proyecto del indicador, si tiene uno.", "Proyectos", "PRY-001"
            ),
            *_responsible_columns(),
            *(
                _of("indicators", n, _INDICATOR_EXAMPLES.get(n), required=n in _NEEDED, default=_DEFAULTS.get(n))
                for n in INDICATOR_NAMES[2:]
            ),
        ),
        indicator_facts,
        indicator_record,
    ),
    _simple(
        "Metas",
        "targets",
        ("indicator_code", "kind", "due_on"),
        _TARGET_COLUMNS,
        TargetRecord,
        whole=("value", "upper_value", "bound", "period_start", "accumulation"),
    ),
    _simple(
        "Valores",
        "values",
        ("indicator_code", "period_end"),
        _VALUE_COLUMNS,
        ValueRecord,
        whole=("period_start", "value", "numerator", "denominator", "bound"),
    ),
    _simple("Presupuesto", "budgets", ("item_kind", "item_code", "year", "currency"), _BUDGET_COLUMNS, BudgetRecord),
    _simple(
        "Ejes transversales", "cross_axis_items", ("cross_axis_code", "code"), _CROSS_AXIS_COLUMNS, CrossAxisItemRecord
    ),
    SheetDefinition(
        "Vínculos",
        "links",
        ("cross_axis_code", "item_code", "node_code", "project_code", "indicator_code"),
        _LINK_COLUMNS,
        link_facts,
        link_record,
    ),
)
