"""The HTML document around a screen: what a browser is told before the words, and what it may load and run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboards.i18n import Language
from dashboards.static_files import StaticFile, hash_source

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23187354' "
    "d='M0 0h16v16H0z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2' "
    "d='M3 11l3.5-4 2.5 2.5L13 4.5'/%3E%3C/svg%3E"
)

# A board with a chart names the scripts that draw it, in a tag: in words "<" is written otherwise, in values '"' is, so
# no name or search can say what a page runs.
_NAMED_SCRIPTS = re.compile(r'<div [^<>]*data-scripts="([^"]+)"')


@dataclass(frozen=True)
class IndexParts:
    """What the page needs of Dash and of our own files."""

    dash_config: str
    scripts: tuple[StaticFile, ...]
    font: StaticFile
    style: str


def security_policy(styles: Sequence[str]) -> str:
    """Return the content security policy: our own scripts alone, no inline one; inline styles by their hash.

    Bars and marks have their lengths in style attributes, which is why those are allowed inline.
    """
    rules = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": " ".join(["'self'", *(hash_source(style) for style in styles)]),
        "style-src-attr": "'unsafe-inline'",
        # A chart becomes a picture to keep through an address of the browser's own.
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def document(
    index: IndexParts,
    language: Language,
    title: str,
    description: str,
    body: str,
    *,
    canonical: str | None = None,
    is_indexed: bool = True,
) -> str:
    """Return the whole document of a screen whose HTML is `body`.

    `canonical` is its address; a document without one has no script either, and Dash never takes it over.
    """
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(description)}">',
        f"<style>{index.style}</style>",
        # A preloaded optional font holds the first paint for up to 100 ms: a phone reads in its own letters at
        # once, and in ours when it comes again.
        f'<link rel="preload" href="{index.font.address}" as="font" type="font/woff2" crossorigin'
        ' media="(min-width:901px)">',
        f'<link rel="icon" href="{_ICON}">',
        '<meta name="color-scheme" content="light dark">',
    ]
    entry = ""
    if canonical is not None:
        if not is_indexed:
            head.append('<meta name="robots" content="noindex">')
        head.append(f'<link rel="canonical" href="{escape(canonical)}">')
        named = _NAMED_SCRIPTS.search(body)
        addresses = [*(script.address for script in index.scripts), *(named[1].split() if named else ())]
        head += [f'<script src="{address}" defer></script>' for address in addresses]
        entry = f'<div id="react-entry-point"></div>{index.dash_config}'
    return (
        f'<!doctype html><html lang="{language.html_lang}"><head>{"".join(head)}</head>'
        f'<body><div id="primera-vista">{body}</div>{entry}</body></html>'
    )
