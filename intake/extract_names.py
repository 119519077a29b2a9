"""Who is who: areas under the names a person confirmed, and codes that stay the same from one file to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from data_models.document import NodeKey, PlanDocument, SecretariatRecord
from data_models.names import make_slug
from intake.extract_fields import FieldReader
from intake.findings import FindingCode
from intake.normalize.names import propose_same
from intake.normalize.text import clean_text, matching_key
from intake.reading import Cell
from intake.recipe import Area, CodeRule

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Areas:
    """The secretariats and areas of a plan. Two spellings are one area when only case, accents, punctuation or spaces
    differ, or when the recipe says so (``same_as``); everything else stays apart and is at most reported as similar."""

    def __init__(self, rules: Iterable[Area], reader: FieldReader) -> None:
        self._reader = reader
        self._name_by_key: dict[str, str] = {}
        self._code_by_name: dict[str, str] = {}
        self._parent_by_name: dict[str, str] = {}
        self._used: dict[str, Cell | None] = {}
        self._told: set[tuple[str, str]] = set()
        for rule in rules:
            for spelling in (rule.name, *rule.same_as):
                self._name_by_key[matching_key(spelling)] = rule.name
            if rule.code:
                self._code_by_name[rule.name] = rule.code
            if rule.parent:
                self._parent_by_name[rule.name] = rule.parent

    def code_of(self, written: str, cell: Cell | None) -> str:
        """Return the code of the area of that name, which from now on belongs to the plan."""
        name = clean_text(written)
        key = matching_key(name)
        canonical = self._name_by_key.setdefault(key, name)
        if canonical != name and cell is not None and (name, canonical) not in self._told:
            self._told.add((name, canonical))  # one finding for each spelling, where it was first met
            self._reader.say(FindingCode.NAME_SPELLED_DIFFERENTLY, cell, read_as=canonical)
        self._use(canonical, cell)
        return self._code(canonical)

    def _use(self, name: str, cell: Cell | None) -> None:
        if name in self._used:
            return
        self._used[name] = cell
        parent = self._parent_by_name.get(name)
        if parent is not None:
            self._use(parent, None)

    def _code(self, name: str) -> str:
        if name not in self._code_by_name:
            base = make_slug(name) or "area"
            taken = set(self._code_by_name.values())
            code, number = base, 2
            while code in taken:
                code, number = f"{base}-{number}", number + 1
            self._code_by_name[name] = code
        return self._code_by_name[name]

    def records(self) -> list[SecretariatRecord]:
        """Return the areas that answer for something, and those above them."""
        return [
            SecretariatRecord(
                self._code(name),
                name,
                self._code(self._parent_by_name[name]) if name in self._parent_by_name else None,
                source_ref=cell.ref if cell is not None else None,
            )
            for name, cell in self._used.items()
        ]

    def report_similar(self) -> None:
        """Report names that look like another's, for a person to confirm or not; nothing is joined."""
        for proposal in propose_same(self._used, self._used):
            cell = self._used[proposal.name]
            if cell is not None:
                self._reader.say(FindingCode.NAME_SIMILAR, cell, read_as=proposal.known)


class CodeBook:
    """Codes for items that the source names without a code, or several under one code.

    An item known from the stored plan by its name and place keeps its code, so a row inserted in the middle of a sheet
    moves nobody else's history; new names get the next free code.
    """

    def __init__(self, known: PlanDocument | None) -> None:
        self._codes: dict[tuple[str, str, str], str] = {}
        self._taken: dict[str, set[str]] = {}
        if known is None:
            return
        for node in known.nodes:
            parent = node.parent.code if node.parent else ""
            self._remember(f"node{node.key.depth}", parent, node.name, node.key.code)
        for project in known.projects:
            self._remember("project", _place(project.node), project.name, project.code)
        for indicator in known.indicators:
            self._remember("indicator", _place(indicator.node), indicator.name, indicator.code)

    def _remember(self, kind: str, scope: str, name: str, code: str) -> None:
        self._codes.setdefault((kind, scope, matching_key(name)), code)
        self._taken.setdefault(kind, set()).add(code)

    def take(self, kind: str, code: str) -> None:
        """Keep a code that the source itself gives, so that no counted one is the same."""
        self._taken.setdefault(kind, set()).add(code)

    def by_sequence(self, rule: CodeRule, kind: str, scope: str, parent_code: str, name: str) -> str:
        """Return the code of a name within its scope: known, or the next of the sequence "{parent}.{n}"."""
        key = (kind, scope, matching_key(name))
        if key in self._codes:
            return self._codes[key]
        taken = self._taken.setdefault(kind, set())
        number = 1
        while (code := (rule.sequence or "{n}").format(parent=parent_code, n=number)) in taken:
            number += 1
        self._remember(kind, scope, name, code)
        return code

    def by_name(self, kind: str, scope: str, base: str, name: str) -> str:
        """Return the code of one of several names that share the code ``base``: "8.1a", "8.1b" … in the order met."""
        key = (kind, scope, matching_key(name))
        known = self._codes.get(key)
        if known is not None and known.startswith(base):
            return known
        taken = self._taken.setdefault(kind, set())
        suffixes = [*_LETTERS, *(f"-{number}" for number in range(27, 1000))]
        code: str = next(base + suffix for suffix in suffixes if base + suffix not in taken)
        self._codes[key] = code
        taken.add(code)
        return code


def _place(key: NodeKey) -> str:
    return f"{key.depth}:{key.code}"
