"""The path a promise takes: what is expected on each day that matters, ahead of the last value too.

The same rules that judge a value (`kpis.judging`) are asked for the level they would expect on each of these days, so
that the drawn path and the judged one cannot part.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpis.arrays import ABSENT, BoolArray, DayArray, IntArray, first_of_year, row_key, words_of, year_of
from kpis.expected import EXPECTED_CODES, Cases, line_start
from kpis.inputs import final_due_on, is_interim
from kpis.judging import Evidence, frame_of, judge_cases, read
from kpis.vocabulary import ExpectedRule

_DAY = np.timedelta64(1, "D")


def expected_path(definitions: pd.DataFrame, values: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """One row for each day on which the expected level of an indicator changes its course, in order.

    Columns: indicator_id, on, expected_value, expected_pct, expected_rule, is_interim (an interim target is due that
    day). Days: the start of the line, each interim target, each end of a planned period, each year's end
    and the last promise; where each year starts again, also its first day. Days on which nothing is expected are left
    out. Frames as for `kpis.evaluate.indicators`; of the values only the year of the first matters (whether what was
    planned for periods covers them all).
    """
    evidence = read(definitions, values, targets, None)
    position, day = _days(evidence)
    size = len(position)
    cases = Cases(
        position=position,
        # Whatever stands there: the expected level does not depend on it, only whether there is one.
        value=np.ones(size),
        value_bound=np.full(size, ABSENT, dtype=np.int64),
        value_on=day,
        first_year=_first_year(evidence)[position],
        as_of=day,
    )
    judgement = judge_cases(evidence, cases, np.zeros(size, dtype=np.bool_))
    # Inside a year of planned periods a day on which none ends adds nothing: its level is that of the last one.
    by_plan = judgement.expected_rule == EXPECTED_CODES[ExpectedRule.PLANNED_PERIODS]
    keep = ~np.isnan(judgement.expected_value)
    keep &= ~by_plan | _ends_a_period(evidence, position, day) | _is_year_end(day)
    frame = frame_of(
        {
            "indicator_id": definitions["indicator_id"].to_numpy()[position],
            "on": day,
            "expected_value": judgement.expected_value,
            "expected_pct": judgement.expected_pct,
            "expected_rule": words_of(judgement.expected_rule, ExpectedRule),
            "is_interim": _is_interim_day(evidence, position, day),
        },
        pd.RangeIndex(size),
    )
    return frame[keep].reset_index(drop=True)


def _first_year(evidence: Evidence) -> IntArray:
    """The year of the first value of each indicator, else of its first planned period, else 0."""
    years = np.zeros(len(evidence.definitions), dtype=np.int64)
    for series in (evidence.planned, evidence.values):
        # Backwards, so that the first row of an indicator is the one that stays.
        years[series.position[::-1]] = series.year[::-1]
    return years


def _days(evidence: Evidence) -> tuple[IntArray, DayArray]:
    """The days that matter of each indicator, by indicator and day, each once, from the start to the last promise."""
    definitions, targets, planned = evidence.definitions, evidence.targets, evidence.planned
    every = np.arange(len(definitions))
    start, end = line_start(definitions), final_due_on(targets, definitions)
    interims = np.flatnonzero(is_interim(targets))
    years, year_position = _years(start, end)
    first_days, last_days = first_of_year(years), first_of_year(years + 1) - _DAY
    resets = definitions.is_annual_reset[year_position]
    position = np.concatenate(
        [every, every, targets.position[interims], planned.position, year_position, year_position[resets]]
    )
    day = np.concatenate([start, end, targets.due_on[interims], planned.end, last_days, first_days[resets]])
    inside = ~np.isnat(day) & (day >= start[position]) & (day <= end[position])
    position, day = position[inside], day[inside]
    keys, rows = np.unique(row_key(position, day.astype(np.int64)), return_index=True)
    return position[rows], day[rows]


def _years(start: DayArray, end: DayArray) -> tuple[IntArray, IntArray]:
    """The calendar years between two days of each indicator, with its position."""
    is_known = ~(np.isnat(start) | np.isnat(end))
    first, last = year_of(start), year_of(end)
    count = np.where(is_known, np.maximum(last - first + 1, 0), 0)
    position = np.repeat(np.arange(len(start)), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return first[position] + within, position


def _is_year_end(day: DayArray) -> BoolArray:
    return np.equal(first_of_year(year_of(day + _DAY)), day + _DAY)


def _ends_a_period(evidence: Evidence, position: IntArray, day: DayArray) -> BoolArray:
    known = row_key(evidence.planned.position, evidence.planned.end.astype(np.int64))
    return np.isin(row_key(position, day.astype(np.int64)), known)


def _is_interim_day(evidence: Evidence, position: IntArray, day: DayArray) -> BoolArray:
    targets = evidence.targets
    rows = np.flatnonzero(is_interim(targets) & ~np.isnan(targets.value) & ~np.isnat(targets.due_on))
    known = row_key(targets.position[rows], targets.due_on[rows].astype(np.int64))
    return np.isin(row_key(position, day.astype(np.int64)), known)
