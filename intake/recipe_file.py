"""The file of a recipe: found by its name or path, read, and what is wrong with it said in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from intake.problems import UnusableSource
from intake.recipe import Recipe
from intake.wording import N_, Translate, as_written, on_one_line

FOLDER: Final = Path(__file__).resolve().parent / "recipes"


class BadRecipe(UnusableSource):
    """The recipe does not exist or cannot be used; the message is one line in Spanish that says where and why."""


def recipe_names() -> list[str]:
    """Return the names of the recipes that come with the program, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_recipe(name_or_path: str | Path, translate: Translate = as_written) -> Recipe:
    """Return the recipe of that name, or of the YAML file at that path. `BadRecipe` says what is wrong and where."""
    path = Path(name_or_path)
    if path.suffix.lower() not in {".yaml", ".yml"}:
        path = FOLDER / f"{path.name}.yaml"
        if str(name_or_path) not in recipe_names():
            known = ", ".join(recipe_names())
            raise BadRecipe(
                translate(N_("no hay una receta «{name}»; las que hay: {known}")).format(
                    name=on_one_line(str(name_or_path), 60), known=known
                )
            )
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRecipe(translate(N_("la receta «{path}» no se puede leer")).format(path=path.name)) from error
    return parse_recipe(text, path.name, translate)


def parse_recipe(text: str, file_name: str, translate: Translate = as_written) -> Recipe:
    """Return the recipe of a YAML text. `BadRecipe` names the key (or the line) and what is wrong, in Spanish."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        raise BadRecipe(
            translate(N_("{file}: no es YAML válido (línea {line})")).format(file=file_name, line=line)
        ) from error
    if not isinstance(data, dict):
        raise BadRecipe(
            translate(N_("{file}: una receta empieza con claves como recipe, plan y tables")).format(file=file_name)
        )
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        raise BadRecipe(_in_words(error, file_name, translate)) from error


# What pydantic finds wrong, in words; {} are the pieces of its context.
_PROBLEMS: Final[dict[str, str]] = {
    "missing": N_("falta"),
    "extra_forbidden": N_("no es una clave conocida"),
    "string_type": N_("debe ser un texto"),
    "int_type": N_("debe ser un número entero"),
    "int_parsing": N_("debe ser un número entero"),
    "float_type": N_("debe ser un número"),
    "float_parsing": N_("debe ser un número"),
    "bool_type": N_("debe ser true o false"),
    "bool_parsing": N_("debe ser true o false"),
    "date_type": N_("debe ser una fecha como 2024-12-31"),
    "date_parsing": N_("debe ser una fecha como 2024-12-31"),
    "date_from_datetime_parsing": N_("debe ser una fecha como 2024-12-31"),
    "literal_error": N_("debe ser uno de {expected}"),
    "string_pattern_mismatch": N_("no tiene la forma esperada"),
    "string_too_short": N_("no puede estar vacío"),
    "too_short": N_("no puede estar vacío"),
    "too_long": N_("tiene demasiados elementos"),
    "greater_than": N_("es demasiado pequeño"),
    "greater_than_equal": N_("es demasiado pequeño"),
    "less_than": N_("es demasiado grande"),
    "less_than_equal": N_("es demasiado grande"),
    "tuple_type": N_("debe ser una lista"),
    "dict_type": N_("debe ser un grupo de claves"),
    "model_type": N_("debe ser un grupo de claves"),
}
_NOT_USABLE: Final = N_("no se entiende")


def _in_words(error: ValidationError, file_name: str, translate: Translate) -> str:
    """One line: the first three problems, each with the path of its key."""
    problems = []
    found = error.errors(include_url=False)
    for problem in found:
        if problem["type"] == "too_short" and any(
            other["loc"][: len(problem["loc"])] == problem["loc"] for other in found if other is not problem
        ):
            continue  # the list only looks empty because what is in it is wrong
        place = ".".join(
            str(step + 1) if isinstance(step, int) else step
            for step in problem["loc"]
            if not str(step).startswith(("function-", "literal["))
        )
        if problem["type"] == "value_error":
            words = translate(str(problem["ctx"]["error"]))
        else:
            words = translate(_PROBLEMS.get(problem["type"], _NOT_USABLE)).format(**problem.get("ctx", {}))
        problems.append(f"{place} {words}".strip())
    more = len(problems) - 3
    rest = translate(N_(" (y {count} más)")).format(count=more) if more > 0 else ""
    return f"{file_name}: " + "; ".join(problems[:3]) + rest
