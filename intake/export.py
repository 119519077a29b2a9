"""Writing a stored plan as a workbook that can be imported back: the same plan, whatever database it came from.

Outlines of districts are no part of a plan but of its municipality, and longer than a cell holds: they are a file of
their own, which `metas districts` loads.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from data_models.districts import outlines_of
from data_models.snapshot import plan_document
from data_models.store import Store
from intake.districts import geojson_text
from intake.template import write_document


def export_plan(
    store: Store, plan_code: str, path: str | os.PathLike[str], *, known_on: dt.datetime | None = None
) -> Path:
    """Write the plan as it is, or as it was known on a moment (UTC), and return the path.

    Raises `data_models.snapshot.UnknownPlan` for a code no plan has and OSError when the file cannot be written.
    """
    with store.reading() as connection:
        document = plan_document(connection, plan_code, known_on=known_on)
    return write_document(document, path)


def export_outlines(store: Store, plan_code: str, path: str | os.PathLike[str]) -> int:
    """Write the outlines of the districts of the plan's municipality as GeoJSON; how many there are.

    Without any no file is written. Raises OSError when it cannot be.
    """
    with store.reading() as connection:
        outlines = outlines_of(connection, plan_code)
    if outlines:
        Path(path).write_text(geojson_text(outlines), encoding="utf-8")
    return len(outlines)
