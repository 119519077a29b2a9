"""Progress of an indicator: how much of the promised way is done, or the reason why no percent can be given."""

from dataclasses import dataclass

import numpy as np

from kpis.arrays import BoolArray, Decisions, FloatArray, IntArray, code_table
from kpis.inputs import ABOVE, AT_LEAST, AT_MOST, BELOW
from kpis.vocabulary import ProgressRule

RELATIVE_TOLERANCE = 1e-9

RULE_CODES = {ProgressRule(word): code for word, code in code_table(ProgressRule).items()}


@dataclass(frozen=True)
class Promise:
    """What a value is measured against, one element for each case."""

    exists: BoolArray
    value: FloatArray
    upper: FloatArray
    bound: IntArray
    has_text: BoolArray
    baseline: FloatArray
    sense: IntArray
    is_flow: BoolArray


@dataclass(frozen=True)
class Progress:
    """Percent (0-100 scale, not capped; NaN where undefined), the rule that decided, the sense used, and met or not."""

    percent: FloatArray
    rule: IntArray
    sense: IntArray
    is_met: BoolArray


def _equal(left: FloatArray, right: FloatArray) -> BoolArray:
    """Equal within the relative tolerance, so that 0.1 + 0.2 reaches 0.3 whatever the unit."""
    return np.abs(left - right) <= RELATIVE_TOLERANCE * np.maximum(np.abs(left), np.abs(right))


def at_least(left: FloatArray, right: FloatArray) -> BoolArray:
    """``left`` reaches ``right``; False where either is missing."""
    return (left >= right) | _equal(left, right)


def sense_of(promise: Promise) -> IntArray:
    """Which way is better: the operator of a bound, else from the baseline towards the target, else the direction.

    A flow has no starting level, so only its operator or its direction speak. ``keep`` has no sense (0).
    """
    towards = np.where(np.isnan(promise.baseline) | promise.is_flow, 0.0, np.sign(promise.value - promise.baseline))
    by_bound = np.where(promise.bound >= 0, np.where(promise.bound <= AT_LEAST, 1, -1), 0)
    sense = np.where(np.isnan(towards) | (towards == 0), promise.sense, towards).astype(np.int64)
    sense = np.where(by_bound != 0, by_bound, sense)
    return np.where(promise.sense == 0, 0, sense)


def is_met(value: FloatArray, value_bound: IntArray, promise: Promise, sense: IntArray) -> BoolArray:
    """Whether the value fulfils the promise. A value that is itself a bound does when it already implies it."""
    more = at_least(value, promise.value)
    less = at_least(promise.value, value)
    met = np.where(sense > 0, more, less)
    met = np.where(promise.bound == ABOVE, more & ~less, met)
    met = np.where(promise.bound == BELOW, less & ~more, met)

    above_lower = np.isnan(promise.value) | at_least(value, promise.value)
    below_upper = np.isnan(promise.upper) | at_least(promise.upper, value)
    is_band = promise.sense == 0
    has_lower, has_upper = ~np.isnan(promise.value), ~np.isnan(promise.upper)
    met = np.where(is_band, above_lower & below_upper & (has_lower | has_upper), met)

    if (value_bound >= 0).any():
        lower = (value_bound == ABOVE) | (value_bound == AT_LEAST)
        upper = (value_bound == BELOW) | (value_bound == AT_MOST)
        # "> 70" is above 70, so it also fulfils "> 70"; ">= 70" does not.
        reaches = more & ((promise.bound != ABOVE) | (value_bound == ABOVE) | ~less)
        stays = less & ((promise.bound != BELOW) | (value_bound == BELOW) | ~more)
        implied = np.where(sense > 0, lower & reaches, upper & stays)
        implied = np.where(
            is_band,
            (lower & has_lower & ~has_upper & above_lower) | (upper & has_upper & ~has_lower & below_upper),
            implied,
        )
        met = np.where(value_bound >= 0, implied, met)
    return np.asarray(met & ~np.isnan(value) & promise.exists & (has_lower | (is_band & has_upper)), dtype=np.bool_)


def percent_of(rule: IntArray, level: FloatArray, promise: Promise) -> FloatArray:
    """The progress formula of each rule applied to a level (the value, or the expected value); NaN where it has none.

    baseline: (level - baseline) / (target - baseline). flow, ratio: level / target. inverse ratio: target / level.
    """
    of_baseline = rule == RULE_CODES[ProgressRule.BASELINE]
    of_target = (rule == RULE_CODES[ProgressRule.FLOW]) | (rule == RULE_CODES[ProgressRule.RATIO])
    inverse = (rule == RULE_CODES[ProgressRule.INVERSE_RATIO]) & (level > 0)
    above = np.where(of_baseline, level - promise.baseline, np.where(inverse, promise.value, level))
    below = np.where(of_baseline, promise.value - promise.baseline, np.where(inverse, level, promise.value))
    defined = of_baseline | of_target | inverse
    return np.where(defined, 100.0 * above / np.where(defined, below, 1.0), np.nan)


def measure(value: FloatArray, value_bound: IntArray, promise: Promise) -> Progress:
    """Progress of each case. The rules are tried in order; the first that applies gives the percent or the reason."""
    size = len(value)
    sense = sense_of(promise)
    rules = Decisions(size)
    rule = rules.add_outcome(size)
    is_band = promise.sense == 0
    without_number = np.isnan(promise.value) & ~(is_band & ~np.isnan(promise.upper))
    met = is_met(value, value_bound, promise, sense)
    without_baseline = np.isnan(promise.baseline)
    # Distance towards a bound needs a start on the other side of it.
    against_bound = (promise.bound >= 0) & (without_baseline | (np.sign(promise.value - promise.baseline) == -sense))

    def settle(where: BoolArray, code: ProgressRule) -> None:
        rules.settle(where, RULE_CODES[code])

    settle(np.isnan(value), ProgressRule.NO_VALUE)
    settle(~promise.exists | (without_number & ~promise.has_text), ProgressRule.NO_TARGET)
    settle(without_number, ProgressRule.TEXT_TARGET)
    settle(value_bound >= 0, ProgressRule.VALUE_IS_BOUND)
    settle(is_band & met, ProgressRule.INSIDE_BAND)
    settle(is_band, ProgressRule.OUTSIDE_BAND)
    settle(promise.is_flow & (sense < 0), ProgressRule.FLOW_CEILING)
    settle(promise.is_flow & (promise.value <= 0), ProgressRule.ZERO_TARGET)
    settle(promise.is_flow, ProgressRule.FLOW)
    settle(~without_baseline & (promise.value == promise.baseline), ProgressRule.TARGET_EQUALS_BASELINE)
    settle(against_bound, ProgressRule.BOUND_TARGET)
    settle(~without_baseline, ProgressRule.BASELINE)
    settle((sense > 0) & (promise.value <= 0), ProgressRule.ZERO_TARGET)
    settle(sense > 0, ProgressRule.RATIO)
    settle((promise.value <= 0) | (value <= 0), ProgressRule.ZERO_WITHOUT_BASELINE)
    settle(np.ones(size, dtype=np.bool_), ProgressRule.INVERSE_RATIO)

    percent = percent_of(rule, value, promise)
    percent = np.where(rule == RULE_CODES[ProgressRule.INSIDE_BAND], 100.0, percent)
    return Progress(percent, rule, sense, met)
