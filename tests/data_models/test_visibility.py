"""What is not public never comes out to the public, by any query, nor through the Spanish view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from data_models import dictionary, sync, values
from data_models.document import PlanDocument, Responsible, TargetRecord
from data_models.queries import changes, imports, indicators, plans, progress, projects, tree
from data_models.store import Store
from data_models.tables import PROGRESS, Role
from data_models.visibility import PUBLIC, Reader, rows_clause, visible_rows
from tests.data_models.sample import changed, day, sample_plan

CANARY = "CANARIO"
HIDDEN_PLAN = "plan-oculto"
DATA_TEAM = Reader(Role.DATA_TEAM)


def champion(*codes: str) -> Reader:
    return Reader(Role.CHAMPION, account_id=1, secretariat_codes=frozenset(codes))


def bring_in(store: Store, document: PlanDocument) -> None:
    sync.apply(store, document, kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx")


def planted() -> PlanDocument:
    """The sample plan with marked texts in all that is not public: project 2, indicator 2 and their belongings."""
    document = changed(
        sample_plan(), "projects", 1, name=f"{CANARY} proyecto", description=CANARY, dates_text=CANARY, is_public=False
    )
    document = changed(
        document, "indicators", 1, name=f"{CANARY} indicador", promise=CANARY, definition=CANARY, is_public=False
    )
    document = changed(document, "values", 3, text=CANARY, note=CANARY)
    return replace(document, targets=[*document.targets[:3], TargetRecord("I-2", "final", None, None, text=CANARY)])


@pytest.fixture
def planted_store(store: Store) -> Store:
    """A store with the marked plan, and a whole plan that is not public."""
    bring_in(store, planted())
    hidden = sample_plan(HIDDEN_PLAN)
    bring_in(store, replace(hidden, plan=replace(hidden.plan, name=CANARY, is_public=False)))
    return store


def texts_in(thing: Any) -> Iterator[str]:
    """Every text inside a result of a query."""
    if isinstance(thing, pd.DataFrame):
        for name in thing.columns:
            yield str(name)
            yield from (str(cell) for cell in thing[name])
    elif is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from texts_in(getattr(thing, one.name))
    elif isinstance(thing, dict):
        for key, one in thing.items():
            yield str(key)
            yield from texts_in(one)
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from texts_in(one)
    else:
        yield str(thing)


def everything(store: Store, reader: Reader) -> list[str]:
    """Every text that any query gives this reader."""
    results: list[Any] = []
    seen = plans.list_plans(store, reader)
    # Also with plans that the reader should not even have in hand.
    for plan in plans.list_plans(store, DATA_TEAM):
        for more in ({}, {"as_of": day("2025-06-30")}, {"known_on": store.now()}):
            results.append(progress.rows(store, reader, plan, **more))
        results += [tree.nodes(store, reader, plan), tree.secretariats(store, reader, plan)]
        results.append(changes.between(store, reader, plan, day("2024-01-31"), day("2025-12-31")))
        for item_id in range(1, 9):
            results += [indicators.detail(store, reader, plan, item_id), projects.detail(store, reader, plan, item_id)]
    results += [imports.findings(store, reader, import_id) for import_id in (1, 2)]
    return list(texts_in([seen, results]))


def test_the_public_never_reads_what_is_not_public(planted_store: Store) -> None:
    read = everything(planted_store, PUBLIC)
    assert any("Ampliación del centro de salud" in words for words in read)
    assert [words for words in read if CANARY in words] == []


def test_the_data_team_reads_all_of_it(planted_store: Store) -> None:
    assert any(CANARY in words for words in everything(planted_store, DATA_TEAM))


def test_the_public_does_not_know_of_an_unpublished_plan(planted_store: Store) -> None:
    assert [plan.code for plan in plans.list_plans(planted_store, PUBLIC)] == ["plan-de-prueba"]
    assert plans.find_plan(planted_store, PUBLIC, HIDDEN_PLAN) is None
    assert plans.find_plan(planted_store, DATA_TEAM, HIDDEN_PLAN) is not None


def test_the_name_of_an_unpublished_item_leads_nowhere(planted_store: Store) -> None:
    plan = plans.find_plan(planted_store, PUBLIC)
    assert plan is not None
    assert tree.find(planted_store, PUBLIC, plan, "project", "canario-proyecto") is None
    assert tree.find(planted_store, DATA_TEAM, plan, "project", "canario-proyecto") is not None


def test_counts_of_a_plan_are_of_what_the_reader_sees(planted_store: Store) -> None:
    seen = {
        reader.role: (counts.projects, counts.indicators)
        for reader in (PUBLIC, DATA_TEAM, champion("obras-luz"))
        if (plan := plans.find_plan(planted_store, reader, "plan-de-prueba")) and (counts := plan.counts)
    }
    assert seen == {"public": (1, 1), "data_team": (2, 2), "champion": (2, 2)}


@pytest.mark.parametrize(
    ("reader", "codes"),
    [
        (PUBLIC, {"P-1", "I-1"}),
        (DATA_TEAM, {"P-1", "I-1", "P-2", "I-2"}),
        (champion("obras-luz"), {"P-1", "I-1", "P-2", "I-2"}),
        # Shares indicator 2 and project 1, not project 2.
        (champion("obras"), {"P-1", "I-1", "I-2"}),
        (champion("salud"), {"P-1", "I-1"}),
        (champion("ob"), {"P-1", "I-1"}),
        (champion("%"), {"P-1", "I-1"}),
        (Reader(Role.MAYOR, secretariat_codes=frozenset({"obras"})), {"P-1", "I-1"}),
    ],
)
def test_rows_are_the_same_whether_the_database_or_a_frame_is_filtered(
    planted_store: Store, reader: Reader, codes: set[str]
) -> None:
    plan = plans.find_plan(planted_store, PUBLIC)
    assert plan is not None
    everything_ = progress.rows(planted_store, DATA_TEAM, plan)
    assert set(visible_rows(everything_, reader)["code"]) == codes
    with planted_store.reading() as connection:
        query = PROGRESS.select().where(PROGRESS.c.plan_id == plan.id, rows_clause(reader))
        assert {row.code for row in connection.execute(query)} == codes


def test_drafts_are_read_by_their_own_secretariat_and_nobody_else(filled_store: Store, account_id: int) -> None:
    values.save_draft(
        filled_store, indicator_id=1, period_start=day("2024-07-01"), period_end=day("2024-09-30"), value=77.5,
        note=CANARY, by=account_id,
    )  # fmt: skip
    plan = plans.find_plan(filled_store, PUBLIC)
    assert plan is not None
    states = {}
    for name, reader in (("public", PUBLIC), ("own", champion("salud")), ("other", champion("obras-luz"))):
        detail = indicators.detail(filled_store, reader, plan, 1)
        assert detail is not None
        states[name] = detail.history["state"].tolist()
        assert detail.row["value"] == 240.0
    assert states == {
        "public": ["approved", "approved"],
        "own": ["approved", "approved", "draft"],
        "other": ["approved", "approved"],
    }


def test_what_a_project_said_before_it_was_published_stays_in_the_house(store: Store) -> None:
    bring_in(store, changed(sample_plan(), "projects", 0, description=CANARY, is_public=False))
    bring_in(store, sample_plan())
    plan = plans.find_plan(store, PUBLIC)
    assert plan is not None
    public, team = (projects.detail(store, reader, plan, 1) for reader in (PUBLIC, DATA_TEAM))
    assert public is not None and team is not None
    assert CANARY not in "".join(texts_in(public))
    assert CANARY in "".join(texts_in(team))


def test_the_spanish_view_has_public_rows_and_columns_in_words(planted_store: Store) -> None:
    with planted_store.reading() as connection:
        result = connection.execute(text("SELECT * FROM tabla_de_avance"))
        names = list(result.keys())
        rows = [dict(row) for row in result.mappings()]
    assert names == [column.file_name for column in dictionary.PUBLIC_PROGRESS]
    assert {row["codigo"] for row in rows} == {"P-1", "I-1"}
    assert CANARY not in "".join(texts_in(rows))
    by_code = {row["codigo"]: row for row in rows}
    assert (by_code["I-1"]["estado"], by_code["I-1"]["clase_de_fila"]) == ("En camino", "indicador")
    assert by_code["I-1"]["avance"] == pytest.approx(6.0)
    assert by_code["P-1"]["valor"] is None


def test_shared_items_are_found_by_whole_codes_only(store: Store) -> None:
    document = changed(
        sample_plan(), "projects", 1, is_public=False,
        responsibles=(Responsible("obras-luz"), Responsible("salud", False)),
    )  # fmt: skip
    bring_in(store, document)
    plan = plans.find_plan(store, PUBLIC)
    assert plan is not None
    for reader, is_seen in ((champion("salud"), True), (champion("sal"), False), (champion("obras"), False)):
        assert ("P-2" in set(progress.rows(store, reader, plan)["code"])) is is_seen
