"""The projects found by district: a map with what is late printed on it, and a table that says the same."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import district_map, groups
from dashboards.boards.groups import Group
from dashboards.boards.lists import Listing
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.status import status_class, status_name
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.nouns import Noun
from dashboards.page import PageContext
from data_models.queries.districts import DistrictFacts, districts

LATE = "off_track"
# Districts with equally many that a title names; of more it says how many.
MOST_TIED = 3


def places_section(context: PageContext, listing: Listing, noun: Noun) -> Component:
    """The map and the table of the districts, each leading to its own page."""
    known = districts(context.store, context.reader, context.plan)
    selection = replace(listing.selection, sort=None, page=1)
    found = [
        (district, groups.group_of(listing.all_rows, replace(selection, district=district.name))) for district in known
    ]
    shown = [(district, group) for district, group in found if group.total]
    if not shown:
        words = _("De lo que cumple con los filtros, nada dice en qué distrito está.")
        way = h.a(_("Ver la lista"), href=context.address.changed(vista=None))
        return parts.section("mapa", _("Por distrito"), parts.empty_state(words, way))
    elsewhere = groups.group_of(listing.all_rows, replace(selection, has_district=False))
    is_late = not selection.status or LATE in selection.status
    numbers = {district.name: _number(context, group, is_late=is_late) for district, group in found}
    drawing = district_map.districts_map(context, known, numbers, status_class(LATE) if is_late else "tint")
    return parts.section(
        "mapa",
        places_title(shown, noun, is_late=is_late),
        h.figure(drawing, className="mapf") if drawing is not None else None,
        _table(context, listing, shown, elsewhere, noun),
        sub=[_sub(is_late=is_late), " ", district_map.map_words(known)],
    )


def _number(context: PageContext, group: Group, *, is_late: bool) -> tuple[int, Component]:
    if is_late:
        return group.counts[LATE], groups.with_status(context, group, LATE)
    return group.total, groups.number_of(context, group.total, group.selection)


def places_title(shown: list[tuple[DistrictFacts, Group]], noun: Noun, *, is_late: bool) -> str:
    """What is seen: where most are late (all of several with as many), in number and of how many."""
    numbers = [group.counts[LATE] if is_late else group.total for _district, group in shown]
    most = max(numbers)
    tied = [one for one, number in zip(shown, numbers, strict=True) if number == most]
    names = formatting.joined([district.name for district, _group in tied])
    count, several = formatting.count(most), formatting.count(len(tied))
    if is_late and not most:
        return _("Ningún distrito tiene atrasos")
    if len(tied) > MOST_TIED:
        words = _("{several} distritos tienen {count} con atraso cada uno, más que los otros")
        if not is_late:
            words = _("{several} distritos tienen {things} cada uno, más que los otros")
        if len(tied) == len(shown):
            words = _("Todos los distritos tienen {count} con atraso") if is_late else _("Cada distrito tiene {things}")
        return words.format(several=several, count=count, things=noun.counted(most))
    if not is_late:
        words = ngettext("{names} tiene más: {things}", "{names} tienen más: {things} cada uno", len(tied))
        return words.format(names=names, things=noun.counted(most))
    if len(tied) > 1:
        return _("Donde hay más atrasos es en {names}: {count} en cada uno").format(names=names, count=count)
    things = noun.counted(tied[0][1].total)
    return _("Donde hay más atrasos es {district}: {late} de {things}").format(
        district=names, late=count, things=things
    )


def _sub(*, is_late: bool) -> str:
    if is_late:
        return _("En el mapa, cuántos están en estado «{state}»; más intenso, más. La tabla dice lo mismo.").format(
            state=status_name(LATE)
        )
    return _("En el mapa, cuántos hay; más intenso, más. La tabla dice lo mismo.")


def _table(
    context: PageContext, listing: Listing, shown: list[tuple[DistrictFacts, Group]], elsewhere: Group, noun: Noun
) -> Component:
    named: list[tuple[Component, Group]] = [
        (h.a(district.name, href=context.link(f"/distrito/{district.slug}"), className="gname"), group)
        for district, group in shown
    ]
    if elsewhere.total:
        named.append((h.b(_("Sin distrito")), elsewhere))
    whole = groups.group_of(listing.all_rows, replace(listing.selection, sort=None, page=1))
    return groups.counts_table(
        context, _("Distrito"), noun, named, whole=(_("En total"), whole), labelled_by="mapa-titulo"
    )
