"""The history of an indicator as a chart, with its title and the words that say the same."""

from __future__ import annotations

from datetime import date

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.explanations import own_quantity
from dashboards.components import charts
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.charts import Band, Gap, Label, Line
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.indicator import words
from dashboards.indicator.milestones import Milestones, in_words, milestones
from dashboards.indicator.prepare import Drawing, drawing
from dashboards.listing.distance import Distance, distance
from dashboards.listing.rows import Row, bare, quoted_target, value_words
from dashboards.page import PageContext
from data_models.queries.indicators import IndicatorDetail

_TITLE_ID = "historia-titulo"
_MILLION = 1_000_000


def figure(context: PageContext, found: IndicatorDetail) -> Component:
    """The history as a chart; without a value in numbers, what is promised and why nothing is drawn."""
    row = found.row
    drawn = drawing(found, context.seen_on)
    if drawn is None:
        return h.div(
            h.h2(_("Todavía no hay nada que dibujar"), id=_TITLE_ID),
            parts.empty_state(_without_values(context, found)),
        )
    of = milestones(context, found, drawn)
    return h.figure(
        h.figcaption(
            h.h2(words.chart_title(row, drawn.actual), id=_TITLE_ID),
            h.p(words.chart_sentence(row, drawn.projection), className="sub"),
        ),
        charts.line_chart(
            start=drawn.start,
            end=drawn.end,
            lines=_lines(row, drawn),
            bands=_bands(drawn),
            labels=_labels(row, drawn),
            gap=_gap(row),
            rings=drawn.interims,
            marks=of.marks,
            dates=_dates(row, drawn),
            value_words=lambda value: _tick(value, row),
        ),
        parts.legend(_legend(row, drawn, of)),
        in_words(context, found, of),
        aria_labelledby=_TITLE_ID,
    )


def _without_values(context: PageContext, found: IndicatorDetail) -> str:
    row = found.row
    sentences = [_("No hay ningún valor aprobado en números.")]
    target = quoted_target(row)
    if target is not None:
        due = words.due_words(found, context.plan)
        sentences.append(
            _("La meta es {target}.").format(target=target)
            if due is None
            else _("La meta es {target}, {due}.").format(target=target, due=due)
        )
    if not formatting.is_missing(row["next_due_on"]) and not row["value_text"]:
        passed = row["freshness"] == "overdue"
        words_ = _("El primer dato venció el {day}.") if passed else _("El primer dato vence el {day}.")
        sentences.append(words_.format(day=formatting.day(row["next_due_on"])))
    return " ".join(sentences)


def _lines(row: Row, drawn: Drawing) -> list[Line]:
    lines = []
    lines += [Line(run, "--ink-3", width=1.25, dashes="2 4") for run in drawn.original if len(run) > 1]
    lines += [Line(run, "--ink", width=1.5, dashes="7 4") for run in drawn.expected if len(run) > 1]
    if drawn.projection:
        now = (row["value_on"], float(row["value"]))
        lines.append(
            Line([now, (drawn.projection.on, drawn.projection.value)], _status_colour(row), width=2, dashes="3 3")
        )
    last = len(drawn.actual) - 1
    lines += [
        Line(run, "--ink", has_dots=True, status=row["status"] if position == last else None)
        for position, run in enumerate(drawn.actual)
    ]
    return lines


def _status_colour(row: Row) -> str:
    return {
        "met": "--st-met",
        "on_track": "--st-on-track",
        "at_risk": "--st-at-risk",
        "off_track": "--st-off-track",
    }.get(str(row["status"]), "--ink-3")


def _bands(drawn: Drawing) -> list[Band]:
    bands = []
    if drawn.corridor:
        corridor = drawn.corridor
        bands = [
            Band(corridor.on_track, corridor.at_risk, "--st-at-risk", 0.13),
            Band(corridor.expected, corridor.on_track, "--st-on-track", 0.2),
        ]
    if drawn.band:
        low, high = drawn.band
        days = (drawn.start, drawn.end)
        bands.append(Band([(day, high) for day in days], [(day, low) for day in days], "--st-on-track", 0.2))
    return bands


