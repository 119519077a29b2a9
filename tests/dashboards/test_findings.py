"""What a rule found is said as a question with its evidence; the whole list is one touch away, by rule and scope."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from dashboards.boards import findings
from dashboards.boards.row_set import all_rows
from dashboards.page import PageContext
from dashboards.site.rendering import to_html
from data_models.queries.selection import Selection
from data_models.visibility import PUBLIC
from kpis.questions import COLUMNS, MOST_ASKED, Question
from tests.dashboards.boards import Boards, in_plan, links_in, parse_text, words_of
from tests.dashboards.example_pages import PLAN
from tests.dashboards.progress_rows import day, progress_frame
from tests.dashboards.rows_in_sql import RowsInSql

CONTEXT = PageContext(None, PUBLIC, PLAN, (PLAN,), parse_text("/?plan=demo"), {})  # type: ignore[arg-type]
COMMON = {"secretariat_name": "Salud", "secretariat_code": "SAL", "value": 44.3, "value_on": day("2026-09-30")}
CASES: dict[Question, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    Question.DONE_BUT_FLAT: (
        {"program_slug": "salud-cerca", "program_name": "Salud cerca"},
        {"finished_count": 23.0, "project_count": 60.0, "recent_change": -0.5},
        "¿Por qué terminaron 23 proyectos de «Salud cerca» y no se mueve Cuadras con arbolado completo ?",
        "va en 44,3 %, −0,50 por período en los últimos cuatro; terminó 23 de 60 proyectos del programa",
    ),
    Question.OVERDUE_TWICE: (
        {"last_data_on": day("2026-03-31"), "days_overdue": 169},
        {},
        "¿Quién mide Cuadras con arbolado completo ?",
        "último dato del 31/03/2026, lleva 169 días de vencido",
    ),
    Question.RECOVERY_PASSED: (
        {"item_kind": "project", "recovery_on": day("2026-09-30"), "progress_pct": 40.0, "expected_pct": 71.0,
         "delay_cause": "weather"},
        {},
        "¿Qué le falta a Cuadras con arbolado completo y cuál es la nueva fecha?",
        "iba a volver al plan el 30/09/2026 y va en 40 %, esperado 71 %; causa: clima",
    ),
    Question.SPENT_AHEAD: (
        {"item_kind": "project", "budget_executed_pct": 78.0, "progress_pct": 13.0},
        {"points_ahead": 65.0},
        "¿En qué se gastó el presupuesto de Cuadras con arbolado completo ?",
        "ejecutó 78 % y va en 13 %: 65 puntos más de gasto que de avance",
    ),
    Question.TARGET_EASED: (
        {"original_target_value": 80.0, "target_value": 60.0, "status": "on_track", "status_original": "at_risk"},
        {},
        "¿Por qué ahora se pide menos en Cuadras con arbolado completo ?",
        "meta original 80,0 %, hoy 60,0 %: con la original sería «en riesgo», hoy es «en camino»",
    ),
    Question.VALUE_JUMPED: (
        {},
        {"change": -6.0, "usual_change": 1.0, "value_before": 37.0, "jump_score": 4.72},
        "¿Qué pasó con Cuadras con arbolado completo ?",
        "de 37,0 pasó a 44,3 %: −6,0 por período, lo usual es +1,00; puntaje 4,7",
    ),
    Question.NO_OWNER: (
        {"secretariat_code": None, "secretariat_name": None},
        {},
        "¿Quién responde por Cuadras con arbolado completo ?",
        "no tiene secretaría a cargo",
    ),
}  # fmt: skip
GONE: tuple[dict[str, Any], dict[str, Any], str, str] = (
    {},
    {},
    "¿Quién responde por Cuadras con arbolado completo ?",
    "esa secretaría dejó de existir antes del 31/10/2026",
)


@pytest.mark.parametrize(("rule", "case"), [*CASES.items(), (Question.NO_OWNER, GONE)])
def test_a_finding_is_a_question_with_its_evidence(
    rule: Question, case: tuple[dict[str, Any], dict[str, Any], str, str]
) -> None:
    cells, evidence, asked, told = case
    rows = all_rows(progress_frame({**COMMON, **cells}))
    kind = cells.get("item_kind", "indicator")
    found = pd.DataFrame([dict.fromkeys(COLUMNS) | {"rule": rule.value, "item_kind": kind, "item_id": 1} | evidence])
    (one,) = findings.told(findings.about(found, rows), rows)
    html = to_html(findings.question_words(CONTEXT, one))
    assert words_of(BeautifulSoup(html, "html.parser")) == asked
    assert ("/proyecto/" if kind == "project" else "/indicador/") + "fila-1" in html
    assert findings.evidence_words(CONTEXT, one).replace("\N{NO-BREAK SPACE}", " ") == told


def test_findings_are_kept_of_the_rows_shown_whatever_their_kind_has_the_same_id() -> None:
    frame = progress_frame({"item_kind": "project"}, {}, {"axis_slug": "otro"})
    keys = [("project", 1), ("indicator", 1), ("indicator", 2), ("indicator", 3)]
    found = pd.DataFrame([{"rule": "no_owner", "item_kind": kind, "item_id": item} for kind, item in keys])
    kept = findings.about(found, all_rows(frame).kept_by(Selection(axis="ciudad")))
    assert list(zip(kept["item_kind"], kept["item_id"], strict=True)) == [("project", 1), ("indicator", 2)]


# The list


def test_every_rule_has_a_list_of_what_it_found_and_they_make_the_whole(boards: Boards, plan_code: str) -> None:
    page = boards.page(in_plan("/preguntas", plan_code))
    by_rule = {href: count for href, count in links_in(str(page.select_one("main"))) if count and "regla=" in href}
    total = sum(by_rule.values())
    assert len(by_rule) >= 1
    assert boards.listed(in_plan("/preguntas", plan_code)).total == total
    assert words_of(page.h1).startswith(f"{total} ")
    for href, count in by_rule.items():
        assert boards.listed(href).total == count
        assert len(boards.all_rows(href)) == count
    home = boards.page(in_plan("/", plan_code))
    links = dict(links_in(str(home.select_one("#preguntas"))))
    assert links[in_plan("/preguntas", plan_code)] == total
    assert len(home.select("#preguntas ul.ask > li")) == min(MOST_ASKED, len(by_rule))


def test_the_list_is_narrowed_by_axis_and_secretariat(demo_boards: Boards) -> None:
    address = in_plan("/preguntas", "demo", regla="gasto-adelantado", eje="ciudad-que-cuida", secretaria="salud")
    rows = RowsInSql(demo_boards.store, "demo")
    expected = rows.all(
        "SELECT slug FROM progress WHERE budget_executed_pct - max(0.0, min(100.0, progress_pct)) >= 30"
        " AND status NOT IN ('met', 'cancelled') AND axis_slug = 'ciudad-que-cuida'"
        " AND '; ' || responsible_slugs || '; ' LIKE '%; salud; %'"
        " ORDER BY budget_executed_pct - progress_pct DESC"
    )
    assert [row.split("/")[2].partition("?")[0] for row in demo_boards.all_rows(address)] == [
        slug for (slug,) in expected
    ]
    assert expected


def test_a_list_of_nothing_and_an_unknown_rule_say_so(demo_boards: Boards, real_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/preguntas", "demo", regla="nada"))
    assert "la regla «nada»" in words_of(page.select_one(".notice.warn"))
    nothing = real_boards.page(in_plan("/preguntas", "tenjo-2024-2027", regla="recuperacion-pasada"))
    assert words_of(nothing.h1) == "Las reglas no encontraron nada que preguntar"
    assert in_plan("/preguntas", "tenjo-2024-2027") in {link["href"] for link in nothing.select("#lista a")}
    early = demo_boards.page(in_plan("/preguntas", "demo", sabido="2020-01-01"))
    assert "Todavía no se sabía nada" in words_of(early.select_one("main"))
