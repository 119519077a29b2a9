"""A group of rows (an axis, a program, a secretariat) as every board counts it: marks, numbers and mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.row_set import RowSet, row_set, rows_kept
from dashboards.boards.standing import status_counts
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.marks import Marks, marks_row
from dashboards.components.status import FADING_STATUSES, STATUSES, strip
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.listing.selection_links import list_link
from dashboards.nouns import Noun
from dashboards.page import PageContext
from data_models.queries.selection import Selection
from kpis.rollup import MeanProgress, mean_progress
from kpis.standing import DEGREES, GOOD, good_count, judged_count

# Of fewer than this, one more or one less moves a share by more than ten points: it is marked.
FEW = 10
PHONE_GROUPS = 6
JUDGED = tuple(status for status in STATUSES if status in DEGREES)
UNJUDGED = tuple(status for status in STATUSES if status not in DEGREES)


@dataclass(frozen=True)
class Group:
    """Rows of one kind, and the selection that lists exactly them."""

    selection: Selection
    rows: pd.DataFrame | RowSet

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @cached_property
    def _rows(self) -> RowSet:
        return row_set(self.rows)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many have each status."""
        return status_counts(self._rows)

    @property
    def good(self) -> int:
        """How many are met or on track."""
        return good_count(self.counts)

    @property
    def judged(self) -> int:
        """Those of which it can be said whether they go well."""
        return judged_count(self.counts)

    @property
    def overdue(self) -> int:
        """How many rest on overdue data."""
        return int(self._rows.is_("freshness", "overdue").sum())

    @property
    def defined(self) -> int:
        """How many enter the mean progress: those with a percent that were not cancelled."""
        return self._mean.defined_count

    @property
    def progress_pct(self) -> float | None:
        """The weighted mean progress of the defined rows, each between 0 and 100 %; None when none is defined."""
        return None if pd.isna(self._mean.progress_pct) else self._mean.progress_pct

    @cached_property
    def _mean(self) -> MeanProgress:
        rows = self._rows
        return mean_progress(rows.column("progress_pct"), rows.column("weight"), rows.column("status"))

    @property
    def selection_of_defined(self) -> Selection:
        """The selection that lists what enters the mean progress."""
        entering = replace(self.selection, has_progress=True)
        if self.counts["cancelled"] == 0:
            return entering
        return replace(entering, status=tuple(of for of in self.selection.status or STATUSES if of != "cancelled"))


def group_of(rows: pd.DataFrame | RowSet, selection: Selection) -> Group:
    """The group of the rows that a selection gives."""
    kept = rows.kept_by(selection) if isinstance(rows, RowSet) else rows_kept(rows, selection)
    return Group(selection, kept)


def marks_by_status(given: pd.DataFrame | RowSet) -> dict[str, Marks]:
    """The marks of rows: how many of each status, and how many of those that rest on a datum rest on an overdue one."""
    rows = row_set(given)
    counts, hollow = rows.counts("status"), rows.at(rows.is_("freshness", "overdue")).counts("status")
    return {of: Marks(counts[of], hollow[of] if of in FADING_STATUSES else 0) for of in STATUSES}


def group_marks(group: Group) -> Component:
    """A mark for each row, in the order of the statuses."""
    return marks_row(marks_by_status(group.rows))


def number_of(context: PageContext, count: int, selection: Selection, words: str | None = None) -> Component:
    """A number that leads to its list; `words` stand for the bare number."""
    return parts.counted_link(words or formatting.count(count), list_link(context, selection), count)


def _narrower(
    context: PageContext,
    count: int,
    selection: Selection,
    *,
    status: tuple[str, ...] = (),
    freshness: tuple[str, ...] = (),
    words: str | None = None,
) -> Component:
    """A number that leads to those of a selection with some statuses or freshness.

    Where the selection asks for other ones already there is no such list, and none of its rows is counted either.
    """
    of_status = tuple(of for of in status if not selection.status or of in selection.status)
    of_freshness = tuple(of for of in freshness if not selection.freshness or of in selection.freshness)
    if (status and not of_status) or (freshness and not of_freshness):
        return h.span(words or formatting.count(count))
    kept = replace(selection, status=of_status or selection.status, freshness=of_freshness or selection.freshness)
    return number_of(context, count, kept, words)


def good_of_total(context: PageContext, group: Group) -> Child:
    """ "12 de 24" doing well, both numbers leading to their lists."""
    return [
        _narrower(context, group.good, group.selection, status=GOOD),
        _(" de "),
        number_of(context, group.total, group.selection),
    ]


def with_status(context: PageContext, group: Group, status: str) -> Component:
    """How many have a status."""
    return _narrower(context, group.counts[status], group.selection, status=(status,))


def overdue_of(context: PageContext, group: Group) -> Component:
    """How many rest on overdue data."""
    return _narrower(context, group.overdue, group.selection, freshness=("overdue",))


