"""ods: sheets streamed from content.xml (OpenDocument 1.3, chapter 9). Repeated empty cells and rows cost nothing."""

from __future__ import annotations

import zipfile
from datetime import date, datetime

from intake.reading_formats import civil_moment
from intake.reading_grid import GENERAL, ErrorMark, MergedRange, SheetGrid, StoredValue
from intake.reading_limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_STYLES,
    Budget,
    UnreadableFile,
    UnreadableReason,
)
from intake.reading_xml import local_name, parse_xml

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_PERCENT_FORMAT = "0.##%"
_DATE_FORMAT = "dd/mm/yyyy"
_ERROR_TEXTS = ("#", "Err:")


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Say whether the manifest speaks of encrypted parts."""
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as stream:
        return b"encryption-data" in stream.read(1024 * 1024)


def read_ods(archive: zipfile.ZipFile, budget: Budget) -> list[SheetGrid]:
    """Return all sheets: they are in one stream. Raises UnreadableFile, or an error of reading_xml.DAMAGE."""
    reader = _ContentReader(budget)
    with archive.open(_CONTENT) as stream:
        parse_xml(stream, budget, reader.start, reader.end, reader.text)
    return reader.sheets


class _ContentReader:
    """Handlers that turn content.xml into grids."""

    def __init__(self, budget: Budget) -> None:
        self.sheets: list[SheetGrid] = []
        self._budget = budget
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._grid: SheetGrid | None = None
        self._row = 0
        self._row_repeat = 1
        self._row_cells: list[tuple[int, int, StoredValue, str]] = []
        self._column = 0
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._paragraph_depth = 0
        self._note_depth = 0
        self._table_depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table-cell" or tag == "covered-table-cell":
            self._cell = {local_name(key): value for key, value in attributes.items()}
            self._paragraphs = []
        elif tag == "p":
            self._paragraph_depth += 1
            if self._paragraphs and not self._note_depth:
                self._paragraphs.append("\n")
        elif tag == "s" and self._paragraph_depth:
            self.text(" " * min(_repeat(attributes, "c"), 1000))
        elif tag in ("tab", "line-break") and self._paragraph_depth:
            self.text("\t" if tag == "tab" else "\n")
        elif tag == "table-row":
            self._row += 1
            self._row_repeat = _repeat(attributes, "number-rows-repeated")
            self._row_cells = []
            self._column = 0
        elif tag == "annotation":
            self._note_depth += 1
        elif tag == "table":
            self._start_table(attributes)
        elif tag == "style":
            self._style = attributes.get("style:name", "")
        elif tag == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
            if len(self._hidden_styles) > MAX_STYLES:
                raise UnreadableFile(UnreadableReason.TOO_COMPLEX, self._budget.file)

    def end(self, tag: str) -> None:
        if tag == "table-cell" or tag == "covered-table-cell":
            self._end_cell(is_covered=tag == "covered-table-cell")
        elif tag == "p":
            self._paragraph_depth -= 1
        elif tag == "table-row":
            self._end_row()
        elif tag == "annotation":
            self._note_depth -= 1
        elif tag == "table":
            self._table_depth -= 1
            if self._table_depth == 0:
                self._grid = None

    def text(self, data: str) -> None:
        if self._paragraph_depth and self._cell is not None and not self._note_depth:
            self._budget.spend_text(len(data))
            self._paragraphs.append(data)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._table_depth += 1
        if self._table_depth > 1:
            return  # a table inside a cell's drawing is not a sheet
        name = attributes.get("table:name", "")
        hidden = attributes.get("table:style-name", "") in self._hidden_styles
        self._grid = SheetGrid(self._budget.file, name, hidden=hidden, budget=self._budget)
        self._row = 0
        self.sheets.append(self._grid)
        if len(self.sheets) > MAX_SHEETS:
            raise UnreadableFile(UnreadableReason.TOO_COMPLEX, self._budget.file)

    def _end_cell(self, *, is_covered: bool) -> None:
        attributes = self._cell or {}
        self._cell = None
        repeat = _repeat(attributes, "number-columns-repeated")
        first = self._column + 1
        self._column += repeat
        if self._column > MAX_COLUMNS:
            raise ValueError(attributes)
        value, number_format = _value(attributes, "".join(self._paragraphs))
        rows = _repeat(attributes, "number-rows-spanned")
        columns = _repeat(attributes, "number-columns-spanned")
        if self._grid is not None and not is_covered and (rows > 1 or columns > 1):
            last_row = min(self._row + rows - 1, MAX_ROWS)
            last_column = min(first + columns - 1, MAX_COLUMNS)
            self._grid.merge(MergedRange(self._row, first, last_row, last_column))
        if value is not None and not (isinstance(value, str) and not value.strip()):
            for column in range(first, first + repeat):
                self._row_cells.append((self._row, column, value, number_format))

    def _end_row(self) -> None:
        last = self._row + self._row_repeat - 1
        if last > MAX_ROWS:
            raise ValueError(last)
        if self._grid is not None and self._row_cells:
            for offset in range(self._row_repeat):
                for row, column, value, number_format in self._row_cells:
                    self._grid.put(row + offset, column, value, number_format)
        self._row_cells = []
        self._row = last


def _repeat(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name)
    if value is None:
        value = next((text for key, text in attributes.items() if local_name(key) == name), "1")
    return max(int(value), 1)


def _value(attributes: dict[str, str], shown: str) -> tuple[StoredValue | None, str]:
    """Return the value of a cell and the format that says how it is meant."""
    kind = attributes.get("value-type", "")
    has_formula = "formula" in attributes
    # LibreOffice stores an error as a text with a note of its own that it is none; older files only show it.
    is_error = shown.startswith(_ERROR_TEXTS) and (has_formula or kind == "error")
    if is_error or attributes.get("calcext:value-type") == "error":
        return ErrorMark(shown[:20] or "#ERROR"), GENERAL
    if kind in ("float", "currency", "percentage"):
        return _number(attributes["value"]), _PERCENT_FORMAT if kind == "percentage" else GENERAL
    if kind == "date":
        return _moment(attributes["date-value"]), _DATE_FORMAT
    if kind == "boolean":
        return attributes["boolean-value"] == "true", GENERAL
    if kind == "string":
        return shown or attributes.get("string-value", ""), GENERAL
    if kind == "time":
        return shown, GENERAL
    if has_formula and not shown:
        return ErrorMark(None), GENERAL
    return shown or None, GENERAL


def _number(text: str) -> int | float:
    number = float(text)
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return int(number) if number.is_integer() and "." not in text and abs(number) < 1e15 else number


def _moment(text: str) -> date | datetime | str:
    try:
        return civil_moment(datetime.fromisoformat(text))
    except ValueError:
        return text
