"""The vectorised rules say the same as the plain Python reference, over random plans."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis import evaluate
from tests.kpis import scalar
from tests.kpis.frames import value_frame
from tests.kpis.random_plans import Case, assert_same, plan_of, tables
from tests.kpis.scalar_records import Result, Value

COLUMNS = [column.name for column in fields(Result) if column.name != "counted"]
PLANS = st.builds(plan_of, st.integers(0, 2**32))
DAYS = st.dates(date(2024, 1, 1), date(2028, 3, 31))


@settings(max_examples=25)
@given(plan=PLANS, as_of=DAYS)
def test_indicators_agree_with_the_reference_in_every_column(plan: list[Case], as_of: date) -> None:
    table = evaluate.indicators(*tables(plan), as_of)
    for (_, ours), (definition, values, targets) in zip(table.iterrows(), plan, strict=True):
        reference = scalar.evaluate(definition, values, targets, as_of)
        for name in COLUMNS:
            assert_same(name, ours[name], getattr(reference, name))


@settings(max_examples=6)
@given(plan=PLANS)
def test_each_row_of_the_history_is_the_indicator_as_it_stood_when_the_period_ended(
    plan: list[Case],
) -> None:
    table = evaluate.history(*tables(plan))
    expected = [
        (definition, value, result)
        for definition, values, targets in plan
        for value, result in scalar.history(definition, values, targets)
    ]
    assert len(table) == len(expected)
    for (_, ours), (definition, value, result) in zip(table.iterrows(), expected, strict=True):
        assert ours["indicator_id"] == definition.indicator_id
        assert_same("value", ours["value"], value.value)
        assert_same("period_end", ours["period_end"], value.period_end)
        assert_same("accumulated_value", ours["accumulated_value"], result.value)
        for name in ("expected_value", "progress_pct", "expected_pct", "status", "reason_code"):
            assert_same(name, ours[name], getattr(result, name))


@settings(max_examples=5)
@given(plan=PLANS, as_of=DAYS)
def test_a_value_after_the_date_asked_changes_nothing(plan: list[Case], as_of: date) -> None:
    definitions, values, targets = tables(plan)
    later = value_frame(
        [
            Value(as_of + timedelta(days=1), as_of + timedelta(days=30), 99.0, indicator_id=definition.indicator_id)
            for definition, _, _ in plan
        ]
    )
    with_later = pd.concat([values, later], ignore_index=True) if len(values) else later
    pd.testing.assert_frame_equal(
        evaluate.indicators(definitions, values, targets, as_of),
        evaluate.indicators(definitions, with_later, targets, as_of),
    )
