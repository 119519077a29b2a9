"""Progress rows as tables: the two lists every board ends in, one of projects and one of indicators."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.tables import PHONE_ROWS, TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.listing.distance import decimals_of, expected_percent, gap_words, should_be
from dashboards.nouns import indicator_noun, project_noun
from dashboards.page import PageContext
from kpis import wording
from kpis.vocabulary import DelayCause, ProjectState

# A record of a frame or a detail's plain dictionary: the keys are names of columns.
Row = Mapping[Any, Any]


def as_rows(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The rows of a frame as dictionaries of its columns."""
    return frame.to_dict("records")


def is_stale(row: Row) -> bool:
    """Whether a row rests on overdue data: it is drawn hollow."""
    return bool(row["freshness"] == "overdue")


def percent_text(row: Row) -> str:
    """The progress of a row in words: "40 %", "5.035 %", or that there is none."""
    value = row["progress_pct"]
    return _("sin porcentaje") if formatting.is_missing(value) else formatting.short_percent(value)


def value_words(row: Row) -> str:
    """The current value with its unit and sign of a bound: "> 70 %"; its text when it has no number."""
    if formatting.is_missing(row["value"]):
        return str(row["value_text"]) if row["value_text"] else _("sin dato")
    text = formatting.quantity(row["value"], row["unit"], decimals_of(row))
    return f"{row['value_bound']}{formatting.NBSP}{text}" if row["value_bound"] else text


def bare(row: Row) -> Row:
    """The row with a unit that is a sign, or none: the words of a unit are said once beside it."""
    return {**row, "unit": row["unit"] if (row["unit"] or "").strip() in ("%", "‰") else None}


def target_words(row: Row) -> str | None:
    """What is promised: "60 %", "45 a 55 %", "> 70 %", or its text; None without a target."""
    value, upper = row["target_value"], row["target_upper"]
    if formatting.is_missing(value):
        return str(row["target_text"]) if row["target_text"] else None
    text = formatting.quantity(value, row["unit"], decimals_of(row))
    if not formatting.is_missing(upper):
        low = formatting.number(value, decimals_of(row))
        return _("{low} a {high}").format(low=low, high=formatting.quantity(upper, row["unit"], decimals_of(row)))
    return f"{row['target_bound']}{formatting.NBSP}{text}" if row["target_bound"] else text


def quoted_target(row: Row) -> str | None:
    """What is promised, for the middle of a sentence: a target in words stands in quotes."""
    is_text = formatting.is_missing(row["target_value"]) and row["target_text"]
    return formatting.quoted(str(row["target_text"]).rstrip(".")) if is_text else target_words(row)


def promise_words(row: Row, *, is_due_with_plan: bool = False) -> str:
    """Value and target in a line: "54,2 % · meta 75 % al 31/12/2027"; a date that is only the plan's end says so."""
    target = quoted_target(row)
    if target is None:
        return f"{value_words(row)} · {_('sin meta')}"
    promised = _("meta {target}").format(target=target)
    if not formatting.is_missing(row["target_due_on"]):
        promised = _("{promise} al {day}").format(promise=promised, day=formatting.day(row["target_due_on"]))
        if is_due_with_plan:
            promised = _("{promise} (plazo del plan)").format(promise=promised)
    return f"{value_words(row)} · {promised}"


def who_answers(row: Row) -> list[Child]:
    """Who leads and, below, the post (a phone leaves it to the item's page) and who shares it."""
    name = row["secretariat_name"] or _("sin responsable")
    post, shared = row["responsible_post"], shared_words(row)
    if not post and not shared:
        return [name]
    # The space parts them where a phone writes both in one line.
    told = h.span(f"{post}, " if shared else post, className="mob0") if post else None
    return [name, " ", h.span(told, shared, className="who")]


def shared_words(row: Row) -> str | None:
    """With whom the lead shares it: "con Salud y Obras Públicas"; None with nobody."""
    shared = row["shared_secretariat_names"]
    return _("con {names}").format(names=formatting.joined(shared.split("; "))) if shared else None


def progress_cell(row: Row) -> list[Child]:
    """Percent and bar, and below in words where they come from and what was expected."""
    bar = bars.bullet(
        row["progress_pct"],
        row["expected_pct"],
        row["status"],
        declared=row["completion_basis"] == "declared",
        stale=is_stale(row),
    )
    if formatting.is_missing(row["progress_pct"]):
        return [h.b(formatting.capitalised(percent_text(row))), h.span(_(row["reason"] or ""), className="who")]
    return [bars.percent_and_bullet(percent_text(row), bar), h.span(_basis_words(row), className="who")]


def _basis_words(row: Row) -> str:
    if not formatting.is_missing(row["milestones_total"]) and row["milestones_total"] > 0:
        basis = _("{done} de {total} hitos").format(
            done=formatting.count(row["milestones_done"]), total=formatting.count(row["milestones_total"])
        )
    elif row["completion_basis"] == "declared":
        basis = _("declarado, sin hitos")
    elif row["completion_basis"] == "finished":
        basis = _("terminado")
    else:
        basis = ""
    expected = expected_percent(row)
    told = _("esperado {percent}").format(percent=expected) if expected else ""
    return "; ".join(part for part in (basis, told) if part)


