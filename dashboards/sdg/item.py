"""One item of a cross-cutting axis (a goal, a target): how what is linked to it stands, who does it, how strongly."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.boards.standing import headline, situation
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.tiles import goal_mark
from dashboards.i18n import gettext as _
from dashboards.listing.rows import Row
from dashboards.listing.selection_links import status_link
from dashboards.page import PageView
from dashboards.sdg import sections
from dashboards.sdg.view import ITEM_PARAMETER, KINDS_BY_SLUG, View
from data_models.queries.cross_axes import CrossItem, strengths

# How many of each strength stand open; the others are one touch away.
_OPEN = 12


def build(view: View, code: str, top: Child) -> PageView:
    """The page of one item; `top` stands over its heading."""
    one = view.item(code)
    assert one is not None, "the page has looked whether there is one"
    name = view.item_words(one)
    back = h.a(view.axis_name, href=view.link(**{ITEM_PARAMETER: None}))
    kick: list[Child] = [back]
    above = view.item(one.parent_code) if one.parent_code else None
    if above is not None:
        kick += [" · ", h.a(view.item_words(above), href=view.link(**{ITEM_PARAMETER: above.code}))]
    kick.append(_(", al {day}").format(day=formatting.day(view.context.seen_on)))
    counted = {kind: view.count(kind, code) for kind in KINDS_BY_SLUG.values()}
    if not any(counted.values()):
        title = _("{name}: nada vinculado").format(name=name)
        told: list[Child] = [top, parts.page_head(title, kick=kick), sections.way_out(view)]
        return PageView(title, title + ".", told)
    words = headline(situation(view.rows(view.kind, code)), view.noun) if counted[view.kind] else ""
    title = _("{name}: {words}").format(name=name, words=words) if words else name
    body: list[Child] = [
        top,
        parts.page_head(title, kick=kick, lede=_lede(view, counted, code)),
        goal_mark(code.split(".")[0]) if view.is_sdg else None,
        sections.kind_choice(view),
        _status_section(view, code),
        _below_section(view, one),
        _who_section(view, code),
        _strength_section(view, code),
    ]
    return PageView(title, title + ".", body)


def _lede(view: View, counted: dict[str, int], code: str) -> list[Child]:
    told: list[Child] = [_("Aportan ")]
    for kind, count in counted.items():
        if count:
            told += [
                _(" y ") if len(told) > 1 else None,
                sections.number(view, kind, code, view.noun_of(kind).counted(count)),
            ]
    return [*told, "."]


def _status_section(view: View, code: str) -> Component | None:
    rows = view.rows(view.kind, code)
    if not len(rows):
        return None
    counts = groups.Group(view.selection(view.kind, code), rows).counts
    numbers = status.status_numbers(counts, status_link(view.context, view.selection(view.kind, code)))
    return parts.section("estado", _("Estado"), status.strip(counts), numbers, hidden_title=True)


def _below_section(view: View, one: CrossItem) -> Component | None:
    """What hangs from the item: the targets of a goal."""
    named = [
        (
            h.a(f"{below.code}. {below.name}", href=view.link(**{ITEM_PARAMETER: below.code}), className="gname"),
            groups.Group(view.selection(view.kind, below.code), view.rows(view.kind, below.code)),
        )
        for below in view.axis.below(one.code)
    ]
    shown = [(name, group) for name, group in named if group.total]
    if not shown:
        return None
    heading = _("Meta del ODS") if view.is_sdg else _("Línea")
    table = groups.counts_table(
        view.context,
        heading,
        view.noun,
        shown,
        whole=(_("En total"), groups.Group(view.selection(view.kind, one.code), view.rows(view.kind, one.code))),
        labelled_by="metas-titulo",
    )
    sub = _("Lo vinculado a varias cuenta en cada una; en el total, una sola vez, junto con lo vinculado al todo.")
    title = _("Metas de este ODS") if view.is_sdg else _("Qué abarca")
    return parts.section("metas", title, table, sub=sub)


def _who_section(view: View, code: str) -> Component | None:
    """Which secretariats contribute."""
    found = groups.secretariat_groups(view.rows(view.kind, code), view.secretariats, view.selection(view.kind, code))
    if not found:
        return None
    table = groups.counts_table(
        view.context,
        _("Secretaría"),
        view.noun,
        [
            (h.a(one.name, href=view.context.link(f"/secretaria/{one.slug}"), className="gname"), one.group)
            for one in found
        ],
        whole=(_("En total"), groups.Group(view.selection(view.kind, code), view.rows(view.kind, code))),
        labelled_by="quien-titulo",
    )
    sub = _("Lo compartido aparece en cada secretaría; en el total cuenta una sola vez.")
    return parts.section("quien", _("Quién aporta"), table, sub=sub)


def _strength_section(view: View, code: str) -> Component | None:
    """What is linked, from the strongest link to the weakest, each with where its link was made."""
    found = view.rows(view.kind, code)
    if not len(found):
        return None
    context = view.context
    links = strengths(
        context.store,
        view.axis.code,
        view.frame,
        view.nodes,
        chosen=view.mask(view.kind, code),
        known_on=context.known_at,
    )
    codes = {code, *(one.code for one in view.axis.below(code))}
    links = links[links["code"].isin(codes)].sort_values("strength", ascending=False, kind="stable")
    strongest = links.drop_duplicates("item_id")
    made = {
        item_id: (strength, made_at)
        for item_id, strength, made_at in zip(
            strongest["item_id"], strongest["strength"], strongest["made_at"], strict=True
        )
    }
    rows = found.records()
    told: list[Child] = []
    for strength, words in ((3, _("Vínculo fuerte")), (2, _("Vínculo medio")), (1, _("Vínculo débil"))):
        linked = [(row, made[row["item_id"]][1]) for row in rows if made.get(row["item_id"], (0, ""))[0] == strength]
        if linked:
            told.append(h.h3(f"{words}: {view.noun.counted(len(linked))}"))
            told.append(_linked_list(view, linked))
    sub = _("La fuerza la declara quien hizo el vínculo: propio, del proyecto o del nivel del plan del que depende.")
    return parts.section("fuerza", _("Del vínculo más fuerte al más débil"), told, sub=sub)


def _linked_list(view: View, linked: Sequence[tuple[Row, str]]) -> list[Child]:
    entries = [_entry(view, row, made_at) for row, made_at in linked]
    shown: list[Child] = [h.ul(entries[:_OPEN], className="il")]
    if len(entries) > _OPEN:
        rest = _("Ver {count} más").format(count=formatting.count(len(entries) - _OPEN))
        shown.append(h.details(h.summary(rest), h.ul(entries[_OPEN:], className="il")))
    return shown


def _entry(view: View, row: Row, made_at: str) -> Component:
    path = "indicador" if row["item_kind"] == "indicator" else "proyecto"
    who = row["secretariat_name"]
    made = {
        "indicator": _("vínculo propio"),
        "project": _("vínculo propio") if row["item_kind"] == "project" else _("por su proyecto"),
        "node": _("por el nivel del plan"),
    }[made_at]
    return h.li(
        h.a(row["name"], href=view.context.link(f"/{path}/{row['slug']}")),
        status.status_word(row["status"], row["freshness"]),
        h.span(_("sin responsable") if formatting.is_missing(who) else who, className="v"),
        h.span(made, className="fr"),
    )
