"""Many items as one figure: the weighted mean of what is defined, with its coverage."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from kpis.arrays import BoolArray, FloatArray, TextArray, float_column, text_column
from kpis.vocabulary import Status


def rollup(frame: pd.DataFrame, by: Sequence[str] = (), *, item: str | None = None) -> pd.DataFrame:
    """Weighted mean of ``progress_pct`` for each group of ``by`` (one row for all when empty).

    Each item is capped to 0-100 % so that one of 5,000 % does not hide five failures; undefined progress and that of
    cancelled items take no part, which shows in the coverage. ``weight`` defaults to 1. With ``item`` (its id column)
    an item counts once in each group, so a project shared by several secretariats counts once for the city and appears
    under each of them.

    Result, indexed by ``by``: progress_pct (NaN where nothing takes part), defined_count, total_count,
    defined_weight, total_weight and, if the frame has ``status``, one ``<status>_count`` for each status.
    """
    if item is not None and frame.duplicated(subset=[*by, item]).any():
        frame = frame.drop_duplicates(subset=[*by, item])
    progress = frame["progress_pct"].to_numpy(dtype=np.float64, na_value=np.nan)
    weight = (
        frame["weight"].to_numpy(dtype=np.float64, na_value=1.0) if "weight" in frame.columns else np.ones(len(frame))
    )
    status = np.asarray(frame["status"], dtype=object) if "status" in frame.columns else None
    is_defined, weighted_progress = _parts(progress, weight, status)
    columns = {
        "weighted": weighted_progress,
        "defined_count": is_defined.astype(np.int64),
        "total_count": np.ones(len(frame), dtype=np.int64),
        "defined_weight": np.where(is_defined, weight, 0.0),
        "total_weight": weight,
    }
    if status is not None:
        columns |= {f"{word.value}_count": (status == word.value).astype(np.int64) for word in Status}
    if by:
        parts = pd.DataFrame(columns, index=frame.index)
        sums = parts.groupby([frame[name] for name in by], sort=True, observed=True, dropna=False).sum()
    else:
        # A board has many groups of its own: their sums need no frame of parts.
        sums = pd.DataFrame({name: [column.sum()] for name, column in columns.items()})
    weighted = sums.pop("weighted").to_numpy()
    defined_weight = sums["defined_weight"].to_numpy()
    can_divide = defined_weight > 0
    sums.insert(0, "progress_pct", np.where(can_divide, weighted / np.where(can_divide, defined_weight, 1.0), np.nan))
    return sums


class MeanProgress(NamedTuple):
    """The weighted mean of what takes part, in percent (NaN where nothing does), and how many items that is."""

    progress_pct: float
    defined_count: int


def mean_progress(progress: FloatArray, weight: FloatArray, status: TextArray) -> MeanProgress:
    """`rollup` of one group given as its columns, for boards that count many."""
    is_defined, weighted = _parts(progress, weight, status)
    whole = float(weight[is_defined].sum())
    return MeanProgress(float(weighted.sum()) / whole if whole > 0 else float("nan"), int(is_defined.sum()))


def _parts(progress: FloatArray, weight: FloatArray, status: TextArray | None) -> tuple[BoolArray, FloatArray]:
    """Which items take part in a mean, and what each brings: its progress capped to 0-100 % times its weight."""
    is_defined = ~np.isnan(progress)
    if status is not None:
        is_defined &= np.asarray(status != Status.CANCELLED.value, dtype=np.bool_)
    return is_defined, np.where(is_defined, np.clip(progress, 0.0, 100.0) * weight, 0.0)


class AgainstExpected(NamedTuple):
    """Two means of the same items: what they have and what they should have by the dates of their data, in percent."""

    progress_pct: float
    expected_pct: float
    item_count: int


def against_expected(frame: pd.DataFrame) -> AgainstExpected:
    """The means of `rollup` of ``progress_pct`` and of ``expected_pct`` over rows that have both; NaN without any."""
    done, owed = float_column(frame, "progress_pct"), float_column(frame, "expected_pct")
    both = ~np.isnan(done) & ~np.isnan(owed)
    weight, status = float_column(frame, "weight", 1.0)[both], text_column(frame, "status")[both]
    mean, count = mean_progress(done[both], weight, status)
    return AgainstExpected(mean, mean_progress(owed[both], weight, status).progress_pct, count)
