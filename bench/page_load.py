"""Views on a slow phone (180 kB/s, 562 ms of latency, a 4x slower processor): medians of 5; plain Dash once.

A page is waited for LONGEST_S seconds; what takes longer is told as that. On such a line plain Dash gives up loading a
chart after half a minute and begins anew, without end: once is enough.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome

from bench.chromium import chromium, resize, throttle
from bench.contenders import each_alone
from bench.harness import LONGEST_S, NEVER, Figure
from bench.pages import sample_paths
from bench.running import demo_database

SLOW_4G = {"bytes_per_s": 180_000.0, "latency_ms": 562.0, "cpu_slowdown": 4.0}
HEADLINE_LIMIT_S = 1.0
INTERACTIVE_LIMIT_S = 5.0
SECOND_PAGE_LIMIT_S = 1.5
FIRST_VIEW_LIMIT_KB, CHART_LIMIT_KB, AGAIN_LIMIT_KB = 400.0, 750.0, 30.0
LAYOUT_SHIFT_LIMIT = 0.02
ROUNDS = {"ours": 5, "plain Dash": 1, "static page": 5}
QUIET_S = 1.0
# Longer than a page may be shown without asking for it again (`PUBLIC_MAX_AGE_S`).
LATER_S = 20.0
# The page whose chart is Plotly's.
EXPLORE = "/explorar?grafico=barras"

# Runs before the page's own scripts. Frames are only drawn once style sheets are there, so a heading found in one frame
# has been seen by the next. A page is ready when Dash has drawn it, with the charts of what is to be seen first.
WATCH = """
window.__bench = {shift: 0, headline: null, paint: null, ready: null};
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) __bench.shift += e.value; })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries())
  if (e.name === 'first-contentful-paint') __bench.paint = e.startTime; }).observe({type: 'paint', buffered: true});
