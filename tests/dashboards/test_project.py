"""The page of a project: milestones, dates, money and history, each as the database has it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from dashboards import formatting
from dashboards.project import words
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.page_check import check_html

if TYPE_CHECKING:
    from data_models.store import Store


def found(store: Store, plan_code: str, where: str) -> list[dict[str, Any]]:
    """Rows of projects of the progress table, read by hand-written SQL."""
    query = text(f"SELECT * FROM progress WHERE plan_code = :p AND item_kind = 'project' AND {where} ORDER BY item_id")
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query, {"p": plan_code}).mappings()]


def spaces(told: str) -> str:
    return told.replace(formatting.NBSP, " ")


REASONS = (
    "finished", "milestones_on_track", "milestones_at_risk", "milestones_off_track", "dates_only", "not_started",
    "end_passed", "no_completion", "paused", "start_passed", "cancelled",
)  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_each_kind_of_project_is_a_page_in_order(demo_boards: Boards, reason: str) -> None:
    row = found(demo_boards.store, "demo", f"reason_code = '{reason}'")[0]
    address = in_plan(f"/proyecto/{row['slug']}", "demo")
    assert check_html(demo_boards.text(address)) == []
    page = demo_boards.page(address)
    assert words_of(page.select_one("h1")) == row["name"]
    big = words_of(page.select_one(".big"))
    if row["progress_pct"] is None:
        assert big == "Sin porcentaje"
    else:
        assert big == f"{formatting.number(row['progress_pct'], 0)} %"


def test_the_milestones_are_those_of_the_database_and_their_weights_make_the_percent(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "demo", "reason_code = 'milestones_off_track' AND milestones_done > 1")[0]
    query = text(
        "SELECT name, weight, due_on, done_on FROM milestones WHERE project_id = :p AND superseded_at IS NULL "
        "ORDER BY due_on, code"
    )
    with demo_boards.store.reading() as connection:
        stored = connection.execute(query, {"p": row["item_id"]}).all()
    page = demo_boards.page(in_plan(f"/proyecto/{row['slug']}", "demo"))
    shown = [words_of(cell) for cell in page.select("table[aria-labelledby=hitos] tbody th")]
    assert shown == [milestone.name for milestone in stored]
    done = [each for each in stored if each.done_on is not None and each.done_on <= "2026-10-31"]
    assert words_of(page.select_one("#hitos")) == f"{len(done)} de {len(stored)} hitos cumplidos"
    percent = 100 * sum(each.weight for each in done) / sum(each.weight for each in stored)
    assert words_of(page.select_one(".big")) == f"{formatting.number(percent, 0)} %"


def test_the_total_of_the_budget_is_the_sum_of_its_years(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "demo", "budget_executed > 0 AND budget_current > budget_approved")[0]
    query = text(
        "SELECT SUM(approved_amount), SUM(current_amount), SUM(executed_amount), COUNT(*) FROM budgets "
        "WHERE project_id = :p AND superseded_at IS NULL"
    )
    with demo_boards.store.reading() as connection:
        approved, current, executed, years = connection.execute(query, {"p": row["item_id"]}).one()
    page = demo_boards.page(in_plan(f"/proyecto/{row['slug']}", "demo"))
    assert len(page.select("#presupuesto tbody tr")) == years + (years > 1)
    total = words_of(page.select_one("#presupuesto tbody tr.tot"))
    for amount in (approved, current, executed):
        assert spaces(formatting.exact_money(amount)) in total
    assert f"{formatting.number(100 * executed / current, 0)} %" in total


def test_whoever_shares_a_project_is_named_with_whoever_leads_it(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "demo", "shared_secretariat_names IS NOT NULL")[0]
    page = demo_boards.page(in_plan(f"/proyecto/{row['slug']}", "demo"))
    named = [words_of(cell) for cell in page.select("#responden tbody th")]
    assert named == [row["secretariat_name"], *row["shared_secretariat_names"].split("; ")]


def test_what_changed_is_told_the_newest_first(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "demo", "reason_code = 'paused' AND completion_basis = 'declared'")[0]
    query = text("SELECT COUNT(*) FROM project_versions WHERE project_id = :p")
    with demo_boards.store.reading() as connection:
        versions = int(connection.execute(query, {"p": row["item_id"]}).scalar_one())
    page = demo_boards.page(in_plan(f"/proyecto/{row['slug']}", "demo"))
    entries = page.select("#historia li")
    assert 1 < len(entries) <= versions - 1
    days = [words_of(entry.select_one(".fr")) for entry in entries]
    assert days == sorted(days, key=lambda day: day.split("/")[::-1], reverse=True)
    assert "en curso → en pausa" in words_of(page.select_one("#historia"))


def test_a_milestone_told_as_done_later_is_an_update_of_its_day(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "demo", "reason_code = 'milestones_off_track' AND milestones_done > 1")[0]
    query = text(
        "SELECT m.name, m.done_on, DATE(m.recorded_at) FROM milestones m JOIN milestones o ON o.project_id = "
        "m.project_id AND o.code = m.code AND o.done_on IS NULL AND o.superseded_at = m.recorded_at "
        "WHERE m.project_id = :p AND m.superseded_at IS NULL AND m.done_on <= '2026-10-31' ORDER BY m.recorded_at DESC"
    )
    with demo_boards.store.reading() as connection:
        told = connection.execute(query, {"p": row["item_id"]}).all()
    page = demo_boards.page(in_plan(f"/proyecto/{row['slug']}", "demo"))
    entries = [words_of(entry) for entry in page.select("#historia li") if "Hito cumplido" in words_of(entry)]
    assert len(entries) == len(told) > 1
    for entry, (name, done_on, recorded_on) in zip(entries, told, strict=True):
        assert f"Hito cumplido: {name}, el {formatting.day(date.fromisoformat(done_on))}" in entry
        assert formatting.day(date.fromisoformat(recorded_on)) in entry


ROW = {
    "planned_start": date(2025, 1, 1), "planned_end": date(2025, 12, 31), "actual_start": None, "actual_end": None,
    "dates_text": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Previsto del 01/01/2025 al 31/12/2025."),
        ({"actual_start": date(2025, 2, 1)}, "Previsto del 01/01/2025 al 31/12/2025. Empezó el 01/02/2025."),
        (
            {"actual_end": date(2026, 1, 10)},
            "Previsto del 01/01/2025 al 31/12/2025. Terminó el 10/01/2026, 10 días después de lo previsto.",
        ),
        (
            {"planned_start": None, "actual_end": date(2025, 12, 30)},
            "Fin previsto: 31/12/2025. Terminó el 30/12/2025, 1 día antes de lo previsto.",
        ),
        ({"planned_end": None}, "Inicio previsto: 01/01/2025; sin fin previsto."),
        (
            {"planned_start": None, "planned_end": None, "dates_text": "06/01/20 25"},
            "En el original las fechas dicen «06/01/20 25».",
        ),
        ({"planned_start": None, "planned_end": None}, "No tiene fechas previstas."),
        # What happens after the day seen has not happened yet.
        ({"actual_start": date(2027, 1, 1)}, "Previsto del 01/01/2025 al 31/12/2025."),
    ],
)
def test_dates_are_told_as_far_as_they_are_known(changes: dict[str, Any], said: str) -> None:
    assert spaces(words.dates_sentence({**ROW, **changes}, date(2026, 10, 31))) == said


def test_a_percent_says_where_it_comes_from() -> None:
    counted = {"completion_basis": "milestones", "milestones_done": 1, "milestones_total": 1}
    assert spaces(words.basis(counted)) == "por hitos: 1 de 1 hito, según su peso"
    assert words.basis({"completion_basis": "declared"}).startswith("declarado")
    assert words.basis({"completion_basis": None}) == "no hay hitos ni avance declarado"


def test_a_plan_with_projects_of_little_data_reads_well(real_boards: Boards) -> None:
    row = found(real_boards.store, "tenjo-2024-2027", "1 = 1")[0]
    address = in_plan(f"/proyecto/{row['slug']}", "tenjo-2024-2027")
    assert check_html(real_boards.text(address)) == []
    told = words_of(real_boards.page(address).select_one("main"))
    assert "Sin porcentaje" in told and "Sin hitos" in told and "de este proyecto" in told
    other = found(real_boards.store, "estrategia-de-datos", "dates_text IS NOT NULL")[0]
    assert check_html(real_boards.text(in_plan(f"/proyecto/{other['slug']}", "estrategia-de-datos"))) == []


@pytest.mark.slow
def test_pages_of_projects_of_the_three_plans_are_in_order(boards: Boards, plan_code: str) -> None:
    rows = found(boards.store, plan_code, "is_public")
    for row in rows[:: max(1, len(rows) // 25)]:
        for address in (
            in_plan(f"/proyecto/{row['slug']}", plan_code),
            in_plan(f"/proyecto/{row['slug']}", plan_code, idioma="en"),
        ):
            assert check_html(boards.text(address), spanish="idioma" not in address) == [], address
