"""/preguntas: everything the rules of questions found, by rule, each with its evidence and who answers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import findings as finding
from dashboards.boards.detail import item_link, plan_rows
from dashboards.boards.findings import Found
from dashboards.boards.lists import PAGE_SIZE
from dashboards.boards.row_set import RowSet, rows_kept
from dashboards.components import elements as h
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import PHONE_ROWS, TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing import filters
from dashboards.listing.rows import who_answers
from dashboards.listing.selection_links import asked_selection
from dashboards.page import Page, PageContext, PageView
from data_models.queries.findings import findings
from data_models.queries.selection import Selection
from kpis.questions import Question
from kpis.rules import explaining


@dataclass(frozen=True)
class Listing:
    """What is asked for: the rule (None: all), what it found in the scope, and what every rule found there."""

    rule: Question | None
    scope: Selection
    rows: RowSet
    every: pd.DataFrame
    unknown: tuple[tuple[str, str], ...]

    @property
    def found(self) -> pd.DataFrame:
        """What the chosen rule found."""
        return self.every if self.rule is None else self.every[self.every["rule"] == self.rule.value]


def build(context: PageContext) -> PageView:
    """The list of what a rule, or all of them, found in the plan, in an axis or for a secretariat."""
    listing = _listing(context)
    total = len(listing.found)
    title = ngettext(
        "{count} pregunta que encontraron las reglas", "{count} preguntas que encontraron las reglas", total
    )
    title = title.format(count=formatting.count(total)) if total else _("Las reglas no encontraron nada que preguntar")
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(context.address.page, pages)
    shown = listing.found.iloc[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    first = (page - 1) * PAGE_SIZE + 1
    range_words = _("Preguntas {first} a {last} de {total}").format(
        first=formatting.count(first), last=formatting.count(first + len(shown) - 1), total=formatting.count(total)
    )
    lede: list[Child] = [_("Lo que los números no explican por sí solos. No son conclusiones ni una opinión.")]
    if listing.rule is not None:
        rule = explaining(listing.rule)
        lede = [h.strong(_(rule.title) + ": "), _(rule.formula), ". ", _(rule.note)]
    tree: list[Child] = [
        _filters(context, listing),
        parts.unknown_filters_notice(context.address, listing.unknown),
        parts.page_head(title, kick=_kick(context), lede=lede),
        _rules(context, listing),
        parts.section(
            "lista",
            range_words if total else _("Preguntas"),
            _table(context, finding.told(shown, listing.rows)) if total else _nothing(context, listing),
            parts.pager(context.address, page, pages),
        ),
    ]
    return PageView(title, f"{title}, {_('al {day}').format(day=formatting.day(context.seen_on))}.", tree)


def _listing(context: PageContext) -> Listing:
    frame = plan_rows(context)
    asked = asked_selection(context, "indicator", frame, page_size=PAGE_SIZE)
    scope = Selection(axis=asked.selection.axis, secretariat=asked.selection.secretariat)
    rows = rows_kept(frame, scope)
    found = findings(context.store, context.reader, context.plan, as_of=context.as_of, known_on=context.known_at)
    slug = context.address.value(finding.RULE)
    rule = finding.RULES_BY_SLUG.get(slug) if slug else None
    unknown = asked.unknown if slug is None or rule is not None else (*asked.unknown, (_("la regla"), slug))
    return Listing(rule, scope, rows, finding.about(found, rows), unknown)


def _kick(context: PageContext) -> Child:
    return [
        h.a(_("Para preguntar en la reunión"), href=context.link("/") + "#preguntas"),
        " · ",
        _("al {day}").format(day=formatting.day(context.seen_on)),
    ]


def _filters(context: PageContext, listing: Listing) -> list[Component]:
    chosen = finding.RULE_SLUGS[listing.rule] if listing.rule is not None else None
    choices = [forms.Choice(finding.RULE_SLUGS[rule], _(explaining(rule).title)) for rule in Question]
    return forms.filters_form(
        context.address,
        [
            forms.select_filter(finding.RULE, _("Regla"), choices, chosen, everything=_("Todas")),
            filters.axis_filter(context, listing.rows.frame),
            filters.secretariat_filter(context, listing.rows.frame),
            filters.as_of_filter(context),
        ],
    )


def _rules(context: PageContext, listing: Listing) -> Component | None:
    """How many each rule found, the chosen one marked."""
    counts = finding.counts_by_rule(listing.every)
    links = [
        parts.counted_link(
            [_(explaining(rule).title), " ", h.b(formatting.count(count))],
            finding.list_of(context, listing.scope, rule),
            count,
        )
        for rule, count in counts.items()
    ]
    return parts.links_list(links) if links else None


def _table(context: PageContext, found: list[Found]) -> Component:
    columns = [
        TableColumn(_("De qué se trata"), class_name="c1"),
        TableColumn(_("Regla"), is_named_on_phone=False),
        TableColumn(_("Evidencia"), is_named_on_phone=False),
        TableColumn(_("Responde")),
    ]
    rows = [
        TableRow(
            [
                item_link(context, one.kind, one.row),
                h.span(_(one.words.title), className="sec2"),
                formatting.capitalised(finding.evidence_words(context, one)),
                who_answers(one.row),
            ]
        )
        for one in found
    ]
    return data_table(columns, rows, labelled_by="lista-titulo", phone_rows=PHONE_ROWS)


def _nothing(context: PageContext, listing: Listing) -> Component:
    if context.is_before_plan_was_known:
        return parts.empty_state(_("Todavía no se sabía nada de este plan."))
    is_filtered = listing.rule is not None or listing.scope != Selection()
    ways = [h.a(_("Quitar los filtros"), href=context.address.without_filters())] if is_filtered else []
    return parts.empty_state(
        _("Ninguna regla encontró nada aquí."), *ways, h.a(_("Las reglas"), href=context.link("/reglas") + "#questions")
    )


PAGE = Page("questions", "/preguntas", build, under="panorama")
