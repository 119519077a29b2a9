"""The board of a part of a plan (a level, a secretariat): how it stands, where the distance opens, who answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting, groups
from dashboards.components import bars, status
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.detail import plan_rows
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import PageContext
from dashboards.rows import Row, as_rows, gap_words, is_stale, percent_text, project_table, promise_words
from dashboards.selection_links import status_link
from dashboards.standing import (
    Movement,
    Situation,
    headline,
    lede,
    main_kind,
    month_before,
    month_note,
    movement,
    situation,
)
from data_models.queries import progress
from data_models.queries.selection import Selection

MOST_DISTANT = 14
MOST_LATE_PROJECTS = 8
MOST_LISTED = 12
MOST_STALE = 8


@dataclass(frozen=True)
class Board:
    """What the sections read.

    `found` are the rows of the part on the day seen, `before` those of the main kind a month earlier (empty when the
    plan had not begun); `scope` is the selection of the part, of both kinds.
    """

    context: PageContext
    scope: Selection
    frame: pd.DataFrame
    found: pd.DataFrame
    before: pd.DataFrame
    since: date
    kind: str
    main: Situation

    @property
    def noun(self) -> Noun:
        """What the headline counts is called."""
        return self.noun_of(self.kind)

    def noun_of(self, item_kind: str) -> Noun:
        """What the plan calls a kind of item."""
        plan = self.context.plan
        return indicator_noun(plan) if item_kind == "indicator" else project_noun(plan)

    def rows(self, item_kind: str) -> pd.DataFrame:
        """The rows of a kind."""
        return self.found[self.found["item_kind"] == item_kind]

    def selection(self, item_kind: str) -> Selection:
        """The selection that lists the rows of a kind."""
        return replace(self.scope, item_kind=item_kind)

    @property
    def title(self) -> str:
        """ "26 de 41 metas van bien; 9 están atrasadas", or that there is nothing in it."""
        if self.found.empty:
            return _("sin {indicators} ni {projects}").format(
                indicators=self.noun_of("indicator").plural, projects=self.noun_of("project").plural
            )
        return headline(self.main, self.noun)

    @property
    def moved(self) -> Movement | None:
        """What moved in a month; None when there is nothing to compare with."""
        return movement(self.before, self.rows(self.kind)) if len(self.before) else None

    def counted(self, item_kind: str) -> Child:
        """ "41 metas", leading to their list."""
        count = len(self.rows(item_kind))
        return groups.number_of(self.context, count, self.selection(item_kind), self.noun_of(item_kind).counted(count))


def board_of(context: PageContext, scope: Selection) -> Board:
    """The board of what a selection keeps, on the day the address asks for."""
    frame = plan_rows(context)
    found = scope.apply(frame)
    kind = main_kind(found)
    since = month_before(context.seen_on)
    before = frame.head(0)
    if since >= context.plan.starts_on:
        earlier = progress.rows(context.store, context.reader, context.plan, as_of=since, known_on=context.known_at)
        before = replace(scope, item_kind=kind).apply(earlier)
    main = situation(found[found["item_kind"] == kind])
    return Board(context, scope, frame, found, before, since, kind, main)


def board_head(board: Board, name: str, kick: Child) -> Component:
    """The opening of a board: name and headline, what moved in a month, how outcomes and processes do."""
    is_short = len(name) <= 60
    told: list[Child] = [] if is_short else [formatting.capitalised(board.title), ". "]
    if len(board.found):
        told += [lede(board.main, board.moved, board.since), " ", kinds_sentence(board)]
    title = _("{name}: {words}").format(name=name, words=board.title) if is_short else name
    return parts.page_head(title, kick=kick, lede=told)


def status_section(board: Board) -> Component | None:
    """Proportions and the seven counts, each with its change in a month."""
    if board.found.empty:
        return None
    counts = board.main.counts
    notes = None
    if len(board.before):
        earlier = progress.status_counts(board.before)
        notes = {of: month_note(earlier[of], counts[of]) for of in status.STATUSES}
    return parts.section(
        "estado",
        _("Estado"),
        status.strip(counts),
        status.status_numbers(counts, status_link(board.context, board.selection(board.kind)), notes),
        hidden_title=True,
    )


def kinds_sentence(board: Board) -> list[Child]:
    """ "De resultado van bien 14 de 22; de proceso, 12 de 19.", each number leading to its list.

    Of indicators without any datum it says that.
    """
    rows = board.rows("indicator")
    if len(rows) and (rows["status"] == "no_data").all():
        return [_("Sin datos de "), board.counted("indicator"), "."] if board.kind == "project" else []
    told: list[Child] = []
    for kind, first, then in (
        ("outcome", _("De resultado van bien "), _("; de resultado, ")),
        ("process", _("De proceso van bien "), _("; de proceso, ")),
    ):
        group = groups.group_of(board.frame, replace(board.selection("indicator"), indicator_kind=kind))
        if group.total:
            told += [then if told else first, groups.good_of_total(board.context, group)]
    return [*told, "."] if told else []


@dataclass(frozen=True)
class Part:
    """A part of the board's part: its name, the path of its own board, and the selection of its rows of both kinds."""

    name: str
    path: str
    scope: Selection


