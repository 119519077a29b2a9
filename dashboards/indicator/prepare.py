"""What the page of an indicator draws, as plain data: pure functions from its detail."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboards import formatting
from dashboards.boards.histories import day_of, is_yearly, path_runs, projection, value_runs
from dashboards.components.charts import Point
from dashboards.listing.rows import Row
from data_models.queries.indicators import IndicatorDetail
from kpis.projection import Corridor, Projection, corridor

# More milestones than these cannot be told apart on a line.
MOST_MILESTONES = 6
# Nor two nearer than this share of it (24 px of a phone's 290).
MARK_ROOM = 0.085


@dataclass(frozen=True)
class Drawing:
    """What the history chart draws, all in the indicator's own unit.

    `actual`, `expected` and `original` are in runs: a quantity that starts anew each year has one for each year.
    Expected levels by planned periods hold until the next one, as steps. `interims` are the promises on the way.
    """

    start: date
    end: date
    actual: list[list[Point]]
    expected: list[list[Point]]
    corridor: Corridor | None
    original: list[list[Point]]
    interims: list[Point]
    projection: Projection | None
    band: tuple[float, float] | None


@dataclass(frozen=True)
class MilestoneMark:
    """A milestone of a related project on the time axis: when, what, of which project, and when it was done."""

    on: date
    name: str
    project_name: str
    project_slug: str
    done_on: date | None


def is_due_with_plan(found: IndicatorDetail, plan_ends_on: date) -> bool:
    """Whether the promise has no date of its own, so that the end of the plan stands in for it."""
    targets = found.targets
    final = targets[(targets["kind"] == "final") & targets["is_in_force"]]
    due = found.row["target_due_on"]
    has_none = bool(len(final)) and bool(final["due_on"].isna().all())
    return has_none and not formatting.is_missing(due) and day_of(due) == plan_ends_on


def is_summed_up(row: Row) -> bool:
    """Whether the shown value joins those of several periods."""
    return row["accumulation"] != "last" or row["accumulation_years"] is not None


def judged(history: pd.DataFrame) -> pd.DataFrame:
    """The approved values with a number, oldest first."""
    return history[history["accumulated_value"].notna()].reset_index(drop=True)


def same_status_run(history: pd.DataFrame, status: str) -> tuple[date, int] | None:
    """Since the end of which period the status is what it is now, and how many values in a row; None for fewer than 2.

    Judged against the target in force now.
    """
    values = judged(history)
    count = 0
    for past in reversed(values["status"].tolist()):
        if past != status:
            break
        count += 1
    if count < 2:
        return None
    return day_of(values["period_end"].iloc[-count]), count


def drawing(found: IndicatorDetail, seen_on: date) -> Drawing | None:
    """What to draw of an indicator's history; None without a value in numbers."""
    row, computed = found.row, found.computation
    values = judged(found.history)
    if values.empty:
        return None
    by_year = is_yearly(row)
    actual = value_runs(values, by_year=by_year)
    expected = path_runs(found.path, by_year=by_year)
    original = path_runs(found.original_path, by_year=by_year)
    ahead = projection(computed)
    days = [day for run in (*actual, *expected, *original) for day, _value in run] + ([ahead.on] if ahead else [])
    due_on = row["target_due_on"]
    interims = found.path[found.path["is_interim"] & (not by_year)]
    return Drawing(
        start=min(days),
        end=max([*days, seen_on, *([due_on] if due_on else [])]),
        actual=actual,
        expected=expected,
        corridor=_corridor(computed, expected[0]) if len(expected) == 1 and len(expected[0]) > 1 else None,
        original=original,
        interims=[
            (day_of(on), float(value)) for on, value in zip(interims["on"], interims["expected_value"], strict=True)
        ],
        projection=ahead,
        band=_band(row),
    )


def milestone_marks(milestones: pd.DataFrame, projects: pd.DataFrame, window: tuple[date, date]) -> list[MilestoneMark]:
    """The few milestones of related projects that weigh most among those on the time axis, in order of time.

    A milestone weighs its share of its own project; a done one stands on the day it was done, another on its due day.
    Of two too near to be told apart the heavier one stays.
    """
    first, last = map(pd.Timestamp, window)
    on = milestones["done_on"].fillna(milestones["due_on"])
    share = milestones["weight"] / milestones.groupby("project_id")["weight"].transform("sum")
    inside = milestones.assign(on=on, share=share)[(on >= first) & (on <= last)]
    names = projects.set_index("item_id")[["name", "slug"]]
    room = MARK_ROOM * (last - first)
    chosen: list[dict[Hashable, Any]] = []
    for row in inside.sort_values(["share", "on"], ascending=[False, True], kind="stable").to_dict("records"):
        if len(chosen) < MOST_MILESTONES and all(abs(row["on"] - other["on"]) >= room for other in chosen):
            chosen.append(row)
    return [
        MilestoneMark(
            day_of(row["on"]),
            str(row["name"]),
            str(names.at[row["project_id"], "name"]),
            str(names.at[row["project_id"], "slug"]),
            None if formatting.is_missing(row["done_on"]) else day_of(row["done_on"]),
        )
        for row in sorted(chosen, key=lambda row: row["on"])
    ]


def _band(row: Row) -> tuple[float, float] | None:
    if formatting.is_missing(row["target_upper"]) or formatting.is_missing(row["target_value"]):
        return None
    return float(row["target_value"]), float(row["target_upper"])


def _corridor(computed: Row, expected: list[Point]) -> Corridor | None:
    baseline = computed["baseline_value"]
    return corridor(
        expected,
        progress_rule=computed["progress_rule"],
        expected_rule=computed["expected_rule"],
        baseline=float("nan") if formatting.is_missing(baseline) else float(baseline),
        on_track_min=float(computed["on_track_min"]),
        at_risk_min=float(computed["at_risk_min"]),
    )
