"""The schedule of the projects found: planned against actual time and milestones, the same in words beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.lists import Listing
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.gantt import COMING, DONE, LATE, GanttBar, GanttMark, gantt_axis, gantt_bar, gantt_key
from dashboards.components.tables import PHONE_ROWS, TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.rows import Row, as_rows, is_stale
from dashboards.nouns import Noun
from dashboards.page import PageContext
from data_models.queries.projects import milestones_of

MOST_SHOWN = 40
COLUMNS = [
    "item_id", "slug", "name", "status", "freshness", "planned_start", "planned_end", "actual_start", "actual_end",
    "dates_text",
]  # fmt: skip


def schedule_section(context: PageContext, listing: Listing, noun: Noun) -> Component:
    """The first projects found, in the order asked for, as a schedule and in words."""
    shown = listing.found.head(MOST_SHOWN)[COLUMNS]
    milestones = milestones_of(
        context.store, shown["item_id"].tolist(), as_of=context.seen_on, known_on=context.known_at
    )
    window = _window(context, shown, milestones)
    by_project: dict[int, list[Row]] = defaultdict(list)
    for milestone in as_rows(milestones):
        by_project[milestone["project_id"]].append(milestone)
    rows = [_row(context, window, row, by_project[row["item_id"]]) for row in as_rows(shown)]
    columns = [
        TableColumn(formatting.capitalised(noun.singular), class_name="c1"),
        TableColumn(_("Cronograma e hitos"), class_name="c3", is_named_on_phone=False, header_note=gantt_axis(window)),
        TableColumn(_("Previsto")),
        TableColumn(_("Real")),
    ]
    table = data_table(columns, rows, labelled_by="cronograma-titulo", class_name="gts", phone_rows=PHONE_ROWS)
    return parts.section(
        "cronograma",
        _title(context, shown, noun),
        gantt_key(window),
        h.div(gantt_axis(window), className="gtp", aria_hidden="true"),
        table,
        sub=_sub(context, listing, noun),
    )


def is_past_end(row: Row, seen_on: date) -> bool:
    """Whether a project went beyond its planned end: it ended later, or has not ended and the day has passed."""
    end, ended = _day(row["planned_end"]), _day(row["actual_end"])
    if end is None or row["status"] == "cancelled":
        return False
    return ended > end if ended is not None else row["status"] != "met" and end < seen_on


def _title(context: PageContext, shown: pd.DataFrame, noun: Noun) -> str:
    """What is seen: of those drawn, how many went beyond their planned end."""
    past = sum(is_past_end(row, context.seen_on) for row in as_rows(shown))
    drawn = noun.counted(len(shown))
    if not past:
        return _("De {drawn}, sin finales pasados").format(drawn=drawn)
    return ngettext(
        "De {drawn}, {past} pasó su fin previsto", "De {drawn}, {past} pasaron su fin previsto", past
    ).format(drawn=drawn, past=formatting.count(past))


def _sub(context: PageContext, listing: Listing, noun: Noun) -> list[Child]:
    total = len(listing.found)
    if total <= MOST_SHOWN:
        return [_("Todo lo que cumple con los filtros, en el orden de la lista.")]
    every = groups.number_of(context, total, listing.selection, noun.counted(total))
    return [
        _("Se dibujan los primeros {count} de ").format(count=MOST_SHOWN),
        every,
        _(", en el orden de la lista. Con los filtros se eligen otros."),
    ]


def _window(context: PageContext, shown: pd.DataFrame, milestones: pd.DataFrame) -> bars.TimeWindow:
    """Whole years around what is drawn and the day it is seen from."""
    days = pd.concat([shown[name] for name in ("planned_start", "planned_end", "actual_start", "actual_end")])
    days = pd.concat([days, milestones["due_on"], milestones["done_on"]]).dropna()
    plan, seen_on = context.plan, context.seen_on
    first, last = (days.min().date(), days.max().date()) if len(days) else (plan.starts_on, plan.ends_on)
    return bars.time_window(min(first, seen_on), max(last, seen_on), seen_on)


def _row(context: PageContext, window: bars.TimeWindow, row: Row, milestones: Sequence[Row]) -> TableRow:
    planned = (_day(row["planned_start"]), _day(row["planned_end"]))
    actual = (_day(row["actual_start"]), _day(row["actual_end"]))
    marks = [_mark(milestone, context.seen_on) for milestone in milestones]
    bar = GanttBar(planned, actual, row["status"], is_stale(row), [mark for mark in marks if mark is not None])
    cells: list[Child] = [
        [
            h.a(row["name"], href=context.link(f"/proyecto/{row['slug']}"), className="gname"),
            h.span(status.status_word(row["status"], row["freshness"]), className="who"),
        ],
        [gantt_bar(window, bar), h.span(_milestone_words(marks), className="who")],
        _planned_words(row, planned),
        _actual_words(row, actual, context.seen_on),
    ]
    return TableRow(cells)


def _mark(milestone: Row, seen_on: date) -> GanttMark | None:
    """Where a milestone is drawn; None for one without any date."""
    due, done = _day(milestone["due_on"]), _day(milestone["done_on"])
    if done is not None:
        return GanttMark(done, DONE)
    if due is None:
        return None
    return GanttMark(due, LATE if due < seen_on else COMING)


def _planned_words(row: Row, planned: tuple[date | None, date | None]) -> Child:
    start, end = planned
    if start is None and end is None:
        return str(row["dates_text"]) if row["dates_text"] else h.span(_("sin fechas previstas"), className="mut")
    if start is None:
        return _("hasta {day}").format(day=formatting.day(end))
    if end is None:
        return _("desde {day}").format(day=formatting.day(start))
    return _("{start} a {end}").format(start=formatting.day(start), end=formatting.day(end))


def _actual_words(row: Row, actual: tuple[date | None, date | None], seen_on: date) -> Child:
    start, end = actual
    planned_end = _day(row["planned_end"])
    if end is not None:
        late = (end - planned_end).days if planned_end is not None else 0
        note = _("{days} después").format(days=formatting.days(late)) if late > 0 else None
        began = formatting.day(start) if start is not None else formatting.missing_word()
        return [
            _("{start} a {end}").format(start=began, end=formatting.day(end)),
            h.span(note, className="who") if note else None,
        ]
    late = (seen_on - planned_end).days if planned_end is not None and is_past_end(row, seen_on) else 0
    overdue = h.span(_("venció hace {days}").format(days=formatting.days(late)), className="fr v") if late else None
    if start is None:
        return [h.span(_("sin inicio informado"), className="mut"), [" ", overdue] if overdue else None]
    return [_("desde {day}").format(day=formatting.day(start)), [" ", overdue] if overdue else None]


def _milestone_words(marks: list[GanttMark | None]) -> Child:
    """ "Hitos: 5 cumplidos, 1 vencido, 2 por venir"."""
    if not marks:
        return _("sin hitos")
    kinds = [mark.kind if mark is not None else COMING for mark in marks]
    done, late, coming = (kinds.count(kind) for kind in (DONE, LATE, COMING))
    words = []
    if done:
        words.append(ngettext("{count} cumplido", "{count} cumplidos", done).format(count=done))
    if late:
        words.append(ngettext("{count} vencido", "{count} vencidos", late).format(count=late))
    if coming:
        words.append(_("{count} por venir").format(count=coming))
    return _("hitos: {words}").format(words=", ".join(words))


def _day(value: Any) -> date | None:
    if formatting.is_missing(value):
        return None
    assert isinstance(value, (date, datetime))
    return date(value.year, value.month, value.day)
