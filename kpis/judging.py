"""All rules that look at a value, applied to cases: what `kpis.evaluate` and `kpis.path` are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpis.accumulation import Running, accumulate, at_row, counted_in_mean, modes_of_rows
from kpis.arrays import (
    ABSENT,
    NO_DAY,
    BoolArray,
    DayArray,
    FloatArray,
    IntArray,
    TextArray,
    first_known,
    row_key,
    take_or,
    words_of,
    year_of,
)
from kpis.expected import Cases, Line, expected_values, from_line, from_planned_periods, zero_point
from kpis.inputs import Definitions, Series, Targets, final_due_on, read_definitions, read_targets, read_values
from kpis.progress import RULE_CODES, Progress, Promise, measure, percent_of
from kpis.status import Situation, attainment_of, judge
from kpis.vocabulary import Direction, ExpectedRule, ProgressRule, Reason, Status

_SENSE_WORDS = np.array([Direction.DECREASE.value, Direction.KEEP.value, Direction.INCREASE.value], dtype=object)


@dataclass(frozen=True)
class Evidence:
    """Everything read once: definitions, accumulated values, promises and accumulated plans."""

    definitions: Definitions
    values: Series
    running: Running
    targets: Targets
    planned: Series
    planned_running: Running


@dataclass(frozen=True)
class Judgement:
    """What the rules say of each case."""

    target_row: IntArray
    target_due_on: DayArray
    promise: Promise
    progress: Progress
    line: Line
    expected_value: FloatArray
    expected_rule: IntArray
    expected_pct: FloatArray
    attainment: FloatArray
    status: IntArray
    reason: IntArray


def read(definitions: pd.DataFrame, values: pd.DataFrame, targets: pd.DataFrame, as_of: date | None) -> Evidence:
    """Frames to arrays, accumulated."""
    defined = read_definitions(definitions)
    promises, planned = read_targets(targets, defined)
    series = read_values(values, defined, as_of)
    running = accumulate(series, defined, modes_of_rows(series, defined, promises), counted_in_mean(series, planned))
    planned_running = accumulate(planned, defined, modes_of_rows(planned, defined, promises), planned.value != 0)
    return Evidence(defined, series, running, promises, planned, planned_running)


def cases_at(evidence: Evidence, position: IntArray, row: IntArray, as_of: DayArray) -> Cases:
    """The accumulated value at each chosen row; an ABSENT row is a case without a value."""
    first = np.searchsorted(evidence.values.position, position, side="left")
    first = np.where(row < 0, ABSENT, first)
    return Cases(
        position=position,
        value=at_row(evidence.running.value, row),
        value_bound=take_or(evidence.running.bound, row, ABSENT),
        value_on=take_or(evidence.values.end, row, NO_DAY),
        first_year=take_or(evidence.values.year, first, 0),
        as_of=as_of,
    )


def _target_rows(evidence: Evidence, cases: Cases) -> IntArray:
    """Promise that applies: the final one; where each year starts again, the interim one of the value's year."""
    targets = evidence.targets
    row = targets.final[cases.position]
    if len(targets.interim_year_key) == 0:
        return row
    year = year_of(first_known(cases.value_on, cases.as_of))
    wanted = row_key(cases.position, year)
    found = np.maximum(np.searchsorted(targets.interim_year_key, wanted, side="right") - 1, 0)
    is_there = targets.interim_year_key[found] == wanted
    is_there &= evidence.definitions.is_annual_reset[cases.position]
    return np.where(is_there, targets.interim_year_row[found], row)


def judge_cases(evidence: Evidence, cases: Cases, is_cancelled: BoolArray) -> Judgement:
    """All rules that look at a value, in their order: target, progress, expected, attainment, status."""
    definitions, targets, position = evidence.definitions, evidence.targets, cases.position
    row = _target_rows(evidence, cases)
    due_on = first_known(take_or(targets.due_on, row, NO_DAY), definitions.ends_on[position])
    text = take_or(targets.text, row, None)
    promise = Promise(
        exists=row >= 0,
        value=at_row(targets.value, row),
        upper=at_row(targets.upper, row),
        bound=take_or(targets.bound, row, ABSENT),
        has_text=~pd.isna(text),
        baseline=definitions.baseline[position],
        sense=definitions.sense[position],
        is_flow=definitions.is_flow[position],
    )
    progress = measure(cases.value, cases.value_bound, promise)

    rule = progress.rule
    is_ceiling = rule == RULE_CODES[ProgressRule.FLOW_CEILING]
    line = from_line(cases, definitions, targets, zero_point(definitions)[position], promise.value, due_on)
    expected_value, expected_rule = expected_values(
        from_planned_periods(cases, definitions, evidence.planned, evidence.planned_running),
        line.value,
        promise.value,
        applies_from_start=rule == RULE_CODES[ProgressRule.INVERSE_RATIO],
        draws_line=~np.isnan(progress.percent) & (promise.sense != 0) | is_ceiling,
    )
    expected_pct = percent_of(rule, expected_value, promise)
    situation = Situation(
        is_cancelled=is_cancelled,
        starts_later=definitions.starts_on[position] > cases.as_of,
        value=cases.value,
        target_due_on=due_on,
        final_due_on=final_due_on(targets, definitions)[position],
        value_on=cases.value_on,
        as_of=cases.as_of,
        is_annual_reset=definitions.is_annual_reset[position],
        expected_value=expected_value,
        expected_pct=expected_pct,
        on_track_min=definitions.on_track_min[position],
        at_risk_min=definitions.at_risk_min[position],
    )
    attainment = attainment_of(progress, situation)
    status, reason = judge(progress, attainment, situation)
    return Judgement(
        row,
        np.where(row >= 0, due_on, NO_DAY),
        promise,
        progress,
        line,
        expected_value,
        expected_rule,
        expected_pct,
        attainment,
        status,
        reason,
    )


def judgement_columns(judgement: Judgement) -> dict[str, npt.NDArray[np.generic]]:
    """The judgement in stored words."""
    progress = judgement.progress
    sense: TextArray = _SENSE_WORDS[progress.sense + 1]
    sense[~judgement.promise.exists] = None
    return {
        "sense": sense,
        "progress_pct": progress.percent,
        "progress_rule": words_of(progress.rule, ProgressRule),
        "expected_value": judgement.expected_value,
        "expected_pct": judgement.expected_pct,
        "expected_rule": words_of(judgement.expected_rule, ExpectedRule),
        "gap_points": progress.percent - judgement.expected_pct,
        "attainment": judgement.attainment,
        "status": words_of(judgement.status, Status),
        "reason_code": words_of(judgement.reason, Reason),
    }


def frame_of(columns: Mapping[str, npt.NDArray[np.generic]], index: pd.Index) -> pd.DataFrame:
    """Columns as a frame: days as datetime64, text as objects with None for missing."""
    ready = {
        name: pd.Series(
            column.astype("datetime64[s]") if column.dtype.kind == "M" else column,
            index=index,
            dtype=object if column.dtype == object else None,
            copy=False,
        )
        for name, column in columns.items()
    }
    return pd.DataFrame(ready, index=index, copy=False)
