"""The plan by its parts: indicators by axis, every project as a mark by axis and status, and by secretariat."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.standing import situation
from dashboards.components import elements as h
from dashboards.components import marks, status
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.on_demand import phone_opener
from dashboards.i18n import gettext as _
from dashboards.nouns import indicator_noun, level_noun
from dashboards.panorama.view import View
from dashboards.panorama.words import projects_title


def axes_section(view: View) -> Component | None:
    """The indicators by axis: marks, the share that does well, mean progress with its coverage."""
    named = view.axis_groups("indicator")
    if not named:
        return None
    context, noun = view.context, level_noun(view.context.plan, 1)
    # Also where the headline counts projects, because nothing can be said of the indicators.
    things = indicator_noun(context.plan)
    table = groups.counts_table(
        context,
        formatting.capitalised(noun.singular),
        things,
        [(h.a(one.name, href=context.link(f"/eje/{one.slug}"), className="gname"), one.group) for one in named],
        whole=None,
        labelled_by="ejes-titulo",
        has_mean=True,
    )
    title = _("{things} por {level}").format(things=formatting.capitalised(things.plural), level=noun.singular)
    sub = groups.fair_words(_("El promedio dice de cuántos sale: cada uno entra entre 0 y 100 %."))
    opener = phone_opener(_("Ver marcas y avance promedio"))
    return parts.section("ejes", title, opener, table, status.status_key(), sub=sub)


def projects_section(view: View) -> Component | None:
    """The projects by axis and status, a mark for each."""
    rows = view.rows("project")
    if not len(rows):
        return None
    context, noun = view.context, level_noun(view.context.plan, 1)
    found = situation(rows)
    if found.counts["no_data"] == found.total:
        words = _("De su avance no se sabe nada: nadie cargó estado, hitos ni fechas.")
        things = _("Ver {things}").format(things=view.project_noun.counted(found.total))
        link = groups.number_of(context, found.total, view.selection("project"), things)
        return parts.section("proyectos", projects_title(found, view.project_noun), parts.empty_state(words, link))
    matrix = []
    for one in view.axis_groups("project"):
        by_status = groups.marks_by_status(one.group.rows)
        cells = {
            of: marks.MatrixCell(by_status[of], view.link(replace(one.group.selection, status=(of,))))
            for of in status.STATUSES
        }
        note = view.project_noun.counted(one.group.total)
        matrix.append(marks.MatrixRow(one.name, context.link(f"/eje/{one.slug}"), note, cells))
    under_way = replace(view.selection("project"), status=("on_track", "at_risk", "off_track"))
    is_running = rows.is_("status", "on_track", "at_risk", "off_track")
    is_stale = is_running & rows.is_("freshness", "overdue")
    sub: list[Child] = [
        groups.number_of(context, int(is_stale.sum()), replace(under_way, freshness=("overdue",))),
        _(" de "),
        groups.number_of(context, int(is_running.sum()), under_way),
        _(" en marcha tienen el dato vencido."),
        # A phone shows the marks when asked.
        h.span(
            _(" Cada marca es {thing}; hueca, con el dato vencido.").format(thing=view.project_noun.one),
            className="mob0",
        ),
    ]
    table = marks.status_matrix(
        formatting.capitalised(noun.singular), view.project_noun.named, matrix, labelled_by="proyectos-titulo"
    )
    opener = phone_opener(
        _("Ver {things} por {level}, marca por marca").format(things=view.project_noun.plural, level=noun.singular)
    )
    # On a phone the proportions stand for the marks until these are asked for.
    summary = h.div(
        status.strip(found.counts),
        status.status_chips(found.counts, view.status_link("project")),
        className="mob",
    )
    title = projects_title(found, view.project_noun)
    return parts.section("proyectos", title, summary, opener, h.div(table, className="hidden"), sub=sub)


def secretariats_section(view: View) -> Component | None:
    """Each secretariat's items as marks and shares, in the order of their names; the total counts shared ones once."""
    context, named = view.context, view.secretariat_groups
    if not named:
        return None
    table = groups.counts_table(
        context,
        _("Secretaría"),
        view.noun,
        [(h.a(one.name, href=context.link(f"/secretaria/{one.slug}"), className="gname"), one.group) for one in named],
        whole=(_("En total"), groups.Group(view.selection(view.kind), view.rows(view.kind))),
        labelled_by="secretarias-titulo",
    )
    sums = groups.sums_words(view.rows(view.kind))
    sub = groups.fair_words(_("En orden alfabético: no es una competencia."), sums=sums)
    opener = phone_opener(_("Ver marcas, datos vencidos y sin datos"))
    # A phone says how shares are to be read above the axes, once.
    is_said = bool(view.axis_groups("indicator"))
    told: list[Child] = [h.span(sub, className="mob0"), h.span(sums, className="mob")] if is_said else sub
    return parts.section("secretarias", _("Por secretaría"), opener, table, status.status_key(), sub=told)