def parts_section(board: Board, id: str, title: str, inside: Sequence[Part]) -> Component | None:
    """Small multiples: for each part its indicators as marks, below its projects."""
    if not inside:
        return None
    items = [
        h.li(
            h.h3(h.a(part.name, href=board.context.link(part.path))),
            [
                _part_line(board, groups.group_of(board.frame, replace(part.scope, item_kind=kind)), kind)
                for kind in ("indicator", "project")
                if len(board.rows(kind))
            ],
        )
        for part in inside
    ]
    sub = _("Arriba, una marca por {indicator}; abajo, una por {project}. Hueca: dato vencido.").format(
        indicator=board.noun_of("indicator").singular, project=board.noun_of("project").singular
    )
    return parts.section(id, title, h.ul(items, className="sm-m"), status.status_key(), sub=sub)


def _part_line(board: Board, group: groups.Group, item_kind: str) -> list[Child]:
    noun = board.noun_of(item_kind)
    if not group.total:
        return [h.p(_("Sin {things}").format(things=noun.plural), className="sm mut")]
    context = board.context
    late = group.counts["off_track"]
    well = groups.good_of_total(context, group) if item_kind == "indicator" else _done_of_total(context, group)
    good = group.good if item_kind == "indicator" else group.counts["met"]
    verb = (
        ngettext(" {things} va bien", " {things} van bien", good)
        if item_kind == "indicator"
        else " {things} " + noun.agreed(group.total, _("terminada"), _("terminado"))
    )
    words: list[Child] = [well, verb.format(things=noun.named(group.total))]
    if late:
        words += ["; ", groups.with_status(context, group, "off_track"), " ", _("con atraso")]
    return [
        h.p(words, className="sm sec2"),
        h.div(groups.group_marks(group), className="gm" if item_kind == "indicator" else "pm"),
    ]


def _done_of_total(context: PageContext, group: groups.Group) -> Child:
    return [
        groups.with_status(context, group, "met"),
        _(" de "),
        groups.number_of(context, group.total, group.selection),
    ]


