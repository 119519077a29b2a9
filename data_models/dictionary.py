"""The one dictionary: every published column, its names, type, unit, meaning and allowed values.

The progress table and the view `tabla_de_avance` are built from ``PROGRESS``; forms, exports, the API's schema and the
page `/diccionario` read the sections. Meanings are Spanish because Spanish is the language they are published in.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kpis import wording
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
    Status,
    TargetKind,
    ValueState,
)


class ItemKind(StrEnum):
    """What a row of the progress table is about."""

    PROJECT = "project"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class AllowedValue:
    """A stored code and the Spanish word it is published with."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Column:
    """One published column.

    ``type`` is text, integer, number, date, datetime or boolean. ``unit`` is what a number counts ("%", "días").
    ``is_public`` says whether anybody may read the column; rows have their own rule (see `visibility`).
    """

    name: str
    spanish_name: str
    type: str
    unit: str | None
    meaning: str
    allowed_values: tuple[AllowedValue, ...] = ()
    is_public: bool = True

    @property
    def file_name(self) -> str:
        """The Spanish name as a column of a file or a view: lower case, no accents ("fecha_del_valor")."""
        plain = unicodedata.normalize("NFKD", self.spanish_name).encode("ascii", "ignore").decode().lower()
        return "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())

    def word(self, code: str | None) -> str | None:
        """The Spanish word of a stored code; a code that is not in the list comes back as it is."""
        return next((allowed.word for allowed in self.allowed_values if allowed.code == code), code)


_ITEM_WORDS: dict[StrEnum, str] = {ItemKind.PROJECT: "proyecto", ItemKind.INDICATOR: "indicador"}


def _word_of(value: StrEnum) -> str:
    match value:
        case ItemKind():
            return _ITEM_WORDS[value]
        case ProgressRule():
            return wording.progress_words(value)
        case ExpectedRule():
            return wording.expected_words(value)
        case Reason():
            return wording.reason_words(value)
    return wording.label(value)


def _allowed(values: type[StrEnum] | None) -> tuple[AllowedValue, ...]:
    return tuple(AllowedValue(str(value), _word_of(value)) for value in values) if values else ()


def _text(
    name: str, spanish_name: str, meaning: str, values: type[StrEnum] | None = None, *, public: bool = True
) -> Column:
    return Column(name, spanish_name, "text", None, meaning, _allowed(values), public)


def _integer(name: str, spanish_name: str, unit: str | None, meaning: str, *, public: bool = True) -> Column:
    return Column(name, spanish_name, "integer", unit, meaning, (), public)


def _number(name: str, spanish_name: str, unit: str | None, meaning: str) -> Column:
    return Column(name, spanish_name, "number", unit, meaning)


def _date(name: str, spanish_name: str, meaning: str) -> Column:
    return Column(name, spanish_name, "date", None, meaning)


def _boolean(name: str, spanish_name: str, meaning: str, *, public: bool = True) -> Column:
    return Column(name, spanish_name, "boolean", None, meaning, (), public)


OF_THE_INDICATOR = "la del indicador"
MONEY = "moneda indicada"

