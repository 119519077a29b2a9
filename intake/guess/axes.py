"""The first level of each table of a workbook: a column, or what the sheet itself stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.guess.columns import LEVEL_WORDS, Column, code_and_name, period_of
from intake.guess.roles import Anatomy, axis_codes
from intake.guess.writing import Remark, confirm, doubtful, sure
from intake.normalize.text import matching_key
from intake.wording import N_

MOST_AXES: Final = 40
LONGEST_KEY: Final = 400  # letters; YAML takes no longer keys than about a thousand
# Names that sheets have whatever is on them: none of them is the name of an axis.
_ANY_SHEET: Final = re.compile(
    r"^((hoja|sheet|datos?|tabla|base|matriz|planilla|resumen|seguimiento|consolidado|listado|lista|plan|pdm|poa|pi"
    r"|proyectos?|indicador(es)?|metas?|actividad(es)?|accion(es)?|obras?|hitos?|valores|programas?|ejes?|compromisos?"
    r"|tablero|avances?|indicativo|desarrollo|gobierno|municipal|operativo|anual|gestion|de|del|la|los|las|y|\d+)"
    r"( |$))+$"
)


@dataclass(slots=True)
class Top:
    """The first level of a table: a fixed code and name, or a map from the names of its column to codes."""

    code: str | None = None
    name: str | None = None
    codes: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Tops:
    """The first levels of all tables."""

    by_table: dict[int, Top] = field(default_factory=dict)

    def of(self, anatomy: Anatomy) -> Top:
        """Return the first level of a table; empty when its own columns say it."""
        return self.by_table.get(id(anatomy), Top())


def tops_of(anatomies: Sequence[Anatomy], plan_name: str) -> Tops:
    """Return what the first level of each table is, so that tables speak of the same axes by the same codes."""
    ranks = [_rank(anatomy) for anatomy in anatomies]
    top_rank = min(ranks)
    heads = {anatomy.levels[0].key if anatomy.levels else "" for anatomy in anatomies}
    if len(anatomies) == 1 or (len(heads) == 1 and heads != {""}):
        lacking = [anatomy for anatomy in anatomies if not anatomy.levels]
        columns = [anatomy.levels[0] for anatomy in anatomies if anatomy.levels]
    else:
        lacking = [a for a, rank in zip(anatomies, ranks, strict=True) if rank > top_rank or rank > 0]
        columns = [a.levels[0] for a in anatomies if all(a is not one for one in lacking)]
    tops = Tops()
    if not lacking:
        return tops
    codes, names = _named_axes(columns, anatomies)
    header = columns[0].header if columns else ""
    previous: Top | None = None
    for anatomy in lacking:
        title = _title_of(anatomy, lacking)
        key = _axis_key(title, names)
        if key is not None and columns:
            said = sure(N_("la hoja lleva el nombre de un valor de «{column}»"), column=header)
            top = Top(codes[key], names[key], remarks=(said,))
        elif columns and previous is not None and len(lacking) > 1:
            top = Top(previous.code, previous.name, remarks=(_stranger(anatomy, header, previous.name or ""),))
        else:
            is_axis = not _ANY_SHEET.search(matching_key(title)) and period_of(title) is None and len(anatomies) > 1
            top = _own_top(title if is_axis else plan_name, codes, names, is_axis=is_axis)
        tops.by_table[id(anatomy)] = previous = top
    if len(names) <= MOST_AXES and max(map(len, names), default=0) <= LONGEST_KEY:
        for anatomy in anatomies:
            if id(anatomy) not in tops.by_table:
                tops.by_table[id(anatomy)] = Top(codes=_map_for(anatomy.levels[0], codes))
    return tops


def _stranger(anatomy: Anatomy, header: str, axis: str) -> Remark:
    """Say that a sheet is none of the axes that the workbook itself lists, so it can only be part of one."""
    sentence = N_("«{sheet}» no está entre los nombres de «{column}»; se puso bajo «{axis}», el de la hoja anterior")
    return confirm(sentence, sheet=anatomy.found.name, column=header, axis=axis)


def _own_top(title: str, codes: dict[str, str], names: dict[str, str], *, is_axis: bool) -> Top:
    """Make an axis of a title and remember it; one already made of the same title is the same axis."""
    code, name = code_and_name(title) if is_axis else (None, title)
    key = matching_key(name)
    names.setdefault(key, name)
    codes.setdefault(key, code if code and code not in codes.values() else _next_code(codes))
    said = (
        doubtful(N_("ninguna columna es el primer nivel; se tomó el nombre de la hoja o el título de la tabla"))
        if is_axis
        else confirm(N_("ninguna columna es el primer nivel; todo queda bajo uno solo"))
    )
    return Top(codes[key], names[key], remarks=(said,))


def _rank(anatomy: Anatomy) -> int:
    if not anatomy.levels:
        return 99
    word = anatomy.levels[0].level_word
    return LEVEL_WORDS[word][0] if word in LEVEL_WORDS else 9


def _named_axes(columns: Sequence[Column], anatomies: Sequence[Anatomy]) -> tuple[dict[str, str], dict[str, str]]:
    """The axes that columns name, by folded name: their codes (counted where the sheet has none) and their names.

    They are counted in the order of the sheets of their names, then in that of the column.
    """
    names = {matching_key(text): text for column in columns for text in column.texts}
    sheets = [key for a in anatomies if (key := _axis_key(a.found.name, names)) is not None]
    ordered = list(dict.fromkeys([*sheets, *names]))
    codes: dict[str, str] = {}
    for column in columns:
        own = axis_codes(column)
        if own is not None:
            codes |= dict(zip(map(matching_key, column.texts), own, strict=True))
    for key in ordered:
        codes.setdefault(key, _next_code(codes))
    return codes, names


def _axis_key(title: str, names: dict[str, str]) -> str | None:
    """The axis a sheet is named after: equally, or with its number before ("1. Gobernanza")."""
    key = matching_key(title)
    return next((axis for axis in names if axis == key or re.sub(r"^(eje )?\d+ ", "", key) == axis), None)


def _title_of(anatomy: Anatomy, lacking: Sequence[Anatomy]) -> str:
    """The name of the sheet; of several tables alike on one sheet, the title above each."""
    alike = [
        one
        for one in lacking
        if one.found.name == anatomy.found.name
        and [c.key for c in one.found.columns] == [c.key for c in anatomy.found.columns]
    ]
    titles = {one.found.title for one in alike}
    return (
        anatomy.found.title if len(alike) > 1 and len(titles) == len(alike) and "" not in titles else anatomy.found.name
    )


def _map_for(column: Column, codes: dict[str, str]) -> dict[str, str]:
    return {text: codes[matching_key(text)] for text in column.texts if matching_key(text) in codes}


def _next_code(codes: dict[str, str]) -> str:
    number = 1
    while str(number) in codes.values():
        number += 1
    return str(number)
