"""The dictionary as a page of the documentation: `python -m data_models.dictionary_text > docs/diccionario.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from data_models.dictionary import SECTIONS, Column, Section

TYPE_WORDS = {
    "text": "texto",
    "integer": "entero",
    "number": "número",
    "date": "fecha",
    "datetime": "fecha y hora",
    "boolean": "sí o no",
}
INTRODUCTION = """# Diccionario de datos

Cada columna que se publica: su nombre en los archivos y en la vista `tabla_de_avance`, su nombre en el código, qué
contiene y en qué unidad. Un dato que falta queda vacío: vacío nunca es cero. Las marcadas «interna» no se publican.

Esta página se genera del diccionario del sistema (`python -m data_models.dictionary_text > docs/diccionario.md`).
"""


def markdown() -> str:
    """The whole dictionary in Spanish as Markdown."""
    return INTRODUCTION + "".join("\n" + "\n".join(_section(section)) + "\n" for section in SECTIONS)


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.spanish_name}"
    yield ""
    yield "| columna | en el código | tipo | unidad | qué es |"
    yield "|---|---|---|---|---|"
    for column in section.columns:
        cells = (
            f"`{column.file_name}`",
            f"`{column.name}`",
            TYPE_WORDS[column.type],
            column.unit or "—",
            _meaning(column),
        )
        yield f"| {' | '.join(cells)} |"


def _meaning(column: Column) -> str:
    words = "; ".join(f"`{value.code}` {value.word.rstrip('.')}" for value in column.allowed_values)
    internal = "" if column.is_public else " (Interna.)"
    return f"{column.meaning}{internal}{f' Valores: {words}.' if words else ''}"


if __name__ == "__main__":
    sys.stdout.write(markdown())
