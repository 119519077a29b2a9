"""Pictures of one page of each kind: wide and narrow, light and dark, into var/screenshots."""

from __future__ import annotations

import argparse
import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path

from bench.chromium import chromium, resize, set_theme
from bench.pages import sample_paths
from bench.running import demo_database, running_server

WIDTHS = (1440, 390)
THEMES = ("light", "dark")
FOLDER = Path("var/screenshots")


@contextlib.contextmanager
def _server(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with demo_database() as database_url, running_server(database_url) as server:
        yield server.url


def take(url: str, folder: Path, paths: dict[str, str]) -> list[Path]:
    """Write NAME-WIDTH-THEME.png of the whole page for each path of the server at `url`; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with chromium() as browser:
        for name, path in paths.items():
            for width in WIDTHS:
                for theme in THEMES:
                    resize(browser, width=width)
                    set_theme(browser, theme)
                    browser.get(url + path)
                    browser.execute_async_script("document.fonts.ready.then(() => arguments[0]());")
                    picture = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
                    target = folder / f"{name}-{width}-{theme}.png"
                    target.write_bytes(base64.b64decode(picture["data"]))
                    written.append(target)
    return written


def main() -> None:
    """Take the pictures of the pages named on the command line (`NAME=PATH`), or of one of each kind."""
    parser = argparse.ArgumentParser(prog="python -m bench.screenshots", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="NAME=PATH")
    parser.add_argument("--server", help="URL of a running server; without it one is started on the demonstration")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    with _server(arguments.server) as url:
        chosen = dict(page.split("=", 1) for page in arguments.pages) or sample_paths(url)
        for path in take(url, arguments.folder, chosen):
            print(path)


if __name__ == "__main__":
    main()
