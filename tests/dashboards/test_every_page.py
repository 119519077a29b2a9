"""Every kind of page in every plan passes the shared check: as it is sent, and as a browser draws it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from data_models.queries import plans
from data_models.queries.districts import districts
from data_models.visibility import PUBLIC
from tests.dashboards.boards import Boards, in_plan
from tests.dashboards.page_check import check_html, check_in_browser

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

# Where the short names in the patterns of pages come from: the rows that say most, least and anything odd.
ITEM = (
    "SELECT slug FROM progress WHERE plan_code = :plan AND is_public AND item_kind = '{kind}' AND {where} ORDER BY code"
)
NAMES = {
    "axis": "SELECT DISTINCT axis_slug FROM progress WHERE plan_code = :plan AND is_public ORDER BY 1",
    "program": "SELECT DISTINCT program_slug FROM progress WHERE plan_code = :plan AND is_public"
    " AND program_slug IS NOT NULL ORDER BY 1",
    "secretariat": "SELECT DISTINCT secretariat_slug FROM progress WHERE plan_code = :plan AND is_public"
    " AND secretariat_slug IS NOT NULL ORDER BY 1",
    "project": ITEM.format(kind="project", where="slug IS NOT NULL"),
    "indicator": ITEM.format(kind="indicator", where="slug IS NOT NULL"),
}
# One page of each of these, so that every status, freshness and reason is drawn somewhere.
KINDS_OF_ITEM = "SELECT min(slug) FROM progress WHERE plan_code = :plan AND is_public AND item_kind = :kind GROUP BY {}"
SITUATIONS = {
    "project": ("status, freshness", "reason_code", "completion_basis"),
    "indicator": (
        "status, freshness", "reason_code", "progress_rule, direction", "expected_rule, accumulation", "value_bound",
        "target_bound", "target_revisions > 0",
    ),
}  # fmt: skip
BLOCK_IN_PARAGRAPH = re.compile(
    r"<p(?:\s[^>]*)?>(?:(?!</p>).)*?<(p|ul|ol|dl|div|table|section|form|h[1-6])[\s>]", re.DOTALL
)
# What a browser need not look at twice.
SAME_IN_EVERY_PLAN = ("components", "dictionary", "rules")
LIST_QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"estado": "sin-datos"},
    {"estado": "cumplida,en-camino", "orden": "dato", "pagina": "2"},
    {"q": "xyzzy"},
    {"eje": "nada", "ods": "99", "al": "ayer"},
    {"al": "2025-06-30", "sabido": "2026-01-31"},
)


def addresses(boards: Boards, plan: str) -> list[str]:
    """The addresses of a plan to check: all pages without names, and for each kind of item one of each situation."""
    found: list[str] = []
    for page in boards.pages:
        if "<" in page.pattern:
            slugs = _slugs(boards, plan, page.key)
            assert slugs or page.key in ("program", "district"), f"nothing to show on {page.pattern} of {plan}"
            found += [in_plan(page.pattern.partition("<")[0] + slug, plan) for slug in slugs]
        else:
            found.append(in_plan(page.pattern, plan))
    for path in ("/", "/proyectos", "/indicadores"):
        found += [in_plan(path, plan, **query) for query in LIST_QUERIES]
    return found


def _slugs(boards: Boards, plan: str, key: str) -> list[str]:
    if key == "district":
        summary = plans.find_plan(boards.store, PUBLIC, plan)
        return [one.slug for one in districts(boards.store, PUBLIC, summary)] if summary else []
    with boards.store.reading() as connection:
        if key not in SITUATIONS:
            return list(connection.scalars(text(NAMES[key]), {"plan": plan}))[:8]
        slugs: set[str] = set()
        for situation in SITUATIONS[key]:
            query = text(KINDS_OF_ITEM.format(situation))
            slugs.update(connection.scalars(query, {"plan": plan, "kind": key}))
    return sorted(slugs)


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
        for slug in _slugs(demo_boards, "demo", page.key)[:2] if "<" in page.pattern else [""]:
            address = in_plan(page.pattern.partition("<")[0] + slug, "demo", idioma="en")
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
def test_every_kind_of_page_in_a_browser_in_every_size_and_theme(
    boards: Boards, plan_code: str, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(boards.app.server)
    # The demonstration arrives on a wide screen, the real plan on a phone.
    first_width = 1440 if plan_code == "demo" else 390
    findings = []
    for page in boards.pages:
        if page.key in SAME_IN_EVERY_PLAN and plan_code != "demo":
            continue
        slugs = _slugs(boards, plan_code, page.key)[:1] if "<" in page.pattern else [""]
        for slug in slugs:
            address = in_plan(page.pattern.partition("<")[0] + slug, plan_code)
            # What shows all components shows several of a kind that a page has once.
            without = ("landmark-unique",) if page.key == "components" else ()
            found = check_in_browser(browser, site + address, first_width=first_width, without_rules=without)
            findings += [f"{address}: {finding}" for finding in found]
    assert findings == []
