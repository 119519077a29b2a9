"""/proyectos: the state of the projects, in words, in proportions and row by row."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards import filters, lists
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.nouns import project_noun
from dashboards.page import Page, PageContext, PageView
from dashboards.projects.words import headline, lede
from dashboards.rows import project_table

ORDERS = ("plan", "avance", "distancia", "dato", "fin", "presupuesto")


def build(context: PageContext) -> PageView:
    """The list of projects the address asks for."""
    listing = lists.listing(context, "project")
    noun = project_noun(context.plan)
    title = headline(listing, noun)
    tree: list[Child] = [
        _filters(context, listing),
        parts.unknown_filters_notice(context.address, listing.asked.unknown),
        parts.page_head(title, kick=lists.kick(context, listing, noun), lede=lede(listing, context.plan)),
        lists.counts_bar(context, listing),
        parts.section(
            "lista",
            lists.range_words(listing, noun),
            _order(context),
            project_table(context, listing.shown, labelled_by="lista-titulo")
            if len(listing.shown)
            else lists.nothing_found(context, listing, noun),
            lists.pages(context, listing),
        ),
    ]
    return PageView(title, title + ".", tree)


def _filters(context: PageContext, listing: lists.Listing) -> list[Component]:
    rows = listing.all_rows
    controls = [
        filters.axis_filter(context, rows),
        filters.secretariat_filter(context, rows),
        filters.status_filter(context),
        filters.freshness_filter(context),
        filters.district_filter(context, rows),
        filters.search_filter(context),
        filters.as_of_filter(context),
    ]
    return forms.filters_form(context.address, [control for control in controls if control is not None])


def _order(context: PageContext) -> Component:
    words = {
        "plan": _("orden del plan"),
        "avance": _("menor avance"),
        "distancia": _("más lejos de lo esperado"),
        "dato": _("dato más vencido"),
        "fin": _("fin previsto"),
        "presupuesto": _("mayor presupuesto"),
    }
    return filters.order_links(context, {slug: words[slug] for slug in ORDERS})


PAGE = Page("projects", "/proyectos", build, navigation=lambda: _("Proyectos"))
