"""Writing a proposed recipe: YAML in which every line that was not certain says so in a comment beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import yaml

from intake.wording import N_, Translate, on_one_line

LINE_WIDTH: Final = 118
LONGEST_QUOTE: Final = 80


class Certainty(StrEnum):
    """How sure a proposal is, as the word its comment begins with."""

    SURE = N_("Seguro")
    DOUBTFUL = N_("Dudoso")
    CONFIRM = N_("Confirme")


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: a sentence with {names}, and the texts of the file to put in them."""

    certainty: Certainty
    sentence: str
    inputs: Mapping[str, str]

    def text(self, translate: Translate) -> str:
        """Return the comment on one line; texts of the file are cut where they are long."""
        quoted = {name: on_one_line(text, LONGEST_QUOTE * 8) for name, text in self.inputs.items()}
        return f"{translate(self.certainty.value)}: {translate(self.sentence).format(**quoted)}"


def sure(sentence: str, **inputs: str) -> Remark:
    """Return the remark of a proposal that the cells prove."""
    return Remark(Certainty.SURE, sentence, inputs)


def doubtful(sentence: str, **inputs: str) -> Remark:
    """Return the remark of a proposal that could well be another."""
    return Remark(Certainty.DOUBTFUL, sentence, inputs)


def confirm(sentence: str, **inputs: str) -> Remark:
    """Return the remark of something that the file does not say and a person must."""
    return Remark(Certainty.CONFIRM, sentence, inputs)


@dataclass(frozen=True, slots=True)
class Noted:
    """A piece of a recipe with what is to be said of it. ``is_active`` false writes the piece itself as a comment."""

    value: Any
    remarks: tuple[Remark, ...] = ()
    is_active: bool = True


def plain(value: Any) -> Any:
    """Return the recipe that the written text will say: without remarks and without what is only proposed."""
    if isinstance(value, Noted):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(piece) for key, piece in value.items() if _is_active(piece)}
    if isinstance(value, list | tuple):
        return [plain(piece) for piece in value if _is_active(piece)]
    return value


def as_yaml(recipe: Mapping[str, Any], translate: Translate) -> str:
    """Return a recipe as YAML text, its remarks as comments above the lines they speak of."""
    return "".join(f"{line}\n" for line in _mapping(recipe, "", translate))


def comment_lines(text: str, indent: str = "") -> list[str]:
    """Return a comment broken into lines that fit."""
    return textwrap.wrap(
        text, LINE_WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ", break_long_words=False
    )


def quoted(texts: Sequence[str], most: int = 4) -> str:
    """Return texts between «», the first ones and how many more: "«A», «B» …+3"."""
    shown = ", ".join(f"«{on_one_line(text, LONGEST_QUOTE)}»" for text in texts[:most])
    return shown if len(texts) <= most else f"{shown} …+{len(texts) - most}"


def _is_active(piece: Any) -> bool:
    return not isinstance(piece, Noted) or piece.is_active


def _mapping(pieces: Mapping[Any, Any], indent: str, translate: Translate) -> list[str]:
    lines: list[str] = []
    for key, piece in pieces.items():
        value, before = _unwrapped(piece, indent, translate)
        written = _entry(key, value, indent, translate)
        lines += before
        lines += written if _is_active(piece) else [f"{indent}# {line[len(indent) :]}" for line in written]
    return lines


def _entry(key: Any, value: Any, indent: str, translate: Translate) -> list[str]:
    head = f"{indent}{_flow(key)}:"
    if _fits(value, head):
        return [f"{head} {_flow(value)}"]
    if isinstance(value, Mapping):
        return [head, *_mapping(value, f"{indent}  ", translate)]
    return [head, *_items(value, f"{indent}  ", translate)]


def _items(pieces: Sequence[Any], indent: str, translate: Translate) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        value, before = _unwrapped(piece, indent, translate)
        lines += before
        if _fits(value, indent):
            written = [f"{indent}- {_flow(value)}"]
        else:
            written = _mapping(value, f"{indent}  ", translate)
            first = next(i for i, line in enumerate(written) if not line.lstrip().startswith("#"))
            before_it = [f"{indent}{line[len(indent) + 2 :]}" for line in written[:first]]
            written = [*before_it, f"{indent}- {written[first][len(indent) + 2 :]}", *written[first + 1 :]]
        lines += written if _is_active(piece) else [f"{indent}# {line[len(indent) :]}" for line in written]
    return lines


def _unwrapped(piece: Any, indent: str, translate: Translate) -> tuple[Any, list[str]]:
    if not isinstance(piece, Noted):
        return piece, []
    return piece.value, [line for remark in piece.remarks for line in comment_lines(remark.text(translate), indent)]


def _fits(value: Any, head: str) -> bool:
    """Whether a value goes on one line: a scalar always, a group when it is short and nothing is said inside it."""
    if not isinstance(value, Mapping | list | tuple):
        return True
    return not _has_notes(value) and len(head) + len(_flow(value)) < LINE_WIDTH


def _has_notes(value: Any) -> bool:
    if isinstance(value, Noted):
        return True
    if isinstance(value, Mapping):
        return any(map(_has_notes, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_notes, value))


class _Dumper(yaml.SafeDumper):
    """Writes each thing where it stands, never as a reference to another place."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _flow(value: Any) -> str:
    if isinstance(value, tuple):
        value = list(value)
    text = yaml.dump(value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6)
    return text.removesuffix("\n").removesuffix("\n...")
