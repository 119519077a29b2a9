"""Files that never change under their name: style, scripts and font, each with its fingerprint, compressed once.

The browser half of Dash (React and the renderer) is joined into one file. Component suites no reading page uses (dcc,
dash_table, plotly, polyfills for browsers of 2017) are not sent.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli

ASSETS_FOLDER = Path(__file__).resolve().parents[1] / "assets"
STATIC_PREFIX = "/_static/"
# What Dash needs to start, in the order of its own page.
DASH_SCRIPTS = ("/deps/react@", "/deps/react-dom@", "/deps/prop-types@", "/dash_renderer.")
_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}


@dataclass(frozen=True)
class StaticFile:
    """A file with its type; `name` carries the fingerprint of its content."""

    stem: str
    suffix: str
    content: bytes
    # The content in brotli where it is kept so.
    packed: bytes | None = None

    @cached_property
    def name(self) -> str:
        """The name under which the content can be kept for ever."""
        return f"{self.stem}.{hashlib.sha256(self.content).hexdigest()[:12]}{self.suffix}"

    @property
    def address(self) -> str:
        """The path of the file on this server."""
        return STATIC_PREFIX + self.name

    @property
    def mime_type(self) -> str:
        """The media type of the file."""
        return _TYPES[self.suffix]

    @cached_property
    def brotli(self) -> bytes:
        """The content in brotli; a level that costs a tenth of a second once and 4 % more than the highest."""
        return self.packed or bytes(brotli.compress(self.content, quality=9, lgwin=22))

    @cached_property
    def gzip(self) -> bytes:
        """The content in gzip."""
        return gzip.compress(self.content, compresslevel=9, mtime=0)


def asset(name: str) -> StaticFile:
    """Return a file of the assets folder; a large one is kept there in brotli, at the level that takes seconds."""
    path = ASSETS_FOLDER / name
    if path.exists():
        return StaticFile(path.stem, path.suffix, path.read_bytes())
    packed = path.with_name(f"{name}.br").read_bytes()
    return StaticFile(path.stem, path.suffix, bytes(brotli.decompress(packed)), packed)


def minified_css(text: str) -> str:
    """Return a style sheet without comments and the white space no rule needs."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).replace(";}", "}").strip()


def style_files() -> list[Path]:
    """Return the style sheets in the order of their rules: tokens, base, a file for each component, phone, print."""
    components = sorted((ASSETS_FOLDER / "components").glob("*.css"))
    first, last = ("tokens.css", "base.css"), ("phone.css", "print.css")
    return [*(ASSETS_FOLDER / name for name in first), *components, *(ASSETS_FOLDER / name for name in last)]


def style_sheet(font: StaticFile) -> str:
    """Return the whole style as it is put into each page, its font by fingerprint."""
    sheets = [path.read_text(encoding="utf-8") for path in style_files()]
    return minified_css("\n".join(sheets)).replace("url(archivo.woff2)", f"url({font.address})")


def hash_source(text: str) -> str:
    """Return the source expression that allows this inline text in a content security policy."""
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def injected_styles(bundle: StaticFile) -> list[str]:
    """Return the style texts Dash's renderer puts into a page by itself, for the policy to allow.

    They are its undo button's, and the empty one each begins as.
    """
    quoted = re.findall(r'\.push\(\[\w\.id,("(?:[^"\\]|\\.)*"),""', bundle.content.decode("utf-8"))
    return ["", *(str(json.loads(text)) for text in quoted)]


def dash_bundle(script_addresses: Iterable[str], read: Callable[[str], bytes], start: str) -> StaticFile:
    """Return Dash's own scripts joined, followed by `start`, which sets the renderer going.

    `script_addresses` are those of Dash's index, `read` gives the content behind one. Raises LookupError when Dash no
    longer names a script we count on.
    """
    addresses = list(script_addresses)
    parts: list[bytes] = []
    for wanted in DASH_SCRIPTS:
        found = [address for address in addresses if wanted in address]
        if len(found) != 1:
            raise LookupError(f"Dash's page names {len(found)} scripts like {wanted!r}")
        parts.append(re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", read(found[0])))
    parts.append(start.encode("utf-8"))
    return StaticFile("dash", ".js", b"\n;\n".join(parts))
