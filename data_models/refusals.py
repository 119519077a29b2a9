"""Refusing a write: a sentence in Spanish that says why, with its inputs kept apart so that a screen can translate it."""

from __future__ import annotations


class Refused(ValueError):
    """A write that breaks a rule of the house; nothing was changed.

    ``sentence`` is the Spanish template (the msgid of the translation catalog) and ``inputs`` what goes into its braces;
    ``str()`` of the error is the finished Spanish sentence.
    """

    def __init__(self, sentence: str, **inputs: object) -> None:
        super().__init__(sentence.format(**inputs))
        self.sentence = sentence
        self.inputs = inputs
