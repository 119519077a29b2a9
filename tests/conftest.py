"""Fixtures for every room: two real databases, no network, a browser, a running server."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import catalogs
from tests.support.databases import PostgresServer, SqliteFolder

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

    from data_models.store import Store

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("sqlite", "postgresql")

# The same examples on every run, and no time limit for one example: these machines are shared.
settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the command line's Spanish where it is stale, for a run that did not come through make."""
    catalogs.compile_stale(ROOT / "locale")


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Refuse every connection from Python that would leave this machine: tests must run offline."""
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_loopback(address):
            raise AssertionError(f"a test tried to connect to {address!r}")
        real_connect(self, address)

    socket.socket.connect = connect  # type: ignore[assignment,method-assign]
    yield
    socket.socket.connect = real_connect  # type: ignore[method-assign]


def _is_loopback(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    try:
        return bool(host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def only_our_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the settings of whoever runs the tests: no test may touch their database or port."""
    for name in [name for name in os.environ if name == "PORT" or name.startswith("METAS_")]:
        if name != "METAS_TEST_POSTGRES_URL":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL for the session: the one of METAS_TEST_POSTGRES_URL, else one started here on a socket."""
    with PostgresServer.running(os.environ.get("METAS_TEST_POSTGRES_URL")) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> SqliteFolder:
    """Where the session's SQLite files live."""
    own = tmp_path_factory.getbasetemp()
    # With xdist each process has a folder of its own inside that of the session.
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return SqliteFolder(tmp_path_factory.mktemp("sqlite"), shared)


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Runs the test once on each database: "sqlite", "postgresql"."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a new database with nothing in it, dropped after the test; the test runs on SQLite and on PostgreSQL."""
    with _databases(database_kind, request).new() as url:
        yield url


@pytest.fixture
def migrated_url(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of a migrated database with no plan in it; the test runs on SQLite and on PostgreSQL."""
    with _databases(database_kind, request).copy_of("migrated", _migrate) as url:
        yield url


@pytest.fixture
def empty_store(migrated_url: str) -> Iterator[Store]:
    """The store at `migrated_url`; the test runs on SQLite and on PostgreSQL."""
    yield from _opened(migrated_url)


@pytest.fixture
def sqlite_store(sqlite_folder: SqliteFolder) -> Iterator[Store]:
    """A migrated store with no plan in it, on SQLite only: for tests to which the database is indifferent."""
    with sqlite_folder.copy_of("migrated", _migrate) as url:
        yield from _opened(url)


@pytest.fixture(scope="session")
def demo_store(sqlite_folder: SqliteFolder) -> Iterator[Store]:
    """The demonstration plan on SQLite, made once for all tests: only to be read."""
    with sqlite_folder.copy_of("demo", _migrate_and_load_demo) as url:
        yield from _opened(url)


@pytest.fixture
def own_demo_url(sqlite_folder: SqliteFolder) -> Iterator[str]:
    """URL of the demonstration plan on SQLite as a copy of the test's own, which it may change."""
    with sqlite_folder.copy_of("demo", _migrate_and_load_demo) as url:
        yield url


@pytest.fixture
def own_demo_store(own_demo_url: str) -> Iterator[Store]:
    """The store at `own_demo_url`."""
    yield from _opened(own_demo_url)


def _databases(kind: str, request: pytest.FixtureRequest) -> SqliteFolder | PostgresServer:
    found: SqliteFolder | PostgresServer
    found = request.getfixturevalue("sqlite_folder" if kind == "sqlite" else "postgres_server")
    return found


def _opened(url: str) -> Iterator[Store]:
    from data_models.store import create_store

    store = create_store(url)
    yield store
    store.close()


def _migrate(url: str) -> None:
    from data_models.store import create_store

    store = create_store(url)
    store.upgrade()
    store.close()


def _migrate_and_load_demo(url: str) -> None:
    from data_models.store import create_store
    from intake import demo

    store = create_store(url)
    store.upgrade()
    demo.load(store)
    store.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """A function that serves a Flask application on a free port until the test ends and returns its URL."""
    from werkzeug.serving import make_server

    stops: list[Callable[[], None]] = []

    def start(application: Flask) -> str:
        server = make_server("127.0.0.1", 0, application, threaded=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()

        def stop() -> None:
            server.shutdown()
            thread.join()
            server.server_close()

        stops.append(stop)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for stop in reversed(stops):
        stop()


@pytest.fixture(scope="session")
def shared_browser() -> Iterator[Chrome]:
    """One Chromium for the session; tests take `browser`."""
    from bench.chromium import chromium

    with chromium() as driver:
        yield driver


@pytest.fixture
def browser(shared_browser: Chrome) -> Chrome:
    """A headless Chromium at 1440 x 900 in the light theme, with no cookies, no stored state and an empty console."""
    from bench.chromium import resize, set_theme

    shared_browser.get("about:blank")
    # A tab remembers fifty places and drops one for each that comes after: then going back in it is not what is tested.
    shared_browser.execute_cdp_cmd("Page.resetNavigationHistory", {})
    shared_browser.delete_all_cookies()
    shared_browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    resize(shared_browser, width=1440, height=900)
    set_theme(shared_browser, "light")
    for log in ("browser", "performance"):
        shared_browser.get_log(log)
    return shared_browser
