"""axe-core finds nothing on any page in any state, in any theme, at any size; errors and empty plans included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.boards.lists import VIEW
from dashboards.explore.question import CHART
from dashboards.i18n import SPANISH
from data_models import sync
from data_models.document import PlanDocument
from data_models.queries import withdrawn
from data_models.store import Store, create_store
from tests.dashboards.boards import Boards, in_plan, links_in
from tests.dashboards.conftest import DEMO, LUJAN, TENJO
from tests.dashboards.page_check import StillTab, check_in_browser
from tests.dashboards.page_states import WHOLE, rules_of_no_use, states, states_of, views
from tests.data_models.sample import sample_plan

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

PLAN, EMPTY = "plan-de-prueba", "sin-nada"
WITHDRAWN = {"project": "/proyecto/luminarias-nuevas", "indicator": "/indicador/calles-iluminadas"}
ERRORS = (400, 404, 405, 413, 500, 503)
NOTHING = ("projects", "milestones", "budgets", "indicators", "targets", "values", "links")
STATES = [(plan, state) for plan in (DEMO, TENJO, LUJAN) for state in states_of(plan)]


@pytest.fixture
def poor_boards(sqlite_store: Store) -> Boards:
    """The boards of a plan that lost a project and an indicator, and of one that has its levels and nothing in them."""
    now = [dt.datetime(2025, 12, 1, 15)]
    store = create_store(sqlite_store.url, clock=lambda: now[0])
    whole = sample_plan()
    empty = replace(whole, plan=replace(whole.plan, code=EMPTY), **{name: [] for name in NOTHING})  # type: ignore[arg-type]
    for plan, moment in ((whole, now[0]), (empty, now[0]), (_with_less(whole), dt.datetime(2026, 3, 9, 15))):
        now[0] = moment
        sync.apply(store, plan, kind="import", imported_by="prueba", file_name="plan.xlsx")
    return Boards(store)


def _with_less(plan: PlanDocument) -> PlanDocument:
    return replace(
        plan,
        projects=plan.projects[:1], milestones=[one for one in plan.milestones if one.project_code != "P-2"],
        indicators=plan.indicators[:1], targets=[one for one in plan.targets if one.indicator_code != "I-2"],
        values=[one for one in plan.values if one.indicator_code != "I-2"],
        links=[one for one in plan.links if one.project_code != "P-2"],
    )  # fmt: skip


def test_every_page_there_is_and_every_view_a_page_offers_is_among_those_looked_at(demo_boards: Boards) -> None:
    known = views(demo_boards, DEMO)
    assert set(known) == {page.key for page in demo_boards.pages}
    offered = set()
    for state in states(demo_boards, DEMO, WHOLE):
        for href, _count in links_in(demo_boards.text(state.address)):
            page = demo_boards.page_of(href)
            asked = parse_qs(urlsplit(href).query)
            offered |= {
                (page.key, name, asked[name][0]) for name in (VIEW, CHART) if page is not None and name in asked
            }
    looked_at = {(key, name, view[name]) for key, those in known.items() for view in those for name in view}
    assert len(offered) >= 8
    assert offered - looked_at == set()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("plan_code", "state"), STATES)
def test_every_page_of_a_plan_in_a_state(
    boards: Boards, plan_code: str, state: str, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    tab = StillTab(browser, serve(boards.app.server) + "/nada")
    findings, seen = [], 0
    for each in states(boards, plan_code, state):
        answer = boards.client.get(each.address, follow_redirects=True)
        # An item that nobody knew on a day was not found on it.
        assert answer.status_code in (200, 404), each.address
        found = tab.findings(answer.get_data(as_text=True), without_rules=rules_of_no_use(each.key))
        findings += [f"{each.address}: {finding}" for finding in found]
        seen += 1
    assert findings == []
    assert seen >= len({page.pattern for page in boards.pages if "<" not in page.pattern}) - 3


@pytest.mark.browser
@pytest.mark.slow
def test_every_page_of_a_plan_with_nothing_in_it(
    poor_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    tab = StillTab(browser, serve(poor_boards.app.server) + "/nada")
    findings = []
    for key, those in views(poor_boards, EMPTY).items():
        pattern = next(page.pattern for page in poor_boards.pages if page.key == key)
        if "<" in pattern or key == "components":
            continue
        for view in those:
            address = in_plan(pattern, EMPTY, **view)
            findings += [f"{address}: {finding}" for finding in tab.findings(poor_boards.text(address))]
    assert findings == []


@pytest.mark.browser
def test_every_answer_that_is_no_page(poor_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]) -> None:
    assert set(WITHDRAWN) == set(withdrawn.ITEMS)
    site = serve(poor_boards.app.server)
    missing = ["/nada", *(page.path(slug="no-existe") for page in poor_boards.pages if "<" in page.pattern)]
    expected = [
        *((in_plan(path, PLAN), 404) for path in missing), ("/?plan=ninguno", 404),
        *((in_plan(path, PLAN), 410) for path in WITHDRAWN.values()),
    ]  # fmt: skip
    pages = {}
    for address, status in expected:
        answer = poor_boards.client.get(address)
        assert answer.status_code == status, address
        pages[address] = answer.get_data(as_text=True)
    pages |= {f"error {status}": poor_boards.app.shell.error_page(status, SPANISH) for status in ERRORS}
    tab = StillTab(browser, site + "/nada")
    assert [f"{name}: {finding}" for name, html in pages.items() for finding in tab.findings(html)] == []


@pytest.mark.browser
def test_a_server_on_which_nothing_was_ever_loaded(
    sqlite_store: Store, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    boards = Boards(sqlite_store)
    assert boards.heading("/") == "Todavía no hay ningún plan"
    assert check_in_browser(browser, serve(boards.app.server) + "/", first_width=390) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/nada", *WITHDRAWN.values()])
def test_an_answer_that_is_no_page_as_dash_draws_it(
    poor_boards: Boards, browser: Chrome, serve: Callable[[Flask], str], path: str
) -> None:
    address = serve(poor_boards.app.server) + in_plan(path, PLAN)
    assert check_in_browser(browser, address, first_width=390, is_error=True) == []


BROKEN = {
    "<img src='data:,'>": "image-alt",
    "<button></button>": "button-name",
    "<p style='color:#999;background:#888'>gris sobre gris</p>": "color-contrast",
    "<pre style='width:340px'>ancho</pre>": "340 px wide at 320 px",
    "<button style='width:9px;height:9px;padding:0' aria-label='x'></button>": "is 9 × 44 px",
    "<h4>Salta un nivel</h4>": "heading-order",
    "<button style='outline:none!important'>Sin foco</button>": "shows no focus",
}


@pytest.mark.browser
def test_what_is_wrong_in_a_still_page_is_found_in_the_themes_and_sizes_where_it_is(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    tab = StillTab(browser, serve(demo_boards.app.server) + "/nada")
    html = demo_boards.client.get("/nada").get_data(as_text=True)
    assert tab.findings(html) == []
    for broken, words in BROKEN.items():
        findings = tab.findings(html.replace("</main>", broken + "</main>"))
        assert any(words in finding for finding in findings), (broken, findings)
    # Dark on dark is seen in the dark alone, what a phone alone shows on a phone alone.
    ink = "<p style='color:light-dark(#111,#222);background:light-dark(#fff,#111)'>oscuro</p>"
    assert {each.partition(": ")[0] for each in tab.findings(html.replace("</main>", ink + "</main>"))} == {
        "axe at 390 px, dark", "axe at 1440 px, dark",
    }  # fmt: skip
    small = "<p class='lbl'><img src='data:,'></p>"
    named = [each for each in tab.findings(html.replace("</main>", small + "</main>")) if "image-alt" in each]
    assert [each.partition(": ")[0] for each in named] == ["axe at 390 px, light"]


@pytest.mark.browser
def test_of_rows_drawn_alike_the_first_stays_and_every_other_does_too(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    tab = StillTab(browser, serve(demo_boards.app.server) + "/nada")
    html = demo_boards.client.get("/nada").get_data(as_text=True)
    rows = [f"<li><a href='/'>Uno {number}</a></li>" for number in range(9)]
    rows[6] = "<li><a href='/'><img src='data:,' alt=''></a></li>"
    findings = tab.findings(html.replace("</main>", f"<ul>{''.join(rows)}</ul></main>"))
    assert any("link-name" in finding for finding in findings)
    assert browser.execute_script("return document.querySelectorAll('main > ul li').length") == 2
