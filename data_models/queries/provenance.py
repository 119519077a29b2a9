"""Where a recorded row came from: the cell of a workbook, or the post that entered it and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table

from data_models.rows import civil_day
from data_models.tables import ACCOUNTS, IMPORTS


@dataclass(frozen=True, slots=True)
class Origin:
    """How a row came in: by an import (``file_name``, ``sheet``, ``cell`` as far as known) or a post (``entered_by``).

    ``recorded_at`` is UTC without zone. Posts are posts, never names of persons.
    """

    recorded_at: dt.datetime
    entered_by: str | None = None
    file_name: str | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def where(self) -> str:
        """In Spanish: "Planilla plan.xlsx, hoja PDM, celda AQ17", or the post and the day."""
        if self.entered_by is not None:
            return f"{self.entered_by}, {civil_day(self.recorded_at):%d/%m/%Y}"
        parts = [f"Planilla {self.file_name}" if self.file_name else "Importación"]
        if self.sheet:
            parts.append(f"hoja {self.sheet}")
        if self.cell:
            parts.append(f"celda {self.cell}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Sources:
    """A recorded table joined to who recorded its rows: add ``columns`` to a query from ``joined``."""

    joined: FromClause
    columns: tuple[ColumnElement[Any], ...]


def with_sources(table: Table) -> Sources:
    """``table`` with its import and the post that recorded each row, for `origin_of`."""
    joined = table.outerjoin(IMPORTS, IMPORTS.c.id == table.c.import_id).outerjoin(
        ACCOUNTS, ACCOUNTS.c.id == table.c.recorded_by
    )
    return Sources(
        joined,
        (
            table.c.recorded_at.label("origin_at"),
            table.c.source_ref.label("origin_ref"),
            IMPORTS.c.file_name.label("origin_file"),
            ACCOUNTS.c.display_name.label("origin_post"),
        ),
    )


def origin_of(row: Any, *, source_ref: str | None = None) -> Origin:
    """The origin of a row read with the columns of `with_sources`; ``source_ref`` instead of the row's own."""
    sheet, cell = split_ref(source_ref if source_ref is not None else row.origin_ref)
    return Origin(row.origin_at, row.origin_post, row.origin_file, sheet, cell)


def split_ref(source_ref: str | None) -> tuple[str | None, str | None]:
    """Sheet and cell of "PDM!AQ17"; a reference without a sheet is a cell."""
    if not source_ref:
        return None, None
    sheet, mark, cell = source_ref.rpartition("!")
    return (sheet.strip("'") or None, cell or None) if mark else (None, source_ref)