PROGRESS: tuple[Column, ...] = (
    _integer("plan_id", "Id del plan", None, "Número interno del plan.", public=False),
    _text("item_kind", "Clase de fila", "Si la fila es de un proyecto o de un indicador.", ItemKind),
    _integer("item_id", "Id del elemento", None, "Número interno del proyecto o indicador.", public=False),
    _text("municipality_name", "Municipio", "Municipio al que pertenece el plan."),
    _text("plan_code", "Código del plan", "Código estable del plan."),
    _text("plan_name", "Plan", "Nombre del plan."),
    _boolean("is_demo", "Es demostración", "Verdadero si los datos son inventados para mostrar el sistema."),
    _text("code", "Código", "Código del proyecto o indicador, único dentro del plan."),
    _text("slug", "Nombre en la dirección", "Nombre corto con que aparece en la dirección de su página."),
    _text("name", "Nombre", "Nombre del proyecto o indicador."),
    _text("promise", "Promesa", "Lo que se prometió, en palabras; en un proyecto, su descripción."),
    _text("axis_code", "Código del eje", "Código del primer nivel del plan."),
    _text("axis_name", "Eje", "Primer nivel del plan."),
    _text("axis_slug", "Dirección del eje", "Nombre corto del eje en las direcciones."),
    _text("program_code", "Código del programa", "Código del segundo nivel del plan."),
    _text("program_name", "Programa", "Segundo nivel del plan."),
    _text("program_slug", "Dirección del programa", "Nombre corto del programa en las direcciones."),
    _text("level3_code", "Código del nivel 3", "Código del tercer nivel, en planes que lo tienen."),
    _text("level3_name", "Nivel 3", "Tercer nivel del plan, si lo tiene."),
    _text("level4_code", "Código del nivel 4", "Código del cuarto nivel, en planes que lo tienen."),
    _text("level4_name", "Nivel 4", "Cuarto nivel del plan, si lo tiene."),
    _text("level5_code", "Código del nivel 5", "Código del quinto nivel, en planes que lo tienen."),
    _text("level5_name", "Nivel 5", "Quinto nivel del plan, si lo tiene."),
    _text("path_text", "Ubicación", "Todos los niveles en que está, de arriba abajo, con su código."),
    _integer("node_id", "Id del nivel", None, "Número interno del nivel del que depende.", public=False),
    _text("project_code", "Código del proyecto", "Código del proyecto del indicador; en un proyecto, el suyo."),
    _text("project_name", "Proyecto", "Proyecto del indicador; en un proyecto, él mismo."),
    _text("project_slug", "Dirección del proyecto", "Nombre corto del proyecto en las direcciones."),
    _text("secretariat_code", "Código de la secretaría", "Código de la secretaría que lidera."),
    _text("secretariat_name", "Secretaría", "Secretaría que lidera y responde."),
    _text("secretariat_slug", "Dirección de la secretaría", "Nombre corto de la secretaría en las direcciones."),
    _text(
        "shared_secretariat_codes",
        "Códigos de las secretarías que comparten",
        "Códigos de las demás secretarías responsables, separados por «; ».",
    ),
    _text(
        "shared_secretariat_names",
        "Secretarías que comparten",
        "Las demás secretarías responsables, separadas por «; », sin la que lidera.",
    ),
    _text(
        "responsible_slugs",
        "Direcciones de los responsables",
        "Nombres cortos de toda secretaría o área responsable y de las que están por encima, separados por «; ».",
    ),
    _text("responsible_post", "Cargo responsable", "Cargo que responde, nunca un nombre de persona."),
    _text(
        "indicator_kind",
        "Tipo de indicador",
        "De proceso: mide lo que se hace. De resultado: mide lo que cambia.",
        IndicatorKind,
    ),
    _text("indicator_class", "Clase de indicador", "Qué aspecto mide el indicador.", IndicatorClass),
    _boolean(
        "is_strategic", "Estratégico", "Verdadero si es uno de los indicadores globales con que se mide el plan entero."
    ),
    _text("unit", "Unidad", "Unidad en que se mide el indicador."),
    _integer("decimals", "Decimales", "cifras", "Cuántos decimales se muestran."),
    _text("direction", "Sentido", "Si el valor debe aumentar, disminuir o mantenerse.", Direction),
    _text("accumulation", "Acumulación", "Cómo se combinan los valores de los períodos.", Accumulation),
    _text(
        "accumulation_years",
        "Acumulación entre años",
        "Cómo se combinan los años cuando cada año se acumula por separado.",
        Accumulation,
    ),
    _text("frequency", "Frecuencia", "Cada cuánto se espera un dato nuevo.", Frequency),
    _integer(
        "allowed_delay_days",
        "Demora admitida",
        "días",
        "Días que pueden pasar desde el fin del período hasta que el dato se considera vencido.",
    ),
    _text("project_state", "Situación del proyecto", "Situación que informa quien lo ejecuta.", ProjectState),
    _date("planned_start", "Inicio previsto", "Fecha de inicio prevista."),
    _date("planned_end", "Fin previsto", "Fecha de fin prevista."),
    _date("actual_start", "Inicio real", "Fecha en que empezó."),
    _date("actual_end", "Fin real", "Fecha en que terminó."),
    _text(
        "dates_text", "Fechas en palabras", "Las fechas como estaban escritas, cuando no se pueden leer como fechas."
    ),
    _text("district", "Distrito", "Distrito o lugar."),
    _text(
        "delay_cause",
        "Causa de la demora",
        "Por qué está demorado, según quien lo ejecuta; vacía si nadie la dijo.",
        DelayCause,
    ),
    _date("recovery_on", "Fecha de recuperación", "Fecha en que se prometió volver a lo previsto."),
    _number("baseline_value", "Línea de base", OF_THE_INDICATOR, "Valor de partida."),
    _date("baseline_on", "Fecha de la línea de base", "Fecha del valor de partida."),
    _text(
        "baseline_text", "Línea de base en palabras", "La línea de base como estaba escrita, cuando no es un número."
    ),
    _number("target_value", "Meta", OF_THE_INDICATOR, "La meta que se aplica a la fecha de corte."),
    _number("target_upper", "Meta: límite superior", OF_THE_INDICATOR, "Límite superior de la banda a mantener."),
    _text("target_bound", "Meta: cota", "Cuando la meta es «más de» o «menos de» un número.", Bound),
    _text("target_text", "Meta en palabras", "La meta como estaba escrita, cuando no es un número."),
    _date(
        "target_due_on",
        "Vencimiento de la meta",
        "Fecha en que debe estar cumplida; si la meta no dice una, el fin del plan.",
    ),
    _number(
        "original_target_value",
        "Meta original",
        OF_THE_INDICATOR,
        "La meta que se aplica, como se prometió al principio.",
    ),
    _date("original_target_due_on", "Vencimiento original", "Vencimiento que tenía esa meta al principio."),
    _integer(
        "target_revisions", "Revisiones de la meta", "revisiones", "Cuántas veces se revisó la meta que se aplica."
    ),
    _date("target_revised_on", "Última revisión de la meta", "Fecha en que se decidió la revisión en vigor."),
    _number(
        "value",
        "Valor",
        OF_THE_INDICATOR,
        "Valor acumulado hasta el último período aprobado. Vacío es sin dato, nunca cero.",
    ),
    _text("value_bound", "Valor: cota", "Cuando el valor informado es «más de» o «menos de» un número.", Bound),
    _text("value_text", "Valor en palabras", "El último valor como estaba escrito, cuando no es un número solo."),
    _date("value_on", "Fecha del valor", "Fin del último período con valor."),
    _date("value_period_start", "Inicio del período del valor", "Inicio del último período con valor."),
    _number("numerator", "Numerador", None, "Numerador de la razón, acumulado."),
    _number("denominator", "Denominador", None, "Denominador de la razón, acumulado."),
    _date("value_approved_on", "Fecha de aprobación", "Día en que se aprobó o importó el último valor."),
    _number(
        "progress_pct",
        "Avance",
        "%",
        "Parte de la meta alcanzada, sin tope; en un proyecto, lo completado. Vacío si no se puede calcular.",
    ),
    _text("progress_rule", "Regla del avance", "Qué fórmula dio el avance, o por qué no hay.", ProgressRule),
    _text("completion_basis", "Base del avance", "De qué sale el avance de un proyecto.", CompletionBasis),
    _number("expected_value", "Valor esperado", OF_THE_INDICATOR, "Valor que correspondía a la fecha del valor."),
    _number("expected_pct", "Avance esperado", "%", "Avance que correspondía a la fecha del valor."),
    _text("expected_rule", "Regla de lo esperado", "De qué sale el valor esperado.", ExpectedRule),
    _number("gap_points", "Diferencia", "puntos", "Avance menos avance esperado."),
    _number(
        "attainment",
        "Avance sobre lo esperado",
        None,
        "Avance dividido por avance esperado; en un tope, lo permitido dividido por lo usado. 1 es lo esperado.",
    ),
    _text("status", "Estado", "Cómo está respecto de la meta en vigor.", Status),
    _text(
        "status_original",
        "Estado según la meta original",
        "Cómo estaría con todas las metas como se prometieron al principio.",
        Status,
    ),
    _text("reason_code", "Código del motivo", "Qué regla dio el estado.", Reason),
    _text("reason", "Motivo", "Por qué tiene ese estado, en palabras."),
    _text("freshness", "Actualización", "Si el dato está al día según su frecuencia.", Freshness),
    _date("last_data_on", "Último dato", "Fin del último período informado; en un proyecto, última actualización."),
    _date("next_due_on", "Próximo dato", "Último día admitido para el dato siguiente."),
    _integer("days_overdue", "Días de atraso del dato", "días", "Días desde que venció el plazo del dato siguiente."),
    _integer("values_expected", "Valores esperados", "períodos", "Períodos cerrados que debían tener valor."),
    _integer("values_present", "Valores presentes", "períodos", "Períodos cerrados que tienen valor."),
    _integer(
        "missing_periods",
        "Períodos faltantes",
        "períodos",
        "Períodos sin valor entre el primero esperado y el último con valor.",
    ),
    _number("coverage_pct", "Cobertura de la serie", "%", "Valores presentes sobre valores esperados."),
    _integer("milestones_done", "Hitos cumplidos", "hitos", "Hitos cumplidos a la fecha de corte."),
    _integer("milestones_total", "Hitos", "hitos", "Hitos del proyecto."),
    _number(
        "required_per_period",
        "Ritmo necesario",
        "la del indicador por período",
        "Cuánto debe cambiar el valor por período para llegar a la meta.",
    ),
    _number(
        "recent_per_period",
        "Ritmo reciente",
        "la del indicador por período",
        "Cuánto cambió el valor por período en los últimos cuatro.",
    ),
    _integer(
        "periods_left",
        "Períodos que quedan",
        "períodos",
        "Períodos desde el último valor hasta el vencimiento; ninguno si ya pasó.",
    ),
    _text("budget_currency", "Moneda", "Moneda de los montos (código ISO 4217)."),
    _number("budget_approved", "Presupuesto aprobado", MONEY, "Presupuesto aprobado de todos los años."),
    _number("budget_current", "Presupuesto vigente", MONEY, "Presupuesto vigente de todos los años."),
    _number("budget_executed", "Presupuesto ejecutado", MONEY, "Presupuesto ejecutado de todos los años."),
    _number(
        "budget_executed_pct",
        "Ejecución presupuestaria",
        "%",
        "Ejecutado sobre vigente; sobre aprobado cuando no hay vigente.",
    ),
    _text(
        "sdg_codes",
        "ODS",
        "Objetivos y metas de Desarrollo Sostenible con que se vincula, por sí o por aquello de lo que depende.",
    ),
    _text("link_codes", "Vínculos", "Vínculos con ejes transversales, «eje:código», propios o heredados."),
    _number("weight", "Peso", None, "Peso en los promedios."),
    _boolean("is_public", "Es pública", "Verdadero si cualquiera puede leer la fila.", public=False),
    _text("rules_version", "Versión de las reglas", "Versión de las reglas con que se calculó la fila."),
    _date("as_of", "Fecha de corte", "Fecha a la que se calculó la fila."),
    _integer("known_version", "Versión de los datos", None, "Versión de los datos con que se calculó.", public=False),
)

