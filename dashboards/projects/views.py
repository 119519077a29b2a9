"""The ways /proyectos can be seen, one at a time, and the columns of its list: both are in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards.boards.lists import VIEW
from dashboards.components import elements as h
from dashboards.i18n import gettext as _
from dashboards.page import PageContext

LIST, SCHEDULE, MONEY, DELAYS, MAP = "lista", "cronograma", "presupuesto", "atrasos", "mapa"


@dataclass(frozen=True)
class AskedView:
    """Which view an address asks for, and what it asked that is none as (name, text)."""

    name: str
    unknown: tuple[tuple[str, str], ...] = ()


def view_names() -> Mapping[str, str]:
    """The views with their words, the default first."""
    return {
        LIST: _("Lista"),
        SCHEDULE: _("Cronograma"),
        MONEY: _("Presupuesto y avance"),
        DELAYS: _("Demoras"),
        MAP: _("Mapa"),
    }


def asked_view(context: PageContext) -> AskedView:
    """The view an address asks for; the list when it asks for none, or for one that does not exist."""
    asked = context.address.value(VIEW)
    if asked is None:
        return AskedView(LIST)
    return AskedView(asked) if asked in view_names() else AskedView(LIST, ((_("la vista"), asked),))


def view_links(context: PageContext, chosen: str) -> Component:
    """The views as links that keep the filters."""
    links = [
        h.a(
            words,
            href=context.address.changed(vista=None if name == LIST else name),
            aria_current="page" if name == chosen else None,
        )
        for name, words in view_names().items()
    ]
    return h.nav(links, className="chips views noprint", aria_label=_("Vistas"))
