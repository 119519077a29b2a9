"""A group of rows (an axis, a program, a secretariat) as every board counts it: marks, numbers and mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.marks import Marks, marks_row
from dashboards.components.status import FADING_STATUSES, GOOD_STATUSES, STATUSES, strip
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun
from dashboards.page import PageContext
from dashboards.selection_links import list_link
from data_models.queries import progress
from data_models.queries.lazy_frames import counts_of
from data_models.queries.selection import Selection

# What a group is counted from; leaving the other columns behind makes many groups cheap.
COLUMNS = ["item_kind", "item_id", "status", "freshness", "progress_pct", "weight"]


@dataclass(frozen=True)
class Group:
    """Rows of one kind (of `COLUMNS` at least), and the selection that lists exactly them."""

    selection: Selection
    rows: pd.DataFrame

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many have each status."""
        return progress.status_counts(self.rows)

    @property
    def good(self) -> int:
        """How many are met or on track."""
        return sum(self.counts[status] for status in GOOD_STATUSES)

    @property
    def overdue(self) -> int:
        """How many rest on overdue data."""
        return int((self.rows["freshness"] == "overdue").sum())

    @property
    def defined(self) -> int:
        """How many enter the mean progress: those with a percent that were not cancelled."""
        return int(self._summary["defined_count"].iloc[0])

    @cached_property
    def progress_pct(self) -> float | None:
        """The weighted mean progress of the defined rows, each between 0 and 100 %; None when none is defined."""
        mean = self._summary["progress_pct"].iloc[0]
        return None if pd.isna(mean) else float(mean)

    @cached_property
    def _summary(self) -> pd.DataFrame:
        return progress.summary(self.rows)

    @property
    def selection_of_defined(self) -> Selection:
        """The selection that lists what enters the mean progress."""
        entering = replace(self.selection, has_progress=True)
        if self.counts["cancelled"] == 0:
            return entering
        return replace(entering, status=tuple(of for of in self.selection.status or STATUSES if of != "cancelled"))


def group_of(frame: pd.DataFrame, selection: Selection) -> Group:
    """The group of the rows that a selection gives."""
    return Group(selection, frame.loc[selection.mask(frame), COLUMNS])


def marks_by_status(frame: pd.DataFrame) -> dict[str, Marks]:
    """The marks of rows: how many of each status, and how many of those that rest on a datum rest on an overdue one."""
    counts = counts_of(frame["status"])
    hollow = counts_of(frame.loc[frame["freshness"] == "overdue", "status"])
    return {of: Marks(counts.get(of, 0), hollow.get(of, 0) if of in FADING_STATUSES else 0) for of in STATUSES}


def group_marks(group: Group) -> Component:
    """A mark for each row, in the order of the statuses."""
    return marks_row(marks_by_status(group.rows))


def number_of(context: PageContext, count: int, selection: Selection, words: str | None = None) -> Component:
    """A number that leads to its list; `words` stand for the bare number."""
    return parts.counted_link(words or formatting.count(count), list_link(context, selection), count)


def good_of_total(context: PageContext, group: Group) -> Child:
    """ "12 de 24" doing well, both numbers leading to their lists."""
    return [
        number_of(context, group.good, replace(group.selection, status=GOOD_STATUSES)),
        _(" de "),
        number_of(context, group.total, group.selection),
    ]


def with_status(context: PageContext, group: Group, status: str) -> Component:
    """How many have a status."""
    return number_of(context, group.counts[status], replace(group.selection, status=(status,)))


def overdue_of(context: PageContext, group: Group) -> Component:
    """How many rest on overdue data."""
    return number_of(context, group.overdue, replace(group.selection, freshness=("overdue",)))


def mean_with_coverage(context: PageContext, group: Group) -> Child:
    """The mean progress and, below, of how many it is the mean: "67 %", "36 de 42"."""
    if group.progress_pct is None:
        return h.span(_("sin porcentaje"), className="mut")
    words = _("{defined} de {total}").format(
        defined=formatting.count(group.defined), total=formatting.count(group.total)
    )
    coverage = number_of(context, group.defined, group.selection_of_defined, words)
    return [h.b(formatting.percent(group.progress_pct, 0)), h.span(coverage, className="who")]


def counts_table(
    context: PageContext,
    heading: str,
    noun: Noun,
    named: Sequence[tuple[Component, Group]],
    *,
    whole: tuple[str, Group] | None,
    labelled_by: str,
) -> Component:
    """Groups in rows: marks, how many do well, late, stale, without data; `heading` says what they are groups by.

    `noun` is what is counted; `whole` names the total and counts once what several groups share.
    """
    rows = [TableRow([name, group_marks(group), *_counts(context, group)]) for name, group in named]
    if whole is not None and len(named) > 1:
        words, group = whole
        proportions = [strip(group.counts, thin=True), h.span(noun.counted(group.total), className="vh")]
        rows.append(TableRow([h.b(words), proportions, *_counts(context, group)], is_total=True))
    columns = [
        TableColumn(heading),
        TableColumn(formatting.capitalised(noun.plural), is_named_on_phone=False),
        TableColumn(_("Van bien"), is_number=True),
        TableColumn(_("Con atraso"), is_number=True),
        TableColumn(_("Dato vencido"), is_number=True),
        TableColumn(_("Sin datos"), is_number=True),
    ]
    return data_table(columns, rows, labelled_by=labelled_by, class_name="secs")


def _counts(context: PageContext, group: Group) -> list[Child]:
    return [
        good_of_total(context, group),
        with_status(context, group, "off_track"),
        overdue_of(context, group),
        with_status(context, group, "no_data"),
    ]


def numbered(code: str | None, name: str) -> str:
    """The name of a level with its number, "2. Ciudad que cuida"; a code that is no number is not part of a name."""
    return f"{code}. {name}" if code and code.replace(".", "").isdigit() else name


@dataclass(frozen=True)
class Named:
    """A part of the plan with its name and its rows."""

    slug: str
    name: str
    group: Group


def axis_groups(frame: pd.DataFrame, nodes: pd.DataFrame, selection: Selection) -> list[Named]:
    """One group for each axis of the plan with rows that the selection does not exclude, in the plan's order."""
    axes = nodes[nodes["depth"] == 1]
    groups = [
        Named(slug, numbered(code, name), group_of(frame, replace(selection, axis=slug)))
        for slug, code, name in zip(axes["slug"], axes["code"], axes["name"], strict=True)
        if selection.axis in (None, slug)
    ]
    return [named for named in groups if named.group.total]


def secretariat_groups(frame: pd.DataFrame, secretariats: pd.DataFrame, selection: Selection) -> list[Named]:
    """One group for each secretariat at the top that answers for a row, or for the one selected, at the top or not.

    Shared rows appear under each.
    """
    shown = secretariats[secretariats["parent_code"].isna()]
    if selection.secretariat is not None:
        shown = secretariats[secretariats["slug"] == selection.secretariat]
    groups = [
        Named(slug, name, group_of(frame, replace(selection, secretariat=slug)))
        for slug, name in zip(shown["slug"], shown["name"], strict=True)
    ]
    return [named for named in groups if named.group.total]
