"""A small plan in which every field of every record says something."""

from __future__ import annotations

import datetime as dt

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
from data_models.keys import in_canonical_order


def day(month: int, day_of_month: int, year: int = 2025) -> dt.date:
    return dt.date(year, month, day_of_month)


def full_plan() -> PlanDocument:
    """The plan, in canonical order."""
    axis, program, part = NodeKey(1, "1"), NodeKey(2, "1.10"), NodeKey(3, "1.10.1")
    people = (Responsible("SEC-01", True, "Subsecretaría"), Responsible("SEC-02", False, "Dirección (norte)"))
    return in_canonical_order(
        PlanDocument(
            MunicipalityRecord("m", "Municipio", "CO", "COP"),
            PlanRecord("p", "Plan «1»", day(1, 1), day(12, 31, 2027), day(6, 30), 0.85, 0.55, False, True, "CC BY"),
            levels=[
                LevelRecord("node", 1, "eje", "ejes"),
                LevelRecord("node", 2, "programa", "programas"),
                LevelRecord("node", 3, "línea", "líneas"),
                LevelRecord("project", None, "proyecto", "proyectos"),
                LevelRecord("indicator", None, "meta", "metas"),
            ],
            secretariats=[
                SecretariatRecord("SEC-01", "Obras", None, day(1, 1, 2020), day(12, 31, 2030)),
                SecretariatRecord("SEC-02", "Calles", "SEC-01"),
            ],
            nodes=[
                NodeRecord(axis, "Ciudad", None, "Con\nvarias líneas", 0.235, 1),
                NodeRecord(program, "=SUMA(A1)", axis, "-1+1", 2.0, 2),
                NodeRecord(part, "Barrios", axis, None, 1.0, 3),
            ],
            projects=[
                ProjectRecord(
                    "0900", part, "@plaza", "+descripción", "in_progress", day(1, 1), day(6, 30), day(2, 1), day(7, 1),
                    "Ene a Jun", 12.5, day(5, 31), day(6, 1), "quarterly", 15, "Centro", 0.1, False, people,
                ),
                ProjectRecord("P-2", axis, "Puente"),
            ],
            milestones=[
                MilestoneRecord("0900", "1", "Contrato", 20.0, day(3, 1), day(3, 5)),
                MilestoneRecord("0900", "2", "Obra", 80.0),
            ],
            budgets=[
                BudgetRecord("project", "0900", "COP", 2025, 1e9 / 3, 0.0, None),
                BudgetRecord("indicator", "I-1", "COP", None, None, 5.0, 5.5),
            ],
            indicators=[
                IndicatorRecord(
                    "I-1", program, "Cuadras", "outcome", "cuadras", "decrease", "sum", "monthly", "0900", "Prometido",
                    "Contribuye", "impact", 3, "last", "Hechas", "Previstas", 100.0, 5, 0.1 + 0.2, day(1, 1), "cerca",
                    day(2, 1), "Definición", "=a/b", "Fuente", 2.5, False, True, people,
                ),
                IndicatorRecord("I-2", axis, "Otro", "process", "%", "keep", "mean", "yearly"),
            ],
            targets=[
                TargetRecord("I-1", "final", day(12, 31), 1 / 3, text="un tercio", reason="Sí", decided_on=day(3, 3)),
                TargetRecord("I-1", "interim", day(12, 31), 0.25),
                TargetRecord("I-1", "period", day(3, 31), 5.0, period_start=day(1, 1), accumulation="mean"),
                TargetRecord("I-2", "final", None, 45.0, 55.0, ">="),
            ],
            values=[
                ValueRecord("I-1", day(1, 1), day(1, 31), 0.0, 0.0, 7.0, None, None, "nota\nlarga", "https://a.example/x"),
                ValueRecord("I-1", day(2, 1), day(2, 28), 70.0, bound=">", text="> 70 %"),
                ValueRecord("I-1", day(3, 1), day(3, 31), text="#DIV/0!"),
            ],
            cross_axis_items=[
                CrossAxisItemRecord("ods", "11", "Ciudades", None, "ODS"),
                CrossAxisItemRecord("ods", "11.10", "Meta", "11", "ODS"),
            ],
            links=[
                LinkRecord("ods", "11", node=axis, strength=3),
                LinkRecord("ods", "11.10", project_code="0900"),
                LinkRecord("ods", "11", indicator_code="I-1", strength=1),
            ],
        )
    )  # fmt: skip
