"""Money by year, of one item or summed up, as the section of its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.origins import origin_words
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row, as_rows
from data_models.progress.budgets import AMOUNTS


def origin_of_budget(budget: Row) -> Child:
    """Where the money of a year comes from: the cell, or the post that entered it."""
    return h.span(origin_words(budget["where"]), data_literal="true")


def budget_section(
    budgets: pd.DataFrame,
    totals: Row,
    *,
    title: str,
    lead: str = "",
    origin: Callable[[Row], Child] = origin_of_budget,
) -> Component | None:
    """Approved, current and executed amounts by year, and their total in one currency; None where there are none.

    `budgets` has a row for each year with its currency and amounts, `totals` the amounts of all years by the names of
    the progress table; `lead` is said before the words on blanks, `origin` says where the amounts of a row come from.
    """
    if budgets.empty:
        return None
    rows = [TableRow(_cells(budget, origin(budget))) for budget in as_rows(budgets)]
    currencies = budgets["currency"].unique()
    if len(rows) > 1 and len(currencies) == 1:
        # Of the row of the item, where an amount of the whole plan is not added to those of its years.
        total = {name: totals[f"budget_{name.removesuffix('_amount')}"] for name in AMOUNTS}
        total["executed_pct"] = totals["budget_executed_pct"]
        source = h.span(_("suma de los años"), className="mut")
        cells = _cells({"year": None, "currency": currencies[0], **total}, source, first=_("Total"))
        rows.append(TableRow(cells, is_total=True))
    columns = [
        TableColumn(_("Año")),
        TableColumn(_("Aprobado"), is_number=True),
        TableColumn(_("Vigente"), is_number=True),
        TableColumn(_("Ejecutado"), is_number=True),
        TableColumn(_("Parte ejecutada"), is_number=True),
        TableColumn(_("De dónde viene")),
    ]
    table = data_table(columns, rows, labelled_by="presupuesto-titulo", class_name="vals")
    return parts.section("presupuesto", title, table, sub=lead + _sub(budgets["currency"].iloc[0]))


def _sub(currency: str) -> str:
    if formatting.currency_sign(currency) == "$":
        money = _("En pesos corrientes.")
    else:
        money = _("En {currency} corrientes.").format(currency=currency)
    return f"{money} " + _("La parte ejecutada es del vigente; donde falta, del aprobado. En blanco no es cero.")


def _cells(budget: Row, source: Child, *, first: str | None = None) -> list[Child]:
    currency, year, share = budget["currency"], budget["year"], budget["executed_pct"]
    return [
        first or (_("todo el plan") if formatting.is_missing(year) else str(int(year))),
        _amount(budget["approved_amount"], currency),
        _amount(budget["current_amount"], currency),
        _amount(budget["executed_amount"], currency),
        None if formatting.is_missing(share) else formatting.percent(share, 0),
        source,
    ]


def _amount(amount: Any, currency: str) -> Child:
    return None if formatting.is_missing(amount) else formatting.exact_money(amount, currency)
