"""A proposed recipe is a valid one that reads most of the sheet; a person corrects the rest."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from intake.extract import Extraction, extract
from intake.guess import guess_recipe
from intake.problems import UnusableSource
from intake.reading import open_workbook
from intake.recipe import Recipe, parse_recipe
from tests.intake.builders import LUJAN, TENJO


def workbook(path: Path, rows: list[list[object]], merged: str | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


def guessed(path: Path) -> tuple[Recipe, Extraction]:
    recipe = parse_recipe(guess_recipe(path), "propuesta.yaml")
    with open_workbook(path) as opened:
        return recipe, extract(recipe, opened)


def test_header_levels_dates_and_areas_are_found_below_a_title(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Plan de obras 2025"],
        [],
        ["Eje", "Programa", "Proyecto", "Responsable", "Estado", "Inicio", "Fecha de fin"],
        ["Ciudad", "Calles", "Avenida", "Obras; Tránsito", "En progreso", "01/02/2025", "30/06/2025"],
        [None, None, "Puente", "Obras", "Finalizado", "01/02/2025", "30/06/2025"],
        [None, "Plazas", "Norte", "Obras", "Planificado", "01/02/2026", "30/06/2026"],
        ["Gente", "Salud", "Sala", "Salud", "Planificado", "01/02/2025", "30/06/2025"],
        [None, None, "Móvil", "Salud", "Planificado", "01/02/2025", "30/06/2025"],
    ]
    recipe, found = guessed(workbook(tmp_path / "obras.xlsx", rows))
    plan = found.document
    assert [(node.key.code, node.name) for node in plan.nodes] == [
        ("1", "Ciudad"), ("2", "Gente"), ("1.1", "Calles"), ("1.2", "Plazas"), ("2.1", "Salud"),
    ]  # fmt: skip
    assert len(plan.projects) == 5
    assert {project.state for project in plan.projects} == {"in_progress", "finished", "planned"}
    assert all(project.planned_start and project.planned_end for project in plan.projects)
    assert {area.name for area in plan.secretariats} == {"Obras", "Tránsito", "Salud"}
    assert [level.singular for level in recipe.levels.nodes] == ["eje", "programa"]
    assert (plan.plan.starts_on.year, plan.plan.ends_on.year) == (2025, 2026)


def test_periods_are_found_in_the_headers(tmp_path: Path) -> None:
    header: list[object] = ["Código", "Indicador", "Unidad", "Meta"]
    header += [f"T{quarter} EJECUTADO 2025" for quarter in (1, 2, 3, 4)]
    rows: list[list[object]] = [header, ["1", "Cuadras", "u", 40, 10, 10, 5, None], ["2", "Plazas", "u", 4, 1, 0, 1, 1]]
    _, found = guessed(workbook(tmp_path / "metas.xlsx", rows))
    plan = found.document
    assert [indicator.code for indicator in plan.indicators] == ["1", "2"]
    assert plan.indicators[0].frequency == "quarterly"
    assert [(v.indicator_code, v.value) for v in plan.values if v.indicator_code == "1"] == [
        ("1", 10.0),
        ("1", 10.0),
        ("1", 5.0),
    ]
    assert {t.value for t in plan.targets if t.kind == "final"} == {40.0, 4.0}


def test_a_sheet_without_a_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableSource, match=r"«nada\.xlsx» no tiene ninguna tabla"):
        guess_recipe(workbook(tmp_path / "nada.xlsx", [["solo un título"], [1], [2]]))


def test_the_proposal_says_what_it_supposed(tmp_path: Path) -> None:
    text = guess_recipe(workbook(tmp_path / "a.xlsx", [["Eje", "Proyecto"], ["Uno", "A"], ["Uno", "B"]]))
    assert text.startswith("# Propuesta: revise cada línea")


@pytest.mark.skipif(not TENJO.exists(), reason="the real workbook of Tenjo is not on this machine")
def test_the_proposal_for_tenjo_finds_its_levels_and_its_quarters() -> None:
    recipe, found = guessed(TENJO)
    depths = [node.key.depth for node in found.document.nodes]
    assert [depths.count(depth) for depth in (1, 2, 3)] == [5, 34, 74]
    assert len(found.document.secretariats) == 15
    assert recipe.tables[0].indicator is not None
    assert {value.period_end.year for value in found.document.values} == {2024, 2025}


@pytest.mark.skipif(not LUJAN.exists(), reason="the real workbook of Luján de Cuyo is not on this machine")
def test_the_proposal_for_lujan_finds_both_tables_of_one_sheet() -> None:
    recipe, found = guessed(LUJAN)
    assert [table.sheet for table in recipe.tables].count("Calidad") == 2
    assert (len(found.document.projects), len(found.document.indicators)) == (47, 20)


@pytest.mark.parametrize("as_text", [False, True])
def test_years_in_a_header_are_periods_whether_numbers_or_texts(tmp_path: Path, as_text: bool) -> None:
    years = [str(year) if as_text else year for year in (2024, 2025)]
    rows: list[list[object]] = [["Eje", "Indicador", *years], ["Uno", "Cuadras", 10, 20], ["Uno", "Plazas", 0, None]]
    _, found = guessed(workbook(tmp_path / "anios.xlsx", rows))
    assert [(value.period_end.year, value.value) for value in found.document.values] == [
        (2024, 10.0),
        (2025, 20.0),
        (2024, 0.0),
    ]
