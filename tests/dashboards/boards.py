"""Reads boards as a visitor does, through the server: pages, the counts on them, the lists those lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag

from dashboards.site.registry import load_pages
from dashboards.site.server import build_app, warm
from dashboards.urls import Address, parse

if TYPE_CHECKING:
    from dashboards.page import Page
    from data_models.store import Store

PAGE_ROWS = 50
# The server writes tags one way only, so a link can be found without parsing a whole page (which takes longer than
# making it); a test compares with what a parser finds.
_LINK = re.compile(r"<a\b([^>]*)>")
_HREF = re.compile(r'\bhref="([^"]*)"')
_COUNT = re.compile(r'\bdata-cuenta="(\d+)"')
_LIST = re.compile(r'<section id="lista".*?</section>', re.DOTALL)
_RANGE = re.compile(r'<h2 id="lista-titulo">\D+ ([\d.]+) a ([\d.]+) de ([\d.]+)</h2>')
_ROW = re.compile(r'<th role="rowheader" scope="row"><a href="([^"]*)"')


@dataclass(frozen=True)
class Listed:
    """A page of a list as it says and shows: its first and last number, the total, the addresses of its rows."""

    first: int
    last: int
    total: int
    rows: tuple[str, ...]


class Boards:
    """The boards of a store through an in-process client; answers are kept, for many tests read the same page."""

    def __init__(self, store: Store) -> None:
        app = build_app(store)
        warm(app)
        self.store = store
        self.app = app
        self.client = app.server.test_client()
        self._texts: dict[str, str] = {}

    def text(self, address: str) -> str:
        """Return the HTML of an address, following redirects. Raises AssertionError when it is no page."""
        if address not in self._texts:
            answer = self.client.get(address, follow_redirects=True)
            assert answer.status_code == 200, f"{address} answered {answer.status_code}"
            self._texts[address] = answer.get_data(as_text=True)
        return self._texts[address]

    def page(self, address: str) -> BeautifulSoup:
        """Return a page read with a parser."""
        return BeautifulSoup(self.text(address), "html.parser")

    def heading(self, address: str) -> str:
        """Return the words of a page's h1."""
        return words_of(self.page(address).select_one("h1"))

    def listed(self, address: str) -> Listed:
        """Return what a list's address shows."""
        found = _LIST.search(self.text(address))
        assert found is not None, f"{address} is no list"
        rows = tuple(unescape(row) for row in _ROW.findall(found[0]))
        said = _RANGE.search(found[0])
        if said is None:
            assert not rows, f"{address} has rows and does not say how many"
            return Listed(0, 0, 0, ())
        first, last, total = (int(number.replace(".", "")) for number in said.groups())
        return Listed(first, last, total, rows)

    def all_rows(self, address: str) -> list[str]:
        """Return the addresses of the rows of all pages of a list, in order."""
        found = self.listed(address)
        rows = list(found.rows)
        for number in range(2, -(-found.total // PAGE_ROWS) + 1):
            rows += self.listed(with_parameter(address, f"pagina={number}")).rows
        return rows

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page there is."""
        return load_pages()

    def page_of(self, address: str) -> Page | None:
        """Return the page that answers an address, or None."""
        path = address.partition("?")[0]
        return next((page for page in self.pages if page.match(path) is not None), None)


def parse_text(address: str) -> Address:
    """Read an address as a link writes it, "/proyectos?eje=2"."""
    path, _mark, query = address.partition("?")
    return parse(path, query)


def words_of(tag: Tag | None) -> str:
    """Return the text of an element with its breaks and hard spaces as single spaces; "" for none."""
    return " ".join(tag.get_text(" ").split()) if tag is not None else ""


def with_parameter(address: str, parameter: str) -> str:
    """Return an address with one more parameter."""
    return address + ("&" if "?" in address else "?") + parameter


def in_plan(path: str, plan: str, **parameters: str) -> str:
    """Return the address of a path in a plan."""
    pairs = sorted({"plan": plan, **parameters}.items())
    return path + "?" + "&".join(f"{name}={quote(value)}" for name, value in pairs)


def links_in(text: str) -> Iterator[tuple[str, int | None]]:
    """Give the address of every link of a page and the count it is marked with, None for a link that counts nothing."""
    for tag in _LINK.findall(text):
        href, count = _HREF.search(tag), _COUNT.search(tag)
        if href is not None:
            yield unescape(href[1]), int(count[1]) if count else None
