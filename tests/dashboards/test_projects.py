"""What /proyectos says in words, against hand-written SQL; its rows are tested with those of all lists."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from dashboards.projects.words import budget_words
from data_models.store import Store
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.example_pages import PLAN
from tests.dashboards.progress_rows import progress_frame

ROWS = "FROM progress WHERE plan_code = 'demo' AND is_public AND item_kind = 'project'"
FILTERS = [
    ({}, "true"),
    ({"eje": "ciudad-que-cuida"}, "axis_slug = 'ciudad-que-cuida'"),
    ({"estado": "atrasada"}, "status = 'off_track'"),
    ({"secretaria": "salud", "dato": "vencida"},
     "'; ' || responsible_slugs || '; ' LIKE '%; salud; %' AND freshness = 'overdue'"),
]  # fmt: skip


def spanish(number: float, decimals: int) -> str:
    """A number as people write it here."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(("query", "where"), FILTERS)
def test_the_share_of_the_budget_that_was_spent(
    demo_boards: Boards, demo_store: Store, query: dict[str, str], where: str
) -> None:
    sql = text(
        f"SELECT sum(budget_executed), sum(budget_current), count(*) {ROWS} AND {where} AND budget_currency = 'ARS'"
        " AND budget_current > 0 AND budget_executed IS NOT NULL"
    )
    with demo_store.reading() as connection:
        executed, current, count = connection.execute(sql).one()
        all_rows = connection.scalar(text(f"SELECT count(*) {ROWS} AND {where}"))
    assert 0 < count < all_rows, "the share must be of those with data alone"
    lede = words_of(demo_boards.page(in_plan("/proyectos", "demo", **query)).select_one(".lede"))
    found = re.search(
        r"Ejecutado: ([\d,]+) % de \$ ([\d.,]+) (millones|millón), el presupuesto de ([\d.]+) con dato", lede
    )
    assert found is not None, lede
    assert found[1] == spanish(100 * executed / current, 1)
    assert found[2] == spanish(current / 1e6, 0 if current >= 1e8 else 1)
    assert found[4] == spanish(count, 0)


@pytest.mark.parametrize(("query", "where"), FILTERS)
def test_the_counts_in_words(demo_boards: Boards, demo_store: Store, query: dict[str, str], where: str) -> None:
    with demo_store.reading() as connection:
        found = connection.execute(text(f"SELECT status, count(*) {ROWS} AND {where} GROUP BY status")).all()
        stale = connection.scalar(text(f"SELECT count(*) {ROWS} AND {where} AND freshness = 'overdue'"))
    by_status = {row[0]: row[1] for row in found}
    page = demo_boards.page(in_plan("/proyectos", "demo", **query))
    total = spanish(sum(by_status.values()), 0)
    heading = words_of(page.h1)
    assert heading.startswith(f"{total} proyectos")
    if "estado" not in query and "dato" not in query:
        assert heading.endswith(f"; {by_status['off_track']} están atrasados")
    lede = words_of(page.select_one(".lede"))
    counts = [spanish(by_status.get(status, 0), 0) for status in ("met", "on_track", "at_risk")]
    finished = "terminado" if counts[0] == "1" else "terminados"
    sentence = f"{counts[0]} {finished}, {counts[1]} en camino y {counts[2]} en riesgo."
    # Of one status alone there is nothing to count by status.
    assert lede.startswith(sentence) is ("estado" not in query)
    assert f"{spanish(stale or 0, 0)} con el dato vencido." in lede


def test_the_chips_count_every_status_of_what_the_other_filters_leave(demo_boards: Boards, demo_store: Store) -> None:
    where = "axis_slug = 'ciudad-que-cuida'"
    with demo_store.reading() as connection:
        by_status = connection.execute(text(f"SELECT status, count(*) {ROWS} AND {where} GROUP BY status")).all()
    page = demo_boards.page(in_plan("/proyectos", "demo", eje="ciudad-que-cuida", estado="atrasada"))
    chips = page.select("p.chips a[data-cuenta]")
    assert sorted(int(str(chip["data-cuenta"])) for chip in chips) == sorted(count for _status, count in by_status)
    assert [words_of(chip.select_one(".st")) for chip in chips if chip.get("aria-current")] == ["Atrasada"]


def frame(*budgets: tuple[Any, Any, str]) -> pd.DataFrame:
    return progress_frame(
        *(
            {
                "item_kind": "project",
                "budget_current": current,
                "budget_executed": executed,
                "budget_currency": currency,
            }
            for current, executed, currency in budgets
        )
    )


def test_money_that_is_not_known_takes_no_part() -> None:
    found = frame((1e6, 5e5, "ARS"), (9e6, None, "ARS"), (None, 9e6, "ARS"), (0.0, 7.0, "ARS"), (5e6, 5e6, "USD"))
    said = budget_words(found, PLAN)
    assert said is not None
    assert words_of_text(said) == "Ejecutado: 50,0 % de $ 1,0 millón, el presupuesto de 1 con dato."


def test_nothing_spent_is_zero_and_nothing_known_is_not_said() -> None:
    said = budget_words(frame((2e6, 0.0, "ARS")), PLAN)
    assert said is not None
    assert "0,0 %" in words_of_text(said)
    assert budget_words(frame((2e6, None, "ARS"), (None, None, "ARS")), PLAN) is None
    assert budget_words(frame().head(0), PLAN) is None


def words_of_text(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def test_a_plan_calls_its_projects_by_its_own_name(real_boards: Boards) -> None:
    heading = real_boards.heading(in_plan("/proyectos", "estrategia-de-datos"))
    assert re.match(r"47 actividades; \d+ están? atrasadas?$", heading)
