"""The list of projects as a table: the columns the address asks for, sorted by their headings."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import lists
from dashboards.boards.detail import plan_rows
from dashboards.boards.lists import COLUMNS, Listing
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import PHONE_ROWS, TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.listing import selection_links as links
from dashboards.listing.distance import gap_words
from dashboards.listing.rows import (
    Row,
    as_rows,
    budget_cell,
    cause_name,
    dates_cell,
    progress_cell,
    project_name_cell,
    state_name,
    who_answers,
)
from dashboards.nouns import Noun, indicator_noun, level_noun
from dashboards.page import PageContext
from data_models.queries.budgets import IndicatorMoney, money_by_project

OWN_MONEY = ("budget_current", "budget_approved")
OF_INDICATORS = "money_of_indicators"
DEFAULT = ("estado", "avance", "plazos", "presupuesto", "responde")


@dataclass(frozen=True)
class Column:
    """A column one may choose: its words, its cells, and the order (by its name in addresses) its heading asks for."""

    words: str
    cell: Callable[[PageContext, bars.TimeWindow, Row], Child]
    order: str | None = None
    is_number: bool = False
    css: str | None = None
    is_named_on_phone: bool = True


@dataclass(frozen=True)
class AskedColumns:
    """The columns an address asks for, in the order of the table, and what it asked that is none as (name, text)."""

    names: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...] = ()


def known_columns(context: PageContext) -> dict[str, Column]:
    """Every column there is, by its name in addresses, in the order of the table."""
    return {
        "estado": Column(_("Estado y dato"), _status_cell, "estado", css="cs", is_named_on_phone=False),
        "etapa": Column(_("Etapa"), lambda _context, _window, row: state_name(row), "etapa"),
        "avance": Column(
            _("Avance; línea: esperado"),
            lambda _context, _window, row: progress_cell(row),
            "avance",
            css="c3",
            is_named_on_phone=False,
        ),
        "distancia": Column(_("Distancia a lo esperado"), lambda _context, _window, row: gap_words(row), "distancia"),
        "hitos": Column(_("Hitos"), _milestones_cell, is_number=True),
        "plazos": Column(_("Plazos"), _dates_cell, "fin", css="c4", is_named_on_phone=False),
        "causa": Column(_("Causa de la demora"), _cause_cell, "causa"),
        "recuperacion": Column(_("Recuperación"), _recovery_cell, "recuperacion"),
        "presupuesto": Column(_("Presupuesto"), _budget_cell, "presupuesto", is_number=True, css="cl bu"),
        "ejecutado": Column(_("Parte ejecutada"), _executed_cell, "ejecutado", is_number=True),
        "programa": Column(
            formatting.capitalised(level_noun(context.plan, 2).singular),
            lambda _context, _window, row: row["program_name"],
        ),
        "distrito": Column(_("Distrito"), lambda _context, _window, row: row["district"], "distrito"),
        "ods": Column(_("ODS"), lambda _context, _window, row: row["sdg_codes"]),
        "responde": Column(_("Responde"), lambda _context, _window, row: who_answers(row), "secretaria", css="cl"),
    }


def asked_columns(context: PageContext) -> AskedColumns:
    """The columns of an address; the usual ones when it names none that exists."""
    known = known_columns(context)
    asked = links.chosen_values(context, COLUMNS)
    unknown = tuple((_("la columna"), name) for name in asked if name not in known)
    names = tuple(name for name in known if name in asked)
    return AskedColumns(names or DEFAULT, unknown)


def table_section(context: PageContext, listing: Listing, noun: Noun, columns: AskedColumns) -> Component:
    """The rows of this page of the list, with the choice of its order and columns."""
    orders = {
        "plan": _("orden del plan"),
        "avance": _("menor avance"),
        "distancia": _("más lejos de lo esperado"),
        "dato": _("dato más vencido"),
        "fin": _("fin previsto"),
        "presupuesto": _("mayor presupuesto"),
    }
    return parts.section(
        "lista",
        lists.range_words(listing, noun),
        filters.order_links(context, orders),
        columns_choice(context, columns),
        _table(context, listing, noun, columns),
        lists.pages(context, listing),
    )


def columns_choice(context: PageContext, columns: AskedColumns) -> Component:
    """The columns as links that add or take away each, folded."""
    known = known_columns(context)
    choices = []
    for name, column in known.items():
        is_shown = name in columns.names
        wanted = tuple(each for each in known if (each in columns.names) != (each == name))
        if not wanted:
            continue
        text = None if wanted == DEFAULT else links.BETWEEN_VALUES.join(wanted)
        mark = h.span("− " if is_shown else "+ ", aria_hidden="true")
        told = _("Quitar la columna {name}") if is_shown else _("Agregar la columna {name}")
        href = context.address.changed(columnas=text, pagina=context.address.page)
        choices.append(h.a(mark, column.words, href=href, aria_label=told.format(name=column.words)))
    usual = h.a(_("Las de siempre"), href=context.address.changed(columnas=None, pagina=context.address.page))
    return h.details(
        h.summary(_("Elegir columnas")),
        h.p(choices, [usual] if columns.names != DEFAULT else None, className="chips order"),
        className="noprint",
        open=columns.names != DEFAULT,
    )


def _table(context: PageContext, listing: Listing, noun: Noun, columns: AskedColumns) -> Component:
    window = bars.time_window(context.plan.starts_on, context.plan.ends_on, context.seen_on)
    known = known_columns(context)
    chosen = [(name, known[name]) for name in columns.names]
    first = TableColumn(formatting.capitalised(noun.singular), class_name="c1")
    heads = [_sorting(context, first, "nombre")]
    for name, column in chosen:
        head = TableColumn(
            column.words,
            is_number=column.is_number,
            class_name=column.css,
            cell_class=column.css,
            is_named_on_phone=column.is_named_on_phone,
            header_note=bars.timeline_years(window) if name == "plazos" else None,
        )
        heads.append(_sorting(context, head, column.order))
    shown = as_rows(listing.shown)
    if "presupuesto" in columns.names:
        _add_money_of_indicators(context, shown)
    rows = [
        TableRow([project_name_cell(context, row), *(column.cell(context, window, row) for _name, column in chosen)])
        for row in shown
    ]
    return data_table(heads, rows, labelled_by="lista-titulo", class_name="pj", phone_rows=PHONE_ROWS)


def _sorting(context: PageContext, column: TableColumn, order: str | None) -> TableColumn:
    """The column with a heading that sorts by it, and by it the other way round where it does already."""
    if order is None:
        return column
    asked = context.address.order
    href = context.address.changed(orden=f"-{order}" if asked == order else order)
    is_sorted = asked is not None and asked.removeprefix("-") == order and asked in links.SORT_SLUGS
    direction = "descending" if (links.SORT_SLUGS.get(asked or "") or "").startswith("-") else "ascending"
    return replace(column, sort_href=href, sorted=direction if is_sorted else None)


def _status_cell(_context: PageContext, _window: bars.TimeWindow, row: Row) -> Child:
    return list(status.status_and_freshness(row["status"], row["freshness"], row["last_data_on"]))


def _dates_cell(context: PageContext, window: bars.TimeWindow, row: Row) -> Child:
    return dates_cell(context, window, row)


def _add_money_of_indicators(context: PageContext, rows: list[dict[Hashable, Any]]) -> None:
    """Add to the rows of projects without money of their own that of their indicators, under OF_INDICATORS."""
    without = [row for row in rows if all(formatting.is_missing(row[name]) for name in OWN_MONEY)]
    if not without:
        return
    money = money_by_project(plan_rows(context), [str(row["slug"]) for row in without])
    for row in without:
        row[OF_INDICATORS] = money.get(str(row["slug"]))


def _budget_cell(context: PageContext, _window: bars.TimeWindow, row: Row) -> Child:
    money: IndicatorMoney | None = row.get(OF_INDICATORS)
    if money is None:
        return budget_cell(row)
    total = {**money.total, "budget_currency": money.currency}
    things = indicator_noun(context.plan).counted(money.count)
    return [budget_cell(total), h.span(_("de sus {things}").format(things=things), className="who")]


def _milestones_cell(_context: PageContext, _window: bars.TimeWindow, row: Row) -> Child:
    if formatting.is_missing(row["milestones_total"]) or not row["milestones_total"]:
        return h.span(_("sin hitos"), className="mut")
    return _("{done} de {total}").format(
        done=formatting.count(row["milestones_done"]), total=formatting.count(row["milestones_total"])
    )


def _cause_cell(_context: PageContext, _window: bars.TimeWindow, row: Row) -> Child:
    if formatting.is_missing(row["delay_cause"]):
        return h.span(_("sin causa informada"), className="mut")
    return formatting.capitalised(cause_name(row["delay_cause"]))


def _recovery_cell(context: PageContext, _window: bars.TimeWindow, row: Row) -> Child:
    if formatting.is_missing(row["recovery_on"]):
        return h.span(_("sin fecha"), className="mut")
    is_passed = row["recovery_on"].date() < context.seen_on and row["status"] in ("off_track", "at_risk")
    note = h.span(_("vencida"), className="fr v") if is_passed else None
    return [formatting.day(row["recovery_on"]), [" ", note] if note else None]


def _executed_cell(_context: PageContext, _window: bars.TimeWindow, row: Row) -> Child:
    share = row["budget_executed_pct"]
    return None if formatting.is_missing(share) else formatting.short_percent(share)
