"""A column as its cells show it: how full, how repeated, numbers, dates or texts; and what its header may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

from intake.normalize.dates import read_date_cell
from intake.normalize.numbers import read_number, read_number_cell
from intake.normalize.periods import Period, read_period
from intake.normalize.results import Understood
from intake.normalize.states import read_state
from intake.normalize.text import clean_text, matching_key, no_data_mark
from intake.reading import Cell, CellKind
from intake.reading_formats import shows_percent
from kpis.vocabulary import Frequency

MOST_CODE_LETTERS: Final = 24

# Words of the field, as they stand in headers (folded by matching_key). A first word of a name may be one of these.
_LEADING: Final = r"^(?:(?:nombres?|denominacion|descripcion|titulo|detalle|de|del|la|las|los|el)\s)*"
LEVEL_WORDS: Final[dict[str, tuple[int, str, str]]] = {
    "eje": (0, "eje", "ejes"),
    "linea": (0, "línea", "líneas"),
    "pilar": (0, "pilar", "pilares"),
    "dimension": (0, "dimensión", "dimensiones"),
    "area tematica": (0, "área temática", "áreas temáticas"),
    "politica": (1, "política", "políticas"),
    "sector": (1, "sector", "sectores"),
    "objetivo": (2, "objetivo", "objetivos"),
    "estrategia": (2, "estrategia", "estrategias"),
    "programa": (3, "programa", "programas"),
    "componente": (4, "componente", "componentes"),
    "subprograma": (4, "subprograma", "subprogramas"),
    "compromiso": (4, "compromiso", "compromisos"),
    "entregable": (5, "entregable", "entregables"),
    "entrega": (5, "entrega", "entregas"),
    "producto": (5, "producto", "productos"),
}
ITEM_WORDS: Final[dict[str, tuple[str, str]]] = {
    "proyecto": ("proyecto", "proyectos"),
    "subproyecto": ("subproyecto", "subproyectos"),
    "obra": ("obra", "obras"),
    "iniciativa": ("iniciativa", "iniciativas"),
    "actividad": ("actividad", "actividades"),
    "subactividad": ("subactividad", "subactividades"),
    "accion": ("acción", "acciones"),
    "tarea": ("tarea", "tareas"),
    "hito": ("hito", "hitos"),
}
_LEVEL: Final = re.compile(
    _LEADING + r"(?P<word>ejes?|lineas?(?! (?:de )?base)|pilar(?:es)?|dimension(?:es)?|areas? tematicas?|politicas?|"
    r"sector(?:es)?|objetivos?|estrategias?|sub ?programas?|programas?|componentes?|compromisos?|entregables?|"
    r"entregas?|productos?)\b"
)
_ITEM: Final = re.compile(
    _LEADING + r"(?P<word>sub ?proyectos?|proyectos?|obras?|iniciativas?|sub ?actividad(?:es)?|actividad(?:es)?|"
    r"accion(?:es)?|tareas?|hitos?)\b"
)
_INDICATOR: Final = re.compile(_LEADING + r"indicador(?:es)?\b")
_GOAL: Final = re.compile(_LEADING + r"(?:metas?|objetivo)\b")
_GENERIC: Final = re.compile(r"^(?:descripcion|nombre|denominacion|detalle|titulo|concepto|item)\b")
CODE_WORD: Final = re.compile(r"^(?:cod|codigos?|clave|nro|num|numero|n|no|id|identificador)\b")

# What else a header may say; which column serves is decided by its cells.
_SAYS: Final[dict[str, re.Pattern[str]]] = {
    role: re.compile(pattern)
    for role, pattern in {
        "responsible": r"\b(responsables?|secretarias?|dependencias?|organismo|reparticion|a cargo|unidad ejecutora"
        r"|ejecutor|entidad)\b|^(areas?|direccion|equipo)( responsable)?$",
        "baseline": r"\b(lineas? (?:de )?base|l ?b|valor (?:de )?(?:inicial|base)|situacion inicial)\b",
        "unit": r"^(unidad(?:es)?(?: de medida)?|u ?m|medida)(?! ejecutora)\b",
        "kind": r"^(tipo|clase|naturaleza)\b",
        "trend": r"\b(tendencia|sentido|comportamiento|orientacion)\b|^tipo de meta\b",
        "state": r"\b(estado|situacion|estatus|status|etapa|fase)\b",
        "start": r"\b(inicio|comienzo|arranque|desde)\b",
        "end": r"\b(fin|final|finalizacion|termino|terminacion|cierre|hasta|vencimiento|vence|plazo|limite)\b",
        "when": r"\b(fecha|cuando|mes|trimestre|semestre|periodo|cronograma|ano|anio)\b",
        "target": r"\b(metas?|esperad[oa]s?|objetivo|comprometid[oa]|programad[oa]|planead[oa]|planificad[oa]"
        r"|previst[oa])\b",
        "value": r"\b(valor|avances?|resultados?|ejecutad[oa]s?|ejecucion|logr[oa]s?|lograd[oa]s?|alcanzad[oa]s?|actual"
        r"|realizad[oa]s?|medicion|real|cumplimiento)\b",
        "declared": r"\b(avances?|progreso|completado)\b|^%|%$",
        "source": r"^(fuentes?|medios? de verificacion)\b",
        "definition": r"^definicion\b",
        "formula": r"^(formula|forma de calculo|metodo de calculo)\b",
        "frequency": r"^(frecuencia|periodicidad)\b",
        "district": r"^(distritos?|barrios?|localidad(?:es)?|comunas?|zonas?|delegacion|ubicacion)\b",
        "weight": r"\b(ponderador|ponderacion|peso)\b",
        "money": r"\b(presupuest\w*|apropiacion(?:es)?|compromisos?|pag[oa]s?|pagad[oa]s?|devengad[oa]s?|creditos?"
        r"|financier[oa]s?|recursos|inversion(?:es)?|costos?|montos?|asignad[oa]s?|obligaciones|gastos?|vigente|pesos|ars|cop|usd)\b",
        "sdg": r"\b(ods|desarrollo sostenible|agenda 2030)\b",
    }.items()
}
PLANNED: Final = re.compile(
    r"\b(plan|planead\w*|planificad\w*|programad\w*|metas?|esperad\w*|previst\w*|proyectad\w*)\b|(?:^|\s)p$"
)
EXECUTED: Final = re.compile(
    r"\b(ejecutad\w*|ejecucion|real|realizad\w*|logr\w*|alcanzad\w*|avances?|valor(?:es)?|resultados?|cumplid\w*"
    r"|obtenid\w*|observad\w*)\b|(?:^|\s)e$"
)
TOTAL: Final = re.compile(r"\b(total(?:es)?|acumulad\w*|suma)\b")
# "Eje 1. Ambiente", "L2. Gente", "3: Inclusión"; after a number of several levels a space is enough ("1.1 Residuos").
NUMBER_OF_NAME: Final = r"[A-Z]{0,3}\d+(?:\.\d+)*"
AFTER_NUMBER: Final = r"[\s.:)\-–]+"
_CODE_IN_NAME: Final = re.compile(
    rf"^(?:[^\W\d]+\s+)?(?=\S*\.\d|\S+\s*[.:)\-–])({NUMBER_OF_NAME})(?!\d){AFTER_NUMBER}([^\W\d].*)$", re.DOTALL
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_BROKEN_WORD: Final = re.compile(r"[^\W\d_]{4,} (?:[^\W\d_aeiouyAEIOUY]|nes|do|da|dos|das|os|as|es)\Z")


class Column:
    """A column of a table found: its header on one line, which of the columns with that header it is, its data."""

    def __init__(self, number: int, header: str, occurrence: int, cells: Sequence[Cell], period: Period | None) -> None:
        self.number = number
        self.header = header
        self.key = matching_key(header)
        self.own = self.key  # of a header over several rows, what its lowest row says
        self.occurrence = occurrence
        self.cells = cells
        self.period = period  # when the header names one
        self.is_money = _SAYS["money"].search(self.key) is not None

    @cached_property
    def keys(self) -> list[str]:
        """What each cell says, so that two spellings of one thing are equal; "" for blank and no data."""
        return [_key(cell.value) for cell in self.cells]

    @cached_property
    def keys_down(self) -> list[str]:
        """As keys, each blank taking what stands above it."""
        found: list[str] = []
        for key in self.keys:
            found.append(key or (found[-1] if found else ""))
        return found

    @cached_property
    def numbers(self) -> list[float | None]:
        """The number of each cell as stored (0.85 for 85 %), or None."""
        return [_number(cell) for cell in self.cells]

    @cached_property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(map(bool, self.keys))

    @cached_property
    def filled_share(self) -> float:
        """The share of rows in which the column says something."""
        return self.filled / max(1, len(self.cells))

    @cached_property
    def distinct(self) -> int:
        """How many different things the column says."""
        return len(set(filter(None, self.keys)))

    @property
    def is_unique(self) -> bool:
        """Whether each row says something, and something of its own."""
        return bool(self.cells) and self.distinct == len(self.cells)

    @cached_property
    def number_share(self) -> float:
        """The share of filled cells that are numbers, texts such as "12 %" included."""
        return sum(number is not None for number in self.numbers) / max(1, self.filled)

    @cached_property
    def date_share(self) -> float:
        """The share of filled cells that are dates, also dates without their year; numbers are none."""
        dates = sum(_is_date(cell) for cell in self.cells if not isinstance(cell.value, int | float))
        return dates / max(1, self.filled)

    @cached_property
    def state_share(self) -> float:
        """The share of filled cells that say a state."""
        known = {key: isinstance(read_state(key), Understood) for key in set(filter(None, self.keys))}
        return sum(known.get(key, False) for key in self.keys) / max(1, self.filled)

    @cached_property
    def is_text(self) -> bool:
        """Whether most cells are words: neither numbers nor dates."""
        words = [c for c in self.cells if c.kind is CellKind.TEXT and re.search(r"[^\W\d_]", str(c.value))]
        return bool(words) and len(words) > self.filled / 2 and self.number_share < 0.5 and not self.date_share > 0.5

    @property
    def is_numeric(self) -> bool:
        """Whether most cells are numbers."""
        return self.filled > 0 and self.number_share > 0.5

    @cached_property
    def is_code_like(self) -> bool:
        """Whether every filled cell is a short mark: a number without decimals below one, or a text of few letters."""
        return self.filled > 0 and all(_is_code(cell) for cell, key in zip(self.cells, self.keys, strict=True) if key)

    @cached_property
    def texts(self) -> list[str]:
        """The different things the column says, as written the first time."""
        found: dict[str, str] = {}
        for cell, key in zip(self.cells, self.keys, strict=True):
            if key:
                found.setdefault(key, clean_text(str(cell.value)))
        return list(found.values())

    @property
    def _name_key(self) -> str:
        """What the header names: its lowest row, or all of it when that row only says "Nombre"."""
        return self.key if _GENERIC.search(self.own) else self.own

    @property
    def is_code_header(self) -> bool:
        """Whether the header begins with a word for codes."""
        return CODE_WORD.search(self.own) is not None

    @cached_property
    def level_word(self) -> str | None:
        """The word of a level that the header begins with, as in LEVEL_WORDS."""
        match = _LEVEL.search(self._name_key)
        return None if match is None else _known(match["word"].replace("sub ", "sub"), LEVEL_WORDS)

    @cached_property
    def item_word(self) -> str | None:
        """The word of a project or activity that the header begins with, as in ITEM_WORDS."""
        match = _ITEM.search(self._name_key)
        return None if match is None else _known(match["word"].replace("sub ", "sub"), ITEM_WORDS)

    @property
    def names_indicator(self) -> bool:
        """Whether the header is that of an indicator's name."""
        return _INDICATOR.search(self._name_key) is not None

    @property
    def names_goal(self) -> bool:
        """Whether the header is that of a goal: a promise in words, or a number."""
        return _GOAL.search(self._name_key) is not None

    @property
    def names_anything(self) -> bool:
        """Whether the header is that of a name of whatever the row is."""
        return _GENERIC.search(self.own) is not None

    def says(self, role: str) -> bool:
        """Whether the header has a word of a role: "responsible", "baseline", "state" …"""
        return _SAYS[role].search(self.own) is not None or _SAYS[role].search(self.key) is not None

    @property
    def is_share(self) -> bool:
        """Whether the header says that it holds a percent: something computed from other columns."""
        return "%" in self.header or re.search(r"\bporcentajes?\b", self.key) is not None

    @property
    def is_known(self) -> bool:
        """Whether the header has any word of the field."""
        return (
            self.period is not None
            or self.level_word is not None
            or self.item_word is not None
            or self.names_indicator
            or self.names_goal
            or self.names_anything
            or any(pattern.search(self.key) for pattern in _SAYS.values())
            or self.is_code_header
            or PLANNED.search(self.key) is not None
        )


