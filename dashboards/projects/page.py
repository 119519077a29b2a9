"""/proyectos: the state of the projects, in words, in proportions, and in the view the address asks for."""

from __future__ import annotations

from dashboards.boards import lists
from dashboards.boards.list_files import project_file
from dashboards.boards.lists import Listing
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.listing import filters
from dashboards.nouns import Noun, project_noun
from dashboards.page import Page, PageContext, PageView
from dashboards.projects import delays, money, places, schedule, table, views, words


def build(context: PageContext) -> PageView:
    """The projects the address asks for, in its view."""
    listing = lists.listing(context, "project")
    noun = project_noun(context.plan)
    asked, columns = views.asked_view(context), table.asked_columns(context)
    unknown = (*listing.asked.unknown, *asked.unknown, *columns.unknown)
    if listing.all_rows.empty:
        return lists.nothing_at_all(context, listing, noun, unknown)
    title = words.headline(listing, noun)
    tree: list[Child] = [
        forms.filters_form(context.address, filters.project_filters(context, listing.all_rows)),
        parts.unknown_filters_notice(context.address, unknown),
        parts.page_head(title, kick=lists.kick(context, listing, noun), lede=words.lede(context, listing, noun)),
        lists.counts_bar(context, listing),
        views.view_links(context, asked.name),
        _view(context, listing, noun, asked.name, columns),
        lists.downloads(context, listing),
    ]
    return PageView(title, title + ".", tree, said=noun.counted(len(listing.found)))


def _view(context: PageContext, listing: Listing, noun: Noun, view: str, columns: table.AskedColumns) -> Child:
    if listing.found.empty:
        return parts.section("lista", lists.range_words(listing, noun), lists.nothing_found(context))
    match view:
        case views.SCHEDULE:
            return schedule.schedule_section(context, listing, noun)
        case views.MONEY:
            return money.money_section(context, listing, noun, words.money_elsewhere(context, listing))
        case views.DELAYS:
            return delays.delays_section(context, listing, noun)
        case views.MAP:
            return places.places_section(context, listing, noun)
        case _:
            return table.table_section(context, listing, noun, columns)


PAGE = Page("projects", "/proyectos", build, noun=project_noun, file=project_file)