_SOURCE = _text("source_ref", "Origen", "Planilla y celda de donde vino el dato.")
_ITEM_WEIGHT = _number("weight", "Peso", None, "Peso en los promedios.")
_IS_PUBLIC = _boolean("is_public", "Es público", "Verdadero si cualquiera puede leerlo.", public=False)

PLANS: tuple[Column, ...] = (
    _text("code", "Código", "Código estable del plan."),
    _text("name", "Nombre", "Nombre del plan."),
    _date("starts_on", "Inicio", "Primer día del plan."),
    _date("ends_on", "Fin", "Último día del plan."),
    _date("as_of_on", "Fecha de corte fija", "Fecha a la que se juzga el plan; vacía, el día de hoy."),
    _number("on_track_min", "Umbral de En camino", None, "Avance sobre lo esperado desde el que está en camino."),
    _number("at_risk_min", "Umbral de En riesgo", None, "Avance sobre lo esperado desde el que está en riesgo."),
    _IS_PUBLIC,
    _boolean("is_demo", "Es demostración", "Verdadero si los datos son inventados para mostrar el sistema."),
    _text("licence", "Licencia", "Licencia con que se publican los datos."),
)

LEVELS: tuple[Column, ...] = (
    _text("role", "Papel", "Si nombra un nivel del plan, los proyectos o los indicadores."),
    _integer("depth", "Nivel", None, "Profundidad del nivel, 1 es el más alto."),
    _text("singular", "Nombre en singular", "Cómo llama el plan a este nivel."),
    _text("plural", "Nombre en plural", "Cómo llama el plan a los elementos de este nivel."),
)

