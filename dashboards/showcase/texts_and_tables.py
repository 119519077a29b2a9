"""Specimens of what is read: tables, figures, sums, forms, notices, links."""

from __future__ import annotations

from dataclasses import replace

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import forms, formulas, status
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import PHONE_ROWS, TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.showcase.samples import (
    AS_OF,
    ENDS_ON,
    MIXED,
    NOWHERE,
    STARTS_ON,
    Specimen,
    Stage,
    long_name,
    unbroken_name,
)


def _tables(stage: Stage) -> Child:
    columns = [
        TableColumn(_("Indicador")),
        TableColumn(_("Estado"), is_named_on_phone=False),
        TableColumn(_("Avance"), is_number=True),
        TableColumn(_("Presupuesto"), is_number=True),
    ]
    rows: list[TableRow | list[Child]] = [
        [
            h.a(_("Cero no es un faltante"), href=NOWHERE),
            status.status_word("off_track"),
            formatting.percent(0),
            formatting.short_money(0),
        ],
        [h.a(_("Sin dato"), href=NOWHERE), status.status_word("no_data"), None, None],
        [
            h.a(_("Más que lo prometido"), href=NOWHERE),
            status.status_word("met"),
            formatting.percent(5035),
            formatting.short_money(250_808_000_000),
        ],
        [
            h.a(_("Negativo"), href=NOWHERE),
            status.status_word("off_track"),
            formatting.percent(-12.5),
            formatting.short_money(-3_200_000),
        ],
        [h.a(long_name(), href=NOWHERE), status.status_word("on_track", "overdue"), formatting.percent(85.5), None],
        [h.a(unbroken_name(), href=NOWHERE), status.status_word("at_risk"), formatting.percent(60), None],
        TableRow([_("Todos"), h.span(_("seis"), className="mut"), formatting.percent(42.4), None], is_total=True),
    ]
    return [
        data_table(columns, rows, label=_("Tabla")),
        h.p(_("Una sola fila:"), className="sec2"),
        data_table(columns[:2], [[_("Única"), status.status_word("met")]], label=_("Tabla de una fila")),
    ]


def _long_table(stage: Stage) -> Child:
    total = PHONE_ROWS + 30
    return data_table(
        [TableColumn(_("Proyecto")), TableColumn(_("Avance"), is_number=True)],
        [[_("Proyecto {number}").format(number=nth), formatting.percent(2 * nth)] for nth in range(1, total + 1)],
        label=_("Tabla larga"),
        phone_rows=PHONE_ROWS,
    )


def _figures(stage: Stage) -> Child:
    figures = (formatting.percent(34.9), formatting.count(0), formatting.percent(5035), formatting.number(-12.5))
    return [
        [h.p(text, className="big") for text in figures],
        h.p(_("Sin porcentaje: la meta es un texto"), className="big words"),
        h.p(status.status_word("off_track"), ". ", _("Va 12 puntos por debajo de lo esperado."), className="stat"),
        parts.facts(
            [
                (_("Ritmo necesario"), _("+5,0 por trimestre"), _("viene de +1,4")),
                (_("Responde"), long_name(), None),
                (_("Dato"), None, None),
            ]
        ),
    ]


def _sums(stage: Stage) -> Child:
    return [
        formulas.formula(
            _("Avance"),
            " = ",
            formulas.fraction(_("valor − línea de base"), _("meta − línea de base")),
            " = ",
            formulas.fraction("34,9 − 18", "60 − 18"),
            " = ",
            formulas.result(formatting.percent(40.2)),
        ),
        parts.data_sheet([(_("Definición"), long_name()), (_("Fuente"), unbroken_name()), (_("Unidad"), None)]),
        parts.fine_print([(_("Estado"), _("Avance ÷ avance esperado.")), (_("Licencia"), None)]),
    ]


