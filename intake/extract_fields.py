"""Reading single facts from cells the way a recipe says, and keeping a finding for everything that was not plain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

from intake.extract_tables import Row
from intake.findings import Finding, FindingCode, finding_at
from intake.normalize.codes import read_code_cell
from intake.normalize.dates import DateRead, Role, read_date_cell
from intake.normalize.numbers import DecimalStyle, Quantity, read_number_cell, without_doubt
from intake.normalize.percents import Scale, read_percent_cell
from intake.normalize.results import NoData, NotUnderstood, Result, Understood, findings_of
from intake.normalize.states import read_state_cell
from intake.normalize.text import clean_lines, clean_text, matching_key, no_data_mark
from intake.reading import Cell, CellKind
from intake.recipe import FieldRule, ReadingOptions, Recipe, Scalar
from kpis.vocabulary import ProjectState

T = TypeVar("T")
LONGEST_CODE: Final = 80
LARGEST: Final = 1e18  # beyond this, sums of squares and money lose their units
# Findings of cells that say something nobody could read; a text kept as text, or a mark of no data, was read.
_UNREAD: Final = frozenset(
    {
        FindingCode.ERROR_CELL,
        FindingCode.FORMULA_WITHOUT_VALUE,
        FindingCode.NUMBER_NOT_UNDERSTOOD,
        FindingCode.PERCENT_SCALE_DOUBTFUL,
        FindingCode.CODE_NOT_UNDERSTOOD,
        FindingCode.STATE_NOT_UNDERSTOOD,
        FindingCode.OPTION_NOT_UNDERSTOOD,
        FindingCode.VALUE_IMPOSSIBLE,
    }
)
_YES: Final = frozenset({"si", "s", "x", "true", "verdadero", "1"})
_NO: Final = frozenset({"no", "n", "false", "falso", "0"})
_PARAGRAPH: Final = re.compile(r"\n\s*\n")


@lru_cache(maxsize=65_536)
def _cleaned(text: str) -> tuple[str, bool]:
    """A text with its lines cleaned, and whether it only says that there is no data; texts of sheets repeat a lot."""
    lines = clean_lines(text)
    return lines, bool(lines) and no_data_mark(lines) is not None


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fact:
    """A text, and the cell it came from (None for a constant of the recipe)."""

    text: str
    cell: Cell | None


class FieldReader:
    """Reads the facts of one source by its recipe; ``findings`` holds what there is to say, each thing once."""

    def __init__(self, recipe: Recipe, file: str) -> None:
        self.file = file
        self.options: ReadingOptions = recipe.reading
        self.style = DecimalStyle.COMMA if recipe.reading.decimal == "es" else DecimalStyle.POINT
        self._corrections = {clean_text(wrong): right for wrong, right in recipe.corrections.items()}
        self._no_data = {matching_key(mark) for mark in recipe.reading.no_data}
        self._scales: dict[tuple[str, int, int], Scale | None] = {}
        self._styles: dict[tuple[str, int, int], DecimalStyle] = {}
        self._map_keys: dict[int, dict[str, Scalar]] = {}
        self._findings: dict[tuple[object, ...], Finding] = {}
        # How often something could not be read so far; who reads a fact compares it before and after.
        self.unread_count = 0

    @property
    def findings(self) -> list[Finding]:
        """What was found so far, in the order met."""
        return list(self._findings.values())

    def report(self, *some: Finding) -> None:
        """Keep findings; the same thing about the same cell is said once."""
        for one in some:
            self.unread_count += one.code in _UNREAD
            self._findings.setdefault((one.code, one.sheet, one.cell, one.inputs), one)

    def say(self, code: FindingCode, cell: Cell, **inputs: str) -> None:
        """Keep a finding about a cell."""
        self.report(finding_at(code, cell, file=self.file, severity=None, **inputs))

    def use_scales(self, cells: Sequence[Cell], scales: Sequence[Scale | None]) -> None:
        """From now on read these cells as percents of these scales."""
        self._scales.update(((c.sheet, c.row, c.column), scale) for c, scale in zip(cells, scales, strict=True))

    def use_style(self, cells: Sequence[Cell], style: DecimalStyle) -> None:
        """From now on read these cells in the style that their column shows beyond doubt."""
        self._styles.update(((c.sheet, c.row, c.column), style) for c in cells)

    def has_scale(self, cell: Cell) -> bool:
        """Whether the cell is read as a percent of a known scale."""
        return (cell.sheet, cell.row, cell.column) in self._scales

    def cell(self, name: str, row: Row) -> Cell:
        """Return the row's cell of a declared column. A column that is not there is not blank: it says nothing."""
        self.unread_count += row.lacks(name)
        return row.cell(name)

    def lines_of(self, cell: Cell) -> str:
        """Return the text of a cell with its line breaks, cleaned and corrected as the recipe says; "" for no data."""
        if cell.error is not None:
            self.say(FindingCode.ERROR_CELL, cell)
            return ""
        if cell.formula_without_value:
            self.say(FindingCode.FORMULA_WITHOUT_VALUE, cell)
            return ""
        if cell.value is None:
            return ""
        if cell.kind is not CellKind.TEXT:
            return _shown(cell)
        text, _ = _cleaned(str(cell.value))
        corrected = self._corrections.get(clean_text(text)) if self._corrections else None
        if corrected is not None:
            self.say(FindingCode.TEXT_CORRECTED, cell, read_as=corrected)
            return corrected
        return text

    def text(self, rule: FieldRule | None, row: Row, *, on_one_line: bool = True) -> str | None:
        """Return the text a rule makes from a row, or None when nothing is left."""
        if rule is None:
            return None
        if rule.column is None:
            return None if rule.value is None else str(rule.value)
        made = self._mapped(rule, self._fact(rule, row))
        if made is None:
            return None
        text = clean_text(str(made)) if on_one_line else str(made)
        return text or None

    def _fact(self, rule: FieldRule, row: Row) -> Fact:
        if rule.column is None:
            return Fact("" if rule.value is None else str(rule.value), None)
        cell = self.cell(rule.column, row)
        text = self.lines_of(cell)
        if not text:
            return Fact("", cell)
        if text and (_cleaned(text)[1] or (self._no_data and matching_key(text) in self._no_data)):
            self.say(FindingCode.NO_DATA_MARK, cell)
            text = ""
        if rule.lines != "all":
            first, *rest = _PARAGRAPH.split(text, maxsplit=1)
            text = first if rule.lines == "first" else "".join(rest)
        if rule.pattern is not None and text:
            match = _pattern(rule.pattern).search(text)
            text = (match[1] or "").strip() if match is not None else ""
        return Fact(text.strip(), cell)

    def _mapped(self, rule: FieldRule, fact: Fact) -> Scalar:
        if not fact.text:
            return rule.default
        if rule.map is None:
            return fact.text
        keys = self._map_keys.get(id(rule))
        if keys is None:
            keys = self._map_keys[id(rule)] = {matching_key(written): value for written, value in rule.map.items()}
        key = matching_key(fact.text)
        if key in keys:
            return keys[key]
        if rule.keep_others:
            return fact.text
        if rule.default is None and fact.cell is not None:
            self.say(FindingCode.OPTION_NOT_UNDERSTOOD, fact.cell, options=", ".join(rule.map))
        return rule.default

    def number(self, rule: FieldRule | None, row: Row) -> float | None:
        """Return the number a rule makes from a row, or None."""
        if rule is None:
            return None
        if rule.column is not None and rule.map is None and rule.pattern is None:
            number = self.exact(self.cell(rule.column, row))
            if number is not None:
                return number.value
            return None if rule.default is None else float(str(rule.default))
        made = self._mapped(rule, self._fact(rule, row))
        return None if made is None else float(str(made))

    def exact(self, cell: Cell) -> Quantity | None:
        """Return the number of a cell that can hold nothing else; a bound is none, and is left out with a finding."""
        read = self.quantity_read(cell)
        if isinstance(read, Understood) and read.value.bound is not None:
            read = NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
        self.report(*findings_of(read, cell, file=self.file))
        return read.value if isinstance(read, Understood) else None

    def quantity_read(self, cell: Cell, *, allow_band: bool = False) -> Result[Quantity]:
        """Return how a cell reads as a number, saying nothing about it yet. Percents follow the recipe's scale.

        ``allow_band`` takes "entre 45 y 55" for a number with an upper limit.
        """
        shown = self._styles.get((cell.sheet, cell.row, cell.column))
        read = self._quantity_read(cell, shown or self.style, allow_band)
        if shown is not None:
            read = without_doubt(read)
        if isinstance(read, Understood) and abs(read.value.value) > LARGEST:
            return NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
        return read

    def _quantity_read(self, cell: Cell, style: DecimalStyle, allow_band: bool) -> Result[Quantity]:
        place = (cell.sheet, cell.row, cell.column)
        if place in self._scales:
            return read_percent_cell(cell, self._scales[place], style=style, allow_band=allow_band)
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
            if self.options.percent == "as_stored":
                return Understood(Quantity(float(cell.value)))
        elif cell.kind is CellKind.TEXT and matching_key(str(cell.value)) in self._no_data:
            return NoData(str(cell.value))
        read = read_number_cell(cell, style=style, allow_band=allow_band)
        if self.options.percent == "as_stored" and isinstance(read, Understood) and read.value.is_percent:
            quantity = read.value
            upper = None if quantity.upper is None else quantity.upper / 100
            return Understood(replace(quantity, value=quantity.value / 100, upper=upper), read.notes)
        return read

    def code(self, rule: FieldRule, row: Row) -> str | None:
        """Return the code a rule makes from a row, or None when the cell holds none."""
        if rule.column is None or rule.pattern is not None or rule.map is not None:
            return self.text(rule, row)
        cell = self.cell(rule.column, row)
        code: str | None = self._kept(read_code_cell(cell), cell)
        if code is not None and len(code) > LONGEST_CODE:
            self.say(FindingCode.CODE_NOT_UNDERSTOOD, cell)
            return None
        return code

    def day(self, rule: FieldRule | None, row: Row, role: Role) -> dt.date | None:
        """Return the day a rule makes from a row: the start or the end of what the cell says, as the role asks."""
        if rule is None:
            return None
        if rule.column is None:
            return rule.value if isinstance(rule.value, dt.date) else None
        cell = self.cell(rule.column, row)
        read = read_date_cell(cell, role=role, default_year=self.options.default_year)
        if isinstance(read, NotUnderstood):
            self.unread_count += 1
            self.report(*(one.left_blank() for one in findings_of(read, cell, file=self.file)))
            return None
        day = self._kept(read, cell)
        if day is None:
            return rule.default if isinstance(rule.default, dt.date) else None
        return day.on

    def date(self, cell: Cell, role: Role) -> DateRead | None:
        """Return what a cell says of dates (a day, a period, a remark), or None with a finding when it says none."""
        return self._kept(read_date_cell(cell, role=role, default_year=self.options.default_year), cell)

    def state(self, rule: FieldRule | None, row: Row) -> str | None:
        """Return the state of a project; a map in the recipe comes before the usual words."""
        if rule is None:
            return None
        if rule.column is None or rule.map is not None:
            return self.text(rule, row)
        cell = self.cell(rule.column, row)
        state: ProjectState | None = self._kept(read_state_cell(cell), cell)
        return state.value if state is not None else None

    def word(self, rule: FieldRule | None, row: Row, words: type[StrEnum]) -> str | None:
        """Return what a rule makes from a row when it is one of ``words``; another one is said, and is no word."""
        said = self.text(rule, row)
        if rule is None or rule.column is None or said is None or said in {str(word) for word in words}:
            return said
        self.say(FindingCode.OPTION_NOT_UNDERSTOOD, self.cell(rule.column, row), options=", ".join(words))
        return None

    def flag(self, rule: FieldRule | None, row: Row) -> bool:
        """Return whether a rule's cell says yes ("sí", "x"); a blank, a "no" or no rule at all is not."""
        said = self.text(rule, row)
        if said is None or matching_key(said) in _NO:
            return False
        if matching_key(said) in _YES:
            return True
        if rule is not None and rule.column is not None:
            self.say(FindingCode.OPTION_NOT_UNDERSTOOD, self.cell(rule.column, row), options="sí, no")
        return False

    def _kept(self, read: Understood[T] | NoData | NotUnderstood, cell: Cell) -> T | None:
        self.report(*findings_of(read, cell, file=self.file))
        return read.value if isinstance(read, Understood) else None


class Noting:
    """Notes which facts of a record could not be read: ``noting("state", reader.state(rule, row))``."""

    def __init__(self, reader: FieldReader) -> None:
        self._reader = reader
        self._seen = reader.unread_count
        self.fields: set[str] = set()

    def __call__(self, field: str, fact: T) -> T:
        """Return the fact, just read; its field is noted when something of it was not."""
        if self._reader.unread_count != self._seen:
            self._seen = self._reader.unread_count
            self.fields.add(field)
        return fact

    def pass_over(self) -> None:
        """Leave out what was met since the last fact: it is noted elsewhere."""
        self._seen = self._reader.unread_count


def _shown(cell: Cell) -> str:
    """A number, date or truth value as a person would type it."""
    value = cell.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
