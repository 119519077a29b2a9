"""What a rule in words is, and the chapters of the catalogue of rules."""

from dataclasses import dataclass
from enum import StrEnum

from kpis.wording import N_


class RuleGroup(StrEnum):
    """Chapters of the catalogue, in reading order."""

    ACCUMULATION = "accumulation"
    PROGRESS = "progress"
    EXPECTED = "expected"
    STATUS = "status"
    FRESHNESS = "freshness"
    PROJECTS = "projects"
    MONEY = "money"
    ROLLUP = "rollup"
    RUN_RATE = "run_rate"
    QUESTIONS = "questions"
    OTHER_DATES = "other_dates"


GROUP_TITLES: dict[RuleGroup, str] = {
    RuleGroup.ACCUMULATION: N_("Cómo se juntan los valores"),
    RuleGroup.PROGRESS: N_("Avance"),
    RuleGroup.EXPECTED: N_("Avance esperado"),
    RuleGroup.STATUS: N_("Estado"),
    RuleGroup.FRESHNESS: N_("Qué tan al día está el dato"),
    RuleGroup.PROJECTS: N_("Proyectos"),
    RuleGroup.MONEY: N_("Presupuesto"),
    RuleGroup.ROLLUP: N_("Promedios de varias metas"),
    RuleGroup.RUN_RATE: N_("Ritmo"),
    RuleGroup.QUESTIONS: N_("Para preguntar en la reunión"),
    RuleGroup.OTHER_DATES: N_("Lo que se ve de otra fecha"),
}


@dataclass(frozen=True)
class Rule:
    """One rule in words. ``codes`` are the stored codes it explains."""

    key: str
    group: RuleGroup
    title: str
    formula: str
    note: str
    codes: tuple[StrEnum, ...] = ()
