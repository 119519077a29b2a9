"""The money of an item by year, and the sums of the money of several."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data_models.dictionary import ItemKind
from data_models.models import Budget
from data_models.progress.budgets import AMOUNTS
from data_models.progress.scope import rows_with
from data_models.queries.frames import as_series
from data_models.queries.provenance import origin_of, with_sources
from data_models.rows import in_force, table_of
from kpis import spending

BUDGETS = table_of(Budget)
KINDS = {"year": "integer", "currency": "text", "where": "text", "items": "integer"}


def budgets_of(connection: Connection, owner: str, item_id: int, known_on: dt.datetime | None) -> pd.DataFrame:
    """The budgets of one item in order of year: year (missing: of the whole plan), currency, AMOUNTS, where,
    executed_pct.

    ``owner`` is project_id or indicator_id. An amount nobody gave is missing, not zero.
    """
    sources = with_sources(BUDGETS)
    names = ("year", "currency", *AMOUNTS)
    query = (
        select(*(BUDGETS.c[name] for name in names), *sources.columns)
        .select_from(sources.joined)
        .where(BUDGETS.c[owner] == item_id, in_force(BUDGETS, known_on))
        .order_by(BUDGETS.c.year, BUDGETS.c.currency)
    )
    found = connection.execute(query).all()
    cells = {name: [getattr(row, name) for row in found] for name in names}
    return _frame(cells | {"where": [origin_of(row).where for row in found]})


def sums_of(connection: Connection, owner: str, item_ids: Sequence[int], known_on: dt.datetime | None) -> pd.DataFrame:
    """The sums of the budgets of several items by year and currency: year, currency, AMOUNTS, items, executed_pct.

    A sum is of the amounts there are, missing where there is none; ``items`` is how many of the items have a row.
    """
    query = select(BUDGETS.c.year, BUDGETS.c.currency, *(BUDGETS.c[name] for name in AMOUNTS)).where(
        in_force(BUDGETS, known_on)
    )
    gathered: dict[tuple[int | None, str], list[tuple[Any, ...]]] = defaultdict(list)
    for year, currency, *amounts in rows_with(connection, query, BUDGETS.c[owner], item_ids):
        gathered[year, currency].append(tuple(amounts))
    keys = sorted(gathered, key=lambda key: (key[0] is not None, key))
    cells: dict[str, list[Any]] = {"year": [year for year, _ in keys], "currency": [paid_in for _, paid_in in keys]}
    for place, name in enumerate(AMOUNTS):
        known = [[row[place] for row in gathered[key] if row[place] is not None] for key in keys]
        cells[name] = [sum(amounts) if amounts else None for amounts in known]
    return _frame(cells | {"items": [len(gathered[key]) for key in keys]})


MONEY_COLUMNS = ("budget_currency", "budget_approved", "budget_current", "budget_executed")


def total_of(rows: pd.DataFrame) -> dict[str, float | None]:
    """The money of several progress rows together, under their names: sums of what is known, and the percent spent."""
    sums = {
        name: float(rows[name].sum()) if rows[name].notna().any() else None
        for name in ("budget_approved", "budget_current", "budget_executed")
    }
    approved, current, executed = (np.array([amount], dtype=np.float64) for amount in sums.values())
    share = spending.executed_pct(executed, spending.available_amount(current, approved))
    return {**sums, "budget_executed_pct": None if np.isnan(share[0]) else float(share[0])}


@dataclass(frozen=True, slots=True)
class IndicatorMoney:
    """The money of some indicators together: `total_of` them, its currency, and how many have any."""

    total: dict[str, float | None]
    currency: str
    count: int


def money_of(indicators: pd.DataFrame) -> IndicatorMoney | None:
    """The money of progress rows of indicators; None where none has any, or in several currencies."""
    told = indicators[indicators["budget_current"].notna() | indicators["budget_approved"].notna()]
    currencies = told["budget_currency"].unique()
    return IndicatorMoney(total_of(told), str(currencies[0]), len(told)) if len(currencies) == 1 else None


def money_by_project(rows: pd.DataFrame, project_slugs: Sequence[str]) -> dict[str, IndicatorMoney]:
    """The money of the indicators of some projects, by project, where there is any; ``rows`` are of a whole plan."""
    is_theirs = np.asarray(rows["item_kind"] == ItemKind.INDICATOR, dtype=np.bool_) & np.asarray(
        rows["project_slug"].isin(list(project_slugs)), dtype=np.bool_
    )
    if not is_theirs.any():
        return {}
    indicators = rows.loc[is_theirs, [*MONEY_COLUMNS, "project_slug"]]
    found = {str(slug): money_of(own) for slug, own in indicators.groupby("project_slug")}
    return {slug: money for slug, money in found.items() if money is not None}


def _frame(cells: dict[str, list[Any]]) -> pd.DataFrame:
    frame = pd.DataFrame({name: as_series(KINDS.get(name, "number"), column) for name, column in cells.items()})
    approved, current, executed = (frame[name].to_numpy(dtype=np.float64) for name in AMOUNTS)
    frame["executed_pct"] = spending.executed_pct(executed, spending.available_amount(current, approved))
    return frame
