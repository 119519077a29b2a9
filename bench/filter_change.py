"""A filter changed: from the choice to the redrawn board on the screen, first at full speed, then slowed down."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from selenium.webdriver import Chrome

from bench.chromium import chromium
from bench.harness import Figure
from bench.pages import FIXED
from bench.running import demo_database, running_server

# By how much the processor is slowed down, and the limit then.
LIMITS_MS = {1.0: 100.0, 4.0: 300.0}
DATE_LIMIT_MS = 150.0
OPTIONS_OF_EACH = 2
PAGES = ("panorama", "proyectos", "indicadores")
# Another day makes the whole plan anew from its history, so it is measured apart from filters that choose rows.
DATE = "al"

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
return Array.from(document.querySelectorAll('.board form.filters select')).map(select => [select.name,
  Array.from(select.options).filter(option => !option.selected).map(option => option.value)]);
"""


@dataclass(frozen=True)
class Choice:
    """An option of one of the filters of a page: the filter's place among them, its name, and the option's value."""

    place: int
    name: str
    value: str


def run() -> Iterator[Figure]:
    """Change every filter of each page to several of its values, each a first time, then once again."""
    with demo_database() as database_url, chromium() as browser:
        for slowdown, limit_ms in LIMITS_MS.items():
            browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": slowdown})
            slowed = f", processor {slowdown:g} times slower" if slowdown > 1 else ""
            # A server of its own, which has kept no answer to what is chosen.
            with running_server(database_url, workers=2) as server:
                for name in PAGES:
                    choices = _choices(browser, server.url + FIXED[name])
                    rows = [choice for choice in choices if choice.name != DATE]
                    yield from _figures(browser, server.url + FIXED[name], name + slowed, rows, limit=limit_ms)
        browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 1})
        with running_server(database_url, workers=2) as server:
            home = server.url + FIXED["panorama"]
            dates = [choice for choice in _choices(browser, home) if choice.name == DATE]
            if dates:
                yield from _figures(browser, home, "panorama, another date", dates, limit=DATE_LIMIT_MS)


def _figures(browser: Chrome, address: str, name: str, choices: list[Choice], *, limit: float) -> list[Figure]:
    first_ms, again_ms = [_choose_each(browser, address, choices) for _ in range(2)]
    median = Figure(
        f"{name}: median of {len(choices)} changes",
        statistics.median(first_ms),
        "ms",
        limit=limit,
        compared_with="the same again",
        reference=statistics.median(again_ms),
    )
    return [median, Figure(f"{name}: slowest of them", max(first_ms), "ms")]


def _choices(browser: Chrome, address: str) -> list[Choice]:
    """The first options of each filter of a page."""
    _open(browser, address)
    return [
        Choice(place, name, value)
        for place, (name, values) in enumerate(browser.execute_script(OPTIONS))
        for value in values[:OPTIONS_OF_EACH]
    ]


def _choose_each(browser: Chrome, address: str, choices: list[Choice]) -> list[float]:
    times_ms = []
    for choice in choices:
        # From the whole list each time: filters upon filters would soon leave nothing to draw.
        _open(browser, address)
        times_ms.append(float(browser.execute_async_script(CHOOSE, choice.place, choice.value)))
    return times_ms


def _open(browser: Chrome, address: str) -> None:
    """Open a page and wait until Dash has drawn it."""
    browser.get(address)
    while not browser.execute_script("return document.documentElement.classList.contains('drawn')"):
        time.sleep(0.02)
