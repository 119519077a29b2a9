"""Status of an indicator: the rules in order, each with its reason."""

from dataclasses import dataclass

import numpy as np

from kpis.arrays import BoolArray, DayArray, Decisions, FloatArray, IntArray, code_table
from kpis.progress import RULE_CODES, Progress, at_least
from kpis.vocabulary import ProgressRule, Reason, Status

STATUS_CODES = {Status(word): code for word, code in code_table(Status).items()}
REASON_CODES = {Reason(word): code for word, code in code_table(Reason).items()}

# 0.9 computed as 90.00000000000001 / 100.00000000000001 is still 0.9.
THRESHOLD_SLACK = 1e-9


@dataclass(frozen=True)
class Situation:
    """All that decides the status of a case besides its progress."""

    is_cancelled: BoolArray
    starts_later: BoolArray
    value: FloatArray
    target_due_on: DayArray
    final_due_on: DayArray
    value_on: DayArray
    as_of: DayArray
    is_annual_reset: BoolArray
    expected_value: FloatArray
    expected_pct: FloatArray
    on_track_min: FloatArray
    at_risk_min: FloatArray


def attainment_of(progress: Progress, situation: Situation) -> FloatArray:
    """Actual over expected progress; for a ceiling, allowed over used. NaN where it cannot be divided."""
    is_ceiling = progress.rule == RULE_CODES[ProgressRule.FLOW_CEILING]
    above = np.where(is_ceiling, situation.expected_value, progress.percent)
    below = np.where(is_ceiling, situation.value, situation.expected_pct)
    can_divide = below > 0
    return np.where(can_divide, above / np.where(can_divide, below, 1.0), np.nan)


def reaches(attainment: FloatArray, threshold: FloatArray) -> BoolArray:
    """The threshold is reached; the threshold itself counts."""
    return np.asarray(attainment >= threshold - THRESHOLD_SLACK, dtype=np.bool_)


def judge(progress: Progress, attainment: FloatArray, situation: Situation) -> tuple[IntArray, IntArray]:
    """Status and reason codes of each case."""
    size = len(attainment)
    rules = Decisions(size)
    status, reason = rules.add_outcome(size), rules.add_outcome(size)
    everywhere = np.ones(size, dtype=np.bool_)

    def settle(where: BoolArray, outcome: Status, why: Reason) -> None:
        rules.settle(where, STATUS_CODES[outcome], REASON_CODES[why])

    def ruled(rule: ProgressRule) -> BoolArray:
        return np.equal(progress.rule, RULE_CODES[rule])

    in_final_year = situation.final_due_on.astype("datetime64[Y]") == situation.value_on.astype("datetime64[Y]")
    only_a_year = situation.is_annual_reset & ~np.isnat(situation.final_due_on) & ~in_final_year

    settle(situation.is_cancelled, Status.CANCELLED, Reason.CANCELLED)
    settle(ruled(ProgressRule.NO_VALUE) & situation.starts_later, Status.NOT_STARTED, Reason.NOT_STARTED)
    settle(ruled(ProgressRule.NO_VALUE), Status.NO_DATA, Reason.NO_VALUE)
    settle(ruled(ProgressRule.NO_TARGET), Status.NO_DATA, Reason.NO_TARGET)
    settle(ruled(ProgressRule.TEXT_TARGET), Status.NO_DATA, Reason.TEXT_TARGET)

    is_ceiling = ruled(ProgressRule.FLOW_CEILING)
    # What the missing periods used is not known, so a ceiling is kept once the values reach the target's date.
    ceiling_is_kept = is_ceiling & progress.is_met & (situation.target_due_on <= situation.value_on)
    is_met = progress.is_met & (~is_ceiling | ceiling_is_kept)
    settle(is_met & only_a_year, Status.ON_TRACK, Reason.YEAR_TARGET_MET)
    settle(ceiling_is_kept, Status.MET, Reason.CEILING_KEPT)
    settle(is_met & ruled(ProgressRule.INSIDE_BAND), Status.MET, Reason.INSIDE_BAND)
    settle(is_met, Status.MET, Reason.TARGET_MET)
    is_under_ceiling = is_ceiling & progress.is_met
    settle((situation.final_due_on < situation.as_of) & ~is_under_ceiling, Status.OFF_TRACK, Reason.DUE_PASSED)

    # What a flow has used up cannot be given back: above the ceiling is failed, however near the line.
    settle(is_ceiling & ~is_under_ceiling, Status.OFF_TRACK, Reason.CEILING_PASSED)
    nothing_used = at_least(np.zeros(size), situation.value)
    good = reaches(attainment, situation.on_track_min)
    fair = reaches(attainment, situation.at_risk_min)
    is_judged = ~np.isnan(attainment)
    settle(is_ceiling & (good | nothing_used), Status.ON_TRACK, Reason.CEILING_ON_TRACK)
    settle(is_ceiling & fair, Status.AT_RISK, Reason.CEILING_AT_RISK)
    settle(is_ceiling & is_judged, Status.OFF_TRACK, Reason.CEILING_OFF_TRACK)

    without_percent = np.isnan(progress.percent)
    settle(without_percent & ~is_ceiling, Status.AT_RISK, Reason.NOT_MET_NO_PERCENT)
    settle(good, Status.ON_TRACK, Reason.ATTAINMENT_ON_TRACK)
    settle(fair, Status.AT_RISK, Reason.ATTAINMENT_AT_RISK)
    settle(is_judged, Status.OFF_TRACK, Reason.ATTAINMENT_OFF_TRACK)
    nothing_expected = situation.expected_pct <= 0
    settle(nothing_expected & (progress.percent >= 0), Status.ON_TRACK, Reason.NOTHING_EXPECTED_YET)
    settle(nothing_expected, Status.AT_RISK, Reason.BELOW_START)
    settle(everywhere, Status.AT_RISK, Reason.NO_EXPECTED)
    return status, reason
