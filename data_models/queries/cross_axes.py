"""The cross-cutting axes of a plan (SDG, climate, participation…): their items, and what is linked to each, how."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import literal, select

from data_models.progress.columns import code_order
from data_models.queries.cache import kept
from data_models.queries.plans import PlanSummary
from data_models.rows import in_force
from data_models.tables import CROSS_AXES, CROSS_AXIS_ITEMS, LINKS, PLAN_LISTINGS, PROGRESS
from data_models.visibility import SEPARATOR, Reader, rows_clause, sees_plan

if TYPE_CHECKING:
    from data_models.store import Store


OWNERS = ("node", "project", "indicator")


@dataclass(frozen=True, slots=True)
class CrossItem:
    """An item of a cross-cutting axis; ``parent_code`` is the goal above a target."""

    code: str
    name: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class CrossAxisFacts:
    """A cross-cutting axis with the items a plan names, in order of their codes."""

    code: str
    name: str
    items: tuple[CrossItem, ...]

    def item(self, code: str) -> CrossItem | None:
        """The item of that code, or None."""
        return next((one for one in self.items if one.code == code), None)

    def below(self, code: str | None) -> tuple[CrossItem, ...]:
        """The items that hang from one, or those at the top."""
        return tuple(one for one in self.items if one.parent_code == code)


def cross_axes(
    store: Store, reader: Reader, plan: PlanSummary, *, known_on: dt.datetime | None = None
) -> tuple[CrossAxisFacts, ...]:
    """The cross-cutting axes of which the plan names items, by name; as known at ``known_on`` (UTC without zone)."""
    key = ("cross_axes", plan.id, known_on, reader)
    return kept(store, store.data_version(), key, lambda: _load_axes(store, reader, plan, known_on))


def _load_axes(
    store: Store, reader: Reader, plan: PlanSummary, known_on: dt.datetime | None
) -> tuple[CrossAxisFacts, ...]:
    if not sees_plan(reader, is_public=plan.is_public):
        return ()
    above = CROSS_AXIS_ITEMS.alias("above")
    query = (
        select(CROSS_AXES.c.code, CROSS_AXES.c.name, CROSS_AXIS_ITEMS.c.code, CROSS_AXIS_ITEMS.c.name, above.c.code)
        .join(CROSS_AXIS_ITEMS, CROSS_AXIS_ITEMS.c.cross_axis_id == CROSS_AXES.c.id)
        .join(PLAN_LISTINGS, PLAN_LISTINGS.c.cross_axis_item_id == CROSS_AXIS_ITEMS.c.id)
        .outerjoin(above, above.c.id == CROSS_AXIS_ITEMS.c.parent_id)
        .where(PLAN_LISTINGS.c.plan_id == plan.id, in_force(PLAN_LISTINGS, known_on))
    )
    names: dict[str, str] = {}
    items: dict[str, list[CrossItem]] = defaultdict(list)
    with store.reading() as connection:
        for axis, axis_name, code, name, parent_code in connection.execute(query):
            names[axis] = axis_name
            items[axis].append(CrossItem(code, name, parent_code))
    return tuple(
        CrossAxisFacts(axis, name, tuple(sorted(items[axis], key=lambda one: code_order(one.code))))
        for axis, name in sorted(names.items(), key=lambda one: one[1])
    )


def parts_matrix(column: pd.Series, parts: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Which rows of a "; "-joined column hold each of ``parts``: rows by parts.

    The same answer as `selection.has_part` for each part, reading each different cell once.
    """
    places = {part: place for place, part in enumerate(parts)}
    codes, cells = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=True)
    # The last line stands for blank cells, whose code is -1.
    held = np.zeros((len(cells) + 1, len(places)), dtype=np.bool_)
    for line, cell in enumerate(cells):
        for part in str(cell).split(SEPARATOR):
            if part in places:
                held[line, places[part]] = True
    return held[codes]


