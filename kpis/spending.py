"""Money: what share of it was spent, and whether it was spent ahead of what was done."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from kpis.arrays import FloatArray, TextArray, float_column
from kpis.vocabulary import Status

# Money and work never go hand in hand exactly: this far apart they contradict each other.
SPENT_AHEAD_POINTS = 30.0


class Spending(StrEnum):
    """What was spent against what was done."""

    AHEAD = "ahead"
    IN_STEP = "in_step"
    BEHIND = "behind"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ExecutedShare:
    """What several items spent together: percent of ``available``, the budget of the ``count`` that tell both."""

    executed_pct: float
    available: float
    count: int


def available_amount(current: FloatArray, approved: FloatArray) -> FloatArray:
    """What may be spent: the current budget, else the approved one; NaN where neither is known."""
    return np.where(np.isnan(current), approved, current)


def executed_pct(executed: FloatArray, available: FloatArray) -> FloatArray:
    """Percent spent of what may be spent; NaN where either is not known or nothing may be spent."""
    has_money = available > 0
    return np.where(has_money, 100.0 * executed / np.where(has_money, available, 1.0), np.nan)


def executed_share(rows: pd.DataFrame) -> ExecutedShare | None:
    """What all rows together spent, of those that say what may be spent and what was; None when none does.

    ``rows`` has budget_executed, budget_current and budget_approved, all in one currency.
    """
    available = available_amount(float_column(rows, "budget_current"), float_column(rows, "budget_approved"))
    executed = float_column(rows, "budget_executed")
    told = ~np.isnan(executed) & (available > 0)
    if not told.any():
        return None
    whole = np.array([available[told].sum()])
    pct = executed_pct(np.array([executed[told].sum()]), whole)
    return ExecutedShare(float(pct[0]), float(whole[0]), int(told.sum()))


def lead_points(rows: pd.DataFrame) -> FloatArray:
    """Percent spent less percent done (0 to 100 %), in points; NaN where either is not known or it was cancelled.

    ``rows`` has budget_executed_pct, progress_pct and status.
    """
    is_cancelled = np.asarray(rows["status"] == Status.CANCELLED.value, dtype=np.bool_)
    done = np.clip(float_column(rows, "progress_pct"), 0.0, 100.0)
    return np.where(is_cancelled, np.nan, float_column(rows, "budget_executed_pct") - done)


def spending(rows: pd.DataFrame) -> TextArray:
    """The word of each row (see `Spending`), by `lead_points`."""
    lead = lead_points(rows)
    words = np.full(len(rows), Spending.IN_STEP.value, dtype=object)
    words[np.isnan(lead)] = Spending.UNKNOWN.value
    words[lead >= SPENT_AHEAD_POINTS] = Spending.AHEAD.value
    words[lead <= -SPENT_AHEAD_POINTS] = Spending.BEHIND.value
    return words
