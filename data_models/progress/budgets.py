"""The money of each item, all years together."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data_models.progress.columns import Columns, Moment, float_array, numbers
from data_models.progress.scope import Scope
from data_models.rows import civil_day, in_force
from data_models.tables import BUDGETS
from kpis import spending

AMOUNTS = ("approved_amount", "current_amount", "executed_amount")
# What is otherwise on another date.
DATED_COLUMNS = frozenset({"budget_executed", "budget_executed_pct"})

Money = tuple[str, float | None, float | None, float | None]


def read_budgets(
    connection: Connection, scope: Scope, owner: str, moment: Moment, known_on: dt.datetime | None
) -> dict[int, Money]:
    """Currency, approved, current and executed of each item; ``owner`` is project_id or indicator_id.

    A row for the whole plan says the amount; else the years add up. Amounts in several currencies are never added:
    those in the municipality's currency count, or, when there are none, those in the first one by code. What was
    executed by a day before the cut-off is that of the years over by then and of rows recorded by then: of money spent
    in a year that went on nothing says when, so an item that has any is not known to have spent anything.
    """
    column, currency = BUDGETS.c[owner], moment.plan.currency
    query = (
        select(
            column, BUDGETS.c.currency, BUDGETS.c.recorded_at, BUDGETS.c.year, *(BUDGETS.c[name] for name in AMOUNTS)
        )
        .where(column.is_not(None), in_force(BUDGETS, known_on))
        .order_by(column, BUDGETS.c.year)
    )
    gathered: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for item_id, paid_in, recorded_at, year, *amounts in scope.rows(connection, query, column):
        gathered[item_id][paid_in].append((year, recorded_at, amounts))
    result = {}
    for item_id, by_currency in gathered.items():
        chosen = currency if currency in by_currency else min(by_currency)
        rows = by_currency[chosen]
        approved, current = (total((year, amounts[place]) for year, _, amounts in rows) for place in range(2))
        days = (moment.as_of, moment.plan.as_of_on)
        spent = [(year, executed_by(days, year, recorded_at, amounts[2])) for year, recorded_at, amounts in rows]
        is_told = not any(amount is not None and math.isnan(amount) for _, amount in spent)
        result[item_id] = (chosen, approved, current, total(spent) if is_told else None)
    return result


def executed_by(
    days: tuple[dt.date, dt.date | None], year: int | None, recorded_at: dt.datetime, amount: float | None
) -> float | None:
    """What of an executed amount had been spent on a day: the amount, None of a year to come, NaN where nothing tells.

    ``days`` are that day and the cut-off day of the plan, None where it has none.
    """
    day, cut_off = days
    if not amount or (cut_off is not None and day >= cut_off):
        return amount
    is_over = year is not None and dt.date(year, 12, 31) <= day
    if is_over or civil_day(recorded_at) <= day:
        return amount
    return None if year is not None and year > day.year else math.nan


def total(amounts: Iterable[tuple[int | None, float | None]]) -> float | None:
    """The amount of the whole plan (year None) when it is given, else the sum of the years; None when none is known."""
    known = [(year, amount) for year, amount in amounts if amount is not None]
    whole = [amount for year, amount in known if year is None]
    if whole:
        return whole[0]
    return sum(amount for _, amount in known) if known else None


def dated_budget_columns(money: dict[int, Money], ids: Sequence[int]) -> Columns:
    """Those of `budget_columns` that another date changes."""
    return {name: cells for name, cells in budget_columns(money, ids).items() if name in DATED_COLUMNS}


def budget_columns(money: dict[int, Money], ids: Sequence[int]) -> Columns:
    """The budget columns of the items ``ids``."""
    none: tuple[None, None, None, None] = (None, None, None, None)
    rows = [money.get(item_id, none) for item_id in ids]
    executed = [row[3] for row in rows]
    available = spending.available_amount(float_array([row[2] for row in rows]), float_array([row[1] for row in rows]))
    return {
        "budget_currency": [row[0] for row in rows],
        "budget_approved": [row[1] for row in rows],
        "budget_current": [row[2] for row in rows],
        "budget_executed": executed,
        "budget_executed_pct": numbers(pd.Series(spending.executed_pct(float_array(executed), available))),
    }
