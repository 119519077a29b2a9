"""The rules of questions in words, for whoever asks how a question was chosen. Screens translate them."""

from typing import NamedTuple

from kpis.questions import Question
from kpis.wording import N_


class RuleWords(NamedTuple):
    """The name of a rule, what has to be true for it to ask, and what to know about it."""

    title: str
    formula: str
    note: str


RULE_WORDS: dict[Question, RuleWords] = {
    Question.DONE_BUT_FLAT: RuleWords(
        N_("Proyectos terminados, resultado que no se mueve"),
        N_("terminaron 3 o más y un tercio o más de los proyectos de un programa, y un resultado suyo no mejora"),
        N_(
            "El resultado está En riesgo o Atrasado y en sus últimos cuatro períodos no cambió o fue en contra de la "
            "meta. Primero, el más lejos de lo esperado."
        ),
    ),
    Question.OVERDUE_TWICE: RuleWords(
        N_("Dos períodos vencidos"),
        N_("hubo datos alguna vez, y los de dos períodos o más ya vencieron, con la demora admitida de cada uno"),
        N_("Primero, el que lleva más días vencido. Lo que nunca tuvo un dato se ve aparte, como Sin datos."),
    ),
    Question.RECOVERY_PASSED: RuleWords(
        N_("Pasó la fecha de recuperación"),
        N_("la fecha prometida para volver al plan es anterior al día que se mira, y sigue En riesgo o Atrasado"),
        N_("Primero, la que pasó hace más tiempo."),
    ),
    Question.SPENT_AHEAD: RuleWords(
        N_("Se gastó mucho más de lo que se avanzó"),
        N_("ejecutado del presupuesto − avance (entre 0 y 100 %) ≥ 30 puntos"),
        N_("Solo lo que no está Cumplido ni Cancelado y tiene los dos datos. Primero, la mayor diferencia."),
    ),
    Question.TARGET_EASED: RuleWords(
        N_("La meta se revisó para pedir menos"),
        N_("meta revisada más fácil que la original: menor si debe aumentar, mayor si debe disminuir"),
        N_("Primero, lo que va bien solo gracias a la revisión; después, la revisión más nueva."),
    ),
    Question.VALUE_JUMPED: RuleWords(
        N_("Un valor saltó fuera de su propia historia"),
        N_("0,6745 × (último cambio − mediana de los anteriores) ÷ mediana de las distancias a ella, más de 3,5"),
        N_(
            "Con 8 cambios anteriores o más, y si el cambio se aparta de la mediana en 10 % del valor previo o más. "
            "Si más de la mitad de los cambios son iguales, se usa la distancia media × 1,2533. Es el puntaje z "
            "modificado de Iglewicz y Hoaglin (1993). Puede ser un logro, una estación del año o un error de carga."
        ),
    ),
    Question.NO_OWNER: RuleWords(
        N_("Nadie responde"),
        N_("no tiene secretaría a cargo, o la que tiene dejó de existir antes del día que se mira"),
        N_("Solo lo que no está Cumplido ni Cancelado. Primero, lo Atrasado y lo que está En riesgo."),
    ),
}
