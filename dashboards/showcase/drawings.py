"""Specimens of drawings over time and space."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboards import formatting
from dashboards.components import charts
from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.i18n import gettext as _
from dashboards.showcase.samples import Specimen, Stage

_DAYS = tuple(date(year, month, 28) for year in (2024, 2025, 2026) for month in (3, 6, 9, 12))[:11]
_END = date(2027, 12, 31)


def _chart(values: Sequence[float], title: str, *, status: str, target: float | None = None) -> Component:
    days = _DAYS[-len(values) :]
    lines = [charts.Line(list(zip(days, values, strict=True)), has_dots=True, status=status)]
    labels = [charts.Label(days[-1], values[-1], formatting.number(values[-1]), place="below", strong=True)]
    bands: list[charts.Band] = []
    gap = None
    if target is not None:
        path = [(days[0], values[0]), (_END, target)]
        lines.append(charts.Line(path, "--ink", 1.5, "7 4"))
        lines.append(
            charts.Line(
                [(days[0], values[0]), (days[5], target / 2), (_END, target)], "--ink-3", 1.25, "2 4", stepped=True
            )
        )
        labels.append(
            charts.Label(_END, target, _("meta {value}").format(value=formatting.number(target)), strong=True)
        )
        bands = [charts.Band(path, [(day, value * 0.9) for day, value in path], "--st-on-track", 0.2)]
        gap = charts.Gap(days[-1], values[-1], target * 0.75, _("lo que falta"), status)
    return h.figure(
        h.figcaption(h.h3(title), h.p(_("% de los hogares"), className="sub")),
        charts.line_chart(
            start=days[0],
            end=_END,
            lines=lines,
            bands=bands,
            labels=labels,
            gap=gap,
            dates=[(days[0], formatting.short_month(days[0])), (_END, formatting.short_month(_END))],
            value_words=formatting.number,
        ),
    )


def _lines(stage: Stage) -> Child:
    return [
        _chart(
            [18, 18.6, 20.4, 22.7, 24.9, 26.8, 28.2, 29.3, 30.4, 31.9, 34.9],
            _("Sube, y no alcanza"),
            status="off_track",
            target=60,
        ),
        _chart([5035], _("Un solo valor"), status="met"),
        _chart([-3.5, 0, 2, -8], _("Pasa por cero"), status="at_risk"),
        _chart([7, 7, 7], _("Siempre igual"), status="on_track"),
    ]


def specimens() -> dict[str, Specimen]:
    """The specimens by the id of their section."""
    return {"lineas": Specimen(_("Líneas en el tiempo"), _lines)}
