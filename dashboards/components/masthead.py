"""The head and the foot of every screen: name, plan, search, navigation; sources, and what paper says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.forms import CONTENT_ID
from dashboards.i18n import gettext as _

SEARCH_ID = "buscar"
NAVIGATION_ID = "menu"
_MAGNIFIER = "M10.5 10.5 15 15M6.5 1.5a5 5 0 1 1 0 10a5 5 0 1 1 0-10"


@dataclass(frozen=True)
class NavigationLink:
    """A page in the navigation: its words and address; `is_tool` sets it apart from the boards."""

    text: str
    href: str
    is_current: bool = False
    is_tool: bool = False


@dataclass(frozen=True)
class PlanLink:
    """A plan one may change to: its name, whose it is, and where this page is in it."""

    name: str
    owner: str
    href: str
    is_current: bool = False


def skip_link() -> Component:
    """The first link of a page: over the navigation, to the content."""
    return h.a(_("Ir al contenido"), href=f"#{CONTENT_ID}", className="skip")


def masthead(
    application_name: str,
    home: str,
    *,
    navigation: Sequence[NavigationLink] = (),
    plan: Child = None,
    search: Component | None = None,
    is_demo: bool = False,
) -> Component:
    """The head of every screen. A phone opens the navigation by a line, without script; `plan` is `plan_switch`."""
    opener = h.details(h.summary(_("Menú")), className="menu") if navigation else None
    return h.header(
        h.div(
            h.a(application_name, href=home, className="brand"),
            h.div(plan, className="plan") if plan else None,
            h.span(_("Datos de demostración"), className="demo") if is_demo else None,
            search,
            opener,
            h.nav(
                [
                    h.a(
                        link.text,
                        href=link.href,
                        className="tool" if link.is_tool else None,
                        aria_current="page" if link.is_current else None,
                    )
                    for link in navigation
                ],
                id=NAVIGATION_ID,
                className="nav",
                aria_label=_("Principal"),
            ),
            className="w",
        ),
        className="mast",
    )


def plan_switch(plans: Sequence[PlanLink], everything: str | None) -> Child:
    """The plan in words; where there are others, it opens to them. `everything` leads to the page of all plans."""
    current = next((plan for plan in plans if plan.is_current), None)
    if current is None:
        return None
    if len(plans) < 2:
        return current.name
    links = [
        h.li(
            h.a(plan.name, href=plan.href, aria_current="true" if plan.is_current else None),
            h.span(plan.owner, className="who"),
        )
        for plan in plans
    ]
    to_all = h.li(h.a(_("Todos los planes"), href=everything)) if everything else None
    return h.details(
        h.summary(current.name, h.span(_("cambiar de plan"), className="vh")), h.ul(links, to_all), className="plans"
    )


def search_form(action: str, text: str | None, kept: Sequence[tuple[str, str]]) -> Component:
    """The search of every page's head, a plain form; `kept` are the parameters (name, value) that travel along."""
    return h.form(
        h.label(_("Buscar en el plan"), htmlFor=SEARCH_ID, className="vh"),
        h.input_(
            type="search",
            id=SEARCH_ID,
            name="q",
            defaultValue=text or "",
            placeholder=_("Buscar"),
            autoComplete="off",
            maxLength="200",
            aria_keyshortcuts="/",
        ),
        [h.input_(type="hidden", name=name, defaultValue=value) for name, value in kept],
        h.button(
            h.svg(
                h.path(d=_MAGNIFIER, fill="none", stroke="currentColor", strokeWidth="1.6"),
                viewBox="0 0 16 16",
                width="16",
                height="16",
                aria_hidden="true",
            ),
            type="submit",
            aria_label=_("Buscar"),
        ),
        className="find noprint",
        method="get",
        action=action,
        role="search",
        aria_label=_("Buscar en el plan"),
    )


def page_footer(parts: Sequence[Child], *, paper: tuple[str, str] | None = None) -> Component:
    """The foot of every screen: each part a text or link, and the way back up.

    `paper` is what stands at the foot of a printed sheet instead: of which day it is, and its address (which the script
    completes with the name of the site).
    """
    return h.footer(
        h.div(
            [part if isinstance(part, Component) else h.span(part) for part in parts if part],
            h.a(_("Volver arriba"), href=f"#{CONTENT_ID}"),
            className="w",
        ),
        h.p(h.span(paper[0]), h.span(paper[1], data_papel="true", data_literal="true"), className="paper")
        if paper
        else None,
    )
