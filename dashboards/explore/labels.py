"""The words of /explorar: dimensions, their values, measures, calculations, and numbers as each measure writes them."""

from __future__ import annotations

from functools import cached_property

from dashboards import formatting
from dashboards.boards import groups
from dashboards.components import status
from dashboards.i18n import gettext as _
from dashboards.nouns import level_noun
from dashboards.page import PageContext
from data_models.queries import tree
from data_models.queries.pivot import Dimension, Measure
from kpis import vocabulary, wording

_VOCABULARIES = {
    "situacion": vocabulary.ProjectState,
    "causa": vocabulary.DelayCause,
    "base": vocabulary.CompletionBasis,
    "tipo": vocabulary.IndicatorKind,
    "clase": vocabulary.IndicatorClass,
    "frecuencia": vocabulary.Frequency,
    "sentido": vocabulary.Direction,
}
_LONGEST = 60


class Names:
    """The words of a plan's dimensions and of their values."""

    def __init__(self, context: PageContext) -> None:
        self._context = context

    def dimension(self, dimension: Dimension) -> str:
        """What rows are grouped by: "eje", "secretaría", "año de fin previsto"."""
        key = dimension.key
        if key in ("eje", "programa") or key.startswith("nivel"):
            depth = {"eje": 1, "programa": 2}.get(key) or int(key[-1])
            return level_noun(self._context.plan, depth).singular
        return {
            "secretaria": _("secretaría"),
            "estado": _("estado"),
            "dato": _("actualización del dato"),
            "fin": _("año de fin previsto"),
            "ods": _("ODS"),
            "situacion": _("situación informada"),
            "distrito": _("distrito"),
            "causa": _("causa de la demora"),
            "base": _("de qué sale el avance"),
            "tipo": _("tipo de indicador"),
            "clase": _("clase de indicador"),
            "estrategica": _("meta estratégica o no"),
            "frecuencia": _("frecuencia del dato"),
            "sentido": _("sentido"),
        }[key]

    def value(self, dimension: Dimension, value: str | None) -> str:
        """A value of a dimension; blank is "sin dato", or why there is none."""
        key = dimension.key
        if value is None:
            return {"dato": _("no se pide dato"), "ods": _("sin ODS"), "secretaria": _("sin responsable")}.get(
                key, formatting.missing_word()
            )
        if key in ("eje", "programa") or key.startswith("nivel"):
            return self._levels.get((key, value), value)
        if key == "secretaria":
            return self._secretariats.get(value, value)
        if key == "estado":
            return status.status_name(value)
        if key == "dato":
            return formatting.capitalised(status.freshness_name(value))
        if key == "estrategica":
            return _("Estratégicas") if value == "si" else _("Las demás")
        if key == "ods":
            return _("ODS {number}").format(number=value)
        kind = _VOCABULARIES.get(key)
        return formatting.capitalised(_(wording.label(kind(value)))) if kind is not None else value

    @cached_property
    def _levels(self) -> dict[tuple[str, str], str]:
        context = self._context
        nodes = tree.nodes(context.store, context.reader, context.plan, known_on=context.known_at)
        named = {}
        for depth, code, slug, name in zip(nodes["depth"], nodes["code"], nodes["slug"], nodes["name"], strict=True):
            key = {1: "eje", 2: "programa"}.get(int(depth), f"nivel{int(depth)}")
            own = slug if depth < 3 else code
            named[key, str(own)] = formatting.shortened(groups.numbered(str(code), str(name)), _LONGEST)
        return named

    @cached_property
    def _secretariats(self) -> dict[str, str]:
        context = self._context
        known = tree.secretariats(context.store, context.reader, context.plan)
        return dict(zip(known["slug"].astype(str), known["name"].astype(str), strict=True))


def measure_name(measure: Measure) -> str:
    """What is asked of the rows: "avance", "presupuesto vigente"."""
    return {
        "cantidad": _("cantidad"),
        "avance": _("avance"),
        "esperado": _("avance esperado"),
        "distancia": _("distancia a lo esperado"),
        "demora": _("días de dato vencido"),
        "vigente": _("presupuesto vigente"),
        "ejecutado": _("presupuesto ejecutado"),
        "ejecucion": _("presupuesto ejecutado sobre vigente"),
        "hitos": _("hitos cumplidos sobre hitos"),
    }[measure.key]


MILLION = 1_000_000


def drawn_unit(measure: Measure, currency: str) -> str:
    """What the axis of a measure counts: amounts are drawn in millions."""
    unit = measure_unit(measure, currency)
    return _("millones de {unit}").format(unit=unit) if is_amount(measure) else unit


def drawn(measure: Measure, value: float) -> float:
    """A number of a measure in the unit of its axis."""
    return value / MILLION if is_amount(measure) else value


def is_amount(measure: Measure) -> bool:
    """Whether a measure is of money."""
    return measure.key in ("vigente", "ejecutado")


def measure_unit(measure: Measure, currency: str) -> str:
    """What a measure's numbers count: "%", "puntos", "días", "$"."""
    if is_amount(measure):
        return formatting.currency_sign(currency)
    return {"distancia": _("puntos"), "demora": _("días")}.get(measure.key, "%")


def aggregation_name(aggregation: str) -> str:
    """How many rows become one number: "suma", "mediana"."""
    return {
        "cuenta": _("cuenta"),
        "suma": _("suma"),
        "media": _("media simple"),
        "mediana": _("mediana"),
        "minimo": _("mínimo"),
        "maximo": _("máximo"),
        "ponderada": _("media ponderada"),
        "razon": _("suma sobre suma"),
    }[aggregation]


def chart_name(chart: str) -> str:
    """A kind of chart: "barras"."""
    return {
        "barras": _("barras"),
        "apiladas": _("barras apiladas"),
        "dispersion": _("dispersión"),
        "linea": _("línea en el tiempo"),
    }[chart]


def number(measure: Measure, value: float, currency: str) -> str:
    """A number of a measure as a cell writes it: "54,3 %", "−12 puntos", "$ 367,5 M"."""
    if measure.key == "cantidad":
        return formatting.count(int(value))
    if is_amount(measure):
        return formatting.short_money(value, currency)
    if measure.key == "distancia":
        return formatting.signed_number(value, 1)
    if measure.key == "demora":
        return formatting.number(value, 0 if float(value).is_integer() else 1)
    return formatting.percent(value, 1)
