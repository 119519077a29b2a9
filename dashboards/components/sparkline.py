"""A history in a line of text: its course and the shape of its last status; silent, for words beside it say it."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.charts import HEIGHT, WIDTH, Point, Scale, stroke
from dashboards.components.status import status_class


def sparkline(points: Sequence[Point], status: str, *, stale: bool = False) -> Component | None:
    """The line through points in order of time; None of fewer than two."""
    if len(points) < 2:
        return None
    values = [value for _day, value in points]
    low, high = min(values), max(values)
    room = (high - low) * 0.15 or abs(high) * 0.15 or 1.0
    first, last = points[0][0], points[-1][0]
    scale = Scale(first, max(1, (last - first).days), low - room, high + room)
    place: dict[str, str | int | float] = {"--y": f"{scale.y(values[-1]):.1f}%"}
    return h.span(
        h.svg(
            stroke(scale.path(points), "--ink-2", 1.75),
            viewBox=f"0 0 {WIDTH} {HEIGHT}",
            preserveAspectRatio="none",
            aria_hidden="true",
            focusable="false",
        ),
        h.i(className=h.words(status_class(status), "o" if stale else None), style=place),
        className="spark",
        aria_hidden="true",
    )
