"""The store's two doors: what a reader sees, what a writer may do, and what an error leaves behind."""

from __future__ import annotations

import datetime as dt
import os
import re
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from data_models import audit
from data_models.refusals import Refused
from data_models.store import Store, StoreBusy, create_store
from data_models.tables import AUDIT, CROSS_AXES, DATA_VERSION, MUNICIPALITIES
from tests.data_models.conftest import SampleDatabases, SettableClock


def add_axis(store: Store, code: str) -> None:
    with store.writing() as write:
        write.connection.execute(insert(CROSS_AXES).values(code=code, name=code))


def axis_codes(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.scalars(select(CROSS_AXES.c.code)))


def test_every_write_raises_the_data_version_by_one(empty_store: Store) -> None:
    assert empty_store.data_version() == 0
    for number in (1, 2, 3):
        add_axis(empty_store, f"eje-{number}")
        assert empty_store.data_version() == number


def test_an_error_in_a_write_leaves_nothing_behind(empty_store: Store) -> None:
    with pytest.raises(RuntimeError, match="a mitad de camino"), empty_store.writing() as write:
        write.connection.execute(insert(CROSS_AXES).values(code="ods", name="ODS"))
        raise RuntimeError("a mitad de camino")
    assert axis_codes(empty_store) == set()
    assert empty_store.data_version() == 0


def test_a_cancelled_write_leaves_nothing_behind(empty_store: Store) -> None:
    with empty_store.writing() as write:
        write.connection.execute(insert(CROSS_AXES).values(code="ods", name="ODS"))
        write.cancel()
    assert axis_codes(empty_store) == set()
    assert empty_store.data_version() == 0


def test_a_reader_cannot_write(empty_store: Store) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"), empty_store.reading() as connection:
        connection.execute(insert(CROSS_AXES).values(code="ods", name="ODS"))
    # The connection goes back to the pool able to write again.
    add_axis(empty_store, "ods")
    assert axis_codes(empty_store) == {"ods"}


def test_a_reader_sees_one_state_from_its_first_query_to_its_last(empty_store: Store) -> None:
    count = select(func.count()).select_from(CROSS_AXES)
    with empty_store.reading() as connection:
        before = connection.execute(count).scalar_one()
        writer = threading.Thread(target=add_axis, args=(empty_store, "ods"))
        writer.start()
        writer.join()
        assert connection.execute(count).scalar_one() == before == 0
    assert axis_codes(empty_store) == {"ods"}


