"""Where each year ended, beside what its end was promised to be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpis.arrays import float_column

COLUMNS = ("indicator_id", "year", "value_on", "value", "planned_on", "planned", "difference", "status")


def year_ends(history: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """One row for each indicator and calendar year with a value or something planned: COLUMNS, in their order.

    ``history`` is of `kpis.evaluate.history`, ``path`` of `kpis.path.expected_path`. The value is the accumulated one
    of the last period that ended in the year, the planned one the level the path promises last in it, both with their
    days; the difference is value − planned, in the indicator's own unit. NaN where either is missing or the value is
    of an earlier day than the promise: what it will be on that day is not known yet. ``status`` is that of the value on
    its own day.
    """
    last = _last_of_year(history, "period_end", {"accumulated_value": "value", "status": "status"}, "value_on")
    planned = _last_of_year(path, "on", {"expected_value": "planned"}, "planned_on")
    both = last.merge(planned, on=["indicator_id", "year"], how="outer").sort_values(["indicator_id", "year"])
    is_there = (both["value_on"] >= both["planned_on"]).to_numpy(dtype=np.bool_)
    both["difference"] = np.where(is_there, float_column(both, "value") - float_column(both, "planned"), np.nan)
    status = both["status"].astype(object)
    both["status"] = status.where(status.notna(), None)
    return both[list(COLUMNS)].reset_index(drop=True)


def _last_of_year(frame: pd.DataFrame, day: str, columns: dict[str, str], day_name: str) -> pd.DataFrame:
    """The last row of each indicator and year; rows are in order of day."""
    kept = frame[["indicator_id", day, *columns]].assign(year=frame[day].dt.year)
    last = kept.groupby(["indicator_id", "year"], sort=False).tail(1)
    return last.rename(columns={day: day_name, **columns})
