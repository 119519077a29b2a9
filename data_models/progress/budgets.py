"""The money of each item, all years together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from data_models.models import Budget
from data_models.progress.columns import Columns, float_array, numbers
from data_models.progress.scope import Scope
from data_models.rows import in_force, table_of
from kpis import spending

BUDGETS = table_of(Budget)
AMOUNTS = ("approved_amount", "current_amount", "executed_amount")

Money = tuple[str, float | None, float | None, float | None]


def read_budgets(
    connection: Connection, scope: Scope, owner: str, currency: str, known_on: dt.datetime | None
) -> dict[int, Money]:
    """Currency, approved, current and executed of each item; ``owner`` is project_id or indicator_id.

    A row for the whole plan says the amount; else the years add up. Amounts in several currencies are never added:
    those in the municipality's ``currency`` count, or, when there are none, those in the first one by code.
    """
    column = BUDGETS.c[owner]
    query = (
        select(column, BUDGETS.c.currency, BUDGETS.c.year, *(BUDGETS.c[name] for name in AMOUNTS))
        .where(column.is_not(None), in_force(BUDGETS, known_on))
        .order_by(column, BUDGETS.c.year)
    )
    gathered: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for item_id, paid_in, year, *amounts in scope.rows(connection, query, column):
        gathered[item_id][paid_in].append((year, amounts))
    result = {}
    for item_id, by_currency in gathered.items():
        chosen = currency if currency in by_currency else min(by_currency)
        rows = by_currency[chosen]
        approved, current, executed = (total((year, amounts[place]) for year, amounts in rows) for place in range(3))
        result[item_id] = (chosen, approved, current, executed)
    return result


def total(amounts: Iterable[tuple[int | None, float | None]]) -> float | None:
    """The amount of the whole plan (year None) when it is given, else the sum of the years; None when none is known."""
    known = [(year, amount) for year, amount in amounts if amount is not None]
    whole = [amount for year, amount in known if year is None]
    if whole:
        return whole[0]
    return sum(amount for _, amount in known) if known else None


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
