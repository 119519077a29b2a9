"""Milestones: done on a day, or not done after all."""

from __future__ import annotations

import datetime as dt

from data_models import audit, computed
from data_models.entries import current_row, entering, open_project
from data_models.progress.table import refresh
from data_models.projects import looked_at
from data_models.refusals import Refused
from data_models.rows import replace
from data_models.store import Store
from data_models.tables import MILESTONES


def complete(store: Store, *, milestone_id: int, done_on: dt.date, by: int, at: dt.datetime | None = None) -> int:
    """Record that a milestone was reached on a day, today at the latest; returns the new row's id. Raises Refused."""
    return _record(store, milestone_id, done_on, by, at, "complete")


def reopen(store: Store, *, milestone_id: int, by: int, at: dt.datetime | None = None) -> int:
    """Record that a milestone is not reached after all; returns the new row's id. Raises Refused."""
    return _record(store, milestone_id, None, by, at, "reopen")


def _record(
    store: Store, milestone_id: int, done_on: dt.date | None, by: int, at: dt.datetime | None, action: str
) -> int:
    with entering(store, by, at) as write:
        before = current_row(write.connection, MILESTONES, milestone_id)
        project = open_project(write.connection, before["project_id"])
        if done_on is not None and done_on > write.today:
            raise Refused("Un hito no puede haberse cumplido en el futuro.")
        if before["done_on"] == done_on:
            raise Refused("El hito ya está así.")
        new_id = replace(write, MILESTONES, before, done_on=done_on)
        looked_at(write, project)
        detail = {"done_on": done_on.isoformat() if done_on else None}
        audit.record(write, action, "milestones", new_id, detail)
        refresh(write.connection, plan_id=project["plan_id"], project_ids=[project["project_id"]], today=write.today)
        computed.follow(write, project["plan_id"])
        return new_id
