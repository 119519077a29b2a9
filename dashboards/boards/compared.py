"""The day a board is compared with: what changed since then. A month before, unless the reader chooses another one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import forms
from dashboards.i18n import gettext as _
from dashboards.page import PageContext
from dashboards.urls import read_day

# Of lists, "desde" asks what runs from a day on.
COMPARED = "comparado"


@dataclass(frozen=True)
class ComparedDay:
    """The day compared with; `is_month` when it is the usual one; `unknown` what of the address was not understood.

    `has_rows` tells whether the plan had begun by then: else there is nothing to compare with.
    """

    day: date
    is_month: bool
    has_rows: bool
    unknown: tuple[tuple[str, str], ...] = ()


def month_before(day: date) -> date:
    """The same day a month earlier; the last day of a month leads to the last day of the month before."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    last = calendar.monthrange(year, month)[1]
    is_month_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if is_month_end else min(day.day, last))


def compared_day(context: PageContext) -> ComparedDay:
    """The day the address asks to compare with; one that is no day before the one shown, in the plan, is left out."""
    usual = month_before(context.seen_on)
    has_usual = usual >= context.plan.starts_on
    asked = context.address.value(COMPARED)
    if asked is None:
        return ComparedDay(usual, True, has_usual)
    day = read_day(asked)
    if day is None or not context.plan.starts_on <= day < context.seen_on:
        words = _("la fecha con que comparar (desde el {start} y antes del {end})").format(
            start=formatting.day(context.plan.starts_on), end=formatting.day(context.seen_on)
        )
        return ComparedDay(usual, True, has_usual, ((words, asked),))
    return ComparedDay(day, day == usual, True)


def compared_filter(context: PageContext, compared: ComparedDay) -> Component:
    """The choice of a month end to compare with; the empty choice is a month before."""
    usual, last = month_before(context.seen_on), context.seen_on - timedelta(days=1)
    chosen = None if compared.is_month else compared.day
    days = {*forms.month_ends(context.plan.starts_on, last), *([chosen] if chosen else [])} - {usual}
    choices = [forms.Choice(formatting.iso_day(day), formatting.day(day)) for day in sorted(days, reverse=True)]
    return forms.select_filter(
        COMPARED,
        _("Qué cambió desde"),
        choices,
        formatting.iso_day(chosen) if chosen else None,
        everything=_("un mes antes, {day}").format(day=formatting.day(usual)),
    )
