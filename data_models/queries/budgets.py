"""The money of an item by year, and the sums of the money of several."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, select

from data_models.dictionary import ItemKind
from data_models.progress.budgets import AMOUNTS, executed_by
from data_models.progress.scope import rows_with
from data_models.queries.frames import as_series
from data_models.queries.provenance import origin_of, with_sources
from data_models.rows import in_force
from data_models.tables import BUDGETS
from kpis import spending

KINDS = {"year": "integer", "currency": "text", "where": "text", "items": "integer"}


# The day that is asked, and the cut-off day of the plan.
Days = tuple[dt.date, dt.date | None]


def budgets_of(
    connection: Connection, owner: str, item_id: int, days: Days, known_on: dt.datetime | None
) -> pd.DataFrame:
    """The budgets of one item in order of year: year (missing: of the whole plan), currency, AMOUNTS, where,
    executed_pct.

    ``owner`` is project_id or indicator_id. An amount nobody gave, or not known by the day asked (`executed_by`), is
    missing, not zero.
    """
    sources = with_sources(BUDGETS)
    names = ("year", "currency", *AMOUNTS)
    query = (
        select(*(BUDGETS.c[name] for name in names), BUDGETS.c.recorded_at, *sources.columns)
        .select_from(sources.joined)
        .where(BUDGETS.c[owner] == item_id, in_force(BUDGETS, known_on))
        .order_by(BUDGETS.c.year, BUDGETS.c.currency)
    )
    found = connection.execute(query).all()
    cells = {name: [getattr(row, name) for row in found] for name in names}
    cells["executed_amount"] = [executed_by(days, row.year, row.recorded_at, row.executed_amount) for row in found]
    return _frame(cells | {"where": [origin_of(row).where for row in found]})


def sums_of(
    connection: Connection, owner: str, item_ids: Sequence[int], days: Days, known_on: dt.datetime | None
) -> pd.DataFrame:
    """The sums of the budgets of several items by year and currency: year, currency, AMOUNTS, items, executed_pct.

    A sum is of the amounts there are, missing where there is none; ``items`` is how many of the items have a row.
    ``days`` as in `budgets_of`.
    """
    query = select(
        BUDGETS.c.year, BUDGETS.c.currency, BUDGETS.c.recorded_at, *(BUDGETS.c[name] for name in AMOUNTS)
    ).where(in_force(BUDGETS, known_on))
    gathered: dict[tuple[int | None, str], list[tuple[Any, ...]]] = defaultdict(list)
    for year, currency, recorded_at, approved, current, executed in rows_with(
        connection, query, BUDGETS.c[owner], item_ids
    ):
        spent = executed_by(days, year, recorded_at, executed)
        gathered[year, currency].append((approved, current, spent))
    keys = sorted(gathered, key=lambda key: (key[0] is not None, key))
    cells: dict[str, list[Any]] = {"year": [year for year, _ in keys], "currency": [paid_in for _, paid_in in keys]}
    for place, name in enumerate(AMOUNTS):
        known = [[row[place] for row in gathered[key] if row[place] is not None] for key in keys]
        cells[name] = [sum(amounts) if amounts else None for amounts in known]
    return _frame(cells | {"items": [len(gathered[key]) for key in keys]})


AMOUNT_COLUMNS = ("budget_approved", "budget_current", "budget_executed")


def total_of(rows: pd.DataFrame) -> dict[str, float | None]:
    """The money of several progress rows together, under their names: sums of what is known, and the percent spent.

    Where one that has money does not tell what it spent, nothing is said of what all spent: it would look like less.
    """
    return _total(*_amounts(rows))


def _amounts(rows: pd.DataFrame) -> list[npt.NDArray[np.float64]]:
    return [rows[name].to_numpy(dtype=np.float64) for name in AMOUNT_COLUMNS]


def _total(*amounts: npt.NDArray[np.float64]) -> dict[str, float | None]:
    each_approved, each_current, each_executed = amounts
    known = [cells[~np.isnan(cells)] for cells in amounts]
    if (np.isnan(each_executed) & (spending.available_amount(each_current, each_approved) > 0)).any():
        known[2] = known[2][:0]
    approved, current, executed = (np.array([cells.sum() if len(cells) else np.nan]) for cells in known)
    share = spending.executed_pct(executed, spending.available_amount(current, approved))
    told = (approved, current, executed, share)
    names = (*AMOUNT_COLUMNS, "budget_executed_pct")
    return {name: None if np.isnan(cell[0]) else float(cell[0]) for name, cell in zip(names, told, strict=True)}


@dataclass(frozen=True, slots=True)
class IndicatorMoney:
    """The money of some indicators together: `total_of` them, its currency, and how many have any."""

    total: dict[str, float | None]
    currency: str
    count: int


def money_of(indicators: pd.DataFrame) -> IndicatorMoney | None:
    """The money of progress rows of indicators; None where none has any, or in several currencies."""
    return _money(indicators["budget_currency"].to_numpy(), *_amounts(indicators))


def _money(currencies: npt.NDArray[np.object_], *amounts: npt.NDArray[np.float64]) -> IndicatorMoney | None:
    approved, current, _executed = amounts
    told = ~np.isnan(current) | ~np.isnan(approved)
    paid_in = set(currencies[told].tolist())
    if len(paid_in) != 1:
        return None
    return IndicatorMoney(_total(*(cells[told] for cells in amounts)), str(paid_in.pop()), int(told.sum()))


def money_by_project(rows: pd.DataFrame, project_slugs: Sequence[str]) -> dict[str, IndicatorMoney]:
    """The money of the indicators of some projects, by project, where there is any; ``rows`` are of a whole plan."""
    is_theirs = np.asarray(rows["item_kind"] == ItemKind.INDICATOR, dtype=np.bool_) & np.asarray(
        rows["project_slug"].isin(list(project_slugs)), dtype=np.bool_
    )
    currencies, amounts = rows["budget_currency"].to_numpy(), _amounts(rows)
    places: dict[str, list[int]] = defaultdict(list)
    theirs = np.flatnonzero(is_theirs)
    for place, slug in zip(theirs.tolist(), rows["project_slug"].iloc[theirs].tolist(), strict=True):
        places[slug].append(place)
    # Without frames: a page asks for fifty projects, and each would be cut out by itself.
    found = {slug: _money(currencies[own], *(cells[own] for cells in amounts)) for slug, own in places.items()}
    return {slug: money for slug, money in found.items() if money is not None}


def _frame(cells: dict[str, list[Any]]) -> pd.DataFrame:
    frame = pd.DataFrame({name: as_series(KINDS.get(name, "number"), column) for name, column in cells.items()})
    approved, current, executed = (frame[name].to_numpy(dtype=np.float64) for name in AMOUNTS)
    frame["executed_pct"] = spending.executed_pct(executed, spending.available_amount(current, approved))
    return frame