const isReady = () => {
  if (document.readyState !== 'complete') return false;
  const charts = document.querySelectorAll('[data-scripts], .dash-graph');
  const drawn = Array.from(charts).every(chart => chart.querySelector('.main-svg'));
  const byDash = document.documentElement.classList.contains('drawn')
    || (charts.length > 0 && !document.getElementById('primera-vista'));
  return drawn && (byDash || !document.querySelector('script'));
};
(function look() {
  const box = document.querySelector('h1')?.getBoundingClientRect();
  if (!__bench.headline && box && box.height > 0 && box.top < innerHeight)
    requestAnimationFrame(() => { __bench.headline = performance.now(); });
  if (isReady()) requestAnimationFrame(() => { __bench.ready = performance.now(); });
  else requestAnimationFrame(look);
})();
"""
# Follows the navigation to the list of projects; answers with the milliseconds until its heading is on the screen.
SECOND_PAGE = """
const done = arguments[0], before = document.querySelector('h1').textContent, start = performance.now();
document.querySelector('nav a[href^="/proyectos"]').click();
(function look() {
  if (document.querySelector('h1')?.textContent !== before)
    requestAnimationFrame(() => done(performance.now() - start));
  else requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Visit:
    """What one visit with an empty cache measured: times in seconds, bytes over the network, layout shift.

    `again_bytes` are those of the same address at once again, `later_bytes` those of a return after LATER_S seconds,
    when the server is asked whether anything changed; None for a page that was never ready. `second_page_s` is the time
    to another page of the session.
    """

    headline_s: float
    ready_s: float
    transferred_bytes: float
    layout_shift: float
    again_bytes: float | None
    later_bytes: float | None
    second_page_s: float | None


def visit(url: str, *, with_second_page: bool = False) -> Visit:
    """Open `url` in a new browser on the slow network until it is ready and nothing is loaded, then twice again."""
    with _slow_phone() as browser:
        seen, first_bytes = _seen(browser, url)
        again_bytes = later_bytes = None
        if seen["ready"]:
            again_bytes = _returned_bytes(browser, url)
            time.sleep(LATER_S)
            later_bytes = _returned_bytes(browser, url)
        second_ms = browser.execute_async_script(SECOND_PAGE) if with_second_page else None
    return Visit(
        headline_s=max(seen["headline"] or NEVER, seen["paint"] or 0) / 1000,
        ready_s=(seen["ready"] or NEVER) / 1000,
        transferred_bytes=first_bytes,
        layout_shift=seen["shift"],
        again_bytes=again_bytes,
        later_bytes=later_bytes,
        second_page_s=None if second_ms is None else second_ms / 1000,
    )


def _returned_bytes(browser: Chrome, url: str) -> float:
    """What comes over the network when a reader who left comes back."""
    browser.get("about:blank")
    return _seen(browser, url)[1]


def layout_shifts(urls: Mapping[str, str]) -> dict[str, float]:
    """Layout shift of each page by its name, each with nothing kept of the others."""
    shifts = {}
    with _slow_phone() as browser:
        for name, url in urls.items():
            browser.execute_cdp_cmd("Network.clearBrowserCache", {})
            shifts[name] = float(_seen(browser, url)[0]["shift"])
    return shifts


@contextlib.contextmanager
def _slow_phone() -> Iterator[Chrome]:
    with chromium() as browser:
        resize(browser, width=390, height=844)
        browser.set_script_timeout(LONGEST_S)
        browser.set_page_load_timeout(LONGEST_S)
        browser.execute_cdp_cmd("Page.enable", {})
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        throttle(browser, **SLOW_4G)
        yield browser


def _seen(browser: Chrome, url: str) -> tuple[dict[str, Any], float]:
    """Open an address; what the page was seen to do, and the bytes that came over the network.

    Ends when the page is ready and nothing was loaded for QUIET_S seconds, or LONGEST_S seconds after its beginning.
    """
    browser.get_log("performance")
    end = time.monotonic() + LONGEST_S
    with contextlib.suppress(TimeoutException):
        browser.get(url)
    total, open_requests, last_activity = 0.0, set[str](), time.monotonic()
    while True:
        for entry in browser.get_log("performance"):
            message: dict[str, Any] = json.loads(entry["message"])["message"]
            name, event = message["method"], message["params"]
            if name == "Network.requestWillBeSent" and not event["request"]["url"].startswith(("data:", "about:")):
                open_requests.add(event["requestId"])
            elif name in ("Network.loadingFinished", "Network.loadingFailed"):
                open_requests.discard(event["requestId"])
                total += event.get("encodedDataLength", 0)
            else:
                continue
            last_activity = time.monotonic()
        seen: dict[str, Any] = browser.execute_script("return window.__bench")
        is_quiet = not open_requests and time.monotonic() - last_activity >= QUIET_S
        if (is_quiet and None not in seen.values()) or time.monotonic() > end:
            return seen, total
        time.sleep(0.1)


def run() -> Iterator[Figure]:
    """The start page beside plain Dash and a static page, then one page of each kind of ours; medians of ROUNDS."""
    home: dict[str, list[Visit]] = {}
    with demo_database() as database_url, each_alone(database_url) as contenders:
        for one in contenders:
            url, is_ours = one.server.url, one.name == "ours"
            home[one.name] = [visit(url + "/", with_second_page=is_ours) for _round in range(ROUNDS[one.name])]
            if is_ours:
                chart = [visit(url + EXPLORE) for _round in range(ROUNDS[one.name])]
                shifts = layout_shifts({name: url + path for name, path in sample_paths(url).items()})
    yield _figure("headline readable", home, "headline_s", "s", HEADLINE_LIMIT_S)
    yield _figure("interactive, all charts drawn", home, "ready_s", "s", INTERACTIVE_LIMIT_S)
    yield _figure("transferred", home, "transferred_bytes", "kB", FIRST_VIEW_LIMIT_KB)
    yield _figure("transferred, the same page again at once", home, "again_bytes", "kB", AGAIN_LIMIT_KB)
    later = f"transferred, the same page after {LATER_S:.0f} s, asked for again"
    yield _figure(later, home, "later_bytes", "kB", AGAIN_LIMIT_KB)
    yield _figure("layout shift", home, "layout_shift", "", LAYOUT_SHIFT_LIMIT)
    second_s = statistics.median(one.second_page_s or 0 for one in home["ours"])
    yield Figure("second page of a session", second_s, "s", limit=SECOND_PAGE_LIMIT_S)
    yield _figure("with a Plotly chart: interactive", {"ours": chart}, "ready_s", "s", INTERACTIVE_LIMIT_S)
    yield _figure("with a Plotly chart: transferred", {"ours": chart}, "transferred_bytes", "kB", CHART_LIMIT_KB)
    worst = max(shifts, key=lambda name: shifts[name])
    yield Figure(f"layout shift, the most of any page ({worst})", shifts[worst], "", limit=LAYOUT_SHIFT_LIMIT)


def _figure(name: str, visits: dict[str, list[Visit]], of: str, unit: str, limit: float) -> Figure:
    divisor = 1000 if unit == "kB" else 1
    medians: dict[str, float] = {}
    for who, own in visits.items():
        numbers = [number for one in own if (number := getattr(one, of)) is not None]
        if numbers:
            medians[who] = statistics.median(numbers) / divisor
    return Figure(
        name,
        medians.get("ours", NEVER),
        unit,
        limit=limit,
        plain_dash=medians.get("plain Dash"),
        static_page=medians.get("static page"),
    )
