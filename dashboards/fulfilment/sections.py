"""The sections of the board of fulfilment: the summary, the contradictions, the bars or their table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.explanations import own_quantity
from dashboards.boards.lists import Listing
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.bullet_list import Promise, bullet_list
from dashboards.components.elements import Child
from dashboards.components.tables import PHONE_ROWS, TableColumn, TableRow, data_table
from dashboards.fulfilment.prepare import Contradiction, Fulfilment, Part
from dashboards.fulfilment.words import kind_name
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing import filters
from dashboards.listing.distance import expected_percent, gap_words
from dashboards.listing.rows import Row, is_stale, percent_text
from dashboards.listing.selection_links import AXIS
from dashboards.nouns import indicator_noun, level_noun
from dashboards.page import PageContext

VIEW, TABLE = "vista", "tabla"
# In one long list of the largest distances, the rest is a matter of opening it.
MOST_IN_SIGHT = 20
MOST_CONTRADICTIONS = 6
# Rows of each axis a phone shows of the table.
ON_PHONE = 5


def unknown(context: PageContext, listing: Listing) -> list[tuple[str, str]]:
    """What of the address was not understood, the way of showing included."""
    view = context.address.value(VIEW)
    return [*listing.asked.unknown, *([(_("la vista"), view)] if view not in (None, TABLE) else [])]


def summary_section(context: PageContext, found: Fulfilment) -> Component:
    """The mean of each axis (of each program of the one asked for), each bar leading to its own board."""
    axes = found.axes()
    is_one = len(axes) == 1
    level = 2 if is_one else 1
    shown = found.programs(axes[0]) if is_one else axes
    rows = [_summary_row(context, found, part, is_one) for part in shown]
    if len(shown) > 1:
        rows.append(_summary_row(context, found, replace(found.whole, name=_("En total")), is_one, is_total=True))
    columns = [
        TableColumn(formatting.capitalised(level_noun(context.plan, level).singular)),
        TableColumn(_("Avance promedio; línea: esperado"), class_name="c3", is_named_on_phone=False),
        TableColumn(_("Con porcentaje"), is_number=True),
        *(TableColumn(kind_name(kind), is_number=True) for kind in _kinds_apart(found)),
        TableColumn(_("Con atraso"), is_number=True),
    ]
    title = _("En resumen, por {level}").format(level=level_noun(context.plan, level).singular)
    return parts.section(
        "resumen",
        title,
        data_table(columns, rows, labelled_by="resumen-titulo", class_name="secs"),
        sub=_("Cada barra lleva a su lista. La línea es el promedio de lo esperado, donde se sabe."),
    )


def _summary_row(
    context: PageContext, found: Fulfilment, part: Part, is_program: bool, *, is_total: bool = False
) -> TableRow:
    group, name = part.group, part.name or _no_part(context, is_program)
    title: Child = h.a(name, href=context.link(part.path), className="gname") if part.path else h.b(name)
    href = None
    if part.slug is not None:
        href = f"#programa-{part.slug}" if is_program else context.address.changed(**{AXIS: part.slug})
    coverage: Child = _("{defined} de {total}").format(
        defined=formatting.count(group.defined), total=formatting.count(group.total)
    )
    late: Child = formatting.count(group.counts["off_track"])
    # What belongs to no part can be listed only where there is nothing else.
    if is_total or part.slug is not None or group.total == found.whole.group.total:
        coverage = groups.number_of(context, group.defined, group.selection_of_defined, str(coverage))
        late = groups.with_status(context, group, "off_track")
    return TableRow(
        [
            title,
            _mean_bar(part, href, name),
            coverage,
            *(_kind_mean(part.of_kind(kind)) for kind in _kinds_apart(found)),
            late,
        ],
        is_total=is_total,
    )


def _kinds_apart(found: Fulfilment) -> Sequence[str]:
    """The kinds that say something of their own: the mean of the only one is the mean of all."""
    kinds = found.kinds(found.whole)
    return kinds if len(kinds) > 1 else ()


def _no_part(context: PageContext, is_program: bool) -> str:
    return _("Sin {level}").format(level=level_noun(context.plan, 2 if is_program else 1).singular)


def _mean_bar(part: Part, href: str | None, name: str) -> Child:
    mean, expected = part.group.progress_pct, part.expected
    if mean is None:
        return h.span(_("sin porcentaje"), className="mut")
    told: list[Child] = [
        h.b(formatting.percent(mean, 0)),
        h.span(_("de avance promedio en «{name}»").format(name=name), className="vh"),
        bars.bullet(mean, expected.expected_pct if expected.item_count else None, None),
    ]
    return h.a(told, href=href, className="bar") if href else h.span(told, className="bar")


def _kind_mean(part: Part) -> Child:
    mean = part.group.progress_pct
    return h.span(_("ninguno"), className="mut") if mean is None else formatting.percent(mean, 0)


def contradictions_section(context: PageContext, found: Fulfilment) -> Component | None:
    """Where what was to be done is met and what it should achieve does not move."""
    title = _("Se hizo, y el resultado no se mueve")
    if not found.has_both_kinds:
        words = _("Este plan no tiene indicadores de proceso y de resultado a la vez: no hay con qué compararlos.")
        return parts.section("contradicciones", title, sub=words)
    shown = found.contradictions[:MOST_CONTRADICTIONS]
    if not shown:
        words = _("Ningún programa tiene un indicador de proceso cumplido y uno de resultado en falta que no mejora.")
        return parts.section("contradicciones", title, sub=words)
    rest = found.contradictions[MOST_CONTRADICTIONS:]
    body: list[Child] = [h.ul([_contradiction(context, each) for each in shown], className="il")]
    if rest:
        label = _("Ver {count} más").format(count=formatting.count(len(rest)))
        body.append(h.details(h.summary(label), h.ul([_contradiction(context, each) for each in rest], className="il")))
    sub: list[Child] = [
        _("Un indicador de proceso cumplido y uno de resultado en falta que no mejora: una pregunta, no una prueba. "),
        h.a(_("La regla"), href=context.link("/reglas") + "#rollup"),
    ]
    return parts.section("contradicciones", title, body, sub=sub)


def _contradiction(context: PageContext, each: Contradiction) -> Component:
    met = groups.number_of(
        context,
        each.met,
        replace(each.selection, indicator_kind="process", status=("met",)),
        ngettext("{met} de {total} de proceso, cumplido", "{met} de {total} de proceso, cumplidos", each.met).format(
            met=formatting.count(each.met), total=formatting.count(each.processes)
        ),
    )
    outcomes: list[Child] = []
    for row in each.unmoved:
        outcomes += [
            "; " if outcomes else None,
            h.a(row["name"], href=context.link(f"/indicador/{row['slug']}")),
            f" ({_movement_words(row)})",
        ]
    still = ngettext("{count} de {total} de resultado no mejora: ", "{count} de {total} de resultado no mejoran: ",
                     len(each.unmoved)).format(
        count=formatting.count(len(each.unmoved)), total=formatting.count(each.outcomes)
    )  # fmt: skip
    return h.li(
        h.a(each.name, href=context.link(each.path), className="gname"),
        h.span(met, " · ", still, outcomes, className="v"),
    )


def _movement_words(row: Row) -> str:
    recent = row["recent_per_period"]
    if formatting.is_missing(recent):
        return _("un solo valor, {value}").format(value=own_quantity(row["value"], row))
    if recent == 0:
        return _("sin cambio en cuatro períodos")
    decimals = 0 if formatting.is_missing(row["decimals"]) else int(row["decimals"])
    change = formatting.signed_number(recent, decimals + 1)
    return _("{change} por período").format(change=change)


def bars_section(context: PageContext, found: Fulfilment) -> Component:
    """Every indicator, as bars by axis and program (or by distance), or as a table that says the same."""
    noun = indicator_noun(context.plan)
    orders = {"plan": _("orden del plan"), "distancia": _("más lejos de lo esperado")}
    if found.is_table:
        body: Child = [_table(context, found, axis) for axis in _by_axis(found)]
    elif found.is_by_gap:
        body = _by_kind(context, found, found.whole, has_place=True)
    else:
        first = True
        body = []
        for axis in found.axes():
            body.append(_axis(context, found, axis, is_first=first))
            first = False
    jumps = [(f"eje-{axis.slug}", axis.name) for axis in found.axes() if axis.slug]
    has_jumps = len(jumps) > 1 and not found.is_by_gap and not found.is_table
    return parts.section(
        "barras",
        formatting.capitalised(noun.counted(found.whole.group.total)),
        h.p(
            h.span(_("Ver como"), className="mut"),
            h.a(_("barras"), href=context.address.changed(vista=None), aria_current=_current(not found.is_table)),
            h.a(_("tabla"), href=context.address.changed(vista=TABLE), aria_current=_current(found.is_table)),
            className="chips order noprint",
        ),
        filters.order_links(context, orders),
        parts.jump_links(jumps) if has_jumps else None,
        None if found.is_table else _key(),
        body,
    )


def _current(is_it: bool) -> str | None:
    return "true" if is_it else None


def _by_axis(found: Fulfilment) -> list[Part]:
    return [replace(found.whole, name="")] if found.is_by_gap else found.axes()


def _key() -> Component:
    return parts.legend(
        [
            (parts.swatch({}, upright=True), _("esperado a la fecha del dato")),
            (None, _("marcas debajo: metas intermedias")),
            (h.span(status.status_shape("on_track", "overdue"), " "), _("hueco: dato vencido")),
            (None, _("la barra va de 0 a 100 % de la meta")),
        ]
    )


def _axis(context: PageContext, found: Fulfilment, axis: Part, *, is_first: bool) -> Component:
    name = axis.name or _no_part(context, is_program=False)
    anchor = f"eje-{axis.slug}" if axis.slug else None
    heading = h.h3(h.a(name, href=context.link(axis.path)) if axis.path else name, className="ax3", id=anchor)
    programs = found.programs(axis)
    if [each.slug for each in programs] == [None]:
        return h.div(heading, _by_kind(context, found, axis))
    return h.div(
        heading,
        [
            _program(context, found, program, is_open=is_first and position == 0)
            for position, program in enumerate(programs)
        ],
    )


def _program(context: PageContext, found: Fulfilment, program: Part, *, is_open: bool) -> Component:
    group = program.group
    late = group.counts["off_track"]
    words = [
        _("{defined} de {total} con porcentaje").format(
            defined=formatting.count(group.defined), total=formatting.count(group.total)
        )
    ]
    if group.progress_pct is not None:
        words.insert(0, _("avance promedio {percent}").format(percent=formatting.percent(group.progress_pct, 0)))
    if late:
        words.append(_("{count} con atraso").format(count=formatting.count(late)))
    return h.details(
        h.summary(h.b(program.name or _no_part(context, is_program=True)), h.span(", ".join(words), className="sub")),
        h.div(_by_kind(context, found, program), className="pgb"),
        className="pg",
        id=f"programa-{program.slug}" if program.slug else None,
        open=is_open or None,
    )


def _by_kind(context: PageContext, found: Fulfilment, part: Part, *, has_place: bool = False) -> Component:
    """What was to be done beside what it should achieve; alone, in two columns, where the plan has one kind."""
    kinds, lines = found.kinds(found.whole), found.lines_of(part)
    columns = []
    for kind in kinds:
        rows = [row for row in lines if row["indicator_kind"] == kind]
        label = f"{kind_name(kind)} ({formatting.count(len(rows))})"
        body: Child = h.p(_("ninguno"), className="sub")
        if rows:
            body = _bars(context, found, rows, kind_name(kind), has_place=has_place)
        # What all of them are is said once, at the top.
        columns.append(h.div(h.p(label, className="kd") if len(kinds) > 1 else None, body))
    others = [row for row in lines if row["indicator_kind"] not in kinds]
    if others:
        columns.append(h.div(_bars(context, found, others, _("Sin tipo"), has_place=has_place)))
    return h.div(columns, className="two" if len(columns) > 1 else "one")


def _bars(
    context: PageContext, found: Fulfilment, rows: Sequence[Row], label: str, *, has_place: bool
) -> list[Component]:
    promises = [_promise(context, found, row, has_place) for row in rows]
    shown, rest = (promises[:MOST_IN_SIGHT], promises[MOST_IN_SIGHT:]) if has_place else (promises, [])
    drawn = [bullet_list(shown, label=label)]
    if rest:
        more = _("Ver los otros {count}").format(count=formatting.count(len(rest)))
        drawn.append(h.details(h.summary(more), bullet_list(rest, label=f"{label}: {more}")))
    return drawn


def _promise(context: PageContext, found: Fulfilment, row: Row, has_place: bool) -> Promise:
    has_percent = not formatting.is_missing(row["progress_pct"])
    bar = None
    if has_percent:
        bar = bars.bullet(
            row["progress_pct"],
            row["expected_pct"],
            row["status"],
            stale=is_stale(row),
            interims_pct=found.interims.get(int(row["item_id"]), ()),
        )
    below: list[Child] = [status.status_word(row["status"], row["freshness"])]
    words = _words_below(row)
    if has_place and row["program_name"]:
        words.append(row["program_name"])
    return Promise(
        row["name"],
        context.link(f"/indicador/{row['slug']}"),
        bar,
        percent_text(row),
        [*below, *(f" · {each}" for each in words)],
    )


def _words_below(row: Row) -> list[str]:
    words = []
    expected = expected_percent(row)
    if expected:
        words.append(_("esperado {percent}").format(percent=expected))
    gap = gap_words(row)
    if gap:
        words.append(gap)
    if formatting.is_missing(row["progress_pct"]) and row["reason"]:
        words.append(_(row["reason"]))
    if is_stale(row):
        words.append(_("dato vencido"))
    return words


def _table(context: PageContext, found: Fulfilment, part: Part) -> Component:
    columns = [
        TableColumn(formatting.capitalised(indicator_noun(context.plan).singular)),
        TableColumn(formatting.capitalised(level_noun(context.plan, 2).singular)),
        TableColumn(_("Tipo")),
        TableColumn(_("Avance"), is_number=True),
        TableColumn(_("Esperado"), is_number=True),
        TableColumn(_("Distancia")),
        TableColumn(_("Metas intermedias")),
        TableColumn(_("Estado"), is_named_on_phone=False),
    ]
    rows = [_table_row(context, found, row) for row in found.lines_of(part)]
    return h.div(
        h.h3(part.name, className="ax3") if part.name else None,
        data_table(
            columns,
            rows,
            label=part.name or _("Todos, por distancia"),
            class_name="vals",
            # Of each axis the first few; all of them are a list of one axis away.
            phone_rows=PHONE_ROWS if found.is_by_gap else ON_PHONE,
        ),
    )


def _table_row(context: PageContext, found: Fulfilment, row: Row) -> TableRow:
    kind = row["indicator_kind"]
    interims = found.interims.get(int(row["item_id"]), [])
    nothing = h.span(_("ninguna"), className="mut")
    has_percent = not formatting.is_missing(row["progress_pct"])
    return TableRow(
        [
            h.a(row["name"], href=context.link(f"/indicador/{row['slug']}")),
            row["program_name"] or nothing,
            kind_name(kind) if kind else h.span(_("sin tipo"), className="mut"),
            percent_text(row) if has_percent else h.span(_("sin porcentaje"), className="mut"),
            expected_percent(row) or h.span(_("sin esperado"), className="mut"),
            gap_words(row) or h.span(_("sin distancia"), className="mut"),
            formatting.joined([formatting.percent(each, 0) for each in interims]) or nothing,
            status.status_word(row["status"], row["freshness"]),
        ]
    )
