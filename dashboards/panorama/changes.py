"""What changed its status since the day compared with."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.compared import COMPARED
from dashboards.boards.detail import item_link
from dashboards.boards.row_set import RowSet
from dashboards.boards.standing import moves
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.on_demand import phone_opener
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.listing.selection_links import AXIS, SECRETARIAT
from dashboards.panorama import prepare
from dashboards.panorama.view import View

ON_PHONE = 3
COLUMNS = ("slug", "name", "status", "value", "unit", "decimals", "secretariat_name", "value_on")


def changes_section(view: View) -> Component:
    """What changed its status, the worst turns first."""
    since, until = formatting.day(view.compared.day), formatting.day(view.context.seen_on)
    title = _("Qué cambió desde el {day}").format(day=since)
    if not len(view.before):
        words = _("Todavía no hay un día anterior del plan con que comparar.")
        return parts.section("cambios", _("Qué cambió"), parts.empty_state(words))
    both = moves(view.before, view.rows(view.kind))
    order = prepare.turns(both)
    if not len(order):
        words = _("Ningún estado cambió entre el {since} y el {until}.").format(since=since, until=until)
        return parts.section("cambios", title, parts.empty_state(words))
    sub = _("Entre el {since} y el {until}: {count}.").format(
        since=since,
        until=until,
        count=formatting.plural(len(order), _("cambio de estado"), _("cambios de estado")),
    )
    first, rest = order[: prepare.MOST_CHANGES], order[prepare.MOST_CHANGES : prepare.MOST_CHANGES_LISTED]
    entries = _entries(view, both.before.at(first), both.after.at(first))
    folded: Child = None
    if len(rest):
        hidden = _entries(view, both.before.at(rest), both.after.at(rest))
        folded = h.details(h.summary(_others(len(rest))), h.ul(hidden, className="chg"))
    every = _every(view, len(order)) if len(order) > prepare.MOST_CHANGES_LISTED else None
    body: list[Child] = [h.ul(entries[:ON_PHONE], className="chg")]
    if entries[ON_PHONE:]:
        body += [
            phone_opener(_others(len(first) + len(rest) - ON_PHONE)),
            h.div(h.ul(entries[ON_PHONE:], className="chg"), folded, className="hidden"),
        ]
    return parts.section("cambios", title, body, every, sub=sub)


def _every(view: View, count: int) -> Component:
    """The way to all changes, where there are more than are listed here."""
    asked = view.context.address
    href = view.context.link(
        "/comparar",
        de="proyectos" if view.kind == "project" else "indicadores",
        lista="cambiaron",
        **{COMPARED: asked.value(COMPARED), AXIS: view.scope.axis, SECRETARIAT: view.scope.secretariat},
    )
    words = _("Ver todo lo que cambió ({count})").format(count=formatting.count(count))
    return parts.links_list([parts.counted_link(words, href, count)])


def _others(count: int) -> str:
    return ngettext("Ver el otro", "Ver los otros {count}", count).format(count=formatting.count(count))


def _entries(view: View, before: RowSet, after: RowSet) -> list[Component]:
    was = before.column("status").tolist()
    return [_change(view, old, row) for old, row in zip(was, after.records(COLUMNS), strict=True)]


def _change(view: View, was: str, row: dict[Any, Any]) -> Component:
    words = _(": de «{before}» a «{after}»").format(
        before=status.status_name(was).lower(), after=status.status_name(row["status"]).lower()
    )
    if view.kind == "indicator" and not formatting.is_missing(row["value"]):
        words += ", " + formatting.quantity(row["value"], row["unit"], int(row["decimals"]))
    on = row["value_on"]
    told = None if formatting.is_missing(on) else _("dato del {day}").format(day=formatting.day(on))
    below = " · ".join(part for part in (row["secretariat_name"], told) if part)
    return h.li(
        h.span(status.status_change(was, row["status"])),
        h.span(item_link(view.context, view.kind, row), words + ".", h.span(below, className="who") if below else None),
    )
