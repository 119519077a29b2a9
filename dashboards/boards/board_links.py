"""What a part of a plan is linked to, as choices that filter its lists, and its files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.board import Board
from dashboards.boards.detail import SDG_AXIS
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.on_demand import phone_opener
from dashboards.i18n import gettext as _
from dashboards.listing.file_links import download_links
from data_models.queries.cross_axes import CrossAxisFacts, CrossItem, cross_axes

KINDS = ("indicator", "project")


def links_section(board: Board) -> Component | None:
    """The goals and other cross-cutting items its rows are linked to, each with how many and leading to them."""
    context = board.context
    entries: list[tuple[str, Child]] = []
    axes = cross_axes(context.store, context.reader, context.plan, known_on=context.known_at)
    for axis in sorted(axes, key=lambda one: one.code != SDG_AXIS):
        for kind in KINDS:
            chips = _chips(board, axis, kind)
            if chips:
                things = formatting.capitalised(board.noun_of(kind).plural)
                entries.append((f"{axis.name} · {things}", h.span(chips, className="chips")))
    without = _without_goal(board) if any(axis.code == SDG_AXIS for axis in axes) else None
    if not entries:
        return None
    sub = _(
        "Cada enlace es la lista de lo de esta parte del plan que contribuye; lo vinculado a varios está en cada uno."
    )
    body = h.div(parts.fine_print(entries), without, className="hidden")
    return parts.section("vinculos", _("Con qué se vincula"), phone_opener(_("Ver los vínculos")), body, sub=sub)


def _chips(board: Board, axis: CrossAxisFacts, kind: str) -> list[Component]:
    is_sdg = axis.code == SDG_AXIS
    counts = Counter(
        code
        for cell in board.rows(kind).column("sdg_codes" if is_sdg else "link_codes").tolist()
        if cell is not None
        for code in cell.split("; ")
    )
    chips = []
    # Of the SDG the goals are enough: a target counts for its goal.
    for item in axis.below(None) if is_sdg else axis.items:
        code = item.code if is_sdg else f"{axis.code}:{item.code}"
        count = counts[code]
        if count:
            selection = replace(board.selection(kind), sdg=item.code if is_sdg else None, link=None if is_sdg else code)
            words = f"{_item_name(item, is_sdg)} · {formatting.count(count)}"
            chips.append(groups.number_of(board.context, count, selection, words))
    return chips


def _item_name(item: CrossItem, is_sdg: bool) -> str:
    name = formatting.shortened(item.name, 60)
    return _("ODS {number}. {name}").format(number=item.code, name=name) if is_sdg else name


def _without_goal(board: Board) -> Component | None:
    """What is linked to no goal, which is for somebody to look at."""
    links = []
    for kind in KINDS:
        rows = board.rows(kind)
        count = int(rows.is_missing("sdg_codes").sum())
        if count:
            words = _("{things} sin ningún ODS").format(things=board.noun_of(kind).counted(count))
            selection = replace(board.selection(kind), has_sdg=False)
            links.append(groups.number_of(board.context, count, selection, formatting.capitalised(words)))
    return parts.links_list(links) if links else None


def downloads_section(board: Board) -> Component | None:
    """The files of what the board is about."""
    files = [
        (formatting.capitalised(board.noun_of(kind).plural), links)
        for kind in KINDS
        if (links := download_links(board.context, board.selection(kind), len(board.rows(kind)))) is not None
    ]
    return parts.section("descargas", _("Descargas"), parts.fine_print(files)) if files else None
