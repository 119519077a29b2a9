"""Frames of progress rows whose columns are taken only when somebody reads them.

A plan has some eighty columns and may have two hundred thousand rows. A page chooses rows a hundred times and reads a
few columns of each choice; pandas copies every column at every choice and compares texts letter by letter. Here a
choice of rows is an array of places, and a text column is kept as its distinct texts and the place of each cell among
them, so that a page costs about the same whatever the size of the plan.

`LazyFrame` and `TextColumn` are a DataFrame and a Series to whoever reads them. What is not answered here (all that is
not choosing, counting and reading) pandas does itself, on the same cells filled in for it the first time it asks; from
then on the object is pandas' alone, so that a change in place is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data_models.queries.columns import Array, Columns, Texts

Places = npt.NDArray[np.intp]

# Of this many distinct texts and more a column is no longer counted by them.
MOST_COUNTED = 5_000

# pandas' own signatures are wider than what is answered here; the rest goes back to them.
_DataFrame: Any = pd.DataFrame
_Series: Any = pd.Series
_Flags: Any = vars(pd)["Flags"]


class LazyFrame(_DataFrame):  # type: ignore[misc]
    """Chosen rows of `Columns` as a DataFrame."""

    def __init__(
        self,
        columns: Columns,
        places: Places | None = None,
        names: tuple[str, ...] | None = None,
        labels: Callable[[], pd.Index[Any]] | None = None,
    ) -> None:
        """`places` are the rows chosen (None: all), `names` the columns, `labels` gives the index (None: 0, 1, 2…)."""
        own = self.__dict__
        own["_attrs"] = {}
        own["_flags"] = _Flags(self, allows_duplicate_labels=True)
        own["_source"] = columns
        own["_places"] = places
        own["_names"] = columns.names if names is None else names
        own["_labels"] = labels
        own["_index"] = None
        own["_taken_columns"] = {}
        own["_filled"] = None

    # What pandas' own methods stand on: all cells, filled in the first time one of them asks.

    @property
    def _mgr(self) -> Any:
        own = self.__dict__
        if own["_filled"] is None:
            cells = {name: self._series(name) for name in self._names}
            own["_filled"] = pd.DataFrame(cells, index=self.index, columns=list(self._names), copy=True)._mgr
        return own["_filled"]

    @_mgr.setter
    def _mgr(self, manager: Any) -> None:
        self.__dict__["_filled"] = manager

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    @property
    def _is_lazy(self) -> bool:
        return self.__dict__["_filled"] is None

    # Size and labels

    def __len__(self) -> int:
        if not self._is_lazy:
            return int(super().__len__())
        return self._source.count if self._places is None else len(self._places)

    @property
    def empty(self) -> bool:
        return not len(self) or not len(self._names)

    @property
    def index(self) -> Any:
        own = self.__dict__
        if own["_filled"] is not None:
            return own["_filled"].axes[1]
        if own["_index"] is None:
            labels = own["_labels"]
            own["_index"] = pd.RangeIndex(len(self)) if labels is None else labels()
        return own["_index"]

    @index.setter
    def index(self, labels: Any) -> None:
        _DataFrame.index.__set__(self, labels)

    @property
    def columns(self) -> Any:
        return pd.Index(self._names, dtype=object) if self._is_lazy else self._mgr.axes[0]

    @columns.setter
    def columns(self, names: Any) -> None:
        _DataFrame.columns.__set__(self, names)

    # Choosing

    def __getitem__(self, key: Any) -> Any:
        if self._is_lazy:
            if isinstance(key, str):
                if key in self._source.cells and key in self._names:
                    return self._series(key)
            elif isinstance(key, list):
                if all(isinstance(name, str) and name in self._names for name in key) and len(set(key)) == len(key):
                    return self._with_names(tuple(key))
            else:
                mask = self._mask(key)
                if mask is not None:
                    return self._chosen(np.flatnonzero(mask))
        return super().__getitem__(key)

    @property
    def loc(self) -> Any:
        return _Loc(self) if self._is_lazy else super().loc

    @property
    def iloc(self) -> Any:
        return _ILoc(self) if self._is_lazy else super().iloc

    def head(self, n: int = 5) -> Any:
        return self.iloc[:n]

    def tail(self, n: int = 5) -> Any:
        return self.iloc[-n:] if n else self.iloc[:0]

    def copy(self, deep: bool = True) -> Any:
        if not self._is_lazy:
            return super().copy(deep)
        made = LazyFrame(self._source, self._places, self._names, self._labels)
        # Read-only, so they can be shared.
        made.__dict__["_index"] = self.__dict__["_index"]
        made.__dict__["_taken_columns"] = self.__dict__["_taken_columns"]
        return made

    def reset_index(self, *arguments: Any, **options: Any) -> Any:
        if not self._is_lazy or arguments or options != {"drop": True}:
            return super().reset_index(*arguments, **options)
        made = LazyFrame(self._source, self._places, self._names)
        made.__dict__["_taken_columns"] = self.__dict__["_taken_columns"]
        return made

    def sort_values(self, by: Any, **options: Any) -> Any:
        names = [by] if isinstance(by, str) else list(by)
        if not self._is_lazy or not set(options) <= {"ascending", "kind"} or not set(names) <= set(self._names):
            return super().sort_values(by, **options)
        keys = pd.DataFrame({name: self._series(name).to_numpy() for name in names})
        return self._chosen(keys.sort_values(names, **options).index.to_numpy())

    # Reading

    def to_dict(self, orient: str = "dict", **options: Any) -> Any:
        if not self._is_lazy or orient != "records" or options:
            return super().to_dict(orient, **options)
        cells = [self._boxed(name) for name in self._names]
        return [dict(zip(self._names, row, strict=True)) for row in zip(*cells, strict=True)]

    @property
    def source(self) -> Columns:
        """The columns of these rows, in their order."""
        columns: Columns = self._source if self._places is None else self._source.taken(self._places)
        return columns

    @property
    def size_bytes(self) -> int:
        """About what keeping it costs, with all rows it chose from."""
        return int(self._source.size_bytes) + (0 if self._places is None else int(self._places.nbytes))

    # Insides

    def _cells(self, name: str) -> Array:
        """A column's array, or codes, of the chosen rows."""
        taken: dict[str, Array] = self.__dict__["_taken_columns"]
        if name not in taken:
            column = self._source.cells[name]
            array = column.codes if isinstance(column, Texts) else column
            if self._places is not None:
                array = array.take(self._places)
                array.flags.writeable = False
            taken[name] = array
        return taken[name]

    def _series(self, name: str) -> Any:
        column = self._source.cells[name]
        if isinstance(column, Texts):
            return TextColumn(column, self._cells(name), self.index, name)
        return pd.Series(self._cells(name), index=self.index, name=name, copy=False)

    def _boxed(self, name: str) -> list[Any]:
        column, cells = self._source.cells[name], self._cells(name)
        if isinstance(column, Texts):
            words: list[Any] = column.words.take(cells).tolist()
            return words
        if cells.dtype.kind == "M":
            return [pd.NaT if second is None else pd.Timestamp(second) for second in cells.tolist()]
        boxed: list[Any] = cells.tolist()
        return boxed

    def _mask(self, key: Any) -> npt.NDArray[np.bool_] | None:
        """The mask that a key is; None for a key that is none, or that pandas would have to align first."""
        if isinstance(key, pd.Series):
            if key.dtype != np.bool_ or not (key.index is self.index or key.index.equals(self.index)):
                return None
            return np.asarray(key.to_numpy(), dtype=np.bool_)
        if isinstance(key, np.ndarray) and key.dtype == np.bool_ and key.shape == (len(self),):
            return key
        return None

    def _chosen(self, rows: Places) -> LazyFrame:
        """The rows at these places of this frame, with their labels."""
        places = rows if self._places is None else self._places.take(rows)
        return LazyFrame(self._source, places, self._names, lambda: self.index.take(rows))

    def _with_names(self, names: tuple[str, ...]) -> LazyFrame:
        made = LazyFrame(self._source, self._places, names, self._labels)
        made.__dict__["_index"] = self.__dict__["_index"]
        made.__dict__["_taken_columns"] = self.__dict__["_taken_columns"]
        return made


