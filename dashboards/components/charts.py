"""The history of a value as a line: an SVG that stretches with the page, with its points and words as HTML above it.

Both drawings of a tree hold the same SVG; strokes keep their width however the picture is stretched; every colour is
a token of the style sheet, so that the dark theme and print need nothing here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.status import status_class

WIDTH, HEIGHT = 1600, 800
# Two labels nearer than this share of the height (16 px of 400) would touch.
_LABEL_ROOM_PCT = 4.6
# Words below a point lower than this would stand on the dates.
_NEAR_DATES_PCT = 90.0
# The class of words beside a point, by the side they are on.
_PLACES = {"below": "lab v", "above": "lab v up", "start": "lab st0", "start_above": "lab st0 up"}

Point = tuple[date, float]


@dataclass(frozen=True)
class Line:
    """A line through points: its colour token, width in pixels, dashes ("7 4"), and whether its points are drawn.

    `status` gives the last point the shape of a status; a stepped line keeps each value until the next date.
    """

    points: Sequence[Point]
    colour: str = "--ink"
    width: float = 2.5
    dashes: str | None = None
    has_dots: bool = False
    status: str | None = None
    stepped: bool = False


@dataclass(frozen=True)
class Band:
    """An area between two lines over the same dates: its colour token and how strong it is (0-1)."""

    upper: Sequence[Point]
    lower: Sequence[Point]
    colour: str
    opacity: float = 0.15


@dataclass(frozen=True)
class Label:
    """Words beside a point of the drawing.

    `place`: "end" right of where its line ends, "below" or "above" the point, "start" or "start_above" where the
    drawing begins. `strong` makes it bold, a `status` gives it its colour. Where a phone writes end labels
    above their lines, `is_low` puts this one below.
    """

    on: date
    at: float
    words: Child
    place: str = "end"
    strong: bool = False
    status: str | None = None
    is_low: bool = False


@dataclass(frozen=True)
class Mark:
    """A day named below the drawing by a sign, whose meaning a list beside the chart gives; `is_done` fills it."""

    on: date
    sign: str
    is_done: bool


@dataclass(frozen=True)
class Gap:
    """The distance between what is and what should be on a day, as an upright stroke with its words."""

    on: date
    actual: float
    expected: float
    words: Child
    status: str


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return about `most` round numbers that enclose low and high; from zero where that costs little room."""
    if low > high:
        low, high = high, low
    if low >= 0 and low <= 0.6 * high:
        low = 0.0
    elif high <= 0 and high >= 0.6 * low:
        high = 0.0
    if math.isclose(low, high):
        margin = abs(high) * 0.1 or 1.0
        low, high = (low - margin, high + margin)
    raw = (high - low) / most
    scale = 10.0 ** math.floor(math.log10(raw))
    step = next(each * scale for each in (1, 2, 2.5, 5, 10, 20) if each * scale >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(position * step, 12) for position in range(first, last + 1)]


@dataclass(frozen=True)
class Scale:
    """From days and values to places in a drawing of WIDTH by HEIGHT, which stretches with the page."""

    start: date
    days: int
    low: float
    high: float

    def x(self, day: date) -> float:
        """Return the horizontal place of a day, in percent."""
        return 100 * (date(day.year, day.month, day.day) - self.start).days / self.days

    def y(self, value: float) -> float:
        """Return the vertical place of a value, in percent from the top."""
        return 100 * (self.high - value) / (self.high - self.low)

    def path(self, points: Sequence[Point], *, stepped: bool = False) -> str:
        """Return SVG path commands through points; stepped keeps each value until the next date."""
        out: list[str] = []
        for position, (day, value) in enumerate(points):
            x, y = self.x(day) * WIDTH / 100, self.y(value) * HEIGHT / 100
            if position and stepped:
                out.append(f"H{x:.1f}")
                out.append(f"V{y:.1f}")
            else:
                out.append(f"{'L' if position else 'M'}{x:.1f} {y:.1f}")
        return "".join(out)


