"""Finds projects, indicators, levels, areas, goals and districts by words: in any order, accents and typos forgiven."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from data_models.dictionary import ItemKind
from data_models.queries import progress, tree
from data_models.queries.cache import kept
from data_models.queries.cross_axes import cross_axes
from data_models.queries.districts import DistrictFacts
from data_models.queries.districts import districts as districts_of
from data_models.queries.lazy_frames import texts_of
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import TEXT_COLUMNS, Mask, Selection, folded
from data_models.visibility import Reader

if TYPE_CHECKING:
    from data_models.store import Store

# More words than these say nothing more, and each costs a walk through all texts.
MOST_WORDS = 8
# Rows put in order; who finds more has to say more, and gets the others in the plan's order.
MOST_RANKED = 2_000
_WORDS = re.compile(r"[^\W_]+")
# How many letters may be wrong in a word of at least so many letters.
_FORGIVEN = ((9, 3), (6, 2), (4, 1))


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal or target of a cross-cutting axis; ``parent_code`` is the goal above a target."""

    axis_code: str
    axis_name: str
    code: str
    name: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Items:
    """The rows of a kind that were found: how many there are, and the best of them, best first."""

    count: int
    best: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Findings:
    """What words lead to in a plan.

    ``text`` is what was looked for: the words typed, or nearest ones there are where a word is nowhere;
    ``corrections`` says which stand for which, as (typed, taken). ``further`` are those of the further texts that
    match. ``nearest`` holds, when nothing was found, words that do lead somewhere.
    """

    text: str
    corrections: tuple[tuple[str, str], ...]
    projects: Items
    indicators: Items
    levels: pd.DataFrame
    secretariats: pd.DataFrame
    goals: tuple[Goal, ...]
    districts: tuple[DistrictFacts, ...]
    further: tuple[str, ...]
    nearest: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things were found, of all kinds."""
        return (
            self.projects.count
            + self.indicators.count
            + len(self.levels)
            + len(self.secretariats)
            + len(self.goals)
            + len(self.districts)
            + len(self.further)
        )


def search(
    store: Store,
    reader: Reader,
    plan: PlanSummary,
    text: str,
    *,
    as_of: dt.date | None = None,
    known_on: dt.datetime | None = None,
    most: int = 8,
    further: Sequence[str] = (),
) -> Findings:
    """What the reader may see of a plan that holds every word of ``text``; the ``most`` best rows of each kind.

    Projects and indicators are those `Selection(text=…)` keeps. ``further`` are texts of the caller's own to look
    through (pages, rules). Nothing found: a word that is nowhere is taken for the nearest one there is, if near enough.
    """
    place = _Place(store, reader, plan, as_of, known_on, tuple(further))
    asked = " ".join(text.split()[:MOST_WORDS])
    words = folded(asked).split()
    found = place.find(asked, words, most)
    if found.count or not words:
        return found
    vocabulary = place.vocabulary()
    taken = [word if vocabulary.has(word) else vocabulary.nearest(word) for word in words]
    if None not in taken and taken != words:
        known = [word for word in taken if word is not None]
        corrected = place.find(" ".join(known), known, most)
        if corrected.count:
            written = [_as_written(word, corrected) for word in known]
            pairs = zip(words, known, written, strict=True)
            corrections = tuple((typed, right) for typed, plain, right in pairs if typed != plain)
            return replace(corrected, text=" ".join(written), corrections=corrections)
    return replace(found, nearest=tuple(dict.fromkeys(word for word in taken if word is not None)))


class Vocabulary:
    """Every word there is to be found, to take a misspelt one for the nearest."""

    def __init__(self, texts: Iterable[str]) -> None:
        words = {word for text in texts for word in text.split()}
        self._all = "\n".join(sorted(words))
        self._bare = sorted({bare for word in words for bare in _WORDS.findall(word) if len(bare) > 2})

    def has(self, word: str) -> bool:
        """Whether some text holds this folded word."""
        return word in self._all

    def nearest(self, word: str) -> str | None:
        """The word, or beginning of one, that differs least; None when none is near, or the word is too short to say.

        Swapped neighbours count as one difference.
        """
        allowed = next((wrong for length, wrong in _FORGIVEN if len(word) >= length), 0)
        if not allowed or not word.isalnum():
            return None
        whole = process.extractOne(word, self._bare, scorer=OSA.distance, score_cutoff=allowed)
        if whole is not None:
            return str(whole[0])
        begun = sorted({bare[: len(word)] for bare in self._bare if len(bare) > len(word)})
        beginning = process.extractOne(word, begun, scorer=OSA.distance, score_cutoff=min(allowed, 2))
        return str(beginning[0]) if beginning is not None else None

    def __sizeof__(self) -> int:
        return len(self._all) + 60 * len(self._bare)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where is looked: a plan as a reader sees it on a day."""

    store: Store
    reader: Reader
    plan: PlanSummary
    as_of: dt.date | None
    known_on: dt.datetime | None
    further: tuple[str, ...]

    def rows(self) -> pd.DataFrame:
        return progress.rows(self.store, self.reader, self.plan, as_of=self.as_of, known_on=self.known_on)

    def find(self, text: str, words: list[str], most: int) -> Findings:
        frame = self.rows()
        found = Selection(text=" ".join(words)).mask(frame) if words else np.zeros(len(frame), dtype=np.bool_)
        kinds = frame["item_kind"].to_numpy(dtype=object)
        levels = tree.nodes(self.store, self.reader, self.plan, known_on=self.known_on)
        secretariats = tree.secretariats(self.store, self.reader, self.plan)
        return Findings(
            text,
            (),
            _items(frame, found & (kinds == ItemKind.PROJECT), words, most),
            _items(frame, found & (kinds == ItemKind.INDICATOR), words, most),
            levels[_held(words, levels["code"], levels["name"])],
            secretariats[_held(words, "Secretaría de " + secretariats["name"])],
            tuple(goal for goal in self.goals() if _holds(_goal_text(goal), words)),
            tuple(one for one in self.districts() if _holds(one.name, words)),
            tuple(one for one in self.further if _holds(one, words)),
        )

    def districts(self) -> tuple[DistrictFacts, ...]:
        return districts_of(self.store, self.reader, self.plan)

    def vocabulary(self) -> Vocabulary:
        return kept(self.store, self.store.data_version(), self._key("vocabulary"), self._vocabulary)

    def _vocabulary(self) -> Vocabulary:
        frame = self.rows()
        levels = tree.nodes(self.store, self.reader, self.plan, known_on=self.known_on)
        said = chain.from_iterable(_texts_there(frame[column]) for column in TEXT_COLUMNS)
        named = [
            *levels["name"],
            *levels["code"],
            *tree.secretariats(self.store, self.reader, self.plan)["name"],
            *(_goal_text(goal) for goal in self.goals()),
            *(one.name for one in self.districts()),
            *self.further,
        ]
        return Vocabulary([*said, *(folded(name) for name in named if name)])

    def goals(self) -> list[Goal]:
        """The goals and targets of all cross-cutting axes that the plan names."""
        return [
            Goal(axis.code, axis.name, item.code, item.name, item.parent_code)
            for axis in cross_axes(self.store, self.reader, self.plan, known_on=self.known_on)
            for item in axis.items
        ]

    def _key(self, name: str) -> tuple[object, ...]:
        return (name, self.plan.id, self.as_of, self.known_on, self.reader, self.further)


