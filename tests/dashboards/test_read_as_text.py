"""Pages read as text, in the order of their tree: first how it stands, then each section under its heading."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag

from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.page_states import SAME_IN_EVERY_PLAN, WHOLE, states

BLOCKS = "h1, h2, h3, h4, p, li, tr, dt, dd, caption, figcaption, summary"


def blocks(page: BeautifulSoup) -> list[Tag]:
    """What the content of a page says, block by block, without its filters."""
    main = page.select_one("main")
    assert main is not None
    for aside in main.select("form, details.fopen, .back"):
        aside.decompose()
    return [block for block in main.select(BLOCKS) if words_of(block) and block.find_parent("tr") is None]


@pytest.mark.parametrize("plan_code", ["demo", "tenjo-2024-2027"])
def test_the_headline_is_said_first_after_where_one_is(boards: Boards, plan_code: str) -> None:
    for state in states(boards, plan_code, WHOLE):
        if state.key in SAME_IN_EVERY_PLAN:
            continue
        names = [str(block.name) for block in blocks(boards.page(state.address))]
        # Notices of the window and the kicker.
        assert names.index("h1") <= 2, (state.address, names[:6])
        # Nothing stands between it and what it comes to but the sections themselves.
        assert names[names.index("h1") + 1] in {"p", "h2", "li", "tr", "caption", "dt"}, (state.address, names[:6])


@pytest.mark.parametrize("plan_code", ["demo", "tenjo-2024-2027"])
def test_the_first_page_as_text_says_how_it_stands_what_is_worst_and_who_answers(
    boards: Boards, plan_code: str
) -> None:
    told = [words_of(block) for block in blocks(boards.page(in_plan("/", plan_code)))]
    opening = " ".join(told[:5])
    assert re.search(r"\d+ de \d+ .+ van bien", opening), opening
    assert re.search(r"Lo más atrasado: .+ Responde .+", opening), opening
    # Every count stands with its word, and every row of a table begins with what it is about.
    page = boards.page(in_plan("/", plan_code))
    assert all(re.match(r"[\d.]+ \w", words_of(link)) for link in page.select("#estado .nums a"))
    rows = page.select("main tbody:not(.turn) tr")
    assert len(rows) >= 15
    firsts = [row.find(["th", "td"]) for row in rows]
    assert [
        str(cell)[:80] for cell in firsts if not isinstance(cell, Tag) or cell.name != "th" or not words_of(cell)
    ] == []
