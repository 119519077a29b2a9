"""A schedule drawn in HTML and CSS: planned against actual time, milestones, the day it is seen from; silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.bars import TimeWindow
from dashboards.components.status import status_class, status_shape
from dashboards.i18n import gettext as _

# A milestone is drawn by the shape of the status its own date gives it.
DONE, LATE, COMING = "met", "off_track", "not_started"


@dataclass(frozen=True)
class GanttMark:
    """A milestone: the day it is drawn at and whether it is DONE, LATE or COMING."""

    on: date
    kind: str


@dataclass(frozen=True)
class GanttBar:
    """A line of the schedule: planned and actual days (None: not known), its status and its milestones."""

    planned: tuple[date | None, date | None]
    actual: tuple[date | None, date | None]
    status: str
    is_stale: bool = False
    marks: Sequence[GanttMark] = ()


def gantt_axis(window: TimeWindow) -> Component:
    """The years of the schedule above its bars, and the day it is seen from."""
    years = [h.span(str(year)) for year in window.years]
    here = h.u(formatting.day(window.as_of), style={"--l": window.place(window.as_of)})
    return h.span(years, here, className="gta", aria_hidden="true")


def gantt_bar(window: TimeWindow, bar: GanttBar) -> Component:
    """Planned time (outline) over actual time (solid, hollow when stale), milestones below, the day seen from."""
    planned_start, planned_end = bar.planned
    drawn: list[Component] = []
    if planned_start is not None and planned_end is not None:
        drawn.append(h.i(style=window.span(planned_start, planned_end)))
    elif planned_end is not None or planned_start is not None:
        drawn.append(h.i(className="e", style={"--l": window.place(planned_end or planned_start or window.as_of)}))
    actual_start, actual_end = bar.actual
    if actual_start is not None and actual_start <= window.as_of:
        end = window.as_of if actual_end is None else min(actual_end, window.as_of)
        css = h.words(status_class(bar.status), "old" if bar.is_stale else None)
        drawn.append(h.b(className=css, style=window.span(actual_start, end)))
    marks = [h.s(className=status_class(mark.kind), style={"--l": window.place(mark.on)}) for mark in bar.marks]
    return h.span(
        drawn,
        h.u(style={"--l": window.place(window.as_of)}),
        marks,
        className="gt",
        style={"--y": f"{100 / len(window.years):.3f}%"},
        aria_hidden="true",
    )


def gantt_key(window: TimeWindow) -> Component:
    """What stands for what in the schedule."""
    entries: list[tuple[Component | None, str]] = [
        (parts.swatch({"border": "1px solid var(--ink-3)", "height": "8px"}), _("previsto")),
        (parts.swatch({"background": "var(--ink-2)", "height": "8px"}), _("real, con el color de su estado")),
        (parts.swatch({"border": "1.5px solid var(--ink-2)", "height": "8px"}), _("real, con el dato vencido")),
        (status_shape(DONE), _("hito cumplido")),
        (status_shape(LATE), _("hito vencido")),
        (status_shape(COMING), _("hito por venir")),
        (parts.swatch({}, upright=True), formatting.day(window.as_of)),
    ]
    return h.p([h.span(sample, " ", words) for sample, words in entries], className="key", aria_hidden="true")
