"""The rules in one call: frames in, one frame out. Nothing here reads a clock, a database or a screen."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpis import freshness, run_rate
from kpis.accumulation import accumulate, at_row, changes, counted_in_mean, groups_of, modes_of_rows
from kpis.arrays import (
    ABSENT,
    NO_DAY,
    FloatArray,
    IntArray,
    first_known,
    first_of_year,
    parts_of_key,
    row_key,
    take_or,
    words_of,
    year_of,
)
from kpis.expected import EXPECTED_CODES, Cases
from kpis.inputs import Series, final_due_on
from kpis.judging import Evidence, Judgement, cases_at, frame_of, judge_cases, judgement_columns, read
from kpis.periods import first_period_number, last_closed_number, period_number
from kpis.progress import RULE_CODES
from kpis.projects import evaluate_projects
from kpis.vocabulary import Bound, ExpectedRule, Freshness, ProgressRule, RunRateReason, Status


def indicators(definitions: pd.DataFrame, values: pd.DataFrame, targets: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Where each indicator stands on ``as_of``: one row for each row of ``definitions``, in its order and index.

    ``definitions`` has one row for each indicator (unique ``indicator_id``), ``values`` the approved current values,
    ``targets`` the promises in force; values of periods that end after ``as_of`` are left aside. Percents are on a
    0-100 scale and not capped, days are datetime64, missing is NaN, NaT or None. ``target_place`` is the place in
    ``targets`` of the promise that applies, -1 where there is none. Raises ValueError for a word outside the
    vocabulary.
    """
    evidence = read(definitions, values, targets, as_of)
    size = len(evidence.definitions)
    today = np.full(size, np.datetime64(as_of, "D"))
    position = np.arange(size)
    last = np.searchsorted(evidence.values.position, position, side="right") - 1
    has_value = last >= 0
    if len(evidence.values):
        has_value &= evidence.values.position[np.maximum(last, 0)] == position
    last = np.where(has_value, last, ABSENT)
    cases = cases_at(evidence, position, last, today)
    judgement = judge_cases(evidence, cases, evidence.definitions.is_cancelled)
    coverage = _coverage(evidence, cases, last)
    age = _age(evidence, cases, judgement)
    required = run_rate.required(
        value=cases.value,
        value_on=cases.value_on,
        target_value=judgement.promise.value,
        target_due_on=judgement.target_due_on,
        as_of=today,
        months=evidence.definitions.months,
        is_band=evidence.definitions.sense == 0,
        is_ceiling=judgement.progress.rule == RULE_CODES[ProgressRule.FLOW_CEILING],
        is_met=judgement.progress.is_met,
    )
    return frame_of(
        {
            "indicator_id": definitions["indicator_id"].to_numpy(),
            "value": cases.value,
            "value_bound": words_of(cases.value_bound, Bound),
            "value_on": cases.value_on,
            "value_period_start": take_or(evidence.values.start, last, NO_DAY),
            "numerator": at_row(evidence.running.numerator, last),
            "denominator": at_row(evidence.running.denominator, last),
            "target_place": take_or(evidence.targets.place, judgement.target_row, ABSENT),
            "target_value": judgement.promise.value,
            "target_upper": judgement.promise.upper,
            "target_bound": words_of(judgement.promise.bound, Bound),
            "target_text": take_or(evidence.targets.text, judgement.target_row, None),
            "target_due_on": judgement.target_due_on,
            **judgement_columns(judgement),
            **_line_columns(judgement),
            "freshness": words_of(age.freshness, Freshness),
            "next_due_on": age.next_due_on,
            "days_overdue": age.days_overdue,
            **coverage,
            "required_per_period": required.per_period,
            "recent_per_period": _recent(evidence, last),
            "periods_left": required.periods_left,
            "run_rate_reason": words_of(required.reason, RunRateReason),
        },
        definitions.index,
    )


