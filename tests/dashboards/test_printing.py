"""A page on paper: by the installed browser, and what the style sheet leaves of the screen."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboards.site import printing
from tests.dashboards.boards import Boards
from tests.dashboards.page_check import opened

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome


def test_a_browser_that_writes_nothing_is_said(
    demo_boards: Boards, serve: Callable[[Flask], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda _name: "/bin/true")
    with pytest.raises(printing.CannotPrint, match="no pudo imprimir la página"):
        printing.print_page(serve(demo_boards.app.server) + "/reglas", tmp_path / "x.pdf")
    with pytest.raises(printing.CannotPrint, match="respondió 404: no hay nada que imprimir"):
        printing.print_page(serve(demo_boards.app.server) + "/no-hay", tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


def test_an_address_may_hold_what_a_person_types() -> None:
    address = printing.page_address("https://metas.example/", "/buscar?q=agua potable&al=2026-03-31")
    assert address == "https://metas.example/buscar?q=agua%20potable&al=2026-03-31"


@pytest.mark.browser
def test_paper_has_the_words_the_shapes_and_its_address_and_nothing_to_press(
    demo_boards: Boards, serve: Callable[[Flask], str], browser: Chrome
) -> None:
    opened(browser, serve(demo_boards.app.server) + "/proyectos?estado=atrasada")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        seen = browser.execute_script(
            "const shown = rule => [...document.querySelectorAll(rule)].filter(one => one.checkVisibility()).length; "
            "return [shown('nav, form, .noprint, header ul'), shown('h1'), shown('.paper'), "
            "getComputedStyle(document.querySelector('.st'), '::before').printColorAdjust, "
            "getComputedStyle(document.body).backgroundColor]"
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert seen[:3] == [0, 1, 1]
    assert seen[3:] == ["exact", "rgb(255, 255, 255)"]


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/comite?plan=demo-datos", "/ods?plan=demo", "/comparar?plan=demo"])
def test_a_board_of_a_meeting_takes_two_sheets(
    demo_boards: Boards, serve: Callable[[Flask], str], browser: Chrome, address: str
) -> None:
    opened(browser, serve(demo_boards.app.server) + address)
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    assert len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"]))) == 2
