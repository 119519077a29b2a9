"""Periods in words: "T.4 EJECUTADO 2025", "ene-25", "Primer trimestre 2025", "Abril - Junio 2025", "2024-2027"."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from intake.findings import FindingCode
from intake.normalize.results import NoData, Note, NotUnderstood, Result, Understood
from intake.normalize.text import clean_text, no_data_mark
from intake.reading_formats import shows_month_only
from intake.reading_grid import GENERAL
from kpis.periods import period_bounds
from kpis.vocabulary import Frequency

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199


class Period(NamedTuple):
    """First and last day, both included. `frequency` is None for a span that is no calendar period."""

    start: date
    end: date
    frequency: Frequency | None


class HeaderPeriod(NamedTuple):
    """A period found in a text, and the other words of it: "T.4 EJECUTADO 2025" → fourth quarter, "EJECUTADO"."""

    period: Period
    rest: str


class FoundPeriod(NamedTuple):
    """Where in a cleaned text a period lies; `year_assumed` says that its year is not in the text."""

    period: Period
    spans: tuple[tuple[int, int], ...]
    year_assumed: bool


_MONTH_NAMES: Final = (
    r"ene(?:ro)?|jan|feb(?:rero)?|(?<!el )mar(?:zo)?|abr(?:il)?|apr|may(?:o)?|jun(?:io)?|jul(?:io)?|ago(?:sto)?|aug|"
    r"sep(?:t|tiembre)?|set(?:iembre)?|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?|dec"
)
_MONTH_ABBREVIATIONS: Final = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_MONTH_NUMBERS: Final = {
    **{name: i for i, name in enumerate(_MONTH_ABBREVIATIONS, start=1)},
    "jan": 1,
    "apr": 4,
    "aug": 8,
    "set": 9,
    "dec": 12,
}
MONTH: Final = rf"(?<![a-z])(?:{_MONTH_NAMES})(?![a-z])\.?"
_FULL_MONTH = (
    r"(?<![a-z])(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|setiembre|octubre|noviembre|diciembre)"
    r"(?![a-z])"
)
YEAR: Final = r"(?<![\d.,/])(?:19|20|21)\d\d(?![\d.,]*\d)"
_SHORT_YEAR = r"(?:(?:19|20|21)\d\d|'?\d\d)(?![\d/])"
_OF = r"\s*(?:del?\s+)?(?:(?:el\s+)?ano\s+)?"
_TO = r"\s*(?:-|/|\ba\b|\bal\b|\bhasta\b|\by\b)\s*"

_MONTH_RANGE = re.compile(
    rf"(?P<m1>{MONTH})(?:{_OF}(?P<y1>{YEAR}))?{_TO}(?P<m2>{MONTH})(?:(?:{_OF}|[\s/-]+)(?P<y2>{_SHORT_YEAR}))?"
)
_MONTH_AND_YEAR = re.compile(rf"(?P<m>{MONTH})(?:{_OF}|\s*[-/.]\s*)(?P<y>{_SHORT_YEAR})")
_NUMBERED_MONTH = re.compile(
    r"(?<![a-z\d/.-])(?:(?P<m>0?[1-9]|1[0-2])[/-](?P<y>(?:19|20|21)\d\d)|(?P<y2>(?:19|20|21)\d\d)-(?P<m2>0[1-9]|1[0-2]))(?![\d/.-])"
)
_ORDINAL = (
    r"(?:(?P<n>[1-6])\s*\.?(?:er|ro|ra|do|da|to|ta|o|a|°)?\.?|"
    r"(?P<word>primer|primero|primera|segundo|segunda|tercer|tercero|tercera|cuarto|cuarta|quinto|sexto|ultimo)|"
    r"(?P<roman>iii|ii|iv|vi|v|i))"
)
_NOUN = r"(?P<noun>trimestre|trim|semestre|sem|cuatrimestre|cuatrim|cuat|bimestre|bim)(?![a-z])\.?"
_ORDINAL_NOUN = re.compile(rf"(?<![a-z0-9]){_ORDINAL}\s*{_NOUN}")
_NOUN_NUMBER = re.compile(rf"(?<![a-z0-9]){_NOUN}\s*(?:n[°o]\.?\s*)?(?P<n>[1-6]|iii|ii|iv|vi|v|i)(?![a-z0-9])")
_SHORT_START = r"(?:(?<![a-z0-9])|(?<=[^\d](?:19|20)\d\d)|(?<=^(?:19|20)\d\d))"
_AS_ORDINAL = r"\s?(?:\.?(?:er|ro|do|to|o|°)\.?\s?)?"
# After "1T" the year may follow without a space: "1T2025", "4Q25".
_END_OF_SHORT = r"(?:(?![a-z0-9])\.?|(?=(?:(?:19|20)\d\d|[2-4]\d)(?![a-z\d])))"
_SHORT = re.compile(
    rf"{_SHORT_START}(?:(?:(?P<t>[tq])\s?\.?\s?(?P<n>[1-4])|(?P<t3>s)\.?\s?(?P<n3>[12]))(?![a-z0-9])\.?|"
    rf"(?:(?P<n2>[1-4]){_AS_ORDINAL}(?P<t2>[tq])|(?P<n4>[12]){_AS_ORDINAL}(?P<t4>s)){_END_OF_SHORT})"
)
# The year right after its part: "T1-2025", "2T/2025", "IV trim. 24". Two digits only at the end or before a bracket.
_YEAR_AFTER_PART = re.compile(
    rf"{_OF}[-/_',.]?\s*(?:'?(?P<y>[2-4]\d)(?=[\s.,;:-]*(?:\Z|\())|(?P<y4>(?:19|20|21)\d\d)(?![\d/]))"
)
_YEAR = re.compile(YEAR)
_YEAR_RANGE = re.compile(rf"(?P<y1>{YEAR}){_TO}(?P<y2>(?:19|20|21)\d\d(?![\d.,]*\d)|\d\d(?!\d))")
# Beside a year these say that not the whole year is meant: "2025-II", "C2 2025", "Semana 12 2025", "Corte 30-06-2025".
_PART_OF_A_YEAR = re.compile(
    rf"(?<![a-z0-9])(?:\d{{1,2}}{_AS_ORDINAL}[tqscb]|[tqscb]\s?\.?\s?\d{{1,2}})(?![a-z0-9])|"
    r"(?<![a-z0-9])(?:iii|ii|iv|vi|v|i)\s*[-/]?\s*#|#\s*[-/]?\s*(?:iii|ii|iv|vi|v|i)(?![a-z0-9])|"
    r"(?<![a-z])(?:sem(?:ana)?|mes|dia|quincena)s?\.?\s*(?:n[°o]\.?\s*)?\d|(?<!\d)\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)"
)
_LONE_MONTH = re.compile(_FULL_MONTH)
_CONNECTORS = re.compile(r"\A(?:[\s.:;,/|·-]|(?:del?|a[ñn]o)\b)+|(?:[\s:;,/|·-]|\b(?:del?|a[ñn]o))+\Z", re.I)
_ORDINAL_WORDS: Final = {
    "primer": 1, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3,
    "cuarto": 4, "cuarta": 4, "quinto": 5, "sexto": 6, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
}  # fmt: skip
_NOUN_FREQUENCIES: Final = {
    "t": Frequency.QUARTERLY,
    "s": Frequency.HALF_YEARLY,
    "c": Frequency.FOUR_MONTHLY,
    "b": Frequency.BIMONTHLY,
    "q": Frequency.QUARTERLY,
}
_PER_YEAR: Final = {
    Frequency.QUARTERLY: 4,
    Frequency.HALF_YEARLY: 2,
    Frequency.FOUR_MONTHLY: 3,
    Frequency.BIMONTHLY: 6,
}


def fold(text: str) -> str:
    """Return the text in small letters without accents, character for character, so that positions stay the same."""
    return "".join((unicodedata.normalize("NFKD", c)[0].lower() or c)[0] for c in text)


def month_number(name: str) -> int:
    """Return 1-12 for a month's name or abbreviation, folded: "setiembre" → 9. KeyError when it is none."""
    return _MONTH_NUMBERS[name.strip(" .")[:3]]


