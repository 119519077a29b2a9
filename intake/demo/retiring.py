"""Taking the demonstration out of sight when a city's own plan is there."""

from __future__ import annotations

from dataclasses import replace

from data_models import sync
from data_models.models import ImportKind
from data_models.snapshot import UnknownPlan, plan_document
from data_models.store import Store
from intake.demo.plan import PLAN_CODE


def retire(store: Store, *, by: str) -> int | None:
    """Make the demonstration plan not public; the number of the import that says so, None when it was not shown.

    It is recorded like any other import, so that undoing that number brings the demonstration back.
    """
    with store.reading() as connection:
        try:
            document = plan_document(connection, PLAN_CODE)
        except UnknownPlan:
            return None
    hidden = replace(document, plan=replace(document.plan, is_public=False))
    return sync.apply(store, hidden, kind=ImportKind.DEMO, imported_by=by).import_id
