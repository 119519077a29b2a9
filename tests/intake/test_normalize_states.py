"""States as people type them."""

import pytest

from intake.findings import FindingCode
from intake.normalize.results import NoData, NotUnderstood, Understood
from intake.normalize.states import read_state
from kpis.vocabulary import ProjectState


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("Planificado", ProjectState.PLANNED),
        ("Programado", ProjectState.PLANNED),
        ("No iniciada", ProjectState.PLANNED),
        ("SIN INICIO", ProjectState.PLANNED),
        ("Ejecución", ProjectState.IN_PROGRESS),
        ("En progreso", ProjectState.IN_PROGRESS),
        ("En Progreso", ProjectState.IN_PROGRESS),
        ("Progreso", ProjectState.IN_PROGRESS),
        (" en  ejecución ", ProjectState.IN_PROGRESS),
        ("EN CURSO", ProjectState.IN_PROGRESS),
        ("Suspendida", ProjectState.PAUSED),
        ("En pausa", ProjectState.PAUSED),
        ("finalizado", ProjectState.FINISHED),
        ("Finalizadas", ProjectState.FINISHED),
        ("Completa", ProjectState.FINISHED),
        ("Cancelado", ProjectState.CANCELLED),
        ("dada de baja", ProjectState.CANCELLED),
    ],
)
def test_states_are_known_in_any_case_gender_and_number(typed: str, state: ProjectState) -> None:
    assert read_state(typed) == Understood(state)


@pytest.mark.parametrize(
    ("typed", "state", "shown"),
    [
        ("finalizad o", ProjectState.FINISHED, "finalizado"),
        ("Finalizad o", ProjectState.FINISHED, "finalizado"),
        ("Programa do", ProjectState.PLANNED, "planificado"),
        ("EnProgreso", ProjectState.IN_PROGRESS, "en progreso"),
    ],
)
def test_a_space_inside_a_state_is_folded_and_said(typed: str, state: ProjectState, shown: str) -> None:
    read = read_state(typed)
    assert isinstance(read, Understood)
    assert read.value is state
    assert [(note.code, note.read_as) for note in read.notes] == [(FindingCode.STATE_REPAIRED, shown)]


@pytest.mark.parametrize(
    "typed", ["P", "NP", "Avance físico", "Programa", "30/03/2025", "finalizado en parte", "No cumplido", "Sí", 3, True]
)
def test_an_unknown_state_is_not_guessed(typed: object) -> None:
    assert read_state(typed) == NotUnderstood(FindingCode.STATE_NOT_UNDERSTOOD)


@pytest.mark.parametrize(("typed", "mark"), [(None, ""), ("", ""), ("S/D", "S/D"), ("-", "-")])
def test_no_state_is_no_data(typed: object, mark: str) -> None:
    assert read_state(typed) == NoData(mark)


def test_a_recipe_names_its_own_words_and_they_come_first() -> None:
    aliases = {"P": ProjectState.PLANNED, "ejecutado": ProjectState.IN_PROGRESS, "-": ProjectState.CANCELLED}
    assert read_state(" p ", aliases=aliases) == Understood(ProjectState.PLANNED)
    assert read_state("Ejecutado", aliases=aliases) == Understood(ProjectState.IN_PROGRESS)
