"""A chart one explores, drawn by Plotly in a box of fixed height; whatever it says, a table beside it says too.

The figure is plain data. A colour, a font or a size is named by its token ("var(--ink)"), which assets/charts.js reads
when it draws, so a chart follows the theme. The scripts are sent with pages that hold a chart, and with no other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dash.development.base_component import Component

from dashboards.components import elements as h
from dashboards.i18n import SPANISH, current_language
from dashboards.i18n import gettext as _
from dashboards.static_files import StaticFile, asset

Figure = Mapping[str, Any]
Trace = dict[str, Any]

# The shapes of statuses as Plotly names them, and how their areas differ without colour.
SYMBOLS = {
    "met": "circle",
    "on_track": "triangle-right",
    "at_risk": "diamond",
    "off_track": "triangle-down",
    "not_started": "square-open",
    "no_data": "line-ew-open",
    "cancelled": "x-thin-open",
}
_PATTERNS = {"not_started": ".", "no_data": "-", "cancelled": "x"}
# Colour belongs to status: other groups differ by lightness and hatching.
_SHADES = ("var(--ink-2)", "var(--line-2)", "var(--ink)", "var(--ink-3)")
_HATCHES = ("", "/", "", ".", "\\", "x", "-", "|", "+")


@cache
def chart_scripts() -> tuple[StaticFile, ...]:
    """The scripts a page with a chart needs, in their order: Plotly's basic bundle, and what draws with it."""
    return asset("plotly-basic.min.js"), asset("charts.js")


def plotly_chart(figure: Figure, *, summary: str, rows: int | None = None) -> Component:
    """A chart; `summary` is what is heard instead of it, `rows` how many bars below each other set its height."""
    scripts = " ".join(script.address for script in chart_scripts())
    return h.div(
        h.p(_("El gráfico se dibuja con JavaScript; la tabla dice lo mismo."), className="sub"),
        h.div(className="host"),
        className="plot",
        style={"--rows": rows} if rows else None,
        role="group",
        aria_label=summary,
        data_figure=json.dumps(figure, ensure_ascii=False, separators=(",", ":"), allow_nan=False),
        data_scripts=scripts,
    )


def status_color(status: str) -> str:
    """The token of a status' colour."""
    return f"var(--st-{status.replace('_', '-')})"


def status_marker(status: str) -> dict[str, Any]:
    """How the area of a status is filled: its colour, hatched where it is none of the four degrees."""
    marker: dict[str, Any] = {"color": status_color(status), "line": {"color": "var(--bg)", "width": 1}}
    if status in _PATTERNS:
        marker["pattern"] = {"shape": _PATTERNS[status], "bgcolor": "var(--bg)", "fgcolor": status_color(status)}
    return marker


def plain_marker(place: int) -> dict[str, Any]:
    """How the area of the group at a place is filled, by lightness and hatching alone."""
    color = _SHADES[place % len(_SHADES)]
    shape = _HATCHES[place % len(_HATCHES)]
    marker: dict[str, Any] = {"color": color, "line": {"color": "var(--bg)", "width": 1}}
    if shape:
        marker["pattern"] = {"shape": shape, "bgcolor": "var(--bg)", "fgcolor": color}
    return marker


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis with its title and unit, in the page's ink."""
    return {
        "title": {"text": title, "font": {"size": 13}, "standoff": 12},
        "gridcolor": "var(--line)",
        "linecolor": "var(--line-2)",
        "zerolinecolor": "var(--line-2)",
        "automargin": True,
        # As people here write numbers: no "150B" for thousands of millions.
        "exponentformat": "none",
        "separatethousands": True,
        **more,
    }


def layout(*, across: dict[str, Any], up: dict[str, Any], has_legend: bool = False, **more: Any) -> dict[str, Any]:
    """What charts share: type, ink, separators of the language, no motion."""
    return {
        "font": {"family": "var(--font)", "size": 13, "color": "var(--ink-2)"},
        "paper_bgcolor": "var(--bg)",
        "plot_bgcolor": "var(--bg)",
        # Above the drawing there is the legend, or the room of the two buttons.
        "margin": {"l": 8, "r": 16, "t": 8 if has_legend else 40, "b": 8},
        "separators": ",." if current_language() is SPANISH else ".,",
        "showlegend": has_legend,
        "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.01, "x": 0, "traceorder": "normal"},
        "hoverlabel": {"bgcolor": "var(--surface)", "bordercolor": "var(--line-2)", "font": {"color": "var(--ink)"}},
        "transition": {"duration": 0},
        "xaxis": across,
        "yaxis": up,
        **more,
    }


def figure(traces: Sequence[Trace], layout: Mapping[str, Any]) -> Figure:
    """A figure as `plotly_chart` takes it."""
    return {"data": list(traces), "layout": dict(layout)}