def _labels(row: Row, drawn: Drawing) -> list[Label]:
    labels = []
    revised = bool(drawn.original)
    if drawn.band:
        low, high = drawn.band
        labels += [
            Label(drawn.end, low, _("mínimo {value}").format(value=_bare(low, row))),
            Label(drawn.end, high, _("máximo {value}").format(value=_bare(high, row))),
        ]
    elif not formatting.is_missing(row["target_value"]):
        target = float(row["target_value"])
        text = (
            _("meta revisada") if revised else _("meta del año") if row["accumulation_years"] == "last" else _("meta")
        )
        sign = f"{row['target_bound']}{formatting.NBSP}" if row["target_bound"] else ""
        labels.append(Label(drawn.end, target, f"{sign}{_bare(target, row)} {text}", strong=True))
    if revised:
        was_due, was = drawn.original[-1][-1]
        labels.append(Label(was_due, was, f"{_bare(was, row)} {_('meta original')}"))
    if row["progress_rule"] == "baseline" and drawn.expected and not formatting.is_missing(row["baseline_value"]):
        start, last = drawn.expected[0][0], drawn.expected[0][-1]
        place = "start" if last[1] >= start[1] else "start_above"
        labels.append(Label(start[0], start[1], f"{_bare(start[1], row)} {_('línea de base')}", place=place))
    if drawn.projection and not drawn.projection.reaches:
        labels.append(
            Label(
                drawn.projection.on,
                drawn.projection.value,
                f"{_bare(drawn.projection.value, row)} {_('a este ritmo')}",
                status=row["status"],
                is_low=drawn.projection.value < float(row["target_value"]),
            )
        )
    on, value = drawn.actual[-1][-1]
    shown = value_words(row) if (row["unit"] or "") in ("%", "‰", "") else _bare(value, row)
    labels.append(Label(on, value, shown, place=_value_side(row, drawn), strong=True))
    return labels


def _value_side(row: Row, drawn: Drawing) -> str:
    """Where the value's own label leaves room for the gap, or for the line that comes up to it."""
    expected = row["expected_value"]
    if not formatting.is_missing(expected):
        return "above" if row["value"] > expected else "below"
    last = drawn.actual[-1]
    is_rising = len(last) > 1 and last[-1][1] > last[-2][1]
    return "above" if is_rising and drawn.projection is None else "below"


def _bare(value: float, row: Row) -> str:
    """A value for a narrow place: only signs of units, not their words."""
    return own_quantity(value, bare(row))


def _gap(row: Row) -> Gap | None:
    far, expected = distance(row), row["expected_value"]
    if far is None or far.side >= 0 or not words.has_distance(row) or formatting.is_missing(expected):
        return None
    return Gap(
        row["value_on"],
        float(row["value"]),
        float(expected),
        _gap_words(far),
        str(row["status"]),
    )


def _gap_words(far: Distance) -> Child:
    """ "faltan 12 puntos de avance", which are not those of a scale in percent; a narrow screen leaves the noun out."""
    if not far.is_points:
        return _("faltan {number}").format(number=far.amount)
    number = far.amount.partition(formatting.NBSP)[0]
    noun = ngettext("punto de avance", "puntos de avance", 1 if number == "1" else 2)
    return [_("faltan {number}").format(number=number), h.span(formatting.NBSP + noun, className="mob0")]


def _dates(row: Row, drawn: Drawing) -> list[tuple[date, str]]:
    ends = [date(year, 12, 31) for year in range(drawn.start.year, drawn.end.year + 1)]
    days = {drawn.start, drawn.end, row["value_on"], *(day for day in ends if drawn.start < day < drawn.end)}
    return [(day, words.short_date(day)) for day in sorted(days)]


def _tick(value: float, row: Row) -> str:
    if abs(value) >= _MILLION:
        return f"{formatting.number(value / _MILLION)}{formatting.NBSP}M"
    unit = (row["unit"] or "").strip()
    return formatting.quantity(value, unit if unit in ("%", "‰") else None)


def _legend(row: Row, drawn: Drawing, of: Milestones) -> list[tuple[Component | None, str]]:
    entries: list[tuple[Component | None, str]] = []

    def fill(token: str, percent: int) -> Component:
        return parts.swatch({"background": f"color-mix(in srgb,var({token}) {percent}%,var(--bg))"})

    def line(style: str) -> Component:
        return parts.swatch({"borderTop": style}, line=True)

    if drawn.corridor:
        entries.append((fill("--st-on-track", 22), _("franja «en camino»")))
        entries.append((fill("--st-at-risk", 16), _("franja «en riesgo»; más allá, atrasada")))
    if drawn.band:
        entries.append((fill("--st-on-track", 22), _("banda acordada")))
    if any(len(run) > 1 for run in drawn.expected):
        entries.append((line("2px dashed var(--ink)"), _("lo esperado, con la meta vigente")))
    if drawn.original:
        entries.append((line("2px dotted var(--ink-3)"), _("con la meta original")))
    if drawn.projection:
        entries.append((line(f"2px dotted var({_status_colour(row)})"), _("a este ritmo")))
    if drawn.interims:
        entries.append((None, _("○ meta intermedia")))
    entries.append((line("2.5px solid var(--ink)"), _("valores aprobados")))
    if of.drawn:
        entries.append((None, _("los números, hitos de proyectos; llenos, cumplidos")))
    return entries
