"""The filters boards share, as controls of their form: what can be chosen comes from the rows there are."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards import selection_links as links
from dashboards.components import forms, status
from dashboards.i18n import gettext as _
from dashboards.nouns import level_noun
from dashboards.page import PageContext
from data_models.queries import tree


def axis_filter(context: PageContext, frame: pd.DataFrame) -> Component:
    """Which axis; the choices are those that have rows."""
    noun = level_noun(context.plan, 1)
    pairs = frame[["axis_slug", "axis_code", "axis_name"]].dropna(subset=["axis_slug"]).drop_duplicates("axis_slug")
    choices = [
        forms.Choice(slug, f"{code} · {formatting.shortened(name, 60)}" if code else name)
        for slug, code, name in pairs.itertuples(index=False)
    ]
    return forms.select_filter(
        links.AXIS,
        formatting.capitalised(noun.singular),
        choices,
        context.address.value(links.AXIS),
        everything=_("Todas") if noun.is_feminine else _("Todos"),
    )


def secretariat_filter(context: PageContext, frame: pd.DataFrame) -> Component:
    """Which secretariat; the choices are those that answer for a row."""
    present = {slug for cell in frame["responsible_slugs"].dropna().unique() for slug in cell.split("; ")}
    known = tree.secretariats(context.store, context.reader, context.plan)
    choices = [
        forms.Choice(slug, formatting.shortened(name, 60))
        for slug, name in zip(known["slug"], known["name"], strict=True)
        if slug in present
    ]
    return forms.select_filter(
        links.SECRETARIAT,
        _("Secretaría"),
        choices,
        context.address.value(links.SECRETARIAT),
        everything=_("Todas"),
    )


def status_filter(context: PageContext) -> Component:
    """Which status."""
    choices = [forms.Choice(slug, status.status_name(of)) for of, slug in status.STATUS_SLUGS.items()]
    return forms.select_filter(
        links.STATUS, _("Estado"), choices, context.address.value(links.STATUS), everything=_("Todos")
    )


def freshness_filter(context: PageContext) -> Component:
    """How fresh the datum is."""
    choices = [
        forms.Choice(slug, formatting.capitalised(status.freshness_name(of)))
        for of, slug in status.FRESHNESS_SLUGS.items()
    ]
    return forms.select_filter(
        links.FRESHNESS, _("Dato"), choices, context.address.value(links.FRESHNESS), everything=_("Al día o no")
    )


def district_filter(context: PageContext, frame: pd.DataFrame) -> Component | None:
    """Which district; None when no row has one."""
    names = sorted(frame["district"].dropna().unique())
    if not names:
        return None
    choices = [forms.Choice(name, name) for name in names]
    return forms.select_filter(
        links.DISTRICT, _("Distrito"), choices, context.address.value(links.DISTRICT), everything=_("Todos")
    )


def kind_filter(context: PageContext) -> Component:
    """Outcome or process."""
    words = {"outcome": _("De resultado"), "process": _("De proceso")}
    choices = [forms.Choice(slug, words[kind]) for kind, slug in links.KIND_SLUGS.items()]
    return forms.select_filter(
        links.KIND, _("Tipo"), choices, context.address.value(links.KIND), everything=_("Ambos tipos")
    )


def sdg_filter(context: PageContext, frame: pd.DataFrame) -> Component | None:
    """Which Sustainable Development Goal; None when nothing is linked."""
    goals = {code.split(".")[0] for cell in frame["sdg_codes"].dropna().unique() for code in cell.split("; ")}
    if not goals:
        return None
    choices = [forms.Choice(code, _("ODS {number}").format(number=code)) for code in sorted(goals, key=int)]
    return forms.select_filter(links.SDG, _("ODS"), choices, context.address.value(links.SDG), everything=_("Todos"))


def search_filter(context: PageContext) -> Component:
    """Words to look for in names, codes, programs and secretariats."""
    return forms.search_filter(links.TEXT, _("Buscar"), context.address.value(links.TEXT))


def as_of_filter(context: PageContext) -> Component:
    """The day the state is seen at."""
    plan = context.plan
    is_cut_off = plan.as_of != context.store.today()
    word = _("corte {day}").format(day=formatting.day(plan.as_of)) if is_cut_off else None
    return forms.as_of_filter(context.address, first=plan.starts_on, last=plan.as_of, current_word=word)


def order_links(context: PageContext, words: Mapping[str, str]) -> Component:
    """The orders of a list; `words` names those offered, the first is the default."""
    default = next(iter(words))
    choices = [forms.Choice(slug, text) for slug, text in words.items()]
    chosen = context.address.order if context.address.order in words else default
    return forms.order_links(context.address, choices, chosen or default)
