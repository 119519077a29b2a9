"""/programa/<slug>: the board of a level below the top of the plan, at whatever depth."""

from __future__ import annotations

from dashboards.boards.level_board import build_level
from dashboards.page import Page, PageContext, PageView


def build(context: PageContext) -> PageView:
    """The board of the level its address names."""
    return build_level(context, "programa")


PAGE = Page("program", "/programa/<slug>", build, under="axes")
