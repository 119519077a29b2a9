"""/proyectos: the state of the projects, in words, in proportions and row by row."""

from __future__ import annotations

from dashboards import filters, lists
from dashboards.i18n import gettext as _
from dashboards.list_files import project_file
from dashboards.nouns import project_noun
from dashboards.page import Page, PageContext, PageView
from dashboards.projects.words import headline, lede
from dashboards.rows import project_table


def build(context: PageContext) -> PageView:
    """The list of projects the address asks for."""
    listing = lists.listing(context, "project")
    noun = project_noun(context.plan)
    return lists.list_view(
        context,
        listing,
        noun,
        title=headline(listing, noun),
        lede=lede(listing, noun, context.plan),
        own_filters=[filters.district_filter(context, listing.all_rows)],
        orders={
            "plan": _("orden del plan"),
            "avance": _("menor avance"),
            "distancia": _("más lejos de lo esperado"),
            "dato": _("dato más vencido"),
            "fin": _("fin previsto"),
            "presupuesto": _("mayor presupuesto"),
        },
        table=project_table,
    )


PAGE = Page("projects", "/proyectos", build, navigation=lambda: _("Proyectos"), file=project_file)
