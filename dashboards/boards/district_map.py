"""The map of a plan's districts with a count on each: what /proyectos and the page of a district draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.geography import drawing_of
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.map import MapArea, area_map
from dashboards.i18n import gettext as _
from dashboards.page import PageContext
from data_models.queries.districts import DistrictFacts


def districts_map(
    context: PageContext, known: Sequence[DistrictFacts], numbers: Mapping[str, tuple[int, Child]], css: str
) -> Component | None:
    """The outlines there are, each with its number (count, what is printed) by name; None without any outline.

    Tints are of the class `css`, the deepest where the count is largest; a district without a number is not tinted.
    """
    drawn = tuple((district.name, district.outline) for district in known if district.outline is not None)
    if not drawn:
        return None
    drawing = drawing_of(drawn)
    most = max((count for count, _printed in numbers.values()), default=0) or 1
    slugs = {district.name: district.slug for district in known}
    shared = shared_beginning([name for name, _outline in drawn])
    areas = []
    for shape in drawing.shapes:
        count, printed = numbers.get(shape.name, (0, None))
        name = shape.name.removeprefix(shared)
        areas.append(
            MapArea(
                path=shape.path,
                left_pct=shape.left_pct,
                top_pct=shape.top_pct,
                room_pct=shape.room_pct,
                name=h.a(name, href=context.link(f"/distrito/{slugs[shape.name]}")),
                number=printed,
                tint=count / most,
                letters=len(name),
            )
        )
    return area_map(areas, width=drawing.width, height=drawing.height, css=css)


def shared_beginning(names: Sequence[str]) -> str:
    """The first word that all names share ("Distrito "), which a map need not repeat; "" when they share none."""
    first = {name.partition(" ")[0] for name in names if " " in name}
    if len(names) < 2 or len(first) != 1 or not all(" " in name for name in names):
        return ""
    return f"{first.pop()} "


def map_words(known: Sequence[DistrictFacts]) -> str | None:
    """What is said where some districts have no outline; None where all have one."""
    missing = [district.name for district in known if district.outline is None]
    if not missing:
        return None
    if len(missing) == len(known):
        return _("Todavía no se cargaron los contornos de los distritos: la tabla dice lo mismo sin el mapa.")
    return _("Sin contorno en el mapa: {names}.").format(names=formatting.joined(missing))
