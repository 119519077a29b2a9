"""What the pages of one thing share: finding it by its address, where it belongs, who answers, where data came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.components import elements as h
from dashboards.components import forms, status
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.listing import selection_links as links
from dashboards.listing.rows import Row, as_rows, shared_words
from dashboards.nouns import Noun, indicator_noun, level_noun, node_path, project_noun
from dashboards.page import PageContext, PageGone, PageMoved, PageNotFound, PageView
from data_models.queries import progress, tree, withdrawn
from data_models.queries.selection import Selection
from data_models.queries.withdrawn import Withdrawn

SDG_AXIS = "ods"
ITEM_PATHS = {"project": "/proyecto/", "indicator": "/indicador/"}


def item_link(context: PageContext, item_kind: str, row: Row) -> Component:
    """An item by name, leading to its page."""
    return h.a(row["name"], href=context.link(f"{ITEM_PATHS[item_kind]}{row['slug']}"), className="gname")


def found_id(context: PageContext, kind: str, path: str, missing: str) -> int:
    """The item a page's address names by its short name.

    An old name raises PageMoved to the same address with the new one, that of what was withdrawn PageGone; a name that
    leads to nothing this reader may see raises PageNotFound with `missing`.
    """
    found = tree.find(context.store, context.reader, context.plan, kind, context.arguments["slug"])
    if isinstance(found, tree.Moved):
        raise PageMoved(replace(context.address, path=f"/{path}/{found.slug}").text)
    if found is not None:
        return found.item_id
    gone = withdrawn.find(context.store, context.reader, context.plan, kind, context.arguments["slug"])
    if gone is None:
        raise PageNotFound(missing)
    if context.known_at is not None and context.known_at < gone.withdrawn_at:
        return gone.item_id
    raise PageGone(_withdrawn_view(context, kind, gone))


def _withdrawn_view(context: PageContext, kind: str, gone: Withdrawn) -> PageView:
    """What is left to say of a promise that was withdrawn: what it was, since when it is not, what was known of it."""
    noun = project_noun(context.plan) if kind == "project" else indicator_noun(context.plan)
    told = noun.agreed(1, _("Retirada del plan el {day}"), _("Retirado del plan el {day}")).format(
        day=formatting.day(gone.withdrawn_on)
    )
    steps = place_steps(context, tree.nodes(context.store, context.reader, context.plan), gone.node_id)
    to: list[Component] = []
    if gone.was_known_before_that_day:
        before = context.address.changed(al=None, sabido=formatting.iso_day(gone.withdrawn_on - timedelta(days=1)))
        to.append(h.a(_("Ver su página como era hasta entonces"), href=before))
    to += [h.a(name, href=href) for name, href in steps[-1:]]
    to.append(h.a(context.plan.name, href=context.link("/")))
    name = str(gone.name)
    return PageView(
        name,
        f"{told}.",
        [
            parts.page_head(
                name,
                kick=[
                    *parts.breadcrumbs(steps),
                    " · " if steps else None,
                    f"{noun.singular} ",
                    h.span(gone.code, data_literal="true"),
                ],
                lede=[
                    h.strong(told + "."),
                    " ",
                    _("Ya no está en ninguna lista ni en ninguna cuenta. Lo que se publicó antes se conserva."),
                ],
            ),
            parts.links_list(to),
        ],
    )


def as_of_form(context: PageContext) -> list[Component]:
    """The choice of another day to see this at."""
    return forms.filters_form(context.address, [filters.as_of_filter(context)], opener=_("Cambiar la fecha"))


def place_steps(context: PageContext, nodes: pd.DataFrame, node_id: int | None) -> list[tuple[str, str | None]]:
    """The levels from the top to a node by what the plan calls them, each with its address, for `breadcrumbs`."""
    known = {row["node_id"]: row for row in as_rows(nodes)}
    steps: list[tuple[str, str | None]] = []
    while node_id is not None and node_id in known:
        node = known[node_id]
        depth = int(node["depth"])
        level = formatting.capitalised(level_noun(context.plan, depth).singular)
        name = groups.numbered(str(node["code"]), str(node["name"]))
        told = f"{level} {name}" if name != node["name"] else f"{level}: {name}"
        steps.append((formatting.shortened(told, 80), context.link(f"/{node_path(depth)}/{node['slug']}")))
        above = node["parent_id"]
        node_id = None if formatting.is_missing(above) else int(above)
    return steps[::-1]


def secretariat_link(context: PageContext, slug: str | None, name: str | None) -> Child:
    """A secretariat by name, leading to its page."""
    if not name:
        return h.span(_("sin responsable"), className="mut")
    return h.a(name, href=context.link(f"/secretaria/{slug}")) if slug else name


def answering_fact(context: PageContext, row: Row) -> tuple[str, Child, Child]:
    """Who answers for an item, for `facts`: the secretariat, its post, and with whom it is shared."""
    below = [part for part in (row["responsible_post"], shared_words(row)) if part]
    who = secretariat_link(context, row["secretariat_slug"], row["secretariat_name"])
    return _("Responde"), who, "; ".join(below) or None


def freshness_facts(row: Row) -> list[tuple[str, Child, Child]]:
    """How fresh the datum of an item is and when the next one is due, for `facts`; none where no datum is demanded."""
    fresh = status.freshness_word(row["freshness"], row["last_data_on"])
    if fresh is None:
        return []
    note = None
    due = formatting.day(row["next_due_on"])
    if row["freshness"] == "overdue" and not formatting.is_missing(row["days_overdue"]):
        days = formatting.days(int(row["days_overdue"]))
        note = _("venció el {day}, hace {days}").format(day=due, days=days)
    elif not formatting.is_missing(row["next_due_on"]):
        note = _("el próximo vence el {day}").format(day=due)
    return [(_("Dato"), fresh, note)]


def same_place_section(
    context: PageContext, row: Row, id: str, item_kind: str, noun: Noun, *, sub: str
) -> Component | None:
    """The items of a kind in the same part of the plan as `row`, counted by status; None where there are none."""
    if row["axis_slug"] is None:
        return None
    selection = Selection(item_kind=item_kind, axis=row["axis_slug"], program=row["program_slug"])
    group = groups.group_of(plan_rows(context), selection)
    if not group.total:
        return None
    things = noun.counted(group.total)
    to_lists = [groups.number_of(context, group.total, selection, _("Ver {things}").format(things=things))]
    if group.counts["off_track"]:
        late = links.list_link(context, replace(selection, status=("off_track",)))
        to_lists.append(h.a(_("Empezar por lo más atrasado"), href=late))
    return parts.section(
        id,
        _("{things} en «{place}»").format(things=things, place=row["program_name"] or row["axis_name"]),
        status.strip(group.counts),
        status.status_chips(group.counts, links.status_link(context, selection)),
        parts.links_list(to_lists),
        sub=sub,
    )


def share_section(context: PageContext) -> Component:
    """The address that shows the same thing whatever is entered or corrected later, and the rules."""
    same = context.address.changed(
        al=formatting.iso_day(context.seen_on),
        sabido=formatting.iso_day(context.known_on or context.store.today()),
    )
    return parts.section(
        "citar",
        _("Para citar esta página"),
        parts.links_list(
            [
                h.a(_("Dirección fija: situación al {day}").format(day=formatting.day(context.seen_on)), href=same),
                h.a(_("Cómo se calcula cada número"), href=context.link("/reglas")),
            ]
        ),
        sub=_("La dirección fija muestra siempre lo mismo, aunque después se carguen o corrijan datos."),
    )


def plan_rows(context: PageContext) -> pd.DataFrame:
    """All rows of the plan on the day the address asks for."""
    return progress.rows(context.store, context.reader, context.plan, as_of=context.as_of, known_on=context.known_at)
