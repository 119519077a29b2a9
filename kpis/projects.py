"""Projects: completion by weighted milestones, else as declared; without milestones the dates alone judge."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kpis.arrays import (
    ABSENT,
    BoolArray,
    Decisions,
    code_column,
    code_table,
    day_column,
    first_known,
    float_column,
    words_of,
)
from kpis.freshness import age
from kpis.inputs import DEFAULT_AT_RISK_MIN, DEFAULT_ON_TRACK_MIN
from kpis.periods import MONTHS_PER_PERIOD, add_days
from kpis.status import REASON_CODES, STATUS_CODES, reaches
from kpis.vocabulary import CompletionBasis, Freshness, ProjectState, Reason, Status

_STATE_CODES = code_table(ProjectState)
_BASIS_CODES = code_table(CompletionBasis)
_COMPLETE_PCT = 100.0 - 1e-9


def evaluate_projects(projects: pd.DataFrame, milestones: pd.DataFrame, as_of: date) -> dict[str, npt.NDArray[Any]]:
    """Columns of the result, one element for each project (see ``evaluate.projects``).

    A milestone without a weight weighs 1; without a due date it is never due. A declared percent dated after
    ``as_of`` is not known yet. Weights that add up to zero say nothing, so the declared percent is used.
    """
    size = len(projects)
    today = np.datetime64(as_of, "D")
    state = code_column(projects, "state", _STATE_CODES)
    planned_start, planned_end = day_column(projects, "planned_start"), day_column(projects, "planned_end")
    actual_start, actual_end = day_column(projects, "actual_start"), day_column(projects, "actual_end")

    position = pd.Index(projects["project_id"]).get_indexer(pd.Index(milestones["project_id"])).astype(np.int64)
    known = position >= 0
    position = position[known]
    weight = float_column(milestones, "weight", missing=1.0)[known]
    is_done = (day_column(milestones, "done_on") <= today)[known]
    is_due = (day_column(milestones, "due_on") <= today)[known]
    total_weight = np.bincount(position, weight, size)
    done_weight = np.bincount(position, weight * is_done, size)
    due_weight = np.bincount(position, weight * is_due, size)
    milestones_total = np.bincount(position, minlength=size)
    milestones_done = np.bincount(position, is_done, size).astype(np.int64)

    by_milestones = total_weight > 0
    divisor = np.where(by_milestones, total_weight, 1.0)
    declared_pct = float_column(projects, "declared_pct")
    declared_pct = np.where(day_column(projects, "declared_on") > today, np.nan, declared_pct)
    is_state_finished = state == _STATE_CODES["finished"]
    has_ended = actual_end <= today
    rules = Decisions(size)
    basis = rules.add_outcome(size)
    rules.settle(by_milestones, _BASIS_CODES["milestones"])
    rules.settle(~np.isnan(declared_pct), _BASIS_CODES["declared"])
    rules.settle(is_state_finished | has_ended, _BASIS_CODES["finished"])
    completion = np.where(by_milestones, 100.0 * done_weight / divisor, declared_pct)
    completion = np.where(basis == _BASIS_CODES["finished"], 100.0, completion)
    expected = np.where(by_milestones, 100.0 * due_weight / divisor, np.nan)
    attainment = np.where(expected > 0, completion / np.where(expected > 0, expected, 1.0), np.nan)

    is_finished = is_state_finished | has_ended | (by_milestones & (completion >= _COMPLETE_PCT))
    has_started = (actual_start <= today) | (completion > 0)
    has_started |= (state == _STATE_CODES["in_progress"]) | (state == _STATE_CODES["paused"])
    delay = float_column(projects, "allowed_delay_days", missing=0.0).astype(np.int64)
    good = reaches(attainment, float_column(projects, "on_track_min", missing=DEFAULT_ON_TRACK_MIN))
    fair = reaches(attainment, float_column(projects, "at_risk_min", missing=DEFAULT_AT_RISK_MIN))

    rules = Decisions(size)
    status, reason = rules.add_outcome(size), rules.add_outcome(size)

    def settle(where: BoolArray, outcome: Status, why: Reason) -> None:
        rules.settle(where, STATUS_CODES[outcome], REASON_CODES[why])

    settle(state == _STATE_CODES["cancelled"], Status.CANCELLED, Reason.CANCELLED)
    settle(is_finished, Status.MET, Reason.FINISHED)
    says_nothing = (state == ABSENT) & np.isnan(completion) & np.isnat(actual_start) & np.isnat(actual_end)
    settle(says_nothing, Status.NO_DATA, Reason.NO_COMPLETION)
    settle(planned_end < today, Status.OFF_TRACK, Reason.END_PASSED)
    settle((planned_start > today) & ~has_started, Status.NOT_STARTED, Reason.NOT_STARTED)
    is_planned = (state == _STATE_CODES["planned"]) & np.isnat(planned_start)
    settle(is_planned & ~has_started, Status.NOT_STARTED, Reason.PLANNED)
    settle(state == _STATE_CODES["paused"], Status.AT_RISK, Reason.PAUSED)
    settle(by_milestones & (expected <= 0), Status.ON_TRACK, Reason.NOTHING_DUE_YET)
    settle(good, Status.ON_TRACK, Reason.MILESTONES_ON_TRACK)
    settle(fair, Status.AT_RISK, Reason.MILESTONES_AT_RISK)
    settle(by_milestones, Status.OFF_TRACK, Reason.MILESTONES_OFF_TRACK)
    settle((add_days(planned_start, delay) < today) & ~has_started, Status.AT_RISK, Reason.START_PASSED)
    settle(~(np.isnat(planned_start) & np.isnat(planned_end)), Status.ON_TRACK, Reason.DATES_ONLY)
    settle(np.ones(size, dtype=np.bool_), Status.ON_TRACK, Reason.NO_DATES)

    is_over = np.isin(status, [STATUS_CODES[word] for word in (Status.CANCELLED, Status.MET, Status.NOT_STARTED)])
    months = code_column(projects, "update_frequency", MONTHS_PER_PERIOD)
    update_age = age(
        last_on=day_column(projects, "last_update_on"),
        starts_on=first_known(actual_start, planned_start, day_column(projects, "plan_starts_on")),
        # A project goes on asking for updates after its planned end until it is finished.
        ends_on=np.where(months == 0, planned_end, np.datetime64("NaT", "D")),
        as_of=np.full(size, today),
        months=months,
        allowed_delay_days=delay,
        applies=~is_over & (months >= 0),
    )
    return {
        "project_id": projects["project_id"].to_numpy(),
        "completion_pct": completion,
        "completion_basis": words_of(basis, CompletionBasis),
        "expected_pct": expected,
        "gap_points": completion - expected,
        "attainment": attainment,
        "status": words_of(status, Status),
        "reason_code": words_of(reason, Reason),
        "freshness": words_of(update_age.freshness, Freshness),
        "next_due_on": update_age.next_due_on,
        "days_overdue": update_age.days_overdue,
        "milestones_done": milestones_done,
        "milestones_total": milestones_total,
        "weight_done": done_weight,
        "weight_due": due_weight,
        "weight_total": total_weight,
    }
