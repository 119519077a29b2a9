"""Indicators: what may happen to one apart from its values and targets."""

from __future__ import annotations

import datetime as dt

from data_models import audit, computed
from data_models.entries import entering, open_indicator, said
from data_models.progress.table import refresh
from data_models.rows import replace
from data_models.store import Store
from data_models.tables import INDICATOR_VERSIONS
from kpis.wording import N_


def cancel(store: Store, *, indicator_id: int, reason: str, by: int, at: dt.datetime | None = None) -> int:
    """Record that an indicator is no longer pursued; it stays on the boards as cancelled. Returns the new row's id.

    Raises Refused when it was cancelled or withdrawn before, or without a reason.
    """
    words = said(reason, N_("Diga por qué se cancela el indicador."))
    with entering(store, by, at) as write:
        before = open_indicator(write.connection, indicator_id)
        version = {name: value for name, value in before.items() if name != "plan_id"}
        new_id = replace(write, INDICATOR_VERSIONS, version, is_cancelled=True)
        audit.record(write, "cancel", "indicators", indicator_id, {"reason": words})
        refresh(write.connection, plan_id=before["plan_id"], indicator_ids=[indicator_id], today=write.today)
        computed.follow(write, before["plan_id"])
        return new_id
