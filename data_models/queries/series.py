"""The series of many indicators at once: their values, the path they promised, and where each year ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, select

from data_models.dictionary import ItemKind
from data_models.progress import indicators as computing
from data_models.progress.columns import Moment
from data_models.progress.compute import data_version
from data_models.progress.places import plan_facts
from data_models.progress.promises import Promises, read_promises, target_frame
from data_models.progress.scope import Scope
from data_models.queries.cache import kept
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows
from data_models.rows import in_force
from data_models.tables import INDICATORS, TARGETS
from data_models.visibility import Reader
from kpis import evaluate, years
from kpis.path import expected_path
from kpis.rules import RULES_VERSION
from kpis.vocabulary import TargetKind

if TYPE_CHECKING:
    from data_models.store import Store


# What both frames of a series hold at least, also when nothing is asked for.
HISTORY = ("indicator_id", "period_start", "period_end", "value", "accumulated_value", "expected_value", "status")
PATH = ("indicator_id", "on", "expected_value", "expected_pct", "expected_rule", "is_interim")
MARKS = ("indicator_id", "on", "expected_pct")


@dataclass(frozen=True, slots=True)
class Series:
    """Frames that hold all the indicators asked for, each by ``indicator_id`` and in order of time.

    ``history`` is what `kpis.evaluate.history` gives of the approved values, ``path`` what `kpis.path.expected_path`
    gives of the targets in force, ``original`` the same of the targets first promised, of those alone whose targets
    were revised; ``years`` is what `kpis.years.year_ends` gives.
    """

    history: pd.DataFrame
    path: pd.DataFrame
    original: pd.DataFrame
    years: pd.DataFrame


def series_of(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    indicator_ids: Collection[int],
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> Series:
    """The series of these indicators as true on ``as_of`` and known at ``known_on``; those the reader may not see, or
    that are not there, are left out.
    """
    frame = rows(store, reader, plan, as_of=as_of, known_on=known_on)
    seen = frame.loc[frame["item_kind"] == ItemKind.INDICATOR, "item_id"]
    ids = tuple(sorted(set(map(int, seen)) & set(indicator_ids)))
    if not ids:
        return Series(*(pd.DataFrame(columns=list(columns)) for columns in (HISTORY, PATH, PATH, years.COLUMNS)))
    on = as_of or plan.as_of
    with store.reading() as connection:
        definitions, promises = _promised(connection, plan, ids, on, known_on)
        values = computing.value_frame(computing.read_values(connection, Scope(plan.id, ids), on, known_on))
    targets = target_frame(promises.rows)
    history = evaluate.history(definitions, values, targets)
    path = expected_path(definitions, values, targets)
    return Series(history, path, original_path(definitions, values, promises), years.year_ends(history, path))


def original_path(definitions: pd.DataFrame, values: pd.DataFrame, promises: Promises) -> pd.DataFrame:
    """The path of the targets first promised, of the indicators any of whose targets was revised."""
    revised = promises.revised()
    first = [promises.original[row.id] for row in promises.rows if row.indicator_id in revised]
    own = definitions[definitions["indicator_id"].isin(revised)].reset_index(drop=True)
    return expected_path(own, values, target_frame(first))


def interim_marks(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
) -> pd.DataFrame:
    """The interim targets of all indicators the reader sees, as percents of what is promised at the end.

    Columns: indicator_id, on, expected_pct; only those on the way (above 0 %, below 100 %) of indicators whose years
    add up: where each year starts again, each has a promise of its own.
    """

    def make() -> pd.DataFrame:
        frame = rows(store, reader, plan, as_of=as_of, known_on=known_on)
        is_one = (frame["item_kind"] == ItemKind.INDICATOR) & (frame["accumulation_years"] != "last")
        ids = tuple(sorted(map(int, frame.loc[is_one, "item_id"])))
        if not ids:
            return pd.DataFrame(columns=list(MARKS))
        with store.reading() as connection:
            definitions, promises = _promised(connection, plan, ids, as_of or plan.as_of, known_on)
        levels = target_frame([row for row in promises.rows if row.kind != TargetKind.PERIOD])
        path = expected_path(definitions, computing.value_frame([]), levels)
        # A sum of the years' amounts may miss the whole by its last bit.
        inside = path["is_interim"] & (path["expected_pct"] > 0) & (path["expected_pct"] < 100 - 1e-9)
        return path.loc[inside, list(MARKS)].reset_index(drop=True)

    if as_of == plan.as_of:
        as_of = None
    return kept(store, store.data_version(), ("interim_marks", plan.id, as_of, known_on, reader), make)


def without_own_due_date(store: Store, plan: PlanSummary, *, known_on: dt.datetime | None = None) -> frozenset[int]:
    """The indicators whose final target has no due date of its own, so that the end of the plan stands in for it."""

    def make() -> frozenset[int]:
        query = (
            select(TARGETS.c.indicator_id)
            .join(INDICATORS, INDICATORS.c.id == TARGETS.c.indicator_id)
            .where(
                INDICATORS.c.plan_id == plan.id,
                TARGETS.c.kind == TargetKind.FINAL,
                TARGETS.c.due_on.is_(None),
                in_force(TARGETS, known_on),
            )
        )
        with store.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    return kept(store, store.data_version(), ("without_own_due_date", plan.id, known_on), make)


def _promised(
    connection: Connection, plan: PlanSummary, ids: Sequence[int], on: dt.date, known_on: dt.datetime | None
) -> tuple[pd.DataFrame, Promises]:
    """The definitions of some indicators and their targets in force."""
    facts = plan_facts(connection, plan.id, known_on)
    if facts is None:
        raise LookupError(f"plan {plan.code} was not known at {known_on}")
    scope = Scope(plan.id, tuple(ids))
    moment = Moment(facts, on, data_version(connection), RULES_VERSION)
    versions = computing.read_versions(connection, scope, known_on)
    return computing.definition_frame(versions, moment), read_promises(connection, scope, on, known_on)
