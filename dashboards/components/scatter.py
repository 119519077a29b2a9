"""Two percents of many items against each other: a drawing in SVG with the few that stand out numbered; silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.status import status_class

_SIDE = 1000
_TICK = 25
# About the size of a number on a phone, in the units of the drawing.
_MARK_WIDE, _MARK_HIGH = 60, 48


@dataclass(frozen=True)
class ScatterMark:
    """An item that is named: its number in the list beside the drawing, where it is in percent, and its status."""

    number: int
    x_pct: float
    y_pct: float
    status: str


@dataclass(frozen=True)
class ScatterWords:
    """What the drawing says: its axes, and what lies above and below the line where both are equal."""

    x_axis: str
    y_axis: str
    above: str
    below: str


def scatter(
    points: Sequence[tuple[float, float]], marks: Sequence[ScatterMark], words: ScatterWords, *, band_points: float
) -> Component:
    """Points (x, y in percent) from zero, the diagonal, a dashed line `band_points` above and below it, and the marks.

    Both axes go to 100, y farther in steps of 25 where a point does; a negative percent is drawn at zero.
    """
    highest = max([100.0, *(y for _x, y in points), *(mark.y_pct for mark in marks)])
    top = -(-int(highest + 0.999) // _TICK) * _TICK

    def x(percent: float) -> float:
        return _SIDE * min(100.0, max(0.0, percent)) / 100

    def y(percent: float) -> float:
        return _SIDE * (1 - min(float(top), max(0.0, percent)) / top)

    grid = "".join(f"M0 {y(tick):.0f}H{_SIDE}" for tick in range(0, top + 1, _TICK))
    grid += "".join(f"M{x(tick):.0f} 0V{_SIDE}" for tick in range(0, 101, _TICK))
    band = (
        f"M0 {y(band_points):.0f}L{x(100):.0f} {y(100 + band_points):.0f}"
        f"M{x(band_points):.0f} {y(0):.0f}L{x(100):.0f} {y(100 - band_points):.0f}"
    )
    if 100 + band_points > top:
        band = (
            f"M0 {y(band_points):.0f}L{x(top - band_points):.0f} 0"
            f"M{x(band_points):.0f} {y(0):.0f}L{x(100):.0f} {y(100 - band_points):.0f}"
        )
    dots = "".join(f"M{x(one):.0f} {y(other):.0f}h0" for one, other in points)
    return h.div(
        h.div(
            [
                h.span(formatting.percent(tick, 0), className="y", style={"top": f"{y(tick) / 10:.2f}%"})
                for tick in range(0, top + 1, _TICK)
            ],
            h.svg(
                h.path(d=grid, className="sc-g"),
                h.path(d=band, className="sc-b"),
                h.path(d=f"M0 {y(0):.0f}L{x(100):.0f} {y(100):.0f}", className="sc-d"),
                h.path(d=dots, className="sc-p") if dots else None,
                viewBox=f"0 0 {_SIDE} {_SIDE}",
                preserveAspectRatio="none",
                aria_hidden="true",
                focusable="false",
            ),
            [_drawn(spot) for spot in _spots(marks, x, y)],
            _label(words.above, 2.0, y(top) / 10 + 3, "sc-a"),
            _label(words.below, 98.0, y(0) / 10 - 3, "sc-z"),
            [
                h.span(formatting.percent(tick, 0), className="x", style={"left": f"{tick}%"})
                for tick in range(0, 101, _TICK)
            ],
            className="plot",
        ),
        h.span(words.y_axis, className="sc-y"),
        h.span(words.x_axis, className="sc-x"),
        className="chart sc",
        aria_hidden="true",
    )


@dataclass
class _Spot:
    """Marks that lie so near each other that one number would hide the next."""

    left: float
    top: float
    marks: list[ScatterMark]


def _spots(marks: Sequence[ScatterMark], x: Callable[[float], float], y: Callable[[float], float]) -> list[_Spot]:
    """The marks where they are; those that would hide each other share a place, that of the first of them."""
    spots: list[_Spot] = []
    for mark in marks:
        left, top = x(mark.x_pct), y(mark.y_pct)
        near = (spot for spot in spots if abs(left - spot.left) < _MARK_WIDE and abs(top - spot.top) < _MARK_HIGH)
        spot = next(near, None)
        if spot is None:
            spots.append(_Spot(left, top, [mark]))
        else:
            spot.marks.append(mark)
    return spots


def _drawn(spot: _Spot) -> Component:
    numbers = [mark.number for mark in spot.marks]
    is_run = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))
    words = f"{numbers[0]}–{numbers[-1]}" if is_run else ", ".join(map(str, numbers))
    style: dict[str, str | int | float] = {"left": f"{spot.left / 10:.2f}%", "top": f"{spot.top / 10:.2f}%"}
    return h.span(words, className=f"sc-n {status_class(spot.marks[0].status)}", style=style)


def _label(words: Child, left: float, top: float, css: str) -> Component:
    return h.span(words, className=f"lab {css}", style={"left": f"{left:.2f}%", "top": f"{top:.2f}%"})
