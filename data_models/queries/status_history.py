"""How each item of a part of a plan stood at the end of each quarter: how it came to stand as it does.

Where items belong, who answers for them and what they are called does not change with the day asked for, so only the
dated facts are judged again: values, targets, milestones, starts and ends. The statuses are those `progress.rows`
gives for each of the days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from data_models.dictionary import ItemKind
from data_models.progress import indicators, projects
from data_models.progress.columns import Moment
from data_models.progress.compute import data_version
from data_models.progress.places import plan_facts
from data_models.progress.promises import read_promises, target_frame
from data_models.progress.scope import Scope
from data_models.queries.cache import kept
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows
from data_models.queries.selection import Selection
from data_models.visibility import Reader
from kpis import evaluate
from kpis.rules import RULES_VERSION
from kpis.vocabulary import Status

if TYPE_CHECKING:
    from data_models.store import Store

STATUSES = tuple(str(status) for status in Status)
# Longer plans are told by their last years, and very large parts of them by less: a judgement takes some 40 µs.
MOST_QUARTERS = 16
MOST_JUDGEMENTS = 200_000
KEY = ["item_kind", "item_id"]

Codes = npt.NDArray[np.int8]


def quarter_ends(first: dt.date, last: dt.date) -> list[dt.date]:
    """The last days of the quarters from ``first`` to ``last``, both inside, oldest first."""
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 2)
    ends = (months.astype("datetime64[D]") - np.timedelta64(1, "D")).tolist()
    return [end for end in ends if end.month % 3 == 0 and first <= end <= last]


def status_history(
    store: Store, reader: Reader, plan: PlanSummary, selection: Selection, *, known_on: dt.datetime | None = None
) -> pd.DataFrame:
    """The status at the end of each quarter, up to the plan's date, of the items a selection keeps today.

    Columns: item_kind, item_id, then one for each day (its ISO date, oldest first) with places in STATUSES (int8).
    As known at ``known_on`` (UTC without zone; None is now). Kept for each data version; a copy is handed out.
    """
    version = store.data_version()
    key = ("status_history", plan.id, selection, known_on, reader)
    return kept(store, version, key, lambda: _load(store, reader, plan, selection, known_on)).copy(deep=False)


def _load(
    store: Store, reader: Reader, plan: PlanSummary, selection: Selection, known_on: dt.datetime | None
) -> pd.DataFrame:
    seen = rows(store, reader, plan, known_on=known_on)
    seen = seen.loc[selection.mask(seen), KEY].reset_index(drop=True)
    most = min(MOST_QUARTERS, MOST_JUDGEMENTS // max(1, len(seen)))
    days = quarter_ends(plan.starts_on, plan.as_of)[-most:] if most else []
    parts = []
    with store.reading() as connection:
        facts = plan_facts(connection, plan.id, known_on)
        if facts is not None and days:
            moments = [Moment(facts, day, data_version(connection), RULES_VERSION) for day in days]
            for kind, judge in ((ItemKind.PROJECT, _projects), (ItemKind.INDICATOR, _indicators)):
                ids = sorted(seen.loc[seen["item_kind"] == kind, "item_id"].tolist())
                if ids:
                    found, codes = judge(connection, Scope(plan.id, tuple(ids)), moments, known_on)
                    parts.append(_frame(kind, found, days, codes))
    return seen.merge(pd.concat(parts, ignore_index=True), on=KEY) if parts else seen


def _frame(kind: ItemKind, ids: list[int], days: list[dt.date], codes: list[Codes]) -> pd.DataFrame:
    cells = {day.isoformat(): column for day, column in zip(days, codes, strict=True)}
    return pd.DataFrame({"item_kind": pd.Series([str(kind)] * len(ids), dtype=object), "item_id": ids, **cells})


def _projects(
    connection: Connection, scope: Scope, moments: list[Moment], known_on: dt.datetime | None
) -> tuple[list[int], list[Codes]]:
    versions = projects.read_versions(connection, scope, known_on)
    ids = [version.project_id for version in versions]
    milestones = projects.milestone_frame(connection, Scope(scope.plan_id, tuple(ids)), known_on)
    codes = []
    for moment in moments:
        facts = projects.true_on(connection, versions, moment.as_of, known_on)
        results = evaluate.projects(projects.project_frame(versions, facts, moment), milestones, moment.as_of)
        codes.append(_codes(results["status"]))
    return ids, codes


def _indicators(
    connection: Connection, scope: Scope, moments: list[Moment], known_on: dt.datetime | None
) -> tuple[list[int], list[Codes]]:
    versions = indicators.read_versions(connection, scope, known_on)
    scope = Scope(scope.plan_id, tuple(version.indicator_id for version in versions))
    values = indicators.value_frame(indicators.read_values(connection, scope, None, known_on))
    ended = values["period_end"].to_numpy().astype("datetime64[D]")
    codes = []
    for moment in moments:
        promises = read_promises(connection, scope, moment.as_of, known_on)
        results = evaluate.indicators(
            indicators.definition_frame(versions, moment),
            values[ended <= np.datetime64(moment.as_of, "D")].reset_index(drop=True),
            target_frame(promises.rows),
            moment.as_of,
        )
        codes.append(_codes(results["status"]))
    return list(scope.ids), codes


def _codes(statuses: pd.Series) -> Codes:
    return pd.Index(STATUSES).get_indexer(pd.Index(statuses)).astype(np.int8)
