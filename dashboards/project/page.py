"""/proyecto/<slug>: how much of one project is done and who says so, its dates, milestones, money and history."""

from __future__ import annotations

from dashboards.boards import detail
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.page import Page, PageContext, PageNotFound, PageView
from dashboards.project import sections, tables, words
from data_models.queries import projects, tree


def build(context: PageContext) -> PageView:
    """The page of the project its address names."""
    missing = _("No hay ningún proyecto público con esa dirección.")
    item_id = detail.found_id(context, "project", "proyecto", missing)
    found = projects.detail(
        context.store, context.reader, context.plan, item_id, as_of=context.as_of, known_on=context.known_at
    )
    if found is None:
        raise PageNotFound(missing)
    nodes = tree.nodes(context.store, context.reader, context.plan)
    place = parts.breadcrumbs(detail.place_steps(context, nodes, found.row["node_id"]))
    name = str(found.row["name"])
    tree_: list[Child] = [
        detail.as_of_form(context),
        parts.page_head(
            name, kick=[*place, *words.what_it_is(found, context.plan)], lede=found.definition["description"]
        ),
        h.section(
            sections.situation(context, found),
            sections.dates_and_milestones(context, found),
            className="fig",
            aria_label=_("Situación"),
        ),
        sections.computation_section(found),
        tables.budget_section(context, found),
        tables.responsibles_section(context, found),
        sections.indicators_section(context, found),
        sections.links_section(context, found),
        sections.last_data_section(found),
        tables.history_section(found),
        sections.sheet_section(context, found),
        detail.share_section(context),
    ]
    return PageView(name, words.description(found), tree_)


PAGE = Page("project", "/proyecto/<slug>", build, under="projects")
