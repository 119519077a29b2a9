"""What the numbers rest on and what they cannot tell: data that are overdue, and what never had any."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.detail import item_link
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.panorama import prepare
from dashboards.panorama.view import View

STALE_COLUMNS = ("slug", "name", "status", "freshness", "secretariat_name", "days_overdue")
SILENT_COLUMNS = ("slug", "name", "reason", "freshness", "next_due_on", "secretariat_name")


def stale_section(view: View) -> Component:
    """The data overdue longest, with who has to bring them."""
    rows = view.rows(view.kind)
    overdue = view.main.overdue
    title = _("Datos vencidos")
    if not overdue:
        return parts.section("vencidos", title, parts.empty_state(_("Ningún dato está vencido.")))
    entries = [
        h.li(
            item_link(view.context, view.kind, row),
            status.status_word(row["status"], row["freshness"]),
            h.span(row["secretariat_name"] or _("sin responsable"), className="v"),
            h.span(_("{days} de vencido").format(days=formatting.days(int(row["days_overdue"]))), className="fr v"),
        )
        for row in prepare.most_stale(rows).records(STALE_COLUMNS)
    ]
    link = parts.counted_link(
        ngettext("Ver el vencido", "Ver los {count} vencidos", overdue).format(count=formatting.count(overdue)),
        view.link(replace(view.selection(view.kind), freshness=("overdue",))),
        overdue,
    )
    if not entries:
        words = _("Los datos vencidos son de lo que nunca tuvo ninguno.")
        return parts.section("vencidos", title, parts.empty_state(words, link))
    sub = _("Los que llevan más tiempo sin actualizarse: su estado puede ser otro.")
    return parts.section("vencidos", title, h.ul(entries, className="il mob0"), parts.links_list([link]), sub=sub)


def no_data_section(view: View) -> Component:
    """Of what nothing can be said, and why."""
    silent = prepare.without_data(view.rows(view.kind))
    count = len(silent)
    title = _("Sin datos, y por qué")
    if not count:
        words = _("De todo lo que ya empezó hay algún dato.")
        return parts.section("sin-datos", title, parts.empty_state(words))
    reasons = Counter(silent.column("reason").tolist()).most_common()
    entries = [
        h.li(
            item_link(view.context, view.kind, row),
            h.span(row["secretariat_name"] or _("sin responsable"), className="fr"),
            h.span(_since_words(row) if row["reason"] == reasons[0][0] else _(row["reason"]), className="v"),
        )
        for row in silent.at(slice(prepare.MOST_WITHOUT_DATA)).records(SILENT_COLUMNS)
    ]
    link = parts.counted_link(
        ngettext("Ver lo que no tiene datos", "Ver los {count} sin datos", count).format(count=formatting.count(count)),
        view.status_link(view.kind)("no_data"),
        count,
    )
    told = [_(reason) for reason, _number in reasons]
    if len(told) > 1:
        told = [
            f"{formatting.count(number)}: {words[:1].lower()}{words[1:]}"
            for (_reason, number), words in zip(reasons, told, strict=True)
        ]
    sub: list[Child] = [
        h.span(" ".join(told), " ", className="mob0"),
        _("No se muestran como 0 %: no entran en ningún promedio."),
    ]
    return parts.section("sin-datos", title, h.ul(entries, className="il mob0"), parts.links_list([link]), sub=sub)


def _since_words(row: dict[Any, Any]) -> str:
    """When the first datum was or is due."""
    if formatting.is_missing(row["next_due_on"]):
        return _("Sin fecha para el primer dato.")
    passed = row["freshness"] == "overdue"
    words = _("El primer dato venció el {day}.") if passed else _("El primer dato vence el {day}.")
    return words.format(day=formatting.day(row["next_due_on"]))
