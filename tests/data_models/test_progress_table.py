"""The progress table against arithmetic and SQL written by hand, and against itself rebuilt."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from data_models import sync, values
from data_models.document import MilestoneRecord, PlanDocument, Responsible, TargetRecord
from data_models.progress import table
from data_models.rows import record
from data_models.store import Store
from data_models.tables import INDICATOR_VALUES
from data_models.undo import undo
from kpis.rules import RULES_VERSION
from tests.data_models.conftest import SettableClock
from tests.data_models.sample import changed, day, sample_plan, value, without


def rows_by_code(store: Store) -> dict[str, Any]:
    with store.reading() as connection:
        return {row.code: row for row in connection.execute(text("SELECT * FROM progress"))}


def bring_in(store: Store, document: PlanDocument) -> None:
    sync.apply(store, document, kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx")


def run(store: Store, statement: str, **values_: object) -> None:
    with store.writing() as write:
        write.connection.execute(text(statement), values_)


def test_there_is_one_row_for_each_project_and_indicator(filled_store: Store) -> None:
    with filled_store.reading() as connection:
        kinds = connection.execute(text("SELECT item_kind, count(*) FROM progress GROUP BY item_kind")).all()
    assert {tuple(row) for row in kinds} == {("project", 2), ("indicator", 2)}


def test_a_flow_is_summed_and_measured_against_its_target_and_its_plan(filled_store: Store) -> None:
    row = rows_by_code(filled_store)["I-1"]
    assert row.value == 240.0 + 0.0
    assert row.target_value == 4000.0
    assert row.progress_pct == pytest.approx(100 * 240 / 4000)
    # What was planned up to the value's date is the period target of the first quarter.
    assert row.expected_value == 250.0
    assert row.expected_pct == pytest.approx(100 * 250 / 4000)
    assert row.gap_points == pytest.approx(100 * 240 / 4000 - 100 * 250 / 4000)
    assert row.attainment == pytest.approx(240 / 250)
    assert (row.status, row.freshness) == ("on_track", "overdue")
    # Eight quarters closed from January 2024 to the cut-off date; two have a value.
    assert (row.values_expected, row.values_present) == (8, 2)
    assert row.coverage_pct == pytest.approx(25.0)


def test_a_bound_target_without_a_baseline_has_no_percent_but_a_reason(filled_store: Store) -> None:
    row = rows_by_code(filled_store)["I-2"]
    assert (row.value, row.numerator, row.denominator) == (50.0, 100.0, 200.0)
    assert (row.target_value, row.target_bound, row.target_text) == (70.0, ">", "> 70 %")
    assert row.progress_pct is None
    assert (row.progress_rule, row.reason_code) == ("bound_target", "not_met_no_percent")
    assert row.reason.endswith(".")
    assert row.value_text == "sin medir"


def test_completion_is_the_weight_of_what_is_done_in_all_databases(filled_store: Store) -> None:
    by_hand = text(
        "SELECT p.code, 100.0 * sum(CASE WHEN m.done_on <= :as_of THEN m.weight ELSE 0 END) / sum(m.weight) AS done"
        " FROM milestones m JOIN projects p ON p.id = m.project_id WHERE m.superseded_at IS NULL GROUP BY p.code"
    )
    with filled_store.reading() as connection:
        expected = {row.code: row.done for row in connection.execute(by_hand, {"as_of": "2025-12-31"})}
    rows = rows_by_code(filled_store)
    assert expected == {"P-1": pytest.approx(25.0)}
    assert rows["P-1"].progress_pct == pytest.approx(expected["P-1"])
    assert (rows["P-1"].milestones_done, rows["P-1"].milestones_total) == (1, 2)
    assert (rows["P-1"].completion_basis, rows["P-2"].completion_basis) == ("milestones", "declared")
    assert rows["P-2"].progress_pct == 35.0
    assert rows["P-2"].expected_pct is None


def test_a_row_says_where_it_belongs_and_who_answers(filled_store: Store) -> None:
    rows = rows_by_code(filled_store)
    project, indicator, other = rows["P-1"], rows["I-1"], rows["P-2"]
    assert project.path_text == "1 Ciudad que cuida › 1.2 Salud cerca"
    assert (project.axis_code, project.program_code, project.level3_code) == ("1", "1.2", None)
    assert (project.secretariat_code, project.responsible_post) == ("salud", "Dirección de Salud")
    assert (project.shared_secretariat_codes, project.shared_secretariat_names) == ("obras", "Secretaría de Obras")
    assert (indicator.project_code, indicator.project_name) == ("P-1", "Ampliación del centro de salud")
    assert indicator.project_slug == project.slug == "ampliacion-del-centro-de-salud"
    # The area itself, then the secretariat above it.
    assert other.responsible_slugs == "direccion-de-alumbrado; secretaria-de-obras"


def test_links_are_inherited_from_levels_and_projects_and_bring_their_goal(filled_store: Store) -> None:
    rows = rows_by_code(filled_store)
    assert rows["I-1"].sdg_codes == "3; 3.8"
    assert rows["I-1"].link_codes == "ods:3; ods:3.8"
    assert rows["P-2"].sdg_codes == "3; 11"


def test_budgets_add_up_by_year_and_blank_is_not_zero(filled_store: Store) -> None:
    rows = rows_by_code(filled_store)
    project, indicator = rows["P-1"], rows["I-1"]
    assert (project.budget_approved, project.budget_current, project.budget_executed) == (1000.0, 1200.0, 800.5)
    assert project.budget_executed_pct == pytest.approx(100 * 800.5 / 1200)
    assert (indicator.budget_approved, indicator.budget_current, indicator.budget_executed) == (900.0, None, None)
    assert indicator.budget_executed_pct is None


def test_an_indicator_of_an_unpublished_project_is_not_public(store: Store) -> None:
    bring_in(store, changed(sample_plan(), "projects", 0, is_public=False))
    is_public = {code: bool(row.is_public) for code, row in rows_by_code(store).items()}
    assert is_public == {"P-1": False, "I-1": False, "P-2": True, "I-2": True}


def test_nothing_of_an_unpublished_plan_is_public(store: Store) -> None:
    document = sample_plan()
    bring_in(store, replace(document, plan=replace(document.plan, is_public=False)))
    assert not any(row.is_public for row in rows_by_code(store).values())


def test_a_withdrawn_item_leaves_the_table(filled_store: Store) -> None:
    document = without(without(sample_plan(), "indicators", 1), "targets", 3)
    bring_in(filled_store, replace(document, values=[one for one in document.values if one.indicator_code == "I-1"]))
    assert set(rows_by_code(filled_store)) == {"P-1", "P-2", "I-1"}


def test_a_revised_target_is_judged_beside_the_original_one(filled_store: Store) -> None:
    easier = TargetRecord("I-1", "final", day("2027-12-31"), 240.0, reason="Menos fondos", decided_on=day("2025-06-01"))
    bring_in(filled_store, replace(sample_plan(), targets=[easier, *sample_plan().targets[1:]]))
    row = rows_by_code(filled_store)["I-1"]
    assert (row.target_value, row.original_target_value) == (240.0, 4000.0)
    assert (row.status, row.status_original) == ("met", "on_track")
    assert row.target_revisions == 1
    assert str(row.target_revised_on) == "2025-06-01"


def each_year_apart() -> PlanDocument:
    """The sample plan, whose flow starts again each year, with 2,000 promised for 2025 and 4,000 for 2027."""
    document = changed(sample_plan(), "indicators", 0, accumulation_years="last")
    return replace(document, values=[*document.values, value("I-1", "2025-12-31", 1_000.0)])


def test_where_each_year_starts_again_the_original_target_is_that_of_the_year(store: Store) -> None:
    bring_in(store, each_year_apart())
    row = rows_by_code(store)["I-1"]
    assert (row.target_value, row.original_target_value, row.target_revisions) == (2000.0, 2000.0, 0)
    assert row.original_target_due_on == row.target_due_on
    easier = changed(each_year_apart(), "targets", 1, value=900.0, reason="Menos fondos", decided_on=day("2025-06-01"))
    bring_in(store, easier)
    row = rows_by_code(store)["I-1"]
    assert (row.target_value, row.original_target_value, row.target_revisions) == (900.0, 2000.0, 1)
    assert str(row.target_revised_on) == "2025-06-01"
    # All of 2025 was owed: 1,000 is more than the 900 revised and half of the 2,000 promised at first.
    assert (row.status, row.status_original) == ("on_track", "off_track")
    assert table.check(store) == []


def test_the_final_target_of_a_flow_that_starts_again_is_no_revision_of_the_year(store: Store) -> None:
    bring_in(store, each_year_apart())
    more = changed(each_year_apart(), "targets", 0, value=5_000.0, reason="Más fondos", decided_on=day("2025-06-01"))
    bring_in(store, more)
    row = rows_by_code(store)["I-1"]
    assert (row.target_value, row.original_target_value, row.target_revisions) == (2000.0, 2000.0, 0)


def test_a_level_promised_on_the_way_counts_as_it_was_at_first(filled_store: Store) -> None:
    document = without(sample_plan(), "targets", 2)
    bring_in(filled_store, document)
    row = rows_by_code(filled_store)["I-1"]
    assert (row.expected_rule, row.status) == ("line", "off_track")
    later = changed(document, "targets", 1, value=500.0, reason="Empieza más tarde", decided_on=day("2025-06-01"))
    bring_in(filled_store, later)
    row = rows_by_code(filled_store)["I-1"]
    # Of 500 by the end of 2025 a quarter was due in June 2024; of 2,000 it was 500, twice what there is.
    assert (row.status, row.status_original) == ("on_track", "off_track")
    assert row.target_revisions == 0


def test_the_rows_carry_the_version_of_the_data_they_were_computed_for(filled_store: Store) -> None:
    assert {row.known_version for row in rows_by_code(filled_store).values()} == {filled_store.data_version()}


def test_approving_a_value_brings_its_row_up_to_date(
    filled_store: Store, account_id: int, clock: SettableClock
) -> None:
    draft = values.save_draft(
        filled_store, indicator_id=1, period_start=day("2024-07-01"), period_end=day("2024-09-30"), value=60.0,
        by=account_id,
    )  # fmt: skip
    sent = values.send(filled_store, value_id=draft, by=account_id)
    assert rows_by_code(filled_store)["I-1"].value == 240.0
    values.approve(filled_store, value_id=sent, by=account_id)
    row = rows_by_code(filled_store)["I-1"]
    assert row.value == 240.0 + 0.0 + 60.0
    assert str(row.value_on) == "2024-09-30"
    assert str(row.value_approved_on) == clock.moment.date().isoformat()
    assert table.check(filled_store) == []


def test_a_value_is_approved_on_the_day_it_was_where_the_server_is(
    filled_store: Store, account_id: int, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = values.save_draft(
        filled_store, indicator_id=1, period_start=day("2024-07-01"), period_end=day("2024-09-30"), value=60.0,
        by=account_id,
    )  # fmt: skip
    sent = values.send(filled_store, value_id=draft, by=account_id)
    # Ten in the evening of the 19th three hours west of Greenwich, where it is the 20th already.
    clock.moment = dt.datetime(2026, 1, 20, 1, 0)
    with monkeypatch.context() as there:
        there.setenv("TZ", "<-03>3")
        time.tzset()
        values.approve(filled_store, value_id=sent, by=account_id)
        approved_on = rows_by_code(filled_store)["I-1"].value_approved_on
        differences = table.check(filled_store)
    time.tzset()
    assert str(approved_on) == "2026-01-19"
    assert differences == []


def test_a_project_brings_its_indicators_along(filled_store: Store) -> None:
    run(filled_store, "UPDATE project_versions SET name = 'Otro nombre' WHERE project_id = 1")
    with filled_store.writing() as write:
        table.refresh(write.connection, plan_id=1, project_ids=[1], today=write.today)
    assert rows_by_code(filled_store)["I-1"].project_name == "Otro nombre"
    assert table.check(filled_store) == []


def test_check_is_silent_when_all_is_right(filled_store: Store) -> None:
    assert table.check(filled_store) == []


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("UPDATE progress SET progress_pct = 6.001 WHERE code = 'I-1'", "progress_pct"),
        ("UPDATE progress SET progress_pct = 0 WHERE code = 'I-2'", "progress_pct"),
        ("UPDATE progress SET value = NULL WHERE code = 'I-1'", "value"),
        ("UPDATE progress SET status = 'met' WHERE code = 'P-2'", "status"),
        ("UPDATE progress SET secretariat_name = 'Otra' WHERE code = 'P-1'", "secretariat_name"),
        ("DELETE FROM progress WHERE code = 'P-2'", "*"),
        ("UPDATE progress SET item_id = 77 WHERE code = 'P-2'", "*"),
        ("UPDATE indicator_values SET value = 241 WHERE value = 240", "value"),
        ("UPDATE milestones SET weight = 2 WHERE code = '1'", "progress_pct"),
    ],
)
def test_check_finds_a_planted_difference(filled_store: Store, statement: str, column: str) -> None:
    run(filled_store, statement)
    found = table.check(filled_store)
    assert column in {difference.column for difference in found}
    assert {difference.plan_code for difference in found} == {"plan-de-prueba"}


def test_rebuilding_mends_every_difference(filled_store: Store) -> None:
    run(filled_store, "UPDATE progress SET progress_pct = 1, name = 'x'")
    run(filled_store, "DELETE FROM progress WHERE code = 'P-1'")
    table.rebuild_all(filled_store)
    assert table.check(filled_store) == []
    assert len(rows_by_code(filled_store)) == 4


def test_a_plan_without_a_cut_off_date_is_brought_to_today_once(store: Store, clock: SettableClock) -> None:
    document = sample_plan()
    bring_in(store, replace(document, plan=replace(document.plan, as_of_on=None)))
    first = {str(row.as_of) for row in rows_by_code(store).values()}
    assert first == {store.today().isoformat()}
    assert table.bring_up_to_date(store) == []
    clock.advance(days=100)
    assert table.bring_up_to_date(store) == [1]
    assert {str(row.as_of) for row in rows_by_code(store).values()} == {store.today().isoformat()} != first
    assert table.bring_up_to_date(store) == []


def test_a_plan_with_a_cut_off_date_stays_at_it(filled_store: Store, clock: SettableClock) -> None:
    clock.advance(days=100)
    assert table.bring_up_to_date(filled_store) == []
    assert {str(row.as_of) for row in rows_by_code(filled_store).values()} == {"2025-12-31"}


def test_rows_of_older_rules_are_computed_anew_and_those_of_newer_ones_left(filled_store: Store) -> None:
    right = rows_by_code(filled_store)
    run(filled_store, "UPDATE progress SET rules_version = '2025.9', value = 1.0")
    assert table.bring_up_to_date(filled_store) == [1]
    assert rows_by_code(filled_store)["I-1"].value == right["I-1"].value
    assert {row.rules_version for row in rows_by_code(filled_store).values()} == {RULES_VERSION}
    run(filled_store, "UPDATE progress SET rules_version = '9999.1'")
    assert table.bring_up_to_date(filled_store) == []


def test_a_write_on_rows_of_older_rules_computes_the_whole_plan_anew(filled_store: Store) -> None:
    run(filled_store, "UPDATE progress SET rules_version = '2026.0', name = 'x'")
    with filled_store.writing() as write:
        table.refresh(write.connection, plan_id=1, indicator_ids=[1], today=write.today)
    assert table.check(filled_store) == []


def test_a_refresh_on_another_day_brings_the_whole_plan_to_that_day(store: Store, clock: SettableClock) -> None:
    document = sample_plan()
    bring_in(store, replace(document, plan=replace(document.plan, as_of_on=None)))
    clock.advance(days=3)
    with store.writing() as write:
        table.refresh(write.connection, plan_id=1, indicator_ids=[1], today=write.today)
    assert {str(row.as_of) for row in rows_by_code(store).values()} == {store.today().isoformat()}


def test_two_plans_do_not_disturb_each_other(filled_store: Store) -> None:
    bring_in(filled_store, replace(sample_plan("otro-plan"), milestones=[]))
    run(filled_store, "UPDATE progress SET name = 'x' WHERE plan_code = 'otro-plan'")
    with filled_store.writing() as write:
        table.rebuild_plan(write.connection, 1, write.today)
    assert {difference.plan_code for difference in table.check(filled_store)} == {"otro-plan"}


def test_only_approved_current_values_count(filled_store: Store, account_id: int) -> None:
    with filled_store.writing(account_id=account_id) as write:
        record(
            write,
            INDICATOR_VALUES,
            [
                {
                    "indicator_id": 1,
                    "period_start": dt.date(2024, 7, 1),
                    "period_end": dt.date(2024, 9, 30),
                    "value": 1_000_000.0,
                    "state": "draft",
                }
            ],
        )
        table.refresh(write.connection, plan_id=1, indicator_ids=[1], today=write.today)
    assert rows_by_code(filled_store)["I-1"].value == 240.0


def test_shared_and_weighted_milestones_are_judged_by_what_was_due(store: Store) -> None:
    late = [
        MilestoneRecord("P-1", "1", "Uno", 1.0, day("2024-06-30"), day("2024-07-12")),
        MilestoneRecord("P-1", "2", "Dos", 3.0, day("2025-06-30")),
    ]
    bring_in(store, replace(sample_plan(), milestones=late))
    row = rows_by_code(store)["P-1"]
    assert (row.progress_pct, row.expected_pct, row.gap_points) == (25.0, 100.0, -75.0)
    assert row.status == "off_track"


def test_several_currencies_are_never_added(store: Store) -> None:
    document = sample_plan()
    dollars = replace(document.budgets[1], currency="USD", approved_amount=5.0, current_amount=None)
    bring_in(store, replace(document, budgets=[*document.budgets, dollars]))
    row = rows_by_code(store)["P-1"]
    assert (row.budget_currency, row.budget_approved) == ("ARS", 1000.0)


def test_a_secretariat_that_only_shares_is_not_the_lead(store: Store) -> None:
    document = changed(sample_plan(), "projects", 1, responsibles=(Responsible("obras", False),))
    bring_in(store, document)
    row = rows_by_code(store)["P-2"]
    assert (row.secretariat_code, row.shared_secretariat_codes) == (None, "obras")


def test_a_value_that_is_only_words_is_no_number(store: Store) -> None:
    document = replace(sample_plan(), values=[value("I-2", "2024-06-30", None, text="SD")])
    bring_in(store, document)
    row = rows_by_code(store)["I-2"]
    assert (row.value, row.value_text, row.status, row.reason_code) == (None, "SD", "no_data", "no_value")


def test_a_goal_moved_by_one_citys_file_is_moved_for_every_plan_linked_to_it(filled_store: Store) -> None:
    without_goal = without(sample_plan(), "links", 0)
    bring_in(filled_store, without_goal)
    assert rows_by_code(filled_store)["I-1"].sdg_codes == "3; 3.8"
    elsewhere = replace(
        changed(without(sample_plan("otro-plan"), "links", 0), "cross_axis_items", 1, parent_code=None),
        municipality=replace(sample_plan().municipality, code="otra-villa"),
    )
    bring_in(filled_store, elsewhere)
    with filled_store.reading() as connection:
        found = connection.execute(text("SELECT DISTINCT sdg_codes FROM progress WHERE code = 'I-1'"))
        assert [row.sdg_codes for row in found] == ["3.8"]
    assert table.check(filled_store) == []
    with filled_store.reading() as connection:
        last = connection.execute(text("SELECT max(id) AS id FROM imports")).scalar_one()
    undo(filled_store, last, by="Dirección de Datos")
    assert rows_by_code(filled_store)["I-1"].sdg_codes == "3; 3.8"
    assert table.check(filled_store) == []
