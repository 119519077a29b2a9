"""Writing the demonstration plan with its past and its progress rows into a new SQLite database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Figure, seconds
from data_models.store import create_store
from intake import demo

LIMIT_S = 8.0


def run() -> Iterator[Figure]:
    """One load from nothing, the migration apart, compared with only making up the plan."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(f"sqlite:///{Path(folder) / 'demo.db'}")
        store.upgrade()
        made_up = seconds(demo.build)
        yield Figure("metas demo", seconds(lambda: demo.load(store)), "s", LIMIT_S, "only making it up", made_up)
        store.close()
