"""How numbers, dates and amounts are written on a screen: es-AR (1.685 · 85,5 % · 30/03/2025) or English.

Every function is named by what it returns, takes what a frame holds (NaN, NaT and None are "no value") and returns a
word for what is missing, never an empty text and never 0. Files and the API do not come here: there, numbers are plain.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from dashboards.i18n import SPANISH, current_language, ngettext
from dashboards.i18n import gettext as _
from data_models.rows import civil_day

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"

Number = int | float | Decimal
# What a cell of a frame may hold in place of a date: a Timestamp is a datetime, NaT is a datetime too.
Day = date | datetime

_SPANISH_SEPARATORS = str.maketrans(",.", ".,")
_MONTHS = (
    ("enero", "febrero", "marzo", "abril", "mayo", "junio")
    + ("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ("January", "February", "March", "April", "May", "June")
    + ("July", "August", "September", "October", "November", "December"),
)
_SHORT_MONTHS = (
    ("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sep.", "oct.", "nov.", "dic."),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_MONTHS_IN = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "four_monthly": 4, "half_yearly": 6, "yearly": 12}


def is_missing(value: object) -> bool:
    """Tell whether a cell holds no value: None, NaN, NaT or pandas' NA. Zero and the empty text are values."""
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return True
    return isinstance(value, (float, Decimal)) and math.isnan(value)


def missing_word() -> str:
    """Return the word that stands where a number or date is not known."""
    return _("sin dato")


def _is_spanish() -> bool:
    return current_language() is SPANISH


def number(value: Number | None, decimals: int | None = None) -> str:
    """Return a number with `decimals` places, halves away from zero: "1.685", "−0,4".

    Without `decimals` it has as many as it needs, at most two.
    """
    if is_missing(value) or value is None:
        return missing_word()
    if isinstance(value, float) and math.isinf(value):
        raise ValueError("an infinite number is not something to show")
    rounded = written(value, decimals)
    text = f"{abs(rounded):,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if _is_spanish():
        text = text.translate(_SPANISH_SEPARATORS)
    return MINUS + text if rounded < 0 else text


def written(value: Number, decimals: int | None = None) -> Decimal:
    """Return a number exactly as `number` writes it: rounded to `decimals` places (two without), halves away from 0."""
    exact = (
        value
        if isinstance(value, Decimal)
        else Decimal(repr(float(value)))
        if isinstance(value, float)
        else Decimal(int(value))
    )
    return exact.quantize(Decimal(1).scaleb(-(2 if decimals is None else decimals)), rounding=ROUND_HALF_UP)


def written_difference(
    first: Number, second: Number, decimals: int | None, decimals_of_second: int | None = None
) -> Decimal:
    """Return what `first` less `second` comes to as both are written, so that who subtracts what is shown agrees.

    The exact difference, rounded by itself, may contradict the two figures beside it: 72,2 and 72,3 are 0,1 apart
    also when 72,24 and 72,26 are meant.
    """
    places = decimals if decimals_of_second is None else decimals_of_second
    return written(first, decimals) - written(second, places)


def signed_number(value: Number | None, decimals: int | None = None) -> str:
    """Return a change with its sign: "+1,4", "−2", "0"."""
    text = number(value, decimals)
    if is_missing(value) or value is None or text.startswith(MINUS) or not any(digit in text for digit in "123456789"):
        return text
    return "+" + text


def count(value: int) -> str:
    """Return a whole number: "1.685"."""
    # Most are small and written alike in all languages; a board has hundreds.
    return str(int(value)) if 0 <= value < 1_000 else number(int(value), 0)


def percent(value: Number | None, decimals: int | None = None) -> str:
    """Return a percent given in percent (85.5 -> "85,5 %"); its space does not break."""
    if is_missing(value) or value is None:
        return missing_word()
    return number(value, decimals) + (f"{NBSP}%" if _is_spanish() else "%")


def whole(value: Number) -> int:
    """Return the whole number a value is written as."""
    return int(written(value, 0))


def short_places(value: Number) -> int:
    """Return how many decimals a percent gets where there is little room: one below 10, else none."""
    return 1 if -10 < value < 10 and value else 0


def short_percent(value: Number | None) -> str:
    """Return a percent for a line or a sentence, whole from 10 on and with one decimal below: "41 %", "7,1 %"."""
    return missing_word() if is_missing(value) or value is None else percent(value, short_places(value))


