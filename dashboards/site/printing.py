"""A page on paper: the installed browser opens it as a reader would and writes it as PDF."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A page answers in a fraction of a second; a browser that starts on a busy machine takes several.
ANSWER_S = 30
PRINT_S = 90
# The time a page is given to draw itself, as its own clock counts it: with nothing left to do it passes at once.
DRAWING_MS = 10_000


class CannotPrint(RuntimeError):
    """A page that cannot be printed; its text is one Spanish sentence that says why."""


def find_browser() -> str:
    """Return the path of an installed browser. Raises CannotPrint."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found is not None:
            return found
    raise CannotPrint("falta un navegador que imprima: instálelo con «sudo apt install chromium» y repita.")


def page_address(site: str, page: str) -> str:
    """Return the address of a page ("/proyectos?eje=…") on a site ("https://…"). Raises CannotPrint when it is none."""
    if not site.startswith(("http://", "https://")):
        raise CannotPrint(f"«{site}» no es la dirección de un sitio: empiece con http:// o https://.")
    if not page.startswith("/") or page.startswith("//"):
        raise CannotPrint(f"«{page}» no es una página: empiece con «/», como «/proyectos?estado=atrasada».")
    return site.rstrip("/") + quote(page, safe="/?&=%:,+~-_.#")


def print_page(address: str, file: Path) -> None:
    """Write the page at an address as PDF, taking the place of a file that is there.

    Raises CannotPrint when there is no browser or the page does not answer.
    """
    browser = find_browser()
    _refuse_silent(address)
    with tempfile.TemporaryDirectory(prefix="metas-print-") as folder:
        made = Path(folder) / "page.pdf"
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--lang=es-AR",
            "--no-pdf-header-footer",
            f"--virtual-time-budget={DRAWING_MS}",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={made}",
            # It refuses its own sandbox to root, which is what containers run as.
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            address,
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PRINT_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotPrint(f"el navegador {browser} no pudo imprimir la página.") from error
        if done.returncode != 0 or not made.exists() or made.read_bytes()[:5] != b"%PDF-":
            raise CannotPrint(f"el navegador {browser} no pudo imprimir la página.")
        # Beside the file first: whoever reads it sees the old one or the new one whole.
        beside = file.with_name(f".{file.name}.part")
        shutil.copyfile(made, beside)
        beside.replace(file)


def _refuse_silent(address: str) -> None:
    """Raise CannotPrint unless the address answers with a page; a browser would print its own words of an error."""
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_S):
            return
    except urllib.error.HTTPError as error:
        raise CannotPrint(f"la página «{address}» respondió {error.code}: no hay nada que imprimir.") from error
    except (OSError, ValueError) as error:
        raise CannotPrint(f"«{address}» no responde: ¿está en marcha el sitio?") from error
