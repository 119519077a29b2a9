"""Memory of the server with two workers that have nothing to do, each shared page counted once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import psutil

from bench.contenders import each_alone
from bench.harness import Figure
from bench.running import RunningServer, demo_database

LIMIT_MIB = 170.0
READINGS = 5


def run() -> Iterator[Figure]:
    """The sum over all processes of the server, a second after its first answer; medians of READINGS."""
    sums = {}
    with demo_database() as database_url, each_alone(database_url) as contenders:
        for one in contenders:
            time.sleep(1)
            sums[one.name] = [_sums_mib(one.server) for _reading in range(READINGS)]
    workers = {name: statistics.median(own for own, _all in readings) for name, readings in sums.items()}
    whole = {name: statistics.median(every for _own, every in readings) for name, readings in sums.items()}
    yield _figure("two workers, idle", workers, limit=LIMIT_MIB)
    yield _figure("with the process that started them", whole)


def _figure(name: str, of: dict[str, float], limit: float | None = None) -> Figure:
    return Figure(name, of["ours"], "MiB", limit=limit, plain_dash=of["plain Dash"], static_page=of["static page"])


def _sums_mib(server: RunningServer) -> tuple[float, float]:
    """Proportional set size of the workers (of the server itself where it has none), and of all processes."""
    first, workers = psutil.Process(server.process_id), server.workers()
    own = sum(one.memory_full_info().pss for one in workers or [first]) / 2**20
    every = own + (first.memory_full_info().pss / 2**20 if workers else 0)
    return own, every
