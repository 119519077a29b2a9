"""A plan that is exported and imported is the same plan, to the last digit, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.districts import outlines_of, replace_outlines
from data_models.document import PlanDocument
from data_models.snapshot import UnknownPlan, plan_document
from data_models.store import Store
from data_models.sync import apply
from intake.demo.outlines import outlines
from intake.districts import read_outlines
from intake.export import export_outlines, export_plan
from intake.importing import import_file
from intake.reading import open_workbook
from intake.template import write_document
from intake.template_reading import read_template
from tests.intake.plans import full_plan


def written_and_read(document: PlanDocument, path: Path) -> PlanDocument:
    write_document(document, path)
    with open_workbook(path) as workbook:
        found = read_template(workbook)
    assert found.findings == ()
    return found.document


def test_every_field_of_every_record_comes_back(tmp_path: Path) -> None:
    document = full_plan()
    assert written_and_read(document, tmp_path / "plan.xlsx") == document


@settings(max_examples=25)
@given(
    value=st.floats(-1e18, 1e18),
    text=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(str.strip),
    day=st.dates(dt.date(1900, 3, 1), dt.date(2199, 12, 31)),
)
def test_any_number_text_and_day_comes_back(
    tmp_path_factory: pytest.TempPathFactory, value: float, text: str, day: dt.date
) -> None:
    document = full_plan()
    document.values[:] = [replace(document.values[0], value=value, note=text, period_start=day, period_end=day)]
    document.indicators[0] = replace(document.indicators[0], name=text, definition=text)
    assert written_and_read(document, tmp_path_factory.getbasetemp() / "cualquiera.xlsx") == document


def test_texts_that_look_like_formulas_and_errors_are_written_as_text(tmp_path: Path) -> None:
    write_document(full_plan(), tmp_path / "plan.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "plan.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type not in ("f", "e"), (sheet.title, cell.coordinate)
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx")["Programas"]["B2"].value == "=SUMA(A1)"


def test_a_stored_plan_exported_and_imported_changes_nothing(empty_store: Store, tmp_path: Path) -> None:
    apply(empty_store, full_plan(), kind="import", imported_by="prueba")
    path = export_plan(empty_store, "p", tmp_path / "plan.xlsx")
    outcome = import_file(empty_store, path)
    assert outcome.is_unchanged and outcome.import_id is None


def test_an_export_makes_the_same_plan_in_another_database(
    empty_store: Store, sqlite_store: Store, tmp_path: Path
) -> None:
    apply(empty_store, full_plan(), kind="import", imported_by="prueba")
    import_file(sqlite_store, export_plan(empty_store, "p", tmp_path / "plan.xlsx"))
    with empty_store.reading() as here, sqlite_store.reading() as there:
        assert plan_document(there, "p") == plan_document(here, "p") == full_plan()


def test_outlines_of_districts_go_along_in_a_file_of_their_own(
    empty_store: Store, sqlite_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "distritos.geojson"
    apply(empty_store, full_plan(), kind="import", imported_by="prueba")
    assert export_outlines(empty_store, "p", path) == 0 and not path.exists()
    replace_outlines(empty_store, outlines(), imported_by="prueba")
    assert export_outlines(empty_store, "p", path) == len(outlines())
    assert export_outlines(empty_store, "nada", tmp_path / "otro.geojson") == 0
    import_file(sqlite_store, export_plan(empty_store, "p", tmp_path / "plan.xlsx"))
    found = [(outline.name, outline.geometry) for outline in read_outlines(path)]
    replace_outlines(sqlite_store, found, imported_by="prueba")
    with empty_store.reading() as here, sqlite_store.reading() as there:
        assert outlines_of(there, "p") == outlines_of(here, "p") == sorted(outlines())


def test_a_plan_nobody_has_cannot_be_exported(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownPlan):
        export_plan(sqlite_store, "nada", tmp_path / "plan.xlsx")
    assert not (tmp_path / "plan.xlsx").exists()


def test_an_export_that_somebody_goes_on_writing_in_is_read_like_a_template(tmp_path: Path) -> None:
    path = write_document(full_plan(), tmp_path / "plan.xlsx")
    workbook = openpyxl.load_workbook(path)
    projects = workbook["Proyectos"]
    columns = {cell.value: cell.column for cell in projects[1]}
    for title, text in (
        ("Código", "P-3"),
        ("Nombre", "Fuente"),
        ("Código de ubicación", "1.10 "),
        ("Secretaría responsable", "calles"),
        ("Comparten la responsabilidad", "SEC-01 (Jefa); Calles"),
    ):
        projects.cell(4, columns[title], text)
    workbook.save(path)
    with open_workbook(path) as opened:
        project = next(one for one in read_template(opened).document.projects if one.code == "P-3")
    assert project.node.code == "1.10"
    assert [(one.secretariat_code, one.post) for one in project.responsibles] == [("SEC-02", None), ("SEC-01", "Jefa")]


@pytest.mark.parametrize("is_demo", [True, False])
def test_an_export_of_the_demonstration_says_so_where_it_opens_and_on_every_printed_sheet(
    tmp_path: Path, is_demo: bool
) -> None:
    document = full_plan()
    document.plan = replace(document.plan, is_demo=is_demo)
    assert written_and_read(document, tmp_path / "plan.xlsx") == document
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    opened = [cell.value for row in book.worksheets[0].iter_rows(max_row=2) for cell in row]
    marks = [book.properties.title, *(sheet.oddHeader.center.text for sheet in book)]
    assert ("Datos de demostración" in opened) is is_demo
    assert [mark == "Datos de demostración" for mark in marks] == [is_demo] * len(marks)
