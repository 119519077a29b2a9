"""The outlines of districts as a GeoJSON file: writing one, and reading one with all that is wrong with it at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.problems import UnusableSource
from intake.wording import on_one_line

# A province's districts at the detail of a land registry are a tenth of this.
LARGEST_BYTES = 20_000_000
NAME_PROPERTIES = ("name", "nombre")
# A longer list helps nobody mend a file.
MOST_TOLD = 12
# The one reference system of GeoJSON, as older files write it.
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84")


@dataclass(frozen=True)
class Outline:
    """A district of a file: its name and its geometry, a GeoJSON Polygon or MultiPolygon in degrees, as text."""

    name: str
    geometry: str


def geojson_text(outlines: Iterable[tuple[str, str]]) -> str:
    """A GeoJSON file of districts (name, geometry as text), as `read_outlines` takes it."""
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": json.loads(geometry)}
        for name, geometry in outlines
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"


def read_outlines(path: Path) -> list[Outline]:
    """The districts of a GeoJSON file in its order. Raises UnusableSource with everything that has to be mended."""
    if not path.is_file():
        raise UnusableSource(f"«{path.name}» no es un archivo.")
    if path.stat().st_size > LARGEST_BYTES:
        raise UnusableSource(f"«{path.name}» pasa de {LARGEST_BYTES // 1_000_000} MB: simplifique los contornos.")
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnusableSource(f"«{path.name}» no se puede leer como GeoJSON: no es un texto JSON en UTF-8.") from error
    return outlines_of(document, path.name)


def outlines_of(document: Any, file_name: str) -> list[Outline]:
    """The districts of a parsed GeoJSON document. Raises UnusableSource with everything that has to be mended."""
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise UnusableSource(f"«{file_name}» no es una FeatureCollection de GeoJSON con un elemento por distrito.")
    if not features:
        raise UnusableSource(f"«{file_name}» no tiene ningún distrito.")
    problems = _reference_problems(document)
    outlines: list[Outline] = []
    for number, feature in enumerate(features, start=1):
        found = _outline(feature, number, problems)
        if found is not None:
            outlines.append(found)
    names = [outline.name.casefold() for outline in outlines]
    repeated = {outline.name for outline in outlines if names.count(outline.name.casefold()) > 1}
    problems += [f"«{name}» está más de una vez" for name in sorted(repeated)]
    if problems:
        more = f"; y {len(problems) - MOST_TOLD} más" if len(problems) > MOST_TOLD else ""
        raise UnusableSource(f"«{file_name}» no se cargó: {'; '.join(problems[:MOST_TOLD])}{more}.")
    return outlines


def _reference_problems(document: dict[str, Any]) -> list[str]:
    """Coordinates in metres would draw nothing: GeoJSON is in degrees of WGS 84."""
    reference = document.get("crs")
    if reference is None or any(name in json.dumps(reference) for name in _DEGREES):
        return []
    return ["sus coordenadas no están en grados WGS 84 (EPSG:4326): expórtelo así"]


def _outline(feature: Any, number: int, problems: list[str]) -> Outline | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = None
    if isinstance(properties, dict):
        name = next((properties[key] for key in NAME_PROPERTIES if isinstance(properties.get(key), str)), None)
    name = on_one_line(name) if name else ""
    if not name:
        problems.append(f"al elemento {number} le falta la propiedad «name» con el nombre del distrito")
        return None
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        problems.append(f"«{name}» no es un polígono ({on_one_line(str(kind), 40) if kind else 'sin geometría'})")
        return None
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    problem = _polygons_problem(polygons)
    if problem:
        problems.append(f"«{name}»: {problem}")
        return None
    plain = {"type": kind, "coordinates": coordinates}
    return Outline(name, json.dumps(plain, separators=(",", ":")))


def _polygons_problem(polygons: Any) -> str | None:
    """What is wrong with the rings of some polygons, in words; None when nothing is."""
    if not isinstance(polygons, list) or not polygons:
        return "su polígono no tiene puntos"
    for rings in polygons:
        if not isinstance(rings, list) or not rings:
            return "su polígono no tiene puntos"
        for ring in rings:
            problem = _ring_problem(ring)
            if problem:
                return problem
    return None


def _ring_problem(ring: Any) -> str | None:
    if not isinstance(ring, list) or not all(_is_position(position) for position in ring):
        return "un punto no es un par de números (longitud, latitud)"
    if any(not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90) for position in ring):
        return "hay puntos que no son grados: parecen metros, expórtelo en WGS 84 (EPSG:4326)"
    if len(ring) < 4:
        return "un contorno necesita al menos cuatro puntos"
    if ring[0][:2] != ring[-1][:2]:
        return "un contorno no cierra: su último punto debe ser el primero"
    if len({tuple(position[:2]) for position in ring}) < 3:
        return "un contorno no encierra ninguna superficie"
    return None


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) >= 2
        and all(isinstance(number, (int, float)) and not isinstance(number, bool) for number in position[:2])
    )
