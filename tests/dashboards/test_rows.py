"""A row of a list says what it promises, where it stands, how far that is from what was due, and who answers."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from dashboards.listing import rows
from dashboards.page import PageContext
from dashboards.site.rendering import to_html
from data_models.visibility import PUBLIC
from tests.dashboards.boards import parse_text, words_of
from tests.dashboards.example_pages import PLAN
from tests.dashboards.progress_rows import day, progress_frame

CONTEXT = PageContext(None, PUBLIC, PLAN, (PLAN,), parse_text("/proyectos?plan=demo"), {})  # type: ignore[arg-type]


def row_of(**cells: Any) -> dict[Any, Any]:
    return rows.as_rows(progress_frame(cells))[0]


def cells_of(kind: str, **cells: Any) -> list[str]:
    """The words of the cells of the only row of a table; on a phone each is named, which is left out here."""
    frame = progress_frame({"item_kind": kind, **cells})
    table = rows.project_table if kind == "project" else rows.indicator_table
    soup = BeautifulSoup(to_html(table(CONTEXT, frame, labelled_by="lista-titulo")), "html.parser")
    for label in soup.select(".lbl"):
        label.decompose()
    found = soup.select("tbody tr")
    assert len(found) == 1
    assert isinstance(found[0], Tag)
    return [words_of(cell) for cell in found[0].find_all(["th", "td"])]


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (40.0, "40 %"),
        (40.6, "41 %"),
        (5034.7, "5.035 %"),
        (7.14, "7,1 %"),
        (0.04, "0,0 %"),
        (0.0, "0 %"),
        (-12.3, "−12 %"),
        (None, "sin porcentaje"),
    ],
)
def test_progress_in_words_small_ones_with_a_decimal(percent: float | None, words: str) -> None:
    assert rows.percent_text(row_of(progress_pct=percent)).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"value": 54.2, "target_value": 75.0, "target_due_on": day("2027-12-31")},
         "54,2 % · meta 75,0 % al 31/12/2027"),
        ({"value": 0.0, "target_value": 30.0}, "0,0 % · meta 30,0 %"),
        ({"value": 70.0, "value_bound": ">", "value_text": "> 70 %"}, "> 70,0 % · sin meta"),
        ({"value_text": "#DIV/0!", "target_text": "Un tercio"}, "#DIV/0! · meta «Un tercio»"),
        ({"target_value": 45.0, "target_upper": 55.0}, "sin dato · meta 45,0 a 55,0 %"),
        ({"value": 3.0, "unit": "cuadras", "decimals": 0, "target_value": 1200.0, "target_bound": "≥"},
         "3 cuadras · meta ≥ 1.200 cuadras"),
        ({"value": 1685.25, "unit": None, "decimals": 2}, "1.685,25 · sin meta"),
        ({}, "sin dato · sin meta"),
    ],
)  # fmt: skip
def test_value_and_promise_in_a_line(cells: dict[str, Any], words: str) -> None:
    assert rows.promise_words(row_of(**cells)).replace("\N{NO-BREAK SPACE}", " ") == words


def test_an_indicator_says_all_it_has_to_say() -> None:
    said = cells_of(
        "indicator",
        status="off_track",
        freshness="overdue",
        last_data_on=day("2026-03-31"),
        value=54.2,
        target_value=75.0,
        target_due_on=day("2027-12-31"),
        progress_pct=10.0,
        expected_pct=69.4,
        expected_value=67.8,
        gap_points=-59.4,
        secretariat_name="Servicios Públicos",
        responsible_post="Referente de datos",
        shared_secretariat_names="Ambiente; Obras",
    )
    assert said == [
        "Cuadras con arbolado completo 54,2 % · meta 75,0 % al 31/12/2027",
        "Atrasada vencida , dato del 31/03/2026",
        "10 % esperado 69 %",
        "59 puntos menos debería ir en 67,8 %",
        "Servicios Públicos Referente de datos, con Ambiente y Obras",
    ]


def test_an_indicator_without_anything_says_why_in_every_cell() -> None:
    said = cells_of("indicator", status="no_data", reason="No hay ningún valor aprobado.", freshness="overdue")
    assert said == [
        "Cuadras con arbolado completo sin dato · sin meta",
        "Sin datos vencida , nunca se cargó",
        "Sin porcentaje No hay ningún valor aprobado.",
        "sin distancia",
        "sin responsable",
    ]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"milestones_done": 2, "milestones_total": 5, "completion_basis": "milestones", "expected_pct": 60.0},
         "40 % 2 de 5 hitos; esperado 60 %"),
        ({"completion_basis": "declared"}, "40 % declarado, sin hitos"),
        ({"completion_basis": "finished"}, "40 % terminado"),
    ],
)  # fmt: skip
def test_a_project_says_what_its_percent_is_made_of(cells: dict[str, Any], words: str) -> None:
    assert cells_of("project", progress_pct=40.0, **cells)[2] == words


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"planned_start": day("2025-03-01"), "planned_end": day("2027-06-30")}, "01/03/2025 a 30/06/2027"),
        ({"planned_end": day("2027-06-30")}, "hasta 30/06/2027"),
        ({"planned_start": day("2025-03-01")}, "desde 01/03/2025"),
        ({"planned_end": day("2026-06-30"), "status": "off_track"}, "venció 30/06/2026"),
        ({"planned_end": day("2026-12-31"), "status": "off_track"}, "hasta 31/12/2026"),
        ({"planned_end": day("2026-06-30"), "actual_end": day("2026-07-15"), "status": "met"},
         "terminó 15/07/2026; previsto 30/06/2026"),
        ({"actual_end": day("2026-07-15"), "status": "met"}, "terminó 15/07/2026"),
        ({"dates_text": "Todo el período"}, "Todo el período"),
        ({}, "sin fechas previstas"),
    ],
)  # fmt: skip
def test_a_project_says_its_dates(cells: dict[str, Any], words: str) -> None:
    assert cells_of("project", **cells)[3] == words


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"budget_current": 363.4e6, "budget_executed_pct": 26.4, "budget_currency": "ARS"},
         "$ 363,4 M 26 % ejecutado"),
        ({"budget_approved": 845200.0, "budget_currency": "ARS"}, "$ 845.200 sin dato de ejecución"),
        ({"budget_current": 2e6, "budget_executed_pct": 0.0, "budget_currency": "COP"}, "COP 2,0 M 0 % ejecutado"),
        ({}, "sin dato"),
    ],
)  # fmt: skip
def test_a_project_says_its_money_zero_spent_is_not_unknown(cells: dict[str, Any], words: str) -> None:
    assert cells_of("project", **cells)[4] == words


def test_a_project_says_where_it_belongs() -> None:
    assert cells_of("project", code="P7", program_name="Arbolado")[0].endswith("P7 · Arbolado")
    assert cells_of("project", code="P7", program_name=None)[0].endswith("P7 · Ciudad")


def test_a_row_links_to_its_own_page_through_the_same_window() -> None:
    html = to_html(rows.project_table(CONTEXT, progress_frame({"item_kind": "project"}), labelled_by="x"))
    assert 'href="/proyecto/fila-1?plan=demo"' in html
    html = to_html(rows.indicator_table(CONTEXT, progress_frame({}), labelled_by="x"))
    assert 'href="/indicador/fila-1?plan=demo"' in html


def test_overdue_data_are_drawn_hollow() -> None:
    fresh, stale = (to_html(rows.progress_cell(row_of(progress_pct=40.0, freshness=of))) for of in ("fresh", "overdue"))
    assert ("old" in fresh, "old" in stale) == (False, True)
