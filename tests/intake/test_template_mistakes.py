"""What people get wrong in a template: each mistake names its cell, says what was expected, and spoils nothing else."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from intake.extract import Extraction
from intake.findings import Finding, FindingCode, Severity
from intake.problems import UnusableSource
from tests.intake.templates import AXIS, INDICATOR, PLAN, PROGRAM, PROJECT, Fill

ON_A_PERCENT = {**INDICATOR, "Unidad": "%"}
OF_I1 = {"Código del indicador": "I-1"}


def at(found: Extraction, sheet: str, cell: str) -> list[Finding]:
    return [one for one in found.findings if (one.sheet, one.cell) == (sheet, cell)]


def quarter(number: int, value: object, **more: object) -> dict[str, object]:
    first = dt.date(2024, 3 * number - 2, 1)
    last = (dt.date(2024, 3 * number, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return {**OF_I1, "Inicio del período": first, "Fin del período": last, "Valor": value, **more}


def test_percents_with_a_sign_a_format_or_in_points_are_the_same_and_nothing_is_said(filled: Fill) -> None:
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[{**ON_A_PERCENT, "Línea de base": "40%", "Fecha de la línea de base": dt.date(2023, 12, 31)}],
        Metas=[{**OF_I1, "Clase de meta": "meta final", "Meta": (0.85, "0%")}],
        Valores=[quarter(1, 55), quarter(2, "60 %"), quarter(3, (0.655, "0.0%")), quarter(4, 0)],
    )
    assert found.findings == ()
    assert found.document.indicators[0].baseline_value == 40.0
    assert found.document.targets[0].value == 85.0
    assert [one.value for one in found.document.values] == [55.0, 60.0, 65.5, 0.0]


@pytest.mark.parametrize("doubtful", [0.6, "0,6", 1])
def test_a_plain_fraction_of_an_indicator_in_percent_is_not_guessed(filled: Fill, doubtful: object) -> None:
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[{**ON_A_PERCENT, "Unidad": "Porcentaje de cuadras", "Línea de base": 0.4}],
        Metas=[{**OF_I1, "Clase de meta": "meta final", "Meta": "85%"}],
        Valores=[quarter(1, doubtful), quarter(2, 70)],
    )
    plan = found.document
    assert plan.indicators[0].baseline_value is None
    assert [(one.value, one.text) for one in plan.values] == [(70.0, None)]
    cells = {(one.sheet, one.cell) for one in found.findings if one.code is FindingCode.PERCENT_SCALE_DOUBTFUL}
    assert cells == {("Indicadores", "W3"), ("Valores", "D3")}
    headers = {(one.sheet, one.found) for one in found.findings if one.code is FindingCode.PERCENT_SCALE_MIXED}
    assert headers == {("Indicadores", "Línea de base"), ("Valores", "Valor")}
    assert at(found, "Valores", "D3")[0].action == "se dejó afuera la fila"


def test_fractions_alone_are_doubtful_too_and_those_of_other_units_are_plain_numbers(filled: Fill) -> None:
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[ON_A_PERCENT, {**INDICATOR, "Código": "I-2", "Unidad": "hectáreas"}],
        Valores=[quarter(1, 0.6), quarter(2, 0.7), {**quarter(1, 0.6), "Código del indicador": "I-2"}],
    )
    assert [(one.indicator_code, one.value) for one in found.document.values] == [("I-2", 0.6)]
    assert [one.code for one in found.findings] == 2 * [FindingCode.PERCENT_SCALE_DOUBTFUL]


def test_a_declared_progress_between_0_and_1_is_doubtful_beside_one_in_points(filled: Fill) -> None:
    on = {"Fecha de lo declarado": dt.date(2025, 1, 31)}
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Proyectos=[
            {**PROJECT, "Avance declarado": 45, **on},
            {**PROJECT, "Código": "P-2", "Avance declarado": 0.5, **on},
        ],
    )
    assert [one.declared_pct for one in found.document.projects] == [45.0, None]
    assert [one.code for one in at(found, "Proyectos", "O4")] == [FindingCode.PERCENT_SCALE_DOUBTFUL]


def test_a_blank_value_is_a_blank_cell_and_the_other_rows_come_in(filled: Fill) -> None:
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[INDICATOR],
        Valores=[quarter(1, 5), quarter(2, None), quarter(3, None, Nota="lo manda la dirección"), quarter(4, "SD")],
        Metas=[
            {**OF_I1, "Clase de meta": "meta final"},
            {**OF_I1, "Clase de meta": "meta intermedia", "Meta": 3},
            {**OF_I1, "Clase de meta": "planificado del período", "Meta": 3, "Vence": dt.date(2024, 12, 31)},
        ],
    )
    assert [one.value for one in found.document.values] == [5.0]
    assert found.document.targets == []
    blank = [(one.sheet, one.cell) for one in found.findings if one.code is FindingCode.VALUE_MISSING]
    assert blank == [("Metas", "E3"), ("Metas", "D4"), ("Metas", "C5"), ("Valores", "D4"), ("Valores", "D5")]
    assert {one.code for one in found.findings} == {FindingCode.VALUE_MISSING, FindingCode.NO_DATA_MARK}
    assert {one.action for one in found.findings if one.code is FindingCode.VALUE_MISSING} == {"se dejó afuera la fila"}


def test_a_good_row_after_an_impossible_one_of_the_same_period_comes_in(filled: Fill) -> None:
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[INDICATOR],
        Valores=[quarter(1, 5, Numerador=1, Denominador=0), quarter(1, 7)],
    )
    assert [one.value for one in found.document.values] == [7.0]
    assert [(one.cell, one.expected) for one in found.findings] == [("F3", "un denominador distinto de cero")]


def test_every_mistake_of_a_row_is_said_at_once(filled: Fill) -> None:
    wrong = {**INDICATOR, "Nombre": None, "Sentido": "subir", "Acumulación": "acumulado", "Decimales": 1.5}
    found = filled(Ejes=[AXIS], Programas=[PROGRAM], Indicadores=[wrong])
    said = {one.cell: (one.code, one.severity, one.action) for one in found.findings}
    out = "se dejó afuera la fila"
    assert said == {
        "B3": (FindingCode.VALUE_MISSING, Severity.ERROR, out),
        "N3": (FindingCode.OPTION_NOT_UNDERSTOOD, Severity.ERROR, out),
        "P3": (FindingCode.OPTION_NOT_UNDERSTOOD, Severity.ERROR, out),
        "O3": (FindingCode.NUMBER_NOT_WHOLE, Severity.WARNING, out),
    }


def test_a_finding_names_the_cell_of_the_code_that_does_not_exist(filled: Fill) -> None:
    found = filled(
        Secretarías=[{"Código": "SOP", "Nombre": "Obras"}],
        Ejes=[AXIS],
        Programas=[PROGRAM, {"Código": "2.1", "Nombre": "Sin eje", "Código del eje": "7"}],
        Proyectos=[
            {**PROJECT, "Secretaría responsable": "Turismo", "Comparten la responsabilidad": "SOP; Cultura"},
            {**PROJECT, "Código": "P-2", "Código de ubicación": "9.9"},
            {**PROJECT, "Código": "P-3", "Código de ubicación": "2.1"},
        ],
        Presupuesto=[{"Clase de elemento": "Proyecto", "Código del elemento": "P-7", "Moneda": "ARS", "Aprobado": 1}],
    )
    unknown = {(one.sheet, one.cell, one.found, one.expected) for one in found.findings
               if one.code is FindingCode.REFERENCE_UNKNOWN}  # fmt: skip
    assert unknown == {
        ("Programas", "C4", "7", "un código que esté en «Ejes» o «Programas»"),
        ("Proyectos", "E3", "Turismo", "un código que esté en «Secretarías»"),
        ("Proyectos", "G3", "Cultura", "un código que esté en «Secretarías»"),
        ("Proyectos", "C4", "9.9", "un código que esté en «Ejes» o «Programas»"),
        ("Presupuesto", "B3", "P-7", "un código que esté en «Proyectos»"),
    }
    # The program of P-3 is in its sheet, in a row with a mistake of its own.
    assert [one.code for one in at(found, "Proyectos", "C5")] == [FindingCode.REFERENCE_LEFT_OUT]


def test_names_in_the_place_of_codes_are_taken_for_their_codes_and_said(filled: Fill) -> None:
    found = filled(
        Secretarías=[
            {"Código": "SOP ", "Nombre": "Secretaría de Obras, Servicios y Ambiente"},
            {"Código": "SAL", "Nombre": "Secretaría de Salud"},
            {"Código": "HAC", "Nombre": "Hacienda", "Depende de": "secretaria de salud"},
        ],
        Ejes=[AXIS],
        Programas=[{**PROGRAM, "Código del eje": "CIUDAD"}],
        Proyectos=[
            {
                **PROJECT,
                "Código de ubicación": "calles",
                "Secretaría responsable": "Secretaria de obras, servicios y ambiente",
                "Comparten la responsabilidad": "Secretaría de Salud (Directora), HAC",
            }
        ],
        Indicadores=[{**INDICATOR, "Código del proyecto": "p-1"}],
        Valores=[quarter(1, 5) | {"Código del indicador": "Cuadras"}],
    )
    plan = found.document
    project = plan.projects[0]
    assert [(r.secretariat_code, r.post) for r in project.responsibles] == [
        ("SOP", None), ("HAC", None), ("SAL", "Directora"),
    ]  # fmt: skip
    assert (project.node.code, plan.indicators[0].project_code, plan.values[0].indicator_code) == ("1.10", "P-1", "I-1")
    assert {one.code: one.parent_code for one in plan.secretariats}["HAC"] == "SAL"
    assert {(one.sheet, one.cell, dict(one.inputs)["read_as"]) for one in found.findings
            if one.code is FindingCode.NAME_FOR_CODE} == {
        ("Secretarías", "C5", "SAL"), ("Programas", "C3", "1"), ("Proyectos", "C3", "1.10"),
        ("Proyectos", "E3", "SOP"), ("Proyectos", "G3", "SAL"), ("Indicadores", "E3", "P-1"), ("Valores", "A3", "I-1"),
    }  # fmt: skip
    assert {one.severity for one in found.findings} == {Severity.INFO}


def test_codes_typed_as_numbers_may_have_lost_their_zero(filled: Fill) -> None:
    programs = [{**PROGRAM, "Código": code, "Nombre": f"Programa {code}"} for code in (1.1, 1.1, "1.20")]
    found = filled(
        Ejes=[AXIS],
        Programas=programs,
        Proyectos=[{**PROJECT, "Código de ubicación": 1.2}, {**PROJECT, "Código": "P-2", "Código de ubicación": 1.1}],
    )
    assert [one.code for one in at(found, "Programas", "A4")] == [FindingCode.CODE_DOUBTFUL, FindingCode.ROW_REPEATED]
    assert [(one.code, one.node.code) for one in found.document.projects] == [("P-1", "1.20"), ("P-2", "1.1")]
    assert [one.code for one in at(found, "Proyectos", "C3")] == [FindingCode.CODE_DOUBTFUL]
    assert at(found, "Proyectos", "C4") == []


def test_dates_percents_and_numbers_typed_as_text_are_read(filled: Fill) -> None:
    found = filled(
        plan={**PLAN, "Primer día del plan": "10/12/2023", "Último día del plan": "9 de diciembre de 2027",
              "Umbral de En camino": "95%"},
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Proyectos=[{**PROJECT, "Fin previsto": "31/12/2025 ", "Es público": "si", "Situación": "En ejecución"}],
        Indicadores=[{**INDICATOR, "Línea de base": "unos 30", "Fecha de la línea de base": "dic 2023"}],
        Valores=[quarter(1, "1.234,5")],
        Presupuesto=[{"Clase de elemento": "proyecto", "Código del elemento": "P-1", "Año": "2024", "Moneda": "ars",
                      "Aprobado": "$ 15.000.000,50"}],
    )  # fmt: skip
    plan = found.document
    assert (plan.plan.starts_on, plan.plan.ends_on) == (dt.date(2023, 12, 10), dt.date(2027, 12, 9))
    assert plan.plan.on_track_min == 0.95
    assert (plan.projects[0].planned_end, plan.projects[0].state) == (dt.date(2025, 12, 31), "in_progress")
    assert (plan.indicators[0].baseline_value, plan.indicators[0].baseline_text) == (30.0, "unos 30")
    assert (plan.values[0].value, plan.budgets[0].approved_amount) == (1234.5, 15000000.5)
    assert (plan.budgets[0].year, plan.budgets[0].currency) == (2024, "ARS")


def test_a_text_typed_in_a_date_is_kept_beside_what_its_own_column_says(filled: Fill) -> None:
    dates = {"Fin previsto": "cuando se pueda", "Fechas en palabras": "Ene a Jun"}
    found = filled(Ejes=[AXIS], Programas=[PROGRAM], Proyectos=[{**PROJECT, **dates}])
    assert found.document.projects[0].dates_text == "Ene a Jun; cuando se pueda"


def test_a_unit_with_nowhere_to_be_kept_is_not_said_to_be_in_a_note(filled: Fill) -> None:
    found = filled(Ejes=[AXIS], Programas=[PROGRAM], Proyectos=[{**PROJECT, "Demora admitida": "15 días"}])
    assert found.document.projects[0].allowed_delay_days == 15
    assert [one.action for one in found.findings] == ["se leyó el número; lo demás no se guarda"]


def test_sheets_and_columns_may_stand_in_any_order_with_titles_above_and_columns_of_ones_own(filled: Fill) -> None:
    def rearrange(workbook: openpyxl.Workbook) -> None:
        workbook.move_sheet("Valores", -8)
        sheet = workbook["Proyectos"]
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Proyectos de la gestión"
        sheet.insert_cols(2)
        sheet["B3"] = "Observaciones"
        sheet["B30"] = "suelta"

    found = filled(Ejes=[AXIS], Programas=[PROGRAM], Proyectos=[PROJECT], change=rearrange)
    assert [one.code for one in found.document.projects] == ["P-1"]
    assert [(one.code, one.cell, one.found) for one in found.findings] == [
        (FindingCode.COLUMN_UNKNOWN, "B3", "Observaciones")
    ]


def test_a_note_under_a_table_is_one_finding(filled: Fill) -> None:
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[INDICATOR],
        Valores=[quarter(1, 5), {}, {"Código del indicador": "Fuente: Dirección de Estadística"}],
    )
    assert [(one.code, one.cell) for one in found.findings] == [(FindingCode.VALUE_MISSING, "B5")]
    assert found.document.unread == frozenset()


def test_a_code_of_two_levels_needs_its_level_beside_it(filled: Fill) -> None:
    programs = [{**PROGRAM, "Código": "1"}]
    found = filled(Ejes=[AXIS], Programas=programs, Proyectos=[{**PROJECT, "Código de ubicación": "1"}])
    assert [(one.code, one.cell) for one in found.findings] == [(FindingCode.VALUE_MISSING, "D3")]
    placed = {**PROJECT, "Código de ubicación": "1", "Nivel de ubicación": 2}
    found = filled(Ejes=[AXIS], Programas=programs, Proyectos=[placed])
    assert (found.findings, found.document.projects[0].node.depth) == ((), 2)


def test_thresholds_in_the_wrong_order_are_said_and_the_usual_ones_hold(filled: Fill) -> None:
    found = filled(plan={**PLAN, "Umbral de En camino": 0.5, "Umbral de En riesgo": 0.6})
    assert (found.document.plan.on_track_min, found.document.plan.at_risk_min) == (0.9, 0.6)
    assert {(one.sheet, one.found) for one in found.findings} == {("Plan", "0.5"), ("Plan", "0.6")}


def test_a_plan_that_ends_before_it_starts_is_refused(filled: Fill) -> None:
    with pytest.raises(UnusableSource, match="el último día del plan no es posterior al primero"):
        filled(plan={**PLAN, "Último día del plan": dt.date(2023, 12, 31)})


@pytest.mark.parametrize("code", ["Plan 2024", "plan/2024", "Año", ""])
def test_a_plan_code_that_no_address_could_hold_is_refused(filled: Fill, code: str) -> None:
    with pytest.raises(UnusableSource, match=r"código de plan «.*» no sirve|falta Código del plan"):
        filled(plan={**PLAN, "Código del plan": code})


def test_a_fact_of_the_plan_that_is_not_understood_is_named_with_its_cell(filled: Fill) -> None:
    with pytest.raises(UnusableSource, match=r"en la hoja «Plan» falta Primer día del plan \(B8: «ayer»\)\."):
        filled(plan={**PLAN, "Primer día del plan": "ayer"})


def test_a_number_typed_with_the_unit_of_its_indicator_is_a_number(filled: Fill) -> None:
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[{**INDICATOR, "Línea de base": "3 Cuadras"}],
        Metas=[{**OF_I1, "Clase de meta": "final", "Meta": "más de 400 cuadras"}],
        Valores=[quarter(1, "12 cuadras"), quarter(2, "12 veredas"), quarter(3, "cuadras")],
    )
    plan = found.document
    assert (plan.indicators[0].baseline_value, plan.indicators[0].baseline_text) == (3.0, None)
    assert (plan.targets[0].value, plan.targets[0].bound) == (400.0, ">")
    assert [(one.value, one.text) for one in plan.values] == [(12.0, None), (None, "12 veredas"), (None, "cuadras")]
    assert [one.code for one in at(found, "Valores", "D3")] == [FindingCode.NUMBER_WITH_UNIT]


def test_a_space_after_a_code_is_nothing_to_say(filled: Fill) -> None:
    found = filled(Ejes=[{**AXIS, "Código": "1 "}], Programas=[{**PROGRAM, "Código del eje": " 1"}])
    assert (found.findings, [one.key.code for one in found.document.nodes]) == ((), ["1", "1.10"])