class _Loc:
    """`frame.loc[mask]` and `frame.loc[mask, column or columns]`; anything else is pandas' own."""

    def __init__(self, frame: LazyFrame) -> None:
        self._frame = frame

    def __getitem__(self, key: Any) -> Any:
        rows, names = key if isinstance(key, tuple) and len(key) == 2 else (key, None)
        mask = self._frame._mask(rows)
        if mask is None:
            return _DataFrame.loc.fget(self._frame)[key]
        chosen = self._frame._chosen(np.flatnonzero(mask))
        return chosen if names is None else chosen[names]

    def __setitem__(self, key: Any, value: Any) -> None:
        _DataFrame.loc.fget(self._frame)[key] = value


class _ILoc:
    """`frame.iloc[slice]` and `frame.iloc[places]`; anything else is pandas' own."""

    def __init__(self, frame: LazyFrame) -> None:
        self._frame = frame

    def __getitem__(self, key: Any) -> Any:
        frame = self._frame
        if isinstance(key, slice | list | np.ndarray):
            return frame._chosen(np.arange(len(frame))[key])
        if isinstance(key, int):
            return _DataFrame.iloc.fget(frame._chosen(np.arange(len(frame))[[key]]))[0]
        return _DataFrame.iloc.fget(frame)[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        _DataFrame.iloc.fget(self._frame)[key] = value


class TextColumn(_Series):  # type: ignore[misc]
    """Codes of `Texts` as a Series of texts."""

    def __init__(self, texts: Texts, codes: Array, index: Any, name: str) -> None:
        own = self.__dict__
        own["_attrs"] = {}
        own["_flags"] = _Flags(self, allows_duplicate_labels=True)
        own["_name"] = name
        own["_texts"] = texts
        own["_codes"] = codes
        own["_index"] = index
        own["_filled"] = None

    @property
    def _mgr(self) -> Any:
        own = self.__dict__
        if own["_filled"] is None:
            words = own["_texts"].words.take(own["_codes"])
            own["_filled"] = pd.Series(words, index=own["_index"], name=own["_name"], dtype=object, copy=False)._mgr
        return own["_filled"]

    @_mgr.setter
    def _mgr(self, manager: Any) -> None:
        self.__dict__["_filled"] = manager
        self.__dict__["_codes"] = None

    @property
    def _constructor(self) -> Any:
        return pd.Series

    @property
    def _constructor_expanddim(self) -> Any:
        return pd.DataFrame

    @property
    def _is_lazy(self) -> bool:
        return self.__dict__["_filled"] is None

    @property
    def dtype(self) -> Any:
        return np.dtype(object) if self._is_lazy else super().dtype

    @property
    def index(self) -> Any:
        return self.__dict__["_index"] if self._is_lazy else self._mgr.axes[0]

    @index.setter
    def index(self, labels: Any) -> None:
        _Series.index.__set__(self, labels)

    def __len__(self) -> int:
        return len(self._codes) if self._is_lazy else int(super().__len__())

    def __eq__(self, other: object) -> Any:
        if self._is_lazy and isinstance(other, str):
            return self._answer(self._is_word(other))
        return super().__eq__(other)

    def __ne__(self, other: object) -> Any:
        if self._is_lazy and isinstance(other, str):
            return self._answer(~self._is_word(other))
        return super().__ne__(other)

    __hash__ = None  # type: ignore[assignment]  # as of any Series

    def isin(self, values: Any) -> Any:
        wanted = list(values) if not isinstance(values, str) else None
        if not self._is_lazy or wanted is None or not all(isinstance(word, str) for word in wanted):
            return super().isin(values)
        places = self._texts.place_of
        codes = [places[word] for word in dict.fromkeys(map(str, wanted)) if word in places]
        if len(codes) < 4:
            found = np.zeros(len(self), dtype=np.bool_)
            for code in codes:
                found |= self._codes == code
            return self._answer(found)
        is_wanted = np.zeros(len(self._texts.words), dtype=np.bool_)
        is_wanted[codes] = True
        return self._answer(is_wanted.take(self._codes))

    def isna(self) -> Any:
        return self._answer(self._codes < 0) if self._is_lazy else super().isna()

    def notna(self) -> Any:
        return self._answer(self._codes >= 0) if self._is_lazy else super().notna()

    def dropna(self, *arguments: Any, **options: Any) -> Any:
        if not self._is_lazy or arguments or options:
            return super().dropna(*arguments, **options)
        kept = np.flatnonzero(self._codes >= 0)
        return TextColumn(self._texts, self._codes.take(kept), self._index.take(kept), self._name)

    def unique(self) -> Any:
        if not self._is_lazy:
            return super().unique()
        return self._texts.words.take(pd.unique(self._codes))

    def value_counts(self, *arguments: Any, **options: Any) -> Any:
        if not self._is_lazy or arguments or options or len(self._texts.words) > MOST_COUNTED:
            return super().value_counts(*arguments, **options)
        told = self._codes[self._codes >= 0]
        counts = np.bincount(told, minlength=len(self._texts.words))
        present = pd.unique(told)
        present = present[np.argsort(-counts[present], kind="stable")]
        words = pd.Index(self._texts.words.take(present), dtype=object, name=self._name)
        return pd.Series(counts[present], index=words, name="count")

    def _is_word(self, word: str) -> npt.NDArray[np.bool_]:
        code = self._texts.place_of.get(str(word))
        if code is None:
            return np.zeros(len(self), dtype=np.bool_)
        return np.asarray(self._codes == code, dtype=np.bool_)

    def _answer(self, cells: Any) -> pd.Series[bool]:
        return pd.Series(cells, index=self.index, name=self._name, copy=False)


def counts_of(column: pd.Series[Any]) -> dict[str, int]:
    """How often each text occurs in a text column; those that do not are left out."""
    if not isinstance(column, TextColumn) or not column._is_lazy:
        return {str(word): int(count) for word, count in column.value_counts().items()}
    # Missing cells are counted last.
    counts = np.bincount(column._codes.astype(np.intp) % len(column._texts.words), minlength=len(column._texts.words))
    return {
        word: count
        for word, count in zip(column._texts.words[:-1].tolist(), counts[:-1].tolist(), strict=True)
        if count
    }


def texts_of(column: pd.Series[Any]) -> tuple[Array, Texts]:
    """The code of each cell of a text column and its distinct texts, of which some may not occur."""
    if isinstance(column, TextColumn) and column._is_lazy and 10 * len(column) >= len(column._texts.words) - 1:
        return column._codes.astype(np.intp), column._texts
    made = Texts.of(column.tolist())
    return made.codes.astype(np.intp), made


def holds(column: pd.Series[Any], test: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Which cells of a text column pass a test; a missing one does not, and equal ones are asked once."""
    codes, texts = texts_of(column)
    passed = np.array([*map(test, texts.words[:-1].tolist()), False], dtype=np.bool_)
    return passed[codes]
