"""`metas import` and its neighbours from the outside: what is said, what is stored, and what stays as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import app
from intake.template import write_document
from tests.data_models.sample import sample_plan

PLAN = sample_plan()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A small plan in the sheets of the template."""
    return write_document(PLAN, tmp_path / "plan.xlsx")


@pytest.fixture
def database(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A migrated database with no plan, as METAS_DATABASE_URL; on SQLite and on PostgreSQL."""
    monkeypatch.setenv("METAS_DATABASE_URL", migrated_url)
    return migrated_url


def _plans(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert app.main(["salud"]) == 0
    return [plan["id"] for plan in json.loads(capsys.readouterr().out)["plans"]]


@pytest.mark.usefixtures("database")
def test_a_plan_comes_in_once_and_the_same_file_again_changes_nothing(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["import", str(workbook)]) == 0
    first = capsys.readouterr()
    assert "Guardado como importación 1 («metas undo 1» la deshace)." in first.out
    assert first.err.splitlines() == ["leyendo…", "guardando…"]
    assert app.main(["import", str(workbook)]) == 0
    second = capsys.readouterr().out
    assert second.startswith("Sin cambios")
    assert "Guardado" not in second
    assert app.main(["imports"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "plan.xlsx" in line
    assert PLAN.plan.code in line


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["for good", "dry run"])
def test_a_new_database_gets_its_tables_from_the_first_import(
    more: list[str],
    workbook: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", database_url)
    assert app.main(["import", str(workbook), *more]) == 0
    assert capsys.readouterr().err.startswith("La base de datos era nueva: se crearon sus tablas.\n")
    assert _plans(capsys) == ([] if more else [PLAN.plan.code])
    assert app.main(["import", str(workbook)]) == 0
    assert "se crearon sus tablas" not in capsys.readouterr().err


@pytest.mark.usefixtures("database")
def test_a_dry_run_says_what_would_happen_and_stores_nothing(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["import", str(workbook), "--dry-run"]) == 0
    assert "Es una prueba: no se guardó nada." in capsys.readouterr().out
    assert _plans(capsys) == []


@pytest.mark.usefixtures("database")
def test_an_undone_import_is_gone_and_listed_as_undone(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["import", str(workbook)]) == 0
    assert _plans(capsys) == [PLAN.plan.code]
    assert app.main(["undo", "1"]) == 0
    assert _plans(capsys) == []
    assert app.main(["imports"]) == 0
    undoing, undone = capsys.readouterr().out.splitlines()
    assert "deshace la 1" in undoing
    assert "deshecha por la 2" in undone


@pytest.mark.usefixtures("database")
def test_what_was_exported_comes_back_unchanged(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = workbook.with_name("exported.xlsx")
    assert app.main(["import", str(workbook)]) == 0
    assert app.main(["export", PLAN.plan.code, str(exported)]) == 0
    capsys.readouterr()
    assert app.main(["import", str(exported)]) == 0
    assert capsys.readouterr().out.startswith("Sin cambios")


def test_a_citys_own_plan_takes_the_place_of_the_demonstration_and_undoing_brings_it_back(
    workbook: Path, own_demo_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METAS_DATABASE_URL", own_demo_url)
    assert _plans(capsys) == ["demo", "demo-datos"]
    assert app.main(["import", str(workbook), "--replace-demo"]) == 0
    said = capsys.readouterr().out
    assert _plans(capsys) == [PLAN.plan.code]
    numbers = [part.split("»")[0] for part in said.splitlines()[-1].split("«metas undo ")[1:]]
    assert len(numbers) == 2
    for number in numbers:
        assert app.main(["undo", number]) == 0
    assert sorted(_plans(capsys)) == sorted(["demo", "demo-datos", PLAN.plan.code])


@pytest.mark.usefixtures("database")
def test_a_guessed_recipe_can_be_checked_and_names_what_it_reads(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["recipe", "guess", str(workbook)]) == 0
    recipe = workbook.with_suffix(".yaml")
    recipe.write_text(capsys.readouterr().out, encoding="utf-8")
    assert app.main(["recipe", "check", str(workbook), "--recipe", str(recipe)]) == 0
    assert "Hallazgos: " in capsys.readouterr().out
    assert _plans(capsys) == []


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["import", "no-hay.xlsx"], "'no-hay.xlsx' no existe"),
        (["import", "."], "carpeta"),
        (["import"], "Diga qué archivo importar"),
        (["import", "{text}"], "texto.xlsx"),
        (["import", "{workbook}", "--recipe", "ninguna"], "ninguna"),
        (["import", "{workbook}", "--recipe", "tenjo"], "PDM"),
        (["recipe", "check", "{workbook}"], "Falta la opción '--recipe'"),
    ],
)
def test_what_cannot_be_imported_is_one_line_and_stores_nothing(
    arguments: list[str], part: str, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = workbook.with_name("texto.xlsx")
    text.write_text("esto no es una planilla", encoding="utf-8")
    given = [argument.format(text=text, workbook=workbook) for argument in arguments]
    assert app.main(given) == 2
    complaint = [line for line in capsys.readouterr().err.splitlines() if not line.endswith("…")]
    assert len(complaint) == 1
    assert complaint[0].startswith("metas: ")
    assert part in complaint[0]
    assert _plans(capsys) == []
