"""Why projects are behind, as those who carry them out say, and the days promised to be back on plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.lists import Listing
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.on_demand import phone_opener
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.rows import Row, as_rows, cause_name, who_answers
from dashboards.nouns import Noun
from dashboards.page import PageContext
from data_models.queries.selection import NO_CAUSE, Selection
from kpis.vocabulary import DelayCause

BEHIND = ("off_track", "at_risk")
MOST_BROKEN, BROKEN_ON_PHONE = 12, 6
# Causes told equally often that a title names; of more it says how many.
MOST_TIED = 3


def delays_section(context: PageContext, listing: Listing, noun: Noun) -> list[Component]:
    """The projects behind by cause, and those whose promised day has passed."""
    statuses = tuple(of for of in BEHIND if not listing.selection.status or of in listing.selection.status)
    behind = replace(listing.selection, status=statuses, sort=None, page=1)
    rows = behind.apply(listing.all_rows) if statuses else listing.all_rows.head(0)
    if rows.empty:
        return [_nothing(context, noun)]
    return [
        _causes_section(context, listing, behind, rows, noun),
        *_broken_section(context, listing, behind, rows, noun),
    ]


def _nothing(context: PageContext, noun: Noun) -> Component:
    words = _("De lo que cumple con los filtros, nada está atrasado ni en riesgo.")
    way = h.a(_("Ver la lista"), href=context.address.changed(vista=None))
    return parts.section("demoras", _("Demoras"), parts.empty_state(words, way))


def causes_in_order(rows: pd.DataFrame) -> list[tuple[str, int]]:
    """The causes told with how many rows each, the most frequent first; "other" and no cause at all come last."""
    counts = rows["delay_cause"].fillna(NO_CAUSE).value_counts()
    last = {DelayCause.OTHER.value: 1, NO_CAUSE: 2}
    known = [*(cause.value for cause in DelayCause), NO_CAUSE]
    found = [(cause, int(counts[cause])) for cause in known if cause in counts.index]
    return sorted(found, key=lambda one: (last.get(one[0], 0), -one[1]))


def _causes_section(
    context: PageContext, listing: Listing, behind: Selection, rows: pd.DataFrame, noun: Noun
) -> Component:
    causes = causes_in_order(rows)
    most = max(count for _cause, count in causes)
    body = []
    for cause, count in causes:
        name = h.b(_("Sin causa informada")) if cause == NO_CAUSE else formatting.capitalised(cause_name(cause))
        selection = replace(behind, delay_cause=cause)
        bar = _bar(listing.all_rows, selection, count, most)
        body.append(TableRow([name, bar, *_counts(context, listing.all_rows, selection)]))
    if len(body) > 1:
        whole = [_bar(listing.all_rows, behind, 0, most), *_counts(context, listing.all_rows, behind)]
        body.append(TableRow([_("En total"), *whole], is_total=True))
    columns = [
        TableColumn(_("Causa de la demora"), class_name="c1"),
        TableColumn(_("Proporción"), is_named_on_phone=False),
        *(TableColumn(status.status_name(of), is_number=True) for of in behind.status),
        TableColumn(_("Total"), is_number=True),
        TableColumn(_("Fecha de recuperación vencida"), is_number=True, cell_class="cx"),
        TableColumn(_("Sin fecha de recuperación"), is_number=True, cell_class="cx"),
    ]
    table = data_table(columns, body, labelled_by="demoras-titulo", class_name="secs causes")
    opener = phone_opener(_("Ver fechas de recuperación"))
    sub = _("Lo que informa quien lo ejecuta, de lo que está en estado {states}.").format(
        states=_(" o ").join(formatting.quoted(status.status_name(of)) for of in behind.status),
    )
    return parts.section("demoras", causes_title(causes, noun), opener, table, sub=sub)


def causes_title(causes: Sequence[tuple[str, int]], noun: Noun) -> str:
    """What is seen: the cause told most often (all of several told as often), and how many tell none."""
    total = sum(count for _cause, count in causes)
    told = [one for one in causes if one[0] != NO_CAUSE]
    if not told:
        return _("De {told} con demora, nadie informó la causa").format(told=noun.counted(total))
    most = max(count for _cause, count in told)
    names = [cause_name(cause) for cause, count in told if count == most]
    if len(names) == 1:
        first = _("La causa más informada es {cause}: {count} de {told} con demora")
    elif len(names) <= MOST_TIED:
        first = _("Las causas más informadas son {cause}: {count} cada una, de {told} con demora")
    else:
        first = _("{causes} causas, las más informadas, tienen {count} cada una, de {told} con demora")
    first = first.format(
        cause=formatting.joined(names),
        causes=formatting.count(len(names)),
        count=formatting.count(most),
        told=noun.counted(total),
    )
    silent = total - sum(count for _cause, count in told)
    if not silent:
        return first
    return first + ngettext("; {count} no dice por qué", "; {count} no dicen por qué", silent).format(
        count=formatting.count(silent)
    )


def _bar(frame: pd.DataFrame, selection: Selection, count: int, most: int) -> Child:
    """The proportions of the statuses, as long as there are projects; the total has none to be compared with."""
    counts = groups.group_of(frame, selection).counts
    if not count:
        return h.span(_("todas las causas"), className="mut")
    bar = h.span(status.strip(counts, thin=True), className="cbar", style={"--w": f"{100 * count / most:.1f}%"})
    return [bar, h.span(formatting.count(count), className="vh")]


def _counts(context: PageContext, frame: pd.DataFrame, selection: Selection) -> list[Child]:
    chosen = [replace(selection, status=(of,)) for of in selection.status]
    chosen += [selection, replace(selection, recovery="passed"), replace(selection, recovery="unset")]
    return [_number(context, each.count(frame), each) for each in chosen]


def _number(context: PageContext, count: int, selection: Selection) -> Child:
    return groups.number_of(context, count, selection)


def _broken_section(
    context: PageContext, listing: Listing, behind: Selection, rows: pd.DataFrame, noun: Noun
) -> list[Component]:
    selection = replace(behind, recovery="passed")
    broken = selection.apply(listing.all_rows).sort_values("recovery_on", kind="stable")
    if broken.empty:
        return []
    title = ngettext(
        "{count} prometió volver a lo previsto y la fecha pasó",
        "{count} prometieron volver a lo previsto y la fecha pasó",
        len(broken),
    ).format(count=noun.counted(len(broken)))
    columns = [
        TableColumn(formatting.capitalised(noun.singular), class_name="c1"),
        TableColumn(_("Estado"), cell_class="cs", is_named_on_phone=False),
        TableColumn(_("Fecha prometida")),
        TableColumn(_("Causa de la demora")),
        TableColumn(_("Responde"), cell_class="cl"),
    ]
    table = data_table(
        columns,
        [_broken_row(context, row) for row in as_rows(broken.head(MOST_BROKEN))],
        labelled_by="promesas-titulo",
        class_name="pj",
        phone_rows=BROKEN_ON_PHONE,
    )
    more = None
    if len(broken) > MOST_BROKEN:
        words = _("Ver {things}").format(things=noun.counted(len(broken)))
        more = parts.links_list([groups.number_of(context, len(broken), selection, words)])
    return [parts.section("promesas", title, table, more, sub=_("La fecha que pasó hace más tiempo va primero."))]


def _broken_row(context: PageContext, row: Row) -> TableRow:
    days = formatting.days((context.seen_on - row["recovery_on"].date()).days)
    cause = None if formatting.is_missing(row["delay_cause"]) else cause_name(row["delay_cause"])
    return TableRow(
        [
            h.a(row["name"], href=context.link(f"/proyecto/{row['slug']}"), className="gname"),
            status.status_word(row["status"], row["freshness"]),
            [
                formatting.day(row["recovery_on"]),
                h.span(h.span(_("pasó hace {days}").format(days=days), className="fr v"), className="who"),
            ],
            cause or h.span(_("sin causa informada"), className="mut"),
            who_answers(row),
        ]
    )
