"""Every page there is, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from dashboards.page import Page

# Folders of dashboards/ that hold a page; each has a page.py with PAGE.
PAGE_FOLDERS: tuple[str, ...] = ()


def load_pages(folders: Sequence[str] = PAGE_FOLDERS) -> tuple[Page, ...]:
    """Return the pages of these folders. Raises ValueError when two share a key or a pattern."""
    pages = tuple(_page_of(folder) for folder in folders)
    for name in ("key", "pattern"):
        values = [getattr(page, name) for page in pages]
        if len(set(values)) != len(values):
            raise ValueError(f"two pages with one {name}: {values}")
    return pages


def _page_of(folder: str) -> Page:
    page = import_module(f"dashboards.{folder}.page").PAGE
    if not isinstance(page, Page):
        raise TypeError(f"dashboards.{folder}.page.PAGE is not a Page")
    return page
