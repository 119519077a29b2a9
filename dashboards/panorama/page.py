"""/ Panorama: how the plan stands, in words first, then what is worst, then marks, then who and why."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.compared import compared_day, compared_filter
from dashboards.boards.row_set import RowSet, all_rows, rows_kept
from dashboards.boards.standing import headline, lede, main_kind, movement, nothing_yet, situation
from dashboards.components import elements as h
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.listing.selection_links import asked_selection
from dashboards.nouns import indicator_noun
from dashboards.page import Page, PageContext, PageView
from dashboards.panorama import asking, changes, gaps, groupings, sections
from dashboards.panorama.view import View
from data_models.queries import progress, tree
from data_models.queries.findings import findings
from data_models.queries.selection import Selection


def build(context: PageContext) -> PageView:
    """The Panorama of the plan, of an axis or of a secretariat, on the day the address asks for."""
    view = _view(context)
    if not len(view.found):
        return _empty(view)
    title = headline(view.main, view.noun)
    moved = movement(view.before, view.rows(view.kind)) if len(view.before) else None
    tree_: list[Child] = [
        _filters(view),
        parts.unknown_filters_notice(context.address, view.unknown),
        parts.page_head(
            title, kick=_kick(view), lede=[lede(view.main, moved, view.compared), sections.projects_sentence(view)]
        ),
        sections.worst_line(view),
        sections.status_section(view),
        sections.late_section(view),
        parts.two_columns(changes.changes_section(view), asking.questions_section(view)),
        groupings.axes_section(view),
        groupings.projects_section(view),
        groupings.secretariats_section(view),
        parts.two_columns(gaps.stale_section(view), gaps.no_data_section(view)),
        sections.fine_print_section(view),
    ]
    return PageView(title, _("{title}, al {day}.").format(title=title, day=formatting.day(context.seen_on)), tree_)


def _empty(view: View) -> PageView:
    """The Panorama of nothing: a plan without anything in it yet, or filters that leave nothing."""
    context = view.context
    indicators, projects = indicator_noun(context.plan).plural, view.project_noun.plural
    has_rows = bool(len(view.found.frame))
    if not has_rows:
        title = nothing_yet(context, _("{indicators} ni {projects}").format(indicators=indicators, projects=projects))
        ways = [h.a(_("Ver el plan como está hoy"), href=context.address.changed(al=None, sabido=None))]
        if not context.is_before_plan_was_known:
            ways = [h.a(_("Ver cómo se arma el plan"), href=context.link("/ejes"))]
    else:
        title = _("Sin {indicators} ni {projects} con estos filtros").format(indicators=indicators, projects=projects)
        ways = [h.a(_("Quitar los filtros"), href=context.address.without_filters())]
    tree_: list[Child] = [
        _filters(view) if has_rows else None,
        parts.unknown_filters_notice(context.address, view.unknown),
        parts.page_head(title, kick=_kick(view)),
        parts.links_list(ways),
    ]
    return PageView(title, title + ".", tree_)


def _view(context: PageContext) -> View:
    """Everything the sections read."""
    store, reader, plan = context.store, context.reader, context.plan
    frame = progress.rows(store, reader, plan, as_of=context.as_of, known_on=context.known_at)
    asked = asked_selection(context, "indicator", frame, page_size=1)
    scope = Selection(axis=asked.selection.axis, secretariat=asked.selection.secretariat)
    every = all_rows(frame)
    found = every if scope == Selection() else every.kept_by(scope)
    by_kind = {kind: found.at(found.is_("item_kind", kind)) for kind in ("indicator", "project")}
    kind = main_kind(found)
    compared = compared_day(context)
    return View(
        context=context,
        found=found,
        by_kind=by_kind,
        before=_before(context, replace(scope, item_kind=kind)) if compared.has_rows else every.at(slice(0)),
        compared=compared,
        scope=scope,
        kind=kind,
        main=situation(by_kind[kind]),
        nodes=tree.nodes(store, reader, plan, known_on=context.known_at),
        secretariats=tree.secretariats(store, reader, plan),
        findings=findings(store, reader, plan, as_of=context.as_of, known_on=context.known_at),
        unknown=(*asked.unknown, *compared.unknown),
    )


def _before(context: PageContext, selection: Selection) -> RowSet:
    day = compared_day(context).day
    earlier = progress.rows(context.store, context.reader, context.plan, as_of=day, known_on=context.known_at)
    return rows_kept(earlier, selection)


def _kick(view: View) -> str:
    place = [name for name in (view.axis_name, view.secretariat_name) if name]
    return _("{place} al {day}").format(
        place=" · ".join([_("Panorama"), *place]), day=formatting.day(view.context.seen_on)
    )


def _filters(view: View) -> list[Component]:
    context, frame = view.context, view.found.frame
    return forms.filters_form(
        context.address,
        [
            filters.axis_filter(context, frame),
            filters.secretariat_filter(context, frame),
            filters.as_of_filter(context),
            compared_filter(context, view.compared),
        ],
    )


PAGE = Page("panorama", "/", build, navigation=lambda: _("Panorama"))
