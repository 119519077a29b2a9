"""The sections about all items of an axis: tiles, who contributes to what, what is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.matrix import MatrixColumn, MatrixCount, MatrixLine, count_matrix, matrix_key
from dashboards.components.on_demand import phone_opener
from dashboards.components.tiles import Tile, goal_mark, tiles
from dashboards.i18n import gettext as _
from dashboards.listing.selection_links import list_link
from dashboards.nouns import level_noun
from dashboards.sdg.view import AXIS_PARAMETER, ITEM_PARAMETER, KIND_PARAMETER, KINDS_BY_SLUG, SDG, View
from data_models.queries.cross_axes import CrossItem, parts_matrix
from data_models.queries.selection import Selection
from kpis.standing import GOOD

# Of more rows, proportions say more than marks.
_MOST_MARKS = 60


def axis_choice(view: View) -> Component | None:
    """The cross-cutting axes the plan has, each a link; None when the goals are the only one."""
    others = [one for one in view.axes if one.code != SDG]
    if not others:
        return None
    named = [(SDG, _("Objetivos de Desarrollo Sostenible")), *((one.code, one.name) for one in others)]
    links = [
        h.a(
            name,
            href=view.link(**{AXIS_PARAMETER: None if code == SDG else code, ITEM_PARAMETER: None}),
            aria_current="true" if code == view.axis.code else None,
        )
        for code, name in named
    ]
    return h.p(h.span(_("Ejes transversales"), className="mut"), links, className="chips order noprint")


def kind_choice(view: View) -> Component:
    """What marks and matrices count: indicators or projects."""
    links = [
        h.a(
            formatting.capitalised(view.noun_of(kind).plural),
            href=view.link(**{KIND_PARAMETER: slug}),
            aria_current="true" if kind == view.kind else None,
        )
        for slug, kind in KINDS_BY_SLUG.items()
    ]
    return h.p(h.span(_("Contar"), className="mut"), links, className="chips order noprint")


def number(view: View, item_kind: str, code: str | None, words: str | None = None) -> Component:
    """How many of a kind are linked, leading to their list."""
    return groups.number_of(view.context, view.count(item_kind, code), view.selection(item_kind, code), words)


def lede(view: View) -> list[Child]:
    """What the other kind comes to, what has no link at all, and which goals nobody serves."""
    other = "project" if view.kind == "indicator" else "indicator"
    noun = view.noun_of(other)
    count = view.count(other)
    told: list[Child] = [number(view, other, None, noun.counted(count)), _(" también aportan. ")] if count else []
    if view.is_sdg:
        told += _unlinked(view, view.kind)
        if 0 < len(view.unserved) <= 3:
            named = formatting.joined([f"{one.code} ({one.name})" for one in view.unserved])
            told.append(_("Sin nada vinculado: ODS {goals}.").format(goals=named))
    return told


def _unlinked(view: View, item_kind: str) -> list[Child]:
    selection = replace(view.scope, item_kind=item_kind, has_sdg=False)
    count = selection.count(view.frame)
    noun = view.noun_of(item_kind)
    if not count:
        return []
    words = _("{things} sin ODS").format(things=noun.counted(count))
    return [groups.number_of(view.context, count, selection, words), ". "]


def tiles_section(view: View) -> Component | None:
    """One tile for each item at the top."""
    if not view.top:
        return None
    made = tiles([_tile(view, one) for one in view.top])
    title = _("Los 17 objetivos") if view.is_sdg else view.axis_name
    key = status.status_key() if view.count(view.kind) else None
    return parts.section("objetivos", title, made, key, hidden_title=True)


def _tile(view: View, one: CrossItem) -> Tile:
    counted: list[Child] = []
    for kind in KINDS_BY_SLUG.values():
        count = view.count(kind, one.code)
        if count:
            counted += [", " if counted else None, number(view, kind, one.code, view.noun_of(kind).counted(count))]
    return Tile(
        code=one.code,
        name=one.name,
        href=view.link(**{ITEM_PARAMETER: one.code}),
        counts=counted or (h.span(_("nada vinculado"), className="mut") if view.is_linked else None),
        marks=_marks(view, one.code),
        is_linked=bool(counted),
        goal=one.code if view.is_sdg else None,
    )


def _marks(view: View, code: str) -> Child:
    rows = view.rows(view.kind, code)
    if not len(rows):
        return None
    group = groups.Group(view.selection(view.kind, code), rows)
    if group.total > _MOST_MARKS:
        words = "; ".join(
            f"{status.status_name(of)}: {formatting.count(count)}" for of, count in group.counts.items() if count
        )
        return [status.strip(group.counts, thin=True), h.span(words + ".", className="vh")]
    return groups.group_marks(group)


def secretariats_section(view: View) -> Component | None:
    """Who contributes to what: secretariats by items."""
    shown = view.secretariats[view.secretariats["parent_code"].isna()]
    if view.scope.secretariat is not None:
        shown = view.secretariats[view.secretariats["slug"] == view.scope.secretariat]
    slugs = [slug for slug in shown["slug"] if slug is not None]
    held = parts_matrix(view.frame["responsible_slugs"], slugs)
    names = dict(zip(shown["slug"], shown["name"], strict=True))
    named = [
        (h.a(names[slug], href=view.context.link(f"/secretaria/{slug}")), replace(view.scope, secretariat=slug))
        for slug in slugs
    ]
    sub = _("Lo compartido aparece en cada secretaría y lo que sirve a varios, en cada columna. ")
    return _matrix_section(view, "quien", _("Quién aporta a qué"), _("Secretaría"), named, held, sub)


def axes_section(view: View) -> Component | None:
    """From which part of the plan: its axes by items."""
    axes = view.nodes[view.nodes["depth"] == 1]
    if view.scope.axis is not None:
        axes = axes[axes["slug"] == view.scope.axis]
    slugs = list(axes["slug"])
    own = view.frame["axis_slug"].to_numpy(dtype=object)
    held = np.stack([own == slug for slug in slugs], axis=1) if slugs else np.zeros((len(own), 0), dtype=np.bool_)
    named = [
        (h.a(groups.numbered(code, name), href=view.context.link(f"/eje/{slug}")), replace(view.scope, axis=slug))
        for slug, code, name in zip(slugs, axes["code"], axes["name"], strict=True)
    ]
    heading = formatting.capitalised(level_noun(view.context.plan, 1).singular)
    sub = _("Lo que sirve a varios aparece en cada columna. ")
    return _matrix_section(view, "desde", _("Desde qué parte del plan"), heading, named, held, sub)


def _matrix_section(
    view: View,
    id: str,
    title: str,
    heading: str,
    named: list[tuple[Component, Selection]],
    held: npt.NDArray[np.bool_],
    sub: str,
) -> Component | None:
    """Groups with anything linked by items; ``named`` and the columns of ``held`` are the same groups."""
    totals = held[view.mask(view.kind)].sum(axis=0)
    counts = view.counts(held)
    lines = [
        _line(view, name, scope, counts[place].tolist(), int(totals[place]))
        for place, (name, scope) in enumerate(named)
        if totals[place]
    ]
    if not lines:
        return None
    if len(lines) > 1:
        whole = [view.count(view.kind, one.code) for one in view.top]
        in_all = h.b(_("En total"))
        lines.append(replace(_line(view, in_all, view.scope, whole, view.count(view.kind)), is_total=True))
    columns = [
        MatrixColumn(
            one.code,
            one.name,
            _("ODS {number}").format(number=one.code) if view.is_sdg else f"{one.code}. {one.name}",
            goal_mark(one.code) if view.is_sdg else None,
        )
        for one in view.top
    ]
    table = count_matrix(heading, columns, lines, total=_("Total"), labelled_by=f"{id}-titulo")
    key = matrix_key(formatting.capitalised(view.noun.plural))
    return parts.section(
        id,
        title,
        phone_opener(_("Ver la tabla")),
        h.div(table, key, className="hidden"),
        sub=sub + _("En los totales cuenta una sola vez; por eso filas y columnas pueden sumar más."),
    )


def _line(view: View, name: Child, scope: Selection, counts: list[int], total: int) -> MatrixLine:
    def counted(count: int, code: str | None) -> MatrixCount:
        if not count:
            return MatrixCount(0, "")
        chosen = replace(view.selection(view.kind, code), axis=scope.axis, secretariat=scope.secretariat)
        return MatrixCount(count, list_link(view.context, chosen))

    cells = [counted(count, one.code) for one, count in zip(view.top, counts, strict=True)]
    return MatrixLine(name, cells, counted(total, None))


def missing_section(view: View) -> Component | None:
    """What is missing: goals nobody serves, goals where nothing goes well, and what has no goal."""
    entries: list[tuple[str, Child]] = []
    if view.is_linked and view.unserved:
        named_items = formatting.joined([view.item_words(one) for one in view.unserved])
        entries.append((_("Sin nada vinculado"), named_items))
    none_well = [one for one in view.top if _is_none_well(view, one.code)]
    if none_well:
        named: list[Child] = []
        for one in none_well:
            count = view.count(view.kind, one.code)
            named += [
                "; " if named else None,
                view.item_words(one) + " (",
                number(view, view.kind, one.code, view.noun.counted(count)),
                ")",
            ]
        what = _("Con vínculos, pero nada va bien")
        entries.append((what, named))
    if view.is_sdg:
        for kind in KINDS_BY_SLUG.values():
            told = _unlinked(view, kind)
            total = replace(view.scope, item_kind=kind)
            if told:
                noun = view.noun_of(kind)
                whole = groups.number_of(view.context, total.count(view.frame), total)
                entries.append(
                    (
                        _("{things} sin ODS").format(things=formatting.capitalised(noun.plural)),
                        [told[0], _(" de "), whole, "."],
                    )
                )
    if not entries:
        return None
    return parts.section("falta", _("Lo que falta"), parts.fine_print(entries))


def _is_none_well(view: View, code: str) -> bool:
    rows = view.rows(view.kind, code)
    return len(rows) > 0 and not rows.is_("status", *GOOD).any()


def way_out(view: View) -> Component:
    """How to link what has no links with this axis, or with an item of it; other axes where the plan has only those."""
    others = [one for one in view.axes if one.code != SDG] if view.is_sdg and not view.is_linked else []
    links = [h.a(one.name, href=view.link(**{AXIS_PARAMETER: one.code})) for one in others]
    told = _(
        "Para vincularlo, complete la hoja «Vínculos» de su planilla con el eje transversal «{axis}», el número del "
        "objetivo o de la meta (11 o 11.6) y el código de lo que aporta, e impórtela de nuevo."
    ).format(axis=view.axis.code)
    if links:
        return parts.empty_state([told, " ", _("Este plan sí tiene otros ejes transversales:")], *links)
    return parts.empty_state(told)
