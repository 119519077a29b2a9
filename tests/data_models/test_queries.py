"""What readers ask: counts that agree with their lists, details that lead to their sources."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from data_models import sync, values
from data_models.document import PlanDocument, Responsible, SecretariatRecord, TargetRecord
from data_models.queries import changes, indicators, plans, progress, projects, tree
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import Selection
from data_models.store import Store
from data_models.tables import ACCOUNTS
from data_models.tables.organisation import Role
from data_models.visibility import PUBLIC
from kpis import explain
from tests.data_models.conftest import SettableClock
from tests.data_models.sample import changed, day, sample_plan, value


def bring_in(store: Store, document: PlanDocument) -> None:
    sync.apply(store, document, kind="import", imported_by="Dirección de Datos", file_name="plan.xlsx")


def the_plan(store: Store, code: str | None = None) -> PlanSummary:
    plan = plans.find_plan(store, PUBLIC, code)
    assert plan is not None
    return plan


def frame_of(store: Store) -> pd.DataFrame:
    return progress.rows(store, PUBLIC, the_plan(store))


def item_id(store: Store, code: str) -> int:
    frame = frame_of(store)
    return int(frame.loc[frame["code"] == code, "item_id"].squeeze())


def test_a_plan_is_summed_up_with_its_levels_and_counts(filled_store: Store) -> None:
    plan = the_plan(filled_store)
    assert (plan.code, plan.municipality_name, plan.currency) == ("plan-de-prueba", "Villa Prueba", "ARS")
    assert plan.as_of == day("2025-12-31")
    program = plan.level("node", 2)
    assert program is not None and program.plural == "programas"
    assert plan.level("node", 3) is None
    # The area for lighting stands under the secretariat of works: two secretariats at the top.
    assert plan.counts == plans.Counts(secretariats=2, axes=2, programs=2, projects=2, indicators=2)


def test_secretariats_that_ended_or_have_not_begun_are_not_counted(store: Store) -> None:
    document = sample_plan()
    ended = SecretariatRecord("vieja", "Secretaría vieja", None, day("2010-01-01"), day("2023-12-31"))
    later = SecretariatRecord("futura", "Secretaría futura", None, day("2030-01-01"))
    bring_in(store, replace(document, secretariats=[*document.secretariats, ended, later]))
    assert the_plan(store).counts.secretariats == 2
    assert set(tree.secretariats(store, PUBLIC, the_plan(store))["code"]) >= {"vieja", "futura", "salud", "obras"}


def test_the_default_plan_is_a_real_one_before_a_demonstration(store: Store) -> None:
    demo = sample_plan("demo")
    bring_in(store, replace(demo, plan=replace(demo.plan, is_demo=True)))
    assert the_plan(store).code == "demo"
    bring_in(store, sample_plan("real"))
    assert the_plan(store).code == "real"
    assert [plan.code for plan in plans.list_plans(store, PUBLIC)] == ["real", "demo"]
    assert plans.find_plan(store, PUBLIC, "no-such-plan") is None


def test_rows_come_in_the_plans_order_with_typed_columns(filled_store: Store) -> None:
    frame = frame_of(filled_store)
    # 1.2 before 1.10, a program's projects before its indicators.
    assert list(frame["code"]) == ["P-1", "I-1", "P-2", "I-2"]
    kinds = {name: frame[name].dtype.kind for name in ("name", "progress_pct", "value_on", "is_public", "item_id")}
    assert kinds == {"name": "O", "progress_pct": "f", "value_on": "M", "is_public": "b", "item_id": "i"}
    assert frame["indicator_kind"].tolist() == [None, "process", None, "outcome"]


@pytest.mark.parametrize(
    ("selection", "codes"),
    [
        (Selection(), ["P-1", "I-1", "P-2", "I-2"]),
        (Selection(item_kind="project"), ["P-1", "P-2"]),
        (Selection(axis="ciudad-que-cuida"), ["P-1", "I-1", "P-2", "I-2"]),
        (Selection(axis="ciudad-conectada"), []),
        (Selection(program="calles-con-luz"), ["P-2", "I-2"]),
        (Selection(project="ampliacion-del-centro-de-salud"), ["P-1", "I-1"]),
        (Selection(secretariat="secretaria-de-salud"), ["P-1", "I-1"]),
        (Selection(secretariat="secretaria-de-obras"), ["P-1", "P-2", "I-2"]),
        (Selection(secretariat="direccion-de-alumbrado"), ["P-2", "I-2"]),
        (Selection(status=("at_risk",)), ["I-2"]),
        (Selection(status=("at_risk", "met"), item_kind="project"), []),
        (Selection(freshness=("overdue",), item_kind="indicator"), ["I-1", "I-2"]),
        (Selection(indicator_kind="outcome"), ["I-2"]),
        (Selection(indicator_class="efficacy"), ["I-2"]),
        (Selection(project_state=("in_progress",)), ["P-1"]),
        (Selection(sdg="3.8"), ["I-1"]),
        (Selection(sdg="1"), []),
        (Selection(link="ods:11"), ["P-2"]),
        (Selection(district="Norte"), ["P-1"]),
        (Selection(text="LUMINARIAS"), ["P-2"]),
        (Selection(text="salud ampliacion"), ["P-1", "I-1"]),
        (Selection(text="salud xyz"), []),
        (Selection(is_shared=True), ["P-1", "I-2"]),
        (Selection(has_progress=False), ["I-2"]),
        (Selection(is_target_revised=True), []),
        (Selection(sort="progress_pct"), ["I-1", "P-1", "P-2", "I-2"]),
        (Selection(sort="-progress_pct"), ["P-2", "P-1", "I-1", "I-2"]),
        (Selection(sort="status", item_kind="indicator"), ["I-2", "I-1"]),
        (Selection(sort="name"), ["P-1", "I-2", "I-1", "P-2"]),
    ],
)
def test_a_selection_keeps_and_sorts_what_it_says(sqlite_filled: Store, selection: Selection, codes: list[str]) -> None:
    frame = frame_of(sqlite_filled)
    assert list(selection.apply(frame)["code"]) == codes
    assert selection.count(frame) == len(codes)


@pytest.fixture
def sqlite_filled(sqlite_store: Store) -> Store:
    """The sample plan on SQLite, for what happens in frames only."""
    bring_in(sqlite_store, sample_plan())
    return sqlite_store


def test_pages_hold_every_row_once_and_the_last_one_stands_for_those_beyond(sqlite_filled: Store) -> None:
    frame = frame_of(sqlite_filled)
    found = Selection(page_size=3).apply(frame)
    pages = [Selection(page=page, page_size=3).page_of(found) for page in (1, 2)]
    assert [code for page in pages for code in page["code"]] == list(frame["code"])
    assert Selection(page_size=3).pages(len(found)) == 2
    assert list(Selection(page=9, page_size=3).page_of(found)["code"]) == list(pages[1]["code"])
    assert Selection().pages(0) == 1


@pytest.mark.parametrize("wrong", [{"sort": "no_such_column"}, {"page": 0}, {"page_size": 0}])
def test_a_selection_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Selection(**wrong)


def test_status_counts_are_what_the_database_counts(filled_store: Store) -> None:
    with filled_store.reading() as connection:
        by_hand = {row.status: row.count_ for row in connection.execute(
            text("SELECT status, count(*) AS count_ FROM progress GROUP BY status"))}  # fmt: skip
    counts = progress.status_counts(frame_of(filled_store))
    assert {status: count for status, count in counts.items() if count} == by_hand
    assert len(counts) == 7


def test_every_number_of_the_demonstration_leads_to_a_list_of_that_length(demo_store: Store) -> None:
    frame = frame_of(demo_store)
    for status, count in progress.status_counts(frame).items():
        assert len(Selection(status=(status,)).apply(frame)) == count
    for column, field in (("axis_slug", "axis"), ("program_slug", "program"), ("responsible_slugs", "secretariat")):
        for slug, counted in progress.counts_by(frame, column).iterrows():
            chosen = Selection(**{field: str(slug)})
            assert len(chosen.apply(frame)) == counted["total"]
            for status in ("off_track", "no_data", "met"):
                assert replace(chosen, status=(status,)).count(frame) == counted[status]


def test_an_item_of_two_secretariats_appears_under_each_and_once_for_the_city(filled_store: Store) -> None:
    frame = frame_of(filled_store)
    under = progress.counts_by(frame, "responsible_slugs")["total"].to_dict()
    by_hand = Counter(slug for slugs in frame["responsible_slugs"] for slug in slugs.split("; "))
    assert under == dict(by_hand)
    assert sum(under.values()) > len(frame)
    assert progress.summary(frame)["total_count"].squeeze() == len(frame) == 4


def test_a_summary_is_the_weighted_mean_of_what_is_defined(filled_store: Store) -> None:
    summary = progress.summary(frame_of(filled_store)).squeeze()
    # P-1 25 %, I-1 6 %, P-2 35 %, I-2 has no percent; every weight is 1.
    assert summary["progress_pct"] == pytest.approx((25 + 6 + 35) / 3)
    assert (summary["defined_count"], summary["total_count"]) == (3, 4)


def test_the_tree_comes_from_the_top_in_its_order(filled_store: Store) -> None:
    nodes = tree.nodes(filled_store, PUBLIC, the_plan(filled_store))
    assert list(zip(nodes["depth"], nodes["code"], strict=True)) == [(1, "1"), (1, "2"), (2, "1.2"), (2, "1.10")]
    assert nodes["slug"].iat[2] == "salud-cerca"
    assert nodes["parent_id"].iat[2] == nodes["node_id"].iat[0]


def test_a_short_name_leads_to_its_item_and_an_old_one_to_the_new(filled_store: Store) -> None:
    plan = the_plan(filled_store)
    old = "luminarias-nuevas"
    found = tree.find(filled_store, PUBLIC, plan, "project", old)
    assert found == tree.Found("project", item_id(filled_store, "P-2"), old)
    bring_in(filled_store, changed(sample_plan(), "projects", 1, name="Luces para todos"))
    assert tree.find(filled_store, PUBLIC, plan, "project", old) == tree.Moved("luces-para-todos")
    assert tree.find(filled_store, PUBLIC, plan, "project", "nunca-existio") is None
    assert tree.find(filled_store, PUBLIC, plan, "node", "calles-con-luz") is not None
    assert tree.find(filled_store, PUBLIC, plan, "secretariat", "secretaria-de-obras") is not None
    with pytest.raises(ValueError):
        tree.find(filled_store, PUBLIC, plan, "budget", "x")


def test_names_of_one_plan_say_nothing_in_another(filled_store: Store) -> None:
    bring_in(filled_store, changed(sample_plan("otro-plan"), "projects", 1, name="Solo en el otro"))
    found = tree.find(filled_store, PUBLIC, the_plan(filled_store, "otro-plan"), "project", "solo-en-el-otro")
    assert isinstance(found, tree.Found)
    assert (
        tree.find(filled_store, PUBLIC, the_plan(filled_store, "plan-de-prueba"), "project", "solo-en-el-otro") is None
    )


def test_an_indicator_says_what_went_in_and_from_which_cell(filled_store: Store) -> None:
    document = changed(sample_plan(), "values", 0, value=241.0, source_ref="PDM!AQ17")
    bring_in(filled_store, document)
    detail = indicators.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "I-1"))
    assert detail is not None
    inputs = {(one.key, str(one.on)): one for one in detail.inputs}
    assert inputs["value", "2024-03-31"].value == 241.0
    assert inputs["value", "2024-03-31"].where == "Planilla plan.xlsx, hoja PDM, celda AQ17"
    assert inputs["value", "2024-06-30"].value == 0.0
    assert inputs["target", "2027-12-31"].value == 4000.0
    assert inputs["baseline", "2023-12-31"].value == 100.0
    assert sum(one.value or 0 for one in detail.inputs if one.key == "value") == detail.row["value"]


def test_an_indicator_tells_its_history_and_its_corrections(filled_store: Store) -> None:
    bring_in(filled_store, changed(sample_plan(), "values", 0, value=300.0))
    detail = indicators.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "I-1"))
    assert detail is not None
    assert detail.history["value"].tolist() == [300.0, 0.0]
    assert detail.history["accumulated_value"].tolist() == [300.0, 300.0]
    assert detail.history["corrections"].tolist() == [1, 0]
    assert detail.history["note"].tolist() == ["sin enero", None]
    assert detail.corrections["value"].tolist() == [240.0]
    assert detail.annual.to_dict("records") == [
        {"year": 2024, "executed": 300.0, "planned": 250.0, "achievement_pct": pytest.approx(120.0)}
    ]


def test_a_value_that_is_words_is_in_the_history_without_a_number(filled_store: Store) -> None:
    detail = indicators.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "I-2"))
    assert detail is not None
    last = detail.history.iloc[-1]
    assert (last["text"], last["status"]) == ("sin medir", None)
    assert pd.isna(last["value"])


def test_revisions_of_a_target_come_with_reason_and_date_the_original_first(filled_store: Store) -> None:
    lower = TargetRecord("I-1", "final", day("2027-12-31"), 3000.0, reason="Menos fondos", decided_on=day("2025-06-01"))
    bring_in(filled_store, replace(sample_plan(), targets=[lower, *sample_plan().targets[1:]]))
    detail = indicators.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "I-1"))
    assert detail is not None
    final = detail.targets[detail.targets["kind"] == "final"]
    assert final["value"].tolist() == [4000.0, 3000.0]
    assert final["reason"].tolist() == [None, "Menos fondos"]
    assert final["is_in_force"].tolist() == [False, True]


def test_an_approved_entry_names_the_posts_and_the_day(
    filled_store: Store, account_id: int, clock: SettableClock
) -> None:
    draft = values.save_draft(
        filled_store, indicator_id=item_id(filled_store, "I-1"), period_start=day("2024-07-01"),
        period_end=day("2024-09-30"), value=60.0, by=account_id,
    )  # fmt: skip
    values.approve(filled_store, value_id=values.send(filled_store, value_id=draft, by=account_id), by=account_id)
    detail = indicators.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "I-1"))
    assert detail is not None
    source = detail.inputs[-1]
    assert (source.value, source.approved_by, source.approved_at) == (60.0, "Dirección de Datos", clock.moment)
    assert source.where == f"Dirección de Datos, {clock.moment:%d/%m/%Y}"
    assert detail.history["decided_by"].tolist()[-1] == "Dirección de Datos"


def test_an_approved_value_keeps_the_name_of_who_brought_it(
    filled_store: Store, account_id: int, clock: SettableClock
) -> None:
    with filled_store.writing(account_id=account_id) as write:
        new = ACCOUNTS.insert().values(
            municipality_id=1, code="referente", display_name="Referente de datos", role=Role.CHAMPION
        )
        champion = int(write.connection.execute(new.returning(ACCOUNTS.c.id)).scalar_one())
    draft = values.save_draft(
        filled_store, indicator_id=item_id(filled_store, "I-1"), period_start=day("2024-07-01"),
        period_end=day("2024-09-30"), value=60.0, by=champion,
    )  # fmt: skip
    sent = values.send(filled_store, value_id=draft, by=champion)
    clock.moment += dt.timedelta(days=3)
    values.approve(filled_store, value_id=sent, by=account_id)
    detail = indicators.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "I-1"))
    assert detail is not None
    last = detail.history.iloc[-1]
    assert (last["entered_by"], last["decided_by"]) == ("Referente de datos", "Dirección de Datos")
    assert (detail.inputs[-1].where.split(",")[0], detail.inputs[-1].approved_by) == (
        "Referente de datos",
        "Dirección de Datos",
    )


def test_the_explanation_of_an_indicator_ends_in_the_numbers_of_its_row(filled_store: Store) -> None:
    for code in ("I-1", "I-2"):
        detail = indicators.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, code))
        assert detail is not None
        steps = {step.key: step.result for step in explain.indicator_steps(detail.computation)}
        assert steps["value"] == detail.row["value"]
        assert steps["progress"] == detail.row["progress_pct"]


def test_links_say_where_they_were_made_and_only_those_of_the_item(filled_store: Store) -> None:
    plan = the_plan(filled_store)
    indicator = indicators.detail(filled_store, PUBLIC, plan, item_id(filled_store, "I-1"))
    project = projects.detail(filled_store, PUBLIC, plan, item_id(filled_store, "P-1"))
    assert indicator is not None and project is not None
    assert [(link.code, link.made_at) for link in indicator.links] == [("3", "node"), ("3.8", "indicator")]
    assert [(link.code, link.made_at) for link in project.links] == [("3", "node")]


def test_a_project_shows_milestones_money_posts_and_indicators(filled_store: Store) -> None:
    detail = projects.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "P-1"))
    assert detail is not None
    assert detail.definition["description"] == "Diez camas más."
    assert detail.milestones["name"].tolist() == ["Proyecto aprobado", "Obra terminada"]
    assert detail.milestones["done_on"].isna().tolist() == [False, True]
    assert detail.budgets["year"].tolist() == [2024, 2025]
    assert detail.budgets["current_amount"].fillna(-1).tolist() == [1200.0, -1]
    assert detail.responsibles["code"].tolist() == ["salud", "obras"]
    assert detail.responsibles["is_lead"].tolist() == [True, False]
    assert detail.indicators["code"].tolist() == ["I-1"]
    steps = {step.key: step.result for step in explain.project_steps(detail.computation)}
    assert steps["completion"] == detail.row["progress_pct"] == 25.0


def test_a_milestone_done_after_the_date_asked_is_open(filled_store: Store) -> None:
    plan, project = the_plan(filled_store), item_id(filled_store, "P-1")
    detail = projects.detail(filled_store, PUBLIC, plan, project, as_of=day("2024-07-01"))
    assert detail is not None
    assert detail.milestones["done_on"].isna().all()
    assert detail.row["progress_pct"] == 0.0


def test_versions_of_a_project_say_what_changed(filled_store: Store, clock: SettableClock) -> None:
    clock.advance(days=2)
    bring_in(filled_store, changed(sample_plan(), "projects", 0, state="paused", district="Sur"))
    detail = projects.detail(filled_store, PUBLIC, the_plan(filled_store), item_id(filled_store, "P-1"))
    assert detail is not None
    told = {row.column: (row.before, row.after) for row in detail.versions.itertuples()}
    assert told == {"state": ("in_progress", "paused"), "district": ("Norte", "Sur")}
    assert set(detail.versions["where"]) == {"Planilla plan.xlsx"}
    assert set(detail.versions["recorded_at"]) == {pd.Timestamp(clock.moment)}


def test_an_item_that_is_not_there_has_no_detail(filled_store: Store) -> None:
    plan = the_plan(filled_store)
    assert indicators.detail(filled_store, PUBLIC, plan, 999) is None
    assert projects.detail(filled_store, PUBLIC, plan, 999) is None


def test_what_changed_between_two_dates_names_before_and_after(filled_store: Store) -> None:
    plan = the_plan(filled_store)
    found = changes.between(filled_store, PUBLIC, plan, day("2024-07-01"), day("2024-07-31"))
    assert found["code"].tolist() == ["P-1"]
    assert (found["progress_pct_before"].iat[0], found["progress_pct_after"].iat[0]) == (0.0, 25.0)
    assert changes.between(filled_store, PUBLIC, plan, day("2024-07-31"), day("2024-07-31")).empty
    with pytest.raises(ValueError):
        changes.between(filled_store, PUBLIC, plan, day("2024-08-01"), day("2024-07-31"))


def test_a_new_version_of_the_data_is_seen_at_once(filled_store: Store, clock: SettableClock) -> None:
    assert the_plan(filled_store).counts.projects == 2
    before = frame_of(filled_store)
    clock.advance(days=1)
    third = replace(sample_plan().projects[1], code="P-3", name="Tercero", responsibles=(Responsible("salud"),))
    bring_in(filled_store, replace(sample_plan(), projects=[*sample_plan().projects, third]))
    assert the_plan(filled_store).counts.projects == 3
    assert set(frame_of(filled_store)["code"]) - set(before["code"]) == {"P-3"}


def test_a_date_without_a_value_has_a_reason_and_no_number(filled_store: Store) -> None:
    frame = progress.rows(filled_store, PUBLIC, the_plan(filled_store), as_of=dt.date(2024, 1, 15))
    indicator = frame[frame["code"] == "I-1"].squeeze()
    assert pd.isna(indicator["progress_pct"])
    assert indicator["reason"] == "No hay ningún valor aprobado."


def test_values_of_a_later_document_do_not_double_what_was_there(filled_store: Store) -> None:
    bring_in(filled_store, replace(sample_plan(), values=[*sample_plan().values, value("I-1", "2024-09-30", 10.0)]))
    assert frame_of(filled_store).set_index("code").loc["I-1", "value"] == 240.0 + 0.0 + 10.0
