"""The address is the state: which plan, language, dates, filters, order and page a screen shows. Parse, change, write.

Two addresses that mean the same are written alike (parameters in order, empty ones and defaults left out), so an answer
is kept once and a link shared shows the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl, quote

from dashboards.i18n import LANGUAGES, SPANISH, Language

PLAN, LANGUAGE, AS_OF, KNOWN_ON, PAGE, ORDER = "plan", "idioma", "al", "sabido", "pagina", "orden"
# They say through which window one looks: every link inside keeps them.
WINDOW = (PLAN, LANGUAGE, AS_OF, KNOWN_ON)

# Longer ones are nobody's filter; they would only fill the cache.
LONGEST_VALUE = 200
MOST_PARAMETERS = 40
LAST_PAGE = 100_000
# Days outside are nobody's plan; at the ends of the calendar there is no month before and no day after.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

# What others add to a link to follow whoever clicks it: no filter of ours, and not passed on.
_FOLLOWING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id", re.IGNORECASE)

Value = str | int | None | Iterable[str]


@dataclass(frozen=True)
class Address:
    """What an address asks for.

    `filters` holds the remaining parameters by name, each with one or more values, in the order of the address.
    `not_understood` lists (parameter, text) of window parameters that cannot be read, `to_come` (parameter, day) of
    days left out because they have not come: the page says so.
    """

    path: str = "/"
    plan: str | None = None
    language: Language = SPANISH
    as_of: date | None = None
    known_on: date | None = None
    page: int = 1
    order: str | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_understood: tuple[tuple[str, str], ...] = ()
    to_come: tuple[tuple[str, date], ...] = ()

    def value(self, name: str) -> str | None:
        """Return the first value of a filter, or None."""
        values = self.filters.get(name)
        return values[0] if values else None

    def values(self, name: str) -> tuple[str, ...]:
        """Return all values of a filter."""
        return self.filters.get(name, ())

    def link(self, path: str, **parameters: Value) -> str:
        """Return the address of another screen through the same window (plan, language, dates), with these parameters.

        A parameter named like a window part (`plan=`, `al=`…) replaces it, None drops it.
        """
        return build(path, {**self._window(), **parameters})

    def changed(self, **parameters: Value) -> str:
        """Return this address with some parameters replaced (None drops one); the page goes back to the first."""
        own = {**self._window(), **self.filters, ORDER: self.order, PAGE: None}
        return build(self.path, {**own, **parameters})

    def without_filters(self) -> str:
        """Return this address with its window and order alone."""
        return build(self.path, {**self._window(), ORDER: self.order})

    def in_language(self, language: Language) -> str:
        """Return this same address in another language."""
        return replace(self, language=language).text

    def without_days_to_come(self, *, last_as_of: date, last_known_on: date) -> Address:
        """Return this address without days later than these, the last of which anything can be said."""
        asked = ((AS_OF, self.as_of, last_as_of), (KNOWN_ON, self.known_on, last_known_on))
        to_come = {name: day for name, day, last in asked if day is not None and day > last}
        return replace(
            self,
            as_of=None if AS_OF in to_come else self.as_of,
            known_on=None if KNOWN_ON in to_come else self.known_on,
            to_come=tuple(to_come.items()),
        )

    @property
    def text(self) -> str:
        """The address written out: the one form of all that mean the same."""
        return build(self.path, {**self._window(), **self.filters, ORDER: self.order, PAGE: self.page})

    @property
    def window(self) -> tuple[tuple[str, str], ...]:
        """The window as parameters (name, value) of a form to another screen."""
        return tuple((name, str(value)) for name, value in self._window().items() if value is not None)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Everything but the page of a list as parameters (name, value) of a form to this same screen."""
        filters = tuple((name, value) for name, values in self.filters.items() for value in values)
        return (*self.window, *filters, *(((ORDER, self.order),) if self.order else ()))

    def _window(self) -> dict[str, Value]:
        return {
            PLAN: self.plan,
            LANGUAGE: None if self.language is SPANISH else self.language.code,
            AS_OF: self.as_of.isoformat() if self.as_of else None,
            KNOWN_ON: self.known_on.isoformat() if self.known_on else None,
        }


def build(path: str, parameters: Mapping[str, Value]) -> str:
    """Return path and query: parameters sorted by name, absent and empty ones and page 1 left out."""
    pairs: list[tuple[str, str]] = []
    for name in sorted(parameters):
        value = parameters[name]
        values = [value] if isinstance(value, (str, int)) or value is None else list(value)
        pairs += [(name, str(each)) for each in values if each is not None and str(each) != ""]
    pairs = [pair for pair in pairs if pair != (PAGE, "1")]
    query = "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in pairs])
    return _quoted_path(path) + (f"?{query}" if query else "")


# A board has hundreds of links made of the same few words.
@lru_cache(maxsize=4_096)
def _quoted(text: str) -> str:
    return quote(text, safe="-_.~:,")


@lru_cache(maxsize=4_096)
def _quoted_path(path: str) -> str:
    return quote(path, safe="/-_.~")


def read_day(text: str) -> date | None:
    """Return the day of a whole ISO date a plan may be looked at on, None for anything else."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def parse(path: str, query: str) -> Address:
    """Read a decoded path and a raw query string. Never raises: what cannot be read is listed in `not_understood`."""
    window: dict[str, str] = {}
    filters: dict[str, tuple[str, ...]] = {}
    for name, raw in parse_qsl(query, keep_blank_values=False)[:MOST_PARAMETERS]:
        text = raw.strip()[:LONGEST_VALUE]
        if not text or "\x00" in text or not name.isprintable() or len(name) > LONGEST_VALUE:
            continue
        if _FOLLOWING.fullmatch(name):
            continue
        if name in (*WINDOW, PAGE, ORDER):
            window[name] = text
        elif text not in filters.get(name, ()):
            filters[name] = (*filters.get(name, ()), text)
    not_understood: list[tuple[str, str]] = []
    dates: dict[str, date | None] = {}
    for name in (AS_OF, KNOWN_ON):
        dates[name] = read_day(window[name]) if name in window else None
        if name in window and dates[name] is None:
            not_understood.append((name, window[name]))
    language = LANGUAGES.get(window.get(LANGUAGE, SPANISH.code))
    if language is None:
        not_understood.append((LANGUAGE, window[LANGUAGE]))
    page_text = window.get(PAGE, "1")
    page = int(page_text) if page_text.isascii() and page_text.isdigit() and len(page_text) < 7 else 0
    if not 1 <= page <= LAST_PAGE:
        not_understood.append((PAGE, page_text))
        page = 1
    return Address(
        path=path,
        plan=window.get(PLAN),
        language=language or SPANISH,
        as_of=dates[AS_OF],
        known_on=dates[KNOWN_ON],
        page=page,
        order=window.get(ORDER),
        filters=dict(sorted(filters.items())),
        not_understood=tuple(not_understood),
    )
