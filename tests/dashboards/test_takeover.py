"""Dash takes over what the server drew, and links, filters and the back button keep their promises."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from flask import Blueprint, request

from dashboards.site.server import build_app, warm
from tests.dashboards.example_pages import PAGES, ExampleSource
from tests.dashboards.page_check import PATIENCE_S, axe_findings, check_in_browser, opened, until, wait_for_dash

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser


@pytest.fixture
def site(serve: Callable[[Flask], str]) -> str:
    """The address of a server with the example pages."""
    app = build_app(None, pages=PAGES, source=ExampleSource())  # type: ignore[arg-type]
    warm(app)
    return serve(app.server)


def click(browser: Chrome, selector: str) -> None:
    browser.execute_script("document.querySelector(arguments[0]).click()", selector)


@pytest.mark.parametrize("address", ["/", "/?eje=99&al=x", "/ficha/hogares", "/lista?n=300&estado=atrasada"])
def test_every_component_passes_the_check_of_every_page(browser: Chrome, site: str, address: str) -> None:
    assert check_in_browser(browser, site + address) == []


def test_the_check_itself_finds_what_is_wrong(browser: Chrome, site: str) -> None:
    opened(browser, site + "/lista?n=3")
    browser.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><input>')"
    )
    assert {finding.split(":")[0] for finding in axe_findings(browser)} == {"image-alt", "label"}


def test_the_first_paint_leaves_without_moving_anything(browser: Chrome, site: str) -> None:
    browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {
            "source": "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
            "entry => { window.shift += entry.value; })).observe({type: 'layout-shift', buffered: true});"
        },
    )
    opened(browser, site + "/")
    assert browser.execute_script("return document.getElementById('primera-vista')") is None
    assert browser.execute_script("return document.querySelectorAll('#react-entry-point h1').length") == 1
    assert browser.execute_script("return window.shift") <= 0.02


@pytest.mark.parametrize("place", ["%", "%E0%A4%A", "no-hay", ""])
def test_an_address_that_ends_in_no_place_of_the_page_shows_the_page(browser: Chrome, site: str, place: str) -> None:
    opened(browser, f"{site}/#{place}")
    assert browser.execute_script("return document.querySelectorAll('.board h1').length") == 1
    browser.execute_script(f"location.hash = '{place}%'")
    click(browser, "a[href='/ficha/eje-2']")
    until(browser, "Hogares con recolección diferenciada", "document.querySelector('h1').textContent")


def test_what_a_person_did_before_dash_came_is_kept(browser: Chrome, serve: Callable[[Flask], str]) -> None:
    person_is_done = threading.Event()
    slow = Blueprint("slow", __name__)

    def hold_the_board() -> None:
        if request.path.startswith("/_board/"):
            person_is_done.wait(PATIENCE_S)

    slow.before_app_request(hold_the_board)
    app = build_app(None, pages=PAGES, source=ExampleSource(), blueprints=[slow])  # type: ignore[arg-type]
    app.make_ready()
    browser.get(serve(app.server) + "/")
    browser.execute_script(
        "const field = document.querySelector('input[name=q]'); field.value = 'agua'; field.focus(); "
        "field.setSelectionRange(1, 3); document.querySelector('select[name=eje]').selectedIndex = 2; "
        "document.querySelector('details').open = true; document.querySelector('#atrasado h2').scrollIntoView()"
    )
    place = "Math.round(document.querySelector('#atrasado h2').getBoundingClientRect().top)"
    before = browser.execute_script(f"return [{place}, !!document.getElementById('primera-vista')]")
    assert before[1] is True
    person_is_done.set()
    wait_for_dash(browser)
    after = browser.execute_script(
        f"const field = document.activeElement; return [{place}, field.name, field.value, field.selectionStart, "
        "field.selectionEnd, document.querySelector('select[name=eje]').selectedIndex, "
        "document.querySelector('details').open, !!document.getElementById('primera-vista')]"
    )
    assert after == [before[0], "q", "agua", 1, 3, 2, True, False]


def test_a_link_followed_before_the_first_board_came_leads_where_it_says(
    browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    held = threading.Event()
    slow = Blueprint("slow", __name__)

    def hold_the_first_board() -> None:
        if request.path == "/_board/":
            held.wait(PATIENCE_S)

    slow.before_app_request(hold_the_first_board)
    app = build_app(None, pages=PAGES, source=ExampleSource(), blueprints=[slow])  # type: ignore[arg-type]
    app.make_ready()
    browser.get(serve(app.server) + "/")
    until(browser, True, "!!(window.history.scrollRestoration === 'manual')")
    browser.execute_script("window.sameDocument = true")
    click(browser, "a[href='/ficha/eje-2']")
    until(browser, "H1", "document.activeElement.tagName")
    held.set()
    state = "[document.querySelectorAll('h1').length, document.querySelector('h1').textContent, window.sameDocument]"
    until(browser, [1, "Hogares con recolección diferenciada", True], state)
    assert browser.execute_script("return document.querySelector('h1').getBoundingClientRect().height") > 10


def test_a_link_changes_the_page_without_loading_it_and_moves_the_focus_to_its_heading(
    browser: Chrome, site: str
) -> None:
    opened(browser, site + "/")
    browser.execute_script("window.scrollTo(0, 600)")
    click(browser, "a[href='/ficha/eje-2']")
    until(browser, "Hogares con recolección diferenciada", "document.querySelector('h1').textContent")
    until(browser, "H1", "document.activeElement.tagName")
    state = browser.execute_script(
        "return [location.pathname, document.title, window.scrollY, window.sameDocument, "
        "document.querySelector('nav [aria-current]').textContent, "
        "document.querySelector('meta[name=description]').content]"
    )
    assert state == [
        "/ficha/eje-2", "Hogares con recolección diferenciada · Metas Abiertas", 0, True, "Proyectos",
        "Hogares con recolección diferenciada: 34,9 %.",
    ]  # fmt: skip


def test_the_back_button_goes_back_to_the_page_and_to_the_place_in_it(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    browser.execute_script("window.scrollTo(0, 600)")
    click(browser, "a[href='/ficha/eje-2']")
    until(browser, 0, "window.scrollY")
    browser.back()
    until(browser, "/", "location.pathname")
    until(browser, 600, "window.scrollY")
    assert browser.title.startswith("135 de 242")
    browser.forward()
    until(browser, "Hogares con recolección diferenciada · Metas Abiertas", "document.title")
    assert browser.execute_script("return window.sameDocument") is True


def test_a_filter_acts_at_once_keeps_the_focus_and_is_announced(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    browser.execute_script(
        "const list = document.querySelector('select[name=eje]'); list.focus(); list.value = '2'; "
        "list.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    until(browser, "?eje=2", "location.search")
    until(browser, "eje", "document.activeElement.name")
    heading = "135 de 242 metas van bien en «Ciudad que cuida»; 33 están atrasadas"
    until(browser, heading, "document.querySelector('#aviso')?.textContent.replaceAll('\\u00a0', ' ')")
    assert browser.execute_script("return document.querySelector('h1').textContent").replace("\xa0", " ") == heading
    assert browser.execute_script("return window.sameDocument") is True
    browser.back()
    until(browser, "", "document.querySelector('select[name=eje]').value")
    shown = "document.querySelector('h1').textContent.replaceAll('\\u00a0', ' ')"
    until(browser, "135 de 242 metas van bien; 33 están atrasadas", shown)


def test_what_was_opened_stays_open_under_another_filter_and_not_on_another_page(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    browser.execute_script("document.querySelector('details').open = true")
    browser.execute_script(
        "const list = document.querySelector('select[name=eje]'); list.value = '2'; "
        "list.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    until(browser, "2", "document.querySelector('option[selected], option:checked').value")
    until(browser, True, "document.title.includes('Ciudad que cuida') && document.querySelector('details').open")
    click(browser, "a[href^='/ficha/eje-2']")
    until(browser, "Hogares con recolección diferenciada", "document.querySelector('h1').textContent")
    click(browser, "a.brand")
    until(browser, False, "document.querySelector('details')?.open")


def test_a_search_is_sent_by_its_form_and_taken_back_by_the_back_button(browser: Chrome, site: str) -> None:
    opened(browser, site + "/?eje=2")
    browser.execute_script(
        "document.querySelector('input[name=q]').value = ' agua '; "
        "document.querySelector('form.filters').requestSubmit()"
    )
    until(browser, "?eje=2&q=agua", "location.search")
    until(browser, "agua", "document.querySelector('input[name=q]').getAttribute('value')")
    browser.back()
    until(browser, "", "document.querySelector('input[name=q]').value")
    assert browser.execute_script("return [document.querySelector('select[name=eje]').value, window.sameDocument]") == [
        "2",
        True,
    ]


def test_a_link_inside_a_page_moves_only_inside_it(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    click(browser, "a[href='#atrasado']")
    until(browser, True, "window.scrollY > 300")
    browser.back()
    until(browser, 0, "window.scrollY")
    assert browser.execute_script("return window.sameDocument") is True


def test_the_address_of_a_moved_item_becomes_its_new_one(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    browser.execute_script(
        "document.querySelector('main a').href = '/ficha/antes'; document.querySelector('main a').click()"
    )
    until(browser, "/ficha/ahora", "location.pathname")
    assert browser.execute_script("return window.sameDocument") is True


def test_a_page_dash_cannot_get_is_loaded_whole(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    browser.execute_script(
        "document.querySelector('main a').href = '/ficha/rota'; document.querySelector('main a').click()"
    )
    until(browser, "Algo falló de nuestro lado · Metas Abiertas", "document.title")
    assert "server responded with a status of 500" in browser.get_log("browser")[0]["message"]


def test_links_with_a_pressed_key_and_downloads_are_the_browsers_own(browser: Chrome, site: str) -> None:
    opened(browser, site + "/")
    taken = browser.execute_script(
        "return [{ctrlKey: true}, {metaKey: true}, {shiftKey: true}, {}].map(keys => { "
        "const link = document.querySelector('a.brand'); const event = new MouseEvent('click', "
        "{bubbles: true, cancelable: true, button: 0, ...keys}); "
        "window.addEventListener('click', last => { window.wasTaken = last.defaultPrevented; last.preventDefault(); }, "
        "{once: true}); "
        "link.dispatchEvent(event); return window.wasTaken; })"
    )
    assert taken == [False, False, False, True]


def test_without_javascript_pages_links_and_filters_still_work(site: str) -> None:
    from bench.chromium import chromium

    with chromium(javascript=False) as plain:
        plain.get(site + "/")
        assert plain.title.startswith("135 de 242 metas van bien;")
        plain.find_element("css selector", "select[name=eje] option[value='2']").click()
        plain.find_element("css selector", "form.filters button").click()
        until(plain, True, "document.title.includes('«Ciudad que cuida»') && location.search.includes('eje=2')")
        plain.find_element("css selector", "a[href='/ficha/eje-2?plan=demo'], a[href='/ficha/eje-2']").click()
        until(plain, "Hogares con recolección diferenciada · Metas Abiertas", "document.title")
