"""How a part of a plan came to stand as it does: its statuses at the end of each quarter until the day seen."""

from __future__ import annotations

import datetime as dt

import numpy as np
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.board import Board
from dashboards.components import page_parts as parts
from dashboards.components.status import STATUSES
from dashboards.components.status_history import HistoryDay, status_history
from dashboards.i18n import gettext as _
from data_models.queries import status_history as history

# Two columns are no history.
LEAST_DAYS = 3


def history_section(board: Board) -> Component | None:
    """The mix of statuses over time, of what the headline counts; None where the plan is too young for one."""
    if not len(board.found):
        return None
    days = history_days(board)
    if len(days) < LEAST_DAYS:
        return None
    noun = board.noun
    title = _("Cómo se llegó hasta acá")
    sub = (
        _("Los mismos {things} de hoy, como estaban al cierre de cada trimestre.")
        if not noun.is_feminine
        else _("Las mismas {things} de hoy, como estaban al cierre de cada trimestre.")
    )
    picture = status_history(days, noun=noun.plural, labelled_by="historia-titulo")
    return parts.section("historia", title, picture, sub=sub.format(things=noun.plural))


def history_days(board: Board) -> list[HistoryDay]:
    """The counts of the main kind on each day, oldest first; the last one is the day seen."""
    context = board.context
    frame = history.status_history(context.store, context.reader, context.plan, board.scope, known_on=context.known_at)
    frame = frame[frame["item_kind"] == board.kind]
    days = []
    for name in frame.columns[len(history.KEY) :]:
        day = dt.date.fromisoformat(name)
        if day >= context.seen_on:
            break
        counts = np.bincount(frame[name].to_numpy(), minlength=len(history.STATUSES)).tolist()
        by_status = dict(zip(history.STATUSES, counts, strict=True))
        days.append(_day(board, day, {status: by_status[status] for status in STATUSES}))
    return [*days, _day(board, context.seen_on, board.main.counts)]


def _day(board: Board, day: dt.date, counts: dict[str, int]) -> HistoryDay:
    is_seen = day == board.context.seen_on
    href = None if is_seen else board.context.address.changed(al=day.isoformat())
    return HistoryDay(formatting.day(day), formatting.short_month(day), href, counts)
