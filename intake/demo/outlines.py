"""The outlines of the demonstration's districts: an invented place, the same at every run, whose borders meet."""

from __future__ import annotations

import json

from intake.demo.stream import Stream
from intake.demo.words import DISTRICTS

# Corners on an invented plain, in kilometres east and north of its corner.
_CORNERS = {
    "A": (0, 10), "B": (0, 60), "C": (30, 64), "D": (28, 38), "E": (26, 6), "F": (46, 56), "G": (44, 42), "H": (43, 32),
    "I": (42, 20), "J": (40, 3), "K": (52, 72), "L": (74, 66), "M": (66, 50), "N": (58, 44), "O": (60, 33),
    "P": (54, 27), "Q": (90, 58), "R": (88, 40), "S": (80, 30), "T": (66, 20), "U": (62, 0), "V": (86, 14),
    "W": (78, -4),
}  # fmt: skip
_RINGS = {
    "Distrito Piedemonte": "ABCDE",
    "Distrito Oeste": "EDCFGHIJ",
    "Distrito Norte": "CKLMNGF",
    "Distrito Centro": "GNOPH",
    "Distrito Este": "NMLQRSO",
    "Distrito Sur": "JIHPOTU",
    "Distrito Ribera": "UTOSVW",
}
_WEST, _SOUTH = -66.4, -37.6
_DEGREES_EAST, _DEGREES_NORTH = 0.0046, 0.0036
# Each side is halved so many times, its middle moved by a share of its length: about as crooked as real borders.
_HALVINGS = 4
_CROOKEDNESS = 0.11

Point = tuple[float, float]


def outlines() -> list[tuple[str, str]]:
    """Each district with its outline, a GeoJSON Polygon in degrees as text."""
    assert _RINGS.keys() == DISTRICTS.keys()
    found = []
    for name, corners in _RINGS.items():
        ring: list[Point] = []
        for start, end in zip(corners, corners[1:] + corners[0], strict=True):
            ring += _border(start, end)[:-1]
        positions = [_degrees(point) for point in [*ring, ring[0]]]
        found.append((name, json.dumps({"type": "Polygon", "coordinates": [positions]}, separators=(",", ":"))))
    return found


def _border(start: str, end: str) -> list[Point]:
    """The crooked line from one corner to another; the same points whichever side asks for it."""
    if start > end:
        return _border(end, start)[::-1]
    stream = Stream("border", start + end)
    points: list[Point] = [_CORNERS[start], _CORNERS[end]]
    for _halving in range(_HALVINGS):
        halved = [points[0]]
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
            aside = stream.between(-_CROOKEDNESS, _CROOKEDNESS)
            halved += [((ax + bx) / 2 - aside * (by - ay), (ay + by) / 2 + aside * (bx - ax)), (bx, by)]
        points = halved
    return points


def _degrees(point: Point) -> list[float]:
    return [round(_WEST + _DEGREES_EAST * point[0], 5), round(_SOUTH + _DEGREES_NORTH * point[1], 5)]
