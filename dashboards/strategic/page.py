"""/metas-estrategicas: the plan's global indicators, their history against their path, and year beside year."""

from __future__ import annotations

from dashboards import formatting
from dashboards.boards import lists
from dashboards.boards.standing import headline, situation
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.nouns import indicator_noun
from dashboards.page import Page, PageContext, PageView
from dashboards.strategic import sections, words
from dashboards.strategic.prepare import strategic_goals


def build(context: PageContext) -> PageView:
    """The board of the strategic goals the address asks for."""
    listing = lists.listing(context, "indicator")
    rows = listing.all_rows
    if rows.empty:
        return lists.nothing_at_all(context, listing, indicator_noun(context.plan), listing.asked.unknown)
    found = strategic_goals(context, listing)
    state = lists.state_words(listing)
    scope = lists.scope_words(listing) + (f" {state}" if state else "")
    title = headline(situation(found.rows), words.noun(found), scope)
    kick = _("Metas estratégicas al {day}").format(day=formatting.day(context.seen_on))
    controls = [
        filters.axis_filter(context, found.all_rows),
        filters.secretariat_filter(context, found.all_rows),
        filters.as_of_filter(context),
    ]
    tree: list[Child] = [
        forms.filters_form(context.address, controls),
        parts.unknown_filters_notice(context.address, listing.asked.unknown),
        parts.page_head(title, kick=kick, lede=words.rule_words(found, indicator_noun(context.plan))),
    ]
    if found.rows.empty:
        tree.append(lists.nothing_found(context))
        return PageView(title, title + ".", tree)
    tree += [
        sections.counts(context, found),
        sections.histories_section(context, found),
        sections.years_section(context, found),
        sections.table_section(context, found),
    ]
    return PageView(title, title + ".", tree)


PAGE = Page("strategic", "/metas-estrategicas", build, navigation=lambda: _("Metas estratégicas"))
