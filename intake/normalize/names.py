"""Names of areas spelled in several ways: which two may be one is proposed with a score. Nothing is merged here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from intake.normalize.text import matching_key

PROPOSE_FROM: Final = 70.0  # below, two names are not worth showing side by side
CONFIRM_FROM: Final = 90.0  # from here on it is one name in two spellings; still a person confirms it

_ABBREVIATIONS: Final = {
    "sec": "secretaria",
    "secr": "secretaria",
    "sria": "secretaria",
    "subsec": "subsecretaria",
    "ssec": "subsecretaria",
    "dir": "direccion",
    "dcion": "direccion",
    "dpto": "departamento",
    "depto": "departamento",
    "gral": "general",
    "adm": "administracion",
    "admin": "administracion",
    "coord": "coordinacion",
    "min": "ministerio",
    "mun": "municipalidad",
    "munic": "municipalidad",
    "inst": "instituto",
}
_JOINING_WORDS: Final = frozenset(("de", "del", "la", "las", "el", "los", "y", "e", "en", "para", "a", "o"))
# What kind of body a name speaks of: a committee and a directorate of the same matter are two bodies.
_KINDS: Final = frozenset(
    ("secretaria", "subsecretaria", "direccion", "subdireccion", "departamento", "division", "coordinacion", "comite")
    + ("comision", "consejo", "concejo", "instituto", "escuela", "empresa", "ente", "agencia", "oficina", "area")
    + ("ministerio", "municipalidad", "intendencia", "gerencia", "unidad", "jefatura", "tribunal", "juzgado", "equipo")
    + ("centro", "observatorio", "programa", "delegacion")
)
_MOST_FOR_DIFFERENT_KINDS: Final = 60.0
_MOST_FOR_A_PART: Final = 85.0
_SHORTEST_PART: Final = 4


class Proposal(NamedTuple):
    """Two names that may be one. `score` runs from 0 to 100; 100 means alike but for case, accents and signs."""

    name: str
    known: str
    score: float


def propose_same(names: Iterable[str], known: Iterable[str], *, propose_from: float = PROPOSE_FROM) -> list[Proposal]:
    """Return which of `names` may be one of `known`, the most alike first; a name equal to a known one is left out.

    The same list may be given twice: every pair then comes once. A pair at or above CONFIRM_FROM differs in spelling
    only; one below may be a part ("Innovación" and "Secretaría de Innovación").
    """
    proposals: list[Proposal] = []
    seen: set[frozenset[str]] = set()
    known = list(dict.fromkeys(known))
    for name in dict.fromkeys(names):
        for other in known:
            pair = frozenset((name, other))
            if name == other or pair in seen:
                continue
            seen.add(pair)
            score = likeness(name, other)
            if score >= propose_from:
                proposals.append(Proposal(name, other, score))
    return sorted(proposals, key=lambda proposal: (-proposal.score, proposal.name, proposal.known))


def pair_renamed(new: Mapping[str, str], gone: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return which of the new names (by code) may be which of those that are gone: pairs of codes, each in one pair.

    The most alike are paired first; names less alike than PROPOSE_FROM are in no pair.
    """
    scores = []
    for code, name in new.items():
        words = " ".join(_words(name))
        for code_before, before in gone.items():
            score = max(fuzz.ratio(words, other := " ".join(_words(before))), fuzz.token_sort_ratio(words, other))
            if score >= PROPOSE_FROM:
                scores.append((-score, code, code_before))
    pairs: dict[str, str] = {}
    for _score, code, code_before in sorted(scores):
        if code not in pairs and code_before not in pairs.values():
            pairs[code] = code_before
    return list(pairs.items())


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 100, by their words without joining words and abbreviations."""
    words, others = _words(one), _words(other)
    if not words or not others:
        return 0.0
    if words == others or "".join(words) == "".join(others):
        return 100.0
    kind, other_kind = _kind(words), _kind(others)
    matter = [word for word in words if word != kind]
    other_matter = [word for word in others if word != other_kind]
    spelled = fuzz.ratio(" ".join(words), " ".join(others))
    reordered = fuzz.token_sort_ratio(" ".join(words), " ".join(others))
    score = max(spelled, reordered)
    if (
        kind is not None
        and other_kind is not None
        and kind != other_kind
        and fuzz.ratio(kind, other_kind) < CONFIRM_FROM
    ):
        return min(score, _MOST_FOR_DIFFERENT_KINDS)
    if kind is not None and other_kind is not None:
        # The kind is common to all names of its kind: what is said after it tells them apart.
        score = min(score, fuzz.token_sort_ratio(" ".join(matter), " ".join(other_matter)))
    shorter, longer = sorted((set(matter), set(other_matter)), key=len)
    is_part = shorter <= longer and len("".join(shorter)) >= _SHORTEST_PART
    if is_part and score < CONFIRM_FROM:
        return max(score, _MOST_FOR_A_PART if shorter == longer else PROPOSE_FROM)
    return score


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    words = [_ABBREVIATIONS.get(word, word) for word in matching_key(name).split()]
    return tuple(word for word in words if word not in _JOINING_WORDS)


def _kind(words: Sequence[str]) -> str | None:
    return words[0] if words[0] in _KINDS and len(words) > 1 else None
