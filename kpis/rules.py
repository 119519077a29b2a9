"""The rules in words, for the page that explains them, with the version that goes with every computed row."""

from enum import StrEnum

from kpis.indicator_rules import INDICATOR_RULES
from kpis.question_words import RULE_WORDS
from kpis.rule import GROUP_TITLES, Rule, RuleGroup
from kpis.spending import Spending
from kpis.vocabulary import CompletionBasis, Reason, RunRateReason
from kpis.wording import N_

__all__ = ["CATALOGUE", "GROUP_TITLES", "RULES_VERSION", "Rule", "RuleGroup", "explaining", "rule"]

# Raised when the outcome of a rule changes: plans computed by older rules are computed anew.
RULES_VERSION = "2026.4"

CATALOGUE: tuple[Rule, ...] = (
    *INDICATOR_RULES,
    Rule(
        "project_completion",
        RuleGroup.PROJECTS,
        N_("Avance de un proyecto"),
        N_("avance = peso de los hitos cumplidos ÷ peso de todos los hitos"),
        N_("Sin hitos, el porcentaje declarado, marcado «declarado». Nunca el tiempo transcurrido."),
        (CompletionBasis.MILESTONES, CompletionBasis.DECLARED, CompletionBasis.FINISHED),
    ),
    Rule(
        "project_over",
        RuleGroup.PROJECTS,
        N_("Terminado, fuera de plazo o en pausa"),
        N_("terminado: Cumplida; fin previsto pasado sin terminar: Atrasada; en pausa: En riesgo"),
        N_("Se mira antes que los hitos: rige para todo proyecto, los tenga o no."),
        (Reason.FINISHED, Reason.END_PASSED, Reason.PAUSED),
    ),
    Rule(
        "project_milestones",
        RuleGroup.PROJECTS,
        N_("Estado con hitos"),
        N_("relación = avance ÷ peso de los hitos ya vencidos, contra los mínimos del plan"),
        N_("Si todavía no vence ningún hito, está En camino."),
        (
            Reason.NOTHING_DUE_YET,
            Reason.MILESTONES_ON_TRACK,
            Reason.MILESTONES_AT_RISK,
            Reason.MILESTONES_OFF_TRACK,
        ),
    ),
    Rule(
        "project_dates",
        RuleGroup.PROJECTS,
        N_("Estado sin hitos, por fechas"),
        N_("inicio previsto pasado más la demora, sin empezar: En riesgo; si no, En camino"),
        N_("Un proyecto sin hitos no tiene avance esperado: solo lo juzgan sus fechas."),
        (Reason.START_PASSED, Reason.DATES_ONLY, Reason.NO_DATES),
    ),
    Rule(
        "budget_executed",
        RuleGroup.MONEY,
        N_("Parte ejecutada del presupuesto"),
        N_("parte ejecutada = ejecutado ÷ vigente"),
        N_("Donde no hay vigente, sobre el aprobado. De varios juntos: lo ejecutado sumado ÷ lo vigente sumado."),
    ),
    Rule(
        "spending",
        RuleGroup.MONEY,
        N_("Gasto muy por delante o muy por detrás del avance"),
        N_("diferencia = parte ejecutada − avance; muy por delante desde 30 puntos, muy por detrás desde −30"),
        N_("El avance cuenta entre 0 y 100 %. Lo cancelado y lo que no tiene ambos datos no entra."),
        tuple(Spending),
    ),
    Rule(
        "rollup",
        RuleGroup.ROLLUP,
        N_("Promedio ponderado de lo que tiene avance"),
        N_("promedio = suma de (avance entre 0 y 100 % × peso) ÷ suma de pesos"),
        N_(
            "Siempre con su cobertura («34 de 51 indicadores»). Lo compartido cuenta una sola vez para la ciudad; "
            "lo cancelado no entra."
        ),
    ),
    Rule(
        "against_expected",
        RuleGroup.ROLLUP,
        N_("Lo que se lleva y lo que se debía llevar"),
        N_("dos promedios de los mismos indicadores: su avance y su avance esperado, cada uno entre 0 y 100 %"),
        N_("Solo entran los que tienen ambos. Lo esperado es a la fecha de cada dato."),
    ),
    Rule(
        "contradiction",
        RuleGroup.ROLLUP,
        N_("Se hizo, y el resultado no se mueve"),
        N_("en un mismo programa, un indicador de proceso Cumplido y uno de resultado en falta que no mejora"),
        N_(
            "En falta: En riesgo o Atrasado. No mejora: su cambio en los últimos cuatro períodos es nulo o en contra "
            "de la meta; con un solo valor, no supera la línea de base. No entran los topes ni las bandas. "
            "Es una pregunta, no una conclusión: el resultado puede tardar en verse."
        ),
    ),
    Rule(
        "strategic",
        RuleGroup.ROLLUP,
        N_("Cuáles son las metas estratégicas"),
        N_("las que el plan marca como indicadores globales"),
        N_(
            "Si no marca ninguna: los de resultado que dependen de un eje y de ningún programa. Si tampoco hay: los "
            "doce de mayor peso y, a igual peso, de mayor presupuesto. La pantalla dice cuál de las tres se usó."
        ),
    ),
    Rule(
        "run_rate_required",
        RuleGroup.RUN_RATE,
        N_("Ritmo necesario"),
        N_("ritmo = (meta − valor) ÷ períodos que quedan"),
        N_(
            "Quedan los períodos posteriores al dato hasta el que contiene la fecha de la meta; pasada esa fecha, "
            "ninguno. Un tope no pide ritmo: no hay nada que alcanzar."
        ),
        tuple(RunRateReason),
    ),
    Rule(
        "run_rate_recent",
        RuleGroup.RUN_RATE,
        N_("Ritmo reciente"),
        N_("ritmo = cambio del valor acumulado ÷ períodos, en los últimos cuatro"),
        N_("Un flujo parte de cero en el período anterior a su primer valor. Con menos de dos puntos no se calcula."),
    ),
    Rule(
        "projection",
        RuleGroup.RUN_RATE,
        N_("A este ritmo llegaría…"),
        N_("proyección = valor + ritmo reciente × períodos que quedan"),
        N_(
            "Supone que todo sigue como en los últimos cuatro períodos; no conoce estaciones ni da un intervalo. "
            "Es el método de la deriva (Hyndman y Athanasopoulos, «Forecasting: Principles and Practice», 5.2). "
            "Si el ritmo alcanza, se dice cuándo se llega a la meta. No se proyecta lo que da un resultado por año."
        ),
    ),
    Rule(
        "corridor",
        RuleGroup.RUN_RATE,
        N_("Las franjas del gráfico"),
        N_("límite = comienzo + mínimo del plan × (esperado − comienzo)"),
        N_(
            "El comienzo es la línea de base, o cero si el avance no se mide desde ella. "
            "El valor que cae en una franja tiene el estado de esa franja."
        ),
    ),
    *(
        Rule(f"question_{question.value}", RuleGroup.QUESTIONS, *words, (question,))
        for question, words in RULE_WORDS.items()
    ),
    Rule(
        "true_on",
        RuleGroup.OTHER_DATES,
        N_("Qué era cierto en una fecha"),
        N_("cuenta lo fechado hasta ese día: valores, hitos, comienzos, finales y revisiones de metas"),
        N_(
            "Lo que no lleva fecha vale para cualquier día tal como se lo conoce: la situación de un proyecto sin "
            "fechas reales (en pausa, cancelado, terminado), la definición de un indicador, quién responde, el "
            "presupuesto vigente. De lo ejecutado cuentan los años ya cerrados: si hay gasto del año en curso anotado "
            "después, queda sin dato."
        ),
    ),
    Rule(
        "known_on",
        RuleGroup.OTHER_DATES,
        N_("Qué se sabía en una fecha"),
        N_("cuenta lo registrado hasta el final de ese día"),
        N_("Lo que se corrigió después se ve como estaba. Se pueden pedir las dos fechas a la vez."),
    ),
)


def rule(key: str) -> Rule:
    """The rule with that key. Raises KeyError when there is none."""
    return _BY_KEY[key]


def explaining(code: StrEnum) -> Rule:
    """The rule that explains a stored code. Raises KeyError when none does."""
    return _BY_CODE[type(code), code.value]


_BY_KEY = {entry.key: entry for entry in CATALOGUE}
_BY_CODE = {(type(code), code.value): entry for entry in CATALOGUE for code in entry.codes}
