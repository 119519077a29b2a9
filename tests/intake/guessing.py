"""Small workbooks for the tests of proposed recipes, and what a proposal reads from them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from data_models.document import PlanDocument
from intake.extract import Extraction, extract
from intake.guess import guess_recipe
from intake.reading import open_workbook
from intake.recipe import Recipe
from intake.recipe_file import parse_recipe

TODAY = dt.date(2025, 11, 21)
Rows = Sequence[Any]


def book(
    path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, Sequence[str]] | None = None, hidden: str = ""
) -> Path:
    """Write a workbook of these sheets and return its path."""
    workbook = openpyxl.Workbook()
    del workbook[workbook.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for ref in (merged or {}).get(name, ()):
            sheet.merge_cells(ref)
        if name == hidden:
            sheet.sheet_state = "hidden"
    workbook.save(path)
    return path


def guessed(path: Path) -> tuple[Recipe, Extraction, str]:
    """Return the recipe proposed for a file, what it reads, and its text."""
    text = guess_recipe(path, today=TODAY)
    recipe = parse_recipe(text, "propuesta.yaml")
    with open_workbook(path) as opened:
        return recipe, extract(recipe, opened), text


def nodes(plan: PlanDocument) -> list[tuple[str, str]]:
    """The levels as (code, name), in the order of the sheet."""
    return [(node.key.code, node.name) for node in plan.nodes]


def depths(plan: PlanDocument) -> dict[int, int]:
    """How many items each level has, by its depth."""
    return dict(Counter(node.key.depth for node in plan.nodes))
