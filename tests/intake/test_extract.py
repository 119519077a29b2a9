"""What recipes make of sheets as people make them, one habit at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_models.document import NodeKey
from intake.extract import Extraction
from intake.findings import FindingCode
from intake.reading import MergedRange
from intake.reading_grid import ErrorMark
from tests.intake.recipes import INDICATORS, PROJECTS, cells, read, sheet

HEADER = ["Eje", "Proyecto", "Responsable"]
QUARTERS = """
    period_columns:
      planned: {header: '^T[1-4] PLAN \\d{4}$'}
      done: {header: '^T[1-4] HECHO \\d{4}$'}
      years: {header: '^META \\d{4}$'}
    values: [{amounts: done}]
    targets:
      - {kind: period, amounts: planned}
      - {kind: interim, amounts: years}
      - {kind: final, column: whole, due_on: {value: 2027-12-31}}
    totals: {periods: planned, by_year: {2024: total_2024}, years: years, whole: whole}
"""
QUARTERLY = (
    INDICATORS.replace(
        "baseline: {header: Base, optional: true}}",
        "baseline: {header: Base, optional: true}, whole: TOTAL PLAN, total_2024: SUMA 2024}",
    ).replace(
        "frequency: {value: quarterly}", "frequency: {value: quarterly}\n      accumulation_years: {value: by_total}"
    )
    + QUARTERS
)


def quarterly_row(
    planned: list[Any], done: list[Any], total: Any, years: list[Any], whole: Any, code: str = "1"
) -> list[list[Any]]:
    header = ["Código", "Indicador", "Unidad"]
    header += [f"T{q} PLAN 2024" for q in range(1, 5)] + [f"T{q} HECHO 2024" for q in range(1, 5)]
    header += ["SUMA 2024", *(f"META {year}" for year in range(2024, 2028)), "TOTAL PLAN"]
    return [header, [code, "Un indicador", "u", *planned, *done, total, *years, whole]]


# Where tables are


def test_the_header_is_found_by_its_content_wherever_it_is() -> None:
    grid = sheet([["Plan de la ciudad"], [], HEADER, ["Uno", "Plaza", "Obras"]], first_row=4)
    plan = read(PROJECTS, grid).document
    assert [project.name for project in plan.projects] == ["Plaza"]
    assert plan.projects[0].source_ref == "Hoja!B7"


def test_headers_differ_in_case_accents_spaces_and_line_breaks() -> None:
    grid = sheet([[" EJE\n", "proyecto ", "Responsáble"], ["Uno", "Plaza", "Obras"]])
    assert len(read(PROJECTS, grid).document.projects) == 1


def test_a_header_over_two_rows_joins_both() -> None:
    tables = PROJECTS.replace("{contains: [Eje, Proyecto]}", "{contains: [Lugar, Eje], rows: 2}")
    tables = tables.replace("axis: Eje, project: Proyecto", "axis: Lugar Eje, project: Lugar Proyecto")
    grid = sheet([["Lugar", None, "Responsable"], ["Eje", "Proyecto"], ["Uno", "Plaza", "Obras"]])
    grid.merge(MergedRange(1, 1, 1, 2))
    found = read(tables, grid)
    assert [(p.name, p.node) for p in found.document.projects] == [("Plaza", NodeKey(1, "1"))]
    assert found.document.secretariats[0].name == "Obras"


def test_a_missing_header_is_reported_and_the_rest_still_comes_in() -> None:
    found = read(PROJECTS, sheet([["Eje", "Proyecto"], ["Uno", "Plaza"]]))
    assert [project.name for project in found.document.projects] == ["Plaza"]
    missing = [one for one in found.findings if one.code is FindingCode.HEADER_MISSING]
    assert [one.inputs for one in missing] == [(("read_as", "Responsable"),)]


def test_a_repeated_header_is_read_where_the_recipe_says() -> None:
    tables = PROJECTS.replace("project: Proyecto", "project: {header: Proyecto, occurrence: 2}")
    grid = sheet([["Eje", "Proyecto", "Proyecto", "Responsable"], ["Uno", "Viejo", "Nuevo", "Obras"]])
    found = read(tables, grid)
    assert found.document.projects[0].name == "Nuevo"
    assert cells(found, FindingCode.HEADER_REPEATED) == ["C1"]


def test_a_column_may_be_named_by_its_letter() -> None:
    tables = PROJECTS.replace("responsible: Responsable", "responsible: {letter: D}")
    grid = sheet([["Eje", "Proyecto"], ["Uno", "Plaza", None, "Obras"]])
    assert read(tables, grid).document.secretariats[0].name == "Obras"


def test_two_tables_in_one_sheet_end_where_the_other_begins() -> None:
    other = PROJECTS.replace("tables:\n", "").replace("name: proyectos", "name: otros")
    other = other.replace("[Eje, Proyecto]", "[Línea, Obra]").replace(
        "axis: Eje, project: Proyecto", "axis: Línea, project: Obra"
    )
    grid = sheet([HEADER, ["Uno", "Plaza", "A"], [], ["Línea", "Obra", "Responsable"], ["Dos", "Puente", "B"]])
    plan = read(PROJECTS + other, grid).document
    assert [(p.name, p.code) for p in plan.projects] == [("Plaza", "1.1"), ("Puente", "2.1")]


def test_columns_that_no_rule_reads_are_told_once() -> None:
    found = read(PROJECTS, sheet([[*HEADER, "Observaciones"], ["Uno", "Plaza", "A", "nada"]]))
    unused = [one.found for one in found.findings if one.code is FindingCode.COLUMN_NOT_USED]
    assert unused == ["1: D Observaciones"]


# Which rows are data


def test_a_name_above_fills_the_rows_below_it() -> None:
    tables = PROJECTS.replace("needs:", "fill_down: [axis]\n    needs:")
    grid = sheet([HEADER, ["Uno", "A", "x"], [None, "B", "x"], ["Dos", "C", "x"], [None, "D", "x"]])
    assert [(p.name, p.node.code) for p in read(tables, grid).document.projects] == [
        ("A", "1"), ("B", "1"), ("C", "2"), ("D", "2"),
    ]  # fmt: skip


def test_without_fill_down_a_row_without_its_name_is_left_out_and_reported() -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "A", "x"], [None, "B", "x"]]))
    assert [project.name for project in found.document.projects] == ["A"]
    assert cells(found, FindingCode.ROW_WITHOUT_KEY) == ["B3"]


def test_a_new_name_above_empties_the_levels_below_it() -> None:
    tables = PROJECTS.replace("axis: Eje,", "axis: Eje, program: Programa,")
    tables = tables.replace("needs: [axis, project]", "fill_down: [axis, program]\n    needs: [axis, program, project]")
    grid = sheet([["Eje", "Programa", "Proyecto", "Responsable"], ["Uno", "P", "A", "x"], ["Dos", None, "B", "x"]])
    found = read(tables, grid)
    assert [project.name for project in found.document.projects] == ["A"]
    assert cells(found, FindingCode.ROW_WITHOUT_KEY) == ["A3"]


def test_the_same_name_above_again_empties_nothing_below_it() -> None:
    tables = PROJECTS.replace("axis: Eje,", "axis: Eje, program: Programa,")
    tables = tables.replace("needs: [axis, project]", "fill_down: [axis, program]\n    needs: [axis, program, project]")
    rows = [["Eje", "Programa", "Proyecto", "Responsable"], ["Uno", "P", "A", "x"], [None, None, "B", "x"]]
    merged = sheet(rows)
    merged.merge(MergedRange(2, 1, 3, 1))
    for grid in (merged, sheet([*rows[:2], ["Uno ", None, "B", "x"]])):
        assert [project.name for project in read(tables, grid).document.projects] == ["A", "B"]


def test_periods_merged_over_their_columns_are_read_in_each_of_them() -> None:
    tables = INDICATORS.replace("header: {contains: [Código, Indicador]}", "header: {contains: [Código], rows: 2}")
    tables += "    period_columns: {done: {header: Ejec}}\n    values: [{amounts: done}]\n"
    grid = sheet(
        [
            ["Código", "Indicador", "Unidad", "T1 2025", None, "T2 2025", None],
            [None, None, None, "Plan", "Ejec.", "Plan", "Ejec."],
            ["1", "A", "u", 10, 7, 10, 8],
        ]
    )
    grid.merge(MergedRange(1, 4, 1, 5))
    grid.merge(MergedRange(1, 6, 1, 7))
    found = read(tables, grid)
    assert [(value.period_end.month, value.value) for value in found.document.values] == [(3, 7), (6, 8)]
    assert cells(found, FindingCode.PERIOD_NOT_UNDERSTOOD) == []


def test_a_merged_cell_counts_for_all_its_rows_and_is_told() -> None:
    grid = sheet([HEADER, ["Uno", "A", "Obras"], [None, "B", None], ["Uno", "C", None]])
    grid.merge(MergedRange(2, 1, 3, 1))
    grid.merge(MergedRange(2, 3, 3, 3))
    found = read(PROJECTS, grid)
    assert [(p.name, len(p.responsibles)) for p in found.document.projects] == [("A", 1), ("B", 1), ("C", 0)]
    assert cells(found, FindingCode.MERGED_FILLED) == ["A3", "C3"]


@pytest.mark.parametrize("label", ["Total", "TOTAL GENERAL", "Subtotal eje 1", "Totales"])
def test_rows_of_totals_are_not_data(label: str) -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "A", "x"], [label, "B", "x"]]))
    assert len(found.document.projects) == 1
    assert cells(found, FindingCode.ROW_IS_TOTAL) == ["A3"]


def test_a_goal_whose_name_begins_with_total_is_data() -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "Total de viviendas construidas", "x"]]))
    assert len(found.document.projects) == 1


def test_a_row_with_numbers_alone_is_a_total() -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "A", "x"], [None, None, None, 35.5]]))
    assert cells(found, FindingCode.ROW_IS_TOTAL) == ["D3"]


def test_a_header_printed_again_is_not_data() -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "A", "x"], HEADER, ["Uno", "B", "x"]]))
    assert [project.name for project in found.document.projects] == ["A", "B"]


def test_empty_rows_between_data_are_no_findings() -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "A", "x"], [], [], ["Uno", "B", "x"]]))
    assert len(found.document.projects) == 2
    assert found.findings == ()


# Names and codes


def test_spellings_that_differ_in_case_accents_and_spaces_are_one_area() -> None:
    grid = sheet(
        [HEADER, ["Uno", "A", "Comité de Datos"], ["Uno", "B", "Comite  de datos "], ["Uno", "C", "COMITÉ DE DATOS"]]
    )
    found = read(PROJECTS, grid)
    assert [area.name for area in found.document.secretariats] == ["Comité de Datos"]
    assert cells(found, FindingCode.NAME_SPELLED_DIFFERENTLY) == ["C3", "C4"]


def test_similar_names_are_proposed_and_never_joined() -> None:
    grid = sheet([HEADER, ["Uno", "A", "Secretaría de Innovación"], ["Uno", "B", "Sec. de Innovasión"]])
    found = read(PROJECTS, grid)
    assert len(found.document.secretariats) == 2
    assert len(cells(found, FindingCode.NAME_SIMILAR)) == 1


def test_names_confirmed_in_the_recipe_are_one_area_with_its_code_and_parent() -> None:
    more = """
    areas:
      - {name: Secretaría de Obras, code: SO}
      - {name: Dirección de Calles, code: DC, parent: Secretaría de Obras, same_as: [Calles]}
    """
    found = read(PROJECTS, sheet([HEADER, ["Uno", "A", "calles"]]), more=more)
    areas = {area.code: (area.name, area.parent_code) for area in found.document.secretariats}
    assert areas == {"SO": ("Secretaría de Obras", None), "DC": ("Dirección de Calles", "SO")}
    assert found.document.projects[0].responsibles[0].secretariat_code == "DC"


def test_several_areas_in_a_cell_share_and_the_first_leads() -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "A", "Salud; Obras ; ;Salud"]]))
    people = found.document.projects[0].responsibles
    assert [(one.secretariat_code, one.is_lead) for one in people] == [("salud", True), ("obras", False)]


def test_counted_codes_stay_with_their_names_when_a_row_is_inserted() -> None:
    before = read(PROJECTS, sheet([HEADER, ["Uno", "A", "x"], ["Uno", "B", "x"]])).document
    later = sheet([HEADER, ["Cero", "Z", "x"], ["Uno", "N", "x"], ["Uno", "A", "x"], ["Uno", "B", "x"]])
    after = read(PROJECTS, later, known=before).document
    assert {p.name: p.code for p in after.projects} == {"A": "1.1", "B": "1.2", "N": "1.3", "Z": "2.1"}


def test_a_text_is_corrected_only_where_the_recipe_names_it() -> None:
    more = "corrections: {Plasa: Plaza}\n"
    found = read(PROJECTS, sheet([HEADER, ["Uno", "Plasa ", "x"], ["Uno", "Plasas", "x"]]), more=more)
    assert [project.name for project in found.document.projects] == ["Plaza", "Plasas"]
    assert cells(found, FindingCode.TEXT_CORRECTED) == ["B2"]


def test_codes_are_texts_and_a_repeated_one_is_left_out() -> None:
    grid = sheet(
        [["Código", "Indicador", "Unidad"], ["2,2 ", "A", "u"], [1.0, "B", "u"], ["2.2", "C", "u"], ["0900", "D", "u"]]
    )
    found = read(INDICATORS, grid)
    assert [indicator.code for indicator in found.document.indicators] == ["1", "2.2", "0900"]
    assert cells(found, FindingCode.CODE_REPEATED) == ["A4"]
    assert cells(found, FindingCode.CODE_CHANGED) == ["A2"]


# Numbers


def test_quarters_become_values_and_planned_periods_with_their_cells() -> None:
    rows = quarterly_row([10, 20, 30, 40], [5, 0, None, 40], 100, [100, 50, 50, 0], 200)
    plan = read(QUARTERLY, sheet(rows)).document
    assert [(v.period_end.month, v.value) for v in plan.values] == [(3, 5.0), (6, 0.0), (12, 40.0)]
    assert plan.values[0].source_ref == "Hoja!H2" and plan.values[0].period_start == dt.date(2024, 1, 1)
    assert [t.value for t in plan.targets if t.kind == "period"] == [10, 20, 30, 40]
    assert [t.value for t in plan.targets if t.kind == "interim"] == [100, 150, 200, 200]
    assert [(t.value, t.due_on) for t in plan.targets if t.kind == "final"] == [(200, dt.date(2027, 12, 31))]
    assert plan.indicators[0].accumulation_years == "sum"


@pytest.mark.parametrize(
    ("years", "whole", "how", "levels"),
    [
        ([10, 20, 30, 40], 100, "sum", [10, 30, 60, 100]),
        ([10, 20, 30, 40], 25, "mean", [10, 15, 20, 25]),
        ([0, 20, 20, 20], 20, "mean", [20, 20, 20]),
        ([26, 28, 29, 30], 30, "last", [26, 28, 29, 30]),
    ],
)
def test_the_sheets_own_total_tells_how_the_years_add_up(
    years: list[int], whole: int, how: str, levels: list[int]
) -> None:
    plan = read(QUARTERLY, sheet(quarterly_row([1, 1, 1, 1], [1, 1, 1, 1], 4, years, whole))).document
    assert plan.indicators[0].accumulation_years == how
    assert [t.value for t in plan.targets if t.kind == "interim"] == levels


def test_a_total_that_is_neither_sum_nor_mean_is_reported_and_summed() -> None:
    found = read(QUARTERLY, sheet(quarterly_row([1, 1, 1, 1], [1, 1, 1, 1], 4, [1, 2, 3, 4], 77)))
    assert found.document.indicators[0].accumulation_years == "sum"
    assert cells(found, FindingCode.ACCUMULATION_DOUBTFUL) == ["Q2"]


@pytest.mark.parametrize(
    ("planned", "total", "override"),
    [([17, 17, 17, 17], 17, "mean"), ([0, 17, 17, 17], 17, "mean"), ([4, 4, 4, 4], 16, None), ([0, 0, 0, 5], 5, None)],
)
def test_a_year_planned_as_a_level_is_averaged_over_what_is_planned(
    planned: list[int], total: int, override: str | None
) -> None:
    plan = read(QUARTERLY, sheet(quarterly_row(planned, [1, 1, 1, 1], total, [1, 1, 1, 1], 4))).document
    assert {t.accumulation for t in plan.targets if t.kind == "period"} == {override}


def test_of_two_periods_that_overlap_the_shorter_stays_and_the_other_is_reported() -> None:
    both = QUARTERLY.replace(
        "values: [{amounts: done}]",
        "values: [{amounts: done}, {column: whole, period_start: 2024-07-01, period_end: 2025-06-30}]",
    )
    found = read(both, sheet(quarterly_row([1, 1, 1, 1], [1, 2, None, None], 4, [1, 1, 1, 1], 4)))
    assert [(v.period_end.month, v.value) for v in found.document.values] == [(3, 1), (6, 2), (6, 4)]
    found = read(both, sheet(quarterly_row([1, 1, 1, 1], [1, 2, 3, None], 4, [1, 1, 1, 1], 4)))
    assert [(v.period_end.month, v.value) for v in found.document.values] == [(3, 1), (6, 2), (9, 3)]
    [overlap] = [one for one in found.findings if one.code is FindingCode.VALUE_IMPOSSIBLE]
    assert (overlap.cell, overlap.expected) == ("Q2", "un período que no se superponga con otro del mismo indicador")


def test_an_error_a_text_and_a_mark_of_no_data_are_no_values_but_findings() -> None:
    rows = quarterly_row([1, 1, 1, 1], [None, "SD", "se hizo en marzo", 3], 4, [1, 1, 1, 1], 4)
    grid = sheet(rows)
    grid.put(2, 8, ErrorMark("#DIV/0!"))
    found = read(QUARTERLY, grid)
    values = {v.period_end.month: (v.value, v.text) for v in found.document.values}
    assert values == {9: (None, "se hizo en marzo"), 12: (3.0, None)}
    assert cells(found, FindingCode.ERROR_CELL) == ["H2"]
    assert cells(found, FindingCode.NO_DATA_MARK) == ["I2"]
    assert cells(found, FindingCode.TEXT_IN_NUMERIC_COLUMN) == ["J2"]


def test_an_error_in_a_column_nobody_reads_is_still_reported() -> None:
    grid = sheet([[*HEADER, "Cálculo"], ["Uno", "A", "x"]])
    grid.put(2, 4, ErrorMark("#REF!"))
    assert cells(read(PROJECTS, grid), FindingCode.ERROR_CELL) == ["D2"]


def test_a_formula_never_calculated_is_reported_and_is_no_zero() -> None:
    grid = sheet(quarterly_row([1, 1, 1, 1], [None, 1, 1, 1], 4, [1, 1, 1, 1], 4))
    grid.put(2, 8, ErrorMark(None))
    found = read(QUARTERLY, grid)
    assert [v.period_end.month for v in found.document.values] == [6, 9, 12]
    assert cells(found, FindingCode.FORMULA_WITHOUT_VALUE) == ["H2"]


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        (12, 12.0, None),
        ("0,2", 0.2, None),
        ("2 km", 2.0, "2 km"),
        ("SD", None, None),
        (None, None, None),
        ("2 Estrategias (Reforestación)", None, "2 Estrategias (Reforestación)"),
        ("más de 70", None, "más de 70"),
        ("Irca en riesgo medio", None, "Irca en riesgo medio"),
    ],
)
def test_a_baseline_is_a_number_only_when_it_is_plainly_one(
    written: Any, value: float | None, text: str | None
) -> None:
    grid = sheet([["Código", "Indicador", "Unidad", "Base"], ["1", "A", "u", written]])
    indicator = read(INDICATORS, grid).document.indicators[0]
    assert (indicator.baseline_value, indicator.baseline_text) == (value, text)


@pytest.mark.parametrize(("option", "value"), [("as_shown", 85.0), ("as_stored", 0.85)])
def test_a_percent_is_read_as_shown_or_as_stored_as_the_recipe_says(option: str, value: float) -> None:
    grid = sheet([["Código", "Indicador", "Unidad", "Base"], ["1", "A", "%"], ["2", "B", "%", "85 %"]])
    grid.put(2, 4, 0.85, "0%")
    found = read(INDICATORS, grid, more=f"reading: {{percent: {option}}}\n").document
    assert [indicator.baseline_value for indicator in found.indicators] == [value, value]


def test_percents_on_two_scales_in_one_column_are_one_scale_and_doubts_are_said() -> None:
    tables = INDICATORS.replace("{header: Base, optional: true}", "{header: Base, optional: true, percent: true}")
    grid = sheet([["Código", "Indicador", "Unidad", "Base"], *([str(n), f"I{n}", "%"] for n in range(1, 6))])
    for row, value in ((2, 85), (4, "46,52 %"), (5, 0.4), (6, 0)):
        grid.put(row, 4, value)
    grid.put(3, 4, 0.85, "0%")
    found = read(tables, grid)
    assert [one.baseline_value for one in found.document.indicators] == [85.0, 85.0, 46.52, None, 0.0]
    assert cells(found, FindingCode.PERCENT_SCALE_MIXED) == ["D1"]
    assert cells(found, FindingCode.PERCENT_SCALE_DOUBTFUL) == ["D5"]


def test_decimals_of_two_styles_in_one_column_are_said() -> None:
    rows = [["Código", "Indicador", "Unidad", "Base"], ["1", "A", "u", "85,5"], ["2", "B", "u", "1,234.5"]]
    found = read(INDICATORS, sheet(rows))
    assert [one.baseline_value for one in found.document.indicators] == [85.5, 1234.5]
    assert cells(found, FindingCode.SEPARATORS_MIXED) == ["D1"]


def test_a_code_that_may_have_lost_its_zero_is_said() -> None:
    codes = [round(1 + n / 10, 1) for n in range(1, 10)]
    rows = [["Código", "Indicador", "Unidad"], *([code, f"I{code}", "u"] for code in [*codes, 1.1, 1.11])]
    found = read(INDICATORS, sheet(rows))
    assert cells(found, FindingCode.CODE_DOUBTFUL) == ["A11"]
    assert cells(found, FindingCode.CODE_REPEATED) == ["A11"]


def test_an_indicator_without_what_defines_it_is_left_out_and_said() -> None:
    tables = INDICATORS.replace("direction: {value: increase}", "direction: {column: unit, map: {sube: increase}}")
    found = read(tables, sheet([["Código", "Indicador", "Unidad"], ["1", "A", "sube"], ["2", "B", "quién sabe"]]))
    assert [indicator.code for indicator in found.document.indicators] == ["1"]
    assert cells(found, FindingCode.OPTION_NOT_UNDERSTOOD) == ["C3"]
    assert cells(found, FindingCode.VALUE_MISSING) == ["C3"]


def test_facts_that_the_sheet_does_not_say_come_from_the_recipe_by_name() -> None:
    more = "overrides: [{name: tiempo de espera, direction: decrease, accumulation: mean}]\n"
    grid = sheet([["Código", "Indicador", "Unidad"], ["1", "Tiempo de espera", "días"], ["2", "Otro", "u"]])
    found = read(INDICATORS, grid, more=more).document
    assert [(i.direction, i.accumulation) for i in found.indicators] == [("decrease", "mean"), ("increase", "sum")]


def test_a_negative_budget_is_left_out_and_a_blank_one_is_not_zero() -> None:
    tables = INDICATORS.replace("optional: true}}", "optional: true}, a: Aprobado, e: Ejecutado}")
    tables += "    budgets: [{year: 2025, approved: a, executed: e}]\n"
    rows = [
        ["Código", "Indicador", "Unidad", "Aprobado", "Ejecutado"],
        ["1", "A", "u", 100, None],
        ["2", "B", "u", -5, None],
    ]
    found = read(tables, sheet(rows))
    assert [(b.item_code, b.approved_amount, b.executed_amount) for b in found.document.budgets] == [("1", 100.0, None)]
    assert cells(found, FindingCode.VALUE_IMPOSSIBLE) == ["D3"]


def test_a_project_that_ends_before_it_starts_keeps_its_start_and_loses_its_end() -> None:
    tables = PROJECTS.replace("responsible: Responsable}", "responsible: Responsable, a: Desde, b: Hasta}")
    tables = tables.replace("name: project,", "name: project, dates: {planned_start: a, planned_end: b},")
    rows = [[*HEADER, "Desde", "Hasta"], ["Uno", "A", "x", "31/12/2025", "01/01/2025"]]
    found = read(tables, sheet(rows))
    project = found.document.projects[0]
    assert (project.planned_start, project.planned_end) == (dt.date(2025, 12, 31), None)
    assert cells(found, FindingCode.VALUE_IMPOSSIBLE) == ["B2"]


def test_links_give_each_code_of_a_cell_its_item() -> None:
    tables = INDICATORS.replace("optional: true}}", "optional: true}, ods: ODS}")
    tables += "    links: [{cross_axis: ods, cross_axis_name: ODS, code: ods, names: {'11': Ciudades}}]\n"
    found = read(tables, sheet([["Código", "Indicador", "Unidad", "ODS"], ["1", "A", "u", "11; 13"]])).document
    assert [(link.item_code, link.indicator_code) for link in found.links] == [("11", "1"), ("13", "1")]
    assert [item.name for item in found.cross_axis_items] == ["Ciudades", "13"]


# What the sheet says of itself


def test_an_achievement_that_does_not_follow_from_its_row_is_reported_with_ours() -> None:
    tables = QUARTERLY.replace("total_2024: SUMA 2024}", "total_2024: SUMA 2024, said: LOGRO}")
    tables += "    checks: [{kind: annual_achievement, year: 2024, column: said}]\n"
    rows = quarterly_row([10, 10, 10, 10], [5, 5, 5, 5], 40, [40, 40, 40, 40], 160)
    rows[0].append("LOGRO")
    for said, reported in ((0.5, []), (0.9, ["R2"])):
        found = read(tables, sheet([rows[0], [*rows[1], said]]))
        assert cells(found, FindingCode.VALUE_INCONSISTENT) == reported
    assert [one.expected for one in found.findings if one.cell == "R2"] == ["50,00 %"]


def test_two_columns_that_should_agree_give_one_finding_with_how_many_differ() -> None:
    tables = INDICATORS.replace("optional: true}}", "optional: true}, a: Monto, b: {header: Monto, occurrence: 2}}")
    tables += "    checks: [{kind: same, column: a, other: b, used: b}]\n"
    header = ["Código", "Indicador", "Unidad", "Monto", "Monto"]
    found = read(tables, sheet([header, ["1", "A", "u", 5, 5], ["2", "B", "u", 5, 6], ["3", "C", "u", 5, None]]))
    said = [one for one in found.findings if one.code is FindingCode.COLUMNS_DIFFER]
    assert [(one.cell, one.found, one.action) for one in said] == [
        ("E1", "2 filas distintas (D3, D4); D suma 15 y E suma 11", "se usó la columna E")
    ]


def test_a_total_row_that_is_not_the_sum_is_reported() -> None:
    tables = INDICATORS.replace("optional: true}}", "optional: true}, a: Monto}")
    tables += "    checks: [{kind: total_row, columns: [a]}]\n"
    header = ["Código", "Indicador", "Unidad", "Monto"]
    found = read(tables, sheet([header, ["1", "A", "u", 5], ["2", "B", "u", 6], ["Total", None, None, 12]]))
    assert cells(found, FindingCode.VALUE_INCONSISTENT) == ["D4"]


# What looks like an amount and is not one

AMOUNTS = """
tables:
  - name: indicadores
    sheet: Hoja
    header: {contains: [Código, Indicador]}
    columns:
      {code: Código, indicator: Indicador, unit: Unidad, better: Sentido, value: Valor, target: Meta, money: Monto}
    needs: [code, indicator]
    nodes:
      - {depth: 1, code: {value: "1"}, name: {value: Eje}}
    indicator:
      node: 1
      code: code
      name: indicator
      kind: {value: process}
      unit: unit
      direction: {column: better, map: {más: increase, mantener: keep}}
      accumulation: {value: last}
      frequency: {value: yearly}
    values: [{column: value, period_start: 2025-01-01, period_end: 2025-12-31}]
    targets: [{kind: final, column: target}]
    budgets: [{year: 2025, approved: money}]
