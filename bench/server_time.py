"""Server time of pages nobody has asked for yet, in a city of 1,685 projects and in one a hundred times as large."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator

from sqlalchemy import select

from bench.harness import Figure, seconds
from bench.large_databases import filled_databases
from bench.running import demo_database
from dashboards.site.dash_app import ReadingDash
from dashboards.site.server import Settings, build_app, warm
from data_models.progress.table import rebuild_all
from data_models.queries import plans, progress
from data_models.store import Store, create_store
from data_models.tables import PROGRESS
from data_models.visibility import PUBLIC
from intake import demo

LIMIT_MS = 30.0
LARGE_LIMIT_MS = 5 * LIMIT_MS
ROUNDS = 60
PAGES = {
    "/": ("/?eje={axis}", "/?secretaria={secretariat}", "/", "/?idioma=en"),
    "/proyectos": (
        "/proyectos?eje={axis}",
        "/proyectos?secretaria={secretariat}",
        "/proyectos?estado=atrasada",
        "/proyectos?q=centro+plaza",
        "/proyectos?orden=nombre",
    ),
}


def run() -> Iterator[Figure]:
    """95 of 100 of ROUNDS answers, the data loaded and no answer kept."""
    city_ms: dict[str, float] = {}
    with demo_database() as url:
        store = create_store(url)
        store.upgrade()
        demo.load(store)
        for page, times_ms in _times_ms(store).items():
            city_ms[page] = _p95(times_ms)
            yield Figure(
                f"{page}, filtered",
                city_ms[page],
                "ms",
                limit=LIMIT_MS,
                compared_with="median",
                reference=statistics.median(times_ms),
            )
        store.close()
    store = create_store(filled_databases()["postgresql"][0])
    if not _has_rows(store):
        rebuild_all(store)
    plan = plans.find_plan(store, PUBLIC)
    assert plan is not None
    yield Figure("100 times the city: rows read", seconds(lambda: progress.rows(store, PUBLIC, plan)), "s")
    for page, times_ms in _times_ms(store).items():
        yield Figure(
            f"100 times the city: {page}, filtered",
            _p95(times_ms),
            "ms",
            limit=LARGE_LIMIT_MS,
            compared_with="the city",
            reference=city_ms[page],
        )
    store.close()


def _times_ms(store: Store) -> dict[str, list[float]]:
    # No answer is kept; what is read of the data is, as in any worker that has answered anything.
    app = build_app(store, Settings(cache_bytes=0))
    warm(app)
    # As a worker does before it takes traffic.
    gc.freeze()
    plan = plans.find_plan(store, PUBLIC)
    assert plan is not None
    frame = progress.rows(store, PUBLIC, plan)
    chosen = {
        "axis": frame["axis_slug"].dropna().iloc[0],
        "secretariat": frame["secretariat_slug"].dropna().iloc[0],
    }
    return {page: _asked(app, [path.format(**chosen) for path in paths]) for page, paths in PAGES.items()}


def _asked(app: ReadingDash, paths: list[str]) -> list[float]:
    client = app.server.test_client()
    times_ms = []
    for number in range(ROUNDS + len(paths)):
        start = time.perf_counter()
        answer = client.get(paths[number % len(paths)], headers={"Accept-Encoding": "br"})
        spent_ms = 1000 * (time.perf_counter() - start)
        if answer.status_code != 200:
            raise RuntimeError(f"{paths[number % len(paths)]} answered {answer.status_code}")
        if number >= len(paths):
            times_ms.append(spent_ms)
    return times_ms


def _p95(times_ms: list[float]) -> float:
    return statistics.quantiles(times_ms, n=20)[-1]


def _has_rows(store: Store) -> bool:
    with store.reading() as connection:
        return connection.scalar(select(PROGRESS.c.item_id).limit(1)) is not None
