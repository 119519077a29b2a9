"""Pictures of one page of each kind: wide and narrow, light and dark, into var/screenshots; or those of the guide."""

from __future__ import annotations

import argparse
import base64
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver import Chrome

from bench.chromium import chromium, resize, set_theme
from bench.pages import sample_paths
from bench.running import demo_database, running_server

WIDTHS = (1440, 390)
THEMES = ("light", "dark")
FOLDER = Path("var/screenshots")
GUIDE_FOLDER = Path("docs/imagenes")
DRAWN_S = 20.0


@dataclass(frozen=True)
class GuidePicture:
    """A picture of the guide: the page (a key of `sample_paths`, or a path), how it is seen, how much of it."""

    page: str
    height: int
    width: int = 1440
    theme: str = "light"


GUIDE = {
    "panorama": GuidePicture("panorama", 1500),
    "panorama-oscuro": GuidePicture("panorama", 1000, theme="dark"),
    "panorama-telefono": GuidePicture("panorama", 1700, width=390),
    "cumplimiento": GuidePicture("cumplimiento", 1500),
    "metas-estrategicas": GuidePicture("metas-estrategicas", 1500),
    "indicador": GuidePicture("indicador", 1500),
    "proyectos": GuidePicture("proyectos", 1200),
    "proyectos-cronograma": GuidePicture("proyectos-cronograma", 1300),
    "proyectos-presupuesto": GuidePicture("proyectos-presupuesto", 1300),
    "proyectos-mapa": GuidePicture("proyectos-mapa", 1300),
    "eje": GuidePicture("eje", 1500),
    "ods": GuidePicture("ods", 1500),
    "comite": GuidePicture("comite", 1300),
    "comparar": GuidePicture("comparar", 1300),
    "explorar": GuidePicture("explorar", 1200),
}


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
                    target = folder / f"{name}-{width}-{theme}.png"
                    _picture(browser, url + path, target, width=width, theme=theme)
                    written.append(target)
    return written


def take_for_guide(url: str) -> list[Path]:
    """Write the pictures of GUIDE into the folder the guide shows them from; returns the files."""
    paths = sample_paths(url)
    written = []
    with chromium() as browser:
        for name, wanted in GUIDE.items():
            target = GUIDE_FOLDER / f"{name}.png"
            address = url + paths[wanted.page]
            _picture(browser, address, target, width=wanted.width, theme=wanted.theme, height=wanted.height)
            written.append(target)
    return written


def _picture(browser: Chrome, address: str, target: Path, *, width: int, theme: str, height: int | None = None) -> None:
    """Write a page, or its first `height` pixels, once Dash has drawn it."""
    resize(browser, width=width)
    set_theme(browser, theme)
    browser.get(address)
    end = time.monotonic() + DRAWN_S
    while not browser.execute_script("return document.documentElement.classList.contains('drawn')"):
        if time.monotonic() > end:
            raise TimeoutError(f"{address} was not drawn in {DRAWN_S:.0f} s")
        time.sleep(0.05)
    browser.execute_async_script("document.fonts.ready.then(() => arguments[0]());")
    whole = browser.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(whole, height or whole), "scale": 1}
    picture = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    target.write_bytes(base64.b64decode(picture["data"]))


def main() -> None:
    """Take the pictures of the pages named on the command line (`NAME=PATH`), or of one of each kind."""
    parser = argparse.ArgumentParser(prog="python -m bench.screenshots", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="NAME=PATH")
    parser.add_argument("--server", help="URL of a running server; without it one is started on the demonstration")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--guide", action="store_true", help="take those of the guide instead, into docs/imagenes")
    arguments = parser.parse_args()
    with _server(arguments.server) as url:
        if arguments.guide:
            written = take_for_guide(url)
        else:
            chosen = dict(page.split("=", 1) for page in arguments.pages) or sample_paths(url)
            written = take(url, arguments.folder, chosen)
    for path in written:
        print(path)


if __name__ == "__main__":
    main()
