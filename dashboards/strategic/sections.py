"""The sections of the board of strategic goals: histories side by side, year beside year, and the same as a table."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import paces
from dashboards.boards.explanations import own_quantity
from dashboards.boards.histories import day_of, is_yearly, path_runs, projection, value_runs
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.small_multiples import Multiple, SmallHistory, small_history, small_multiples
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.listing.distance import gap_words
from dashboards.listing.rows import Row, as_rows, bare, promise_words, target_words, value_words, who_answers
from dashboards.listing.selection_links import status_link
from dashboards.nouns import indicator_noun
from dashboards.page import PageContext
from dashboards.strategic.prepare import StrategicGoals
from data_models.queries import progress

_MILLION = 1_000_000


def counts(context: PageContext, found: StrategicGoals) -> list[Child]:
    """The strip of proportions, and the counts: links where a list holds exactly these rows."""
    by_status = progress.status_counts(found.rows)
    if found.selection is not None:
        return [status.strip(by_status), status.status_chips(by_status, status_link(context, found.selection))]
    told = [
        h.span(
            h.span(status.status_name(of), className=f"st {status.status_class(of)}"), f" {formatting.count(number)}"
        )
        for of, number in by_status.items()
        if number
    ]
    return [status.strip(by_status), h.p(told, className="key")]


def histories_section(context: PageContext, found: StrategicGoals) -> Component:
    """The history of each goal against the path to its target, with the pace it needs and the one it has."""
    legend = parts.legend(
        [
            (parts.swatch({"borderTop": "2.5px solid var(--ink)"}, line=True), _("valores aprobados")),
            (parts.swatch({"borderTop": "2px dashed var(--ink)"}, line=True), _("lo esperado, con la meta vigente")),
            (parts.swatch({"borderTop": "2px dotted var(--ink-3)"}, line=True), _("con la meta original")),
        ]
    )
    return parts.section(
        "historias",
        _("Cada una, su historia y el camino a la meta"),
        legend,
        small_multiples([_multiple(context, found, row) for row in as_rows(found.rows)]),
        sub=_("Cada dibujo tiene su propia escala, en la unidad que se nombra."),
    )


def _multiple(context: PageContext, found: StrategicGoals, row: Row) -> Multiple:
    drawn = _history(context, found, row)
    fresh = status.freshness_word(row["freshness"], row["last_data_on"])
    ahead = projection(row)
    words: list[Child] = [
        h.p(status.status_word(row["status"], row["freshness"]), [" · ", fresh] if fresh is not None else None),
        h.p(promise_words(row, is_due_with_plan=int(row["item_id"]) in found.undated)),
    ]
    for sentence in (paces.pace_sentence(row), paces.projection_sentence(ahead, row) if ahead is not None else None):
        if sentence:
            words.append(h.p(sentence))
    words.append(h.p(_("Responde"), ": ", who_answers(row), className="who"))
    unit = (row["unit"] or "").strip()
    heading = h.a(row["name"], href=context.link(f"/indicador/{row['slug']}"))
    sub = _("En {unit}").format(unit=unit) if unit else _("Sin unidad")
    drawing = small_history(drawn) if drawn is not None else None
    nothing = h.p(_("Todavía no hay una historia que dibujar."), className="sm mut")
    return Multiple(heading, sub, drawing if drawing is not None else nothing, words)


def _history(context: PageContext, found: StrategicGoals, row: Row) -> SmallHistory | None:
    by_year, series = is_yearly(row), found.series
    actual = value_runs(_own(series.history, row), by_year=by_year)
    if not actual:
        return None
    path = path_runs(_own(series.path, row), by_year=by_year)
    original = path_runs(_own(series.original, row), by_year=by_year)
    days = [day for run in (*actual, *path, *original) for day, _value in run]
    if len(set(days)) < 2:
        return None
    due, target = row["target_due_on"], row["target_value"]
    has_target = not formatting.is_missing(due) and not formatting.is_missing(target)
    end = max([*days, context.seen_on, *([day_of(due)] if has_target else [])])
    return SmallHistory(
        start=min(days),
        end=end,
        actual=actual,
        path=path,
        original=original,
        status=row["status"],
        is_stale=row["freshness"] == "overdue",
        value_words=value_words(bare(row)),
        target=(day_of(due), float(target)) if has_target else None,
        target_words=target_words(bare(row)) if has_target else None,
        start_words=formatting.short_month(min(days)),
        end_words=formatting.short_month(end),
        write=_tick,
    )


def _own(frame: pd.DataFrame, row: Row) -> pd.DataFrame:
    own: pd.DataFrame = frame[frame["indicator_id"] == row["item_id"]]
    return own


def _tick(value: float) -> str:
    if abs(value) >= _MILLION:
        return f"{formatting.number(value / _MILLION)}{formatting.NBSP}M"
    return formatting.number(value)


def years_section(context: PageContext, found: StrategicGoals) -> Component | None:
    """Where each year ended beside what its end was promised to be, and the difference."""
    years = found.years
    if not years:
        return None
    columns = [
        TableColumn(formatting.capitalised(indicator_noun(context.plan).singular)),
        *(TableColumn(_year_words(context, year), is_number=True, cell_class="yc") for year in years),
    ]
    ends = {(int(end["indicator_id"]), int(end["year"])): end for end in as_rows(found.series.years)}
    rows = [
        TableRow(
            [
                [
                    h.a(row["name"], href=context.link(f"/indicador/{row['slug']}")),
                    h.span(_unit_words(row), className="who"),
                ],
                *(_year_end(bare(row), ends.get((int(row["item_id"]), year))) for year in years),
            ]
        )
        for row in as_rows(found.rows)
    ]
    return parts.section(
        "anios",
        _("Año por año: el cierre y lo que se esperaba"),
        data_table(columns, rows, labelled_by="anios-titulo", class_name="vals", phone_rows=3),
        sub=_("Entre paréntesis, valor menos esperado al cierre. Sin dato del cierre, se dice de cuándo es el último."),
    )


def _year_words(context: PageContext, year: int) -> str:
    is_over = (context.seen_on.year, context.seen_on.month, context.seen_on.day) >= (year, 12, 31)
    return str(year) if is_over else _("{year}, en curso").format(year=year)


def _unit_words(row: Row) -> str:
    unit = (row["unit"] or "").strip()
    goal = {"increase": _("aumentar"), "decrease": _("disminuir"), "keep": _("mantener")}.get(str(row["direction"]))
    return ", ".join(part for part in (unit, goal) if part)


def _year_end(row: Row, end: Row | None) -> Child:
    if end is None or formatting.is_missing(end["value"]):
        return h.span(formatting.missing_word(), className="mut")
    told: list[Child] = [h.b(own_quantity(end["value"], row))]
    if not formatting.is_missing(end["difference"]):
        decimals = None if formatting.is_missing(row["decimals"]) else int(row["decimals"])
        expected = _("esperado {value}").format(value=own_quantity(end["planned"], row))
        difference = formatting.written_difference(end["value"], end["planned"], decimals)
        told.append(h.small(f"{expected} ({formatting.signed_number(difference, decimals)})"))
        if end["status"]:
            told.append(h.small(status.status_word(end["status"])))
        return told
    told.append(h.small(_("al {day}").format(day=formatting.day(end["value_on"]))))
    if not formatting.is_missing(end["planned"]):
        told.append(h.small(_("al cierre, {value}").format(value=own_quantity(end["planned"], row))))
    return told


def table_section(context: PageContext, found: StrategicGoals) -> Component:
    """What the drawings say, as a table."""
    columns = [
        TableColumn(formatting.capitalised(indicator_noun(context.plan).singular)),
        TableColumn(_("Estado y dato"), cell_class="cs", is_named_on_phone=False),
        TableColumn(_("Valor"), is_number=True),
        TableColumn(_("Esperado"), is_number=True),
        TableColumn(_("Meta"), is_number=True),
        TableColumn(_("Distancia")),
        TableColumn(_("Ritmo necesario"), is_number=True),
        TableColumn(_("Ritmo reciente"), is_number=True),
        TableColumn(_("Responde"), cell_class="cl"),
    ]
    return parts.folded_section(
        "tabla",
        _("Lo mismo, en una tabla"),
        data_table(
            columns, [_row(context, row) for row in as_rows(found.rows)], labelled_by="tabla-titulo", class_name="pj"
        ),
    )


def _row(context: PageContext, row: Row) -> TableRow:
    def pace(name: str) -> Child:
        has_none = formatting.is_missing(row[name]) or bool(row["value_bound"])
        return h.span(_("sin ritmo"), className="mut") if has_none else paces.pace(float(row[name]), row)

    due = row["target_due_on"]
    target = target_words(row)
    expected = row["expected_value"]
    has_expected = not formatting.is_missing(expected)
    return TableRow(
        [
            h.a(row["name"], href=context.link(f"/indicador/{row['slug']}"), className="gname"),
            list(status.status_and_freshness(row["status"], row["freshness"], row["last_data_on"])),
            value_words(row),
            own_quantity(expected, row) if has_expected else h.span(_("sin esperado"), className="mut"),
            [
                target or h.span(_("sin meta"), className="mut"),
                None
                if formatting.is_missing(due) or not target
                else h.span(_("al {day}").format(day=formatting.day(due)), className="who"),
            ],
            gap_words(row) or h.span(_("sin distancia"), className="mut"),
            pace("required_per_period"),
            pace("recent_per_period"),
            who_answers(row),
        ]
    )
