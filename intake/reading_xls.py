"""xls, the format of Excel 97-2003, read with xlrd: it keeps errors, number formats, merged cells and hidden sheets."""

from __future__ import annotations

import os
from typing import IO, Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT

from intake.reading_formats import from_serial
from intake.reading_grid import GENERAL, ErrorMark, MergedRange, SheetGrid, StoredValue
from intake.reading_limits import MAX_SHEETS, MAX_XLS_BYTES, Budget, UnreadableFile, UnreadableReason


def read_xls(stream: IO[bytes], budget: Budget) -> list[SheetGrid]:
    """Return the sheets of the workbook; raises UnreadableFile for anything the library cannot read."""
    content = stream.read(MAX_XLS_BYTES + 1)
    if len(content) > MAX_XLS_BYTES:
        raise UnreadableFile(UnreadableReason.TOO_LARGE, budget.file, limit=MAX_XLS_BYTES // 1024**2)
    with open(os.devnull, "w") as log:
        try:
            book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=log)
            if book.nsheets > MAX_SHEETS:
                raise UnreadableFile(UnreadableReason.TOO_COMPLEX, budget.file)
            return [_read_sheet(book, sheet, budget) for sheet in book.sheets()]
        except UnreadableFile:
            raise
        except Exception as error:
            # Bytes that lie make the library fail in any way Python knows.
            reason = UnreadableReason.ENCRYPTED if "encrypted" in str(error) else UnreadableReason.DAMAGED
            raise UnreadableFile(reason, budget.file) from error


def _read_sheet(book: Any, sheet: Any, budget: Budget) -> SheetGrid:
    grid = SheetGrid(budget.file, sheet.name, hidden=sheet.visibility != 0, budget=budget)
    for row in range(sheet.nrows):
        kinds = sheet.row_types(row)
        values = sheet.row_values(row)
        for column, kind in enumerate(kinds):
            stored = _stored(kind, values[column], starts_1904=bool(book.datemode))
            if stored is None or (isinstance(stored, str) and not stored.strip()):
                continue
            if isinstance(stored, str):
                budget.spend_text(len(stored))
            style = sheet.cell_xf_index(row, column)
            grid.put(row + 1, column + 1, stored, _format(book, style))
    for first_row, after_row, first_column, after_column in sheet.merged_cells:
        if after_row > first_row and after_column > first_column:
            grid.merge(MergedRange(first_row + 1, first_column + 1, after_row, after_column))
    return grid


def _format(book: Any, style: int) -> str:
    number_format = book.format_map[book.xf_list[style].format_key].format_str
    return GENERAL if not number_format or number_format.lower() == "general" else str(number_format)


def _stored(kind: int, value: Any, *, starts_1904: bool) -> StoredValue | None:
    if kind == XL_CELL_TEXT:
        return str(value)
    if kind == XL_CELL_NUMBER:
        return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)
    if kind == XL_CELL_DATE:
        moment = from_serial(value, starts_1904=starts_1904)
        return float(value) if moment is None else moment
    if kind == XL_CELL_ERROR:
        return ErrorMark(xlrd.error_text_from_code.get(value, "#ERROR"))
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    return None
