"""Codes to Spanish. These texts are the source of the translations; whoever shows them passes them through gettext.

Templates name their inputs: the columns of the evaluated row, of its definition or of its project. Whoever fills them
formats each input with its unit: a name in ``_pct`` as a percent with its sign, one in ``_on``, ``_start`` or ``_end``
as a date, one in ``_days`` as a number, a value in the indicator's own unit.
"""

from enum import StrEnum
from typing import NamedTuple

from kpis.vocabulary import (
    Accumulation,
    Bound,
    CompletionBasis,
    DelayCause,
    Direction,
    ExpectedRule,
    Frequency,
    Freshness,
    IndicatorClass,
    IndicatorKind,
    ProgressRule,
    ProjectState,
    Reason,
    RunRateReason,
    Status,
    TargetKind,
    ValueState,
)


def N_(text: str) -> str:
    """Mark a text for translation and return it as it is."""
    return text


class Words(NamedTuple):
    """A short sentence without numbers, and the sentence with its inputs."""

    short: str
    template: str


def _same(text: str) -> Words:
    """The short sentence says it all."""
    return Words(text, text)


_REASONS: dict[Reason, Words] = {
    Reason.CANCELLED: _same(N_("Se canceló.")),
    Reason.NOT_STARTED: _same(N_("Todavía no llegó la fecha de inicio.")),
    Reason.PLANNED: _same(N_("Está planificado, sin fecha de inicio.")),
    Reason.NO_VALUE: _same(N_("No hay ningún valor aprobado.")),
    Reason.NO_TARGET: _same(N_("No tiene meta fijada.")),
    Reason.TEXT_TARGET: Words(
        N_("La meta está escrita con palabras y no se puede medir."),
        N_("La meta está escrita con palabras («{target_text}») y no se puede medir."),
    ),
    Reason.TARGET_MET: Words(N_("Alcanzó la meta."), N_("Alcanzó la meta: {value} al {value_on}.")),
    Reason.INSIDE_BAND: Words(
        N_("Está dentro de la banda acordada."), N_("Está dentro de la banda acordada: {value} al {value_on}.")
    ),
    Reason.YEAR_TARGET_MET: Words(
        N_("Alcanzó la meta del año; el plan sigue."),
        N_("Alcanzó la meta del año ({target_value}) con {value} al {value_on}; el plan sigue."),
    ),
    Reason.CEILING_KEPT: Words(
        N_("Llegó a la fecha sin pasar el tope."),
        N_("Llegó al {target_due_on} sin pasar el tope: {value} de {target_value}."),
    ),
    Reason.CEILING_PASSED: Words(N_("Pasó el tope."), N_("Pasó el tope: {value} al {value_on}, y es {target_value}.")),
    Reason.CEILING_ON_TRACK: Words(
        N_("Usa del tope no más de lo previsto a esta altura."),
        N_("Lleva {value} al {value_on}; a esa fecha se preveía hasta {expected_value}."),
    ),
    Reason.CEILING_AT_RISK: Words(
        N_("Usa del tope más de lo previsto a esta altura."),
        N_("Lleva {value} al {value_on}, más de lo previsto a esa fecha ({expected_value})."),
    ),
    Reason.CEILING_OFF_TRACK: Words(
        N_("Usa del tope mucho más de lo previsto a esta altura."),
        N_("Lleva {value} al {value_on}, mucho más de lo previsto a esa fecha ({expected_value})."),
    ),
    Reason.DUE_PASSED: Words(
        N_("Pasó la fecha y no alcanzó la meta."),
        N_("Pasó el {target_due_on} y no alcanzó la meta: {value} de {target_value}."),
    ),
    Reason.NOTHING_EXPECTED_YET: _same(N_("A esta altura todavía no se esperaba avance.")),
    Reason.BELOW_START: _same(N_("Está peor que al comienzo.")),
    Reason.ATTAINMENT_ON_TRACK: Words(
        N_("Avanza al ritmo esperado."),
        N_("Avanzó {progress_pct} y debía llevar {expected_pct}: {attainment} de lo esperado (mínimo {on_track_min})."),
    ),
    Reason.ATTAINMENT_AT_RISK: Words(
        N_("Avanza por debajo de lo esperado."),
        N_(
            "Avanzó {progress_pct} y debía llevar {expected_pct}: {attainment} de lo esperado, "
            "menos que el mínimo de {on_track_min}."
        ),
    ),
    Reason.ATTAINMENT_OFF_TRACK: Words(
        N_("Avanza muy por debajo de lo esperado."),
        N_(
            "Avanzó {progress_pct} y debía llevar {expected_pct}: {attainment} de lo esperado, "
            "menos que el mínimo de {at_risk_min}."
        ),
    ),
    Reason.NOT_MET_NO_PERCENT: Words(
        N_("No cumple la meta y no se puede decir cuánto falta en porcentaje."),
        N_("No cumple la meta con {value} al {value_on}; no se puede decir cuánto falta en porcentaje."),
    ),
    Reason.NO_EXPECTED: _same(N_("No alcanzó la meta y faltan fechas para saber cuánto debía llevar.")),
    Reason.FINISHED: _same(N_("Está terminado.")),
    Reason.NO_COMPLETION: _same(N_("No tiene estado, avance ni fechas reales.")),
    Reason.END_PASSED: Words(
        N_("Pasó el fin previsto y no terminó."), N_("Pasó el fin previsto ({planned_end}) y no terminó.")
    ),
    Reason.PAUSED: _same(N_("Está en pausa.")),
    Reason.NOTHING_DUE_YET: _same(N_("Todavía no vence ningún hito.")),
    Reason.MILESTONES_ON_TRACK: Words(
        N_("Los hitos avanzan como estaba previsto."),
        N_("Completó {completion_pct} y los hitos ya vencidos suman {expected_pct}: {attainment} de lo esperado."),
    ),
    Reason.MILESTONES_AT_RISK: Words(
        N_("Los hitos avanzan por debajo de lo previsto."),
        N_(
            "Completó {completion_pct} y los hitos ya vencidos suman {expected_pct}: {attainment} de lo esperado, "
            "menos que el mínimo de {on_track_min}."
        ),
    ),
    Reason.MILESTONES_OFF_TRACK: Words(
        N_("Los hitos avanzan muy por debajo de lo previsto."),
        N_(
            "Completó {completion_pct} y los hitos ya vencidos suman {expected_pct}: {attainment} de lo esperado, "
            "menos que el mínimo de {at_risk_min}."
        ),
    ),
    Reason.START_PASSED: Words(
        N_("Pasó el inicio previsto y no empezó. Sin hitos, solo lo juzgan las fechas."),
        N_("Debía empezar el {planned_start} y no empezó. Sin hitos, solo lo juzgan las fechas."),
    ),
    Reason.DATES_ONLY: _same(N_("Sin hitos, solo lo juzgan las fechas, y está dentro de ellas.")),
    Reason.NO_DATES: _same(N_("No tiene hitos ni fechas previstas: nada lo muestra atrasado.")),
}

