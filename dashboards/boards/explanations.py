"""Why a number is what it is, printed: the sentence of a status, and the steps of a computation with what went in."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.formulas import formula, fraction, result
from dashboards.components.status import status_word
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row, quoted_target, value_words
from kpis import wording
from kpis.explain import Quantity, Step, Unit

_LIMITS = ("on_track_min", "at_risk_min")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FRACTION = re.compile(r"(?P<top>.+?) ÷ (?P<bottom>.+?)(?P<rest> × .+)?")


def reason_sentence(computed: Row) -> str:
    """The reason of a status with its numbers: "Avanzó 40 % y debía llevar 69 %: 0,59 de lo esperado…"."""
    template = _(wording.reason_template(str(computed["reason_code"])))
    names = {name for _literal, name, _spec, _conversion in string.Formatter().parse(template) if name}
    return template.format_map({name: _filled(name, computed) for name in names})


def _filled(name: str, computed: Row) -> str:
    """One input of a reason's sentence, written as its name says."""
    if name == "value":
        return value_words(computed)
    if name == "target_value":
        return quoted_target(computed) or formatting.missing_word()
    cell = computed[name]
    if name == "expected_value":
        return own_quantity(cell, computed)
    if name.endswith("_pct"):
        return formatting.short_percent(cell)
    if name.endswith(("_on", "_start", "_end")):
        return formatting.day(cell)
    if name == "attainment":
        return ratio(cell, *(computed[limit] for limit in _LIMITS))
    if name in _LIMITS:
        return formatting.number(cell, 2)
    return formatting.missing_word() if formatting.is_missing(cell) else str(cell)


def own_quantity(value: float | None, row: Row) -> str:
    """A value in the item's own unit and decimals."""
    decimals = row["decimals"]
    return formatting.quantity(value, row["unit"], None if formatting.is_missing(decimals) else int(decimals))


def ratio(value: float, *limits: float) -> str:
    """A ratio with two decimals; with more when two would make it look equal to a limit it does not reach."""
    for decimals in (2, 3):
        text = formatting.number(value, decimals)
        if all(formatting.number(limit, decimals) != text or abs(limit - value) < 1e-9 for limit in limits):
            return text
    return formatting.number(value, 4)


def steps_list(steps: Sequence[Step], computed: Row) -> Component:
    """The steps of a computation, one below the other: formula, the same with its numbers, result, what it means."""
    return parts.fine_print([(_(step.label), _step(step, computed)) for step in steps])


def _step(step: Step, computed: Row) -> list[Child]:
    used: set[str] = set()
    if step.key == "status":
        first: Child = h.p(status_word(str(computed["status"])), ". ", reason_sentence(computed))
        used = set(step.inputs)
    else:
        first = _formula_line(step, computed, used)
    rest = [
        f"{formatting.capitalised(_(name))}: {_written(given, computed)}"
        for name, given in step.inputs.items()
        if name not in used
    ]
    notes = [*([" · ".join(rest) + "."] if rest else []), *(_(note) for note in step.notes)]
    return [first, h.span(" ".join(notes), className="who") if notes else None]


def _formula_line(step: Step, computed: Row, used: set[str]) -> Component:
    text = _(step.formula)
    end: list[Child] = []
    if step.result is not None:
        written = _written(Quantity(step.result, step.unit), computed, with_unit=True)
        bound = computed["value_bound"] if step.key == "value" else None
        end = [result(f"{bound}{formatting.NBSP}{written}" if bound else written)]
    left, equals, right = text.partition(" = ")
    # A rule that says when ("100 % si …", "100 % porque …") is no equation to go on with, and says its result.
    if not equals or " si " in step.formula or " porque " in step.formula:
        says_result = step.result is None or (right.startswith("100") and step.result == 100)
        return formula(formatting.capitalised(text), None if says_result else [": ", *end])
    numbers = {_(name): _written(given, computed) for name, given in step.inputs.items()}
    found: set[str] = set()
    replaced = _with_numbers(right, numbers, found)
    # A sum repeated with its numbers must be numbers alone; a formula in words stays as it is.
    if "÷" in right and not _WORD.search(replaced):
        used |= {name for name in step.inputs if _(name) in found}
    else:
        replaced = right
    # A line breaks before an equals sign, never after one.
    is_ = f" ={formatting.NBSP}"
    middle: list[Child] = [is_, _as_fraction(replaced)] if replaced != right else []
    return formula(formatting.capitalised(left), is_, _as_fraction(right), middle, [is_, *end] if end else None)


def _with_numbers(text: str, numbers: dict[str, str], used: set[str]) -> str:
    """The right side of a formula with each name replaced by its number; `used` gathers the names that were there."""
    if not numbers:
        return text
    names = "|".join(re.escape(name) for name in sorted(numbers, key=len, reverse=True))

    def number(found: re.Match[str]) -> str:
        used.add(found[0])
        return numbers[found[0]]

    return re.sub(rf"\b(?:{names})\b", number, text)


def _as_fraction(text: str) -> list[Child]:
    """ "a ÷ b × c" as a fraction with its bar and the rest after it; other texts as they are."""
    found = _FRACTION.fullmatch(text)
    if found is None:
        return [text]
    rest = found["rest"].replace(" × ", f" ×{formatting.NBSP}") if found["rest"] else None
    return [fraction(_bare(found["top"]), _bare(found["bottom"])), rest]


def _bare(text: str) -> str:
    """A side of a fraction without the brackets its bar makes needless."""
    whole = text.startswith("(") and text.endswith(")") and "(" not in text[1:]
    return text[1:-1] if whole else text


def _written(given: Quantity, computed: Row, *, with_unit: bool = False) -> str:
    value = given.value
    if isinstance(value, date):
        return formatting.day(value)
    if isinstance(value, str):
        return _(value)
    if given.unit is Unit.PERCENT:
        return formatting.percent(value, 1)
    if given.unit is Unit.RATIO:
        return ratio(value, *(computed[limit] for limit in _LIMITS))
    if given.unit is Unit.DAYS:
        return formatting.days(int(value))
    if given.unit is Unit.OWN and with_unit:
        return formatting.quantity(value, computed["unit"])
    return formatting.number(value)
