"""What was found, a section for each kind: items with status and place, parts of the plan with how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import detail, groups
from dashboards.boards.groups import numbered
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row, as_rows, is_stale, percent_text
from dashboards.nouns import Noun, indicator_noun, level_noun, node_path, project_noun
from dashboards.page import PageContext
from dashboards.search.signs import Sign, Signs
from data_models.queries import tree
from data_models.queries.search import Findings, Goal, Items
from data_models.queries.selection import Selection

# A list shows so many of a kind and opens to the rest.
MOST_LISTED = 8


class Entry(Protocol):
    """Draws one result, with how its part of the plan stands or without."""

    def __call__(self, *, counts: bool) -> Component: ...


@dataclass(frozen=True)
class Section:
    """The results of one kind; `title` says how many, `heading` the same as a link where there is a list of them."""

    id: str
    title: str
    heading: Child
    body: Child


def sections(context: PageContext, found: Findings, known: Signs) -> list[Section]:
    """A section for each kind with results: parts of the plan first, then items, then what helps to read them."""
    frame = detail.plan_rows(context)
    made = [
        _levels(context, frame, found.levels),
        _counted(
            "secretarias",
            formatting.plural(len(found.secretariats), _("secretaría o área"), _("secretarías y áreas")),
            [partial(_secretariat, context, frame, row) for row in as_rows(found.secretariats)],
        ),
        _items(context, found, found.indicators, "indicator", indicator_noun(context.plan)),
        _items(context, found, found.projects, "project", project_noun(context.plan)),
        _counted(
            "distritos",
            formatting.plural(len(found.districts), _("distrito"), _("distritos")),
            [partial(_district, context, frame, one.name, one.slug) for one in found.districts],
        ),
        _counted(
            "vinculos",
            formatting.plural(len(found.goals), _("objetivo transversal"), _("objetivos transversales")),
            [partial(_goal, context, frame, goal) for goal in found.goals],
        ),
        _counted(
            "ayuda",
            formatting.plural(len(found.further), _("página o regla"), _("páginas y reglas")),
            [partial(_sign, known[text]) for text in found.further],
        ),
    ]
    return [section for section in made if section is not None]


def _counted(id: str, title: str, entries: Sequence[Entry]) -> Section | None:
    """Results shown whole: the first ones with how they stand, and the others by name when opened."""
    if not entries:
        return None
    shown, rest = entries[:MOST_LISTED], entries[MOST_LISTED:]
    more = _("Ver {count} más").format(count=formatting.count(len(rest)))
    body: list[Child] = [h.ul([entry(counts=True) for entry in shown], className="il")]
    if rest:
        body.append(h.details(h.summary(more), h.ul([entry(counts=False) for entry in rest], className="il")))
    return Section(id, title, title, body)


def _items(context: PageContext, found: Findings, items: Items, kind: str, noun: Noun) -> Section | None:
    """The best projects or indicators; their count leads to the list of all of them."""
    if not items.count:
        return None
    title = noun.counted(items.count)
    selection = Selection(item_kind=kind, text=found.text)
    body: list[Child] = [h.ul([_item(context, row) for row in as_rows(items.best)], className="il")]
    if items.count > len(items.best):
        all_of_them = _("Ver la lista completa: {things}").format(things=title)
        body.append(parts.links_list([groups.number_of(context, items.count, selection, all_of_them)]))
    heading = groups.number_of(context, items.count, selection, title)
    return Section("proyectos" if kind == "project" else "indicadores", title, heading, body)


def _item(context: PageContext, row: Row) -> Component:
    """One project or indicator: name, status, and below code, place, who answers and how far it is."""
    path = "proyecto" if row["item_kind"] == "project" else "indicador"
    stale = _("dato vencido") if is_stale(row) else None
    places = [row["program_name"] or row["axis_name"], row["secretariat_name"], percent_text(row), stale]
    further: list[Child] = [f"{formatting.NBSP}· {place}" for place in places if place]
    return h.li(
        h.a(row["name"], href=context.link(f"/{path}/{row['slug']}")),
        h.span(h.span(row["code"], data_literal="true"), further, className="v"),
        status.status_word(row["status"], row["freshness"]),
    )


def _levels(context: PageContext, frame: pd.DataFrame, levels: pd.DataFrame) -> Section | None:
    """The axes, programs and further levels, by the plan's own names for them."""
    if levels.empty:
        return None
    nodes = tree.nodes(context.store, context.reader, context.plan)
    counts = levels["depth"].value_counts()
    title = formatting.joined(
        [level_noun(context.plan, int(depth)).counted(int(counts[depth])) for depth in sorted(counts.index)]
    )
    return _counted("niveles", title, [partial(_level, context, frame, nodes, row) for row in as_rows(levels)])


