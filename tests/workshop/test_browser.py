"""The browser that tests get: fresh, at a known size, its console kept, and nowhere to go but here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from selenium.webdriver import Chrome

from bench.chromium import resize, set_theme
from bench.pages import sample_paths

pytestmark = pytest.mark.browser


@pytest.fixture
def page(serve: Callable[[Flask], str]) -> str:
    """A page that sets a cookie, stores something and writes to the console."""
    application = Flask("page")

    @application.get("/")
    def answer() -> str:
        return (
            '<meta name="viewport" content="width=device-width"><h1>Hola</h1>'
            "<script>document.cookie = 'seen=1'; localStorage.seen = 1; console.error('oh')</script>"
        )

    return serve(application)


@pytest.mark.parametrize("visit", ["first", "second"])
def test_each_test_finds_a_browser_without_memory(browser: Chrome, page: str, visit: str) -> None:
    browser.get(page + "/favicon.ico")
    assert browser.get_cookies() == [], visit
    browser.get(page)
    assert browser.get_cookies()[0]["name"] == "seen"
    assert [entry["message"] for entry in browser.get_log("browser") if '"oh"' in entry["message"]]


def test_a_phone_is_390_pixels_wide_and_a_dark_theme_is_seen(browser: Chrome, page: str) -> None:
    resize(browser, width=390)
    set_theme(browser, "dark")
    browser.get(page)
    assert browser.execute_script("return innerWidth") == 390
    assert browser.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches")


def test_sample_paths_follow_links_until_each_kind_is_found(serve: Callable[[Flask], str]) -> None:
    application = Flask("site")
    links = {
        "": "/eje/ambiente?al=1",
        "proyectos": "/proyecto/plaza /distrito/centro",
        "eje/ambiente": "/programa/agua /secretaria/obras",
    }

    @application.get("/")
    @application.get("/<path:path>")
    def answer(path: str = "") -> str:
        found = links.get(path, "/indicador/rios" if path.startswith("programa") else "")
        return "".join(f'<a href="{link}">x</a>' for link in found.split())

    paths = sample_paths(serve(application))
    assert paths["eje"] == "/eje/ambiente"
    assert paths["indicador"] == "/indicador/rios"
    assert set(paths) >= {"panorama", "proyectos", "eje", "programa", "secretaria", "proyecto", "indicador", "distrito"}
    links.clear()
    with pytest.raises(LookupError, match="eje, programa"):
        sample_paths(serve(application))
