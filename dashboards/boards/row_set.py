"""Some rows of a frame by their places, read column by column: a board counts dozens of groups out of one frame.

To cut a frame of a hundred columns for each group costs more than all that is counted in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_models.queries.columns import Texts
from data_models.queries.lazy_frames import TextColumn, texts_of
from data_models.queries.selection import Selection

Places = npt.NDArray[np.intp]
# A column as it is stored: texts as objects with None, numbers as float64, dates as datetime64.
Cells = npt.NDArray[Any]


@dataclass(frozen=True)
class RowSet:
    """The rows of `frame` at `places`, in that order; the columns read so far are shared with what is cut out of it."""

    frame: pd.DataFrame
    places: Places
    _columns: dict[str, Cells] = field(default_factory=dict, repr=False, compare=False)
    _coded: dict[str, tuple[Cells, Texts]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.places)

    def whole(self, name: str) -> Cells:
        """A column of the whole frame."""
        if name not in self._columns:
            self._columns[name] = self.frame[name].to_numpy()
        return self._columns[name]

    def column(self, name: str) -> Cells:
        """A column of these rows."""
        if name not in self._columns and isinstance(self.frame[name], TextColumn):
            # A few texts out of many rows: the others need not be written out for them.
            codes, texts = self._texts(name)
            return texts.words[codes]
        return self.whole(name)[self.places]

    def is_(self, name: str, *words: str) -> npt.NDArray[np.bool_]:
        """Which of these rows have one of the words in a column."""
        codes, texts = self._texts(name)
        # The last is that of a missing text, which is none of the words.
        return np.array([*(text in words for text in texts.words[:-1].tolist()), False], dtype=np.bool_)[codes]

    def is_missing(self, name: str) -> npt.NDArray[np.bool_]:
        """Which of these rows say nothing in a column."""
        return np.asarray(pd.isna(self.column(name)), dtype=np.bool_)

    def at(self, order: npt.NDArray[np.integer[Any]] | npt.NDArray[np.bool_] | slice) -> RowSet:
        """Some of these rows: those marked, or those at these positions and in this order."""
        return RowSet(self.frame, self.places[order], self._columns, self._coded)

    def others(self, places: Places) -> RowSet:
        """Any rows of the same frame, by their places in it."""
        return RowSet(self.frame, places, self._columns, self._coded)

    def kept_by(self, selection: Selection) -> RowSet:
        """Those that a selection keeps, in the frame's order."""
        mask = selection.mask(self.frame)
        return self.at(mask[self.places])

    def by(self, name: str) -> dict[str, RowSet]:
        """The rows by what a column says, in the order in which it comes; those without it are left out."""
        return self._each(lambda cell: (cell,), name)

    def by_part(self, name: str) -> dict[str, RowSet]:
        """The rows by each part of what a "; "-joined column says: a row is under each of its parts."""
        return self._each(lambda cell: tuple(cell.split("; ")), name)

    def counts(self, name: str) -> Counter[str]:
        """How many rows say each text in a column."""
        codes, texts = self._texts(name)
        counts = np.bincount(codes[codes >= 0], minlength=len(texts.words))
        told = zip(texts.words.tolist(), counts.tolist(), strict=True)
        return Counter({word: count for word, count in told if count})

    def _texts(self, name: str) -> tuple[Cells, Texts]:
        """The code of each of these rows in a text column, and the column's distinct texts."""
        if name not in self._coded:
            self._coded[name] = texts_of(self.frame[name])
        codes, texts = self._coded[name]
        return codes[self.places], texts

    def _each(self, parts_of: Callable[[str], tuple[str, ...]], name: str) -> dict[str, RowSet]:
        codes, texts = self._texts(name)
        gathered: dict[str, list[Places]] = {}
        # Rows of the same text are split once, however many there are.
        for code in pd.unique(codes).tolist():
            for part in parts_of(texts.words[code]) if code >= 0 else ():
                gathered.setdefault(part, []).append(np.flatnonzero(codes == code))
        return {part: self.at(np.sort(np.concatenate(several))) for part, several in gathered.items()}

    def records(self, names: Sequence[str] | None = None) -> list[dict[Any, Any]]:
        """These rows as dictionaries of some columns (all by default); dates are datetimes, a missing one None."""
        chosen = self.frame.columns.tolist() if names is None else names
        cells = [self.column(name).tolist() for name in chosen]
        return [dict(zip(chosen, row, strict=True)) for row in zip(*cells, strict=True)]

    def rows(self) -> pd.DataFrame:
        """These rows as a frame of their own."""
        return self.frame.iloc[self.places].reset_index(drop=True)


def all_rows(frame: pd.DataFrame) -> RowSet:
    """Every row of a frame."""
    return RowSet(frame, np.arange(len(frame), dtype=np.intp))


def row_set(rows: pd.DataFrame | RowSet) -> RowSet:
    """Rows however they are given."""
    return rows if isinstance(rows, RowSet) else all_rows(rows)


def rows_kept(frame: pd.DataFrame, selection: Selection) -> RowSet:
    """The rows of a frame that a selection keeps, in the frame's order."""
    return RowSet(frame, np.flatnonzero(selection.mask(frame)))
