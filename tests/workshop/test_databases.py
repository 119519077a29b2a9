"""The databases that tests get are real, empty, their own, and gone afterwards."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import sqlalchemy

from tests.support.databases import PostgresServer, SqliteFolder


def _make_table(url: str) -> None:
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE made_once (number INTEGER)"))
        connection.execute(sqlalchemy.text("INSERT INTO made_once VALUES (7)"))
    engine.dispose()


def _tables(url: str) -> list[str]:
    engine = sqlalchemy.create_engine(url)
    names = sqlalchemy.inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_a_new_database_is_of_the_kind_asked_for_and_has_no_table(database_url: str, database_kind: str) -> None:
    engine = sqlalchemy.create_engine(database_url)
    with engine.connect() as connection:
        question = "sqlite_version()" if database_kind == "sqlite" else "version()"
        answer = str(connection.execute(sqlalchemy.text(f"SELECT {question}")).scalar_one())
    engine.dispose()
    assert answer[0] == "3" if database_kind == "sqlite" else answer.startswith("PostgreSQL")
    assert _tables(database_url) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_copies_of_a_template_hold_its_rows_and_do_not_share_changes(kind: str, request: pytest.FixtureRequest) -> None:
    databases: SqliteFolder | PostgresServer
    databases = request.getfixturevalue("sqlite_folder" if kind == "sqlite" else "postgres_server")
    fills: list[str] = []

    def fill(url: str) -> None:
        fills.append(url)
        _make_table(url)

    template = f"copies_{kind}"
    with databases.copy_of(template, fill) as first, databases.copy_of(template, fill) as second:
        engine = sqlalchemy.create_engine(first)
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("DROP TABLE made_once"))
        engine.dispose()
        assert _tables(first) == []
        assert _tables(second) == ["made_once"]
    assert len(fills) == 1


def test_a_sqlite_file_is_gone_after_its_use(sqlite_folder: SqliteFolder) -> None:
    with sqlite_folder.new() as url:
        _make_table(url)
        path = Path(url.removeprefix("sqlite:///"))
        assert path.exists()
    assert not path.exists()


def test_python_cannot_connect_to_another_machine() -> None:
    with socket.socket() as outgoing, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        outgoing.connect(("192.0.2.1", 80))