def full_year(text: str) -> int:
    """Return the year of two or four digits: "25" → 2025, "99" → 1999 (two digits: 1970 to 2069)."""
    year = int(text.strip("'"))
    if year >= 100:
        return year
    return 2000 + year if year < 70 else 1900 + year


def calendar_period(year: int, frequency: Frequency, number: int = 1) -> Period:
    """Return the period of that number within the year, from 1. ValueError when the year has no such period."""
    months = 12 // (12 if frequency is Frequency.MONTHLY else _PER_YEAR.get(frequency, 1))
    if number < 1 or number * months > 12:
        raise ValueError(number)
    start, end = period_bounds(date(year, (number - 1) * months + 1, 1), frequency)
    return Period(start, end, frequency)


def month_span(first_year: int, first_month: int, last_year: int, last_month: int) -> Period | None:
    """Return the span of months, its frequency if it is a calendar period; None when it ends before it starts."""
    start = date(first_year, first_month, 1)
    after = date(last_year + last_month // 12, last_month % 12 + 1, 1)
    if after <= start:
        return None
    end = after - timedelta(days=1)
    for frequency in Frequency:
        if frequency is not Frequency.ONCE and period_bounds(start, frequency) == (start, end):
            return Period(start, end, frequency)
    return Period(start, end, None)


def find_period(text: str, *, default_year: int | None = None) -> FoundPeriod | None:
    """Return the one period that a cleaned text speaks of, or None when there is none or more than one.

    The year may stand apart from the quarter ("T1. PLANEADO 2024"). `default_year` serves a text without any year.
    """
    folded = fold(text)
    years = {match[0] for match in _YEAR.finditer(folded)}
    found = _month_range(folded, default_year) or _numbered_or_named_month(folded)
    if found is not None:
        spans_years = {match[0] for match in _YEAR.finditer(_without(folded, found.spans))}
        return found if not spans_years else None
    parts = _parts_of_year(folded)
    if len(parts) > 1:
        return None
    if parts:
        frequency, number, span = parts[0]
        own = _YEAR_AFTER_PART.match(folded, span[1])
        if own is not None:
            span = (span[0], own.end())
            elsewhere = {match[0] for match in _YEAR.finditer(_without(folded, (span,)))}
            years = {*elsewhere, str(full_year(own["y"] or own["y4"]))}
        return _with_year(folded, years, default_year, frequency, number, span)
    lone = list(_LONE_MONTH.finditer(folded))
    if len(lone) == 1:
        number = month_number(lone[0][0])
        return _with_year(folded, years, default_year, Frequency.MONTHLY, number, lone[0].span())
    if lone:
        return None
    return _years_alone(folded, years)


def read_period(
    header: object, *, default_year: int | None = None, number_format: str = GENERAL
) -> Result[HeaderPeriod]:
    """Return the period that a header speaks of, and the rest of its words.

    Accepts a text, a year as a number, and a date whose format shows only its month or that is the first of a month
    (a spreadsheet turns "ene-25" into 1 January 2025).
    """
    not_understood = NotUnderstood(FindingCode.PERIOD_NOT_UNDERSTOOD)
    if header is None:
        return NoData()
    if isinstance(header, datetime):
        header = header.date()
    if isinstance(header, date):
        if header.day != 1 and not shows_month_only(number_format):
            return not_understood
        return Understood(HeaderPeriod(calendar_period(header.year, Frequency.MONTHLY, header.month), ""))
    if isinstance(header, bool):
        return not_understood
    if isinstance(header, int | float):
        if header != int(header) or not FIRST_YEAR <= header <= LAST_YEAR:
            return not_understood
        return Understood(HeaderPeriod(calendar_period(int(header), Frequency.YEARLY), ""))
    if not isinstance(header, str):
        return not_understood
    text = clean_text(header)
    mark = no_data_mark(text)
    if mark is not None:
        return NoData(mark)
    found = find_period(text, default_year=default_year)
    if found is None:
        return not_understood
    notes = (Note(FindingCode.DATE_YEAR_ASSUMED, read_as=describe(found.period)),) if found.year_assumed else ()
    return Understood(HeaderPeriod(found.period, rest_of(text, found.spans)), notes)


def rest_of(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return the words of the text outside the spans, without the connecting signs at its ends."""
    rest = clean_text(_without(text, spans))
    return _CONNECTORS.sub("", rest).strip()


def describe(period: Period) -> str:
    """Return the period as two days for a message: "01/04/2025 a 30/06/2025"."""
    return f"{period.start:%d/%m/%Y} a {period.end:%d/%m/%Y}"


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    return text


def _month_range(folded: str, default_year: int | None) -> FoundPeriod | None:
    match = _MONTH_RANGE.search(folded)
    if match is None:
        return None
    last_year = match["y2"]
    if last_year is None and (match["y1"] is not None or default_year is None):
        # "Abril - Junio" alone, or with a year only on its first month: the year may stand elsewhere in the text.
        elsewhere = {y[0] for y in _YEAR.finditer(_without(folded, (match.span(),)))}
        if match["y1"] is not None or len(elsewhere) != 1:
            return None
        year_span = next(_YEAR.finditer(folded)).span()
        period = _span_of(match, int(elsewhere.pop()))
        return None if period is None else FoundPeriod(period, (match.span(), year_span), year_assumed=False)
    year = full_year(last_year) if last_year is not None else default_year
    period = None if year is None else _span_of(match, year)
    return None if period is None else FoundPeriod(period, (match.span(),), year_assumed=last_year is None)


def _span_of(match: re.Match[str], last_year: int) -> Period | None:
    first_year = int(match["y1"]) if match["y1"] is not None else last_year
    return month_span(first_year, month_number(match["m1"]), last_year, month_number(match["m2"]))


def _numbered_or_named_month(folded: str) -> FoundPeriod | None:
    named = list(_MONTH_AND_YEAR.finditer(folded))
    numbered = list(_NUMBERED_MONTH.finditer(folded))
    if len(named) + len(numbered) != 1:
        return None
    if named:
        match = named[0]
        month, year = month_number(match["m"]), full_year(match["y"])
    else:
        match = numbered[0]
        month, year = int(match["m"] or match["m2"]), int(match["y"] or match["y2"])
    return FoundPeriod(calendar_period(year, Frequency.MONTHLY, month), (match.span(),), year_assumed=False)


def _parts_of_year(folded: str) -> list[tuple[Frequency, int, tuple[int, int]]]:
    """Return (frequency, number within the year, where) of each quarter, half or the like that is named."""
    parts: list[tuple[Frequency, int, tuple[int, int]]] = []
    for match in (*_ORDINAL_NOUN.finditer(folded), *_NOUN_NUMBER.finditer(folded)):
        groups = match.groupdict()
        number = groups.get("n") or groups.get("word") or groups.get("roman") or ""
        frequency = _NOUN_FREQUENCIES[match["noun"][0]]
        last = _PER_YEAR[frequency] if number == "ultimo" else None
        parts.append((frequency, last or _ORDINAL_WORDS.get(number) or int(number), match.span()))
    if not parts:
        for match in _SHORT.finditer(folded):
            letter = next(match[key] for key in ("t", "t2", "t3", "t4") if match[key])
            number = next(match[key] for key in ("n", "n2", "n3", "n4") if match[key])
            parts.append((_NOUN_FREQUENCIES[letter], int(number), match.span()))
    return parts


def _with_year(
    folded: str,
    years: set[str],
    default_year: int | None,
    frequency: Frequency,
    number: int,
    span: tuple[int, int],
) -> FoundPeriod | None:
    if len(years) > 1 or (not years and default_year is None):
        return None
    year = int(next(iter(years))) if years else default_year
    spans = [span, *(at.span() for at in _YEAR.finditer(folded) if not span[0] <= at.start() < span[1])]
    try:
        period = calendar_period(year or 0, frequency, number)
    except ValueError:
        return None
    return FoundPeriod(period, tuple(spans), year_assumed=not years)


def _years_alone(folded: str, years: set[str]) -> FoundPeriod | None:
    matches = list(_YEAR.finditer(folded))
    span = _YEAR_RANGE.search(folded)
    if span is not None and len(matches) <= 2:
        first, last = int(span["y1"]), full_year(span["y2"])
        if first < last:
            return FoundPeriod(Period(date(first, 1, 1), date(last, 12, 31), None), (span.span(),), year_assumed=False)
    if len(years) != 1 or _PART_OF_A_YEAR.search(_YEAR.sub("#", folded)):
        return None
    period = calendar_period(int(matches[0][0]), Frequency.YEARLY)
    return FoundPeriod(period, tuple(match.span() for match in matches), year_assumed=False)
