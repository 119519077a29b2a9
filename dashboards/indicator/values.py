"""The values of an indicator one by one, as the table that says what the chart shows; and by year."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.explanations import own_quantity
from dashboards.boards.origins import origin_words
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.indicator import prepare
from dashboards.listing.distance import expected_words
from dashboards.listing.file_links import file_links
from dashboards.listing.rows import Row, as_rows, bare, value_words
from dashboards.page import PageContext
from data_models.queries.indicators import IndicatorDetail
from kpis import wording
from kpis.vocabulary import ValueState

# More are a matter of opening them.
MOST_IN_SIGHT = 12
ON_PHONE = 4


def values_section(context: PageContext, found: IndicatorDetail) -> Component | None:
    """Every value, the newest first, with what was expected then, who entered and who approved it."""
    if found.history.empty:
        return None
    approved = int((found.history["state"] == ValueState.APPROVED).sum())
    sub = ngettext("{count} valor aprobado.", "{count} valores aprobados.", approved).format(
        count=formatting.count(approved)
    )
    sub += " " + _(
        "Nada se borra: una corrección queda junto al valor que corrige. Esperado y estado, con la meta vigente."
    )
    sub = _unit_words(found.row) + sub
    rows = _rows(found)
    body: list[Child] = [_table(found, rows[:MOST_IN_SIGHT], _("Valor por valor"))]
    rest = rows[MOST_IN_SIGHT:]
    if rest:
        label = _("Ver los {count} anteriores").format(count=formatting.count(len(rest)))
        body.append(h.details(h.summary(label), _table(found, rest, label)))
    body.append(file_links(context.address.text, _("Descargar la serie:")))
    return parts.section("valores", _("Valor por valor"), body, sub=sub)


def _unit_words(row: Row) -> str:
    unit = (row["unit"] or "").strip()
    return _("En {unit}. ").format(unit=unit) if unit and unit not in ("%", "‰") else ""


def _table(found: IndicatorDetail, rows: list[TableRow], label: str) -> Component:
    joined = prepare.is_summed_up(found.row)
    columns = [
        TableColumn(_("Período"), cell_class="nw"),
        TableColumn(_("Valor"), is_number=True),
        TableColumn(_("Acumulado") if joined else _("Cambio"), is_number=True),
        TableColumn(_("Esperado"), is_number=True),
        TableColumn(_("Estado"), is_named_on_phone=False),
        TableColumn(_("De dónde viene")),
        TableColumn(_("Aprobó")),
    ]
    return data_table(columns, rows, label=label, class_name="vals", phone_rows=ON_PHONE)


def _rows(found: IndicatorDetail) -> list[TableRow]:
    history = found.history.sort_values("period_end", kind="stable").reset_index(drop=True)
    before = history["accumulated_value"].ffill().shift()
    corrected = dict(list(found.corrections.groupby("period_end")))
    entries = as_rows(history)
    rows = [
        _row(found.row, entry, previous, corrected.get(entry["period_end"]))
        for entry, previous in zip(entries, before, strict=True)
    ]
    return rows[::-1]


def _row(row: Row, entry: Row, before: float, corrections: pd.DataFrame | None) -> TableRow:
    nothing = h.span(_("sin comparar"), className="mut")
    joined: Child = nothing
    row = bare(row)
    if prepare.is_summed_up(row):
        if not formatting.is_missing(entry["accumulated_value"]):
            joined = own_quantity(entry["accumulated_value"], row)
    elif not formatting.is_missing(entry["accumulated_value"]) and not formatting.is_missing(before):
        decimals = None if formatting.is_missing(row["decimals"]) else int(row["decimals"])
        change = formatting.written_difference(entry["accumulated_value"], before, decimals)
        joined = formatting.signed_number(change, decimals)
    expected = expected_words({**row, "expected_value": entry["expected_value"]})
    below: list[Child] = [
        h.span(note, className="who") for note in (entry["note"], *_correction_words(row, corrections)) if note
    ]
    if entry["evidence_url"]:
        below.append(h.span(parts.external_link(_("respaldo"), entry["evidence_url"]), className="who"))
    cells: list[Child] = [
        formatting.period(entry["period_start"], entry["period_end"], row["frequency"]),
        h.b(_value(row, entry)),
        joined,
        expected or h.span(_("sin calcular"), className="mut"),
        _state(entry),
        [_origin(entry), *below],
        _approval(entry),
    ]
    return TableRow(cells)


def _origin(entry: Row) -> Component:
    """The post that entered it and when, or the cell it was imported from."""
    return h.span(origin_words(entry["where"]), data_literal="true")


def _value(row: Row, entry: Row) -> str:
    return value_words(
        {**row, "value": entry["value"], "value_bound": entry["bound"], "value_text": _quoted(entry["text"])}
    )


def _quoted(text: str | None) -> str | None:
    return formatting.quoted(text) if text else None


def _state(entry: Row) -> Child:
    if entry["state"] != ValueState.APPROVED:
        return h.span(formatting.capitalised(_(wording.label(ValueState(entry["state"])))), className="tag")
    if not entry["status"]:
        return h.span(_("sin juzgar"), className="mut")
    return status.status_word(entry["status"])


def _approval(entry: Row) -> Child:
    if entry["state"] != ValueState.APPROVED:
        return h.span(_("sin aprobar"), className="mut")
    if entry["decided_by"]:
        return f"{entry['decided_by']}, {formatting.day_of(entry['decided_at'])}"
    if entry["entered_by"]:
        return formatting.day_of(entry["decided_at"]) if not formatting.is_missing(entry["decided_at"]) else None
    return _("con la importación, {day}").format(day=formatting.day_of(entry["recorded_at"]))


def _correction_words(row: Row, corrections: pd.DataFrame | None) -> list[Child]:
    """What was corrected and who had entered it when: the day of the row itself is that of its approval."""
    if corrections is None:
        return []
    return [
        [_("corrige {value}").format(value=_value(row, entry)), " (", _origin(entry), ")"]
        for entry in as_rows(corrections)
    ]


def annual_section(found: IndicatorDetail) -> Component | None:
    """Executed beside planned, year by year; None where nothing is planned by periods."""
    annual = found.annual[found.annual["planned"].notna()]
    if annual.empty:
        return None
    row = bare(found.row)
    rows = [
        TableRow(
            [
                str(int(year["year"])),
                own_quantity(year["executed"], row),
                own_quantity(year["planned"], row),
                _fulfilment(year),
            ]
        )
        for year in as_rows(annual)
    ]
    columns = [
        TableColumn(_("Año")),
        TableColumn(_("Ejecutado"), is_number=True),
        TableColumn(_("Planificado"), is_number=True),
        TableColumn(_("Cumplimiento"), is_number=True),
    ]
    sub = _(
        "Lo ejecutado y lo planificado de cada año, juntados igual. El avance de arriba se mide contra la meta final."
    )
    return parts.section(
        "anual",
        _("Año por año: lo ejecutado y lo planificado"),
        data_table(columns, rows, labelled_by="anual-titulo", class_name="vals"),
        sub=_unit_words(found.row) + sub,
    )


def _fulfilment(year: Row) -> Child:
    if formatting.is_missing(year["achievement_pct"]):
        return h.span(_("nada planificado"), className="mut")
    return h.b(formatting.percent(year["achievement_pct"], 1))
