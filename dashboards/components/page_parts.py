"""The parts every page is made of: head, sections, lists of facts, links, notices, pager."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash.development.base_component import Component

from dashboards import formatting, urls
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _


def page_head(title: Child, *, kick: Child = None, lede: Child = None) -> Component:
    """The opening of a page: where we are (`kick`), the one h1, and what it comes to in a sentence or two (`lede`)."""
    return h.div(
        h.p(kick, className="kick") if kick else None,
        # A new page is announced by moving the focus here.
        h.h1(_unbroken(title) if isinstance(title, str) else title, tabIndex="-1"),
        h.p(lede, className="lede") if lede else None,
        className="head",
    )


def _unbroken(title: str) -> str:
    """A title whose numbers stay in one line with what they count, and no clause ends in a line of one word."""
    return re.sub(r"(?<=\d) (?=\w)| (?=\w+;)", formatting.NBSP, title)


def section(id: str, title: Child, *body: Child, sub: Child = None, hidden_title: bool = False) -> Component:
    """A section under a hairline: its heading (`{id}-titulo`), one line that explains it, its body.

    A hidden title is heard, not seen, and draws no hairline.
    """
    heading = f"{id}-titulo"
    return h.section(
        h.h2(title, id=heading, className="vh" if hidden_title else None),
        h.p(sub, className="sub") if sub else None,
        h.div(list(body), className="body") if not hidden_title else list(body),
        id=id,
        className=None if hidden_title else "sec",
        aria_labelledby=heading,
    )


def folded_section(id: str, title: str, *body: Child, sub: str | None = None) -> Component:
    """A section that shows its heading and `sub` until it is opened; a link into it, or a search in it, opens it.

    Native: a browser opens it for a link or a search by itself, and metas.js does for links in those that do not.
    """
    heading = f"{id}-titulo"
    return h.section(
        h.details(
            h.summary(h.h2(title, id=heading), h.span(sub, className="sub") if sub else None),
            h.div(list(body), className="body"),
        ),
        id=id,
        className="sec fold",
        aria_labelledby=heading,
    )


def two_columns(left: Component, right: Component) -> Component:
    """Two sections beside each other, below each other on a phone."""
    return h.div(left, right, className="two")


def jump_links(targets: Sequence[tuple[str, str]]) -> Component:
    """Links to the sections of this page: (id, text)."""
    return h.p([h.a(text, href=f"#{id}") for id, text in targets], className="toc noprint")


def links_list(links: Sequence[Component]) -> Component:
    """Links in one line."""
    return h.p(list(links), className="links")


def counted_link(text: Child, href: str, count: int, *, class_name: str | None = None) -> Component:
    """A link to the list a number was counted from; tests follow it and count the rows."""
    return h.a(text, href=href, data_cuenta=count, className=class_name)


def external_link(text: str, href: str | None) -> Component | str:
    """A link to another site when the address is one for a browser, else the text alone."""
    if href and href.lower().startswith(("https://", "http://")) and href.isprintable():
        return h.a(text, href=href, rel="noopener noreferrer")
    return text


def fine_print(entries: Sequence[tuple[str, Child]]) -> Component:
    """Terms and their explanations, one below the other."""
    return h.dl([[h.dt(term), h.dd(_or_missing(meaning))] for term, meaning in entries], className="fine")


def facts(entries: Sequence[tuple[str, Child, Child]]) -> Component:
    """Facts beside a figure: (name, value, note or None)."""
    return h.dl(
        [
            h.div(h.dt(name), h.dd(_or_missing(value), [" ", h.small(note)] if note else None))
            for name, value, note in entries
        ],
        className="facts",
    )


def data_sheet(entries: Sequence[tuple[str, Child]]) -> Component:
    """The sheet of an item in two columns: (name, value)."""
    return h.dl([h.div(h.dt(name), h.dd(_or_missing(value))) for name, value in entries], className="ficha")


def _or_missing(value: Child) -> Child:
    return h.span(formatting.missing_word(), className="mut") if value is None or value in ("", []) else value


def breadcrumbs(steps: Sequence[tuple[str, str | None]]) -> list[Child]:
    """Where an item belongs, from the widest: (name, address or None); for the `kick` of a page head."""
    parts: list[Child] = []
    for name, href in steps:
        if parts:
            parts.append(" · ")
        parts.append(h.a(name, href=href) if href else name)
    return parts


def notice(*words: Child, kind: str = "note") -> Component:
    """A line that must not be missed: kind "note" (as of a date, demonstration) or "warn" (not understood, stale)."""
    return h.p(list(words), className=f"notice {kind}", role="note")


def unknown_words(unknown: Sequence[tuple[str, str]]) -> str:
    """ "el eje «99» y la fecha «ayer»", of parts of an address as (name, text)."""
    return formatting.joined([f"{name} {formatting.quoted(formatting.shortened(text, 60))}" for name, text in unknown])


def unknown_filters_notice(address: urls.Address, unknown: Sequence[tuple[str, str]]) -> Component | None:
    """Says which parts of the address, as (name, text), were not understood and left out; None for none."""
    if not unknown:
        return None
    return notice(
        _("No se entendió {filters}: se muestra todo lo demás, sin ese filtro.").format(filters=unknown_words(unknown)),
        " ",
        h.a(_("Quitar los filtros"), href=address.without_filters()),
        kind="warn",
    )


def empty_state(words: Child, *links: Component) -> Component:
    """What stands where a list would be when it has no rows: why, and what to do."""
    return h.div(h.p(words), links_list(links) if links else None, className="empty")


def pager(address: urls.Address, page: int, pages: int) -> Component | None:
    """The pages of a list: first, last, the ones around and the next; None when there is one page."""
    if pages < 2:
        return None
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    parts: list[Child] = [h.span(_("Página"))]
    before = 0
    if page > 1:
        parts.append(h.a(_("Anterior"), href=address.changed(pagina=page - 1), rel="prev"))
    for number in near:
        if number > before + 1:
            parts.append(h.span("…", aria_hidden="true"))
        parts.append(
            h.a(
                str(number),
                href=address.changed(pagina=number),
                aria_current="page" if number == page else None,
                aria_label=_("Página {number}").format(number=number),
            )
        )
        before = number
    if page < pages:
        parts.append(h.a(_("Siguiente"), href=address.changed(pagina=page + 1), rel="next"))
    return h.nav(parts, className="pages", aria_label=_("Páginas"))


def legend(entries: Sequence[tuple[Component | None, str]]) -> Component:
    """A key to the marks of a drawing: (sample or None, words)."""
    return h.p([h.span(sample, words) for sample, words in entries], className="key")


_SWATCH_PROPERTIES = {
    "background": "--fill", "border": "--edge", "borderTop": "--stroke", "height": "--tall", "width": "--wide",
}  # fmt: skip


def swatch(style: dict[str, str | int | float], *, line: bool = False, upright: bool = False) -> Component:
    """A sample of a fill or of a line for a legend: its background, border, borderTop, height, width.

    Raises KeyError for another property.
    """
    return h.span(
        className=h.words("kl" if line or upright else "kb", "v" if upright else None),
        style={_SWATCH_PROPERTIES[name]: value for name, value in style.items()},
        aria_hidden="true",
    )
