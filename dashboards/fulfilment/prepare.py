"""What the board of fulfilment shows, as plain data: the rows asked for, by axis and program, and what they owe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboards.boards import groups
from dashboards.boards.groups import Group, group_of
from dashboards.boards.lists import Listing
from dashboards.listing.rows import Row, as_rows
from dashboards.page import PageContext
from data_models.queries.selection import Selection
from data_models.queries.series import interim_marks
from kpis import contradictions
from kpis.rollup import AgainstExpected, against_expected

KINDS = ("process", "outcome")
# What a line is written from; reading the others of hundreds of rows takes longer than writing.
LINE_COLUMNS = (
    "item_id", "name", "slug", "program_name", "indicator_kind", "progress_pct", "expected_pct", "value",
    "expected_value", "unit", "decimals", "status", "freshness", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of the plan (an axis, a program, all of it): its name and address, and its indicators.

    `slug` is None for what belongs to no part.
    """

    slug: str | None
    name: str
    path: str | None
    selection: Selection
    rows: pd.DataFrame

    @cached_property
    def group(self) -> Group:
        """As every board counts them."""
        return group_of(self.rows, self.selection)

    @cached_property
    def expected(self) -> AgainstExpected:
        """What they have against what they should have."""
        return against_expected(self.rows)

    def of_kind(self, kind: str) -> Part:
        """Its indicators of a kind."""
        return replace(
            self,
            selection=replace(self.selection, indicator_kind=kind),
            rows=self.rows[self.rows["indicator_kind"] == kind],
        )


@dataclass(frozen=True)
class Contradiction:
    """A place where processes are met and outcomes do not move: how many, and the outcomes."""

    name: str
    path: str
    selection: Selection
    met: int
    processes: int
    outcomes: int
    unmoved: list[Row]


@dataclass(frozen=True)
class Fulfilment:
    """What is asked for: the whole, its order, what contradicts itself; lines and promises on the way by indicator.

    `has_outcomes` tells whether the plan has both kinds of indicator, without which nothing can contradict itself.
    """

    whole: Part
    lines: dict[int, Row]
    is_by_gap: bool
    is_table: bool
    interims: dict[int, list[float]]
    contradictions: list[Contradiction]
    has_both_kinds: bool

    def axes(self) -> list[Part]:
        """The axes, in the order of the plan."""
        return list(_parts(self.whole, "axis", "eje"))

    def programs(self, axis: Part) -> list[Part]:
        """The programs of an axis, in the order of the plan; what belongs to none comes first."""
        return list(_parts(axis, "program", "programa"))

    def lines_of(self, part: Part) -> list[Row]:
        """The lines of a part, in the order asked for."""
        own = {int(each) for each in part.rows["item_id"]}
        return [line for item_id, line in self.lines.items() if item_id in own]

    def kinds(self, part: Part) -> list[str]:
        """The kinds of indicator there are in what is asked for."""
        return [kind for kind in KINDS if (part.rows["indicator_kind"] == kind).any()]


def fulfilment(context: PageContext, listing: Listing) -> Fulfilment:
    """The board of the indicators an address asks for."""
    marks = interim_marks(context.store, context.reader, context.plan, as_of=context.as_of, known_on=context.known_at)
    by_indicator: dict[int, list[float]] = defaultdict(list)
    for owner, percent in zip(marks["indicator_id"], marks["expected_pct"], strict=True):
        by_indicator[int(owner)].append(float(percent))
    selection = replace(listing.selection, sort=None, page=1)
    everything = listing.all_rows
    # Whether a program contradicts itself depends on all of it, not on a choice of its indicators.
    place = Selection(item_kind="indicator", axis=selection.axis, program=selection.program)
    return Fulfilment(
        # Parts stand in the order of the plan, whatever that of the lines.
        whole=Part(None, "", None, selection, selection.apply(everything)),
        lines={int(row["item_id"]): row for row in as_rows(listing.found[list(LINE_COLUMNS)])},
        is_by_gap=context.address.order == "distancia",
        is_table=context.address.value("vista") == "tabla",
        interims=by_indicator,
        contradictions=_contradictions(place.apply(everything)),
        has_both_kinds=all((everything["indicator_kind"] == kind).any() for kind in KINDS),
    )


def _contradictions(rows: pd.DataFrame) -> list[Contradiction]:
    still = rows[contradictions.unmoved(rows)]
    found = []
    for place in as_rows(contradictions.by_place(rows)):
        axis, program = place["axis_slug"], place["program_slug"]
        selection = Selection(item_kind="indicator", axis=axis, program=program)
        unmoved = as_rows(selection.apply(still))
        if program is None:
            unmoved = [row for row in unmoved if row["program_slug"] is None]
        level = "program" if program is not None else "axis"
        found.append(
            Contradiction(
                name=groups.numbered(unmoved[0][f"{level}_code"], unmoved[0][f"{level}_name"]),
                path=f"/programa/{program}" if program is not None else f"/eje/{axis}",
                selection=selection,
                met=int(place["met_count"]),
                processes=int(place["process_count"]),
                outcomes=int(place["outcome_count"]),
                unmoved=list(unmoved),
            )
        )
    return found


def _parts(whole: Part, level: str, path: str) -> Iterator[Part]:
    slugs = whole.rows[f"{level}_slug"]
    if slugs.isna().any():
        yield replace(whole, slug=None, name="", path=None, rows=whole.rows[slugs.isna()])
    for slug in slugs.dropna().unique():
        rows = whole.rows[slugs == slug]
        name = groups.numbered(rows[f"{level}_code"].iloc[0], rows[f"{level}_name"].iloc[0])
        selection = replace(whole.selection, **{level: slug})
        yield Part(slug, name, f"/{path}/{slug}", selection, rows)
