"""Outlines of districts: replaced all at once, spelled as projects spell them, taken back exactly."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from data_models import undo
from data_models.districts import replace_outlines
from data_models.queries import districts as query
from data_models.queries import plans
from data_models.refusals import Refused
from data_models.store import Store
from data_models.visibility import PUBLIC
from tests.data_models.conftest import SettableClock

A, B, C = (f'{{"type":"Polygon","coordinates":[[[{n},0],[1,1],[0,1],[{n},0]]]}}' for n in (2, 3, 4))


def in_force(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        rows = connection.execute(text("SELECT name, outline FROM districts WHERE superseded_at IS NULL"))
        return {row.name: row.outline for row in rows}


def named_by_projects(store: Store) -> set[str]:
    with store.reading() as connection:
        found = connection.scalars(text("SELECT DISTINCT district FROM progress WHERE district IS NOT NULL"))
        return set(found)


def test_outlines_take_the_place_of_those_there_were(filled_store: Store, clock: SettableClock) -> None:
    first = replace_outlines(filled_store, [("Norte", A), ("Sur", B)], imported_by="prueba", file_name="d.geojson")
    clock.advance(hours=1)
    second = replace_outlines(filled_store, [("Norte", C), ("Este", B)], imported_by="prueba")
    assert in_force(filled_store) == {"Norte": C, "Este": B}
    with filled_store.reading() as connection:
        counts = connection.execute(text("SELECT counts, recipe FROM imports WHERE id = :i"), {"i": second.import_id})
        told, recipe = counts.one()
    assert recipe == "distritos"
    for part in ('"districts_new": 1', '"districts_changed": 1', '"districts_withdrawn": 1'):
        assert part in str(told).replace("'", '"')
    assert first.names == ("Norte", "Sur")


def test_the_same_outlines_again_and_a_trial_change_nothing(filled_store: Store) -> None:
    replace_outlines(filled_store, [("Norte", A)], imported_by="prueba")
    version = filled_store.data_version()
    assert replace_outlines(filled_store, [("Norte", A)], imported_by="prueba").import_id is None
    assert replace_outlines(filled_store, [("Sur", B)], imported_by="prueba", dry_run=True).import_id is None
    assert in_force(filled_store) == {"Norte": A}
    assert filled_store.data_version() == version


def test_names_are_spelled_as_projects_do_and_those_that_meet_none_are_told(filled_store: Store) -> None:
    (used,) = named_by_projects(filled_store)
    replaced = replace_outlines(filled_store, [(f" {used.upper()} ", A), ("Otro", B)], imported_by="prueba")
    assert replaced.names == (used, "Otro")
    assert (replaced.unmatched, replaced.without_outline) == (("Otro",), ())
    replaced = replace_outlines(filled_store, [("Otro", B)], imported_by="prueba")
    assert (replaced.unmatched, replaced.without_outline) == (("Otro",), (used,))


def test_taking_it_back_brings_the_earlier_outlines(filled_store: Store, clock: SettableClock) -> None:
    first = replace_outlines(filled_store, [("Norte", A)], imported_by="prueba")
    clock.advance(hours=1)
    second = replace_outlines(filled_store, [("Norte", C), ("Sur", B)], imported_by="prueba")
    assert first.import_id and second.import_id
    clock.advance(hours=1)
    with pytest.raises(undo.LaterWorkStandsOnIt, match="contorno de un distrito"):
        undo.undo(filled_store, first.import_id, "prueba")
    undo.undo(filled_store, second.import_id, "prueba")
    assert in_force(filled_store) == {"Norte": A}
    undo.undo(filled_store, first.import_id, "prueba")
    assert in_force(filled_store) == {}


@pytest.mark.parametrize(
    ("municipality", "outlines", "said"),
    [("no-hay", [("Norte", A)], "No hay un municipio"), (None, [("Norte", A), ("NORTE", B)], "más de una vez")],
)
def test_what_cannot_be_is_refused(
    filled_store: Store, municipality: str | None, outlines: list[tuple[str, str]], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        replace_outlines(filled_store, outlines, imported_by="prueba", municipality=municipality)
    assert in_force(filled_store) == {}


def test_an_empty_store_has_no_municipality_to_give_them_to(store: Store) -> None:
    with pytest.raises(Refused, match="importe antes un plan"):
        replace_outlines(store, [("Norte", A)], imported_by="prueba")


def test_districts_are_those_of_projects_and_of_outlines_each_with_a_short_name(filled_store: Store) -> None:
    (used,) = named_by_projects(filled_store)
    replace_outlines(filled_store, [("Villa Sur", A), ("Villa-Sur", B)], imported_by="prueba")
    plan = plans.find_plan(filled_store, PUBLIC)
    assert plan is not None
    found = query.districts(filled_store, PUBLIC, plan)
    assert [one.name for one in found] == sorted([used, "Villa Sur", "Villa-Sur"], key=str.lower)
    slugs = {one.name: one.slug for one in found}
    assert (slugs["Villa Sur"], slugs["Villa-Sur"]) == ("villa-sur", "villa-sur-2")
    outline = query.find_district(filled_store, PUBLIC, plan, "villa-sur")
    assert outline is not None and outline.outline == A
    assert query.find_district(filled_store, PUBLIC, plan, "no-hay") is None
