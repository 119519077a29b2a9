"""What a measurement is, how it is timed, and how it is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Longest that is waited for what is measured; what takes longer counts as never, and is told as "> 60".
LONGEST_S = 60.0
NEVER = float("inf")


@dataclass(frozen=True)
class Figure:
    """One measured number.

    `limit` is the most it may be, `floor` the least (None: only told). `compared_with` names what the ratio is to and
    `reference` is that number in the same unit. `plain_dash` and `static_page` are the same measure of the same board
    written as one writes it in Dash, and of the same page as a file.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    compared_with: str | None = None
    reference: float | None = None
    floor: float | None = None
    plain_dash: float | None = None
    static_page: float | None = None

    @property
    def is_within(self) -> bool:
        """Whether the number keeps its limit and its floor (true when it has none)."""
        keeps_limit = self.limit is None or self.value <= self.limit
        return keeps_limit and (self.floor is None or self.value >= self.floor)

    @property
    def goal(self) -> str:
        """What the number should be: "≤ 1 s", "≥ 280 /s"; empty for one that is only told."""
        if self.limit is not None:
            return f"≤ {_short(self.limit)} {self.unit}".rstrip()
        return f"≥ {_short(self.floor)} {self.unit}".rstrip() if self.floor is not None else ""

    @property
    def line(self) -> str:
        """The figure as one line: name, number, limit with its share, and what it is compared with."""
        parts = [f"{self.name:<58} {_short(self.value):>9} {self.unit:<4}"]
        if self.limit is not None:
            share_pct = 100 * self.value / self.limit if self.limit else float("inf")
            verdict = "ok" if self.is_within else "OVER"
            parts.append(f"limit {_short(self.limit)} {self.unit} ({share_pct:.0f} %) {verdict}")
        if self.floor is not None:
            parts.append(f"at least {_short(self.floor)} {self.unit} {'ok' if self.is_within else 'UNDER'}")
        if self.reference:
            parts.append(
                f"{_short(self.value / self.reference)} × {self.compared_with} ({_short(self.reference)} {self.unit})"
            )
        for name, number in (("plain Dash", self.plain_dash), ("static page", self.static_page)):
            if number is not None:
                parts.append(f"{name} {_short(number)} {self.unit}".rstrip())
        return "  ".join(parts).rstrip()

    @property
    def row(self) -> str:
        """The figure as a row of a Markdown table: measure, goal, ours, plain Dash, static page, compared with."""
        beside = [
            f"{_short(number)} {self.unit}".rstrip() if number is not None else ""
            for number in (self.plain_dash, self.static_page)
        ]
        other = f"{self.compared_with}: {_short(self.reference)} {self.unit}".rstrip() if self.reference else ""
        own = f"{_short(self.value)} {self.unit}".rstrip()
        return "| " + " | ".join([self.name, self.goal, own if self.is_within else f"**{own}**", *beside, other]) + " |"


def _short(number: float) -> str:
    if number == NEVER:
        return f"> {LONGEST_S:.0f}"
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


def print_figures(title: str, figures: Iterable[Figure]) -> list[Figure]:
    """Print one bench's figures under its title as they come; returns them."""
    print(f"\n{title}")
    told = []
    for figure in figures:
        print("  " + figure.line, flush=True)
        told.append(figure)
    return told
