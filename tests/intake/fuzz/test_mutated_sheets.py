"""Whatever a sheet holds, a recipe ends in a plan that can be stored: what cannot be is left out, with findings."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from data_models.store import Store
from data_models.sync import apply
from intake.extract import extract
from intake.problems import UnusableSource
from intake.reading import SheetGrid, open_workbook
from intake.reading_grid import ErrorMark, StoredValue
from intake.recipe_file import load_recipe
from intake.template import write_document
from intake.template_reading import read_template
from tests.intake.builders import LUJAN, TENJO
from tests.intake.plans import full_plan

NASTY: tuple[StoredValue, ...] = (
    ErrorMark("#REF!"), ErrorMark(None), True, False, 0, -1, -0.5, 1e308, 10**30, 5035.25, "", "SD", "-", "=1+1", "@x",
    "> 70 %", "más del 90%", "4 por año", "600 mil", "1.234", "01/12", "31/02/25", "Abril - Junio 2025", "finalizad o",
    "Total", "Total general", "x" * 2000, "a;b; ;a", "ñ" * 90, dt.date(1900, 1, 1), dt.date(2199, 12, 31),
    dt.datetime(2025, 5, 5, 12, 30), dt.time(3, 4), "Eje 99. Nuevo", "1.10", "I", "M", "0900", "\u00a0", "línea\nlínea",
)  # fmt: skip


def mutate(grid: SheetGrid, chance: random.Random, share: float) -> None:
    """Put something else in a share of the cells, and something in a few empty ones."""
    for cell in list(grid.cells()):
        if chance.random() < share:
            grid.put(cell.row, cell.column, chance.choice(NASTY))
    for _ in range(5):
        grid.put(chance.randint(1, grid.max_row + 2), chance.randint(1, grid.max_column + 1), chance.choice(NASTY))


@pytest.mark.parametrize(
    ("name", "path", "seed"),
    [*(("lujan", LUJAN, seed) for seed in range(40)), *(("tenjo", TENJO, seed) for seed in range(6))],
)
def test_a_recipe_reads_a_mutated_workbook_into_a_plan_that_can_be_stored(
    name: str, path: Path, seed: int, sqlite_store: Store
) -> None:
    if not path.exists():
        pytest.skip("the real workbook is not on this machine")
    chance = random.Random(seed)
    recipe = load_recipe(name)
    with open_workbook(path) as workbook:
        for sheet in sorted({table.sheet for table in recipe.tables}):
            mutate(workbook.sheet(sheet), chance, chance.choice((0.01, 0.1, 0.4)))
        try:
            found = extract(recipe, workbook)
        except UnusableSource as refused:  # a header that names its table was hit
            assert "ninguna de las tablas" in str(refused)
            return
    apply(sqlite_store, found.document, kind="import", imported_by="prueba", findings=found.findings)


@pytest.fixture
def mutated_template(tmp_path: Path) -> Callable[[int], Path]:
    """A filled template with cells changed at random, its sheet «Plan» untouched."""

    def make(seed: int) -> Path:
        import openpyxl

        chance = random.Random(seed)
        book = openpyxl.load_workbook(write_document(full_plan(), tmp_path / "plan.xlsx"))
        plain = [value for value in NASTY if not isinstance(value, ErrorMark)]
        for sheet in book.worksheets[2:]:
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    if chance.random() < 0.15:
                        cell.value = chance.choice(plain)
        if seed % 2:
            book["Plan"].cell(book["Plan"].max_row, 2).value = None
        book.save(tmp_path / "cambiado.xlsx")
        return tmp_path / "cambiado.xlsx"

    return make


@pytest.mark.parametrize("seed", range(25))
def test_a_mutated_template_is_a_plan_that_can_be_stored(
    seed: int, mutated_template: Callable[[int], Path], sqlite_store: Store
) -> None:
    with open_workbook(mutated_template(seed)) as workbook:
        found = read_template(workbook)
    apply(sqlite_store, found.document, kind="import", imported_by="prueba", findings=found.findings)
