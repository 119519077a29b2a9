"""Sums as people write them: fractions with a bar, inputs with their numbers, the result last."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _


def fraction(top: Child, bottom: Child) -> Component:
    """A fraction with its bar; heard as "(top) dividido por (bottom)"."""
    return h.span(
        h.span(top),
        h.span(" " + _("dividido por") + " ", className="vh"),
        h.span(bottom),
        className="frac",
    )


def result(text: str) -> Component:
    """The result of a sum."""
    return h.code(text)


def formula(*parts: Child) -> Component:
    """One line of a sum."""
    return h.p(list(parts), className="formula")
