"""Names spelled in several ways: proposed, never merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.normalize.names import CONFIRM_FROM, PROPOSE_FROM, Proposal, likeness, propose_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Comité de Datos", "Comite de datos"),
        ("Dirección de Datos", "Direccion de Datos"),
        ("Secretaría de Innovación", "Secretaria de Innovacion"),
        ("Sec. de Gobierno", "Secretaría de Gobierno"),
        ("Sec.  Jurídica y de asuntos legales", "Sec Jurídica y asuntos legales"),
        ("Protocolo de Datos Desagregado s", "Protocolo de Datos Desagregados"),
        ("Inventário de datos", "Inventario de Datos"),
    ],
)
def test_two_spellings_of_one_name_reach_the_threshold_to_confirm(one: str, other: str) -> None:
    [proposal] = propose_same([one], [other])
    assert (proposal.name, proposal.known) == (one, other)
    assert proposal.score >= CONFIRM_FROM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dirección de Datos", "Comité de Datos"),
        ("Secretaría de Hacienda", "Secretaría de Salud"),
        ("Secretaría de Obras Públicas", "Dirección de Obras Públicas"),
        ("Secretaría de Gobierno", "Subsecretaría de Gobierno"),
        ("Sec. de Urbanismo", "Sec. de Turismo"),
    ],
)
def test_two_bodies_never_reach_the_threshold_to_confirm(one: str, other: str) -> None:
    assert likeness(one, other) < CONFIRM_FROM


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Innovación", "Secretaría de Innovación"),
        ("Secretaría de Innovación", "Secretaría de Innovación, Gobierno Abierto y Gestión del Territorio"),
    ],
)
def test_a_part_of_a_name_is_proposed_for_a_person_to_look_at(one: str, other: str) -> None:
    assert PROPOSE_FROM <= likeness(one, other) < CONFIRM_FROM


def test_equal_names_are_not_proposed_and_pairs_come_once() -> None:
    names = ["Comité de Datos", "Comite de datos", "Aguas Luján"]
    assert propose_same(names, names) == [Proposal("Comité de Datos", "Comite de datos", 100.0)]


def test_proposals_come_with_the_most_alike_first() -> None:
    known = ["Secretaría de Innovación", "Secretaria de Innovacion"]
    scores = [proposal.score for proposal in propose_same(["Innovación", "Secretaría de Innovacion"], known)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 4


names = st.text(alphabet="abcdeáé de.SC", max_size=25)


@given(one=names, other=names)
def test_likeness_does_not_depend_on_the_order_and_stays_on_its_scale(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 100