def _filters(stage: Stage) -> Child:
    asked = replace(stage.address, filters={"eje": ("2",), "q": ("agua",)}, as_of=None)
    axes = [forms.Choice("1", _("Ciudad que cuida")), forms.Choice("2", formatting.shortened(long_name(), 60))]
    return [
        forms.filters_form(
            asked,
            [
                forms.select_filter("eje", _("Eje"), axes, "2", everything=_("Todos")),
                forms.search_filter("q", _("Buscar"), "agua"),
                forms.as_of_filter(asked, first=STARTS_ON, last=AS_OF),
            ],
        ),
        forms.order_links(asked, [forms.Choice("plan", _("orden del plan")), forms.Choice("fin", _("fin"))], "plan"),
        parts.pager(asked, 1, 2),
        parts.pager(asked, 4212, 8425),
    ]


def _notices(stage: Stage) -> Child:
    return [
        parts.notice(_("Así estaba el plan al {day}.").format(day=formatting.day(ENDS_ON))),
        parts.notice(_("El dato más nuevo tiene siete meses."), kind="warn"),
        parts.unknown_filters_notice(stage.address, [("eje", unbroken_name()), ("al", "ayer")]),
        parts.empty_state(_("Ninguna fila cumple con todos los filtros a la vez.")),
        parts.empty_state(_("Todavía no hay datos."), h.a(_("Ver cómo se arma el plan"), href=NOWHERE)),
        # An error is a page of its own; these are its words.
        h.h3(_("Algo falló de nuestro lado")),
        parts.empty_state(_("El error ya quedó registrado."), h.a(_("Volver al inicio"), href=NOWHERE)),
    ]


def _links(stage: Stage) -> Child:
    return [
        h.p(
            parts.breadcrumbs([(_("Ciudad que cuida"), NOWHERE), (long_name(), NOWHERE), ("4.1.1", None)]),
            className="kick",
        ),
        parts.jump_links([("estados", _("Estado y frescura")), ("tablas", _("Tablas"))]),
        parts.links_list(
            [
                parts.counted_link(_("Las {count} atrasadas").format(count=33), NOWHERE, 33),
                h.a(long_name(), href=NOWHERE),
                h.span(parts.external_link("datos.gob.ar", "https://datos.gob.ar/")),
                h.span(parts.external_link("C:\\planes\\plan.xlsx", "C:\\planes\\plan.xlsx")),
            ]
        ),
        parts.legend(
            [
                (parts.swatch({"background": "var(--st-on-track)"}), _("relleno")),
                (parts.swatch({"borderTop": "2px dashed var(--ink)"}, line=True), _("línea")),
                (parts.swatch({}, upright=True), _("un día")),
                (None, _("solo palabras")),
            ]
        ),
    ]


def _sections(stage: Stage) -> Child:
    return [
        parts.two_columns(
            parts.section(stage.id("uno"), _("Una sección"), h.p(long_name()), sub=_("Una línea que la explica.")),
            parts.section(stage.id("otra"), unbroken_name(), h.p(_("Al lado; debajo en un teléfono."))),
        ),
        h.div(
            parts.folded_section(stage.id("abre"), _("Una que se abre"), h.p(long_name()), sub=_("2 reglas")),
            parts.folded_section(stage.id("abre-2"), long_name(), h.p(_("Lo de adentro."))),
            className="folds",
        ),
    ]


def _loading(stage: Stage) -> Child:
    return h.div(
        h.p(_("Los números anteriores quedan, apagados, hasta que llegan los nuevos."), className="sec2"),
        status.strip(MIXED),
        status.status_numbers(MIXED, lambda of: NOWHERE),
        className="dim",
        aria_busy="true",
    )


def specimens() -> dict[str, Specimen]:
    """The specimens by the id of their section."""
    return {
        "tablas": Specimen(_("Tablas"), _tables, is_wide=True),
        "tabla-larga": Specimen(_("Tabla larga"), _long_table),
        "cifras": Specimen(_("Cifras y datos"), _figures),
        "cuentas-a-la-vista": Specimen(_("Cuentas a la vista y fichas"), _sums, is_wide=True),
        "formularios": Specimen(_("Filtros, orden y páginas"), _filters, is_wide=True, is_drawn_once=True),
        "avisos": Specimen(_("Avisos, vacíos y errores"), _notices),
        "enlaces": Specimen(_("Enlaces y referencias"), _links),
        "secciones": Specimen(_("Secciones"), _sections, is_wide=True),
        "espera": Specimen(_("Mientras llega lo nuevo"), _loading, is_wide=True),
    }
