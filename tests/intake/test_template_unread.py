"""What a later template cannot say stays as it is stored; what it deliberately leaves out is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data_models.document import PlanDocument, Unread
from data_models.snapshot import plan_document
from data_models.store import Store
from intake.findings import FindingCode
from intake.importing import Outcome, import_file
from intake.template_sheets import SHEETS
from tests.intake.templates import AXIS, INDICATOR, PERIOD, PROGRAM, PROJECT, Change, write_filled

OF_I1 = {"Código del indicador": "I-1"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "Secretarías": [{"Código": "SOP", "Nombre": "Obras"}],
    "Ejes": [AXIS],
    "Programas": [PROGRAM],
    "Proyectos": [
        {
            **PROJECT,
            "Secretaría responsable": "SOP",
            "Situación": "en curso",
            "Inicio previsto": dt.date(2024, 2, 1),
            "Fin previsto": dt.date(2025, 6, 30),
        },
        {**PROJECT, "Código": "P-2", "Nombre": "Puente"},
    ],
    "Hitos": [{"Código del proyecto": "P-1", "Código": "1", "Hito": "Contrato", "Vence": dt.date(2024, 5, 31)}],
    "Indicadores": [{**INDICATOR, "Línea de base": 3}],
    "Metas": [{**OF_I1, "Clase de meta": "meta final", "Meta": 40, "Vence": dt.date(2027, 12, 31)}],
    "Valores": [{**OF_I1, **PERIOD, "Valor": 5}],
    "Presupuesto": [
        {"Clase de elemento": "Proyecto", "Código del elemento": "P-1", "Año": 2024, "Moneda": "ARS", "Aprobado": 9}
    ],
}
# A formula that no spreadsheet has calculated yet.
NOT_CALCULATED = "=1/0"
Again = Callable[[Change], tuple[PlanDocument, Outcome]]


@pytest.fixture
def again(template: Path, tmp_path: Path, sqlite_store: Store) -> Again:
    """Import the template with all its rows, then again with a change; the plan as stored, and the second outcome."""

    def import_twice(change: Change) -> tuple[PlanDocument, Outcome]:
        import_file(sqlite_store, write_filled(template, tmp_path / "antes.xlsx", ROWS))
        outcome = import_file(sqlite_store, write_filled(template, tmp_path / "despues.xlsx", ROWS, change=change))
        with sqlite_store.reading() as connection:
            return plan_document(connection, "p"), outcome

    return import_twice


def cell(sheet: str, title: str, value: object, row: int = 3) -> Change:
    """A change of one cell."""

    def change(workbook: openpyxl.Workbook) -> None:
        columns = {header.value: header.column for header in workbook[sheet][1]}
        workbook[sheet].cell(row, columns[title]).value = value

    return change


def without_columns(sheet: str, *titles: str) -> Change:
    def change(workbook: openpyxl.Workbook) -> None:
        for title in titles:
            columns = {header.value: header.column for header in workbook[sheet][1]}
            workbook[sheet].delete_cols(columns[title])

    return change


@pytest.mark.parametrize(
    ("sheet", "title", "written"),
    [
        ("Proyectos", "Inicio previsto", NOT_CALCULATED),
        ("Proyectos", "Situación", "vaya a saber"),
        ("Proyectos", "Secretaría responsable", "TUR"),
        ("Proyectos", "Nombre", None),
        ("Proyectos", "Código de ubicación", "9.9"),
        ("Proyectos", "Código", NOT_CALCULATED),
        ("Hitos", "Vence", "pronto"),
        ("Hitos", "Código", NOT_CALCULATED),
        ("Indicadores", "Línea de base", NOT_CALCULATED),
        ("Indicadores", "Sentido", "de costado"),
        ("Indicadores", "Código", None),
        ("Metas", "Meta", NOT_CALCULATED),
        ("Metas", "Vence", NOT_CALCULATED),
        ("Metas", "Clase de meta", "de siempre"),
        ("Metas", "Cota", "mucho"),
        ("Valores", "Valor", NOT_CALCULATED),
        ("Valores", "Fin del período", "algún día"),
        ("Valores", "Inicio del período", None),
        ("Valores", "Numerador", 4),
        ("Presupuesto", "Aprobado", NOT_CALCULATED),
        ("Presupuesto", "Año", NOT_CALCULATED),
        ("Programas", "Nombre", NOT_CALCULATED),
        ("Programas", "Código", NOT_CALCULATED),
        ("Secretarías", "Nombre", None),
    ],
)
def test_a_cell_that_cannot_be_read_changes_nothing_that_is_stored(
    again: Again, sheet: str, title: str, written: object, template: Path, tmp_path: Path, sqlite_store: Store
) -> None:
    import_file(sqlite_store, write_filled(template, tmp_path / "solo.xlsx", ROWS))
    with sqlite_store.reading() as connection:
        before = plan_document(connection, "p")
    after, outcome = again(cell(sheet, title, written))
    assert after == before
    assert outcome.findings != ()


@pytest.mark.parametrize(
    ("sheet", "title", "written", "kind"),
    [
        ("Valores", "Valor", "SD", "values"),
        ("Valores", "Valor", None, "values"),
        ("Metas", "Meta", None, "targets"),
    ],
)
def test_no_data_and_a_blank_where_the_number_goes_take_it_back(
    again: Again, sheet: str, title: str, written: object, kind: str
) -> None:
    after, _ = again(cell(sheet, title, written))
    assert getattr(after, kind) == []


def test_a_text_in_the_place_of_a_number_is_a_change_and_not_unread(again: Again) -> None:
    after, outcome = again(cell("Valores", "Valor", "veinte"))
    assert [(one.value, one.text) for one in after.values] == [(None, "veinte")]
    assert outcome.document.unread == frozenset()


def test_a_new_date_comes_in_beside_one_that_cannot_be_read(again: Again) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        cell("Proyectos", "Inicio previsto", NOT_CALCULATED)(workbook)
        cell("Proyectos", "Nombre", "Plaza nueva")(workbook)

    after, _ = again(change)
    assert (after.projects[0].name, after.projects[0].planned_start) == ("Plaza nueva", dt.date(2024, 2, 1))


def test_a_sheet_that_is_not_there_leaves_what_is_stored_and_an_emptied_one_takes_it_back(again: Again) -> None:
    def remove_and_empty(workbook: openpyxl.Workbook) -> None:
        del workbook["Valores"]
        workbook["Hitos"].delete_rows(2, 10)

    after, outcome = again(remove_and_empty)
    assert ([one.value for one in after.values], after.milestones) == ([5.0], [])
    assert [(one.code, one.expected) for one in outcome.findings] == [(FindingCode.SHEET_MISSING, "la hoja «Valores»")]


def test_a_sheet_without_a_column_it_needs_leaves_what_is_stored(again: Again) -> None:
    after, outcome = again(without_columns("Valores", "Fin del período"))
    assert [one.value for one in after.values] == [5.0]
    assert [(one.sheet, one.expected, one.action) for one in outcome.findings] == [
        (
            "Valores",
            "la columna «Fin del período»",
            "no se leyó la hoja; lo que ya estaba guardado queda como estaba",
        )
    ]


def test_a_column_that_is_not_there_leaves_its_facts_and_the_others_change(again: Again) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        cell("Proyectos", "Nombre", "Plaza nueva")(workbook)
        without_columns("Proyectos", "Situación", "Secretaría responsable", "Nivel de ubicación")(workbook)

    after, _ = again(change)
    project = after.projects[0]
    assert (project.name, project.state) == ("Plaza nueva", "in_progress")
    assert [one.secretariat_code for one in project.responsibles] == ["SOP"]


def test_without_the_column_of_years_no_budget_is_withdrawn(again: Again) -> None:
    after, _ = again(without_columns("Presupuesto", "Año"))
    assert 2024 in {one.year for one in after.budgets}


def test_a_first_template_may_lack_what_it_does_not_need(template: Path, tmp_path: Path, sqlite_store: Store) -> None:
    def change(workbook: openpyxl.Workbook) -> None:
        for name in ("Otros niveles", "Presupuesto", "Ejes transversales", "Vínculos", "Niveles", "Secretarías"):
            del workbook[name]
        without_columns("Valores", "Numerador", "Denominador", "Cota", "Nota")(workbook)
        without_columns("Metas", "Límite superior", "Cota", "Vence")(workbook)

    rows = {name: some for name, some in ROWS.items() if name not in ("Presupuesto", "Secretarías")}
    rows["Proyectos"] = [PROJECT]
    import_file(sqlite_store, write_filled(template, tmp_path / "poco.xlsx", rows, change=change))
    with sqlite_store.reading() as connection:
        plan = plan_document(connection, "p")
    assert [one.code for one in plan.projects] == ["P-1"]
    assert ([one.value for one in plan.values], [one.value for one in plan.targets]) == ([5.0], [40.0])


def test_every_key_column_and_every_whole_column_is_a_column_of_its_sheet() -> None:
    for definition in SHEETS:
        fields = {column.field for column in definition.columns}
        assert {*definition.key, *definition.whole} - {"depth"} <= fields, definition.name


def test_an_untouched_template_says_nothing_of_what_is_stored(again: Again) -> None:
    _, outcome = again(lambda _workbook: None)
    assert (outcome.is_unchanged, outcome.findings, outcome.document.unread) == (True, (), frozenset())


def test_a_row_whose_place_is_not_known_keeps_its_whole_record(again: Again) -> None:
    _, outcome = again(cell("Proyectos", "Código de ubicación", "9.9"))
    assert outcome.document.unread >= {Unread("projects", "P-1")}