def most_distant(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows farthest behind what was expected of them, of those that still run."""
    behind = rows[rows["status"].isin(["off_track", "at_risk"]) & (rows["gap_points"] <= -0.5)]
    return behind.sort_values("gap_points", kind="stable").head(MOST_DISTANT)


def distance_section(board: Board) -> Component | None:
    """Where progress is farthest from what was expected, on one scale."""
    rows = board.rows(board.kind)
    shown = most_distant(rows)
    if shown.empty:
        return None
    plot = bars.dot_plot(
        formatting.capitalised(board.noun.singular),
        [_dot_row(board, row) for row in as_rows(shown)],
    )
    behind = replace(board.selection(board.kind), status=("at_risk", "off_track"))
    count = behind.count(board.frame)
    link = groups.number_of(
        board.context,
        count,
        behind,
        _("Ver todo lo que está en riesgo o atrasado ({count})").format(count=formatting.count(count)),
    )
    sub = _("La marca es el avance y la línea lo esperado a la fecha de su dato, de 0 a 100 % de la meta.")
    return parts.section("distancia", _("Dónde se abre la distancia"), plot, parts.links_list([link]), sub=sub)


def _dot_row(board: Board, row: Row) -> bars.DotRow:
    path = "indicador" if board.kind == "indicator" else "proyecto"
    note = _("avance {done}, esperado {expected}").format(
        done=percent_text(row), expected=formatting.percent(row["expected_pct"], 0)
    )
    if is_stale(row):
        note += ", " + _("dato vencido")
    return bars.DotRow(
        name=row["name"],
        href=board.context.link(f"/{path}/{row['slug']}"),
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
    group = groups.group_of(board.frame, selection)
    if not group.total:
        return None
    ordered = replace(selection, sort="status").apply(board.frame)
    entries = [_kind_entry(board, row) for row in as_rows(ordered.head(MOST_LISTED))]
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
    return parts.section(f"tipo-{indicator_kind}", title, h.ul(entries, className="il"), more, sub=sub)


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
    if rows.empty:
        return None
    context, noun = board.context, board.noun_of("project")
    every = groups.number_of(
        context, len(rows), board.selection("project"), _("Ver {things}").format(things=noun.counted(len(rows)))
    )
    late = most_late_projects(rows)
    count = int((rows["status"] == "off_track").sum())
    if late.empty:
        is_silent = bool((rows["status"] == "no_data").all())
        return parts.section(
            "proyectos",
            noun_title(noun, len(rows), _("sin datos de su avance") if is_silent else _("sin atrasos")),
            h.div(
                status.strip(progress.status_counts(rows)),
                status.status_chips(progress.status_counts(rows), status_link(context, board.selection("project"))),
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
        project_table(context, late, labelled_by="proyectos-titulo"),
        parts.links_list(links),
        sub=sub,
    )


def noun_title(noun: Noun, count: int, words: str) -> str:
    """ "43 proyectos, sin atrasos"."""
    return f"{noun.counted(count)}, {words}"


def most_late_projects(rows: pd.DataFrame) -> pd.DataFrame:
    """Projects off track: the largest distance first; those without a distance, the longest due first."""
    late = rows[rows["status"] == "off_track"]
    return late.sort_values(["gap_points", "planned_end"], kind="stable", na_position="last").head(MOST_LATE_PROJECTS)


def stale_section(board: Board) -> Component | None:
    """The data overdue longest."""
    rows = board.rows(board.kind)
    overdue = rows[rows["freshness"] == "overdue"].sort_values("days_overdue", ascending=False, kind="stable")
    if overdue.empty:
        return None
    path = "indicador" if board.kind == "indicator" else "proyecto"
    entries = [
        h.li(
            h.a(row["name"], href=board.context.link(f"/{path}/{row['slug']}")),
            status.status_word(row["status"], row["freshness"]),
            h.span(_last_words(row, board.scope.secretariat), className="v"),
            h.span(_("{days} de vencido").format(days=formatting.days(int(row["days_overdue"]))), className="fr v"),
        )
        for row in as_rows(overdue.head(MOST_STALE))
    ]
    selection = replace(board.selection(board.kind), freshness=("overdue",))
    words = ngettext("Ver el vencido", "Ver los {count} vencidos", len(overdue))
    link = groups.number_of(board.context, len(overdue), selection, words.format(count=formatting.count(len(overdue))))
    sub = _("Los que llevan más tiempo sin actualizarse: su estado puede ser otro.")
    return parts.section(
        "vencidos", _("Datos vencidos"), h.ul(entries, className="il"), parts.links_list([link]), sub=sub
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


def counts_section(
    board: Board, id: str, title: str, heading: str, inside: Sequence[Part], *, sub: str
) -> Component | None:
    """Groups of the main kind in rows and in total (of the other kind where nobody is named for any of the main one).

    `heading` says what they are groups by.
    """
    other = "project" if board.kind == "indicator" else "indicator"
    for kind in (board.kind, other):
        every = [(part, groups.group_of(board.frame, replace(part.scope, item_kind=kind))) for part in inside]
        counted = [(part, group) for part, group in every if group.total]
        if counted:
            break
    else:
        return None
    context = board.context
    table = groups.counts_table(
        context,
        heading,
        board.noun_of(kind),
        [(h.a(part.name, href=context.link(part.path), className="gname"), group) for part, group in counted],
        whole=(_("En total"), groups.group_of(board.frame, board.selection(kind))),
        labelled_by=f"{id}-titulo",
    )
    return parts.section(id, title, table, sub=sub)
