"""The preview says in a short table what an import would do; the report shows each finding beside its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from data_models.store import Store
from data_models.sync import apply, plan_changes
from intake.findings import Finding, FindingCode, finding
from intake.preview import PreviewRow, preview_rows, preview_text, reading_text
from intake.reading_grid import ErrorMark
from intake.report import write_report
from tests.intake.plans import full_plan
from tests.intake.recipes import PROJECTS, read, sheet


def test_the_table_counts_what_is_new_changed_unchanged_and_withdrawn(sqlite_store: Store) -> None:
    apply(sqlite_store, full_plan(), kind="import", imported_by="prueba")
    later = full_plan()
    later.projects = [replace(later.projects[0], name="Plaza nueva")]
    later.values = [*later.values[:2], replace(later.values[2], text="otra cosa")]
    with sqlite_store.reading() as connection:
        rows = {row.kind: row for row in preview_rows(plan_changes(connection, later))}
    assert rows["projects"] == PreviewRow("projects", 0, 1, 0, 1)
    assert rows["values"] == PreviewRow("values", 0, 1, 2, 0)
    assert rows["secretariats"] == PreviewRow("secretariats", 0, 0, 2, 0)


def test_a_first_import_is_all_new_and_numbers_have_their_dots(sqlite_store: Store) -> None:
    document = full_plan()
    value = document.values[0]
    days = [
        value.period_start.replace(year=year, month=month, day=d)
        for year in range(1925, 1975)
        for month in (1, 5)
        for d in range(1, 16)
    ]
    document.values = [replace(value, period_start=day, period_end=day) for day in days]
    with sqlite_store.reading() as connection:
        text = preview_text(plan_changes(connection, document), [])
    assert "Valores" in text and "1.500" in text
    header = text.splitlines()[0].split()
    assert header == ["nuevos", "cambian", "sin", "cambios", "retirados"]


def test_nothing_to_do_is_said_in_a_sentence(sqlite_store: Store) -> None:
    apply(sqlite_store, full_plan(), kind="import", imported_by="prueba")
    with sqlite_store.reading() as connection:
        text = preview_text(plan_changes(connection, full_plan()), [])
    assert text.splitlines()[0].startswith("Sin cambios")


def test_findings_are_grouped_by_kind_errors_first_with_their_first_cell() -> None:
    found = [
        finding(FindingCode.NO_DATA_MARK, file="f", sheet="Hoja", cell="A1", found="SD"),
        finding(FindingCode.NO_DATA_MARK, file="f", sheet="Hoja", cell="A2", found="S/D"),
        finding(FindingCode.ERROR_CELL, file="f", sheet="Hoja", cell="B7", found="#REF!"),
    ]
    from intake.preview import findings_lines

    lines = findings_lines(found)
    assert lines[0] == "Hallazgos: 3"
    assert "Celdas con error de fórmula (error)" in lines[1] and "Hoja!B7 «#REF!»" in lines[2]
    assert "2  Marcas de «sin dato» (nota)" in lines[3] and "Hoja!A1 «SD»" in lines[4]


def test_what_a_recipe_reads_is_shown_with_cells_and_names_to_confirm() -> None:
    rows = [
        ["Eje", "Proyecto", "Responsable"],
        ["Uno", "A", "Secretaría de Innovación"],
        ["Uno", "B", "Sec. Innovacion"],
    ]
    text = reading_text(read(PROJECTS, sheet(rows)))
    assert "2 filas leídas" in text
    assert "1.1 · A  [Hoja!B2]" in text
    assert "Secretaría de Innovación" in text.split("confírmelo en same_as")[1]


@pytest.fixture
def report(tmp_path: Path) -> openpyxl.Workbook:
    grid = sheet([["Código", "Valor"], ["=1+1", None], ["x", 5]], "Datos [2024]")
    grid.put(2, 2, ErrorMark("#DIV/0!"))
    place = {"file": "f.xlsx", "sheet": grid.name}
    found: list[Finding] = [
        finding(FindingCode.ERROR_CELL, cell="B2", found="#DIV/0!", **place),
        finding(FindingCode.CODE_CHANGED, cell="A2", found="=1+1", read_as="1", **place),
        finding(FindingCode.NO_DATA_MARK, cell="B2", found="SD", **place),
        finding(FindingCode.SHEET_EMPTY, file="f.xlsx", sheet="Otra"),
    ]
    path = write_report(tmp_path / "informe.xlsx", found, {grid.name: grid})
    return openpyxl.load_workbook(path)


def test_the_report_lists_every_finding(report: openpyxl.Workbook) -> None:
    rows = list(report["Hallazgos"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == 4
    assert rows[0][:5] == ("error", "Celdas con error de fórmula", "Datos [2024]", "B2", "#DIV/0!")


def test_the_report_marks_each_cell_of_a_copy_of_the_sheet(report: openpyxl.Workbook) -> None:
    copy = report["Datos _2024_"]
    assert [[cell.value for cell in row[:2]] for row in copy.iter_rows()] == [
        ["Código", "Valor"], ["=1+1", "#DIV/0!"], ["x", 5],
    ]  # fmt: skip
    assert copy["B2"].comment is not None and "Celdas con error" in copy["B2"].comment.text
    assert copy["B2"].fill.fgColor.rgb != copy["B3"].fill.fgColor.rgb
    assert "B2: Celdas con error" in copy["C2"].value and "A2: Códigos corregidos" in copy["C2"].value
    assert copy["C3"].value is None


def test_formula_like_texts_stay_texts_in_the_report(report: openpyxl.Workbook) -> None:
    copy = report["Datos _2024_"]
    assert (copy["A2"].data_type, copy["B2"].data_type) == ("s", "s")


def test_a_sheet_named_like_a_path_is_only_a_name(tmp_path: Path) -> None:
    grid = sheet([["a", "b"]], "../../etc/passwd")
    write_report(tmp_path / "informe.xlsx", [], {grid.name: grid})
    assert [path.name for path in tmp_path.iterdir()] == ["informe.xlsx"]
    assert openpyxl.load_workbook(tmp_path / "informe.xlsx").sheetnames == ["Hallazgos", ".._.._etc_passwd"]


def test_the_report_can_be_filtered_and_read_without_widening_its_columns(tmp_path: Path) -> None:
    grid = sheet([["Código", "Nombre del programa", "Descripción"], ["x", "Calles", "largo " * 30]], "Hoja")
    found = finding(FindingCode.NO_DATA_MARK, file="f.xlsx", sheet="Hoja", cell="A2", found="x")
    workbook = openpyxl.load_workbook(write_report(tmp_path / "informe.xlsx", [found], {grid.name: grid}))
    assert workbook["Hallazgos"].auto_filter.ref == "A2:G3"
    widths = {letter: one.width for letter, one in workbook["Hoja"].column_dimensions.items()}
    assert widths == {"A": 11, "B": len("Nombre del programa") + 2, "C": 40, "D": 80}
