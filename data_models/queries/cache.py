"""Results kept for as long as the data do not change; callers get copies."""

from __future__ import annotations

import sys
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

import pandas as pd

from data_models.queries.lazy_frames import LazyFrame

if TYPE_CHECKING:
    from data_models.store import Store

Result = TypeVar("Result")

# A frame of a city's plan is 2 MB, and anybody may look at any number of dates: a small worker must not be filled.
LARGEST_BYTES = 12_000_000
# What one page reads (plans, levels, secretariats, two dates of a plan) stays, however large the plan.
LEAST_RESULTS = 6


@dataclass
class _Kept:
    """What is kept of one store: the results used last come last, with about what each costs in bytes."""

    results: OrderedDict[tuple[int, Hashable], tuple[object, int]] = field(default_factory=OrderedDict)
    size_bytes: int = 0
    # What is made from what it was at an earlier version.
    renewable: set[Hashable] = field(default_factory=set)
    # To make a result takes several times its memory and a core alone: threads that want some make one after another,
    # and the same one once.
    making: threading.RLock = field(default_factory=threading.RLock)

    def find(self, key: tuple[int, Hashable]) -> object | None:
        with _lock:
            if key not in self.results:
                return None
            self.results.move_to_end(key)
            return self.results[key][0]

    def keep(self, key: tuple[int, Hashable], result: object) -> None:
        cost = size_bytes(result)
        with _lock:
            self.results[key] = (result, cost)
            self.size_bytes += cost
            for old in [one for one in self.results if one[0] < key[0] - 1 and one[1] not in self.renewable]:
                self._drop(old)
            while self.size_bytes > LARGEST_BYTES and len(self.results) > LEAST_RESULTS:
                self._drop(next(iter(self.results)))

    def _drop(self, key: tuple[int, Hashable]) -> None:
        self.size_bytes -= self.results.pop(key)[1]


_lock = threading.Lock()
_stores: weakref.WeakKeyDictionary[Store, _Kept] = weakref.WeakKeyDictionary()


def kept(store: Store, version: int, key: Hashable, make: Callable[[], Result]) -> Result:
    """What ``make()`` gave for ``key`` at this version of the data; made once, and shared: never change it in place."""
    with _lock:
        mine = _stores.setdefault(store, _Kept())
    full_key = (version, key)
    found = mine.find(full_key)
    if found is None:
        with mine.making:
            found = mine.find(full_key)
            if found is None:
                found = make()
                mine.keep(full_key, found)
    return cast(Result, found)


def renewed(store: Store, version: int, key: Hashable, make: Callable[[tuple[int, Result] | None], Result]) -> Result:
    """`kept`, where ``make`` is given what is kept of ``key`` at the latest earlier version, with it, if anything is.

    So that it need not be made anew, it stays beyond the version after its own, within the size of all that is kept.
    """
    with _lock:
        mine = _stores.setdefault(store, _Kept())
        mine.renewable.add(key)
        versions = [one for one, other in mine.results if other == key and one < version]
    earlier = (max(versions), mine.find((max(versions), key))) if versions else None
    if earlier is None or earlier[1] is None:
        return kept(store, version, key, lambda: make(None))
    found = kept(store, version, key, lambda: make(cast("tuple[int, Result]", earlier)))
    with _lock:
        for old in [one for one in mine.results if one[1] == key and one[0] < version - 1]:
            mine._drop(old)
    return found


def size_bytes(result: object) -> int:
    """About what keeping a result costs; equal texts of a column count once, for `frame_of` shares them."""
    if isinstance(result, LazyFrame):
        return result.size_bytes
    if not isinstance(result, pd.DataFrame):
        return sys.getsizeof(result)
    texts = sum(
        sum(map(sys.getsizeof, set(column.to_numpy().tolist())))
        for _name, column in result.select_dtypes(object).items()
    )
    return texts + int(result.memory_usage(deep=False).sum())
