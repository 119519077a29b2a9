"""The four charts of /explorar: bars, stacked bars, items against two measures, and status over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from textwrap import wrap

import numpy as np
import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import plotly_chart as plotly
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.explore import labels, table
from dashboards.explore import question as asking
from dashboards.explore.drawn import Drawn
from dashboards.explore.over_time import over_time
from dashboards.explore.question import Question
from dashboards.i18n import gettext as _
from dashboards.listing.rows import as_rows
from data_models.queries import pivot as pivots
from data_models.queries.pivot import Figure, Measure, Pivot

# Additive calculations alone can be stacked: parts of a whole, which a mean has not.
ADDITIVE = frozenset({"cuenta", "suma"})
MOST_BARS = 40
MOST_STACKED = 6
MOST_POINTS = 1_500
POINTS_LISTED = 20
_LABEL = 30
# Dimensions whose values have an order of their own, which bars keep.
_ORDERED = frozenset({"estado", "dato", "fin", "ods", "situacion", "frecuencia", "estrategica"})


def section(question: Question) -> Component | None:
    """The chart the address asks for, with its words; None when it asks for none."""
    if question.chart is None:
        return None
    draw: dict[str, Callable[[Question], Drawn]] = {
        "barras": bars,
        "apiladas": stacked,
        "dispersion": scatter,
        "linea": over_time,
    }
    drawn = draw[question.chart](question)
    return parts.section("grafico", drawn.title, h.p(drawn.words), drawn.chart, drawn.below)


def choices(question: Question) -> Component:
    """Links to the four charts, and back to none."""
    links: list[Child] = [
        h.a(
            formatting.capitalised(labels.chart_name(chart)),
            href=question.link(**{asking.CHART: chart}) + "#grafico",
            aria_current="true" if chart == question.chart else None,
        )
        for chart in asking.CHARTS
    ]
    if question.chart is not None:
        links.append(h.a(_("Sin gráfico"), href=question.link(**{asking.CHART: None})))
    return h.p(h.span(_("Ver como gráfico"), className="mut"), links, className="chips order noprint")


def _named(question: Question, place: int, pivot: Pivot) -> str:
    return formatting.capitalised(question.names.value(question.rows, pivot.row_values[place]))


def _unit_title(question: Question) -> str:
    return (
        formatting.capitalised(question.noun.plural)
        if question.is_count
        else formatting.capitalised(table.measure_words(question))
    )


def _number(question: Question, figure: Figure) -> float:
    return float(figure.total) if question.is_count else float(figure.value or 0)


def _drawn(question: Question, figure: Figure) -> float:
    return labels.drawn(question.measure, _number(question, figure))


def _drawn_title(question: Question) -> str:
    """The title of the axis of what is summed up."""
    if question.is_count:
        return _unit_title(question)
    unit = labels.drawn_unit(question.measure, question.context.plan.currency)
    return f"{formatting.capitalised(labels.measure_name(question.measure))} ({unit})"


def _said(question: Question, figure: Figure) -> str:
    return labels.number(question.measure, _number(question, figure), question.context.plan.currency)


def bars(question: Question) -> Drawn:
    """A bar for each row of the table, the longest first unless its values have an order."""
    pivot = question.pivot

    def size(place: int) -> float:
        return _number(question, pivot.row_totals[place])

    with_value = [
        place for place, figure in enumerate(pivot.row_totals) if question.is_count or figure.value is not None
    ]
    if question.rows.key not in _ORDERED:
        with_value.sort(key=size, reverse=True)
    shown = with_value[:MOST_BARS]
    title = _("{measure} por {dimension}").format(
        measure=_unit_title(question), dimension=question.names.dimension(question.rows)
    )
    if not shown:
        return Drawn(title, _("Ninguna fila tiene ese dato: no hay qué dibujar."), None)
    figures = [pivot.row_totals[place] for place in shown]
    names = [_named(question, place, pivot) for place in shown]
    is_status = question.rows.key == "estado"
    trace: plotly.Trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(shown))),
        "x": [_drawn(question, figure) for figure in figures],
        "text": [_said(question, figure) for figure in figures],
        "textposition": "auto",
        "hovertext": names,
        "hoverinfo": "text",
        "marker": {
            "color": [
                plotly.status_color(pivot.row_values[place] or "no_data") if is_status else "var(--ink-3)"
                for place in shown
            ]
        },
    }
    layout = plotly.layout(across=plotly.axis(_drawn_title(question), rangemode="tozero"), up=_category_axis(names))
    # Of all bars there could be, not only of those drawn.
    most, least = max(with_value, key=size), min(with_value, key=size)
    words = _("Lo más alto: {most} ({most_value}); lo más bajo: {least} ({least_value}).").format(
        most=_named(question, most, pivot),
        most_value=_said(question, pivot.row_totals[most]),
        least=_named(question, least, pivot),
        least_value=_said(question, pivot.row_totals[least]),
    )
    if len(with_value) == 1:
        words = _("Hay una sola barra: {most} ({most_value}).").format(
            most=_named(question, most, pivot), most_value=_said(question, pivot.row_totals[most])
        )
    words += _left_out(pivot, shown)
    return Drawn(title, words, plotly.plotly_chart(plotly.figure([trace], layout), summary=words, rows=len(shown)))


def _left_out(pivot: Pivot, shown: list[int]) -> str:
    """How many rows of the table have no bar; "" when all have."""
    count = len(pivot.row_values) - len(shown)
    if not count:
        return ""
    return " " + _("Fuera del gráfico quedan {count}, que están en la tabla.").format(count=formatting.count(count))


def _category_axis(names: list[str]) -> dict[str, object]:
    """Names beside horizontal bars, from the top; two may be called alike."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": ["<br>".join(_two_lines(name)) for name in names],
        "autorange": "reversed",
        "automargin": True,
        "fixedrange": True,
    }


