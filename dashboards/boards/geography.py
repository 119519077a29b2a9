"""Outlines of districts as drawings: projected, simplified so that neighbours still meet, small enough for a phone."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# A map is drawn on whole numbers this many wide: finer than a screen shows it.
WIDTH = 1000
TALLEST = 1400
# A whole map must not weigh more than a short list.
LARGEST_BYTES = 9_000
_TOLERANCES = (0.0, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0, 16.0, 26.0, 42.0)

Point = tuple[int, int]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Shape:
    """A district as drawn: SVG path commands, and the widest level place inside it, in percent of the drawing."""

    name: str
    path: str
    left_pct: float
    top_pct: float
    room_pct: float


@dataclass(frozen=True)
class Drawing:
    """A map: its size in the units of its paths, and its districts in their order."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=8)
def drawing_of(outlines: tuple[tuple[str, str], ...]) -> Drawing:
    """The drawing of some outlines (name, GeoJSON Polygon or MultiPolygon in degrees), north up.

    As exact as `LARGEST_BYTES` allows. Raises ValueError when there is none.
    """
    if not outlines:
        raise ValueError("a map needs an outline")
    degrees = [list(_rings_of(json.loads(geometry))) for _name, geometry in outlines]
    height, districts = _projected(degrees)
    for tolerance in _TOLERANCES:
        drawn = [_drawn(rings) for rings in _simplified(districts, tolerance)]
        if sum(map(len, drawn)) <= LARGEST_BYTES:
            break
    shapes = []
    for (name, _geometry), rings, path in zip(outlines, districts, drawn, strict=True):
        left, top, room = _roomiest(rings)
        shapes.append(Shape(name, path, 100 * left / WIDTH, 100 * top / height, 100 * room / WIDTH))
    return Drawing(WIDTH, height, tuple(shapes))


def _rings_of(geometry: dict[str, object]) -> Iterator[list[list[float]]]:
    coordinates = geometry["coordinates"]
    assert isinstance(coordinates, list)
    for polygon in [coordinates] if geometry["type"] == "Polygon" else coordinates:
        yield from polygon


def _projected(districts: Sequence[Sequence[list[list[float]]]]) -> tuple[int, list[list[Ring]]]:
    """The rings on whole numbers, degrees of longitude as long as they are at the middle of the map; its height."""
    points = [position for rings in districts for ring in rings for position in ring]
    west, east = min(each[0] for each in points), max(each[0] for each in points)
    south, north = min(each[1] for each in points), max(each[1] for each in points)
    narrowing = math.cos(math.radians((south + north) / 2)) or 1.0
    wide, high = max((east - west) * narrowing, 1e-9), max(north - south, 1e-9)
    scale = min(WIDTH / wide, TALLEST / high)
    margin = (WIDTH - wide * scale) / 2

    def place(position: Sequence[float]) -> Point:
        return round(margin + (position[0] - west) * narrowing * scale), round((north - position[1]) * scale)

    projected = [[_without_repeats([place(each) for each in ring]) for ring in rings] for rings in districts]
    return max(1, round(high * scale)), projected


def _without_repeats(points: Sequence[Point]) -> Ring:
    """An open ring: no point twice in a row, the first not repeated at the end."""
    kept = [point for before, point in zip([None, *points], points, strict=False) if point != before]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return tuple(kept)


def _simplified(districts: Sequence[Sequence[Ring]], tolerance: float) -> list[list[Ring]]:
    """The rings with fewer points, none farther than `tolerance` from the line that leaves it out.

    A border is cut where three districts meet and each piece is simplified once, so both its sides stay the same.
    """
    if tolerance == 0:
        return [list(rings) for rings in districts]
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for rings in districts:
        for ring in rings:
            for before, point, after in zip((ring[-1], *ring), ring, (*ring[1:], ring[0]), strict=False):
                neighbours[point] |= {before, after}
    junctions = {point for point, around in neighbours.items() if len(around) > 2}
    known: dict[tuple[Point, ...], tuple[Point, ...]] = {}

    def piece(points: tuple[Point, ...]) -> tuple[Point, ...]:
        is_backwards = points[::-1] < points
        key = points[::-1] if is_backwards else points
        if key not in known:
            known[key] = _thinned(key, tolerance)
        return known[key][::-1] if is_backwards else known[key]

    def ring_of(ring: Ring) -> Ring:
        cuts = [place for place, point in enumerate(ring) if point in junctions]
        if len(cuts) < 2:
            # An island: cut at its ends, which are the same from whichever point the ring begins.
            cuts = sorted({ring.index(min(ring)), ring.index(max(ring))} | set(cuts))
        turned = ring[cuts[0] :] + ring[: cuts[0]]
        ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
        closed = (*turned, turned[0])
        points: list[Point] = []
        for start, end in zip(ends, ends[1:], strict=False):
            points += piece(closed[start : end + 1])[:-1]
        return _without_repeats(points)

    thinned = [[ring_of(ring) for ring in rings if len(ring) > 2] for rings in districts]
    # What is left of a district is never nothing, however small it is.
    return [
        [ring for ring in rings if len(ring) > 2] or [max(whole, key=len)]
        for rings, whole in zip(thinned, districts, strict=True)
    ]


def _thinned(points: tuple[Point, ...], tolerance: float) -> tuple[Point, ...]:
    """The ends, and the points that lie farther than `tolerance` from the line without them (Douglas and Peucker)."""
    kept = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = math.hypot(bx - ax, by - ay)
        farthest, where = tolerance, None
        for place in range(first + 1, last):
            x, y = points[place]
            if length:
                away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            else:
                away = math.hypot(x - ax, y - ay)
            if away > farthest:
                farthest, where = away, place
        if where is not None:
            kept.add(where)
            open_parts += [(first, where), (where, last)]
    return tuple(points[place] for place in sorted(kept))


def _drawn(rings: Sequence[Ring]) -> str:
    """SVG path commands of rings: each from its first point by steps, in as few letters as whole numbers need."""
    parts: list[str] = []
    for ring in rings:
        (x, y), *rest = ring
        parts.append(f"M{x} {y}l" if rest else f"M{x} {y}")
        for number, (to_x, to_y) in enumerate(rest):
            step = f"{to_x - x}{'' if to_y < y else ' '}{to_y - y}"
            parts.append(step if number == 0 or step.startswith("-") else " " + step)
            x, y = to_x, to_y
        parts.append("z")
    return "".join(parts)


def _roomiest(rings: Sequence[Ring]) -> tuple[float, float, float]:
    """The middle (x, y) of the widest level stretch inside some rings, away from their ends, and its width."""
    corners = [point for ring in rings for point in ring]
    top, bottom = min(y for _x, y in corners), max(y for _x, y in corners)
    best, most = (sum(x for x, _y in corners) / len(corners), (top + bottom) / 2, 0.0), 0.0
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        level = top + share * (bottom - top) + 0.5
        crossings = sorted(
            ax + (level - ay) * (bx - ax) / (by - ay)
            for ring in rings
            for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True)
            if (ay > level) != (by > level)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            # A little wider is not worth a place near an edge.
            worth = (right - left) * (1 - 1.5 * abs(share - 0.5))
            if worth > most:
                most, best = worth, ((left + right) / 2, level, right - left)
    return best
