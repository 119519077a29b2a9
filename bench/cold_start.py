"""From `metas serve` on a database that is there to the first right answer; then 1,000 requests at once."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from sys import executable
from urllib.parse import urlsplit

from bench.contenders import PLAIN_DASH, static
from bench.harness import Figure
from bench.pages import FIXED
from bench.running import RunningServer, demo_database, running_server

LIMIT_S = 1.0
STARTS = 5
REQUESTS = 1_000
CLIENTS = 100
SERVE = (str(Path(executable).with_name("metas")), "serve")


def run() -> Iterator[Figure]:
    """Medians of STARTS starts; the requests go to a server that has just answered for the first time."""
    starts_s: list[float] = []
    answers: Counter[int] = Counter()
    with demo_database() as database_url:
        with running_server(database_url, workers=2) as prepared, static(prepared.url + "/") as page:
            page_s = page.server.start_s
        for _start in range(STARTS):
            with running_server(database_url, workers=2, command=SERVE) as server:
                starts_s.append(server.start_s)
                answers += _all_at_once(server)
        dash_s = []
        for _start in range(STARTS):
            with running_server(database_url, command=PLAIN_DASH) as server:
                dash_s.append(server.start_s)
    yield Figure(
        "cold start to the first right answer",
        statistics.median(starts_s),
        "s",
        limit=LIMIT_S,
        plain_dash=statistics.median(dash_s),
        static_page=page_s,
    )
    errors = answers.total() - answers[200]
    yield Figure(f"errors in the first {REQUESTS:,} requests of {STARTS} starts", errors, "", limit=0)


def _all_at_once(server: RunningServer) -> Counter[int]:
    """The status codes of the first requests; 0 for one that got no answer."""
    host = urlsplit(server.url).netloc
    paths = [*FIXED.values(), "/_board/", "/_dash-layout", "/_dash-dependencies"]

    def ask(number: int) -> int:
        connection = HTTPConnection(host, timeout=60)
        try:
            connection.request("GET", paths[number % len(paths)], headers={"Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except OSError:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as clients:
        return Counter(clients.map(ask, range(REQUESTS)))