_PROGRESS_RULES: dict[ProgressRule, str] = {
    ProgressRule.BASELINE: N_("Parte recorrida del camino entre la línea de base y la meta."),
    ProgressRule.FLOW: N_("Parte de la meta que ya se acumuló; un flujo empieza de cero."),
    ProgressRule.RATIO: N_("Valor sobre meta, porque no hay línea de base."),
    ProgressRule.INVERSE_RATIO: N_("Meta sobre valor, porque debe bajar y no hay línea de base."),
    ProgressRule.INSIDE_BAND: N_("Está dentro de la banda: 100 %."),
    ProgressRule.OUTSIDE_BAND: N_("Sin porcentaje: está fuera de la banda."),
    ProgressRule.NO_VALUE: N_("Sin porcentaje: no hay valor."),
    ProgressRule.NO_TARGET: N_("Sin porcentaje: no hay meta."),
    ProgressRule.TEXT_TARGET: N_("Sin porcentaje: la meta está escrita con palabras."),
    ProgressRule.VALUE_IS_BOUND: N_("Sin porcentaje: del valor solo se conoce un límite."),
    ProgressRule.BOUND_TARGET: N_("Sin porcentaje: la meta es un límite y no hay línea de base desde donde medir."),
    ProgressRule.TARGET_EQUALS_BASELINE: N_("Sin porcentaje: la meta es igual a la línea de base; se cumple o no."),
    ProgressRule.FLOW_CEILING: N_("Sin porcentaje: la meta es un tope que no se debe pasar."),
    ProgressRule.ZERO_TARGET: N_("Sin porcentaje: la meta es cero o menos y no hay desde donde medir."),
    ProgressRule.ZERO_WITHOUT_BASELINE: N_("Sin porcentaje: debe bajar, hay un cero o menos y no hay línea de base."),
}

_EXPECTED_RULES: dict[ExpectedRule, str] = {
    ExpectedRule.PLANNED_PERIODS: N_("Lo planificado para los períodos hasta esa fecha, acumulado como el valor."),
    ExpectedRule.LINE: N_("La línea recta desde el comienzo hasta la meta, por las metas intermedias."),
    ExpectedRule.TARGET_FROM_START: N_("La meta misma: no se sabe desde dónde baja, así que rige desde el comienzo."),
}

_RUN_RATE_REASONS: dict[RunRateReason, str] = {
    RunRateReason.NO_VALUE: N_("Sin ritmo: no hay valor."),
    RunRateReason.NO_NUMBER: N_("Sin ritmo: la meta no tiene número."),
    RunRateReason.BAND: N_("Sin ritmo: se trata de mantener, no de avanzar."),
    RunRateReason.CEILING: N_("Sin ritmo: es un tope; no hay nada que alcanzar."),
    RunRateReason.ALREADY_MET: N_("Sin ritmo: ya cumple la meta."),
    RunRateReason.NO_PERIODS_LEFT: N_("Sin ritmo: no quedan períodos hasta la fecha de la meta."),
}

