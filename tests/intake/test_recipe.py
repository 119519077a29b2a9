"""A recipe says what is wrong with it, in Spanish and before any file is opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from intake import recipe as recipes
from intake.recipe_file import BadRecipe, load_recipe, parse_recipe, recipe_names
from tests.intake.recipes import HEAD, INDICATORS, PROJECTS, recipe


def refusal(text: str) -> str:
    with pytest.raises(BadRecipe) as caught:
        parse_recipe(text, "prueba.yaml")
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", recipe_names())
def test_every_recipe_that_comes_with_the_program_is_valid(name: str) -> None:
    assert load_recipe(name).recipe == name


def test_the_two_real_workbooks_have_recipes() -> None:
    assert {"tenjo", "lujan"} <= set(recipe_names())


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(BadRecipe, match="no hay una receta «nada»; las que hay: .*tenjo"):
        load_recipe("nada")


def test_a_path_is_read_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "propia.yaml"
    path.write_text(HEAD + PROJECTS, encoding="utf-8")
    assert load_recipe(path).tables[0].name == "proyectos"


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadRecipe, match=r"la receta «falta\.yaml» no se puede leer"):
        load_recipe(tmp_path / "falta.yaml")


def test_a_name_never_leads_out_of_the_folder_of_recipes() -> None:
    with pytest.raises(BadRecipe, match="no hay una receta"):
        load_recipe("../recipes/tenjo")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [1", "no es YAML válido"),
        ("- una lista", "una receta empieza con claves"),
        ("recipe: x", "title falta"),
        (HEAD + PROJECTS + "color: rojo\n", "color no es una clave conocida"),
        (HEAD.replace("2027-12-31", "2020-12-31") + PROJECTS, "el plan termina antes de empezar"),
        (HEAD.replace("starts_on: 2024-01-01", "starts_on: ayer") + PROJECTS, "plan.starts_on debe ser una fecha"),
        (HEAD + PROJECTS.replace("axis: Eje,", ""), "«axis» no está entre las columnas declaradas"),
        (HEAD + PROJECTS.replace("node: 1", "node: 2"), "node nombra un nivel que la tabla no lee"),
        (HEAD + PROJECTS.replace("depth: 1", "depth: 3").replace("node: 1", "node: 3"), "un nivel más hondo"),
        (HEAD + PROJECTS.replace("{contains: [Eje, Proyecto]}", "{}"), "row o por contains, uno de los dos"),
        (HEAD + PROJECTS.replace('"{n}"', '"sin contador"'), "sequence debe contener {n}"),
        (HEAD + PROJECTS.replace("name: project,", "name: {},"), "un dato sale de column o de value"),
        (HEAD + PROJECTS.replace("name: project,", "name: {column: project, pattern: '('},"), "expresión regular"),
        (HEAD + PROJECTS.replace("name: project,", "name: {column: project, pattern: 'x'},"), "exactamente un grupo"),
        (HEAD + INDICATORS.replace("frequency: {value: quarterly}", ""), "indicator.frequency falta"),
        (HEAD + PROJECTS.replace("needs: [axis, project]", "needs: []"), "needs no puede estar vacío"),
        (HEAD + PROJECTS + "    values: [{amounts: nada}]\n", "«nada» no está entre las columnas declaradas"),
        (HEAD + PROJECTS + "    checks: [{kind: same, column: axis}]\n", "a la comprobación le falta"),
    ],
)
def test_what_is_wrong_is_said_in_one_spanish_line(text: str, says: str) -> None:
    assert says in refusal(text)


def test_the_place_of_a_problem_is_its_path_of_keys() -> None:
    message = refusal(HEAD + PROJECTS.replace("sheet: Hoja", "sheet: 3"))
    assert message == "prueba.yaml: tables.1.sheet debe ser un texto"


def test_a_word_of_two_tables_with_one_name_is_refused() -> None:
    twice = PROJECTS + PROJECTS.replace("tables:\n", "")
    assert "dos tablas tienen el mismo nombre" in refusal(HEAD + twice)


def test_a_word_alone_names_a_column() -> None:
    table = recipe(PROJECTS).tables[0]
    assert table.columns["axis"].header == "Eje"
    assert table.project is not None and table.project.name.column == "project"


GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guia" / "importar-una-planilla.md"


def every_key() -> set[str]:
    parts = [part for part in vars(recipes).values() if isinstance(part, type) and issubclass(part, BaseModel)]
    return {key for part in parts for key in part.model_fields}


def test_the_guide_explains_every_key_and_its_example_is_a_valid_recipe() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    explained = set(
        re.findall(r"\b[a-z_]+\b", " ".join(re.findall(r"`[^`\n]+`", text) + re.findall(r"```yaml.*?```", text, re.S)))
    )
    assert every_key() - explained == set()
    examples = re.findall(r"```yaml\n(recipe: .*?)```", text, re.S)
    assert [parse_recipe(example, "guía").recipe for example in examples] == ["plan-2025"]
