"""What pages are for those who see otherwise or listen; the rest of it is in the check of every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data_models import sync
from data_models.store import Store, create_store
from tests.dashboards.boards import Boards, in_plan
from tests.dashboards.page_check import Heard, check_in_browser, heard, opened
from tests.dashboards.test_every_page import SAME_IN_EVERY_PLAN
from tests.data_models.sample import sample_plan

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

PLAN, EMPTY = "plan-de-prueba", "sin-nada"
NOTHING = ("projects", "milestones", "budgets", "indicators", "targets", "values", "links")


@pytest.fixture
def poor_boards(sqlite_store: Store) -> Boards:
    """The boards of a plan that lost a project, and of one that has its levels and nothing in them."""
    now = [dt.datetime(2025, 12, 1, 15)]
    store = create_store(sqlite_store.url, clock=lambda: now[0])
    whole = sample_plan()
    empty = replace(whole, plan=replace(whole.plan, code=EMPTY), **{name: [] for name in NOTHING})  # type: ignore[arg-type]
    less = replace(
        whole,
        projects=whole.projects[:1],
        milestones=[one for one in whole.milestones if one.project_code != "P-2"],
        links=[one for one in whole.links if one.project_code != "P-2"],
    )
    for plan, moment in ((whole, now[0]), (empty, now[0]), (less, dt.datetime(2026, 3, 9, 15))):
        now[0] = moment
        sync.apply(store, plan, kind="import", imported_by="prueba", file_name="plan.xlsx")
    return Boards(store)


@pytest.mark.slow
def test_pages_without_anything_to_show_are_in_order(
    poor_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(poor_boards.app.server)
    findings = []
    for page in poor_boards.pages:
        if "<" not in page.pattern and page.key not in SAME_IN_EVERY_PLAN:
            address = in_plan(page.pattern, EMPTY)
            findings += [f"{address}: {each}" for each in check_in_browser(browser, site + address, first_width=390)]
    for path, status in (("/proyecto/luminarias-nuevas", 410), ("/proyecto/no-existe", 404), ("/nada", 404)):
        address = in_plan(path, PLAN)
        assert poor_boards.client.get(address).status_code == status
        found = check_in_browser(browser, site + address, first_width=390, is_error=True)
        findings += [f"{address}: {each}" for each in found]
    assert findings == []


@pytest.mark.slow
def test_pages_filtered_to_nothing_and_asked_for_what_they_do_not_know_are_in_order(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(demo_boards.app.server)
    findings = []
    for page in demo_boards.pages:
        if "<" in page.pattern or page.key in (*SAME_IN_EVERY_PLAN, "plans"):
            continue
        unknown = in_plan(page.pattern, "demo", eje="nada", secretaria="nadie", al="ayer", q="xyzzy")
        findings += [f"{unknown}: {each}" for each in check_in_browser(browser, site + unknown)]
    assert findings == []


def test_the_panorama_is_heard_as_it_is_read(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    opened(browser, serve(demo_boards.app.server) + "/")
    page = heard(browser)
    assert [each.role for each in page if each.role in ("banner", "main", "contentinfo")] == [
        "banner", "main", "contentinfo",
    ]  # fmt: skip
    content = page[[each.role for each in page].index("main") :]
    headline = next(each for each in content if each.role == "heading")
    assert headline == Heard("heading", demo_boards.heading("/"), 1)
    after = content[content.index(headline) :]
    counts = [each.name for each in after if each.role == "link"][:20]
    words = ("Cumplida", "En camino", "En riesgo", "Atrasada", "Sin iniciar", "Sin datos", "Cancelada")
    told = [name for name in counts if any(f" {word}" in name for word in words)][:7]
    assert [name.split(" ", 1)[1].split(" +")[0].split(" −")[0].split(" igual")[0] for name in told] == list(words)
    assert all(name.split(" ")[0].replace(".", "").isdigit() for name in told)
    # Every table says what it is and what each of its columns and rows is.
    roles = [each.role for each in after]
    for at in [at for at, role in enumerate(roles) if role == "table"]:
        rest = roles[at + 1 :]
        own = rest[: rest.index("table")] if "table" in rest else rest
        assert after[at].name, "a table without a caption"
        assert {"columnheader", "rowheader", "cell"} <= set(own), after[at].name


def test_shapes_and_words_stay_in_the_readers_own_colours(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(demo_boards.app.server)
    features = [{"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    opened(browser, site + "/componentes")
    # Shapes have the colour of the words, lines of bars are there, and the word stands beside every shape.
    seen = browser.execute_script(
        """
        const ground = getComputedStyle(document.body).backgroundColor;
        const all = selector => [...document.querySelectorAll(".themes " + selector)];
        const words = all(".st").filter(each => {
          const shape = getComputedStyle(each, "::before");
          return shape.backgroundColor === ground || shape.maskImage === "none" || !each.textContent.trim();
        });
        const marks = [...all(".bul i"), ...all(".dt i"), ...all(".tl b"), ...all(".fm i")].filter(each => {
          const looks = getComputedStyle(each);
          return looks.backgroundColor === ground && looks.boxShadow === "none";
        });
        return [matchMedia("(forced-colors: active)").matches, words.length, marks.length, all(".st").length > 100];
        """
    )
    assert seen == [True, 0, 0, True]


def test_more_contrast_and_less_movement_are_given_to_who_asks(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(demo_boards.app.server)
    asked = [{"name": "prefers-contrast", "value": "more"}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": asked})
    opened(browser, site + "/")
    found = browser.execute_script(
        """
        document.documentElement.classList.add("busy");
        const looks = (selector, part) => getComputedStyle(document.querySelector(selector), part);
        return [
          looks(".kick").color === looks("h1").color,
          looks("table td").borderTopColor === looks("h1").color,
          looks("body", "::before").animationName,
          looks("main").transitionDuration,
        ];
        """
    )
    assert found == [True, True, "none", "0s"]
