"""Progress rows written by hand, for what boards make of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from data_models import dictionary
from data_models.queries.frames import frame_of

SAID_UNLESS_TOLD: dict[str, Any] = {
    "plan_id": 1,
    "item_kind": "indicator",
    "code": "I1",
    "name": "Cuadras con arbolado completo",
    "axis_slug": "ciudad",
    "axis_code": "1",
    "axis_name": "Ciudad",
    "status": "on_track",
    "reason_code": "expected",
    "reason": "Va como se esperaba.",
    "unit": "%",
    "decimals": 1,
    "weight": 1.0,
    "is_public": True,
    "target_revisions": 0,
}


def progress_row(**cells: Any) -> dict[str, Any]:
    """A row with these cells; the others are what a usual row says, or missing. Unknown names raise KeyError."""
    row: dict[str, Any] = {column.name: None for column in dictionary.PROGRESS}
    for name, cell in {**SAID_UNLESS_TOLD, **cells}.items():
        if name not in row:
            raise KeyError(name)
        row[name] = cell
    return row


def progress_frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame of rows given as their cells; each gets its place as its item's id unless it says another."""
    full = [progress_row(**{"item_id": place, "slug": f"fila-{place}", **row}) for place, row in enumerate(rows, 1)]
    return frame_of(dictionary.PROGRESS, [tuple(row.values()) for row in full])


def day(text: str) -> dt.date:
    """A date from "2026-09-30"."""
    return dt.date.fromisoformat(text)
