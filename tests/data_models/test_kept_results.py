"""Results kept between requests: made once, few enough for a small worker whatever is asked."""

from __future__ import annotations

import datetime as dt
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data_models.queries import cache, progress
from data_models.queries.plans import find_plan
from data_models.visibility import PUBLIC

if TYPE_CHECKING:
    from data_models.store import Store

MEGABYTE = 1_000_000


class Counted:
    """A result of a given size that is made when asked for; tells how often, and is known for as long as it is kept."""

    def __init__(self, store: Store, size_bytes: int) -> None:
        self._store = store
        self._size_bytes = size_bytes
        self._alive: weakref.WeakValueDictionary[str, pd.DataFrame] = weakref.WeakValueDictionary()
        self.made: list[str] = []

    def ask(self, key: str, version: int = 1) -> pd.DataFrame:
        return cache.kept(self._store, version, ("test", key), lambda: self._make(key))

    def alive(self) -> set[str]:
        return set(self._alive)

    def _make(self, key: str) -> pd.DataFrame:
        self.made.append(key)
        self._alive[key] = frame = pd.DataFrame({"number": range(self._size_bytes // 8)})
        return frame


def test_many_results_stay_within_their_size_and_the_ones_used_last_stay(sqlite_store: Store) -> None:
    results = Counted(sqlite_store, MEGABYTE)
    for number in range(40):
        results.ask(str(number))
        results.ask("today")
    assert results.made.count("today") == 1
    room = cache.LARGEST_BYTES // MEGABYTE
    assert room - 1 <= len(results.alive()) <= room
    assert {"today", "39", "38"} <= results.alive()


def test_what_one_page_reads_is_kept_however_large(sqlite_store: Store) -> None:
    results = Counted(sqlite_store, cache.LARGEST_BYTES)
    for _again in range(3):
        for number in range(cache.LEAST_RESULTS):
            results.ask(str(number))
    assert len(results.made) == cache.LEAST_RESULTS
    results.ask("one more")
    assert len(results.alive()) == cache.LEAST_RESULTS


def test_results_of_old_data_go(sqlite_store: Store) -> None:
    results = Counted(sqlite_store, 8)
    for version in (1, 2, 3):
        results.ask(f"of version {version}", version)
    assert results.alive() == {"of version 2", "of version 3"}


def test_threads_that_want_the_same_make_it_once(sqlite_store: Store) -> None:
    together = threading.Barrier(4)
    made: list[object] = []

    def make() -> object:
        made.append(object())
        time.sleep(0.05)
        return made[-1]

    def ask(_number: int) -> object:
        together.wait(timeout=10)
        return cache.kept(sqlite_store, 1, "slow", make)

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, range(4)))
    assert len(made) == 1
    assert all(each is found[0] for each in found)


def test_an_error_while_making_leaves_nothing_behind(sqlite_store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.kept(sqlite_store, 1, "key", lambda: 1 // 0)
    assert cache.kept(sqlite_store, 1, "key", lambda: 2) == 2


@pytest.mark.parametrize("as_of", [None, dt.date(2025, 5, 5)])
def test_the_size_of_a_plan_counts_each_text_once(demo_store: Store, as_of: dt.date | None) -> None:
    plan = find_plan(demo_store, PUBLIC)
    assert plan is not None
    frame = progress.rows(demo_store, PUBLIC, plan, as_of=as_of)
    size_bytes = cache.size_bytes(frame)
    # A text column holds a byte or more for each cell, any other its number.
    cells = sum(len(frame) * (1 if kind.kind == "O" else kind.itemsize) for kind in frame.dtypes)
    texts = {(name, cell): cell for name, column in frame.select_dtypes(object).items() for cell in column}
    once = cells + sum(map(len, filter(None, texts.values())))
    each_time = int(frame.memory_usage(deep=True).sum())
    assert once <= size_bytes < each_time / 2
