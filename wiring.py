"""Wires the rooms: the database the settings name, the application on it, and what runs beside its requests.

The rooms are imported where they are needed, so that each command starts as fast as it can.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from serving import SettingError, Settings

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.exc import DBAPIError

    from data_models.store import Store

log = logging.getLogger("metas")
# How long after midnight, at the latest, boards are of the new day.
CALENDAR_INTERVAL_S = 300


@contextlib.contextmanager
def open_store(settings: Settings | None = None) -> Iterator[Store]:
    """Open the database that the settings name.

    Raises SettingError when it cannot be reached, its URL cannot be read or its tables are not those of this version.
    """
    from sqlalchemy.exc import ArgumentError, DBAPIError

    from data_models.store import create_store

    settings = settings or Settings.from_environment()
    try:
        store = create_store(settings.database_url)
    except OSError as error:
        raise SettingError(f"no se puede usar la carpeta de la base de datos: {error}") from error
    except (ArgumentError, ValueError, ImportError) as error:
        raise SettingError(
            "METAS_DATABASE_URL no nombra una base que se pueda usar: «sqlite:////ruta/metas.db» o "
            "«postgresql+psycopg://usuario:clave@servidor/base»."
        ) from error
    try:
        yield store
    except DBAPIError as error:
        raise SettingError(_diagnosis(store, error)) from error
    finally:
        store.close()


def _diagnosis(store: Store, error: DBAPIError) -> str:
    """Say in one sentence why the database did not answer and what to do."""
    from sqlalchemy.exc import DBAPIError

    with contextlib.suppress(DBAPIError):
        if not store.has_tables():
            return "la base de datos todavía no tiene tablas: «metas upgrade» las crea."
    return f"la base de datos no responde como se espera (¿falta «metas upgrade»?): {error.orig}"


def application(store: Store) -> tuple[Callable[[], Flask], Callable[[], None]]:
    """Return what builds the application on a store and what makes it ready for its first visitor."""
    from flask import request

    from access.reader import is_anybody, reader_of
    from dashboards.site.server import build_app
    from dashboards.site.server import warm as warm_app
    from open_data.health import health_routes

    dash_application = build_app(
        store,
        reader_of_request=lambda: reader_of(dict(request.headers)),
        blueprints=[health_routes(store)],
        is_anybody=is_anybody,
    )
    return lambda: dash_application.server, lambda: warm_app(dash_application)


def follow_the_calendar(store: Store, *, interval_s: float = CALENDAR_INTERVAL_S) -> Callable[[], None]:
    """Bring plans that are judged at today's date to each new day, from a thread beside the requests; returns its stop.

    Whichever worker sees the new day first does the work; the others find it done.
    """
    from sqlalchemy.exc import DBAPIError

    from data_models import computed
    from data_models.store import StoreBusy

    stopped = threading.Event()

    def follow() -> None:
        while not stopped.wait(interval_s):
            try:
                computed.bring_up_to_date(store)
            except (DBAPIError, StoreBusy):
                # The database may be away or busy for a while; boards say of which date they are.
                log.exception("the plans could not be brought to the day; next try in %g s", interval_s)

    thread = threading.Thread(target=follow, name="calendar", daemon=True)
    thread.start()

    def stop() -> None:
        stopped.set()
        thread.join()

    return stop


@contextlib.contextmanager
def served_here(store: Store) -> Iterator[str]:
    """Serve the application on a free port of this machine, for this process alone; gives its URL."""
    from werkzeug.serving import make_server

    from data_models import computed

    computed.bring_up_to_date(store)
    build, warm = application(store)
    warm()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, build(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="print", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
