"""Texts as people type them: spaces of every kind, line breaks inside names, curly quotes, marks for "no data"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_NOT_KEY = re.compile(r"[^a-z0-9%]+")
_LINE_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\n{3,}")

# Compared by matching_key without its spaces, so "S.D", "s / d" and "SD" are one. A dash or dots alone are no data too.
_NO_DATA_KEYS: Final = frozenset(
    ("sd", "nd", "na", "nsnc", "nan", "null", "none", "sindato", "sindatos", "sininformacion", "sininformar")
    + ("noaplica", "nodisponible", "nocorresponde", "nohaydato", "nohaydatos", "noinforma", "nodeterminado")
)
# These would be words of their own without their stops or slash: "s/i" is no data, "si" is yes.
_NO_DATA_ABBREVIATIONS: Final = frozenset(("s i", "n c", "n s"))
_LONGEST_MARK: Final = 40
_ONLY_MARKS = re.compile(r"[-\u2010-\u2015\u2212._…*/¿?\s]+\Z")


def _composed(text: str) -> str:
    # Some systems write "é" as "e" and a mark: the same letter for every reader, another one for a program.
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def clean_text(text: str) -> str:
    """Return the text on one line: outer, double and non-breaking spaces, line breaks and invisible characters folded.

    Nothing else changes: quotes, case, accents and a space inside a word ("Desagregado s") stay as they are.
    """
    return " ".join(_composed(text).split())


def clean_lines(text: str) -> str:
    """Return the text with its line breaks kept (two in a row at most) and every line cleaned like clean_text."""
    plain = _composed(text).replace("\r\n", "\n").replace("\r", "\n")
    lines = [_LINE_SPACES.sub(" ", line).strip() for line in plain.split("\n")]
    return _BREAKS.sub("\n\n", "\n".join(lines)).strip()


@lru_cache(maxsize=65_536)
def matching_key(text: str) -> str:
    """Return the form under which two spellings are the same: case, accents, punctuation, quotes and spaces folded.

    "Comité de  datos " and "COMITE DE DATOS" give "comite de datos". The percent sign counts as a letter, because
    "% TOTAL" and "TOTAL" are two columns.
    """
    folded = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return _NOT_KEY.sub(" ", plain).strip()


def tight_key(text: str) -> str:
    """Return matching_key without any space: "finalizad o" and "Finalizado" give "finalizado"."""
    return matching_key(text).replace(" ", "")


def no_data_mark(text: str) -> str | None:
    """Return the mark when the text only says that there is no data ("SD", "N/A", "-"), "" when blank, else None."""
    cleaned = clean_text(text)
    if not cleaned or _ONLY_MARKS.match(cleaned):
        return cleaned
    if len(cleaned) <= _LONGEST_MARK:
        key = matching_key(cleaned)
        if key in _NO_DATA_ABBREVIATIONS or key.replace(" ", "") in _NO_DATA_KEYS:
            return cleaned
    return None
