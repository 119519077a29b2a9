"""Numbers that look random and are always the same: one stream for each thing, made from its name.

The standard library keeps only part of its generator stable between versions, so the algorithm (SplitMix64) is written
here. A stream by name means that adding an indicator does not change the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

_WHOLE = 2**64
_MASK = _WHOLE - 1


class Stream:
    """A stream of numbers that depends on nothing but the words it is made from."""

    def __init__(self, *words: object) -> None:
        seed = "|".join(str(word) for word in words).encode()
        self._state = int.from_bytes(hashlib.sha256(seed).digest()[:8], "big")

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return low + (high - low) * (self._next() / _WHOLE)

    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""
        return low + self._next() % (high - low + 1)

    def chance(self, share: float) -> bool:
        """True in about `share` (0 to 1) of the cases."""
        return self.between(0.0, 1.0) < share

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self._next() % len(items)]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in another order."""
        mixed = list(items)
        for place in range(len(mixed) - 1, 0, -1):
            other = self._next() % (place + 1)
            mixed[place], mixed[other] = mixed[other], mixed[place]
        return mixed
