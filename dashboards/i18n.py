"""The language of what people read: Spanish is the source, others come from locale/<language>/LC_MESSAGES/metas.po.

A message's identity is its Spanish text. Catalogs are read as they are (no compiled copy to forget); the language of an
answer comes from its address and holds for the time of building it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"


@dataclass(frozen=True)
class Language:
    """A language we speak: its code in addresses, the value of <html lang>, and its own name."""

    code: str
    html_lang: str
    own_name: str


SPANISH = Language("es", "es-AR", "Español")
ENGLISH = Language("en", "en", "English")
LANGUAGES = {language.code: language for language in (SPANISH, ENGLISH)}

_current: ContextVar[Language] = ContextVar("language", default=SPANISH)


def current_language() -> Language:
    """Return the language of what is being built now."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Build everything inside this block in `language`."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def catalog(code: str) -> dict[str, tuple[str, ...]]:
    """Return the translations of a language: Spanish text -> (translation,) or (singular, plural)."""
    translations: dict[str, tuple[str, ...]] = {}
    with (LOCALE_FOLDER / code / "LC_MESSAGES" / "metas.po").open("rb") as file:
        for message in read_po(file, locale=code):
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            key = message.id[0] if isinstance(message.id, tuple) else message.id
            if key and all(forms) and not message.fuzzy:
                translations[str(key)] = tuple(str(form) for form in forms)
    return translations


def gettext(text: str) -> str:
    """Return a Spanish text in the current language; without a translation, the Spanish text."""
    language = _current.get()
    if language is SPANISH:
        return text
    found = catalog(language.code).get(text)
    return found[0] if found else text


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form for `count` things (one, or any other number) in the current language."""
    language = _current.get()
    if language is not SPANISH:
        found = catalog(language.code).get(singular)
        if found and len(found) == 2:
            return found[0] if count == 1 else found[1]
    return singular if count == 1 else plural
