"""Number formats: which show a date, which show a percent, and what day a serial number is.

Built-in formats and the serial calendar: ECMA-376 Part 1, 18.8.30 (numFmt) and 18.17.4 (dates and times).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from intake.reading_grid import GENERAL

BUILT_IN_FORMATS: Final[dict[int, str]] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
# 27-36 and 50-58 are dates whose pattern depends on an East Asian locale.
for _number in (*range(27, 37), *range(50, 59)):
    BUILT_IN_FORMATS[_number] = "dd/mm/yyyy"

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)

_FRACTION_OF_SECOND = re.compile(r"s\.0+")

_EPOCH_1900: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_LAST_SERIAL: Final = 2_958_465  # 31/12/9999


@lru_cache(maxsize=4096)
def shows_percent(number_format: str) -> bool:
    """Say whether the format shows the number times a hundred with a percent sign."""
    return "%" in _LITERALS.sub("", number_format.split(";")[0])


@lru_cache(maxsize=4096)
def shows_date(number_format: str) -> bool:
    """Say whether the format shows a date or a time of day. Elapsed hours ("[h]:mm") are numbers, not dates."""
    if number_format == GENERAL or number_format == "@":
        return False
    pattern = _FRACTION_OF_SECOND.sub("s", _LITERALS.sub("", number_format.split(";")[0]).lower())
    if _ELAPSED.search(pattern) or "general" in pattern:
        return False
    return any(letter in pattern for letter in "dyhms") and not any(letter in pattern for letter in "0#?")


@lru_cache(maxsize=4096)
def shows_month_only(number_format: str) -> bool:
    """Say whether the format shows a month without its day ("mmm-yy")."""
    pattern = _LITERALS.sub("", number_format.split(";")[0]).lower()
    return shows_date(number_format) and "m" in pattern and not any(letter in pattern for letter in "dhs")


@lru_cache(maxsize=4096)
def shows_year(number_format: str) -> bool:
    """Say whether the format shows a year."""
    return "y" in _LITERALS.sub("", number_format.split(";")[0]).lower()


def from_serial(serial: int | float, *, starts_1904: bool = False) -> date | datetime | time | None:
    """Return the day (or moment, or time of day) of a serial number; None outside the calendar.

    Serial 60 of the 1900 calendar is 29 February 1900, a day that never was: it gives None.
    """
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    if serial < 1 or starts_1904:
        moment = _EPOCH_1904 + timedelta(days=serial)
    elif 60 <= serial < 61:
        return None
    else:
        # Days before March 1900 are one later than the serial says, because of the day that never was.
        moment = _EPOCH_1900 + timedelta(days=serial + (1 if serial < 60 else 0))
    # Seconds are what people enter; the rest is the noise of a binary fraction of a day.
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if serial < 1:
        return moment.time()
    return civil_moment(moment)


def civil_moment(moment: datetime) -> date | datetime:
    """Return the moment without its zone, and as a plain day when it is midnight."""
    moment = moment.replace(tzinfo=None)
    return moment.date() if moment.time() == time(0) else moment
