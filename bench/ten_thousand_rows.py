"""A workbook of 10,000 goals with 24 columns: reading, understanding and storing all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

from bench.harness import Figure, seconds
from data_models.store import create_store
from intake.importing import import_file
from intake.reading import open_workbook
from intake.recipe import Recipe
from intake.recipe_file import parse_recipe

ROWS = 10_000
LIMIT_S = 10.0
RECIPE = r"""
recipe: diez-mil
title: Diez mil metas
municipality: {code: banco, name: Banco de pruebas}
plan: {code: banco, name: Plan de diez mil metas, starts_on: 2024-01-01, ends_on: 2027-12-31, as_of_on: 2024-12-31}
levels: {nodes: [{singular: eje, plural: ejes}, {singular: programa, plural: programas}]}
tables:
  - name: metas
    sheet: Metas
    header: {contains: [Código, Indicador, Eje]}
    columns:
      axis: Eje
      program: Programa
      code: Código
      indicator: Indicador
      unit: Unidad
      responsible: Responsable
      baseline: Línea de base
      target: Meta
    period_columns: {done: {header: '^T[1-4] \d{4}$'}}
    needs: [code, indicator]
    nodes:
      - {depth: 1, code: {sequence: "{n}"}, name: axis}
      - {depth: 2, code: {sequence: "{parent}.{n}"}, name: program}
    indicator:
      node: 2
      code: code
      name: indicator
      kind: {value: process}
      unit: unit
      direction: {value: increase}
      accumulation: {value: sum}
      frequency: {value: quarterly}
      baseline: baseline
      responsible: {column: responsible, separator: ";"}
    values: [{amounts: done}]
    targets: [{kind: final, column: target, due_on: {value: 2027-12-31}}]
"""


def run() -> Iterator[Figure]:
    """One import into a new SQLite database of a workbook written for the purpose."""
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "diez-mil.xlsx"
        _write(workbook)
        reading_s = seconds(lambda: _read(workbook))
        store = create_store(f"sqlite:///{folder}/banco.db")
        store.upgrade()
        recipe: Recipe = parse_recipe(RECIPE, "diez-mil.yaml")
        importing_s = seconds(lambda: import_file(store, workbook, recipe))
        again_s = seconds(lambda: import_file(store, workbook, recipe))
        store.close()
    yield Figure(
        "importing 10,000 rows",
        importing_s,
        "s",
        limit=LIMIT_S,
        compared_with="only reading the sheet",
        reference=reading_s,
    )
    yield Figure("importing them again without changes", again_s, "s", limit=LIMIT_S)


def _read(workbook: Path) -> int:
    with open_workbook(workbook) as opened:
        return opened.sheet("Metas").cell_count


def _write(path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Metas")
    quarters = [f"T{quarter} 2024" for quarter in range(1, 5)]
    more = [f"Observación {number}" for number in range(1, 13)]
    sheet.append(
        ["Eje", "Programa", "Código", "Indicador", "Unidad", "Responsable", "Línea de base", "Meta", *quarters, *more]
    )
    for number in range(1, ROWS + 1):
        program = number % 60
        sheet.append(
            [
                f"Eje {program % 6 + 1}",
                f"Programa {program}",
                f"M-{number:05}",
                f"Meta número {number} del plan",
                "unidades",
                f"Secretaría {number % 13}; Secretaría {(number + 3) % 13}",
                "2,5 km" if number % 7 == 0 else number % 50,
                100 + number % 900,
                *((number * quarter) % 97 / 4 for quarter in range(1, 5)),
                *(f"texto {number} {column}" for column in range(12)),
            ]
        )
    book.save(path)
