"""The store that tests get is migrated, empty and their own."""

from __future__ import annotations

import sqlalchemy

from data_models.store import Store


def _plans(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(sqlalchemy.text("SELECT count(*) FROM plans")).scalar_one())


def test_an_empty_store_has_its_tables_and_no_plan(empty_store: Store, database_kind: str) -> None:
    assert empty_store.kind == database_kind
    assert _plans(empty_store) == 0


def test_what_one_store_records_is_not_in_the_next(sqlite_store: Store, empty_store: Store) -> None:
    before = empty_store.data_version()
    with sqlite_store.writing():
        pass
    assert empty_store.data_version() == before
    assert sqlite_store.data_version() == before + 1
