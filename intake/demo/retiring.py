"""Taking the demonstration out of sight when a city's own plan is there."""

from __future__ import annotations

from dataclasses import replace

from data_models import sync
from data_models.snapshot import UnknownPlan, plan_document
from data_models.store import Store
from data_models.tables import ImportKind
from intake.demo.plan import PLAN_CODE
from intake.demo.strategy import STRATEGY_CODE


def retire(store: Store, *, by: str) -> list[int]:
    """Make the plans of the demonstration not public; the numbers of the imports that say so, one for each that was.

    They are recorded like any other import, so that undoing those numbers brings the demonstration back: the main plan
    first, for the other one counts its projects.
    """
    numbers = [_hide(store, code, by) for code in (STRATEGY_CODE, PLAN_CODE)]
    return [number for number in reversed(numbers) if number is not None]


def _hide(store: Store, code: str, by: str) -> int | None:
    with store.reading() as connection:
        try:
            document = plan_document(connection, code)
        except UnknownPlan:
            return None
    hidden = replace(document, plan=replace(document.plan, is_public=False))
    return sync.apply(store, hidden, kind=ImportKind.DEMO, imported_by=by).import_id
