"""The filters boards share, as controls of their form: what can be chosen comes from the rows there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import elements as h
from dashboards.components import forms, status
from dashboards.i18n import gettext as _
from dashboards.listing import selection_links as links
from dashboards.nouns import level_noun
from dashboards.page import PageContext
from data_models.queries import tree
from data_models.queries.frames import natural
from data_models.queries.selection import NO_CAUSE, folded, has_part
from kpis import wording
from kpis.vocabulary import DelayCause, ProjectState


def axis_filter(context: PageContext, frame: pd.DataFrame) -> Component:
    """Which axis; the choices are those that have rows, and the one chosen."""
    chosen = context.address.value(links.AXIS)
    return _level_filter(context, 1, links.AXIS, {*frame["axis_slug"].dropna().unique(), chosen})


def program_filter(context: PageContext, frame: pd.DataFrame) -> Component | None:
    """Which program; the choices are those that have rows, of the axis chosen if any; None without programs."""
    chosen = context.address.value(links.PROGRAM)
    axis = context.address.value(links.AXIS)
    rows = frame[frame["axis_slug"] == axis] if axis and (frame["axis_slug"] == axis).any() else frame
    present = set(rows["program_slug"].dropna().unique())
    return _level_filter(context, 2, links.PROGRAM, {*present, chosen}) if present else None


def _level_filter(context: PageContext, depth: int, name: str, present: set[str | None]) -> Component:
    """Which item of a level of the plan, of those ``present``."""
    noun = level_noun(context.plan, depth)
    nodes = tree.nodes(context.store, context.reader, context.plan)
    items = nodes[(nodes["depth"] == depth) & nodes["slug"].isin(present)]
    choices = [
        forms.Choice(slug, f"{code} · {formatting.shortened(title, 60)}" if code else title)
        for slug, code, title in zip(items["slug"], items["code"], items["name"], strict=True)
    ]
    return forms.select_filter(
        name,
        formatting.capitalised(noun.singular),
        choices,
        context.address.value(name),
        everything=_("Todas") if noun.is_feminine else _("Todos"),
    )


def state_filter(context: PageContext, frame: pd.DataFrame) -> Component | None:
    """What whoever carries it out says of a project; None when nobody says."""
    present = set(frame["project_state"].dropna().unique())
    words = {
        links.PROJECT_STATE_SLUGS[state]: formatting.capitalised(_(wording.label(state)))
        for state in ProjectState
        if state.value in present
    }
    return _several_filter(context, links.STATE, _("Etapa"), words, everything=_("Todas")) if words else None


def cause_filter(context: PageContext, frame: pd.DataFrame) -> Component | None:
    """The cause of a delay; None when nobody told one."""
    present = set(frame["delay_cause"].dropna().unique())
    if not present:
        return None
    choices = [
        forms.Choice(links.DELAY_CAUSE_SLUGS[cause], formatting.capitalised(_(wording.label(cause))))
        for cause in DelayCause
        if cause.value in present
    ]
    choices.append(forms.Choice(links.DELAY_CAUSE_SLUGS[NO_CAUSE], _("Sin causa informada")))
    return forms.select_filter(
        links.CAUSE,
        _("Causa de la demora"),
        choices,
        context.address.value(links.CAUSE),
        everything=_("Con o sin causa"),
    )


def spending_filter(context: PageContext, frame: pd.DataFrame) -> Component | None:
    """What was spent against what was done; None when nothing tells what was spent."""
    if frame["budget_executed_pct"].isna().all():
        return None
    words = {
        "ahead": _("Gasto muy por delante"),
        "in_step": _("Gasto y avance a la par"),
        "behind": _("Avance muy por delante"),
        "unknown": _("Falta alguno de los dos"),
    }
    choices = [forms.Choice(slug, words[of]) for of, slug in links.SPENDING_SLUGS.items()]
    return forms.select_filter(
        links.SPENDING, _("Gasto y avance"), choices, context.address.value(links.SPENDING), everything=_("Cualquiera")
    )


def days_filter(context: PageContext) -> list[Component]:
    """The two days between which something runs or is due."""
    return [
        h.label(
            words,
            h.input_(type="date", name=name, defaultValue=context.address.value(name) or ""),
            className="f",
        )
        for name, words in ((links.RUNS_FROM, _("En marcha desde")), (links.RUNS_TO, _("hasta")))
    ]


def more_filters(context: PageContext, names: Sequence[str], controls: Sequence[Component | None]) -> Component:
    """Filters asked for less often, folded until one of them (they are called `names`) is used."""
    is_used = any(context.address.value(name) for name in names)
    return h.details(h.summary(_("Más filtros")), h.div(list(controls)), className="more", open=is_used)


def project_filters(context: PageContext, frame: pd.DataFrame) -> list[Component]:
    """All filters of projects; `frame` are the projects of the plan."""
    controls = [
        axis_filter(context, frame),
        program_filter(context, frame),
        secretariat_filter(context, frame),
        status_filter(context),
        freshness_filter(context),
        search_filter(context),
        as_of_filter(context),
        more_filters(
            context,
            (links.STATE, links.DISTRICT, links.RUNS_FROM, links.RUNS_TO, links.CAUSE, links.SPENDING),
            [
                state_filter(context, frame),
                district_filter(context, frame),
                *days_filter(context),
                cause_filter(context, frame),
                spending_filter(context, frame),
            ],
        ),
    ]
    return [control for control in controls if control is not None]


def secretariat_filter(context: PageContext, frame: pd.DataFrame) -> Component:
    """Which secretariat; the choices are those that answer for a row, and the one chosen."""
    chosen = context.address.value(links.SECRETARIAT)
    present = {slug for cell in frame["responsible_slugs"].dropna().unique() for slug in cell.split("; ")} | {chosen}
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
        chosen,
        everything=_("Todas"),
    )


def status_filter(context: PageContext) -> Component:
    """Which status."""
    words = {slug: status.status_name(of) for of, slug in status.STATUS_SLUGS.items()}
    return _several_filter(context, links.STATUS, _("Estado"), words, everything=_("Todos"))


def freshness_filter(context: PageContext) -> Component:
    """How fresh the datum is."""
    words = {slug: formatting.capitalised(status.freshness_name(of)) for of, slug in status.FRESHNESS_SLUGS.items()}
    return _several_filter(context, links.FRESHNESS, _("Dato"), words, everything=_("Al día o no"))


def _several_filter(
    context: PageContext, name: str, label: str, words: Mapping[str, str], *, everything: str
) -> Component:
    """One value of several; when an address asks for more than one, those together are a choice too."""
    known = [value for value in links.chosen_values(context, name) if value in words]
    chosen = links.BETWEEN_VALUES.join(known)
    choices = [forms.Choice(value, text) for value, text in words.items()]
    if len(known) > 1:
        choices.append(forms.Choice(chosen, _(" o ").join(words[value] for value in known)))
    return forms.select_filter(name, label, choices, chosen, everything=everything)


def district_filter(context: PageContext, frame: pd.DataFrame) -> Component | None:
    """Which district; None when no row has one."""
    names = sorted(frame["district"].dropna().unique(), key=folded)
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
    chosen = context.address.value(links.SDG)
    if chosen and has_part(frame["sdg_codes"], chosen).any():
        goals.add(chosen)
    choices = [forms.Choice(code, _("ODS {number}").format(number=code)) for code in sorted(goals, key=natural)]
    return forms.select_filter(links.SDG, _("ODS"), choices, chosen, everything=_("Todos"))


def search_filter(context: PageContext) -> Component:
    """Words to look for in names, codes, programs and secretariats."""
    return forms.search_filter(links.TEXT, _("Buscar"), context.address.value(links.TEXT))


def as_of_filter(context: PageContext) -> Component:
    """The day the state is seen at."""
    plan = context.plan
    is_cut_off = plan.as_of != context.store.today()
    word = _("corte {day}").format(day=formatting.day(plan.as_of)) if is_cut_off else None
    return forms.as_of_filter(context.address, first=plan.starts_on, last=plan.as_of, current_word=word)


def order_links(context: PageContext, words: Mapping[str, str]) -> list[Component]:
    """The orders of a list; `words` names those offered, the first is the default."""
    choices = [forms.Choice(slug, text) for slug, text in words.items()]
    asked = context.address.order
    # An order that a heading of the table asks for is none of these.
    chosen = asked if asked in words or asked in links.SORT_SLUGS else next(iter(words))
    return forms.order_links(context.address, choices, chosen or next(iter(words)))
