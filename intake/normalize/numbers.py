"""Numbers as people write them: both decimal styles, percents, bounds, "600 mil", "4 por año", "18 Lts*Seg".

A number is read only when its text has one meaning in the style of its column; what else was written stays in a note.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Final

from intake.findings import FindingCode
from intake.normalize.results import NoData, Note, NotUnderstood, Result, Understood, of_problem_cell
from intake.normalize.text import clean_lines, clean_text, no_data_mark
from intake.reading_formats import shows_percent
from intake.reading_grid import GENERAL, Cell
from kpis.vocabulary import Bound, Frequency


class DecimalStyle(StrEnum):
    """Which sign parts the decimals: the comma (1.685,5) or the point (1,685.5)."""

    COMMA = "comma"
    POINT = "point"


class Mode(StrEnum):
    """How much besides a number a cell may hold: a known unit, or any text after a leading count."""

    STRICT = "strict"
    LENIENT = "lenient"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and how it was meant.

    `value` of a percent is on the scale 0-100. `bound` set: the number is a limit, not a value. `upper` set: a band
    from `value` to `upper`. `per`: so many in each period of that frequency. `unit`: the words after the number.
    """

    value: float
    bound: Bound | None = None
    upper: float | None = None
    is_percent: bool = False
    has_plus: bool = False
    per: Frequency | None = None
    unit: str = ""


_DASHES = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-"})
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'"})

