"""What imports could not understand. Only the data team reads it: findings quote cells that may not be public."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import select

from data_models.queries.frames import selected
from data_models.tables import IMPORT_FINDINGS
from data_models.visibility import Reader

if TYPE_CHECKING:
    from data_models.store import Store


def findings(store: Store, reader: Reader, import_id: int) -> pd.DataFrame:
    """The findings of one import in the order they were made: code, severity, sheet, cell, found, expected, action.

    Empty for a reader who is not of the data team.
    """
    names = ("code", "severity", "sheet", "cell", "found", "expected", "action")
    query = (
        select(*(IMPORT_FINDINGS.c[name] for name in names))
        .where(IMPORT_FINDINGS.c.import_id == (import_id if reader.sees_everything else -1))
        .order_by(IMPORT_FINDINGS.c.id)
    )
    with store.reading() as connection:
        return selected(connection, query, {})
