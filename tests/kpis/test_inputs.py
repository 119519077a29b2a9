"""Frames as they come from a database or a hand: columns missing, blank, of other types."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from kpis import evaluate
from tests.kpis.frames import is_blank

AS_OF = date(2026, 1, 31)
DEFINITIONS = pd.DataFrame({"indicator_id": ["agua", "aire"], "frequency": ["yearly", None]}, index=[8, 3])
BLANKS = pd.Series([None, None], [8, 3], dtype=object)
VALUES = pd.DataFrame(
    {"indicator_id": ["agua", "otro"], "period_end": [date(2025, 12, 31), date(2025, 12, 31)], "value": [30, 99]}
)
TARGETS = pd.DataFrame(
    {"indicator_id": ["agua"], "kind": ["final"], "due_on": [date(2027, 12, 31)], "value": [Decimal("60")]}
)


def test_columns_that_are_not_there_take_their_defaults() -> None:
    table = evaluate.indicators(DEFINITIONS, VALUES, TARGETS, AS_OF)
    assert table.index.tolist() == [8, 3]
    water, air = table.iloc[0], table.iloc[1]
    assert (water["value"], water["progress_pct"], water["progress_rule"]) == (30.0, 50.0, "ratio")
    assert (water["sense"], water["reason_code"]) == ("increase", "no_expected")
    assert air["status"] == "no_data" and is_blank(air["sense"]) and is_blank(air["freshness"])


def test_missing_days_numbers_and_words_come_out_as_nat_nan_and_none() -> None:
    air = evaluate.indicators(DEFINITIONS, VALUES, TARGETS, AS_OF).iloc[[1]]
    assert air["value_on"].dtype.kind == "M" and air["value_on"].isna().all()
    assert air["value"].dtype == "float64" and air["value"].isna().all()
    for name in ("value_bound", "target_text", "sense", "expected_rule", "freshness"):
        assert air[name].iloc[0] is None, name


def test_blanks_of_every_kind_are_blank() -> None:
    values = pd.DataFrame(
        {
            "indicator_id": ["agua"] * 3,
            "period_end": [pd.Timestamp(2023, 12, 31), pd.Timestamp(2024, 12, 31), pd.NaT],
            "value": [20.0, float("nan"), 50.0],
            "bound": [None, float("nan"), pd.NA],
        }
    )
    definitions = DEFINITIONS.assign(
        is_cancelled=pd.Series([None, True], [8, 3], dtype=object), baseline_value=BLANKS, on_track_min=BLANKS
    )
    table = evaluate.indicators(definitions, values, TARGETS, AS_OF)
    assert (table["value"].iloc[0], table["status"].tolist()) == (20.0, ["at_risk", "cancelled"])


def test_parts_without_a_value_give_their_ratio() -> None:
    values = VALUES.assign(value=BLANKS.to_list(), numerator=[3, 1], denominator=[8, 1])
    definitions = DEFINITIONS.assign(ratio_scale=100)
    assert evaluate.indicators(definitions, values, TARGETS, AS_OF)["value"].iloc[0] == 37.5


def test_ratios_without_a_scale_are_plain_quotients() -> None:
    values = VALUES.assign(numerator=[3, 1], denominator=[8, 1])
    assert evaluate.indicators(DEFINITIONS, values, TARGETS, AS_OF)["value"].iloc[0] == 0.375


def test_a_zero_denominator_leaves_the_value_as_it_was_given() -> None:
    values = VALUES.assign(numerator=[0, 1], denominator=[0, 1])
    assert evaluate.indicators(DEFINITIONS, values, TARGETS, AS_OF)["value"].iloc[0] == 30.0


@pytest.mark.parametrize(("column", "word"), [("kind", "mediana"), ("bound", "=>"), ("accumulation", "total")])
def test_a_target_with_a_word_of_its_own_is_refused(column: str, word: str) -> None:
    with pytest.raises(ValueError, match=f"{column}: '{word}' is none of"):
        evaluate.indicators(DEFINITIONS, VALUES, TARGETS.assign(**{column: word}), AS_OF)
