"""What the list of indicators comes to, in words."""

from __future__ import annotations

from dashboards import formatting
from dashboards.boards import lists, standing
from dashboards.boards.lists import Listing
from dashboards.i18n import gettext as _
from dashboards.nouns import Noun


def headline(listing: Listing, noun: Noun) -> str:
    """ "26 de 41 metas van bien en «Ciudad que cuida»; 9 están atrasadas"."""
    return lists.headline(listing, noun, lambda found, scope: standing.headline(found, noun, scope))


def lede(listing: Listing) -> str:
    """How many have a datum, how many rest on an overdue one, and how outcomes and processes do."""
    found = listing.found
    if found.empty:
        return ""
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
        if not rows.empty and not (rows["status"] == "no_data").all():
            good = int(rows["status"].isin(["met", "on_track"]).sum())
            sentences.append(words.format(good=formatting.count(good), total=formatting.count(len(rows))))
    return " ".join(sentences)