_BOUNDS_BEFORE: Final[tuple[tuple[str, Bound], ...]] = (
    (r">\s?=|=\s?>|≥|⩾", Bound.AT_LEAST),
    (r"<\s?=|=\s?<|≤|⩽", Bound.AT_MOST),
    (r">", Bound.ABOVE),
    (r"<", Bound.BELOW),
    (
        r"no\s+m[aá]s\s+(?:de(?:l)?|que)|no\s+mayor(?:es)?\s+(?:a(?:l)?|de(?:l)?|que)|no\s+superior(?:es)?\s+al?",
        Bound.AT_MOST,
    ),
    (
        r"no\s+menos\s+(?:de(?:l)?|que)|no\s+menor(?:es)?\s+(?:a(?:l)?|de(?:l)?|que)|no\s+inferior(?:es)?\s+al?",
        Bound.AT_LEAST,
    ),
    (r"(?:mayor(?:es)?|menor(?:es)?)\s+o\s+igual(?:es)?\s+(?:al?|que)", Bound.AT_LEAST),  # which one: see _bound_before
    (
        r"m[aá]s\s+(?:de(?:l)?|que)|mayor(?:es)?\s+(?:al?|de(?:l)?|que)|superior(?:es)?\s+al?|por\s+encima\s+de(?:l)?",
        Bound.ABOVE,
    ),
    (
        r"menos\s+(?:de(?:l)?|que)|menor(?:es)?\s+(?:al?|de(?:l)?|que)|inferior(?:es)?\s+al?|por\s+debajo\s+de(?:l)?",
        Bound.BELOW,
    ),
    (
        r"al\s+menos|por\s+lo\s+menos|como\s+m[ií]nimo|m[ií]nimo(?:\s+de)?|m[ií]n\.?|a\s+partir\s+de(?:l)?|desde",
        Bound.AT_LEAST,
    ),
    (r"hasta|como\s+m[aá]ximo|m[aá]ximo(?:\s+de)?|m[aá]x\.?|a\s+lo\s+sumo|tope(?:\s+de)?", Bound.AT_MOST),
)
_BOUNDS_AFTER: Final[tuple[tuple[str, Bound], ...]] = (
    (r"[oó]\s+m[aá]s|como\s+m[ií]nimo|m[ií]nimo|o\s+superior|en\s+adelante", Bound.AT_LEAST),
    (r"[oó]\s+menos|como\s+m[aá]ximo|m[aá]ximo|o\s+inferior", Bound.AT_MOST),
)
_BOUND_PATTERNS = [
    (re.compile(rf"(?:{pattern})\s*(?:el|la|los|las|un|una)?\s*(?=[-+$\d])", re.I), bound)
    for pattern, bound in _BOUNDS_BEFORE
]
_BOUND_AFTER_PATTERNS = [(re.compile(rf"(?:{pattern})\b", re.I), bound) for pattern, bound in _BOUNDS_AFTER]
_OR_EQUAL_BELOW = re.compile(r"menor(?:es)?\s+o\s+igual", re.I)
_APPROXIMATE = re.compile(
    r"(?:~|≈|±|aprox(?:imadamente|\.)?|alrededor\s+de(?:l)?|cerca\s+de(?:l)?|casi|unos|unas)\s*(?:el\s+|un\s+)?(?=[-+$\d])",
    re.I,
)
_APPROXIMATE_AFTER = re.compile(r"(?:aprox(?:imadamente|\.)?|\(aprox(?:imadamente|\.)?\))\s*\Z", re.I)
_CURRENCY = re.compile(r"(?:u\$s|us\$|ar\$|col\$|\$|ars|cop|usd|€)\s*", re.I)
_CURRENCY_AFTER = re.compile(r"(?:pesos|ars|cop|usd|d[oó]lares|euros)\b|€|\$", re.I)
_PLAIN_CURRENCIES: Final = frozenset(("", "$", "pesos"))  # of the plan, as far as anybody can tell
_CURRENCY_CODES: Final = {
    "u$s": "USD", "us$": "USD", "dolares": "USD", "dólares": "USD",
    "ar$": "ARS", "col$": "COP", "€": "EUR", "euros": "EUR",
}  # fmt: skip
_AMOUNT_ENDING = re.compile(r"\s*[.,]\s?[-=]{1,2}\Z")  # "$ 45.000.-"
_MILLIONS_OR_METRES = re.compile(r"MM?\.?")
_ELAPSED_TIME = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
_DIGITS = re.compile(r"\d+(?:[.,' \u00a0\u202f\u2009]\d+)*")
_MULTIPLIERS: Final[tuple[tuple[re.Pattern[str], Decimal], ...]] = tuple(
    (re.compile(rf"(?:{words})(?![a-záéíóúñ])", re.I), Decimal(factor))
    for words, factor in (
        (r"mil\s+mill[oó]n(?:es)?|miles\s+de\s+millones", "1e9"),
        (r"bill[oó]n(?:es)?", "1e12"),
        (r"mill[oó]n(?:es)?|mill\.?", "1e6"),
        (r"mil|miles", "1e3"),
    )
)
_PERCENT = re.compile(r"%|por\s*ciento\b|porciento\b", re.I)
_PER: Final[tuple[tuple[re.Pattern[str], Frequency], ...]] = tuple(
    (re.compile(rf"(?:(?:por|al|a\s+la|cada|/)\s*(?:{noun})|{adjective})\b", re.I), frequency)
    for noun, adjective, frequency in (
        ("a[ñn]o", r"anual(?:es|mente)?", Frequency.YEARLY),
        ("semestre", r"semestral(?:es|mente)?", Frequency.HALF_YEARLY),
        ("cuatrimestre", r"cuatrimestral(?:es|mente)?", Frequency.FOUR_MONTHLY),
        ("trimestre", r"trimestral(?:es|mente)?", Frequency.QUARTERLY),
        ("bimestre", r"bimestral(?:es|mente)?", Frequency.BIMONTHLY),
        ("mes", r"mensual(?:es|mente)?", Frequency.MONTHLY),
    )
)
# Units of measure, not things counted: "2 km" is a measure, "2 Estrategias (…)" a text that begins with a count.
_UNIT_WORDS: Final = frozenset(
    word
    for words in (
        "m ms mt mts metro metros m2 mts2 mt2 m² m3 mts3 mt3 m³ cm cms mm km kms km2 km² kilometro kilometros",
        "kilómetro kilómetros ha has hectarea hectareas hectárea hectáreas",
        "lineal lineales cuadrados cuadradas cubicos cúbicos",
        "l lt lts lit litro litros ml hm3 hm³ g gr kg kgs kilo kilos kilogramo kilogramos t tn tns ton toneladas",
        "s seg segundo segundos min minuto minutos h hs hr hrs hora horas dia dias día días semana semanas mes meses",
        "año años w kw mw gw wh kwh mwh gwh kva mbps kb mb gb tb °c ºc db ppm",
        "pp p punto puntos pts pto ptos porcentuales por de x",
    )
    for word in words.split()
)
_UNIT_JOINTS = re.compile(r"[\s*/·.]+")
_LONGEST_UNIT: Final = 40
_LONGEST_BAND: Final = 60
_BAND = re.compile(r"(?:entre\s+)?(?P<low>[^a-z]+?)\s*(?:-|\ba\b|\by\b|\bal\b)\s*(?P<high>[^a-z]+)\Z", re.I)
# What follows a number that is part of something else: "06/01", "2024 - 2027", "10:30", "3 de 5", "5 de mayo".
_NOT_A_COUNT = re.compile(r"\s*(?:[-/:.,]\s*\d|-\s*\Z|[º°ª]|(?:de|y|e|o|u|a|al)\b)", re.I)


