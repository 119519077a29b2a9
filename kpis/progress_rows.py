"""What several rules ask of progress rows (the dictionary's columns): which say a word, and which way is better."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpis.arrays import BoolArray, FloatArray
from kpis.vocabulary import Direction, Status

LATE = (Status.AT_RISK, Status.OFF_TRACK)


def says(rows: pd.DataFrame, name: str, *words: str) -> BoolArray:
    """Which rows have one of these words in a text column; a blank has none."""
    return np.asarray(rows[name].isin([str(word) for word in words]), dtype=np.bool_)


def signs(rows: pd.DataFrame) -> FloatArray:
    """1 where more is better, -1 where less is, NaN where neither is."""
    is_more, is_less = (says(rows, "direction", word) for word in (Direction.INCREASE, Direction.DECREASE))
    return np.where(is_more, 1.0, np.where(is_less, -1.0, np.nan))
