"""Codes of plans: "1.10" is not 1.1, "0900" keeps its zero, "2,2 " is "2.2". What is changed is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Final

from intake.findings import FindingCode
from intake.normalize.results import NoData, Note, NotUnderstood, Result, Understood, of_problem_cell
from intake.normalize.text import clean_text, no_data_mark
from intake.reading_grid import GENERAL, Cell, CellKind

_LONGEST_CODE: Final = 80
_SAFE_DIGITS: Final = 15  # beyond these a spreadsheet has rounded the number
_LEVELS_WITH_COMMAS = re.compile(r"\d+(?:\s*[,.]\s*\d+)+\.?")
_FIXED_DECIMALS = re.compile(r"#?,?#*(0+)(?:\.(0+))?\Z")


def read_code(found: object, *, number_format: str = GENERAL) -> Result[str]:
    """Return a code as text.

    A number gives its shortest text (1.1, 900) unless its format fixes decimals or leading zeros ("0.00" shows 1.10,
    "0000" shows 0900). A text loses outer and double spaces; levels parted by commas or spaces get points.
    """
    if found is None:
        return NoData()
    if isinstance(found, bool | date | time):
        return NotUnderstood(FindingCode.CODE_NOT_UNDERSTOOD)  # "1-10" or "1/10" turned into a day by the spreadsheet
    if isinstance(found, int | float | Decimal):
        return _of_number(found, number_format)
    if not isinstance(found, str):
        return NotUnderstood(FindingCode.CODE_NOT_UNDERSTOOD)
    mark = no_data_mark(found)
    if mark is not None:
        return NoData(mark)
    code = clean_text(found)
    if _LEVELS_WITH_COMMAS.fullmatch(code):
        code = re.sub(r"\s*[,.]\s*", ".", code).rstrip(".")
    if len(code) > _LONGEST_CODE:
        return NotUnderstood(FindingCode.CODE_NOT_UNDERSTOOD)
    return Understood(code, () if code == found else (Note(FindingCode.CODE_CHANGED, read_as=code),))


def read_code_cell(cell: Cell) -> Result[str]:
    """Return the code of a cell; an error or a formula without its value is not understood, never blank."""
    problem = of_problem_cell(cell)
    return problem if problem is not None else read_code(cell.value, number_format=cell.number_format)


def read_code_column(cells: Sequence[Cell]) -> tuple[Result[str], ...]:
    """Return the codes of a column, in order, with CODE_DOUBTFUL where a number may have lost its last zero.

    A number 1.1 is doubtful when the column goes beyond ten within the same level: it has "1.9" before it and no 1.10,
    or it comes again after other codes; or when it has more digits than a spreadsheet keeps.
    """
    results = tuple(read_code_cell(cell) for cell in cells)
    doubtful = _lost_zeros(cells, results)
    return tuple(
        Understood(result.value, (*result.notes, Note(FindingCode.CODE_DOUBTFUL, read_as=result.value)))
        if isinstance(result, Understood) and position in doubtful
        else result
        for position, result in enumerate(results)
    )


def _of_number(number: int | float | Decimal, number_format: str) -> Result[str]:
    # 15 digits are what a spreadsheet shows of a number; the rest is the noise of its binary form.
    exact = Decimal(format(number, ".15g")) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return NotUnderstood(FindingCode.CODE_NOT_UNDERSTOOD)
    fixed = _FIXED_DECIMALS.match(number_format)
    plain = format(exact.normalize(), "f")
    if fixed is None or exact < 0:
        code = plain
    else:
        decimals = len(fixed[2] or "")
        whole, _, fraction = plain.partition(".")
        if len(fraction) > decimals:
            code = plain  # the format hides digits that are there
        else:
            code = whole.zfill(len(fixed[1])) + ("." + fraction.ljust(decimals, "0") if decimals else "")
    notes = () if code == plain else (Note(FindingCode.CODE_CHANGED, read_as=code),)
    if len(plain.replace(".", "").strip("-0")) > _SAFE_DIGITS:
        notes = (*notes, Note(FindingCode.CODE_DOUBTFUL, read_as=code))
    return Understood(code, notes)


def _lost_zeros(cells: Sequence[Cell], results: Sequence[Result[str]]) -> set[int]:
    codes = [result.value if isinstance(result, Understood) else None for result in results]
    known = {code for code in codes if code is not None}
    doubtful: set[int] = set()
    seen: set[str] = set()
    previous: str | None = None
    for position, (cell, code) in enumerate(zip(cells, codes, strict=True)):
        if code is None:
            continue
        parent, point, last = code.rpartition(".")
        if cell.kind is CellKind.NUMBER and point and len(last) == 1 and last != "0":
            has_lost_twin = code + "0" not in known
            after_nine = previous == f"{parent}.{int(last) * 10 - 1}"
            comes_again = code in seen and previous != code and f"{parent}.9" in seen
            if has_lost_twin and (after_nine or comes_again):
                doubtful.add(position)
        seen.add(code)
        previous = code
    return doubtful