def read_number(
    found: object,
    *,
    style: DecimalStyle = DecimalStyle.COMMA,
    mode: Mode = Mode.STRICT,
    number_format: str = GENERAL,
    allow_band: bool = False,
) -> Result[Quantity]:
    """Return the number a value holds: a number of a cell, or a text that says one.

    A number with a percent format is a percent (0.85 shown as 85 % gives 85). `style` decides only what has two
    readings ("1.234"), and the note SEPARATOR_AMBIGUOUS says so. `mode` lenient also takes the count that a text
    begins with. `allow_band` accepts "45-55", "45 a 55" and "entre 45 y 55".
    """
    if found is None:
        return NoData()
    if isinstance(found, bool | date | datetime | time):
        return NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
    if isinstance(found, int | float | Decimal):
        if _ELAPSED_TIME.search(number_format):
            return NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)  # 30:00 hours are stored as 1.25 days
        number = Decimal(repr(found)) if isinstance(found, float) else Decimal(found)
        if not number.is_finite():
            return NoData() if number.is_nan() else NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
        is_percent = shows_percent(number_format)
        value = times_hundred(number) if is_percent else float(number)
        return Understood(Quantity(value, is_percent=is_percent))
    if not isinstance(found, str):
        return NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
    mark = no_data_mark(found)
    if mark is not None:
        return NoData(mark)
    return _read_text(found, style=style, mode=mode, allow_band=allow_band)


def read_number_cell(
    cell: Cell,
    *,
    style: DecimalStyle = DecimalStyle.COMMA,
    mode: Mode = Mode.STRICT,
    allow_band: bool = False,
) -> Result[Quantity]:
    """Return the number of a cell; an error or a formula without its value is not understood, never blank."""
    problem = of_problem_cell(cell)
    if problem is not None:
        return problem
    return read_number(cell.value, style=style, mode=mode, number_format=cell.number_format, allow_band=allow_band)


