"""A chart of /explorar with its words."""

from __future__ import annotations

from dataclasses import dataclass

from dash.development.base_component import Component

from dashboards.components.elements import Child


@dataclass(frozen=True)
class Drawn:
    """A chart: what it shows in a title, what it comes to in a sentence, itself, and what else stands below."""

    title: str
    words: str
    chart: Component | None
    below: Child = None
