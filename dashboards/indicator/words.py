"""What the page of an indicator says in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards import formatting
from dashboards.boards.explanations import own_quantity, reason_sentence
from dashboards.boards.histories import is_yearly
from dashboards.components.charts import Point
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.indicator import prepare
from dashboards.listing.distance import beyond_target_words, distance, expected_percent, expected_words
from dashboards.listing.rows import Row, bare, quoted_target, value_words
from dashboards.nouns import indicator_noun
from data_models.queries.indicators import IndicatorDetail
from data_models.queries.plans import PlanSummary
from kpis import wording
from kpis.explain import Quantity
from kpis.projection import Projection
from kpis.vocabulary import IndicatorKind
from kpis.wording import N_


def what_it_is(found: IndicatorDetail, plan: PlanSummary) -> str:
    """ "indicador 4.1.1, de resultado"."""
    row = found.row
    words = f"{indicator_noun(plan).singular} {row['code']}"
    if row["indicator_kind"]:
        words += ", " + _(wording.label(IndicatorKind(row["indicator_kind"])))
    return words


def description(found: IndicatorDetail) -> str:
    """The page in a sentence, for search engines and links."""
    return f"{found.row['name']}: {value_words(found.row)}. {reason_sentence(found.computation)}"


def due_words(found: IndicatorDetail, plan: PlanSummary) -> str | None:
    """By when the target is promised; where the plan gives it no date, that its own end is taken."""
    due = found.row["target_due_on"]
    if formatting.is_missing(due):
        return None
    if prepare.is_due_with_plan(found, plan.ends_on):
        return _("sin plazo propio; se toma el fin del plan, {day}").format(day=formatting.day(due))
    return _("al {day}").format(day=formatting.day(due))


def with_plan_end(inputs: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """The inputs of a step with the date of the target called what it is: the end of the plan."""
    names = {"fecha de la meta": N_("fecha de la meta, que no tiene plazo propio: el fin del plan")}
    return {names.get(name, name): given for name, given in inputs.items()}


def of_when(row: Row) -> str:
    """Which period the value is of: "tercer trimestre de 2026"; of a quantity that adds up, until when."""
    on = row["value_on"]
    if not prepare.is_summed_up(row):
        return formatting.long_period(row["value_period_start"], on, row["frequency"])
    if row["accumulation"] == "mean" and row["accumulation_years"] is None:
        return _("promedio hasta el {day}").format(day=formatting.day(on))
    if is_yearly(row):
        return _("en {year}, hasta el {day}").format(year=on.year, day=formatting.day(on))
    return _("acumulado hasta el {day}").format(day=formatting.day(on))


def has_distance(row: Row) -> bool:
    """Whether what matters is how far the indicator is from what was expected."""
    return distance(row) is not None and row["status"] in ("on_track", "at_risk", "off_track")


def main_sentence(found: IndicatorDetail) -> str:
    """How far from what was expected: "Va 12 puntos por debajo de lo esperado al …"; else the reason of the status."""
    row = found.row
    far = distance(row)
    if far is None or not has_distance(row):
        return reason_sentence(found.computation)
    when = formatting.day(row["value_on"])
    if not far.side:
        return _("Va igual a lo esperado al {day}.").format(day=when)
    if far.side < 0:
        return _("Va {points} por debajo de lo esperado al {day}.").format(points=far.amount, day=when)
    return _("Va {points} por encima de lo esperado al {day}.").format(points=far.amount, day=when)


def reasons(found: IndicatorDetail) -> list[str]:
    """The sentences below the status: its reason in numbers, since when it is so, and what to make of it."""
    row = found.row
    sentences = [reason_sentence(found.computation)] if has_distance(row) else []
    beyond = beyond_target_words(row, quoted_target(row) or formatting.missing_word())
    if beyond and row["status"] != "met":
        sentences.append(beyond)
    run = prepare.same_status_run(found.history, row["status"])
    if run is not None and row["status"] in ("met", "on_track", "at_risk", "off_track"):
        since, count = run
        sentences.append(
            _("Con la meta vigente, lleva {count} valores seguidos así, desde el {day}.").format(
                count=formatting.count(count), day=formatting.day(since)
            )
        )
    percent = row["progress_pct"]
    if not formatting.is_missing(percent) and percent > 200:
        sentences.append(
            _("Lleva {times} veces lo prometido: conviene revisar la meta o el dato.").format(
                times=formatting.number(percent / 100, 0 if percent >= 1000 else 1)
            )
        )
    if row["missing_periods"]:
        missing = int(row["missing_periods"])
        sentences.append(
            ngettext("Falta el dato de {count} período.", "Falta el dato de {count} períodos.", missing).format(
                count=formatting.count(missing)
            )
        )
    if row["freshness"] == "overdue" and row["status"] != "no_data":
        sentences.append(_("El dato está vencido: el estado puede ser otro."))
    return sentences


# Where no pace is to be judged these say what the history came to; of the others its ends do.
_OUTCOMES = (
    *("year_target_met", "due_passed", "ceiling_kept", "ceiling_passed"),
    *("ceiling_on_track", "ceiling_at_risk", "ceiling_off_track"),
)


def chart_title(row: Row, runs: Sequence[Sequence[Point]]) -> str:
    """What is seen in the history of some values (in runs, as they are drawn), in a sentence."""
    status, needed, recent = row["status"], row["required_per_period"], row["recent_per_period"]
    if row["reason_code"] in ("inside_band", "not_met_no_percent") and not formatting.is_missing(row["target_upper"]):
        return (
            _("Está dentro de la banda acordada")
            if row["reason_code"] == "inside_band"
            else _("Está fuera de la banda acordada")
        )
    if status == "met" and row["reason_code"] != "ceiling_kept":
        return _("Llegó a la meta")
    if sum(len(run) for run in runs) == 1:
        return _("Un solo valor hasta ahora")
    if row["reason_code"] in _OUTCOMES:
        return _(wording.reason_words(row["reason_code"])).rstrip(".")
    if formatting.is_missing(needed) or formatting.is_missing(recent) or row["value_bound"]:
        return _ends(row, runs[-1])
    needed, recent = float(needed), float(recent)
    if abs(recent) < 1e-9:
        return _("No se mueve en los últimos períodos")
    verb = _("Sube") if recent > 0 else _("Baja")
    share = recent / needed if needed else 1.0
    if share < 0:
        return _("{verb}, en sentido contrario a la meta").format(verb=verb)
    if share >= 1:
        return _("{verb} al ritmo que hace falta").format(verb=verb)
    for limit, words in (
        (1 / 3, _("{verb}, pero a menos de un tercio del ritmo que hace falta")),
        (1 / 2, _("{verb}, pero a menos de la mitad del ritmo que hace falta")),
        (0.9, _("{verb}, pero por debajo del ritmo que hace falta")),
    ):
        if share < limit:
            return words.format(verb=verb)
    return _("{verb} casi al ritmo que hace falta").format(verb=verb)


def _ends(row: Row, run: Sequence[Point]) -> str:
    """From where to where the last run of values went: "Bajó de 9,6 a 7,1 %"."""
    if len(run) == 1:
        return _("Un solo valor este año")
    first, last = run[0][1], run[-1][1]
    begin, end = (own_quantity(value, bare(row)) for value in (first, last))
    if begin == end:
        return _("Está como al comienzo: {value}").format(value=end)
    words = _("Subió de {first} a {last}") if last > first else _("Bajó de {first} a {last}")
    return words.format(first=begin, last=end)


def chart_sentence(row: Row, ahead: Projection | None) -> str:
    """What the chart shows, for whoever does not see it."""
    unit = (row["unit"] or "").strip()
    head = _("{name}, en {unit}.").format(name=row["name"], unit=unit) if unit else f"{row['name']}."
    when = formatting.capitalised(of_when(row))
    sentences = [head, _("{when}: {value}").format(value=value_words(row), when=when)]
    expected = expected_words(row)
    if expected:
        sentences[-1] += _("; se esperaba {value}").format(value=expected)
    sentences[-1] += "."
    target = quoted_target(row)
    if ahead is not None and not ahead.reaches:
        sentences.append(
            _("A este ritmo llegaría a {value} en {month}, con una meta de {target}.").format(
                value=own_quantity(ahead.value, row), month=formatting.month(ahead.on), target=target
            )
        )
    elif ahead is not None:
        sentences.append(
            _("A este ritmo llegaría a la meta de {target} hacia {month}.").format(
                target=target, month=formatting.month(ahead.on)
            )
        )
    elif target is not None:
        sentences.append(_("La meta es {target}.").format(target=target))
    return " ".join(sentences)


def progress_fact(row: Row) -> tuple[str, str | None]:
    """The percent and what was expected; without a percent, why there is none."""
    if formatting.is_missing(row["progress_pct"]):
        return _("sin porcentaje"), _(wording.progress_words(str(row["progress_rule"]))).removeprefix(
            _("Sin porcentaje: ")
        )
    expected = expected_percent(row)
    told = _("esperado {percent}").format(percent=expected) if expected else None
    return formatting.short_percent(row["progress_pct"]), told


def short_date(value: date) -> str:
    """A day below a chart: its month."""
    return formatting.short_month(value)
