"""Taking an import back gives exactly what was before it, or says what stands on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import insert, select, text

from data_models import imports, milestones, names, snapshot, sync, targets, undo, values
from data_models.document import NodeKey, NodeRecord, PlanDocument, ProjectRecord, SecretariatRecord
from data_models.keys import in_canonical_order
from data_models.refusals import Refused
from data_models.rows import recorded_tables
from data_models.store import Store
from data_models.tables import ACCOUNTS, INDICATOR_VALUES, RESPONSIBILITIES, URL_NAMES
from data_models.undo import LaterWorkStandsOnIt
from tests.data_models.conftest import SettableClock
from tests.data_models.sample import AXIS, OTHER_PROGRAM, PROGRAM, changed, day, sample_plan, value, without
from tests.data_models.test_sync import LATER_FILES, all_rows, bring_in, read_back


def import_of(result: sync.ImportResult) -> int:
    assert result.import_id is not None
    return result.import_id


def url_names(store: Store) -> list[tuple[str, str, bool]]:
    """The names in force with what they name."""
    with store.reading() as connection:
        rows = connection.execute(select(URL_NAMES).where(URL_NAMES.c.superseded_at.is_(None))).all()
    return sorted((row.kind, row.name, row.scope == "plan-de-prueba") for row in rows)


@pytest.mark.parametrize("what", LATER_FILES)
def test_an_undone_import_leaves_the_plan_exactly_as_before(filled_store: Store, what: str) -> None:
    before, names_before = read_back(filled_store), url_names(filled_store)
    later = in_canonical_order(LATER_FILES[what][0](sample_plan()))
    result = bring_in(filled_store, later)
    rows = all_rows(filled_store)
    undo.undo(filled_store, import_of(result), "Dirección de Datos")
    assert read_back(filled_store) == before
    assert url_names(filled_store) == names_before
    # The import stays in the records, and so does every row it wrote.
    after = all_rows(filled_store)
    assert all(len(after[name]) >= len(rows[name]) for name in after)
    again = bring_in(filled_store, later)
    assert again.changes.counts() == result.changes.counts()
    assert read_back(filled_store) == later


def test_everything_at_once_can_be_undone(filled_store: Store) -> None:
    later = sample_plan()
    for what in ("a value corrected to zero", "a project renamed", "a node moved", "a budget less", "a link stronger"):
        later = LATER_FILES[what][0](later)
    result = bring_in(filled_store, later)
    done = undo.undo(filled_store, import_of(result), "Dirección de Datos")
    assert read_back(filled_store) == sample_plan()
    assert done.restored == {
        "budgets": 1, "indicator_values": 1, "links": 1, "node_versions": 1, "project_versions": 1, "url_names": 1,
    }  # fmt: skip


def test_imports_can_be_undone_one_after_the_other_down_to_nothing(filled_store: Store, clock: SettableClock) -> None:
    documents, ids = [sample_plan()], [1]
    for what in ("a target explained and revised", "a milestone less", "a secretariat's end", "a project renamed"):
        clock.advance(days=1)
        documents.append(in_canonical_order(LATER_FILES[what][0](documents[-1])))
        ids.append(import_of(bring_in(filled_store, documents[-1])))
    for document, import_id in zip(reversed(documents), reversed(ids), strict=True):
        assert read_back(filled_store) == document
        clock.advance(days=1)
        undo.undo(filled_store, import_id, "Dirección de Datos")
    with pytest.raises(snapshot.UnknownPlan):
        read_back(filled_store)
    assert bring_in(filled_store, sample_plan()).import_id is not None
    assert read_back(filled_store) == sample_plan()


def test_an_import_under_a_later_one_that_touched_other_things_can_be_undone(filled_store: Store) -> None:
    first = bring_in(filled_store, changed(sample_plan(), "values", 0, value=241.0))
    both = changed(changed(sample_plan(), "values", 0, value=241.0), "milestones", 1, done_on=day("2025-11-02"))
    bring_in(filled_store, both)
    undo.undo(filled_store, import_of(first), "Dirección de Datos")
    assert read_back(filled_store) == changed(sample_plan(), "milestones", 1, done_on=day("2025-11-02"))


def test_what_was_known_before_an_undoing_stays_known(filled_store: Store, clock: SettableClock) -> None:
    later = changed(sample_plan(), "values", 0, value=241.0)
    clock.advance(days=1)
    result = bring_in(filled_store, later)
    between = clock.moment
    clock.advance(days=1)
    undo.undo(filled_store, import_of(result), "Dirección de Datos")
    assert read_back(filled_store, known_on=between) == later
    assert read_back(filled_store, known_on=clock.moment) == sample_plan()


def test_an_undoing_is_listed_with_what_it_undid(filled_store: Store) -> None:
    result = bring_in(filled_store, changed(sample_plan(), "values", 0, value=241.0))
    done = undo.undo(filled_store, import_of(result), "Intendencia")
    with filled_store.reading() as connection:
        undoing, undone, first = imports.list_imports(connection)
    assert (undoing.id, undoing.kind, undoing.undoes_id, undoing.imported_by) == (
        done.import_id,
        "undo",
        2,
        "Intendencia",
    )
    assert undoing.counts == {"indicator_values_withdrawn": 1, "indicator_values_restored": 1}
    assert (undone.undone_by_id, first.undone_by_id) == (done.import_id, None)


def test_only_an_import_that_is_there_and_not_undone_can_be_undone(filled_store: Store) -> None:
    result = bring_in(filled_store, changed(sample_plan(), "values", 0, value=241.0))
    done = undo.undo(filled_store, import_of(result), "Dirección de Datos")
    version = filled_store.data_version()
    for import_id, words in (
        (77, "No hay una importación 77"),
        (2, "ya fue deshecha"),
        (done.import_id, "deshizo otra"),
    ):
        with pytest.raises(Refused, match=words):
            undo.undo(filled_store, import_id, "Dirección de Datos")
    assert filled_store.data_version() == version


def test_a_name_given_in_place_is_given_back(filled_store: Store) -> None:
    plan = replace(sample_plan(), municipality=replace(sample_plan().municipality, name="Villa Nueva"))
    result = bring_in(filled_store, changed(plan, "cross_axis_items", 2, name="Salud", cross_axis_name="Agenda 2030"))
    undo.undo(filled_store, import_of(result), "Dirección de Datos")
    assert read_back(filled_store) == sample_plan()


# --- later work that stands on an import -----------------------------------------------------------------------------


def add_project(plan: PlanDocument, code: str, node: NodeKey) -> PlanDocument:
    return in_canonical_order(replace(plan, projects=[*plan.projects, ProjectRecord(code, node, f"Proyecto {code}")]))


def approve_value(store: Store, by: int, indicator_id: int, end: str, number: float) -> int:
    wanted = value("x", end, number)
    draft = values.save_draft(
        store,
        indicator_id=indicator_id,
        period_start=wanted.period_start,
        period_end=wanted.period_end,
        value=number,
        by=by,
    )
    return values.approve(store, value_id=values.send(store, value_id=draft, by=by), by=by)


def id_of(store: Store, table: str, code: str) -> int:
    with store.reading() as connection:
        return int(connection.execute(text(f"SELECT id FROM {table} WHERE code = :code"), {"code": code}).scalar_one())


def correct_its_value(store: Store, by: int) -> None:
    with store.reading() as connection:
        value_id = connection.execute(
            select(INDICATOR_VALUES.c.id).where(
                INDICATOR_VALUES.c.value == 241.0, INDICATOR_VALUES.c.superseded_at.is_(None)
            )
        ).scalar_one()
    values.correct(store, value_id=value_id, by=by, note="Faltaba enero", value=250.0)


def draft_on_its_indicator(store: Store, by: int) -> None:
    values.save_draft(
        store, indicator_id=id_of(store, "indicators", "I-3"), period_start=day("2025-01-01"),
        period_end=day("2025-03-31"), value=1.0, by=by,
    )  # fmt: skip


def revise_its_target(store: Store, by: int) -> None:
    with store.reading() as connection:
        target_id = connection.execute(
            text("SELECT id FROM targets WHERE value = 3500 AND superseded_at IS NULL")
        ).scalar_one()
    targets.revise(
        store,
        target_id=target_id,
        changes={"value": 3_000.0},
        reason="Menos fondos",
        decided_on=day("2026-01-10"),
        by=by,
    )


def enter_the_withdrawn_value_again(store: Store, by: int) -> None:
    approve_value(store, by, 2, "2024-06-30", 61.0)


def complete_its_milestone(store: Store, by: int) -> None:
    with store.reading() as connection:
        milestone_id = connection.execute(
            text("SELECT id FROM milestones WHERE name = 'Pintura' AND superseded_at IS NULL")
        ).scalar_one()
    milestones.complete(store, milestone_id=milestone_id, done_on=day("2026-01-02"), by=by)


def another_import_in_its_node(store: Store, by: int) -> None:
    plan = read_back(store)
    bring_in(store, add_project(plan, "P-8", NodeKey(2, "1.3")))


def make_its_secretariat_responsible(store: Store, by: int) -> None:
    with store.writing(account_id=by) as write:
        write.connection.execute(
            insert(RESPONSIBILITIES).values(
                project_id=1, secretariat_id=id_of(store, "secretariats", "cultura"), is_lead=False,
                recorded_at=write.at, recorded_by=by,
            )
        )  # fmt: skip


def open_an_account_in_its_secretariat(store: Store, by: int) -> None:
    secretariat_id = id_of(store, "secretariats", "cultura")
    with store.writing(account_id=by) as write:
        write.connection.execute(
            insert(ACCOUNTS).values(
                municipality_id=1,
                code="cultura",
                display_name="Cultura",
                role="champion",
                secretariat_id=secretariat_id,
            )
        )


def another_plan_lists_its_secretariat(store: Store, by: int) -> None:
    other = sample_plan("otro-plan")
    bring_in(
        store,
        replace(
            other, secretariats=[SecretariatRecord("cultura", "Cultura")], projects=[], milestones=[], indicators=[],
            targets=[], values=[], budgets=[], links=[],
        ),
    )  # fmt: skip


def withdraw_the_node_it_left(store: Store, by: int) -> None:
    plan = read_back(store)
    plan = replace(plan, indicators=[replace(one, node=PROGRAM) for one in plan.indicators])
    bring_in(store, without(plan, "nodes", 3))


def move_its_node_again(store: Store, by: int) -> None:
    plan = read_back(store)
    place = next(place for place, node in enumerate(plan.nodes) if node.key == OTHER_PROGRAM)
    bring_in(store, in_canonical_order(changed(plan, "nodes", place, parent=AXIS, name="Luz")))


def rename_the_municipality_again(store: Store, by: int) -> None:
    plan = read_back(store)
    bring_in(store, replace(plan, municipality=replace(plan.municipality, name="Villa Tercera")))


STANDING: dict[str, tuple[Callable[[PlanDocument], PlanDocument], Callable[[Store, int], None], str]] = {
    "a later correction of its value": (
        lambda plan: changed(plan, "values", 0, value=241.0), correct_its_value, r"valor «I-1» del 31/03/2024",
    ),
    "a draft on its indicator": (
        lambda plan: in_canonical_order(
            replace(plan, indicators=[*plan.indicators, replace(plan.indicators[0], code="I-3", name="Nuevo")])
        ),
        draft_on_its_indicator, r"valor «I-3» del 31/03/2025",
    ),
    "a later revision of its target": (
        lambda plan: changed(plan, "targets", 0, value=3_500.0), revise_its_target, "meta «I-1»",
    ),
    "a value entered where it withdrew one": (
        lambda plan: without(plan, "values", 3), enter_the_withdrawn_value_again, "valor «I-2» del 30/06/2024",
    ),
    "its milestone was completed": (
        lambda plan: changed(plan, "milestones", 1, name="Pintura"), complete_its_milestone, "hito «P-1»",
    ),
    "a project in its node": (
        lambda plan: in_canonical_order(
            replace(plan, nodes=[*plan.nodes, NodeRecord(NodeKey(2, "1.3"), "Plazas", AXIS)])
        ),
        another_import_in_its_node, "datos del proyecto «P-8»",
    ),
    "its secretariat answers for a project": (
        lambda plan: replace(plan, secretariats=[*plan.secretariats, SecretariatRecord("cultura", "Cultura")]),
        make_its_secretariat_responsible, "responsable «P-1»",
    ),
    "an account in its secretariat": (
        lambda plan: replace(plan, secretariats=[*plan.secretariats, SecretariatRecord("cultura", "Cultura")]),
        open_an_account_in_its_secretariat, "cuenta de una persona «cultura»",
    ),
    "another plan with its secretariat": (
        lambda plan: replace(plan, secretariats=[*plan.secretariats, SecretariatRecord("cultura", "Cultura")]),
        another_plan_lists_its_secretariat, "mención de una secretaría",
    ),
    "the node it moved a project out of was withdrawn": (
        lambda plan: changed(plan, "projects", 1, node=PROGRAM), withdraw_the_node_it_left, "datos del proyecto «P-2»",
    ),
    "its node was changed again": (
        lambda plan: changed(plan, "nodes", 3, parent=NodeKey(1, "2")), move_its_node_again,
        "datos del eje o programa «1.10»",
    ),
    "the municipality was renamed again": (
        lambda plan: replace(plan, municipality=replace(plan.municipality, name="Villa Nueva")),
        rename_the_municipality_again, "datos del municipio",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", STANDING)
def test_an_import_on_which_later_work_stands_is_kept_and_says_what(
    filled_store: Store, account_id: int, clock: SettableClock, what: str
) -> None:
    change, work, words = STANDING[what]
    result = bring_in(filled_store, change(sample_plan()))
    clock.advance(days=1)
    work(filled_store, account_id)
    rows, version = all_rows(filled_store), filled_store.data_version()
    with pytest.raises(
        LaterWorkStandsOnIt, match="No se puede deshacer la importación 2: después se registró"
    ) as caught:
        undo.undo(filled_store, import_of(result), "Dirección de Datos")
    assert any(words in blocker.what for blocker in caught.value.blockers), caught.value.blockers
    assert all_rows(filled_store) == rows
    assert filled_store.data_version() == version


def test_an_undoing_that_is_refused_names_five_reasons_and_counts_the_rest(
    filled_store: Store, account_id: int
) -> None:
    for month in range(6):
        day_in = dt.date(2025, 1 + month, 1)
        values.save_draft(
            filled_store, indicator_id=1, period_start=day_in, period_end=day_in + dt.timedelta(days=20), value=1.0,
            by=account_id,
        )  # fmt: skip
    with pytest.raises(LaterWorkStandsOnIt, match=r"20/06|y \d+ más") as caught:
        undo.undo(filled_store, 1, "Dirección de Datos")
    assert len(caught.value.blockers) == 6
    assert str(caught.value).endswith("y 1 más.")


def test_names_of_undone_items_lead_nowhere_and_are_not_given_to_others(filled_store: Store) -> None:
    result = bring_in(filled_store, add_project(sample_plan(), "P-8", PROGRAM))
    undo.undo(filled_store, import_of(result), "Dirección de Datos")
    with filled_store.reading() as connection:
        assert names.resolve(connection, "plan-de-prueba", "project", "proyecto-p-8") is None
    other = replace(sample_plan(), projects=[*sample_plan().projects, ProjectRecord("P-9", PROGRAM, "Proyecto P-8")])
    bring_in(filled_store, other)
    with filled_store.reading() as connection:
        found = names.resolve(connection, "plan-de-prueba", "project", "proyecto-p-8-2")
    assert found is not None
    assert found.item_id == id_of(filled_store, "projects", "P-9")


def test_a_copy_says_which_row_it_brings_back(filled_store: Store) -> None:
    result = bring_in(filled_store, changed(sample_plan(), "values", 0, value=241.0))
    done = undo.undo(filled_store, import_of(result), "Dirección de Datos")
    table = INDICATOR_VALUES
    with filled_store.reading() as connection:
        rows = connection.execute(select(table).where(table.c.restores_id.is_not(None))).all()
    assert [(row.restores_id, row.value, row.import_id) for row in rows] == [(1, 240.0, done.import_id)]
    assert {table.name for table in recorded_tables()} >= {"indicator_values", "url_names"}
