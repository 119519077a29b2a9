"""How the values of several periods become one: stock, flow, average, ratio; within the year and over the years.

Everything is computed as a running result (the accumulated value as it stood at the end of each period), so that the
current value, the history and the planned amounts all come from the same function. Additions run in the order of the
periods, one indicator at a time, so large and small indicators never share a floating point sum.
"""

from dataclasses import dataclass

import numpy as np

from kpis.arrays import ABSENT, BoolArray, FloatArray, IntArray, row_key, take_or
from kpis.inputs import ABOVE, AT_LEAST, AT_MOST, BELOW, LAST, MEAN, SUM, Definitions, Series, Targets

_LOWER_STRICT, _LOWER, _UPPER_STRICT, _UPPER = 1, 2, 4, 8
_FLAG_OF_BOUND = {ABOVE: _LOWER_STRICT, AT_LEAST: _LOWER, BELOW: _UPPER_STRICT, AT_MOST: _UPPER}


@dataclass(frozen=True)
class Running:
    """Accumulated result at each row of a series. Ratio parts are NaN where the value does not come from them."""

    value: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    bound: IntArray


@dataclass(frozen=True)
class Groups:
    """Consecutive rows that accumulate together."""

    starts: IntArray
    lengths: IntArray

    @property
    def last_rows(self) -> IntArray:
        """Last row of each group."""
        return self.starts + self.lengths - 1

    def spread(self) -> IntArray:
        """Group number of each row."""
        return np.repeat(np.arange(len(self.starts)), self.lengths)


def groups_of(begins: BoolArray) -> Groups:
    """Groups from the mark of each first row."""
    starts = np.flatnonzero(begins)
    return Groups(starts, np.diff(np.append(starts, len(begins))))


def _running_float(values: FloatArray, groups: Groups) -> FloatArray:
    """Running sum inside each group, added in row order."""
    result = values.copy()
    for rows in _steps(groups):
        result[rows] += result[rows - 1]
    return result


def _running_flags(values: IntArray, groups: Groups) -> IntArray:
    """Running union of bit flags inside each group."""
    result = values.copy()
    for rows in _steps(groups):
        result[rows] |= result[rows - 1]
    return result


def _steps(groups: Groups) -> list[IntArray]:
    """The second rows of all groups, then the third rows, and so on."""
    longest = int(groups.lengths.max()) if len(groups.lengths) else 0
    steps = []
    starts, lengths = groups.starts, groups.lengths
    for step in range(1, longest):
        longer = lengths > step
        starts, lengths = starts[longer], lengths[longer]
        steps.append(starts + step)
    return steps


def changes(values: IntArray) -> BoolArray:
    """True at the first row and wherever the value differs from the row before."""
    result = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=result[1:])
    return result


def modes_of_rows(series: Series, definitions: Definitions, targets: Targets) -> IntArray:
    """How each row combines inside its group: the definition's way, or the year's own where a target says so."""
    modes = definitions.accumulation[series.position]
    if len(targets.override_key):
        wanted = row_key(series.position, series.year)
        found = np.searchsorted(targets.override_key, wanted, side="right") - 1
        same = (found >= 0) & (targets.override_key[found] == wanted)
        same &= definitions.accumulation_years[series.position] >= 0
        modes = np.where(same, targets.override_mode[found], modes)
    return modes


def counted_in_mean(series: Series, planned: Series) -> BoolArray:
    """Rows that a mean runs over: all but those of a period whose planned amount is zero.

    A period with no planned amount counts: blank is not zero.
    """
    if len(planned) == 0:
        return np.ones(len(series), dtype=np.bool_)
    found = np.searchsorted(planned.key, series.key, side="right") - 1
    is_planned = (found >= 0) & (planned.key[found] == series.key)
    return np.asarray(~(is_planned & (planned.value[found] == 0)), dtype=np.bool_)


def accumulate(
    series: Series,
    definitions: Definitions,
    modes: IntArray,
    counted: BoolArray,
    *,
    years_apart: bool = False,
) -> Running:
    """Accumulated value at the end of each row's period.

    ``modes`` and ``counted`` come from the two functions above. With ``years_apart`` each calendar year stands alone
    (the annual table). A ratio is the ratio of the sums of its parts, never an average of percents. A sum or mean
    over a bound is a bound; over bounds of both kinds it is unknown (NaN).
    """
    if len(series) == 0:
        nothing = np.zeros(0)
        return Running(nothing, nothing, nothing, np.zeros(0, dtype=np.int64))
    over_years = definitions.accumulation_years[series.position]
    first_of_indicator = changes(series.position)
    by_year = np.ones(len(series), dtype=np.bool_) if years_apart else over_years >= 0
    groups = groups_of(first_of_indicator | (by_year & changes(series.year)))

    in_group = _InGroup(groups, modes, counted)
    value = in_group.mean_or_total(series.value)
    numerator = in_group.total(series.numerator)
    denominator = in_group.total(series.denominator)
    flags = _bound_flags(series.bound)
    if flags is not None:
        flags = np.where(modes == LAST, flags, _running_flags(flags, groups))

    if not years_apart and ((over_years == SUM) | (over_years == MEAN)).any():
        years = _OverYears(groups, first_of_indicator, over_years)
        value = years.add(value, as_mean=True)
        numerator = years.add(numerator, as_mean=False)
        denominator = years.add(denominator, as_mean=False)
        if flags is not None:
            flags = years.union(flags)

    is_ratio = ~np.isnan(numerator) & (denominator > 0)
    scale = definitions.ratio_scale[series.position]
    value = np.where(is_ratio, scale * numerator / np.where(is_ratio, denominator, 1.0), value)
    bound = np.full(len(series), ABSENT, dtype=np.int64)
    if flags is not None:
        bound, is_unknown = _bound_of_flags(flags)
        value = np.where(is_unknown, np.nan, value)
    return Running(value, np.where(is_ratio, numerator, np.nan), np.where(is_ratio, denominator, np.nan), bound)


