"""The audit trail: one record for each write, saying who did what to what."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert

from data_models.store import Write
from data_models.tables import AUDIT

# The action of a change in place, to what all plans share and has no rows of history: municipalities and cross axes.
# Its detail holds the values "before" and "after", so that it can be undone and that the past can be read.
CORRECT = "correct_in_place"


def record(
    write: Write, action: str, entity: str, entity_id: int | None, detail: Mapping[str, object] | None = None
) -> None:
    """Note that the author of the write did ``action`` to row ``entity_id`` of ``entity``; ``detail`` is JSON."""
    write.connection.execute(
        insert(AUDIT).values(
            at=write.at,
            account_id=write.account_id,
            import_id=write.import_id,
            action=action,
            entity=entity,
            entity_id=entity_id,
            detail=dict(detail or {}),
        )
    )
