"""What happened to a project: how it went decides its dates and milestones, never its status."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

from intake.demo.dates import AS_OF, PLAN_END, PLAN_START
from intake.demo.stream import Stream

# How projects went, and how many of each.
FATES = {"done": 408, "steady": 636, "slow": 186, "late": 125, "later": 212, "unknown": 85, "dropped": 33}
# Closings pile up at the end of the year and before the yearly report.
_CLOSING_RUSH = (dt.date(2024, 12, 20), dt.date(2025, 12, 22), dt.date(2026, 10, 28))
_RUSH_PULLS = dt.timedelta(days=75)
# How many days before or after its due date a milestone is done.
_SLIP_DAYS = {"steady": (-30, 8), "slow": (-5, 45), "late": (0, 70)}


@dataclass(frozen=True, slots=True)
class Life:
    """A project's dates, the dates of its milestones and how many of them are done."""

    state: str | None
    planned_start: dt.date | None
    planned_end: dt.date | None
    actual_start: dt.date | None = None
    actual_end: dt.date | None = None
    milestone_dues: tuple[dt.date, ...] = ()
    weights: tuple[float, ...] = ()
    done_on: tuple[dt.date, ...] = ()
    declared_pct: float | None = None
    dates_text: str | None = None
    stopped_on: dt.date | None = None


def life_of(fate: str, stream: Stream, with_milestones: bool) -> Life:
    """The life of a project that went as `fate`, a word of `FATES`, says."""
    if fate == "unknown":
        end = PLAN_END - dt.timedelta(days=stream.integer(0, 500)) if stream.chance(0.5) else None
        text = (
            None
            if end
            else stream.pick(("Segundo semestre de 2026", "Durante 2026", "Primer trimestre de 2027", "A definir"))
        )
        return Life(None, None, max(end, AS_OF + dt.timedelta(days=20)) if end else None, dates_text=text)
    if fate == "later":
        start = AS_OF + dt.timedelta(days=stream.integer(3, 240))
        end = min(start + dt.timedelta(days=stream.integer(120, 400)), PLAN_END)
        return _with_milestones(Life("planned", start, end), stream, with_milestones)
    if fate == "dropped":
        start = _day(stream, PLAN_START, dt.date(2025, 9, 1))
        end = start + dt.timedelta(days=stream.integer(150, 600))
        stopped = min(start + dt.timedelta(days=stream.integer(30, 300)), dt.date(2026, 9, 1))
        return Life("cancelled", start, min(end, PLAN_END), start if stream.chance(0.4) else None, stopped_on=stopped)
    if fate == "done":
        return _done(stream, with_milestones)
    if fate == "late" and stream.chance(0.72):
        end = _day(stream, dt.date(2025, 6, 1), AS_OF - dt.timedelta(days=3))
        start = max(end - dt.timedelta(days=stream.integer(150, 640)), PLAN_START)
    else:
        end = _day(stream, AS_OF + dt.timedelta(days=12), PLAN_END)
        start = _day(stream, dt.date(2024, 1, 15), dt.date(2026, 3, 1))
    return _under_way(fate, stream, with_milestones, start, end)


def as_told_until(life: Life, until: dt.date) -> Life:
    """The life as far as it is known of a secretariat that said nothing more after `until`."""
    if life.state in (None, "planned"):
        return life
    if life.actual_start is None or life.actual_start > until:
        is_cancelled = life.stopped_on is not None and life.stopped_on <= until and life.state == "cancelled"
        state = "cancelled" if is_cancelled else "planned"
        return replace(life, state=state, actual_start=None, actual_end=None, done_on=(), declared_pct=None)
    told = replace(life, done_on=tuple(day for day in life.done_on if day <= until))
    if life.actual_end is not None and life.actual_end > until:
        told = replace(told, state="in_progress", actual_end=None)
    if life.stopped_on is not None and life.stopped_on > until:
        told = replace(told, state="in_progress", stopped_on=None)
    return told


def _done(stream: Stream, with_milestones: bool) -> Life:
    start = _day(stream, PLAN_START, dt.date(2025, 11, 1))
    longest = min(640, (_CLOSING_RUSH[-1] - start).days - 60)
    planned_end = start + dt.timedelta(days=stream.integer(120, longest))
    began = start + dt.timedelta(days=stream.integer(0, 50))
    ended = max(planned_end + dt.timedelta(days=stream.integer(-30, 140)), began + dt.timedelta(days=30))
    rush = next((day for day in _CLOSING_RUSH if dt.timedelta(0) <= day - ended <= _RUSH_PULLS), None)
    if rush is not None and stream.chance(0.5):
        ended = rush
    if ended > _CLOSING_RUSH[-1]:
        ended = _day(stream, planned_end - dt.timedelta(days=20), _CLOSING_RUSH[-1])
    life = Life("finished", start, planned_end, began, ended)
    if not with_milestones:
        return life
    dues, weights = _milestones(stream, start, planned_end)
    # Most of the work is done late: the last third of the time holds half of the milestones.
    span = (ended - began).days
    done = [began + dt.timedelta(days=round(span * math.sqrt((place + 1) / len(dues)))) for place in range(len(dues))]
    return replace(life, milestone_dues=dues, weights=weights, done_on=tuple(done))