SECRETARIATS: tuple[Column, ...] = (
    _text("code", "Código", "Código estable de la secretaría o área."),
    _text("name", "Nombre", "Nombre de la secretaría o área."),
    _date("in_force_from", "En vigor desde", "Desde cuándo existe."),
    _date("in_force_to", "En vigor hasta", "Hasta cuándo existió; vacía si sigue."),
)

NODES: tuple[Column, ...] = (
    _integer("depth", "Nivel", None, "Profundidad, 1 es el eje."),
    _text("code", "Código", "Código único dentro de su nivel."),
    _text("name", "Nombre", "Nombre del eje, programa o nivel."),
    _text("description", "Descripción", "Descripción."),
    _number("weight", "Peso", None, "Peso que le da el plan; los promedios usan el de cada meta y proyecto."),
    _integer("sort_order", "Orden", None, "Orden en que se muestra."),
)

PROJECTS: tuple[Column, ...] = (
    _text("code", "Código", "Código único dentro del plan."),
    _text("name", "Nombre", "Nombre del proyecto."),
    _text("description", "Descripción", "Descripción."),
    _text("state", "Situación", "Situación que informa quien lo ejecuta.", ProjectState),
    _date("planned_start", "Inicio previsto", "Fecha de inicio prevista."),
    _date("planned_end", "Fin previsto", "Fecha de fin prevista."),
    _date("actual_start", "Inicio real", "Fecha en que empezó."),
    _date("actual_end", "Fin real", "Fecha en que terminó."),
    _text("dates_text", "Fechas en palabras", "Las fechas como estaban escritas."),
    _number("declared_pct", "Avance declarado", "%", "Avance que declara quien lo ejecuta."),
    _date("declared_on", "Fecha de lo declarado", "Fecha del avance declarado."),
    _date("last_update_on", "Última actualización", "Fecha en que se revisó por última vez."),
    _text("update_frequency", "Frecuencia", "Cada cuánto se espera una actualización.", Frequency),
    _integer("allowed_delay_days", "Demora admitida", "días", "Días de demora que se admiten."),
    _text("district", "Distrito", "Distrito o lugar."),
    _ITEM_WEIGHT,
    _IS_PUBLIC,
    _text(
        "delay_cause",
        "Causa de la demora",
        "Por qué está demorado, según quien lo ejecuta; vacía si nadie la dijo.",
        DelayCause,
    ),
    _date("recovery_on", "Fecha de recuperación", "Fecha en que se prometió volver a lo previsto."),
)

