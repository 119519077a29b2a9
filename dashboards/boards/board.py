"""The board of a part of a plan (a level, a secretariat): how it stands, what is below it, how its parts compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.compared import ComparedDay, compared_day, compared_filter
from dashboards.boards.detail import plan_rows
from dashboards.boards.row_set import RowSet, rows_kept
from dashboards.boards.standing import (
    Movement,
    Situation,
    change_notes,
    headline,
    lede,
    main_kind,
    movement,
    situation,
    status_counts,
)
from dashboards.components import elements as h
from dashboards.components import forms, status
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.on_demand import phone_opener
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing import filters
from dashboards.listing.selection_links import status_link
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import PageContext
from data_models.queries import progress
from data_models.queries.selection import Selection


@dataclass(frozen=True)
class Board:
    """What the sections read.

    `found` are the rows of the part on the day seen, `by_kind` those of each kind, `before` those of the main kind on
    the day compared with (none when the plan had not begun); `scope` is the selection of the part, of both kinds.
    """

    context: PageContext
    scope: Selection
    found: RowSet
    by_kind: dict[str, RowSet]
    before: RowSet
    compared: ComparedDay
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

    def rows(self, item_kind: str) -> RowSet:
        """The rows of a kind."""
        return self.by_kind[item_kind]

    def selection(self, item_kind: str) -> Selection:
        """The selection that lists the rows of a kind."""
        return replace(self.scope, item_kind=item_kind)

    def group(self, selection: Selection) -> groups.Group:
        """The group of what a selection within the part keeps."""
        rows = self.found if selection.item_kind is None else self.by_kind[selection.item_kind]
        return groups.group_of(rows, selection)

    @property
    def title(self) -> str:
        """ "26 de 41 metas van bien; 9 están atrasadas", or that there is nothing in it."""
        if not len(self.found):
            return _("sin {indicators} ni {projects}").format(
                indicators=self.noun_of("indicator").plural, projects=self.noun_of("project").plural
            )
        return headline(self.main, self.noun)

    @property
    def moved(self) -> Movement | None:
        """What moved since the day compared with; None when there is nothing to compare with."""
        return movement(self.before, self.rows(self.kind)) if len(self.before) else None

    def counted(self, item_kind: str) -> Child:
        """ "41 metas", leading to their list."""
        count = len(self.rows(item_kind))
        return groups.number_of(self.context, count, self.selection(item_kind), self.noun_of(item_kind).counted(count))


def board_of(context: PageContext, scope: Selection) -> Board:
    """The board of what a selection keeps, on the day the address asks for."""
    found = rows_kept(plan_rows(context), scope)
    by_kind = {kind: found.at(found.is_("item_kind", kind)) for kind in ("indicator", "project")}
    kind = main_kind(found)
    compared = compared_day(context)
    before = found.at(slice(0))
    if compared.has_rows:
        earlier = progress.rows(
            context.store, context.reader, context.plan, as_of=compared.day, known_on=context.known_at
        )
        before = rows_kept(earlier, replace(scope, item_kind=kind))
    return Board(context, scope, found, by_kind, before, compared, kind, situation(by_kind[kind]))


def dates_form(board: Board) -> list[Child]:
    """The choice of another day to see this at, and of the one to compare it with; what was not understood of them."""
    context = board.context
    controls = [filters.as_of_filter(context), compared_filter(context, board.compared)]
    return [
        *forms.filters_form(context.address, controls, opener=_("Cambiar la fecha")),
        parts.unknown_filters_notice(context.address, board.compared.unknown),
    ]


def board_head(board: Board, name: str, kick: Child) -> Component:
    """The opening of a board: name and headline, what moved, how outcomes and processes do."""
    is_short = len(name) <= 60
    told: list[Child] = [] if is_short else [formatting.capitalised(board.title), ". "]
    if len(board.found):
        told += [lede(board.main, board.moved, board.compared), " ", kinds_sentence(board)]
    title = _("{name}: {words}").format(name=name, words=board.title) if is_short else name
    return parts.page_head(title, kick=kick, lede=told)


def status_section(board: Board) -> Component | None:
    """Proportions and the seven counts, each with its change since the day compared with."""
    if not len(board.found):
        return None
    counts = board.main.counts
    notes = None
    if len(board.before):
        earlier = status_counts(board.before)
        notes = change_notes(earlier, counts, board.compared)
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
    if len(rows) and rows.is_("status", "no_data").all():
        return [_("Sin datos de "), board.counted("indicator"), "."] if board.kind == "project" else []
    told: list[Child] = []
    for kind, first, then in (
        ("outcome", _("De resultado van bien "), _("; de resultado, ")),
        ("process", _("De proceso van bien "), _("; de proceso, ")),
    ):
        group = board.group(replace(board.selection("indicator"), indicator_kind=kind))
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
                _part_line(board, board.group(replace(part.scope, item_kind=kind)), kind)
                for kind in ("indicator", "project")
                if len(board.rows(kind))
            ],
        )
        for part in inside
    ]
    sub = _("Arriba, una marca por {indicator}; abajo, una por {project}. Hueca: dato vencido.").format(
        indicator=board.noun_of("indicator").singular, project=board.noun_of("project").singular
    )
    opener = phone_opener(_("Ver las marcas"))
    told = h.span(sub, className="mob0")
    return parts.section(id, title, opener, h.ul(items, className="sm-m"), status.status_key(), sub=told)


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


def counts_section(
    board: Board, id: str, title: str, heading: str, inside: Sequence[Part], *, sub: str | None = None
) -> Component | None:
    """Groups of the main kind in rows and in total (of the other kind where nobody is named for any of the main one).

    `heading` says what they are groups by, `sub` more of that; without it they are those who answer, whose counts need
    not add up to the total, and it says why.
    """
    other = "project" if board.kind == "indicator" else "indicator"
    for kind in (board.kind, other):
        every = [(part, board.group(replace(part.scope, item_kind=kind))) for part in inside]
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
        whole=(_("En total"), groups.Group(board.selection(kind), board.rows(kind))),
        labelled_by=f"{id}-titulo",
    )
    opener = phone_opener(_("Ver marcas, datos vencidos y sin datos"))
    words = groups.fair_words(sub) if sub else groups.fair_words(sums=groups.sums_words(board.rows(kind)))
    return parts.section(id, title, opener, table, sub=words)
