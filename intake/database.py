"""The same recipe over a database: each query of the recipe gives a sheet whose first row are the names of its columns.

Only reading: the connection is set so that the database itself refuses to write.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from intake.problems import UnusableSource
from intake.reading import SheetGrid
from intake.reading_grid import StoredValue
from intake.reading_limits import MAX_CELLS
from intake.recipe import Query, Recipe
from intake.wording import N_, Translate, as_written, on_one_line

ROWS_AT_A_TIME: Final = 1000
# What a query that only reads does; attaching a file, a pragma or a write is none of it.
_READING_ACTIONS: Final = frozenset(
    (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
)


def read_queries(
    recipe: Recipe, environment: Mapping[str, str] | None = None, translate: Translate = as_written
) -> dict[str, SheetGrid]:
    """Run the recipe's queries and return their rows as sheets, by the name each query gives.

    The URL comes from the environment variable that the query names. Raises UnusableSource when it is not set, the
    database cannot be reached, refuses the query, or answers with more cells than are read.
    """
    known = os.environ if environment is None else environment
    sheets: dict[str, SheetGrid] = {}
    for query in recipe.queries:
        url = known.get(query.url_from)
        if not url:
            sentence = translate(
                N_("La receta «{recipe}» lee una base de datos: falta la variable {name} con su dirección.")
            )
            raise UnusableSource(sentence.format(recipe=recipe.recipe, name=query.url_from))
        try:
            with _read_only(url, translate) as connection:
                sheets[query.sheet] = _grid(connection, query, recipe, translate)
        except SQLAlchemyError as error:
            # Never the URL: it may carry a password.
            cause = on_one_line(str(getattr(error, "orig", None) or type(error).__name__), 160)
            sentence = translate(N_("La consulta «{query}» no se pudo leer: {cause}"))
            raise UnusableSource(sentence.format(query=query.sheet, cause=cause)) from error
    return sheets


@contextmanager
def _read_only(url: str, translate: Translate) -> Iterator[Connection]:
    """A connection on which the database refuses every write."""
    not_valid = translate(N_("La dirección de la base de datos no es válida."))
    try:
        parsed = make_url(url)
        engine = create_engine(parsed, poolclass=NullPool)
    except (ArgumentError, NoSuchModuleError) as error:
        raise UnusableSource(not_valid) from error
    except ImportError as error:
        sentence = translate(N_("Falta instalar el controlador de «{driver}» para leer esa base de datos."))
        raise UnusableSource(sentence.format(driver=on_one_line(parsed.drivername, 40))) from error
    if engine.dialect.name == "sqlite":
        path = parsed.database or ":memory:"
        if path != ":memory:" and not path.startswith("file:") and not os.path.exists(path):
            # SQLite would make an empty file in its place.
            raise UnusableSource(not_valid)

        @event.listens_for(engine, "connect")
        def _refuse_writes(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA query_only = ON")
            connection.set_authorizer(_only_reading)

    options: dict[str, Any] = {"stream_results": True}
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    try:
        with engine.connect().execution_options(**options) as connection:
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


def _only_reading(action: int, *_about: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING_ACTIONS else sqlite3.SQLITE_DENY


def _grid(connection: Connection, query: Query, recipe: Recipe, translate: Translate) -> SheetGrid:
    grid = SheetGrid(recipe.recipe, query.sheet)
    answer = connection.execute(text(query.sql))
    if not answer.returns_rows:
        raise UnusableSource(
            translate(N_("La consulta «{query}» no da filas: use un SELECT.")).format(query=query.sheet)
        )
    names = list(answer.keys())
    for column, name in enumerate(names, start=1):
        grid.put(1, column, name)
    row_number = 1
    for rows in answer.partitions(ROWS_AT_A_TIME):
        for row in rows:
            row_number += 1
            for column, value in enumerate(row, start=1):
                stored = _stored(value)
                if stored is not None:
                    grid.put(row_number, column, stored)
        if row_number * len(names) > MAX_CELLS:
            sentence = translate(N_("La consulta «{query}» da más de {limit} celdas, el máximo que se lee."))
            raise UnusableSource(sentence.format(query=query.sheet, limit=MAX_CELLS))
    return grid


def _stored(value: Any) -> StoredValue | None:
    """A database value as a cell holds it."""
    if value is None or isinstance(value, str | bool | int | float | dt.date | dt.time):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
