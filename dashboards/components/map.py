"""A map of districts in SVG: outlines with a tint for a share of one count, the counts printed on it as links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.elements import Child

# The deepest tint, on which ink still reads well in both themes.
_DEEPEST = 0.38


@dataclass(frozen=True)
class MapArea:
    """A district on the map: its outline, where its words go (percent), its name, its number as a link, and its tint.

    `room_pct` is how wide the place of the words is, in percent of the map; `tint` goes from 0 to 1.
    """

    path: str
    left_pct: float
    top_pct: float
    room_pct: float
    name: Child
    number: Child
    tint: float
    letters: int


def area_map(areas: Sequence[MapArea], *, width: int, height: int, css: str) -> Component:
    """The areas of a map whose paths are drawn on `width` by `height`; tints are of the colour of the class `css`.

    Where an area is too narrow for its name, the number alone is printed: the table beside it has all names.
    """
    return h.div(
        h.svg(
            [h.path(d=area.path, style={"--k": f"{_DEEPEST * min(1.0, max(0.0, area.tint)):.2f}"}) for area in areas],
            viewBox=f"0 0 {width} {height}",
            aria_hidden="true",
            focusable="false",
        ),
        [
            h.span(
                h.span(area.name, className=_fit(area)),
                " ",
                area.number,
                className="lab",
                style={"left": f"{area.left_pct:.1f}%", "top": f"{area.top_pct:.1f}%"},
            )
            for area in areas
        ],
        className=f"map {css}",
    )


def _fit(area: MapArea) -> str | None:
    """Whether the name fits beside its neighbours: on a wide screen (about 700 px), and on a phone (about 350)."""
    needed_px = 7.5 * area.letters
    if area.room_pct * 7 < needed_px:
        return "vh"
    return "ph-vh" if area.room_pct * 3.5 < needed_px else None
