"""Every kind of page in every plan passes the shared check: as it is sent, and as a browser draws it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.dashboards.boards import Boards, in_plan
from tests.dashboards.page_check import check_html, check_in_browser
from tests.dashboards.page_states import WHOLE, paths, rules_of_no_use, states, views

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

BLOCK_IN_PARAGRAPH = re.compile(
    r"<p(?:\s[^>]*)?>(?:(?!</p>).)*?<(p|ul|ol|dl|div|table|section|form|h[1-6])[\s>]", re.DOTALL
)
LIST_QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"estado": "sin-datos"},
    {"estado": "cumplida,en-camino", "orden": "dato", "pagina": "2"},
    {"q": "xyzzy"},
    {"eje": "nada", "ods": "99", "al": "ayer"},
    {"al": "2025-06-30", "sabido": "2026-01-31"},
)


def addresses(boards: Boards, plan: str) -> list[str]:
    """The addresses of a plan to check: every page and view, and of each kind of item one of each situation."""
    found: list[str] = []
    for page in boards.pages:
        known = paths(boards, plan, page.key)
        assert known or page.key in ("program", "district"), f"nothing to show on {page.pattern} of {plan}"
        found += [in_plan(path, plan, **view) for path in known for view in views(boards, plan)[page.key]]
    for path in ("/", "/proyectos", "/indicadores"):
        found += [in_plan(path, plan, **query) for query in LIST_QUERIES]
    return found


@pytest.mark.slow
def test_every_page_as_it_is_sent(boards: Boards, plan_code: str) -> None:
    findings = []
    for address in addresses(boards, plan_code):
        html = boards.text(address)
        findings += [f"{address}: {finding}" for finding in check_html(html)]
        # A browser closes the outer paragraph before the inner one, and draws another tree than was sent.
        findings += [f"{address}: <{found[1]}> inside a paragraph" for found in BLOCK_IN_PARAGRAPH.finditer(html)]
    assert findings == []


def test_a_block_inside_a_paragraph_is_seen() -> None:
    blocks = [
        BLOCK_IN_PARAGRAPH.search(html) is not None
        for html in (
            '<p class="a">x <b>y</b><p>z</p></p>',
            "<p><ul></ul></p>",
            "<p>x</p><p>y</p><ul></ul>",
            "<pre><p>x</p>",
        )
    ]
    assert blocks == [True, True, False, False]


def test_every_page_speaks_english_when_asked(demo_boards: Boards) -> None:
    findings = []
    for page in demo_boards.pages:
        for path in paths(demo_boards, "demo", page.key)[:2]:
            address = in_plan(path, "demo", idioma="en")
            findings += [f"{address}: {finding}" for finding in check_html(demo_boards.text(address), spanish=False)]
    assert findings == []


def test_the_mark_of_a_demonstration_is_on_every_screen_and_on_no_other(boards: Boards, plan_code: str) -> None:
    marked = {
        address: boards.page(address).select_one("header .demo") is not None
        for address in [in_plan(page.pattern, plan_code) for page in boards.pages if "<" not in page.pattern]
    }
    assert set(marked.values()) == {plan_code == "demo"}


def test_every_name_that_is_not_there_is_answered_with_a_page_that_says_so(demo_boards: Boards) -> None:
    for page in demo_boards.pages:
        if "<" in page.pattern:
            answer = demo_boards.client.get(in_plan(page.pattern.partition("<")[0] + "no-existe", "demo"))
            assert answer.status_code == 404
            assert check_html(answer.get_data(as_text=True)) == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("plan_code", ["demo", "tenjo-2024-2027"])
def test_every_page_and_view_as_dash_draws_it(
    boards: Boards, plan_code: str, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(boards.app.server)
    # The demonstration arrives on a wide screen, the real plan on a phone.
    first_width = 1440 if plan_code == "demo" else 390
    findings = []
    for state in states(boards, plan_code, WHOLE):
        found = check_in_browser(
            browser, site + state.address, first_width=first_width, without_rules=rules_of_no_use(state.key),
            in_every_size=False,
        )  # fmt: skip
        findings += [f"{state.address}: {finding}" for finding in found]
    assert findings == []
