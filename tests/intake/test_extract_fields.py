"""What recipes read of projects and indicators besides names and numbers: yes or no, causes, days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from intake.findings import FindingCode
from tests.intake.recipes import INDICATORS, PROJECTS, cells, read, sheet

STRATEGIC = INDICATORS.replace("unit: Unidad,", "unit: Unidad, global: Global,").replace(
    "unit: {column: unit", "is_strategic: global\n      unit: {column: unit"
)


@pytest.mark.parametrize(
    ("said", "is_strategic"),
    [("Sí", True), ("X", True), (True, True), (1, True), ("NO", False), (False, False), (None, False)],
)
def test_an_indicator_is_one_of_the_global_ones_where_its_cell_says_yes(said: Any, is_strategic: bool) -> None:
    found = read(STRATEGIC, sheet([["Código", "Indicador", "Unidad", "Global"], ["1", "Uno", "u", said]]))
    assert found.findings == ()
    assert [one.is_strategic for one in found.document.indicators] == [is_strategic]


def test_what_is_neither_yes_nor_no_is_said_and_leaves_what_was_stored() -> None:
    found = read(STRATEGIC, sheet([["Código", "Indicador", "Unidad", "Global"], ["1", "Uno", "u", "quizás"]]))
    assert cells(found, FindingCode.OPTION_NOT_UNDERSTOOD) == ["D2"]
    assert [one.expected for one in found.findings] == ["una de: sí, no"]
    assert "is_strategic" in {one.field for one in found.document.unread}


def test_a_project_says_why_it_is_late_and_when_it_will_be_back_on_plan() -> None:
    tables = PROJECTS.replace("responsible: Responsable}", "responsible: Responsable, cause: Causa, back: Vuelve}")
    tables = tables.replace(
        "name: project, responsible:",
        "name: project, delay_cause: {column: cause, map: {Lluvias: weather}}, recovery_on: back, responsible:",
    )
    rows = [["Uno", "Plaza", "Obras", "lluvias", "marzo 2026"], ["Uno", "Calle", "Obras", "otra", None]]
    found = read(tables, sheet([["Eje", "Proyecto", "Responsable", "Causa", "Vuelve"], *rows]))
    told = [(one.delay_cause, one.recovery_on) for one in found.document.projects]
    assert told == [("weather", dt.date(2026, 3, 31)), (None, None)]
    assert cells(found, FindingCode.OPTION_NOT_UNDERSTOOD) == ["D3"]


def test_a_word_the_plan_does_not_know_is_said_where_it_stands() -> None:
    tables = PROJECTS.replace("responsible: Responsable}", "responsible: Responsable, cause: Causa, often: Ritmo}")
    tables = tables.replace(
        "name: project, responsible:", "name: project, delay_cause: cause, update_frequency: often, responsible:"
    )
    rows = [["Uno", "Plaza", "Obras", "weather", "quarterly"], ["Uno", "Calle", "Obras", "Lluvias", "Siempre"]]
    found = read(tables, sheet([["Eje", "Proyecto", "Responsable", "Causa", "Ritmo"], *rows]))
    told = [(one.delay_cause, one.update_frequency) for one in found.document.projects]
    assert told == [("weather", "quarterly"), (None, "monthly")]
    assert sorted(cells(found, FindingCode.OPTION_NOT_UNDERSTOOD)) == ["D3", "E3"]
    assert {one.field for one in found.document.unread if one.key == "1.2"} == {"delay_cause", "update_frequency"}