def pair_share(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the different things of ``one`` that always go with one thing of ``other``.

    1.0 says that the first decides the second: each program has one axis. Rows blank in either do not count.
    """
    seen: dict[str, set[str]] = {}
    for a, b in zip(one, other, strict=True):
        if a and b:
            seen.setdefault(a, set()).add(b)
    return sum(len(found) == 1 for found in seen.values()) / len(seen) if seen else 0.0


def codes_in_names(texts: Sequence[str]) -> list[str] | None:
    """Return the number that each name begins with ("Eje 1. Ambiente" → "1"), or None unless all begin with one."""
    found = [_CODE_IN_NAME.match(text) for text in texts]
    return [match[1] for match in found if match] if found and all(found) else None


def code_and_name(text: str) -> tuple[str | None, str]:
    """Return the number that a name begins with and the rest ("Eje 1. Ambiente" → "1", "Ambiente"), or None and it."""
    match = _CODE_IN_NAME.match(text)
    return (None, text) if match is None else (match[1], match[2])


def broken_words(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return (text, mended) of texts whose last word seems cut by a space: "Datos Desagregado s"."""
    return [(text, "".join(text.rsplit(" ", 1))) for text in texts if _BROKEN_WORD.search(text)]


def shows_percent_in(cell: Cell) -> bool:
    """Whether a cell holds a number that the sheet shows as a percent."""
    return cell.kind is CellKind.NUMBER and shows_percent(cell.number_format)


@lru_cache(maxsize=4096)
def period_of(header: str, year: int | None = None) -> tuple[Period, str] | None:
    """Return (period, folded other words) of a header; with ``year`` also of a month or quarter without one.

    "2025 Ene", the month under its year of a header in two rows, is that month.
    """
    read = read_period(header)
    own = _YEAR.search(header)
    if isinstance(read, Understood) and read.value.period.frequency is not Frequency.YEARLY or own is None:
        finer = None
    else:
        finer = read_period(f"{_YEAR.sub(' ', header, count=1)} {own[0]}")
    if isinstance(finer, Understood) and finer.value.period.frequency not in (None, Frequency.YEARLY):
        read = finer
    if not isinstance(read, Understood) and own is None and year is not None:
        read = read_period(f"{header} {year}")
        if isinstance(read, Understood) and matching_key(read.value.rest) == matching_key(header):
            return None
    return (read.value.period, matching_key(read.value.rest)) if isinstance(read, Understood) else None


def _known(word: str, words: dict[str, tuple[int, str, str]] | dict[str, tuple[str, str]]) -> str | None:
    for ending in ("", "s", "es"):
        if word.removesuffix(ending) in words:
            return word.removesuffix(ending)
    return " ".join(part.removesuffix("s") for part in word.split())


@lru_cache(maxsize=65_536)
def _key_of_text(text: str) -> str:
    return "" if no_data_mark(text) is not None else matching_key(text) or text.strip()


def _key(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _key_of_text(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@lru_cache(maxsize=65_536)
def _number_in_text(text: str) -> float | None:
    read = read_number(text)
    return read.value.value if isinstance(read, Understood) else None


def _number(cell: Cell) -> float | None:
    if isinstance(cell.value, bool) or cell.value is None:
        return None
    if isinstance(cell.value, int | float):
        return float(cell.value) if isinstance(read_number_cell(cell), Understood) else None
    return _number_in_text(cell.value) if isinstance(cell.value, str) else None


def _is_date(cell: Cell) -> bool:
    return isinstance(read_date_cell(cell, default_year=2000), Understood)


def _is_code(cell: Cell) -> bool:
    if isinstance(cell.value, bool):
        return False
    if isinstance(cell.value, int | float):
        return cell.value >= 1 or cell.value == 0
    if not isinstance(cell.value, str):
        return False
    text = clean_text(cell.value)
    return (
        len(text) <= MOST_CODE_LETTERS and text.count(" ") <= 1 and (text.isupper() or any(c.isdigit() for c in text))
    )
