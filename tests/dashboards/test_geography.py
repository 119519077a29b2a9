"""Outlines as drawings: small, where they were, and with neighbours that still meet."""

from __future__ import annotations

import json
import math
import re
import time

import pytest

from dashboards.boards.district_map import shared_beginning
from dashboards.boards.geography import LARGEST_BYTES, Drawing, drawing_of
from intake.demo.outlines import outlines

NUMBER = re.compile(r"-?\d+")


def square(x: float, y: float, side: float = 1.0) -> str:
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The corners of a path of "M x y l dx dy … z", followed step by step."""
    found = []
    for part in path.split("z")[:-1]:
        numbers = [int(number) for number in NUMBER.findall(part)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def area(ring: list[tuple[int, int]]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def wavy(sides: int, amplitude: float) -> tuple[tuple[str, str], ...]:
    """Two neighbours with a long crooked border of `sides` points between them."""
    border = [(0.5 + amplitude * math.sin(n / 3) * math.cos(n / 11), n / sides) for n in range(sides + 1)]
    west = [(0.0, 0.0), *border, (0.0, 1.0), (0.0, 0.0)]
    east = [(1.0, 0.0), *border, (1.0, 1.0), (1.0, 0.0)]
    return tuple(
        (name, json.dumps({"type": "Polygon", "coordinates": [ring]})) for name, ring in (("O", west), ("E", east))
    )


def test_north_is_up_and_a_degree_of_longitude_is_as_long_as_it_is_there() -> None:
    drawing = drawing_of((("norte", square(0, 60)), ("sur", square(0, 59))))
    # At 60 degrees a degree of longitude is half as long as one of latitude: 1 wide, 4 high.
    assert drawing.height == pytest.approx(1400)
    (north,), (south,) = (rings(shape.path) for shape in drawing.shapes)
    assert max(y for _x, y in north) == min(y for _x, y in south) == 700
    wide = max(x for x, _y in north) - min(x for x, _y in north)
    assert wide == pytest.approx(1400 / 4, rel=0.02)
    assert (drawing.shapes[0].top_pct, drawing.shapes[1].top_pct) == pytest.approx((25, 75), abs=1)


def test_the_demonstration_is_drawn_whole_in_few_bytes() -> None:
    drawing = drawing_of(tuple(outlines()))
    assert sum(len(shape.path) for shape in drawing.shapes) < LARGEST_BYTES
    for shape in drawing.shapes:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for ring in rings(shape.path) for x, y in ring)
        assert 0 < shape.left_pct < 100 and 0 < shape.top_pct < 100
        assert shape.room_pct > 8


def covered(drawing: Drawing) -> float:
    return sum(area(ring) for shape in drawing.shapes for ring in rings(shape.path)) / (drawing.width * drawing.height)


def test_a_long_border_is_simplified_alike_on_both_sides() -> None:
    began = time.perf_counter()
    drawing = drawing_of(wavy(20_000, 0.2))
    assert time.perf_counter() - began < 5
    assert sum(len(shape.path) for shape in drawing.shapes) <= LARGEST_BYTES
    west, east = (set(rings(shape.path)[0]) for shape in drawing.shapes)
    inside = {point for point in west if 0 < point[0] < drawing.width}
    assert len(inside) > 50 and inside <= east
    # No gap and no overlap between the two: together they are the whole square.
    assert covered(drawing) == pytest.approx(1.0, abs=1e-3)


def test_islands_holes_and_the_smallest_of_places_stay() -> None:
    hole = [[0.25, 0.25], [0.25, 0.75], [0.75, 0.75], [0.25, 0.25]]
    whole = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    tiny = [[2, 0], [2.0005, 0], [2.0005, 0.0005], [2, 0]]
    shapes = drawing_of(
        (
            ("agujero", json.dumps({"type": "Polygon", "coordinates": [whole, hole]})),
            (
                "islas",
                json.dumps({"type": "MultiPolygon", "coordinates": [[[[3, 0], [4, 0], [4, 1], [3, 0]]], [tiny]]}),
            ),
            ("punto", json.dumps({"type": "Polygon", "coordinates": [tiny]})),
        )
    ).shapes
    assert len(rings(shapes[0].path)) == 2
    assert all(shape.path for shape in shapes)


def test_a_map_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs an outline"):
        drawing_of(())


@pytest.mark.parametrize(
    ("names", "beginning"),
    [
        (["Distrito Norte", "Distrito Sur"], "Distrito "),
        (["Distrito Norte"], ""),
        (["Distrito Norte", "Villa Sur"], ""),
        (["Distrito Norte", "Distrito"], ""),
        ([], ""),
    ],
)
def test_the_word_all_names_share_is_left_out(names: list[str], beginning: str) -> None:
    assert shared_beginning(names) == beginning
