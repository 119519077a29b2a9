"""Filters as a plain GET form of native controls: they work without JavaScript and their state is the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dash.development.base_component import Component

from dashboards import formatting, urls
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.on_demand import phone_opener
from dashboards.i18n import gettext as _

FORM_ID = "filtros"
CONTENT_ID = "contenido"


@dataclass(frozen=True)
class Choice:
    """A value a select offers and the text that stands for it."""

    value: str
    text: str


def select_filter(
    name: str, label: str, choices: Sequence[Choice], chosen: str | None, *, everything: str | None = None
) -> Component:
    """A native select; `everything` is the text of choosing none ("Todos los ejes"), None when one is always chosen."""
    options = [h.option(everything, value="")] if everything is not None else []
    options += [h.option(each.text, value=each.value, selected=each.value == chosen) for each in choices]
    return h.label(label, h.select(options, name=name), className="f")


def search_filter(name: str, label: str, text: str | None) -> Component:
    """A field for words to look for."""
    field = h.input_(type="search", name=name, defaultValue=text or "", size="12", autoComplete="off")
    return h.label(label, field, className="f")


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of the months from `first` to `last`, both inside, newest first."""
    ends: list[date] = []
    month_start = date(last.year, last.month, 1)
    after = (month_start + timedelta(days=32)).replace(day=1)
    while after > first:
        end = after - timedelta(days=1)
        if first <= end <= last:
            ends.append(end)
        after = month_start
        month_start = (month_start - timedelta(days=1)).replace(day=1)
    return ends


def as_of_filter(address: urls.Address, *, first: date, last: date, current_word: str | None = None) -> Component:
    """A select of month ends to look at the plan as it was; the empty choice is the current state, that of `last`."""
    asked = address.as_of if address.as_of != last else None
    days = {*month_ends(first, last), *([asked] if asked else [])} - {last}
    choices = [Choice(formatting.iso_day(each), _month_or_day(each)) for each in sorted(days, reverse=True)]
    chosen = formatting.iso_day(asked) if asked else None
    return select_filter(
        urls.AS_OF,
        _("Situación al cierre de"),
        choices,
        chosen,
        everything=current_word or _("hoy, {day}").format(day=formatting.day(last)),
    )


def _month_or_day(value: date) -> str:
    is_month_end = (value + timedelta(days=1)).day == 1
    return formatting.month(value) if is_month_end else formatting.day(value)


def filters_form(address: urls.Address, controls: Sequence[Component], *, opener: str | None = None) -> list[Component]:
    """The form of a page's filters; what no control holds travels along hidden.

    A wide screen shows it; a phone opens it by a line that says how many filters are in use, without script.
    """
    shown = {name for control in controls for name in _names(control)}
    hidden = [
        h.input_(type="hidden", name=name, defaultValue=value)
        for name, value in address.parameters
        if name not in shown
    ]
    in_use = {*address.filters, *([urls.AS_OF] if address.as_of else [])}
    number = len(in_use & shown)
    words = [opener or _("Filtrar por eje, secretaría o fecha")]
    if number:
        words.append(_("{count} en uso").format(count=number))
    return [
        h.details(
            h.summary(h.span(" · ".join(words), className="shut"), h.span(_("Cerrar filtros"), className="open")),
            className="fopen",
        ),
        h.form(
            list(controls),
            hidden,
            h.button(_("Ver"), type="submit", className="alt"),
            id=FORM_ID,
            className="filters",
            method="get",
            action=address.path,
            role="search",
            aria_label=_("Filtros"),
        ),
    ]


def _names(control: object) -> list[str]:
    """Return the names of the controls inside a tree."""
    if isinstance(control, (list, tuple)):
        return [name for each in control for name in _names(each)]
    if not isinstance(control, Component):
        return []
    own = [control.name] if control._type in ("Select", "Input", "Textarea") and hasattr(control, "name") else []
    return own + _names(getattr(control, "children", None))


def order_links(address: urls.Address, choices: Sequence[Choice], chosen: str) -> list[Component]:
    """The orders a list can be seen in, as links; the chosen one is marked."""
    links: list[Child] = [
        h.a(each.text, href=address.changed(orden=each.value), aria_current="true" if each.value == chosen else None)
        for each in choices
    ]
    named = next((choice.text for choice in choices if choice.value == chosen), None)
    # A phone shows the order there is; the others are one touch away.
    opener = phone_opener(_("Ordenar por: {order}").format(order=named) if named else _("Ordenar por"))
    whole = h.p(h.span(_("Ordenar por"), className="mut"), links, className="chips order noprint hidden")
    return [opener, whole]
