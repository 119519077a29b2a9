"""Which indicators speak for the whole plan: those it marks, else those that stand nearest to its promises."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from kpis.arrays import BoolArray, float_column
from kpis.vocabulary import IndicatorKind

MOST_WITHOUT_MARK = 12


class StrategicRule(StrEnum):
    """How the strategic indicators of a plan were found."""

    MARKED = "marked"
    AXIS_OUTCOMES = "axis_outcomes"
    HEAVIEST = "heaviest"


def strategic(rows: pd.DataFrame) -> tuple[StrategicRule, BoolArray]:
    """The rule that applies to a plan and which of its progress rows it chooses.

    Those the plan marks as global indicators (``is_strategic``); without any, the outcomes attached to an axis and to
    no program; without any, the MOST_WITHOUT_MARK of greatest weight, of equal ones those of the largest current
    budget, then in the order of the rows.
    """
    is_indicator = np.asarray(rows["item_kind"] == "indicator", dtype=np.bool_)
    marked = is_indicator & np.asarray(rows["is_strategic"], dtype=np.bool_)
    if marked.any():
        return StrategicRule.MARKED, marked
    is_outcome = np.asarray(rows["indicator_kind"] == IndicatorKind.OUTCOME.value, dtype=np.bool_)
    of_axis = is_indicator & is_outcome & rows["axis_slug"].notna().to_numpy() & rows["program_slug"].isna().to_numpy()
    if of_axis.any():
        return StrategicRule.AXIS_OUTCOMES, of_axis
    places = np.flatnonzero(is_indicator)
    weight = float_column(rows, "weight", 1.0)[places]
    budget = float_column(rows, "budget_current", 0.0)[places]
    heaviest = places[np.lexsort((places, -budget, -weight))[:MOST_WITHOUT_MARK]]
    chosen = np.zeros(len(rows), dtype=np.bool_)
    chosen[heaviest] = True
    return StrategicRule.HEAVIEST, chosen
