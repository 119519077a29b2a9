"""The rows behind a cell of /explorar that no filter of the lists can name, such as those without a district."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboards import formatting
from dashboards.boards.lists import PAGE_SIZE
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.explore import chart, labels, table
from dashboards.explore.links import ANY
from dashboards.explore.question import Question
from dashboards.i18n import gettext as _
from dashboards.listing.file_links import file_links, rows_words
from dashboards.listing.rows import indicator_table, project_table
from dashboards.page import PageView
from data_models.queries.pivot import has_value


def rows_of_cell(question: Question) -> pd.DataFrame:
    """The rows of the cell that the address picks, in the plan's order."""
    assert question.picked is not None
    found = question.found
    keep = np.ones(len(found), dtype=np.bool_)
    for dimension, value in zip((question.rows, question.columns), question.picked, strict=True):
        if dimension is not None and value != ANY:
            keep &= has_value(found, dimension, value)
    if question.only_with == "valor":
        keep &= question.source.defined
    elif question.only_with == "puntos":
        keep &= chart.points_mask(question)
    return found[keep].reset_index(drop=True)


def title(question: Question, count: int) -> str:
    """ "12 proyectos: distrito sin dato, estado Atrasada"."""
    assert question.picked is not None
    told = []
    for dimension, value in zip((question.rows, question.columns), question.picked, strict=True):
        if dimension is not None and value != ANY:
            name, word = question.names.dimension(dimension), question.names.value(dimension, value)
            told.append(_("{dimension} {value}").format(dimension=name, value=formatting.quoted(word)))
    if question.only_with in ("valor", "puntos"):
        points = (question.across, question.up)
        measures = [
            labels.measure_name(each) for each in (points if question.only_with == "puntos" else (question.measure,))
        ]
        told.append(_("con dato de {measure}").format(measure=formatting.joined(measures)))
    words = question.noun.counted(count) + question.scope
    return f"{words}: {', '.join(told)}" if told else words


def view(question: Question) -> PageView:
    """The page of the rows of a cell."""
    context, noun = question.context, question.noun
    rows = rows_of_cell(question)
    heading = title(question, len(rows))
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(context.address.page, pages)
    start = (page - 1) * PAGE_SIZE
    shown = rows.iloc[start : start + PAGE_SIZE]
    draw = project_table if question.item_kind == "project" else indicator_table
    back = h.a(
        _("Volver a la tabla por {dimensions}").format(dimensions=table.by_words(question)), href=question.link()
    )
    if rows.empty:
        body: Child = parts.empty_state(_("Ninguna fila está en esa celda con estos filtros."), back)
        name = formatting.capitalised(noun.plural)
    else:
        body = draw(context, shown, labelled_by="lista-titulo")
        name = _("{things} {first} a {last} de {total}").format(
            things=formatting.capitalised(noun.plural),
            first=formatting.count(start + 1),
            last=formatting.count(start + len(shown)),
            total=formatting.count(len(rows)),
        )
    tree: list[Child] = [
        parts.unknown_filters_notice(context.address, question.unknown),
        parts.page_head(
            heading,
            kick=[_("Explorar al {day}").format(day=formatting.day(context.seen_on)), " · ", back],
        ),
        parts.section(
            "lista",
            name,
            file_links(context.address.changed(), rows_words(len(rows))) if len(rows) else None,
            body,
            parts.pager(context.address, page, pages),
        ),
    ]
    return PageView(heading, heading + ".", tree)
