"""The rules of one indicator in words: its value, progress, expected level, status and freshness."""

from kpis.rule import Rule, RuleGroup
from kpis.vocabulary import Accumulation, ExpectedRule, Freshness, ProgressRule, Reason
from kpis.wording import N_

INDICATOR_RULES: tuple[Rule, ...] = (
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
)
