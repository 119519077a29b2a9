"""The table of /explorar: cells that lead to their rows, totals of rows, and the same table as a file."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.explore import labels
from dashboards.explore.links import ANY, cell_link
from dashboards.explore.question import Question
from dashboards.i18n import gettext as _
from dashboards.listing.file_links import FileRows
from data_models.queries.pivot import Figure
from open_data.files import PROGRESS, FileColumn


def measure_words(question: Question) -> str:
    """What the cells hold: "cantidad", "avance (mediana, en %)"."""
    name = labels.measure_name(question.measure)
    if question.is_count:
        return name
    unit = labels.measure_unit(question.measure, question.context.plan.currency)
    return f"{name} ({labels.aggregation_name(question.aggregation)}, {unit})"


def by_words(question: Question) -> str:
    """What rows are grouped by: "eje y estado"."""
    names = [question.names.dimension(each) for each in (question.rows, question.columns) if each is not None]
    return formatting.joined(names)


def table(question: Question, *, labelled_by: str) -> Component:
    """The table, which scrolls by itself where it is wider than the page."""
    pivot, names = question.pivot, question.names
    corner = formatting.capitalised(names.dimension(question.rows))
    columns = (
        [names.value(question.columns, value) for value in pivot.column_values] if question.columns is not None else []
    )
    has_total = len(pivot.row_values) > 1
    head = [h.th(corner, scope="col")]
    head += [h.th(formatting.capitalised(name), scope="col", className="num") for name in columns]
    total_name = _("En total") if columns else formatting.capitalised(labels.measure_name(question.measure))
    head.append(h.th(total_name, scope="col", className="num"))
    body = [_row(question, place, value) for place, value in enumerate(pivot.row_values)]
    foot = None
    if has_total:
        cells = [
            _cell(question, figure, ANY, value)
            for figure, value in zip(pivot.column_totals, pivot.column_values, strict=True)
        ]
        cells.append(_cell(question, pivot.total, ANY, ANY))
        foot = h.tfoot(h.tr(h.th(_("En total"), scope="row"), cells, className="tot"))
    drawn = h.table(
        h.thead(h.tr(head)),
        h.tbody(body),
        foot,
        className="pivot",
        aria_labelledby=labelled_by,
    )
    # What scrolls must be reached by the keyboard, and named.
    return h.div(drawn, className="wide", role="group", tabIndex="0", aria_labelledby=labelled_by)


def _row(question: Question, place: int, value: str | None) -> Component:
    pivot = question.pivot
    cells = [
        _cell(question, pivot.cell(place, column), value, across) for column, across in enumerate(pivot.column_values)
    ]
    cells.append(_cell(question, pivot.row_totals[place], value, ANY))
    name = formatting.capitalised(question.names.value(question.rows, value))
    return h.tr(h.th(name, scope="row", className="mut" if value is None else None), cells)


def _cell(question: Question, figure: Figure, row: str | None, column: str | None) -> Component:
    if not figure.total:
        return h.td(
            h.span("–", className="mut", aria_hidden="true"), h.span(_("ninguno"), className="vh"), className="num"
        )
    href = cell_link(question, row, column)
    if question.is_count:
        return h.td(parts.counted_link(formatting.count(figure.total), href, figure.total), className="num")
    if figure.value is None:
        words = _("de {total}").format(total=formatting.count(figure.total))
        whole = parts.counted_link(words, href, figure.total)
        return h.td(h.span(formatting.missing_word(), className="mut"), h.span(whole, className="who"), className="num")
    value = labels.number(question.measure, figure.value, question.context.plan.currency)
    if figure.defined == figure.total:
        words = _("de {total}").format(total=formatting.count(figure.total))
    else:
        words = _("de {defined} de {total}").format(
            defined=formatting.count(figure.defined), total=formatting.count(figure.total)
        )
        href = cell_link(question, row, column, with_value=True)
    counted = parts.counted_link(words, href, figure.defined)
    return h.td(value, h.span(counted, className="who"), className="num")


def shared_words(question: Question) -> list[str]:
    """Why parts do not add up to the total, for each dimension where a row is under several values."""
    pivot, noun = question.pivot, question.noun
    told = []
    if pivot.is_row_shared:
        told.append((question.names.dimension(question.rows), pivot.row_totals))
    if pivot.is_column_shared and question.columns is not None:
        told.append((question.names.dimension(question.columns), pivot.column_totals))
    return [
        _(
            "Hay {things} en más de un grupo por {dimension}: cuentan en cada uno y una sola vez en el total. "
            "Por eso las partes suman {parts} y el total es {total}."
        ).format(
            things=noun.plural,
            dimension=name,
            parts=formatting.count(sum(figure.total for figure in figures)),
            total=formatting.count(pivot.total.total),
        )
        for name, figures in told
    ]


def explanation(question: Question) -> list[str]:
    """How the numbers of the cells are made."""
    told = {
        "cuenta": "",
        "suma": _("Cada celda es la suma de lo que tiene dato."),
        "media": _("Cada media es de las filas, también en los totales: no es media de medias."),
        "mediana": _("La mitad de las filas está por debajo y la mitad por encima, también en los totales."),
        "minimo": _("Cada celda es el menor de sus valores."),
        "maximo": _("Cada celda es el mayor de sus valores."),
        "ponderada": _(
            "Media de las filas con porcentaje y sin cancelar, con su peso y cada una entre 0 y 100 %: la misma cuenta "
            "de todos los tableros."
        ),
        "razon": _("Cada porcentaje es una suma dividida por otra, de las filas que tienen ambos datos."),
    }[question.aggregation]
    words = [told] if told else []
    if not question.is_count:
        words.append(_("Debajo de cada número, de cuántas filas sale; lo que falta no entra, y nunca es cero."))
    if question.measure.is_money:
        words.append(
            _("Solo entran los montos en {currency}, sin ajustar por inflación.").format(
                currency=question.context.plan.currency
            )
        )
    return [*words, *shared_words(question)]


def as_file(question: Question) -> FileRows:
    """The table exactly as shown: a row for each group and one for the total, a column for each column."""
    pivot, names = question.pivot, question.names
    heads = [names.value(question.columns, value) for value in pivot.column_values] if question.columns else []
    # Two values may be called alike; their columns stay two.
    keys = [f"c{place}" for place in range(len(heads))]
    total_name = _("En total") if heads else formatting.capitalised(labels.measure_name(question.measure))
    cells: dict[str, list[str | float | None]] = {
        "name": [formatting.capitalised(names.value(question.rows, value)) for value in pivot.row_values]
    }
    for column, key in enumerate(keys):
        cells[key] = [_number(question, pivot.cell(row, column)) for row in range(len(pivot.row_values))]
    cells["total"] = [_number(question, figure) for figure in pivot.row_totals]
    cells["defined"] = [float(figure.defined) for figure in pivot.row_totals]
    if len(pivot.row_values) > 1:
        cells["name"].append(_("En total"))
        for column, key in enumerate(keys):
            cells[key].append(_number(question, pivot.column_totals[column]))
        cells["total"].append(_number(question, pivot.total))
        cells["defined"].append(float(pivot.total.defined))
    columns = [
        FileColumn("name", formatting.capitalised(names.dimension(question.rows))),
        *(FileColumn(key, formatting.capitalised(head), "number") for key, head in zip(keys, heads, strict=True)),
        FileColumn("total", total_name, "number"),
    ]
    if not question.is_count:
        columns.append(FileColumn("defined", _("Filas con dato"), "integer"))
    frame = pd.DataFrame(
        {key: pd.Series(values, dtype=None if key != "name" else object) for key, values in cells.items()}
    )
    words = _("{things} por {dimensions}: {measure}").format(
        things=question.noun.plural + question.scope, dimensions=by_words(question), measure=measure_words(question)
    )
    return FileRows(frame, columns, words, question.unknown, has_column_sheet=False)


def _number(question: Question, figure: Figure) -> float | None:
    if question.is_count:
        return float(figure.total)
    return figure.value


def rows_file(question: Question, rows: pd.DataFrame, words: str) -> FileRows:
    """The rows of a cell, with every public column of the progress table."""
    return FileRows(rows, PROGRESS, words, question.unknown)
