"""Debian's headless Chromium through selenium, for tests, measurements and screenshots: a fresh profile, no network."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

FLAGS = (
    "--headless",
    # Chromium refuses its sandbox to root, which is what containers run as.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class ChromiumMissing(RuntimeError):
    """Chromium or its driver is not installed."""


@contextlib.contextmanager
def chromium(*, width: int = 1440, height: int = 900, scale: float = 1.0, javascript: bool = True) -> Iterator[Chrome]:
    """Open a browser with a window of `width` x `height` CSS pixels; its console is kept (`get_log("browser")`).

    Raises ChromiumMissing when the Debian packages chromium and chromium-driver are not there.
    """
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        raise ChromiumMissing("chromium and chromedriver are needed (Debian: apt install chromium chromium-driver)")
    profile = tempfile.mkdtemp(prefix="metas-chromium-")
    options = ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "--lang=es-AR"):
        options.add_argument(flag)
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = Chrome(options=options, service=ChromeService(executable_path=driver))
    try:
        resize(browser, width=width, height=height, scale=scale)
        yield browser
    finally:
        browser.quit()
        shutil.rmtree(profile, ignore_errors=True)


def resize(browser: Chrome, *, width: int, height: int = 900, scale: float = 1.0) -> None:
    """Give the page exactly `width` x `height` CSS pixels (a window cannot be made narrower than 500)."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 600},
    )


def set_theme(browser: Chrome, theme: str) -> None:
    """Make the page believe that the reader prefers "light" or "dark"."""
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    )


def throttle(browser: Chrome, *, bytes_per_s: float, latency_ms: float, cpu_slowdown: float) -> None:
    """Slow the network and the processor down, as a cheap phone on a far antenna."""
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": latency_ms, "downloadThroughput": bytes_per_s, "uploadThroughput": bytes_per_s},
    )
    browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": cpu_slowdown})