def _under_way(fate: str, stream: Stream, with_milestones: bool, start: dt.date, end: dt.date) -> Life:
    began = min(start + dt.timedelta(days=stream.integer(0, 45)), AS_OF - dt.timedelta(days=10))
    life = Life("in_progress", start, end, began)
    elapsed = min(1.0, (AS_OF - start).days / max(1, (end - start).days))
    if with_milestones:
        dues, weights = _milestones(stream, start, end)
        low, high = {"steady": (0.9, 1.2), "slow": (0.6, 0.89), "late": (0.0, 0.59)}[fate]
        count = _count_done(dues, weights, low, high, stream)
        if count is not None or end < AS_OF:
            count = stream.integer(1, len(dues) - 1) if count is None else min(count, len(dues) - 1)
            return replace(
                life, milestone_dues=dues, weights=weights, done_on=_done_days(began, dues[:count], fate, stream)
            )
    if fate == "slow":
        if stream.chance(0.55):
            life = replace(life, state="paused", stopped_on=AS_OF - dt.timedelta(days=stream.integer(15, 200)))
        else:
            # It should have begun and nobody says that it did.
            begin_by = AS_OF - dt.timedelta(days=stream.integer(45, 260))
            return Life("planned", begin_by, max(end, begin_by + dt.timedelta(days=200)))
    if fate == "late" and end > AS_OF:
        end = AS_OF - dt.timedelta(days=stream.integer(5, 200))
        life = replace(life, planned_end=end, planned_start=min(start, end - dt.timedelta(days=90)))
        life = replace(life, actual_start=min(began, end - dt.timedelta(days=60)))
    pace = {"steady": (0.75, 1.1), "slow": (0.4, 0.8), "late": (0.2, 0.8)}[fate]
    declared = min(95.0, float(round(100 * elapsed * elapsed * stream.between(*pace))))
    return replace(life, declared_pct=declared if stream.chance(0.85) else None)


def _with_milestones(life: Life, stream: Stream, with_milestones: bool) -> Life:
    if not with_milestones or life.planned_start is None or life.planned_end is None:
        return life
    dues, weights = _milestones(stream, life.planned_start, life.planned_end)
    return replace(life, milestone_dues=dues, weights=weights)


def _milestones(stream: Stream, start: dt.date, end: dt.date) -> tuple[tuple[dt.date, ...], tuple[float, ...]]:
    """Due dates from start to end and the weights, the last ones heavier."""
    count = stream.integer(4, 12)
    span = (end - start).days
    dues = tuple(start + dt.timedelta(days=round(span * ((place + 1) / count) ** 0.8)) for place in range(count))
    weights = tuple(2.0 if place >= count - 2 and count > 5 else 1.0 for place in range(count))
    return dues, weights


def _count_done(
    dues: tuple[dt.date, ...], weights: tuple[float, ...], low: float, high: float, stream: Stream
) -> int | None:
    """How many milestones, done in order, are a share of what is due between `low` and `high`; None if no number is."""
    due_weight = sum(weight for due, weight in zip(dues, weights, strict=True) if due <= AS_OF)
    if due_weight == 0:
        return 0 if low >= 0.9 else None
    fitting = [count for count in range(len(dues)) if low <= sum(weights[:count]) / due_weight <= high]
    return stream.pick(fitting) if fitting else None


def _done_days(began: dt.date, dues: tuple[dt.date, ...], fate: str, stream: Stream) -> tuple[dt.date, ...]:
    """When these milestones were done: about their due dates, in order, before the cut-off."""
    days: list[dt.date] = []
    for due in dues:
        day = max(due + dt.timedelta(days=stream.integer(*_SLIP_DAYS[fate])), began)
        if day > AS_OF - dt.timedelta(days=2):
            day = AS_OF - dt.timedelta(days=stream.integer(2, 75))
        days.append(max([day, *days[-1:]]))
    return tuple(days)


def _day(stream: Stream, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=stream.integer(0, (last - first).days))
