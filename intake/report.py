"""The findings as a workbook: a list, and a copy of the source's sheets with each marked cell coloured and explained.

Nothing of the source is executed or followed: values are copied as values, and texts like formulas stay texts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment

from intake.findings import Finding, Severity, by_kind
from intake.preview import SEVERITY_WORDS
from intake.reading import SheetGrid
from intake.reading_grid import column_letters, split_address
from intake.sheet_writing import MARKED_FILLS, TITLE_FONT, WRAPPED, Written, header, whole_file, written
from intake.wording import N_, Translate, as_written

LIST_SHEET: Final = N_("Hallazgos")
_HEADERS: Final = (
    N_("Importancia"),
    N_("Clase"),
    N_("Hoja"),
    N_("Celda"),
    N_("Se encontró"),
    N_("Se esperaba"),
    N_("Qué se hizo"),
)
_BESIDE: Final = N_("Hallazgos de la fila")
_NOT_IN_NAMES: Final = re.compile(r"[\\/*?:\[\]]")
_LONGEST_NAME: Final = 31
_NARROWEST: Final = 11
_WIDE: Final = 40
_WIDEST: Final = 80
_ROWS_OF_WIDTHS: Final = 200
_RANK: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def write_report(
    path: str | os.PathLike[str],
    findings: Sequence[Finding],
    sheets: Mapping[str, SheetGrid],
    translate: Translate = as_written,
) -> Path:
    """Write the report and return its path. OSError when it cannot be written."""
    with whole_file(path) as stream:
        workbook = Workbook(write_only=True)
        _write_list(workbook, findings, translate)
        names = {translate(LIST_SHEET)}
        for name, grid in sheets.items():
            marks = _marks_of(finding for finding in findings if finding.sheet == name)
            _write_copy(workbook, _free_name(name, names), grid, marks, translate)
        workbook.save(stream)
    return Path(path)


def _write_list(workbook: Workbook, findings: Sequence[Finding], translate: Translate) -> None:
    sheet: Any = workbook.create_sheet(translate(LIST_SHEET))
    for letter, width in zip("ABCDEFG", (13, 38, 24, 9, 50, 46, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    title = written(sheet, translate(N_("{count} hallazgos")).format(count=len(findings)))
    title.font = TITLE_FONT
    sheet.append([title])
    sheet.append([header(sheet, translate(word)) for word in _HEADERS])
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:G{2 + len(findings)}"
    for group in by_kind(findings):
        for one in group.findings:
            row: list[Written] = [
                translate(SEVERITY_WORDS[one.severity]),
                translate(one.title),
                one.sheet,
                one.cell,
                one.found,
                one.expected_in(translate),
                one.action_in(translate),
            ]
            cells = [written(sheet, value) for value in row]
            cells[0].fill = MARKED_FILLS[one.severity]
            for cell in cells[4:]:
                cell.alignment = WRAPPED
            sheet.append(cells)


def _write_copy(
    workbook: Workbook,
    name: str,
    grid: SheetGrid,
    marks: Mapping[tuple[int, int], Sequence[Finding]],
    translate: Translate,
) -> None:
    sheet: Any = workbook.create_sheet(name)
    beside = max([grid.max_column, *(column for _, column in marks)], default=0) + 1
    rows = set(grid.row_numbers) | {row for row, _ in marks}
    for column, width in _widths(grid).items():
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.column_dimensions[column_letters(beside)].width = _WIDEST
    for number in range(1, max(rows, default=0) + 1):
        if number not in rows:
            sheet.append([])
            continue
        cells = [None] * beside
        for cell in grid.row(number):
            value: Written = cell.error if cell.error is not None else cell.value
            cells[cell.column - 1] = written(
                sheet, value, None if cell.number_format == "General" else cell.number_format
            )
        told = []
        for column in range(1, beside):
            found = marks.get((number, column))
            if found:
                marked = cells[column - 1] or written(sheet, None)
                worst = min(found, key=lambda one: _RANK[one.severity])
                marked.fill = MARKED_FILLS[worst.severity]
                words = [_in_words(one, translate) for one in found]
                marked.comment = Comment("\n".join(words), "Metas Abiertas", width=360, height=120)
                cells[column - 1] = marked
                told += [f"{one.cell}: {said}" for one, said in zip(found, words, strict=True)]
        if told:
            said_beside = written(sheet, " · ".join(told))
            said_beside.alignment = WRAPPED
            cells[beside - 1] = said_beside
        elif number == min(rows):
            cells[beside - 1] = header(sheet, translate(_BESIDE))
        sheet.append(cells)


def _widths(grid: SheetGrid) -> dict[int, float]:
    """A width for each column in which most of what it holds can be read."""
    widths: dict[int, float] = {}
    for number in grid.row_numbers[:_ROWS_OF_WIDTHS]:
        for cell in grid.row(number):
            needed = min(_WIDE, max(map(len, cell.found.splitlines()), default=0) + 2)
            widths[cell.column] = max(_NARROWEST, needed, widths.get(cell.column, 0))
    return widths


def _marks_of(findings: Iterable[Finding]) -> dict[tuple[int, int], list[Finding]]:
    marks: dict[tuple[int, int], list[Finding]] = {}
    for one in findings:
        try:
            marks.setdefault(split_address(one.cell), []).append(one)
        except ValueError:
            continue  # about the whole sheet: it is in the list
    return marks


def _in_words(one: Finding, translate: Translate) -> str:
    expected = translate(N_("se esperaba {expected}")).format(expected=one.expected_in(translate))
    return f"{translate(one.title)}: {expected}; {one.action_in(translate)}"


def _free_name(name: str, taken: set[str]) -> str:
    """A sheet name that a workbook accepts; a path in a name is only a text."""
    base = _NOT_IN_NAMES.sub("_", name).strip("'")[:_LONGEST_NAME] or "Hoja"
    free, number = base, 2
    while free in taken:
        suffix = f" ({number})"
        free, number = base[: _LONGEST_NAME - len(suffix)] + suffix, number + 1
    taken.add(free)
    return free
