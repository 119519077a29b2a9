"""The first sections of the Panorama: how the plan stands and what is worst; and at the end what it all rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.detail import item_link
from dashboards.boards.standing import change_notes, status_counts
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.distance import expected_percent, gap_words, should_be
from dashboards.listing.file_links import download_links
from dashboards.listing.rows import is_stale, percent_text, promise_words, who_answers
from dashboards.nouns import indicator_noun
from dashboards.panorama import prepare
from dashboards.panorama.view import View

WORST_COLUMNS = (
    "slug", "name", "status", "planned_end", "secretariat_name", "progress_pct", "expected_pct", "value",
    "expected_value", "unit", "decimals",
)  # fmt: skip
LATE_COLUMNS = (
    *WORST_COLUMNS, "code", "program_name", "axis_name", "value_text", "value_bound", "target_value", "target_upper",
    "target_bound", "target_text", "target_due_on", "freshness", "last_data_on", "responsible_post",
    "shared_secretariat_names",
)  # fmt: skip


def worst_line(view: View) -> Component | None:
    """What is worst and who answers, in a sentence; None where nothing is late."""
    for kind in (view.kind, *(kind for kind in view.by_kind if kind != view.kind)):
        rows = view.rows(kind)
        by_distance = prepare.most_late(rows)
        late = by_distance if len(by_distance) else prepare.longest_due(rows)
        degrees = late.column("gap_points" if len(by_distance) else "planned_end")
        is_tied = len(late) > 1 and degrees[0] == degrees[1]
        for row in late.at(slice(1)).records(WORST_COLUMNS):
            how = (
                _(", {gap} que lo esperado. ").format(gap=gap_words(row))
                if len(by_distance)
                else _(", que venció el {day}. ").format(day=formatting.day(row["planned_end"]))
            )
            who = row["secretariat_name"]
            answers = _("Responde {who}.").format(who=who) if who else _("Nadie figura como responsable.")
            # Of several as late as each other none is the latest.
            opening = _("Entre lo más atrasado: ") if is_tied else _("Lo más atrasado: ")
            return h.p(opening, item_link(view.context, kind, row), how, answers, className="worst")
    return None


def status_section(view: View) -> Component:
    """Proportions and the seven counts of one base, each with its change since the day compared with."""
    counts = view.main.counts
    notes = None
    if len(view.before):
        earlier = status_counts(view.before)
        notes = change_notes(earlier, counts, view.compared)
    targets = [
        ("atrasado", _("Lo más atrasado")),
        ("cambios", _("Qué cambió")),
        ("preguntas", _("Para preguntar")),
        ("secretarias", _("Por secretaría")),
        ("vencidos", _("Datos vencidos")),
        ("letra-chica", _("Cobertura y reglas")),
    ]
    if not view.secretariat_groups:
        targets = [target for target in targets if target[0] != "secretarias"]
    return parts.section(
        "estado",
        _("Estado"),
        status.strip(counts),
        status.status_numbers(counts, view.status_link(view.kind), notes),
        _base(view),
        parts.jump_links(targets),
        hidden_title=True,
    )


def _base(view: View) -> Component:
    found, rows, selection = view.main, view.rows(view.kind), view.selection(view.kind)
    fresh: list[Child] = []
    never = int((rows.is_("freshness", "fresh") & rows.is_missing("last_data_on")).sum())
    for count, key, words in (
        # What nobody has ever brought a datum of is not up to date, its first one is not due.
        (found.fresh, "fresh", _("{count} sin vencer") if never else _("{count} al día")),
        (found.due, "due", _("{count} por vencer")),
        (found.overdue, "overdue", ngettext("{count} vencido", "{count} vencidos", found.overdue)),
    ):
        fresh += [
            ", " if fresh else None,
            parts.counted_link(
                words.format(count=formatting.count(count)), view.link(replace(selection, freshness=(key,))), count
            ),
        ]
        if never and key == "fresh":
            fresh.append(
                _(" ({count} todavía sin ningún dato: no venció el primero)").format(count=formatting.count(never))
            )
    rest = _(" y {count} de los que no se exige dato (sin iniciar o dados de baja).").format(
        count=formatting.count(found.without_demand)
    )
    base = parts.counted_link(view.noun.counted(found.total), view.link(selection), found.total)
    return h.p(
        _("Base: "), base, ". ", _("Datos: "), fresh, rest if found.without_demand else ".", " ",
        h.a(_("Cómo se calcula"), href=view.context.link("/reglas")), className="base",
    )  # fmt: skip


def late_section(view: View) -> Component:
    """The few farthest behind what was expected: how far, who answers, how fresh."""
    late = prepare.most_late(view.rows(view.kind))
    counts = view.main.counts
    if not len(late):
        return parts.section("atrasado", _("Lo más atrasado"), _nothing_late(view))
    table = data_table(
        [
            TableColumn(formatting.capitalised(view.noun.singular)),
            TableColumn(_("Avance y esperado (línea)"), class_name="c3", is_named_on_phone=False),
            TableColumn(_("Distancia"), is_named_on_phone=False),
            TableColumn(_("Responde")),
            TableColumn(_("Dato")),
        ],
        [_late_row(view, row) for row in late.records(LATE_COLUMNS)],
        labelled_by="atrasado-titulo",
        class_name="late",
        phone_rows=3,
    )
    link = view.status_link(view.kind)
    links = [
        parts.counted_link(
            _("Todo lo atrasado ({count})").format(count=formatting.count(counts["off_track"])),
            link("off_track"),
            counts["off_track"],
        ),
        parts.counted_link(
            _("En riesgo ({count})").format(count=formatting.count(counts["at_risk"])),
            link("at_risk"),
            counts["at_risk"],
        ),
    ]
    sub = _("Mayor distancia entre lo que se avanzó y lo que se esperaba a la fecha de su dato.")
    return parts.section("atrasado", _("Lo más atrasado"), table, parts.links_list(links), sub=sub)


def _nothing_late(view: View) -> Component:
    """Why no distance is shown, and where what is late all the same is listed."""
    to_lists = []
    for kind, noun in (("indicator", indicator_noun(view.context.plan)), ("project", view.project_noun)):
        count = int(view.rows(kind).is_("status", "off_track").sum())
        if count:
            words = _("Ver {things} con atraso").format(things=noun.counted(count))
            to_lists.append(parts.counted_link(words, view.status_link(kind)("off_track"), count))
    if view.main.counts["off_track"]:
        words = _("De lo atrasado no se puede medir la distancia: lo juzgan solo las fechas.")
    else:
        late = view.noun.agreed(1, _("atrasada"), _("atrasado"))
        words = _("{none} con dato está {late}.").format(none=formatting.capitalised(view.noun.none), late=late)
    return parts.empty_state(words, *to_lists)


def _late_row(view: View, row: dict[Any, Any]) -> TableRow:
    below = promise_words(row)
    if view.kind == "project":
        below = " · ".join(part for part in (row["code"], row["program_name"] or row["axis_name"]) if part)
    cells: list[Child] = [
        [item_link(view.context, view.kind, row), h.span(below, className="who")],
        [
            bars.bullet(row["progress_pct"], row["expected_pct"], row["status"], stale=is_stale(row)),
            h.span(
                _("Avance {done}, esperado {expected}").format(done=percent_text(row), expected=expected_percent(row)),
                className="who",
            ),
        ],
        [h.b(gap_words(row)), should_be(row)],
        who_answers(row),
        status.freshness_word(row["freshness"], row["last_data_on"]),
    ]
    return TableRow(cells)


def projects_sentence(view: View) -> list[Child]:
    """ "De 47 actividades, 10 están terminadas y 3 atrasadas", where the headline can say little of the indicators."""
    group = groups.Group(view.selection("project"), view.rows("project"))
    if view.kind == "project" or not view.main.is_mostly_silent or group.counts["no_data"] == group.total:
        return []
    noun, done, late = view.project_noun, group.counts["met"], group.counts["off_track"]
    return [
        _(" De "),
        groups.number_of(view.context, group.total, group.selection, noun.counted(group.total)),
        ", ",
        groups.with_status(view.context, group, "met"),
        " ",
        noun.agreed(done, _("terminada"), _("terminado")),
        _(" y "),
        groups.with_status(view.context, group, "off_track"),
        " ",
        noun.agreed(late, _("atrasada"), _("atrasado")),
        ".",
    ]


def fine_print_section(view: View) -> Component:
    """Rules, thresholds and coverage in short, with the way to the whole; folded."""
    plan, context = view.context.plan, view.context
    selection, rows = view.selection(view.kind), view.rows(view.kind)
    defined = int((~rows.is_missing("progress_pct")).sum())
    high, low = formatting.number(plan.on_track_min, 2), formatting.number(plan.at_risk_min, 2)
    coverage = _("{count} de {total}").format(count=formatting.count(defined), total=formatting.count(len(rows)))
    entries: list[tuple[str, Child]] = [
        (_("Avance"), _("(valor − línea de base) ÷ (meta − línea de base), a la fecha del último valor aprobado.")),
        (
            _("Estado"),
            _(
                "Avance ÷ avance esperado: {high} o más, en camino; de {low} a {high}, en riesgo; menos de {low}, "
                "atrasada. Lo esperado sale de las metas intermedias o de una recta desde la línea de base."
            ).format(high=high, low=low),
        ),
        (
            _("Cobertura"),
            [
                parts.counted_link(coverage, view.link(replace(selection, has_progress=True)), defined),
                _(
                    " tienen porcentaje de avance ({share}). Los demás y lo cancelado no entran en ningún promedio."
                ).format(share=formatting.share(defined, len(rows))),
            ],
        ),
        (_("Plan"), _plan_words(view)),
        (
            _("Para comprobarlo"),
            h.span(
                h.a(_("Reglas y umbrales"), href=context.link("/reglas")),
                " · ",
                h.a(_("Diccionario de datos"), href=context.link("/diccionario")),
            ),
        ),
    ]
    body = parts.folded_section(
        "letra-chica", _("Cobertura, reglas y descargas"), parts.fine_print(entries), *_downloads(view)
    )
    return h.div(body, className="folds")


def _downloads(view: View) -> list[Component]:
    """Files of what is shown: the indicators and the projects of the choice."""
    found = []
    for kind in ("indicator", "project"):
        links = download_links(view.context, view.selection(kind), len(view.rows(kind)))
        if links is not None:
            found.append(links)
    return found


def _plan_words(view: View) -> str:
    plan = view.context.plan
    return _("{name}, del {start} al {end}. Situación al {day}.").format(
        name=plan.name,
        start=formatting.day(plan.starts_on),
        end=formatting.day(plan.ends_on),
        day=formatting.day(view.context.seen_on),
    )
