"""The shapes that plans of other municipalities have: what a proposal reads from each, computed here by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from data_models.document import PlanDocument
from tests.intake.guessing import book, depths, guessed, nodes


def values(plan: PlanDocument) -> list[tuple[str, dt.date, float | None]]:
    return sorted((value.indicator_code, value.period_end, value.value) for value in plan.values)


def targets(plan: PlanDocument, kind: str) -> list[tuple[str, dt.date | None, float | None]]:
    return [(one.indicator_code, one.due_on, one.value) for one in plan.targets if one.kind == kind]


# Codes and headers


def test_a_code_may_stand_anywhere_and_a_goal_may_name_its_year(tmp_path: Path) -> None:
    rows = [
        ["Eje", "Código", "Unidad", "Indicador", "Línea de base 2023", "Meta 2027", "Responsable"],
        ["Ciudad", "1.1", "cuadras", "Cuadras asfaltadas", 3, 40, "Obras"],
        ["Ciudad", "1.2", "plazas", "Plazas nuevas", 0, 4, "Plazas"],
        ["Gente", "2.1", "dosis", "Vacunas aplicadas", 5, 9, "Salud"],
    ]
    _, found, text = guessed(book(tmp_path / "metas.xlsx", {"Hoja1": rows}))
    plan = found.document
    assert [(one.code, one.name, one.unit) for one in plan.indicators] == [
        ("1.1", "Cuadras asfaltadas", "cuadras"),
        ("1.2", "Plazas nuevas", "plazas"),
        ("2.1", "Vacunas aplicadas", "dosis"),
    ]
    assert [(one.baseline_value, one.baseline_on) for one in plan.indicators] == [
        (3.0, dt.date(2023, 12, 31)),
        (0.0, dt.date(2023, 12, 31)),
        (5.0, dt.date(2023, 12, 31)),
    ]
    due = dt.date(2027, 12, 31)
    assert targets(plan, "final") == [("1.1", due, 40.0), ("1.2", due, 4.0), ("2.1", due, 9.0)]
    assert "# Seguro: es el código de «Indicador»: no falta en ninguna fila y no se repite" in text


def test_a_code_that_repeats_or_is_missing_is_not_taken(tmp_path: Path) -> None:
    rows = [
        ["Código", "Indicador", "Meta"],
        ["A1", "Cuadras", 40],
        ["A1", "Plazas", 4],
        [None, "Vacunas", 9],
    ]
    _, found, _ = guessed(book(tmp_path / "metas.xlsx", {"Hoja1": rows}))
    assert [one.name for one in found.document.indicators] == ["Cuadras", "Plazas", "Vacunas"]
    assert [one.code for one in found.document.indicators] == ["1.I1", "1.I2", "1.I3"]


def test_of_two_columns_with_one_header_the_items_own_serves_and_the_other_is_said(tmp_path: Path) -> None:
    rows = [
        ["Programa", "Indicador de resultado", "L.B", "Cod meta", "Indicador", "L.B", "Meta"],
        ["Agua", "Cobertura", 80, 1, "Metros de red", 10, 500],
        ["Agua", "Cobertura", 80, 2, "Medidores", 0, 90],
        ["Luz", "Alumbrado", 60, 3, "Luminarias", 7, 40],
    ]
    _, found, text = guessed(book(tmp_path / "metas.xlsx", {"Hoja1": rows}))
    assert [one.baseline_value for one in found.document.indicators] == [10.0, 0.0, 7.0]
    assert [one.contributes_to for one in found.document.indicators] == ["Cobertura", "Cobertura", "Alumbrado"]
    assert (
        "# Dudoso: hay 2 columnas «L.B»; se tomó la que sigue a «Indicador», y C sigue a «Indicador de resultado»"
        in (text)
    )


def test_accents_case_and_line_breaks_in_headers_do_not_matter(tmp_path: Path) -> None:
    rows = [
        ["EJE\nESTRATÉGICO", "PROYECTO /  ACTIVIDAD", "ÁREA\nRESPONSABLE", "FECHA DE\nINICIO", "FECHA DE FINALIZACIÓN",
         "% DE AVANCE"],
        ["1. Ambiente", "Vivero", "Obras", dt.date(2025, 1, 1), dt.date(2025, 6, 1), 0.5],
        ["1. Ambiente", "Poda", "Salud", dt.date(2025, 1, 1), dt.date(2025, 7, 1), 0.2],
        ["2. Salud", "Sala", "Salud", dt.date(2025, 1, 1), dt.date(2026, 7, 1), 0.25],
    ]  # fmt: skip
    _, found, _ = guessed(book(tmp_path / "poa.xlsx", {"POA": rows}))
    plan = found.document
    assert nodes(plan) == [("1", "Ambiente"), ("2", "Salud")]
    assert [(one.name, one.planned_end, one.declared_pct) for one in plan.projects] == [
        ("Vivero", dt.date(2025, 6, 1), 50.0),
        ("Poda", dt.date(2025, 7, 1), 20.0),
        ("Sala", dt.date(2026, 7, 1), 25.0),
    ]
    assert {area.name for area in plan.secretariats} == {"Obras", "Salud"}


def test_a_header_that_says_ejecutado_is_no_state(tmp_path: Path) -> None:
    rows = [
        ["Proyecto", "Programado", "Ejecutado", "Responsable", "Estado"],
        ["Avenida", 10, 5, "Obras", "En curso"],
        ["Puente", 20, 20, "Obras", "Finalizado"],
        ["Sala", 7, None, "Salud", "Pendiente"],
    ]
    _, found, text = guessed(book(tmp_path / "avance.xlsx", {"Seguimiento": rows}))
    plan = found.document
    assert [(one.name, one.state) for one in plan.projects] == [
        ("Avenida", "in_progress"),
        ("Puente", "finished"),
        ("Sala", "planned"),
    ]
    assert [one.value for one in plan.targets] == [10.0, 20.0, 7.0]
    assert [one.value for one in plan.values] == [5.0, 20.0]
    assert "# Dudoso: cada fila se lee como proyecto, por su estado o fechas, y como indicador, por sus números" in text


def test_a_state_nobody_understands_is_asked_for(tmp_path: Path) -> None:
    rows = [["Proyecto", "Responsable", "Estado"], ["Avenida", "Obras", "Fase roja"], ["Sala", "Salud", "Fase azul"]]
    _, found, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert [one.state for one in found.document.projects] == [None, None]
    assert "Confirme: «Estado» parece un estado, pero sus textos no se entienden: «Fase roja», «Fase azul»" in text


def test_numbers_before_names_are_their_codes(tmp_path: Path) -> None:
    rows = [
        ["Línea estratégica", "Programa", "N°", "Proyecto", "Estado"],
        ["L1. Ciudad limpia", "1.1 Residuos", 1, "Contenedores", "En curso"],
        ["L1. Ciudad limpia", "1.1 Residuos", 2, "Reciclado", "En curso"],
        ["L1. Ciudad limpia", "1.2 Barrido", 3, "Máquinas", "En curso"],
        ["L2. Gente sana", "2.1 Salud", 4, "Sala", "En curso"],
    ]
    _, found, _ = guessed(book(tmp_path / "poa.xlsx", {"POA": rows}))
    assert nodes(found.document) == [
        ("L1", "Ciudad limpia"), ("L2", "Gente sana"), ("1.1", "Residuos"), ("1.2", "Barrido"), ("2.1", "Salud"),
    ]  # fmt: skip
    assert [one.code for one in found.document.projects] == ["1", "2", "3", "4"]


def test_a_number_that_begins_a_sentence_is_no_code(tmp_path: Path) -> None:
    rows = [
        ["Programa", "Proyecto", "Estado"],
        ["3 plazas nuevas", "Norte", "En curso"],
        ["2 salas", "Sur", "En curso"],
    ]
    _, found, _ = guessed(book(tmp_path / "poa.xlsx", {"POA": rows}))
    assert nodes(found.document) == [("1", "3 plazas nuevas"), ("2", "2 salas")]


def test_words_for_kind_direction_frequency_and_the_year_of_a_baseline_are_read(tmp_path: Path) -> None:
    rows = [
        ["ID", "Indicador", "Tipo de indicador", "Frecuencia", "Sentido", "Línea de base", "Año LB", "Meta 2025"],
        ["I1", "Tiempo de respuesta", "Resultado", "Trimestral", "Descendente", 30, 2023, 15],
        ["I2", "Trámites digitales", "Producto", "Mensual", "Ascendente", "20%", 2022, "80%"],
    ]
    _, found, text = guessed(book(tmp_path / "tablero.xlsx", {"Tablero": rows}))
    assert "qué dirección es cada palabra" not in text
    facts = [(i.code, i.kind, i.frequency, i.direction, i.baseline_on) for i in found.document.indicators]
    assert facts == [
        ("I1", "outcome", "quarterly", "decrease", dt.date(2023, 12, 31)),
        ("I2", "process", "monthly", "increase", dt.date(2022, 12, 31)),
    ]


def test_words_nobody_knows_are_asked_for(tmp_path: Path) -> None:
    rows = [
        ["Indicador", "Tipo", "Tendencia", "Meta"],
        ["Cuadras", "Producto", "I", 1],
        ["Plazas", "Resultado", "I", 1],
        ["Vacunas", "Insumo", "R", 1],
    ]
    _, found, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert [(one.kind, one.direction) for one in found.document.indicators] == [
        ("process", "increase"), ("outcome", "increase"), ("process", "decrease"),
    ]  # fmt: skip
    assert "# Confirme: estas palabras no se conocen y se toman como de proceso: «Insumo»" in text
    assert "# Confirme: qué dirección es cada palabra de «Tendencia»" in text


# Levels


def test_an_order_of_levels_comes_from_what_stands_under_what(tmp_path: Path) -> None:
    rows = [
        ["Subprograma", "Eje", "Programa", "Indicador", "Meta"],
        ["Redes", "Ambiente", "Agua", "Metros de red", 5],
        ["Medición", "Ambiente", "Agua", "Medidores", 6],
        ["Medición", "Ambiente", "Agua", "Lecturas", 6],
        ["Poda", "Ambiente", "Verde", "Árboles", 7],
        ["Vacunas", "Gente", "Salud", "Dosis", 8],
    ]
    recipe, found, _ = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert [level.singular for level in recipe.levels.nodes] == ["eje", "programa", "subprograma"]
    assert depths(found.document) == {1: 2, 2: 3, 3: 4}


def test_a_level_that_its_header_does_not_name_is_found_by_its_runs(tmp_path: Path) -> None:
    rows = [["Bloque", "Indicador", "Meta"]]
    rows += [[f"Bloque {number // 4}", f"Indicador {number}", number] for number in range(12)]  # type: ignore[list-item]
    _, found, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert [name for _, name in nodes(found.document)] == ["Bloque 0", "Bloque 1", "Bloque 2"]
    assert "# Dudoso: es un nivel porque sus textos se repiten por tramos; su encabezado no lo dice" in text


def test_merged_cells_fill_the_rows_they_cover(tmp_path: Path) -> None:
    rows = [["Programa", "Proyecto", "Estado"], ["Agua", "Redes", "En curso"], [None, "Pozos", "En curso"]]
    _, found, _ = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}, {"Hoja1": ["A2:A3"]}))
    assert [(one.name, one.node.code) for one in found.document.projects] == [("Redes", "1"), ("Pozos", "1")]


def test_a_sheet_for_each_secretariat_is_a_level(tmp_path: Path) -> None:
    sheets = {
        name: [["Proyecto", "Responsable", "Estado"], [f"Uno de {name}", "Área A", "En curso"]]
        for name in ("Obras Públicas", "Salud")
    }
    _, found, text = guessed(book(tmp_path / "a.xlsx", sheets))
    assert nodes(found.document) == [("1", "Obras Públicas"), ("2", "Salud")]
    assert "se tomó el nombre de la hoja o el título de la tabla" in text


def test_tables_alike_on_one_sheet_stay_apart_under_their_titles(tmp_path: Path) -> None:
    header = ["Proyecto", "Responsable", "Estado"]
    rows = [
        ["EJE 1: AMBIENTE"],
        header,
        ["Vivero", "Obras", "En curso"],
        ["Poda", "Salud", "En curso"],
        [],
        ["EJE 2: SALUD"],
        header,
        ["Sala", "Salud", "En curso"],
    ]
    _, found, _ = guessed(book(tmp_path / "a.xlsx", {"Plan": rows}))
    assert nodes(found.document) == [("1", "AMBIENTE"), ("2", "SALUD")]
    assert [(one.name, one.node.code) for one in found.document.projects] == [
        ("Vivero", "1"), ("Poda", "1"), ("Sala", "2"),
    ]  # fmt: skip


def test_titles_between_the_rows_are_no_rows_and_are_said(tmp_path: Path) -> None:
    rows = [
        ["Proyecto", "Responsable", "Estado"],
        ["EJE 1: AMBIENTE"],
        ["Vivero", "Obras", "En curso"],
        ["EJE 2: SALUD"],
        ["Sala", "Salud", "En curso"],
    ]
    _, found, text = guessed(book(tmp_path / "a.xlsx", {"Plan": rows}))
    assert [one.name for one in found.document.projects] == ["Vivero", "Sala"]
    assert "# En «Plan» hay filas con un solo texto (2, 4)" in text


def test_a_project_over_several_goals_hangs_from_the_level_it_is_whole_in(tmp_path: Path) -> None:
    rows = [
        ["Programa", "Subprograma", "BPIN", "Nombre del proyecto", "Código", "Indicador", "Meta"],
        ["Agua", "Redes", 20241, "Agua para todos", 1, "Metros de red", 5],
        ["Agua", "Medición", 20241, "Agua para todos", 2, "Medidores", 6],
        ["Salud", "Vacunas", 20242, "Salud cerca", 3, "Dosis", 8],
    ]
    _, found, _ = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    plan = found.document
    assert [(one.code, one.name, one.node.depth) for one in plan.projects] == [
        ("20241", "Agua para todos", 1),
        ("20242", "Salud cerca", 1),
    ]
    assert [(one.code, one.project_code, one.node.depth) for one in plan.indicators] == [
        ("1", "20241", 2),
        ("2", "20241", 2),
        ("3", "20242", 2),
    ]


# Periods


def test_periods_are_found_in_the_headers(tmp_path: Path) -> None:
    header: list[object] = ["Código", "Indicador", "Unidad", "Meta"]
    header += [f"T{quarter} EJECUTADO 2025" for quarter in (1, 2, 3, 4)]
    rows = [header, ["1", "Cuadras", "u", 40, 10, 10, 5, None], ["2", "Plazas", "u", 4, 1, 0, 1, 1]]
    recipe, found, _ = guessed(book(tmp_path / "metas.xlsx", {"Hoja1": rows}))
    plan = found.document
    assert plan.indicators[0].frequency == "quarterly"
    assert values(plan) == [
        ("1", dt.date(2025, 3, 31), 10.0), ("1", dt.date(2025, 6, 30), 10.0), ("1", dt.date(2025, 9, 30), 5.0),
        ("2", dt.date(2025, 3, 31), 1.0), ("2", dt.date(2025, 6, 30), 0.0), ("2", dt.date(2025, 9, 30), 1.0),
        ("2", dt.date(2025, 12, 31), 1.0),
    ]  # fmt: skip
    assert [one.value for one in plan.targets] == [40.0, 4.0]
    assert recipe.plan.as_of_on == dt.date(2025, 12, 31)


@pytest.mark.parametrize("as_text", [False, True])
def test_years_in_a_header_are_periods_whether_numbers_or_texts(tmp_path: Path, as_text: bool) -> None:
    years = [str(year) if as_text else year for year in (2024, 2025)]
    rows = [["Eje", "Indicador", *years], ["Uno", "Cuadras", 10, 20], ["Uno", "Plazas", 0, None]]
    _, found, text = guessed(book(tmp_path / "anios.xlsx", {"Hoja1": rows}))
    assert [(value.period_end.year, value.value) for value in found.document.values] == [
        (2024, 10.0),
        (2025, 20.0),
        (2024, 0.0),
    ]
    assert "# Dudoso: los encabezados solo dicen el período; se leen como valores ejecutados" in text


def test_years_to_come_are_goals(tmp_path: Path) -> None:
    rows = [["Eje", "Indicador", "2026", "2027"], ["Uno", "Cuadras", 10, 20], ["Uno", "Plazas", 1, 3]]
    _, found, text = guessed(book(tmp_path / "anios.xlsx", {"Hoja1": rows}))
    assert found.document.values == []
    assert [(one, value) for _, one, value in targets(found.document, "interim")] == [
        (dt.date(2026, 12, 31), 10.0), (dt.date(2027, 12, 31), 20.0),
        (dt.date(2026, 12, 31), 1.0), (dt.date(2027, 12, 31), 3.0),
    ]  # fmt: skip
    assert "llegan más allá de hoy y se leen como metas" in text


@pytest.mark.parametrize("merged", [True, False])
def test_a_header_over_two_rows_from_row_six_is_one_header(tmp_path: Path, merged: bool) -> None:
    rows: list[list[object]] = [
        ["Seguimiento del plan"], [], [], [], [],
        ["Código", "Indicador", "Programado", None, "Ejecutado", None],
        [None, None, "T1 2025", "T2 2025", "T1 2025", "T2 2025"],
        [1, "Cuadras", 10, 10, 9, 8],
        [2, "Plazas", 4, 5, 4, None],
    ]  # fmt: skip
    ranges = {"Hoja1": ["A6:A7", "B6:B7", "C6:D6", "E6:F6"]} if merged else {}
    _, found, _ = guessed(book(tmp_path / "dos.xlsx", {"Hoja1": rows}, ranges))
    plan = found.document
    assert [(one.code, one.name) for one in plan.indicators] == [("1", "Cuadras"), ("2", "Plazas")]
    ends = (dt.date(2025, 3, 31), dt.date(2025, 6, 30))
    assert values(plan) == [("1", ends[0], 9.0), ("1", ends[1], 8.0), ("2", ends[0], 4.0)]
    assert [(one.indicator_code, one.due_on, one.value) for one in plan.targets] == [
        ("1", ends[0], 10.0), ("1", ends[1], 10.0), ("2", ends[0], 4.0), ("2", ends[1], 5.0),
    ]  # fmt: skip


def test_groups_named_in_the_row_above_the_names_are_part_of_the_header(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [None, None, "Programado", None, "Ejecutado", None],
        ["Código", "Indicador", "2024", "2025", "2024", "2025"],
        [1, "Cuadras", 10, 12, 9, 8],
        [2, "Plazas", 4, 5, 4, 6],
    ]
    recipe, found, _ = guessed(book(tmp_path / "dos.xlsx", {"Hoja1": rows}))
    assert recipe.tables[0].header.rows == 2
    assert values(found.document) == [
        ("1", dt.date(2024, 12, 31), 9.0), ("1", dt.date(2025, 12, 31), 8.0),
        ("2", dt.date(2024, 12, 31), 4.0), ("2", dt.date(2025, 12, 31), 6.0),
    ]  # fmt: skip


@pytest.mark.parametrize("months", [("Enero", "Febrero", "Marzo"), ("ene", "feb", "mar")])
def test_months_without_a_year_take_it_from_the_title_and_say_so(tmp_path: Path, months: Sequence[str]) -> None:
    rows = [
        ["Tablero 2025"],
        [],
        ["Indicador", "Meta", *months],
        ["Trámites", 100, 10, 30, 20],
        ["Visitas", 50, 5, 6, 7],
    ]
    _, found, text = guessed(book(tmp_path / "meses.xlsx", {"Hoja1": rows}))
    plan = found.document
    assert {one.frequency for one in plan.indicators} == {"monthly"}
    ends = [dt.date(2025, 1, 31), dt.date(2025, 2, 28), dt.date(2025, 3, 31)]
    expected = [*zip(ends, (10.0, 30.0, 20.0), strict=True), *zip(ends, (5.0, 6.0, 7.0), strict=True)]
    assert [(end, value) for _, end, value in values(plan)] == expected
    assert "# Confirme: los encabezados no dicen el año; se supuso 2025" in text


def test_months_under_their_year_are_months_of_that_year(tmp_path: Path) -> None:
    rows = [
        ["Indicador", "Meta", "2025", None],
        [None, None, "Ene", "Feb"],
        ["Trámites", 100, 10, 20],
        ["Visitas", 9, 5, 6],
    ]
    merged = {"Hoja1": ["A1:A2", "B1:B2", "C1:D1"]}
    _, found, _ = guessed(book(tmp_path / "meses.xlsx", {"Hoja1": rows}, merged))
    assert [(end, value) for _, end, value in values(found.document)] == [
        (dt.date(2025, 1, 31), 10.0), (dt.date(2025, 2, 28), 20.0),
        (dt.date(2025, 1, 31), 5.0), (dt.date(2025, 2, 28), 6.0),
    ]  # fmt: skip


def test_a_header_over_three_rows_with_letters_for_planned_and_executed(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Nivel", None, "Producto", None, "Año 2025", None, None, None],
        ["Sector", "Programa", "Indicador de producto", "Meta", "Trimestre 1", None, "Trimestre 2", None],
        [None, None, None, None, "P", "E", "P", "E"],
        ["Salud", "Vacunas", "Dosis", 100, 20, 10, 20, 20],
        ["Salud", "Vacunas", "Puestos", 10, 2, 1, 2, 0],
    ]
    merged = {"Hoja1": ["A1:B1", "C1:D1", "E1:H1", "E2:F2", "G2:H2"]}
    _, found, _ = guessed(book(tmp_path / "tres.xlsx", {"Hoja1": rows}, merged))
    plan = found.document
    assert [name for _, name in nodes(plan)] == ["Salud", "Vacunas"]
    assert [(one.name, [v.value for v in plan.values if v.indicator_code == one.code]) for one in plan.indicators] == [
        ("Dosis", [10.0, 20.0]),
        ("Puestos", [1.0, 0.0]),
    ]
    assert [one.value for one in plan.targets if one.kind == "period"] == [20.0, 20.0, 2.0, 2.0]
    assert [one.value for one in plan.targets if one.kind == "final"] == [100.0, 10.0]


def test_a_sheet_for_each_year_dates_its_values_and_is_said(tmp_path: Path) -> None:
    sheets = {
        year: [["Indicador", "Meta", "Ejecutado"], ["Redes", 10, 4], ["Pozos", 3, 1]] for year in ("2024", "2025")
    }
    _, found, text = guessed(book(tmp_path / "a.xlsx", sheets))
    assert {value.period_end for value in found.document.values} == {dt.date(2024, 12, 31)}
    assert "# Hay una hoja por período («2024», «2025»): lo que se repite se lee de la primera" in text


def test_one_row_for_each_period_is_said_to_be_unreadable(tmp_path: Path) -> None:
    rows = [
        ["Indicador", "Año", "Valor"],
        ["Cuadras", 2024, 1],
        ["Cuadras", 2025, 2],
        ["Plazas", 2024, 3],
        ["Plazas", 2025, 4],
    ]
    _, _, text = guessed(book(tmp_path / "largo.xlsx", {"Datos": rows}))
    assert "Confirme: «Indicador» ocupa una fila por cada «Año»: así no se lee; pase los períodos a columnas" in text


# What adds up to what


def test_the_total_of_the_years_is_found_by_doing_the_sums(tmp_path: Path) -> None:
    rows = [
        ["Indicador", "Meta 2024", "Meta 2025", "Meta 2026", "Cifra final"],
        ["Cuadras", 1, 2, 3, 6],
        ["Plazas", 5, 5, 5, 15],
        ["Árboles", 9, 0, 1, 10],
    ]
    recipe, found, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert [value for _, _, value in targets(found.document, "final")] == [6.0, 15.0, 10.0]
    assert recipe.tables[0].totals is not None and recipe.tables[0].totals.whole == "cifra_final"
    assert {(one.accumulation, one.accumulation_years) for one in found.document.indicators} == {("sum", "sum")}
    assert [value for code, _, value in targets(found.document, "interim") if code == "1.I1"] == [1.0, 3.0, 6.0]
    assert "# Seguro: en 100 % de las filas es la suma, el promedio o el último de los años" in text.replace(
        "\n      #  ", ""
    )


@pytest.mark.parametrize(("numbers", "adds_up"), [((10, 4, 7), "sum"), ((4, 7, 10), "last")])
def test_values_that_go_up_and_down_are_added_and_values_that_only_grow_are_not(
    tmp_path: Path, numbers: tuple[int, int, int], adds_up: str
) -> None:
    rows = [["Indicador", "T1 2025", "T2 2025", "T3 2025"], ["Cuadras", *numbers], ["Plazas", *numbers]]
    _, found, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert {one.accumulation for one in found.document.indicators} == {adds_up}
    assert "# Dudoso: los valores " in text


def test_rows_of_totals_are_no_data_and_are_checked(tmp_path: Path) -> None:
    rows = [
        ["Programa", "Obra", "Presupuesto 2025", "Ejecutado 2025", "% avance"],
        ["Calles", "Avenida", 100, 50, 0.5],
        [None, "Puente", 200, 20, 0.1],
        ["Subtotal Calles", None, 300, 70, None],
        ["Plazas", "Norte", 10, 1, 0.25],
        ["Total", None, 310, 71, None],
    ]
    recipe, found, _ = guessed(book(tmp_path / "a.xlsx", {"Obras": rows}))
    plan = found.document
    assert [(one.name, one.node.code, one.declared_pct) for one in plan.projects] == [
        ("Avenida", "1", 50.0), ("Puente", "1", 10.0), ("Norte", "2", 25.0),
    ]  # fmt: skip
    assert [(one.item_kind, one.year, one.approved_amount, one.executed_amount) for one in plan.budgets] == [
        ("project", 2025, 100.0, 50.0), ("project", 2025, 200.0, 20.0), ("project", 2025, 10.0, 1.0),
    ]  # fmt: skip
    assert [check.kind for check in recipe.tables[0].checks] == ["total_row"]


# Files


def test_a_csv_with_semicolons_and_latin_letters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "metas.csv"
    lines = [
        "Eje;Código;Meta;Indicador;Ejecutado 2024;Ejecutado 2025",
        "Salud;01;1.234,5;Vacunación;10;20",
        "Salud;02;20;Camas;1;",
        "Educación;03;5;Aulas;3;4",
    ]
    path.write_bytes("\n".join(lines).encode("latin-1"))
    _, found, _ = guessed(path)
    plan = found.document
    assert nodes(plan) == [("1", "Salud"), ("2", "Educación")]
    assert [(code, value) for code, _, value in targets(plan, "final")] == [("01", 1234.5), ("02", 20.0), ("03", 5.0)]
    assert [(code, value) for code, _, value in values(plan)] == [
        ("01", 10.0), ("01", 20.0), ("02", 1.0), ("03", 3.0), ("03", 4.0),
    ]  # fmt: skip


def test_hidden_sheets_and_tables_of_other_things_are_left_alone_and_named(tmp_path: Path) -> None:
    goals = [["Eje", "Indicador", "Meta"], ["Uno", "Cuadras", 1], ["Uno", "Plazas", 2]]
    lists = [["Colores", "Tamaños", "Pesos"], ["rojo", "grande", 1], ["azul", "chico", 2]]
    path = book(tmp_path / "a.xlsx", {"Metas": goals, "Listas": lists, "Vieja": goals}, hidden="Vieja")
    recipe, _, text = guessed(path)
    assert [table.sheet for table in recipe.tables] == ["Metas"]
    assert "# Hojas ocultas que no se miraron: «Vieja»." in text
    assert "# Tablas que no parecen de un plan y no se leen: «Listas, fila 1»." in text


def test_two_tables_on_one_sheet_are_two_tables(tmp_path: Path) -> None:
    rows = [
        ["Proyecto", "Responsable", "Estado"],
        ["Vivero", "Obras", "En curso"],
        ["Poda", "Obras", "Pendiente"],
        [],
        ["Indicador", "Unidad", "Línea de base", "Meta"],
        ["Árboles", "unidades", 100, 500],
        ["Plazas", "unidades", 3, 9],
    ]
    recipe, found, _ = guessed(book(tmp_path / "a.xlsx", {"Ambiente": rows}))
    assert [table.name for table in recipe.tables] == ["Ambiente 1", "Ambiente 2"]
    assert [one.name for one in found.document.projects] == ["Vivero", "Poda"]
    assert [(one.name, one.baseline_value) for one in found.document.indicators] == [
        ("Árboles", 100.0),
        ("Plazas", 3.0),
    ]
    assert nodes(found.document) == [("1", "Ambiente")]


def test_a_column_that_only_marks_rows_and_the_sdgs_are_links(tmp_path: Path) -> None:
    rows = [
        ["Indicador", "Meta", "ODS", "Pacto por la niñez"],
        ["Cuadras", 1, "ODS 11", None],
        ["Vacunas", 2, "ODS 3", "SI"],
        ["Aulas", 3, "ODS 4", "SI"],
    ]
    _, found, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    links = {(link.cross_axis_code, link.item_code, link.indicator_code) for link in found.document.links}
    assert links == {
        ("ods", "11", "1.I1"), ("ods", "3", "1.I2"), ("ods", "4", "1.I3"),
        ("pacto-por-la-ninez", "1", "1.I2"), ("pacto-por-la-ninez", "1", "1.I3"),
    }  # fmt: skip
    assert "# Dudoso: «Pacto por la niñez» solo marca filas" in text


def test_every_column_that_is_not_used_is_named(tmp_path: Path) -> None:
    rows = [["Indicador", "Meta", "Comentario"], ["Cuadras", 1, "bien"], ["Vacunas", 2, "mal"]]
    _, _, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert "# Dudoso: esta propuesta no usa «Comentario (C)»" in text
