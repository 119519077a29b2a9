"""/comparar with another plan, axis by axis where they are called alike, against hand-written SQL on two days."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from data_models.store import Store
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.rows_in_sql import RowsInSql, rows_on

# The axes of the demonstration that get the name of one of its data strategy, written another way.
RENAMED = {"Ciudad que cuida": "GOBERNANZA", "Vida en común": "Úso"}
SHARE = """
SELECT sum(status IN ('met', 'on_track')), sum(status IN ('met', 'on_track', 'at_risk', 'off_track'))
FROM progress WHERE item_kind = 'indicator' AND axis_name = :axis
"""


@pytest.fixture
def alike(own_demo_store: Store) -> Boards:
    """The demonstration's two plans with two axes of one called as two of the other, but for case and accents."""
    with own_demo_store.writing() as write:
        for old, new in RENAMED.items():
            for table, column in (("node_versions", "name"), ("progress", "axis_name")):
                query = f"UPDATE {table} SET {column} = :new WHERE {column} = :old"
                assert write.connection.execute(text(query), {"old": old, "new": new}).rowcount
    return Boards(own_demo_store)


def share(sql: RowsInSql, axis: str) -> list[str]:
    ((good, judged),) = sql.all(SHARE, axis=axis)
    return [f"{100 * good / judged:.1f} %".replace(".", ","), str(good), str(judged)]


def test_axes_of_one_name_stand_beside_each_other_with_their_own_shares(alike: Boards) -> None:
    for day in ("", "2025-09-30"):
        query = {"con_plan": "demo-datos", "de": "indicadores", **({"al": day} if day else {})}
        page = alike.page(in_plan("/comparar", "demo", **query))
        rows = {words_of(row.th): row.select("td") for row in page.select("#ejes tbody tr")}
        here, there = rows_on(alike.store, "demo", day), rows_on(alike.store, "demo-datos", day)
        assert set(rows) == set(RENAMED.values())
        for (mine, cells), other in zip(rows.items(), ("Gobernanza", "Uso"), strict=True):
            for cell, expected in zip(cells, (share(here, mine), share(there, other)), strict=True):
                links = cell.select("a[data-cuenta]")
                assert words_of(cell).partition(" · ")[0].endswith(expected[0])
                assert [words_of(link) for link in links] == expected[1:]
                assert [alike.listed(str(link["href"])).total for link in links] == [int(each) for each in expected[1:]]
        told = [("al=2025-09-30" in str(cell), "plan=demo-datos" in str(cell)) for cell in rows["GOBERNANZA"]]
        assert told == [(bool(day), False), (bool(day), True)]


def test_a_day_of_which_the_other_plan_says_nothing_is_not_its_day(real_boards: Boards) -> None:
    """Its own day stands instead, and the page says that the days differ."""
    one, two = "tenjo-2024-2027", "estrategia-de-datos"
    for day, other_day in (("2024-09-30", "30/09/2024"), ("2025-06-30", "31/12/2024"), ("2024-06-30", "31/12/2024")):
        page = real_boards.page(in_plan("/comparar", one, con_plan=two, al=day))
        shown = f"{day[8:]}/{day[5:7]}/{day[:4]}"
        assert re.search(rf"al {shown} y .* al {other_day}\.", words_of(page.select_one(".lede"))), day
        assert ("Se ven en días distintos" in words_of(page.select_one("#limites"))) is (shown != other_day)
        cells = page.select("#mezcla tbody tr.tot td")
        assert f"al={day}" in str(cells[0]) and (f"al={day}" in str(cells[1])) is (shown == other_day)


def test_plans_without_an_axis_of_one_name_are_not_compared_by_parts(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comparar", "demo", con_plan="demo-datos", de="indicadores"))
    assert page.select_one("#ejes table") is None
    assert "Ningún eje de un plan se llama como uno del otro" in words_of(page.select_one("#ejes"))
