"""A plan that has its levels and nothing in them yet, and any plan on a day before it was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from data_models import sync
from data_models.document import PlanDocument
from data_models.store import Store, create_store
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.page_check import check_html
from tests.data_models.sample import sample_plan

PLAN = "plan-de-prueba"
TITLES = {
    "/": "Este plan todavía no tiene indicadores ni proyectos",
    "/proyectos": "Este plan todavía no tiene proyectos",
    "/indicadores": "Este plan todavía no tiene indicadores",
}


def boards_of(store: Store, plan: PlanDocument, moment: dt.datetime = dt.datetime(2026, 3, 9, 15)) -> Boards:
    opened = create_store(store.url, clock=lambda: moment)
    sync.apply(opened, plan, kind="import", imported_by="prueba", file_name="plan.xlsx")
    return Boards(opened)


def levels_alone(**changes: object) -> PlanDocument:
    nothing = ("projects", "milestones", "budgets", "indicators", "targets", "values", "links")
    return replace(sample_plan(), **{name: [] for name in nothing}, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", TITLES)
@pytest.mark.parametrize("query", ["", "&eje=ciudad-que-cuida", "&q=luz&estado=atrasada"])
def test_nothing_is_blamed_on_filters_when_there_is_nothing_to_filter(
    sqlite_store: Store, path: str, query: str
) -> None:
    boards = boards_of(sqlite_store, levels_alone())
    address = in_plan(path, PLAN) + query
    assert boards.heading(address) == TITLES[path]
    assert check_html(boards.text(address)) == []
    assert "filtro" not in words_of(boards.page(address).select_one("main"))


def test_the_tree_counts_the_levels_there_are_whether_or_not_the_plan_names_them(sqlite_store: Store) -> None:
    boards = boards_of(sqlite_store, levels_alone(levels=[]))
    opening = words_of(boards.page(in_plan("/ejes", PLAN)).select_one(".lede"))
    assert opening == "2 programas, 0 proyectos y 0 indicadores."


def test_the_tree_counts_what_was_known_on_the_day_asked_for(sqlite_store: Store) -> None:
    boards_of(sqlite_store, levels_alone(), dt.datetime(2026, 2, 1, 15))
    boards = boards_of(sqlite_store, sample_plan())
    now, then = (boards.page(address).select_one(".lede") for address in (
        in_plan("/ejes", PLAN), in_plan("/ejes", PLAN, sabido="2026-02-15")
    ))  # fmt: skip
    assert words_of(now) == "2 programas, 2 proyectos y 2 indicadores."
    assert words_of(then) == "2 programas, 0 proyectos y 0 indicadores."


@pytest.mark.parametrize("path", [*TITLES, "/ejes", "/eje/ciudad-que-cuida"])
def test_a_day_before_the_plan_was_known_says_so_and_leads_to_the_first_there_is(
    sqlite_store: Store, path: str
) -> None:
    boards = boards_of(sqlite_store, sample_plan())
    address = in_plan(path, PLAN, sabido="2026-03-08")
    assert check_html(boards.text(address)) == []
    page = boards.page(address)
    [notice] = page.select("main .notice.warn")
    told = "Ese día todavía no se sabía nada de este plan: lo primero es del 09/03/2026. Ver lo primero que se supo"
    assert words_of(notice) == told
    link = notice.select_one("a")
    assert link is not None
    assert "todavía no se sabía" not in boards.text(str(link["href"]))
    if path in TITLES:
        assert words_of(page.h1) == "Todavía no se sabía nada de este plan"
    assert "2 ejes" not in words_of(page.select_one("main"))


def test_a_day_since_the_plan_is_known_says_nothing_of_the_kind(sqlite_store: Store) -> None:
    boards = boards_of(sqlite_store, sample_plan())
    assert boards.page(in_plan("/", PLAN, sabido="2026-03-09")).select("main .notice.warn") == []


def test_a_lone_plan_is_named_and_offers_no_other(sqlite_store: Store) -> None:
    plan = sample_plan()
    page = boards_of(sqlite_store, plan).page("/")
    assert page.select_one("header details.plans") is None
    assert words_of(page.select_one("header .plan")) == plan.plan.name
