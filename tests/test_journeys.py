"""A few journeys through the boards in a browser, from the first page to the answer somebody came for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from dashboards.site.server import build_app, warm
from tests.dashboards.page_check import opened, until

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

    from data_models.store import Store

pytestmark = pytest.mark.browser

HEADING = "document.querySelector('h1').textContent"
ANNOUNCED = "document.querySelector('#aviso')?.textContent"


@pytest.fixture
def site(demo_store: Store, serve: Callable[[Flask], str]) -> str:
    """The address of a server with the demonstration."""
    app = build_app(demo_store)
    warm(app)
    return serve(app.server)


@pytest.fixture
def second_browser() -> Iterator[Chrome]:
    """Somebody else's browser."""
    from bench.chromium import chromium

    with chromium() as driver:
        yield driver


def arrive(browser: Chrome, address_part: str) -> None:
    """Wait until a page whose address holds a text is loaded whole."""
    script = f"location.href.includes({address_part!r}) && document.readyState === 'complete'"
    until(browser, True, script)


def choose(browser: Chrome, name: str, value: str) -> None:
    """Choose a value of a filter, as a person does with the native select."""
    browser.execute_script(
        "const list = document.querySelector(`select[name=${arguments[0]}]`); list.value = arguments[1]; "
        "list.dispatchEvent(new Event('change', {bubbles: true}))",
        name,
        value,
    )


def click(browser: Chrome, selector: str) -> int:
    """Click a link and return the count it is marked with."""
    return int(
        browser.execute_script(
            "const link = document.querySelector(arguments[0]); link.click(); return link.dataset.cuenta ?? 0", selector
        )
    )


def state(browser: Chrome) -> tuple[str, str, bool]:
    """What the browser shows: the query of its address, its heading, and whether its document is the first one."""
    found = browser.execute_script(f"return [location.search, {HEADING}, window.sameDocument === true]")
    return found[0], found[1], found[2]


def test_from_a_secretariat_to_its_late_indicators_and_back(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    whole = browser.execute_script(f"return {HEADING}")
    choose(browser, "secretaria", "salud")
    until(browser, "?secretaria=salud", "location.search")
    until(browser, True, f"{HEADING} !== arguments[0]".replace("arguments[0]", repr(whole)))
    narrowed = browser.execute_script(f"return {HEADING}")
    late = click(browser, ".nums a[href*='atrasada']")
    until(browser, "/indicadores", "location.pathname")
    until(browser, late, "document.querySelectorAll('#lista tbody tr').length")
    assert late > 0
    assert "de Salud" in browser.execute_script(f"return {HEADING}")
    browser.back()
    until(browser, narrowed, HEADING)
    assert browser.execute_script("return document.querySelector('select[name=secretaria]').value") == "salud"
    browser.back()
    until(browser, whole, HEADING)
    assert state(browser) == ("", whole, True)
    assert browser.execute_script("return document.querySelector('select[name=secretaria]').value") == ""
    assert browser.get_log("browser") == []


def test_filters_of_a_list_redraw_it_without_loading_the_page(browser: Chrome, site: str) -> None:
    opened(browser, site + "/proyectos")
    choose(browser, "estado", "atrasada")
    until(browser, "?estado=atrasada", "location.search")
    choose(browser, "eje", "ciudad-que-cuida")
    until(browser, "?eje=ciudad-que-cuida&estado=atrasada", "location.search")
    until(browser, True, f"{HEADING}.includes('«Ciudad que cuida»') && {HEADING}.includes('«Atrasada»')")
    # What is said is how many there are, the beginning of the heading.
    until(browser, True, f"/^\\d+.proyectos$/.test({ANNOUNCED}) && {HEADING}.startsWith({ANNOUNCED})")
    choose(browser, "estado", "")
    until(browser, "?eje=ciudad-que-cuida", "location.search")
    until(browser, False, f"{HEADING}.includes('«Atrasada»')")
    click(browser, "nav.pages a[rel=next]")
    until(browser, "?eje=ciudad-que-cuida&pagina=2", "location.search")
    until(browser, True, "document.querySelector('#lista-titulo').textContent.includes('51 a 100')")
    assert state(browser)[2] is True
    assert browser.get_log("browser") == []


def test_from_the_farthest_behind_to_its_sheet(browser: Chrome, site: str) -> None:
    opened(browser, site + "/?al=2026-06-30")
    name = browser.execute_script("return document.querySelector('#atrasado tbody a').textContent")
    click(browser, "#atrasado tbody a")
    until(browser, name, HEADING)
    query, _heading, is_same = state(browser)
    assert (query, is_same) == ("?al=2026-06-30", True)
    assert browser.execute_script("return document.activeElement.tagName") == "H1"


def test_two_people_at_once_do_not_disturb_each_other(browser: Chrome, second_browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    opened(second_browser, site + "/")
    whole = state(browser)[1]
    choose(browser, "eje", "ciudad-que-cuida")
    choose(second_browser, "secretaria", "salud")
    until(browser, "?eje=ciudad-que-cuida", "location.search")
    until(second_browser, "?secretaria=salud", "location.search")
    until(browser, True, "document.querySelector('.kick').textContent.includes('Ciudad que cuida')")
    until(second_browser, True, "document.querySelector('.kick').textContent.includes('Salud')")
    headings = {whole, state(browser)[1], state(second_browser)[1]}
    assert len(headings) == 3
    assert "Salud" not in browser.execute_script("return document.querySelector('.kick').textContent")


def test_without_javascript_filters_numbers_and_pages_work(site: str) -> None:
    from bench.chromium import chromium

    with chromium(javascript=False) as plain:
        plain.get(site + "/")
        whole = plain.find_element("css selector", "h1").text
        plain.find_element("css selector", "select[name=secretaria] option[value=salud]").click()
        plain.find_element("css selector", "form.filters button").click()
        arrive(plain, "secretaria=salud")
        assert plain.find_element("css selector", "h1").text != whole
        number = plain.find_element("css selector", ".nums a[href*='en-camino']")
        count = int(number.get_attribute("data-cuenta") or 0)
        number.click()
        arrive(plain, "/indicadores?")
        assert len(plain.find_elements("css selector", "#lista tbody tr")) == count > 0
        plain.get(site + "/proyectos?eje=ciudad-que-cuida")
        plain.find_element("css selector", "nav.pages a[rel=next]").click()
        arrive(plain, "pagina=2")
        assert "51 a 100" in plain.find_element("css selector", "#lista-titulo").text
