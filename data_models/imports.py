"""The imports there have been, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data_models.tables import IMPORTS, PLANS


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """One import, or the undoing of one (``undoes_id``); ``undone_by_id`` is the import that took it back."""

    id: int
    plan_code: str | None
    kind: str
    recipe: str | None
    file_name: str | None
    file_sha256: str | None
    imported_at: dt.datetime
    imported_by: str
    counts: dict[str, int]
    undoes_id: int | None
    undone_by_id: int | None


def list_imports(connection: Connection) -> list[ImportSummary]:
    """All imports, the newest first. Moments are UTC."""
    undoing = IMPORTS.alias("undoing")
    rows = connection.execute(
        select(IMPORTS, PLANS.c.code.label("plan_code"), undoing.c.id.label("undone_by_id"))
        .outerjoin(PLANS, IMPORTS.c.plan_id == PLANS.c.id)
        .outerjoin(undoing, undoing.c.undoes_id == IMPORTS.c.id)
        .order_by(IMPORTS.c.id.desc())
    )
    return [
        ImportSummary(
            row.id, row.plan_code, row.kind, row.recipe, row.file_name, row.file_sha256, row.imported_at,
            row.imported_by, row.counts, row.undoes_id, row.undone_by_id,
        )
        for row in rows
    ]  # fmt: skip