def line_chart(
    *,
    start: date,
    end: date,
    lines: Sequence[Line],
    bands: Sequence[Band] = (),
    labels: Sequence[Label] = (),
    gap: Gap | None = None,
    rings: Sequence[Point] = (),
    marks: Sequence[Mark] = (),
    dates: Sequence[tuple[date, str]] = (),
    value_words: Callable[[float], str],
) -> Component:
    """A chart from `start` to `end`; `dates` are the days named below it with their words, `value_words` writes a tick.

    `rings` are promises on the way, `marks` what happened on other days, in a lane of their own below the dates.

    Raises ValueError when no line has a point. The figure around it holds the title and the words that say the same.
    """
    values = [value for line in lines for _day, value in line.points]
    values += [value for band in bands for _day, value in (*band.upper, *band.lower)]
    values += [label.at for label in labels]
    if not any(line.points for line in lines):
        raise ValueError("a chart needs a line with points")
    ticks = nice_ticks(min(values), max(values))
    scale = Scale(start, max(1, (end - start).days), ticks[0], ticks[-1])
    return h.div(
        h.div(
            [h.span(value_words(tick), className="y", style=_top(scale, tick)) for tick in ticks],
            _drawing(scale, ticks, lines, bands, gap),
            [h.span(className="dot b", style=_place(scale, day, value)) for day, value in rings],
            [_dots(scale, line) for line in lines if line.has_dots],
            _labels(scale, labels),
            _gap_label(scale, gap) if gap else None,
            _dates(scale, dates),
            _lane(scale, marks) if marks else None,
            className="plot",
        ),
        className="chart with-lane" if marks else "chart",
        aria_hidden="true",
    )


def _top(scale: Scale, value: float) -> dict[str, str | int | float]:
    return {"top": f"{scale.y(value):.2f}%"}


def _place(scale: Scale, day: date, value: float) -> dict[str, str | int | float]:
    return {"left": f"{scale.x(day):.2f}%", "top": f"{scale.y(value):.2f}%"}


def stroke(d: str, colour: str, width: float, dashes: str | None = None) -> Component:
    """A line along SVG path commands, in a colour token."""
    return h.path(
        d=d,
        fill="none",
        stroke=f"var({colour})",
        strokeWidth=f"{width:g}",
        strokeDasharray=dashes,
        strokeLinejoin="round",
    )


def _drawing(
    scale: Scale, ticks: Sequence[float], lines: Sequence[Line], bands: Sequence[Band], gap: Gap | None
) -> Component:
    grid = "".join(f"M0 {scale.y(tick) * HEIGHT / 100:.1f}H{WIDTH}" for tick in ticks)
    shapes: list[Component] = [stroke(grid, "--line", 1)]
    for band in bands:
        there = scale.path(band.upper)
        # The lower edge is drawn backwards, so that the path closes into an area.
        back = scale.path(list(reversed(band.lower))).replace("M", "L", 1)
        shapes.append(h.path(d=f"{there}{back}Z", fill=f"var({band.colour})", opacity=f"{band.opacity:g}"))
    shapes += [
        stroke(scale.path(line.points, stepped=line.stepped), line.colour, line.width, line.dashes)
        for line in lines
        if len(line.points) > 1
    ]
    if gap:
        x = scale.x(gap.on) * WIDTH / 100
        top, bottom = (scale.y(each) * HEIGHT / 100 for each in (gap.expected, gap.actual))
        shapes.append(
            h.path(
                d=f"M{x:.1f} {top:.1f}V{bottom:.1f}",
                className=status_class(gap.status),
                stroke="var(--c)",
                strokeWidth="2",
                fill="none",
            )
        )
    return h.svg(
        shapes, viewBox=f"0 0 {WIDTH} {HEIGHT}", preserveAspectRatio="none", aria_hidden="true", focusable="false"
    )


