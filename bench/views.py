"""Many readers of the start page at once, its answers kept: full views by 20 clients, the page alone by 50."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from bench.contenders import each_alone
from bench.harness import Figure
from bench.load import Load, load
from bench.running import demo_database

ROUNDS = 5
ROUND_S = 3.0
VIEWS_FLOOR, VIEWS_LIMIT_MS = 280.0, 90.0
PAGES_FLOOR, PAGES_LIMIT_MS = 1_500.0, 50.0


def run() -> Iterator[Figure]:
    """Medians of ROUNDS rounds each, the contenders one after the other."""
    views: dict[str, list[Load]] = {}
    pages: dict[str, list[Load]] = {}
    with demo_database() as database_url, each_alone(database_url) as contenders:
        for one in contenders:
            for _round in range(ROUNDS):
                views.setdefault(one.name, []).append(load(one.server.url, one.view, clients=20, seconds=ROUND_S))
                pages.setdefault(one.name, []).append(load(one.server.url, one.page, clients=50, seconds=ROUND_S))
    yield from _figures("full views, 20 clients", views, floor=VIEWS_FLOOR, limit_ms=VIEWS_LIMIT_MS)
    yield from _figures("the page alone, 50 clients", pages, floor=PAGES_FLOOR, limit_ms=PAGES_LIMIT_MS)


def _figures(name: str, told: dict[str, list[Load]], *, floor: float, limit_ms: float) -> Iterator[Figure]:
    per_s = {who: statistics.median(one.views_per_s for one in loads) for who, loads in told.items()}
    p95_ms = {who: statistics.median(one.p95_ms for one in loads) for who, loads in told.items()}
    yield _figure(name, per_s, "/s", floor=floor)
    yield _figure(f"{name}: 95 of 100 within", p95_ms, "ms", limit=limit_ms)
    yield Figure(f"{name}: errors", sum(one.errors for one in told["ours"]), "", limit=0)


def _figure(
    name: str, of: dict[str, float], unit: str, *, floor: float | None = None, limit: float | None = None
) -> Figure:
    return Figure(
        name,
        of["ours"],
        unit,
        limit=limit,
        floor=floor,
        plain_dash=of["plain Dash"],
        static_page=of["static page"],
    )
