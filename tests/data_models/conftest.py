"""Fixtures of the store's tests: a clock that can be set, and a store that has the sample plan in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from data_models import sync
from data_models.models import Account, Role
from data_models.rows import table_of
from data_models.store import Store, create_store
from tests.data_models.sample import sample_plan


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


@pytest.fixture
def store(empty_store: Store, database_kind: str, clock: SettableClock) -> Iterator[Store]:
    """An empty store on each database whose clock the test sets."""
    url = empty_store.url
    empty_store.close()
    opened = create_store(url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def filled_store(store: Store) -> Store:
    """A store with the sample plan, brought in by import 1."""
    sync.apply(store, sample_plan(), kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx")
    return store


@pytest.fixture
def account_id(filled_store: Store) -> int:
    """The post of a validator in the sample plan's municipality."""
    accounts = table_of(Account)
    with filled_store.writing(account_id=None) as write:
        new = accounts.insert().values(
            municipality_id=1, code="validador", display_name="Dirección de Datos", role=Role.VALIDATOR
        )
        return int(write.connection.execute(new.returning(accounts.c.id)).scalar_one())
