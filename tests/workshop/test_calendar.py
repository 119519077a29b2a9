"""A server that runs for months shows each day as of that day."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import sqlalchemy

import wiring
from data_models import sync
from data_models.store import Store, create_store
from data_models.tables import ImportKind
from tests.data_models.sample import sample_plan


@dataclass
class Clock:
    """A clock that a test moves; noon, so that the civil day is the same in every zone of the Americas."""

    now: dt.datetime = dt.datetime(2026, 3, 1, 15)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(migrated_url: str, clock: Clock) -> Iterator[Store]:
    """A store by that clock with a plan that has no cut-off, on each database."""
    opened = create_store(migrated_url, clock=clock)
    plan = sample_plan()
    sync.apply(
        opened, replace(plan, plan=replace(plan.plan, as_of_on=None)), kind=ImportKind.IMPORT, imported_by="prueba"
    )
    yield opened
    opened.close()


def _days(store: Store) -> set[str]:
    with store.reading() as connection:
        return {
            str(day) for day in connection.execute(sqlalchemy.text("SELECT DISTINCT as_of FROM progress")).scalars()
        }


def test_after_midnight_the_rows_are_of_the_new_day(store: Store, clock: Clock) -> None:
    assert _days(store) == {"2026-03-01"}
    stop = wiring.follow_the_calendar(store, interval_s=0.01)
    try:
        clock.now += dt.timedelta(days=1)
        end = time.monotonic() + 20
        while _days(store) != {"2026-03-02"} and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        stop()
    assert _days(store) == {"2026-03-02"}


def test_on_the_same_day_nothing_is_written(store: Store) -> None:
    before = store.data_version()
    stop = wiring.follow_the_calendar(store, interval_s=0.01)
    time.sleep(0.2)
    stop()
    assert store.data_version() == before


def test_a_database_that_is_away_for_a_while_does_not_end_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[str] = []

    def bring_up_to_date(_store: Store) -> list[int]:
        answers.append("asked")
        raise sqlalchemy.exc.OperationalError("SELECT 1", {}, Exception("away"))

    monkeypatch.setattr("data_models.progress.table.bring_up_to_date", bring_up_to_date)
    stop = wiring.follow_the_calendar(store, interval_s=0.01)
    end = time.monotonic() + 20
    while len(answers) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    stop()
    assert len(answers) >= 3
    assert "next try in 0.01 s" in caplog.text
