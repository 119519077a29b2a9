"""Ways through the pages by keyboard: the search and back, a filter and what is heard, the list as it was left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.dashboards.boards import Boards, in_plan
from tests.dashboards.page_check import axe_findings, opened, until

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

HEADING = "document.querySelector('h1').textContent.replaceAll('\\u00a0', ' ')"
HEARD = "document.querySelector('#aviso').textContent.replaceAll('\\u00a0', ' ')"
FOCUSED = "document.activeElement.closest('[id]:not([id=contenido])')?.id"
TAB, ENTER, ESCAPE = "\ue004", "\ue007", "\ue00c"


def press(browser: Chrome, *keys: str) -> None:
    for key in keys:
        browser.switch_to.active_element.send_keys(key)


def test_a_search_by_keyboard_leads_to_a_page_and_back_to_what_was_found(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    opened(browser, serve(demo_boards.app.server) + "/")
    press(browser, "/")
    until(browser, "buscar", "document.activeElement.id")
    # In a field the key is a letter.
    press(browser, "recolecion/", "\ue003", ENTER)
    until(browser, "/buscar", "location.pathname")
    until(browser, True, f"{HEADING}.endsWith('resultados para «recolección»')")
    until(browser, "H1", "document.activeElement.tagName")
    assert axe_findings(browser) == []
    for _turn in range(12):
        press(browser, TAB)
        if browser.execute_script("return document.activeElement.matches('#indicadores li a')"):
            break
    name = browser.execute_script("return document.activeElement.textContent")
    press(browser, ENTER)
    until(browser, name, HEADING)
    until(browser, "H1", "document.activeElement.tagName")
    browser.back()
    until(browser, True, f"{HEADING}.endsWith('resultados para «recolección»')")
    assert browser.execute_script("return [document.querySelector('#buscar').value, window.sameDocument]") == [
        "recolecion",
        True,
    ]


def test_a_filter_keeps_the_focus_says_how_many_and_the_way_back_knows_it(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    opened(browser, serve(demo_boards.app.server) + "/indicadores")
    choose = (
        "const list = document.querySelector('select[name={0}]'); list.focus(); list.value = '{1}';"
        " list.dispatchEvent(new Event('change', {{bubbles: true}}))"
    )
    browser.execute_script(choose.format("estado", "atrasada"))
    found = demo_boards.listed("/indicadores?estado=atrasada").total
    until(browser, f"{found} indicadores", HEARD)
    until(browser, "estado", "document.activeElement.name")
    # A notice that comes above moves nothing that has the focus.
    browser.execute_script(choose.format("al", "2026-06-30"))
    until(browser, True, "document.querySelector('main .notice') !== null")
    until(browser, "al", "document.activeElement.name")
    address, place = browser.execute_script(
        "window.scrollTo(0, 700); const link = document.querySelector('#lista tbody th a');"
        " const left = [location.pathname + location.search, window.scrollY]; link.click(); return left"
    )
    until(browser, True, "location.pathname.startsWith('/indicador/')")
    until(browser, True, "document.querySelector('[data-volver]') !== null && window.scrollY === 0")
    # By another page of the plan, and still back to the list as it was.
    browser.execute_script("document.querySelector('.kick a').click()")
    # The address changes before the board does.
    drawn = "document.querySelector('main').dataset.pagina"
    until(browser, True, f"['axis', 'program'].includes({drawn}) && !!document.querySelector('[data-volver]')")
    browser.back()
    until(browser, True, f"{drawn} === 'indicator' && !!document.querySelector('[data-volver]')")
    browser.execute_script("document.querySelector('[data-volver]').click()")
    until(browser, address, "location.pathname + location.search")
    until(browser, place, "window.scrollY")
    assert browser.execute_script("return window.sameDocument") is True


def test_the_switch_of_plans_opens_and_closes_by_keyboard_and_keeps_the_page(
    real_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    opened(browser, serve(real_boards.app.server) + in_plan("/ejes", "tenjo-2024-2027"))
    browser.execute_script("document.querySelector('.plans summary').focus()")
    press(browser, ENTER)
    until(browser, True, "document.querySelector('.plans').open")
    press(browser, TAB, ESCAPE)
    until(browser, [False, "SUMMARY"], "[document.querySelector('.plans').open, document.activeElement.tagName]")
    press(browser, ENTER, TAB, TAB, ENTER)
    until(browser, "?plan=estrategia-de-datos", "location.search")
    until(browser, ["/ejes", False], "[location.pathname, document.querySelector('.plans').open]")
    assert axe_findings(browser) == []


def test_on_a_phone_the_headline_is_in_the_first_screen_and_the_menu_opens_without_script(
    demo_boards: Boards, serve: Callable[[Flask], str]
) -> None:
    from bench.chromium import chromium, resize

    site = serve(demo_boards.app.server)
    with chromium(javascript=False) as plain:
        resize(plain, width=390, height=844)
        plain.get(site + "/")
        bottom = "return document.querySelector('h1').getBoundingClientRect().bottom"
        shown = "return document.querySelector('nav a').checkVisibility()"
        assert plain.execute_script(bottom) < 500
        assert plain.execute_script(shown) is False
        plain.find_element("css selector", ".menu summary").click()
        assert plain.execute_script(shown) is True
        sizes = plain.execute_script(
            "return [...document.querySelectorAll('header :is(a, summary, button, input:not([type=hidden]))')]"
            ".filter(one => one.checkVisibility()).map(one => [one.textContent, one.getBoundingClientRect().height])"
        )
        assert [(text, height) for text, height in sizes if height < 36] == []
        plain.find_element("css selector", "header input[name=q]").send_keys("agua", ENTER)
        until(plain, "/buscar?q=agua", "location.pathname + location.search")
