"""Whole journeys by keyboard alone: the focus is seen at every step, and there is nothing it cannot do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dashboards.site.server import build_app, warm
from tests.dashboards.page_check import opened, until
from tests.support.keyboard import press, tab_to

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

    from data_models.store import Store

pytestmark = pytest.mark.browser

HEADING = "document.querySelector('h1').textContent.replaceAll('\\u00a0', ' ')"
HEARD = "(document.querySelector('#aviso')?.textContent || '').replaceAll('\\u00a0', ' ')"
FOCUSED = "document.activeElement.tagName"
TAB, ENTER, SPACE, ESCAPE, DOWN = "\ue004", "\ue007", " ", "\ue00c", "\ue015"


@pytest.fixture
def site(demo_store: Store, serve: Callable[[Flask], str]) -> str:
    """The address of a server with the demonstration."""
    app = build_app(demo_store)
    warm(app)
    return serve(app.server)


def follow(browser: Chrome, selector: str, *, most: int = 120) -> str:
    """Go to a link and follow it to another page, at whose heading one arrives; returns the link's words."""
    tab_to(browser, selector, most=most)
    words, before = browser.execute_script("return [document.activeElement.textContent, location.href]")
    press(browser, ENTER)
    until(browser, True, f"location.href !== {before!r}")
    until(browser, "H1", FOCUSED)
    return " ".join(str(words).split())


def test_over_the_navigation_into_what_is_worst_and_through_a_list(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    assert tab_to(browser, "a.skip") == 1
    press(browser, ENTER)
    until(browser, "#contenido", "location.hash")
    name = follow(browser, "#atrasado tbody th a")
    until(browser, name, HEADING)
    # What is folded opens, and closes.
    tab_to(browser, "main details:not(.fopen):not(.turn details):not(.ondemand) > summary")
    press(browser, ENTER)
    until(browser, True, "document.activeElement.parentElement.open")
    press(browser, SPACE)
    until(browser, False, "document.activeElement.parentElement.open")
    # A list, narrowed without leaving its filter, heard, and turned to its next page.
    opened(browser, site + "/proyectos")
    tab_to(browser, "select[name=estado]")
    press(browser, "A")
    until(browser, "?estado=atrasada", "location.search")
    until(browser, True, f"/^[0-9.]+ proyectos$/.test({HEARD})")
    assert browser.execute_script("return document.activeElement.name") == "estado"
    assert browser.execute_script(f"return {HEADING}.startsWith({HEARD})") is True
    follow(browser, "nav.pages a[rel=next]", most=250)
    until(browser, True, "location.search.includes('pagina=2')")
    assert browser.get_log("browser") == []


def test_from_the_first_page_to_who_brought_a_value_and_when_in_three_activations(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    count = follow(browser, "#estado .nums a[href*=atrasada]")
    assert int(re.match(r"\d+", count)[0]) == browser.execute_script(  # type: ignore[index]
        "return document.querySelectorAll('#lista tbody th a').length"
    )
    until(browser, follow(browser, "#lista tbody th a"), HEADING)
    row = browser.execute_script(
        "return [...document.querySelectorAll('#valores tbody tr')].filter(row => row.checkVisibility())"
        ".map(row => row.innerText.replace(/\\s+/g, ' '))[0]"
    )
    # Who, of which area, on which day; who approved it, on which day.
    assert re.search(r"Referente de datos.*\d\d/\d\d/\d{4}.*Dirección de Datos.*\d\d/\d\d/\d{4}", row), row


def test_a_word_in_a_filter_keeps_its_place_in_the_field(browser: Chrome, site: str) -> None:
    opened(browser, site + "/proyectos")
    tab_to(browser, "main input[name=q]")
    press(browser, "agua", ENTER)
    until(browser, "?q=agua", "location.search")
    until(browser, True, f"/^[0-9]+ proyectos$/.test({HEARD})")
    assert browser.execute_script("return [document.activeElement.name, document.activeElement.value]") == ["q", "agua"]
    # One goes on from there: to a status of what was found, which is chosen without leaving it.
    tab_to(browser, "main .chips a[href*='estado=en-camino']")
    press(browser, ENTER)
    until(browser, "?estado=en-camino&q=agua", "location.search")
    until(browser, True, f"{HEADING}.startsWith({HEARD}) && {HEARD} !== ''")
    assert browser.execute_script("return document.activeElement.closest('.chips') !== null") is True


def test_the_menu_of_a_phone(browser: Chrome, site: str) -> None:
    from bench.chromium import resize

    resize(browser, width=390, height=844)
    opened(browser, site + "/")
    tab_to(browser, ".menu summary")
    press(browser, ENTER)
    until(browser, True, "document.querySelector('.menu').open")
    # Its links come next, and leaving it by the key for that leads back to where it was opened.
    assert tab_to(browser, "#menu a") == 1
    press(browser, ESCAPE)
    until(browser, [False, "SUMMARY"], f"[document.querySelector('.menu').open, {FOCUSED}]")
    press(browser, ENTER)
    follow(browser, "#menu a[href='/proyectos']")
    until(browser, ["/proyectos", False], "[location.pathname, document.querySelector('.menu').open]")
    # The filters of a phone are folded too.
    tab_to(browser, "main .fopen > summary", most=9, backwards=True)
    press(browser, ENTER)
    tab_to(browser, "select[name=eje]")


def test_a_table_is_asked_for_and_its_cells_lead_to_their_rows(browser: Chrome, site: str) -> None:
    opened(browser, site + "/explorar")
    tab_to(browser, "select[name=filas]")
    press(browser, "S")
    until(browser, True, "location.search.includes('filas=secretaria&')")
    until(browser, "filas", "document.activeElement.name")
    until(browser, True, f"{HEADING}.includes('secretaría')")
    tab_to(browser, ".pivot td a")
    count, address = browser.execute_script(
        "const link = document.activeElement; return [link.dataset.cuenta, link.getAttribute('href')]"
    )
    press(browser, ENTER)
    until(browser, address, "location.pathname + location.search")
    until(browser, True, f"document.activeElement !== document.body && {HEADING}.includes({count!r})")
    # A chart is one more link, and is drawn where one is.
    opened(browser, site + "/explorar")
    tab_to(browser, "main a[href*='grafico=barras']")
    press(browser, ENTER)
    until(browser, "?grafico=barras", "location.search")
    until(browser, True, "document.querySelector('main .js-plotly-plot') !== null")
    assert browser.execute_script("return document.activeElement !== document.body") is True
    assert browser.get_log("browser") == []


def test_two_days_are_compared_and_what_moved_is_listed(browser: Chrome, site: str) -> None:
    opened(browser, site + "/comparar")
    whole = browser.execute_script(f"return {HEADING}")
    tab_to(browser, "select[name=comparado]")
    press(browser, DOWN)
    until(browser, True, "location.search.includes('comparado=2')")
    until(browser, True, f"{HEADING} !== {whole!r} && {HEARD} !== ''")
    assert browser.execute_script("return document.activeElement.name") == "comparado"
    until(browser, follow(browser, "main tbody th a", most=250), HEADING)


def test_back_to_the_list_as_it_was_left(browser: Chrome, site: str) -> None:
    opened(browser, site + "/proyectos?estado=atrasada&pagina=2")
    name = follow(browser, "#lista tbody th a", most=250)
    until(browser, name, HEADING)
    # It stands before the heading one arrived at.
    tab_to(browser, "a[data-volver]", most=9, backwards=True)
    press(browser, ENTER)
    until(browser, "?estado=atrasada&pagina=2", "location.search")
    assert browser.execute_script("return document.querySelector('#lista tbody th a').textContent") == name
