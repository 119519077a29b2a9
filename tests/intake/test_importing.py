"""One import from beginning to end: dry run, first time, same again, a later file, and every way of being refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from data_models.imports import list_imports
from data_models.refusals import Refused
from data_models.snapshot import plan_document
from data_models.store import Store
from data_models.undo import undo
from intake.importing import import_file, read_source
from intake.problems import UnusableSource
from intake.reading import UnreadableFile
from intake.recipe_file import BadRecipe
from tests.intake.builders import LUJAN, TENJO
from tests.intake.recipes import INDICATORS, PROJECTS, recipe

ROWS = [["Eje", "Proyecto", "Responsable"], ["Uno", "Plaza", "Obras"], ["Uno", "Puente", "Obras"]]


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Hoja"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_dry_run_tells_and_writes_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    before = sqlite_store.data_version()
    outcome = import_file(sqlite_store, workbook(tmp_path / "a.xlsx", ROWS), recipe(PROJECTS), dry_run=True)
    assert outcome.is_dry_run and outcome.import_id is None and not outcome.is_unchanged
    assert len(outcome.changes.by_kind["projects"].new) == 2
    assert sqlite_store.data_version() == before
    with sqlite_store.reading() as connection:
        assert list_imports(connection) == []


def test_importing_the_same_file_twice_changes_nothing_and_says_so(empty_store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    first = import_file(empty_store, path, recipe(PROJECTS))
    version = empty_store.data_version()
    second = import_file(empty_store, path, recipe(PROJECTS))
    assert first.import_id is not None and second.import_id is None
    assert second.text().startswith("Sin cambios")
    assert empty_store.data_version() == version


def test_a_later_file_revises_withdraws_and_can_be_taken_back(empty_store: Store, tmp_path: Path) -> None:
    import_file(empty_store, workbook(tmp_path / "a.xlsx", ROWS), recipe(PROJECTS))
    with empty_store.reading() as connection:
        before = plan_document(connection, "p")
    rows = [ROWS[0], ["Uno", "Puente", "Calles"], ["Uno", "Parque", "Obras"]]
    outcome = import_file(empty_store, workbook(tmp_path / "b.xlsx", rows), recipe(PROJECTS))
    changes = outcome.changes.by_kind["projects"]
    assert ([c.record.name for c in changes.new], [c.record.name for c in changes.changed]) == (["Parque"], ["Puente"])
    assert [c.record.name for c in changes.withdrawn] == ["Plaza"]
    with empty_store.reading() as connection:
        codes = {project.name: project.code for project in plan_document(connection, "p").projects}
    assert codes == {"Puente": "1.2", "Parque": "1.3"}
    assert outcome.import_id is not None
    undo(empty_store, outcome.import_id, "prueba")
    with empty_store.reading() as connection:
        assert plan_document(connection, "p") == before


def test_the_import_is_recorded_with_its_file_recipe_and_findings(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [*ROWS, [None, "Sin eje", "Obras"]]
    outcome = import_file(sqlite_store, workbook(tmp_path / "a.xlsx", rows), recipe(PROJECTS), imported_by="Dirección")
    with sqlite_store.reading() as connection:
        (summary,) = list_imports(connection)
    assert (summary.file_name, summary.recipe, summary.imported_by) == ("a.xlsx", "prueba", "Dirección")
    assert [one.cell for one in outcome.findings] == ["B4"]


def test_another_plan_may_be_named(sqlite_store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    import_file(sqlite_store, path, recipe(PROJECTS))
    import_file(sqlite_store, path, recipe(PROJECTS), plan="q")
    with sqlite_store.reading() as connection:
        assert len(plan_document(connection, "p").projects) == len(plan_document(connection, "q").projects) == 2


def test_stages_are_told_in_order_up_to_the_end(sqlite_store: Store, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    path = workbook(tmp_path / "a.xlsx", ROWS)
    import_file(
        sqlite_store, path, recipe(PROJECTS), report=tmp_path / "r.xlsx", progress=lambda *one: told.append(one)
    )
    shares = [share for _, share in told]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert [stage for stage, _ in told] == ["leyendo", "escribiendo el informe", "guardando", "guardando"]
    assert (tmp_path / "r.xlsx").exists()


def test_what_cannot_be_imported_is_one_sentence_and_changes_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    before = sqlite_store.data_version()
    path = workbook(tmp_path / "a.xlsx", ROWS)
    with pytest.raises(BadRecipe, match="no hay una receta «nada»"):
        import_file(sqlite_store, path, "nada")
    with pytest.raises(UnreadableFile, match="No existe"):
        import_file(sqlite_store, tmp_path / "falta.xlsx", recipe(PROJECTS))
    with pytest.raises(UnreadableFile, match="Otra"):
        import_file(sqlite_store, path, recipe(PROJECTS.replace("sheet: Hoja", "sheet: Otra")))
    with pytest.raises(UnusableSource, match=r"«a\.xlsx» no tiene las hojas de la plantilla"):
        import_file(sqlite_store, path)
    with pytest.raises(UnusableSource, match="Diga qué archivo importar"):
        import_file(sqlite_store, None, recipe(PROJECTS))
    with pytest.raises(OSError, match="no-hay"):
        import_file(sqlite_store, path, recipe(PROJECTS), report=tmp_path / "no-hay" / "r.xlsx")
    assert sqlite_store.data_version() == before


def test_a_plan_of_another_municipality_is_refused(sqlite_store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    import_file(sqlite_store, path, recipe(PROJECTS))
    other = recipe(PROJECTS).model_copy(
        update={"municipality": recipe(PROJECTS).municipality.model_copy(update={"code": "z"})}
    )
    with pytest.raises(Refused, match="es del municipio"):
        import_file(sqlite_store, path, other)


def test_a_csv_is_read_by_the_same_recipe(sqlite_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "avance de marzo.csv"  # a csv names no sheet: it is the one the recipe reads
    path.write_bytes("Código;Indicador;Unidad;Base\r\n2,2 ;Cuadras;u;1.234,5\r\n".encode("latin-1"))
    document = import_file(sqlite_store, path, recipe(INDICATORS)).document
    assert [(i.code, i.baseline_value) for i in document.indicators] == [("2.2", 1234.5)]


def test_a_row_of_a_csv_with_a_cell_too_many_is_left_out_and_withdraws_nothing(
    sqlite_store: Store, tmp_path: Path
) -> None:
    header, good = "Código,Indicador,Unidad,Base", "1,Cuadras,u,5"
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, good, '2,Plazas,u,"3,5"']), encoding="utf-8")
    import_file(sqlite_store, path, recipe(INDICATORS))
    path.write_text("\n".join([header, good, "2,Plazas,u,3,5"]), encoding="utf-8")
    outcome = import_file(sqlite_store, path, recipe(INDICATORS))
    assert outcome.is_unchanged and outcome.changes.kept["indicators"] == 1
    [wide] = [one for one in outcome.findings if one.code == "row_too_wide"]
    assert (wide.cell, wide.found) == ("A3", "2; Plazas; u; 3; 5")


@pytest.mark.parametrize("name", ["tenjo", "lujan"])
def test_the_real_workbooks_come_in_twice_without_changes(empty_store: Store, name: str) -> None:
    path = TENJO if name == "tenjo" else LUJAN
    if not path.exists():
        pytest.skip("the real workbook is not on this machine")
    source = read_source(None, path, name)
    assert import_file(empty_store, path, name).import_id is not None
    assert import_file(empty_store, path, name).is_unchanged
    with empty_store.reading() as connection:
        assert plan_document(connection, source.extraction.document.plan.code) == source.extraction.document


def test_a_report_is_never_written_over_the_source(sqlite_store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    before = path.read_bytes()
    with pytest.raises(UnusableSource, match="sobre la planilla"):
        import_file(sqlite_store, path, recipe(PROJECTS), dry_run=True, report=tmp_path / "." / "a.xlsx")
    assert path.read_bytes() == before


@pytest.mark.parametrize("code", ["../../etc", "Mi Plan", "año", "", "a" * 81])
def test_a_plan_code_that_no_address_could_hold_is_refused(sqlite_store: Store, tmp_path: Path, code: str) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    with pytest.raises(UnusableSource, match="código de plan"):
        import_file(sqlite_store, path, recipe(PROJECTS), plan=code)
