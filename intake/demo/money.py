"""What a project of the demonstration may spend, year by year, and what it spent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from data_models.document import BudgetRecord, ProjectRecord
from data_models.history import Dated, Stamp
from intake.demo.catalog import ProjectKind
from intake.demo.dates import AS_OF, BEGAN_AT, moment
from intake.demo.indicators import champion_of
from intake.demo.lives import Life
from intake.demo.stream import Stream

_CURRENCY = "ARS"
# What a project of each kind costs in all, in millions of pesos, from the smallest to the largest; most are small.
_COST_MILLIONS = {"o": (45.0, 1900.0), "d": (12.0, 240.0), "s": (5.0, 130.0), "n": (1.5, 22.0)}


def budgets_of(
    record: ProjectRecord, life: Life, kind: ProjectKind, fate: str, stream: Stream
) -> list[Dated[BudgetRecord]]:
    """Money by year: approved when the year before ends, executed as told after the year (for this one, this month).

    Nothing is spent on what has not begun.
    """
    rows: list[Dated[BudgetRecord]] = []
    start = record.planned_start or dt.date(2026, 3, 1)
    end = record.planned_end or dt.date(2026, 12, 31)
    years = range(max(start.year, 2024), end.year + 1)
    smallest, largest = _COST_MILLIONS[kind.steps]
    whole = 1_000_000 * smallest * (largest / smallest) ** (stream.between(0.0, 1.0) ** 1.6)
    overspends = stream.chance(0.12) and fate in ("done", "steady")
    accountant = champion_of("HAC")
    for year in years:
        approved = float(round(whole / len(years) * stream.between(0.85, 1.2), -3))
        current = float(round(approved * stream.between(1.0, 1.32), -3))
        first = BudgetRecord("project", record.code, _CURRENCY, year, approved, approved, None)
        known = Stamp(BEGAN_AT)
        if year > 2024:
            known = Stamp(moment(dt.date(year - 1, 12, 18), stream), accountant)
        if year > AS_OF.year:
            known = Stamp(moment(dt.date(2026, 9, 28), stream), accountant)
        if year > AS_OF.year or fate == "unknown":
            rows.append(Dated(first, known))
            continue
        share = stream.between(1.01, 1.18) if overspends else _executed_share(fate, year, stream)
        if life.actual_start is None or life.actual_start.year > year:
            share = 0.0
        told = dt.date(2026, 10, 14) if year == AS_OF.year else dt.date(year + 1, 2, 16)
        closed = Stamp(moment(told, stream), accountant)
        rows.append(Dated(first, known, closed))
        executed = float(round(current * share, -3))
        rows.append(Dated(replace(first, current_amount=current, executed_amount=executed), closed))
    return rows


def _executed_share(fate: str, year: int, stream: Stream) -> float:
    low, high = {"done": (0.86, 1.02), "steady": (0.7, 0.99), "slow": (0.4, 0.75), "late": (0.2, 0.6)}.get(
        fate, (0.0, 0.3)
    )
    return stream.between(low, high) * (0.75 if year == AS_OF.year and fate != "done" else 1.0)
