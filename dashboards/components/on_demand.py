"""What a phone shows only when asked: a native line that opens what follows it; a wide screen and paper show it all."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.i18n import gettext as _


def phone_opener(words: str) -> Component:
    """The line before what a phone shows only when it is opened: the next element if its class is "hidden".

    Of a table of groups it is what is not needed to compare them.
    """
    return h.details(
        h.summary(h.span(words, className="shut"), h.span(_("Ver menos"), className="open")), className="ondemand"
    )


def list_with_rest(
    items: Sequence[Component], on_phone: int, *, class_name: str, head: Component | None = None
) -> list[Component]:
    """A list of which a phone shows the first `on_phone` items until asked for the others; `head` stands above them."""
    first = h.ul(head, list(items[:on_phone]), className=class_name)
    if len(items) <= on_phone:
        return [first]
    words = _("Ver {count} más").format(count=formatting.count(len(items) - on_phone))
    return [first, phone_opener(words), h.ul(list(items[on_phone:]), className=f"{class_name} hidden")]
