"""A small plan that has at least two records of every kind, and ways to make others from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    IndicatorRecord,
    LevelRecord,
    LinkRecord,
    MilestoneRecord,
    MunicipalityRecord,
    NodeKey,
    NodeRecord,
    PlanDocument,
    PlanRecord,
    ProjectRecord,
    Responsible,
    SecretariatRecord,
    TargetRecord,
    ValueRecord,
)

AXIS = NodeKey(1, "1")
OTHER_AXIS = NodeKey(1, "2")
PROGRAM = NodeKey(2, "1.2")
OTHER_PROGRAM = NodeKey(2, "1.10")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def value(indicator_code: str, end: str, number: float | None, **more: Any) -> ValueRecord:
    """The value of the quarter that ends on ``end``."""
    period_end = day(end)
    return ValueRecord(indicator_code, dt.date(period_end.year, period_end.month - 2, 1), period_end, number, **more)


def sample_plan(plan_code: str = "plan-de-prueba") -> PlanDocument:
    """A plan of 2024-2027 in canonical order."""
    return PlanDocument(
        municipality=MunicipalityRecord("villa-prueba", "Villa Prueba"),
        plan=PlanRecord(plan_code, "Plan de prueba", day("2024-01-01"), day("2027-12-31"), day("2025-12-31")),
        levels=[
            LevelRecord("node", 1, "eje", "ejes"),
            LevelRecord("node", 2, "programa", "programas"),
            LevelRecord("project", None, "proyecto", "proyectos"),
            LevelRecord("indicator", None, "indicador", "indicadores"),
        ],
        secretariats=[
            SecretariatRecord("obras", "Secretaría de Obras"),
            SecretariatRecord("obras-luz", "Dirección de Alumbrado", "obras", day("2024-03-01")),
            SecretariatRecord("salud", "Secretaría de Salud"),
        ],
        nodes=[
            NodeRecord(AXIS, "Ciudad que cuida", None, "Todo lo que cuida a las personas.", 2.0, 0),
            NodeRecord(OTHER_AXIS, "Ciudad conectada", None, None, 1.0, 1),
            NodeRecord(PROGRAM, "Salud cerca", AXIS),
            NodeRecord(OTHER_PROGRAM, "Calles con luz", AXIS),
        ],
        projects=[
            ProjectRecord(
                "P-1", PROGRAM, "Ampliación del centro de salud", "Diez camas más.", "in_progress", day("2024-02-01"),
                day("2026-06-30"), day("2024-03-15"), district="Norte",
                responsibles=(Responsible("salud", True, "Dirección de Salud"), Responsible("obras", False)),
            ),
            ProjectRecord(
                "P-2", OTHER_PROGRAM, "Luminarias nuevas", declared_pct=35.0, declared_on=day("2025-09-30"),
                dates_text="a mediados de 2026", responsibles=(Responsible("obras-luz"),),
            ),
        ],
        milestones=[
            MilestoneRecord("P-1", "1", "Proyecto aprobado", 1.0, day("2024-06-30"), day("2024-07-12")),
            MilestoneRecord("P-1", "2", "Obra terminada", 3.0, day("2026-06-30")),
        ],
        budgets=[
            BudgetRecord("indicator", "I-1", "ARS", None, 900.0),
            BudgetRecord("project", "P-1", "ARS", 2024, 1_000.0, 1_200.0, 800.5),
            BudgetRecord("project", "P-1", "ARS", 2025, 0.0),
        ],
        indicators=[
            IndicatorRecord(
                "I-1", PROGRAM, "Consultas atendidas", "process", "consultas", "increase", "sum", "quarterly", "P-1",
                "Atender más.", baseline_value=100.0, baseline_on=day("2023-12-31"),
                responsibles=(Responsible("salud"),),
            ),
            IndicatorRecord(
                "I-2", OTHER_PROGRAM, "Calles iluminadas", "outcome", "%", "increase", "last", "quarterly",
                indicator_class="efficacy", numerator_name="cuadras con luz", denominator_name="cuadras",
                ratio_scale=100.0, responsibles=(Responsible("obras-luz"), Responsible("obras", False)),
            ),
        ],
        targets=[
            TargetRecord("I-1", "final", day("2027-12-31"), 4_000.0),
            TargetRecord("I-1", "interim", day("2025-12-31"), 2_000.0),
            TargetRecord(
                "I-1", "period", day("2024-03-31"), 250.0, period_start=day("2024-01-01"), accumulation="mean"
            ),
            TargetRecord("I-2", "final", None, 70.0, bound=">", text="> 70 %"),
        ],
        values=[
            value("I-1", "2024-03-31", 240.0, note="sin enero"),
            value("I-1", "2024-06-30", 0.0),
            value("I-2", "2024-03-31", 50.0, numerator=100.0, denominator=200.0),
            value("I-2", "2024-06-30", None, text="sin medir"),
        ],
        cross_axis_items=[
            CrossAxisItemRecord("ods", "3", "Salud y bienestar", None, "Objetivos de Desarrollo Sostenible"),
            CrossAxisItemRecord("ods", "3.8", "Cobertura sanitaria", "3", "Objetivos de Desarrollo Sostenible"),
            CrossAxisItemRecord("ods", "11", "Ciudades sostenibles", None, "Objetivos de Desarrollo Sostenible"),
        ],
        links=[
            LinkRecord("ods", "3", node=AXIS, strength=3),
            LinkRecord("ods", "11", project_code="P-2"),
            LinkRecord("ods", "3.8", indicator_code="I-1", strength=1),
        ],
    )  # fmt: skip


def changed(document: PlanDocument, kind: str, place: int, **changes: Any) -> PlanDocument:
    """A copy of the document in which one record of a kind has other values."""
    records = list(getattr(document, kind))
    records[place] = replace(records[place], **changes)
    return replace(document, **{kind: records})  # type: ignore[arg-type]


def without(document: PlanDocument, kind: str, place: int) -> PlanDocument:
    """A copy of the document that lacks one record of a kind."""
    records = list(getattr(document, kind))
    del records[place]
    return replace(document, **{kind: records})  # type: ignore[arg-type]
