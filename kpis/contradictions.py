"""Where what is done and what it should achieve part ways: process indicators met, outcomes that do not move."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpis.arrays import BoolArray, float_column
from kpis.progress_rows import LATE, says, signs
from kpis.vocabulary import Accumulation, IndicatorKind, Status

PLACE = ("axis_slug", "program_slug")
COLUMNS = (*PLACE, "met_count", "process_count", "unmoved_count", "outcome_count")


def unmoved(rows: pd.DataFrame) -> BoolArray:
    """Which progress rows are late outcomes that did not move towards their target.

    Over the last four periods the change is none or away from the target; where only one value is known, it is no
    better than the baseline. What a ceiling allows is used up little by little: that is no movement away from it, so
    a flow that should decrease takes no part, nor does a band.
    """
    recent = float_column(rows, "recent_per_period")
    sign = signs(rows)
    is_flat = np.where(np.isnan(recent), float_column(rows, "progress_pct") <= 0, recent * sign <= 0)
    is_ceiling = says(rows, "accumulation", Accumulation.SUM) & (sign < 0)
    is_late = says(rows, "status", *LATE)
    return np.asarray(_is_outcome(rows) & is_late & is_flat & ~np.isnan(sign) & ~is_ceiling, dtype=np.bool_)


def by_place(rows: pd.DataFrame) -> pd.DataFrame:
    """The programs (axes, where there is none) with a process indicator met and an outcome unmoved: COLUMNS.

    ``rows`` are progress rows. The most unmoved outcomes first, then the most met processes; equal ones in the order
    of the rows. ``process_count`` and ``outcome_count`` are all of their kind there.
    """
    is_process = says(rows, "item_kind", "indicator") & says(rows, "indicator_kind", IndicatorKind.PROCESS)
    counted = pd.DataFrame(
        {
            **{name: rows[name] for name in PLACE},
            "met_count": (is_process & says(rows, "status", Status.MET)).astype(np.int64),
            "process_count": is_process.astype(np.int64),
            "unmoved_count": unmoved(rows).astype(np.int64),
            "outcome_count": _is_outcome(rows).astype(np.int64),
        }
    )
    sums = counted.groupby(list(PLACE), sort=False, dropna=False).sum().reset_index()
    sums = sums[(sums["met_count"] > 0) & (sums["unmoved_count"] > 0)]
    found = sums.sort_values(["unmoved_count", "met_count"], ascending=False, kind="stable").reset_index(drop=True)
    # A place without a program says None, as every text column does.
    return found.astype(dict.fromkeys(PLACE, object)).where(found.notna(), None)


def _is_outcome(rows: pd.DataFrame) -> BoolArray:
    return says(rows, "item_kind", "indicator") & says(rows, "indicator_kind", IndicatorKind.OUTCOME)
