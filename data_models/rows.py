"""Reading and writing append-only rows: what is in force, recording a new row, superseding an old one."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, String, Table, and_, insert, or_, select, update

from data_models.dictionary import RECORDING
from data_models.refusals import Refused
from data_models.tables import METADATA

if TYPE_CHECKING:
    from data_models.store import Write

Row = dict[str, Any]
T = TypeVar("T")

# How many keys go into one IN (...): well under the limits of both databases.
CHUNK = 500


def recorded_tables() -> tuple[Table, ...]:
    """Every append-only table, in an order in which rows can be inserted."""
    return tuple(table for table in METADATA.sorted_tables if "superseded_at" in table.columns)


def in_force(table: FromClause, known_on: dt.datetime | None = None) -> ColumnElement[bool]:
    """The condition that a row is in force now, or was at the moment ``known_on`` (UTC without zone)."""
    if known_on is None:
        return table.c.superseded_at.is_(None)
    return and_(table.c.recorded_at <= known_on, or_(table.c.superseded_at.is_(None), table.c.superseded_at > known_on))


def civil_day(moment: dt.datetime) -> dt.date:
    """The day it was where the server is at a moment (UTC without zone; a Timestamp of a frame is one too)."""
    return dt.date.fromtimestamp(moment.replace(tzinfo=dt.UTC).timestamp())


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield the items in lists of at most ``size``."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def find_current(connection: Connection, table: Table, row_id: int) -> Row | None:
    """The row with this id if it is in force."""
    found = connection.execute(select(table).where(table.c.id == row_id, in_force(table))).mappings().one_or_none()
    return dict(found) if found is not None else None


def record(write: Write, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, recorded at the moment and by the author of the write. All rows have the same columns.

    Raises Refused for a text longer than its column or a number that is not finite: SQLite would store both.
    """
    if not rows:
        return
    _refuse_what_does_not_fit(table, rows)
    stamp = {"recorded_at": write.at, "recorded_by": write.account_id, "import_id": write.import_id}
    write.connection.execute(insert(table), [{**row, **stamp} for row in rows])


def record_one(write: Write, table: Table, row: Row) -> int:
    """Insert one row as `record` does and return its id."""
    _refuse_what_does_not_fit(table, [row])
    stamp = {"recorded_at": write.at, "recorded_by": write.account_id, "import_id": write.import_id}
    return int(write.connection.execute(insert(table).returning(table.c.id), {**row, **stamp}).scalar_one())


def supersede(write: Write, table: Table, row_ids: Iterable[int]) -> None:
    """Mark rows as no longer in force from the moment of the write on; what they say stays."""
    for chunk in chunks(row_ids):
        write.connection.execute(
            update(table)
            .where(table.c.id.in_(chunk))
            .values(superseded_at=write.at, superseded_by=write.account_id, superseded_import_id=write.import_id)
        )


def replace(write: Write, table: Table, row: Row, **changes: object) -> int:
    """Supersede a row by a copy with changes and return the copy's id."""
    supersede(write, table, [row["id"]])
    return record_one(write, table, {**contents(row), "source_ref": None, **changes})


def contents(row: Row) -> Row:
    """What a row says: its columns without id, who and when."""
    return {name: value for name, value in row.items() if name != "id" and name not in RECORDING}


def _refuse_what_does_not_fit(table: Table, rows: Sequence[Row]) -> None:
    longest = {
        column.name: column.type.length
        for column in table.columns
        if isinstance(column.type, String) and column.type.length is not None
    }
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str):
                limit = longest.get(name)
                if limit is not None and len(value) > limit:
                    raise Refused(
                        "El texto «{start}…» es demasiado largo: {length} caracteres; caben {limit}.",
                        start=value[:60],
                        length=len(value),
                        limit=limit,
                    )
            elif isinstance(value, float) and not math.isfinite(value):
                raise Refused("«{value}» no es un número.", value=value)