MILESTONES: tuple[Column, ...] = (
    _text("code", "Código", "Código único dentro del proyecto."),
    _text("name", "Hito", "Qué debe estar hecho."),
    _number("weight", "Peso", None, "Parte del proyecto, en cualquier unidad."),
    _date("due_on", "Vence", "Fecha prevista."),
    _date("done_on", "Cumplido", "Fecha en que se cumplió; vacía si falta."),
    _SOURCE,
)

BUDGETS: tuple[Column, ...] = (
    _integer("year", "Año", None, "Año del presupuesto; vacío, todo el plan."),
    _text("currency", "Moneda", "Moneda (código ISO 4217)."),
    _number("approved_amount", "Aprobado", MONEY, "Presupuesto aprobado."),
    _number("current_amount", "Vigente", MONEY, "Presupuesto vigente."),
    _number("executed_amount", "Ejecutado", MONEY, "Presupuesto ejecutado."),
    _SOURCE,
)

RESPONSIBILITIES: tuple[Column, ...] = (
    _boolean("is_lead", "Lidera", "Verdadero si es la secretaría que lidera."),
    _text("post", "Cargo", "Cargo que responde."),
)

INDICATORS: tuple[Column, ...] = (
    _text("code", "Código", "Código único dentro del plan."),
    _text("name", "Nombre", "Nombre del indicador."),
    _text("promise", "Promesa", "Lo que se prometió, en palabras."),
    _text("contributes_to", "Contribuye a", "A qué contribuye cumplirlo."),
    _text("kind", "Tipo", "De proceso o de resultado.", IndicatorKind),
    _text("indicator_class", "Clase", "Qué aspecto mide.", IndicatorClass),
    _text("unit", "Unidad", "Unidad en que se mide."),
    _text("direction", "Sentido", "Si debe aumentar, disminuir o mantenerse.", Direction),
    _integer("decimals", "Decimales", "cifras", "Cuántos decimales se muestran."),
    _text("accumulation", "Acumulación", "Cómo se combinan los períodos.", Accumulation),
    _text("accumulation_years", "Acumulación entre años", "Cómo se combinan los años.", Accumulation),
    _text("numerator_name", "Numerador", "Qué cuenta el numerador."),
    _text("denominator_name", "Denominador", "Qué cuenta el denominador."),
    _number("ratio_scale", "Escala de la razón", None, "100 para un porcentaje, 1000 para tantos por mil."),
    _text("frequency", "Frecuencia", "Cada cuánto se espera un dato.", Frequency),
    _integer("allowed_delay_days", "Demora admitida", "días", "Días de demora que se admiten."),
    _number("baseline_value", "Línea de base", OF_THE_INDICATOR, "Valor de partida."),
    _date("baseline_on", "Fecha de la línea de base", "Fecha del valor de partida."),
    _text("baseline_text", "Línea de base en palabras", "La línea de base como estaba escrita."),
    _text("baseline_ref", "Origen de la línea de base", "Planilla y celda de donde vino."),
    _date("starts_on", "Empieza a medirse", "Desde cuándo se espera un dato; vacía, desde el inicio del plan."),
    _text("definition", "Definición", "Qué mide y qué no."),
    _text("formula", "Fórmula", "Cómo se calcula, en palabras."),
    _text("source", "Fuente", "De dónde salen los datos."),
    _ITEM_WEIGHT,
    _IS_PUBLIC,
    _boolean("is_cancelled", "Cancelado", "Verdadero si ya no se persigue."),
    _boolean(
        "is_strategic", "Estratégico", "Verdadero si es uno de los indicadores globales con que se mide el plan entero."
    ),
)