def project_table(
    context: PageContext, frame: pd.DataFrame, *, labelled_by: str, phone_rows: int = PHONE_ROWS
) -> Component:
    """Projects: name and place, status and freshness, progress, dates, budget, who answers."""
    window = bars.time_window(context.plan.starts_on, context.plan.ends_on, context.seen_on)
    columns = [
        TableColumn(formatting.capitalised(project_noun(context.plan).singular), class_name="c1"),
        TableColumn(_("Estado y dato"), cell_class="cs", is_named_on_phone=False),
        TableColumn(_("Avance; línea: esperado"), class_name="c3", is_named_on_phone=False),
        TableColumn(
            _("Plazos"),
            class_name="c4",
            cell_class="c4",
            is_named_on_phone=False,
            header_note=bars.timeline_years(window),
        ),
        TableColumn(_("Presupuesto"), is_number=True, cell_class="cl bu"),
        TableColumn(_("Responde"), cell_class="cl"),
    ]
    rows = [_project_row(context, row, window) for row in as_rows(frame)]
    return data_table(columns, rows, labelled_by=labelled_by, class_name="pj", phone_rows=phone_rows)


def _project_row(context: PageContext, row: Row, window: bars.TimeWindow) -> TableRow:
    cells: list[Child] = [
        project_name_cell(context, row),
        list(status.status_and_freshness(row["status"], row["freshness"], row["last_data_on"])),
        progress_cell(row),
        dates_cell(context, window, row),
        budget_cell(row),
        who_answers(row),
    ]
    return TableRow(cells)


def project_name_cell(context: PageContext, row: Row) -> list[Child]:
    """The name of a project leading to its page and, below, its code and its place in the plan (not on a phone)."""
    place = row["program_name"] or row["axis_name"]
    # A code may be a long number: it is quoted as the plan writes it.
    below: list[Child] = [h.span(row["code"], data_literal="true"), " · " if place else None, place]
    return [
        h.a(row["name"], href=context.link(f"/proyecto/{row['slug']}"), className="gname"),
        h.span(below, className="who mob0"),
    ]


def dates_cell(context: PageContext, window: bars.TimeWindow, row: Row) -> list[Child]:
    """Planned against actual time as a line and, below, the days that matter now."""
    planned, actual = (row["planned_start"], row["planned_end"]), (row["actual_start"], row["actual_end"])
    return [
        bars.timeline(window, planned, actual, row["status"]),
        h.span(_dates_words(row, context), className="who"),
    ]


def state_name(row: Row) -> str | None:
    """What whoever carries a project out says of it: "en curso"; None when nobody said."""
    state = row["project_state"]
    return None if formatting.is_missing(state) else _(wording.label(ProjectState(state)))


def cause_name(cause: str) -> str:
    """The words of a cause of delay: "compras y licitaciones"."""
    return _(wording.label(DelayCause(cause)))


def _dates_words(row: Row, context: PageContext) -> str:
    start, end, ended = row["planned_start"], row["planned_end"], row["actual_end"]
    if not formatting.is_missing(ended):
        words = _("terminó {day}").format(day=formatting.day(ended))
        if not formatting.is_missing(end):
            words += "; " + _("previsto {day}").format(day=formatting.day(end))
        return words
    if formatting.is_missing(end):
        if row["dates_text"]:
            return str(row["dates_text"])
        return (
            _("sin fechas previstas")
            if formatting.is_missing(start)
            else _("desde {day}").format(day=formatting.day(start))
        )
    if row["status"] == "off_track" and end.date() < context.seen_on:
        return _("venció {day}").format(day=formatting.day(end))
    if formatting.is_missing(start):
        return _("hasta {day}").format(day=formatting.day(end))
    return _("{start} a {end}").format(start=formatting.day(start), end=formatting.day(end))


def budget_cell(row: Row, *, with_share: bool = True) -> Child:
    """The current (else approved) amount of a project and, below, what part of it was spent; None without an amount."""
    amount = row["budget_current"]
    if formatting.is_missing(amount):
        amount = row["budget_approved"]
    if formatting.is_missing(amount):
        return None
    if not with_share:
        return formatting.short_money(amount, row["budget_currency"])
    executed = row["budget_executed_pct"]
    words = (
        _("sin dato de ejecución")
        if formatting.is_missing(executed)
        else _("{percent} ejecutado").format(percent=formatting.short_percent(executed))
    )
    return [formatting.short_money(amount, row["budget_currency"]), " ", h.span(words, className="who")]


def indicator_table(
    context: PageContext, frame: pd.DataFrame, *, labelled_by: str, undated: Collection[int] = ()
) -> Component:
    """Indicators: name with value and target, status and freshness, progress, distance, who answers.

    `undated` are those whose target has no date but the plan's end (`data_models.queries.series`).
    """
    columns = [
        TableColumn(formatting.capitalised(indicator_noun(context.plan).singular), class_name="c1"),
        TableColumn(_("Estado y dato"), cell_class="cs", is_named_on_phone=False),
        TableColumn(_("Avance; línea: esperado"), class_name="c3", is_named_on_phone=False),
        TableColumn(_("Distancia"), is_named_on_phone=False),
        TableColumn(_("Responde"), cell_class="cl"),
    ]
    rows = [_indicator_row(context, row, int(row["item_id"]) in undated) for row in as_rows(frame)]
    return data_table(columns, rows, labelled_by=labelled_by, class_name="pj", phone_rows=PHONE_ROWS)


def _indicator_row(context: PageContext, row: Row, is_due_with_plan: bool) -> TableRow:
    gap = gap_words(row)
    cells: list[Child] = [
        [
            h.a(row["name"], href=context.link(f"/indicador/{row['slug']}"), className="gname"),
            h.span(promise_words(row, is_due_with_plan=is_due_with_plan), className="who"),
        ],
        list(status.status_and_freshness(row["status"], row["freshness"], row["last_data_on"])),
        progress_cell(row),
        [h.b(gap), should_be(row)] if gap else h.span(_("sin distancia"), className="mut"),
        who_answers(row),
    ]
    return TableRow(cells)
