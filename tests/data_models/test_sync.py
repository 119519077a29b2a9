"""Bringing plans in: what comes back is what went in, a second time changes nothing, a later file only adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select, text

from data_models import imports, snapshot, sync
from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    LinkRecord,
    MilestoneRecord,
    MunicipalityRecord,
    NodeKey,
    PlanDocument,
    Responsible,
    SecretariatRecord,
    TargetRecord,
    ValueRecord,
)
from data_models.keys import in_canonical_order
from data_models.refusals import Refused
from data_models.rows import recorded_tables
from data_models.store import Store
from data_models.tables import (
    AUDIT,
    IMPORT_FINDINGS,
    INDICATOR_VALUES,
    PROJECTS,
    SECRETARIAT_VERSIONS,
    SECRETARIATS,
    TARGETS,
)
from tests.data_models.conftest import SettableClock
from tests.data_models.sample import (
    AXIS,
    OTHER_PROGRAM,
    PROGRAM,
    changed,
    day,
    sample_plan,
    value,
    without,
)


def bring_in(store: Store, document: PlanDocument, **more: Any) -> sync.ImportResult:
    return sync.apply(store, document, kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx", **more)


def read_back(store: Store, plan_code: str = "plan-de-prueba", **more: dt.datetime) -> PlanDocument:
    with store.reading() as connection:
        return snapshot.plan_document(connection, plan_code, **more)


def all_rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every append-only table."""
    with store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in recorded_tables()
        }


def approve(store: Store, account_id: int, period_end: str) -> None:
    """A value of I-1 from July 2024 that a person entered and approved."""
    with store.writing(account_id=account_id) as write:
        write.connection.execute(
            INDICATOR_VALUES.insert().values(
                indicator_id=1, period_start=day("2024-07-01"), period_end=day(period_end), value=9.0,
                state="approved", recorded_at=write.at, recorded_by=account_id, decided_by=account_id,
                decided_at=write.at,
            )
        )  # fmt: skip


def test_the_sample_is_in_the_order_in_which_plans_are_read_back() -> None:
    assert in_canonical_order(sample_plan()) == sample_plan()


def test_a_plan_reads_back_as_it_was_brought_in(store: Store) -> None:
    result = bring_in(store, sample_plan())
    assert read_back(store) == sample_plan()
    assert result.import_id == 1
    assert result.changes.counts() == {
        "municipality_new": 1, "plan_new": 1, "levels_new": 4, "secretariats_new": 3, "nodes_new": 4,
        "projects_new": 2, "milestones_new": 2, "budgets_new": 3, "indicators_new": 2, "targets_new": 4,
        "values_new": 4, "cross_axis_items_new": 3, "links_new": 3,
    }  # fmt: skip


def test_a_plan_in_any_order_reads_back_in_the_one_order(store: Store) -> None:
    backwards = replace(
        sample_plan(), **{kind: list(reversed(getattr(sample_plan(), kind))) for kind in snapshot.KINDS}
    )
    bring_in(store, backwards)
    assert read_back(store) == sample_plan()


def test_zero_and_blank_stay_apart(filled_store: Store) -> None:
    with filled_store.reading() as connection:
        stored = connection.execute(
            text(
                "SELECT code, period_end, value IS NULL AS is_blank, value = 0 AS is_zero"
                " FROM indicator_values JOIN indicators ON indicators.id = indicator_id ORDER BY code, period_end"
            )
        ).all()
    assert [(row.code, bool(row.is_blank), bool(row.is_zero)) for row in stored] == [
        ("I-1", False, False), ("I-1", False, True), ("I-2", False, False), ("I-2", True, False),
    ]  # fmt: skip


def test_where_a_record_came_from_is_kept(store: Store) -> None:
    bring_in(store, changed(sample_plan(), "values", 0, source_ref="PDM!AQ17"))
    assert read_back(store).values[0].source_ref == "PDM!AQ17"


