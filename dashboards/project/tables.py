"""The tables of the page of a project: money by year, who answers, what changed and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash.development.base_component import Component

from dashboards import detail, formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.origins import origin_words
from dashboards.page import PageContext
from dashboards.rows import Row, as_rows
from data_models.dictionary import PROJECTS
from data_models.queries.projects import ProjectDetail

_COLUMNS = {column.name: column for column in PROJECTS}
# Said by the date of the change itself.
_SILENT = ("last_update_on", "declared_on")
MOST_IN_SIGHT = 6


def budget_section(found: ProjectDetail) -> Component | None:
    """Approved, current and executed amounts by year; the total of one currency."""
    budgets = found.budgets
    if budgets.empty:
        return None
    rows = [TableRow(_budget_cells(budget)) for budget in as_rows(budgets)]
    currencies = budgets["currency"].unique()
    if len(rows) > 1 and len(currencies) == 1:
        total = {
            name: float(budgets[name].sum()) if budgets[name].notna().any() else None
            for name in ("approved_amount", "current_amount", "executed_amount")
        }
        total_row = {"year": None, "currency": currencies[0], "where": None, **total}
        rows.append(TableRow(_budget_cells(total_row, is_total=True), is_total=True))
    columns = [
        TableColumn(_("Año")),
        TableColumn(_("Aprobado"), is_number=True),
        TableColumn(_("Vigente"), is_number=True),
        TableColumn(_("Ejecutado"), is_number=True),
        TableColumn(_("Ejecutado del vigente"), is_number=True),
        TableColumn(_("De dónde viene")),
    ]
    table = data_table(columns, rows, labelled_by="presupuesto-titulo", class_name="vals")
    return parts.section("presupuesto", _("Presupuesto por año"), table, sub=_budget_sub(budgets["currency"].iloc[0]))


def _budget_sub(currency: str) -> str:
    if formatting.currency_sign(currency) == "$":
        return _("En pesos corrientes. En blanco no es cero: lo que falta dice «sin dato».")
    return _("En {currency} corrientes. En blanco no es cero: lo que falta dice «sin dato».").format(currency=currency)


def _budget_cells(budget: Row, *, is_total: bool = False) -> list[Child]:
    currency, current, executed = budget["currency"], budget["current_amount"], budget["executed_amount"]
    has_share = not formatting.is_missing(current) and not formatting.is_missing(executed) and float(current) > 0
    year = budget["year"]
    return [
        _("Total") if is_total else str(int(year)) if not formatting.is_missing(year) else _("todo el plan"),
        _amount(budget["approved_amount"], currency),
        _amount(current, currency),
        _amount(executed, currency),
        formatting.percent(100 * executed / current, 0) if has_share else h.span(_("sin dato"), className="mut"),
        h.span(_("suma de los años"), className="mut")
        if is_total
        else h.span(origin_words(budget["where"]), data_literal="true"),
    ]


def _amount(amount: Any, currency: str) -> Child:
    return None if formatting.is_missing(amount) else formatting.exact_money(amount, currency)


def responsibles_section(context: PageContext, found: ProjectDetail) -> Component | None:
    """Who leads and who shares it."""
    if len(found.responsibles) < 2:
        return None
    rows = [
        TableRow(
            [
                detail.secretariat_link(context, one["slug"], one["name"]),
                h.b(_("lidera")) if one["is_lead"] else _("comparte"),
                one["post"] or h.span(_("sin cargo indicado"), className="mut"),
            ]
        )
        for one in as_rows(found.responsibles)
    ]
    columns = [TableColumn(_("Secretaría")), TableColumn(_("Papel")), TableColumn(_("Cargo"))]
    sub = _("En los totales del municipio cuenta una sola vez.")
    return parts.section(
        "responden",
        _("Quiénes responden"),
        data_table(columns, rows, labelled_by="responden-titulo", class_name="vals"),
        sub=sub,
    )


def history_section(found: ProjectDetail) -> Component | None:
    """What changed and when, the newest first; nothing is overwritten."""
    entries = changes(found)
    if not entries:
        return None
    items = [_change(when, where, told) for when, where, told in entries]
    rest: Child = None
    if len(items) > MOST_IN_SIGHT:
        older = items[MOST_IN_SIGHT:]
        rest = h.details(
            h.summary(_("Ver los {count} anteriores").format(count=formatting.count(len(older)))),
            h.ul(older, className="il"),
        )
    number = len(entries)
    sub = ngettext("{count} actualización. ", "{count} actualizaciones. ", number).format(
        count=formatting.count(number)
    )
    sub += _("Nada se borra: lo anterior queda con su fecha y quién lo cambió.")
    return parts.section(
        "historia", _("Qué cambió y cuándo"), h.ul(items[:MOST_IN_SIGHT], className="il"), rest, sub=sub
    )


def changes(found: ProjectDetail) -> list[tuple[date, str, list[str]]]:
    """Each update as (day, where it came from, what changed in words), the newest first."""
    entries: list[tuple[date, str, list[str]]] = []
    if found.versions.empty:
        return entries
    for _moment, rows in found.versions.groupby(["recorded_at", "where"], sort=True):
        recorded_at, where = rows["recorded_at"].iloc[0], rows["where"].iloc[0]
        told = [
            f"{_(_COLUMNS[row['column']].spanish_name)}: {_cell(row['column'], row['before'])} → "
            f"{_cell(row['column'], row['after'])}"
            for row in as_rows(rows)
            if row["column"] not in _SILENT
        ]
        entries.append((recorded_at.date(), origin_words(where), told or [_("Se revisó, sin cambios.")]))
    return entries[::-1]


def _change(when: date, where: str, told: list[str]) -> Component:
    return h.li(
        h.span("; ".join(told)),
        h.span(formatting.day(when), className="fr"),
        h.span(where, className="v", data_literal="true"),
    )


def _cell(name: str, value: Any) -> str:
    column = _COLUMNS[name]
    if formatting.is_missing(value):
        return _("sin dato")
    if column.type == "date":
        return formatting.day(value)
    if column.type in ("number", "integer"):
        return formatting.percent(value) if column.unit == "%" else formatting.number(value)
    return formatting.shortened(_(column.word(str(value)) or str(value)), 80)
