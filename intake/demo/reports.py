"""What its secretariat told of a project and when: each report is a version of it, and each milestone done another."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from data_models.document import MilestoneRecord, ProjectRecord
from data_models.history import Dated, Stamp
from intake.demo.catalog import ProjectKind
from intake.demo.dates import AS_OF, BEGAN_AT, moment, periods
from intake.demo.indicators import champion_of
from intake.demo.lives import Life
from intake.demo.stream import Stream
from intake.demo.words import STEPS

_SHARE_STALE = 0.16
# Days since the last report: of what is looked at, and of what is stale at its frequency.
_HEARD_DAYS_AGO = {"monthly": (1, 45), "quarterly": (1, 60)}
_STALE_DAYS_AGO = {"monthly": (75, 300), "quarterly": (125, 330)}

# How often a secretariat begins to leave out reports: before the first of these days, before the second, and so on.
_LAPSES = ((dt.date(2025, 4, 1), 0.35), (dt.date(2025, 10, 1), 0.2), (dt.date.max, 0.15))
# How many reports in a row it leaves out.
_LAPSE_LENGTH = {"monthly": (1, 6), "quarterly": (1, 4)}
# A declared percent grows late, as the work does: by this power of the share of the time.
_DECLARED_POWER = 1.3

_PERIODS = {frequency: tuple(periods(frequency)) for frequency in _LAPSE_LENGTH}

_RENAMED = "Ampliación del centro de salud La Acequia"
_EARLIER_NAME = "Reforma del centro de salud La Acequia"
_RENAMED_ON = dt.date(2025, 6, 18)


def last_update(life: Life, fate: str, frequency: str, heard_until: dt.date | None, stream: Stream) -> dt.date | None:
    """When its secretariat last looked at it; never, where nobody says anything of it."""
    if fate == "unknown":
        return None
    if life.actual_end is not None:
        return life.actual_end
    if life.stopped_on is not None and life.state == "cancelled":
        return life.stopped_on
    if heard_until is not None:
        latest = heard_until - dt.timedelta(days=stream.integer(0, 25))
    else:
        is_stale = fate in ("steady", "slow", "late") and stream.chance(_SHARE_STALE)
        days_ago = _STALE_DAYS_AGO if is_stale else _HEARD_DAYS_AGO
        latest = AS_OF - dt.timedelta(days=stream.integer(*days_ago[frequency]))
    happened = [day for day in (life.actual_start, life.stopped_on, *life.done_on) if day is not None]
    return max([latest, *happened])


def versions_of(record: ProjectRecord, life: Life, secretariat: str) -> list[Dated[ProjectRecord]]:
    """The project as it was known at the beginning, and each change and each report of it when it was told."""
    stream = Stream("versions", record.code)
    state: str | None = record.state if record.state in (None, "planned") else "planned"
    current = replace(
        record,
        state=state,
        actual_start=None,
        actual_end=None,
        declared_pct=None,
        declared_on=None,
        last_update_on=None,
    )
    if record.name == _RENAMED:
        current = replace(current, name=_EARLIER_NAME)
    recorded = Stamp(BEGAN_AT)
    versions: list[Dated[ProjectRecord]] = []
    for day, change in sorted(_changes(record, life, stream).items()):
        if day > BEGAN_AT.date():
            told = moment(day + dt.timedelta(days=stream.integer(0, 3)), stream)
            now = Stamp(max(told, recorded.at + dt.timedelta(minutes=1)), champion_of(secretariat))
            versions.append(Dated(current, recorded, now))
            recorded = now
        current = replace(current, **change, last_update_on=day)
    if current != record:
        raise ValueError(f"the versions of {record.code} do not end in what it is")
    return [*versions, Dated(current, recorded)]


def _changes(record: ProjectRecord, life: Life, stream: Stream) -> dict[dt.date, dict[str, Any]]:
    """What was told of the project for the first time on each day; on many only that it goes on."""
    changes: dict[dt.date, dict[str, Any]] = defaultdict(dict)
    for day in _report_days(record, life, stream):
        changes[day] |= _declared(record, day)
    if record.last_update_on is not None:
        changes[record.last_update_on] |= _declared(record, record.last_update_on)
    if record.actual_start is not None:
        changes[record.actual_start] |= {"state": "in_progress", "actual_start": record.actual_start}
    if life.stopped_on is not None:
        changes[life.stopped_on] |= {"state": record.state}
    if record.actual_end is not None:
        changes[record.actual_end] |= {"state": "finished", "actual_end": record.actual_end}
    if record.name == _RENAMED:
        changes[_RENAMED_ON] |= {"name": record.name}
    return changes


def _declared(record: ProjectRecord, day: dt.date) -> dict[str, Any]:
    """The percent declared on a day between the start, when it was 0, and the last report."""
    start, last = record.actual_start, record.last_update_on
    if record.declared_pct is None or start is None or last is None or day <= start < last:
        return {}
    share = 1.0 if day == last else (day - start) / (last - start)
    return {"declared_pct": float(round(record.declared_pct * share**_DECLARED_POWER)), "declared_on": day}


def _report_days(record: ProjectRecord, life: Life, stream: Stream) -> Iterator[dt.date]:
    """A day of each period in which it was looked at before the last time: that of a milestone done, else any.

    From the day it was to begin; every now and then its secretariat leaves out some reports.
    """
    begins = [day for day in (life.planned_start, life.actual_start) if day is not None]
    last = record.last_update_on
    if last is None or not begins or record.state == "cancelled":
        return
    left_out = 0
    for start, end in _PERIODS[record.update_frequency]:
        done = [day for day in life.done_on if start <= day <= end]
        if not done and left_out == 0 and stream.chance(_share_lapsing(end)):
            left_out = stream.integer(*_LAPSE_LENGTH[record.update_frequency])
        day = done[-1] if done else start + dt.timedelta(days=stream.integer(0, (end - start).days))
        if (done or not left_out) and min(begins) <= day < last:
            yield day
        left_out = max(0, left_out - 1)


def _share_lapsing(day: dt.date) -> float:
    return next(share for until, share in _LAPSES if day < until)


def milestones_of(code: str, kind: ProjectKind, life: Life) -> list[Dated[MilestoneRecord]]:
    """The milestones as they were planned, and as they were told when they were done."""
    stream = Stream("milestones", code)
    names = STEPS[kind.steps]
    count = len(life.milestone_dues)
    rows: list[Dated[MilestoneRecord]] = []
    for place, due in enumerate(life.milestone_dues):
        # Spread over the kind's steps, so that the last milestone is always its last step.
        name = names[(place + 1) * len(names) // count - 1]
        record = MilestoneRecord(code, str(place + 1), name, life.weights[place], due)
        done_on = life.done_on[place] if place < len(life.done_on) else None
        if done_on is None:
            rows.append(Dated(record, Stamp(BEGAN_AT)))
        elif done_on <= BEGAN_AT.date():
            rows.append(Dated(replace(record, done_on=done_on), Stamp(BEGAN_AT)))
        else:
            day = done_on + dt.timedelta(days=stream.integer(0, 6))
            told = Stamp(moment(day, stream), champion_of(kind.secretariat))
            rows.append(Dated(record, Stamp(BEGAN_AT), told))
            rows.append(Dated(replace(record, done_on=done_on), told))
    return rows
