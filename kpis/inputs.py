"""Frames of definitions, values and targets as sorted numpy columns, ready for the rules."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpis.arrays import (
    ABSENT,
    NO_DAY,
    BoolArray,
    DayArray,
    FloatArray,
    IntArray,
    TextArray,
    bool_column,
    code_column,
    code_table,
    day_column,
    day_number,
    first_known,
    float_column,
    row_key,
    take_or,
    text_column,
    year_of,
)
from kpis.periods import MONTHS_PER_PERIOD, mostly_from
from kpis.vocabulary import Accumulation, Bound, Direction, TargetKind

DEFAULT_ON_TRACK_MIN = 0.90
DEFAULT_AT_RISK_MIN = 0.60

ACCUMULATION_CODES = code_table(Accumulation)
LAST, SUM, MEAN = (ACCUMULATION_CODES[word] for word in ("last", "sum", "mean"))
BOUND_CODES = code_table(Bound)
ABOVE, AT_LEAST, BELOW, AT_MOST = (BOUND_CODES[word] for word in (">", ">=", "<", "<="))
# Which way is better: 1 more, -1 less, 0 inside a band.
SENSE_OF_DIRECTION = {Direction.INCREASE.value: 1, Direction.DECREASE.value: -1, Direction.KEEP.value: 0}
_TARGET_KIND_CODES = code_table(TargetKind)


@dataclass(frozen=True)
class Definitions:
    """One element for each indicator."""

    index: pd.Index
    sense: IntArray
    accumulation: IntArray
    accumulation_years: IntArray
    months: IntArray
    allowed_delay_days: IntArray
    ratio_scale: FloatArray
    baseline: FloatArray
    baseline_on: DayArray
    starts_on: DayArray
    ends_on: DayArray
    is_cancelled: BoolArray
    on_track_min: FloatArray
    at_risk_min: FloatArray

    @property
    def is_flow(self) -> BoolArray:
        """Flows start from zero by construction."""
        return np.equal(self.accumulation, SUM)

    @property
    def is_annual_reset(self) -> BoolArray:
        """Only the latest calendar year counts."""
        return np.equal(self.accumulation_years, LAST)

    def __len__(self) -> int:
        return len(self.index)


@dataclass(frozen=True)
class Series:
    """Values (or planned amounts) of periods, by indicator and period end; ``position`` points to definitions."""

    position: IntArray
    start: DayArray
    end: DayArray
    value: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    bound: IntArray
    key: IntArray
    year: IntArray

    def __len__(self) -> int:
        return len(self.position)


@dataclass(frozen=True)
class Targets:
    """Final and interim targets, sorted by indicator and due date; ``final`` is the row of each indicator's promise.

    ``place`` is where each stands in the frame they were read from.
    """

    position: IntArray
    place: IntArray
    kind: IntArray
    due_on: DayArray
    value: FloatArray
    upper: FloatArray
    bound: IntArray
    text: TextArray
    final: IntArray
    interim_year_key: IntArray
    interim_year_row: IntArray
    override_key: IntArray
    override_mode: IntArray


def read_definitions(frame: pd.DataFrame) -> Definitions:
    """Definitions as arrays; thresholds, delay and scale take their defaults where blank.

    ``is_ratio`` says that a value is the quotient of a numerator and a denominator. Such values are never added: where
    their parts are not known they are averaged.
    """
    is_ratio = bool_column(frame, "is_ratio")
    accumulation = code_column(frame, "accumulation", ACCUMULATION_CODES, absent=LAST)
    accumulation_years = code_column(frame, "accumulation_years", ACCUMULATION_CODES)
    plan_starts_on = day_column(frame, "plan_starts_on")
    scale = float_column(frame, "ratio_scale", missing=1.0)
    return Definitions(
        index=pd.Index(frame["indicator_id"]),
        sense=code_column(frame, "direction", SENSE_OF_DIRECTION, absent=1),
        accumulation=np.where(is_ratio & (accumulation == SUM), MEAN, accumulation),
        accumulation_years=np.where(is_ratio & (accumulation_years == SUM), MEAN, accumulation_years),
        months=code_column(frame, "frequency", MONTHS_PER_PERIOD, absent=0),
        allowed_delay_days=float_column(frame, "allowed_delay_days", missing=0.0).astype(np.int64),
        ratio_scale=scale,
        baseline=float_column(frame, "baseline_value"),
        baseline_on=day_column(frame, "baseline_on"),
        starts_on=first_known(day_column(frame, "starts_on"), plan_starts_on),
        ends_on=day_column(frame, "plan_ends_on"),
        is_cancelled=bool_column(frame, "is_cancelled"),
        on_track_min=float_column(frame, "on_track_min", missing=DEFAULT_ON_TRACK_MIN),
        at_risk_min=float_column(frame, "at_risk_min", missing=DEFAULT_AT_RISK_MIN),
    )


def _series(
    definitions: Definitions,
    position: IntArray,
    start: DayArray,
    end: DayArray,
    value: FloatArray,
    numerator: FloatArray,
    denominator: FloatArray,
    bound: IntArray,
) -> Series:
    """Rows of known indicators with a number, inside the window of their target, in order."""
    keep = (position >= 0) & ~np.isnan(value) & ~np.isnat(end)
    if len(definitions):
        starts_on = definitions.starts_on[position]
        # What is measured at a moment counts if the moment is inside; an amount, if most of its period is.
        is_stock = (definitions.accumulation[position] == LAST) & (definitions.accumulation_years[position] < 0)
        keep &= np.where(is_stock, np.isnat(starts_on) | (end >= starts_on), mostly_from(start, end, starts_on))
    key = row_key(position, day_number(end))
    if not keep.all():
        rows = np.flatnonzero(keep)
        rows = rows[np.argsort(key[rows], kind="stable")]
    elif (key[1:] >= key[:-1]).all():
        return Series(position, start, end, value, numerator, denominator, bound, key, year_of(end))
    else:
        rows = np.argsort(key, kind="stable")
    end = end[rows]
    return Series(
        position[rows],
        start[rows],
        end,
        value[rows],
        numerator[rows],
        denominator[rows],
        bound[rows],
        key[rows],
        year_of(end),
    )


def read_values(frame: pd.DataFrame, definitions: Definitions, as_of: date | None = None) -> Series:
    """Values in their window (and ended by ``as_of``), sorted. Parts without a value give their ratio as the value."""
    if as_of is not None and len(frame):
        is_later = day_column(frame, "period_end") > np.datetime64(as_of, "D")
        frame = frame[~is_later] if is_later.any() else frame
    position = definitions.index.get_indexer(pd.Index(frame["indicator_id"])).astype(np.int64)
    value = float_column(frame, "value")
    numerator = float_column(frame, "numerator")
    denominator = float_column(frame, "denominator")
    blank = np.flatnonzero(np.isnan(value) & (denominator > 0) & (position >= 0))
    if len(blank):
        value = value.copy()
        value[blank] = definitions.ratio_scale[position[blank]] * numerator[blank] / denominator[blank]
    return _series(
        definitions,
        position,
        day_column(frame, "period_start"),
        day_column(frame, "period_end"),
        value,
        numerator,
        denominator,
        code_column(frame, "bound", BOUND_CODES),
    )


def read_targets(frame: pd.DataFrame, definitions: Definitions) -> tuple[Targets, Series]:
    """Promises (final, interim) and the planned amounts of periods, each sorted by indicator and due date."""
    position = definitions.index.get_indexer(pd.Index(frame["indicator_id"])).astype(np.int64)
    kind = code_column(frame, "kind", _TARGET_KIND_CODES)
    due_on = day_column(frame, "due_on")
    value = float_column(frame, "value")
    bound = code_column(frame, "bound", BOUND_CODES)
    mode = code_column(frame, "accumulation", ACCUMULATION_CODES)
    final, interim, period = (_TARGET_KIND_CODES[word] for word in ("final", "interim", "period"))
    order = np.argsort(row_key(position, day_number(due_on)), kind="stable")
    order = order[position[order] >= 0]

    rows = order[kind[order] == period]
    unknown = np.full(len(rows), np.nan)
    planned = _series(
        definitions,
        position[rows],
        day_column(frame, "period_start")[rows],
        due_on[rows],
        value[rows],
        unknown,
        unknown,
        np.full(len(rows), ABSENT, dtype=np.int64),
    )

    overrides = order[(kind[order] != final) & (mode[order] >= 0) & ~np.isnat(due_on[order])]
    rows = order[kind[order] != period]
    promise_position, promise_due_on = position[rows], due_on[rows]
    final_row = np.full(len(definitions), ABSENT, dtype=np.int64)
    finals = np.flatnonzero(kind[rows] == final)
    final_row[promise_position[finals]] = finals
    interims = np.flatnonzero((kind[rows] == interim) & ~np.isnat(promise_due_on))
    return (
        Targets(
            position=promise_position,
            place=rows,
            kind=kind[rows],
            due_on=promise_due_on,
            value=value[rows],
            upper=float_column(frame, "upper_value")[rows],
            bound=bound[rows],
            text=text_column(frame, "text")[rows],
            final=final_row,
            interim_year_key=row_key(promise_position[interims], year_of(promise_due_on[interims])),
            interim_year_row=interims,
            override_key=row_key(position[overrides], year_of(due_on[overrides])),
            override_mode=mode[overrides],
        ),
        planned,
    )


def final_due_on(targets: Targets, definitions: Definitions) -> DayArray:
    """When the final target of each indicator is due, else when its plan ends; NaT where nothing says."""
    return first_known(take_or(targets.due_on, targets.final, NO_DAY), definitions.ends_on)


def is_interim(targets: Targets) -> BoolArray:
    """Which promise rows are interim levels."""
    return np.equal(targets.kind, _TARGET_KIND_CODES["interim"])
