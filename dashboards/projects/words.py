"""What the list of projects comes to, in words."""

from __future__ import annotations

import pandas as pd

from dashboards import formatting
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.lists import Listing, scope_words, state_words
from dashboards.nouns import Noun
from data_models.queries.plans import PlanSummary
from data_models.queries.progress import status_counts


def headline(listing: Listing, noun: Noun) -> str:
    """ "290 proyectos en «Ciudad que cuida»; 27 están atrasados"."""
    counts = status_counts(listing.found)
    total = len(listing.found)
    if total == 0:
        return _("Ninguna coincidencia{scope}").format(scope=scope_words(listing))
    state = state_words(listing)
    if state:
        return f"{noun.counted(total)}{scope_words(listing)} {state}"
    late = counts["off_track"]
    subject = noun.counted(total) + scope_words(listing)
    if late == 0:
        return _("{subject}; sin atrasos").format(subject=subject)
    if late == total:
        return _("{subject}; con atraso en su totalidad").format(subject=subject)
    words = noun.agreed(late, _("atrasada"), _("atrasado"))
    return ngettext("{subject}; {count} está {late}", "{subject}; {count} están {late}", late).format(
        subject=subject, count=formatting.count(late), late=words
    )


def lede(listing: Listing, plan: PlanSummary) -> str:
    """How many are done, on track and stale, and how much of the budget is spent."""
    if listing.found.empty:
        return _("No hay nada que mostrar con estos filtros.")
    counts = status_counts(listing.found)
    stale = int((listing.found["freshness"] == "overdue").sum())
    sentences = []
    if not listing.selection.status:
        sentences.append(
            _("{done} con final, {good} en camino y {risk} en riesgo.").format(
                done=formatting.count(counts["met"]),
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
