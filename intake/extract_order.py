"""The order of the levels of a sheet, as numbers that stay what they were when one level is put in or moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from typing import Final, TypeVar

STEP: Final = 10  # leaves room for levels put in later
K = TypeVar("K", bound=Hashable)


def sort_orders(keys: Sequence[K], known: Mapping[K, int]) -> dict[K, int]:
    """Return a rising number for each key of a sequence. As many as can keep the number they have in ``known``.

    New and moved ones go between their neighbours; where there is no room left, all are numbered anew.
    """
    kept = _longest_rising([key for key in keys if key in known], known)
    found: dict[K, int] = {}
    last, waiting = 0, list[K]()
    for key in keys:
        if key not in kept:
            waiting.append(key)
            continue
        room = known[key] - last
        if room <= len(waiting):
            return {one: position * STEP for position, one in enumerate(keys, start=1)}
        for position, one in enumerate(waiting, start=1):
            found[one] = last + room * position // (len(waiting) + 1)
        found[key] = last = known[key]
        waiting = []
    found |= {one: last + position * STEP for position, one in enumerate(waiting, start=1)}
    return found


def _longest_rising(keys: Sequence[K], known: Mapping[K, int]) -> set[K]:
    """The longest run of keys, in this order, whose known numbers rise (patience sorting)."""
    tops: list[int] = []
    ends: list[K] = []
    before: dict[K, K | None] = {}
    for key in keys:
        place = bisect_left(tops, known[key])
        before[key] = ends[place - 1] if place else None
        tops[place : place + 1] = [known[key]]
        ends[place : place + 1] = [key]
    run: set[K] = set()
    step = ends[-1] if ends else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run
