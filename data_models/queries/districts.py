"""The districts of a plan: their short names for addresses, and the outlines their municipality gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from data_models.names import free_slug
from data_models.queries.cache import kept
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import rows
from data_models.queries.selection import folded
from data_models.rows import in_force
from data_models.tables import DISTRICTS
from data_models.visibility import Reader

if TYPE_CHECKING:
    from data_models.store import Store


@dataclass(frozen=True, slots=True)
class DistrictFacts:
    """A district by name and by the short name of its address; ``outline`` is a GeoJSON geometry as text, or None."""

    name: str
    slug: str
    outline: str | None


def districts(store: Store, reader: Reader, plan: PlanSummary) -> tuple[DistrictFacts, ...]:
    """The districts that the plan's projects name, as it is now, and those with an outline, by name.

    They are the same on any day asked for, so that their addresses stay.
    """
    return kept(store, store.data_version(), ("districts", plan.id, reader), lambda: _load(store, reader, plan))


def find_district(store: Store, reader: Reader, plan: PlanSummary, slug: str) -> DistrictFacts | None:
    """The district with this short name, or None."""
    return next((one for one in districts(store, reader, plan) if one.slug == slug), None)


def _load(store: Store, reader: Reader, plan: PlanSummary) -> tuple[DistrictFacts, ...]:
    query = select(DISTRICTS.c.name, DISTRICTS.c.outline).where(
        DISTRICTS.c.municipality_id == plan.municipality_id, in_force(DISTRICTS)
    )
    with store.reading() as connection:
        outlines = {row.name: row.outline for row in connection.execute(query)}
    named = rows(store, reader, plan)["district"].dropna().unique()
    found: dict[str, DistrictFacts] = {}
    for name in sorted({*outlines, *named}, key=lambda name: (folded(name), name)):
        slug = free_slug(name, "distrito", found)
        found[slug] = DistrictFacts(name, slug, outlines.get(name))
    return tuple(found.values())
