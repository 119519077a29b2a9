"""Memory of one worker that serves the demonstration plan."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

from bench.harness import Figure
from bench.pages import sample_paths
from bench.running import demo_database, running_server

LIMIT_MB = 250
READINGS = 5
# Any day may be asked for by anybody, and each makes the whole plan anew from its history.
DAYS_OF = (2025, 2026)


def run() -> Iterator[Figure]:
    """Measure after the start, after every kind of page several times, and after many days in both languages."""
    with demo_database() as url, running_server(url, workers=1) as server:
        (worker,) = server.workers()
        after_start = worker.memory_full_info()
        paths = list(sample_paths(server.url).values())
        for path in READINGS * paths:
            _read(server.url + path)
        after_reading = worker.memory_full_info()
        days = [
            f"{path}?al={year}-{month:02}-15&idioma={language}"
            for year in DAYS_OF
            for month in range(1, 13)
            for path in ("/", "/proyectos")
            for language in ("es", "en")
        ]
        for path in days:
            _read(server.url + path)
        after_days = worker.memory_full_info()
    yield Figure("resident, right after the start", after_start.rss / 1e6, "MB")
    for pages, memory in ((READINGS * len(paths), after_reading), (len(days), after_days)):
        yield Figure(
            f"resident, after {pages} {'more of other days' if memory is after_days else 'pages'}",
            memory.rss / 1e6,
            "MB",
            limit=LIMIT_MB,
            compared_with="right after the start",
            reference=after_start.rss / 1e6,
        )
    yield Figure("its own share (what a further worker costs at most)", after_days.uss / 1e6, "MB")


def _read(address: str) -> None:
    with urllib.request.urlopen(address, timeout=30) as answer:
        answer.read()
