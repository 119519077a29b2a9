"""/comite: the KPIs of the Data Committee in their five areas, as indicators of a plan."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.standing import situation
from dashboards.committee import sections
from dashboards.committee.view import View, view_of
from dashboards.components import elements as h
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing import filters
from dashboards.page import Page, PageContext, PageView
from kpis.committee import AREAS, KPIS


def build(context: PageContext) -> PageView:
    """The KPIs of the plan the address asks for, or of the plan of its municipality that has them."""
    view = view_of(context)
    title = _headline(view)
    body: list[Child] = [
        forms.filters_form(view.context.address, [filters.as_of_filter(view.context)], opener=_("Elegir la fecha")),
        _of_another_plan(view),
        parts.page_head(title, kick=_kick(view), lede=sections.lede(view)),
        sections.status_section(view) if view.measured else sections.way_out(view),
        [sections.area_section(view, area) for area in AREAS] if view.measured else None,
        sections.definitions_section(is_open=not view.measured),
    ]
    return PageView(title, title + ".", body)


def _headline(view: View) -> str:
    """ "9 de 16 indicadores del Comité van bien; 1 sin datos": good, off track, without data, not measured."""
    if not view.measured:
        return _("Los indicadores del Comité de Datos todavía no se miden en este plan")
    found = situation(view.rows)
    well = ngettext(
        "{good} de {all} indicadores del Comité va bien", "{good} de {all} indicadores del Comité van bien", found.good
    ).format(good=formatting.count(found.good), all=formatting.count(found.total))
    late, silent = found.counts["off_track"], found.counts["no_data"]
    missing = len(KPIS) - len(view.measured)
    told = [
        ngettext("{count} atrasado", "{count} atrasados", late).format(count=late) if late else None,
        ngettext("{count} sin datos", "{count} sin datos", silent).format(count=silent) if silent else None,
        ngettext("{count} todavía no se mide", "{count} todavía no se miden", missing).format(count=missing)
        if missing
        else None,
    ]
    rest = [words for words in told if words]
    return f"{well}; {formatting.joined(rest)}" if rest else well


def _kick(view: View) -> list[Child]:
    day = formatting.day(view.context.seen_on)
    if not view.measured:
        return [_("Comité de Datos, al {day}").format(day=day)]
    plan = h.a(view.context.plan.name, href=view.context.link("/"))
    return [_("Comité de Datos, al {day}").format(day=day), " · ", plan]


def _of_another_plan(view: View) -> Component | None:
    """Says that the KPIs are those of another plan of the municipality than the one asked for."""
    shown = view.context.plan
    if shown.id == view.asked.id:
        return None
    return parts.notice(
        _("{asked} no mide los indicadores del Comité; estos son los de {shown}.").format(
            asked=view.asked.name, shown=shown.name
        ),
        " ",
        h.span(_("Datos de demostración"), className="demo") if shown.is_demo and not view.asked.is_demo else None,
    )


PAGE = Page("committee", "/comite", build, navigation=lambda: _("Comité"))
