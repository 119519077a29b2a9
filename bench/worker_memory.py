"""Memory of one worker that serves the demonstration plan."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

from bench.harness import Figure
from bench.pages import sample_paths
from bench.running import demo_database, running_server

LIMIT_MB = 250
READINGS = 5


def run() -> Iterator[Figure]:
    """Measure right after the start and after every kind of page was read several times, in megabytes."""
    with demo_database() as url, running_server(url, workers=1) as server:
        (worker,) = server.workers()
        after_start = worker.memory_full_info()
        paths = sample_paths(server.url)
        for _ in range(READINGS):
            for path in paths.values():
                with urllib.request.urlopen(server.url + path, timeout=30) as answer:
                    answer.read()
        after_reading = worker.memory_full_info()
    yield Figure("resident, right after the start", after_start.rss / 1e6, "MB")
    yield Figure(
        f"resident, after {READINGS * len(paths)} pages",
        after_reading.rss / 1e6,
        "MB",
        limit=LIMIT_MB,
        compared_with="right after the start",
        reference=after_start.rss / 1e6,
    )
    yield Figure("its own share (what a further worker costs at most)", after_reading.uss / 1e6, "MB")
