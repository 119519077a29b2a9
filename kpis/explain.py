"""How a figure was computed, step by step, ready to print: the page that shows it needs no rule of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from kpis import wording
from kpis.rules import explaining, rule
from kpis.vocabulary import (
    Accumulation,
    CompletionBasis,
    ExpectedRule,
    Freshness,
    ProgressRule,
    ProjectState,
    Reason,
    RunRateReason,
    Status,
)
from kpis.wording import N_

Row = Mapping[str, object]


class Unit(StrEnum):
    """How to format a number of an explanation."""

    OWN = "own"
    PERCENT = "percent"
    RATIO = "ratio"
    COUNT = "count"
    WEIGHT = "weight"
    DAYS = "days"
    DAY = "day"
    WORD = "word"


class Quantity(NamedTuple):
    """A number, day or word with its unit (``OWN`` is the indicator's own unit)."""

    value: float | date | str
    unit: Unit


@dataclass(frozen=True)
class Step:
    """One line of the sum: its name, the formula in words, what went in, what came out (None where undefined).

    ``label``, ``formula``, ``notes`` and the names of ``inputs`` are Spanish texts to be translated.
    """

    key: str
    label: str
    formula: str
    inputs: dict[str, Quantity] = field(default_factory=dict)
    result: float | date | str | None = None
    unit: Unit = Unit.OWN
    notes: tuple[str, ...] = ()


# Where each year starts again.
_OF_THE_YEAR = {
    Accumulation.SUM: N_("valor = suma de los valores desde el 1 de enero"),
    Accumulation.MEAN: N_("valor = suma de los valores desde el 1 de enero ÷ cantidad de períodos con valor"),
}


def indicator_steps(row: Row) -> list[Step]:
    """Steps of one indicator. ``row`` has the columns of ``evaluate.indicators`` and of the definition."""
    steps = [_value_step(row), _progress_step(row)]
    if (expected := _expected_value_step(row)) is not None:
        steps.append(expected)
    if (expected_percent := _expected_percent_step(row)) is not None:
        steps.append(expected_percent)
    if (attainment := _attainment_step(row)) is not None:
        steps.append(attainment)
    steps.append(_status_step(row))
    if (fresh := _freshness_step(row)) is not None:
        steps.append(fresh)
    steps.extend(_run_rate_steps(row))
    return steps


def project_steps(row: Row) -> list[Step]:
    """Steps of one project. ``row`` has the columns of ``evaluate.projects`` and of the project."""
    steps = [_completion_step(row)]
    expected = _number(row, "expected_pct")
    if expected is not None:
        steps.append(
            Step(
                "expected_pct",
                N_("Avance esperado"),
                N_("esperado = peso de los hitos ya vencidos ÷ peso de todos los hitos"),
                _given(
                    (N_("peso vencido"), _number(row, "weight_due"), Unit.WEIGHT),
                    (N_("peso total"), _number(row, "weight_total"), Unit.WEIGHT),
                ),
                expected,
                Unit.PERCENT,
            )
        )
    if (attainment := _number(row, "attainment")) is not None:
        steps.append(
            Step(
                "attainment",
                N_("Relación con lo esperado"),
                N_("relación = avance ÷ avance esperado"),
                _given(
                    (N_("avance"), _number(row, "completion_pct"), Unit.PERCENT),
                    (N_("avance esperado"), expected, Unit.PERCENT),
                ),
                attainment,
                Unit.RATIO,
            )
        )
    steps.append(_status_step(row))
    if (fresh := _freshness_step(row)) is not None:
        steps.append(fresh)
    return steps


def _value_step(row: Row) -> Step:
    """The accumulated value."""
    numerator, denominator = _number(row, "numerator"), _number(row, "denominator")
    value = _number(row, "value")
    inputs = _given((N_("fecha del dato"), _day(row, "value_on"), Unit.DAY))
    notes: list[str] = []
    if numerator is not None and denominator is not None:
        formula = rule("accumulation_ratio").formula
        inputs = inputs | _given(
            (N_("suma de numeradores"), numerator, Unit.COUNT),
            (N_("suma de denominadores"), denominator, Unit.COUNT),
            (N_("escala"), _number(row, "ratio_scale"), Unit.COUNT),
        )
    else:
        accumulation = Accumulation(_word(row, "accumulation") or Accumulation.LAST.value)
        if accumulation is Accumulation.SUM and _known(row, "is_ratio"):
            accumulation = Accumulation.MEAN
        # The periods with a value are those of the whole plan, what is missing is of what adds up.
        present = _number(row, "values_present")
        formula = explaining(accumulation).formula
        if _word(row, "accumulation_years") == Accumulation.LAST.value:
            formula, present = _OF_THE_YEAR.get(accumulation, formula), None
        missing = _number(row, "missing_periods")
        if accumulation is not Accumulation.LAST and _number(row, "values_expected"):
            inputs = inputs | _given(
                (N_("períodos con valor"), present, Unit.COUNT),
                (N_("períodos sin valor"), missing, Unit.COUNT),
            )
            if missing:
                notes.append(N_("Faltan períodos: se junta lo que hay."))
    if _word(row, "accumulation_years"):
        notes.append(rule("accumulation_years").note)
    if value is None:
        formula, notes = N_("No hay ningún valor aprobado en números."), []
    return Step("value", N_("Valor"), formula, inputs, value, Unit.OWN, tuple(notes))


def _progress_step(row: Row) -> Step:
    """The percent, or why there is none."""
    code = ProgressRule(_word(row, "progress_rule") or ProgressRule.NO_VALUE.value)
    percent = _number(row, "progress_pct")
    entry = explaining(code)
    is_band = code in (ProgressRule.INSIDE_BAND, ProgressRule.OUTSIDE_BAND)
    target = _number(row, "target_value")
    inputs = _given(
        (N_("valor"), _number(row, "value"), Unit.OWN),
        (N_("línea de base"), _number(row, "baseline_value") if code is ProgressRule.BASELINE else None, Unit.OWN),
        (N_("mínimo") if is_band else N_("meta"), target, Unit.OWN),
        (N_("máximo"), _number(row, "target_upper") if is_band else None, Unit.OWN),
        (N_("fecha de la meta"), _day(row, "target_due_on"), Unit.DAY),
    )
    formula = entry.formula if percent is not None else wording.progress_words(code.value)
    return Step("progress", N_("Avance"), formula, inputs, percent, Unit.PERCENT, (entry.note,))


def _expected_value_step(row: Row) -> Step | None:
    """The level expected at the value's date."""
    code = _word(row, "expected_rule")
    if code is None:
        return None
    expected_rule = ExpectedRule(code)
    entry = explaining(expected_rule)
    inputs = _given(
        (N_("fecha del dato"), _day(row, "value_on"), Unit.DAY),
        (N_("línea desde, fecha"), _day(row, "line_from_on"), Unit.DAY),
        (N_("línea desde, valor"), _number(row, "line_from_value"), Unit.OWN),
        (N_("línea hasta, fecha"), _day(row, "line_to_on"), Unit.DAY),
        (N_("línea hasta, valor"), _number(row, "line_to_value"), Unit.OWN),
    )
    value = _number(row, "expected_value")
    return Step("expected_value", N_("Valor esperado"), entry.formula, inputs, value, Unit.OWN, (entry.note,))


def _expected_percent_step(row: Row) -> Step | None:
    """The progress formula applied to the expected level."""
    expected = _number(row, "expected_pct")
    if expected is None:
        return None
    return Step(
        "expected_pct",
        N_("Avance esperado"),
        N_("avance esperado = la misma fórmula del avance, con el valor esperado"),
        _given((N_("valor esperado"), _number(row, "expected_value"), Unit.OWN)),
        expected,
        Unit.PERCENT,
    )


def _attainment_step(row: Row) -> Step | None:
    """Actual over expected; of a ceiling, allowed over used."""
    attainment = _number(row, "attainment")
    if attainment is None:
        return None
    if _word(row, "progress_rule") == ProgressRule.FLOW_CEILING.value:
        formula = rule("progress_ceiling").formula
        inputs = _given(
            (N_("valor permitido a la fecha"), _number(row, "expected_value"), Unit.OWN),
            (N_("valor"), _number(row, "value"), Unit.OWN),
        )
    else:
        formula = N_("relación = avance ÷ avance esperado")
        inputs = _given(
            (N_("avance"), _number(row, "progress_pct"), Unit.PERCENT),
            (N_("avance esperado"), _number(row, "expected_pct"), Unit.PERCENT),
        )
    return Step("attainment", N_("Relación con lo esperado"), formula, inputs, attainment, Unit.RATIO)


def _status_step(row: Row) -> Step:
    """The status word with its reason and the thresholds in force."""
    reason = Reason(_word(row, "reason_code") or Reason.NO_VALUE.value)
    status = Status(_word(row, "status") or Status.NO_DATA.value)
    inputs = _given(
        (N_("mínimo de «En camino»"), _number(row, "on_track_min"), Unit.RATIO),
        (N_("mínimo de «En riesgo»"), _number(row, "at_risk_min"), Unit.RATIO),
    )
    if _number(row, "attainment") is None:
        inputs = {}
    words = wording.reason_words(reason.value)
    return Step("status", N_("Estado"), words, inputs, wording.label(status), Unit.WORD, (explaining(reason).note,))


def _freshness_step(row: Row) -> Step | None:
    """How old the value is."""
    word = _word(row, "freshness")
    if word is None:
        return None
    freshness = Freshness(word)
    entry = explaining(freshness)
    inputs = _given(
        (N_("fecha del dato"), _day(row, "value_on") or _day(row, "last_update_on"), Unit.DAY),
        (N_("demora admitida"), _number(row, "allowed_delay_days"), Unit.DAYS),
        (N_("próximo vencimiento"), _day(row, "next_due_on"), Unit.DAY),
        (N_("días de atraso"), _number(row, "days_overdue"), Unit.DAYS),
    )
    label = wording.label(freshness)
    return Step("freshness", N_("Qué tan al día está"), entry.formula, inputs, label, Unit.WORD, (entry.note,))


def _run_rate_steps(row: Row) -> list[Step]:
    """The pace needed and the pace had."""
    steps = []
    required = _number(row, "required_per_period")
    reason = _word(row, "run_rate_reason")
    if required is not None:
        entry = rule("run_rate_required")
        inputs = _given(
            (N_("meta"), _number(row, "target_value"), Unit.OWN),
            (N_("valor"), _number(row, "value"), Unit.OWN),
            (N_("períodos que quedan"), _number(row, "periods_left"), Unit.COUNT),
        )
        steps.append(Step("required", entry.title, entry.formula, inputs, required, Unit.OWN, (entry.note,)))
    elif reason is not None and reason != RunRateReason.NO_VALUE.value:
        entry = rule("run_rate_required")
        steps.append(Step("required", entry.title, wording.run_rate_words(reason)))
    recent = _number(row, "recent_per_period")
    if recent is not None:
        entry = rule("run_rate_recent")
        steps.append(Step("recent", entry.title, entry.formula, {}, recent, Unit.OWN, (entry.note,)))
    return steps


def _completion_step(row: Row) -> Step:
    """How much of a project is done, and who says so."""
    completion = _number(row, "completion_pct")
    basis = _word(row, "completion_basis")
    label = N_("Avance")
    if basis is None or completion is None:
        return Step("completion", label, N_("Sin porcentaje: no hay hitos ni porcentaje declarado."), unit=Unit.PERCENT)
    if basis == CompletionBasis.MILESTONES.value:
        entry = rule("project_completion")
        inputs = _given(
            (N_("hitos cumplidos"), _number(row, "milestones_done"), Unit.COUNT),
            (N_("hitos"), _number(row, "milestones_total"), Unit.COUNT),
            (N_("peso cumplido"), _number(row, "weight_done"), Unit.WEIGHT),
            (N_("peso total"), _number(row, "weight_total"), Unit.WEIGHT),
        )
        return Step("completion", label, entry.formula, inputs, completion, Unit.PERCENT)
    if basis == CompletionBasis.DECLARED.value:
        inputs = _given(
            (N_("porcentaje declarado"), _number(row, "declared_pct"), Unit.PERCENT),
            (N_("declarado el"), _day(row, "declared_on"), Unit.DAY),
        )
        formula = N_("avance = porcentaje declarado por el responsable")
        return Step("completion", label, formula, inputs, completion, Unit.PERCENT)
    state = _word(row, "state")
    inputs = _given(
        (N_("estado declarado"), wording.label(ProjectState(state)) if state else None, Unit.WORD),
        (N_("fin real"), _day(row, "actual_end"), Unit.DAY),
    )
    return Step("completion", label, N_("avance = 100 % porque está terminado"), inputs, completion, Unit.PERCENT)


def _given(*inputs: tuple[str, float | date | str | None, Unit]) -> dict[str, Quantity]:
    """The inputs that are known, by name."""
    return {name: Quantity(value, unit) for name, value, unit in inputs if value is not None}


def _known(row: Row, name: str) -> object | None:
    """A cell, or None when it is missing in any of its ways (absent, None, NaN, NaT)."""
    cell = row.get(name)
    return None if cell is None or cell is pd.NaT or cell != cell else cell


def _number(row: Row, name: str) -> float | None:
    """A numeric cell, or None."""
    cell = _known(row, name)
    return None if cell is None else float(str(cell))


def _day(row: Row, name: str) -> date | None:
    """A day cell, or None."""
    cell = _known(row, name)
    return None if cell is None else pd.Timestamp(str(cell)).date()


def _word(row: Row, name: str) -> str | None:
    """A text cell, or None."""
    cell = _known(row, name)
    return None if cell is None else str(cell)
