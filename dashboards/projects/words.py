"""What the list of projects comes to, in words."""

from __future__ import annotations

import pandas as pd

from dashboards import formatting
from dashboards.boards import groups, lists
from dashboards.boards.detail import plan_rows
from dashboards.boards.lists import Listing
from dashboards.boards.standing import Situation, late_words
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun, indicator_noun
from dashboards.page import PageContext
from data_models.queries.budgets import money_of
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import status_counts
from data_models.queries.selection import Selection
from kpis.spending import executed_share


def headline(listing: Listing, noun: Noun) -> str:
    """ "290 proyectos en «Ciudad que cuida»; 27 están atrasados"."""
    return lists.headline(
        listing, noun, lambda found, scope: _late_headline(found, noun.counted(found.total) + scope, noun)
    )


def _late_headline(found: Situation, subject: str, noun: Noun) -> str:
    late, silent = found.counts["off_track"], found.counts["no_data"]
    if silent == found.total:
        return _("{subject}: sin datos todavía").format(subject=subject)
    if late == 0:
        return _("{subject}; sin atrasos").format(subject=subject)
    if late == found.total:
        return _("{subject}; con atraso en su totalidad").format(subject=subject)
    return f"{subject}; {late_words(late, noun)}"


def lede(context: PageContext, listing: Listing, noun: Noun) -> list[Child]:
    """How many are done, on track and stale, and how much of the budget is spent or where it is told."""
    if listing.found.empty:
        return []
    counts = status_counts(listing.found)
    stale = int((listing.found["freshness"] == "overdue").sum())
    sentences = []
    # Of what nobody told anything, the headline says it all.
    is_silent = counts["no_data"] == len(listing.found)
    if not listing.selection.status and not is_silent:
        sentences.append(
            _("{done} {finished}, {good} en camino y {risk} en riesgo.").format(
                done=formatting.count(counts["met"]),
                finished=noun.agreed(counts["met"], _("terminada"), _("terminado")),
                good=formatting.count(counts["on_track"]),
                risk=formatting.count(counts["at_risk"]),
            )
        )
    if stale or not is_silent:
        sentences.append(_("{stale} con el dato vencido.").format(stale=formatting.count(stale)))
    budget = budget_words(listing.found, context.plan)
    if budget:
        return [" ".join([*sentences, budget])]
    return [" ".join(sentences), " ", money_elsewhere(context, listing)]


def budget_words(frame: pd.DataFrame, plan: PlanSummary) -> str | None:
    """Executed share of the budget, of those that tell both in the plan's currency; None when none does."""
    share = executed_share(frame[frame["budget_currency"] == plan.currency])
    if share is None:
        return None
    return _("Ejecutado: {percent} de {amount}, el presupuesto de {count} con dato.").format(
        percent=formatting.percent(share.executed_pct, 1),
        amount=formatting.money(share.available, plan.currency),
        count=formatting.count(share.count),
    )


def money_elsewhere(context: PageContext, listing: Listing) -> list[Child]:
    """Where the money is of projects that have none of their own: in their indicators, with its sum; else nothing."""
    if listing.found["budget_current"].notna().any() or listing.found["budget_approved"].notna().any():
        return []
    rows, noun = plan_rows(context), indicator_noun(context.plan)
    is_theirs = (rows["item_kind"] == "indicator") & rows["project_slug"].isin(listing.found["slug"])
    money = money_of(rows[is_theirs])
    if money is None:
        return []
    told = noun.counted(money.count)
    # Filters of projects cannot be asked of indicators: a link where all of them are meant, or those of one project.
    selection = None
    if not listing.is_filtered:
        selection = Selection(item_kind="indicator", has_budget=True)
    elif len(listing.found) == 1:
        selection = Selection(item_kind="indicator", project=listing.found["slug"].iloc[0], has_budget=True)
    is_same = selection is not None and selection.count(rows) == money.count
    of_these = groups.number_of(context, money.count, selection, told) if selection is not None and is_same else told
    amount = money.total["budget_current"]
    words = formatting.money(money.total["budget_approved"] if amount is None else amount, money.currency)
    share = money.total["budget_executed_pct"]
    spent = "" if share is None else _(", ejecutado {percent}").format(percent=formatting.percent(share, 1))
    return [_("El presupuesto está cargado en sus "), of_these, f": {words}{spent}."]
