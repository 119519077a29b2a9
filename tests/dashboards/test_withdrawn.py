"""A promise that a later file takes out of the plan: its address says so, nothing else does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from data_models import sync
from data_models.document import PlanDocument
from data_models.queries import withdrawn
from data_models.queries.plans import find_plan
from data_models.store import Store, create_store
from data_models.visibility import PUBLIC, Reader
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.page_check import check_html
from tests.data_models.sample import changed, sample_plan

PLAN = "plan-de-prueba"
PROJECT, INDICATOR = "/proyecto/luminarias-nuevas", "/indicador/calles-iluminadas"
BEFORE, AFTER = dt.datetime(2025, 12, 1, 15), dt.datetime(2026, 3, 9, 15)
Moves = Callable[[PlanDocument, dt.datetime], Boards]


@pytest.fixture
def known(sqlite_store: Store) -> Iterator[Moves]:
    """Makes a plan known at a moment (UTC) and gives the boards that come of it."""
    now = [BEFORE]
    store = create_store(sqlite_store.url, clock=lambda: now[0])

    def import_(plan: PlanDocument, moment: dt.datetime) -> Boards:
        now[0] = moment
        sync.apply(store, plan, kind="import", imported_by="prueba", file_name="plan.xlsx")
        return Boards(store)

    yield import_
    store.close()


def with_two_less(plan: PlanDocument) -> PlanDocument:
    """The plan without its second project, its second indicator, their level, and what belonged to them."""
    return replace(
        plan,
        nodes=plan.nodes[:3], projects=plan.projects[:1], indicators=plan.indicators[:1],
        targets=[one for one in plan.targets if one.indicator_code != "I-2"],
        values=[one for one in plan.values if one.indicator_code != "I-2"],
        links=[one for one in plan.links if one.project_code != "P-2"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "name", "what"),
    [(PROJECT, "Luminarias nuevas", "proyecto P-2"), (INDICATOR, "Calles iluminadas", "indicador I-2")],
)
def test_what_was_withdrawn_is_named_with_the_day_and_where_it_belonged(
    known: Moves, path: str, name: str, what: str
) -> None:
    known(sample_plan(), BEFORE)
    boards = known(with_two_less(sample_plan()), AFTER)
    for address in (in_plan(path, PLAN), f"/_board{in_plan(path, PLAN)}"):
        assert boards.client.get(address).status_code == 410
    answer = boards.client.get(in_plan(path, PLAN)).get_data(as_text=True)
    assert check_html(answer) == []
    page = BeautifulSoup(answer, "html.parser")
    assert words_of(page.select_one("h1")) == name
    assert words_of(page.select_one("main .kick")).endswith(what)
    assert "Retirado del plan el 09/03/2026." in words_of(page.select_one("main .lede"))
    leads_to = {link["href"] for link in page.select("main a")}
    # Its program was withdrawn with it: the axis above is what there is.
    assert {"/eje/ciudad-que-cuida", "/"} <= {str(href).partition("?")[0] for href in leads_to}
    assert [href for href in leads_to if boards.client.get(href, follow_redirects=True).status_code != 200] == []


def test_a_feminine_noun_agrees(known: Moves) -> None:
    plan = changed(sample_plan(), "levels", 3, singular="meta", plural="metas")
    known(plan, BEFORE)
    boards = known(with_two_less(plan), AFTER)
    assert "Retirada del plan el 09/03/2026." in boards.client.get(in_plan(INDICATOR, PLAN)).get_data(as_text=True)


def test_its_page_as_it_was_known_before_is_still_there(known: Moves) -> None:
    known(sample_plan(), BEFORE)
    boards = known(with_two_less(sample_plan()), AFTER)
    for path in (PROJECT, INDICATOR):
        gone = BeautifulSoup(boards.client.get(in_plan(path, PLAN)).get_data(), "html.parser")
        [before] = [str(link["href"]) for link in gone.select("main a") if "sabido=2026-03-08" in str(link["href"])]
        assert boards.heading(before) == words_of(gone.select_one("h1"))
        assert boards.page(before).select("#ficha")
        assert boards.client.get(in_plan(path, PLAN, sabido="2026-03-09")).status_code == 410
        assert boards.client.get(in_plan(path, PLAN, sabido="2025-11-30")).status_code == 404


def test_what_came_and_went_on_one_day_has_no_earlier_page_to_lead_to(known: Moves) -> None:
    known(sample_plan(), AFTER - dt.timedelta(hours=1))
    boards = known(with_two_less(sample_plan()), AFTER)
    answer = boards.client.get(in_plan(PROJECT, PLAN))
    assert answer.status_code == 410
    assert "sabido=" not in answer.get_data(as_text=True)


def test_it_is_in_no_list_and_no_count(known: Moves) -> None:
    known(sample_plan(), BEFORE)
    boards = known(with_two_less(sample_plan()), AFTER)
    for path, item in (("/proyectos", PROJECT), ("/indicadores", INDICATOR)):
        rows = boards.all_rows(in_plan(path, PLAN))
        assert len(rows) == 1 and item not in rows[0]
    assert "Luminarias" not in boards.text(in_plan("/", PLAN))


def test_it_comes_back_with_a_file_that_has_it_again(known: Moves) -> None:
    known(sample_plan(), BEFORE)
    known(with_two_less(sample_plan()), AFTER)
    boards = known(sample_plan(), AFTER + dt.timedelta(days=1))
    for path in (PROJECT, INDICATOR):
        assert boards.client.get(in_plan(path, PLAN)).status_code == 200


@pytest.mark.parametrize(
    "hide",
    [
        lambda plan: changed(changed(plan, "projects", 1, is_public=False), "indicators", 1, is_public=False),
        # Public by itself, of a project that is not.
        lambda plan: changed(changed(plan, "projects", 1, is_public=False), "indicators", 1, project_code="P-2"),
        lambda plan: replace(plan, plan=replace(plan.plan, is_public=False)),
    ],
    ids=["hidden items", "a hidden project's indicator", "a hidden plan"],
)
def test_what_was_not_public_is_as_if_it_had_never_been(
    known: Moves, hide: Callable[[PlanDocument], PlanDocument]
) -> None:
    plan = hide(sample_plan())
    known(plan, BEFORE)
    boards = known(with_two_less(plan), AFTER)
    for path in (PROJECT, INDICATOR):
        for query in ({}, {"sabido": "2026-01-01"}):
            assert boards.client.get(in_plan(path, PLAN, **query)).status_code == 404
    team = Reader("data_team")
    summary = find_plan(boards.store, team, PLAN)
    assert summary is not None
    assert withdrawn.find(boards.store, PUBLIC, summary, "project", "luminarias-nuevas") is None
    seen = withdrawn.find(boards.store, team, summary, "indicator", "calles-iluminadas")
    assert seen is not None and seen.withdrawn_at == AFTER


def test_a_comparison_of_two_days_names_what_was_withdrawn_between_them(known: Moves) -> None:
    known(sample_plan(), BEFORE)
    boards = known(with_two_less(sample_plan()), AFTER)
    for kind, name in (("proyectos", "Luminarias nuevas"), ("indicadores", "Calles iluminadas")):
        query = {"de": kind, "comparado": "2025-12-31"}
        page = boards.page(in_plan("/comparar", PLAN, **query, al="2026-03-09"))
        told = words_of(page.select_one("#altas"))
        assert f"Bajas, de todo el plan: 1 {'proyecto' if kind == 'proyectos' else 'indicador'}" in told
        assert f"{name} retirado el 09/03/2026" in told
        earlier = boards.page(in_plan("/comparar", PLAN, **query, al="2026-03-08"))
        assert "No se agregó ni se retiró nada" in words_of(earlier.select_one("#altas"))


def test_a_comparison_counts_what_came_after_the_earlier_day(known: Moves) -> None:
    known(with_two_less(sample_plan()), BEFORE)
    boards = known(sample_plan(), AFTER)
    page = boards.page(in_plan("/comparar", PLAN, de="proyectos", al="2026-03-09", comparado="2025-12-31"))
    link = page.select_one("#altas a[data-cuenta]")
    assert link is not None and words_of(link) == "Altas: 1 proyecto"
    assert boards.listed(str(link["href"])).rows == (in_plan(PROJECT, PLAN, al="2026-03-09"),)
