"""The same recipe over a query: PostgreSQL and SQLite, read only."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from data_models.snapshot import plan_document
from data_models.store import Store
from intake.database import read_queries
from intake.importing import import_file
from intake.problems import UnusableSource
from intake.recipe import Recipe
from intake.recipe_file import load_recipe
from tests.intake.recipes import PROJECTS, recipe, sheet
from tests.intake.recipes import read as read_sheets

QUERIES = """
queries:
  - sheet: Hoja
    url_from: METAS_FUENTE
    sql: SELECT eje AS "Eje", proyecto AS "Proyecto", area AS "Responsable" FROM obras ORDER BY proyecto
"""
ROWS = [("Uno", "Plaza", "Obras"), ("Uno", "Puente", None), ("Dos", "=1+1", "Calles; Obras")]


def source(sql: str | None = None) -> Recipe:
    return recipe(PROJECTS, QUERIES if sql is None else QUERIES.split("    sql:")[0] + f"    sql: {sql}\n")


@pytest.fixture
def city_database(database_url: str) -> str:
    """A database of the city, of the kind under test, with a table of works."""
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE obras (eje varchar(20), proyecto varchar(20), area varchar(40), monto numeric(12, 2))")
        )
        for axis, name, area in ROWS:
            statement = text("INSERT INTO obras VALUES (:axis, :name, :area, 10.50)")
            connection.execute(statement, {"axis": axis, "name": name, "area": area})
    engine.dispose()
    return database_url


def test_a_query_gives_the_plan_that_the_same_rows_in_a_sheet_give(
    city_database: str, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METAS_FUENTE", city_database)
    outcome = import_file(sqlite_store, None, source())
    ordered = sorted(ROWS, key=lambda row: row[1])
    same = read_sheets(PROJECTS, sheet([["Eje", "Proyecto", "Responsable"], *ordered]))
    with sqlite_store.reading() as connection:
        assert plan_document(connection, "p") == same.document
    assert outcome.document.projects[0].source_ref == same.document.projects[0].source_ref


def test_the_second_reading_changes_nothing(
    city_database: str, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METAS_FUENTE", city_database)
    import_file(sqlite_store, None, source())
    assert import_file(sqlite_store, None, source()).is_unchanged


def test_decimals_are_numbers_and_nulls_are_blank(city_database: str) -> None:
    grid = read_queries(source("SELECT monto, area FROM obras ORDER BY proyecto"), {"METAS_FUENTE": city_database})[
        "Hoja"
    ]
    assert [cell.value for cell in grid.row(1)] == ["monto", "area"]
    assert {type(grid.value(row, 1)) for row in (2, 3, 4)} == {float}
    assert sum(grid.cell(row, 2).is_blank for row in (2, 3, 4)) == 1


@pytest.mark.parametrize("sql", ["DELETE FROM obras", "INSERT INTO obras VALUES ('a', 'b', 'c', 1) RETURNING eje"])
def test_the_database_itself_refuses_to_write(city_database: str, sql: str) -> None:
    with pytest.raises(UnusableSource, match="La consulta «Hoja» no se pudo leer"):
        read_queries(source(sql), {"METAS_FUENTE": city_database})
    engine = create_engine(city_database, poolclass=NullPool)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM obras")).scalar_one() == 3
    engine.dispose()


def test_a_query_cannot_make_files_or_change_how_the_database_is_read(city_database: str, tmp_path: Path) -> None:
    made = tmp_path / "copia.db"
    for sql in (f"ATTACH DATABASE '{made}' AS otra", f"VACUUM INTO '{made}'", "PRAGMA query_only = OFF", "-- nada"):
        with pytest.raises(UnusableSource, match="La consulta «Hoja» no"):
            read_queries(source(sql), {"METAS_FUENTE": city_database})
    assert not made.exists()


def test_a_driver_that_is_not_installed_is_named() -> None:
    with pytest.raises(UnusableSource, match="Falta instalar el controlador de «oracle»"):
        read_queries(source(), {"METAS_FUENTE": "oracle://lector:secreta@servidor/ciudad"})


def test_without_its_address_the_variable_is_named() -> None:
    with pytest.raises(UnusableSource, match="falta la variable METAS_FUENTE"):
        read_queries(source(), {})


@pytest.mark.parametrize("url", ["no es una dirección", "motor://nadie", "sqlite:////no/hay/tal.db"])
def test_an_address_that_does_not_work_is_one_sentence_without_the_address(url: str) -> None:
    with pytest.raises(UnusableSource) as caught:
        read_queries(source(), {"METAS_FUENTE": url})
    assert "\n" not in str(caught.value) and url not in str(caught.value)


def test_a_password_never_shows() -> None:
    url = "postgresql+psycopg://lector:secreta@127.0.0.1:1/ciudad"
    with pytest.raises(UnusableSource) as caught:
        read_queries(source(), {"METAS_FUENTE": url})
    assert "secreta" not in str(caught.value)


def test_a_table_that_no_query_gives_is_said(
    city_database: str, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METAS_FUENTE", city_database)
    lost = recipe(PROJECTS.replace("sheet: Hoja", "sheet: Otra"), QUERIES)
    with pytest.raises(UnusableSource, match="«Otra», que ninguna consulta"):
        import_file(sqlite_store, None, lost)


def test_recipes_of_workbooks_ask_for_a_file(sqlite_store: Store) -> None:
    with pytest.raises(UnusableSource, match="Diga qué archivo importar"):
        import_file(sqlite_store, None, load_recipe("tenjo"))


def test_a_missing_source_file_is_refused_and_not_made(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METAS_FUENTE", f"sqlite:///{tmp_path / 'falta.db'}")
    with pytest.raises(UnusableSource):
        import_file(sqlite_store, None, source())
    assert list(tmp_path.glob("falta*")) == []
