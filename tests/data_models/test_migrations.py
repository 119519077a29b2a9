"""Migrations give the tables that the models describe, and can be taken back."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from data_models.migrations.runner import FOLDER, migrate, unmigrate
from data_models.store import create_store
from data_models.tables import METADATA


@pytest.fixture
def engine(database_url: str) -> Engine:
    return create_engine(database_url)


def parts_of(statement: str) -> set[str]:
    """The parts of a table's statement, in any order: SQLite appends a column added later, with its check, to the last
    line as it was written.
    """
    parts = re.sub(r"\n\)$", "", statement.strip()).replace('"', "").replace(", \n", ",\n").split(",\n")
    added = [column for part in parts for column in re.split(r", (?=[a-z_]+ (?:BOOLEAN|TEXT|DATE|VARCHAR))", part)]
    own_checks = [re.split(r" (?=CONSTRAINT ck_)", column) for column in added]
    return {piece.strip().removesuffix(")\n") for pieces in own_checks for piece in pieces}


def describe(connection: Connection) -> set[str]:
    """Everything that the database itself says of its tables, columns, constraints and indexes, in words of its own."""
    if connection.dialect.name == "sqlite":
        statements = connection.execute(
            text("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version'")
        )
        return {f"{table}: {part}" for table, statement in statements for part in parts_of(statement)}
    columns = connection.execute(
        text(
            "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default"
            " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
        )
    )
    constraints = connection.execute(
        text(
            "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'"
        )
    )
    indexes = connection.execute(
        text("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
    )
    return {str(tuple(row)) for rows in (columns, constraints, indexes) for row in rows}


def test_migrations_and_models_describe_the_same_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        migrate(connection)
        migrated = describe(connection)
        connection.commit()
        unmigrate(connection)
        connection.commit()
        METADATA.create_all(connection)
        connection.commit()
        assert migrated == describe(connection)
        assert len(migrated) > 300
    engine.dispose()


def test_alembic_finds_nothing_to_migrate(engine: Engine) -> None:
    with engine.connect() as connection, warnings.catch_warnings():
        # It says that it cannot compare the two indexes over an expression on SQLite; the test above does.
        warnings.filterwarnings("ignore", message=".*expression-based index")
        migrate(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_migrations_can_be_taken_back_and_done_again(engine: Engine) -> None:
    with engine.connect() as connection:
        for _ in range(2):
            migrate(connection)
            assert "progress" in inspect(connection).get_table_names()
            connection.commit()
            unmigrate(connection)
            assert inspect(connection).get_table_names() == ["alembic_version"]
            connection.commit()
    engine.dispose()


def test_a_failing_migration_leaves_the_store_as_it_was(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE links (id INTEGER)"))
    engine.dispose()
    store = create_store(database_url)
    with pytest.raises(DBAPIError, match="links"):
        store.upgrade()
    store.close()
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"links", "alembic_version"}
    engine.dispose()


def test_each_migration_says_what_it_does_and_follows_the_one_before() -> None:
    files = sorted((Path(FOLDER) / "versions").glob("[0-9]*.py"))
    for number, path in enumerate(files, start=1):
        source = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04d}_")
        assert f'revision = "{number:04d}"' in source
        before = f'"{number - 1:04d}"' if number > 1 else "None"
        assert f"down_revision = {before}" in source
