"""What the board of strategic goals says in words."""

from __future__ import annotations

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
    things = indicators.counted(len(found.all_rows))
    if found.rule is StrategicRule.MARKED:
        return [_("El plan marca {things} como globales.").format(things=things)]
    none = _("Este plan no marca sus indicadores globales.")
    if found.rule is StrategicRule.AXIS_OUTCOMES:
        chosen = _("Se muestran {things} de resultado: lo que depende de un eje y de ningún programa.").format(
            things=things
        )
    else:
        chosen = _("Se muestran {things}: por su peso y, a igual peso, por su presupuesto.").format(things=things)
    return [h.strong(none), " ", chosen]
