"""Where things came from and went to: two stacked bars joined by ribbons, readable without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.status import STATUSES, status_class, status_word

# In percent of the height: between two parts of a bar, and the least distance of two labels.
_GAP = 1.5
_LABEL = 6.5
_BAR = 3.0
_CLASSES = {"same": "fl-same", "better": "fl-up", "worse": "fl-down", "other": "fl-other"}


@dataclass(frozen=True)
class Ribbon:
    """How many went from a status to another; `kind` is same, better, worse or other."""

    before: str
    after: str
    count: int
    kind: str


def flow(ribbons: Sequence[Ribbon], heads: tuple[str, str]) -> Component:
    """The picture of who moved where, under the names of its two sides; silent, for words and a table say the same."""
    left = _counts(ribbons, 0)
    right = _counts(ribbons, 1)
    total = sum(left.values())
    unit = (100 - _GAP * (max(len(left), len(right)) - 1)) / total if total else 0.0
    left_tops, right_tops = _tops(left, unit), _tops(right, unit)
    drawn = _ribbons(ribbons, unit, dict(left_tops), dict(right_tops))
    bars = [
        h.path(d=_box(x, top, counts[of] * unit), className=h.words("seg", status_class(of)))
        for x, counts, tops in ((0.0, left, left_tops), (100 - _BAR, right, right_tops))
        for of, top in tops.items()
    ]
    return h.div(
        h.p(h.span(heads[0]), h.span(heads[1]), className="flow-heads"),
        h.div(
            _labels(left, left_tops, unit, "flow-l"),
            h.svg(drawn, bars, viewBox="0 0 100 100", preserveAspectRatio="none", focusable="false"),
            _labels(right, right_tops, unit, "flow-r"),
            className="flow",
        ),
        aria_hidden="true",
    )


def _counts(ribbons: Sequence[Ribbon], side: int) -> dict[str, int]:
    counts = dict.fromkeys(STATUSES, 0)
    for ribbon in ribbons:
        counts[(ribbon.before, ribbon.after)[side]] += ribbon.count
    return {of: count for of, count in counts.items() if count}


def _tops(counts: Mapping[str, int], unit: float) -> dict[str, float]:
    tops, at = {}, 0.0
    for of, count in counts.items():
        tops[of] = at
        at += count * unit + _GAP
    return tops


def _ribbons(
    ribbons: Sequence[Ribbon], unit: float, left: dict[str, float], right: dict[str, float]
) -> list[Component]:
    """The ribbons, those that move over those that stay; each has its place at both ends in the order of statuses."""
    order = sorted(ribbons, key=lambda each: (STATUSES.index(each.before), STATUSES.index(each.after)))
    starts: list[tuple[Ribbon, float]] = []
    for ribbon in order:
        starts.append((ribbon, left[ribbon.before]))
        left[ribbon.before] += ribbon.count * unit
    ends: dict[tuple[str, str], float] = {}
    for ribbon in sorted(ribbons, key=lambda each: (STATUSES.index(each.after), STATUSES.index(each.before))):
        ends[ribbon.before, ribbon.after] = right[ribbon.after]
        right[ribbon.after] += ribbon.count * unit
    drawn = [
        (
            ribbon.kind != "same",
            h.path(
                d=_band(start, ends[ribbon.before, ribbon.after], ribbon.count * unit), className=_CLASSES[ribbon.kind]
            ),
        )
        for ribbon, start in starts
    ]
    return [path for _moves, path in sorted(drawn, key=lambda each: each[0])]


def _band(start: float, end: float, height: float) -> str:
    near, far = _BAR, 100 - _BAR
    return (
        f"M{near:g} {start:.2f}C50 {start:.2f} 50 {end:.2f} {far:g} {end:.2f}V{end + height:.2f}"
        f"C50 {end + height:.2f} 50 {start + height:.2f} {near:g} {start + height:.2f}Z"
    )


def _box(x: float, top: float, height: float) -> str:
    return f"M{x:g} {top:.2f}h{_BAR:g}v{height:.2f}h-{_BAR:g}Z"


def _labels(counts: Mapping[str, int], tops: Mapping[str, float], unit: float, side: str) -> Component:
    middles = [tops[of] + count * unit / 2 for of, count in counts.items()]
    for position in range(1, len(middles)):
        middles[position] = max(middles[position], middles[position - 1] + _LABEL)
    # What was pushed out at the bottom pushes back.
    limit = 100 - _LABEL / 2
    for position in range(len(middles) - 1, -1, -1):
        middles[position] = min(middles[position], limit)
        limit = middles[position] - _LABEL
    return h.div(
        [
            h.span(status_word(of), " ", formatting.count(count), style={"top": f"{middle:.2f}%"})
            for (of, count), middle in zip(counts.items(), middles, strict=True)
        ],
        className=side,
    )