def times_hundred(number: float | Decimal) -> float:
    """Return the number times 100 by moving its decimal point, so that 0.29 gives 29 and not 28.999999999999996."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    return float(exact.scaleb(2))


def _read_text(text: str, *, style: DecimalStyle, mode: Mode, allow_band: bool) -> Result[Quantity]:
    not_understood = NotUnderstood(
        FindingCode.NUMBER_NOT_UNDERSTOOD if mode is Mode.STRICT else FindingCode.TEXT_IN_NUMERIC_COLUMN
    )
    lines = clean_lines(text).translate(_DASHES).translate(_APOSTROPHES)
    notes: list[Note] = []
    if allow_band and len(lines) <= _LONGEST_BAND:
        band = _read_band(lines, style)
        if band is not None:
            return band
    bound, rest = _bound_before(lines)
    approximate = _APPROXIMATE.match(rest)
    if approximate:
        rest = rest[approximate.end() :]
        notes.append(Note(FindingCode.NUMBER_APPROXIMATE, text=clean_text(text)))
    signed = _sign(rest)
    if signed is None:
        return not_understood
    sign, rest = signed
    in_brackets = rest.startswith("(") and rest.endswith(")") and sign != "-"
    if in_brackets:  # the accountant's minus
        rest = rest[1:-1].strip()
    currency = _CURRENCY.match(rest)
    if currency:
        signed = _sign(rest[currency.end() :])
        if signed is None or (sign and signed[0]):
            return not_understood
        sign, rest = sign or signed[0], signed[1]
    if in_brackets and not currency:
        return not_understood  # "(15)" may as well be a footnote
    digits = _DIGITS.match(rest)
    if digits is None:
        return not_understood
    number, digit_notes = _read_digits(digits[0], style)
    if number is None:
        return not_understood
    tail = rest[digits.end() :]
    return _with_tail(
        Quantity(0.0, bound=bound, has_plus=sign == "+", unit=_currency(currency[0]) if currency else ""),
        -number if sign == "-" or in_brackets else number,
        tail,
        text,
        [*notes, *digit_notes],
        mode,
    )


def _with_tail(
    quantity: Quantity, number: Decimal, tail: str, text: str, notes: list[Note], mode: Mode
) -> Result[Quantity]:
    """Read what follows the digits: multiplier, percent sign, bound, "por año", unit, or free text."""
    rest = tail.strip()
    bound, per, is_percent, unit = quantity.bound, None, False, quantity.unit
    rest = _AMOUNT_ENDING.sub("", rest)
    if _MILLIONS_OR_METRES.fullmatch(rest):
        return NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
    for pattern, factor in _MULTIPLIERS:
        match = pattern.match(rest)
        if match:
            number *= factor
            rest = re.sub(r"^de\s+", "", rest[match.end() :].lstrip())
            break
    match = _PERCENT.match(rest)
    if match:
        is_percent = True
        rest = rest[match.end() :].lstrip()
    if bound is None:
        for pattern, after in _BOUND_AFTER_PATTERNS:
            match = pattern.match(rest)
            if match:
                bound, rest = after, rest[match.end() :].lstrip()
                break
    approximate = _APPROXIMATE_AFTER.search(rest)
    if approximate:
        rest = rest[: approximate.start()].rstrip()
        notes.append(Note(FindingCode.NUMBER_APPROXIMATE, text=clean_text(text)))
    match = _CURRENCY_AFTER.match(rest)
    if match and not unit:
        unit, rest = _currency(match[0]), rest[match.end() :].lstrip()
    if unit.casefold() not in _PLAIN_CURRENCIES:
        notes.append(Note(FindingCode.NUMBER_WITH_UNIT, text=unit))
    for pattern, frequency in _PER:
        match = pattern.search(rest)
        if match and (mode is Mode.LENIENT or not rest[match.end() :].strip(" .")):
            before = rest[: match.start()].strip()
            if before and not _is_unit(before):
                break
            per, rest = frequency, before + rest[match.end() :].strip(" .")
            notes.append(Note(FindingCode.NUMBER_PER_PERIOD, text=clean_text(text)))
            break
    rest = rest.strip().rstrip(".") if len(rest.strip()) == 1 else rest.strip()
    if bound is not None:
        notes.append(Note(FindingCode.BOUND_NOT_VALUE, text=clean_text(text)))
    if rest:
        if _is_unit(rest):
            unit = clean_text(rest)
            notes.append(Note(FindingCode.NUMBER_WITH_UNIT, text=unit))
        elif mode is Mode.LENIENT and not _NOT_A_COUNT.match(tail) and (tail[:1].isspace() or tail[:1] in "(%;,"):
            notes.append(Note(FindingCode.COUNT_IN_TEXT, text=clean_lines(text)))
        elif mode is Mode.LENIENT:
            return NotUnderstood(FindingCode.TEXT_IN_NUMERIC_COLUMN)
        else:
            return NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
    if not math.isfinite(float(number)):
        return NotUnderstood(FindingCode.NUMBER_NOT_UNDERSTOOD)
    return Understood(
        Quantity(float(number), bound=bound, is_percent=is_percent, has_plus=quantity.has_plus, per=per, unit=unit),
        tuple(notes),
    )


def _currency(written: str) -> str:
    """The code of a currency where the sign says which, else the sign itself: "U$S" → "USD", "$" → "$"."""
    sign = clean_text(written)
    return _CURRENCY_CODES.get(sign.casefold(), sign)


def _is_unit(text: str) -> bool:
    words = _UNIT_JOINTS.split(text.casefold().strip(" ."))
    return len(text) <= _LONGEST_UNIT and all(word in _UNIT_WORDS for word in words)


def _bound_before(text: str) -> tuple[Bound | None, str]:
    for pattern, bound in _BOUND_PATTERNS:
        match = pattern.match(text)
        if match:
            if _OR_EQUAL_BELOW.match(text):
                bound = Bound.AT_MOST
            return bound, text[match.end() :]
    return None, text


def _sign(text: str) -> tuple[str, str] | None:
    """Return (the sign or "", the rest), or None when there is more than one sign."""
    rest = text.lstrip()
    if rest[:1] not in ("-", "+"):
        return "", rest
    sign, rest = rest[0], rest[1:].lstrip()
    return None if rest[:1] in ("-", "+") else (sign, rest)


def _read_digits(digits: str, style: DecimalStyle) -> tuple[Decimal | None, list[Note]]:
    """Return the number of digits and separators, or None when they make none ("1.1.1", "06.01.2025")."""
    plain = re.sub(r"[\u00a0\u202f\u2009]", " ", digits)
    # A space or an apostrophe can only part thousands.
    groups = re.split(r"[ ']", plain)
    if len(groups) > 1:
        last = re.match(r"\d+", groups[-1])
        if not 1 <= len(groups[0]) <= 3 or any(not re.fullmatch(r"\d{3}", group) for group in groups[1:-1]):
            return None, []
        if last is None or (len(last[0]) != 3) or not groups[0].isdigit():
            return None, []
        plain = "".join(groups)
    points, commas = plain.count("."), plain.count(",")
    if not points and not commas:
        return Decimal(plain), []
    if points and commas:
        decimal, thousands = (",", ".") if plain.rindex(",") > plain.rindex(".") else (".", ",")
        whole, _, fraction = plain.rpartition(decimal)
        return _grouped(whole, thousands, fraction), []
    separator = "." if points else ","
    if points + commas > 1:
        return _grouped(plain, separator, ""), []
    whole, _, fraction = plain.partition(separator)
    is_decimal = separator == ("," if style is DecimalStyle.COMMA else ".")
    # After "1'234" or "1 234" a sign that is not the decimal one parts thousands too ("1'234.567").
    is_grouped = len(groups) > 1
    has_two_readings = len(fraction) == 3 and not whole.startswith("0") and (len(whole) <= 3 or is_grouped)
    if not has_two_readings or (is_grouped and is_decimal):
        # "1500.000" where the point parts thousands: three decimals, or a million with a point left out.
        is_doubtful = len(fraction) == 3 and len(whole) > 3 and not is_decimal
        notes = [Note(FindingCode.SEPARATOR_AMBIGUOUS, read_as=f"{whole},{fraction}")] if is_doubtful else []
        return Decimal(f"{whole}.{fraction}"), notes
    number = Decimal(f"{whole}.{fraction}") if is_decimal else Decimal(whole + fraction)
    shown = f"{whole}{fraction}" if not is_decimal else f"{whole},{fraction}"
    return number, [Note(FindingCode.SEPARATOR_AMBIGUOUS, read_as=shown)]


def _grouped(whole: str, separator: str, fraction: str) -> Decimal | None:
    groups = whole.split(separator)
    if not 1 <= len(groups[0]) <= 3 and len(groups) > 1:
        return None
    if any(len(group) != 3 for group in groups[1:]) or not all(group.isdigit() for group in groups):
        return None
    return Decimal("".join(groups) + (f".{fraction}" if fraction else ""))


def _read_band(text: str, style: DecimalStyle) -> Understood[Quantity] | None:
    match = _BAND.match(text.strip())
    if match is None:
        return None
    ends = []
    is_percent = False
    notes: list[Note] = []
    for end in (match["low"], match["high"]):
        read = _read_text(end, style=style, mode=Mode.STRICT, allow_band=False)
        if not isinstance(read, Understood) or read.value.bound is not None or read.value.unit:
            return None
        ends.append(read.value.value)
        is_percent = is_percent or read.value.is_percent
        notes.extend(read.notes)
    if ends[0] > ends[1]:
        return None
    return Understood(Quantity(ends[0], upper=ends[1], is_percent=is_percent), tuple(notes))


class SeparatorUse(StrEnum):
    """What the texts of a column show about its decimal sign."""

    COMMA = "comma"
    POINT = "point"
    MIXED = "mixed"
    UNKNOWN = "unknown"


_HAS_SEPARATOR = re.compile(r"\d[.,]\d")
_EVIDENCE = re.compile(r"\d+(?:[.,]\d+)+")


def decimal_style(values: Iterable[object]) -> SeparatorUse:
    """Return the decimal sign that the texts among the values show beyond doubt.

    "85,5" and "1.234.567" speak for the comma, "85.5" and "1,234,567" for the point; "1.234" speaks for neither.
    Numbers that are numbers say nothing. Report a column that is MIXED, and read its doubtful numbers by the recipe.
    """
    seen: set[SeparatorUse] = set()
    for value in values:
        if isinstance(value, str) and _HAS_SEPARATOR.search(value):
            for match in _EVIDENCE.finditer(value):
                use = _separator_use(match[0])
                if use is not None:
                    seen.add(use)
    if len(seen) > 1:
        return SeparatorUse.MIXED
    return seen.pop() if seen else SeparatorUse.UNKNOWN


def without_doubt(result: Result[Quantity]) -> Result[Quantity]:
    """Return a number read in the style its column shows beyond doubt: it has no second reading any more."""
    if not isinstance(result, Understood):
        return result
    kept = tuple(note for note in result.notes if note.code is not FindingCode.SEPARATOR_AMBIGUOUS)
    return result if len(kept) == len(result.notes) else Understood(result.value, kept)


def _separator_use(digits: str) -> SeparatorUse | None:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return SeparatorUse.COMMA if digits.rindex(",") > digits.rindex(".") else SeparatorUse.POINT
    separator = "." if points else ","
    as_decimal = SeparatorUse.COMMA if separator == "," else SeparatorUse.POINT
    as_thousands = SeparatorUse.POINT if separator == "," else SeparatorUse.COMMA
    if points + commas > 1:
        return as_thousands if _grouped(digits, separator, "") is not None else None
    whole, _, fraction = digits.partition(separator)
    if len(fraction) == 3 and len(whole) <= 3 and not whole.startswith("0"):
        return None
    return as_decimal
