"""The pace a promise still needs, beside the pace it has had."""

from dataclasses import dataclass

import numpy as np

from kpis.arrays import ABSENT, BoolArray, DayArray, Decisions, FloatArray, IntArray, code_table
from kpis.periods import period_number
from kpis.vocabulary import RunRateReason

RECENT_PERIODS = 4

REASON_CODES = {RunRateReason(word): code for word, code in code_table(RunRateReason).items()}


@dataclass(frozen=True)
class RequiredPace:
    """Change of the accumulated value needed in each period left (NaN with its reason), and the periods left."""

    per_period: FloatArray
    periods_left: FloatArray
    reason: IntArray


def required(
    *,
    value: FloatArray,
    value_on: DayArray,
    target_value: FloatArray,
    target_due_on: DayArray,
    as_of: DayArray,
    months: IntArray,
    is_band: BoolArray,
    is_ceiling: BoolArray,
    is_met: BoolArray,
) -> RequiredPace:
    """(target - value) / periods after the value's date up to the one that holds the due date.

    Once the due date has passed no period is left. What a ceiling allows need not be used, nor can it be given back.
    """
    left = np.where(
        months == 0,
        (target_due_on > value_on).astype(np.int64),
        period_number(target_due_on, months) - period_number(value_on, months),
    )
    is_known = ~(np.isnat(value_on) | np.isnat(target_due_on))
    left = np.where(is_known & (target_due_on >= as_of), np.maximum(left, 0), 0)
    rules = Decisions(len(value))
    reason = rules.add_outcome(len(value))
    rules.settle(np.isnan(value), REASON_CODES[RunRateReason.NO_VALUE])
    rules.settle(is_band, REASON_CODES[RunRateReason.BAND])
    rules.settle(np.isnan(target_value), REASON_CODES[RunRateReason.NO_NUMBER])
    rules.settle(is_ceiling, REASON_CODES[RunRateReason.CEILING])
    rules.settle(is_met, REASON_CODES[RunRateReason.ALREADY_MET])
    rules.settle(left == 0, REASON_CODES[RunRateReason.NO_PERIODS_LEFT])
    is_defined = reason == ABSENT
    per_period = np.where(is_defined, (target_value - value) / np.maximum(left, 1), np.nan)
    return RequiredPace(per_period, np.where(is_known, left.astype(np.float64), np.nan), reason)


def recent(
    *,
    accumulated: FloatArray,
    number: IntArray,
    position: IntArray,
    scope_start: IntArray,
    last_row: IntArray,
    starts_from_zero: BoolArray,
    months: IntArray,
) -> FloatArray:
    """Mean change of the accumulated value per period over the last four periods, one for each last row.

    ``scope_start`` is the first row that accumulates into each last row. A flow starts from zero in the period before
    its first value. NaN where there is only one point.
    """
    if len(accumulated) == 0:
        return np.full(len(last_row), np.nan)
    row = np.maximum(last_row, 0)
    earliest = row.copy()
    for step in range(1, RECENT_PERIODS + 1):
        before = np.maximum(row - step, 0)
        inside = (row - step >= scope_start) & (position[before] == position[row])
        inside &= number[row] - number[before] <= RECENT_PERIODS
        earliest = np.where(inside, before, earliest)
    change = accumulated[row] - accumulated[earliest]
    periods = number[row] - number[earliest]
    from_zero = starts_from_zero & (earliest == scope_start) & (periods < RECENT_PERIODS)
    change = np.where(from_zero, accumulated[row], change)
    periods = np.where(from_zero, periods + 1, periods)
    is_defined = (last_row >= 0) & (periods > 0) & (months > 0)
    return np.where(is_defined, change / np.maximum(periods, 1), np.nan)
