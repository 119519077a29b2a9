"""/comparar: what moved between two days of a plan, or how two plans stand beside each other."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.compared import compared_filter
from dashboards.boards.standing import nothing_yet
from dashboards.compare import days, files, plans
from dashboards.compare import question as asking
from dashboards.compare.question import Question
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.listing.file_links import FileRows
from dashboards.nouns import indicator_noun, project_noun
from dashboards.page import Page, PageContext, PageView


def build(context: PageContext) -> PageView:
    """The comparison the address asks for."""
    question = asking.asked(context)
    unknown = parts.unknown_filters_notice(context.address, question.unknown)
    kick = _("Comparar al {day}").format(day=formatting.day(context.seen_on))
    if question.frame.empty:
        title = nothing_yet(context, question.noun.plural)
        return PageView(title, title + ".", [unknown, parts.page_head(title, kick=kick)])
    if question.other is None and question.listed is not None:
        return days.list_view(question)
    title, lede, sections = _told(question)
    tree: list[Child] = [
        forms.filters_form(context.address, _controls(question), opener=_("Elegir qué se compara")),
        unknown,
        parts.page_head(title, kick=kick, lede=lede),
        *sections,
    ]
    return PageView(title, title + ".", tree)


def _told(question: Question) -> tuple[str, Child, list[Child]]:
    """Headline, what follows it, sections."""
    if question.other is not None:
        pair = plans.sides(question)
        return plans.headline(pair), plans.lede(pair), plans.sections(pair)
    if not question.since.has_rows:
        return _("No hay un día anterior con que comparar"), None, days.sections(question)
    if question.after.empty:
        title = _("Sin {things} con estos filtros").format(things=question.noun.plural)
        return title, None, days.sections(question)
    return days.headline(question), days.lede(question), days.sections(question)


def _controls(question: Question) -> list[Component]:
    """Which rows, since when or with which plan, and which part of the plan."""
    context, plan = question.context, question.context.plan
    nouns = {"indicadores": indicator_noun(plan), "proyectos": project_noun(plan)}
    kinds = [forms.Choice(slug, formatting.capitalised(noun.plural)) for slug, noun in nouns.items()]
    chosen = next(slug for slug, kind in asking.ITEM_KINDS.items() if kind == question.item_kind)
    made = [forms.select_filter(asking.KIND, _("Qué filas"), kinds, chosen)]
    if question.other is None:
        made.append(compared_filter(context, question.since))
    made.append(filters.as_of_filter(context))
    others = [forms.Choice(each.code, each.name) for each in context.plans if each.code != plan.code]
    if others:
        made.append(
            forms.select_filter(
                asking.OTHER_PLAN,
                _("Con otro plan"),
                others,
                question.other.code if question.other else None,
                everything=_("No, con otro día"),
            )
        )
    if question.other is None:
        rows: pd.DataFrame = question.frame[question.frame["item_kind"] == question.item_kind]
        made += [filters.axis_filter(context, rows), filters.secretariat_filter(context, rows)]
    return made


def file(context: PageContext) -> FileRows:
    """What changed its status between the two days, or what the address lists, a row for each."""
    return files.as_file(asking.asked(context))


PAGE = Page("compare", "/comparar", build, navigation=lambda: _("Comparar"), file=file)
