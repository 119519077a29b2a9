"""/diccionario: every published column with its names, type, unit, meaning and allowed values."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.page import Page, PageContext, PageView
from data_models.dictionary import SECTIONS, AllowedValue, Column, Section


def build(context: PageContext) -> PageView:
    """The dictionary as a page; it does not depend on the plan."""
    published = [(section, [column for column in section.columns if column.is_public]) for section in SECTIONS]
    count = sum(len(columns) for _section, columns in published)
    title = _("Diccionario de datos: {count} columnas").format(count=formatting.count(count))
    tree: list[Child] = [
        parts.page_head(
            title,
            lede=_("Qué significa cada columna de los tableros y de la vista «tabla_de_avance»."),
        ),
        h.div([_section(section, columns) for section, columns in published], className="folds"),
        parts.links_list([h.a(_("Cómo se calcula cada número"), href=context.link("/reglas"))]),
    ]
    return PageView(title, _("Qué significa cada columna publicada."), tree)


def _section(section: Section, columns: list[Column]) -> Component:
    heading = [
        TableColumn(_("Columna")),
        TableColumn(_("Qué es")),
        TableColumn(_("Tipo y unidad")),
        TableColumn(_("Valores posibles")),
    ]
    table = data_table(
        heading,
        [_row(section, column) for column in columns],
        labelled_by=f"{section.key}-titulo",
        class_name="dic",
    )
    number = formatting.plural(len(columns), _("columna"), _("columnas"))
    return parts.folded_section(section.key, _(section.spanish_name), table, sub=number)


def _row(section: Section, column: Column) -> TableRow:
    name = [
        h.span(formatting.capitalised(_(column.spanish_name)), className="gname"),
        h.span(column.file_name, className="who"),
    ]
    kind = _(_TYPES[column.type]) + (f", {_(column.unit)}" if column.unit else "")
    cells: list[Child] = [name, _(column.meaning), kind, _allowed(column.allowed_values)]
    return TableRow(cells, id=f"{section.key}.{column.name}")


def _allowed(values: tuple[AllowedValue, ...]) -> Child:
    if not values:
        return h.span(_("cualquiera"), className="mut")
    if len(values) > _MOST_WORDS_IN_SIGHT:
        return h.details(
            h.summary(_("{count} valores").format(count=len(values))),
            h.ul([h.li(_(value.word)) for value in values]),
        )
    return formatting.joined([_(value.word) for value in values])


def _N(text: str) -> str:
    return text


_MOST_WORDS_IN_SIGHT = 8
_TYPES = {
    "text": _N("texto"),
    "integer": _N("número entero"),
    "number": _N("número"),
    "date": _N("fecha"),
    "datetime": _N("fecha y hora"),
    "boolean": _N("sí o no"),
}

PAGE = Page("dictionary", "/diccionario", build, footer=lambda: _("Diccionario de datos"), is_dated=False)
