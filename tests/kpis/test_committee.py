"""The committee's definitions: complete, coherent, and refused when they contradict themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kpis.committee import AREAS, COMPUTED, KPI_BY_CODE, KPIS, CommitteeKpi, ComputedRule, strategy_progress
from kpis.sdg import GOAL_NAMES
from kpis.vocabulary import Accumulation, Direction, Status


def test_there_are_sixteen_numbers_in_five_areas() -> None:
    assert [area.code for area in AREAS] == ["1", "2", "3", "4", "5"]
    assert Counter(kpi.area_code for kpi in KPIS) == {"1": 3, "2": 4, "3": 3, "4": 3, "5": 3}
    assert len(KPI_BY_CODE) == len({kpi.name for kpi in KPIS}) == 16


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.code)
def test_each_definition_says_how_it_is_computed(kpi: CommitteeKpi) -> None:
    assert kpi.name and kpi.unit and kpi.formula
    assert kpi.direction in (Direction.INCREASE, Direction.DECREASE)
    assert kpi.code == kpi.code.strip() and kpi.area_code in "12345"


def test_two_of_them_compute_themselves() -> None:
    assert {rule: kpi.code for rule, kpi in COMPUTED.items()} == {
        ComputedRule.DATA_PROJECTS: "4.1",
        ComputedRule.STRATEGY_PROGRESS: "5.1",
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "6.1"}, "no area"),
        ({"numerator": "Áreas"}, "divides by nothing"),
        ({"numerator": "Áreas", "denominator": "Áreas"}, "no percent"),
        ({"unit": "%", "accumulation": Accumulation.SUM}, "adds percents up"),
        ({"formula": "sin punto"}, "no sentence"),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(changes: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(KPI_BY_CODE["1.1"], **changes)  # type: ignore[arg-type]


def test_cancelled_goals_are_no_goals_of_the_strategy() -> None:
    assert strategy_progress([Status.MET, Status.OFF_TRACK, Status.CANCELLED, Status.NO_DATA]) == (1, 3)
    assert strategy_progress([Status.CANCELLED]) == (0, 0)


def test_the_seventeen_goals_have_their_short_titles() -> None:
    assert list(GOAL_NAMES) == [str(number) for number in range(1, 18)]
    assert len(set(GOAL_NAMES.values())) == 17
