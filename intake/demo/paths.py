"""How far along each indicator was at the end of each period: the plan's line, and the pace reality kept with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from intake.demo.stream import Stream

# Progress over expected progress: at the start, just before the last period when it changed things, and at the end.
_START = {"M": (0.9, 1.4), "O": (0.72, 1.12), "R": (0.7, 1.05), "A": (0.3, 0.85), "C": (0.5, 0.9)}
_BEFORE = {"O+": (0.80, 0.87), "R+": (0.50, 0.57), "R-": (0.92, 0.98), "A-": (0.62, 0.68)}
_END = {"M": (1.0, 1.0), "O": (0.93, 1.12), "R": (0.65, 0.86), "A": (0.05, 0.55), "C": (0.4, 0.8)}
_NARROW_END = {"O+": (0.92, 0.97), "R+": (0.62, 0.66), "R-": (0.80, 0.87), "A-": (0.48, 0.57)}

# What is accepted after rounding to the decimals in which the value is told.
_ACCEPTED = {"O": (0.905, 1.25), "R": (0.605, 0.893), "A": (-1.0, 0.593), "C": (-1.0, 2.0)}


def expected_share(points: Sequence[tuple[dt.date, float]], day: dt.date) -> float:
    """The share (0 to 1) of the way that the broken line through `points` asks for on `day`."""
    before = points[0]
    for point in points[1:]:
        if day <= point[0]:
            whole = (point[0] - before[0]).days
            return before[1] + (point[1] - before[1]) * max(0, (day - before[0]).days) / whole
        before = point
    return before[1]


def progress_path(stream: Stream, pace: str, expected: Sequence[float], final: float | None = None) -> list[float]:
    """Progress (1 is the target) at the end of each period, given what was expected then; `final` sets the last."""
    letter, count = pace[0], len(expected)
    start = stream.between(*_START[letter])
    if final is not None:
        end = final / expected[-1]
    elif letter == "M":
        end = stream.between(1.003, 1.012 if pace == "M+" else 1.1) / max(expected[-1], 0.05)
    else:
        end = stream.between(*_NARROW_END.get(pace, _END[letter]))
        if letter == "O":
            end = min(end, 0.97 / max(expected[-1], 0.05))
    if pace == "M" and final is None:
        return _reached(stream, expected, start, end * expected[-1])
    before = stream.between(*_BEFORE[pace]) if pace in _BEFORE else None
    if pace == "M+" and count > 1:
        before = stream.between(0.955, 0.985) / expected[-2]
    path = []
    for place in range(count):
        last_but = count - 1 - place
        if last_but == 0:
            ratio = end
        elif before is not None and last_but == 1:
            ratio = before
        else:
            goal = end if before is None else before
            share = place / max(1, count - 1)
            ratio = start + (goal - start) * share + stream.between(-0.035, 0.035) * min(1.0, last_but / 3)
        path.append(expected[place] * ratio)
    return path


def _reached(stream: Stream, expected: Sequence[float], start: float, final: float) -> list[float]:
    """A path that reaches the target some time in the second half of the history, and stays there."""
    count = len(expected)
    reached_at = round((count - 1) * stream.between(0.55, 1.0))
    first = min(expected[0] * start, 0.9)
    path = []
    for place in range(count):
        if place < reached_at:
            progress = first + (0.985 - first) * place / max(1, reached_at)
            path.append(min(0.985, progress + stream.between(-0.02, 0.02)))
        else:
            path.append(1.003 + (final - 1.003) * (place - reached_at + 1) / (count - reached_at))
    return path


def is_accepted(pace: str, progress: float, expected: float) -> bool:
    """Whether a rounded value still tells the story of its pace."""
    if pace[0] == "M":
        return progress >= 1.0
    if pace[0] == "O" and progress >= 1.0:
        return False
    low, high = _ACCEPTED[pace[0]]
    return expected <= 0 or low <= progress / expected <= high


def nearest(start: int, accepted: Callable[[int], bool], reach: int = 60) -> int:
    """The whole number nearest to `start` that is accepted; `start` itself when none within `reach` is."""
    for distance in range(reach):
        for candidate in (start + distance, start - distance):
            if candidate >= 0 and accepted(candidate):
                return candidate
    return start


def season_of(weights: Sequence[float] | None, start: dt.date, end: dt.date) -> float:
    """The share of a year that falls into a period: by months alike, or by the weights of its months."""
    months = range(start.month, end.month + 1)
    return sum(weights[month - 1] for month in months) if weights else len(months) / 12
