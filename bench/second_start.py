"""`make run` from its second time on: from the command to the first answered page."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from bench.harness import Figure
from bench.running import demo_database, running_server

LIMIT_S = 3.0


def run() -> Iterator[Figure]:
    """Start once to prepare the database, then several times as anybody would, with the two workers of the default."""
    make_run = ("make", "--silent", "run")
    with demo_database() as url:
        with running_server(url, workers=2, command=make_run) as first:
            first_s = first.start_s
        starts_s = []
        for _ in range(3):
            with running_server(url, workers=2, command=make_run) as server:
                starts_s.append(server.start_s)
    yield Figure(
        "second start",
        statistics.median(starts_s),
        "s",
        limit=LIMIT_S,
        compared_with="a first one, which makes the demonstration",
        reference=first_s,
    )