# By enumeration: members of different ones may be equal strings (a project and an indicator may both be cancelled).
_LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Status: {
        Status.MET: N_("Cumplida"),
        Status.ON_TRACK: N_("En camino"),
        Status.AT_RISK: N_("En riesgo"),
        Status.OFF_TRACK: N_("Atrasada"),
        Status.NOT_STARTED: N_("Sin iniciar"),
        Status.NO_DATA: N_("Sin datos"),
        Status.CANCELLED: N_("Cancelada"),
    },
    Freshness: {
        Freshness.FRESH: N_("al día"),
        Freshness.DUE: N_("por vencer"),
        Freshness.OVERDUE: N_("vencida"),
    },
    Direction: {
        Direction.INCREASE: N_("aumentar"),
        Direction.DECREASE: N_("disminuir"),
        Direction.KEEP: N_("mantener"),
    },
    Accumulation: {
        Accumulation.LAST: N_("último valor"),
        Accumulation.SUM: N_("suma"),
        Accumulation.MEAN: N_("promedio"),
    },
    Frequency: {
        Frequency.MONTHLY: N_("mensual"),
        Frequency.BIMONTHLY: N_("bimestral"),
        Frequency.QUARTERLY: N_("trimestral"),
        Frequency.FOUR_MONTHLY: N_("cuatrimestral"),
        Frequency.HALF_YEARLY: N_("semestral"),
        Frequency.YEARLY: N_("anual"),
        Frequency.ONCE: N_("una vez"),
    },
    Bound: {
        Bound.ABOVE: N_("más de"),
        Bound.AT_LEAST: N_("al menos"),
        Bound.BELOW: N_("menos de"),
        Bound.AT_MOST: N_("hasta"),
    },
    TargetKind: {
        TargetKind.FINAL: N_("meta final"),
        TargetKind.INTERIM: N_("meta intermedia"),
        TargetKind.PERIOD: N_("planificado del período"),
    },
    ProjectState: {
        ProjectState.PLANNED: N_("planificado"),
        ProjectState.IN_PROGRESS: N_("en curso"),
        ProjectState.PAUSED: N_("en pausa"),
        ProjectState.FINISHED: N_("terminado"),
        ProjectState.CANCELLED: N_("cancelado"),
    },
    DelayCause: {
        DelayCause.FUNDING: N_("falta de fondos"),
        DelayCause.PROCUREMENT: N_("compras y licitaciones"),
        DelayCause.PERMITS: N_("permisos y trámites"),
        DelayCause.DESIGN: N_("proyecto técnico"),
        DelayCause.CONTRACTOR: N_("contratista o proveedor"),
        DelayCause.STAFF: N_("falta de personal"),
        DelayCause.WEATHER: N_("clima"),
        DelayCause.COORDINATION: N_("coordinación con otras áreas"),
        DelayCause.SCOPE: N_("cambio de alcance"),
        DelayCause.OTHER: N_("otra causa"),
    },
    IndicatorKind: {
        IndicatorKind.PROCESS: N_("de proceso"),
        IndicatorKind.OUTCOME: N_("de resultado"),
    },
    IndicatorClass: {
        IndicatorClass.EFFICIENCY: N_("eficiencia"),
        IndicatorClass.EFFICACY: N_("eficacia"),
        IndicatorClass.QUALITY: N_("calidad"),
        IndicatorClass.PRODUCTIVITY: N_("productividad"),
        IndicatorClass.IMPACT: N_("impacto"),
    },
    ValueState: {
        ValueState.DRAFT: N_("borrador"),
        ValueState.SENT: N_("enviado"),
        ValueState.RETURNED: N_("devuelto"),
        ValueState.APPROVED: N_("aprobado"),
    },
    CompletionBasis: {
        CompletionBasis.MILESTONES: N_("por hitos"),
        CompletionBasis.DECLARED: N_("declarado"),
        CompletionBasis.FINISHED: N_("terminado"),
    },
}


def reason_words(reason_code: str) -> str:
    """Short sentence without numbers of a status reason. Raises ValueError for an unknown code."""
    return _REASONS[Reason(reason_code)].short


def reason_template(reason_code: str) -> str:
    """Sentence of a status reason with {named} inputs. Raises ValueError for an unknown code."""
    return _REASONS[Reason(reason_code)].template


def progress_words(progress_rule: str) -> str:
    """How the percent was got, or why there is none. Raises ValueError for an unknown code."""
    return _PROGRESS_RULES[ProgressRule(progress_rule)]


def expected_words(expected_rule: str) -> str:
    """Where the expected value comes from. Raises ValueError for an unknown code."""
    return _EXPECTED_RULES[ExpectedRule(expected_rule)]


def run_rate_words(run_rate_reason: str) -> str:
    """Why no required pace is given. Raises ValueError for an unknown code."""
    return _RUN_RATE_REASONS[RunRateReason(run_rate_reason)]


def label(word: StrEnum) -> str:
    """Screen word of a member of the vocabulary. Raises KeyError for one that is never shown."""
    return _LABELS[type(word)][word]
