"""/cumplimiento: every indicator as a bar against what was expected, by axis and program, process beside outcome."""

from __future__ import annotations

from dashboards.boards import lists
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.fulfilment import sections, words
from dashboards.fulfilment.prepare import fulfilment
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.nouns import indicator_noun
from dashboards.page import Page, PageContext, PageView


def build(context: PageContext) -> PageView:
    """The board of the indicators the address asks for."""
    listing = lists.listing(context, "indicator")
    noun, rows = indicator_noun(context.plan), listing.all_rows
    unknown = sections.unknown(context, listing)
    if rows.empty:
        return lists.nothing_at_all(context, listing, noun, unknown)
    found = fulfilment(context, listing)
    state = lists.state_words(listing)
    scope = lists.scope_words(listing) + (f" {state}" if state else "")
    title = words.headline(found, noun, scope)
    controls = [
        filters.axis_filter(context, rows),
        filters.secretariat_filter(context, rows),
        filters.kind_filter(context),
        filters.status_filter(context),
        filters.search_filter(context),
        filters.as_of_filter(context),
    ]
    tree: list[Child] = [
        forms.filters_form(context.address, controls),
        parts.unknown_filters_notice(context.address, unknown),
        parts.page_head(
            title, kick=lists.kick(context, listing, noun, _("Cumplimiento")), lede=words.lede(context, found, noun)
        ),
    ]
    if listing.found.empty:
        tree.append(lists.nothing_found(context))
        return PageView(title, title + ".", tree)
    tree += [
        lists.counts_bar(context, listing),
        sections.summary_section(context, found),
        sections.contradictions_section(context, found),
        sections.bars_section(context, found),
        lists.downloads(context, listing),
    ]
    return PageView(title, title + ".", tree, said=noun.counted(len(listing.found)))


PAGE = Page("fulfilment", "/cumplimiento", build, navigation=lambda: _("Cumplimiento"))
