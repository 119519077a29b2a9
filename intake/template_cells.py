"""Single cells of the template: what its column makes of each, and a finding for everything that was not plain."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from intake.findings import Finding, FindingCode, finding_at
from intake.normalize.codes import read_code_cell, read_code_column
from intake.normalize.dates import Role, read_date_cell
from intake.normalize.numbers import Quantity, read_number, read_number_cell
from intake.normalize.percents import Scale, read_percent_cell
from intake.normalize.results import NoData, Note, NotUnderstood, Result, Understood, findings_of, of_problem_cell
from intake.normalize.states import read_state_cell
from intake.normalize.text import clean_lines, clean_text, matching_key, no_data_mark
from intake.reading import Cell, CellKind
from intake.template_percents import plain_number
from intake.template_sheets import NO, YES, CellType, SheetColumn
from intake.wording import N_

_STARTS: Final = frozenset({"starts_on", "period_start", "planned_start", "actual_start", "in_force_from"})
# Shares of one: 90 % is 0.9, while everywhere else a percent is on the scale 0-100.
_SHARES: Final = frozenset({"on_track_min", "at_risk_min"})
# Codes of the world: ARS, AR.
_CAPITALS: Final = frozenset({"currency", "country"})
# Only these can be bounds ("> 70").
_BOUNDED: Final = "value"
# Where a text typed in a column of numbers is kept.
KEPT_IN: Final[Mapping[str, str]] = {"value": "text", "baseline_value": "baseline_text"}
# Words of the field that mean one of ours.
_SAME_WORDS: Final[Mapping[str, str]] = {
    "de finalidad": "de resultado",
    "finalidad": "de resultado",
    "proceso": "de proceso",
    "resultado": "de resultado",
    "final": "meta final",
    "intermedia": "meta intermedia",
    "planificado": "planificado del período",
    "s": "sí",
    "verdadero": "sí",
    "true": "sí",
    "n": "no",
    "falso": "no",
    "false": "no",
}
_SEMICOLONS: Final = re.compile(r"[;\n]")
_ONLY_READ: Final = N_("se leyó el número; lo demás no se guarda")
# What is named by its code or its name.
ITEM_KINDS: Final = ("secretariats", "nodes", "projects", "indicators")
# Which items a column names by their codes.
_NAMED: Final[Mapping[str, str]] = {
    "lead_code": "secretariats",
    "node_code": "nodes",
    "project_code": "projects",
    "indicator_code": "indicators",
}


@dataclass(frozen=True, slots=True)
class CellRead:
    """What a cell says. ``is_unread``: there is something in it that nobody understood.

    ``bound`` and ``text`` are what a number was written with ("> 70", "unos 30") or instead of one.
    """

    value: Any = None
    is_unread: bool = False
    is_no_data: bool = False
    bound: str | None = None
    text: str | None = None


class CodeBook:
    """The codes of the items read so far, found also by the names of the items and by other spellings of the codes."""

    def __init__(self) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._alike: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, kind: str, code: str, name: str) -> None:
        """Take an item in."""
        self._codes[kind].add(code)
        for spelling in (code, name):
            self._alike[kind][matching_key(spelling)].add(code)

    def has(self, kind: str, code: str) -> bool:
        """Whether an item of that kind has that code."""
        return code in self._codes[kind]

    def only_one(self, kind: str, text: str) -> str | None:
        """The code of the only item of that kind that a text may mean, or None."""
        codes = self._alike[kind].get(matching_key(text), set())
        return next(iter(codes)) if len(codes) == 1 else None


class CellReader:
    """Reads the cells of one template; ``findings`` are in the order met.

    ``is_exact`` takes texts as they stand (an export). ``doubtful`` are the references of percents of two readings.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.is_exact = False
        self.doubtful: frozenset[str] = frozenset()
        self.codes = CodeBook()

    def say(self, code: FindingCode, cell: Cell, **inputs: str) -> None:
        """Keep a finding about a cell."""
        self.findings.append(finding_at(code, cell, file=self.file, severity=None, **inputs))

    def read(self, column: SheetColumn, cell: Cell, kind: str = "", *, unit: str | None = None) -> CellRead:
        """Return what a cell says in its column of a sheet of that kind of records.

        ``unit`` is that of the indicator the row is about: "12 cuadras" is 12 where cuadras are counted.
        """
        if cell.is_blank:
            return CellRead()
        problem = of_problem_cell(cell)
        if problem is not None:
            self.say(problem.code, cell)
            return CellRead(is_unread=True)
        match column.type:
            case CellType.NUMBER | CellType.INTEGER:
                return self._number(column, cell, unit)
            case CellType.DATE:
                role = Role.START if column.field in _STARTS else Role.END
                read = read_date_cell(cell, role=role)
                kept = self._kept(read, cell)
                return self._made(read, kept.on if kept is not None else None)
            case CellType.CODE:
                # What an item depends on is of its own kind.
                return self._code(cell, kind if column.field == "parent_code" else column.field)
            case CellType.YES_NO:
                return self._option(cell, {True: YES, False: NO})
            case CellType.CHOICE if column.field == "state":
                state = read_state_cell(cell)
                kept = self._kept(state, cell)
                return self._made(state, kept.value if kept is not None else None)
            case CellType.CHOICE:
                return self._option(cell, column.words)
            case CellType.TEXT | CellType.LINES:
                text = self._text(column, cell)
                return CellRead(text, is_no_data=text is None)

    def _made(self, read: Result[Any], value: Any) -> CellRead:
        return CellRead(value, is_unread=isinstance(read, NotUnderstood), is_no_data=isinstance(read, NoData))

    def _text(self, column: SheetColumn, cell: Cell) -> str | None:
        if isinstance(cell.value, str):
            if self.is_exact and not (column.field == "shared" and self._has_strangers(cell.value)):
                return cell.value
            if no_data_mark(cell.value):
                self.say(FindingCode.NO_DATA_MARK, cell)
                return None
            if column.field == "shared":
                return self._with_codes(cell, cell.value) or None
            text = (clean_lines if column.type is CellType.LINES else clean_text)(cell.value)
            return (text.upper() if column.field in _CAPITALS else text) or None
        if isinstance(cell.value, dt.date):
            return cell.value.isoformat()
        if isinstance(cell.value, float) and cell.value.is_integer():
            return str(int(cell.value))
        return str(cell.value)

    def _number(self, column: SheetColumn, cell: Cell, unit: str | None) -> CellRead:
        is_doubtful = cell.ref in self.doubtful
        read = read_percent_cell(plain_number(cell), Scale.DOUBTFUL) if is_doubtful else read_number_cell(cell)
        keeps_text = column.field in KEPT_IN
        if isinstance(read, NotUnderstood) and keeps_text:
            read = _without_unit(cell, unit) or read
        if isinstance(read, NotUnderstood):
            if keeps_text and isinstance(cell.value, str) and not is_doubtful:
                self.say(FindingCode.TEXT_IN_NUMERIC_COLUMN, cell)
                return CellRead(text=clean_text(cell.value))
            self.say(read.code, cell)
            return CellRead(is_unread=True)
        if isinstance(read, NoData):
            self._kept(read, cell)
            return CellRead(is_no_data=True)
        quantity = read.value
        is_whole = quantity.value.is_integer()
        if (quantity.bound is not None and column.field != _BOUNDED) or (
            column.type is CellType.INTEGER and not is_whole
        ):
            is_bound = quantity.bound is not None
            self.say(FindingCode.NUMBER_NOT_UNDERSTOOD if is_bound else FindingCode.NUMBER_NOT_WHOLE, cell)
            return CellRead(is_unread=True)
        self._tell_of_number(read, cell, keeps_text=keeps_text)
        number = quantity.value / 100 if quantity.is_percent and column.field in _SHARES else quantity.value
        return CellRead(
            int(number) if column.type is CellType.INTEGER else number,
            bound=quantity.bound.value if quantity.bound is not None else None,
            text=clean_text(str(cell.value)) if keeps_text and read.note_text and quantity.bound is None else None,
        )

    def _tell_of_number(self, read: Understood[Quantity], cell: Cell, *, keeps_text: bool) -> None:
        for note, found in zip(read.notes, findings_of(read, cell, file=self.file), strict=True):
            # What was written beside the number is kept only where there is a place for it.
            is_unit = note.code is FindingCode.NUMBER_WITH_UNIT and not note.text
            is_lost = is_unit or (bool(note.text) and not keeps_text and note.code is not FindingCode.BOUND_NOT_VALUE)
            self.findings.append(found.with_action(_ONLY_READ) if is_lost else found)

    def _option(self, cell: Cell, words: Mapping[Any, str]) -> CellRead:
        if isinstance(cell.value, str) and no_data_mark(cell.value):
            self.say(FindingCode.NO_DATA_MARK, cell)
            return CellRead(is_no_data=True)
        typed = matching_key(str(cell.value))
        for key in (typed, matching_key(_SAME_WORDS.get(typed, ""))):
            for stored, word in words.items():
                if (key and key in (matching_key(word), matching_key(str(stored)))) or str(
                    cell.value
                ).strip() == stored:
                    return CellRead(stored)
        self.say(FindingCode.OPTION_NOT_UNDERSTOOD, cell, options=", ".join(words.values()))
        return CellRead(is_unread=True)

    def _code(self, cell: Cell, named: str) -> CellRead:
        kind = _NAMED.get(named, named)
        # In an export a code is what it is, but people go on writing in exports.
        is_as_it_is = kind not in ITEM_KINDS or self.codes.has(kind, str(cell.value))
        if self.is_exact and isinstance(cell.value, str) and is_as_it_is:
            return CellRead(cell.value)
        read = read_code_cell(cell)
        code = read.value if isinstance(read, Understood) else None
        if code is not None and self.codes.has(kind, code):
            self._tell_of_lost_zero(cell, kind, code)
            return self._as_read(read, cell)
        meant = self.codes.only_one(kind, str(cell.value)) if isinstance(cell.value, str) else None
        if meant is None and code is not None and _may_have_lost_zero(cell, code) and self.codes.has(kind, code + "0"):
            self.say(FindingCode.CODE_DOUBTFUL, cell, read_as=code + "0")
            return CellRead(code + "0")
        if meant is not None:
            self.say(FindingCode.NAME_FOR_CODE, cell, read_as=meant)
            return CellRead(meant)
        return self._as_read(read, cell)

    def _as_read(self, read: Result[str], cell: Cell) -> CellRead:
        if isinstance(read, Understood) and isinstance(cell.value, str) and read.value == cell.value.strip():
            return CellRead(read.value)  # nobody sees a space at the end: there is nothing to say
        return self._made(read, self._kept(read, cell))

    def _tell_of_lost_zero(self, cell: Cell, kind: str, code: str) -> None:
        if _may_have_lost_zero(cell, code) and self.codes.has(kind, code + "0"):
            self.say(FindingCode.CODE_DOUBTFUL, cell, read_as=code)

    def _with_codes(self, cell: Cell, text: str) -> str:
        """The list with the codes of the secretariats that it calls by their names: "Obras (Directora); SEC-02"."""
        listed: list[str] = []
        for part in _SEMICOLONS.split(text):
            # Names have commas too: they part a list only when each part is a secretariat.
            parts = part.split(",")
            listed += parts if all(self._area_of(one.partition("(")[0]) for one in parts) else [part]
        found = []
        for one in filter(None, map(clean_text, listed)):
            typed, bracket, post = one.partition("(")
            code = self._area_of(typed) or typed.strip()
            if code != typed.strip():
                self.say(FindingCode.NAME_FOR_CODE, cell, read_as=code)
            found.append(f"{code} ({post}" if bracket else code)
        return "; ".join(found)

    def _has_strangers(self, text: str) -> bool:
        """Whether a list of secretariats has one that is not the code of any."""
        codes = (part.partition("(")[0].strip() for part in text.split(";"))
        return not all(self.codes.has("secretariats", code) for code in codes if code)

    def _area_of(self, text: str) -> str | None:
        code = text.strip()
        return code if self.codes.has("secretariats", code) else self.codes.only_one("secretariats", text)

    def _kept(self, read: Result[Any], cell: Cell) -> Any:
        self.findings.extend(findings_of(read, cell, file=self.file))
        return read.value if isinstance(read, Understood) else None


