"""The large store on SQLite and on PostgreSQL, made once for all benches that need it and dropped at the end."""

from __future__ import annotations

import atexit
import os
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from bench import large_store
from bench.harness import seconds
from data_models.store import create_store
from tests.support.databases import PostgresServer


@cache
def filled_databases() -> dict[str, tuple[str, float]]:
    """URL of each database with the large plan in it, and the seconds it took to write it; no progress rows yet."""
    opened = ExitStack()
    folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="metas-bench-"))
    server = opened.enter_context(PostgresServer.running(os.environ.get("METAS_TEST_POSTGRES_URL")))
    urls = {"sqlite": f"sqlite:///{Path(folder) / 'large.db'}", "postgresql": opened.enter_context(server.new())}
    # Registered last, so that it comes before the server's own end.
    atexit.register(opened.close)
    return {kind: (url, seconds(lambda url=url: _fill(url))) for kind, url in urls.items()}  # type: ignore[misc]


def _fill(url: str) -> None:
    store = create_store(url)
    store.upgrade()
    large_store.fill(store)
    store.close()
