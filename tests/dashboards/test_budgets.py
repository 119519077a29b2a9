"""Money by year on the pages of indicators and of projects: the amounts of the database, and nothing added twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from dashboards import formatting
from data_models import sync
from data_models.document import BudgetRecord, PlanDocument
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.page_check import check_html
from tests.data_models.sample import changed, sample_plan

if TYPE_CHECKING:
    from data_models.store import Store

TENJO, SAMPLE = "tenjo-2024-2027", "plan-de-prueba"
AMOUNTS = "SUM(b.approved_amount), SUM(b.current_amount), SUM(b.executed_amount)"


def asked(store: Store, query: str, **parameters: Any) -> list[Any]:
    """Rows of hand-written SQL."""
    with store.reading() as connection:
        return list(connection.execute(text(query), parameters).all())


def table(boards: Boards, address: str) -> dict[str, list[str]]:
    """The table of budgets of a page: the cells of each row, by its year."""
    assert check_html(boards.text(address)) == []
    rows = boards.page(address).select("#presupuesto tbody tr")
    cells = {words_of(row.select_one("th")): [words_of(cell) for cell in row.select("td")] for row in rows}
    assert len(cells) == len(rows)
    return {year: [_without_label(cell) for cell in row] for year, row in cells.items()}


def _without_label(cell: str) -> str:
    labels = ("Aprobado ", "Vigente ", "Parte ejecutada ", "Ejecutado ", "De dónde viene ")
    return cell.removeprefix(next(label for label in labels if cell.startswith(label)))


def money(amount: float | None, currency: str) -> str:
    if amount is None:
        return "sin dato"
    return formatting.exact_money(amount, currency).replace(formatting.NBSP, " ")


def boards_with(store: Store, plan: PlanDocument) -> Boards:
    sync.apply(store, plan, kind="import", imported_by="prueba", file_name="plan.xlsx")
    return Boards(store)


def test_an_indicator_shows_its_money_by_year_and_the_cell_it_comes_from(real_boards: Boards) -> None:
    store = real_boards.store
    [(item_id, slug)] = asked(
        store,
        "SELECT i.id, u.name FROM indicators i JOIN plans p ON p.id = i.plan_id JOIN url_names u ON u.indicator_id "
        "= i.id AND u.superseded_at IS NULL WHERE p.code = :p ORDER BY i.id LIMIT 1",
        p=TENJO,
    )
    stored = asked(
        store,
        "SELECT year, approved_amount, current_amount, executed_amount, source_ref FROM budgets "
        "WHERE indicator_id = :i AND superseded_at IS NULL",
        i=item_id,
    )
    shown = table(real_boards, in_plan(f"/indicador/{slug}", TENJO))
    assert len(stored) > 2
    assert set(shown) == {*(str(row.year) for row in stored), "Total"}
    for year, *amounts, reference in stored:
        assert shown[str(year)][:3] == [money(amount, "COP") for amount in amounts]
        assert shown[str(year)][4].endswith("hoja PDM, celda " + reference.removeprefix("PDM!"))
    [total] = asked(
        store, f"SELECT {AMOUNTS} FROM budgets b WHERE b.indicator_id = :i AND b.superseded_at IS NULL", i=item_id
    )
    assert shown["Total"][:3] == [money(amount, "COP") for amount in total]


def test_a_project_without_money_of_its_own_says_the_sum_of_its_indicators_as_such(real_boards: Boards) -> None:
    store = real_boards.store
    of_the_project = (
        "FROM budgets b JOIN indicator_versions v ON v.indicator_id = b.indicator_id AND v.superseded_at IS NULL "
        "WHERE v.project_id = :i AND b.superseded_at IS NULL"
    )
    projects = asked(
        store,
        "SELECT j.id, u.name, (SELECT COUNT(*) FROM indicator_versions v WHERE v.project_id = j.id AND "
        "v.superseded_at IS NULL) AS number FROM projects j JOIN plans p ON p.id = j.plan_id JOIN url_names u "
        "ON u.project_id = j.id AND u.superseded_at IS NULL WHERE p.code = :p ORDER BY number DESC",
        p=TENJO,
    )
    for item_id, slug, number in projects[:3]:
        address = in_plan(f"/proyecto/{slug}", TENJO)
        shown = table(real_boards, address)
        years = asked(store, f"SELECT b.year, {AMOUNTS}, COUNT(*) {of_the_project} GROUP BY b.year", i=item_id)
        assert set(shown) == {*(str(row.year) for row in years), "Total"}
        for year, *amounts, rows in years:
            assert shown[str(year)][:3] == [money(amount, "COP") for amount in amounts]
            part = "" if rows == number else f"{rows} de "
            assert shown[str(year)][4] == f"{part}{number} metas de producto"
        [total] = asked(store, f"SELECT {AMOUNTS} {of_the_project}", i=item_id)
        assert shown["Total"][:3] == [money(amount, "COP") for amount in total]
        page = real_boards.page(address)
        assert words_of(page.select_one("#presupuesto h2")).endswith(f"de sus {number} metas de producto")
        facts = words_of(page.select_one(".fig"))
        assert f"de sus {number} metas de producto, {formatting.number(100 * total[2] / total[1], 0)} %" in facts


def test_a_project_with_money_of_its_own_adds_none_of_its_indicators(sqlite_store: Store) -> None:
    boards = boards_with(sqlite_store, sample_plan())
    page = table(boards, in_plan("/proyecto/ampliacion-del-centro-de-salud", SAMPLE))
    assert page["Total"][:3] == ["$ 1.000", "$ 1.200", "$ 801"]
    assert "de sus" not in words_of(
        boards.page(in_plan("/proyecto/ampliacion-del-centro-de-salud", SAMPLE)).select_one("#presupuesto")
    )


def test_an_amount_of_the_whole_plan_is_not_added_to_those_of_its_years(sqlite_store: Store) -> None:
    plan = sample_plan()
    years = [BudgetRecord("indicator", "I-1", "ARS", year, 300.0, 200.0, 100.0) for year in (2024, 2025)]
    boards = boards_with(sqlite_store, replace(plan, budgets=[*plan.budgets, *years]))
    page = table(boards, in_plan("/indicador/consultas-atendidas", SAMPLE))
    assert page["todo el plan"][0] == "$ 900"
    assert page["Total"][:4] == ["$ 900", "$ 400", "$ 200", "50 %"]


def test_money_in_two_currencies_has_no_total(sqlite_store: Store) -> None:
    plan = sample_plan()
    dollars = BudgetRecord("indicator", "I-1", "USD", 2024, 5.0)
    boards = boards_with(sqlite_store, replace(plan, budgets=[*plan.budgets, dollars]))
    page = table(boards, in_plan("/indicador/consultas-atendidas", SAMPLE))
    assert {year: cells[0] for year, cells in page.items()} == {"todo el plan": "$ 900", "2024": "USD 5"}


@pytest.mark.parametrize(("is_public", "approved"), [(True, "$ 1.500"), (False, "$ 600")])
def test_the_sum_is_of_the_indicators_the_reader_sees(sqlite_store: Store, is_public: bool, approved: str) -> None:
    plan = changed(changed(sample_plan(), "indicators", 0, project_code="P-2", is_public=is_public), "indicators", 1,
                   project_code="P-2")  # fmt: skip
    more = BudgetRecord("indicator", "I-2", "ARS", None, 600.0)
    boards = boards_with(sqlite_store, replace(plan, budgets=[*plan.budgets, more]))
    assert table(boards, in_plan("/proyecto/luminarias-nuevas", SAMPLE))["todo el plan"][0] == approved


def test_an_indicator_without_money_has_no_section_of_it(demo_boards: Boards) -> None:
    [(slug,)] = asked(
        demo_boards.store,
        "SELECT u.name FROM url_names u JOIN indicators i ON i.id = u.indicator_id "
        "WHERE u.superseded_at IS NULL LIMIT 1",
    )
    assert demo_boards.page(in_plan(f"/indicador/{slug}", "demo")).select("#presupuesto") == []
