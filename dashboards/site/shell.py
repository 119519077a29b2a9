"""The frame around every page: from address and reader to complete HTML, and to the same tree as Dash draws it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Protocol

from dashboards import formatting, urls
from dashboards.components import elements as h
from dashboards.components import masthead as head
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.forms import CONTENT_ID
from dashboards.i18n import SPANISH, Language, speaking
from dashboards.i18n import gettext as _
from dashboards.page import Page, PageContext, PageGone, PageMoved, PageNotFound, PageView
from dashboards.site import frame
from dashboards.site.answers import Answer, AnswerCache, Body
from dashboards.site.frame import APPLICATION_NAME
from dashboards.site.rendering import nodes_to_html, nodes_to_json, to_html, to_nodes
from dashboards.site.static_files import StaticFile, hash_source
from dashboards.urls import Address

if TYPE_CHECKING:
    from data_models.queries.plans import PlanSummary
    from data_models.store import Store
    from data_models.visibility import Reader

BOARD_PREFIX = "/_board"
# A reader may see a change this much later; a cache in front may serve that long and renew behind the scenes.
PUBLIC_MAX_AGE_S = 15
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23187354' "
    "d='M0 0h16v16H0z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2' "
    "d='M3 11l3.5-4 2.5 2.5L13 4.5'/%3E%3C/svg%3E"
)

# A board with a chart names the scripts that draw it.
_NAMED_SCRIPTS = re.compile(r' data-scripts="([^"]+)"')

_log = logging.getLogger(__name__)


class Source(Protocol):
    """Where the shell learns which plans a reader may see and whether anything has changed."""

    store: Store

    def data_version(self) -> int:
        """Return the number that rises with every change of the data."""

    def today(self) -> date:
        """Return the day it is for the data."""

    def plans(self, reader: Reader) -> Sequence[PlanSummary]:
        """Return all plans the reader may see, in order."""

    def find_plan(self, reader: Reader, code: str | None) -> PlanSummary | None:
        """Return the plan of a code, or the default one for None."""


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


class Shell:
    """Answers addresses with pages; keeps the answers by data version, address and reader."""

    def __init__(
        self,
        source: Source,
        pages: Sequence[Page],
        *,
        cache_bytes: int,
    ) -> None:
        self.pages = tuple(pages)
        self._source = source
        self._cache = AnswerCache(cache_bytes)
        self._index: IndexParts | None = None

    def use_index(self, index: IndexParts) -> None:
        """Set what each page carries of Dash and of our files."""
        self._index = index

    def answer(self, path: str, query: str, reader: Reader) -> Answer:
        """Return the answer to a decoded path and a raw query for a reader; an error inside a page propagates."""
        if path != "/" and path.endswith("/"):
            return Answer(301, location=urls.build("/" + path.strip("/"), {}) + (f"?{query}" if query else ""))
        address = urls.parse(path, query)
        # The reader's rights, the data and the day (plans without a cut-off move with it) make the answer.
        key = (self._source.data_version(), self._source.today(), reader, address)
        found = self._cache.get((key[:3], address.text, address.not_understood))
        if found is None:
            with speaking(address.language), self._source.store.at_version(key[0]):
                found = self._build(address, reader, data_version=key[0])
            self._cache.keep((key[:3], address.text, address.not_understood), found)
        return found

    def error_page(self, status: int, path: str = "/") -> str:
        """Return the page for an error that has no page of its own; it needs no data and no script."""
        title, words = _error_words(status)
        with speaking(SPANISH):
            tree = [
                head.skip_link(),
                head.masthead(APPLICATION_NAME, "/"),
                h.main(h.div(_error_body(title, words), className="w"), id=CONTENT_ID),
                head.page_footer([APPLICATION_NAME]),
            ]
            heading = f"{title} · {APPLICATION_NAME}"
            return self._html(SPANISH, heading, words, to_html(tree), canonical=path, with_dash=False)

    # Building

    def _build(self, address: Address, reader: Reader, *, data_version: int) -> Answer:
        plans = tuple(self._source.plans(reader))
        plan = self._source.find_plan(reader, address.plan)
        if plan is None:
            return self._plain_answer(address, plans, data_version)
        today = self._source.today()
        # A plan may be cut off at a day that this machine's clock has not reached.
        address = address.without_days_to_come(last_as_of=max(today, plan.as_of), last_known_on=today)
        page, arguments = self._page_for(address.path)
        if page is None:
            view = _not_found_view(address, _("No hay ninguna página en esta dirección."))
            return self._compose(address, None, view, plan, plans, data_version, status=404)
        context = PageContext(self._source.store, reader, plan, plans, address, arguments, self.pages)
        try:
            view, status = page.build(context), 200
        except PageMoved as moved:
            return Answer(301, location=moved.address)
        except PageGone as gone:
            view, status = gone.view, 410
        except PageNotFound as missing:
            view, status = _not_found_view(address, str(missing)), 404
        return self._compose(address, page, view, plan, plans, data_version, status=status)

    def _page_for(self, path: str) -> tuple[Page | None, dict[str, str]]:
        for page in self.pages:
            arguments = page.match(path)
            if arguments is not None:
                return page, arguments
        return None, {}

    def _compose(
        self,
        address: Address,
        page: Page | None,
        view: PageView,
        plan: PlanSummary,
        plans: Sequence[PlanSummary],
        data_version: int,
        *,
        status: int,
    ) -> Answer:
        is_dated = page is not None and page.is_dated
        # Always there, so that a notice that comes or goes moves nothing that has the focus.
        before = h.div(
            frame.way_back(address, page, plan, self.pages),
            frame.window_notices(address, plan, is_dated=page is None or page.is_dated),
        )
        after = frame.other_day(address, plan, self._source.today()) if is_dated and status == 200 else None
        tree: list[Child] = [
            head.skip_link(),
            frame.masthead(address, page, plan, plans, self.pages),
            h.main(
                h.div(before, view.tree, after, className="w"),
                id=CONTENT_ID,
                # Paper has room for less of some pages.
                data_pagina=page.key if page is not None else None,
            ),
            frame.footer(address, plan, data_version, self.pages),
        ]
        title = f"{view.title} · {APPLICATION_NAME}"
        is_indexed = page is None or page.is_indexed
        return self._answer(address, title, view.description, tree, status, said=view.said, is_indexed=is_indexed)

    def _plain_answer(self, address: Address, plans: Sequence[PlanSummary], data_version: int) -> Answer:
        """Answer when there is no plan to show: none at all, or none of the code the address names."""
        if address.plan is None:
            title, words = _("Todavía no hay ningún plan"), _("Cuando se cargue el primer plan, va a verse acá.")
            status, links = 200, []
        else:
            title = _("No hay ningún plan «{code}»").format(code=formatting.shortened(address.plan, 60))
            words, status = _("Puede que la dirección esté mal escrita. Estos son los planes que hay:"), 404
            links = [h.a(plan.name, href=urls.build("/", {urls.PLAN: plan.code})) for plan in plans]
        body = h.div(_error_body(title, words), parts.links_list(links) if links else None, className="w")
        tree: list[Child] = [
            head.skip_link(),
            head.masthead(APPLICATION_NAME, "/"),
            h.main(body, id=CONTENT_ID),
            head.page_footer([APPLICATION_NAME, frame.data_version_words(data_version)]),
        ]
        return self._answer(address, f"{title} · {APPLICATION_NAME}", words, tree, status)

    def _answer(
        self,
        address: Address,
        title: str,
        description: str,
        tree: list[Child],
        status: int,
        *,
        said: str | None = None,
        is_indexed: bool = True,
    ) -> Answer:
        about = {
            "title": title,
            "description": description,
            "lang": address.language.html_lang,
            "url": address.text,
            "status": status,
        }
        if said is not None:
            about["said"] = said
        nodes = to_nodes(tree)
        board = (
            json.dumps(about, ensure_ascii=False, separators=(",", ":"))[:-1] + ',"nodes":' + nodes_to_json(nodes) + "}"
        )
        body = nodes_to_html(nodes)
        page = self._html(address.language, title, description, body, canonical=address.text, is_indexed=is_indexed)
        return Answer(status, page=Body.of(page, "text/html; charset=utf-8"), board=Body.of(board, "application/json"))

    def _html(
        self,
        language: Language,
        title: str,
        description: str,
        body: str,
        *,
        canonical: str,
        with_dash: bool = True,
        is_indexed: bool = True,
    ) -> str:
        if self._index is None:
            raise RuntimeError("the shell has no index yet: warm the application first")
        index = self._index
        head = [
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f'<meta name="description" content="{escape(description)}">',
            f"<style>{index.style}</style>",
            # A preloaded optional font holds the first paint for up to 100 ms: a phone reads in its own letters at
            # once, and in ours when it comes again.
            f'<link rel="preload" href="{index.font.address}" as="font" type="font/woff2" crossorigin'
            ' media="(min-width:761px)">',
            f'<link rel="icon" href="{_ICON}">',
            '<meta name="color-scheme" content="light dark">',
        ]
        if with_dash:
            if not is_indexed:
                head.append('<meta name="robots" content="noindex">')
            head.append(f'<link rel="canonical" href="{escape(canonical)}">')
            named = _NAMED_SCRIPTS.search(body)
            addresses = [*(script.address for script in index.scripts), *(named[1].split() if named else ())]
            head += [f'<script src="{address}" defer></script>' for address in addresses]
        entry = f'<div id="react-entry-point"></div>{index.dash_config}' if with_dash else ""
        return (
            f'<!doctype html><html lang="{language.html_lang}"><head>{"".join(head)}</head>'
            f'<body><div id="primera-vista">{body}</div>{entry}</body></html>'
        )


# Words of the frame


def _error_words(status: int) -> tuple[str, str]:
    if status == 404:
        return _("No se encontró la página"), _("No hay ninguna página en esta dirección.")
    if status == 413:
        return _("Este pedido es demasiado grande"), _("No se recibió lo que se envió. Pruebe con menos.")
    if status < 500:
        return _("No se puede responder a este pedido"), _("La dirección no admite lo que se pidió.")
    return (
        _("Algo falló de nuestro lado"),
        _("El error quedó registrado. Pruebe de nuevo en unos minutos; si sigue, avise al equipo de datos."),
    )


def _error_body(title: str, words: str) -> list[Child]:
    return [parts.page_head(title, lede=words)]


def _not_found_view(address: Address, words: str) -> PageView:
    tree: list[Child] = [
        parts.page_head(
            _("No se encontró la página"),
            lede=[words, " ", _("Puede que la dirección esté mal escrita o que lo que nombraba ya no se publique.")],
        ),
        parts.links_list([h.a(_("Ir al panorama"), href=address.link("/"))]),
    ]
    return PageView(_("No se encontró la página"), words, tree)
