"""The five views of /proyectos of a plan whose projects say little, by hand-written SQL, on its own day and on another.

Its money hangs on the indicators of each project, and no project has dates, districts or causes: a view with nothing to
show says what is missing only where SQL finds nothing.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from dashboards import formatting
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.rows_in_sql import rows_on

TENJO = "tenjo-2024-2027"
DAYS = pytest.mark.parametrize("day", ["", "2024-12-31"])
PROJECTS = "FROM progress WHERE item_kind = 'project'"


def address(view: str, day: str) -> str:
    return in_plan("/proyectos", TENJO, **({"vista": view} if view else {}), **({"al": day} if day else {}))


def spaced(words: str) -> str:
    return words.replace(formatting.NBSP, " ")


@DAYS
def test_the_list_holds_every_project_in_order_with_its_status(real_boards: Boards, day: str) -> None:
    expected = rows_on(real_boards.store, TENJO, day).all(f"SELECT slug, status {PROJECTS} ORDER BY place")
    names = {"met": "Cumplida", "on_track": "En camino", "at_risk": "En riesgo", "off_track": "Atrasada",
             "not_started": "Sin iniciar", "no_data": "Sin datos", "cancelled": "Cancelada"}  # fmt: skip
    page = real_boards.page(address("", day))
    shown = [
        (str(row.a["href"]).partition("?")[0].rpartition("/")[2], words_of(row.select_one(".st")))  # type: ignore[index]
        for row in page.select("#lista tbody:not(.turn) tr")
    ]
    assert shown == [(slug, names[status]) for slug, status in expected]
    assert words_of(page.h1).startswith(f"{len(expected)} proyectos")
    chips = {words_of(link): int(str(link["data-cuenta"])) for link in page.select("p.chips a[data-cuenta]")}
    by_status = rows_on(real_boards.store, TENJO, day).pairs(f"SELECT status, count(*) {PROJECTS} GROUP BY status")
    assert chips == {f"{names[of]} {count}": count for of, count in by_status.items()}


@DAYS
def test_each_project_has_the_money_of_its_indicators_spent_by_the_day(real_boards: Boards, day: str) -> None:
    """Of the years over by then, from the table of budgets itself."""
    query = (
        "SELECT p.project_slug, sum(b.current_amount), sum(CASE WHEN b.year <= :last THEN b.executed_amount END),"
        " count(DISTINCT p.item_id) FROM budgets b JOIN progress p ON p.item_id = b.indicator_id"
        " AND p.item_kind = 'indicator' AND p.plan_code = :plan WHERE b.superseded_at IS NULL GROUP BY p.project_slug"
    )
    with real_boards.store.reading() as connection:
        last = int(day[:4]) if day else 9999
        money = {row[0]: row[1:] for row in connection.execute(text(query), {"plan": TENJO, "last": last})}
    rows = real_boards.page(address("", day)).select("#lista tbody:not(.turn) tr")
    assert len(rows) == len(money)
    for row in rows:
        slug = str(row.a["href"]).partition("?")[0].rpartition("/")[2]  # type: ignore[index]
        current, executed, indicators = money[slug]
        cell = words_of(row.select_one("td.bu"))
        assert spaced(formatting.short_money(current, "COP")) in cell
        assert f"de sus {indicators} metas" in cell or (indicators == 1 and "de su meta" in cell), cell
        if executed is not None and current:
            share = re.search(r"([\d.,]+) % ejecutado", cell)
            assert share is not None, cell
            shown = float(share[1].replace(".", "").replace(",", "."))
            assert shown == pytest.approx(100 * executed / current, abs=0.051 if "," in share[1] else 0.51), cell
        else:
            assert "ejecutado" not in cell, cell


@DAYS
def test_the_schedule_says_of_each_that_it_has_no_dates(real_boards: Boards, day: str) -> None:
    sql = rows_on(real_boards.store, TENJO, day)
    dated = f"{PROJECTS} AND coalesce(planned_start, planned_end, actual_start, actual_end) IS NOT NULL"
    assert sql.one(f"SELECT count(*) {dated}") == 0
    section = real_boards.page(address("cronograma", day)).select_one("main section.sec")
    assert section is not None
    total = sql.one(f"SELECT count(*) {PROJECTS}")
    assert words_of(section.h2) == "De 40 proyectos, sin finales pasados"
    assert f"los primeros 40 de {total} proyectos" in words_of(section.select_one(".sub"))
    first = [slug for (slug,) in sql.all(f"SELECT slug {PROJECTS} ORDER BY place LIMIT 40")]
    rows = section.select("tbody:not(.turn) tr")
    assert [str(row.a["href"]).partition("?")[0].rpartition("/")[2] for row in rows] == first  # type: ignore[index]
    assert all("sin fechas previstas" in words_of(row) and "sin inicio informado" in words_of(row) for row in rows)


@DAYS
@pytest.mark.parametrize(
    ("view", "where", "words"),
    [
        ("presupuesto", "budget_executed_pct IS NOT NULL AND progress_pct IS NOT NULL", "cuánto presupuesto gastó"),
        ("atrasos", "status IN ('off_track', 'at_risk')", "nada está atrasado ni en riesgo"),
        ("mapa", "district IS NOT NULL", "nada dice en qué distrito está"),
    ],
)
def test_a_view_with_nothing_to_show_says_what_is_missing(
    real_boards: Boards, day: str, view: str, where: str, words: str
) -> None:
    assert rows_on(real_boards.store, TENJO, day).one(f"SELECT count(*) {PROJECTS} AND {where}") == 0
    section = real_boards.page(address(view, day)).select_one("main section.sec")
    assert words in words_of(section)
    assert section is not None and section.select("table") == []


@DAYS
def test_the_sum_above_is_that_of_all_projects(real_boards: Boards, day: str) -> None:
    query = (
        "SELECT sum(budget_current), sum(budget_executed), count(*) FROM progress"
        " WHERE item_kind = 'indicator' AND budget_current IS NOT NULL"
    )
    ((current, executed, indicators),) = rows_on(real_boards.store, TENJO, day).all(query)
    lede = words_of(real_boards.page(address("", day)).select_one(".lede"))
    amount = spaced(formatting.money(current, "COP"))
    assert re.search(rf"en sus {indicators} metas de producto ?: {re.escape(amount)}", lede)
    assert f"ejecutado {formatting.number(100 * executed / current, 1)} %" in lede
