"""Frames to numpy columns and codes back to words: the one place where the rules touch pandas types."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
DayArray = npt.NDArray[np.datetime64]
TextArray = npt.NDArray[np.object_]

NO_DAY = np.datetime64("NaT", "D")
ABSENT = -1

# A row's key is its owner's position and a day (or period or year) in one integer, so that one binary search finds
# "the last row of this owner up to this day".
_KEY_SHIFT = 22
_KEY_OFFSET = 1 << 21


def row_key(position: IntArray, moment: IntArray) -> IntArray:
    """Integer that sorts by position, then by moment (a day, period or year number between -2**21 and 2**21)."""
    return (position << _KEY_SHIFT) + (moment + _KEY_OFFSET)


def parts_of_key(keys: IntArray) -> tuple[IntArray, IntArray]:
    """The position and the moment of each key of `row_key`."""
    return keys >> _KEY_SHIFT, (keys & ((1 << _KEY_SHIFT) - 1)) - _KEY_OFFSET


def day_number(days: DayArray) -> IntArray:
    """Days since 1970-01-01; a missing day becomes 0, so mask it first or after."""
    return np.where(np.isnat(days), 0, days.astype(np.int64))


def year_of(days: DayArray) -> IntArray:
    """Calendar year of each day; 0 where the day is missing."""
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    return np.where(np.isnat(days), 0, years)


def first_of_year(years: IntArray) -> DayArray:
    """1 January of each calendar year."""
    return (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")


def first_known(*choices: DayArray) -> DayArray:
    """The first choice that is a day, element by element."""
    result = choices[0]
    for choice in choices[1:]:
        result = np.where(np.isnat(result), choice, result)
    return result


def float_column(frame: pd.DataFrame, name: str, missing: float = np.nan) -> FloatArray:
    """Column as float64; a column that is not there, and each blank, is ``missing``."""
    if name not in frame.columns:
        return np.full(len(frame), missing)
    column = frame[name]
    if column.dtype == np.float64:
        numbers = column.to_numpy()
    else:
        numbers = np.asarray(pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan))
    return numbers if np.isnan(missing) else np.where(np.isnan(numbers), missing, numbers)


def day_column(frame: pd.DataFrame, name: str) -> DayArray:
    """Column as datetime64[D]; a column that is not there, and each blank, is NaT."""
    if name not in frame.columns:
        return np.full(len(frame), NO_DAY)
    column = frame[name]
    if column.dtype.kind != "M":
        column = pd.to_datetime(column)
    return np.asarray(column.to_numpy()).astype("datetime64[D]")


def bool_column(frame: pd.DataFrame, name: str) -> BoolArray:
    """Column as bool; a column that is not there, and each blank, is False."""
    if name not in frame.columns:
        return np.zeros(len(frame), dtype=np.bool_)
    column = frame[name]
    if column.dtype == np.bool_:
        return column.to_numpy()
    return np.fromiter((value is True or value == 1 for value in column), dtype=np.bool_, count=len(frame))


def code_column(frame: pd.DataFrame, name: str, codes: Mapping[str, int], absent: int = ABSENT) -> IntArray:
    """Text column as the integers of ``codes``; blank is ``absent``.

    Raises ValueError naming the column and the word when a word is not in ``codes``: a misspelt direction must not
    silently become a rule.
    """
    if name not in frame.columns:
        return np.full(len(frame), absent, dtype=np.int64)
    words = np.asarray(frame[name], dtype=object)
    unknown = -9
    result = np.fromiter((codes.get(word, unknown) for word in words), dtype=np.int64, count=len(words))
    strange = result == unknown
    for word in words[strange]:
        if isinstance(word, str):
            raise ValueError(f"{name}: {word!r} is none of {', '.join(codes)}")
    result[strange] = absent
    return result


def text_column(frame: pd.DataFrame, name: str) -> TextArray:
    """Column as objects where each blank is None."""
    if name not in frame.columns:
        return np.full(len(frame), None, dtype=object)
    words = np.array(frame[name], dtype=object)
    words[pd.isna(words)] = None
    return words


def code_table(words: type[StrEnum]) -> dict[str, int]:
    """Each stored word of an enumeration with its integer code (its place in the enumeration)."""
    return {str(member.value): code for code, member in enumerate(words)}


def words_of(codes: npt.NDArray[Any], words: type[StrEnum]) -> TextArray:
    """Integer codes back to stored words; ABSENT becomes None."""
    table: TextArray = np.array([*(str(member.value) for member in words), None], dtype=object)
    chosen: TextArray = table[codes]
    return chosen


def take_or(values: npt.NDArray[Any], rows: IntArray, missing: object) -> npt.NDArray[Any]:
    """``values[rows]``, with ``missing`` where the row is ABSENT."""
    if len(values) == 0:
        return np.full(len(rows), missing, dtype=values.dtype)
    return np.where(rows < 0, np.asarray(missing, dtype=values.dtype), values[rows])


class Decisions:
    """Rules in order: each settles the rows it speaks of among those no earlier rule has settled."""

    def __init__(self, size: int) -> None:
        """Start with every one of ``size`` rows open."""
        self.open: BoolArray = np.ones(size, dtype=np.bool_)
        self.codes: list[IntArray] = []

    def add_outcome(self, size: int) -> IntArray:
        """A new column of codes, ABSENT until settled."""
        column = np.full(size, ABSENT, dtype=np.int64)
        self.codes.append(column)
        return column

    def settle(self, where: BoolArray, *outcomes: int) -> BoolArray:
        """Give the open rows of ``where`` these codes (one for each outcome column) and close them; says which rows."""
        rows = self.open & where
        for column, code in zip(self.codes, outcomes, strict=True):
            column[rows] = code
        self.open &= ~rows
        return rows