class _InGroup:
    """Running totals inside each group, by each row's mode."""

    def __init__(self, groups: Groups, modes: IntArray, counted: BoolArray) -> None:
        self.groups = groups
        self.is_last = modes == LAST
        self.is_mean = modes == MEAN
        self.weight = counted.astype(np.float64)
        self.some_apart = bool((self.is_mean & ~counted).any())
        if self.is_mean.any():
            everything = _running_float(np.ones(len(modes)), groups)
            self.count = _running_float(self.weight, groups) if self.some_apart else everything
            # Nothing planned so far but something reported: the plain mean, so that a value is never lost.
            self.only_apart = self.count == 0
            self.count = np.where(self.only_apart, everything, self.count)

    def total(self, values: FloatArray) -> FloatArray:
        """Running sum of what counts; the row's own value where the latest is what counts."""
        if np.isnan(values).all():
            return values
        total = _running_float(values, self.groups)
        if self.some_apart:
            of_counted = _running_float(np.where(self.weight > 0, values, 0.0), self.groups)
            total = np.where(self.is_mean & ~self.only_apart, of_counted, total)
        return np.where(self.is_last, values, total)

    def mean_or_total(self, values: FloatArray) -> FloatArray:
        """The running total, divided by the number of periods that count where the mode is the mean."""
        total = self.total(values)
        return np.where(self.is_mean, total / self.count, total) if self.is_mean.any() else total


class _OverYears:
    """Results of earlier years carried into each row of a year."""

    def __init__(self, groups: Groups, first_of_indicator: BoolArray, over_years: IntArray) -> None:
        self.groups = groups
        self.row_group = groups.spread()
        self.is_first_year = first_of_indicator[groups.starts]
        self.indicators = groups_of(self.is_first_year)
        self.carries = (over_years == SUM) | (over_years == MEAN)
        self.is_mean = over_years == MEAN

    def _before(self, of_year: FloatArray) -> FloatArray:
        """Sum of the earlier years' results of the same indicator, for each year."""
        through = _running_float(of_year, self.indicators)
        before = np.zeros(len(of_year))
        before[1:] = through[:-1]
        return np.where(self.is_first_year, 0.0, before)

    def add(self, values: FloatArray, *, as_mean: bool) -> FloatArray:
        """Earlier years' final results plus this year's running one; divided by the years when a mean is wanted."""
        if np.isnan(values).all():
            return values
        carried = self._before(values[self.groups.last_rows])[self.row_group] + values
        if as_mean and self.is_mean.any():
            years = 1.0 + self._before(np.ones(len(self.groups.starts)))[self.row_group]
            carried = np.where(self.is_mean, carried / years, carried)
        return np.where(self.carries, carried, values)

    def union(self, flags: IntArray) -> IntArray:
        """Bound flags of the earlier years joined with this year's."""
        through = _running_flags(flags[self.groups.last_rows], self.indicators)
        before = np.zeros(len(through), dtype=np.int64)
        before[1:] = through[:-1]
        before[self.is_first_year] = 0
        return np.where(self.carries, flags | before[self.row_group], flags)


def _bound_flags(bounds: IntArray) -> IntArray | None:
    """Bit flags of the bounds of a series, or None when it has none (nearly always)."""
    if (bounds < 0).all():
        return None
    flags = np.zeros(len(bounds), dtype=np.int64)
    for bound, flag in _FLAG_OF_BOUND.items():
        flags[bounds == bound] = flag
    return flags


def _bound_of_flags(flags: IntArray) -> tuple[IntArray, BoolArray]:
    """The bound a set of flags amounts to, and where lower and upper bounds meet (nothing is known)."""
    bound = np.full(len(flags), ABSENT, dtype=np.int64)
    for code, flag in ((AT_LEAST, _LOWER), (ABOVE, _LOWER_STRICT), (AT_MOST, _UPPER), (BELOW, _UPPER_STRICT)):
        bound[(flags & flag) > 0] = code
    is_unknown = ((flags & (_LOWER | _LOWER_STRICT)) > 0) & ((flags & (_UPPER | _UPPER_STRICT)) > 0)
    bound[is_unknown] = ABSENT
    return bound, is_unknown


def at_row(values: FloatArray, rows: IntArray) -> FloatArray:
    """Accumulated values at chosen rows; NaN where there is no row."""
    return np.asarray(take_or(values, rows, np.nan), dtype=np.float64)
