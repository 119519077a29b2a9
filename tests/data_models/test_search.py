"""Words lead to what holds all of them, one that is nowhere to the nearest; nobody finds what they may not see."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text as sql

from data_models import sync
from data_models.queries import plans, progress
from data_models.queries.search import Findings, Vocabulary, search
from data_models.queries.selection import Selection
from data_models.store import Store
from data_models.tables import Role
from data_models.visibility import PUBLIC, Reader
from tests.data_models.sample import changed, sample_plan

if TYPE_CHECKING:
    from data_models.queries.plans import PlanSummary

DATA_TEAM = Reader(Role.DATA_TEAM)


@pytest.fixture
def plan(demo_store: Store) -> PlanSummary:
    found = plans.find_plan(demo_store, PUBLIC, "demo")
    assert found is not None
    return found


def rows_with(store: Store, kind: str, words: list[str]) -> set[str]:
    """The names of the items that hold all words, told by hand: read with SQL, compared without accents."""
    query = sql(
        "SELECT name, coalesce(code, ''), coalesce(promise, ''), coalesce(project_name, ''),"
        " coalesce(program_name, ''), coalesce(secretariat_name, '') FROM progress"
        " WHERE plan_code = 'demo' AND is_public AND item_kind = :kind"
    )
    with store.reading() as connection:
        rows = connection.execute(query, {"kind": kind}).all()
    return {row[0] for row in rows if all(any(word in plain(cell) for cell in row) for word in words)}


def plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


@pytest.mark.parametrize(
    "text", ["agua", "LUMINARIAS led", "led luminarias", "tramites en linea", "salud obras", "1.1"]
)
def test_what_holds_every_word_is_found_in_any_order_and_whatever_its_accents(
    demo_store: Store, plan: PlanSummary, text: str
) -> None:
    words = plain(text).split()
    for day in (None, dt.date(2026, 3, 31)):
        found = search(demo_store, PUBLIC, plan, text, as_of=day, most=5_000)
        frame = progress.rows(demo_store, PUBLIC, plan, as_of=day)
        for kind, items in (("project", found.projects), ("indicator", found.indicators)):
            if found.corrections:
                continue
            assert items.count == Selection(item_kind=kind, text=text).count(frame)
            assert set(items.best["name"]) == rows_with(demo_store, kind, words)
            assert (items.best["item_kind"] == kind).all()


def test_the_best_come_first_the_code_then_how_the_name_begins_then_its_words(
    demo_store: Store, plan: PlanSummary
) -> None:
    assert search(demo_store, PUBLIC, plan, "p0429").projects.best["code"].iloc[0] == "P0429"
    names = list(search(demo_store, PUBLIC, plan, "agua", most=20).indicators.best["name"])
    with_word = ["agua" in plain(name) for name in names]
    assert with_word == sorted(with_word, reverse=True)
    begins = list(search(demo_store, PUBLIC, plan, "conexiones de agua").projects.best["name"])
    assert all(name.startswith("Conexiones de agua") for name in begins)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("recolecion", "recolección"),
        ("recoleccoin", "recolección"),
        ("residuso", "residuos"),
        ("luminaria ledd", "luminaria led"),
        ("plasa nortte", "plaza norte"),
        ("saneamineto", "saneamiento"),
    ],
)
def test_a_typo_is_forgiven_and_said(demo_store: Store, plan: PlanSummary, typed: str, taken: str) -> None:
    found = search(demo_store, PUBLIC, plan, typed)
    assert found.text == taken
    assert found.count > 0
    changed_words = {(one, other) for one, other in zip(typed.split(), taken.split(), strict=True) if one != other}
    assert set(found.corrections) == changed_words
    assert found.projects.count == Selection(item_kind="project", text=taken).count(
        progress.rows(demo_store, PUBLIC, plan)
    )


def test_levels_areas_goals_and_districts_are_found_by_name_and_code(demo_store: Store, plan: PlanSummary) -> None:
    assert list(search(demo_store, PUBLIC, plan, "agua y saneamiento").levels["name"]) == ["Agua y saneamiento"]
    assert "Salud" in set(search(demo_store, PUBLIC, plan, "secretaría de salud").secretariats["name"])
    assert [(one.axis_code, one.code) for one in search(demo_store, PUBLIC, plan, "ods 6 agua limpia").goals] == [
        ("ods", "6")
    ]
    assert [one.name for one in search(demo_store, PUBLIC, plan, "norte distrito").districts] == ["Distrito Norte"]


def test_the_callers_own_texts_are_looked_through_too(demo_store: Store, plan: PlanSummary) -> None:
    found = search(demo_store, PUBLIC, plan, "umbrál", further=("Umbrales en vigor", "Otra cosa"))
    assert found.further == ("Umbrales en vigor",)


def test_words_that_nothing_joins_are_offered_one_by_one_and_nonsense_is_not(
    demo_store: Store, plan: PlanSummary
) -> None:
    apart = search(demo_store, PUBLIC, plan, "vacunacion luminarias")
    assert (apart.count, apart.nearest) == (0, ("vacunacion", "luminarias"))
    for word in apart.nearest:
        assert search(demo_store, PUBLIC, plan, word).count > 0
    nothing = search(demo_store, PUBLIC, plan, "xyzzyqwk")
    assert (nothing.count, nothing.nearest, nothing.corrections) == (0, (), ())


@pytest.mark.parametrize("text", ["", "   ", "%", "' OR 1=1 --", "\u0301", "a" * 200, "palabra " * 40])
def test_odd_words_are_only_words(demo_store: Store, plan: PlanSummary, text: str) -> None:
    assert isinstance(search(demo_store, PUBLIC, plan, text), Findings)


def test_a_short_word_is_not_taken_for_another_and_a_beginning_may_be_wrong() -> None:
    known = Vocabulary(["pago de luz", "recoleccion diferenciada", "a.b.c"])
    assert known.nearest("laz") is None
    assert known.nearest("recolexx") == "recolecc"
    assert known.nearest("diferensiada") == "diferenciada"
    assert known.nearest("1.2") is None
    assert known.has("b.c")
    assert not known.has("luz recoleccion")


def test_nobody_finds_nor_is_corrected_to_what_they_may_not_see(sqlite_store: Store) -> None:
    hidden = changed(sample_plan(), "projects", 1, name="Zapatilla oculta", description="Zapatilla", is_public=False)
    sync.apply(sqlite_store, hidden, kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx")
    plan = plans.find_plan(sqlite_store, PUBLIC)
    assert plan is not None
    for day in (None, plan.as_of - dt.timedelta(days=40)):
        for text in ("zapatilla", "zapatila", "oculta"):
            found = search(sqlite_store, PUBLIC, plan, text, as_of=day)
            assert (found.count, found.corrections, found.nearest) == (0, (), ()), (text, day)
    seen = search(sqlite_store, DATA_TEAM, plan, "zapatila")
    assert (seen.projects.count, seen.corrections) == (1, (("zapatila", "zapatilla"),))


def test_the_count_is_of_the_words_it_says_whatever_a_letter_folds_into(demo_store: Store, plan: PlanSummary) -> None:
    # «´» becomes a space: eight words typed are nine to look for, and its list looks for all nine.
    text = "de de de de de de de a´zzz"
    found = search(demo_store, PUBLIC, plan, text)
    listed = Selection(item_kind="project", text=found.text).count(progress.rows(demo_store, PUBLIC, plan))
    assert (found.projects.count, listed) == (0, 0)
    assert search(demo_store, PUBLIC, plan, "de de de de de de de a´").projects.count > 0
