"""Writing a stored plan as a workbook that can be imported back: the same plan, whatever database it came from."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from data_models.snapshot import plan_document
from data_models.store import Store
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
