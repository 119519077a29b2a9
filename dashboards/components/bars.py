"""Bars of HTML and CSS: done against expected, dot plots, timelines; silent, the words beside them say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.on_demand import list_with_rest
from dashboards.components.status import status_class
from dashboards.i18n import gettext as _


def _css_percent(value: float) -> str:
    """Write a share of a width, kept inside it."""
    return f"{min(100.0, max(0.0, value)):.1f}%"


def bullet(
    done_pct: float | None,
    expected_pct: float | None,
    status: str | None,
    *,
    declared: bool = False,
    stale: bool = False,
    interims_pct: Sequence[float] = (),
) -> Component:
    """A bar for what is done and a line for what was expected, both in percent of the promise (drawn from 0 to 100).

    Full: by milestones or measured; pale: declared; hollow: overdue data; a tick below for each promise on the way.
    Without a status (the mean of many) it has the colour of ink.
    """
    style: dict[str, str | int | float] = {
        "--a": _css_percent(0.0 if formatting.is_missing(done_pct) else float(done_pct or 0))
    }
    has_expected = expected_pct is not None and not formatting.is_missing(expected_pct)
    if has_expected:
        style["--e"] = _css_percent(float(expected_pct or 0))
    return h.span(
        h.i(className="dec" if declared else None),
        [h.s(style={"--e": _css_percent(interim)}) for interim in interims_pct],
        h.u() if has_expected else None,
        className=h.words("bul", status_class(status) if status else "mean", "old" if stale else None),
        style=style,
        aria_hidden="true",
    )


def percent_and_bullet(percent_text: str, bar: Component) -> Component:
    """A percent in words and its bar beside it."""
    return h.span(h.b(percent_text, className="p3"), " ", bar, className="pair")


def dot(done_pct: float, expected_pct: float | None, status: str, *, stale: bool = False) -> Component:
    """A mark for what is done, a line for what was expected and a stroke for the gap between, from 0 to 100 percent."""
    done = min(100.0, max(0.0, float(done_pct)))
    style: dict[str, str | int | float] = {"--a": _css_percent(done)}
    gap = expected = None
    if expected_pct is not None and not formatting.is_missing(expected_pct):
        expected_at = min(100.0, max(0.0, float(expected_pct)))
        style |= {
            "--e": _css_percent(expected_at),
            "--l": _css_percent(min(done, expected_at)),
            "--w": _css_percent(abs(done - expected_at)),
        }
        gap, expected = h.s(), h.u()
    return h.span(
        gap,
        h.i(className="o" if stale else None),
        expected,
        className=f"dt {status_class(status)}",
        style=style,
        aria_hidden="true",
    )


@dataclass(frozen=True)
class DotRow:
    """A line of a dot plot: who, how far (percent), how far it should be, its status, and the gap in words."""

    name: str
    href: str
    done_pct: float
    expected_pct: float | None
    status: str
    words: str
    note: str
    stale: bool = False


def dot_plot(
    item_noun: str, rows: Sequence[DotRow], *, distance_noun: str | None = None, on_phone: int | None = None
) -> list[Component]:
    """Rows of dots on one scale from 0 to 100 % of the promise; a phone shows the first `on_phone` until asked."""
    scale = h.span(
        [
            h.span(text, style={"--a": f"{at}%"})
            for at, text in (
                (0, formatting.percent(0)),
                (25, "25"),
                (50, "50"),
                (75, "75"),
                (100, _("{percent} de la meta").format(percent=formatting.percent(100))),
            )
        ],
        className="scale",
    )
    head = h.li(h.span(item_noun), scale, h.span(distance_noun or _("Distancia")), className="ax", aria_hidden="true")
    body = [
        h.li(
            h.span(h.a(row.name, href=row.href)),
            dot(row.done_pct, row.expected_pct, row.status, stale=row.stale),
            h.span(h.b(row.words), h.span(row.note, className="who")),
        )
        for row in rows
    ]
    return list_with_rest(body, len(body) if on_phone is None else on_phone, class_name="dp", head=head)


def _as_day(value: date | datetime) -> date:
    return date(value.year, value.month, value.day)


@dataclass(frozen=True)
class TimeWindow:
    """The dates between which timelines are drawn, whole years, and the day they are seen from."""

    starts_on: date
    ends_on: date
    as_of: date

    def at(self, day: date | datetime) -> float:
        """Return where a day stands, in percent of the window, kept inside it."""
        whole = (self.ends_on - self.starts_on).days or 1
        return min(100.0, max(0.0, 100 * (_as_day(day) - self.starts_on).days / whole))

    def place(self, day: date | datetime) -> str:
        """Return where a day stands, as a length."""
        return _css_percent(self.at(day))

    def span(self, start: date | datetime, end: date | datetime) -> dict[str, str | int | float]:
        """Return the style of a bar from one day to another: its left end and its width."""
        left = self.at(start)
        return {"--l": _css_percent(left), "--w": _css_percent(self.at(end) - left)}

    @property
    def years(self) -> range:
        """The years the window shows."""
        return range(self.starts_on.year, self.ends_on.year + 1)


def time_window(starts_on: date, ends_on: date, as_of: date) -> TimeWindow:
    """Return the window of whole years around a plan."""
    first, last = min(starts_on, ends_on), max(starts_on, ends_on)
    return TimeWindow(date(first.year, 1, 1), date(last.year, 12, 31), as_of)


def timeline_years(window: TimeWindow) -> Component:
    """The years above a column of timelines; at most four are named."""
    years = list(window.years)
    step = max(1, -(-len(years) // 4))
    named = [
        h.span(str(year), style={"--n": len(years[at : at + step])}) for at, year in enumerate(years) if at % step == 0
    ]
    return h.span(named, className="tly", aria_hidden="true")


def timeline(
    window: TimeWindow,
    planned: tuple[date | None, date | None],
    actual: tuple[date | None, date | None],
    status: str,
) -> Component:
    """Planned time (outline), actual time (solid, to its end or the day seen from), the day seen from (line).

    A missing start or end leaves its bar out; of planned time whose end alone is known, the end is marked.
    """
    bars: list[Component] = []
    planned_start, planned_end = (None if formatting.is_missing(each) else each for each in planned)
    if planned_end is not None:
        style = window.span(planned_start or planned_end, planned_end)
        bars.append(h.i(className=None if planned_start else "e", style=style))
    actual_start, actual_end = (None if formatting.is_missing(each) else each for each in actual)
    if actual_start is not None and _as_day(actual_start) <= window.as_of:
        end = window.as_of if actual_end is None else min(_as_day(actual_end), window.as_of)
        bars.append(h.b(className=status_class(status), style=window.span(actual_start, end)))
    years = len(window.years)
    return h.span(
        bars,
        h.u(style={"--l": window.place(window.as_of)}),
        className="tl",
        style={"--y": f"{100 / years:.3f}%"},
        aria_hidden="true",
    )
