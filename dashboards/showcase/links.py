"""Specimens of what tells of links with cross-cutting axes, and of the committee's figures."""

from __future__ import annotations

from datetime import date

from dashboards.components import elements as h
from dashboards.components.elements import Child
from dashboards.components.matrix import MatrixColumn, MatrixCount, MatrixLine, count_matrix, matrix_key
from dashboards.components.sparkline import sparkline
from dashboards.components.tiles import Tile, goal_mark, tiles
from dashboards.i18n import gettext as _
from dashboards.showcase.samples import NOWHERE, Specimen, Stage, long_name, unbroken_name


def _counts(stage: Stage) -> Child:
    columns = [MatrixColumn(str(nth), long_name(), f"ODS {nth}", goal_mark(str(nth))) for nth in (1, 11, 16)]
    lines = [
        MatrixLine(_("Salud"), [MatrixCount(count, NOWHERE) for count in (0, 1, 412)], MatrixCount(413, NOWHERE)),
        MatrixLine(unbroken_name(), [MatrixCount(0, NOWHERE)] * 3, MatrixCount(0, NOWHERE)),
    ]
    heading = stage.id("matriz-titulo")
    return [
        h.h3(_("Por secretaría"), id=heading),
        count_matrix(_("Secretaría"), columns, lines, total=_("Total"), labelled_by=heading),
        matrix_key(_("indicadores")),
        tiles(
            [
                Tile(
                    str(nth),
                    long_name() if nth == 11 else _("Hambre cero"),
                    NOWHERE,
                    _("7 indicadores"),
                    None,
                    nth < 16,
                    str(nth),
                )
                for nth in (1, 2, 11, 17)
            ]
        ),
    ]


def _sparklines(stage: Stage) -> Child:
    days = [date(2025, month, 28) for month in (3, 6, 9, 12)]
    return h.p(
        sparkline(list(zip(days, (3, 9, 4, 12), strict=True)), "on_track"),
        " ",
        sparkline(list(zip(days, (0, 0, 0, 0), strict=True)), "at_risk", stale=True),
    )


def specimens() -> dict[str, Specimen]:
    """The specimens by the id of their section."""
    return {
        "matriz": Specimen(_("Matriz y baldosas"), _counts, is_wide=True),
        "lineas-chicas": Specimen(_("Líneas chicas"), _sparklines),
    }
