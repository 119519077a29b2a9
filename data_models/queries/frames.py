"""Rows of the store as typed frames: text as objects with None, dates as datetime64, numbers as float64."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select

from data_models import dictionary
from data_models.progress.columns import day_array

AnySelect = Select[*tuple[Any, ...]]
ISO_DATE = "datetime64[s]"


def frame_of(columns: Sequence[dictionary.Column], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """A frame of ``rows`` (tuples in the order of ``columns``), each column typed as the dictionary says.

    Text is object with None for missing; integer and number are float64 with NaN, except columns with nothing missing,
    where integer is int64; date and datetime are datetime64 with NaT; boolean is bool (missing is False).
    """
    return frame_of_cells(columns, [list(cells) for cells in zip(*rows, strict=True)])


def frame_of_cells(columns: Sequence[dictionary.Column], cells: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """`frame_of` of the cells of each column; no cells at all are a frame without rows."""
    gathered = cells or [[] for _ in columns]
    return pd.DataFrame(
        {column.name: as_series(column.type, own) for column, own in zip(columns, gathered, strict=True)}
    )


def as_series(kind: str, cells: Sequence[Any]) -> pd.Series:
    """`typed` cells as a column; text stays object with None, where pandas would make it a string type with NaN."""
    return pd.Series(typed(kind, cells), dtype=object if kind == "text" else None)


def typed(kind: str, cells: Sequence[Any]) -> np.ndarray[Any, Any]:
    """Python values as an array of the dictionary's ``kind``; None is missing."""
    if kind == "date":
        return day_array(cells)
    if kind == "datetime":
        return np.array(cells, dtype=ISO_DATE)
    if kind == "number":
        return np.array(cells, dtype=np.float64)
    if kind == "integer":
        numbers = np.array(cells, dtype=np.float64)
        return numbers if np.isnan(numbers).any() else numbers.astype(np.int64)
    if kind == "boolean":
        return np.array([bool(cell) for cell in cells], dtype=np.bool_)
    texts = np.empty(len(cells), dtype=object)
    known: dict[Any, Any] = {}
    # One string object for each text: most of a plan's cells repeat.
    texts[:] = list(map(known.setdefault, cells, cells))
    return texts


def selected(connection: Connection, query: AnySelect, kinds: Mapping[str, str]) -> pd.DataFrame:
    """The rows of ``query`` as a frame; ``kinds`` says the dictionary type of each column that is not text."""
    result = connection.execute(query)
    names = list(result.keys())
    gathered: list[Sequence[Any]] = [list(cells) for cells in zip(*result.all(), strict=True)] or [[] for _ in names]
    return pd.DataFrame(
        {name: as_series(kinds.get(name, "text"), cells) for name, cells in zip(names, gathered, strict=True)}
    )


_DIGITS = re.compile(r"(\d+)")


@lru_cache(maxsize=20_000)
def natural(code: str | None) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts 1.2 before 1.10; nothing comes last."""
    if code is None:
        return ((2, 0, ""),)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part.lower()) for part in _DIGITS.split(code) if part)


def record(frame: pd.DataFrame, position: int = 0) -> dict[str, Any]:
    """One row as a plain dict: missing is None, dates are `datetime.date`, numbers int or float."""
    row: dict[str, Any] = {}
    for name in frame.columns:
        cell = frame[name].iat[position]
        if cell is None or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)):
            row[name] = None
        elif isinstance(cell, pd.Timestamp):
            row[name] = cell.date() if cell == cell.normalize() else cell.to_pydatetime()
        elif isinstance(cell, np.generic):
            row[name] = cell.item()
        else:
            row[name] = cell
    return row
