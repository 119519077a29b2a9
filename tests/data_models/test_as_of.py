"""Any date, two ways kept apart: what was true on it, and what was known at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from data_models import sync
from data_models.document import MilestoneRecord, PlanDocument, ProjectRecord, TargetRecord
from data_models.queries import plans, progress, projects, tree
from data_models.store import Store
from data_models.undo import undo
from data_models.visibility import PUBLIC
from tests.data_models.conftest import SettableClock
from tests.data_models.sample import changed, day, sample_plan, value


def bring_in(store: Store, document: PlanDocument) -> int:
    result = sync.apply(store, document, kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx")
    assert result.import_id is not None
    return result.import_id


def row(store: Store, code: str, *, as_of: str | None = None, known_on: dt.datetime | None = None) -> Any:
    plan = plans.find_plan(store, PUBLIC)
    assert plan is not None
    frame = progress.rows(store, PUBLIC, plan, as_of=day(as_of) if as_of else None, known_on=known_on)
    return frame[frame["code"] == code].squeeze()


@pytest.fixture
def corrected(filled_store: Store, clock: SettableClock) -> Store:
    """The sample plan, whose first value is corrected from 240 to 300 a month after it came in."""
    clock.advance(days=30)
    bring_in(filled_store, changed(sample_plan(), "values", 0, value=300.0))
    return filled_store


def test_a_correction_changes_what_is_known_of_the_same_date(corrected: Store, clock: SettableClock) -> None:
    before_it = clock.moment - dt.timedelta(days=1)
    assert row(corrected, "I-1").value == 300.0
    assert row(corrected, "I-1", known_on=before_it).value == 240.0
    assert row(corrected, "I-1", known_on=clock.moment).value == 300.0


def test_an_earlier_date_leaves_out_later_periods_but_keeps_the_correction(corrected: Store) -> None:
    then = row(corrected, "I-1", as_of="2024-05-15")
    assert then.value == 300.0
    assert str(then.value_on.date()) == "2024-03-31"
    assert then.values_expected == 1
    assert str(then.as_of.date()) == "2024-05-15"


def test_both_dates_can_be_asked_at_once(corrected: Store, clock: SettableClock) -> None:
    then = row(corrected, "I-1", as_of="2024-05-15", known_on=clock.moment - dt.timedelta(days=1))
    assert (then.value, str(then.value_on.date())) == (240.0, "2024-03-31")


def test_before_the_first_value_there_is_no_data_but_the_promise_stands(corrected: Store) -> None:
    then = row(corrected, "I-1", as_of="2024-02-15")
    assert then.status == "no_data"
    assert then.target_value == 4000.0


def test_before_the_plan_was_recorded_nothing_was_known(corrected: Store, clock: SettableClock) -> None:
    plan = plans.find_plan(corrected, PUBLIC)
    assert plan is not None
    long_before = clock.moment - dt.timedelta(days=365)
    assert progress.rows(corrected, PUBLIC, plan, known_on=long_before).empty


def test_the_present_through_history_is_the_table(corrected: Store, clock: SettableClock) -> None:
    plan = plans.find_plan(corrected, PUBLIC)
    assert plan is not None
    stored = progress.rows(corrected, PUBLIC, plan)
    computed = progress.rows(corrected, PUBLIC, plan, known_on=clock.moment + dt.timedelta(days=1))
    assert stored.equals(computed)


def test_a_target_revised_later_was_not_in_force_before_its_decision(filled_store: Store, clock: SettableClock) -> None:
    clock.advance(days=1)
    lower = TargetRecord("I-1", "final", day("2027-12-31"), 1000.0, reason="Menos fondos", decided_on=day("2025-06-01"))
    bring_in(filled_store, replace(sample_plan(), targets=[lower, *sample_plan().targets[1:]]))
    assert row(filled_store, "I-1", as_of="2025-05-31").target_value == 4000.0
    assert row(filled_store, "I-1", as_of="2025-06-01").target_value == 1000.0
    before_it = clock.moment - dt.timedelta(hours=1)
    assert row(filled_store, "I-1", as_of="2025-06-01", known_on=before_it).target_value == 4000.0


def test_the_original_promise_survives_two_revisions(filled_store: Store, clock: SettableClock) -> None:
    for target, decided_on in ((3000.0, "2025-02-01"), (2000.0, "2025-08-01")):
        clock.advance(days=1)
        revised = TargetRecord("I-1", "final", day("2027-12-31"), target, reason="Cambio", decided_on=day(decided_on))
        bring_in(filled_store, replace(sample_plan(), targets=[revised, *sample_plan().targets[1:]]))
    for as_of, in_force, revisions in (("2025-01-31", 4000.0, 0), ("2025-07-31", 3000.0, 1), ("2025-08-01", 2000.0, 2)):
        then = row(filled_store, "I-1", as_of=as_of)
        assert (then.target_value, then.target_revisions, then.original_target_value) == (in_force, revisions, 4000.0)


def test_a_revision_that_was_taken_back_was_never_in_force(filled_store: Store, clock: SettableClock) -> None:
    clock.advance(days=1)
    wrong = TargetRecord("I-1", "final", day("2027-12-31"), 1.0, reason="Error", decided_on=day("2024-02-01"))
    import_id = bring_in(filled_store, replace(sample_plan(), targets=[wrong, *sample_plan().targets[1:]]))
    clock.advance(days=1)
    undo(filled_store, import_id, by="Dirección de Datos")
    clock.advance(days=1)
    right = TargetRecord("I-1", "final", day("2027-12-31"), 500.0, reason="Cambio", decided_on=day("2025-08-01"))
    bring_in(filled_store, replace(sample_plan(), targets=[right, *sample_plan().targets[1:]]))
    assert row(filled_store, "I-1", as_of="2025-01-31").target_value == 4000.0
    assert row(filled_store, "I-1", as_of="2025-08-01").target_value == 500.0
    # What was known while the mistake stood is still what was known.
    while_wrong = clock.moment - dt.timedelta(days=1, hours=12)
    assert row(filled_store, "I-1", as_of="2025-01-31", known_on=while_wrong).target_value == 1.0


def test_a_milestone_done_later_was_not_done_yet(filled_store: Store) -> None:
    assert row(filled_store, "P-1", as_of="2024-07-11").progress_pct == 0.0
    assert row(filled_store, "P-1", as_of="2024-07-12").progress_pct == 25.0


def finished_project(**facts: Any) -> PlanDocument:
    """The sample plan whose second project has these facts and no milestones."""
    project = replace(sample_plan().projects[1], **{"declared_pct": None, "declared_on": None, **facts})
    return replace(sample_plan(), projects=[sample_plan().projects[0], project])


def test_a_project_that_ended_later_was_in_progress(store: Store) -> None:
    bring_in(store, finished_project(state="finished", actual_start=day("2024-03-01"), actual_end=day("2025-03-31")))
    states = {
        as_of: (row(store, "P-2", as_of=as_of).project_state, row(store, "P-2", as_of=as_of).status)
        for as_of in ("2024-02-28", "2024-03-01", "2025-03-30", "2025-03-31")
    }
    assert states == {
        "2024-02-28": ("planned", "not_started"),
        "2024-03-01": ("in_progress", "on_track"),
        "2025-03-30": ("in_progress", "on_track"),
        "2025-03-31": ("finished", "met"),
    }


def test_a_percent_declared_later_gives_way_to_the_one_declared_by_then(store: Store, clock: SettableClock) -> None:
    for percent, on in ((10.0, "2024-06-30"), (20.0, "2024-09-30"), (35.0, "2025-09-30")):
        declared: ProjectRecord = replace(
            sample_plan().projects[1], declared_pct=percent, declared_on=day(on), last_update_on=day(on)
        )
        bring_in(store, replace(sample_plan(), projects=[sample_plan().projects[0], declared]))
        clock.advance(days=1)
    known = {
        as_of: (then.progress_pct, then.last_data_on)
        for as_of in ("2024-06-29", "2024-06-30", "2025-01-01", "2025-12-31")
        if (then := row(store, "P-2", as_of=as_of)) is not None
    }
    assert str(known["2024-06-29"][0]) == "nan"
    assert [known[as_of][0] for as_of in ("2024-06-30", "2025-01-01", "2025-12-31")] == [10.0, 20.0, 35.0]
    assert str(known["2025-01-01"][1].date()) == "2024-09-30"


def test_a_milestone_added_later_was_not_known(filled_store: Store, clock: SettableClock) -> None:
    before = clock.moment
    clock.advance(days=1)
    more = MilestoneRecord("P-1", "3", "Habilitación", 4.0, day("2026-08-31"))
    bring_in(filled_store, replace(sample_plan(), milestones=[*sample_plan().milestones, more]))
    assert row(filled_store, "P-1").progress_pct == pytest.approx(100 * 1 / 8)
    assert row(filled_store, "P-1", known_on=before).progress_pct == pytest.approx(100 * 1 / 4)


def test_an_item_withdrawn_later_was_there(filled_store: Store, clock: SettableClock) -> None:
    before = clock.moment
    clock.advance(days=1)
    document = sample_plan()
    bring_in(
        filled_store,
        replace(
            document,
            indicators=document.indicators[:1],
            targets=[one for one in document.targets if one.indicator_code == "I-1"],
            values=[one for one in document.values if one.indicator_code == "I-1"],
        ),
    )
    assert row(filled_store, "I-2").empty
    assert row(filled_store, "I-2", known_on=before).value == 50.0


def test_the_tree_is_as_it_was_known(filled_store: Store, clock: SettableClock) -> None:
    before_it = clock.moment
    clock.advance(days=30)
    later = changed(changed(sample_plan(), "nodes", 2, name="Salud en cada barrio"), "nodes", 1, name="Otra ciudad")
    later = replace(later, nodes=[node for node in later.nodes if node.name != "Otra ciudad"])
    bring_in(filled_store, later)
    plan = plans.find_plan(filled_store, PUBLIC)
    assert plan is not None

    def names(known_on: dt.datetime | None) -> list[str]:
        return tree.nodes(filled_store, PUBLIC, plan, known_on=known_on)["name"].tolist()

    assert names(None) == ["Ciudad que cuida", "Salud en cada barrio", "Calles con luz"]
    assert names(before_it) == ["Ciudad que cuida", "Ciudad conectada", "Salud cerca", "Calles con luz"]
    assert names(before_it - dt.timedelta(days=400)) == []


def test_a_cut_off_date_leaves_later_values_out_of_the_board(filled_store: Store, clock: SettableClock) -> None:
    clock.advance(days=1)
    late = value("I-1", "2026-03-31", 999.0)
    bring_in(filled_store, replace(sample_plan(), values=[*sample_plan().values, late]))
    assert row(filled_store, "I-1").value == 240.0
    assert row(filled_store, "I-1", as_of="2026-03-31").value == 240.0 + 999.0


def test_frames_handed_out_do_not_share_what_a_caller_changes(filled_store: Store) -> None:
    plan = plans.find_plan(filled_store, PUBLIC)
    assert plan is not None
    mine = progress.rows(filled_store, PUBLIC, plan)
    mine.loc[:, "status"] = "met"
    mine["more"] = 1
    again = progress.rows(filled_store, PUBLIC, plan)
    assert "more" not in again.columns
    assert set(again["status"]) != {"met"}


def spent(store: Store, code: str, as_of: str) -> tuple[float | None, list[float | None]]:
    """What had been executed by a day, of the row of a project and of each year on its page."""
    found = row(store, code, as_of=as_of)
    plan = plans.find_plan(store, PUBLIC)
    assert plan is not None
    detail = projects.detail(store, PUBLIC, plan, int(found.item_id), as_of=day(as_of))
    assert detail is not None
    assert found.isna()["budget_executed_pct"] == found.isna()["budget_executed"]
    total, *years = (
        None if amount != amount else amount for amount in (found.budget_executed, *detail.budgets["executed_amount"])
    )
    return total, years


def test_money_spent_in_a_year_that_went_on_is_not_known_by_then(filled_store: Store) -> None:
    # Of 2024, 800.5 were spent; nothing says when. The year was over on its last day, and had not begun in 2023.
    for as_of, amount in (("2023-12-31", None), ("2024-06-30", None), ("2024-12-30", None), ("2024-12-31", 800.5)):
        assert spent(filled_store, "P-1", as_of) == (amount, [amount, None])
    years = [
        replace(budget, executed_amount=50.0) if budget.year == 2025 else budget for budget in sample_plan().budgets
    ]
    bring_in(filled_store, replace(sample_plan(), budgets=years))
    assert spent(filled_store, "P-1", "2024-12-31") == (800.5, [800.5, None])
    assert spent(filled_store, "P-1", "2025-06-30") == (None, [800.5, None])
    # The cut-off day: all there is.
    assert spent(filled_store, "P-1", "2025-12-31") == (850.5, [800.5, 50.0])


def test_money_is_known_from_the_day_it_was_recorded_and_the_day_of_the_cut_off(
    filled_store: Store, clock: SettableClock
) -> None:
    """A plan judged on the day it is: what was recorded yesterday had been spent by yesterday."""
    document = replace(sample_plan(), plan=replace(sample_plan().plan, as_of_on=None))
    whole = [replace(budget, year=None) for budget in document.budgets if budget.executed_amount is not None]
    bring_in(filled_store, replace(document, budgets=whole))
    recorded = clock.moment.date()
    clock.advance(days=2)
    told = [
        row(filled_store, "P-1", as_of=(recorded + dt.timedelta(days=days)).isoformat()).budget_executed
        for days in (-2, 0, 1)
    ]
    assert told[1:] == [800.5, 800.5] and told[0] != told[0]