def share_of_judged(context: PageContext, group: Group) -> Child:
    """The share that goes well of what can be judged, both counts, and how many cannot be; few are marked.

    "57 %", "12 de 21", "3 sin juzgar".
    """
    unjudged = group.total - group.judged
    rest: Child = None
    if unjudged:
        words = _("{count} sin juzgar").format(count=formatting.count(unjudged))
        rest = _narrower(context, unjudged, group.selection, status=UNJUDGED, words=words)
    if not group.judged:
        return [h.span(_("nada que juzgar"), className="mut"), " ", h.span(rest, className="who") if rest else None]
    share = formatting.share(group.good, group.judged, 0)
    counts: list[Child] = [
        _narrower(context, group.good, group.selection, status=GOOD),
        _(" de "),
        _narrower(context, group.judged, group.selection, status=JUDGED),
    ]
    is_few = group.judged < FEW
    return [
        h.span(share, className="mut") if is_few else h.b(share),
        " ",
        h.span(counts, _(", pocos") if is_few else None, ["; ", h.br(), rest] if rest else None, className="who"),
    ]


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
    has_mean: bool = False,
) -> Component:
    """Groups in rows, compared by shares of what can be judged: marks, how many do well, are late, stale, without data.

    `heading` says what they are groups by, `noun` is what is counted; `whole` names the total and counts once what
    several groups share. `has_mean` shows the mean progress with its coverage in place of stale and without data.
    """
    rows = [TableRow([name, group_marks(group), *_counts(context, group, has_mean)]) for name, group in named]
    if whole is not None and len(named) > 1:
        words, group = whole
        proportions = [strip(group.counts, thin=True), h.span(noun.counted(group.total), className="vh")]
        # First: it is what each of them is compared with.
        rows.insert(0, TableRow([h.b(words), proportions, *_counts(context, group, has_mean)], is_total=True))
    columns = [
        TableColumn(heading),
        TableColumn(formatting.capitalised(noun.plural), is_named_on_phone=False),
        TableColumn(_("Van bien"), is_number=True),
        TableColumn(_("Con atraso"), is_number=True),
    ]
    if has_mean:
        columns.append(TableColumn(_("Avance promedio"), is_number=True))
    else:
        columns += [TableColumn(_("Dato vencido"), is_number=True), TableColumn(_("Sin datos"), is_number=True)]
    return data_table(columns, rows, labelled_by=labelled_by, class_name="secs fair", phone_rows=PHONE_GROUPS)


def fair_words(*more: str, sums: str | None = None) -> list[Child]:
    """How the shares of `counts_table` are to be read, and more; a phone shows the first sentence and that of sums."""
    rest = _("En gris, los de menos de {few}: uno solo mueve más de 10 puntos.").format(few=formatting.count(FEW))
    return [
        _("Porcentaje sobre lo que se puede juzgar: sin lo no iniciado, lo cancelado ni lo que no tiene datos."),
        h.span(" ", " ".join([rest, *more]), className="mob0"),
        f" {sums}" if sums else None,
    ]


def sums_words(rows: RowSet) -> str | None:
    """Why the counts of the secretariats need not add up to the total; None where they must."""
    told = []
    if not rows.is_missing("shared_secretariat_codes").all():
        told.append(_("Lo compartido aparece en cada secretaría y cuenta una vez en el total."))
    if rows.is_missing("responsible_slugs").any():
        told.append(_("Lo que no tiene responsable cuenta solo en el total."))
    return " ".join(told) or None


def _counts(context: PageContext, group: Group, has_mean: bool) -> list[Child]:
    told: list[Child] = [share_of_judged(context, group), with_status(context, group, "off_track")]
    if has_mean:
        return [*told, mean_with_coverage(context, group)]
    return [*told, overdue_of(context, group), with_status(context, group, "no_data")]


def numbered(code: str | None, name: str) -> str:
    """The name of a level with its number, "2. Ciudad que cuida"; a code that is no number is not part of a name."""
    return f"{code}. {name}" if code and code.replace(".", "").isdigit() else name


@dataclass(frozen=True)
class Named:
    """A part of the plan with its name and its rows."""

    slug: str
    name: str
    group: Group


def axis_groups(rows: RowSet, nodes: pd.DataFrame, selection: Selection) -> list[Named]:
    """One group for each axis of the plan with rows, in the plan's order; `rows` are those `selection` lists."""
    axes = nodes[nodes["depth"] == 1]
    by_axis = rows.by("axis_slug")
    return [
        Named(slug, numbered(code, name), Group(replace(selection, axis=slug), by_axis[slug]))
        for slug, code, name in zip(axes["slug"], axes["code"], axes["name"], strict=True)
        if slug in by_axis
    ]


def secretariat_groups(rows: RowSet, secretariats: pd.DataFrame, selection: Selection) -> list[Named]:
    """One group for each secretariat at the top that answers for a row, or for the one selected, at the top or not.

    `rows` are those `selection` lists; shared ones appear under each. By name, whatever they come to.
    """
    shown = secretariats[secretariats["parent_code"].isna()]
    if selection.secretariat is not None:
        shown = secretariats[secretariats["slug"] == selection.secretariat]
    by_slug = rows.by_part("responsible_slugs")
    return [
        Named(slug, name, Group(replace(selection, secretariat=slug), by_slug[slug]))
        for slug, name in zip(shown["slug"], shown["name"], strict=True)
        if slug in by_slug
    ]
