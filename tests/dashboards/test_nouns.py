"""The words of plans are data: their number and gender are found, and found right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.i18n import ENGLISH, speaking
from dashboards.nouns import Noun, indicator_noun, level_noun, node_depths, node_path, project_noun
from data_models.queries.plans import Level, PlanSummary
from tests.dashboards.example_pages import PLAN

LEVELS = (
    Level("node", 2, "línea estratégica", "líneas estratégicas"),
    Level("node", 1, "dimensión", "dimensiones"),
    Level("project", None, "actividad", "actividades"),
    Level("indicator", None, "meta de producto", "metas de producto"),
)


@pytest.fixture
def plan() -> PlanSummary:
    return replace(PLAN, levels=LEVELS)


@pytest.mark.parametrize(
    "word",
    [
        "meta",
        "meta de producto",
        "actividad",
        "acción",
        "línea",
        "obra",
        "política",
        "iniciativa",
        "dimensión",
        "región",
        "gestión",
        "unión",
        "fase",
        "serie",
        "parte",
        "red",
        "ley",
        "virtud",
        "libertad",
        "tarea",
        "estrategia",
        "Meta",
    ],
)
def test_feminine_words_are_told(word: str) -> None:
    assert Noun(word, word + "s").is_feminine


@pytest.mark.parametrize(
    "word",
    [
        "eje",
        "programa",
        "subprograma",
        "proyecto",
        "objetivo",
        "indicador",
        "entregable",
        "pilar",
        "plan",
        "tema",
        "subtema",
        "problema",
        "sistema",
        "esquema",
        "lema",
        "día",
        "mapa",
        "componente",
        "producto",
        "hito",
        "compromiso",
        "Programa de gobierno",
    ],
)
def test_masculine_words_are_told(word: str) -> None:
    assert not Noun(word, word + "s").is_feminine


def test_an_adjective_agrees_in_gender_and_number() -> None:
    meta, proyecto = Noun("meta", "metas"), Noun("proyecto", "proyectos")
    agreed = [noun.agreed(count, "atrasada", "atrasado") for noun in (meta, proyecto) for count in (1, 2, 0)]
    assert agreed == ["atrasada", "atrasadas", "atrasadas", "atrasado", "atrasados", "atrasados"]


def test_an_english_adjective_does_not_change() -> None:
    with speaking(ENGLISH):
        assert Noun("goal", "goals").agreed(2, "late", "late") == "late"


def test_a_count_carries_its_noun_and_its_thousands() -> None:
    noun = Noun("proyecto", "proyectos")
    assert [noun.counted(count) for count in (0, 1, 1685)] == [
        "0\N{NO-BREAK SPACE}proyectos",
        "1\N{NO-BREAK SPACE}proyecto",
        "1.685\N{NO-BREAK SPACE}proyectos",
    ]
    assert [noun.named(count) for count in (0, 1, 2)] == ["proyectos", "proyecto", "proyectos"]


def test_a_plan_names_its_own_levels(plan: PlanSummary) -> None:
    assert level_noun(plan, 1).plural == "dimensiones"
    assert level_noun(plan, 2).singular == "línea estratégica"
    assert project_noun(plan).counted(2) == "2\N{NO-BREAK SPACE}actividades"
    assert indicator_noun(plan) == Noun("meta de producto", "metas de producto")
    assert node_depths(plan) == [1, 2]


def test_a_plan_without_words_of_its_own_gets_the_usual_ones(plan: PlanSummary) -> None:
    bare = replace(plan, levels=())
    assert [level_noun(bare, depth).singular for depth in (1, 2, 3)] == ["eje", "programa", "programa"]
    assert (project_noun(bare).plural, indicator_noun(bare).plural) == ("proyectos", "indicadores")
    assert node_depths(bare) == []


def test_addresses_of_levels_do_not_depend_on_their_words() -> None:
    assert [node_path(depth) for depth in (1, 2, 5)] == ["eje", "programa", "programa"]
