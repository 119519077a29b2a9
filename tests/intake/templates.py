"""A template filled in by hand, as a person would do it: rows below the examples, facts beside their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from data_models.document import PlanDocument
from intake.extract import Extraction
from intake.reading import open_workbook
from intake.template_reading import read_template

PLAN = {
    "Código del municipio": "m",
    "Nombre del municipio": "Municipio",
    "Código del plan": "p",
    "Nombre del plan": "Plan",
    "Primer día del plan": dt.date(2024, 1, 1),
    "Último día del plan": dt.date(2027, 12, 31),
}
Fill = Callable[..., Extraction]
Change = Callable[[openpyxl.Workbook], object]

AXIS = {"Código": "1", "Nombre": "Ciudad"}
PROGRAM = {"Código": "1.10", "Nombre": "Calles", "Código del eje": "1"}
PROJECT = {"Código": "P-1", "Nombre": "Plaza", "Código de ubicación": "1.10"}
INDICATOR = {
    "Código": "I-1", "Nombre": "Cuadras", "Código de ubicación": "1.10", "Tipo": "De proceso", "Unidad": "cuadras",
    "Sentido": "Aumentar", "Acumulación": "Suma", "Frecuencia": "Trimestral",
}  # fmt: skip


PERIOD = {"Inicio del período": dt.date(2024, 1, 1), "Fin del período": dt.date(2024, 3, 31)}


def write_filled(
    template: Path,
    path: Path,
    rows: dict[str, list[dict[str, Any]]],
    *,
    plan: dict[str, Any] | None = None,
    change: Change | None = None,
) -> Path:
    """Write a copy of the template with rows (dictionaries by header) in its sheets; ``change`` does the rest.

    A value may be a pair: the value and its number format.
    """
    workbook = openpyxl.load_workbook(template)
    for line in workbook["Plan"].iter_rows(min_row=2):
        line[1].value = (PLAN if plan is None else plan).get(line[0].value)
    for name, some in rows.items():
        sheet = workbook[name.replace("_", " ")]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for number, row in enumerate(some, start=3):
            for title, value in row.items():
                value, number_format = value if isinstance(value, tuple) else (value, None)
                cell = sheet.cell(number, columns[title], value)
                if number_format is not None:
                    cell.number_format = number_format
    if change is not None:
        change(workbook)
    workbook.save(path)
    return path


def read(path: Path, known: PlanDocument | None = None) -> Extraction:
    """Read a filled-in template."""
    with open_workbook(path) as opened:
        return read_template(opened, known=known)
