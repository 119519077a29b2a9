"""Tables by two columns: totals are of rows, shared rows count once, means are no means of means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_models.queries import pivot as pivots
from data_models.queries.pivot import DIMENSIONS, MEASURES, Figure, Source, has_value, pivot

BY = {each.key: each for each in DIMENSIONS}
OF = {each.key: each for each in MEASURES}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows with the columns a table may ask for; what is not given is blank."""
    texts = ("axis_slug", "district", "sdg_codes", "budget_currency", "delay_cause")
    numbers = (
        "progress_pct", "budget_current", "budget_approved", "budget_executed", "budget_executed_pct",
        "milestones_done", "milestones_total", "days_overdue",
    )  # fmt: skip
    made: dict[str, Any] = {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in texts}
    made |= {name: np.array([row.get(name, np.nan) for row in rows], dtype=float) for name in numbers}
    made["status"] = pd.Series([row.get("status", "on_track") for row in rows], dtype=object)
    made["weight"] = np.array([row.get("weight", 1.0) for row in rows], dtype=float)
    made["item_kind"] = pd.Series([row.get("item_kind", "project") for row in rows], dtype=object)
    made["planned_end"] = pd.to_datetime([row.get("planned_end", "") for row in rows])
    made["target_due_on"] = pd.to_datetime([row.get("target_due_on", "") for row in rows])
    return pd.DataFrame(made)


ROWS = frame(
    {"axis_slug": "b", "district": "Norte", "sdg_codes": "11; 11.6; 4", "progress_pct": 50, "status": "at_risk"},
    {"axis_slug": "b", "district": None, "sdg_codes": "4", "progress_pct": 5_000, "status": "met", "weight": 3},
    {"axis_slug": "a", "district": "Norte", "progress_pct": None, "status": "no_data"},
    {"axis_slug": None, "district": "Álamos", "sdg_codes": "9", "progress_pct": 10, "status": "cancelled"},
)


def figures(values: tuple[Figure, ...]) -> list[tuple[float | None, int, int]]:
    return [(figure.value, figure.defined, figure.total) for figure in values]


def test_rows_are_counted_in_the_order_of_the_plan_blank_last() -> None:
    found = pivot(Source(ROWS, OF["cantidad"], "cuenta"), BY["eje"], BY["distrito"])
    assert found.row_values == ("b", "a", None)
    assert found.column_values == ("Álamos", "Norte", None)
    counts = [[found.cell(row, column).total for column in range(3)] for row in range(3)]
    assert counts == [[0, 1, 1], [0, 1, 0], [1, 0, 0]]
    assert [figure.total for figure in found.row_totals] == [2, 1, 1]
    assert [figure.total for figure in found.column_totals] == [1, 2, 1]
    assert found.total == Figure(4.0, 4, 4)


def test_a_row_with_several_goals_counts_in_each_and_once_in_the_total() -> None:
    found = pivot(Source(ROWS, OF["cantidad"], "cuenta"), BY["ods"], BY["eje"])
    assert found.row_values == ("4", "9", "11", None)
    assert [figure.total for figure in found.row_totals] == [2, 1, 1, 1]
    assert found.total.total == 4
    assert (found.is_row_shared, found.is_column_shared) == (True, False)
    assert [found.cell(0, column).total for column in range(3)] == [2, 0, 0]
    assert [figure.total for figure in found.column_totals] == [2, 1, 1]


def test_goals_and_not_their_targets_are_groups() -> None:
    assert "11.6" not in pivot(Source(ROWS, OF["cantidad"], "cuenta"), BY["ods"], None).row_values


def test_a_weighted_mean_caps_each_row_and_leaves_out_the_cancelled() -> None:
    found = pivot(Source(ROWS, OF["avance"], "ponderada"), BY["eje"], BY["estado"])
    assert figures(found.row_totals) == [((50 + 3 * 100) / 4, 2, 2), (None, 0, 1), (None, 0, 1)]
    assert found.total == Figure(87.5, 2, 4)


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("media", (50 + 5_000 + 10) / 3), ("mediana", 50.0), ("minimo", 10.0), ("maximo", 5_000.0)],
)
def test_other_calculations_are_of_all_rows_as_they_are(aggregation: str, expected: float) -> None:
    found = pivot(Source(ROWS, OF["avance"], aggregation), BY["eje"], None)
    assert found.total.value == pytest.approx(expected)
    assert (found.total.defined, found.total.total) == (3, 4)


