"""/componentes: every component in every state, in both themes, drawn from invented data."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.page import Page, PageContext, PageView
from dashboards.showcase import drawings, links, marks_and_bars, pictures, texts_and_tables
from dashboards.showcase.samples import Specimen, Stage
from dashboards.urls import Address

_THEMES = ("light", "dark")


def build(context: PageContext) -> PageView:
    """The page of all components."""
    families = (marks_and_bars, texts_and_tables, drawings, pictures, links)
    shown = {id: specimen for family in families for id, specimen in family.specimens().items()}
    title = _("Componentes de las pantallas")
    words = _("Cada pieza en cada uno de sus estados, con datos inventados, en claro y en oscuro.")
    tree: list[Child] = [
        parts.page_head(title, lede=words),
        parts.jump_links([(id, specimen.title) for id, specimen in shown.items()]),
        [parts.section(id, specimen.title, _drawn(id, specimen, context.address)) for id, specimen in shown.items()],
    ]
    return PageView(title, words, _without_counts(tree))


def _drawn(id: str, specimen: Specimen, address: Address) -> Component:
    if specimen.is_drawn_once:
        return h.div(specimen.draw(Stage(address, id)))
    return h.div(
        [h.div(specimen.draw(Stage(address, f"{id}-{theme}")), data_theme=theme) for theme in _THEMES],
        className=h.words("themes", None if specimen.is_wide else "beside"),
    )


def _without_counts(tree: Child) -> Child:
    """Take the mark off the numbers of a tree: these are invented and lead to no list."""
    if isinstance(tree, Component):
        vars(tree).pop("data-cuenta", None)
        _without_counts(getattr(tree, "children", None))
    elif isinstance(tree, (list, tuple)):
        for child in tree:
            _without_counts(child)
    return tree


PAGE = Page("components", "/componentes", build, is_dated=False, is_indexed=False)
