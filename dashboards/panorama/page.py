"""/ Panorama: how the plan stands, in words first, then marks, then who and why."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from dashboards import filters, formatting
from dashboards.components import elements as h
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.nouns import indicator_noun
from dashboards.page import Page, PageContext, PageView
from dashboards.panorama import sections
from dashboards.panorama.view import View
from dashboards.selection_links import asked_selection
from dashboards.standing import headline, lede, main_kind, month_before, movement, nothing_yet, situation
from data_models.queries import progress, tree
from data_models.queries.selection import Selection


def build(context: PageContext) -> PageView:
    """The Panorama of the plan, of an axis or of a secretariat, on the day the address asks for."""
    view = _view(context)
    if view.found.empty:
        return _empty(view)
    title = headline(view.main, view.noun)
    moved = movement(view.before, view.rows(view.kind)) if len(view.before) else None
    tree_: list[Child] = [
        _filters(view),
        parts.unknown_filters_notice(context.address, view.unknown),
        parts.page_head(
            title, kick=_kick(view), lede=[lede(view.main, moved, view.since), sections.projects_sentence(view)]
        ),
        sections.status_section(view),
        sections.late_section(view),
        parts.two_columns(sections.changes_section(view), sections.questions_section(view)),
        sections.axes_section(view),
        sections.projects_section(view),
        parts.two_columns(sections.stale_section(view), sections.no_data_section(view)),
        sections.secretariats_section(view),
        sections.fine_print_section(view),
    ]
    return PageView(title, _("{title}, al {day}.").format(title=title, day=formatting.day(context.seen_on)), tree_)


def _empty(view: View) -> PageView:
    """The Panorama of nothing: a plan without anything in it yet, or filters that leave nothing."""
    context = view.context
    indicators, projects = indicator_noun(context.plan).plural, view.project_noun.plural
    if view.frame.empty:
        title = nothing_yet(context, _("{indicators} ni {projects}").format(indicators=indicators, projects=projects))
        ways = (
            [] if context.is_before_plan_was_known else [h.a(_("Ver cómo se arma el plan"), href=context.link("/ejes"))]
        )
    else:
        title = _("Sin {indicators} ni {projects} con estos filtros").format(indicators=indicators, projects=projects)
        ways = [h.a(_("Quitar los filtros"), href=context.address.without_filters())]
    tree_: list[Child] = [
        None if view.frame.empty else _filters(view),
        parts.unknown_filters_notice(context.address, view.unknown),
        parts.page_head(title, kick=_kick(view)),
        parts.links_list(ways) if ways else None,
    ]
    return PageView(title, title + ".", tree_)


def _view(context: PageContext) -> View:
    """Everything the sections read."""
    plan, seen_on = context.plan, context.seen_on
    frame = progress.rows(context.store, context.reader, plan, as_of=context.as_of, known_on=context.known_at)
    asked = asked_selection(context, main_kind(frame), frame, page_size=1)
    scope = Selection(axis=asked.selection.axis, secretariat=asked.selection.secretariat)
    found = scope.apply(frame)
    kind = main_kind(found)
    since = month_before(seen_on)
    earlier = frame.head(0)
    if since >= plan.starts_on:
        earlier = progress.rows(context.store, context.reader, plan, as_of=since, known_on=context.known_at)
    return View(
        context=context,
        frame=frame,
        found=found,
        before=replace(scope, item_kind=kind).apply(earlier) if len(earlier) else earlier,
        since=since,
        scope=scope,
        kind=kind,
        main=situation(replace(scope, item_kind=kind).apply(frame)),
        nodes=tree.nodes(context.store, context.reader, plan, known_on=context.known_at),
        secretariats=tree.secretariats(context.store, context.reader, plan),
        unknown=asked.unknown,
    )


def _kick(view: View) -> str:
    place = [name for name in (view.axis_name, view.secretariat_name) if name]
    return _("{place} al {day}").format(
        place=" · ".join([_("Panorama"), *place]), day=formatting.day(view.context.seen_on)
    )


def _filters(view: View) -> list[Component]:
    context = view.context
    return forms.filters_form(
        context.address,
        [
            filters.axis_filter(context, view.frame),
            filters.secretariat_filter(context, view.frame),
            filters.as_of_filter(context),
        ],
    )


PAGE = Page("panorama", "/", build, navigation=lambda: _("Panorama"))