MONEY = frame(
    {"axis_slug": "a", "budget_current": 100, "budget_executed": 100, "budget_currency": "ARS"},
    {"axis_slug": "b", "budget_current": 300, "budget_executed": 0, "budget_currency": "ARS"},
    {"axis_slug": "b", "budget_current": 500, "budget_currency": "ARS"},
    {"axis_slug": "b", "budget_current": 0, "budget_executed": 7, "budget_currency": "ARS"},
    {"axis_slug": "b", "budget_current": 9e9, "budget_executed": 9e9, "budget_currency": "USD"},
)


def test_a_percent_of_money_is_a_sum_over_a_sum_of_rows_with_both() -> None:
    found = pivot(Source(MONEY, OF["ejecucion"], "razon", "ARS"), BY["eje"], None)
    assert figures(found.row_totals) == [(100.0, 1, 1), (0.0, 1, 4)]
    assert found.total == Figure(25.0, 2, 5)


def test_a_percent_of_money_is_of_what_was_approved_where_nothing_else_is_in_force() -> None:
    rows = frame(
        {"budget_approved": 400, "budget_executed": 100, "budget_currency": "ARS"},
        {"budget_approved": 900, "budget_current": 100, "budget_executed": 50, "budget_currency": "ARS"},
        {"budget_executed": 7, "budget_currency": "ARS"},
    )
    assert pivot(Source(rows, OF["ejecucion"], "razon", "ARS"), BY["eje"], None).total == Figure(30.0, 2, 3)


def test_a_sum_of_money_leaves_out_other_currencies_and_zero_is_a_value() -> None:
    found = pivot(Source(MONEY, OF["vigente"], "suma", "ARS"), BY["eje"], None)
    assert figures(found.row_totals) == [(100.0, 1, 1), (800.0, 3, 4)]
    assert found.total == Figure(900.0, 4, 5)


def test_milestones_done_are_over_all_milestones() -> None:
    rows = frame(
        {"milestones_done": 1, "milestones_total": 4},
        {"milestones_done": 5, "milestones_total": 6},
        {"milestones_done": 0, "milestones_total": 0},
        {},
    )
    found = pivot(Source(rows, OF["hitos"], "razon"), BY["eje"], None)
    assert found.total == Figure(60.0, 2, 4)


def test_the_year_is_that_of_the_plan_of_a_project_and_of_the_target_of_an_indicator() -> None:
    rows = frame(
        {"planned_end": "2027-12-31", "target_due_on": "2020-01-01"},
        {"item_kind": "indicator", "target_due_on": "2025-06-30"},
        {},
    )
    assert pivot(Source(rows, OF["cantidad"], "cuenta"), BY["fin"], None).row_values == ("2025", "2027", None)


def test_secretariats_are_those_at_the_top_by_name_whatever_the_area_below() -> None:
    known = pd.DataFrame(
        {"slug": ["agua", "riego", "salud"], "parent_code": [None, "AG", None], "name": ["Agua", "Riego", "Salud"]}
    ).astype(object)
    rows = ROWS.assign(responsible_slugs=pd.Series(["riego; agua; salud", "salud", None, "riego; agua"], dtype=object))
    found = pivot(Source(rows, OF["cantidad"], "cuenta"), pivots.secretariats_at_the_top(known), None)
    assert found.row_values == ("agua", "salud", None)
    assert [figure.total for figure in found.row_totals] == [2, 2, 1]
    assert found.total.total == 4


def test_the_rows_of_a_cell_are_as_many_as_it_says() -> None:
    for rows, columns in ((BY["ods"], BY["eje"]), (BY["distrito"], BY["estado"])):
        found = pivot(Source(ROWS, OF["cantidad"], "cuenta"), rows, columns)
        for row, down in enumerate(found.row_values):
            for column, across in enumerate(found.column_values):
                mask = has_value(ROWS, rows, down) & has_value(ROWS, columns, across)
                assert found.cell(row, column).total == mask.sum()


def test_no_rows_are_an_empty_table() -> None:
    found = pivot(Source(ROWS.head(0), OF["avance"], "ponderada"), BY["eje"], BY["estado"])
    assert (found.row_values, found.column_values, found.total) == ((), (), Figure(None, 0, 0))


def test_a_calculation_that_means_nothing_for_a_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="hitos"):
        Source(ROWS, OF["hitos"], "suma")
