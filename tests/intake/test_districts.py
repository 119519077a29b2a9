"""Outlines of districts from GeoJSON: what is read, and what is said of a file that cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intake.demo.outlines import outlines
from intake.demo.words import DISTRICTS
from intake.districts import outlines_of, read_outlines
from intake.problems import UnusableSource

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 0]]


def feature(name: Any = "Centro", kind: str = "Polygon", coordinates: Any = None, **more: Any) -> dict[str, Any]:
    rings = [SQUARE] if coordinates is None else coordinates
    return {"properties": {"name": name}, "geometry": {"type": kind, "coordinates": rings}, **more}


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def test_a_file_is_read_with_its_names_and_geometries(tmp_path: Path) -> None:
    path = tmp_path / "distritos.geojson"
    spanish = {**feature("", "MultiPolygon", [[SQUARE], [SQUARE]]), "properties": {"nombre": " Villa  Ñandú "}}
    path.write_text(json.dumps(collection(feature(), spanish)), encoding="utf-8-sig")
    found = read_outlines(path)
    assert [outline.name for outline in found] == ["Centro", "Villa Ñandú"]
    assert json.loads(found[0].geometry) == {"type": "Polygon", "coordinates": [SQUARE]}
    assert json.loads(found[1].geometry)["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "no es una FeatureCollection"),
        ({"type": "Topology"}, "no es una FeatureCollection"),
        (collection(), "no tiene ningún distrito"),
        (collection({**feature(), "properties": None}), "al elemento 1 le falta la propiedad «name»"),
        (collection(feature(name="  ")), "al elemento 1 le falta la propiedad «name»"),
        (collection(feature(kind="Point", coordinates=[0, 0])), "«Centro» no es un polígono (Point)"),
        (collection({**feature(), "geometry": None}), "«Centro» no es un polígono (sin geometría)"),
        (collection(feature(coordinates=[])), "no tiene puntos"),
        (collection(feature(coordinates=[[[0, "x"]]])), "no es un par de números"),
        (collection(feature(coordinates=[[[0, 0], [1, 0], [1, 1], [0, 1]]])), "no cierra"),
        (collection(feature(coordinates=[[[0, 0], [1, 0], [0, 0]]])), "al menos cuatro puntos"),
        (collection(feature(coordinates=[[[0, 0], [1, 0], [1, 0], [0, 0]]])), "no encierra ninguna superficie"),
        (collection(feature(coordinates=[[[6e5, 6e6], [7e5, 6e6], [7e5, 7e6], [6e5, 6e6]]])), "parecen metros"),
        (collection(feature(), feature("centro")), "«Centro» está más de una vez"),
        (collection(feature(), crs={"properties": {"name": "EPSG:22185"}}), "no están en grados WGS 84"),
    ],
)
def test_what_is_wrong_is_said_in_words(document: Any, said: str) -> None:
    with pytest.raises(UnusableSource) as refused:
        outlines_of(document, "distritos.geojson")
    assert said in str(refused.value)
    assert str(refused.value).startswith("«distritos.geojson»")


def test_all_that_is_wrong_is_said_at_once() -> None:
    document = collection(feature(name=None), feature("A", "Point"), feature("B", coordinates=[[]]))
    with pytest.raises(UnusableSource) as refused:
        outlines_of(document, "d.geojson")
    assert str(refused.value).count(";") == 2
    many = collection(*[feature(name=None) for _ in range(30)])
    with pytest.raises(UnusableSource, match="y 18 más"):
        outlines_of(many, "d.geojson")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"{", b"[" * 100_000])
def test_what_is_no_json_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "d.geojson"
    path.write_bytes(content)
    with pytest.raises(UnusableSource, match="no se puede leer como GeoJSON"):
        read_outlines(path)
    with pytest.raises(UnusableSource, match="no es un archivo"):
        read_outlines(tmp_path)


def test_the_demonstration_has_an_outline_for_each_of_its_districts_always_the_same() -> None:
    made = outlines()
    assert made == outlines()
    assert {name for name, _outline in made} == set(DISTRICTS)
    document = collection(*[feature(name, coordinates=json.loads(outline)["coordinates"]) for name, outline in made])
    assert [outline.name for outline in outlines_of(document, "d.geojson")] == [name for name, _outline in made]


def test_the_borders_of_the_demonstration_meet() -> None:
    sides: dict[frozenset[tuple[float, float]], int] = {}
    for _name, outline in outlines():
        ring = [tuple(point) for point in json.loads(outline)["coordinates"][0]]
        for side in zip(ring, ring[1:], strict=False):
            sides[frozenset(side)] = sides.get(frozenset(side), 0) + 1
    assert set(sides.values()) == {1, 2}
    assert sum(count == 2 for count in sides.values()) > sum(count == 1 for count in sides.values())
