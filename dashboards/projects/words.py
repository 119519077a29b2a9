"""What the list of projects comes to, in words."""

from __future__ import annotations

import pandas as pd

from dashboards import formatting, lists
from dashboards.i18n import gettext as _
from dashboards.lists import Listing
from dashboards.nouns import Noun
from dashboards.standing import Situation, late_words
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import status_counts


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


def lede(listing: Listing, noun: Noun, plan: PlanSummary) -> str:
    """How many are done, on track and stale, and how much of the budget is spent."""
    if listing.found.empty:
        return ""
    counts = status_counts(listing.found)
    stale = int((listing.found["freshness"] == "overdue").sum())
    sentences = []
    if not listing.selection.status:
        sentences.append(
            _("{done} {finished}, {good} en camino y {risk} en riesgo.").format(
                done=formatting.count(counts["met"]),
                finished=noun.agreed(counts["met"], _("terminada"), _("terminado")),
                good=formatting.count(counts["on_track"]),
                risk=formatting.count(counts["at_risk"]),
            )
        )
    sentences.append(_("{stale} con el dato vencido.").format(stale=formatting.count(stale)))
    budget = budget_words(listing.found, plan)
    return " ".join([*sentences, budget] if budget else sentences)


def budget_words(frame: pd.DataFrame, plan: PlanSummary) -> str | None:
    """Executed share of the current budget, of those that tell both in the plan's currency; None when none does."""
    told = frame[
        (frame["budget_currency"] == plan.currency)
        & frame["budget_current"].notna()
        & frame["budget_executed"].notna()
        & (frame["budget_current"] > 0)
    ]
    if told.empty:
        return None
    current, executed = float(told["budget_current"].sum()), float(told["budget_executed"].sum())
    return _("Ejecutado: {percent} de {amount}, el presupuesto de {count} con dato.").format(
        percent=formatting.percent(100 * executed / current, 1),
        amount=formatting.money(current, plan.currency),
        count=formatting.count(len(told)),
    )
