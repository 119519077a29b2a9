"""/indicadores: how what is measured stands, in words, in proportions and row by row."""

from __future__ import annotations

from functools import partial

from dashboards.boards import lists
from dashboards.boards.list_files import indicator_file
from dashboards.i18n import gettext as _
from dashboards.indicators.words import headline, lede
from dashboards.listing import filters
from dashboards.listing.rows import indicator_table
from dashboards.nouns import indicator_noun
from dashboards.page import Page, PageContext, PageView
from data_models.queries.series import without_own_due_date


def build(context: PageContext) -> PageView:
    """The list of indicators the address asks for."""
    listing = lists.listing(context, "indicator")
    noun = indicator_noun(context.plan)
    undated = without_own_due_date(context.store, context.plan, known_on=context.known_at)
    return lists.list_view(
        context,
        listing,
        noun,
        title=headline(listing, noun),
        lede=lede(listing),
        own_filters=[filters.kind_filter(context), filters.sdg_filter(context, listing.all_rows)],
        orders={
            "plan": _("orden del plan"),
            "distancia": _("más lejos de lo esperado"),
            "avance": _("menor avance"),
            "dato": _("dato más vencido"),
            "nombre": _("nombre"),
        },
        table=partial(indicator_table, undated=undated),
    )


PAGE = Page("indicators", "/indicadores", build, noun=indicator_noun, file=indicator_file)
