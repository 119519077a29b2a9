"""What the board of strategic goals says in words."""

from __future__ import annotations

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun
from dashboards.strategic.prepare import StrategicGoals
from kpis.strategic import StrategicRule


def noun(found: StrategicGoals) -> Noun:
    """What the goals shown are called: strategic, or those that stand in for them."""
    if found.rule is StrategicRule.MARKED:
        return Noun(_("meta estratégica"), _("metas estratégicas"))
    return Noun(_("meta destacada"), _("metas destacadas"))


def rule_words(found: StrategicGoals, indicators: Noun) -> list[Child]:
    """Which rule chose the goals shown."""
    count = formatting.count(len(found.all_rows))
    if found.rule is StrategicRule.MARKED:
        return [_("Son los {count} indicadores que el plan marca como globales.").format(count=count)]
    none = _("Este plan no marca sus indicadores globales.")
    if found.rule is StrategicRule.AXIS_OUTCOMES:
        chosen = _("Se muestran los {count} de resultado que dependen de un eje y de ningún programa.").format(
            count=count
        )
    else:
        chosen = _("Se muestran los {count} {things} de mayor peso y, a igual peso, de mayor presupuesto.").format(
            count=count, things=indicators.plural
        )
    return [h.strong(none), " ", chosen]
