"""No page is wider than its screen, whatever its width and whatever is opened in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.dashboards.page_check import opened

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

    from tests.dashboards.boards import Boards

pytestmark = pytest.mark.browser

PAGES = ("/", "/proyectos", "/metas-estrategicas", "/ods", "/buscar?q=agua", "/diccionario", "/eje/ambiente-y-agua")
# A narrow phone, both sides of where tables become tables, a small laptop's window at some zoom.
WIDTHS = (320, 768, 900, 901, 1024)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_screen(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str], path: str
) -> None:
    opened(browser, serve(demo_boards.app.server) + path)
    browser.execute_script("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert browser.execute_script("return document.querySelectorAll('.plans[open] li').length") > 1
    widths = []
    for width in WIDTHS:
        screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        widths.append(browser.execute_script("return document.documentElement.scrollWidth"))
    assert widths == list(WIDTHS)
