"""The real data strategy of Luján de Cuyo: seven tables of activities on six sheets, one of indicators."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from data_models.document import IndicatorRecord, PlanDocument, ProjectRecord, TargetRecord, ValueRecord
from intake.extract import Extraction, extract
from intake.findings import FindingCode
from intake.reading import open_workbook
from intake.recipe_file import load_recipe
from tests.intake.builders import LUJAN

pytestmark = pytest.mark.skipif(not LUJAN.exists(), reason="the real workbook of Luján de Cuyo is not on this machine")


@pytest.fixture(scope="module")
def read() -> Extraction:
    with open_workbook(LUJAN) as workbook:
        return extract(load_recipe("lujan"), workbook)


@pytest.fixture(scope="module")
def plan(read: Extraction) -> PlanDocument:
    return read.document


def activity(plan: PlanDocument, start: str) -> ProjectRecord:
    return next(project for project in plan.projects if project.name.startswith(start))


def indicator(plan: PlanDocument, start: str) -> IndicatorRecord:
    return next(one for one in plan.indicators if one.name.startswith(start))


def target(plan: PlanDocument, start: str) -> TargetRecord | None:
    code = indicator(plan, start).code
    return next((one for one in plan.targets if one.indicator_code == code), None)


def value(plan: PlanDocument, start: str) -> ValueRecord | None:
    code = indicator(plan, start).code
    return next((one for one in plan.values if one.indicator_code == code), None)


def test_five_axes_38_deliverables_47_activities_and_20_indicators(plan: PlanDocument) -> None:
    axes = [node.name for node in plan.nodes if node.key.depth == 1]
    assert axes == ["Gobernanza", "Calidad", "Capacidad", "Uso", "Transparencia"]
    assert sum(node.key.depth == 2 for node in plan.nodes) == 38
    assert len(plan.projects) == 47
    assert len(plan.indicators) == 20


def test_each_axis_has_the_activities_of_its_sheets(plan: PlanDocument) -> None:
    by_axis = Counter(project.node.code.partition(".")[0] for project in plan.projects)
    assert by_axis == {"1": 6 + 7, "2": 5 + 8, "3": 9, "4": 7, "5": 5}


def test_states_are_read_through_their_typing_errors(plan: PlanDocument) -> None:
    assert activity(plan, "Desarrollo de la estrategia de aguas").state == "finished"  # "finalizad o"
    assert activity(plan, "IA y ML sobre").state == "planned"  # "Programa do"
    assert activity(plan, "Medidores de nueva").state == "in_progress"  # "Progreso"
    assert activity(plan, "Catálogo de datos").state is None  # the second table of Calidad has no states
    assert Counter(project.state for project in plan.projects) == {
        "finished": 10,
        "in_progress": 11,
        "planned": 6,
        None: 20,
    }


@pytest.mark.parametrize(
    ("start", "begins", "ends"),
    [
        ("Política de IA", None, dt.date(2024, 12, 1)),  # 01/12
        ("Capacitación autogestionable", None, dt.date(2025, 1, 6)),  # 06/01/20 25
        ("Metodología de actualización", None, dt.date(2024, 11, 11)),  # 11/11/202 4
        ("Diseño del inventario de capacidades", None, dt.date(2025, 3, 31)),  # Primer trimestre 2025
        ("Talleres de ciberseguridad", None, dt.date(2025, 3, 31)),  # Marzo 2025
        ("Implementación: talleres", dt.date(2025, 4, 1), dt.date(2025, 6, 30)),  # Abril - Junio 2025
        ("Programa de formación", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),  # Ene a Dic 2025
        ("Auditorías de datos", None, dt.date(2024, 10, 1)),  # 01/10 - Sanear faltantes
        ("Plan y cronograma", dt.date(2024, 10, 1), None),  # 01/10 - Inicio de capacitaciones
        ("Metodología y canales", dt.date(2024, 9, 2), None),  # 02/09 Inicio del plan
        ("OGP, Open Data", None, dt.date(2027, 12, 10)),
        ("Apertura de microdatos", None, None),  # blank
        ("Alinear requisitos", None, None),  # Reuniones trimestrales
    ],
)
def test_dates_are_read_in_every_form_they_are_written(
    plan: PlanDocument, start: str, begins: dt.date | None, ends: dt.date | None
) -> None:
    project = activity(plan, start)
    assert (project.planned_start, project.planned_end) == (begins, ends)


def test_what_is_no_date_is_kept_as_text_with_a_finding(read: Extraction) -> None:
    assert activity(read.document, "Alinear requisitos").dates_text == "Reuniones trimestrales"
    cells = [one.cell for one in read.findings if one.code is FindingCode.DATE_NOT_UNDERSTOOD]
    assert cells == ["E4", "E5"]


def test_a_note_beside_a_date_is_kept(plan: PlanDocument) -> None:
    project = activity(plan, "Auditorías de datos")
    assert project.description == "Sanear faltantes de información"
    assert project.dates_text == "01/10 - Sanear faltantes de información"


def test_several_areas_share_and_the_first_leads(plan: PlanDocument) -> None:
    names = {area.code: area.name for area in plan.secretariats}
    people = activity(plan, "Auditorías de datos").responsibles
    assert [(names[one.secretariat_code], one.is_lead) for one in people][0] == ("Dirección de Datos", True)
    assert {names[one.secretariat_code] for one in people} == {"Dirección de Datos", "Desarrollo Humano", "Aguas Luján"}


def test_names_are_joined_only_where_a_person_confirmed_it(read: Extraction) -> None:
    names = {area.name for area in read.document.secretariats}
    assert {"Dirección de Datos", "Comité de Datos", "Secretaría de Gobierno Abierto"} <= names
    assert not names & {"Innovación", "Secretaria de Innovacion", "Comite de datos", "Direccion de Datos"}
    similar = [one for one in read.findings if one.code is FindingCode.NAME_SIMILAR]
    assert [one.inputs for one in similar] == [(("read_as", "Secretaría de Gobierno Abierto"),)]


def test_typing_errors_are_corrected_only_where_the_recipe_names_them(plan: PlanDocument) -> None:
    names = [node.name for node in plan.nodes]
    assert "Protocolo de Datos Desagregados" in names
    assert "Inventario de datos" in names
    assert "Alianzas y Certificaciones" in names


def test_a_bound_is_not_a_value(plan: PlanDocument) -> None:
    trained = value(plan, "Personal municipal capacitado")
    assert trained is not None and (trained.value, trained.bound, trained.text) == (70.0, ">", "> 70%")
    open_formats = value(plan, "Indicadores estratégicos")
    assert open_formats is not None and (open_formats.value, open_formats.bound) == (90.0, ">")


def test_numbers_in_words_and_variations_are_numbers(plan: PlanDocument) -> None:
    saved = value(plan, "Agua ahorrada")
    assert saved is not None and saved.value == 600_000
    incidents = target(plan, "Incidentes de ciberseguridad")
    assert incidents is not None and incidents.value == -50.0
    assert indicator(plan, "Incidentes de ciberseguridad").baseline_value == 0.0
    assert indicator(plan, "Incidentes de ciberseguridad").direction == "decrease"
    assert indicator(plan, "Personal que no recibió").baseline_value == 70.54
    assert indicator(plan, "Personal con solo conocimientos").baseline_value == 46.52


def test_four_a_year_is_the_promise_of_each_year(plan: PlanDocument) -> None:
    meetings = target(plan, "Reuniones del Comité")
    assert meetings is not None and (meetings.value, meetings.text) == (4.0, "4 por año")
    assert indicator(plan, "Reuniones del Comité").accumulation_years == "last"


def test_a_blank_target_is_no_target(plan: PlanDocument) -> None:
    assert target(plan, "Personal que no recibió") is None
    assert target(plan, "Agua ahorrada") is None
    assert len(plan.targets) == 10
    assert len(plan.values) == 7


def test_an_inserted_row_keeps_the_codes_of_the_others(read: Extraction) -> None:
    first = next(p for p in read.document.projects if p.code == "1.1.1")
    with open_workbook(LUJAN) as workbook:
        grid = workbook.sheet("Gobernanza")
        grid.put(4, 2, "Una actividad nueva antes que todas")
        again = extract(load_recipe("lujan"), workbook, known=read.document).document
    codes = {project.name: project.code for project in again.projects}
    assert codes["Una actividad nueva antes que todas"] == "1.1.3"
    assert first.name not in codes
    others = {p.name: p.code for p in read.document.projects if p.name != first.name}
    assert {name: codes[name] for name in others} == others


def test_two_indicators_are_indicators_of_the_data_committee_and_no_other(plan: PlanDocument) -> None:
    assert [(link.item_code, link.indicator_code) for link in plan.links] == [("1.3", "1.I2"), ("1.2", "2.I1")]
    assert {(item.code, item.parent_code) for item in plan.cross_axis_items} == {
        ("1", None),
        ("1.2", "1"),
        ("1.3", "1"),
    }