def _dots(scale: Scale, line: Line) -> list[Component]:
    dots = [h.span(className="dot", style=_place(scale, day, value)) for day, value in line.points[:-1]]
    day, value = line.points[-1]
    kind = f"dot l {status_class(line.status)}" if line.status else "dot"
    return [*dots, h.span(className=kind, style=_place(scale, day, value))]


def spread(places: Sequence[float], room: float = _LABEL_ROOM_PCT) -> list[float]:
    """Return places moved apart as little as needed so that neighbours are `room` apart; their order stays."""
    order = sorted(range(len(places)), key=lambda position: places[position])
    moved = [places[position] for position in order]
    for _round in range(60):
        crowded = False
        for left in range(len(moved) - 1):
            lack = room - (moved[left + 1] - moved[left])
            if lack > 1e-6:
                crowded = True
                moved[left] -= lack / 2
                moved[left + 1] += lack / 2
        if not crowded:
            break
    result = [0.0] * len(places)
    for position, place in zip(order, moved, strict=True):
        result[position] = place
    return result


def _labels(scale: Scale, labels: Sequence[Label]) -> list[Component]:
    ends = [label for label in labels if label.place == "end"]
    tops = spread([scale.y(label.at) for label in ends])
    drawn = [
        h.span(
            h.b(label.words) if label.strong else label.words,
            className=h.words("lab r pr" if label.is_low else "lab r", _colour(label)),
            style={"top": f"{top:.2f}%", "--x": f"{min(100.0, scale.x(label.on)):.2f}%"},
        )
        for label, top in zip(ends, tops, strict=True)
    ]
    for label in labels:
        if label.place != "end":
            kind = _PLACES[label.place]
            if label.place == "start" and scale.y(label.at) > _NEAR_DATES_PCT:
                kind = "lab st0 low"
            drawn.append(
                h.span(
                    h.b(label.words) if label.strong else label.words,
                    className=h.words(kind, _colour(label)),
                    style=_place(scale, label.on, label.at),
                )
            )
    return drawn


def _colour(label: Label) -> str | None:
    return f"of {status_class(label.status)}" if label.status else None


def _gap_label(scale: Scale, gap: Gap) -> Component:
    middle = (gap.actual + gap.expected) / 2
    # Past the middle of the drawing the words stand to the left of the stroke, where there is room.
    side = "gap" if scale.x(gap.on) < 75 else "gap left"
    return h.span(
        h.b(gap.words),
        className=f"lab of {side} {status_class(gap.status)}",
        style=_place(scale, gap.on, middle),
    )


def _dates(scale: Scale, dates: Sequence[tuple[date, str]]) -> list[Component]:
    """The days below the drawing; one too near to its left neighbour is left out, the last one always stays."""
    room_pct = 10.0
    kept: list[tuple[float, str]] = []
    for day, words in sorted(dates, key=lambda each: each[0]):
        kept.append((scale.x(day), words))
    chosen: list[tuple[float, str]] = []
    for place, words in kept:
        if chosen and place - chosen[-1][0] < room_pct:
            if place == kept[-1][0]:
                chosen[-1] = (place, words)
            continue
        chosen.append((place, words))
    drawn: list[Component] = []
    for position, (place, words) in enumerate(chosen):
        if place < 3:
            kind = "x x0"
        elif place > 97:
            kind = "x x1"
        else:
            kind = "x mob0" if position % 2 or len(chosen) > 4 else "x"
        drawn.append(h.span(words, className=kind, style={"left": f"{place:.2f}%"}))
    return drawn


def _lane(scale: Scale, marks: Sequence[Mark]) -> Component:
    """The signs below the dates, each with a thread up to the drawing."""
    return h.div(
        [
            h.span(mark.sign, className="ms done" if mark.is_done else "ms", style={"--x": f"{scale.x(mark.on):.2f}%"})
            for mark in marks
        ],
        className="lane",
    )
