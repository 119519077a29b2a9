"""/reglas: every rule of the numbers in words, with the thresholds of the plan, from the rules' own catalogue."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.status import status_word
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.page import Page, PageContext, PageView
from kpis.rules import CATALOGUE, GROUP_TITLES, RULES_VERSION, Rule, RuleGroup
from kpis.vocabulary import Status


def build(context: PageContext) -> PageView:
    """The rules as a page: the plan's thresholds first, then each group of rules."""
    title = _("Cómo se calcula cada número")
    lede = _(
        "Una sola fórmula para cada número, la misma en todas las pantallas. Reglas versión {version}, "
        "con los umbrales de «{plan}»."
    ).format(version=RULES_VERSION, plan=context.plan.name)
    tree: list[Child] = [
        parts.page_head(title, lede=lede),
        _thresholds(context),
        h.div([_group(group) for group in RuleGroup], className="folds"),
        parts.links_list([h.a(_("Diccionario de datos"), href=context.link("/diccionario"))]),
    ]
    return PageView(title, _("Las reglas y los umbrales con que se calcula todo lo que se muestra."), tree)


def _thresholds(context: PageContext) -> Component:
    on_track, at_risk = context.plan.on_track_min, context.plan.at_risk_min
    high, low = formatting.number(on_track, 2), formatting.number(at_risk, 2)
    words: list[tuple[Status, str]] = [
        (Status.MET, _("alcanzó la meta")),
        (Status.ON_TRACK, _("avance ÷ esperado es {high} o más").format(high=high)),
        (Status.AT_RISK, _("avance ÷ esperado va de {low} a menos de {high}").format(low=low, high=high)),
        (Status.OFF_TRACK, _("avance ÷ esperado es menos de {low}, o venció el plazo sin cumplirse").format(low=low)),
        (Status.NOT_STARTED, _("todavía no le toca empezar")),
        (Status.NO_DATA, _("no hay valor o no hay meta con que medirla; no es un cero")),
        (Status.CANCELLED, _("se dio de baja; queda a la vista y no entra en ningún promedio")),
    ]
    table = data_table(
        [TableColumn(_("Estado")), TableColumn(_("Cuándo"), is_named_on_phone=False)],
        [TableRow([status_word(status), meaning]) for status, meaning in words],
        labelled_by="umbrales-titulo",
    )
    sub = _("Los umbrales son de cada plan; estos rigen para «{plan}».").format(plan=context.plan.name)
    return parts.section("umbrales", _("Umbrales en vigor"), table, sub=sub)


def _group(group: RuleGroup) -> Component:
    rules = [rule for rule in CATALOGUE if rule.group is group]
    number = formatting.plural(len(rules), _("regla"), _("reglas"))
    body = parts.fine_print([_entry(rule) for rule in rules])
    return parts.folded_section(group.value, _(GROUP_TITLES[group]), body, sub=number)


def _entry(rule: Rule) -> tuple[str, Child]:
    return _(rule.title), [h.b(_(rule.formula)), h.p(_(rule.note), className="sec2")]


PAGE = Page("rules", "/reglas", build, footer=lambda: _("Cómo se calcula cada número"), is_dated=False)
