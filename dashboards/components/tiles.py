"""Tiles of the items of a cross-cutting axis: number, name, what is linked and how it stands.

Those of the Sustainable Development Goals have their official colours, here and nowhere else; with nothing linked a
tile is an outline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.elements import Child


@dataclass(frozen=True)
class Tile:
    """An item: its code and name, the address that tells of it, the counts below it (if any) and the marks below those.

    ``goal`` is its number among the 17 goals, whose colour it takes; None for any other axis.
    """

    code: str
    name: str
    href: str
    counts: Child
    marks: Child
    is_linked: bool
    goal: str | None = None


def tiles(items: Sequence[Tile]) -> Component:
    """Tiles beside each other, in order."""
    return h.ul([h.li(_tile(one)) for one in items], className="tiles")


def _tile(one: Tile) -> list[Child]:
    return [
        h.a(
            h.b(one.code),
            # Parts the number from the name for those who hear them.
            " ",
            h.span(one.name),
            href=one.href,
            className=h.words("tile", None if one.is_linked else "none"),
            data_ods=one.goal,
        ),
        h.p(one.counts, className="sm") if one.counts else None,
        one.marks,
    ]


def goal_mark(goal: str) -> Component:
    """A line in the colour of a goal, beside words that name it."""
    return h.i(className="goal", data_ods=goal, aria_hidden="true")
