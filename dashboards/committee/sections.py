"""The sections of the committee's page: how its KPIs stand, area by area, and what each one is."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from dashboards import formatting, urls
from dashboards.boards import groups
from dashboards.boards.histories import is_yearly, value_runs
from dashboards.boards.standing import status_counts
from dashboards.committee.view import DATA_PROJECTS, SELECTION, View
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.charts import Point
from dashboards.components.elements import Child
from dashboards.components.sparkline import sparkline
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.distance import expected_words
from dashboards.listing.rows import Row, is_stale, percent_text, quoted_target, value_words
from dashboards.listing.selection_links import list_link, status_link
from kpis import wording
from kpis.committee import AXIS_CODE, KPIS, Area, CommitteeKpi, ComputedRule


def lede(view: View) -> list[Child]:
    """What the committee's KPIs are, and how many compute themselves."""
    areas = _(
        "Son 15 indicadores en cinco áreas y {numbers} números: los incidentes se cuentan reportados y resueltos."
    )
    told: list[Child] = [areas.format(numbers=len(KPIS))]
    computed = [kpi for kpi in KPIS if kpi.computed is not None and kpi.code in view.measured]
    if computed:
        words = ngettext(
            "{count} se calcula solo, de la tabla de avance.",
            "{count} se calculan solos, de la tabla de avance.",
            len(computed),
        )
        told += [" ", words.format(count=len(computed))]
    return told


def status_section(view: View) -> Component:
    """Proportions and counts by status."""
    counts = status_counts(view.rows)
    numbers = status.status_numbers(counts, status_link(view.context, SELECTION))
    return parts.section("estado", _("Estado"), status.strip(counts), numbers, hidden_title=True)


def area_section(view: View, area: Area) -> Component:
    """An area's KPIs in rows: value, target and progress, status, history."""
    kpis = [kpi for kpi in KPIS if kpi.area_code == area.code]
    rows = [row for kpi in kpis for row in _rows(view, kpi)]
    table = data_table(
        [
            TableColumn(_("Indicador"), class_name="k-n"),
            TableColumn(_("Valor"), class_name="k-v"),
            TableColumn(_("Meta y avance"), class_name="k-t"),
            TableColumn(_("Estado y dato"), class_name="k-s", is_named_on_phone=False),
            TableColumn(_("Historia"), is_named_on_phone=False),
        ],
        rows,
        labelled_by=f"area-{area.code}-titulo",
        class_name="kpis",
    )
    return parts.section(f"area-{area.code}", _(area.name), table, sub=_area_words(view, area))


def _area_words(view: View, area: Area) -> Child:
    """ "3 de 4 van bien", both numbers leading to their lists."""
    selection = replace(SELECTION, link=f"{AXIS_CODE}:{area.code}")
    group = groups.group_of(view.frame, selection)
    if not group.total:
        return _("Ninguno se mide todavía.")
    well = ngettext(" va bien.", " van bien.", group.good)
    return [groups.good_of_total(view.context, group), well]


def _rows(view: View, kpi: CommitteeKpi) -> list[TableRow]:
    measured = view.measured.get(kpi.code)
    if not measured:
        measure = f"{_('en {unit}').format(unit=_(kpi.unit))} · {_frequency(kpi)}"
        name = [h.b(_(kpi.name)), h.span(_(kpi.formula), className="who"), h.span(measure, className="who")]
        silent = (_("todavía no se mide"), _("sin meta"), _("sin dato"), _("sin historia"))
        return [TableRow([name, *(h.span(words, className="mut") for words in silent)])]
    return [TableRow(_cells(view, kpi, row)) for row in measured]


def _cells(view: View, kpi: CommitteeKpi, row: Row) -> list[Child]:
    context = view.context
    name = h.a(row["name"], href=context.link(f"/indicador/{row['slug']}"), className="gname")
    known_as = _(kpi.name) if str(row["name"]) != kpi.name else None
    notes = [known_as, *_computed_words(view, kpi, row)]
    return [
        [name, [h.span(note, className="who") for note in notes if note]],
        h.b(value_words(row)),
        _target(row),
        status.status_and_freshness(row["status"], row["freshness"], row["last_data_on"]),
        _history(view, row),
    ]