def _texts_there(column: pd.Series) -> list[str]:
    """The folded texts that occur: a column may know others, of rows that this reader does not see."""
    codes, texts = texts_of(column)
    folds = texts.told(folded)
    return [folds[code] for code in np.unique(codes) if folds[code] is not None]


def _as_written(word: str, found: Findings) -> str:
    """A folded word with the accents it has in the names found."""
    named = (*found.indicators.best["name"], *found.projects.best["name"], *found.levels["name"])
    for name in (*named, *(goal.name for goal in found.goals)):
        for own in _WORDS.finditer(str(name).lower()):
            if folded(own[0]) == word:
                return own[0]
    return word


def _goal_text(goal: Goal) -> str:
    return f"{goal.axis_code} {goal.code} {goal.name}"


def _held(words: Sequence[str], *columns: pd.Series) -> Mask:
    """Which rows hold every word in these columns."""
    texts = [" ".join(str(cell) for cell in cells if cell is not None) for cells in zip(*columns, strict=True)]
    return np.fromiter((_holds(text, words) for text in texts), dtype=np.bool_, count=len(texts))


def _holds(text: str, words: Sequence[str]) -> bool:
    fold = folded(text)
    return bool(words) and all(word in fold for word in words)


def _items(frame: pd.DataFrame, found: Mask, words: Sequence[str], most: int) -> Items:
    places = np.flatnonzero(found)
    ranked = places[:MOST_RANKED]
    names, codes = (frame[column].to_numpy(dtype=object)[ranked] for column in ("name", "code"))
    ranks = [_rank(folded(name), folded(code), words) for name, code in zip(names, codes, strict=True)]
    order = np.argsort(np.array(ranks, dtype=np.int64), kind="stable")
    best = ranked[order][:most]
    return Items(len(places), frame.iloc[best].reset_index(drop=True))


def _rank(name: str, code: str, words: Sequence[str]) -> int:
    """How well words name an item, 0 best: its code, how its name begins, its words, parts of them, something else."""
    phrase = " ".join(words)
    if code == phrase:
        return 0
    if name.startswith(phrase):
        return 1
    own = _WORDS.findall(name)
    if all(any(one.startswith(word) for one in own) for word in words):
        return 2
    if all(word in name for word in words):
        return 3
    return 4 if any(word in name for word in words) else 5
