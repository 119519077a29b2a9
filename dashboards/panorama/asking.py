"""Para preguntar en la reunión: what the rules found, at most one question of each, and where the others are."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import findings as finding
from dashboards.boards.findings import Found
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.on_demand import list_with_rest
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.panorama.view import View
from kpis.questions import MOST_ASKED, Question, asked
from kpis.rules import explaining


def questions_section(view: View) -> Component:
    """Up to five questions by rules, each with its evidence and how it was chosen; how many more each rule has."""
    found = finding.about(view.findings, view.found)
    title = _("Para preguntar en la reunión")
    counts = finding.counts_by_rule(found)
    if not counts:
        return parts.section("preguntas", title, parts.empty_state(_("Las reglas no encontraron contradicciones.")))
    chosen = finding.told(asked(found), view.found)
    entries = [_question(view, one, counts[one.rule]) for one in chosen]
    sub: list[Child] = [
        _("Las encuentran reglas, no una opinión: una por regla, hasta {most}, en el orden de las reglas.").format(
            most=formatting.count(MOST_ASKED)
        ),
        " ",
        h.a(_("Las reglas"), href=view.context.link("/reglas") + "#questions"),
    ]
    return parts.section(
        "preguntas", title, list_with_rest(entries, 3, class_name="ask"), _others(view, counts), sub=sub
    )


def _question(view: View, found: Found, count: int) -> Component:
    context, rule = view.context, found.words
    told = [found.row["secretariat_name"], finding.evidence_words(context, found)]
    how: list[Child] = [h.b(_(rule.title)), ": ", _(rule.formula), ". ", _(rule.note)]
    return h.li(
        h.q(finding.question_words(context, found)),
        h.p(" · ".join(part for part in told if part)),
        h.details(
            h.summary(_("Cómo se eligió")),
            h.p(how),
            _more(view, found.rule, count),
        ),
    )


def _more(view: View, rule: Question, count: int) -> Component:
    words = ngettext("Es la única que encontró esta regla", "Ver las {count} que encontró esta regla", count)
    link = parts.counted_link(
        words.format(count=formatting.count(count)), finding.list_of(view.context, view.scope, rule), count
    )
    return parts.links_list([link])


def _others(view: View, counts: dict[Question, int]) -> Component:
    """What the rules found besides what is asked: the rules there was no room for, and all there is."""
    unasked = list(counts)[MOST_ASKED:]
    total = sum(counts.values())
    links = [
        parts.counted_link(
            f"{_(explaining(rule).title)} ({formatting.count(counts[rule])})",
            finding.list_of(view.context, view.scope, rule),
            counts[rule],
        )
        for rule in unasked
    ]
    words = ngettext("Ver la única pregunta", "Ver las {count} preguntas posibles", total)
    every = parts.counted_link(
        words.format(count=formatting.count(total)), finding.list_of(view.context, view.scope), total
    )
    return parts.links_list([*links, every])
