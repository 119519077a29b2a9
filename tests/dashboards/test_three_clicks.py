"""From the Panorama to the value behind a number, with the role that brought it, its day and its source."""

from __future__ import annotations

import re

import pytest

from tests.dashboards.boards import Boards, in_plan, links_in, words_of

# A post and the day, or the cell of a workbook.
SOURCE = re.compile(
    r"(Referente de datos|Secretaría de|Dirección de).*\d\d/\d\d/\d{4}|Planilla .+, hoja .+, celda [A-Z]+\d+"
)


def assert_tells_its_values(boards: Boards, address: str) -> None:
    """An indicator's page says of each value who brought it or from which cell, and when it was approved."""
    rows = boards.page(address).select("#valores tbody:not(.turn) tr")
    assert rows, address
    for row in rows:
        cells = [words_of(cell) for cell in row.select("td")]
        assert SOURCE.search(cells[-2]) and re.search(r"\d\d/\d\d/\d{4}", cells[-1]), (address, cells)
        assert re.search(r"\d", cells[0]) or cells[0], address


@pytest.mark.parametrize("plan", ["demo", "tenjo-2024-2027"])
def test_what_is_worst_is_one_click_from_its_values(plan: str, request: pytest.FixtureRequest) -> None:
    boards: Boards = request.getfixturevalue("demo_boards" if plan == "demo" else "real_boards")
    page = boards.page(in_plan("/", plan))
    links = {str(link["href"]) for link in page.select(".worst a, #atrasado th a")}
    assert len(links) >= 5
    for address in sorted(links):
        assert address.startswith("/indicador/")
        assert_tells_its_values(boards, address)


@pytest.mark.parametrize("plan", ["demo", "tenjo-2024-2027"])
def test_a_count_is_two_clicks_from_a_value(plan: str, request: pytest.FixtureRequest) -> None:
    boards: Boards = request.getfixturevalue("demo_boards" if plan == "demo" else "real_boards")
    page = boards.page(in_plan("/", plan))
    for href, count in list(links_in(str(page.select_one("#estado .nums"))))[:4]:
        assert count and href.startswith("/indicadores")
        assert_tells_its_values(boards, boards.listed(href).rows[0])


def test_an_axis_and_a_secretariat_are_between_the_panorama_and_a_value(demo_boards: Boards) -> None:
    home = demo_boards.page(in_plan("/", "demo"))
    for section in ("ejes", "secretarias"):
        board = next(str(link["href"]) for link in home.select(f"#{section} tbody th a"))
        first = next(
            str(link["href"])
            for link in demo_boards.page(board).select("#distancia a, #tipo-outcome a")
            if str(link["href"]).startswith("/indicador/")
        )
        assert_tells_its_values(demo_boards, first)