def tell_of_lost_zeros(cells: Iterable[Cell], reader: CellReader) -> None:
    """Report the codes of a column that were typed as numbers and may have lost their last zero (1.10 as 1.1)."""
    some, seen = list(cells), set[str]()
    for cell, read in zip(some, read_code_column(some), strict=True):
        if not isinstance(read, Understood):
            continue
        is_noted = any(note.code is FindingCode.CODE_DOUBTFUL for note in read.notes)
        if is_noted or (read.value in seen and _may_have_lost_zero(cell, read.value)):
            reader.say(FindingCode.CODE_DOUBTFUL, cell, read_as=read.value)
        seen.add(read.value)


def _without_unit(cell: Cell, unit: str | None) -> Result[Quantity] | None:
    """The number of a text that ends in the unit of its indicator, or None."""
    if not unit or not isinstance(cell.value, str):
        return None
    text = clean_text(cell.value)
    if not text.casefold().endswith(clean_text(unit).casefold()):
        return None
    read = read_number(text[: -len(clean_text(unit))])
    if not isinstance(read, Understood):
        return None
    return Understood(read.value, (*read.notes, Note(FindingCode.NUMBER_WITH_UNIT)))


def _may_have_lost_zero(cell: Cell, code: str) -> bool:
    """A number like 1.1 may have been typed as 1.10."""
    return cell.kind is CellKind.NUMBER and "." in code
