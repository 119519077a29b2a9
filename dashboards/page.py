"""The contract between the shell and a page: what a page is, what it is given, what it gives back.

A page is a leaf: `dashboards/<name>/page.py` exposes `PAGE = Page(...)`, `dashboards/site/registry.py` finds it, and it
never imports another page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from dashboards import formatting
from dashboards.components.elements import Child
from dashboards.i18n import Language
from dashboards.urls import Address, Value

if TYPE_CHECKING:
    from dashboards.listing.file_links import FileRows
    from dashboards.nouns import Noun
    from data_models.queries.plans import PlanSummary
    from data_models.store import Store
    from data_models.visibility import Reader


class PageNotFound(LookupError):
    """What the address names does not exist for this reader; its text is a Spanish sentence that says so."""


class PageMoved(Exception):
    """What the address names has another address now; the reader is sent there for good."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class PageGone(Exception):
    """What the address names is no longer there and its reader may know of it; `view` says what became of it."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view.title)
        self.view = view


@dataclass(frozen=True)
class PageContext:
    """All a page may use.

    `plan` is the plan the address names, or the default one; `arguments` are the named parts of the path; `plans` all
    plans this reader may see, in order; `pages` all pages there are.
    """

    store: Store
    reader: Reader
    plan: PlanSummary
    plans: tuple[PlanSummary, ...]
    address: Address
    arguments: Mapping[str, str]
    pages: tuple[Page, ...] = ()

    @property
    def as_of(self) -> date | None:
        """The day the reader asks for ("what was true on"), None for the current state."""
        return self.address.as_of

    @property
    def known_on(self) -> date | None:
        """The day whose knowledge the reader asks for, None for today's."""
        return self.address.known_on

    @property
    def known_at(self) -> datetime | None:
        """The end of the day whose knowledge the reader asks for, as moments are stored (UTC without zone)."""
        if self.address.known_on is None:
            return None
        end_of_day = datetime.combine(self.address.known_on, time.max)
        return end_of_day.astimezone(UTC).replace(tzinfo=None)

    @property
    def is_before_plan_was_known(self) -> bool:
        """Whether the knowledge asked for is that of a day when nothing of the plan was known yet."""
        return self.address.known_on is not None and self.address.known_on < self.plan.known_since

    @property
    def seen_on(self) -> date:
        """The day the shown state is of: the one asked for, else the plan's."""
        return self.address.as_of or self.plan.as_of

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.address.language

    def link(self, path: str, **parameters: Value) -> str:
        """Return the address of another screen through the same window (plan, language, dates)."""
        return self.address.link(path, **parameters)


@dataclass(frozen=True)
class PageView:
    """What a page answers: its title (of the browser's tab, without the application's name), one sentence, its tree.

    The tree is that of <main> and holds exactly one h1 (see `components.page_parts.page_head`). `said` is what somebody
    who listens hears after a filter ("32 proyectos"); without it, the h1.
    """

    title: str
    description: str
    tree: Child
    said: str | None = None


@dataclass(frozen=True)
class Page:
    """A screen: its key, the pattern of its addresses ("/indicador/<slug>"), and how it is built.

    `navigation` gives its words in the main navigation; `noun` does where these are what the plan itself calls the
    things listed. `footer` gives those of its link at the foot of every screen. Without either it is not there. `under`
    is the key of the page in the navigation it belongs to. `file` gives what the page shows as a file, at /descargas
    and its own path. `is_dated` is false where no day changes what the page says,
    `is_indexed` where search engines have nothing to find.
    `build` may raise PageNotFound, PageMoved or PageGone.
    """

    key: str
    pattern: str
    build: Callable[[PageContext], PageView]
    navigation: Callable[[], str] | None = None
    under: str | None = None
    footer: Callable[[], str] | None = None
    file: Callable[[PageContext], FileRows] | None = None
    noun: Callable[[PlanSummary], Noun] | None = None
    is_dated: bool = True
    is_indexed: bool = True

    @cached_property
    def expression(self) -> str:
        """The pattern as a regular expression that Python and JavaScript read alike."""
        parts = re.split(r"(<[a-z_]+>)", self.pattern)
        return "^" + "".join("([^/]+)" if part.startswith("<") else re.escape(part) for part in parts) + "$"

    def navigation_words(self, plan: PlanSummary) -> str | None:
        """Return what the page is called in the navigation of a plan, None for a page that is not in it."""
        if self.noun is not None:
            return formatting.capitalised(self.noun(plan).plural)
        return self.navigation() if self.navigation is not None else None

    def match(self, path: str) -> dict[str, str] | None:
        """Return the named parts of a path of this page, or None for a path that is not its own."""
        found = re.fullmatch(self.expression, path)
        if found is None:
            return None
        return dict(zip(re.findall(r"<([a-z_]+)>", self.pattern), found.groups(), strict=True))

    def path(self, **arguments: str) -> str:
        """Return the path of this page for these named parts."""
        return re.sub(r"<([a-z_]+)>", lambda part: quote(arguments[part[1]], safe=""), self.pattern)
