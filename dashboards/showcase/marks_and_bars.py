"""Specimens of what is drawn with shapes: statuses, strips, marks, bars, timelines."""

from __future__ import annotations

from datetime import date

from dashboards import formatting
from dashboards.components import bars, marks, status
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, data_table
from dashboards.i18n import gettext as _
from dashboards.showcase.samples import (
    AS_OF,
    ENDS_ON,
    MIXED,
    NOWHERE,
    ONE,
    STARTS_ON,
    THOUSANDS,
    Specimen,
    Stage,
    long_name,
    unbroken_name,
    window,
)

_DATA_ON = date(2026, 3, 18)


def _every_status(stage: Stage) -> Child:
    columns = [
        TableColumn(_("Estado")),
        TableColumn(status.freshness_name("fresh")),
        TableColumn(status.freshness_name("due")),
        TableColumn(status.freshness_name("overdue")),
        TableColumn(_("nunca se cargó")),
    ]
    rows: list[list[Child]] = [
        [
            [status.status_shape(of), " ", status.status_word(of)],
            *(status.status_and_freshness(of, fresh, _DATA_ON) for fresh in status.FRESHNESSES),
            [status.status_word(of, "overdue"), " ", status.freshness_word("overdue")],
        ]
        for of in status.STATUSES
    ]
    return [
        data_table(columns, rows, label=_("Estados y frescura")),
        h.p(
            _("De un estado a otro:"),
            " ",
            [[status.status_change(one, other), " "] for one in status.STATUSES for other in status.STATUSES[:1]],
        ),  # fmt: skip
        status.status_key(),
    ]


def _counts(stage: Stage) -> Child:
    def link(of: str) -> str:
        return NOWHERE

    return [
        [
            [
                status.strip(counts),
                status.status_numbers(counts, link, {"met": _("{change} en el mes").format(change="+2")}),
            ]
            for counts in (MIXED, THOUSANDS, ONE, {})
        ],
        status.strip(MIXED, thin=True),
        status.status_chips(THOUSANDS, link, chosen=["off_track"]),
    ]


def _bullets(stage: Stage) -> Child:
    cases: list[tuple[str, float | None, float | None, str, bool, bool]] = [
        (_("medido, esperado más adelante"), 31, 66, "off_track", False, False),
        (_("declarado"), 62, 70, "on_track", True, False),
        (_("dato vencido"), 44, 67, "at_risk", False, True),
        (_("cero"), 0, 50, "off_track", False, False),
        (_("más que lo prometido"), 5035, 100, "met", False, False),
        (_("menos que al empezar"), -12.5, 20, "off_track", False, False),
        (_("sin esperado"), 100, None, "met", False, False),
        (_("sin porcentaje"), None, None, "no_data", False, False),
        (_("nada esperado todavía"), 0, 0, "not_started", False, False),
    ]
    return data_table(
        [TableColumn(_("Caso")), TableColumn(_("Avance; línea: esperado"))],
        [
            [
                name,
                bars.percent_and_bullet(
                    formatting.percent(done), bars.bullet(done, expected, of, declared=declared, stale=stale)
                ),
            ]
            for name, done, expected, of, declared, stale in cases
        ],
        label=_("Barras de avance"),
    )


def _dots(stage: Stage) -> Child:
    rows = [
        bars.DotRow(_("Escrituras entregadas"), NOWHERE, 8, 62, "off_track", _("54 puntos menos"), _("avance 8 %")),
        bars.DotRow(long_name(), NOWHERE, 5035, 40, "met", _("por encima"), formatting.percent(5035), stale=True),
        bars.DotRow(unbroken_name(), NOWHERE, -3, None, "at_risk", _("sin esperado"), formatting.percent(-3)),
        bars.DotRow(_("Ausentismo"), NOWHERE, 0, 0, "not_started", _("igual"), formatting.percent(0)),
    ]
    return [
        bars.dot_plot(_("Indicador"), rows),
        h.p(_("Suelto:"), " "),
        bars.dot(40, 55, "at_risk"),
    ]


def _timelines(stage: Stage) -> Child:
    cases: list[tuple[str, tuple[date | None, date | None], tuple[date | None, date | None], str]] = [
        (_("en marcha"), (date(2024, 6, 13), date(2027, 8, 5)), (date(2024, 7, 1), None), "on_track"),
        (_("terminado tarde"), (date(2024, 2, 1), date(2025, 2, 1)), (date(2024, 3, 1), date(2025, 9, 1)), "met"),
        (_("solo el fin previsto"), (None, date(2026, 12, 31)), (None, None), "not_started"),
        (_("un solo día"), (AS_OF, AS_OF), (AS_OF, AS_OF), "at_risk"),
        (_("fuera del plan"), (date(2019, 1, 1), date(2031, 1, 1)), (date(2019, 1, 1), None), "off_track"),
        (_("sin fechas"), (None, None), (None, None), "no_data"),
    ]
    return data_table(
        [TableColumn(_("Caso")), TableColumn(_("Plazos"), header_note=bars.timeline_years(window()))],
        [[name, bars.timeline(window(), planned, actual, of)] for name, planned, actual, of in cases],
        label=_("Plazos"),
    )


def _one_century() -> Child:
    century = bars.time_window(date(1950, 1, 1), date(2049, 12, 31), AS_OF)
    return [bars.timeline_years(century), bars.timeline(century, (STARTS_ON, ENDS_ON), (STARTS_ON, None), "on_track")]


def _fields(stage: Stage) -> Child:
    return [
        data_table(
            [TableColumn(_("Cuántos")), TableColumn(_("Marcas"))],
            [
                [
                    formatting.count(count),
                    marks.marks_field("on_track", marks.Marks(count, stale), min(24, marks.marks_columns(count))),
                ]
                for count, stale in ((1, 0), (9, 9), (104, 15), (601, 176))
            ],
            label=_("Campos de marcas"),
        ),
        h.p(
            marks.marks_row({of: marks.Marks(count, count // 5) for of, count in MIXED.items()}),
            className="secs",
        ),
        marks.marks_row({}),
        _one_century(),
    ]


def _matrix(stage: Stage) -> Child:
    def cells(counts: dict[str, int]) -> dict[str, marks.MatrixCell]:
        return {of: marks.MatrixCell(marks.Marks(count, count // 6), NOWHERE) for of, count in counts.items()}

    def noun(count: int) -> str:
        return _("proyecto") if count == 1 else _("proyectos")

    def total(counts: dict[str, int]) -> str:
        return formatting.plural(sum(counts.values()), _("proyecto"), _("proyectos"))

    groups = [("1. " + _("Ciudad que cuida"), MIXED), (long_name(), ONE), (unbroken_name(), {}), (_("Vida"), MIXED)]
    rows = [marks.MatrixRow(name, NOWHERE, total(counts), cells(counts)) for name, counts in groups]
    return marks.status_matrix(_("Eje"), noun, rows, labelled_by="estados-por-grupo-titulo")


def specimens() -> dict[str, Specimen]:
    """The specimens by the id of their section."""
    return {
        "estados": Specimen(_("Estado y frescura"), _every_status, is_wide=True),
        "cuentas": Specimen(_("Cuentas por estado: mezcla, miles, una, ninguna"), _counts, is_wide=True),
        "barras": Specimen(_("Barras de avance"), _bullets),
        "puntos": Specimen(_("Puntos en una escala"), _dots, is_wide=True),
        "plazos": Specimen(_("Plazos"), _timelines),
        "marcas": Specimen(_("Campos y líneas de marcas"), _fields),
        "estados-por-grupo": Specimen(_("Estados por grupo"), _matrix, is_wide=True),
    }
