"""/explorar: two columns of the clean table against each other, in numbers, in a chart and as a file."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.standing import nothing_yet
from dashboards.components import elements as h
from dashboards.components import forms
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.explore import chart, labels, listing, table
from dashboards.explore import question as asking
from dashboards.explore.question import Question
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.listing.file_links import FileRows, file_links
from dashboards.nouns import indicator_noun, project_noun
from dashboards.page import Page, PageContext, PageView

# A total stands for few rows below this: no extreme is told of it.
_FEWEST_FOR_EXTREME = 5


def build(context: PageContext) -> PageView:
    """The table the address asks for, or the rows of one of its cells."""
    question = asking.asked(context)
    if question.picked is not None:
        return listing.view(question)
    title = heading(question)
    unknown = parts.unknown_filters_notice(context.address, question.unknown)
    kick = _("Explorar al {day}").format(day=formatting.day(context.seen_on))
    if question.frame.empty:
        title = nothing_yet(context, question.noun.plural)
        return PageView(title, title + ".", [unknown, parts.page_head(title, kick=kick)])
    form = forms.filters_form(context.address, controls(question), opener=_("Elegir qué se cuenta y por qué"))
    if question.found.empty:
        none = parts.empty_state(
            _("Ninguna fila cumple con todos los filtros a la vez. Pruebe quitando alguno."),
            h.a(_("Quitar los filtros"), href=context.address.without_filters()),
        )
        return PageView(title, title + ".", [form, unknown, parts.page_head(title, kick=kick), none])
    told = table.explanation(question)
    tree: list[Child] = [
        form,
        unknown,
        parts.page_head(title, kick=kick, lede=lede(question)),
        chart.section(question),
        parts.section(
            "tabla",
            formatting.capitalised(table.measure_words(question)),
            chart.choices(question),
            table.table(question, labelled_by="tabla-titulo"),
            file_links(context.address.changed(), _("Descargar esta tabla:")),
            [h.p(words, className="sub") for words in told],
        ),
    ]
    return PageView(title, f"{title}.", tree)


def heading(question: Question) -> str:
    """ "1.685 proyectos por eje y estado", "Avance de 242 indicadores por secretaría"."""
    things = question.noun.counted(len(question.found)) + question.scope
    if question.is_count:
        return _("{things} por {dimensions}").format(things=things, dimensions=table.by_words(question))
    return _("{measure} de {things} por {dimensions}").format(
        measure=formatting.capitalised(labels.measure_name(question.measure)),
        things=things,
        dimensions=table.by_words(question),
    )


def lede(question: Question) -> str:
    """What the table comes to: the total, and where it is highest and lowest."""
    pivot, currency = question.pivot, question.context.plan.currency
    told = []
    if question.is_count:
        named = [(figure.total, place) for place, figure in enumerate(pivot.row_totals)]
        size = max(count for count, _place in named)
        largest = [question.names.value(question.rows, pivot.row_values[at]) for count, at in named if count == size]
        if 1 == len(largest) < len(named):
            told.append(
                _("El grupo más grande es «{name}», con {count}.").format(name=largest[0], count=formatting.count(size))
            )
        elif len(largest) < len(named):
            told.append(
                _("Los grupos más grandes son {names}, con {count} cada uno.").format(
                    names=formatting.joined([formatting.quoted(name) for name in largest]), count=formatting.count(size)
                )
            )
        return " ".join(told)
    if pivot.total.value is None:
        return _("Ninguna de estas filas tiene ese dato.")
    told.append(
        _("En total {value}, de {defined} de {total} con dato.").format(
            value=_with_unit(question, pivot.total.value),
            defined=formatting.count(pivot.total.defined),
            total=formatting.count(pivot.total.total),
        )
    )
    told_of = [
        (figure.value, question.names.value(question.rows, value))
        for figure, value in zip(pivot.row_totals, pivot.row_values, strict=True)
        if figure.value is not None and figure.defined >= _FEWEST_FOR_EXTREME
    ]
    if len(told_of) > 1:
        high, low = max(told_of, key=lambda each: each[0]), min(told_of, key=lambda each: each[0])
        told.append(
            _(
                "Entre los grupos de cinco o más, el mayor es «{high}» ({high_value}) y el menor «{low}» ({low_value})."
            ).format(
                high=high[1],
                high_value=labels.number(question.measure, high[0], currency),
                low=low[1],
                low_value=labels.number(question.measure, low[0], currency),
            )
        )
    return " ".join(told)


def _with_unit(question: Question, value: float) -> str:
    text = labels.number(question.measure, value, question.context.plan.currency)
    unit = {"distancia": _("puntos"), "demora": _("días")}.get(question.measure.key)
    return f"{text}{formatting.NBSP}{unit}" if unit else text


def controls(question: Question) -> list[Component]:
    """What to count, by what, what of it, then which rows."""
    context, names = question.context, question.names
    by = asking.dimensions(context, question.item_kind)
    named = {key: formatting.capitalised(names.dimension(each)) for key, each in by.items()}
    plan = context.plan
    things = {"proyectos": project_noun(plan).plural, "indicadores": indicator_noun(plan).plural}
    chosen_kind = next(slug for slug, kind in asking.KINDS.items() if kind == question.item_kind)
    made = [
        _select(
            asking.KIND,
            _("Qué filas"),
            {slug: formatting.capitalised(word) for slug, word in things.items()},
            chosen_kind,
        ),
        _select(asking.ROWS, _("En filas"), named, question.rows.key),
        _select(
            asking.COLUMNS,
            _("En columnas"),
            {asking.NO_COLUMNS: _("Nada"), **named},
            question.columns.key if question.columns else asking.NO_COLUMNS,
        ),
        _select(
            asking.MEASURE,
            _("Medida"),
            {
                key: formatting.capitalised(labels.measure_name(each))
                for key, each in asking.measures(question.item_kind).items()
            },
            question.measure.key,
        ),
    ]
    if len(question.measure.aggregations) > 1:
        calculations = {
            name: formatting.capitalised(labels.aggregation_name(name)) for name in question.measure.aggregations
        }
        made.append(_select(asking.AGGREGATION, _("Cálculo"), calculations, question.aggregation))
    if question.chart == "dispersion":
        numbers = {
            key: formatting.capitalised(labels.measure_name(each))
            for key, each in asking.numbers(question.item_kind).items()
        }
        made.append(_select(asking.ACROSS, _("Eje horizontal"), numbers, question.across.key))
        made.append(_select(asking.UP, _("Eje vertical"), numbers, question.up.key))
    rows = question.frame[question.frame["item_kind"] == question.item_kind]
    limits = [
        filters.axis_filter(context, rows),
        filters.secretariat_filter(context, rows),
        filters.status_filter(context),
        filters.freshness_filter(context),
        filters.district_filter(context, rows) if question.item_kind == "project" else filters.kind_filter(context),
        filters.sdg_filter(context, rows),
        filters.search_filter(context),
        filters.as_of_filter(context),
    ]
    return [*made, *(control for control in limits if control is not None)]


def _select(name: str, label: str, choices: dict[str, str], chosen: str) -> Component:
    return forms.select_filter(name, label, [forms.Choice(value, text) for value, text in choices.items()], chosen)


def file(context: PageContext) -> FileRows:
    """The table as shown, or all rows of the cell it shows."""
    question = asking.asked(context)
    if question.picked is not None:
        rows = listing.rows_of_cell(question)
        return table.rows_file(question, rows, listing.title(question, len(rows)))
    return table.as_file(question)


PAGE = Page("explore", "/explorar", build, navigation=lambda: _("Explorar"), file=file)
