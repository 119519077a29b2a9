"""Projects: what the responsible secretariat says of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select

from data_models import audit, computed, names
from data_models.entries import entering, open_project
from data_models.progress.table import refresh
from data_models.refusals import Refused
from data_models.rows import Row, contents, replace
from data_models.store import Store, Write
from data_models.tables import PLANS, PROJECT_VERSIONS, PROJECTS
from kpis.vocabulary import DelayCause, ProjectState

# What a person may change; where a project hangs in the tree comes from the plan.
UPDATABLE = frozenset(
    {
        "name",
        "description",
        "state",
        "planned_start",
        "planned_end",
        "actual_start",
        "actual_end",
        "dates_text",
        "declared_pct",
        "declared_on",
        "update_frequency",
        "allowed_delay_days",
        "district",
        "delay_cause",
        "recovery_on",
        "weight",
        "is_public",
    }
)


def update(
    store: Store, *, project_id: int, changes: Mapping[str, object], by: int, at: dt.datetime | None = None
) -> int:
    """Record what changed of a project (UPDATABLE fields) and that it was looked at today; returns the new row's id.

    No changes at all is an answer too: it is still as it was. A declared percent without its date is of today. Raises
    Refused.
    """
    unknown = set(changes) - UPDATABLE
    if unknown:
        raise Refused("Eso no se cambia aquí: {fields}.", fields=", ".join(sorted(unknown)))
    if changes.get("state") not in (None, *ProjectState):
        raise Refused("«{state}» no es un estado de proyecto.", state=changes["state"])
    if changes.get("delay_cause") not in (None, *DelayCause):
        raise Refused("«{cause}» no es una causa de demora.", cause=changes["delay_cause"])
    with entering(store, by, at) as write:
        before = open_project(write.connection, project_id)
        new = dict(changes)
        if new.get("declared_pct") is not None and "declared_on" not in new:
            new["declared_on"] = write.today
        if "declared_pct" in new and new["declared_pct"] is None:
            new["declared_on"] = None
        new_id = looked_at(write, before, **new)
        if new.get("name", before["name"]) != before["name"]:
            _rename(write, before, str(new["name"]))
        told = {name: [_plain(before[name]), _plain(value)] for name, value in sorted(new.items())}
        audit.record(write, "update", "projects", project_id, {"changes": told})
        refresh(write.connection, plan_id=before["plan_id"], project_ids=[project_id], today=write.today)
        computed.follow(write, before["plan_id"])
        return new_id


def looked_at(write: Write, before: Row, **changes: object) -> int:
    """Record a new version of a project that says it was looked at today; returns its id."""
    version = {name: value for name, value in before.items() if name != "plan_id"}
    last = max(filter(None, (before["last_update_on"], write.today)))
    return replace(write, PROJECT_VERSIONS, {"id": before["id"], **contents(version)}, last_update_on=last, **changes)


def _rename(write: Write, before: Row, name: str) -> None:
    scope = write.connection.execute(select(PLANS.c.code).where(PLANS.c.id == before["plan_id"])).scalar_one()
    code = write.connection.execute(select(PROJECTS.c.code).where(PROJECTS.c.id == before["project_id"])).scalar_one()
    names.assign(write, scope, "project", [(before["project_id"], code, name)])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
