"""How the statuses of a group came to be as they are: a column for each day, stacked, and the table that says the same.

The picture is one SVG that stretches with the page; its words are HTML. Silent: the table below it is what is heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.status import STATUSES, status_class, status_name, status_shape
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from kpis.standing import GOOD

_HEIGHT, _COLUMN, _GAP = 100, 10, 2


@dataclass(frozen=True)
class HistoryDay:
    """How many had each status on a day; `words` names the day, `short` in little room, `href` is the board then."""

    words: str
    short: str
    href: str | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.counts.values())


def status_history(days: Sequence[HistoryDay], *, noun: str, labelled_by: str) -> Component:
    """The stacked picture of some days, oldest first, and its table; `noun` is what is counted, in the plural."""
    return h.div(
        h.div(_drawing(days), _dates(days), _ends(days[-1]), className="hist", aria_hidden="true"),
        h.details(h.summary(_("Ver la tabla")), _table(days, noun, labelled_by)),
    )


def _drawing(days: Sequence[HistoryDay]) -> Component:
    """One path for each status: from the best below to the worst above, what says nothing on top."""
    shapes: dict[str, list[str]] = {status: [] for status in STATUSES}
    for place, day in enumerate(days):
        bottom = float(_HEIGHT)
        for status in STATUSES:
            count = day.counts.get(status, 0)
            if count:
                height = _HEIGHT * count / day.total
                bottom -= height
                shapes[status].append(
                    f"M{place * _COLUMN} {bottom:.1f}h{_COLUMN - _GAP}v{height:.1f}h-{_COLUMN - _GAP}z"
                )
    width = len(days) * _COLUMN - _GAP
    paths = [h.path(d="".join(d), className=status_class(status)) for status, d in shapes.items() if d]
    return h.svg(
        paths, viewBox=f"0 0 {width} {_HEIGHT}", preserveAspectRatio="none", aria_hidden="true", focusable="false"
    )


def _dates(days: Sequence[HistoryDay]) -> Component:
    """The days below the columns: at most eight, half of them on a phone, the last one always."""
    step = -(-len(days) // 8)
    last = len(days) - 1

    def named(place: int, day: HistoryDay) -> Child:
        if (last - place) % step:
            return None
        return h.span(day.short, className="mob0" if (last - place) // step % 2 else None)

    return h.div([h.span(named(place, day)) for place, day in enumerate(days)], className="days")


def _ends(day: HistoryDay) -> Component:
    """The parts of the last column, named beside it from the top."""
    names = [
        h.span(status_shape(status), f" {status_name(status)} {formatting.count(day.counts[status])}")
        for status in reversed(STATUSES)
        if day.counts.get(status)
    ]
    return h.div(names, className="ends")


def _table(days: Sequence[HistoryDay], noun: str, labelled_by: str) -> Component:
    shown = [status for status in STATUSES if any(day.counts.get(status) for day in days)]
    columns = [
        TableColumn(_("Al")),
        TableColumn(_("Van bien"), is_number=True),
        *(TableColumn(status_name(status), is_number=True) for status in shown),
    ]
    rows = [TableRow([_day(day), _good(day, noun), *_counts(day, shown)]) for day in reversed(days)]
    return data_table(columns, rows, labelled_by=labelled_by, class_name="vals")


def _day(day: HistoryDay) -> Child:
    return h.a(day.words, href=day.href) if day.href else day.words


def _good(day: HistoryDay, noun: str) -> str:
    good = sum(day.counts.get(status, 0) for status in GOOD)
    return _("{good} de {total}").format(good=formatting.count(good), total=f"{formatting.count(day.total)} {noun}")


def _counts(day: HistoryDay, shown: Sequence[str]) -> list[Child]:
    return [formatting.count(day.counts.get(status, 0)) for status in shown]
