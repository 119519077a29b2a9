"""The demonstration: an invented plan of real size, with a past and with everything that goes wrong in real plans."""

from __future__ import annotations

from sqlalchemy import select

from data_models.districts import record_outlines
from data_models.history import LoadedHistory, load_history
from data_models.models import Plan
from data_models.progress.table import rebuild_plan
from data_models.refusals import Refused
from data_models.rows import table_of
from data_models.store import Store
from intake.demo.outlines import outlines
from intake.demo.plan import PLAN_CODE, build

__all__ = ["PLAN_CODE", "build", "load"]


def load(store: Store) -> LoadedHistory:
    """Write the demonstration plan and its progress rows into `store`, in one transaction.

    Raises Refused when it is there already.
    """
    plans = table_of(Plan)
    with store.writing() as write:
        if write.connection.scalar(select(plans.c.id).where(plans.c.code == PLAN_CODE)) is not None:
            raise Refused("El plan de demostración ya está cargado.")
        loaded = load_history(write.connection, build())
        write.import_id = loaded.import_id
        municipality = select(plans.c.municipality_id).where(plans.c.id == loaded.plan_id)
        record_outlines(write, write.connection.execute(municipality).scalar_one(), outlines())
        rebuild_plan(write.connection, loaded.plan_id, write.today)
    return loaded
