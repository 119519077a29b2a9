"""URL names: readable, unique for ever, and an old one leads to the item's current one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_models import names, projects
from data_models.document import PlanDocument, ProjectRecord
from data_models.names import Found, free_slug, make_slug
from data_models.store import Store
from tests.data_models.sample import PROGRAM, changed, sample_plan, without
from tests.data_models.test_sync import bring_in

SCOPE = "plan-de-prueba"


def resolve(store: Store, name: str, kind: str = "project", scope: str = SCOPE) -> Found | None:
    with store.reading() as connection:
        return names.resolve(connection, scope, kind, name)


def with_project(plan: PlanDocument, code: str, name: str) -> PlanDocument:
    return replace(plan, projects=[*plan.projects, ProjectRecord(code, PROGRAM, name)])


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Ampliación del centro de salud", "ampliacion-del-centro-de-salud"),
        ("  ¿Cuánto?  Ñandú: 85,5 % ", "cuanto-nandu-85-5"),
        ("1.2 Programa — “Luz”", "1-2-programa-luz"),
        ("…", ""),
        ("中文", ""),
    ],
)
def test_a_slug_is_plain_words_joined_by_hyphens(words: str, slug: str) -> None:
    assert make_slug(words) == slug


def test_a_long_name_is_cut_at_the_end_of_a_word() -> None:
    slug = make_slug("Fortalecimiento institucional de la gestión integral del riesgo de desastres en el municipio")
    assert slug == "fortalecimiento-institucional-de-la-gestion-integral-del"
    assert len(make_slug("x" * 200)) == names.LONGEST
    exact = "a" * 29 + "-" + "b" * 30
    assert make_slug(exact + " c") == exact, "a word that just fits is kept"


def test_a_taken_slug_is_numbered_and_a_name_without_letters_goes_by_its_code() -> None:
    assert free_slug("Plaza", "P-1", {}) == "plaza"
    assert free_slug("Plaza", "P-1", {"plaza": 1, "plaza-2": 1}) == "plaza-3"
    assert free_slug("…", "P-1", {}) == "p-1"
    assert free_slug("…", "…", {}) == "item"


def test_each_kind_of_item_has_its_name_in_its_scope(filled_store: Store) -> None:
    found = {
        (scope, kind, name): resolve(filled_store, name, kind, scope)
        for scope, kind, name in (
            (SCOPE, "node", "ciudad-que-cuida"),
            (SCOPE, "project", "luminarias-nuevas"),
            (SCOPE, "indicator", "calles-iluminadas"),
            ("villa-prueba", "secretariat", "secretaria-de-salud"),
        )
    }
    assert all(one is not None and one.is_current for one in found.values())
    assert resolve(filled_store, "luminarias-nuevas", "node") is None
    assert resolve(filled_store, "luminarias-nuevas", scope="otro-plan") is None
    assert resolve(filled_store, "nunca-existio") is None


def test_the_old_name_of_a_renamed_item_leads_to_its_new_one(filled_store: Store) -> None:
    before = resolve(filled_store, "luminarias-nuevas")
    assert before is not None
    bring_in(filled_store, changed(sample_plan(), "projects", 1, name="Luces LED"))
    assert resolve(filled_store, "luces-led") == Found(before.item_id, "luces-led", True)
    assert resolve(filled_store, "luminarias-nuevas") == Found(before.item_id, "luces-led", False)
    bring_in(filled_store, changed(sample_plan(), "projects", 1, name="Alumbrado público"))
    for old in ("luminarias-nuevas", "luces-led"):
        assert resolve(filled_store, old) == Found(before.item_id, "alumbrado-publico", False)


def test_an_item_that_gets_its_old_name_again_gets_its_old_url_again(filled_store: Store) -> None:
    before = resolve(filled_store, "luminarias-nuevas")
    assert before is not None
    bring_in(filled_store, changed(sample_plan(), "projects", 1, name="Luces LED"))
    bring_in(filled_store, sample_plan())
    assert resolve(filled_store, "luminarias-nuevas") == before
    assert resolve(filled_store, "luces-led") == Found(before.item_id, "luminarias-nuevas", False)


def test_a_name_that_was_ever_used_is_not_given_to_another_item(filled_store: Store) -> None:
    owner = resolve(filled_store, "luminarias-nuevas")
    assert owner is not None
    renamed = changed(sample_plan(), "projects", 1, name="Luces LED")
    bring_in(filled_store, renamed)
    bring_in(filled_store, with_project(renamed, "P-3", "Luminarias nuevas"))
    other = resolve(filled_store, "luminarias-nuevas-2")
    assert other is not None
    assert other.is_current
    assert other.item_id != owner.item_id
    assert resolve(filled_store, "luminarias-nuevas") == Found(owner.item_id, "luces-led", False)


def test_items_of_the_same_name_are_numbered_and_keep_their_numbers(filled_store: Store) -> None:
    plan = sample_plan()
    for code in ("P-3", "P-4"):
        plan = with_project(plan, code, "Plaza")
    bring_in(filled_store, plan)
    first, second = resolve(filled_store, "plaza"), resolve(filled_store, "plaza-2")
    assert first is not None
    assert second is not None
    assert first.item_id < second.item_id
    bring_in(filled_store, without(plan, "projects", 2))
    bring_in(filled_store, changed(plan, "projects", 3, description="Con bancos."))
    assert resolve(filled_store, "plaza-2") == second


def test_many_items_of_the_same_name_in_one_file_are_numbered_in_their_order(filled_store: Store) -> None:
    plan = sample_plan()
    for number in range(3, 3 + names.FEW + 5):
        plan = with_project(plan, f"P-{number}", "Plaza")
    bring_in(filled_store, plan)
    found = [resolve(filled_store, "plaza" if number == 1 else f"plaza-{number}") for number in range(1, names.FEW + 6)]
    ids = [one.item_id for one in found if one is not None and one.is_current]
    assert len(ids) == names.FEW + 5
    assert ids == sorted(ids)
    assert resolve(filled_store, f"plaza-{names.FEW + 6}") is None


def test_a_change_of_accents_or_case_keeps_the_name(filled_store: Store) -> None:
    bring_in(filled_store, changed(sample_plan(), "projects", 1, name="LUMINARIAS  NUEVAS"))
    found = resolve(filled_store, "luminarias-nuevas")
    assert found is not None
    assert found.is_current


def test_a_person_renaming_a_project_moves_its_url(filled_store: Store, account_id: int) -> None:
    projects.update(filled_store, project_id=2, changes={"name": "Luces LED"}, by=account_id)
    assert resolve(filled_store, "luminarias-nuevas") == Found(2, "luces-led", False)
