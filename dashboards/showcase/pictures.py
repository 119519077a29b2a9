"""Specimens of pictures that whole pages are about: schedules, comparisons, flows, places, histories."""

from __future__ import annotations

from datetime import date

from dashboards import formatting
from dashboards.components import bars, gantt, plotly_chart, scatter, small_multiples
from dashboards.components import elements as h
from dashboards.components.bullet_list import Promise, bullet_list
from dashboards.components.elements import Child
from dashboards.components.flow import Ribbon, flow
from dashboards.components.map import MapArea, area_map
from dashboards.components.on_demand import list_with_rest, phone_opener
from dashboards.components.status_history import HistoryDay, status_history
from dashboards.components.tables import TableColumn, data_table
from dashboards.i18n import gettext as _
from dashboards.showcase.samples import (
    ENDS_ON,
    MIXED,
    NOWHERE,
    ONE,
    STARTS_ON,
    Specimen,
    Stage,
    long_name,
    unbroken_name,
    window,
)

_QUARTERS = tuple(date(year, month, 28) for year in (2024, 2025, 2026) for month in (3, 6, 9, 12))[:11]


def _schedule(stage: Stage) -> Child:
    marks = [
        gantt.GanttMark(date(2024, 9, 1), gantt.DONE),
        gantt.GanttMark(date(2025, 12, 1), gantt.LATE),
        gantt.GanttMark(date(2027, 6, 1), gantt.COMING),
    ]
    plan, started = (date(2024, 6, 13), date(2027, 8, 5)), (date(2024, 7, 1), None)
    cases = [
        (_("en marcha"), gantt.GanttBar(plan, started, "on_track", marks=marks)),
        (_("dato vencido"), gantt.GanttBar(plan, started, "at_risk", is_stale=True)),
        (long_name(), gantt.GanttBar((None, date(2026, 12, 31)), (None, None), "not_started")),
        (_("fuera del plan"), gantt.GanttBar((date(2019, 1, 1), date(2031, 1, 1)), (None, None), "off_track")),
        (_("sin fechas"), gantt.GanttBar((None, None), (None, None), "no_data")),
    ]
    return [
        data_table(
            [TableColumn(_("Proyecto")), TableColumn(_("Plazos"), header_note=gantt.gantt_axis(window()))],
            [[name, gantt.gantt_bar(window(), bar)] for name, bar in cases],
            label=_("Cronograma"),
        ),
        gantt.gantt_key(window()),
    ]


def _money(stage: Stage) -> Child:
    points = [(10.0 * nth, 7.0 * nth + nth % 3 * 12) for nth in range(11)]
    marks = [scatter.ScatterMark(1, 20, 180, "off_track"), scatter.ScatterMark(2, 100, 0, "met")]
    words = scatter.ScatterWords(_("Avance"), _("Ejecutado"), _("gasta más"), _("gasta menos"))
    return scatter.scatter(points, marks, words, band_points=25)


def _promises(stage: Stage) -> Child:
    lines = [
        Promise(_("Escrituras entregadas"), NOWHERE, bars.bullet(8, 62, "off_track"), formatting.percent(8), "8 de 62"),
        Promise(long_name(), NOWHERE, bars.bullet(5035, 40, "met", stale=True), formatting.percent(5035), _("vencida")),
        Promise(unbroken_name(), NOWHERE, None, _("sin porcentaje"), _("La meta es un texto.")),
    ]
    return bullet_list(lines, label=_("Avance de cada indicador"))


def _flow(stage: Stage) -> Child:
    ribbons = [
        Ribbon("on_track", "on_track", 80, "same"),
        Ribbon("on_track", "off_track", 9, "worse"),
        Ribbon("at_risk", "on_track", 14, "better"),
        Ribbon("not_started", "no_data", 1, "other"),
    ]
    return [flow(ribbons, (_("antes"), _("después"))), flow([], (_("antes"), _("después")))]


