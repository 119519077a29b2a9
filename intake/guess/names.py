"""Names a person may want to join or mend: proposed as comments, never done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from intake.guess.columns import Column, broken_words
from intake.guess.roles import Anatomy
from intake.guess.writing import Noted, confirm
from intake.normalize.names import propose_same
from intake.normalize.text import clean_text, matching_key
from intake.wording import N_

MOST_PROPOSALS: Final = 20
LONGEST_NAME: Final = 400
MOST_NAMES: Final = 600  # every pair of them is compared
_SEPARATORS: Final = (";", "/", "|", ",")
_SHORTEST_SLIP: Final = 8
_MOST_LETTERS: Final = 2
_LOWERING: Final = re.compile(
    r"^(reducir|reduccion|disminuir|disminucion|bajar|descenso)\b|\b(incidentes|consumo|mortalidad|morbilidad|desercion"
    r"|delitos|homicidios|hurtos|accidentes|siniestros|quejas|reclamos|deficit|morosidad|pobreza|desempleo"
    r"|analfabetismo|deforestacion|perdidas|tiempo de (espera|respuesta))\b"
)


def separator_of(column: Column) -> str | None:
    """Return the sign that parts several areas in one cell: ";", or another whose parts also stand alone elsewhere."""
    whole = {matching_key(text) for text in column.texts}
    for separator in _SEPARATORS:
        split = [[matching_key(part) for part in text.split(separator)] for text in column.texts if separator in text]
        if split and (separator == ";" or any(all(part in whole for part in parts) for parts in split)):
            return separator
    return None


def area_proposals(anatomies: Sequence[Anatomy]) -> dict[str, Any]:
    """Return ``areas`` with the names that look alike, each to be confirmed; nothing when none do."""
    names: dict[str, str] = {}
    for anatomy in anatomies:
        column = anatomy.roles.get("responsible")
        if column is None:
            continue
        separator = separator_of(column)
        for text in column.texts:
            for part in text.split(separator) if separator else [text]:
                key, name = matching_key(part), clean_text(part)
                if key and _accents(name) >= _accents(names.get(key, "")):
                    names[key] = name
    known = list(names.values())[:MOST_NAMES]
    groups: dict[str, list[tuple[str, float]]] = {}
    for proposal in propose_same(known, known)[:MOST_PROPOSALS]:
        kept, other = sorted((proposal.name, proposal.known), key=len, reverse=True)
        groups.setdefault(kept, []).append((other, proposal.score))
    if not groups:
        return {}
    areas = [
        {
            "name": kept,
            "same_as": [
                Noted(other, (confirm(N_("se parece en {score} %"), score=str(round(score))),)) for other, score in some
            ],
        }
        for kept, some in groups.items()
    ]
    remark = confirm(N_("qué nombres son la misma área; borre los que no lo sean y quite los #"))
    return {"areas": Noted(areas, (remark,), is_active=False)}


def _accents(name: str) -> int:
    return sum(not letter.isascii() for letter in name)


def correction_proposals(anatomies: Sequence[Anatomy]) -> dict[str, Any]:
    """Return ``corrections`` for words cut by a space and for names of levels that differ by a letter."""
    found: dict[str, str] = {}
    for anatomy in anatomies:
        named = [*anatomy.levels, anatomy.project, anatomy.indicator, anatomy.roles.get("unit")]
        for column in [column for column in named if column is not None]:
            found |= {text: mended for text, mended in broken_words(column.texts) if len(text) <= LONGEST_NAME}
    for texts in _levels_by_header(anatomies).values():
        for position, text in enumerate(texts):
            for other in texts[:position]:
                if (
                    len(text) <= LONGEST_NAME
                    and text not in found
                    and _is_slip(matching_key(text), matching_key(other))
                ):
                    found[text] = other
    if not found:
        return {}
    remark = confirm(N_("textos que parecen mal escritos; quite el # de los que deban corregirse"))
    return {"corrections": Noted(dict(list(found.items())[:MOST_PROPOSALS]), (remark,), is_active=False)}


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ by one or two letters, and not in their numbers."""
    if min(len(one), len(other)) < _SHORTEST_SLIP or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return 0 < Levenshtein.distance(one, other, score_cutoff=_MOST_LETTERS) <= _MOST_LETTERS


def _levels_by_header(anatomies: Sequence[Anatomy]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for anatomy in anatomies:
        for level in anatomy.levels:
            found.setdefault(level.key, []).extend(level.texts)
    return {key: list(dict.fromkeys(texts))[:MOST_NAMES] for key, texts in found.items()}


def direction_proposals(anatomies: Sequence[Anatomy]) -> dict[str, Any]:
    """Return ``overrides`` for indicators that seem to go down: by their words, or with a target below the baseline."""
    found: dict[str, Any] = {}
    for anatomy in anatomies:
        item = anatomy.indicator
        if item is None or "trend" in anatomy.roles:
            continue
        baseline, target, value = (anatomy.roles.get(role) for role in ("baseline", "target", "value"))
        for row, cell in enumerate(item.cells):
            before = baseline.numbers[row] if baseline is not None else None
            after = target.numbers[row] if target is not None else None
            if after is None and value is not None:
                after = value.numbers[row]
            falls = before is not None and after is not None and after < before
            if falls or _LOWERING.search(item.keys[row]):
                name = clean_text(str(cell.value))
                found.setdefault(name, {"name": name, "direction": "decrease"})
    if not found:
        return {}
    remark = confirm(N_("indicadores que parecen bajar: por su nombre, o porque su meta es menor que su línea de base"))
    return {"overrides": Noted(list(found.values())[:MOST_PROPOSALS], (remark,), is_active=False)}
