"""What an item is linked to, itself or through what it belongs to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select

from data_models.progress.columns import code_order
from data_models.rows import in_force
from data_models.tables import CROSS_AXES, CROSS_AXIS_ITEMS, LINKS


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A link with an item of a cross-cutting axis. ``made_at`` is node, project or indicator: where it was made.

    ``strength`` goes from 1 to 3; ``parent_code`` is the goal above a target.
    """

    axis_code: str
    axis_name: str
    code: str
    name: str
    parent_code: str | None
    strength: int
    made_at: str


def links_of(
    connection: Connection,
    *,
    node_ids: list[int],
    project_id: int | None,
    indicator_id: int | None,
    known_on: dt.datetime | None,
) -> list[LinkTo]:
    """The links made at any of these, by axis and code; of one made at several places the nearest to the item."""
    above = CROSS_AXIS_ITEMS.alias("above")
    made_there: list[ColumnElement[bool]] = [LINKS.c.node_id.in_(node_ids)]
    # Compared with None a column would match every link made elsewhere.
    if project_id is not None:
        made_there.append(LINKS.c.project_id == project_id)
    if indicator_id is not None:
        made_there.append(LINKS.c.indicator_id == indicator_id)
    query = (
        select(
            CROSS_AXES.c.code.label("axis_code"),
            CROSS_AXES.c.name.label("axis_name"),
            CROSS_AXIS_ITEMS.c.code,
            CROSS_AXIS_ITEMS.c.name,
            above.c.code.label("parent_code"),
            LINKS.c.strength,
            LINKS.c.project_id,
            LINKS.c.indicator_id,
        )
        .join(CROSS_AXIS_ITEMS, CROSS_AXIS_ITEMS.c.id == LINKS.c.cross_axis_item_id)
        .join(CROSS_AXES, CROSS_AXES.c.id == CROSS_AXIS_ITEMS.c.cross_axis_id)
        .outerjoin(above, above.c.id == CROSS_AXIS_ITEMS.c.parent_id)
        .where(in_force(LINKS, known_on), or_(*made_there))
    )
    nearest: dict[tuple[str, str], LinkTo] = {}
    order = ("node", "project", "indicator")
    for row in connection.execute(query):
        made_at = "indicator" if row.indicator_id is not None else "project" if row.project_id is not None else "node"
        link = LinkTo(row.axis_code, row.axis_name, row.code, row.name, row.parent_code, row.strength, made_at)
        known = nearest.get((link.axis_code, link.code))
        if known is None or order.index(made_at) > order.index(known.made_at):
            nearest[link.axis_code, link.code] = link
    return sorted(nearest.values(), key=lambda link: (link.axis_code, code_order(link.code)))
