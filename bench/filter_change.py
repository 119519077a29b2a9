"""A filter changed at full speed: from the choice to the redrawn board on the screen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from selenium.webdriver import Chrome

from bench.chromium import chromium
from bench.harness import Figure
from bench.pages import FIXED
from bench.running import demo_database, running_server

LIMIT_MS = 150.0
OPTIONS_OF_EACH = 6

# Chooses an option as a person does; answers with the milliseconds until the frame after the board's change is drawn.
CHOOSE = """
const [place, value, done] = arguments;
const select = document.querySelectorAll('.board form.filters select')[place];
const start = performance.now();
const watch = new MutationObserver(() => {
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
});
watch.observe(document.querySelector('.board'), {subtree: true, childList: true, characterData: true});
select.value = value;
select.dispatchEvent(new Event('change', {bubbles: true}));
"""
OPTIONS = """
return Array.from(document.querySelectorAll('.board form.filters select')).map(
  select => Array.from(select.options).filter(option => !option.selected).map(option => option.value));
"""


def run() -> Iterator[Figure]:
    """Change every filter of the list of projects to several of its values, each a first time, then once again."""
    with demo_database() as database_url, running_server(database_url, workers=2) as server, chromium() as browser:
        first_ms, again_ms = _changes_ms(browser, server.url + FIXED["proyectos"])
    yield Figure(
        f"median of {len(first_ms)} changes",
        statistics.median(first_ms),
        "ms",
        limit=LIMIT_MS,
        compared_with="the same again",
        reference=statistics.median(again_ms),
    )
    yield Figure("slowest of them", max(first_ms), "ms")


def _changes_ms(browser: Chrome, address: str) -> tuple[list[float], list[float]]:
    _open(browser, address)
    choices: list[tuple[int, str]] = [
        (place, value)
        for place, values in enumerate(browser.execute_script(OPTIONS))
        for value in values[:OPTIONS_OF_EACH]
    ]
    first_ms, again_ms = [_choose_each(browser, address, choices) for _ in range(2)]
    return first_ms, again_ms


def _choose_each(browser: Chrome, address: str, choices: list[tuple[int, str]]) -> list[float]:
    times_ms = []
    for place, value in choices:
        # From the whole list each time: filters upon filters would soon leave nothing to draw.
        _open(browser, address)
        times_ms.append(float(browser.execute_async_script(CHOOSE, place, value)))
    return times_ms


def _open(browser: Chrome, address: str) -> None:
    """Open a page and wait until Dash has drawn it."""
    browser.get(address)
    while not browser.execute_script("return document.documentElement.classList.contains('drawn')"):
        time.sleep(0.02)
