"""The lists of a board: where the distance opens, outcomes beside processes, late projects, overdue data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.board import Board
from dashboards.boards.detail import ITEM_PATHS
from dashboards.boards.row_set import RowSet, row_set
from dashboards.boards.standing import status_counts
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.on_demand import list_with_rest
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.distance import expected_percent, gap_words
from dashboards.listing.rows import Row, is_stale, percent_text, project_table, promise_words
from dashboards.listing.selection_links import status_link
from dashboards.nouns import Noun
from data_models.queries.selection import STATUS_ORDER

MOST_DISTANT = 14
MOST_LATE_PROJECTS = 8
MOST_LISTED = 12
MOST_STALE = 8
ON_PHONE = 3
_URGENCY = {str(of): place for place, of in enumerate(STATUS_ORDER)}


def most_distant(rows: RowSet) -> RowSet:
    """The rows farthest behind what was expected of them, of those that still run."""
    behind = rows.at(rows.is_("status", "off_track", "at_risk") & (rows.column("gap_points") <= -0.5))
    return behind.at(np.argsort(behind.column("gap_points"), kind="stable")[:MOST_DISTANT])


def distance_section(board: Board) -> Component | None:
    """Where progress is farthest from what was expected, on one scale."""
    rows = board.rows(board.kind)
    shown = most_distant(rows)
    if not len(shown):
        return None
    plot = bars.dot_plot(
        formatting.capitalised(board.noun.singular),
        [_dot_row(board, row) for row in shown.records()],
        on_phone=ON_PHONE,
    )
    behind = replace(board.selection(board.kind), status=("at_risk", "off_track"))
    count = int(rows.is_("status", "at_risk", "off_track").sum())
    link = groups.number_of(
        board.context,
        count,
        behind,
        _("Ver todo lo que está en riesgo o atrasado ({count})").format(count=formatting.count(count)),
    )
    sub = _("La marca es el avance y la línea lo esperado a la fecha de su dato, de 0 a 100 % de la meta.")
    return parts.section("distancia", _("Dónde se abre la distancia"), plot, parts.links_list([link]), sub=sub)


def _dot_row(board: Board, row: Row) -> bars.DotRow:
    note = _("avance {done}, esperado {expected}").format(done=percent_text(row), expected=expected_percent(row))
    if is_stale(row):
        note += ", " + _("dato vencido")
    return bars.DotRow(
        name=row["name"],
        href=board.context.link(f"{ITEM_PATHS[board.kind]}{row['slug']}"),
        done_pct=row["progress_pct"],
        expected_pct=row["expected_pct"],
        status=row["status"],
        words=gap_words(row) or "",
        note=note,
        stale=is_stale(row),
    )


def kinds_section(board: Board) -> Component | None:
    """Outcomes beside processes: what changed for people, what the municipality did."""
    columns = [
        _kind_list(board, "outcome", _("De resultado: qué cambió para la gente")),
        _kind_list(board, "process", _("De proceso: qué hizo el municipio")),
    ]
    shown = [column for column in columns if column is not None]
    if not shown:
        return None
    return parts.two_columns(*shown) if len(shown) == 2 else shown[0]


def _kind_list(board: Board, indicator_kind: str, title: str) -> Component | None:
    selection = replace(board.selection("indicator"), indicator_kind=indicator_kind)
    group = board.group(selection)
    if not group.total:
        return None
    rows = row_set(group.rows)
    urgency = np.array([_URGENCY[of] for of in rows.column("status").tolist()])
    ordered = rows.at(np.argsort(urgency, kind="stable"))
    entries = [_kind_entry(board, row) for row in ordered.at(slice(MOST_LISTED)).records()]
    more = None
    if len(ordered) > MOST_LISTED:
        words = _("Ver {things}").format(things=board.noun_of("indicator").counted(len(ordered)))
        more = parts.links_list([groups.number_of(board.context, len(ordered), selection, words)])
    sub: list[Child] = [
        groups.number_of(board.context, group.total, selection, board.noun_of("indicator").counted(group.total)),
        _(", sin datos")
        if group.counts["no_data"] == group.total
        else ngettext(", {good} va bien", ", {good} van bien", group.good).format(good=formatting.count(group.good)),
    ]
    return parts.section(
        f"tipo-{indicator_kind}", title, list_with_rest(entries, ON_PHONE, class_name="il"), more, sub=sub
    )


def _kind_entry(board: Board, row: Row) -> Component:
    overdue = h.span(_("vencida"), className="fr v") if is_stale(row) else None
    return h.li(
        h.a(row["name"], href=board.context.link(f"/indicador/{row['slug']}")),
        status.status_word(row["status"], row["freshness"]),
        h.span(promise_words(row), className="v"),
        overdue,
    )


def late_projects_section(board: Board) -> Component | None:
    """The projects off track that are farthest behind, then those whose end passed longest ago."""
    rows = board.rows("project")
    if not len(rows):
        return None
    context, noun = board.context, board.noun_of("project")
    every = groups.number_of(
        context, len(rows), board.selection("project"), _("Ver {things}").format(things=noun.counted(len(rows)))
    )
    late = most_late_projects(rows)
    count = int(rows.is_("status", "off_track").sum())
    if not len(late):
        is_silent = bool(rows.is_("status", "no_data").all())
        return parts.section(
            "proyectos",
            noun_title(noun, len(rows), _("sin datos de su avance") if is_silent else _("sin atrasos")),
            h.div(
                status.strip(status_counts(rows)),
                status.status_chips(status_counts(rows), status_link(context, board.selection("project"))),
            ),
            parts.links_list([every]),
        )
    all_late = replace(board.selection("project"), status=("off_track",))
    links = [every]
    if count > len(late):
        words = _("Ver todo lo atrasado ({count})").format(count=formatting.count(count))
        links.insert(0, groups.number_of(context, count, all_late, words))
    title = _("{projects} con más atraso").format(projects=formatting.capitalised(noun.plural))
    sub = _("{shown} de {count} con atraso.").format(shown=formatting.count(len(late)), count=formatting.count(count))
    return parts.section(
        "proyectos",
        title,
        project_table(context, late.rows(), labelled_by="proyectos-titulo", phone_rows=ON_PHONE),
        parts.links_list(links),
        sub=sub,
    )


def noun_title(noun: Noun, count: int, words: str) -> str:
    """ "43 proyectos, sin atrasos"."""
    return f"{noun.counted(count)}, {words}"


def most_late_projects(rows: RowSet) -> RowSet:
    """Projects off track: the largest distance first; those without a distance, the longest due first."""
    late = rows.at(rows.is_("status", "off_track"))
    # A missing distance or day comes last in numpy's order.
    order = np.lexsort((late.column("planned_end"), late.column("gap_points")))
    return late.at(order[:MOST_LATE_PROJECTS])


def stale_section(board: Board) -> Component | None:
    """The data overdue longest."""
    rows = board.rows(board.kind)
    overdue = rows.at(rows.is_("freshness", "overdue"))
    if not len(overdue):
        return None
    longest = overdue.at(np.argsort(-overdue.column("days_overdue"), kind="stable")[:MOST_STALE])
    entries = [
        h.li(
            h.a(row["name"], href=board.context.link(f"{ITEM_PATHS[board.kind]}{row['slug']}")),
            status.status_word(row["status"], row["freshness"]),
            h.span(_last_words(row, board.scope.secretariat), className="v"),
            h.span(_("{days} de vencido").format(days=formatting.days(int(row["days_overdue"]))), className="fr v"),
        )
        for row in longest.records()
    ]
    selection = replace(board.selection(board.kind), freshness=("overdue",))
    words = ngettext("Ver el vencido", "Ver los {count} vencidos", len(overdue))
    link = groups.number_of(board.context, len(overdue), selection, words.format(count=formatting.count(len(overdue))))
    sub = _("Los que llevan más tiempo sin actualizarse: su estado puede ser otro.")
    return parts.section(
        "vencidos",
        _("Datos vencidos"),
        list_with_rest(entries, ON_PHONE, class_name="il"),
        parts.links_list([link]),
        sub=sub,
    )


def _last_words(row: Row, own: str | None) -> str:
    """Who has to bring the datum, unless it is the one whose page this is, and of when the last one is."""
    when = (
        _("nunca se cargó")
        if formatting.is_missing(row["last_data_on"])
        else _("dato del {day}").format(day=formatting.day(row["last_data_on"]))
    )
    who = None if row["secretariat_slug"] == own else row["secretariat_name"]
    return " · ".join(part for part in (who, when) if part)
