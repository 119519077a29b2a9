"""The tables of the page of a project: money by year, who answers, what changed and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import budgets, detail
from dashboards.boards.origins import origin_words
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.rows import as_rows
from dashboards.nouns import indicator_noun
from dashboards.page import PageContext
from data_models.dictionary import PROJECTS
from data_models.queries.projects import ProjectDetail
from data_models.rows import civil_day

_COLUMNS = {column.name: column for column in PROJECTS}
# Said by the date of the change itself.
_SILENT = ("last_update_on", "declared_on")
MOST_IN_SIGHT = 6


def budget_section(context: PageContext, found: ProjectDetail) -> Component | None:
    """The project's money by year; where it has none of its own, the sum of that of its indicators, as such."""
    if len(found.budgets):
        return budgets.budget_section(found.budgets, found.row, title=_("Presupuesto por año"))
    noun, of_these = indicator_noun(context.plan), len(found.indicators)
    things = noun.counted(of_these)
    return budgets.budget_section(
        found.indicator_budgets,
        found.indicator_total,
        title=_("Presupuesto por año de sus {things}").format(things=things),
        lead=_("Es la suma del presupuesto de sus {things}; no hay otro cargado. ").format(things=noun.plural),
        origin=lambda year: (
            things
            if year["items"] == of_these
            else _("{part} de {things}").format(part=formatting.count(int(year["items"])), things=things)
        ),
    )


def responsibles_section(context: PageContext, found: ProjectDetail) -> Component | None:
    """Who leads and who shares it."""
    if len(found.responsibles) < 2:
        return None
    rows = [
        TableRow(
            [
                detail.secretariat_link(context, one["slug"], one["name"]),
                h.b(_("lidera")) if one["is_lead"] else _("comparte"),
                one["post"] or h.span(_("sin cargo indicado"), className="mut"),
            ]
        )
        for one in as_rows(found.responsibles)
    ]
    columns = [TableColumn(_("Secretaría")), TableColumn(_("Papel")), TableColumn(_("Cargo"))]
    sub = _("En los totales del municipio cuenta una sola vez.")
    return parts.section(
        "responden",
        _("Quiénes responden"),
        data_table(columns, rows, labelled_by="responden-titulo", class_name="vals"),
        sub=sub,
    )


def history_section(found: ProjectDetail) -> Component | None:
    """What changed and when, the newest first; nothing is overwritten."""
    entries = changes(found)
    if not entries:
        return None
    items = [_change(when, where, told) for when, where, told in entries]
    rest: Child = None
    if len(items) > MOST_IN_SIGHT:
        older = items[MOST_IN_SIGHT:]
        rest = h.details(
            h.summary(_("Ver los {count} anteriores").format(count=formatting.count(len(older)))),
            h.ul(older, className="il"),
        )
    number = len(entries)
    sub = ngettext("{count} actualización. ", "{count} actualizaciones. ", number).format(
        count=formatting.count(number)
    )
    sub += _("Nada se borra: lo anterior queda con su fecha y quién lo cambió.")
    return parts.section(
        "historia", _("Qué cambió y cuándo"), h.ul(items[:MOST_IN_SIGHT], className="il"), rest, sub=sub
    )


def changes(found: ProjectDetail) -> list[tuple[date, str, list[str]]]:
    """Each update as (day, where it came from, what changed in words), the newest first; milestones done among them."""
    told: dict[tuple[pd.Timestamp, str], list[str]] = {}
    for row in as_rows(found.versions):
        words = told.setdefault((row["recorded_at"], row["where"]), [])
        if row["column"] not in _SILENT:
            column = _COLUMNS[row["column"]].spanish_name
            words.append(f"{_(column)}: {_cell(row['column'], row['before'])} → {_cell(row['column'], row['after'])}")
    for row in as_rows(found.milestones):
        if row["is_change"] and not formatting.is_missing(row["done_on"]):
            words = told.setdefault((row["recorded_at"], row["where"]), [])
            done = _("Hito cumplido: {name}, el {day}")
            words.append(done.format(name=row["name"], day=formatting.day(row["done_on"])))
    return [
        (civil_day(moment), origin_words(where), words or [_("Se revisó, sin cambios.")])
        for (moment, where), words in sorted(told.items(), reverse=True)
    ]


def _change(when: date, where: str, told: list[str]) -> Component:
    return h.li(
        h.span("; ".join(told)),
        h.span(formatting.day(when), className="fr"),
        h.span(where, className="v", data_literal="true"),
    )


def _cell(name: str, value: Any) -> str:
    column = _COLUMNS[name]
    if formatting.is_missing(value):
        return _("sin dato")
    if column.type == "date":
        return formatting.day(value)
    if column.type in ("number", "integer"):
        return formatting.percent(value) if column.unit == "%" else formatting.number(value)
    return formatting.shortened(_(column.word(str(value)) or str(value)), 80)
