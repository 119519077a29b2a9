"""How old a value is against its frequency: the axis beside status."""

from dataclasses import dataclass

import numpy as np

from kpis.arrays import ABSENT, NO_DAY, BoolArray, DayArray, FloatArray, IntArray, code_table
from kpis.periods import add_days, first_period_number, period_last_day, period_number
from kpis.vocabulary import Freshness

FRESHNESS_CODES = {Freshness(word): code for word, code in code_table(Freshness).items()}


@dataclass(frozen=True)
class Age:
    """Freshness codes, the day the next value is due (NaT: nothing more is due), and days overdue (NaN if not)."""

    freshness: IntArray
    next_due_on: DayArray
    days_overdue: FloatArray


def age(
    *,
    last_on: DayArray,
    starts_on: DayArray,
    ends_on: DayArray,
    as_of: DayArray,
    months: IntArray,
    allowed_delay_days: IntArray,
    applies: BoolArray,
) -> Age:
    """Age of the last value (or update) of each row.

    The next value covers the period after the one that holds ``last_on``, or the first period owed since ``starts_on``
    when there is none yet. It is due ``allowed_delay_days`` after that period ends. Once the period that holds
    ``ends_on`` has its value, nothing more is due. ``months`` 0 means once, at ``ends_on``.
    """
    is_once = months == 0
    has_last = ~np.isnat(last_on)
    next_number = np.where(has_last, period_number(last_on, months) + 1, first_period_number(starts_on, months))
    next_end = np.where(has_last | ~np.isnat(starts_on), period_last_day(next_number, months), NO_DAY)
    next_end = np.where(is_once, ends_on, next_end)
    last_number = period_number(ends_on, months)
    is_complete = has_last & (is_once | (~np.isnat(ends_on) & (next_number > last_number)))
    next_due = add_days(next_end, allowed_delay_days)
    next_due = np.where(is_complete | ~applies, NO_DAY, next_due)

    is_known = applies & (is_complete | ~np.isnat(next_due))
    is_overdue = as_of > next_due
    is_due = (as_of >= next_end) & ~is_overdue & ~is_complete
    freshness = np.full(len(last_on), ABSENT, dtype=np.int64)
    freshness[is_known] = FRESHNESS_CODES[Freshness.FRESH]
    freshness[is_known & is_due] = FRESHNESS_CODES[Freshness.DUE]
    freshness[is_known & is_overdue] = FRESHNESS_CODES[Freshness.OVERDUE]
    days_overdue = np.where(is_overdue, (as_of - next_due).astype(np.float64), np.nan)
    return Age(freshness, next_due, days_overdue)
