"""/ejes: the plan as a tree, each level with its counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.detail import plan_rows
from dashboards.boards.row_set import RowSet, all_rows
from dashboards.boards.standing import nothing_yet
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row, as_rows
from dashboards.nouns import indicator_noun, level_noun, node_depths, project_noun
from dashboards.page import Page, PageContext, PageView
from data_models.queries import tree
from data_models.queries.selection import Selection

Kinds = Mapping[str, RowSet]


def build(context: PageContext) -> PageView:
    """The tree of the plan to its second level; the further ones are on the pages of those."""
    rows = all_rows(plan_rows(context))
    by_kind = {kind: rows.at(rows.is_("item_kind", kind)) for kind in ("indicator", "project")}
    nodes = tree.nodes(context.store, context.reader, context.plan, known_on=context.known_at)
    axes = nodes[nodes["depth"] == 1]
    noun = level_noun(context.plan, 1)
    title = formatting.capitalised(noun.counted(len(axes))) if len(axes) else formatting.capitalised(noun.plural)
    body: list[Child] = [_axis_section(context, by_kind, nodes, row) for row in as_rows(axes)]
    if body:
        body.append(status.status_key())
    else:
        body = [parts.empty_state(nothing_yet(context, noun.plural) + ".")]
    kick = _("Cómo se arma el plan, al {day}").format(day=formatting.day(context.seen_on))
    lede = _lede(context, by_kind, nodes) if len(axes) or len(rows) else None
    fair = h.p(groups.fair_words(), className="sub") if len(axes) and len(by_kind["indicator"]) else None
    view: list[Child] = [parts.page_head(title, kick=kick, lede=lede), fair, body]
    return PageView(title, _("Los niveles del plan, con sus metas y proyectos."), view)


def _lede(context: PageContext, by_kind: Kinds, nodes: pd.DataFrame) -> str:
    """How many there are of each level the plan names or has, and what hangs from them on the day asked for."""
    # The headline says how many there are of the first.
    depths = sorted({*node_depths(context.plan), *([2] if (nodes["depth"] == 2).any() else [])} - {1})
    counted = [level_noun(context.plan, depth).counted(int((nodes["depth"] == depth).sum())) for depth in depths]
    for noun, kind in ((project_noun(context.plan), "project"), (indicator_noun(context.plan), "indicator")):
        counted.append(noun.counted(len(by_kind[kind])))
    return formatting.capitalised(formatting.joined(counted)) + "."


def _axis_section(context: PageContext, by_kind: Kinds, nodes: pd.DataFrame, axis: Row) -> Component:
    slug = str(axis["slug"])
    below = nodes[(nodes["depth"] == 2) & (nodes["parent_id"] == axis["node_id"])]
    name = groups.numbered(str(axis["code"]), str(axis["name"]))
    selection = Selection(axis=slug)
    here = {kind: rows.at(rows.is_("axis_slug", slug)) for kind, rows in by_kind.items()}
    inside = {kind: rows.by("program_slug") for kind, rows in here.items()}
    rows = [
        _row(
            context,
            {kind: named.get(program, here[kind].at(slice(0))) for kind, named in inside.items()},
            replace(selection, program=program),
            f"/programa/{program}",
            groups.numbered(code, title),
        )
        for program, code, title in zip(below["slug"], below["code"], below["name"], strict=True)
    ]
    level, projects = level_noun(context.plan, 1), project_noun(context.plan)
    whole = _("Toda la {level}") if level.is_feminine else _("Todo el {level}")
    rows.append(_row(context, here, selection, f"/eje/{slug}", whole.format(level=level.singular), True))
    table = data_table(
        [
            TableColumn(formatting.capitalised(level_noun(context.plan, 2).singular)),
            TableColumn(formatting.capitalised(indicator_noun(context.plan).plural), is_named_on_phone=False),
            TableColumn(_("Van bien"), is_number=True),
            TableColumn(formatting.capitalised(projects.plural), is_number=True),
            TableColumn(formatting.capitalised(projects.agreed(2, _("terminada"), _("terminado"))), is_number=True),
            TableColumn(_("Con atraso"), is_number=True),
        ],
        rows,
        labelled_by=f"eje-{slug}-titulo",
        class_name="secs tree",
    )
    sub = None
    if any(part.is_missing("program_slug").any() for part in here.values()):
        sub = _("Lo que no depende de ningún {program} cuenta solo en el total.")
        if level_noun(context.plan, 2).is_feminine:
            sub = _("Lo que no depende de ninguna {program} cuenta solo en el total.")
        sub = sub.format(program=level_noun(context.plan, 2).singular)
    return parts.section(f"eje-{slug}", h.a(name, href=context.link(f"/eje/{slug}")), table, sub=sub)


def _row(
    context: PageContext, rows: Kinds, selection: Selection, path: str, name: str, is_total: bool = False
) -> TableRow:
    indicators = groups.Group(replace(selection, item_kind="indicator"), rows["indicator"])
    projects = groups.Group(replace(selection, item_kind="project"), rows["project"])
    none = _("ninguna") if indicator_noun(context.plan).is_feminine else _("ninguno")
    nothing = h.span(none, className="mut")
    return TableRow(
        [
            h.a(name, href=context.link(path), className="gname"),
            groups.group_marks(indicators) if indicators.total else nothing,
            groups.share_of_judged(context, indicators) if indicators.total else nothing,
            groups.number_of(context, projects.total, projects.selection),
            groups.with_status(context, projects, "met"),
            groups.with_status(context, projects, "off_track"),
        ],
        is_total=is_total,
    )


PAGE = Page("axes", "/ejes", build, noun=lambda plan: level_noun(plan, 1))
