"""Dates as people write them, day first: "06/01/20 25", "01/10 - Sanear faltantes", "Primer trimestre 2025".

A text that speaks of a period gives the first or the last day of it, as its column says (start or end), and a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from intake.findings import FindingCode
from intake.normalize.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    Period,
    calendar_period,
    find_period,
    fold,
    full_year,
    month_number,
)
from intake.normalize.results import NoData, Note, NotUnderstood, Result, Understood, of_problem_cell
from intake.normalize.text import clean_text, no_data_mark
from intake.reading_formats import from_serial, shows_month_only, shows_year
from intake.reading_grid import GENERAL, Cell
from kpis.vocabulary import Frequency


class Role(StrEnum):
    """What a date column says: when something starts or when it ends (is due, is reached)."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class DateRead:
    """A day, and the span that was written: one day, or the period whose first or last day it is.

    `remark` is the text that followed the date.
    """

    on: date
    start: date
    end: date
    remark: str = ""


_DASHES = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-"})
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_DIGITS_ONLY = re.compile(r"[\d/. -]+")
_NUMBERED_DAY = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?:(?P=s)(?P<y>\d{4}|\d{2}))?(?![\d/]|[.-]\d)"
)
_NAMED_DAY = re.compile(
    rf"(?:(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo),?\s+)?(?:el\s+)?"
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:°|o|er|ro)?\s*(?:de\s+|[-/.]\s*)?(?P<m>{MONTH})"
    rf"(?:\s*(?:del?\s+|[-/.,]\s*)?(?:ano\s+)?(?P<y>(?:19|20|21)\d\d|\d\d(?!\d)))?(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?P<m>{MONTH})\s*(?P<d>\d{{1,2}})(?:\s*,\s*|\s+del?\s+)(?P<y>(?:19|20|21)\d\d)(?!\d)")
_TIME_OF_DAY = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?\Z")
_BETWEEN_DAYS = re.compile(r"\s*(?:-|a|al|hasta(?:\s+el)?)\s*\Z")
_BEFORE_DATE = re.compile(
    r"(?:desde|hasta|antes\s+del?|a\s+partir\s+del?|entre|del?|al|en|el|dia|mes\s+de|ano|para)\s+"
)
_JOINT = re.compile(r"\A[\s.:;,|·-]+")
_FIRST_SERIAL: Final = 20_000  # 3 October 1954
_LAST_SERIAL: Final = 80_000  # 11 January 2119


def read_date(
    found: object, *, role: Role = Role.END, default_year: int | None = None, number_format: str = GENERAL
) -> Result[DateRead]:
    """Return the date a value holds. Day first always; `default_year` serves dates written without their year."""
    if found is None:
        return NoData()
    if isinstance(found, datetime):
        found = found.date()
    if isinstance(found, date):
        return _of_date(found, role, number_format)
    if isinstance(found, bool | time):
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    if isinstance(found, int | float):
        return _of_number(found, role)
    if not isinstance(found, str):
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    mark = no_data_mark(found)
    if mark is not None:
        return NoData(mark)
    return _of_text(clean_text(found).translate(_DASHES), role, default_year)


def read_date_cell(cell: Cell, *, role: Role = Role.END, default_year: int | None = None) -> Result[DateRead]:
    """Return the date of a cell; an error or a formula without its value is not understood, never blank."""
    problem = of_problem_cell(cell)
    if problem is not None:
        return problem
    return read_date(cell.value, role=role, default_year=default_year, number_format=cell.number_format)


def _of_date(day: date, role: Role, number_format: str) -> Result[DateRead]:
    if not FIRST_YEAR < day.year <= LAST_YEAR:
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    if shows_month_only(number_format):
        return _of_period(calendar_period(day.year, Frequency.MONTHLY, day.month), role)
    if number_format != GENERAL and not shows_year(number_format):
        # Typed as "01/12": the spreadsheet added the year of the day it was typed, which nobody wrote.
        return Understood(DateRead(day, day, day), (Note(FindingCode.DATE_YEAR_ASSUMED, read_as=f"{day:%d/%m/%Y}"),))
    return Understood(DateRead(day, day, day))


def _of_number(number: int | float, role: Role) -> Result[DateRead]:
    if number == number and FIRST_YEAR <= number <= LAST_YEAR and number == int(number):
        return _of_period(calendar_period(int(number), Frequency.YEARLY), role)
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        day = from_serial(int(number))
        if isinstance(day, date):
            return Understood(DateRead(day, day, day), (Note(FindingCode.DATE_REPAIRED, read_as=f"{day:%d/%m/%Y}"),))
    return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)


