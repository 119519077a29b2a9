"""A proposed recipe is a valid one that reads most of the sheet; a person corrects the rest."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from data_models.document import PlanDocument
from intake.extract import Extraction, extract
from intake.findings import FindingCode
from intake.problems import UnusableSource
from intake.reading import open_workbook
from intake.recipe import Recipe
from intake.recipe_file import load_recipe
from tests.intake.builders import DATA, LUJAN, TENJO
from tests.intake.guessing import book, depths, guessed, nodes

WORKBOOKS = sorted(DATA.rglob("*.xlsx"))


def test_header_levels_dates_and_areas_are_found_below_a_title(tmp_path: Path) -> None:
    rows = [
        ["Plan de obras 2025"],
        [],
        ["Eje", "Programa", "Proyecto", "Responsable", "Estado", "Inicio", "Fecha de fin"],
        ["Ciudad", "Calles", "Avenida", "Obras; Tránsito", "En progreso", "01/02/2025", "30/06/2025"],
        [None, None, "Puente", "Obras", "Finalizado", "01/02/2025", "30/06/2025"],
        [None, "Plazas", "Norte", "Obras", "Planificado", "01/02/2026", "30/06/2026"],
        ["Gente", "Salud", "Sala", "Salud", "Planificado", "01/02/2025", "30/06/2025"],
        [None, None, "Móvil", "Salud", "Planificado", "01/02/2025", "30/06/2025"],
    ]
    recipe, found, _ = guessed(book(tmp_path / "obras.xlsx", {"Hoja1": rows}))
    plan = found.document
    assert nodes(plan) == [("1", "Ciudad"), ("2", "Gente"), ("1.1", "Calles"), ("1.2", "Plazas"), ("2.1", "Salud")]
    assert len(plan.projects) == 5
    assert {project.state for project in plan.projects} == {"in_progress", "finished", "planned"}
    assert all(project.planned_start and project.planned_end for project in plan.projects)
    assert {area.name for area in plan.secretariats} == {"Obras", "Tránsito", "Salud"}
    assert [level.singular for level in recipe.levels.nodes] == ["eje", "programa"]
    assert (plan.plan.starts_on.year, plan.plan.ends_on.year) == (2025, 2026)
    assert plan.plan.name == "Plan de obras 2025"


def test_the_last_work_finished_says_until_when_the_sheet_speaks(tmp_path: Path) -> None:
    rows = [
        ["Proyecto", "Estado", "Fecha"],
        ["Avenida", "Finalizado", "12/05/2025"],
        ["Puente", "Finalizado", "03/02/2025"],
        ["Plaza", "Planificado", "30/12/2025"],
    ]
    recipe, found, text = guessed(book(tmp_path / "obras.xlsx", {"Hoja1": rows}))
    assert recipe.plan.as_of_on == dt.date(2025, 5, 31)
    assert "# Dudoso: la última fecha de algo finalizado es 12/05/2025" in text
    assert {project.last_update_on for project in found.document.projects} == {dt.date(2025, 5, 31)}


def test_a_sheet_without_a_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableSource, match=r"«nada\.xlsx» no tiene ninguna tabla"):
        guessed(book(tmp_path / "nada.xlsx", {"Hoja1": [["solo un título"], [1], [2]]}))


@pytest.mark.parametrize(
    "rows",
    [
        [["Nombre", "Teléfono", "Correo"], ["Mesa de entradas", "123", "mesa@x"], ["Guardia", "456", "guardia@x"]],
        [["Fecha", "Concepto", "Importe"], [dt.date(2025, 1, 1), "Papel", 100], [dt.date(2025, 1, 2), "Tinta", 200]],
        [["Municipio:", "Tenjo"], ["Fecha:", "2025"]],
        [],
    ],
)
def test_a_file_that_is_no_plan_gets_one_line(tmp_path: Path, rows: list[list[object]]) -> None:
    with pytest.raises(UnusableSource) as raised:
        guessed(book(tmp_path / "otra.xlsx", {"Hoja1": rows}))
    assert str(raised.value).startswith("«otra.xlsx» no tiene ninguna tabla que parezca de un plan")
    assert "\n" not in str(raised.value)


def test_the_proposal_opens_with_what_it_would_read_and_what_its_words_mean(tmp_path: Path) -> None:
    rows = [["Eje", "Proyecto"], ["Uno", "A"], ["Uno", "B"]]
    _, _, text = guessed(book(tmp_path / "a.xlsx", {"Hoja1": rows}))
    assert text.startswith("# Propuesta: revise cada línea")
    assert "# Así como está leería: 1 eje · 2 proyectos." in text
    assert "«Seguro»" in text and "«Dudoso»" in text and "«Confirme»" in text


# The real workbooks


def test_each_real_workbook_gets_a_proposal_whose_headers_are_all_there() -> None:
    if not WORKBOOKS:
        pytest.skip("no real workbook is on this machine")
    for path in WORKBOOKS:
        _, found, _ = guessed(path)
        assert found.document.projects or found.document.indicators, path.name
        assert [one for one in found.findings if one.code is FindingCode.HEADER_MISSING] == [], path.name


def read_by_hand(name: str, path: Path) -> PlanDocument:
    with open_workbook(path) as opened:
        return extract(load_recipe(name), opened).document


@pytest.fixture(scope="module")
def tenjo() -> tuple[Recipe, Extraction, str, PlanDocument]:
    if not TENJO.exists():
        pytest.skip("the real workbook of Tenjo is not on this machine")
    return (*guessed(TENJO), read_by_hand("tenjo", TENJO))


def test_tenjo_gets_the_levels_projects_and_goals_of_the_recipe_made_by_hand(
    tenjo: tuple[Recipe, Extraction, str, PlanDocument],
) -> None:
    _, found, _, by_hand = tenjo
    plan = found.document
    assert depths(plan) == {1: 5, 2: 34, 3: 74}
    assert (len(plan.projects), len(plan.indicators), len(plan.secretariats)) == (43, 331, 15)
    assert plan.nodes == by_hand.nodes
    assert [(p.code, p.node, p.name) for p in plan.projects] == [(p.code, p.node, p.name) for p in by_hand.projects]


def test_tenjo_gets_every_value_and_every_target_of_the_recipe_made_by_hand(
    tenjo: tuple[Recipe, Extraction, str, PlanDocument],
) -> None:
    plan, by_hand = tenjo[1].document, tenjo[3]
    assert len(plan.values) == 1570
    assert plan.values == by_hand.values
    assert Counter(target.kind for target in plan.targets) == {"final": 331, "interim": 1314, "period": 1985}
    assert plan.targets == by_hand.targets


def test_tenjo_gets_how_each_goal_adds_up_where_it_starts_and_which_project_it_is_of(
    tenjo: tuple[Recipe, Extraction, str, PlanDocument],
) -> None:
    facts = [
        [
            (one.code, one.direction, one.accumulation, one.accumulation_years, one.frequency, one.baseline_value,
             one.baseline_text, one.project_code, one.promise)
            for one in plan.indicators
        ]
        for plan in (tenjo[1].document, tenjo[3])
    ]  # fmt: skip
    assert facts[0] == facts[1]


def test_tenjo_gets_the_money_of_the_recipe_made_by_hand_where_headers_are_repeated_too(
    tenjo: tuple[Recipe, Extraction, str, PlanDocument],
) -> None:
    money = [
        {(b.item_code, b.year): (b.current_amount, b.executed_amount) for b in plan.budgets}
        for plan in (tenjo[1].document, tenjo[3])
    ]
    assert len(money[0]) == 1309
    assert money[0] == money[1]


def test_tenjo_says_what_it_was_not_sure_of(tenjo: tuple[Recipe, Extraction, str, PlanDocument]) -> None:
    text = tenjo[2].replace("\n      #   ", " ").replace("\n#   ", " ")
    for said in (
        "Dudoso: hay 2 columnas «L.B»; se tomó la que sigue a «META DE PRODUCTO»",
        "Dudoso: también podría ser «APROPIACION DEFINITIVA 2025 (BN)»",
        "Dudoso: 3 de 43 están bajo más de un «PROGRAMA PDT»",
        "Seguro: es el código de «INDICADOR»: no falta en ninguna fila y no se repite",
        "Seguro: en 100 % de las filas es la suma, el promedio o el último de los años",
        "Dudoso: es el fin del último período con valores, pero solo 18 de 331 filas los tienen",
        "Confirme: el municipio, su país y su moneda",
        "Hojas ocultas que no se miraron: «Hoja 1», «CONSOLIDADO PROGRAMAS», «Nombre Eje»",
    ):
        assert said in text, said


@pytest.fixture(scope="module")
def lujan() -> tuple[Recipe, Extraction, str, PlanDocument]:
    if not LUJAN.exists():
        pytest.skip("the real workbook of Luján de Cuyo is not on this machine")
    return (*guessed(LUJAN), read_by_hand("lujan", LUJAN))


def test_lujan_gets_its_five_axes_each_sheet_under_its_own(lujan: tuple[Recipe, Extraction, str, PlanDocument]) -> None:
    recipe, found, _, by_hand = lujan
    plan = found.document
    assert [table.sheet for table in recipe.tables].count("Calidad") == 2
    axes = [(node.key.code, node.name) for node in plan.nodes if node.key.depth == 1]
    assert axes == [(node.key.code, node.name) for node in by_hand.nodes if node.key.depth == 1]
    assert Counter(p.node.code.partition(".")[0] for p in plan.projects) == {
        "1": 6 + 7, "2": 5 + 8, "3": 9, "4": 7, "5": 5,
    }  # fmt: skip
    # Of 38 deliverables 29 are a column; in «Capacidad» each of 9 activities is its own, which only a person knows.
    assert depths(plan) == {1: 5, 2: 29}


def test_lujan_gets_every_activity_with_its_state_and_dates(
    lujan: tuple[Recipe, Extraction, str, PlanDocument],
) -> None:
    activities = [
        Counter((p.name, p.state, p.planned_start, p.planned_end, p.dates_text, len(p.responsibles)) for p in projects)
        for projects in (lujan[1].document.projects, lujan[3].projects)
    ]
    assert activities[0].total() == 47
    assert activities[0] == activities[1]


def test_lujan_gets_its_indicators_with_baseline_value_and_target(
    lujan: tuple[Recipe, Extraction, str, PlanDocument],
) -> None:
    plan, by_hand = lujan[1].document, lujan[3]
    facts = [
        [(one.code, one.name, one.kind, one.unit, one.baseline_value, one.source) for one in document.indicators]
        for document in (plan, by_hand)
    ]
    assert len(facts[0]) == 20
    assert facts[0] == facts[1]
    assert plan.targets == by_hand.targets
    values = [[(v.indicator_code, v.value, v.bound, v.period_end) for v in d.values] for d in (plan, by_hand)]
    assert values[0] == values[1]


def test_lujan_proposes_names_that_look_alike_and_joins_none(
    lujan: tuple[Recipe, Extraction, str, PlanDocument],
) -> None:
    recipe, found, text, _ = lujan
    assert recipe.areas == ()
    assert len(found.document.secretariats) == 14
    assert "#       - Innovación" in text
    assert "Dirección de Datos" not in text.partition("tables:")[0]
    assert "#   Alianzas y Certificacio nes: Alianzas y Certificaciones" in text
    assert "#   - {name: Incidentes de ciberseguridad en áreas críticas (variación), direction: decrease}" in text
    assert "Confirme: «Plan de trabajo Comité» no está entre los nombres de «Eje»; se puso bajo «Gobernanza»" in text
