"""What the sections of the Panorama read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboards.boards.compared import ComparedDay
from dashboards.boards.groups import Named, axis_groups, secretariat_groups
from dashboards.boards.row_set import RowSet
from dashboards.boards.standing import Situation
from dashboards.listing.selection_links import list_link
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import PageContext
from data_models.queries.selection import Selection


@dataclass(frozen=True)
class View:
    """`found` are the rows of the chosen axis and secretariat, `by_kind` those of each kind.

    `before` are those of the main kind on the day compared with (none when the plan had not begun). `kind` is what the
    headline counts: indicators, or projects in a plan whose indicators say nothing. `findings` are all of the plan.
    """

    context: PageContext
    found: RowSet
    by_kind: dict[str, RowSet]
    before: RowSet
    compared: ComparedDay
    scope: Selection
    kind: str
    main: Situation
    nodes: pd.DataFrame
    secretariats: pd.DataFrame
    findings: pd.DataFrame
    unknown: tuple[tuple[str, str], ...]

    @property
    def noun(self) -> Noun:
        """What the headline counts is called."""
        return indicator_noun(self.context.plan) if self.kind == "indicator" else self.project_noun

    @property
    def project_noun(self) -> Noun:
        """What the plan calls its projects."""
        return project_noun(self.context.plan)

    def rows(self, item_kind: str) -> RowSet:
        """The found rows of a kind."""
        return self.by_kind[item_kind]

    def selection(self, item_kind: str) -> Selection:
        """The selection that lists the found rows of a kind."""
        return replace(self.scope, item_kind=item_kind)

    def link(self, selection: Selection) -> str:
        """The address of the list of a selection."""
        return list_link(self.context, selection)

    def status_link(self, item_kind: str) -> Callable[[str], str]:
        """From a status to the list of the found rows of a kind that have it."""
        return lambda status: self.link(replace(self.selection(item_kind), status=(status,)))

    def axis_groups(self, item_kind: str) -> list[Named]:
        """The found rows of a kind by axis."""
        return axis_groups(self.rows(item_kind), self.nodes, self.selection(item_kind))

    @cached_property
    def secretariat_groups(self) -> list[Named]:
        """The found rows of the main kind by secretariat."""
        return secretariat_groups(self.rows(self.kind), self.secretariats, self.selection(self.kind))

    @property
    def axis_name(self) -> str | None:
        """The chosen axis."""
        return _first(self.nodes, self.scope.axis)

    @property
    def secretariat_name(self) -> str | None:
        """The chosen secretariat."""
        return _first(self.secretariats, self.scope.secretariat)


def _first(frame: pd.DataFrame, slug: str | None) -> str | None:
    found = frame.loc[frame["slug"] == slug, "name"] if slug else frame["name"].head(0)
    return str(found.iloc[0]) if len(found) else None
