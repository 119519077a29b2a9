"""The board of a level of the plan, an axis, a program or what is below: its parts, its distances, who answers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import board as boards
from dashboards.boards import board_history, board_links, board_lists, detail
from dashboards.boards.board import Board, Part
from dashboards.boards.groups import numbered
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row, as_rows
from dashboards.nouns import level_noun, node_path
from dashboards.page import PageContext, PageMoved, PageView
from data_models.queries import tree
from data_models.queries.selection import Selection


def build_level(context: PageContext, path: str) -> PageView:
    """The board of the level an address names; `path` is the first part of that address ("eje", "programa").

    A level of another depth is sent to its own address.
    """
    item_id = detail.found_id(context, "node", path, _("No hay ninguna parte de este plan con esa dirección."))
    nodes = tree.nodes(context.store, context.reader, context.plan)
    node = as_rows(nodes[nodes["node_id"] == item_id])[0]
    if node_path(int(node["depth"])) != path:
        raise PageMoved(replace(context.address, path=f"/{node_path(int(node['depth']))}/{node['slug']}").text)
    board = boards.board_of(context, scope_of(node))
    below = nodes[nodes["parent_id"] == item_id]
    name = str(node["name"])
    tree_: list[Child] = [
        boards.dates_form(board),
        boards.board_head(board, name, _kick(board, nodes, node, below)),
        h.p(node["description"], className="sec2") if node["description"] else None,
        boards.status_section(board) if len(board.found) else _nothing(board),
        _parts(board, below),
        board_lists.distance_section(board),
        board_history.history_section(board),
        _who(board),
        board_lists.kinds_section(board),
        board_lists.late_projects_section(board),
        board_lists.stale_section(board),
        board_links.links_section(board),
        board_links.downloads_section(board),
    ]
    return PageView(name, f"{name}: {board.title}.", tree_)


def scope_of(node: Row) -> Selection:
    """The selection of what is at a level or below it."""
    depth = int(node["depth"])
    if depth == 1:
        return Selection(axis=str(node["slug"]))
    if depth == 2:
        return Selection(program=str(node["slug"]))
    return Selection(level=(depth, str(node["code"])))


def _kick(board: Board, nodes: pd.DataFrame, node: Row, below: pd.DataFrame) -> list[Child]:
    context = board.context
    above = None if formatting.is_missing(node["parent_id"]) else int(node["parent_id"])
    siblings = nodes[(nodes["depth"] == node["depth"]) & (nodes["parent_id"].fillna(-1) == (above or -1))]
    noun = level_noun(context.plan, int(node["depth"]))
    place = siblings["node_id"].tolist().index(node["node_id"]) + 1
    words: list[Child] = list(parts.breadcrumbs(detail.place_steps(context, nodes, above)))
    words += [
        " · " if words else None,
        _("{level} {place} de {total}").format(
            level=formatting.capitalised(noun.singular),
            place=formatting.count(place),
            total=formatting.count(len(siblings)),
        ),
    ]
    if len(below):
        words += [" · ", level_noun(context.plan, int(node["depth"]) + 1).counted(len(below))]
    for kind in ("indicator", "project"):
        if len(board.rows(kind)):
            words += [" · ", board.counted(kind)]
    return [*words, " · ", _("al {day}").format(day=formatting.day(context.seen_on))]


def _nothing(board: Board) -> Component:
    return parts.empty_state(
        _("De esta parte del plan todavía no se cargó nada."),
        h.a(_("Ver el plan completo"), href=board.context.link("/ejes")),
    )


def _parts(board: Board, below: pd.DataFrame) -> Component | None:
    if below.empty or not len(board.found):
        return None
    noun = level_noun(board.context.plan, int(below["depth"].iloc[0]))
    inside = [
        Part(
            numbered(str(node["code"]), str(node["name"])),
            f"/{node_path(int(node['depth']))}/{node['slug']}",
            scope_of(node),
        )
        for node in as_rows(below)
    ]
    title = _("Por {level}").format(level=noun.singular)
    return boards.parts_section(board, "partes", title, inside)


def _who(board: Board) -> Component | None:
    context = board.context
    secretariats = tree.secretariats(context.store, context.reader, context.plan)
    tops = secretariats[secretariats["parent_code"].isna()]
    inside = [
        Part(name, f"/secretaria/{slug}", replace(board.scope, secretariat=slug))
        for slug, name in zip(tops["slug"], tops["name"], strict=True)
    ]
    return boards.counts_section(board, "responden", _("Quién responde"), _("Secretaría"), inside)
