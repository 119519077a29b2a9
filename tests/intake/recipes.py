"""Short recipes and sheets for tests: what differs is written in the test, the rest is here."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from data_models.document import PlanDocument
from intake.extract import Extraction, extract_sheets
from intake.findings import FindingCode
from intake.reading import SheetGrid
from intake.recipe import Recipe
from intake.recipe_file import parse_recipe

HEAD = """
recipe: prueba
title: Una prueba
municipality: {code: m, name: Municipio}
plan: {code: p, name: Plan, starts_on: 2024-01-01, ends_on: 2027-12-31, as_of_on: 2025-12-31}
levels: {nodes: [{singular: eje, plural: ejes}, {singular: programa, plural: programas}]}
"""

PROJECTS = """
tables:
  - name: proyectos
    sheet: Hoja
    header: {contains: [Eje, Proyecto]}
    columns: {axis: Eje, project: Proyecto, responsible: Responsable}
    needs: [axis, project]
    nodes:
      - {depth: 1, code: {sequence: "{n}"}, name: axis}
    project:
      {node: 1, code: {sequence: "{parent}.{n}"}, name: project, responsible: {column: responsible, separator: ";"}}
"""

INDICATORS = """
tables:
  - name: indicadores
    sheet: Hoja
    header: {contains: [Código, Indicador]}
    columns: {code: Código, indicator: Indicador, unit: Unidad, baseline: {header: Base, optional: true}}
    needs: [code, indicator]
    nodes:
      - {depth: 1, code: {value: "1"}, name: {value: Eje}}
    indicator:
      node: 1
      code: code
      name: indicator
      kind: {value: process}
      unit: {column: unit, default: unidades}
      direction: {value: increase}
      accumulation: {value: sum}
      frequency: {value: quarterly}
      baseline: baseline
"""


def sheet(rows: Sequence[Sequence[Any]], name: str = "Hoja", *, first_row: int = 1) -> SheetGrid:
    """A sheet with these rows; None is a blank cell."""
    grid = SheetGrid("prueba.xlsx", name)
    for number, row in enumerate(rows, start=first_row):
        for column, value in enumerate(row, start=1):
            if value is not None:
                grid.put(number, column, value)
    return grid


def recipe(tables: str, more: str = "") -> Recipe:
    """The recipe of HEAD with these tables; ``more`` are further keys of the recipe."""
    return parse_recipe(HEAD + textwrap.dedent(more) + tables, "prueba.yaml")


def read(tables: str, *sheets: SheetGrid, more: str = "", known: PlanDocument | None = None) -> Extraction:
    """What a recipe reads from sheets."""
    return extract_sheets(recipe(tables, more), {grid.name: grid for grid in sheets}, file="prueba.xlsx", known=known)


def cells(extraction: Extraction, code: FindingCode) -> list[str]:
    """The cells of the findings of a kind."""
    return [one.cell for one in extraction.findings if one.code is code]
