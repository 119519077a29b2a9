"""What a measurement is, how it is timed, and how it is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number.

    `limit` is the most it may be (None: only told). `compared_with` names what the ratio is to and `reference` is that
    number in the same unit.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    compared_with: str | None = None
    reference: float | None = None

    @property
    def is_within(self) -> bool:
        """Whether the number keeps its limit (true when it has none)."""
        return self.limit is None or self.value <= self.limit

    @property
    def line(self) -> str:
        """The figure as one line: name, number, limit with its share, and the ratio to what it is compared with."""
        parts = [f"{self.name:<58} {_short(self.value):>9} {self.unit:<4}"]
        if self.limit is not None:
            share_pct = 100 * self.value / self.limit if self.limit else float("inf")
            verdict = "ok" if self.is_within else "OVER"
            parts.append(f"limit {_short(self.limit)} {self.unit} ({share_pct:.0f} %) {verdict}")
        if self.reference:
            parts.append(
                f"{_short(self.value / self.reference)} × {self.compared_with} ({_short(self.reference)} {self.unit})"
            )
        return "  ".join(parts).rstrip()


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_seconds(work: Callable[[], object], *, times: int = 5, warm_up: int = 1) -> float:
    """Median wall time of several calls after some unmeasured ones, in seconds."""
    for _ in range(warm_up):
        work()
    return statistics.median(seconds(work) for _ in range(times))


def print_figures(title: str, figures: Iterable[Figure]) -> bool:
    """Print one bench's figures under its title; true when all keep their limits."""
    print(f"\n{title}")
    all_within = True
    for figure in figures:
        print("  " + figure.line, flush=True)
        all_within &= figure.is_within
    return all_within