def test_bringing_the_same_plan_in_twice_writes_nothing(filled_store: Store) -> None:
    rows, version = all_rows(filled_store), filled_store.data_version()
    result = bring_in(filled_store, sample_plan())
    assert result.import_id is None
    assert result.changes.is_empty
    assert set(result.changes.counts()) == {
        "municipality_unchanged", "plan_unchanged", "levels_unchanged", "secretariats_unchanged", "nodes_unchanged",
        "projects_unchanged", "milestones_unchanged", "budgets_unchanged", "indicators_unchanged", "targets_unchanged",
        "values_unchanged", "cross_axis_items_unchanged", "links_unchanged",
    }  # fmt: skip
    assert all_rows(filled_store) == rows
    assert filled_store.data_version() == version
    with filled_store.reading() as connection:
        assert len(imports.list_imports(connection)) == 1


def test_where_a_record_came_from_does_not_make_it_another(filled_store: Store) -> None:
    assert bring_in(filled_store, changed(sample_plan(), "values", 0, source_ref="B2")).import_id is None


LATER_FILES: dict[str, tuple[Callable[[PlanDocument], PlanDocument], dict[str, int]]] = {
    "the plan's own dates": (
        lambda plan: replace(plan, plan=replace(plan.plan, as_of_on=None, on_track_min=0.8)), {"plan_changed": 1},
    ),
    "a level's name": (lambda plan: changed(plan, "levels", 1, plural="programas."), {"levels_changed": 1}),
    "a level less": (lambda plan: without(plan, "levels", 2), {"levels_withdrawn": 1}),
    "a secretariat's end": (
        lambda plan: changed(plan, "secretariats", 1, in_force_to=day("2025-06-30")), {"secretariats_changed": 1},
    ),
    "a new secretariat": (
        lambda plan: replace(plan, secretariats=[*plan.secretariats, SecretariatRecord("zoo", "Zoológico")]),
        {"secretariats_new": 1},
    ),
    "a node moved": (lambda plan: changed(plan, "nodes", 3, parent=NodeKey(1, "2")), {"nodes_changed": 1}),
    "a project renamed": (lambda plan: changed(plan, "projects", 0, name="Otro nombre"), {"projects_changed": 1}),
    "a project's lead": (
        lambda plan: changed(
            plan, "projects", 0, responsibles=(Responsible("obras", True), Responsible("salud", False))
        ),
        {"projects_changed": 1},
    ),
    "a project without responsibles": (
        lambda plan: changed(plan, "projects", 0, responsibles=()), {"projects_changed": 1},
    ),
    "a milestone done": (
        lambda plan: changed(plan, "milestones", 1, done_on=day("2025-11-02")), {"milestones_changed": 1},
    ),
    "a milestone less": (lambda plan: without(plan, "milestones", 0), {"milestones_withdrawn": 1}),
    "a budget's zero blanked": (
        lambda plan: changed(plan, "budgets", 2, approved_amount=None, current_amount=5.0), {"budgets_changed": 1},
    ),
    "a budget less": (lambda plan: without(plan, "budgets", 0), {"budgets_withdrawn": 1}),
    "an indicator cancelled": (
        lambda plan: changed(plan, "indicators", 0, is_cancelled=True), {"indicators_changed": 1},
    ),
    "a target explained and revised": (
        lambda plan: changed(
            plan, "targets", 0, value=3_000.0, reason="Menos presupuesto", decided_on=day("2025-10-01")
        ),
        {"targets_changed": 1},
    ),
    "a target less": (lambda plan: without(plan, "targets", 1), {"targets_withdrawn": 1}),
    "a value corrected to zero": (lambda plan: changed(plan, "values", 0, value=0.0), {"values_changed": 1}),
    "a value less": (lambda plan: without(plan, "values", 3), {"values_withdrawn": 1}),
    "a link stronger": (lambda plan: changed(plan, "links", 2, strength=3), {"links_changed": 1}),
    "a link less": (lambda plan: without(plan, "links", 0), {"links_withdrawn": 1}),
    "an item of a cross-cutting axis renamed": (
        lambda plan: changed(plan, "cross_axis_items", 2, name="Salud"), {"cross_axis_items_changed": 1},
    ),
    "a cross-cutting axis more": (
        lambda plan: replace(
            plan, cross_axis_items=[CrossAxisItemRecord("clima", "2", "Agua", None, "Plan de Acción Climática"),
                                    *plan.cross_axis_items],
        ),
        {"cross_axis_items_new": 1},
    ),
    "a municipality renamed": (
        lambda plan: replace(plan, municipality=replace(plan.municipality, name="Villa Nueva")),
        {"municipality_changed": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", LATER_FILES)
def test_a_later_file_is_read_back_as_it_says_and_says_what_it_changed(filled_store: Store, what: str) -> None:
    change, counts = LATER_FILES[what]
    later = in_canonical_order(change(sample_plan()))
    before = all_rows(filled_store)
    with filled_store.reading() as connection:
        foreseen = sync.plan_changes(connection, later)
    result = bring_in(filled_store, later)
    assert read_back(filled_store) == later
    told = {name: number for name, number in result.changes.counts().items() if not name.endswith("_unchanged")}
    assert told == counts
    assert foreseen.counts() == result.changes.counts()
    # Nothing was deleted, and of the rows there were only the columns that supersede are others.
    after = all_rows(filled_store)
    for table in recorded_tables():
        superseding = {place for place, column in enumerate(table.columns) if column.name.startswith("superseded")}
        assert len(after[table.name]) >= len(before[table.name])
        for old, new in zip(before[table.name], after[table.name], strict=False):
            assert [cell for place, cell in enumerate(old) if place not in superseding] == [
                cell for place, cell in enumerate(new) if place not in superseding
            ]
    assert bring_in(filled_store, later).import_id is None


def test_the_seventeenth_digit_of_a_number_makes_no_revision(filled_store: Store) -> None:
    document = sample_plan()
    bring_in(filled_store, changed(document, "targets", 0, value=0.35000000000000003))
    assert bring_in(filled_store, changed(document, "targets", 0, value=0.35)).import_id is None
    assert bring_in(filled_store, changed(document, "targets", 0, value=0.3500000000001)).import_id is not None


def test_what_changed_is_told_field_by_field(filled_store: Store) -> None:
    later = changed(changed(sample_plan(), "values", 0, value=241.5), "projects", 1, district="Sur", weight=2.0)
    with filled_store.reading() as connection:
        changes = sync.plan_changes(connection, later)
    (value_change,) = changes.by_kind["values"].changed
    (project_change,) = changes.by_kind["projects"].changed
    assert (value_change.code, value_change.differences) == ("I-1 · 2024-03-31", {"value": (240.0, 241.5)})
    assert project_change.differences == {"district": (None, "Sur"), "weight": (1.0, 2.0)}


def test_a_changed_target_is_a_revision_with_its_reason_and_date(filled_store: Store, clock: SettableClock) -> None:
    clock.advance(days=30)
    bring_in(filled_store, changed(sample_plan(), "targets", 0, value=3_500.0))
    bring_in(
        filled_store,
        changed(sample_plan(), "targets", 0, value=3_000.0, reason="Se pactó", decided_on=day("2026-02-01")),
    )
    with filled_store.reading() as connection:
        rows = connection.execute(
            text(
                "SELECT value, revision, reason, decided_on, superseded_at IS NULL AS is_current FROM targets"
                " WHERE kind = 'final' AND indicator_id = 1 ORDER BY id"
            )
        ).all()
    assert [(row.value, row.revision, row.reason, str(row.decided_on), bool(row.is_current)) for row in rows] == [
        (4_000.0, 0, None, "None", False),
        (3_500.0, 1, "Cambio en la planilla plan.xlsx", "2025-12-31", False),
        (3_000.0, 2, "Se pactó", "2026-02-01", True),
    ]


def test_what_a_file_of_a_plan_with_a_cut_off_revises_was_decided_by_then(filled_store: Store) -> None:
    bring_in(filled_store, changed(sample_plan(), "targets", 0, value=3_500.0))
    with filled_store.reading() as connection:
        shown = connection.execute(
            text("SELECT target_value, target_revisions, target_revised_on FROM progress WHERE code = 'I-1'")
        ).one()
    assert (shown.target_value, shown.target_revisions, str(shown.target_revised_on)) == (3_500.0, 1, "2025-12-31")


def test_a_better_explanation_of_a_target_is_no_further_revision(filled_store: Store) -> None:
    bring_in(filled_store, changed(sample_plan(), "targets", 0, value=3_500.0))
    bring_in(filled_store, changed(sample_plan(), "targets", 0, value=3_500.0, reason="Acta 12"))
    with filled_store.reading() as connection:
        current = connection.execute(
            select(TARGETS).where(
                TARGETS.c.kind == "final", TARGETS.c.indicator_id == 1, TARGETS.c.superseded_at.is_(None)
            )
        ).one()
    assert (current.revision, current.reason, current.decided_on) == (1, "Acta 12", day("2025-12-31"))


def test_a_withdrawn_project_is_kept_and_comes_back_with_its_milestones(filled_store: Store) -> None:
    smaller = without(sample_plan(), "projects", 0)
    smaller = replace(
        smaller, milestones=[], budgets=smaller.budgets[:1],
        indicators=[replace(one, project_code=None) for one in smaller.indicators],
    )  # fmt: skip
    result = bring_in(filled_store, smaller)
    assert [change.code for change in result.changes.by_kind["projects"].withdrawn] == ["P-1"]
    assert result.changes.by_kind["milestones"].withdrawn == [], "what belongs to a withdrawn item stays with it"
    assert read_back(filled_store) == smaller
    with filled_store.reading() as connection:
        project_id = connection.execute(select(PROJECTS.c.id).where(PROJECTS.c.code == "P-1")).scalar_one()
    back = bring_in(filled_store, sample_plan())
    (project_change,) = back.changes.by_kind["projects"].changed
    assert project_change.differences == {"is_withdrawn": (True, False)}
    assert back.changes.by_kind["milestones"].unchanged == 2
    assert read_back(filled_store) == sample_plan()
    with filled_store.reading() as connection:
        again = connection.execute(select(PROJECTS.c.id).where(PROJECTS.c.code == "P-1")).scalar_one()
    assert again == project_id


def test_a_part_of_a_plan_withdraws_nothing(filled_store: Store) -> None:
    part = replace(
        sample_plan(), secretariats=[], nodes=[], projects=[], milestones=[], budgets=[], targets=[], links=[],
        cross_axis_items=[], levels=[], values=[value("I-2", "2024-09-30", 55.0, numerator=110.0, denominator=200.0)],
        indicators=[],
    )  # fmt: skip
    result = bring_in(filled_store, part, withdraw_missing=False)
    assert {name for name in result.changes.counts() if not name.endswith("unchanged")} == {"values_new"}
    assert len(read_back(filled_store).values) == 5


def test_a_value_that_a_person_approved_is_not_withdrawn_by_a_file_without_it(
    filled_store: Store, account_id: int
) -> None:
    approve(filled_store, account_id, "2024-09-30")
    assert bring_in(filled_store, sample_plan()).import_id is None
    assert [one.value for one in read_back(filled_store).values if one.indicator_code == "I-1"] == [240.0, 0.0, 9.0]


def test_two_plans_of_a_municipality_share_its_secretariats_but_not_their_lists(filled_store: Store) -> None:
    other = sample_plan("otro-plan")
    other = replace(
        other, secretariats=[SecretariatRecord("salud", "Secretaría de Salud y Deporte")], projects=[], milestones=[],
        indicators=[], targets=[], values=[], budgets=[], links=[], cross_axis_items=other.cross_axis_items[:1],
    )  # fmt: skip
    bring_in(filled_store, other)
    assert read_back(filled_store, "otro-plan") == other
    renamed = replace(
        sample_plan(),
        secretariats=[replace(one, name="Secretaría de Salud y Deporte") if one.code == "salud" else one
                      for one in sample_plan().secretariats],
    )  # fmt: skip
    assert read_back(filled_store) == renamed
    with filled_store.reading() as connection:
        count = select(func.count()).select_from(SECRETARIATS)
        assert connection.execute(count).scalar_one() == 3


def test_a_secretariat_is_withdrawn_when_the_last_plan_drops_it(filled_store: Store) -> None:
    other = replace(
        sample_plan("otro-plan"), projects=[], milestones=[], indicators=[], targets=[], values=[], budgets=[], links=[]
    )
    bring_in(filled_store, other)

    def withdrawn_count() -> int:
        with filled_store.reading() as connection:
            return int(
                connection.execute(
                    select(func.count()).where(
                        SECRETARIAT_VERSIONS.c.superseded_at.is_(None), SECRETARIAT_VERSIONS.c.is_withdrawn
                    )
                ).scalar_one()
            )

    bring_in(filled_store, replace(other, secretariats=other.secretariats[:1]))
    assert withdrawn_count() == 0
    bring_in(filled_store, replace(other, secretariats=other.secretariats[:2]))
    dropped = replace(
        sample_plan(), secretariats=sample_plan().secretariats[:2],
        projects=[replace(one, responsibles=()) for one in sample_plan().projects],
        indicators=[replace(one, responsibles=()) for one in sample_plan().indicators],
    )  # fmt: skip
    bring_in(filled_store, dropped)
    assert withdrawn_count() == 1
    assert read_back(filled_store) == dropped
    bring_in(filled_store, sample_plan())
    assert withdrawn_count() == 0
    assert read_back(filled_store) == sample_plan()


def test_what_was_known_at_a_moment_can_be_read_back(filled_store: Store, clock: SettableClock) -> None:
    moments, documents = [clock.moment], [sample_plan()]
    for number, what in enumerate(
        ("a value corrected to zero", "a node moved", "a milestone less", "a municipality renamed",
         "an item of a cross-cutting axis renamed"), start=1,
    ):  # fmt: skip
        clock.advance(days=number)
        later = in_canonical_order(LATER_FILES[what][0](documents[-1]))
        bring_in(filled_store, later)
        moments.append(clock.moment)
        documents.append(later)
    for moment, document in zip(moments, documents, strict=True):
        assert read_back(filled_store, known_on=moment) == document
        assert read_back(filled_store, known_on=moment + dt.timedelta(hours=5)) == document
    with pytest.raises(snapshot.UnknownPlan):
        read_back(filled_store, known_on=moments[0] - dt.timedelta(seconds=1))


REFUSED_PLANS: dict[str, tuple[Callable[[PlanDocument], PlanDocument], str]] = {
    "a value twice": (lambda plan: replace(plan, values=[*plan.values, plan.values[0]]), "repite «I-1 · 2024-03-31"),
    "a value of a year over those of its quarters": (
        lambda plan: replace(
            plan, values=[*plan.values, ValueRecord("I-1", day("2024-01-01"), day("2024-12-31"), 9.0)]
        ),
        "Dos valores de «I-1» se superponen: del 01/01/2024 al 31/03/2024, y desde el 01/01/2024",
    ),
    "two targets of overlapping periods": (
        lambda plan: replace(
            plan,
            targets=[
                *plan.targets,
                TargetRecord("I-1", "period", day("2024-06-30"), 9.0, period_start=day("2024-03-01")),
            ],
        ),
        "Dos metas por período de «I-1» se superponen: del 01/01/2024 al 31/03/2024, y desde el 01/03/2024",
    ),
    "two final targets": (
        lambda plan: replace(plan, targets=[*plan.targets, TargetRecord("I-1", "final", day("2026-12-31"), 1.0)]),
        "repite",
    ),
    "a project in no program": (
        lambda plan: changed(plan, "projects", 0, node=NodeKey(2, "9")),
        "«Ampliación del centro de salud» se refiere a «9», que no está en el plan",
    ),
    "a milestone of no project": (
        lambda plan: replace(plan, milestones=[*plan.milestones, MilestoneRecord("P-9", "1", "Nada")]), "«P-9»",
    ),
    "a value of no indicator": (
        lambda plan: replace(plan, values=[*plan.values, value("I-9", "2024-03-31", 1.0)]), "«I-9»",
    ),
    "a budget of no indicator": (
        lambda plan: replace(plan, budgets=[*plan.budgets, BudgetRecord("indicator", "I-9", "ARS")]), "«I-9»",
    ),
    "a link to nothing": (
        lambda plan: replace(plan, links=[*plan.links, LinkRecord("ods", "99", node=AXIS)]), "«ods · 99»",
    ),
    "an unknown secretariat": (
        lambda plan: changed(plan, "projects", 0, responsibles=(Responsible("nadie"),)), "«nadie»",
    ),
    "two leads": (
        lambda plan: changed(plan, "projects", 0, responsibles=(Responsible("obras"), Responsible("salud"))),
        "más de una secretaría a cargo",
    ),
    "one secretariat twice": (
        lambda plan: changed(plan, "projects", 0, responsibles=(Responsible("obras"), Responsible("obras", False))),
        "dos veces a la misma secretaría",
    ),
    "a program above its axis": (
        lambda plan: changed(plan, "nodes", 0, parent=PROGRAM), "no está por encima",
    ),
    "a program beside its program": (
        lambda plan: changed(plan, "nodes", 2, parent=OTHER_PROGRAM), "no está por encima",
    ),
    "a secretariat below itself": (
        lambda plan: changed(plan, "secretariats", 0, parent_code="obras-luz"), "depende de sí misma",
    ),
    "a name that does not fit": (
        lambda plan: changed(plan, "nodes", 3, name="x" * 601), "demasiado largo: 601 caracteres; caben 600",
    ),
    "a number that is none": (lambda plan: changed(plan, "values", 0, value=float("nan")), "«nan» no es un número"),
    "a rule of the database": (
        lambda plan: changed(plan, "projects", 0, planned_end=day("2020-01-01")), "El fin previsto es anterior",
    ),
    "another municipality's plan": (
        lambda plan: replace(plan, municipality=MunicipalityRecord("otra", "Otra Villa")),
        "es del municipio «Villa Prueba»",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED_PLANS)
def test_a_plan_that_contradicts_itself_is_refused_and_leaves_nothing(filled_store: Store, what: str) -> None:
    change, words = REFUSED_PLANS[what]
    rows, version = all_rows(filled_store), filled_store.data_version()
    with pytest.raises(Refused, match=words):
        bring_in(filled_store, change(sample_plan()))
    assert all_rows(filled_store) == rows
    assert filled_store.data_version() == version


def test_a_value_of_a_file_may_not_overlap_one_that_a_person_approved(filled_store: Store, account_id: int) -> None:
    approve(filled_store, account_id, "2024-08-31")
    document = sample_plan()
    document.values.append(value("I-1", "2024-09-30", 10.0))
    with pytest.raises(Refused, match="Dos valores de «I-1» se superponen: del 01/07/2024 al 31/08/2024"):
        bring_in(filled_store, document)


def test_circles_among_items_of_a_cross_axis_are_refused(store: Store) -> None:
    circle = [CrossAxisItemRecord("ods", "1", "Uno", "2"), CrossAxisItemRecord("ods", "2", "Dos", "1")]
    with pytest.raises(Refused, match="depende de sí misma"):
        bring_in(store, replace(sample_plan(), cross_axis_items=circle, links=[]))


def test_a_child_may_come_before_its_parent(store: Store) -> None:
    plan = sample_plan()
    bring_in(store, replace(plan, cross_axis_items=list(reversed(plan.cross_axis_items))))
    assert read_back(store) == plan


@dataclass(frozen=True)
class Finding:
    code: str = "text_in_number"
    severity: str = "warning"
    sheet: str | None = "PDM"
    cell: str | None = "AQ17"
    found: str | None = "s/d"
    expected: str | None = "un número"
    action: str | None = "quedó sin dato"


def test_findings_are_kept_with_their_import(store: Store) -> None:
    bring_in(store, sample_plan(), findings=[Finding(), Finding(cell="B2")])
    with store.reading() as connection:
        rows = connection.execute(select(IMPORT_FINDINGS).order_by(IMPORT_FINDINGS.c.id)).all()
    assert [(row.import_id, row.code, row.sheet, row.cell, row.found) for row in rows] == [
        (1, "text_in_number", "PDM", "AQ17", "s/d"), (1, "text_in_number", "PDM", "B2", "s/d"),
    ]  # fmt: skip


def test_imports_are_listed_newest_first_and_each_has_one_audit_record(
    filled_store: Store, clock: SettableClock
) -> None:
    clock.advance(hours=1)
    bring_in(filled_store, LATER_FILES["a node moved"][0](sample_plan()), recipe="tenjo", file_sha256="ab" * 32)
    with filled_store.reading() as connection:
        newest, oldest = imports.list_imports(connection)
        audits = connection.execute(select(AUDIT).order_by(AUDIT.c.id)).all()
    assert (newest.id, newest.plan_code, newest.recipe, newest.file_sha256, newest.imported_at) == (
        2, "plan-de-prueba", "tenjo", "ab" * 32, clock.moment,
    )  # fmt: skip
    assert (oldest.id, oldest.file_name, oldest.imported_by) == (1, "plan.xlsx", "Dirección de Datos")
    assert newest.counts["nodes_changed"] == 1
    assert [(row.action, row.import_id) for row in audits] == [("import", 1), ("import", 2)]
