"""Columns of many rows, small: numbers as arrays, texts as the place of each cell among the distinct ones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# So few texts are asked one by one as fast.
_FEW_TEXTS = 5_000


class Texts:
    """A text column: `words` are its distinct texts in order of appearance and None at the end, which -1 finds."""

    def __init__(self, codes: Array, words: Sequence[str]) -> None:
        largest = len(words)
        smallest = np.int8 if largest < 2**7 else np.int16 if largest < 2**15 else np.int32
        self.codes = codes.astype(smallest, copy=False)
        self.words = np.empty(largest + 1, dtype=object)
        self.words[:largest] = words

    @classmethod
    def of(cls, cells: Iterable[str | None]) -> Texts:
        """The texts of these cells, None for missing."""
        numbers = TextNumbers()
        return cls(numbers.codes(cells), numbers.words)

    def taken(self, places: Array) -> Texts:
        """The cells at these places; the distinct texts are shared."""
        made = object.__new__(Texts)
        made.codes, made.words = self.codes.take(places), self.words
        return made

    def tolist(self) -> list[str | None]:
        """The cells as texts, None for missing."""
        cells: list[str | None] = self.words[self.codes].tolist()
        return cells

    def joined(self, others: Texts) -> tuple[Array, Array, list[str]]:
        """The codes of both among the texts of both, and these."""
        numbers = TextNumbers()
        numbers.update(self.place_of)
        known = numbers.codes(others.words)
        return self.codes.astype(np.int32), known[others.codes], numbers.words

    def told(self, tell: Callable[[str], Any]) -> list[Any]:
        """What a function tells of each distinct text, asked once; None for a missing one."""
        if tell not in self._told:
            self._told[tell] = [*map(tell, self.words[:-1].tolist()), None]
        return self._told[tell]

    def saying(self, fold: Callable[[str], str], word: str) -> npt.NDArray[np.bool_]:
        """Which of the distinct texts say a word once folded; a missing one does not.

        Among many texts few do: all are gone through as one. A word of many of them is looked for in each.
        """
        count = len(self.words) - 1
        joined, ends = self._joined_by(fold) if count >= _FEW_TEXTS else ("", [])
        if not ends or joined.count(word) > count // 8:
            return np.array([*(word in text for text in self.told(fold)[:-1]), False], dtype=np.bool_)
        said = np.zeros(count + 1, dtype=np.bool_)
        at = joined.find(word)
        while at >= 0:
            place = bisect_right(ends, at)
            said[place] = True
            at = joined.find(word, ends[place])
        return said

    def _joined_by(self, fold: Callable[[str], str]) -> tuple[str, list[int]]:
        """The folded texts as one, a line each, and where each line ends."""
        if fold not in self._joined:
            folds = self.told(fold)[:-1]
            self._joined[fold] = (
                "".join(f"{text}\n" for text in folds),
                list(accumulate(len(text) + 1 for text in folds)),
            )
        return self._joined[fold]

    def ranks(self, key: Callable[[str], Any]) -> npt.NDArray[np.float64]:
        """The place of each distinct text in the order of a key; NaN for a missing one."""
        if key not in self._ranks:
            keys = list(map(key, self.words[:-1].tolist()))
            places = {one: float(place) for place, one in enumerate(sorted(set(keys)))}
            self._ranks[key] = np.array([*(places[one] for one in keys), np.nan], dtype=np.float64)
        return self._ranks[key]

    @cached_property
    def _joined(self) -> dict[Callable[[str], str], tuple[str, list[int]]]:
        return {}

    @cached_property
    def _told(self) -> dict[Callable[[str], Any], list[Any]]:
        return {}

    @cached_property
    def _ranks(self) -> dict[Callable[[str], Any], npt.NDArray[np.float64]]:
        return {}

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The code of each text."""
        return {word: code for code, word in enumerate(self.words[:-1].tolist())}

    @property
    def size_bytes(self) -> int:
        """About what it costs."""
        # A text's own overhead is 49 bytes; what is beyond ASCII takes more letters' room, which is not counted.
        return int(self.codes.nbytes) + 8 * len(self.words) + sum(49 + len(word) for word in self.words[:-1])


class TextNumbers(dict[str | None, int]):
    """Numbers texts in the order in which they come; None is -1."""

    def __init__(self) -> None:
        super().__init__({None: -1})

    def __missing__(self, word: str | None) -> int:
        self[word] = number = len(self) - 1
        return number

    def codes(self, cells: Iterable[str | None]) -> Array:
        """The numbers of these cells."""
        return np.fromiter(map(self.__getitem__, cells), dtype=np.int32)

    @property
    def words(self) -> list[str]:
        """The texts by their numbers."""
        return [word for word in self if word is not None]


class Columns:
    """Columns of the same rows by name: arrays, or `Texts`. Never changed; frames share them."""

    def __init__(self, cells: Mapping[str, Array | Texts], count: int) -> None:
        self.cells = dict(cells)
        self.count = count
        self.names = tuple(self.cells)
        for column in self.cells.values():
            array = column.codes if isinstance(column, Texts) else column
            if len(array) != count:
                raise ValueError("columns of different lengths")
            array.flags.writeable = False

    def texts(self, name: str) -> Texts:
        """A text column. Raises TypeError for one that is none."""
        found = self.cells[name]
        if not isinstance(found, Texts):
            raise TypeError(f"{name} is no text")
        return found

    def taken(self, places: Array) -> Columns:
        """The columns of the rows at these places, in their order."""
        cells = {
            name: cell.taken(places) if isinstance(cell, Texts) else cell.take(places)
            for name, cell in self.cells.items()
        }
        return Columns(cells, len(places))

    def only(self, names: Iterable[str]) -> Columns:
        """Some of the columns."""
        return Columns({name: self.cells[name] for name in names}, self.count)

    def with_rows(self, places: Array, rows: Columns) -> Columns:
        """The columns with the rows at these places replaced."""

        def replaced(cells: Array, new: Array) -> Array:
            changed = cells.astype(np.result_type(cells, new))
            changed[places] = new
            return changed

        return self._joined(rows, replaced, self.count)

    def followed_by(self, rows: Columns) -> Columns:
        """The columns with further rows below."""
        if not rows.count:
            return self
        return self._joined(rows, lambda cells, new: np.concatenate([cells, new]), self.count + rows.count)

    def _joined(self, rows: Columns, join: Callable[[Array, Array], Array], count: int) -> Columns:
        joined: dict[str, Array | Texts] = {}
        for name, own in self.cells.items():
            other = rows.cells[name]
            if isinstance(own, Texts):
                codes, others, words = own.joined(rows.texts(name))
                joined[name] = Texts(join(codes, others), words)
            elif isinstance(other, Texts):
                raise TypeError(f"{name} is a text in one and none in the other")
            else:
                joined[name] = join(own, other)
        return Columns(joined, count)

    @property
    def size_bytes(self) -> int:
        """About what they cost."""
        return sum(cell.size_bytes if isinstance(cell, Texts) else int(cell.nbytes) for cell in self.cells.values())