def _level(context: PageContext, frame: pd.DataFrame, nodes: pd.DataFrame, row: Row, *, counts: bool) -> Component:
    depth = int(row["depth"])
    above = None if formatting.is_missing(row["parent_id"]) else int(row["parent_id"])
    places = [formatting.capitalised(level_noun(context.plan, depth).singular)]
    places += [name for name, _href in detail.place_steps(context, nodes, above)]
    scope = (
        Selection(axis=row["slug"])
        if depth == 1
        else Selection(program=row["slug"])
        if depth == 2
        else Selection(level=(depth, str(row["code"])))
    )
    return h.li(
        h.a(numbered(str(row["code"]), str(row["name"])), href=context.link(f"/{node_path(depth)}/{row['slug']}")),
        _standing(context, frame if counts else None, scope, " · ".join(places)),
    )


def _secretariat(context: PageContext, frame: pd.DataFrame, row: Row, *, counts: bool) -> Component:
    part = _("área de {name}").format(name=_above(context, row)) if row["parent_slug"] else _("Secretaría")
    return h.li(
        h.a(row["name"], href=context.link(f"/secretaria/{row['slug']}")),
        _standing(context, frame if counts else None, Selection(secretariat=row["slug"]), part),
    )


def _above(context: PageContext, row: Row) -> str:
    known = tree.secretariats(context.store, context.reader, context.plan)
    return str(known.loc[known["slug"] == row["parent_slug"], "name"].iloc[0])


def _district(context: PageContext, frame: pd.DataFrame, name: str, slug: str, *, counts: bool) -> Component:
    told = _standing(context, frame if counts else None, Selection(district=name), _("Distrito"))
    return h.li(h.a(name, href=context.link(f"/distrito/{slug}")), told)


def _goal(context: PageContext, frame: pd.DataFrame, goal: Goal, *, counts: bool) -> Component:
    scope = Selection(link=f"{goal.axis_code}:{goal.code}")
    if goal.axis_code == detail.SDG_AXIS:
        scope = Selection(sdg=goal.code)
    return h.li(
        h.b(numbered(goal.code, goal.name)), _standing(context, frame if counts else None, scope, goal.axis_name)
    )


def _sign(sign: Sign, *, counts: bool) -> Component:
    return h.li(h.a(sign.words, href=sign.href), h.span(sign.below, className="v"))


def _standing(context: PageContext, frame: pd.DataFrame | None, scope: Selection, part: str) -> Component:
    """What a part of the plan is and, of `frame`, what is in it: "Programa · 20 indicadores (3 con atraso)"."""
    if frame is None:
        return h.span(part, className="v")
    told: list[Child] = [part]
    for kind, noun in (("indicator", indicator_noun(context.plan)), ("project", project_noun(context.plan))):
        group = groups.group_of(frame, replace(scope, item_kind=kind))
        if group.total:
            told += [" · ", groups.number_of(context, group.total, group.selection, noun.counted(group.total))]
        if group.counts["off_track"]:
            told += [" (", groups.with_status(context, group, "off_track"), " ", _("con atraso"), ")"]
    if len(told) == 1:
        told.append(_(": nada a su nombre"))
    return h.span(told, className="v")
