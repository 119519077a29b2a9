"""What the shell puts around a page: navigation, plan switch, the way back, what is unusual about the day, the foot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dash.development.base_component import Component

from dashboards import formatting, urls
from dashboards.components import elements as h
from dashboards.components import masthead as head
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.components.masthead import NavigationLink, PlanLink
from dashboards.i18n import ENGLISH, SPANISH
from dashboards.i18n import gettext as _
from dashboards.page import Page, PageContext
from dashboards.site.registry import TOOLS
from dashboards.urls import Address

APPLICATION_NAME = "Metas Abiertas"
SEARCH_PATH = "/buscar"
PLANS_PATH = "/planes"
# A head that opens to more plans is a page; that page is one link away.
MOST_PLANS = 12


def masthead(context: PageContext, page: Page | None) -> Component:
    """The head of a screen of a plan; `page` is the one shown, None where there is none."""
    address = context.address
    paths = {each.pattern for each in context.pages}
    text = address.value("q") if address.path == SEARCH_PATH else None
    every_plan = context.link(PLANS_PATH) if PLANS_PATH in paths else None
    return head.masthead(
        APPLICATION_NAME,
        context.link("/"),
        navigation=_navigation(context, page),
        plan=head.plan_switch(_plan_links(context, page), every_plan),
        search=head.search_form(SEARCH_PATH, text, address.window) if SEARCH_PATH in paths else None,
        is_demo=context.plan.is_demo,
    )


def _navigation(context: PageContext, page: Page | None) -> list[NavigationLink]:
    current = (page.under or page.key) if page else None
    named = [(each, each.navigation_words(context.plan)) for each in context.pages]
    return [
        NavigationLink(words, context.link(each.path()), each.key == current, each.key in TOOLS)
        for each, words in named
        if words is not None
    ]


def _plan_links(context: PageContext, page: Page | None) -> list[PlanLink]:
    """The plans to change to: on the same page where another plan has it, without the days and filters of this one."""
    plan = context.plan
    place = _parent(context, page) if page is not None and "<" in page.pattern else page
    path = place.path() if place is not None else "/"
    near = [plan, *(each for each in context.plans if each.code != plan.code)][:MOST_PLANS]
    return [
        PlanLink(
            each.name,
            each.municipality_name,
            context.link(path, **{urls.PLAN: each.code, urls.AS_OF: None, urls.KNOWN_ON: None}),
            each.code == plan.code,
        )
        for each in context.plans
        if each in near
    ]


def _parent(context: PageContext, page: Page) -> Page | None:
    """The page of the navigation that a page of one thing belongs to."""
    return next((each for each in context.pages if each.key == page.under and "<" not in each.pattern), None)


def way_back(context: PageContext, page: Page | None) -> Component | None:
    """From the page of one thing to the list it is in; the script leads to that list as it was left."""
    above = _parent(context, page) if page is not None else None
    words = above.navigation_words(context.plan) if above is not None else None
    if above is None or words is None:
        return None
    link = h.a(_("Volver a {page}").format(page=words), href=context.link(above.path()), data_volver="true")
    return h.p(link, className="back noprint")


def not_understood(address: Address) -> list[tuple[str, str]]:
    """The parts of the window that were not understood, as (name, text)."""
    names = {
        urls.AS_OF: _("la fecha"),
        urls.KNOWN_ON: _("la fecha de lo sabido"),
        urls.LANGUAGE: _("el idioma"),
        urls.PAGE: _("la página"),
    }
    return [(names[name], text) for name, text in address.not_understood]


def window_notices(context: PageContext, *, is_dated: bool) -> list[Child]:
    """Say what is unusual about the window the reader looks through.

    That is another day, one that has not come or when the plan was not known yet, or a part that was not understood.
    """
    address = context.address
    notices: list[Child] = []
    if address.not_understood:
        notices.append(parts.unknown_filters_notice(address, not_understood(address)))
    for name, day in address.to_come:
        if name == urls.AS_OF:
            said = _(
                "El {day} todavía no llegó: no se puede decir cómo estará el plan. Se muestra su última situación."
            )
        else:
            said = _("El {day} todavía no llegó: se muestra lo que se sabe hoy.")
        notices.append(parts.notice(said.format(day=formatting.day(day)), kind="warn"))
    if not address.as_of and not address.known_on:
        return notices
    if not is_dated:
        notices.append(
            parts.notice(_("Esta página dice lo mismo para cualquier fecha; las demás siguen en la elegida."))
        )
        return notices
    words = []
    if address.as_of:
        words.append(_("cómo estaba el plan al {day}").format(day=formatting.day(address.as_of)))
    if address.known_on:
        words.append(_("lo que se sabía el {day}").format(day=formatting.day(address.known_on)))
    notices.append(
        parts.notice(
            _("Está viendo {words}.").format(words=formatting.joined(words)),
            " ",
            h.a(_("Ver la situación de hoy"), href=address.changed(al=None, sabido=None)),
        )
    )
    if context.is_before_plan_was_known:
        since = context.plan.known_since
        notices.append(
            parts.notice(
                _("Ese día todavía no se sabía nada de este plan: lo primero es del {day}.").format(
                    day=formatting.day(since)
                ),
                " ",
                h.a(_("Ver lo primero que se supo"), href=address.changed(sabido=formatting.iso_day(since))),
                kind="warn",
            )
        )
    return notices


def other_day(context: PageContext, today: date) -> Component:
    """The choice of any day to see this same page at, and of what was known then; and its address that stays."""
    address, plan = context.address, context.plan
    same = replace(address, plan=plan.code, as_of=context.seen_on, known_on=context.known_on or today)
    kept = [pair for pair in address.parameters if pair[0] not in (urls.AS_OF, urls.KNOWN_ON)]
    form = h.form(
        _day_field(urls.AS_OF, _("Cómo estaba el plan el"), address.as_of, max(plan.as_of, today)),
        _day_field(urls.KNOWN_ON, _("Con lo que se sabía el"), address.known_on, today),
        [h.input_(type="hidden", name=name, defaultValue=value) for name, value in kept],
        h.button(_("Ver"), type="submit", className="alt"),
        className="days",
        method="get",
        action=address.path,
    )
    return h.details(
        h.summary(_("Ver esta página a otra fecha")),
        h.p(
            _(
                "La primera fecha dice hasta cuándo cuentan los datos; la segunda deja afuera lo que se cargó o "
                "corrigió después."
            ),
            className="sub",
        ),
        form,
        parts.links_list(
            [
                h.a(
                    _("Dirección fija de esta página: situación al {day}").format(day=formatting.day(context.seen_on)),
                    href=same.text,
                )
            ]
        ),
        className="when noprint",
    )


def _day_field(name: str, label: str, day: date | None, last: date) -> Component:
    field = h.input_(
        type="date",
        name=name,
        defaultValue=formatting.iso_day(day) if day else None,
        min=formatting.iso_day(urls.FIRST_DAY),
        max=formatting.iso_day(last),
    )
    return h.label(label, field, className="f")


def data_version_words(data_version: int) -> str:
    """Return "Versión de datos 12"."""
    return _("Versión de datos {number}").format(number=formatting.count(data_version))


def footer(context: PageContext, data_version: int) -> Component:
    """The foot of a screen of a plan, and what its paper says at the foot of each sheet."""
    address, plan = context.address, context.plan
    other = ENGLISH if context.language is SPANISH else SPANISH
    demo = _("{name} · Datos de demostración: no describen a ningún municipio.").format(name=APPLICATION_NAME)
    own = f"{APPLICATION_NAME} · {plan.municipality_name}"
    entries: list[Child] = [
        demo if plan.is_demo else own,
        data_version_words(data_version),
        _("Datos: {licence}").format(licence=plan.licence) if plan.licence else None,
        *(h.a(page.footer(), href=context.link(page.path())) for page in context.pages if page.footer),
        h.a(other.own_name, href=address.in_language(other), lang=other.html_lang, hrefLang=other.html_lang),
    ]
    day = _("situación al {day}").format(day=formatting.day(context.seen_on))
    if address.known_on:
        day += _(", con lo que se sabía el {day}").format(day=formatting.day(address.known_on))
    return head.page_footer(entries, paper=(f"{APPLICATION_NAME} · {plan.name} · {day}", address.text))
