"""What an address of /explorar asks: which rows, by what, what of them, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from dashboards.boards import lists
from dashboards.explore import labels
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun, indicator_noun, node_depths, project_noun
from dashboards.page import PageContext
from data_models.queries import pivot as pivots
from data_models.queries import progress, tree
from data_models.queries.pivot import Dimension, Measure, Pivot, Source
from data_models.queries.selection import Selection

KIND, ROWS, COLUMNS, MEASURE, AGGREGATION = "de", "filas", "columnas", "medida", "calculo"
CHART, ACROSS, UP = "grafico", "x", "y"
IN_ROW, IN_COLUMN, WITH_VALUE = "en_fila", "en_columna", "con"

KINDS = {"proyectos": "project", "indicadores": "indicator"}
CHARTS = ("barras", "apiladas", "dispersion", "linea")
NO_COLUMNS = "nada"
BLANK_TEXT = "_"


@dataclass(frozen=True)
class Question:
    """Everything the page shows comes from these.

    `frame` are the plan's rows of both kinds, `found` those of the kind that the filters keep. `picked` is a cell whose
    rows are listed, (row value, column value) with None for blank and "" for any; `only_with` leaves those with a
    number of the measure ("valor") or with both of the scatter plot ("puntos"). `scope` are the filters in words, with
    a space before.
    """

    context: PageContext
    frame: pd.DataFrame
    found: pd.DataFrame
    selection: Selection
    item_kind: str
    rows: Dimension
    columns: Dimension | None
    measure: Measure
    aggregation: str
    chart: str | None
    across: Measure
    up: Measure
    picked: tuple[str | None, str | None] | None
    only_with: str | None
    unknown: tuple[tuple[str, str], ...]
    scope: str
    names: labels.Names

    @property
    def noun(self) -> Noun:
        """What is counted is called."""
        plan = self.context.plan
        return project_noun(plan) if self.item_kind == "project" else indicator_noun(plan)

    @cached_property
    def source(self) -> Source:
        """The rows as they are summed up."""
        return Source(self.found, self.measure, self.aggregation, self.context.plan.currency)

    @cached_property
    def pivot(self) -> Pivot:
        """The rows by the chosen dimensions."""
        return pivots.pivot(self.source, self.rows, self.columns)

    @property
    def is_count(self) -> bool:
        """Whether rows are counted, and nothing of them is summed up."""
        return self.measure.key == "cantidad"

    def link(self, **changes: str | None) -> str:
        """The address of this question with other parameters; the list of a cell is left."""
        return self.context.address.changed(**{IN_ROW: None, IN_COLUMN: None, WITH_VALUE: None, **changes})


def dimensions(context: PageContext, item_kind: str) -> dict[str, Dimension]:
    """What rows of a kind can be grouped by in this plan, by the word of the address."""
    known = tree.secretariats(context.store, context.reader, context.plan)
    further = [pivots.level(depth) for depth in node_depths(context.plan) if depth > 2]
    every = [*pivots.DIMENSIONS[:2], *further, pivots.secretariats_at_the_top(known), *pivots.DIMENSIONS[2:]]
    return {each.key: each for each in every if item_kind in each.kinds}


def measures(item_kind: str) -> dict[str, Measure]:
    """What can be asked of rows of a kind, by the word of the address."""
    return {each.key: each for each in pivots.MEASURES if item_kind in each.kinds}


def numbers(item_kind: str) -> dict[str, Measure]:
    """The measures of which each row has its own number."""
    return {key: each for key, each in measures(item_kind).items() if each.column is not None}


def asked(context: PageContext) -> Question:
    """Read the address; what is not understood is left out and reported."""
    frame = progress.rows(context.store, context.reader, context.plan, as_of=context.as_of, known_on=context.known_at)
    address = context.address
    unknown: list[tuple[str, str]] = []

    def one_of(name: str, known: Sequence[str] | Mapping[str, object], words: str, default: str) -> str:
        text = address.value(name)
        if text is None or text in known:
            return text or default
        unknown.append((words, text))
        return default

    kinds = [slug for slug, kind in KINDS.items() if (frame["item_kind"] == kind).any()] or list(KINDS)
    kind_slug = one_of(KIND, list(KINDS), _("qué filas"), kinds[0])
    item_kind = KINDS[kind_slug]
    by = dimensions(context, item_kind)
    of = measures(item_kind)
    rows = by[one_of(ROWS, by, _("las filas"), "eje")]
    wanted = one_of(COLUMNS, [*by, NO_COLUMNS], _("las columnas"), "estado")
    columns = None if wanted in (NO_COLUMNS, rows.key) else by[wanted]
    measure = of[one_of(MEASURE, of, _("la medida"), "cantidad")]
    # A calculation that means nothing for another measure is what is left of the one before: no mistake of anybody's.
    every = {name for each in of.values() for name in each.aggregations}
    aggregation = one_of(AGGREGATION, sorted(every), _("el cálculo"), measure.aggregations[0])
    if aggregation not in measure.aggregations:
        aggregation = measure.aggregations[0]
    chart = one_of(CHART, CHARTS, _("el gráfico"), "")
    with_number = numbers(item_kind)
    default_up = "ejecucion" if item_kind == "project" else "distancia"
    across = with_number[one_of(ACROSS, with_number, _("el eje horizontal"), "avance")]
    up = with_number[one_of(UP, with_number, _("el eje vertical"), default_up)]
    listing = lists.listing(context, item_kind)
    selection = replace(listing.selection, sort=None)
    state = lists.state_words(listing)
    found = selection.apply(frame)
    return Question(
        context=context,
        frame=frame,
        found=found,
        selection=selection,
        item_kind=item_kind,
        rows=rows,
        columns=columns,
        measure=measure,
        aggregation=aggregation,
        chart=chart or None,
        across=across,
        up=up,
        picked=_picked(context),
        only_with=one_of(WITH_VALUE, ("valor", "puntos", "todo"), _("el dato"), "") or None,
        unknown=(*listing.asked.unknown, *unknown),
        scope=lists.scope_words(listing) + (f" {state}" if state else ""),
        names=labels.Names(context),
    )


def _picked(context: PageContext) -> tuple[str | None, str | None] | None:
    row, column = context.address.value(IN_ROW), context.address.value(IN_COLUMN)
    if row is None and column is None and context.address.value(WITH_VALUE) is None:
        return None
    return _read(row), _read(column)


def _read(text: str | None) -> str | None:
    return "" if text is None else None if text == BLANK_TEXT else text


def written(value: str | None) -> str:
    """A value of a dimension as addresses write it; blank is "_"."""
    return BLANK_TEXT if value is None else value
