"""What the projects found spent against what they did: all as points, those that stand out by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.lists import Listing
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.scatter import ScatterMark, ScatterWords, scatter
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.rows import Row, as_rows, budget_cell, who_answers
from dashboards.nouns import Noun
from dashboards.page import PageContext
from kpis import spending
from kpis.spending import SPENT_AHEAD_POINTS, Spending

MOST_AHEAD, MOST_BEHIND = 8, 4


def money_section(context: PageContext, listing: Listing, noun: Noun, where_words: Child) -> Component:
    """Executed percent of the budget against progress; `where_words` say where money is that no project has."""
    rows = listing.found
    lead, words = spending.lead_points(rows), spending.spending(rows)
    counts = {of: int((words == of.value).sum()) for of in Spending}
    told = rows[~np.isnan(lead)].assign(lead_points=lead[~np.isnan(lead)])
    if told.empty:
        return parts.section(
            "presupuesto",
            _("Presupuesto y avance"),
            parts.empty_state(
                _("De lo que cumple con los filtros, nada dice a la vez cuánto presupuesto gastó y cuánto avanzó.")
            ),
            _past_words(context),
            h.p(where_words, className="sub") if where_words else None,
        )
    named = named_outliers(told, words[~np.isnan(lead)])
    marks = [
        ScatterMark(number, float(row["progress_pct"]), float(row["budget_executed_pct"]), row["status"])
        for number, row in enumerate(as_rows(named), start=1)
    ]
    points = list(zip(told["progress_pct"].tolist(), told["budget_executed_pct"].tolist(), strict=True))
    drawing_words = ScatterWords(
        x_axis=_("Avance"),
        y_axis=_("Presupuesto ejecutado"),
        above=_("gasta más de lo que avanza"),
        below=_("avanza más de lo que gasta"),
    )
    return parts.section(
        "presupuesto",
        _title(counts, len(told), noun),
        h.p(_counted_words(context, listing, counts, noun)),
        h.figure(scatter(points, marks, drawing_words, band_points=SPENT_AHEAD_POINTS)),
        _named_table(context, named) if len(named) else None,
        _past_words(context),
        h.p(where_words, className="sub") if where_words else None,
        parts.links_list([h.a(_("Cómo se calcula"), href=context.link("/reglas") + "#money")]),
        sub=_sub(),
    )


def _past_words(context: PageContext) -> Component | None:
    """Why money is missing that another day shows; None on the day of the data."""
    if context.seen_on >= context.plan.as_of:
        return None
    words = _("A esta fecha, lo gastado de un año sin cerrar y anotado después queda sin dato.")
    return h.p(words, className="sub")


def named_outliers(told: pd.DataFrame, words: np.ndarray[tuple[int], np.dtype[np.object_]]) -> pd.DataFrame:
    """Those that stand out most: first what spent most ahead of its progress, then what did most ahead of its money."""
    ahead = told[words == Spending.AHEAD.value].sort_values("lead_points", ascending=False, kind="stable")
    behind = told[words == Spending.BEHIND.value].sort_values("lead_points", kind="stable")
    named: pd.DataFrame = pd.concat([ahead.head(MOST_AHEAD), behind.head(MOST_BEHIND)])
    return named


def _title(counts: dict[Spending, int], total: int, noun: Noun) -> str:
    ahead = counts[Spending.AHEAD]
    told = noun.counted(total)
    if not ahead:
        return _("De {told} con ambos datos, nada gastó muy por delante de su avance").format(told=told)
    return ngettext(
        "{ahead} de {told} con ambos datos gastó muy por delante de su avance",
        "{ahead} de {told} con ambos datos gastaron muy por delante de su avance",
        ahead,
    ).format(ahead=formatting.count(ahead), told=told)


def _sub() -> str:
    return _(
        "Cada punto es un proyecto. En la diagonal, el gasto y el avance van iguales; las líneas de puntos están a "
        "{points}. Los números son los que más se apartan, con su nombre debajo."
    ).format(points=formatting.points(SPENT_AHEAD_POINTS))


def _counted_words(context: PageContext, listing: Listing, counts: dict[Spending, int], noun: Noun) -> list[Child]:
    """How many are on each side of the lines, each number leading to its list."""
    points = formatting.points(SPENT_AHEAD_POINTS)
    tails = {
        Spending.AHEAD: _(" con el gasto {points} o más por delante").format(points=points),
        Spending.BEHIND: _(" con el avance {points} o más por delante").format(points=points),
        Spending.IN_STEP: _(" entre las dos líneas"),
        Spending.UNKNOWN: _(" sin alguno de los dos datos, o cancelados"),
    }
    told: list[Child] = []
    for of, tail in tails.items():
        number = groups.number_of(
            context, counts[of], replace(listing.selection, spending=of.value), noun.counted(counts[of])
        )
        told += ["; " if told else None, number, tail]
    return [*told, "."]


def _named_table(context: PageContext, named: pd.DataFrame) -> Component:
    columns = [
        TableColumn(_("Los que más se apartan")),
        TableColumn(_("Diferencia")),
        TableColumn(_("Avance"), is_number=True),
        TableColumn(_("Ejecutado"), is_number=True),
        TableColumn(_("Presupuesto"), is_number=True),
        TableColumn(_("Responde")),
    ]
    rows = [_named_row(context, number, row) for number, row in enumerate(as_rows(named), start=1)]
    return data_table(columns, rows, labelled_by="presupuesto-titulo", class_name="vals")


def _named_row(context: PageContext, number: int, row: Row) -> TableRow:
    ahead = formatting.short_percent_difference(row["budget_executed_pct"], row["progress_pct"])
    points = formatting.short_points(ahead)
    words = _("gastó {points} más de lo que avanzó") if ahead > 0 else _("avanzó {points} más de lo que gastó")
    cells: list[Child] = [
        [
            h.span(str(number), className=f"sc-n {status.status_class(row['status'])}"),
            " ",
            h.a(row["name"], href=context.link(f"/proyecto/{row['slug']}"), className="gname"),
            h.span(status.status_word(row["status"], row["freshness"]), className="who"),
        ],
        words.format(points=points),
        formatting.short_percent(row["progress_pct"]),
        formatting.short_percent(row["budget_executed_pct"]),
        budget_cell(row, with_share=False),
        who_answers(row),
    ]
    return TableRow(cells)
