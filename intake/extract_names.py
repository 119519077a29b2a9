"""Who is who: areas under the names a person confirmed, and codes that stay the same from one file to the next."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Final, NamedTuple

from data_models.document import NodeKey, PlanDocument, SecretariatRecord
from data_models.names import make_slug
from intake.extract_fields import FieldReader
from intake.findings import FindingCode
from intake.normalize.names import pair_renamed, propose_same
from intake.normalize.text import clean_text, matching_key
from intake.reading import Cell
from intake.recipe import Area, CodeRule, Renamed

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


class NewName(NamedTuple):
    """A name that the stored plan does not know, and one of the plan that is no longer there and looks like it."""

    kind: str
    code: str
    name: str
    before: str
    code_before: str


class CodeBook:
    """Codes for items that the source names without a code, or several under one code.

    An item known from the stored plan by its name and place keeps its code, so a row inserted in the middle of a sheet
    moves nobody else's history; new names get the next free code. A name that was changed keeps its code only when a
    person says so in the recipe (``renamed``).
    """

    def __init__(self, known: PlanDocument | None, renamed: Iterable[Renamed] = ()) -> None:
        self._codes: dict[tuple[str, str, str], str] = {}
        self._taken: dict[str, set[str]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._seen: set[tuple[str, str]] = set()
        self._new: dict[str, dict[str, str]] = {}
        self._was = {matching_key(one.name): matching_key(one.was) for one in renamed}
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
        self._names.setdefault(kind, {})[code] = name

    def take(self, kind: str, code: str) -> None:
        """Keep a code that the source itself gives, so that no counted one is the same."""
        self._taken.setdefault(kind, set()).add(code)
        self._seen.add((kind, code))

    def by_sequence(self, rule: CodeRule, kind: str, scope: str, parent_code: str, name: str) -> str:
        """Return the code of a name within its scope: known, or the next of the sequence "{parent}.{n}"."""
        known = self._known_code(kind, scope, name)
        return self._give(kind, scope, name, known or self._next(rule.sequence or "{n}", kind, parent_code))

    def _next(self, sequence: str, kind: str, parent_code: str) -> str:
        taken = self._taken.setdefault(kind, set())
        codes = (sequence.format(parent=parent_code, n=number) for number in count(1))
        return next(code for code in codes if code not in taken)

    def by_name(self, kind: str, scope: str, base: str, name: str) -> str:
        """Return the code of one of several names that share the code ``base``: "8.1a", "8.1b" … in the order met."""
        code = self._known_code(kind, scope, name)
        if code is None or not code.startswith(base):
            taken = self._taken.setdefault(kind, set())
            suffixes = [*_LETTERS, *(f"-{number}" for number in range(27, 1000))]
            code = next(base + suffix for suffix in suffixes if base + suffix not in taken)
        return self._give(kind, scope, name, code)

    def _known_code(self, kind: str, scope: str, name: str) -> str | None:
        """The code of a name, or of the one a person says it had before, in this place or in another."""
        key = matching_key(name)
        code = self._codes.get((kind, scope, key))
        was = self._was.get(key)
        if code is not None or was is None:
            return code
        elsewhere = [code for (k, _scope, n), code in self._codes.items() if k == kind and n == was]
        code = self._codes.get((kind, scope, was), elsewhere[0] if len(elsewhere) == 1 else None)
        return None if code is None or (kind, code) in self._seen else code

    def _give(self, kind: str, scope: str, name: str, code: str) -> str:
        if code not in self._taken.setdefault(kind, set()):
            self._taken[kind].add(code)
            self._new.setdefault(kind, {})[code] = name
        self._codes[kind, scope, matching_key(name)] = code
        self._seen.add((kind, code))
        return code

    def maybe_renamed(self) -> list[NewName]:
        """Return the new names that look like one that is no longer there, each with the most alike. None is joined."""
        found = []
        for kind, new in self._new.items():
            gone = {code: name for code, name in self._names.get(kind, {}).items() if (kind, code) not in self._seen}
            for code, code_before in pair_renamed(new, gone):
                found.append(NewName(kind, code, new[code], gone[code_before], code_before))
        return found


def _place(key: NodeKey) -> str:
    return f"{key.depth}:{key.code}"
