"""What an item is linked to, as chips that lead to the list of all that has the same link."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.detail import SDG_AXIS
from dashboards.components import elements as h
from dashboards.i18n import gettext as _
from dashboards.listing import selection_links as links
from dashboards.page import PageContext
from data_models.queries.links import LinkTo
from data_models.queries.selection import Selection

_LONGEST = 60


def link_chips(context: PageContext, made: Sequence[LinkTo], item_kind: str) -> Component | None:
    """ "ODS 11. Ciudades y comunidades sostenibles", "Plan de Acción Climática: residuos"; None without any link."""
    if not made:
        return None
    return h.ul(
        [h.li(h.a(_name(link), href=links.list_link(context, _selection(link, item_kind)))) for link in made],
        className="lk",
        aria_label=_("Vinculado a"),
    )


def _selection(link: LinkTo, item_kind: str) -> Selection:
    if link.axis_code == SDG_AXIS:
        return Selection(item_kind=item_kind, sdg=link.code)
    return Selection(item_kind=item_kind, link=f"{link.axis_code}:{link.code}")


def _name(link: LinkTo) -> str:
    if link.axis_code == SDG_AXIS:
        return _("ODS {code}. {name}").format(code=link.code, name=formatting.shortened(link.name, _LONGEST))
    return f"{link.axis_name}: {formatting.shortened(link.name, _LONGEST)}"