def _computed_words(view: View, kpi: CommitteeKpi, row: Row) -> list[Child]:
    """Where a computed number comes from, with the lists it was counted from."""
    if kpi.computed is ComputedRule.DATA_PROJECTS and view.is_now:
        told: list[Child] = [_("Se calcula: ")]
        for plan, count in view.data_projects():
            link = list_link(view.context, DATA_PROJECTS)
            if plan.code != view.context.plan.code:
                window = replace(view.context.address, plan=plan.code)
                link = list_link(replace(view.context, plan=plan, address=window), DATA_PROJECTS)
            told += [", " if len(told) > 1 else None, parts.counted_link(formatting.count(count), link, count)]
            told.append(_(" de {plan}").format(plan=plan.name))
        return [told] if len(told) > 1 else []
    if kpi.computed is ComputedRule.STRATEGY_PROGRESS and not formatting.is_missing(row["numerator"]):
        met, goals = (formatting.count(int(row[name])) for name in ("numerator", "denominator"))
        words = _("{met} de {goals} metas cumplidas de este plan, sin contar esta").format(met=met, goals=goals)
        if view.is_now:
            return [_("Se calcula: ") + words]
        # A value keeps what was counted when its period closed: a goal cancelled or corrected later is in it as it was.
        return [
            _("Se contó al {day}, con lo que se sabía ese día: {words}").format(
                day=formatting.day(row["last_data_on"]), words=words
            )
        ]
    return []


def _target(row: Row) -> Child:
    target = quoted_target(row)
    if target is None:
        return h.span(_("sin meta"), className="mut")
    words = [_("meta {target}").format(target=target)]
    if not formatting.is_missing(row["target_due_on"]):
        words.append(_("al {day}").format(day=formatting.day(row["target_due_on"])))
    expected = expected_words(row)
    told: list[Child] = [h.span(" ".join(words), className="who")]
    if formatting.is_missing(row["progress_pct"]):
        return told
    if expected:
        told.append(h.span(_("debería ir en {value}").format(value=expected), className="who"))
    bar = bars.bullet(row["progress_pct"], row["expected_pct"], row["status"], stale=is_stale(row))
    return [bars.percent_and_bullet(percent_text(row), bar), told]


def _history(view: View, row: Row) -> Child:
    """The line of its history and where it came from: "de 28 (dic. 2024) a 55"."""
    history = view.series.history
    own = history[history["indicator_id"] == row["item_id"]]
    points: list[Point] = [point for run in value_runs(own, by_year=False) for point in run]
    if not points:
        return h.span(_("sin historia"), className="mut")
    if len(points) == 1:
        return h.span(_("un solo período"), className="mut")
    decimals = None if formatting.is_missing(row["decimals"]) else int(row["decimals"])
    (first_on, first), (last_on, last) = points[0], points[-1]
    words = _("de {first} ({start}) a {last} ({end})").format(
        first=formatting.number(first, decimals),
        start=formatting.short_month(first_on),
        last=formatting.number(last, decimals),
        end=formatting.short_month(last_on),
    )
    if is_yearly(row):
        words += _("; cada enero empieza de cero")
    return [sparkline(points, row["status"], stale=is_stale(row)), h.span(words, className="who")]


def way_out(view: View) -> Component:
    """How a city measures these KPIs with its own indicators; a plan where they can be seen."""
    told = _(
        "Cualquier plan puede tenerlos: en la hoja «Vínculos» de la planilla, una fila con el eje transversal "
        "«comite», el código del indicador del Comité (1.1 a 5.3) y el código del indicador propio."
    )
    links = []
    if view.elsewhere is not None:
        href = view.context.link("/comite", **{urls.PLAN: view.elsewhere.code, urls.AS_OF: None, urls.KNOWN_ON: None})
        links.append(h.a(_("Ver los de {plan}").format(plan=view.elsewhere.name), href=href))
    return parts.empty_state(told, *links)


def definitions_section(*, is_open: bool) -> Component:
    """Each KPI as it is defined: unit, direction, frequency, formula."""
    columns = [
        TableColumn(_("Código")),
        TableColumn(_("Indicador"), class_name="k-n"),
        TableColumn(_("Unidad y sentido")),
        TableColumn(_("Frecuencia"), is_named_on_phone=False),
        TableColumn(_("Cómo se calcula"), is_named_on_phone=False),
    ]
    table = data_table(columns, [_definition(kpi) for kpi in KPIS], labelled_by="definiciones-titulo")
    sub = _("Quince indicadores, dieciséis números. Un indicador propio vinculado con su código es ese indicador.")
    title = _("Qué mide el Comité de Datos")
    if is_open:
        return parts.section("definiciones", title, table, sub=sub)
    return parts.folded_section("definiciones", title, table, sub=sub)


def _definition(kpi: CommitteeKpi) -> TableRow:
    divided = f" {_(kpi.numerator)} ÷ {_(kpi.denominator)}." if kpi.numerator and kpi.denominator else ""
    origin = _("Se calcula solo.") if kpi.computed else _("Se carga o se importa.")
    return TableRow(
        [
            kpi.code,
            _(kpi.name),
            f"{_(kpi.unit)}, {_(wording.label(kpi.direction)).lower()}",
            _frequency(kpi),
            [_(kpi.formula), divided, " ", origin],
        ]
    )


def _frequency(kpi: CommitteeKpi) -> str:
    return formatting.capitalised(_(wording.label(kpi.frequency)))
