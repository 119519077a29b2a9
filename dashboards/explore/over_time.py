"""How many of the found rows had each status at the end of each quarter, drawn as lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboards import formatting
from dashboards.components import page_parts as parts
from dashboards.components import plotly_chart as plotly
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.explore.drawn import Drawn
from dashboards.explore.question import Question
from dashboards.i18n import gettext as _
from dashboards.listing.selection_links import list_link
from data_models.queries import status_history
from data_models.queries.selection import Selection
from kpis.standing import good_count

# Where something belongs, who answers for it and what it is called are the same on every day; other filters are not,
# and the past of what they keep today would not be the past of anything.
_UNDATED = (
    "item_kind", "axis", "program", "level", "project", "secretariat", "indicator_kind", "indicator_class", "sdg",
    "link", "district", "text", "is_shared", "is_strategic", "has_sdg",
)  # fmt: skip


def undated(selection: Selection) -> Selection:
    """The part of a selection that keeps the same rows on every day."""
    return Selection(**{name: getattr(selection, name) for name in _UNDATED})


def over_time(question: Question) -> Drawn:
    """How many had each status at the end of each quarter up to the day seen, and on that day."""
    noun = question.noun
    title = _("Estado de {things} al cierre de cada trimestre").format(things=noun.plural)
    selection = undated(question.selection)
    counts = _counts(question, selection)
    days = list(counts)
    present = [of for of in status.STATUSES if any(counts[day][of] for day in days)]
    if not present:
        return Drawn(title, _("Ninguna fila cumple con los filtros en esos días."), None)
    names = [formatting.day(day) for day in days]
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": status.status_name(of),
            "x": names,
            "y": [counts[day][of] for day in days],
            "hoverinfo": "name+x+y",
            "line": {"color": plotly.status_color(of), "width": 2},
            "marker": {"symbol": plotly.SYMBOLS[of], "size": 9, "color": plotly.status_color(of)},
        }
        for of in present
    ]
    layout = plotly.layout(
        across=plotly.axis(_("Día"), type="category", fixedrange=True),
        up=plotly.axis(formatting.capitalised(noun.plural), rangemode="tozero"),
        has_legend=True,
    )
    good = [good_count(counts[day]) for day in days]
    words = _("Al {first} iban bien {before}; al {last}, {after}. Cada punto se calcula con las reglas de hoy.").format(
        first=names[0], before=formatting.count(good[0]), last=names[-1], after=formatting.count(good[-1])
    )
    if replace(question.selection, sort=None, page=1, page_size=selection.page_size) != selection:
        words += " " + _("Los filtros de estado, dato y fechas no se aplican acá: cambian de un día a otro.")
    columns = [TableColumn(_("Día")), *(TableColumn(status.status_name(of), is_number=True) for of in present)]
    rows = [
        TableRow([formatting.day(day), *(_count_on(question, selection, day, of, counts[day][of]) for of in present)])
        for day in days
    ]
    table = data_table(columns, rows, labelled_by="grafico-titulo", class_name="vals")
    return Drawn(title, words, plotly.plotly_chart(plotly.figure(traces, layout), summary=words), table)


def _counts(question: Question, selection: Selection) -> dict[date, dict[str, int]]:
    """The counts by status of each day, the oldest first; the day seen is the last."""
    context = question.context
    known = status_history.status_history(
        context.store, context.reader, context.plan, selection, known_on=context.known_at
    )
    counts: dict[date, dict[str, int]] = {}
    for name in known.columns[2:]:
        day = date.fromisoformat(name)
        if day < context.seen_on:
            found = known[name].value_counts()
            counts[day] = {of: int(found.get(place, 0)) for place, of in enumerate(status_history.STATUSES)}
    today = selection.apply(question.frame)["status"].value_counts()
    counts[context.seen_on] = {of: int(today.get(of, 0)) for of in status.STATUSES}
    return counts


def _count_on(question: Question, selection: Selection, day: date, of: str, count: int) -> Child:
    """How many had a status on a day, leading to them; 0 leads nowhere."""
    context = question.context
    if not count:
        return formatting.count(0)
    then = replace(context, address=replace(context.address, as_of=day))
    return parts.counted_link(formatting.count(count), list_link(then, replace(selection, status=(of,))), count)
