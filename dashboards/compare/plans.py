"""Two plans beside each other: how much of what each can be said of goes well, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from dash.development.base_component import Component

from dashboards import formatting
from dashboards.boards import groups
from dashboards.compare.question import Question
from dashboards.components import elements as h
from dashboards.components import page_parts as parts
from dashboards.components import status
from dashboards.components.elements import Child
from dashboards.components.tables import TableColumn, TableRow, data_table
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun, indicator_noun, project_noun
from dashboards.page import PageContext
from data_models.queries import progress, tree
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import Selection, folded
from kpis.standing import DEGREES, GOOD, good_count, judged_count

# A share of fewer than these is told with a warning: one more or less moves it by five points and more.
FEW = 20


@dataclass(frozen=True)
class Side:
    """A plan of the two: the context of links into it, its rows of the kind and by status."""

    context: PageContext
    rows: pd.DataFrame
    selection: Selection

    @property
    def plan(self) -> PlanSummary:
        """The plan."""
        return self.context.plan

    @property
    def noun(self) -> Noun:
        """What this plan calls what is compared."""
        kind = self.selection.item_kind
        return project_noun(self.plan) if kind == "project" else indicator_noun(self.plan)

    @property
    def counts(self) -> dict[str, int]:
        """How many have each status."""
        return progress.status_counts(self.rows)


def sides(question: Question) -> tuple[Side, Side]:
    """Both plans whole, for their parts differ.

    The plan of the address on the day seen; the other on that day too where one was asked for and it lies between its
    beginning and its own day, else on its own day.
    """
    assert question.other is not None
    context, other = question.context, question.other
    selection = Selection(item_kind=question.item_kind)
    asked_on = context.as_of
    is_known_then = asked_on is not None and other.starts_on <= asked_on <= other.as_of
    address = replace(context.address, plan=other.code, as_of=asked_on if is_known_then else None, filters={}, page=1)
    there = replace(context, plan=other, address=address)
    frame = progress.rows(there.store, there.reader, other, as_of=there.as_of, known_on=there.known_at)
    here = replace(context, address=replace(context.address, plan=context.plan.code))
    return (
        Side(here, selection.apply(question.frame), selection),
        Side(there, selection.apply(frame), selection),
    )


def headline(pair: tuple[Side, Side]) -> str:
    """ "De lo que se puede juzgar va bien el 69,1 % (38 de 55) en A y el 81,0 % (17 de 21) en B"."""
    one, two = pair
    if not judged_count(one.counts) or not judged_count(two.counts):
        return _("No se pueden comparar: uno de los dos planes todavía no tiene datos")
    return _("De lo que se puede juzgar va bien el {one} en «{first}» y el {two} en «{second}»").format(
        one=_share_of_judged(one),
        two=_share_of_judged(two),
        first=formatting.shortened(one.plan.name, 50),
        second=formatting.shortened(two.plan.name, 50),
    )


def _share_of_judged(side: Side) -> str:
    """The share that goes well and of how many: "100,0 % (1 de 1)" is not what "100,0 % (50 de 50)" is."""
    good, all_judged = good_count(side.counts), judged_count(side.counts)
    return _("{share} ({good} de {judged})").format(
        share=formatting.share(good, all_judged), good=formatting.count(good), judged=formatting.count(all_judged)
    )


def lede(pair: tuple[Side, Side]) -> str:
    """On which days, and what a share is of."""
    one, two = pair
    return _(
        "«{first}» al {one} y «{second}» al {two}. Se juzga lo que está cumplido, en camino, en riesgo o con atraso: "
        "lo que no empezó, no tiene datos o se canceló queda fuera de los porcentajes."
    ).format(
        first=formatting.shortened(one.plan.name, 50),
        one=formatting.day(one.context.seen_on),
        second=formatting.shortened(two.plan.name, 50),
        two=formatting.day(two.context.seen_on),
    )


def sections(pair: tuple[Side, Side]) -> list[Child]:
    """What follows the headline."""
    return [_mix_section(pair), _axes_section(pair), _not_comparable_section(pair)]


def _mix_section(pair: tuple[Side, Side]) -> Component:
    names = [formatting.shortened(side.plan.name, 40) for side in pair]
    columns = [TableColumn(_("Estado")), *(TableColumn(name, is_number=True) for name in names)]
    rows = [
        TableRow([status.status_word(of), *(_mix_cell(side, of) for side in pair)])
        for of in status.STATUSES
        if any(side.counts[of] for side in pair)
    ]
    totals = [
        groups.number_of(side.context, len(side.rows), side.selection, side.noun.counted(len(side.rows)))
        for side in pair
    ]
    rows.append(TableRow([_("En total"), *totals], is_total=True))
    strips = [
        h.div(h.p(name, className="sm"), status.strip(side.counts)) for name, side in zip(names, pair, strict=True)
    ]
    table = data_table(columns, rows, labelled_by="mezcla-titulo", class_name="vals")
    return parts.section(
        "mezcla",
        _("Estado de cada plan"),
        strips,
        table,
        sub=_("El porcentaje es de lo que se puede juzgar en ese plan."),
    )


def _mix_cell(side: Side, of: str) -> Child:
    count = side.counts[of]
    if not count:
        return formatting.count(0)
    number = groups.number_of(side.context, count, replace(side.selection, status=(of,)))
    if of not in DEGREES:
        return number
    return [number, " · ", formatting.share(count, judged_count(side.counts))]


def _axes_section(pair: tuple[Side, Side]) -> Component:
    known = [_axes(side) for side in pair]
    shared = [name for name in known[0] if name in known[1]]
    title = _("Por eje, donde se llaman igual")
    if not shared:
        return parts.section(
            "ejes", title, h.p(_("Ningún eje de un plan se llama como uno del otro: no se comparan por partes."))
        )
    columns = [
        TableColumn(_("Eje")),
        *(TableColumn(formatting.shortened(side.plan.name, 40), is_number=True) for side in pair),
    ]
    rows = [
        TableRow(
            [known[0][name][1], *(_axis_cell(side, axes[name][0]) for side, axes in zip(pair, known, strict=True))]
        )
        for name in shared
    ]
    table = data_table(columns, rows, labelled_by="ejes-titulo", class_name="vals")
    return parts.section("ejes", title, table, sub=_("Van bien, de lo que se puede juzgar."))


def _axes(side: Side) -> dict[str, tuple[str, str]]:
    """The axes of a plan by their folded names: short name and name."""
    nodes = tree.nodes(side.context.store, side.context.reader, side.plan)
    top = nodes[nodes["depth"] == 1]
    return {folded(name): (slug, name) for slug, name in zip(top["slug"], top["name"], strict=True) if slug}


def _axis_cell(side: Side, slug: str) -> Child:
    selection = replace(side.selection, axis=slug)
    counts = progress.status_counts(selection.apply(side.rows))
    total = judged_count(counts)
    if not total:
        return h.span(formatting.missing_word(), className="mut")
    good = groups.number_of(side.context, good_count(counts), replace(selection, status=GOOD))
    whole = groups.number_of(side.context, total, replace(selection, status=groups.JUDGED))
    return [formatting.share(good_count(counts), total), " · ", good, _(" de "), whole]


def _not_comparable_section(pair: tuple[Side, Side]) -> Component:
    return parts.section(
        "limites",
        _("Lo que no se puede comparar"),
        h.ul([h.li(words) for words in limits(pair)], className="il"),
    )


def limits(pair: Sequence[Side]) -> list[str]:
    """What must be kept in mind, of what differs between the two plans."""
    one, two = pair
    told = [
        _("Cada plan promete otras cosas y se pone otras metas: que a uno le vaya mejor no dice que haga más."),
    ]
    if one.context.seen_on != two.context.seen_on:
        told.append(
            _("Se ven en días distintos, {one} y {two}: uno puede estar más cerca de su fin que el otro.").format(
                one=formatting.day(one.context.seen_on), two=formatting.day(two.context.seen_on)
            )
        )
    if (one.plan.on_track_min, one.plan.at_risk_min) != (two.plan.on_track_min, two.plan.at_risk_min):
        told.append(_("Los umbrales de «En camino» y «En riesgo» no son los mismos en los dos planes."))
    if one.plan.currency != two.plan.currency:
        told.append(
            _("Los presupuestos están en monedas distintas ({one} y {two}) y no se comparan.").format(
                one=one.plan.currency, two=two.plan.currency
            )
        )
    if one.noun.singular != two.noun.singular:
        told.append(
            _("Uno cuenta {one} y el otro {two}: pueden no ser cosas del mismo tamaño.").format(
                one=one.noun.plural, two=two.noun.plural
            )
        )
    for side in pair:
        few = judged_count(side.counts)
        if few < FEW:
            told.append(
                _("En «{plan}» se puede juzgar muy poco ({count}): un solo cambio mueve mucho el porcentaje.").format(
                    plan=formatting.shortened(side.plan.name, 50), count=formatting.count(few)
                )
            )
    return told
