"""The store: one database, SQLite or PostgreSQL, behind two doors, `reading()` and `writing()`.

There is one writer at a time on both databases: every write raises the same counter, `data_version`, first. So writes
have an order, and whatever was computed from one data version can be kept until the counter moves.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    RootTransaction,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from data_models.refusals import Refused
from data_models.rows import civil_day
from data_models.tables import DATA_VERSION
from data_models.views import create_view, drop_view, is_newest_view, let_read_view, readers_of_view
from kpis.wording import N_

Clock = Callable[[], dt.datetime]

DEFAULT_URL = "sqlite:///var/metas.db"
# How long a write waits for another one before it gives up: bringing a whole city's plan in takes less.
WRITE_WAIT_S = 30.0
# PostgreSQL's word for a lock that did not come free in time.
LOCK_NOT_AVAILABLE = "55P03"


def utc_now() -> dt.datetime:
    """The present moment in UTC, without zone: the form in which moments are stored."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


@dataclass(slots=True)
class Write:
    """An open write transaction: its connection, moment (UTC without zone) and author, a person or an import."""

    connection: Connection
    at: dt.datetime
    today: dt.date
    account_id: int | None = None
    import_id: int | None = None
    is_cancelled: bool = field(default=False, init=False)

    def cancel(self) -> None:
        """Leave the store as it was: the transaction ends without a trace and the data version stays."""
        self.is_cancelled = True


class StoreBusy(Refused):
    """Another write did not end in the time this one was ready to wait; nothing was changed."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(
            N_("Otra escritura en la base no terminó en {seconds} segundos. No se cambió nada: pruebe de nuevo."),
            seconds=f"{wait_s:g}",
        )


class Store:
    """One database. Threads share a store; each block takes its own connection."""

    def __init__(self, engine: Engine, clock: Clock, write_wait_s: float) -> None:
        self._engine = engine
        self._clock = clock
        self._write_wait_s = write_wait_s
        self._looked_up = threading.local()
        # A forked worker must not talk over its parent's connections.
        reference = weakref.ref(engine)
        os.register_at_fork(after_in_child=lambda: _forget_connections(reference))

    @property
    def kind(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    @property
    def url(self) -> str:
        """The URL the store was opened with, password included: not for showing."""
        return self._engine.url.render_as_string(hide_password=False)

    def now(self) -> dt.datetime:
        """The present moment by this store's clock, UTC without zone."""
        return self._clock()

    def today(self) -> dt.date:
        """The present civil day where the server is."""
        return civil_day(self._clock())

    def has_tables(self) -> bool:
        """Whether `upgrade` was ever run on this database."""
        with self._engine.connect() as connection:
            return inspect(connection).has_table("alembic_version")

    def upgrade(self) -> None:
        """Bring the tables and the view for spreadsheets to the newest form; who may read the view still may.

        Raises StoreBusy, and Refused when something of the city's own stands on a view that has to change.
        """
        # A worker that only serves has no use for the migration tool.
        from data_models.migrations.runner import is_newest, migrate

        self.close()
        with self._engine.connect().execution_options(is_writer=True) as connection, self._begin(connection):
            if is_newest(connection) and is_newest_view(connection):
                return
            # The view stands on the progress table, which a migration may change.
            readers = readers_of_view(connection)
            drop_view(connection)
            migrate(connection)
            create_view(connection)
            let_read_view(connection, readers)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the database from its first query to its last and cannot write."""
        with self._engine.connect() as connection:
            if self.kind == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(
        self, *, account_id: int | None = None, import_id: int | None = None, at: dt.datetime | None = None
    ) -> Iterator[Write]:
        """Open the one write transaction; it is committed at the end of the block and leaves nothing after an error.

        Raises StoreBusy when another write goes on for longer than this store waits. ``at`` is the moment its rows are
        recorded at (UTC without zone). By default the present one, but never before that of the last write, so that a
        clock set back cannot turn the order of records around.
        """
        with (
            self._engine.connect().execution_options(is_writer=True) as connection,
            self._begin(connection) as transaction,
        ):
            now = self._clock()
            moment = max(now, self._take_turn(connection))
            write = Write(connection, at or moment, self.today(), account_id, import_id)
            yield write
            if write.is_cancelled:
                transaction.rollback()
                return
            connection.execute(update(DATA_VERSION).values(version=DATA_VERSION.c.version + 1, changed_at=moment))

    def _begin(self, connection: Connection) -> RootTransaction:
        """A transaction that writes; SQLite waits here for the one before it."""
        try:
            return connection.begin()
        except OperationalError as error:
            if _is_busy(error):
                raise StoreBusy(self._write_wait_s) from error
            raise

    def _take_turn(self, connection: Connection) -> dt.datetime:
        """The moment of the last write; PostgreSQL waits here for the one that goes on."""
        query = select(DATA_VERSION.c.changed_at)
        if self.kind == "postgresql":
            connection.execute(select(func.set_config("lock_timeout", f"{self._write_wait_s * 1000:.0f}ms", True)))
            query = query.with_for_update()
        try:
            last: dt.datetime = connection.execute(query).scalar_one()
        except OperationalError as error:
            if _is_busy(error):
                raise StoreBusy(self._write_wait_s) from error
            raise
        return last

    def data_version(self) -> int:
        """The counter that every write raises by one."""
        known: int | None = getattr(self._looked_up, "version", None)
        if known is not None:
            return known
        with self.reading() as connection:
            return int(connection.execute(select(DATA_VERSION.c.version)).scalar_one())

    @contextmanager
    def at_version(self, version: int) -> Iterator[None]:
        """Within the block, in this thread, the data version is this one, which has just been looked up.

        A page asks for it a dozen times; what it reads may be newer, never older.
        """
        self._looked_up.version = version
        try:
            yield
        finally:
            self._looked_up.version = None

    def close(self) -> None:
        """Close all idle connections; the store can be used again afterwards."""
        self._engine.dispose()


def create_store(url: str | None = None, *, clock: Clock = utc_now, write_wait_s: float = WRITE_WAIT_S) -> Store:
    """Open the database at ``url`` (by default METAS_DATABASE_URL, else var/metas.db); its tables stay as they are.

    ``postgresql://`` means psycopg 3. The folder of a SQLite file is made when missing. ``write_wait_s`` is how many
    seconds a write waits for another one.
    """
    parsed = make_url(url or os.environ.get("METAS_DATABASE_URL") or DEFAULT_URL)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        return Store(engine, clock, write_wait_s)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise ValueError(f"a store needs a SQLite file or a PostgreSQL database, not {parsed.render_as_string()!r}")
    return Store(_sqlite_engine(parsed, write_wait_s), clock, write_wait_s)


def _sqlite_engine(url: URL, write_wait_s: float) -> Engine:
    assert url.database is not None
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": write_wait_s})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transaction handling starts writes too late (after a first read); ours begins below.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {write_wait_s * 1000:.0f}",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get("is_writer", False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if is_writer else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine


def _is_busy(error: OperationalError) -> bool:
    """Whether the database turned a write away because another one goes on."""
    if isinstance(error.orig, sqlite3.OperationalError):
        # The low byte of an extended code is the plain one.
        return error.orig.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _forget_connections(reference: weakref.ref[Engine]) -> None:
    engine = reference()
    if engine is not None:
        engine.dispose(close=False)
