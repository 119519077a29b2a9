"""Tables of data: real tables with headers, that become blocks on a phone and stay tables for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _

# A phone shows so many rows of a long list in about six screens; the others are one touch away.
PHONE_ROWS = 20


@dataclass(frozen=True)
class TableColumn:
    """A column: its header, whether its cells are numbers (right-aligned), and whether a phone names its cells.

    `class_name` goes on the header (widths), `cell_class` on the cells; `header_note` is drawn under the header only.
    `sort_href` makes the header a link that sorts by the column, `sorted` ("ascending", "descending") tells it does.
    """

    header: str
    is_number: bool = False
    class_name: str | None = None
    cell_class: str | None = None
    is_named_on_phone: bool = True
    header_note: Component | None = None
    sort_href: str | None = None
    sorted: str | None = None


@dataclass(frozen=True)
class TableRow:
    """A row: its cells in the order of the columns; the first one is its header."""

    cells: Sequence[Child]
    id: str | None = None
    is_total: bool = False


def data_table(
    columns: Sequence[TableColumn],
    rows: Sequence[TableRow | Sequence[Child]],
    *,
    labelled_by: str | None = None,
    label: str | None = None,
    class_name: str | None = None,
    stacked: bool = True,
    phone_rows: int | None = None,
) -> Component:
    """A table named by the heading `labelled_by` or by `label`; an empty cell gets the word for "no datum".

    Of a table longer than `phone_rows`, a phone shows that many rows and a line that opens the others (native, without
    script); a wide screen and paper show all.
    Raises ValueError for a row with another number of cells than columns, or a table without a name.
    """
    if (labelled_by is None) == (label is None):
        raise ValueError("a table has one name: labelled_by or label")
    head = h.tr(
        [
            h.th(
                _header(column),
                column.header_note,
                className=h.words(column.class_name, "num" if column.is_number else None) or None,
                role="columnheader",
                scope="col",
                aria_sort=column.sorted,
            )
            for column in columns
        ],
        role="row",
    )
    body = [_row(columns, row) for row in rows]
    at = len(body) if phone_rows is None else phone_rows
    return h.table(
        h.caption(label, className="vh") if label else None,
        h.thead(head, role="rowgroup"),
        h.tbody(body[:at], role="rowgroup"),
        [_more_rows(len(body) - at, len(columns)), h.tbody(body[at:], className="rest", role="rowgroup")]
        if body[at:]
        else None,
        className=h.words("stack" if stacked else None, class_name) or None,
        role="table",
        aria_labelledby=labelled_by,
    )


def _header(column: TableColumn) -> Child:
    if column.sort_href is None:
        return column.header
    arrow = {"ascending": " ↑", "descending": " ↓"}.get(column.sorted or "")
    words = h.span(arrow, aria_hidden="true") if arrow else None
    # A phone has the headers out of sight, where a link must not take the focus: there the words stand alone.
    return [h.a(column.header, words, href=column.sort_href, className="mob0"), h.span(column.header, className="mob")]


def _more_rows(count: int, columns: int) -> Component:
    """The line between the rows a phone shows and the others; where it stands, the next row is the first new one."""
    opener = h.details(
        h.summary(
            h.span(_("Ver {count} más").format(count=formatting.count(count)), className="shut"),
            h.span(_("Ver menos"), className="open"),
        )
    )
    return h.tbody(h.tr(h.td(opener, colSpan=str(columns), role="cell"), role="row"), className="turn", role="rowgroup")


def _row(columns: Sequence[TableColumn], row: TableRow | Sequence[Child]) -> Component:
    if not isinstance(row, TableRow):
        row = TableRow(row)
    if len(row.cells) != len(columns):
        raise ValueError(f"{len(row.cells)} cells for {len(columns)} columns")
    cells = [
        _cell(column, cell, is_header=position == 0)
        for position, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
    ]
    return h.tr(cells, id=row.id, className="tot" if row.is_total else None, role="row")


def _is_empty(cell: Child) -> bool:
    if cell is None or cell == "":
        return True
    return not isinstance(cell, (str, int, Component)) and all(_is_empty(part) for part in cell)


def _cell(column: TableColumn, cell: Child, *, is_header: bool) -> Component:
    class_name = h.words("num" if column.is_number else None, column.cell_class) or None
    if _is_empty(cell):
        cell = h.span(formatting.missing_word(), className="mut")
    if is_header:
        return h.th(cell, className=class_name, role="rowheader", scope="row")
    named = h.span(column.header, " ", className="lbl") if column.is_named_on_phone and column.header else None
    return h.td(named, cell, className=class_name, role="cell")
