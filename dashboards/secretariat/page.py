"""/secretaria/<slug>: what a secretariat answers for, alone and with others, and whether it keeps it up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import board as boards
from dashboards.boards import board_history, board_links, board_lists, detail, groups
from dashboards.boards.board import Board, Part
from dashboards.boards.groups import numbered
from dashboards.boards.row_set import RowSet
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row, as_rows
from dashboards.nouns import level_noun
from dashboards.page import Page, PageContext, PageNotFound, PageView
from data_models.queries import tree
from data_models.queries.selection import Selection


def build(context: PageContext) -> PageView:
    """The board of the secretariat its address names."""
    missing = _("No hay ninguna secretaría de este plan con esa dirección.")
    detail.found_id(context, "secretariat", "secretaria", missing)
    known = tree.secretariats(context.store, context.reader, context.plan)
    found = known[known["slug"] == context.arguments["slug"]]
    if found.empty:
        raise PageNotFound(missing)
    secretariat = as_rows(found)[0]
    name = str(secretariat["name"])
    board = boards.board_of(context, Selection(secretariat=str(secretariat["slug"])))
    tree_: list[Child] = [
        boards.dates_form(board),
        boards.board_head(board, name, _kick(board, known, secretariat)),
        boards.status_section(board) if len(board.found) else _nothing(board),
        _answers_section(board),
        board_lists.stale_section(board),
        board_lists.distance_section(board),
        board_history.history_section(board),
        board_lists.kinds_section(board),
        board_lists.late_projects_section(board),
        _areas_section(board, known, secretariat),
        _places_section(board),
        board_links.links_section(board),
        board_links.downloads_section(board),
    ]
    return PageView(name, f"{name}: {board.title}.", tree_)


def _kick(board: Board, known: pd.DataFrame, secretariat: Row) -> list[Child]:
    context = board.context
    words: list[Child] = [_("Quién responde")]
    if secretariat["parent_slug"]:
        above = known.loc[known["slug"] == secretariat["parent_slug"], "name"].iloc[0]
        words += [" · ", _("área de "), h.a(above, href=context.link(f"/secretaria/{secretariat['parent_slug']}"))]
    in_force = in_force_words(secretariat["in_force_from"], secretariat["in_force_to"], context.seen_on)
    if in_force:
        words += [" · ", in_force]
    for kind in ("indicator", "project"):
        if len(board.rows(kind)):
            words += [" · ", board.counted(kind)]
    return [*words, " · ", _("al {day}").format(day=formatting.day(context.seen_on))]


def in_force_words(since: formatting.Day | None, until: formatting.Day | None, seen_on: date) -> str | None:
    """Since when and until when it existed; None when nothing is known of either."""
    has_start, has_end = not formatting.is_missing(since), not formatting.is_missing(until)
    if has_end and until is not None and date(until.year, until.month, until.day) < seen_on:
        return _("existió hasta el {day}").format(day=formatting.day(until))
    if has_start and has_end:
        return _("del {start} al {end}").format(start=formatting.day(since), end=formatting.day(until))
    if has_start:
        return _("desde el {day}").format(day=formatting.day(since))
    return _("hasta el {day}").format(day=formatting.day(until)) if has_end else None


def _nothing(board: Board) -> Component:
    return parts.empty_state(
        _("No responde por nada de este plan al {day}.").format(day=formatting.day(board.context.seen_on)),
        h.a(_("Ver el plan completo"), href=board.context.link("/ejes")),
    )


def _answers_section(board: Board) -> Component | None:
    """What it answers for alone and with others, and how much of that is up to date."""
    entries: list[tuple[str, Child]] = []
    for kind in ("indicator", "project"):
        rows = board.rows(kind)
        if not len(rows):
            continue
        entries.append((formatting.capitalised(board.noun_of(kind).plural), _answers(board, kind)))
    rows = board.rows(board.kind)
    if len(rows):
        entries.append((_("Al día"), _freshness_words(board, rows)))
    return parts.section("responde", _("De qué responde"), parts.fine_print(entries)) if entries else None


def _answers(board: Board, kind: str) -> list[Child]:
    context, selection = board.context, board.selection(kind)
    alone, shared = replace(selection, is_shared=False), replace(selection, is_shared=True)
    is_alone = board.rows(kind).is_missing("shared_secretariat_codes")
    alone_count, shared_count = int(is_alone.sum()), int((~is_alone).sum())
    told: list[Child] = [
        groups.number_of(
            context, alone_count, alone, _("{count} sin compartir").format(count=formatting.count(alone_count))
        )
    ]
    if shared_count:
        words = _("{count} con otras secretarías").format(count=formatting.count(shared_count))
        told += ["; ", groups.number_of(context, shared_count, shared, words)]
    return [*told, "."]


def _freshness_words(board: Board, rows: RowSet) -> list[Child]:
    overdue = int(rows.is_("freshness", "overdue").sum())
    known = rows.at(~rows.is_missing("last_data_on"))
    last = known.column("last_data_on").max().tolist() if len(known) else None
    told: list[Child] = []
    if last is None:
        told.append(_("Nunca cargó un dato. "))
    else:
        told.append(_("El dato más reciente es del {day}. ").format(day=formatting.day(last)))
    demanded = int((~rows.is_missing("freshness")).sum())
    if demanded:
        selection = replace(board.selection(board.kind), freshness=("overdue",))
        told += [
            groups.number_of(board.context, overdue, selection),
            _(" de {count} con el dato vencido.").format(count=formatting.count(demanded)),
        ]
    return told


def _areas_section(board: Board, known: pd.DataFrame, secretariat: Row) -> Component | None:
    below = known[known["parent_slug"] == secretariat["slug"]]
    if below.empty:
        return None
    areas = [
        h.li(
            h.a(area["name"], href=board.context.link(f"/secretaria/{area['slug']}")),
            h.span(_area_words(board, area), className="v"),
        )
        for area in as_rows(below)
    ]
    return parts.section("areas", _("Sus áreas"), h.ul(areas, className="il"))


def _area_words(board: Board, area: Row) -> list[Child]:
    told: list[Child] = []
    for kind in ("indicator", "project"):
        # What an area answers for, the secretariat above it does.
        selection = Selection(item_kind=kind, secretariat=str(area["slug"]))
        count = board.group(selection).total
        if count:
            words = board.noun_of(kind).counted(count)
            told += [" · " if told else None, groups.number_of(board.context, count, selection, words)]
    in_force = in_force_words(area["in_force_from"], area["in_force_to"], board.context.seen_on)
    if not told:
        told = [_("no responde por nada con su nombre")]
    return [*told, f" · {in_force}"] if in_force else told


def _places_section(board: Board) -> Component | None:
    context = board.context
    nodes = tree.nodes(context.store, context.reader, context.plan)
    axes = nodes[nodes["depth"] == 1]
    inside = [
        Part(numbered(str(code), str(name)), f"/eje/{slug}", replace(board.scope, axis=slug))
        for slug, code, name in zip(axes["slug"], axes["code"], axes["name"], strict=True)
    ]
    noun = level_noun(context.plan, 1)
    return boards.counts_section(
        board,
        "lugares",
        _("Por {level}").format(level=noun.singular),
        formatting.capitalised(noun.singular),
        inside,
        sub=_("En qué partes del plan trabaja."),
    )


PAGE = Page("secretariat", "/secretaria/<slug>", build, under="panorama")