"""
AMOUNTS_HEADER = ["Código", "Indicador", "Unidad", "Sentido", "Valor", "Meta", "Monto"]


def amounts(*rows: list[Any]) -> Extraction:
    return read(AMOUNTS, sheet([AMOUNTS_HEADER, *rows]))


@pytest.mark.parametrize("written", ["US$ 1.200", "1.500 USD", "€ 20", "85 %", "más de 1.000", "> 500"])
def test_money_of_another_currency_a_percent_or_a_bound_is_no_amount_of_the_plan(written: str) -> None:
    found = amounts(["1", "A", "u", "más", 1, 2, written])
    assert found.document.budgets == []
    assert {one.cell for one in found.findings if one.action.startswith(("se dejó afuera", "no se leyó"))} == {"G2"}


@pytest.mark.parametrize(("written", "amount"), [("$ 1.500.000", 1_500_000), ("ARS 30", 30), ("1500 pesos", 1500)])
def test_money_of_the_plans_currency_is_read(written: str, amount: float) -> None:
    assert [one.approved_amount for one in amounts(["1", "A", "u", "más", 1, 2, written]).document.budgets] == [amount]


def test_a_promise_to_stay_between_two_limits_is_a_band_and_any_other_is_text() -> None:
    found = amounts(["1", "A", "u", "mantener", 1, "entre 45 y 55", None], ["2", "B", "u", "más", 1, "45-55", None])
    assert [(one.value, one.upper_value) for one in found.document.targets] == [(45, 55), (None, None)]
    assert found.document.targets[1].text == "45-55"


def test_a_percent_that_may_be_a_fraction_is_reported_and_left_out_unless_the_recipe_says_percent() -> None:
    rows = [
        ["1", "A", "%", "más", "85 %", 90, None],
        ["2", "B", "%", "más", 0.85, 90, None],
        ["3", "C", "porcentaje", "más", 85, 90, None],
        ["4", "D", "obras", "más", 0.5, 1, None],
    ]
    found = amounts(*rows)
    assert {value.indicator_code: value.value for value in found.document.values} == {"1": 85, "3": 85, "4": 0.5}
    assert cells(found, FindingCode.PERCENT_SCALE_DOUBTFUL) == ["E3"]
    assert cells(found, FindingCode.PERCENT_SCALE_MIXED) == ["E1"]


def test_a_doubtful_number_is_read_as_its_column_writes_numbers() -> None:
    found = amounts(["1", "A", "u", "más", "1,234", 1, None], ["2", "B", "u", "más", "85.5", 1, None])
    assert [value.value for value in found.document.values] == [1234, 85.5]
    assert cells(found, FindingCode.SEPARATOR_AMBIGUOUS) == []
    alone = amounts(["1", "A", "u", "más", "1,234", 1, None])
    assert [value.value for value in alone.document.values] == [1.234]
    assert cells(alone, FindingCode.SEPARATOR_AMBIGUOUS) == ["E2"]


# What looks like a row and is not one


@pytest.mark.parametrize("nobody", ["S/D", "-", "N/A", "sin dato"])
def test_a_mark_of_no_data_answers_for_nothing(nobody: str) -> None:
    found = read(PROJECTS, sheet([HEADER, ["Uno", "Plaza", nobody], ["Uno", "Puente", f"{nobody}; Obras"]]))
    assert [area.name for area in found.document.secretariats] == ["Obras"]
    assert [len(project.responsibles) for project in found.document.projects] == [0, 1]
    assert cells(found, FindingCode.NO_DATA_MARK) == ["C2", "C3"]


def test_a_project_with_a_code_and_no_name_is_left_out_and_said() -> None:
    by_code = (
        PROJECTS.replace('code: {sequence: "{parent}.{n}"}, name: project', "code: code, name: project")
        .replace("{axis: Eje,", "{axis: Eje, code: Código,")
        .replace("needs: [axis, project]", "needs: [axis]")
    )
    found = read(by_code, sheet([["Eje", "Código", "Proyecto", "Responsable"], ["Uno", "P-1", None, "Obras"]]))
    assert found.document.projects == []
    assert cells(found, FindingCode.VALUE_MISSING) == ["C2"]


@pytest.mark.parametrize("label", ["Subtotal obras", "SUB TOTAL OBRAS PÚBLICAS", "Total Obras", "TOTAL"])
def test_a_total_in_the_column_of_codes_is_no_item(label: str) -> None:
    found = amounts(["1", "A", "u", "más", 1, 2, 3], [label, "de la secretaría", "u", "más", 1, 2, 3])
    assert [one.code for one in found.document.indicators] == ["1"]
    assert cells(found, FindingCode.ROW_IS_TOTAL) == ["A3"]


def test_a_goal_that_counts_a_total_is_an_item() -> None:
    found = amounts(["1", "Total de viviendas construidas", "u", "más", 1, 2, 3])
    assert [one.name for one in found.document.indicators] == ["Total de viviendas construidas"]


def test_text_in_a_column_of_dates_is_kept_with_the_project() -> None:
    dated = PROJECTS.replace("responsible: Responsable}", "responsible: Responsable, end: Fin}").replace(
        "name: project,", "name: project, dates: {planned_end: end},"
    )
    found = read(dated, sheet([[*HEADER, "Fin"], ["Uno", "Plaza", "Obras", "fin de mandato"]]))
    [project] = found.document.projects
    assert (project.planned_end, project.dates_text) == (None, "fin de mandato")
    assert [one.action for one in found.findings if one.cell == "D2"] == [
        "se guardó como texto; el resto de la fila se importa"
    ]


def test_a_mean_of_whole_numbers_and_the_levels_of_years_get_the_decimals_they_need() -> None:
    def decimals(planned: list[Any], done: list[Any], total: Any) -> int:
        found = read(QUARTERLY, sheet(quarterly_row(planned, done, total, [1, 1, 1, 1], 4)))
        return found.document.indicators[0].decimals

    assert decimals([1, 1, 1, 1], [1, 1, 1, 0], 4) == 0
    # The total of the year says that its amounts combine as a mean.
    assert decimals([1, 1, 1, 1], [1, 1, 1, 0], 1) == 2
    assert decimals([100, 100, 100, 100], [100, 99, 100, 100], 100) == 1
    levels = read(QUARTERLY, sheet(quarterly_row([1, 1, 1, 1], [1, 1, 1, 0], 4, [0.3, 1, 1, 1], 3.3)))
    assert levels.document.indicators[0].decimals == 1
    grid = sheet([["Código", "Indicador", "Unidad", "Base"], ["1", "A", "u", 0.0775]])
    assert read(INDICATORS, grid).document.indicators[0].decimals == 2
