"""/distrito/<slug>: what the plan does in one district: how it stands, in which parts of the plan, who answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import board as boards
from dashboards.boards import board_history, board_links, board_lists, district_map, groups
from dashboards.boards.board import Board, Part
from dashboards.boards.detail import plan_rows
from dashboards.boards.groups import numbered
from dashboards.boards.row_set import RowSet, rows_kept
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing.rows import indicator_table
from dashboards.nouns import level_noun
from dashboards.page import Page, PageContext, PageNotFound, PageView
from data_models.queries import tree
from data_models.queries.districts import DistrictFacts, districts
from data_models.queries.selection import Selection

MOST_INDICATORS = 12


def build(context: PageContext) -> PageView:
    """The board of the district its address names."""
    known = districts(context.store, context.reader, context.plan)
    district = next((one for one in known if one.slug == context.arguments["slug"]), None)
    if district is None:
        raise PageNotFound(_("No hay ningún distrito de este plan con esa dirección."))
    board = boards.board_of(context, Selection(district=district.name))
    if not len(board.found):
        title = _("{name}: sin {things}").format(name=district.name, things=board.noun_of("project").plural)
        head = parts.page_head(title, kick=_kick(board))
        return PageView(district.name, title + ".", [boards.dates_form(board), head, _map(board, known, district)])
    tree_: list[Child] = [
        boards.dates_form(board),
        boards.board_head(board, district.name, _kick(board)),
        boards.status_section(board),
        board_lists.late_projects_section(board),
        _places_section(board),
        board_history.history_section(board),
        _who(board),
        _indicators_section(board),
        board_lists.stale_section(board),
        _map(board, known, district),
        board_links.links_section(board),
        board_links.downloads_section(board),
    ]
    return PageView(district.name, f"{district.name}: {board.title}.", tree_)


def _kick(board: Board) -> list[Child]:
    context = board.context
    all_districts = h.a(_("Por distrito"), href=context.link("/proyectos", vista="mapa"))
    told: list[Child] = [all_districts]
    if len(board.rows("project")):
        told += [" · ", board.counted("project")]
    return [*told, " · ", _("al {day}").format(day=formatting.day(context.seen_on))]


def _places_section(board: Board) -> Component | None:
    """What is done here, by the top level of the plan."""
    context = board.context
    nodes = tree.nodes(context.store, context.reader, context.plan)
    axes = nodes[nodes["depth"] == 1]
    inside = [
        Part(numbered(str(code), str(name)), f"/eje/{slug}", replace(board.scope, axis=slug))
        for slug, code, name in zip(axes["slug"], axes["code"], axes["name"], strict=True)
    ]
    noun = level_noun(context.plan, 1)
    title, heading = _("Por {level}").format(level=noun.singular), formatting.capitalised(noun.singular)
    return boards.counts_section(
        board, "lugares", title, heading, inside, sub=_("Qué se hace aquí, por parte del plan.")
    )


def _who(board: Board) -> Component | None:
    context = board.context
    secretariats = tree.secretariats(context.store, context.reader, context.plan)
    tops = secretariats[secretariats["parent_code"].isna()]
    inside = [
        Part(name, f"/secretaria/{slug}", replace(board.scope, secretariat=slug))
        for slug, name in zip(tops["slug"], tops["name"], strict=True)
    ]
    return boards.counts_section(board, "responden", _("Quién responde"), _("Secretaría"), inside)


def measured_here(context: PageContext, projects: RowSet) -> RowSet:
    """The indicators that measure some projects: only projects say in which district they are."""
    slugs = set(projects.column("slug").tolist())
    indicators = rows_kept(plan_rows(context), Selection(item_kind="indicator"))
    cells = indicators.column("project_slug")
    return indicators.at(np.fromiter((cell in slugs for cell in cells), dtype=np.bool_, count=len(cells)))


def _indicators_section(board: Board) -> Component | None:
    rows = measured_here(board.context, board.rows("project"))
    if not len(rows):
        return None
    noun = board.noun_of("indicator")
    shown = rows.at(slice(MOST_INDICATORS))
    sub = _("Miden {projects} de aquí.").format(projects=board.noun_of("project").plural)
    if len(rows) > len(shown):
        more = _(" Se muestran {shown} de {count}.")
        sub += more.format(shown=formatting.count(len(shown)), count=formatting.count(len(rows)))
    table = indicator_table(board.context, shown.rows(), labelled_by="indicadores-titulo")
    return parts.section("indicadores", formatting.capitalised(noun.counted(len(rows))), table, sub=sub)


def _map(board: Board, known: tuple[DistrictFacts, ...], district: DistrictFacts) -> Component | None:
    """Where it is among the others, which are one touch away."""
    if district.outline is None:
        return None
    selection = board.selection("project")
    number = groups.number_of(board.context, len(board.rows("project")), selection)
    drawing = district_map.districts_map(board.context, known, {district.name: (1, number)}, "tint")
    if drawing is None:
        return None
    sub = _("Cada nombre lleva a la página de ese distrito.")
    return parts.section("mapa", _("Dónde está"), h.figure(drawing, className="mapf"), sub=sub)


PAGE = Page("district", "/distrito/<slug>", build, under="projects")
