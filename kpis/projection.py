"""Where the recent pace leads, and the levels between which a status holds: what a history is drawn against.

The projection is the drift method of forecasting (R. J. Hyndman and G. Athanasopoulos, "Forecasting: Principles and
Practice", 3rd edition, section 5.2): the last value plus, for each period to come, the mean change per period of the
recent past. It says where things lead if nothing changes; it has no interval and knows no season.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kpis.vocabulary import ExpectedRule, ProgressRule

# In these the percent is a share of the way from a start to the target, so a share of the percent is a level.
_SHARES_OF_A_WAY = (ProgressRule.BASELINE, ProgressRule.FLOW, ProgressRule.RATIO)

Point = tuple[date, float]


@dataclass(frozen=True)
class Projection:
    """Where the recent pace leads: on ``on`` the value would be ``value``; ``reaches`` says it gets to the target."""

    on: date
    value: float
    reaches: bool


@dataclass(frozen=True)
class Corridor:
    """The levels, over time, that part on track from at risk and at risk from off track."""

    expected: list[Point]
    on_track: list[Point]
    at_risk: list[Point]


def project(
    *,
    value: float,
    value_on: date,
    target: float,
    due_on: date,
    recent_per_period: float,
    periods_left: float,
) -> Projection | None:
    """Value at the target's date if each period left changes as the recent ones did; when the target is reached before.

    All in the indicator's own unit; periods as of `kpis.run_rate`. None where any number is missing (NaN) or no period
    is left.
    """
    if any(math.isnan(each) for each in (value, target, recent_per_period, periods_left)) or periods_left <= 0:
        return None
    missing = target - value
    change = recent_per_period * periods_left
    if missing * recent_per_period > 0 and abs(change) >= abs(missing):
        days = round(abs(missing) / abs(change) * (due_on - value_on).days)
        return Projection(value_on + timedelta(days=days), target, reaches=True)
    return Projection(due_on, value + change, reaches=False)


def corridor(
    expected: Sequence[Point],
    *,
    progress_rule: str | None,
    expected_rule: str | None,
    baseline: float,
    on_track_min: float,
    at_risk_min: float,
) -> Corridor | None:
    """The levels of each status around the expected ones; None where a share of the percent is no level.

    A level at the share s of what is expected: start + s × (expected − start); the start is the baseline where progress
    is measured from it, else zero.
    """
    if progress_rule not in _SHARES_OF_A_WAY or expected_rule == ExpectedRule.TARGET_FROM_START:
        return None
    start = baseline if progress_rule == ProgressRule.BASELINE else 0.0

    def level(share: float) -> list[Point]:
        return [(day, start + share * (value - start)) for day, value in expected]

    return Corridor(list(expected), level(on_track_min), level(at_risk_min))
