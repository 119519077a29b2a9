"""The history of an indicator as runs of points, and where its pace leads: what every drawing of one begins with."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboards import formatting
from dashboards.components.charts import Point
from dashboards.listing.rows import Row
from kpis.projection import Projection, project


def is_yearly(row: Row) -> bool:
    """Whether the quantity starts anew each year and is measured against the year's target."""
    return bool(row["accumulation_years"] == "last")


def projection(row: Row) -> Projection | None:
    """Where the pace of the last periods leads (`kpis.projection`); None where no pace is known or needed, or where
    each year gives one result of its own, of which only a part is known.
    """
    pace, left = row["recent_per_period"], row["periods_left"]
    known = not any(formatting.is_missing(each) for each in (pace, left, row["required_per_period"]))
    if not known or row["accumulation_years"] in ("last", "mean") or row["value_bound"]:
        return None
    return project(
        value=float(row["value"]),
        value_on=day_of(row["value_on"]),
        target=float(row["target_value"]),
        due_on=day_of(row["target_due_on"]),
        recent_per_period=float(pace),
        periods_left=float(left),
    )


def value_runs(history: pd.DataFrame, *, by_year: bool) -> list[list[Point]]:
    """The accumulated values of an indicator, by end of period; a run for each year where years start anew."""
    return _runs(history["period_end"], history["accumulated_value"], by_year=by_year)


def path_runs(path: pd.DataFrame, *, by_year: bool) -> list[list[Point]]:
    """The path of an indicator (`kpis.path.expected_path`) as runs of points; steps are drawn out."""
    runs = _runs(path["on"], path["expected_value"], by_year=by_year)
    is_step = dict(zip(map(day_of, path["on"]), path["expected_rule"] == "planned_periods", strict=True))
    return [_with_steps(run, is_step) for run in runs]


def _with_steps(run: list[Point], is_step: dict[date, bool]) -> list[Point]:
    """Points joined by straight lines; before a planned amount the level before it holds to its day."""
    drawn = run[:1]
    for before, after in zip(run, run[1:], strict=False):
        if is_step[after[0]]:
            drawn.append((after[0], before[1]))
        drawn.append(after)
    return drawn


def _runs(days: pd.Series, values: pd.Series, *, by_year: bool) -> list[list[Point]]:
    runs: list[list[Point]] = []
    for each, value in zip(days, values, strict=True):
        on = day_of(each)
        if not runs or (by_year and runs[-1][-1][0].year != on.year):
            runs.append([])
        runs[-1].append((on, float(value)))
    return runs


def day_of(value: object) -> date:
    """A day of a frame as a date."""
    return pd.Timestamp(str(value)).date()
