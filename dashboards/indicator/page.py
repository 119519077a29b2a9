"""/indicador/<slug>: where one indicator stands, why, at which pace, and the whole sum with its sources."""

from __future__ import annotations

from dashboards.boards import budgets, detail
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.indicator import figure, sections, values, words
from dashboards.indicator.file import series_file
from dashboards.page import Page, PageContext, PageNotFound, PageView
from data_models.queries import indicators, tree


def build(context: PageContext) -> PageView:
    """The page of the indicator its address names."""
    missing = _("No hay ningún indicador público con esa dirección.")
    item_id = detail.found_id(context, "indicator", "indicador", missing)
    found = indicators.detail(
        context.store, context.reader, context.plan, item_id, as_of=context.as_of, known_on=context.known_at
    )
    if found is None:
        raise PageNotFound(missing)
    nodes = tree.nodes(context.store, context.reader, context.plan)
    steps = [
        *detail.place_steps(context, nodes, found.row["node_id"]),
        (words.what_it_is(found, context.plan), None),
    ]
    name = str(found.row["name"])
    tree_: list[Child] = [
        detail.as_of_form(context),
        parts.page_head(name, kick=parts.breadcrumbs(steps)),
        h.section(
            sections.situation(context, found),
            figure.figure(context, found),
            className="fig",
            aria_label=_("Situación"),
        ),
        sections.computation_section(context, found),
        values.values_section(context, found),
        values.annual_section(found),
        budgets.budget_section(found.budgets, found.row, title=_("Presupuesto por año")),
        sections.targets_section(context, found),
        sections.sheet_section(context, found),
        sections.projects_section(context, found),
        detail.share_section(context),
    ]
    return PageView(name, words.description(found), tree_)


PAGE = Page("indicator", "/indicador/<slug>", build, under="indicators", file=series_file)
