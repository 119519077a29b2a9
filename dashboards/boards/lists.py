"""What the two list pages share: from an address to the rows it asks for, and the frame around their table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards.standing import Situation, nothing_yet, situation
from dashboards.components import elements as h
from dashboards.components import forms, status
from dashboards.components import page_parts as parts
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.listing import filters
from dashboards.listing import selection_links as links
from dashboards.listing.file_links import download_links
from dashboards.listing.selection_links import AskedSelection, asked_selection, status_link
from dashboards.nouns import Noun
from dashboards.page import PageContext, PageView
from data_models.queries import progress
from data_models.queries.selection import NO_CAUSE, Selection
from kpis import wording
from kpis.vocabulary import DelayCause, ProjectState

# A phone shows the first twenty and opens the others (`tables.PHONE_ROWS`).
PAGE_SIZE = 50
# Parts of an address that say how rows are shown, not which: "quitar los filtros" keeps them.
VIEW, COLUMNS = "vista", "columnas"


@dataclass(frozen=True)
class Listing:
    """A list as asked for: all rows of its kind, those that match, those of this page, and the counts by status.

    `counts` are of the matching rows whatever their status, so that each chip can be chosen; `everything` is how many
    rows of the kind the plan has.
    """

    asked: AskedSelection
    all_rows: pd.DataFrame
    found: pd.DataFrame
    shown: pd.DataFrame
    counts: dict[str, int]

    @property
    def selection(self) -> Selection:
        """What is asked for."""
        return self.asked.selection

    @property
    def first_number(self) -> int:
        """The number of the first row shown, from 1."""
        page = min(self.selection.page, self.selection.pages(len(self.found)))
        return (page - 1) * self.selection.page_size + 1

    @property
    def is_filtered(self) -> bool:
        """Whether the rows found are a choice out of all."""
        return replace(self.selection, sort=None, page=1) != Selection(
            item_kind=self.selection.item_kind, page_size=self.selection.page_size
        )


def listing(context: PageContext, item_kind: str) -> Listing:
    """Read the rows an address asks for."""
    frame = progress.rows(context.store, context.reader, context.plan, as_of=context.as_of, known_on=context.known_at)
    all_rows = Selection(item_kind=item_kind).apply(frame)
    asked = asked_selection(context, item_kind, frame, page_size=PAGE_SIZE)
    found = asked.selection.apply(all_rows)
    of_any_status = replace(asked.selection, status=()).apply(all_rows)
    return Listing(asked, all_rows, found, asked.selection.page_of(found), progress.status_counts(of_any_status))


def counts_bar(context: PageContext, list_: Listing) -> list[Child]:
    """The strip of proportions and the counts as links, the chosen statuses marked."""
    chips = status.status_chips(list_.counts, status_link(context, list_.selection), chosen=list_.selection.status)
    return [status.strip(list_.counts), chips]


def range_words(list_: Listing, noun: Noun) -> str:
    """ "Proyectos 1 a 20 de 290"."""
    if list_.found.empty:
        return formatting.capitalised(noun.plural)
    last = list_.first_number + len(list_.shown) - 1
    return _("{things} {first} a {last} de {total}").format(
        things=formatting.capitalised(noun.plural),
        first=formatting.count(list_.first_number),
        last=formatting.count(last),
        total=formatting.count(len(list_.found)),
    )


def kick(context: PageContext, list_: Listing, noun: Noun, board: str | None = None) -> Child:
    """Where we are: the board (a list has no name but its things), how many of how many, and the way back to all."""
    day = formatting.day(context.seen_on)
    if not list_.is_filtered or list_.all_rows.empty:
        return _("{things} al {day}").format(things=board or formatting.capitalised(noun.plural), day=day)
    words = _("{found} de {total}, al {day}").format(
        found=formatting.count(len(list_.found)), total=noun.counted(len(list_.all_rows)), day=day
    )
    return [f"{board} · " if board else None, words, " · ", h.a(_("quitar los filtros"), href=unfiltered(context))]


def nothing_found(context: PageContext) -> Child:
    """What stands where the table would be when nothing matches."""
    return parts.empty_state(
        _("Ninguna fila cumple con todos los filtros a la vez. Pruebe quitando alguno."),
        h.a(_("Quitar los filtros"), href=unfiltered(context)),
    )


def unfiltered(context: PageContext) -> str:
    """The address of the whole list, seen the same way."""
    address = context.address
    kept = {name: address.value(name) for name in (VIEW, COLUMNS)}
    return address.link(address.path, orden=address.order, **kept)


def downloads(context: PageContext, list_: Listing) -> Component | None:
    """All rows found as files; None where nothing was found."""
    return download_links(context, list_.selection, len(list_.found))


def pages(context: PageContext, list_: Listing) -> Child:
    """The pages of the list."""
    count = list_.selection.pages(len(list_.found))
    return parts.pager(context.address, min(list_.selection.page, count), count)


def headline(list_: Listing, noun: Noun, tell: Callable[[Situation, str], str]) -> str:
    """What a list comes to: nothing, the statuses asked for, or what `tell` says of its rows and filters in words."""
    found, scope = situation(list_.found), scope_words(list_)
    if not found.total:
        return _("Ninguna coincidencia{scope}").format(scope=scope)
    state = state_words(list_)
    if state:
        return f"{noun.counted(found.total)}{scope} {state}"
    return tell(found, scope)


def state_words(list_: Listing) -> str | None:
    """The chosen statuses and freshness in words, for a headline: "en estado «Atrasada»"; None when none is chosen."""
    chosen = [formatting.quoted(status.status_name(of)) for of in list_.selection.status]
    has_none = list_.found["last_data_on"].isna().any()
    agreed = {"fresh": _("sin vencer") if has_none else _("al día"), "due": _("por vencer"), "overdue": _("vencido")}
    fresh = [agreed[of] for of in list_.selection.freshness]
    words = []
    if chosen:
        words.append(_("en estado {names}").format(names=_(" o ").join(chosen)))
    if fresh:
        words.append(_("con el dato {names}").format(names=_(" o ").join(fresh)))
    return ", ".join(words) or None


def scope_words(list_: Listing) -> str:
    """The filters in words for a headline: " en «Ciudad que cuida»", " de Salud"; empty without any."""
    selection, names = list_.selection, list_.asked.names
    words = [
        _("en «{name}»").format(name=formatting.shortened(names[parameter], 70))
        for parameter in (links.AXIS, links.PROGRAM, links.LEVEL, links.PROJECT)
        if parameter in names
    ]
    if links.SECRETARIAT in names:
        words.append(_("de {name}").format(name=names[links.SECRETARIAT]))
    if selection.district:
        words.append(_("en {name}").format(name=selection.district))
    if selection.project_state:
        names_of = [formatting.quoted(_(wording.label(ProjectState(of)))) for of in selection.project_state]
        words.append(_("en situación {names}").format(names=_(" o ").join(names_of)))
    if selection.delay_cause == NO_CAUSE:
        words.append(_("sin causa de demora informada"))
    elif selection.delay_cause:
        words.append(_("con demora por {cause}").format(cause=_(wording.label(DelayCause(selection.delay_cause)))))
    if selection.recovery:
        words.append(_recovery_words(selection.recovery))
    if selection.spending:
        words.append(_spending_words(selection.spending))
    if selection.link:
        words.append(_("con el vínculo {code}").format(code=selection.link))
    if selection.runs_from and selection.runs_to:
        words.append(
            _("entre el {start} y el {end}").format(
                start=formatting.day(selection.runs_from), end=formatting.day(selection.runs_to)
            )
        )
    elif selection.runs_from:
        words.append(_("desde el {day}").format(day=formatting.day(selection.runs_from)))
    elif selection.runs_to:
        words.append(_("hasta el {day}").format(day=formatting.day(selection.runs_to)))
    if selection.sdg:
        words.append(_("del ODS {number}").format(number=selection.sdg))
    if selection.indicator_kind:
        words.append(_("de resultado") if selection.indicator_kind == "outcome" else _("de proceso"))
    if selection.indicator_class:
        words.append(_("de {name}").format(name=_class_name(selection.indicator_class)))
    for flag, yes, no in (
        (selection.is_shared, _("con responsables en más de una secretaría"), _("de una sola secretaría")),
        (selection.has_progress, _("con porcentaje de avance"), _("sin porcentaje de avance")),
        (selection.is_target_revised, _("con la meta revisada"), _("sin revisión de la meta")),
        (selection.is_strategic, _("estratégicas"), _("no estratégicas")),
        (selection.has_sdg, _("con ODS vinculados"), _("sin ODS vinculados")),
        (selection.has_budget, _("con presupuesto"), _("sin dato de presupuesto")),
        (selection.has_district, _("con distrito"), _("sin distrito")),
    ):
        if flag is not None:
            words.append(yes if flag else no)
    if selection.text:
        words.append(_("con «{text}»").format(text=formatting.shortened(selection.text, 60)))
    return "".join(" " + word for word in words)


def _recovery_words(recovery: str) -> str:
    return {
        "passed": _("con la fecha de recuperación vencida"),
        "to_come": _("con la fecha de recuperación por venir"),
        "unset": _("sin fecha de recuperación"),
    }[recovery]


def _spending_words(spending: str) -> str:
    return {
        "ahead": _("con el gasto muy por delante del avance"),
        "in_step": _("con el gasto a la par del avance"),
        "behind": _("con el avance muy por delante del gasto"),
        "unknown": _("sin comparación entre gasto y avance"),
    }[spending]


def _class_name(indicator_class: str) -> str:
    names = {
        "efficacy": _("eficacia"),
        "efficiency": _("eficiencia"),
        "impact": _("impacto"),
        "productivity": _("productividad"),
        "quality": _("calidad"),
    }
    return names[indicator_class]


def nothing_at_all(context: PageContext, listing: Listing, noun: Noun, unknown: Sequence[tuple[str, str]]) -> PageView:
    """The page of a list of a plan that has nothing of its kind."""
    title = nothing_yet(context, noun.plural)
    way = None
    if not context.is_before_plan_was_known:
        way = parts.links_list([h.a(_("Ver cómo se arma el plan"), href=context.link("/ejes"))])
    head = parts.page_head(title, kick=kick(context, listing, noun))
    return PageView(title, title + ".", [parts.unknown_filters_notice(context.address, unknown), head, way])


def list_view(
    context: PageContext,
    listing: Listing,
    noun: Noun,
    *,
    title: str,
    lede: Child,
    own_filters: Sequence[Component | None],
    orders: Mapping[str, str],
    table: Callable[..., Component],
) -> PageView:
    """The page of a list: filters, headline, proportions, order, table and pages.

    `own_filters` are those only this list has; `orders` the orders it offers with their words, the default first;
    `table` draws its rows.
    """
    rows = listing.all_rows
    if rows.empty:
        return nothing_at_all(context, listing, noun, listing.asked.unknown)
    controls = [
        filters.axis_filter(context, rows),
        filters.secretariat_filter(context, rows),
        filters.status_filter(context),
        filters.freshness_filter(context),
        *own_filters,
        filters.search_filter(context),
        filters.as_of_filter(context),
    ]
    body = table(context, listing.shown, labelled_by="lista-titulo") if len(listing.shown) else nothing_found(context)
    tree: list[Child] = [
        forms.filters_form(context.address, [control for control in controls if control is not None]),
        parts.unknown_filters_notice(context.address, listing.asked.unknown),
        parts.page_head(title, kick=kick(context, listing, noun), lede=lede),
        counts_bar(context, listing),
        parts.section(
            "lista",
            range_words(listing, noun),
            filters.order_links(context, orders) if len(listing.shown) else None,
            body,
            pages(context, listing),
            downloads(context, listing),
        ),
    ]
    return PageView(title, title + ".", tree, said=noun.counted(len(listing.found)))
