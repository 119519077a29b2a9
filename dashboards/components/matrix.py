"""A matrix of counts: groups by items, each count on a tint and leading to its rows; on a phone a list by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _

# How dark a cell can be; the words on every tint reach 4.5:1.
_TINTS = 4


@dataclass(frozen=True)
class MatrixColumn:
    """An item: the words of its header, its name in full, what a phone calls it, and a mark below the header."""

    header: str
    name: str
    short_name: str
    mark: Component | None = None


@dataclass(frozen=True)
class MatrixCount:
    """A count and the address of its rows."""

    count: int
    href: str


@dataclass(frozen=True)
class MatrixLine:
    """A group: its name (a link or words), its counts in the order of the columns, and its total, counted once."""

    name: Child
    counts: Sequence[MatrixCount]
    total: MatrixCount
    is_total: bool = False


def count_matrix(
    heading: str, columns: Sequence[MatrixColumn], lines: Sequence[MatrixLine], *, total: str, labelled_by: str
) -> Component:
    """Counts of groups (called `heading`) by items; `total` heads the last column, where what is shared counts once.

    Raises ValueError for a line with another number of counts than columns.
    """
    most = max((each.count for line in lines if not line.is_total for each in line.counts), default=0)
    head = h.tr(
        h.th(heading, role="columnheader", scope="col"),
        [
            h.th(h.abbr(column.header, title=column.name), column.mark, role="columnheader", scope="col")
            for column in columns
        ],
        h.th(total, role="columnheader", scope="col"),
        role="row",
    )
    body = [_line(columns, line, most, total) for line in lines]
    return h.table(
        h.thead(head, role="rowgroup"),
        h.tbody(body, role="rowgroup"),
        className="stack mx",
        role="table",
        aria_labelledby=labelled_by,
    )


def _line(columns: Sequence[MatrixColumn], line: MatrixLine, most: int, total: str) -> Component:
    if len(line.counts) != len(columns):
        raise ValueError(f"{len(line.counts)} counts for {len(columns)} columns")
    cells = [
        _cell(column.short_name, each, None if line.is_total else _tint(each.count, most))
        for column, each in zip(columns, line.counts, strict=True)
    ]
    return h.tr(
        h.th(line.name, role="rowheader", scope="row"),
        cells,
        _cell(total, line.total, None, class_name="sum"),
        className="tot" if line.is_total else None,
        role="row",
    )


def _tint(count: int, most: int) -> str:
    return str(max(1, -(-count * _TINTS // most)) if most else 0)


def _cell(words: str, each: MatrixCount, tint: str | None, class_name: str | None = None) -> Component:
    if not each.count:
        nothing = [h.span("·", aria_hidden="true"), h.span(formatting.count(0), className="vh")]
        return h.td(nothing, className=h.words("zero", class_name), role="cell")
    label = h.span(words, " ", className="lbl")
    return h.td(
        h.a(label, formatting.count(each.count), href=each.href, data_cuenta=each.count),
        className=class_name,
        role="cell",
        data_q=tint,
    )


def matrix_key(words: str) -> Component:
    """What tints and points of a matrix mean; `words` name what is counted."""
    return h.p(_("{things}: más intenso, más. Un punto es cero.").format(things=words), className="sub")