def _of_text(text: str, role: Role, default_year: int | None) -> Result[DateRead]:
    iso = _ISO.fullmatch(text)
    if iso:
        return _of_day(int(iso[1]), int(iso[2]), int(iso[3]))
    text = _TIME_OF_DAY.sub("", text)
    if " " in text and _DIGITS_ONLY.fullmatch(text):
        whole = _NUMBERED_DAY.fullmatch(text.replace(" ", ""))
        if whole is not None and whole["y"] is not None:
            return _of_day(full_year(whole["y"]), int(whole["m"]), int(whole["d"]), repaired=True)
    folded = fold(text)
    written = (_NUMBERED_DAY, _NAMED_DAY, _MONTH_FIRST)
    days = sorted((match for form in written for match in form.finditer(folded)), key=lambda match: match.start())
    if not days:
        return _of_words(text, folded, role, default_year)
    first = _BEFORE_DATE.match(folded)
    if days[0].start() != (first.end() if first else 0):
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    if len(days) == 2 and _BETWEEN_DAYS.match(folded[days[0].end() : days[1].start()]):
        return _of_two_days(days[0], days[1], folded, role, default_year)
    if len(days) > 1:
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    return _of_one_day(days[0], _JOINT.sub("", text[days[0].end() :]), default_year)


def _of_one_day(match: re.Match[str], remark: str, default_year: int | None) -> Result[DateRead]:
    year = _year_of(match, default_year)
    if year is None:
        is_a_day = (
            1 <= int(match["d"]) <= 31 and 1 <= _month_of(match) <= 12 and match.groupdict().get("s") in ("/", None)
        )
        return NotUnderstood(FindingCode.DATE_WITHOUT_YEAR if is_a_day else FindingCode.DATE_NOT_UNDERSTOOD)
    if match["y"] is None and match.groupdict().get("s") in (".", "-"):
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)  # "1.10" and "01-12" may be codes or ranges
    is_short = match["y"] is not None and int(match["y"]) < 100
    read = _of_day(year, _month_of(match), int(match["d"]), repaired=is_short)
    if not isinstance(read, Understood):
        return read
    day = read.value.on
    notes = list(read.notes)
    if match["y"] is None:
        notes.append(Note(FindingCode.DATE_YEAR_ASSUMED, read_as=f"{day:%d/%m/%Y}"))
    if remark:
        notes.append(Note(FindingCode.DATE_WITH_REMARK, read_as=f"{day:%d/%m/%Y}", text=remark))
    return Understood(DateRead(day, day, day, remark), tuple(notes))


def _of_two_days(
    first: re.Match[str], last: re.Match[str], folded: str, role: Role, default_year: int | None
) -> Result[DateRead]:
    end_year = _year_of(last, default_year)
    start_year = _year_of(first, end_year)
    if end_year is None or start_year is None or folded[last.end() :].strip(" ."):
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    start = _of_day(start_year, _month_of(first), int(first["d"]))
    end = _of_day(end_year, _month_of(last), int(last["d"]))
    if not isinstance(start, Understood) or not isinstance(end, Understood) or start.value.on >= end.value.on:
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    return _of_period(Period(start.value.on, end.value.on, None), role, year_assumed=last["y"] is None)


def _of_words(text: str, folded: str, role: Role, default_year: int | None) -> Result[DateRead]:
    found = find_period(text, default_year=default_year)
    if found is None:
        without_year = find_period(text, default_year=2000) is not None
        return NotUnderstood(FindingCode.DATE_WITHOUT_YEAR if without_year else FindingCode.DATE_NOT_UNDERSTOOD)
    before = _BEFORE_DATE.match(folded)
    first = min(start for start, _ in found.spans)
    last = max(end for _, end in found.spans)
    # Words before the period ("fines de 2025", "Plan 2025") change its meaning or make it something else.
    if folded[before.end() if before else 0 : first].strip(" .("):
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    inner = folded[first:last]
    for start, end in sorted(found.spans, reverse=True):
        inner = inner[: start - first] + " " + inner[end - first :]
    if re.sub(r"\b(?:del?|ano|el)\b|[\s.,/-]", "", inner):
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    remark = _JOINT.sub("", text[last:]).strip(" )")
    return _of_period(found.period, role, remark=remark, year_assumed=found.year_assumed)


def _of_period(period: Period, role: Role, *, remark: str = "", year_assumed: bool = False) -> Result[DateRead]:
    day = period.start if role is Role.START else period.end
    shown = f"{day:%d/%m/%Y}"
    notes = [Note(FindingCode.DATE_IS_PERIOD, read_as=shown)]
    if year_assumed:
        notes.append(Note(FindingCode.DATE_YEAR_ASSUMED, read_as=shown))
    if remark:
        notes.append(Note(FindingCode.DATE_WITH_REMARK, read_as=shown, text=remark))
    return Understood(DateRead(day, period.start, period.end, remark), tuple(notes))


def _of_day(year: int, month: int, day: int, *, repaired: bool = False) -> Result[DateRead]:
    try:
        on = date(year, month, day)
    except ValueError:
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    if not FIRST_YEAR < year <= LAST_YEAR:  # 1900 is what a spreadsheet shows of 0 and 1
        return NotUnderstood(FindingCode.DATE_NOT_UNDERSTOOD)
    notes = (Note(FindingCode.DATE_REPAIRED, read_as=f"{on:%d/%m/%Y}"),) if repaired else ()
    return Understood(DateRead(on, on, on), notes)


def _year_of(match: re.Match[str], default_year: int | None) -> int | None:
    return default_year if match["y"] is None else full_year(match["y"])


def _month_of(match: re.Match[str]) -> int:
    return int(match["m"]) if match["m"].isdigit() else month_number(match["m"])
