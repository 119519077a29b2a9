"""States of projects and activities as people type them: "finalizad o", "Programa do", "En Progreso", "Progreso"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from intake.findings import FindingCode
from intake.normalize.results import NoData, Note, NotUnderstood, Result, Understood, of_problem_cell
from intake.normalize.text import matching_key, no_data_mark, tight_key
from intake.reading_grid import Cell
from kpis.vocabulary import ProjectState

SHOWN: Final = {
    ProjectState.PLANNED: "planificado",
    ProjectState.IN_PROGRESS: "en progreso",
    ProjectState.PAUSED: "pausado",
    ProjectState.FINISHED: "finalizado",
    ProjectState.CANCELLED: "cancelado",
}

# Participles stand in the masculine singular; their feminine and plural forms are added below.
_WORDS: Final[dict[ProjectState, tuple[str, ...]]] = {
    ProjectState.PLANNED: (
        "planificado", "programado", "previsto", "proyectado", "planeado", "agendado", "no iniciado", "no comenzado",
        "sin iniciar", "sin comenzar", "sin empezar", "sin inicio", "por iniciar", "a iniciar", "por comenzar",
        "por empezar", "pendiente", "en planificacion", "pendiente de inicio",
    ),
    ProjectState.IN_PROGRESS: (
        "en progreso", "progreso", "en curso", "en ejecucion", "en desarrollo", "en proceso", "en marcha",
        "en implementacion", "ejecucion", "iniciado", "comenzado", "empezado", "en avance", "activo",
    ),
    ProjectState.PAUSED: (
        "pausado", "en pausa", "suspendido", "detenido", "paralizado", "en espera", "frenado", "interrumpido",
    ),
    ProjectState.FINISHED: (
        "finalizado", "terminado", "completado", "completo", "concluido", "cumplido", "realizado", "entregado",
        "cerrado", "hecho", "ejecutado", "logrado", "implementado", "finalizacion",
    ),
    ProjectState.CANCELLED: (
        "cancelado", "anulado", "desestimado", "descartado", "dado de baja", "dada de baja", "baja", "desistido",
    ),
}  # fmt: skip


def _forms(words: str) -> set[str]:
    *before, last = words.split(" ")
    forms = {last}
    if last.endswith("o"):
        forms |= {last[:-1] + ending for ending in ("a", "os", "as")}
    elif last == "pendiente":
        forms.add("pendientes")
    return {" ".join([*before, form]) for form in forms}


_STATES: Final = {
    form.replace(" ", ""): state for state, phrases in _WORDS.items() for words in phrases for form in _forms(words)
}
_SPELLINGS: Final = frozenset(form for phrases in _WORDS.values() for words in phrases for form in _forms(words))


def read_state(found: object, *, aliases: Mapping[str, ProjectState] | None = None) -> Result[ProjectState]:
    """Return the state a text says; spaces inside words are folded and noted. Unknown words are not understood.

    `aliases` (of the recipe) come first: "P" → planned. They are compared without case, accents and spaces.
    """
    if found is None:
        return NoData()
    if not isinstance(found, str):
        return NotUnderstood(FindingCode.STATE_NOT_UNDERSTOOD)
    key = tight_key(found)
    for alias, state in (aliases or {}).items():
        if key == tight_key(alias):
            return Understood(state)
    mark = no_data_mark(found)
    if mark is not None:
        return NoData(mark)
    known = _STATES.get(key)
    if known is None:
        return NotUnderstood(FindingCode.STATE_NOT_UNDERSTOOD)
    if matching_key(found) in _SPELLINGS:
        return Understood(known)
    return Understood(known, (Note(FindingCode.STATE_REPAIRED, read_as=SHOWN[known]),))


def read_state_cell(cell: Cell, *, aliases: Mapping[str, ProjectState] | None = None) -> Result[ProjectState]:
    """Return the state of a cell; an error or a formula without its value is not understood, never blank."""
    problem = of_problem_cell(cell)
    return problem if problem is not None else read_state(cell.value, aliases=aliases)
