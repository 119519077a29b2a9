"""Every page there is: each folder of dashboards/ with a page.py that holds a PAGE."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from dashboards.page import Page

# The order of the main navigation, by key; pages outside it come after, by key. Boards first, then what one does with
# them, set apart.
BOARDS = ("panorama", "fulfilment", "strategic", "projects", "indicators", "axes", "sdg", "committee")
TOOLS = ("compare", "explore", "plans")
NAVIGATION_ORDER = (*BOARDS, *TOOLS)


def page_folders() -> list[str]:
    """Return the names of the folders that hold a page, sorted."""
    return sorted(found.parent.name for found in Path(__file__).resolve().parents[1].glob("*/page.py"))


def load_pages() -> tuple[Page, ...]:
    """Return all pages, in the order of the navigation. Raises ValueError when two share a key or a pattern."""
    pages = [_page_of(folder) for folder in page_folders()]
    for name in ("key", "pattern"):
        values = [getattr(page, name) for page in pages]
        if len(set(values)) != len(values):
            raise ValueError(f"two pages with one {name}: {sorted(values)}")
    return tuple(sorted(pages, key=_place))


def _page_of(folder: str) -> Page:
    page = import_module(f"dashboards.{folder}.page").PAGE
    if not isinstance(page, Page):
        raise TypeError(f"dashboards.{folder}.page.PAGE is not a Page")
    return page


def _place(page: Page) -> tuple[int, str]:
    known = NAVIGATION_ORDER.index(page.key) if page.key in NAVIGATION_ORDER else len(NAVIGATION_ORDER)
    return known, page.key
