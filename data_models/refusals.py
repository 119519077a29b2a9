"""Refusing a write: a Spanish sentence that says why, its inputs kept apart so that a screen can translate it."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError


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
    "actual_order": "El fin real es anterior al inicio real.",
    "band_order": "El tope de la meta es menor que su piso.",
    "bound_has_value": "Una cota («más de», «hasta») necesita un número.",
    "currency_iso": "La moneda se escribe con tres letras, como ARS.",
    "country_iso": "El país se escribe con dos letras, como AR.",
    "dates_order": "El plan termina antes de empezar.",
    "decimals_range": "Los decimales van de 0 a 6.",
    "declared_paired": "El avance declarado necesita su fecha, y la fecha su avance.",
    "declared_range": "El avance declarado va de 0 a 100 %.",
    "delay_not_negative": "La demora permitida no puede ser negativa.",
    "denominator_not_zero": "El denominador no puede ser cero.",
    "due_known": "Una meta intermedia o de un período necesita su fecha.",
    "in_force_order": "La secretaría deja de estar vigente antes de empezar.",
    "not_negative": "Un monto de presupuesto no puede ser negativo.",
    "period_order": "El período termina antes de empezar.",
    "planned_order": "El fin previsto es anterior al inicio previsto.",
    "ratio_paired": "Un numerador necesita su denominador, y al revés.",
    "ratio_scale_positive": "La escala de una razón debe ser mayor que cero.",
    "says_something": "Hace falta un número o un texto.",
    "strength_range": "La fuerza de un vínculo va de 1 a 3.",
    "thresholds_order": "Los umbrales deben cumplir 0 < en riesgo < en camino ≤ 1.",
    "weight_positive": "Un peso debe ser mayor que cero.",
    "year_range": "El año del presupuesto no es posible.",
}


def refusal_of(error: IntegrityError) -> Refused:
    """The sentence for a row that a constraint of the database turned away."""
    told = str(error.orig)
    for name in sorted(RULES, key=len, reverse=True):
        if name in told:
            return Refused(RULES[name])
    return Refused("El dato contradice una regla de la base de datos: {rule}", rule=told.strip().splitlines()[0])
