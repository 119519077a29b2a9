"""What a search finds besides the plan itself: the pages there are, and the rules of the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.i18n import gettext as _
from dashboards.page import PageContext
from kpis.rules import CATALOGUE


@dataclass(frozen=True)
class Sign:
    """A page or a rule: its words, where it is, and what it is or says."""

    words: str
    href: str
    below: str


Signs = Mapping[str, Sign]


def signs(context: PageContext) -> dict[str, Sign]:
    """Pages and rules by the text to look through, in the reader's language."""
    found: dict[str, Sign] = {}
    for page in context.pages:
        words = page.navigation_words(context.plan) or (page.footer() if page.footer else None)
        if words is not None:
            found[words] = Sign(words, context.link(page.path()), _("Página"))
    for rule in CATALOGUE:
        title, formula = _(rule.title), _(rule.formula)
        href = f"{context.link('/reglas')}#{rule.group.value}"
        found[f"{title} {formula}"] = Sign(title, href, formula)
    return found