def _two_lines(name: str) -> list[str]:
    """A name beside its bar: in two lines before any of it is left out."""
    lines = wrap(name, _LABEL)
    return lines if len(lines) < 3 else [lines[0], formatting.shortened(" ".join(lines[1:]), _LABEL)]


def stacked(question: Question) -> Drawn:
    """Bars of parts: counts or sums by columns, the largest columns named and the rest together."""
    if question.columns is None or question.aggregation not in ADDITIVE:
        columns = question.columns
        if columns is None:
            known = asking.dimensions(question.context, question.item_kind)
            columns = known["dato" if question.rows.key == "estado" else "estado"]
        of = asking.measures(question.item_kind)["cantidad"]
        instead = replace(question, columns=columns, measure=of, aggregation="cuenta")
        drawn = stacked(instead)
        why = _("Se apilan cantidades, porque solo las partes de un todo pueden apilarse.")
        below = table.table(instead, labelled_by="grafico-titulo")
        return replace(drawn, words=f"{drawn.words} {why}", below=below)
    pivot, columns = question.pivot, question.columns
    order = sorted(range(len(pivot.row_values)), key=lambda place: -_number(question, pivot.row_totals[place]))
    shown = (list(range(len(order))) if question.rows.key in _ORDERED else order)[:MOST_BARS]
    names = [_named(question, place, pivot) for place in shown]
    is_status = columns.key == "estado"
    by_size = sorted(
        range(len(pivot.column_values)), key=lambda column: -_number(question, pivot.column_totals[column])
    )
    own = sorted(by_size if is_status or len(by_size) <= MOST_STACKED + 1 else by_size[:MOST_STACKED])
    rest = [column for column in range(len(pivot.column_values)) if column not in own]
    traces = []
    for position, column in enumerate(own):
        value = pivot.column_values[column]
        sizes = [_number(question, pivot.cell(row, column)) for row in shown]
        marker = plotly.status_marker(value) if is_status and value else plotly.plain_marker(position)
        traces.append(_part(question, question.names.value(columns, value), sizes, marker))
    if rest:
        sizes = [sum(_number(question, pivot.cell(row, column)) for column in rest) for row in shown]
        name = _("Otros {count}").format(count=formatting.count(len(rest)))
        traces.append(_part(question, name, sizes, plotly.plain_marker(len(own))))
    layout = plotly.layout(
        across=plotly.axis(_drawn_title(question), rangemode="tozero"),
        up=_category_axis(names),
        has_legend=True,
        barmode="stack",
    )
    title = _("{measure} por {dimension}").format(measure=_unit_title(question), dimension=table.by_words(question))
    biggest = by_size[0] if by_size else None
    words = _("{count} en {groups} grupos.").format(
        count=question.noun.counted(pivot.total.total), groups=formatting.count(len(pivot.row_values))
    )
    if biggest is not None:
        words += " " + _("La parte más grande es «{name}», con {value}.").format(
            name=question.names.value(columns, pivot.column_values[biggest]),
            value=_said(question, pivot.column_totals[biggest]),
        )
    words += _left_out(pivot, shown)
    chart = plotly.plotly_chart(plotly.figure(traces, layout), summary=words, rows=len(shown))
    return Drawn(title, words, chart if shown else None)


