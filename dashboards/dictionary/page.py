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
from data_models.dictionary import SECTIONS, Column, Section


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
        TableColumn(_("Qué es"), is_named_on_phone=False),
        TableColumn(_("Tipo, unidad y valores"), is_named_on_phone=False),
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
    kind = _(_TYPES[column.type])
    if column.unit:
        kind = _("{kind}; unidad: {unit}").format(kind=kind, unit=_(column.unit))
    values = " · ".join(_(value.word) for value in column.allowed_values)
    cells: list[Child] = [name, _(column.meaning), [kind, h.span(values, className="who") if values else None]]
    return TableRow(cells, id=f"{section.key}.{column.name}")


def _N(text: str) -> str:
    return text


_TYPES = {
    "text": _N("texto"),
    "integer": _N("número entero"),
    "number": _N("número"),
    "date": _N("fecha"),
    "datetime": _N("fecha y hora"),
    "boolean": _N("sí o no"),
}

PAGE = Page("dictionary", "/diccionario", build, footer=lambda: _("Diccionario de datos"), is_dated=False)