def history(definitions: pd.DataFrame, values: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """One row for each value of a period, by indicator and period end: the status as it stood when the period ended.

    Columns: indicator_id, period_start, period_end, value and value_bound (of that period), accumulated_value,
    expected_value, progress_pct, expected_pct, status, reason_code. Judged against the targets given.
    """
    evidence = read(definitions, values, targets, None)
    series = evidence.values
    cases = cases_at(evidence, series.position, np.arange(len(series)), series.end)
    judgement = judge_cases(evidence, cases, np.zeros(len(series), dtype=np.bool_))
    columns = judgement_columns(judgement)
    return frame_of(
        {
            "indicator_id": definitions["indicator_id"].to_numpy()[series.position],
            "period_start": series.start,
            "period_end": series.end,
            "value": series.value,
            "value_bound": words_of(series.bound, Bound),
            "accumulated_value": evidence.running.value,
            "expected_value": columns["expected_value"],
            "progress_pct": columns["progress_pct"],
            "expected_pct": columns["expected_pct"],
            "status": columns["status"],
            "reason_code": columns["reason_code"],
        },
        pd.RangeIndex(len(series)),
    )


def annual(definitions: pd.DataFrame, values: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Executed and planned of each calendar year: indicator_id, year, executed, planned, achievement_pct.

    Both are combined within the year in the same way; planned is the whole year's. Where each year starts again and
    no period was planned, the year's own target is what was planned. No percent where nothing was planned (blank or 0).
    """
    evidence = read(definitions, values, targets, None)
    executed_key, executed = _year_results(evidence, evidence.values)
    planned_key, planned = _year_results(evidence, evidence.planned)
    resets = evidence.definitions.is_annual_reset[evidence.targets.position[evidence.targets.interim_year_row]]
    promised_key = evidence.targets.interim_year_key[resets]
    promised = evidence.targets.value[evidence.targets.interim_year_row[resets]]
    keys = np.unique(np.concatenate([executed_key, planned_key, promised_key]))
    position, year = parts_of_key(keys)
    executed_value = _lookup(keys, executed_key, executed)
    planned_value = _lookup(keys, planned_key, planned)
    planned_value = np.where(np.isnan(planned_value), _lookup(keys, promised_key, promised), planned_value)
    can_divide = planned_value != 0
    achievement = np.where(can_divide, 100.0 * executed_value / np.where(can_divide, planned_value, 1.0), np.nan)
    return frame_of(
        {
            "indicator_id": definitions["indicator_id"].to_numpy()[position],
            "year": year,
            "executed": executed_value,
            "planned": planned_value,
            "achievement_pct": achievement,
        },
        pd.RangeIndex(len(keys)),
    )


def projects(projects: pd.DataFrame, milestones: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Where each project stands on ``as_of``: one row for each row of ``projects``, in its order and index.

    Columns: project_id, completion_pct, completion_basis, expected_pct, gap_points, attainment, status, reason_code,
    freshness, next_due_on, days_overdue, milestones_done, milestones_total, weight_done, weight_due, weight_total.
    """
    return frame_of(evaluate_projects(projects, milestones, as_of), projects.index)


def _line_columns(judgement: Judgement) -> dict[str, npt.NDArray[np.generic]]:
    """The two points between which the expected value was read off, where it comes from the line."""
    line, by_line = judgement.line, judgement.expected_rule == EXPECTED_CODES[ExpectedRule.LINE]
    return {
        "line_from_on": np.where(by_line, line.from_on, NO_DAY),
        "line_from_value": np.where(by_line, line.from_value, np.nan),
        "line_to_on": np.where(by_line, line.to_on, NO_DAY),
        "line_to_value": np.where(by_line, line.to_value, np.nan),
    }


def _age(evidence: Evidence, cases: Cases, judgement: Judgement) -> freshness.Age:
    """Freshness of each indicator; none for the cancelled and those that have not started."""
    definitions = evidence.definitions
    status = words_of(judgement.status, Status)
    return freshness.age(
        last_on=cases.value_on,
        starts_on=definitions.starts_on,
        ends_on=final_due_on(evidence.targets, definitions),
        as_of=cases.as_of,
        months=definitions.months,
        allowed_delay_days=definitions.allowed_delay_days,
        applies=(status != Status.CANCELLED.value) & (status != Status.NOT_STARTED.value),
    )


def _coverage(evidence: Evidence, cases: Cases, last: IntArray) -> dict[str, FloatArray]:
    """Closed periods expected so far, those with a value, and the gaps before the last value in what it accumulates."""
    definitions, series = evidence.definitions, evidence.values
    months, size = definitions.months, len(definitions)
    position = np.arange(size)
    due_on = final_due_on(evidence.targets, definitions)
    first_value_on = take_or(series.end, np.where(last < 0, ABSENT, np.searchsorted(series.position, position)), NO_DAY)
    starts_on = first_known(definitions.starts_on, first_value_on)
    start = first_period_number(starts_on, months)
    closed = last_closed_number(cases.as_of, months)
    closed = np.where(np.isnat(due_on), closed, np.minimum(closed, period_number(due_on, months)))
    is_once = months == 0
    count = np.where(is_once, (due_on <= cases.as_of).astype(np.int64), closed - start + 1)
    count = np.where(np.isnat(starts_on), 0, np.maximum(count, 0))

    number = period_number(series.end, months[series.position])
    is_new = changes(series.position) | changes(number)
    distinct = np.append(0, np.cumsum(is_new))
    keys = row_key(series.position, number)
    present = _distinct_between(distinct, keys, position, start, closed)
    present = np.where(is_once, np.minimum(count, (last >= 0).astype(np.int64)), present)

    # Where only the latest year counts, only its gaps do.
    year_start = period_number(first_of_year(year_of(cases.value_on)), months)
    scope = np.where(definitions.is_annual_reset, np.maximum(start, year_start), start)
    latest = period_number(cases.value_on, months)
    gaps = latest - scope + 1 - _distinct_between(distinct, keys, position, scope, latest)
    missing = np.where(is_once, 0, np.maximum(gaps, 0)).astype(np.float64)
    return {
        "values_expected": count.astype(np.float64),
        "values_present": present.astype(np.float64),
        "missing_periods": np.where(last >= 0, missing, np.nan),
    }


def _distinct_between(
    distinct: IntArray, keys: IntArray, position: IntArray, first: IntArray, last: IntArray
) -> IntArray:
    """Number of distinct periods with a value from period ``first`` to ``last`` of each indicator."""
    begin = np.searchsorted(keys, row_key(position, first), side="left")
    end = np.searchsorted(keys, row_key(position, last), side="right")
    return np.subtract(distinct[np.maximum(end, begin)], distinct[begin])


def _recent(evidence: Evidence, last: IntArray) -> FloatArray:
    """Pace of the last four periods of each indicator."""
    definitions, series = evidence.definitions, evidence.values
    resets = definitions.is_annual_reset[series.position]
    scopes = groups_of(changes(series.position) | (resets & changes(series.year)))
    scope_start = np.repeat(scopes.starts, scopes.lengths)
    return run_rate.recent(
        accumulated=evidence.running.value,
        number=period_number(series.end, definitions.months[series.position]),
        position=series.position,
        scope_start=take_or(scope_start, last, 0),
        last_row=last,
        starts_from_zero=definitions.is_flow,
        months=definitions.months,
    )


def _year_results(evidence: Evidence, series: Series) -> tuple[IntArray, FloatArray]:
    """Each indicator's result of each calendar year that has rows, with its key."""
    definitions = evidence.definitions
    counted = series.value != 0 if series is evidence.planned else counted_in_mean(series, evidence.planned)
    running = accumulate(
        series, definitions, modes_of_rows(series, definitions, evidence.targets), counted, years_apart=True
    )
    years = groups_of(changes(series.position) | changes(series.year))
    last = years.last_rows
    return row_key(series.position[last], series.year[last]), running.value[last]


def _lookup(keys: IntArray, known_keys: IntArray, known: FloatArray) -> FloatArray:
    """Value of each key; NaN where it is not known. The last one wins where a key comes twice."""
    if len(known_keys) == 0:
        return np.full(len(keys), np.nan)
    found = np.maximum(np.searchsorted(known_keys, keys, side="right") - 1, 0)
    return np.where(known_keys[found] == keys, known[found], np.nan)
