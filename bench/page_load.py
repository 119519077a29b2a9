"""First view on a slow phone: 180 kB/s, 562 ms of latency, a 4x slower processor, an empty cache."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selenium.webdriver import Chrome

from bench.chromium import chromium, resize, throttle
from bench.harness import Figure
from bench.pages import sample_paths
from bench.running import demo_database, running_server

SLOW_4G = {"bytes_per_s": 180_000.0, "latency_ms": 562.0, "cpu_slowdown": 4.0}
HEADLINE_LIMIT_S = 1.0
TRANSFER_LIMIT_KB = 400.0
LAYOUT_SHIFT_LIMIT = 0.02
# What the same first view took with Dash as shipped, on the same network and processor (first number on the screen).
DASH_AS_SHIPPED_S = 26.0
DASH_AS_SHIPPED_KB = 8_800.0
ROUNDS = 3

# Runs before the page's own scripts. Frames are only drawn once style sheets are there, so a heading found in one frame
# has been seen by the next.
WATCH = """
window.__bench = {shift: 0, headline: null, paint: null};
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) __bench.shift += e.value; })
  .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries())
  if (e.name === 'first-contentful-paint') __bench.paint = e.startTime; }).observe({type: 'paint', buffered: true});
(function look() {
  const box = document.querySelector('h1')?.getBoundingClientRect();
  if (box && box.height > 0 && box.top < innerHeight)
    requestAnimationFrame(() => { __bench.headline = performance.now(); });
  else requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class FirstView:
    """What one visit with an empty cache measured: times in seconds, bytes over the network, layout shift."""

    first_paint_s: float
    headline_s: float
    settled_s: float
    transferred_bytes: float
    layout_shift: float


def first_view(url: str, *, width: int = 390, quiet_s: float = 3.0) -> FirstView:
    """Open `url` in a new browser on the slow network and wait until nothing was loaded for `quiet_s` seconds."""
    with chromium() as browser:
        resize(browser, width=width, height=844)
        browser.execute_cdp_cmd("Page.enable", {})
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        throttle(browser, **SLOW_4G)
        browser.get_log("performance")
        browser.get(url)
        events = _network_events(browser, quiet_s=quiet_s)
        seen: dict[str, float] = browser.execute_script("return window.__bench")
    started = min(event["timestamp"] for name, event in events if name == "Network.requestWillBeSent")
    finished = [event for name, event in events if name == "Network.loadingFinished"]
    return FirstView(
        first_paint_s=seen["paint"] / 1000,
        headline_s=max(seen["headline"], seen["paint"]) / 1000,
        settled_s=max(event["timestamp"] for event in finished) - started,
        transferred_bytes=sum(event["encodedDataLength"] for event in finished),
        layout_shift=seen["shift"],
    )


def _network_events(browser: Chrome, *, quiet_s: float) -> list[tuple[str, dict[str, Any]]]:
    events: list[tuple[str, dict[str, Any]]] = []
    open_requests: set[str] = set()
    last_activity = time.monotonic()
    while open_requests or time.monotonic() - last_activity < quiet_s:
        for entry in browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            name, event = message["method"], message["params"]
            if name == "Network.requestWillBeSent" and not event["request"]["url"].startswith("data:"):
                open_requests.add(event["requestId"])
            elif name in ("Network.loadingFinished", "Network.loadingFailed"):
                open_requests.discard(event["requestId"])
            else:
                continue
            events.append((name, event))
            last_activity = time.monotonic()
        time.sleep(0.1)
    return events


def run() -> Iterator[Figure]:
    """Measure the start page and one page with a chart, medians of ROUNDS visits each."""
    with demo_database() as database_url, running_server(database_url, workers=2) as server:
        paths = sample_paths(server.url)
        for name in ("panorama", "proyectos", "indicador"):
            views = [first_view(server.url + paths[name]) for _ in range(ROUNDS)]
            yield from _figures(name, views)


def _figures(name: str, views: list[FirstView]) -> Iterator[Figure]:
    yield Figure(f"{name}: first paint", statistics.median(view.first_paint_s for view in views), "s")
    yield Figure(
        f"{name}: headline readable",
        statistics.median(view.headline_s for view in views),
        "s",
        limit=HEADLINE_LIMIT_S,
        compared_with="Dash as shipped",
        reference=DASH_AS_SHIPPED_S,
    )
    yield Figure(
        f"{name}: last byte of what Dash loads later", statistics.median(view.settled_s for view in views), "s"
    )
    yield Figure(
        f"{name}: transferred, all of it",
        statistics.median(view.transferred_bytes for view in views) / 1000,
        "kB",
        limit=TRANSFER_LIMIT_KB,
        compared_with="Dash as shipped",
        reference=DASH_AS_SHIPPED_KB,
    )
    yield Figure(f"{name}: layout shift", max(view.layout_shift for view in views), "", limit=LAYOUT_SHIFT_LIMIT)
