"""Fields of marks: one mark for each goal or project, filled where its datum is fresh and hollow where it is overdue.

A field is at most five elements whatever its count: whole rows are one block, its pattern repeated by a mask.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.status import STATUSES, status_class, status_name, strip
from dashboards.i18n import gettext as _

# A line of marks breaks between runs of this many, so that a long one wraps.
RUN = 10
# Of more nobody sees single ones: proportions stand for them.
MOST_IN_ROW = 1_000
# Fields beside each other that are wider than this in all, in marks, would be wider than a screen.
MOST_IN_WIDTH = 80
# And one of them is wider than half a phone.
MOST_ON_PHONE = 18


@dataclass(frozen=True)
class Marks:
    """How many items have a status, and how many of them rest on overdue data."""

    count: int
    stale: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.stale <= self.count:
            raise ValueError(f"{self.stale} stale of {self.count}")


def marks_columns(most: int) -> int:
    """Return how many marks wide a field is whose largest member holds `most`: about twice as wide as high."""
    return max(4, math.ceil(math.sqrt(max(most, 1) * 2.2)))


def marks_field(status: str, marks: Marks, columns: int) -> Component:
    """A block of marks, `columns` wide; silent, the count beside it is the word."""
    blocks: list[Component] = []

    def add(count: int, *, hollow: bool, room: int) -> int:
        """Draw `count` marks where the open row still has `room`; returns the room left in the last row."""
        first = min(count, room) if room < columns else 0
        if first:
            blocks.append(_block(first, 1, hollow))
            room -= first
        rows, rest = divmod(count - first, columns)
        if rows:
            blocks.append(_block(columns, rows, hollow))
            room = columns
        if rest:
            blocks.append(_block(rest, 1, hollow))
            room = columns - rest
        return room or columns

    room = add(marks.count - marks.stale, hollow=False, room=columns)
    add(marks.stale, hollow=True, room=room)
    return h.span(blocks, className=f"fm {status_class(status)}", style={"--k": columns}, aria_hidden="true")


def _block(count: int, rows: int, hollow: bool) -> Component:
    style: dict[str, str | int | float] = {"--n": count} if rows == 1 else {"--n": count, "--r": rows}
    return h.i(className="o" if hollow else None, style=style)


def marks_row(by_status: Mapping[str, Marks]) -> Component:
    """All marks of a group in one line, in the order of the statuses, each status's fresh ones first.

    More than MOST_IN_ROW are told by their proportions.

    Who does not see them hears the counts.
    """
    parts: list[Component] = []
    words: list[str] = []
    is_drawn = sum(marks.count for marks in by_status.values()) <= MOST_IN_ROW
    for status in STATUSES:
        marks = by_status.get(status)
        if marks is None:
            continue
        if marks.count:
            stale = _(" ({count} con el dato vencido)").format(count=marks.stale) if marks.stale else ""
            words.append(f"{status_name(status)}: {formatting.count(marks.count)}{stale}")
        for count, hollow in ((marks.count - marks.stale, False), (marks.stale, True)) if is_drawn else ():
            for first in range(0, count, RUN):
                parts.append(
                    h.i(
                        className=h.words(status_class(status), "o" if hollow else None),
                        style={"--n": min(RUN, count - first)},
                    )
                )
    spoken = h.span("; ".join(words) + "." if words else formatting.missing_word(), className="vh")
    if not is_drawn:
        return h.div(strip({status: marks.count for status, marks in by_status.items()}, thin=True), spoken)
    return h.span(h.span(parts, className="row-m", aria_hidden="true"), spoken)


@dataclass(frozen=True)
class MatrixCell:
    """A count by group and status with the address of its list."""

    marks: Marks
    href: str


@dataclass(frozen=True)
class MatrixRow:
    """A group: its name with its address, a line below the name, and its cells by status."""

    name: str
    href: str
    note: str
    cells: Mapping[str, MatrixCell]


def status_matrix(
    group_noun: str, item_noun: Callable[[int], str], rows: Sequence[MatrixRow], *, labelled_by: str
) -> Component:
    """Groups by status, each cell its count and its marks; `item_noun` names what is counted in the number of a count.

    On a phone each group is a block: its proportions and its counts, without marks and without the empty statuses.
    Where there is no room for a mark each, a wide screen shows proportions and counts as well.
    """
    totals = {status: sum(row.cells[status].marks.count for row in rows if status in row.cells) for status in STATUSES}
    columns = {
        status: marks_columns(max((row.cells[status].marks.count for row in rows if status in row.cells), default=0))
        for status in STATUSES
    }
    is_drawn = sum(columns.values()) <= MOST_IN_WIDTH
    head = h.tr(
        h.th(group_noun, role="columnheader", scope="col"),
        [
            h.th(
                h.span(status_name(status), className=f"st {status_class(status)}"),
                h.br(),
                formatting.count(totals[status]),
                role="columnheader",
                scope="col",
            )
            for status in STATUSES
        ],
        role="row",
    )
    body = [
        h.tr(
            h.th(
                h.a(row.name, href=row.href),
                h.span(row.note, className="who"),
                h.div(
                    strip({of: cell.marks.count for of, cell in row.cells.items()}, thin=True),
                    className="mob" if is_drawn else None,
                ),
                role="rowheader",
                scope="row",
            ),
            [_matrix_cell(row, status, columns[status] if is_drawn else None, item_noun) for status in STATUSES],
            role="row",
        )
        for row in rows
    ]
    return h.table(
        h.thead(head, role="rowgroup"),
        h.tbody(body, role="rowgroup"),
        className="mg stack",
        role="table",
        aria_labelledby=labelled_by,
    )


def _matrix_cell(row: MatrixRow, status: str, columns: int | None, item_noun: Callable[[int], str]) -> Component:
    cell = row.cells.get(status)
    if cell is None or cell.marks.count == 0:
        return h.td(
            h.span("0", className="z"),
            h.span(f" {item_noun(0)}, {status_name(status).lower()}, {row.name}.", className="vh"),
            role="cell",
            className="zero",
        )
    stale: Child = None
    if cell.marks.stale:
        stale = [
            " ",
            h.span(
                f"{formatting.count(cell.marks.stale)}{formatting.NBSP}{_('venc.')}",
                className="tag",
                title=_("con el dato vencido"),
            ),
        ]
    return h.td(
        h.a(
            h.span(status_name(status), className=f"lbl {status_class(status)}"),
            h.span(
                h.b(formatting.count(cell.marks.count)),
                h.span(f" {item_noun(cell.marks.count)}, {status_name(status).lower()}, {row.name}.", className="vh"),
                stale,
            ),
            _matrix_field(status, cell.marks, columns) if columns is not None else None,
            href=cell.href,
            data_cuenta=cell.marks.count,
        ),
        role="cell",
    )


def _matrix_field(status: str, marks: Marks, columns: int) -> Component:
    field = marks_field(status, marks, columns)
    return field if columns <= MOST_ON_PHONE else h.span(field, className="mob0")
