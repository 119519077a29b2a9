"""The template is in Spanish, explains itself, and is read back by the same definitions it was written with."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from pathlib import Path

import openpyxl
import pytest

from intake.findings import FindingCode
from intake.problems import UnusableSource
from intake.reading import open_workbook
from intake.template_reading import is_template, read_template
from intake.template_sheets import SHEETS
from tests.intake.templates import AXIS, INDICATOR, PLAN, PROGRAM, PROJECT, Fill


def test_the_sheets_are_those_of_a_plan(template: Path) -> None:
    names = openpyxl.load_workbook(template).sheetnames
    assert names == [
        "Cómo se usa", "Plan", "Niveles", "Secretarías", "Ejes", "Programas", "Otros niveles", "Proyectos", "Hitos",
        "Indicadores", "Metas", "Valores", "Presupuesto", "Ejes transversales", "Vínculos",
    ]  # fmt: skip


def test_every_header_has_a_comment_and_every_option_a_drop_down(template: Path) -> None:
    workbook = openpyxl.load_workbook(template)
    for definition in SHEETS:
        sheet = workbook[definition.name]
        ranges = {str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
        for column, cell in zip(definition.columns, sheet[1], strict=True):
            assert cell.value == column.title
            assert cell.comment is not None and column.meaning in cell.comment.text
            if column.words:
                assert any(area.startswith(f"{cell.column_letter}2:") for area in ranges), (
                    definition.name,
                    column.title,
                )


def test_titles_are_unique_in_each_sheet() -> None:
    for definition in SHEETS:
        titles = [column.title for column in definition.columns]
        assert len(set(titles)) == len(titles), definition.name


def test_every_field_of_a_record_has_a_column() -> None:
    by_name = {definition.name: definition for definition in SHEETS}
    carried = {"source_ref", "baseline_ref", "responsibles", "node", "key", "parent"}
    for name, record in (
        ("Proyectos", "ProjectRecord"),
        ("Indicadores", "IndicatorRecord"),
        ("Valores", "ValueRecord"),
        ("Metas", "TargetRecord"),
        ("Hitos", "MilestoneRecord"),
        ("Presupuesto", "BudgetRecord"),
    ):
        from data_models import document

        columns = {column.field for column in by_name[name].columns}
        assert {field.name for field in fields(getattr(document, record))} - carried <= columns, name


def test_an_untouched_template_does_not_say_which_plan_it_is(template: Path) -> None:
    with open_workbook(template) as workbook:
        assert is_template(workbook)
        with pytest.raises(UnusableSource, match="en la hoja «Plan» falta Código del municipio"):
            read_template(workbook)


def test_the_example_rows_are_not_imported(filled: Fill) -> None:
    plan = filled().document
    assert plan.projects == plan.indicators == plan.nodes == plan.values == plan.levels == []
    assert (plan.plan.code, plan.plan.on_track_min, plan.plan.is_public) == ("p", 0.9, True)


def test_an_example_that_somebody_changed_is_data(filled: Fill, template: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(template)
    for line in workbook["Plan"].iter_rows(min_row=2):
        line[1].value = PLAN.get(line[0].value)
    workbook["Ejes"]["B2"].value = "Mi primer eje"
    workbook.save(tmp_path / "cambiado.xlsx")
    with open_workbook(tmp_path / "cambiado.xlsx") as opened:
        assert [node.name for node in read_template(opened).document.nodes] == ["Mi primer eje"]


def test_a_filled_template_is_a_plan(filled: Fill) -> None:
    people = {
        "Secretaría responsable": "SEC-01",
        "Cargo responsable": "Dirección",
        "Comparten la responsabilidad": "SEC-02 (Jefa); SEC-03",
    }
    areas = [{"Código": f"SEC-0{n}", "Nombre": f"Secretaría {n}"} for n in (1, 2, 3)]
    found = filled(
        Secretarías=areas,
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Proyectos=[
            PROJECT
            | people
            | {
                "Situación": next(c for c in SHEETS[5].columns if c.field == "state").words["in_progress"],
                "Inicio previsto": "marzo 2024",
            }
        ],
        Indicadores=[INDICATOR],
        Valores=[
            {
                "Código del indicador": "I-1",
                "Inicio del período": "01/01/2024",
                "Fin del período": "31/03/2024",
                "Valor": "1.234,5",
            }
        ],
    )
    plan = found.document
    project = plan.projects[0]
    assert (project.node.depth, project.node.code) == (2, "1.10")
    assert (project.state, project.planned_start) == ("in_progress", dt.date(2024, 3, 1))
    assert [(r.secretariat_code, r.is_lead, r.post) for r in project.responsibles] == [
        ("SEC-01", True, "Dirección"), ("SEC-02", False, "Jefa"), ("SEC-03", False, None),
    ]  # fmt: skip
    assert (plan.indicators[0].accumulation, plan.indicators[0].decimals) == ("sum", 1)
    assert [(v.value, v.period_end) for v in plan.values] == [(1234.5, dt.date(2024, 3, 31))]


def test_what_is_missing_or_refers_to_nothing_is_left_out_and_said(filled: Fill) -> None:
    found = filled(
        Ejes=[AXIS, {"Nombre": "Sin código"}],
        Programas=[PROGRAM, PROGRAM | {"Código": "9.9", "Código del eje": "9"}],
        Proyectos=[PROJECT, PROJECT | {"Código": "P-2", "Código de ubicación": "no está"}],
        Indicadores=[INDICATOR, INDICATOR | {"Código": "I-2", "Sentido": "de costado"}, INDICATOR],
        Metas=[{"Código del indicador": "I-9", "Clase de meta": "Final", "Meta": 5}],
    )
    plan = found.document
    assert [node.key.code for node in plan.nodes] == ["1", "1.10"]
    assert [project.code for project in plan.projects] == ["P-1"]
    assert [indicator.code for indicator in plan.indicators] == ["I-1"]
    assert plan.targets == []
    said = {(one.code, one.sheet, one.cell) for one in found.findings}
    assert {
        (FindingCode.VALUE_MISSING, "Ejes", "A4"),
        (FindingCode.REFERENCE_UNKNOWN, "Programas", "C4"),
        (FindingCode.REFERENCE_UNKNOWN, "Proyectos", "C4"),
        (FindingCode.ROW_REPEATED, "Indicadores", "A5"),
        (FindingCode.REFERENCE_UNKNOWN, "Metas", "A3"),
    } <= said
    assert any(code is FindingCode.OPTION_NOT_UNDERSTOOD and sheet == "Indicadores" for code, sheet, _ in said)


def test_blank_is_not_zero_and_a_bound_is_kept_as_a_bound(filled: Fill) -> None:
    def month(number: int, last_day: int) -> dict[str, object]:
        start, end = dt.date(2024, number, 1), dt.date(2024, number, last_day)
        return {"Código del indicador": "I-1", "Inicio del período": start, "Fin del período": end}

    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Indicadores=[INDICATOR],
        Valores=[
            month(1, 31) | {"Valor": 0},
            month(2, 29),
            month(3, 31) | {"Valor": "> 70"},
            month(4, 30) | {"Valor": "todavía no"},
        ],
    )
    values = {v.period_end.month: (v.value, v.bound, v.text) for v in found.document.values}
    assert values == {1: (0.0, None, None), 3: (70.0, ">", None), 4: (None, None, "todavía no")}


def test_a_blank_kind_or_frequency_is_what_its_header_says(filled: Fill, template: Path) -> None:
    blank = {key: value for key, value in INDICATOR.items() if key not in ("Tipo", "Frecuencia")}
    indicator = filled(Ejes=[AXIS], Programas=[PROGRAM], Indicadores=[blank]).document.indicators[0]
    assert (indicator.kind, indicator.frequency) == ("process", "quarterly")
    comments = {cell.value: cell.comment.text for cell in openpyxl.load_workbook(template)["Indicadores"][1]}
    assert "vacío: de proceso." in comments["Tipo"].lower()
    assert "vacío: trimestral." in comments["Frecuencia"].lower()


def test_a_known_plan_gives_the_facts_that_the_file_leaves_blank(filled: Fill) -> None:
    known = filled().document
    again = filled(plan={"Nombre del plan": "Otro nombre"}, known=known).document
    assert (again.plan.code, again.plan.name, again.municipality) == ("p", "Otro nombre", known.municipality)


def test_a_finding_says_what_was_really_done_with_the_cell(filled: Fill) -> None:
    period = {"Inicio del período": dt.date(2024, 1, 1), "Fin del período": dt.date(2024, 3, 31)}
    found = filled(
        Ejes=[AXIS],
        Programas=[PROGRAM],
        Proyectos=[
            {**PROJECT, "Situación": "finalizad o", "Inicio previsto": "cuando se pueda", "Avance declarado": "> 70 %"}
        ],
        Indicadores=[INDICATOR, {**INDICATOR, "Código": "I-2", "Sentido": "subir"}],
        Valores=[
            {"Código del indicador": "I-1", **period, "Valor": "veinte"},
            {"Código del indicador": "I-1", "Inicio del período": "xx", "Fin del período": "30/06/2024", "Valor": 1},
            {
                "Código del indicador": "I-1",
                "Inicio del período": "01/07/2024",
                "Fin del período": "30/09/2024",
                "Valor": "SD",
            },
        ],
    )
    project = found.document.projects[0]
    assert (project.state, project.planned_start, project.dates_text, project.declared_pct) == (
        "finished",
        None,
        "cuando se pueda",
        None,
    )
    assert [indicator.code for indicator in found.document.indicators] == ["I-1"]
    assert [(value.value, value.text) for value in found.document.values] == [(None, "veinte")]
    actions = {one.found: one.action for one in found.findings}
    kept, left_blank = (
        "se guardó como texto; el resto de la fila se importa",
        "no se leyó: si el plan ya tenía el dato, queda como estaba; el resto de la fila se importa",
    )
    assert actions["cuando se pueda"] == kept and actions["veinte"] == kept
    assert actions["> 70 %"] == left_blank
    assert actions["subir"] == actions["xx"] == "se dejó afuera la fila"
    assert [one.code for one in found.findings if one.found == "SD"] == [FindingCode.NO_DATA_MARK]
    assert not any("un número o un texto" in one.expected for one in found.findings)


def test_an_indicator_of_finality_is_one_of_outcome(filled: Fill) -> None:
    found = filled(Ejes=[AXIS], Programas=[PROGRAM], Indicadores=[{**INDICATOR, "Tipo": "De finalidad"}])
    assert found.document.indicators[0].kind == "outcome"


def test_a_code_is_typed_as_text_and_a_day_as_a_day(template: Path) -> None:
    workbook = openpyxl.load_workbook(template)
    for definition in SHEETS:
        dimensions = workbook[definition.name].column_dimensions
        for column, cell in zip(definition.columns, workbook[definition.name][1], strict=True):
            expected = {"code": "@", "date": "dd/mm/yyyy"}.get(column.type, "General")
            assert dimensions[cell.column_letter].number_format == expected, (definition.name, column.title)


def test_code_and_name_stay_in_sight(template: Path) -> None:
    workbook = openpyxl.load_workbook(template)
    for definition in SHEETS:
        fields = [column.field for column in definition.columns]
        pane = workbook[definition.name].freeze_panes
        assert pane[1:] == "2" and (("name" not in fields) or ord(pane[0]) - ord("A") > fields.index("name")), pane


def test_the_guide_names_options_as_the_drop_downs_do(template: Path) -> None:
    guide = " ".join(str(cell.value) for row in openpyxl.load_workbook(template)["Cómo se usa"] for cell in row)
    bounds = next(column for column in SHEETS[8].columns if column.field == "bound")
    assert f"la cota «{bounds.words['>']}»" in guide
