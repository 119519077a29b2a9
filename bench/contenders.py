"""The three that are compared: ours, the same board in plain Dash, and the same page as a file."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.compared import static_page
from bench.load import Request
from bench.running import RunningServer, running_server

PLAIN_DASH = (
    sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--threads", "4", "--log-level", "error",
    "bench.compared.plain_dash:server",
)  # fmt: skip
HEADERS = {"Accept-Encoding": "gzip, deflate, br", "User-Agent": "bench"}


@dataclass(frozen=True)
class Contender:
    """A running server, and the requests of a full view of its board: the page and all its data calls."""

    name: str
    server: RunningServer
    view: tuple[Request, ...]

    @property
    def page(self) -> tuple[Request, ...]:
        """The page alone."""
        return self.view[:1]


@contextlib.contextmanager
def ours(database_url: str) -> Iterator[Contender]:
    """Our server with its two workers."""
    with running_server(database_url, workers=2) as server:
        paths = ("/", "/_dash-layout", "/_dash-dependencies", "/_board/")
        yield Contender("ours", server, tuple(Request(path, HEADERS) for path in paths))


@contextlib.contextmanager
def plain_dash(database_url: str) -> Iterator[Contender]:
    """The board in plain Dash, with as many workers and threads."""
    with running_server(database_url, command=PLAIN_DASH) as server:
        with urllib.request.urlopen(server.url + "/_dash-dependencies", timeout=60) as answer:
            (callback,) = json.load(answer)
        outputs = [part.split(".") for part in callback["output"].strip(".").split("...")]
        asked = {
            "output": callback["output"],
            "outputs": [{"id": name, "property": part} for name, part in outputs],
            "inputs": [dict(one, value=None) for one in callback["inputs"]],
            "changedPropIds": [],
        }
        paths = ("/", "/_dash-layout", "/_dash-dependencies")
        call = Request("/_dash-update-component", HEADERS, json.dumps(asked).encode())
        yield Contender("plain Dash", server, (*(Request(path, HEADERS) for path in paths), call))


@contextlib.contextmanager
def static(page_url: str) -> Iterator[Contender]:
    """The page at a URL as a file."""
    with tempfile.TemporaryDirectory(prefix="metas-bench-") as folder:
        static_page.save(page_url, Path(folder))
        command = (sys.executable, "-m", "bench.compared.static_page", folder)
        with running_server("sqlite://", command=command) as server:
            yield Contender("static page", server, (Request("/", HEADERS),))


@contextlib.contextmanager
def each_alone(database_url: str) -> Iterator[Iterator[Contender]]:
    """The three one after the other, so that none takes another's time."""

    def contenders() -> Iterator[Contender]:
        with tempfile.TemporaryDirectory(prefix="metas-bench-") as folder:
            with ours(database_url) as own:
                static_page.save(own.server.url + "/", Path(folder))
                yield own
            with plain_dash(database_url) as dash:
                yield dash
            command = (sys.executable, "-m", "bench.compared.static_page", folder)
            with running_server("sqlite://", command=command) as server:
                yield Contender("static page", server, (Request("/", HEADERS),))

    yield contenders()
