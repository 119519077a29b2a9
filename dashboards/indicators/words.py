"""What the list of indicators comes to, in words."""

from __future__ import annotations

from dashboards import formatting
from dashboards.i18n import gettext as _
from dashboards.i18n import ngettext
from dashboards.lists import Listing, scope_words, state_words
from dashboards.nouns import Noun
from data_models.queries.progress import status_counts


def headline(listing: Listing, noun: Noun) -> str:
    """ "26 de 41 metas van bien en «Ciudad que cuida»; 9 están atrasadas"."""
    counts = status_counts(listing.found)
    total = len(listing.found)
    if total == 0:
        return _("Ninguna coincidencia{scope}").format(scope=scope_words(listing))
    state = state_words(listing)
    if state:
        return f"{noun.counted(total)}{scope_words(listing)} {state}"
    good, late = counts["met"] + counts["on_track"], counts["off_track"]
    subject = noun.counted(total) + scope_words(listing)
    well = ngettext("{good} de {subject} va bien", "{good} de {subject} van bien", good).format(
        good=formatting.count(good), subject=subject
    )
    if late == 0:
        return _("{words}; sin atrasos").format(words=well)
    return ngettext("{words}; {count} está {late}", "{words}; {count} están {late}", late).format(
        words=well, count=formatting.count(late), late=noun.agreed(late, _("atrasada"), _("atrasado"))
    )


def lede(listing: Listing) -> str:
    """How many have a datum, how many rest on an overdue one, and how outcomes and processes do."""
    found = listing.found
    if found.empty:
        return _("No hay nada que mostrar con estos filtros.")
    with_value = int((found["value"].notna() | found["value_text"].notna()).sum())
    stale = int((found["freshness"] == "overdue").sum())
    sentences = [
        _("Hay dato de {count} de {total}; {stale} con el dato vencido.").format(
            count=formatting.count(with_value),
            total=formatting.count(len(found)),
            stale=formatting.count(stale),
        )
    ]
    for kind, words in (
        ("outcome", _("De resultado van bien {good} de {total}.")),
        ("process", _("De proceso van bien {good} de {total}.")),
    ):
        rows = found[found["indicator_kind"] == kind]
        if len(rows):
            good = int(rows["status"].isin(["met", "on_track"]).sum())
            sentences.append(words.format(good=formatting.count(good), total=formatting.count(len(rows))))
    return " ".join(sentences)
