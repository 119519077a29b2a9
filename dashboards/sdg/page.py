"""/ods: what of the plan serves the Sustainable Development Goals, or another cross-cutting axis, and what does not."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.row_set import all_rows
from dashboards.boards.standing import main_kind, nothing_yet, situation
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing import filters
from dashboards.listing.selection_links import asked_selection
from dashboards.page import Page, PageContext, PageView
from dashboards.sdg import item, sections
from dashboards.sdg.view import AXIS_PARAMETER, ITEM_PARAMETER, KIND_PARAMETER, KINDS_BY_SLUG, SDG, View
from data_models.queries import progress, tree
from data_models.queries.cross_axes import CrossAxisFacts, cross_axes
from data_models.queries.selection import Selection
from kpis.committee import AXIS_CODE


def build(context: PageContext) -> PageView:
    """The axis the address asks for (the goals, unless it says otherwise), or one of its items."""
    view, wanted = _view(context)
    if wanted is not None:
        return item.build(view, wanted, [_filters(view), _unknown(view)])
    if view.frame.empty:
        title = nothing_yet(
            context, _("{indicators} ni {projects}").format(
                indicators=view.noun_of("indicator").plural, projects=view.noun_of("project").plural
            ),
        )  # fmt: skip
        return PageView(title, title + ".", parts.page_head(title, kick=_kick(view)))
    title = _headline(view)
    body: list[Child] = [
        _filters(view),
        _unknown(view),
        sections.axis_choice(view),
        parts.page_head(title, kick=_kick(view), lede=sections.lede(view) if view.is_linked else None),
        sections.kind_choice(view) if view.is_linked else None,
        sections.way_out(view) if not view.is_linked else None,
        sections.tiles_section(view),
        *([sections.secretariats_section(view), sections.axes_section(view)] if view.is_linked else []),
        sections.missing_section(view),
    ]
    return PageView(title, title + ".", body)


def _view(context: PageContext) -> tuple[View, str | None]:
    """Everything the sections read, and the item asked for."""
    plan, address = context.plan, context.address
    frame = progress.rows(context.store, context.reader, plan, as_of=context.as_of, known_on=context.known_at)
    rows = all_rows(frame)
    axes = tuple(
        one
        for one in cross_axes(context.store, context.reader, plan, known_on=context.known_at)
        # The committee's has a board of its own.
        if one.code != AXIS_CODE
    )
    unknown: list[tuple[str, str]] = []
    code = address.value(AXIS_PARAMETER) or SDG
    goals = next((one for one in axes if one.code == SDG), CrossAxisFacts(SDG, SDG, ()))
    axis = goals if code == SDG else next((one for one in axes if one.code == code), None)
    if axis is None:
        unknown.append((_("el eje transversal"), code))
        axis = goals
    kind = address.value(KIND_PARAMETER)
    if kind is not None and kind not in KINDS_BY_SLUG:
        unknown.append((_("lo que se cuenta"), kind))
    asked = asked_selection(context, main_kind(rows), frame, page_size=1)
    scope = Selection(axis=asked.selection.axis, secretariat=asked.selection.secretariat)
    view = View(
        context=context,
        axes=axes,
        axis=axis,
        frame=frame,
        scope=scope,
        kind=KINDS_BY_SLUG.get(kind or "", main_kind(rows.kept_by(scope))),
        nodes=tree.nodes(context.store, context.reader, plan, known_on=context.known_at),
        secretariats=tree.secretariats(context.store, context.reader, plan),
        unknown=(*asked.unknown, *unknown),
    )
    wanted = address.value(ITEM_PARAMETER)
    if wanted is not None and view.item(wanted) is None:
        return replace(view, unknown=(*view.unknown, (_("el objetivo"), wanted))), None
    return view, wanted


def _unknown(view: View) -> Component | None:
    return parts.unknown_filters_notice(view.context.address, view.unknown)


def _kick(view: View) -> str:
    return _("{place}, al {day}").format(place=view.axis_name, day=formatting.day(view.context.seen_on))


def _headline(view: View) -> str:
    """ "100 de 242 indicadores están vinculados a 16 de los 17 ODS; 53 van bien"."""
    rows, noun = view.rows(view.kind), view.noun
    if not len(rows):
        if view.count("project" if view.kind == "indicator" else "indicator"):
            return formatting.capitalised(
                _("{none} está {linked} a {axis}").format(
                    none=noun.none, linked=noun.agreed(1, _("vinculada"), _("vinculado")), axis=_in_words(view)
                )
            )
        return _("Este plan no tiene vínculos con {axis}").format(axis=_in_words(view))
    served = sum(view.count(view.kind, one.code) > 0 for one in view.top)
    whole = Selection(item_kind=view.kind, axis=view.scope.axis, secretariat=view.scope.secretariat)
    linked = ngettext(
        "{count} de {things} está {linked} a {served} de los {all} {axis}",
        "{count} de {things} están {linked} a {served} de los {all} {axis}",
        len(rows),
    ).format(
        count=formatting.count(len(rows)),
        things=noun.counted(whole.count(view.frame)),
        linked=noun.agreed(len(rows), _("vinculada"), _("vinculado")),
        served=served,
        all=len(view.top),
        axis=_("ODS") if view.is_sdg else _("ítems de {axis}").format(axis=view.axis.name),
    )
    good = situation(rows).good
    well = ngettext("{count} va bien", "{count} van bien", good).format(count=formatting.count(good))
    return f"{linked}; {well}"


def _in_words(view: View) -> str:
    return _("los ODS") if view.is_sdg else view.axis.name


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


PAGE = Page("sdg", "/ods", build, navigation=lambda: _("ODS"))
