"""The demonstration: an invented plan of real size, with a past and with everything that goes wrong in real plans."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from data_models import computed
from data_models.districts import record_outlines
from data_models.history import LoadedHistory, load_history
from data_models.progress.table import rebuild_plan
from data_models.refusals import Refused
from data_models.store import Store
from data_models.tables import PLANS
from intake.demo.dates import LAST_MOMENT
from intake.demo.outlines import outlines
from intake.demo.plan import PLAN_CODE, build
from intake.demo.strategy import STRATEGY_CODE, build_strategy, record_past

__all__ = ["PLAN_CODE", "STRATEGY_CODE", "build", "build_strategy", "load"]


def load(store: Store) -> LoadedHistory:
    """Write the plans of the demonstration and their progress rows into `store`, in one transaction.

    Gives where the main one went. Raises Refused when it is there already.
    """
    with store.writing() as write:
        if write.connection.scalar(select(PLANS.c.id).where(PLANS.c.code == PLAN_CODE)) is not None:
            raise Refused(
                "El plan de demostración ya está cargado y queda como está. "
                "Para cargar el de esta versión, use una base vacía."
            )
        main = build()
        loaded = load_history(write.connection, main)
        write.import_id = loaded.import_id
        municipality = select(PLANS.c.municipality_id).where(PLANS.c.id == loaded.plan_id)
        record_outlines(write, write.connection.execute(municipality).scalar_one(), outlines())
        rebuild_plan(write.connection, loaded.plan_id, write.today)
        strategy = build_strategy(main)
        strategy_id = load_history(write.connection, strategy).plan_id
        record_past(write, main, strategy, strategy_id)
        rebuild_plan(write.connection, strategy_id, write.today)
        computed.follow(replace(write, at=LAST_MOMENT), strategy_id)
    return loaded
