"""Sentences a person will read, marked for the translation catalogue where they are defined.

The sentence itself, in Spanish, is the key of the catalogue. This room imports no catalogue: whoever shows a sentence
passes the function that translates it.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]


def N_(sentence: str) -> str:  # the name that extractors of translatable text look for
    """Return the sentence unchanged; it marks the sentence for extraction."""
    return sentence


def as_written(sentence: str) -> str:
    """Translate nothing: the Spanish sentence is what is shown."""
    return sentence


def on_one_line(text: str, longest: int = 200) -> str:
    """Return the text without line breaks or control characters, cut with "…" after `longest` characters."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text[: longest * 2]).split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
