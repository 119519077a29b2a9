"""Refusing a write: a Spanish sentence that says why, its inputs kept apart so that a screen can translate it."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from kpis.wording import N_


class Refused(ValueError):
    """A write that breaks a rule of the house; nothing was changed.

    ``sentence`` is the Spanish template (the msgid of the translation catalog) and ``inputs`` what goes into its
    braces; ``str()`` of the error is the finished Spanish sentence.
    """

    def __init__(self, sentence: str, **inputs: object) -> None:
        super().__init__(sentence.format(**inputs))
        self.sentence = sentence
        self.inputs = inputs


# What the constraints of the database say, for people; the end of a constraint's name decides.
RULES = {
    "_known": N_("Un dato no es ninguno de los valores posibles."),
    "actual_order": N_("El fin real es anterior al inicio real."),
    "band_order": N_("El tope de la meta es menor que su piso."),
    "bound_has_value": N_("Una cota («más de», «hasta») necesita un número."),
    "currency_iso": N_("La moneda se escribe con tres letras, como ARS."),
    "country_iso": N_("El país se escribe con dos letras, como AR."),
    "dates_order": N_("El plan termina antes de empezar."),
    "decimals_range": N_("Los decimales van de 0 a 6."),
    "declared_paired": N_("El avance declarado necesita su fecha, y la fecha su avance."),
    "declared_range": N_("El avance declarado va de 0 a 100 %."),
    "delay_not_negative": N_("La demora permitida no puede ser negativa."),
    "denominator_not_zero": N_("El denominador no puede ser cero."),
    "due_known": N_("Una meta intermedia o de un período necesita su fecha."),
    "in_force_order": N_("La secretaría deja de estar vigente antes de empezar."),
    "not_negative": N_("Un monto de presupuesto no puede ser negativo."),
    "period_order": N_("El período termina antes de empezar."),
    "planned_order": N_("El fin previsto es anterior al inicio previsto."),
    "ratio_paired": N_("Un numerador necesita su denominador, y al revés."),
    "ratio_scale_positive": N_("La escala de una razón debe ser mayor que cero."),
    "says_something": N_("Hace falta un número o un texto."),
    "strength_range": N_("La fuerza de un vínculo va de 1 a 3."),
    "thresholds_order": N_("Los umbrales deben cumplir 0 < en riesgo < en camino ≤ 1."),
    "weight_positive": N_("Un peso debe ser mayor que cero."),
    "year_range": N_("El año del presupuesto no es posible."),
}
# What they say that have no name in the message: a blank, a second one of its kind, a reference to nothing.
NAMELESS_RULES = {
    "not null": N_("Falta un dato obligatorio."),
    "not-null": N_("Falta un dato obligatorio."),
    "unique": N_("Ya hay otro igual en vigor."),
    "foreign key": N_("Se refiere a algo que no existe."),
}


def refusal_of(error: IntegrityError) -> Refused:
    """The sentence for a row that a constraint of the database turned away."""
    told = str(error.orig)
    for name in sorted(RULES, key=len, reverse=True):
        if name in told:
            return Refused(RULES[name])
    for words, sentence in NAMELESS_RULES.items():
        if words in told.lower():
            return Refused(sentence)
    return Refused("El dato contradice una regla de la base de datos: {rule}", rule=told.strip().splitlines()[0])
