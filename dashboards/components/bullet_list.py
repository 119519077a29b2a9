"""Promises under each other, each with its bar: what is done, what was expected, the promises on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.components.elements import Child


@dataclass(frozen=True)
class Promise:
    """A line of the list: name and address, its bar (None where there is no percent), the percent and what is below."""

    name: str
    href: str
    bar: Component | None
    percent_words: str
    below: Child


def bullet_list(promises: Sequence[Promise], *, label: str) -> Component:
    """The lines as a list named by `label`; without a percent there is no bar and the words have its place."""
    return h.ul([_line(each) for each in promises], className="bl", aria_label=label)


def _line(each: Promise) -> Component:
    words = h.b(each.percent_words) if each.bar is not None else h.span(each.percent_words, className="np mut")
    return h.li(h.a(each.name, href=each.href), each.bar, words, h.span(each.below, className="who"))
