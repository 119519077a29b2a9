"""The real plan of Tenjo: its whole import against only reading its sheet."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Figure, median_seconds, seconds
from data_models.store import create_store
from intake.importing import import_file
from intake.reading import open_workbook

WORKBOOK = Path(__file__).resolve().parents[2] / "shared" / "data" / "tenjo" / "PLAN INDICATIVO TENJO.xlsx"
TIMES = 5


def run() -> Iterator[Figure]:
    """Import into new SQLite databases; without the workbook there is nothing to measure."""
    if not WORKBOOK.exists():
        return
    reading_s = median_seconds(_read_the_sheet, times=TIMES)
    with tempfile.TemporaryDirectory() as folder:
        imports_s = [_import_into(Path(folder) / f"{number}.db") for number in range(TIMES + 1)][1:]
    yield Figure("reading the sheet PDM", reading_s, "s")
    yield Figure(
        "importing Tenjo into an empty database",
        statistics.median(imports_s),
        "s",
        limit=3 * reading_s + 1,
        compared_with="only reading its sheet",
        reference=reading_s,
    )


def _read_the_sheet() -> object:
    with open_workbook(WORKBOOK) as workbook:
        return workbook.sheet("PDM").cell_count


def _import_into(database: Path) -> float:
    store = create_store(f"sqlite:///{database}")
    store.upgrade()
    try:
        return seconds(lambda: import_file(store, WORKBOOK, "tenjo"))
    finally:
        store.close()