def short_percent_difference(first: Number, second: Number) -> Decimal:
    """Return the points between two percents as `short_percent` writes them: 3 between 69 % and 72 %."""
    return written_difference(first, second, short_places(first), short_places(second))


def short_points(value: Number) -> str:
    """Return a distance between two short percents, without sign: whole from 10 on, below with what it has."""
    return points(value, None if -10 < value < 10 else 0)


def share(part: int, whole: int, decimals: int = 1) -> str:
    """Return what `part` of `whole` is in percent: "85,1 %"; of nothing, the missing word."""
    return percent(None if whole == 0 else 100 * part / whole, decimals)


def points(value: Number | None, decimals: int | None = 0) -> str:
    """Return a distance in percentage points, without sign: "12 puntos", "1 punto"."""
    if is_missing(value) or value is None:
        return missing_word()
    text = number(-value if value < 0 else value, decimals)
    return f"{text}{NBSP}{ngettext('punto', 'puntos', 1 if text == '1' else 2)}"


def quantity(value: Number | None, unit: str | None, decimals: int | None = None) -> str:
    """Return a value with its unit: "34,9 %", "1.112 personas"; a unit of "%" or "‰" is joined as a percent is."""
    if is_missing(value):
        return missing_word()
    text = number(value, decimals)
    unit = (unit or "").strip()
    if not unit:
        return text
    if unit in ("%", "‰"):
        return text + (NBSP + unit if _is_spanish() else unit)
    return f"{text}{NBSP}{unit}"


_SYMBOLS = {"ARS": "$"}
_MILLION = 1_000_000


def currency_sign(currency: str | None) -> str:
    """Return "$" for pesos of the country, else the ISO code of the currency."""
    return _SYMBOLS.get(currency or "ARS", currency or "$")


def money(amount: Number | None, currency: str | None = "ARS") -> str:
    """Return an amount in words' scale: "$ 16.681 millones", "$ 1,5 millones", "$ 845.200"."""
    if is_missing(amount) or amount is None:
        return missing_word()
    sign = currency_sign(currency)
    if abs(float(amount)) >= _MILLION:
        millions = float(amount) / _MILLION
        text = number(millions, 0 if abs(millions) >= 100 else 1)
        return f"{sign}{NBSP}{text}{NBSP}" + ngettext("millón", "millones", 1 if text in ("1", "1,0", "1.0") else 2)
    return f"{sign}{NBSP}{number(amount, 0)}"


def short_money(amount: Number | None, currency: str | None = "ARS") -> str:
    """Return an amount for a narrow column: "$ 250.808 M", "$ 367,5 M", "$ 845.200"."""
    if is_missing(amount) or amount is None:
        return missing_word()
    sign = currency_sign(currency)
    millions = float(amount) / _MILLION
    if abs(millions) >= 1:
        return f"{sign}{NBSP}{number(millions, 0 if abs(millions) >= 1_000 else 1)}{NBSP}M"
    return f"{sign}{NBSP}{number(amount, 0)}"


def exact_money(amount: Number | None, currency: str | None = "ARS") -> str:
    """Return an amount to the last unit: "$ 367.512.400"."""
    if is_missing(amount):
        return missing_word()
    return f"{currency_sign(currency)}{NBSP}{number(amount, 0)}"


def day(value: Day | None) -> str:
    """Return a date: "30/03/2025"; in English "30 Mar 2025"."""
    if is_missing(value) or value is None:
        return missing_word()
    if _is_spanish():
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return f"{value.day} {_SHORT_MONTHS[1][value.month - 1]} {value.year}"


def day_of(moment: datetime) -> str:
    """Return the date, where the server is, of a moment of the store (UTC without zone): "30/03/2025"."""
    return missing_word() if is_missing(moment) else day(civil_day(moment))


def iso_day(value: Day | None) -> str:
    """Return a date for addresses and attributes: "2025-03-30"; the empty text for a missing one."""
    return "" if is_missing(value) or value is None else f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def month(value: Day | None) -> str:
    """Return a month in words: "octubre de 2026"."""
    if is_missing(value) or value is None:
        return missing_word()
    if _is_spanish():
        return f"{_MONTHS[0][value.month - 1]} de {value.year}"
    return f"{_MONTHS[1][value.month - 1]} {value.year}"


