"""The days of the demonstration: the plan's, the cut-off, the periods of its history, and moments of office hours."""

from __future__ import annotations

import datetime as dt

from intake.demo.stream import Stream
from kpis.periods import period_bounds
from kpis.vocabulary import Frequency

PLAN_START = dt.date(2023, 12, 10)
PLAN_END = dt.date(2027, 12, 31)
AS_OF = dt.date(2026, 10, 31)
BASELINE_ON = dt.date(2023, 12, 31)
HISTORY_START = dt.date(2024, 11, 1)

# The plan came into the system on this day; everything later was recorded by people.
BEGAN_AT = dt.datetime(2024, 11, 4, 12, 30)
# The last moment at which anything was recorded (UTC; the afternoon of the cut-off day there).
LAST_MOMENT = dt.datetime(2026, 10, 31, 21, 30)
LAST_WORKING_DAY = dt.date(2026, 10, 30)


def periods(frequency: str, until: dt.date = AS_OF) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each period of the 24 months of history that ended by `until`."""
    found = []
    start, end = period_bounds(HISTORY_START, Frequency(frequency))
    while end <= until:
        found.append((start, end))
        start, end = period_bounds(end + dt.timedelta(days=1), Frequency(frequency))
    return found


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Monday after it."""
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def moment(day: dt.date, stream: Stream) -> dt.datetime:
    """A moment of the office hours (UTC) of the first working day from `day` on, never after the last one."""
    when = dt.datetime.combine(
        working_day(day), dt.time(stream.integer(11, 18), stream.integer(0, 59), stream.integer(0, 59))
    )
    return when if when <= LAST_MOMENT else dt.datetime.combine(LAST_WORKING_DAY, when.time())
