"""Many rows into one table, as fast as the database takes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Connection, Date, DateTime, Table, func, select

CHUNK_ROWS = 20_000


def insert_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    chunk_rows: int = CHUNK_ROWS,
) -> int:
    """Insert tuples in the order of `columns` as fast as the database takes them (COPY on
    PostgreSQL); returns how many.

    Dates may be dates or ISO texts. Column defaults do not apply: give every value. Rows are read in chunks, so an
    iterator of millions needs little memory.
    """
    if connection.dialect.name == "postgresql":
        return _copy_rows(connection, table, columns, rows)
    quoted = ", ".join(f'"{name}"' for name in columns)
    statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
    converters = [
        (place, stored) for place, name in enumerate(columns) if (stored := _sqlite_form(table, name)) is not None
    ]
    written = 0
    source = iter(rows)
    while chunk := list(islice(source, chunk_rows)):
        connection.exec_driver_sql(statement, [_stored(row, converters) for row in chunk])
        written += len(chunk)
    return written


def _stored(row: Sequence[Any], converters: list[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    """The row as the SQLite driver takes it; texts and blanks as they are."""
    if not converters:
        return tuple(row)
    cells = list(row)
    for place, convert in converters:
        value = cells[place]
        if value is not None and type(value) is not str:
            cells[place] = convert(value)
    return tuple(cells)


def _sqlite_form(table: Table, column: str) -> Callable[[Any], Any] | None:
    """How SQLAlchemy stores this column on SQLite, for the types that need it."""
    kind = table.columns[column].type
    if isinstance(kind, DateTime):
        return lambda value: value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(kind, Date):
        return lambda value: value.isoformat()
    if isinstance(kind, JSON):
        return json.dumps
    return None


def _copy_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    quoted = ", ".join(f'"{name}"' for name in columns)
    json_places = {place for place, name in enumerate(columns) if isinstance(table.columns[name].type, JSON)}
    written = 0
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:
        for row in rows:
            if json_places:
                row = [json.dumps(value) if place in json_places else value for place, value in enumerate(row)]
            copy.write_row(row)
            written += 1
    return written


def next_id(connection: Connection, table: Table) -> int:
    """The first free id of `table`."""
    highest: int | None = connection.scalar(select(func.max(table.c.id)))
    return (highest or 0) + 1


def raise_sequences(connection: Connection, tables: Iterable[Table]) -> None:
    """After rows with ids of their own, let PostgreSQL count on from the highest; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, func.max(table.c.id))).having(func.max(table.c.id) > 0))
