"""Fixtures of the store's tests: a clock that can be set, and a store that has the sample plan in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from data_models import sync
from data_models.store import Store, create_store
from data_models.tables import ACCOUNTS, Role
from tests.data_models.sample import sample_plan
from tests.support.databases import PostgresServer, SqliteFolder


class SettableClock:
    """A clock that stands still until it is moved; UTC without zone."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 1, 15, 12, 0)

    def __call__(self) -> dt.datetime:
        return self.moment

    def advance(self, **amount: float) -> dt.datetime:
        """Move on by some hours, days … and return the new moment."""
        self.moment += dt.timedelta(**amount)
        return self.moment


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


class SampleDatabases:
    """Databases that have the sample plan in them, brought in by import 1, copied from one of each kind."""

    def __init__(self, sqlite: SqliteFolder, postgresql: PostgresServer) -> None:
        self._kinds: dict[str, SqliteFolder | PostgresServer] = {"sqlite": sqlite, "postgresql": postgresql}

    def copy(self, kind: str) -> AbstractContextManager[str]:
        """URL of a new copy on "sqlite" or "postgresql"."""
        return self._kinds[kind].copy_of("sample", _fill)


def _fill(url: str) -> None:
    store = create_store(url, clock=SettableClock())
    store.upgrade()
    sync.apply(store, sample_plan(), kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx")
    store.close()


@pytest.fixture(scope="session")
def sample_databases(sqlite_folder: SqliteFolder, postgres_server: PostgresServer) -> SampleDatabases:
    return SampleDatabases(sqlite_folder, postgres_server)


@pytest.fixture
def store(empty_store: Store, clock: SettableClock) -> Iterator[Store]:
    """An empty store on each database whose clock the test sets."""
    opened = create_store(empty_store.url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def filled_store(sample_databases: SampleDatabases, database_kind: str, clock: SettableClock) -> Iterator[Store]:
    """A store with the sample plan, brought in by import 1, on each database; the test sets its clock."""
    with sample_databases.copy(database_kind) as url:
        opened = create_store(url, clock=clock)
        yield opened
        opened.close()


@pytest.fixture
def account_id(filled_store: Store) -> int:
    """The post of a validator in the sample plan's municipality."""
    with filled_store.writing(account_id=None) as write:
        new = ACCOUNTS.insert().values(
            municipality_id=1, code="validador", display_name="Dirección de Datos", role=Role.VALIDATOR
        )
        return int(write.connection.execute(new.returning(ACCOUNTS.c.id)).scalar_one())