def test_two_writers_at_once_wait_for_each_other_and_lose_nothing(empty_store: Store) -> None:
    other = create_store(empty_store.url)
    errors: list[BaseException] = []

    def raise_counter(store: Store, name: str) -> None:
        try:
            for number in range(15):
                # Reading before writing is what goes wrong where transactions only look like waiting.
                with store.writing() as write:
                    count = write.connection.execute(select(func.count()).select_from(CROSS_AXES)).scalar_one()
                    write.connection.execute(insert(CROSS_AXES).values(code=f"{name}-{number}", name=str(count)))
        except BaseException as error:  # noqa: BLE001 - a thread must hand its error to the test
            errors.append(error)

    threads = [threading.Thread(target=raise_counter, args=pair) for pair in ((empty_store, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert errors == []
    assert empty_store.data_version() == 30
    with empty_store.reading() as connection:
        counted = sorted(int(name) for name in connection.scalars(select(CROSS_AXES.c.name)))
    assert counted == list(range(30)), "each writer saw all that was written before"


def test_a_write_that_waits_too_long_is_refused_in_words_and_changes_nothing(empty_store: Store) -> None:
    hurried = create_store(empty_store.url, write_wait_s=0.2)
    with empty_store.writing() as write:
        write.connection.execute(insert(CROSS_AXES).values(code="ods", name="ODS"))
        with pytest.raises(StoreBusy) as refused:
            add_axis(hurried, "clima")
        assert axis_codes(hurried) == set(), "who reads does not wait"
    assert isinstance(refused.value, Refused)
    assert str(refused.value) == (
        "Otra escritura en la base no terminó en 0.2 segundos. No se cambió nada: pruebe de nuevo."
    )
    add_axis(hurried, "clima")
    hurried.close()
    assert axis_codes(empty_store) == {"ods", "clima"}
    assert empty_store.data_version() == 2


def test_a_new_database_has_no_tables_until_it_is_upgraded(database_url: str) -> None:
    store = create_store(database_url)
    assert not store.has_tables()
    store.upgrade()
    assert store.has_tables()
    store.close()


def test_a_clock_set_back_does_not_turn_the_order_of_writes_around(store: Store, clock: SettableClock) -> None:
    with store.writing() as write:
        first = write.at
    clock.advance(hours=-5)
    with store.writing() as write:
        assert write.at == first
    with store.reading() as connection:
        assert connection.execute(select(DATA_VERSION.c.changed_at)).scalar_one() == first


def test_a_write_may_be_recorded_at_a_moment_of_the_past(store: Store) -> None:
    moment = dt.datetime(2025, 2, 3, 9, 30)
    with store.writing(at=moment) as write:
        write.connection.execute(insert(MUNICIPALITIES).values(code="x", name="X", country="AR", currency="ARS"))
        assert write.at == moment


def test_an_audit_record_says_who_did_what_to_what(filled_store: Store, account_id: int) -> None:
    with filled_store.writing(account_id=account_id) as write:
        audit.record(write, "approve", "indicator_values", 7, {"reason": "ñandú"})
        moment = write.at
    with filled_store.reading() as connection:
        row = connection.execute(select(AUDIT).order_by(AUDIT.c.id.desc()).limit(1)).one()
    assert (row.account_id, row.import_id, row.action, row.entity, row.entity_id, row.at, row.detail) == (
        account_id, None, "approve", "indicator_values", 7, moment, {"reason": "ñandú"},
    )  # fmt: skip


def test_upgrading_twice_changes_nothing(filled_store: Store) -> None:
    version = filled_store.data_version()
    filled_store.upgrade()
    assert filled_store.data_version() == version


@pytest.fixture
def postgresql_store(sample_databases: SampleDatabases) -> Iterator[Store]:
    """The sample plan on PostgreSQL: SQLite has no roles, and lets a view stand on one that is gone."""
    with sample_databases.copy("postgresql") as url:
        opened = create_store(url)
        yield opened
        opened.close()


def change_view(store: Store) -> None:
    """Leave the view as an older version may have made it."""
    with store.writing() as write:
        write.connection.execute(text("DROP VIEW tabla_de_avance"))
        write.connection.execute(text("CREATE VIEW tabla_de_avance AS SELECT 1 AS plan"))


def test_who_may_read_the_view_still_may_after_an_upgrade_that_changes_it(postgresql_store: Store) -> None:
    role = f"tableros {uuid.uuid4().hex[:8]}"
    may_read = text("SELECT has_table_privilege(:role, 'tabla_de_avance', 'SELECT')")
    with postgresql_store.writing() as write:
        write.connection.execute(text(f'CREATE ROLE "{role}"'))
    try:
        change_view(postgresql_store)
        with postgresql_store.writing() as write:
            write.connection.execute(text(f'GRANT SELECT ON tabla_de_avance TO "{role}", PUBLIC'))
        postgresql_store.upgrade()
        with postgresql_store.reading() as connection:
            assert connection.execute(may_read, {"role": role}).scalar_one()
            assert connection.execute(
                text("SELECT count(*) FROM tabla_de_avance WHERE codigo IS NOT NULL")
            ).scalar_one()
    finally:
        with postgresql_store.writing() as write:
            write.connection.execute(text(f'DROP OWNED BY "{role}"'))
            write.connection.execute(text(f'DROP ROLE "{role}"'))


def test_an_upgrade_leaves_a_view_that_is_as_it_should_be_with_what_stands_on_it(filled_store: Store) -> None:
    with filled_store.writing() as write:
        write.connection.execute(text("CREATE VIEW propia AS SELECT count(*) AS filas FROM tabla_de_avance"))
    filled_store.upgrade()
    with filled_store.reading() as connection:
        assert connection.execute(text("SELECT filas FROM propia")).scalar_one() == 4


def test_an_upgrade_that_changes_a_view_with_something_on_it_is_refused_in_words(postgresql_store: Store) -> None:
    change_view(postgresql_store)
    with postgresql_store.writing() as write:
        write.connection.execute(text("CREATE VIEW propia AS SELECT plan FROM tabla_de_avance"))
    with pytest.raises(Refused, match="hay algo propio que se apoya en ella"):
        postgresql_store.upgrade()
    with postgresql_store.reading() as connection:
        assert connection.execute(text("SELECT plan FROM propia")).scalar_one() == 1


def test_the_kind_of_database_is_known(empty_store: Store, database_kind: str) -> None:
    assert empty_store.kind == database_kind


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "var" / "data" / "metas.db"
    monkeypatch.setenv("METAS_DATABASE_URL", f"sqlite:///{path}")
    store = create_store()
    store.upgrade()
    store.close()
    assert path.exists()


def test_sqlite_waits_keeps_a_write_ahead_log_and_checks_foreign_keys(sqlite_store: Store) -> None:
    with sqlite_store.reading() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert settings == ["wal", 1, 30_000]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/metas"])
def test_a_database_that_cannot_hold_a_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="a store needs"):
        create_store(url)


def test_a_forked_worker_opens_connections_of_its_own(empty_store: Store) -> None:
    with empty_store.reading() as connection:
        connection.execute(select(DATA_VERSION.c.version)).scalar_one()
    assert connections_of(empty_store) == 1
    child = os.fork()
    if child == 0:
        # Whatever happens in the copy of this process must not run the rest of the tests.
        try:
            inherited = connections_of(empty_store)
            add_axis(empty_store, "hijo")
            os._exit(inherited)
        finally:
            os._exit(99)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "no connection of the parent is used"
    add_axis(empty_store, "padre")
    assert axis_codes(empty_store) == {"hijo", "padre"}


def connections_of(store: Store) -> int:
    """How many idle connections the store holds."""
    found = re.search(r"Connections in pool: (\d+)", store._engine.pool.status())
    assert found is not None
    return int(found.group(1))
