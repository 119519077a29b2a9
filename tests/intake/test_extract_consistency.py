"""What the store would refuse is left out with its reason, and nothing stored is lost for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    IndicatorRecord,
    NodeKey,
    NodeRecord,
    PlanDocument,
    ProjectRecord,
    TargetRecord,
    Unread,
    ValueRecord,
)
from intake.extract_consistency import Places, consistent
from intake.findings import FindingCode
from tests.intake.plans import day, full_plan

AXIS = NodeKey(1, "1")


def plan_with(**lists: list[object]) -> PlanDocument:
    """A plan of one axis, one project and one indicator, with these lists in the place of its own."""
    document = full_plan()
    empty = {"milestones", "budgets", "targets", "values", "links", "cross_axis_items", "secretariats", "levels"}
    return replace(
        document,
        **{kind: [] for kind in empty}
        | {
            "nodes": [NodeRecord(AXIS, "Ciudad")],
            "projects": [ProjectRecord("P-1", AXIS, "Plaza")],
            "indicators": [IndicatorRecord("I-1", AXIS, "Uno", "process", "u", "increase", "last", "monthly")],
        }
        | lists,
    )


def value(amount: float | None, ref: str, *, denominator: float | None = None) -> ValueRecord:
    numerator = None if denominator is None else 1.0
    return ValueRecord("I-1", day(1, 1), day(3, 31), amount, numerator, denominator, source_ref=ref)


def test_a_good_row_comes_in_after_an_impossible_one_of_the_same_key() -> None:
    found, findings = consistent(
        plan_with(
            values=[value(5.0, "V!A3", denominator=0.0), value(7.0, "V!A4"), value(9.0, "V!A5")],
            targets=[
                TargetRecord("I-1", "final", None, 5.0, upper_value=1.0, source_ref="M!A3"),
                TargetRecord("I-1", "final", None, 8.0, source_ref="M!A4"),
            ],
            budgets=[
                BudgetRecord("project", "P-1", "pesos", 2024, 1.0, source_ref="B!A3"),
                BudgetRecord("project", "P-1", "ARS", 2024, 2.0, source_ref="B!A4"),
            ],
            projects=[
                ProjectRecord("P-1", NodeKey(1, "9"), "En ninguna parte", source_ref="P!A3"),
                ProjectRecord("P-1", AXIS, "Plaza", source_ref="P!A4"),
            ],
        ),
        "f",
    )
    assert [one.value for one in found.values] == [7.0]
    assert [one.value for one in found.targets] == [8.0]
    assert [one.approved_amount for one in found.budgets] == [2.0]
    assert [one.name for one in found.projects] == ["Plaza"]
    assert [(one.sheet, one.cell) for one in findings if one.code is FindingCode.ROW_REPEATED] == [("V", "A5")]


def test_of_rows_with_one_code_the_first_that_can_be_placed_comes_in() -> None:
    lost = NodeRecord(NodeKey(2, "1.1"), "Sin eje", NodeKey(1, "8"), source_ref="N!A3")
    good = NodeRecord(NodeKey(2, "1.1"), "Calles", AXIS, source_ref="N!A4")
    found, findings = consistent(plan_with(nodes=[NodeRecord(AXIS, "Ciudad"), lost, good, good]), "f")
    assert [node.name for node in found.nodes] == ["Ciudad", "Calles"]
    assert [one.code for one in findings] == [FindingCode.REFERENCE_UNKNOWN, FindingCode.ROW_REPEATED]


def test_what_is_left_out_is_not_withdrawn_from_what_is_stored() -> None:
    found, _ = consistent(
        plan_with(
            projects=[
                ProjectRecord("P-1", AXIS, "Plaza", planned_start=day(5, 1), planned_end=day(4, 1), weight=-1.0),
                ProjectRecord("P-2", NodeKey(1, "9"), "En ninguna parte"),
            ],
            values=[value(5.0, "V!A3", denominator=0.0)],
        ),
        "f",
    )
    assert {
        Unread("projects", "P-2"),
        Unread("projects", "P-1", "planned_end"),
        Unread("projects", "P-1", "weight"),
        Unread("values", ("I-1", day(3, 31))),
    } == found.unread


def test_a_declared_progress_without_its_date_is_said_and_neither_comes_in() -> None:
    found, findings = consistent(plan_with(projects=[ProjectRecord("P-1", AXIS, "Plaza", declared_pct=45.0)]), "f")
    assert (found.projects[0].declared_pct, found.projects[0].declared_on) == (None, None)
    assert [(one.code, one.found, one.expected) for one in findings] == [
        (FindingCode.VALUE_INCOMPLETE, "45", "un avance con su fecha")
    ]
    assert found.unread == {Unread("projects", "P-1", "declared_pct"), Unread("projects", "P-1", "declared_on")}


def test_the_date_of_a_declared_progress_that_nobody_could_read_stays_with_it() -> None:
    document = plan_with(projects=[ProjectRecord("P-1", AXIS, "Plaza", declared_on=day(5, 1))])
    document.unread = frozenset({Unread("projects", "P-1", "declared_pct")})
    found, findings = consistent(document, "f")
    assert findings == []
    assert Unread("projects", "P-1", "declared_on") in found.unread


def test_what_hangs_from_a_row_that_was_left_out_is_told_from_what_hangs_from_nothing() -> None:
    document = plan_with(
        indicators=[],
        values=[value(5.0, "V!A3"), replace(value(5.0, "V!A4"), indicator_code="I-9")],
    )
    document.unread = frozenset({Unread("indicators", "I-1")})
    _, findings = consistent(document, "f")
    assert [(one.cell, one.code) for one in findings] == [
        ("A3", FindingCode.REFERENCE_LEFT_OUT),
        ("A4", FindingCode.REFERENCE_UNKNOWN),
    ]


@pytest.mark.parametrize(
    ("field", "wrong", "expected"),
    [
        ("weight", 0.0, "un número mayor que cero"),
        ("decimals", 7, "un número entre 0 y 6"),
        ("allowed_delay_days", -1, "un número entre 0 y 3660"),
    ],
)
def test_a_number_out_of_its_range_says_the_range_and_its_very_cell(field: str, wrong: float, expected: str) -> None:
    base = plan_with().indicators[0]
    document = plan_with(indicators=[replace(base, **{field: wrong, "source_ref": "Indicadores!A7"})])
    _, findings = consistent(document, "f", Places({"Indicadores": {"code": 1, field: 20}}))
    assert [(one.sheet, one.cell, one.expected) for one in findings] == [("Indicadores", "T7", expected)]


def test_a_year_that_is_none_leaves_the_row_out_and_says_so_once() -> None:
    found, findings = consistent(plan_with(budgets=[BudgetRecord("project", "P-1", "ARS", 24, 1.0)]), "f")
    assert found.budgets == []
    assert [(one.found, one.expected) for one in findings] == [("24", "un año entre 1900 y 2200")]


def test_a_cross_cutting_axis_has_one_name() -> None:
    items = [
        CrossAxisItemRecord("ods", "1", "Uno", cross_axis_name="Objetivos"),
        CrossAxisItemRecord("ods", "2", "Dos", cross_axis_name="Metas del milenio"),
        CrossAxisItemRecord("ods", "3", "Tres"),
    ]
    places = Places(
        {"Ejes transversales": {"cross_axis_name": 2}}, {("cross_axis_items", ("ods", "2")): "'Ejes transversales'!A4"}
    )
    found, findings = consistent(plan_with(cross_axis_items=items), "f", places)
    assert [one.cross_axis_name for one in found.cross_axis_items] == 3 * ["Objetivos"]
    assert [(one.code, one.cell, one.found) for one in findings] == [
        (FindingCode.NAME_DIFFERS, "B4", "Metas del milenio")
    ]
