"""Calendar periods by frequency: months 1-12 cut into equal pieces that never cross a year."""

from datetime import date, timedelta

import numpy as np

from kpis.arrays import NO_DAY, BoolArray, DayArray, IntArray
from kpis.vocabulary import Frequency

MONTHS_PER_PERIOD: dict[str, int] = {
    Frequency.MONTHLY.value: 1,
    Frequency.BIMONTHLY.value: 2,
    Frequency.QUARTERLY.value: 3,
    Frequency.FOUR_MONTHLY.value: 4,
    Frequency.HALF_YEARLY.value: 6,
    Frequency.YEARLY.value: 12,
    Frequency.ONCE.value: 0,
}


def period_number(days: DayArray, months: IntArray) -> IntArray:
    """Number of the period that holds each day (consecutive periods differ by one); 0 for a missing day.

    ``months`` is the length of a period; 0 (once) is counted as a year, callers treat it apart.
    """
    month = np.where(np.isnat(days), 0, days.astype("datetime64[M]").astype(np.int64))
    return np.floor_divide(month, np.where(months <= 0, 12, months))


def period_last_day(number: IntArray, months: IntArray) -> DayArray:
    """Last day of the period with that number."""
    following_month = (number + 1) * np.where(months <= 0, 12, months)
    following_day: DayArray = following_month.astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray(following_day - np.timedelta64(1, "D"), dtype="datetime64[D]")


def mostly_from(first_day: DayArray, last_day: DayArray, starts_on: DayArray) -> BoolArray:
    """At least half of the days from ``first_day`` to ``last_day`` fall on or after ``starts_on``.

    A plan that begins on 10 December does not owe that year's value, nor does its sum begin with it. Without
    ``starts_on`` everything counts; without ``first_day`` the last day decides.
    """
    length = np.where(np.isnat(first_day), 1, (last_day - first_day).astype(np.int64) + 1)
    inside = (last_day - starts_on).astype(np.int64) + 1
    return np.isnat(starts_on) | (2 * inside >= length)


def first_period_number(starts_on: DayArray, months: IntArray) -> IntArray:
    """Number of the first period owed: the one holding ``starts_on`` if half of it is left, else the next."""
    number = period_number(starts_on, months)
    before = period_last_day(number - 1, months)
    return number + ~mostly_from(before + np.timedelta64(1, "D"), period_last_day(number, months), starts_on)


def last_closed_number(days: DayArray, months: IntArray) -> IntArray:
    """Number of the latest period that has ended by each day (ending on the day itself counts)."""
    return period_number(days + np.timedelta64(1, "D"), months) - 1


def period_bounds(day: date, frequency: Frequency) -> tuple[date, date]:
    """First and last day of the period of that frequency that holds ``day``.

    Raises ValueError for ``once``, whose only period runs from its start to its due date.
    """
    months = MONTHS_PER_PERIOD[frequency.value]
    if months == 0:
        raise ValueError("once has no calendar period")
    first_month = (day.month - 1) // months * months
    first_day = date(day.year, first_month + 1, 1)
    after = first_month + months
    following = date(day.year + after // 12, after % 12 + 1, 1)
    return first_day, following - timedelta(days=1)


def add_days(days: DayArray, count: IntArray) -> DayArray:
    """Each day moved by ``count`` days; a missing day stays missing."""
    return np.where(np.isnat(days), NO_DAY, days + count.astype("timedelta64[D]"))