def short_month(value: Day | None) -> str:
    """Return a month for a narrow place: "oct. 2026"."""
    if is_missing(value) or value is None:
        return missing_word()
    return f"{_SHORT_MONTHS[0 if _is_spanish() else 1][value.month - 1]} {value.year}"


def _whole_months(start: Day, end: Day) -> int | None:
    """Return how many whole calendar months a period spans, or None when it is not made of whole months."""
    next_day = date.fromordinal(date(end.year, end.month, end.day).toordinal() + 1)
    if start.day != 1 or next_day.day != 1:
        return None
    return (next_day.year - start.year) * 12 + next_day.month - start.month


def period(start: Day | None, end: Day | None, frequency: str | None = None) -> str:
    """Return the short name of a period: "T3 2026", "oct. 2026", "2.º sem. 2026", "2026"; else its two dates.

    Without a start the frequency tells the length; without either the day the period ends is its name.
    """
    if is_missing(end) or end is None:
        return missing_word()
    if is_missing(start) or start is None:
        months = _MONTHS_IN.get(frequency or "")
        is_month_end = date.fromordinal(date(end.year, end.month, end.day).toordinal() + 1).day == 1
        if months is None or not is_month_end:
            return day(end)
    else:
        months = _whole_months(start, end)
    order = 0 if months is None else end.month / months
    if months is None or months not in (1, 3, 4, 6, 12) or order != int(order):
        return f"{day(start)} a {day(end)}" if _is_spanish() else f"{day(start)} to {day(end)}"
    if months == 12:
        return str(end.year)
    if months == 1:
        return short_month(end)
    nth = int(order)
    if months == 3:
        return f"T{nth} {end.year}" if _is_spanish() else f"Q{nth} {end.year}"
    if months == 4:
        return f"{nth}.º cuatr. {end.year}" if _is_spanish() else f"4-month {nth} {end.year}"
    return f"{nth}.º sem. {end.year}" if _is_spanish() else f"H{nth} {end.year}"


def long_period(start: Day | None, end: Day | None, frequency: str | None = None) -> str:
    """Return the name of a period in words: "tercer trimestre de 2026", "octubre de 2026"; else its short name."""
    short = period(start, end, frequency)
    if is_missing(end) or end is None:
        return short
    if short == short_month(end):
        return month(end)
    if short == str(end.year):
        return _("año {year}").format(year=end.year)
    ordinals = (_("primer"), _("segundo"), _("tercer"), _("cuarto"))
    if short[:1] in "TQ" and short[1:2].isdigit():
        return _("{ordinal} trimestre de {year}").format(ordinal=ordinals[int(short[1]) - 1], year=end.year)
    if "sem." in short or short.startswith("H"):
        return _("{ordinal} semestre de {year}").format(ordinal=ordinals[0 if end.month == 6 else 1], year=end.year)
    return short


def days(value: int) -> str:
    """Return a number of days: "1 día", "12 días"."""
    return plural(value, _("día"), _("días"))


def plural(value: int, singular: str, many: str) -> str:
    """Return a count with its noun: "1 proyecto", "1.685 proyectos"; the space does not break."""
    return f"{count(value)}{NBSP}{singular if value == 1 else many}"


def joined(parts: list[str]) -> str:
    """Return a list in words: "uno", "uno y dos", "uno, dos y tres" ("e" before an i sound)."""
    if len(parts) < 2:
        return "".join(parts)
    last = parts[-1]
    if not _is_spanish():
        link = "and"
    else:
        sound = last.lower()
        link = (
            "e"
            if sound.startswith(("i", "í", "hi")) and not sound.startswith(("hia", "hie", "hio", "ia", "ie", "io"))
            else "y"
        )
    return f"{', '.join(parts[:-1])} {link} {last}"


def capitalised(text: str) -> str:
    """Return a text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """Return a text as a quotation: «meta», “target”."""
    return _("«{text}»").format(text=text)


def shortened(text: str, longest: int) -> str:
    """Return a text of at most `longest` characters, cut after a word and ended by "…"."""
    if len(text) <= longest:
        return text
    # One character more than fits: when it is a space, the word before it is whole.
    whole_words = text[:longest].rpartition(" ")[0].rstrip(" ,;.:")
    return f"{whole_words or text[: longest - 1]}…"
