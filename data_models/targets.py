"""Targets: what was promised, and every later revision of it with its reason and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from data_models import audit, computed
from data_models.entries import current_row, entering, open_indicator, said
from data_models.progress.table import refresh
from data_models.refusals import Refused
from data_models.rows import contents, replace
from data_models.store import Store
from data_models.tables import TARGETS
from kpis.wording import N_

# What a revision may change.
REVISABLE = frozenset({"value", "upper_value", "bound", "text", "due_on"})


def revise(
    store: Store,
    *,
    target_id: int,
    changes: Mapping[str, object],
    reason: str,
    decided_on: dt.date,
    by: int,
    at: dt.datetime | None = None,
) -> int:
    """Record a revision of a target in force and return its id; what was promised before stays.

    ``changes`` has new values of REVISABLE fields, ``decided_on`` is the day of the decision. Raises Refused.
    """
    words = said(reason, N_("Diga por qué se revisa la meta."))
    unknown = set(changes) - REVISABLE
    if unknown:
        raise Refused("Eso no se cambia revisando la meta: {fields}.", fields=", ".join(sorted(unknown)))
    with entering(store, by, at) as write:
        before = current_row(write.connection, TARGETS, target_id)
        indicator = open_indicator(write.connection, before["indicator_id"])
        if decided_on > write.today:
            raise Refused("La fecha de la decisión no puede ser futura.")
        after = {**contents(before), **changes}
        if after == contents(before):
            raise Refused("La meta queda igual: no hay nada que revisar.")
        new_id = replace(
            write,
            TARGETS,
            before,
            **changes,
            revision=before["revision"] + 1,
            reason=words,
            decided_on=decided_on,
        )
        told = {name: [_plain(before[name]), _plain(after[name])] for name in sorted(changes)}
        audit.record(write, "revise", "targets", new_id, {"changes": told, "reason": words})
        refresh(
            write.connection, plan_id=indicator["plan_id"], indicator_ids=[indicator["indicator_id"]], today=write.today
        )
        computed.follow(write, indicator["plan_id"])
        return new_id


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