TARGETS: tuple[Column, ...] = (
    _text("kind", "Clase de meta", "Final, intermedia o de un período.", TargetKind),
    _date("period_start", "Inicio del período", "Primer día, en las metas de un período."),
    _date("due_on", "Vence", "Fecha en que debe estar cumplida."),
    _number("value", "Meta", OF_THE_INDICATOR, "Valor prometido."),
    _number("upper_value", "Límite superior", OF_THE_INDICATOR, "Límite superior de la banda a mantener."),
    _text("bound", "Cota", "Cuando la meta es «más de» o «menos de» un número.", Bound),
    _text("text", "Meta en palabras", "La meta como estaba escrita."),
    _text("accumulation", "Acumulación del año", "Cómo se combinan los períodos de ese año.", Accumulation),
    _integer("revision", "Revisión", None, "0 es la original."),
    _text("reason", "Motivo", "Por qué se revisó."),
    _date("decided_on", "Decidida el", "Fecha en que se decidió la revisión."),
    _SOURCE,
)

VALUES: tuple[Column, ...] = (
    _date("period_start", "Inicio del período", "Primer día del período."),
    _date("period_end", "Fin del período", "Último día del período."),
    _number("value", "Valor", OF_THE_INDICATOR, "Lo medido en el período."),
    _text("bound", "Cota", "Cuando lo informado es «más de» o «menos de» un número.", Bound),
    _text("text", "Valor en palabras", "El valor como estaba escrito."),
    _number("numerator", "Numerador", None, "Numerador del período."),
    _number("denominator", "Denominador", None, "Denominador del período."),
    _text("state", "Situación", "En qué paso está el valor.", ValueState),
    _text("note", "Nota", "Aclaración de quien lo informó."),
    _text("evidence_url", "Evidencia", "Enlace a la prueba."),
    _SOURCE,
)

LINKS: tuple[Column, ...] = (_integer("strength", "Fuerza", None, "Fuerza del vínculo, de 1 a 3."),)

