"""Every number on every board leads to the list that makes it up, and the list has exactly that many rows.

The crawl begins at the Panorama (as it is, narrowed to an axis or a secretariat, and as it was on another day) and
follows every link to every page, whatever pages there are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from bs4 import BeautifulSoup

from dashboards.page import Page
from tests.dashboards.boards import PAGE_ROWS, Boards, Listed, in_plan, links_in, with_parameter

LISTS = frozenset({"projects", "indicators", "questions"})
# Boards that list by themselves what no filter of the lists can name (rows without a district, what moved).
OWN_LISTS = frozenset({"explore", "compare"})
# A plan has thousands of pages of one item, all made alike; of each kind this many are read, spread evenly.
ITEM_PAGES = {"project": 12, "indicator": 20}
# Following all of some ten thousand numbers takes many minutes: above this, every so-manieth is followed.
MOST_LISTS = 150
DAYS = {"demo": "2025-06-30", "tenjo-2024-2027": "2025-03-31", "estrategia-de-datos": "2024-09-30"}


@dataclass
class Crawl:
    """What a crawl met: pages read, and for each counted link the counts it carried and a page it was on."""

    boards: Boards
    read: set[str] = field(default_factory=set)
    counted: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    found_on: dict[str, str] = field(default_factory=dict)
    plan: str = ""

    def follow(self, starts: list[str]) -> None:
        """Read `starts` and then each page they lead to, once, through the window of the first; of lists, only rows."""
        window = starts[0].partition("?")[2]
        self.plan = plan_in(starts[0])
        paths: dict[str, Page] = {}
        for page in self.boards.pages:
            if page.key in LISTS:
                paths.update(self._pages_of(self.boards.listed(f"{page.pattern}?{window}").rows))
        for address in starts:
            paths.update(self._read(address))
        read = {address.partition("?")[0] for address in starts}
        while left := [path for path, page in paths.items() if path not in read and page.key not in ITEM_PAGES]:
            for path in left:
                read.add(path)
                paths.update(self._read(f"{path}?{window}"))
        for key, most in ITEM_PAGES.items():
            for path in spread([path for path, page in paths.items() if page.key == key], most):
                self._read(f"{path}?{window}")

    def note(self, address: str) -> None:
        """Note the counts of a page already made."""
        for href, count in links_in(self.boards.text(address)):
            if count is not None:
                self.counted[href].add(count)
                self.found_on.setdefault(href, address)

    def _read(self, address: str) -> dict[str, Page]:
        """Note the counts of a page and return the pages it leads to, by path."""
        self.read.add(address)
        self.note(address)
        return self._pages_of(href for href, _count in links_in(self.boards.text(address)))

    def _pages_of(self, hrefs: Iterable[str]) -> dict[str, Page]:
        found = {}
        for href in hrefs:
            page = self.boards.page_of(href)
            # The committee's board of one plan may show the indicators of another, which has its own crawl.
            if page is not None and page.key not in LISTS and plan_in(href) in ("", self.plan):
                found[href.partition("?")[0].partition("#")[0]] = page
        return found


def plan_in(href: str) -> str:
    """Return the plan an address names, "" for none."""
    named = re.search(r"[?&;]plan=([^&#]*)", href)
    return named[1] if named else ""


def spread(found: Iterable[str], most: int) -> list[str]:
    """Return at most `most` of some addresses, evenly spread over them in order."""
    known = sorted(set(found))
    return known[:: max(1, -(-len(known) // most))]


def starts_of(boards: Boards, plan: str) -> list[str]:
    """The Panorama of a plan as it is, on another day, in English, and through each choice of its filters."""
    home = in_plan("/", plan)
    page = boards.page(home)
    starts = [home, in_plan("/", plan, al=DAYS[plan]), in_plan("/ejes", plan, al=DAYS[plan])]
    starts += [in_plan("/proyectos", plan, vista=view) for view in ("cronograma", "presupuesto", "atrasos", "mapa")]
    for name in ("eje", "secretaria"):
        for option in page.select(f"select[name={name}] option[value]"):
            if option["value"]:
                starts.append(in_plan("/", plan, **{name: str(option["value"])}))
    return starts


def findings_of(boards: Boards, address: str, count: int) -> list[str]:
    """Return what is wrong with the list at `address`, which should have `count` rows."""
    first = boards.listed(address)
    if first.total != count or len(first.rows) != min(count, PAGE_ROWS):
        return [f"{address}: {count} promised, {first.total} said, {len(first.rows)} shown on the first page"]
    if (first.first, first.last) != (min(count, 1), min(count, PAGE_ROWS)):
        return [f"{address}: says {first.first} to {first.last}"]
    if count <= PAGE_ROWS:
        return []
    pages = -(-count // PAGE_ROWS)
    last = boards.listed(with_parameter(address, f"pagina={pages}"))
    expected = Listed((pages - 1) * PAGE_ROWS + 1, count, count, last.rows)
    if last != expected or len(last.rows) != count - (pages - 1) * PAGE_ROWS:
        return [f"{address}: its page {pages} says {last.first} to {last.last} and shows {len(last.rows)}"]
    return []


@pytest.mark.slow
def test_every_number_on_every_board_is_the_length_of_the_list_it_leads_to(boards: Boards, plan_code: str) -> None:
    crawl = Crawl(boards)
    crawl.follow(starts_of(boards, plan_code))
    kinds = {page.key for address in crawl.read if (page := boards.page_of(address)) is not None}
    # One plan alone needs no page of plans, and one whose projects are nowhere none of districts; search is a form, and
    # components are for those who build them.
    unread = {page.key for page in boards.pages} - LISTS - kinds - {"plans", "district", "search", "components"}
    assert unread == set(), "a page no link leads to"
    elsewhere = [
        f"{address}, on {crawl.found_on[address]}, is no list"
        for address in crawl.counted
        if (page := boards.page_of(address)) is None or page.key not in LISTS | OWN_LISTS
    ]
    assert elsewhere == []
    findings = []
    for address in spread(crawl.counted, MOST_LISTS):
        findings += findings_of(boards, address, min(crawl.counted[address]))
        crawl.note(address)
        page = boards.page_of(address)
        if "estado=" not in address and page is not None and page.key in ("projects", "indicators"):
            counts = [count for href, count in links_in(boards.text(address)) if count and "estado=" in href]
            by_status = sum(counts)
            if by_status != boards.listed(address).total:
                findings.append(f"{address}: its rows by status are {by_status}")
    findings += [
        f"{address}: {sorted(counts)} on different boards, one of them {crawl.found_on[address]}"
        for address, counts in crawl.counted.items()
        if len(counts) > 1
    ]
    assert findings == []


@pytest.mark.slow
def test_the_pages_of_a_list_together_hold_each_row_once(boards: Boards, plan_code: str) -> None:
    for path in ("/proyectos", "/indicadores"):
        address = in_plan(path, plan_code)
        rows = boards.all_rows(address)
        assert len(rows) == len(set(rows)) == boards.listed(address).total > 0


def test_a_parser_finds_the_same_counted_links(demo_boards: Boards) -> None:
    for address in ("/", "/ejes", "/indicadores?eje=ciudad-que-cuida"):
        text = demo_boards.text(address)
        parsed = BeautifulSoup(text, "html.parser").select("a[href]")
        assert list(links_in(text)) == [
            (str(link["href"]), int(str(link["data-cuenta"])) if link.has_attr("data-cuenta") else None)
            for link in parsed
        ]


def test_every_whole_number_in_a_cell_of_counts_is_a_link(boards: Boards, plan_code: str) -> None:
    """In tables of groups a bare number that leads nowhere would be one nobody can check."""
    bare = [
        f"{address}: {cell.get_text(' ', strip=True)}"
        for address in (in_plan("/", plan_code), in_plan("/ejes", plan_code))
        for cell in boards.page(address).select("table.secs td.num")
        if re.search(r"\d", cell.get_text()) and cell.select_one("a[data-cuenta]") is None
    ]
    assert bare == []
