"""/eje/<slug>: the board of a level at the top of the plan."""

from __future__ import annotations

from dashboards.boards.level_board import build_level
from dashboards.page import Page, PageContext, PageView


def build(context: PageContext) -> PageView:
    """The board of the axis its address names."""
    return build_level(context, "eje")


PAGE = Page("axis", "/eje/<slug>", build, under="axes")
