"""The shell around every page: from an address and a reader to a whole page, and to the same tree as Dash draws it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboards import urls
from dashboards.components import elements as h
from dashboards.components import masthead as head
from dashboards.components.elements import Child
from dashboards.components.forms import CONTENT_ID
from dashboards.i18n import Language, speaking
from dashboards.i18n import gettext as _
from dashboards.page import Page, PageContext, PageGone, PageMoved, PageNotFound, PageView
from dashboards.site import fallbacks, frame
from dashboards.site.answers import Answer, AnswerCache, Body
from dashboards.site.document import IndexParts, document
from dashboards.site.frame import APPLICATION_NAME
from dashboards.site.rendering import nodes_to_html, nodes_to_json, to_html, to_nodes
from dashboards.urls import Address

if TYPE_CHECKING:
    from dashboards.site.source import Source
    from data_models.visibility import Reader


class Shell:
    """Answers addresses with pages; keeps the answers by data version, day, reader and address."""

    def __init__(self, source: Source, pages: Sequence[Page], *, cache_bytes: int) -> None:
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
        version, today = self._source.data_version(), self._source.today()
        key = (version, today, reader, address.text, address.not_understood)
        found = self._cache.get(key)
        if found is None:
            with speaking(address.language), self._source.store.at_version(version):
                found = self._build(address, reader, version, today)
            self._cache.keep(key, found)
        return found

    def error_page(self, status: int, language: Language) -> str:
        """Return the page for an error that has no page of its own; it needs no data and no script."""
        with speaking(language):
            view = fallbacks.failed(status)
            return document(
                self._parts(), language, _title(view), view.description, to_html(_without_plan(view.tree, None))
            )

    def _build(self, address: Address, reader: Reader, version: int, today: date) -> Answer:
        plans = tuple(self._source.plans(reader))
        plan = self._source.find_plan(reader, address.plan)
        if plan is None:
            missing = address.plan is not None
            view = fallbacks.no_such_plan(address.plan, plans) if address.plan else fallbacks.no_plan_yet()
            return self._answer(address, view, _without_plan(view.tree, version), 404 if missing else 200)
        # A plan may be cut off at a day that this machine's clock has not reached.
        address = address.without_days_to_come(last_as_of=max(today, plan.as_of), last_known_on=today)
        page, arguments = self._page_for(address.path)
        context = PageContext(self._source.store, reader, plan, plans, address, arguments, self.pages)
        try:
            if page is None:
                raise PageNotFound(_("No hay ninguna página en esta dirección."))
            view, status = page.build(context), 200
        except PageMoved as moved:
            return Answer(301, location=moved.address)
        except PageGone as gone:
            view, status = gone.view, 410
        except PageNotFound as missing_page:
            view, status = fallbacks.not_found(address, str(missing_page)), 404
        choice = frame.other_day(context, today) if page is not None and page.is_dated and status == 200 else None
        tree = _framed(context, page, version, [view.tree, choice])
        return self._answer(address, view, tree, status, is_indexed=page is None or page.is_indexed)

    def _page_for(self, path: str) -> tuple[Page | None, dict[str, str]]:
        for page in self.pages:
            arguments = page.match(path)
            if arguments is not None:
                return page, arguments
        return None, {}

    def _answer(
        self, address: Address, view: PageView, tree: list[Child], status: int, *, is_indexed: bool = True
    ) -> Answer:
        """Write a tree twice: as the HTML of the first paint, and as the nodes Dash draws."""
        title, language = _title(view), address.language
        about = {
            "title": title,
            "description": view.description,
            "lang": language.html_lang,
            "url": address.text,
            "status": status,
        }
        if view.said is not None:
            about["said"] = view.said
        nodes = to_nodes(tree)
        told = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
        board = f'{told[:-1]},"nodes":{nodes_to_json(nodes)}}}'
        page = document(
            self._parts(),
            language,
            title,
            view.description,
            nodes_to_html(nodes),
            canonical=address.text,
            is_indexed=is_indexed,
        )
        return Answer(status, page=Body.of(page, "text/html; charset=utf-8"), board=Body.of(board, "application/json"))

    def _parts(self) -> IndexParts:
        if self._index is None:
            raise RuntimeError("the shell has no index yet: warm the application first")
        return self._index


def _title(view: PageView) -> str:
    return f"{view.title} · {APPLICATION_NAME}"


def _framed(context: PageContext, page: Page | None, version: int, body: Child) -> list[Child]:
    """A screen of a plan: the body of a page within the head and the foot."""
    # Always there, so that a notice that comes or goes moves nothing that has the focus.
    before = h.div(frame.way_back(context, page), frame.window_notices(context, is_dated=page is None or page.is_dated))
    # Paper has room for less of some pages.
    main = h.main(h.div(before, body, className="w"), id=CONTENT_ID, data_pagina=page.key if page else None)
    return [head.skip_link(), frame.masthead(context, page), main, frame.footer(context, version)]


def _without_plan(body: Child, version: int | None) -> list[Child]:
    """A screen without a plan; `version` is that of the data, where they were asked."""
    words = [APPLICATION_NAME, *([frame.data_version_words(version)] if version is not None else [])]
    return [
        head.skip_link(),
        head.masthead(APPLICATION_NAME, "/"),
        h.main(h.div(body, className="w"), id=CONTENT_ID),
        head.page_footer(words),
    ]