def strengths(
    store: Store,
    axis_code: str,
    frame: pd.DataFrame,
    nodes: pd.DataFrame,
    *,
    chosen: npt.NDArray[np.bool_],
    known_on: dt.datetime | None = None,
) -> pd.DataFrame:
    """How the ``chosen`` rows are linked to an axis: item_kind, item_id, code of the item, strength (1 to 3), made_at.

    ``frame`` are all progress rows the reader sees and ``nodes`` the plan's levels (`tree.nodes`). Of one item linked
    at several places the nearest link counts: its own, then its project's, then its level's (``made_at``: indicator,
    project or node).
    """
    key = ("links", axis_code, known_on)
    links = kept(store, store.data_version(), key, lambda: _load_links(store, axis_code, known_on))
    above = dict(zip(nodes["node_id"], nodes["parent_id"], strict=True))
    kinds, ids, node_ids, project_codes = (
        frame[name].to_numpy() for name in ("item_kind", "item_id", "node_id", "project_code")
    )
    is_project = kinds == "project"
    projects = dict(zip(project_codes[is_project], ids[is_project], strict=True))
    cells: list[tuple[str, int, str, int, str]] = []
    columns = (kinds[chosen], ids[chosen], node_ids[chosen], project_codes[chosen])
    for kind, item_id, node_id, project_code in zip(*columns, strict=True):
        found: dict[str, tuple[int, str]] = {}
        while node_id in above:
            for code, strength in links["node"].get(node_id, ()):
                found.setdefault(code, (strength, "node"))
            node_id = above[node_id]
        if kind == "indicator" and project_code in projects:
            found.update({code: (of, "project") for code, of in links["project"].get(projects[project_code], ())})
        found.update({code: (of, str(kind)) for code, of in links[kind].get(item_id, ())})
        cells += [(kind, int(item_id), code, strength, made_at) for code, (strength, made_at) in found.items()]
    return pd.DataFrame(cells, columns=["item_kind", "item_id", "code", "strength", "made_at"])


Made = dict[str, dict[int, list[tuple[str, int]]]]


def _load_links(store: Store, axis_code: str, known_on: dt.datetime | None) -> Made:
    """The links with an axis, of all plans, by where they were made and by its id: (code, strength)."""
    query = (
        select(LINKS.c.node_id, LINKS.c.project_id, LINKS.c.indicator_id, CROSS_AXIS_ITEMS.c.code, LINKS.c.strength)
        .join(CROSS_AXIS_ITEMS, CROSS_AXIS_ITEMS.c.id == LINKS.c.cross_axis_item_id)
        .join(CROSS_AXES, CROSS_AXES.c.id == CROSS_AXIS_ITEMS.c.cross_axis_id)
        .where(CROSS_AXES.c.code == axis_code, in_force(LINKS, known_on))
        .order_by(LINKS.c.id)
    )
    made: Made = {where: defaultdict(list) for where in OWNERS}
    with store.reading() as connection:
        for *owners, code, strength in connection.execute(query):
            for where, owner in zip(OWNERS, owners, strict=True):
                if owner is not None:
                    made[where][owner].append((code, strength))
    return made


def plans_linked(store: Store, reader: Reader, axis_code: str) -> frozenset[int]:
    """The plans with an indicator, of those this reader sees, that is linked to a cross-cutting axis."""

    def make() -> frozenset[int]:
        links = literal(SEPARATOR) + PROGRESS.c.link_codes
        query = (
            select(PROGRESS.c.plan_id)
            .where(
                PROGRESS.c.item_kind == "indicator",
                links.contains(f"{SEPARATOR}{axis_code}:", autoescape=True),
                rows_clause(reader),
            )
            .distinct()
        )
        with store.reading() as connection:
            return frozenset(connection.scalars(query))

    return kept(store, store.data_version(), ("plans_linked", axis_code, reader), make)