CROSS_AXES: tuple[Column, ...] = (
    _text("code", "Código", "Código del eje transversal."),
    _text("name", "Nombre", "Nombre del eje transversal."),
)

CROSS_AXIS_ITEMS: tuple[Column, ...] = (
    _text("code", "Código", "Código dentro del eje transversal."),
    _text("name", "Nombre", "Nombre del objetivo o meta."),
)

DISTRICTS: tuple[Column, ...] = (
    _text("name", "Distrito", "Nombre del distrito, como lo escriben los proyectos."),
    _text("outline", "Contorno", "Polígono del distrito, geometría GeoJSON en grados (longitud, latitud)."),
)

MUNICIPALITIES: tuple[Column, ...] = (
    _text("code", "Código", "Código del municipio."),
    _text("name", "Nombre", "Nombre del municipio."),
    _text("country", "País", "País (código ISO 3166)."),
    _text("currency", "Moneda", "Moneda (código ISO 4217)."),
)


@dataclass(frozen=True, slots=True)
class Section:
    """The published columns of one subject, and the tables of the store they live in."""

    key: str
    spanish_name: str
    columns: tuple[Column, ...]
    tables: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section("progress", "Tabla de avance", PROGRESS, ("progress",)),
    Section("plans", "Planes", PLANS, ("plans", "plan_versions")),
    Section("levels", "Niveles", LEVELS, ("plan_levels",)),
    Section("nodes", "Ejes, programas y demás niveles", NODES, ("nodes", "node_versions")),
    Section("secretariats", "Secretarías", SECRETARIATS, ("secretariats", "secretariat_versions")),
    Section("projects", "Proyectos", PROJECTS, ("projects", "project_versions")),
    Section("milestones", "Hitos", MILESTONES, ("milestones",)),
    Section("budgets", "Presupuesto", BUDGETS, ("budgets",)),
    Section("responsibilities", "Responsables", RESPONSIBILITIES, ("responsibilities",)),
    Section("indicators", "Indicadores", INDICATORS, ("indicators", "indicator_versions")),
    Section("targets", "Metas", TARGETS, ("targets",)),
    Section("values", "Valores", VALUES, ("indicator_values",)),
    Section("links", "Vínculos", LINKS, ("links",)),
    Section("cross_axes", "Ejes transversales", CROSS_AXES, ("cross_axes",)),
    Section("cross_axis_items", "Objetivos de los ejes transversales", CROSS_AXIS_ITEMS, ("cross_axis_items",)),
    Section("municipalities", "Municipios", MUNICIPALITIES, ("municipalities",)),
    Section("districts", "Distritos", DISTRICTS, ("districts",)),
)

# Columns that say who recorded a row and when, not what it says.
RECORDING = (
    "recorded_at",
    "recorded_by",
    "import_id",
    "superseded_at",
    "superseded_by",
    "superseded_import_id",
    "restores_id",
)
# Who recorded what is answered by the audit, and published only as provenance in words; ids mean nothing outside.
RECORDING_COLUMNS = frozenset({"id", "is_withdrawn", "source_ref", *RECORDING})
REFERENCE_COLUMNS = frozenset(
    {
        "plan_id",
        "municipality_id",
        "node_id",
        "parent_id",
        "project_id",
        "indicator_id",
        "secretariat_id",
        "cross_axis_id",
        "cross_axis_item_id",
    }
)
INTERNAL_COLUMNS: dict[str, frozenset[str]] = {
    "indicator_values": frozenset({"decided_by", "decided_at", "return_reason"}),
}
# Accounts, their work and the URL names are how the house runs, not what it publishes.
INTERNAL_TABLES = frozenset(
    {"accounts", "audit", "data_version", "imports", "import_findings", "plan_listings", "url_names", "alembic_version"}
)


def section(key: str) -> Section:
    """The section called ``key``; KeyError when there is none."""
    for found in SECTIONS:
        if found.key == key:
            return found
    raise KeyError(key)


def column(name: str, *, of: str = "progress") -> Column:
    """The column ``name`` of the section ``of``; KeyError when there is none."""
    for found in section(of).columns:
        if found.name == name:
            return found
    raise KeyError(name)


PUBLIC_PROGRESS: tuple[Column, ...] = tuple(one for one in PROGRESS if one.is_public)
