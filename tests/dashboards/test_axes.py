"""/ejes: the plan as a tree, every count of it against hand-written SQL."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag
from sqlalchemy import text

from data_models.queries import plans, tree
from data_models.store import Store
from data_models.visibility import PUBLIC
from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.rows_in_sql import RowsInSql

DEEPER = {"demo": (6, 35), "tenjo-2024-2027": (5, 34), "estrategia-de-datos": (5, 38)}
OPENING = {
    "demo": "35 programas, 1.685 proyectos y 242 indicadores.",
    "tenjo-2024-2027": "34 programas, 74 subprogramas, 43 proyectos y 331 metas de producto.",
    "estrategia-de-datos": "38 entregables, 47 actividades y 20 indicadores.",
}


def counted(tag: Tag) -> list[int]:
    return [count for _href, count in links_in(str(tag)) if count is not None]


def expected_counts(store: Store, plan: str, where: str, **parameters: Any) -> list[int]:
    """What a row shows: indicators well, judged and not (what there is of them), projects in all, done and late."""
    query = text(
        "SELECT item_kind, count(*), sum(CASE WHEN status IN ('met', 'on_track') THEN 1 ELSE 0 END),"
        " sum(CASE WHEN status IN ('not_started', 'no_data', 'cancelled') THEN 1 ELSE 0 END),"
        " sum(CASE WHEN status = 'met' THEN 1 ELSE 0 END), sum(CASE WHEN status = 'off_track' THEN 1 ELSE 0 END)"
        f" FROM progress WHERE plan_code = :plan AND is_public AND {where} GROUP BY item_kind"
    )
    with store.reading() as connection:
        found = {row[0]: list(row[1:]) for row in connection.execute(query, {"plan": plan, **parameters})}
    total, good, unjudged, *_rest = found.get("indicator", [0, 0, 0])
    judged = [good, total - unjudged] if total > unjudged else []
    projects, _good, _unjudged, done, late = found.get("project", [0, 0, 0, 0, 0])
    return [*judged, *([unjudged] if unjudged else []), projects, done, late]


def test_every_level_has_its_row_and_every_count_is_that_of_sql(boards: Boards, plan_code: str) -> None:
    page = boards.page(in_plan("/ejes", plan_code))
    plan = plans.find_plan(boards.store, PUBLIC, plan_code)
    assert plan is not None
    nodes = tree.nodes(boards.store, PUBLIC, plan)
    sections = page.select("section[id^=eje-]")
    axes = nodes[nodes["depth"] == 1]["slug"].tolist()
    assert [section["id"] for section in sections] == [f"eje-{slug}" for slug in axes]
    rows = 0
    for slug, section in zip(axes, sections, strict=True):
        *programs, whole = section.select("tbody tr")
        assert counted(whole) == expected_counts(boards.store, plan_code, "axis_slug = :slug", slug=slug), slug
        for row in programs:
            link = row.select_one("a.gname")
            assert link is not None
            program = str(link["href"]).partition("?")[0].removeprefix("/programa/")
            where = "axis_slug = :axis AND program_slug = :slug"
            assert counted(row) == expected_counts(boards.store, plan_code, where, axis=slug, slug=program), program
            rows += 1
    assert (len(sections), rows) == DEEPER[plan_code]


def test_the_opening_counts_each_level_in_the_plans_own_words(boards: Boards, plan_code: str) -> None:
    page = boards.page(in_plan("/ejes", plan_code))
    lede = words_of(page.select_one(".lede"))
    assert lede == OPENING[plan_code]
    assert "sobre lo que se puede juzgar" in words_of(page.select_one("main .head + .sub"))
    assert words_of(page.h1) == f"{len(page.select('section[id^=eje-]'))} ejes"


def test_the_columns_are_called_as_the_plan_calls_them(real_boards: Boards) -> None:
    heads = [
        words_of(head) for head in real_boards.page(in_plan("/ejes", "estrategia-de-datos")).select("thead th")[:6]
    ]
    assert heads == ["Entregable", "Indicadores", "Van bien", "Actividades", "Terminadas", "Con atraso"]


@pytest.mark.parametrize("day", ["2024-12-31", "1990-01-01"])
def test_the_tree_can_be_seen_on_another_day(demo_boards: Boards, day: str) -> None:
    page = demo_boards.page(in_plan("/ejes", "demo", al=day))
    assert len(page.select("section[id^=eje-]")) == 6
    assert all(f"al={day}" in href for href, count in links_in(str(page.main)) if count is not None)


def test_what_belongs_to_no_program_is_said_to_count_in_the_total_only(boards: Boards, plan_code: str) -> None:
    rows = RowsInSql(boards.store, plan_code)
    loose = {slug for (slug,) in rows.all("SELECT DISTINCT axis_slug FROM progress WHERE program_slug IS NULL")}
    for section in boards.page(in_plan("/ejes", plan_code)).select("section[id^=eje-]"):
        told = words_of(section.select_one("p.sub"))
        is_loose = str(section["id"]).removeprefix("eje-") in loose
        assert (told == "Lo que no depende de ningún entregable cuenta solo en el total.") is is_loose
    assert bool(loose) is (plan_code == "estrategia-de-datos")