def _areas(stage: Stage) -> Child:
    return area_map(
        [
            MapArea("M0 0H60V80H0Z", 30, 40, 50, _("Centro"), "41", 1.0, 6),
            MapArea("M60 0H100V80H60Z", 80, 40, 30, unbroken_name(), "0", 0.0, 90),
        ],
        width=100,
        height=80,
        css="tint",
    )


def _small(stage: Stage) -> Child:
    def history(values: list[float], status: str, *, stale: bool = False) -> small_multiples.SmallHistory:
        actual = list(zip(_QUARTERS, values, strict=False))
        path = [(STARTS_ON, 18.0), (ENDS_ON, 60.0)]
        return small_multiples.SmallHistory(
            start=STARTS_ON,
            end=ENDS_ON,
            actual=[actual] if actual else [],
            path=[path],
            original=[[(STARTS_ON, 18.0), (ENDS_ON, 70.0)]],
            status=status,
            is_stale=stale,
            value_words=formatting.number(values[-1]) if values else "",
            target=path[-1],
            target_words=_("meta {value}").format(value="60"),
            start_words=formatting.short_month(STARTS_ON),
            end_words=formatting.short_month(ENDS_ON),
            write=formatting.number,
        )

    cases = [
        (_("Sube, y no alcanza"), history([18, 20.4, 24.9, 28.2, 30.4, 34.9], "off_track")),
        (long_name(), history([18, 5035], "met", stale=True)),
        (_("Sin dato"), history([], "no_data")),
    ]
    return [
        small_multiples.small_multiples(
            [
                small_multiples.Multiple(h.a(name, href=NOWHERE), _("% de los hogares"), drawing, h.p(_("Sin dato")))
                for name, drawing in ((name, small_multiples.small_history(each)) for name, each in cases)
            ]
        ),
    ]


def _history(stage: Stage) -> Child:
    days = [
        HistoryDay(formatting.month(day), formatting.short_month(day), NOWHERE, counts)
        for day, counts in ((_QUARTERS[0], ONE), (_QUARTERS[4], {"met": 9, "no_data": 30}), (_QUARTERS[10], MIXED))
    ]
    heading = stage.id("historia-titulo")
    return [
        h.h3(_("Cómo llegó hasta acá"), id=heading),
        status_history(days, noun=_("indicadores"), labelled_by=heading),
    ]


def _more(stage: Stage) -> Child:
    names = [h.li(_("Proyecto {number}").format(number=nth)) for nth in range(1, 6)]
    return [
        list_with_rest(names, 2, class_name="ask"),
        phone_opener(_("Ver las marcas")),
        h.p(_("Lo que un teléfono muestra cuando se lo piden."), className="hidden"),
    ]


def _chart(stage: Stage) -> Child:
    figure = plotly_chart.figure(
        [{"type": "bar", "x": [_("Salud"), _("Hacienda")], "y": [41, 0], "marker": plotly_chart.plain_marker(0)}],
        plotly_chart.layout(across=plotly_chart.axis(_("Secretaría")), up=plotly_chart.axis(_("indicadores"))),
    )
    return plotly_chart.plotly_chart(figure, summary=_("Salud, 41 indicadores; Hacienda, 0."))


def specimens() -> dict[str, Specimen]:
    """The specimens by the id of their section."""
    return {
        "cronograma": Specimen(_("Cronograma"), _schedule, is_wide=True),
        "dinero": Specimen(_("Ejecutado frente a avance"), _money),
        "promesas": Specimen(_("Promesas con su barra"), _promises),
        "flujo": Specimen(_("De dónde a dónde"), _flow),
        "mapa": Specimen(_("Mapa de áreas"), _areas),
        "historias": Specimen(_("Historias pequeñas"), _small, is_wide=True),
        "historia": Specimen(_("Cómo llegó hasta acá"), _history, is_wide=True),
        "a-pedido": Specimen(_("A pedido en un teléfono"), _more),
        "grafico": Specimen(_("Gráfico para explorar"), _chart, is_drawn_once=True),
    }