def _part(question: Question, name: str, sizes: list[float], marker: dict[str, object]) -> plotly.Trace:
    named = formatting.capitalised(name)
    said = [labels.number(question.measure, size, question.context.plan.currency) for size in sizes]
    return {
        "type": "bar",
        "orientation": "h",
        "name": formatting.shortened(named, _LABEL),
        "y": list(range(len(sizes))),
        "x": [labels.drawn(question.measure, size) for size in sizes],
        "hovertext": [f"{named}: {text}" for text in said],
        "hoverinfo": "text",
        "marker": marker,
    }


def scatter(question: Question) -> Drawn:
    """Each row a mark at two of its numbers, by status; the table below names those highest up."""
    across, up = question.across, question.up
    noun, currency = question.noun, question.context.plan.currency
    both = question.found[points_mask(question)]
    title = _("{up} según {across}, de cada {thing}").format(
        up=formatting.capitalised(labels.measure_name(up)), across=labels.measure_name(across), thing=noun.singular
    )
    counted = parts.counted_link(noun.counted(len(both)), question.link(**{asking.WITH_VALUE: "puntos"}), len(both))
    if both.empty:
        return Drawn(title, _("Ninguna fila tiene los dos datos: no hay qué dibujar."), None)
    # Spread evenly over the plan when there are more than a browser draws well.
    shown = both.iloc[np.unique(np.linspace(0, len(both) - 1, min(len(both), MOST_POINTS)).astype(int))]
    traces = []
    for of in status.STATUSES:
        rows = shown[shown["status"] == of]
        if rows.empty:
            continue
        x, y = (
            [round(labels.drawn(measure, value), 2) for value in rows[str(measure.column)].tolist()]
            for measure in (across, up)
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": status.status_name(of),
                "x": x,
                "y": y,
                "text": [formatting.shortened(name, 60) for name in rows["name"]],
                "hoverinfo": "text+x+y",
                "marker": {
                    "symbol": plotly.SYMBOLS[of],
                    "size": 8,
                    "color": plotly.status_color(of),
                    "opacity": 0.8,
                    "line": {"width": 1, "color": plotly.status_color(of)},
                },
            }
        )
    layout = plotly.layout(
        across=plotly.axis(_axis_title(across, currency)), up=plotly.axis(_axis_title(up, currency)), has_legend=True
    )
    middle = [labels.number(measure, float(both[str(measure.column)].median()), currency) for measure in (across, up)]
    words = _("Tienen ambos datos {count} de {total}. Valores del medio: {across}, {x}; {up}, {y}.").format(
        count=formatting.count(len(both)),
        total=noun.counted(len(question.found)),
        across=labels.measure_name(across),
        x=middle[0],
        up=labels.measure_name(up),
        y=middle[1],
    )
    if len(shown) < len(both):
        words += " " + _("Se dibujan {count}, repartidos en todo el plan: filtre para verlos todos.").format(
            count=formatting.count(len(shown))
        )
    chart = plotly.plotly_chart(plotly.figure(traces, layout), summary=words)
    links = parts.links_list([h.span(_("Todos los puntos:"), " ", counted)])
    return Drawn(title, words, chart, [links, _points_table(question, both)])


def points_mask(question: Question) -> np.typing.NDArray[np.bool_]:
    """Which of the found rows have both numbers of the scatter plot, in the plan's currency."""
    keep = np.ones(len(question.found), dtype=np.bool_)
    for measure in (question.across, question.up):
        usual = next(name for name in measure.aggregations if name in ("media", "mediana"))
        source = pivots.Source(question.found, measure, usual, question.context.plan.currency)
        keep &= source.defined
    return keep


def _axis_title(measure: Measure, currency: str) -> str:
    name = formatting.capitalised(labels.measure_name(measure))
    return f"{name} ({labels.drawn_unit(measure, currency)})"


def _points_table(question: Question, both: pd.DataFrame) -> list[Child]:
    across, up, currency = question.across, question.up, question.context.plan.currency
    listed = both.sort_values(str(up.column), ascending=False, kind="stable").head(POINTS_LISTED)
    columns = [
        TableColumn(formatting.capitalised(question.noun.singular)),
        TableColumn(_("Estado")),
        *(TableColumn(formatting.capitalised(labels.measure_name(each)), is_number=True) for each in (across, up)),
    ]
    path = "proyecto" if question.item_kind == "project" else "indicador"
    rows = [
        TableRow(
            [
                h.a(row["name"], href=question.context.link(f"/{path}/{row['slug']}")),
                status.status_word(row["status"], row["freshness"]),
                labels.number(across, row[str(across.column)], currency),
                labels.number(up, row[str(up.column)], currency),
            ]
        )
        for row in as_rows(listed)
    ]
    label = _("Los {count} puntos más altos").format(count=formatting.count(len(rows)))
    return [h.h3(label), data_table(columns, rows, label=label, class_name="vals", phone_rows=8)]
