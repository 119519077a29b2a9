"""The rules in words, for the page that explains them, with the version that goes with every computed row."""

from dataclasses import dataclass
from enum import StrEnum

from kpis.question_words import RULE_WORDS
from kpis.spending import Spending
from kpis.vocabulary import (
    Accumulation,
    CompletionBasis,
    ExpectedRule,
    Freshness,
    ProgressRule,
    Reason,
    RunRateReason,
)
from kpis.wording import N_

# Raised when the outcome of a rule changes: plans computed by older rules are computed anew.
RULES_VERSION = "2026.3"


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


CATALOGUE: tuple[Rule, ...] = (
    Rule(
        "accumulation_last",
        RuleGroup.ACCUMULATION,
        N_("Existencias: cuenta el último valor"),
        N_("valor = valor del último período"),
        N_("Para lo que se mide en un momento: una cobertura, un índice, una cantidad existente."),
        (Accumulation.LAST,),
    ),
    Rule(
        "accumulation_sum",
        RuleGroup.ACCUMULATION,
        N_("Flujo: se suman los períodos"),
        N_("valor = suma de los valores desde el comienzo"),
        N_("Un flujo empieza de cero. Si falta un período, se suma lo que hay y se dice cuántos faltan."),
        (Accumulation.SUM,),
    ),
    Rule(
        "accumulation_mean",
        RuleGroup.ACCUMULATION,
        N_("Promedio de los períodos"),
        N_("valor = suma de los valores ÷ cantidad de períodos con valor"),
        N_("No cuentan los períodos cuya cantidad planificada es cero; un período sin plan cargado sí cuenta."),
        (Accumulation.MEAN,),
    ),
    Rule(
        "accumulation_ratio",
        RuleGroup.ACCUMULATION,
        N_("Porcentajes y tasas"),
        N_("valor = suma de numeradores ÷ suma de denominadores × escala"),
        N_(
            "Cuando se conocen ambos en todos los valores que cuentan; si falta alguno, se promedian los valores. "
            "Nunca se suman porcentajes, y se miden desde su línea de base."
        ),
    ),
    Rule(
        "accumulation_years",
        RuleGroup.ACCUMULATION,
        N_("Primero dentro del año, después entre años"),
        N_("valor = suma, promedio o último de los resultados de cada año"),
        N_(
            "Con «último», cada año empieza de nuevo y se mide contra la meta de ese año. "
            "Un año puede juntarse de otra forma si su meta lo dice."
        ),
    ),
    Rule(
        "accumulation_window",
        RuleGroup.ACCUMULATION,
        N_("Desde cuándo se cuenta"),
        N_("cuentan los períodos con al menos la mitad de sus días desde el comienzo de la medición"),
        N_(
            "Un plan que empieza el 10 de diciembre no responde por lo que se sumó en todo ese año. "
            "Lo que se mide en un momento cuenta si ese momento está adentro."
        ),
    ),
    Rule(
        "progress_baseline",
        RuleGroup.PROGRESS,
        N_("Con línea de base"),
        N_("avance = (valor − línea de base) ÷ (meta − línea de base)"),
        N_("Sirve igual para aumentar y para disminuir. No se recorta: puede pasar de 100 % o ser negativo."),
        (ProgressRule.BASELINE,),
    ),
    Rule(
        "progress_flow",
        RuleGroup.PROGRESS,
        N_("Flujo que debe aumentar"),
        N_("avance = valor ÷ meta"),
        N_("La línea de base de un flujo es solo una referencia."),
        (ProgressRule.FLOW,),
    ),
    Rule(
        "progress_ratio",
        RuleGroup.PROGRESS,
        N_("Aumentar, sin línea de base"),
        N_("avance = valor ÷ meta"),
        N_("Solo si la meta es mayor que cero."),
        (ProgressRule.RATIO,),
    ),
    Rule(
        "progress_inverse_ratio",
        RuleGroup.PROGRESS,
        N_("Disminuir, sin línea de base"),
        N_("avance = meta ÷ valor"),
        N_("Solo si la meta y el valor son mayores que cero."),
        (ProgressRule.INVERSE_RATIO,),
    ),
    Rule(
        "progress_band",
        RuleGroup.PROGRESS,
        N_("Mantener dentro de una banda"),
        N_("avance = 100 % si mínimo ≤ valor ≤ máximo"),
        N_("Fuera de la banda no se inventa un porcentaje. Si falta un extremo, ese lado queda abierto."),
        (ProgressRule.INSIDE_BAND, ProgressRule.OUTSIDE_BAND),
    ),
    Rule(
        "progress_bound",
        RuleGroup.PROGRESS,
        N_("Metas que son un límite («> 70 %»)"),
        N_("se cumple solo si el valor cumple el signo tal como está escrito"),
        N_("Hay porcentaje si se conoce la línea de base: es la distancia recorrida hacia el límite."),
        (ProgressRule.BOUND_TARGET,),
    ),
    Rule(
        "progress_value_is_bound",
        RuleGroup.PROGRESS,
        N_("Valores que son un límite («más de 70 %»)"),
        N_("se cumple si el límite ya alcanza para afirmarlo"),
        N_("Un límite no es un valor: no da porcentaje."),
        (ProgressRule.VALUE_IS_BOUND,),
    ),
    Rule(
        "progress_target_equals_baseline",
        RuleGroup.PROGRESS,
        N_("Meta igual a la línea de base"),
        N_("se cumple o no se cumple"),
        N_("No hay camino que recorrer, así que no hay porcentaje."),
        (ProgressRule.TARGET_EQUALS_BASELINE,),
    ),
    Rule(
        "progress_ceiling",
        RuleGroup.PROGRESS,
        N_("Flujo con tope"),
        N_("uso del tope = valor permitido a la fecha ÷ valor"),
        N_(
            "Se cumple recién cuando los datos llegan a la fecha de la meta sin pasar el tope. "
            "Pasado el tope, está atrasada."
        ),
        (ProgressRule.FLOW_CEILING,),
    ),
    Rule(
        "progress_undefined",
        RuleGroup.PROGRESS,
        N_("Cuando no hay porcentaje"),
        N_("sin valor, sin meta, meta en palabras, o un cero que no se puede dividir"),
        N_("Nunca se muestra 0 % ni un número inventado: se dice el motivo. Cero es un valor; en blanco es sin datos."),
        (
            ProgressRule.NO_VALUE,
            ProgressRule.NO_TARGET,
            ProgressRule.TEXT_TARGET,
            ProgressRule.ZERO_TARGET,
            ProgressRule.ZERO_WITHOUT_BASELINE,
        ),
    ),
    Rule(
        "expected_planned_periods",
        RuleGroup.EXPECTED,
        N_("Según lo planificado para cada período"),
        N_("esperado = cantidades planificadas hasta la fecha del dato, juntadas como los valores"),
        N_(
            "Se usa cuando el plan dice cuánto correspondía a cada período. "
            "En un año con períodos planificados, uno en blanco no agrega nada."
        ),
        (ExpectedRule.PLANNED_PERIODS,),
    ),
    Rule(
        "expected_line",
        RuleGroup.EXPECTED,
        N_("Según la línea recta"),
        N_("esperado = punto de la línea desde el comienzo hasta la meta, por las metas intermedias"),
        N_(
            "A la fecha del propio dato, no a la de hoy: estar desactualizado se juzga aparte. "
            "Si cada año empieza de nuevo y se empezó a medir dentro de uno, ese año debe solo la parte que quedaba."
        ),
        (ExpectedRule.LINE,),
    ),
    Rule(
        "expected_target_from_start",
        RuleGroup.EXPECTED,
        N_("Disminuir, sin línea de base"),
        N_("esperado = meta (100 %)"),
        N_("Nada dice desde dónde bajaba, así que la meta rige desde el comienzo."),
        (ExpectedRule.TARGET_FROM_START,),
    ),
    Rule(
        "expected_path",
        RuleGroup.EXPECTED,
        N_("El camino hasta la meta"),
        N_("camino = lo esperado en cada fecha en que cambia: metas intermedias, períodos, cierres de año"),
        N_("Cada punto sale de la misma regla que juzga el valor de ese día. El de la meta original, de sus metas."),
    ),
    Rule(
        "year_ends",
        RuleGroup.EXPECTED,
        N_("Año por año"),
        N_("diferencia = valor al cierre del año − lo esperado a ese cierre"),
        N_("Sin dato del cierre no hay diferencia: se dice de cuándo es el último."),
    ),
    Rule(
        "status_met",
        RuleGroup.STATUS,
        N_("Cumplida"),
        N_("el valor alcanza la meta"),
        N_("Aunque haya fallado una meta intermedia. Si cada año empieza de nuevo, hasta el último año es En camino."),
        (Reason.TARGET_MET, Reason.INSIDE_BAND, Reason.YEAR_TARGET_MET, Reason.CEILING_KEPT),
    ),
    Rule(
        "status_attainment",
        RuleGroup.STATUS,
        N_("En camino, En riesgo o Atrasada"),
        N_("relación = avance ÷ avance esperado, contra los mínimos del plan"),
        N_("Desde el primer mínimo, En camino; desde el segundo, En riesgo; por debajo, Atrasada."),
        (
            Reason.ATTAINMENT_ON_TRACK,
            Reason.ATTAINMENT_AT_RISK,
            Reason.ATTAINMENT_OFF_TRACK,
            Reason.CEILING_ON_TRACK,
            Reason.CEILING_AT_RISK,
            Reason.CEILING_OFF_TRACK,
        ),
    ),
    Rule(
        "status_nothing_expected",
        RuleGroup.STATUS,
        N_("Cuando todavía no se esperaba avance"),
        N_("En camino si avance ≥ 0; si no, En riesgo"),
        N_("La relación con lo esperado no se puede calcular al comienzo. Sin fechas tampoco: queda En riesgo."),
        (Reason.NOTHING_EXPECTED_YET, Reason.BELOW_START, Reason.NO_EXPECTED),
    ),
    Rule(
        "status_late",
        RuleGroup.STATUS,
        N_("Atrasada por fecha o por tope"),
        N_("la fecha de la meta es anterior a hoy y no se cumplió, o el flujo pasó su tope"),
        N_("El día mismo del vencimiento todavía está en término. Una meta sin fecha propia vence con el plan."),
        (Reason.DUE_PASSED, Reason.CEILING_PASSED),
    ),
    Rule(
        "status_without_percent",
        RuleGroup.STATUS,
        N_("En riesgo, sin porcentaje"),
        N_("hay una meta que se puede comprobar y no se cumple"),
        N_("Se sabe que no cumple, pero no cuánto falta."),
        (Reason.NOT_MET_NO_PERCENT,),
    ),
    Rule(
        "status_undefined",
        RuleGroup.STATUS,
        N_("Sin iniciar, Sin datos y Cancelada"),
        N_("sin valor, sin meta medible, antes del comienzo, o dada de baja"),
        N_("Cada una es una palabra propia: no son un cero ni un atraso."),
        (
            Reason.NOT_STARTED,
            Reason.PLANNED,
            Reason.NO_VALUE,
            Reason.NO_TARGET,
            Reason.TEXT_TARGET,
            Reason.NO_COMPLETION,
            Reason.CANCELLED,
        ),
    ),
    Rule(
        "freshness",
        RuleGroup.FRESHNESS,
        N_("Al día, por vencer o vencida"),
        N_("vence = fin del período siguiente al último dato + demora admitida"),
        N_(
            "Por vencer desde que termina ese período; vencida desde el día siguiente al vencimiento. "
            "Sin dato, se cuenta desde el comienzo; llegado el último período que se debe, no vence más nada."
        ),
        (Freshness.FRESH, Freshness.DUE, Freshness.OVERDUE),
    ),
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
        N_("Quedan los períodos posteriores al dato hasta el que contiene la fecha de la meta."),
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
            "presupuesto."
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
