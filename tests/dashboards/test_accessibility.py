"""What pages are for those who see otherwise or listen; the rest of it is in the checks of every page and state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.dashboards.boards import Boards
from tests.dashboards.page_check import Heard, heard, opened

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser


def test_the_panorama_is_heard_as_it_is_read(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    opened(browser, serve(demo_boards.app.server) + "/")
    page = heard(browser)
    assert [each.role for each in page if each.role in ("banner", "main", "contentinfo")] == [
        "banner", "main", "contentinfo",
    ]  # fmt: skip
    content = page[[each.role for each in page].index("main") :]
    headline = next(each for each in content if each.role == "heading")
    assert headline == Heard("heading", demo_boards.heading("/"), 1)
    after = content[content.index(headline) :]
    counts = [each.name for each in after if each.role == "link"][:20]
    words = ("Cumplida", "En camino", "En riesgo", "Atrasada", "Sin iniciar", "Sin datos", "Cancelada")
    told = [name for name in counts if any(f" {word}" in name for word in words)][:7]
    assert [name.split(" ", 1)[1].split(" +")[0].split(" −")[0].split(" igual")[0] for name in told] == list(words)
    assert all(name.split(" ")[0].replace(".", "").isdigit() for name in told)
    # Every table says what it is and what each of its columns and rows is.
    roles = [each.role for each in after]
    for at in [at for at, role in enumerate(roles) if role == "table"]:
        rest = roles[at + 1 :]
        own = rest[: rest.index("table")] if "table" in rest else rest
        assert after[at].name, "a table without a caption"
        assert {"columnheader", "rowheader", "cell"} <= set(own), after[at].name


def test_shapes_and_words_stay_in_the_readers_own_colours(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(demo_boards.app.server)
    features = [{"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    opened(browser, site + "/componentes")
    # Shapes have the colour of the words, lines of bars are there, and the word stands beside every shape.
    seen = browser.execute_script(
        """
        const ground = getComputedStyle(document.body).backgroundColor;
        const all = selector => [...document.querySelectorAll(".themes " + selector)];
        const words = all(".st").filter(each => {
          const shape = getComputedStyle(each, "::before");
          return shape.backgroundColor === ground || shape.maskImage === "none" || !each.textContent.trim();
        });
        const marks = [...all(".bul i"), ...all(".dt i"), ...all(".tl b"), ...all(".fm i")].filter(each => {
          const looks = getComputedStyle(each);
          return looks.backgroundColor === ground && looks.boxShadow === "none";
        });
        return [matchMedia("(forced-colors: active)").matches, words.length, marks.length, all(".st").length > 100];
        """
    )
    assert seen == [True, 0, 0, True]


def test_more_contrast_and_less_movement_are_given_to_who_asks(
    demo_boards: Boards, browser: Chrome, serve: Callable[[Flask], str]
) -> None:
    site = serve(demo_boards.app.server)
    asked = [{"name": "prefers-contrast", "value": "more"}, {"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": asked})
    opened(browser, site + "/")
    found = browser.execute_script(
        """
        document.documentElement.classList.add("busy");
        const looks = (selector, part) => getComputedStyle(document.querySelector(selector), part);
        return [
          looks(".kick").color === looks("h1").color,
          looks("table td").borderTopColor === looks("h1").color,
          looks("body", "::before").animationName,
          looks("main").transitionDuration,
        ];
        """
    )
    assert found == [True, True, "none", "0s"]
