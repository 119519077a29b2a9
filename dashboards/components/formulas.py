"""Sums as people write them: fractions with a bar, inputs with their numbers, the result last."""

from __future__ import annotations

import re

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _


def fraction(top: str, bottom: str) -> Component:
    """A fraction with its bar; heard as "(a − b) dividido por c", with the brackets the bar makes needless to see."""
    return h.span(
        h.span(_bracketed(top)),
        h.span(" " + _("dividido por") + " ", className="vh"),
        h.span(_bracketed(bottom)),
        className="frac",
    )


def _bracketed(side: str) -> Child:
    if not re.search(r"\s[+−×÷]\s", side):
        return side
    return [h.span("(", className="vh"), side, h.span(")", className="vh")]


def result(text: str) -> Component:
    """The result of a sum."""
    return h.code(text)


def formula(*parts: Child) -> Component:
    """One line of a sum."""
    return h.p(list(parts), className="formula")
