"""xlsx and xlsm: sheets streamed from their XML. Macros and external links are never followed.

Own reader rather than a library's: the fast ones return error cells as blanks and forget number formats and formulas
without a calculated value; the complete one needs six times the memory (docs/adr/0008).
"""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from intake.reading_formats import BUILT_IN_FORMATS, civil_moment, from_serial, shows_date
from intake.reading_grid import (
    GENERAL,
    ErrorMark,
    SheetGrid,
    StoredValue,
    column_number,
    merged_range,
)
from intake.reading_limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHARED_TEXTS,
    MAX_SHEETS,
    MAX_STYLES,
    Budget,
    UnreadableFile,
    UnreadableReason,
)
from intake.reading_xml import attribute, local_name, parse_xml

_ESCAPED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}\Z")
_LONGEST_ERROR = 20
_LONGEST_NUMBER = 400


class Relation(NamedTuple):
    """Where a part of the package points to."""

    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True)
class XlsxSheet:
    """A sheet as the workbook declares it."""

    name: str
    part: str
    hidden: bool


class XlsxPackage:
    """The parts of a workbook that all its sheets share."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget) -> None:
        """Read the list of sheets and the formats; the texts and the cells wait until a sheet is asked for."""
        self._archive = archive
        self._budget = budget
        self._names = {name.lower(): name for name in archive.namelist()}
        self._texts: list[str] | None = None
        self.starts_1904 = False
        self.sheets: list[XlsxSheet] = []
        workbook_part = self._workbook_part()
        relations = self._relations(workbook_part)
        self._read_workbook(workbook_part, relations)
        self._formats = self._read_styles(self._related(relations, "styles"))
        self._texts_part = self._related(relations, "sharedStrings")
        self.has_macros = any(name.endswith("vbaproject.bin") for name in self._names)
        self.has_external_links = any(relation.kind == "externalLink" for relation in relations.values())

    def close(self) -> None:
        """Close the zip; the file itself belongs to whoever opened it."""
        self._archive.close()

    def read(self, sheet: XlsxSheet) -> SheetGrid:
        """Return the cells of a sheet. Raises UnreadableFile, or an error of reading_xml.DAMAGE."""
        if self._texts is None:
            self._texts = self._read_texts()
        grid = SheetGrid(self._budget.file, sheet.name, hidden=sheet.hidden, budget=self._budget)
        reader = _SheetReader(grid, self._texts, self._formats, self._budget, starts_1904=self.starts_1904)
        self._parse(sheet.part, reader.start, reader.end, reader.text)
        return grid

    def _parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] = lambda name: None,
        text: Callable[[str], None] = lambda data: None,
    ) -> None:
        with self._archive.open(self._names[part.lower()]) as stream:
            parse_xml(stream, self._budget, start, end, text)

    def _workbook_part(self) -> str:
        if "xl/workbook.bin" in self._names:
            raise UnreadableFile(UnreadableReason.BINARY_WORKBOOK, self._budget.file)
        main = self._related(self._relations(""), "officeDocument")
        return main if main is not None else "xl/workbook.xml"

    def _relations(self, part: str) -> dict[str, Relation]:
        folder, _, name = part.rpartition("/")
        relations_part = posixpath.join(folder, "_rels", name + ".rels")
        relations: dict[str, Relation] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship":
                target = attributes.get("Target", "")
                is_external = attributes.get("TargetMode") == "External"
                if not is_external:
                    # A target is a name inside the package, never a path of this machine.
                    target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = attributes.get("Type", "").rpartition("/")[2]
                relations[attributes.get("Id", "")] = Relation(kind, target, is_external)

        if relations_part.lower() in self._names:
            self._parse(relations_part, start)
        return relations

    def _related(self, relations: dict[str, Relation], kind: str) -> str | None:
        for relation in relations.values():
            if relation.kind == kind and not relation.is_external and relation.target.lower() in self._names:
                return relation.target
        return None

    def _read_workbook(self, part: str, relations: dict[str, Relation]) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr":
                self.starts_1904 = attributes.get("date1904") in ("1", "true")
            elif tag == "sheet":
                identifier = next((v for k, v in attributes.items() if ":" in k and local_name(k) == "id"), "")
                relation = relations.get(identifier)
                # Chart sheets and macro sheets have no table to read.
                if relation is not None and relation.kind == "worksheet" and not relation.is_external:
                    hidden = attributes.get("state", "visible") != "visible"
                    self.sheets.append(XlsxSheet(attribute(attributes, "name") or "", relation.target, hidden))
                if len(self.sheets) > MAX_SHEETS:
                    raise UnreadableFile(UnreadableReason.TOO_COMPLEX, self._budget.file)

        self._parse(part, start)

    def _read_styles(self, part: str | None) -> list[str]:
        """Return the number format of each cell style."""
        formats = dict(BUILT_IN_FORMATS)
        styles: list[str] = []
        inside_cell_styles = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside_cell_styles
            if tag == "numFmt" and "numFmtId" in attributes:
                formats[int(attributes["numFmtId"])] = attributes.get("formatCode", GENERAL)
            elif tag == "cellXfs":
                inside_cell_styles = True
            elif tag == "xf" and inside_cell_styles:
                styles.append(formats.get(int(attributes.get("numFmtId", "0")), GENERAL))
            if len(styles) > MAX_STYLES or len(formats) > MAX_STYLES:
                raise UnreadableFile(UnreadableReason.TOO_COMPLEX, self._budget.file)

        def end(tag: str) -> None:
            nonlocal inside_cell_styles
            if tag == "cellXfs":
                inside_cell_styles = False

        if part is not None:
            self._parse(part, start, end)
        return styles

    def _read_texts(self) -> list[str]:
        texts: list[str] = []
        pieces: list[str] = []
        inside_text = False
        inside_phonetic = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside_text, inside_phonetic
            if tag == "t":
                inside_text = not inside_phonetic
            elif tag == "si":
                pieces.clear()
            elif tag == "rPh":
                inside_phonetic = True

        def end(tag: str) -> None:
            nonlocal inside_text, inside_phonetic
            if tag == "t":
                inside_text = False
            elif tag == "rPh":
                inside_phonetic = False
            elif tag == "si":
                texts.append(unescape("".join(pieces)))
                if len(texts) > MAX_SHARED_TEXTS:
                    raise UnreadableFile(UnreadableReason.TOO_MUCH_TEXT, self._budget.file, limit=MAX_SHARED_TEXTS)

        def text(data: str) -> None:
            if inside_text:
                self._budget.spend_text(len(data))
                pieces.append(data)

        if self._texts_part is not None:
            self._parse(self._texts_part, start, end, text)
        return texts


class _SheetReader:
    """Handlers that turn the XML of a sheet into a grid."""

    def __init__(
        self, grid: SheetGrid, texts: list[str], formats: list[str], budget: Budget, *, starts_1904: bool
    ) -> None:
        self._grid = grid
        self._texts = texts
        self._formats = formats
        self._budget = budget
        self._starts_1904 = starts_1904
        self._columns: dict[str, int] = {}
        self._row = 0
        self._column = 0
        self._kind = "n"
        self._style = 0
        self._pieces: list[str] = []
        self._inside_value = False
        self._inside_phonetic = False
        self._has_formula = False
        self._inside_cell = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or tag == "t":
            self._inside_value = self._inside_cell and not self._inside_phonetic
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            number = attributes.get("r")
            self._row = int(number) if number is not None else self._row + 1
            self._column = 0
            if not 1 <= self._row <= MAX_ROWS:
                raise ValueError(number)
        elif tag == "rPh":
            self._inside_phonetic = True
        elif tag == "mergeCell":
            self._grid.merge(merged_range(attributes["ref"]))

    def end(self, tag: str) -> None:
        if tag == "c":
            self._inside_cell = False
            if self._pieces or self._has_formula:
                self._end_cell()
        elif tag == "v" or tag == "t":
            self._inside_value = False
        elif tag == "rPh":
            self._inside_phonetic = False

    def text(self, data: str) -> None:
        if self._inside_value:
            self._pieces.append(data)
            # Shared texts are counted where they are read; a number is not worth counting unless it is none.
            if (self._kind != "s" and self._kind != "n") or len(data) > _LONGEST_NUMBER:
                self._budget.spend_text(len(data))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self._column += 1
        else:
            letters = address.rstrip("0123456789")
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
            self._column = column
        if self._column > MAX_COLUMNS or self._row == 0:
            raise ValueError(address)
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._pieces = []
        self._has_formula = False
        self._inside_cell = True

    def _end_cell(self) -> None:
        raw = "".join(self._pieces)
        # Styles that are not in the file show the number as it is.
        number_format = self._formats[self._style] if 0 <= self._style < len(self._formats) else GENERAL
        self._grid.put(self._row, self._column, self._value(raw, number_format), number_format)

    def _value(self, raw: str, number_format: str) -> StoredValue:
        kind = self._kind
        if kind == "inlineStr" or kind == "str":
            return unescape(raw)
        if not raw:
            return ErrorMark(None)
        if kind == "s":
            index = int(raw)
            if index < 0:
                raise ValueError(raw)
            return self._texts[index]
        if kind == "e":
            return ErrorMark(raw[:_LONGEST_ERROR])
        if kind == "b":
            return raw.strip() not in ("0", "false")
        if kind == "d":
            return _iso_date(raw)
        return number_or_date(raw, number_format, starts_1904=self._starts_1904)


def unescape(text: str) -> str:
    """Return the text with "_x000D_" and the like turned into the characters they stand for (ECMA-376 22.9.2.19)."""
    if "_x" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return "" if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)

    return _ESCAPED_CHARACTER.sub(character, text)


def number_or_date(raw: str, number_format: str, *, starts_1904: bool) -> StoredValue:
    """Return the number written in a cell, as a date where its format shows one; text that is no number stays text."""
    number: int | float
    if _WHOLE_NUMBER.match(raw):
        number = int(raw)
    else:
        try:
            number = float(raw)
        except ValueError:
            return raw
        if not math.isfinite(number) or "_" in raw:
            return raw
    if shows_date(number_format):
        moment = from_serial(number, starts_1904=starts_1904)
        if moment is not None:
            return moment
    return number


def _iso_date(raw: str) -> date | datetime | str:
    try:
        moment = datetime.fromisoformat(raw.strip())
    except ValueError:
        return raw
    return civil_moment(moment)
