"""Every code a rule can give has its words and its line in the catalogue, and every explanation can be printed."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
import pytest

from kpis import evaluate, explain, rules, vocabulary, wording
from kpis.explain import Step, Unit
from kpis.vocabulary import ExpectedRule, ProgressRule, Reason, RunRateReason, Status
from tests.kpis.frames import (
    definition_frame,
    is_blank,
    milestone_frame,
    project_frame,
    quarter,
    stand,
    stand_project,
    target_frame,
    value_frame,
)
from tests.kpis.random_plans import plan_of, tables
from tests.kpis.scalar_projects import Milestone, Project
from tests.kpis.scalar_records import Definition, Target

AS_OF = date(2026, 1, 31)
DUE = date(2027, 12, 31)
EXPLAINED: list[StrEnum] = [*Reason, *ProgressRule, *ExpectedRule, *RunRateReason]


@pytest.mark.parametrize("code", EXPLAINED, ids=lambda code: f"{type(code).__name__}-{code}")
def test_every_code_is_in_the_catalogue_once(code: StrEnum) -> None:
    lines = [entry.key for entry in rules.CATALOGUE if any(code is known for known in entry.codes)]
    assert len(lines) == 1
    assert rules.explaining(code).key == lines[0]


def test_every_code_has_its_sentence() -> None:
    sentences = [
        *(wording.reason_words(code.value) for code in Reason),
        *(wording.reason_template(code.value) for code in Reason),
        *(wording.progress_words(code.value) for code in ProgressRule),
        *(wording.expected_words(code.value) for code in ExpectedRule),
        *(wording.run_rate_words(code.value) for code in RunRateReason),
    ]
    for sentence in sentences:
        assert sentence[0].isupper() and sentence.endswith("."), sentence


def test_the_stored_sentence_has_no_numbers_and_no_inputs() -> None:
    for code in Reason:
        assert not re.search(r"[{}0-9%]", wording.reason_words(code.value)), code


def test_the_inputs_of_every_sentence_are_columns_of_its_row() -> None:
    indicator = stand(Definition(), [quarter(2025, 4, 1.0)], [Target(DUE, 2.0)], AS_OF)
    project = stand_project(Project(), [Milestone()], AS_OF)
    known = set(indicator.index) | set(project.index) | set(asdict(Definition())) | set(asdict(Project()))
    for code in Reason:
        assert set(re.findall(r"{(\w+)}", wording.reason_template(code.value))) <= known, code


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="bogus"):
        wording.reason_words("bogus")


def test_every_word_of_the_vocabulary_has_its_label() -> None:
    shown = [
        member
        for enumeration in vars(vocabulary).values()
        if isinstance(enumeration, type) and issubclass(enumeration, StrEnum) and enumeration is not StrEnum
        if enumeration not in (Reason, ProgressRule, ExpectedRule, RunRateReason)
        for member in enumeration
    ]
    assert len(shown) > 40
    for member in shown:
        assert wording.label(member)
    assert wording.label(Status.CANCELLED) == "Cancelada"
    assert wording.label(vocabulary.ProjectState.CANCELLED) == "cancelado"


def test_the_catalogue_has_unique_keys_and_a_title_for_each_chapter() -> None:
    keys = [entry.key for entry in rules.CATALOGUE]
    assert len(keys) == len(set(keys))
    assert {entry.group for entry in rules.CATALOGUE} == set(rules.GROUP_TITLES) == set(rules.RuleGroup)
    assert all(rules.rule(key).key == key for key in keys)


def cells(row: pd.Series[Any]) -> dict[str, object]:
    """A row as the mapping an explanation takes."""
    return {str(name): cell for name, cell in row.items()}


def by_key(steps: list[Step]) -> dict[str, Step]:
    """Steps by key, each once."""
    keys = [step.key for step in steps]
    assert len(keys) == len(set(keys))
    return {step.key: step for step in steps}


def indicator_row(definition: Definition, value: float, target: Target) -> dict[str, object]:
    """A row with the columns of the result and of the definition."""
    row = stand(definition, [quarter(2025, 3, value - 1), quarter(2025, 4, value)], [target], AS_OF)
    return asdict(definition) | cells(row)


def test_anyone_can_repeat_the_sum_from_the_steps() -> None:
    definition = Definition(baseline_value=18.0, baseline_on=date(2023, 12, 31))
    steps = by_key(explain.indicator_steps(indicator_row(definition, 30.0, Target(DUE, 60.0))))
    inputs = {name: quantity.value for name, quantity in steps["progress"].inputs.items()}
    value, base, goal = (float(str(inputs[name])) for name in ("valor", "línea de base", "meta"))
    assert steps["progress"].result == pytest.approx(100 * (value - base) / (goal - base))

    points = {name: quantity.value for name, quantity in steps["expected_value"].inputs.items()}
    first, last, on = points["línea desde, fecha"], points["línea hasta, fecha"], points["fecha del dato"]
    assert isinstance(first, date) and isinstance(last, date) and isinstance(on, date)
    low, high = float(str(points["línea desde, valor"])), float(str(points["línea hasta, valor"]))
    assert steps["expected_value"].result == pytest.approx(low + (high - low) * (on - first).days / (last - first).days)

    ratio = {name: float(str(quantity.value)) for name, quantity in steps["attainment"].inputs.items()}
    assert steps["attainment"].result == pytest.approx(ratio["avance"] / ratio["avance esperado"])
    assert steps["status"].result == "Atrasada"
    assert steps["status"].inputs["mínimo de «En riesgo»"] == (0.6, Unit.RATIO)
    assert steps["required"].result == pytest.approx((goal - value) / 8)
    assert steps["recent"].result == pytest.approx(1.0)


def test_a_ratio_is_explained_by_its_parts() -> None:
    definition = Definition(accumulation="mean", ratio_scale=100.0)
    values = [quarter(2025, 4, 0.0, numerator=3.0, denominator=8.0)]
    row = asdict(definition) | cells(stand(definition, values, [Target(DUE, 60.0)], AS_OF))
    step = by_key(explain.indicator_steps(row))["value"]
    parts = {name: float(str(quantity.value)) for name, quantity in step.inputs.items() if quantity.unit is Unit.COUNT}
    assert step.result == parts["suma de numeradores"] / parts["suma de denominadores"] * parts["escala"]


def test_a_flow_with_gaps_says_so() -> None:
    definition = Definition(accumulation="sum")
    step = by_key(explain.indicator_steps(indicator_row(definition, 5.0, Target(DUE, 60.0))))["value"]
    assert step.inputs["períodos sin valor"] == (6.0, Unit.COUNT)
    assert step.notes


def test_where_each_year_starts_again_only_the_year_is_added_up() -> None:
    goals = [Target(date(2025, 12, 31), 20.0, kind="interim"), Target(DUE, 60.0)]
    values = [quarter(2024, 4, 9.0), quarter(2025, 2, 3.0), quarter(2025, 4, 4.0)]
    for accumulation, result in (("sum", 7.0), ("mean", 3.5)):
        definition = Definition(accumulation=accumulation, accumulation_years="last")
        row = asdict(definition) | cells(stand(definition, values, goals, AS_OF))
        step = by_key(explain.indicator_steps(row))["value"]
        assert step.result == result and "desde el 1 de enero" in step.formula
        # Two quarters of 2025 are missing; the three values of all years are not what was added up.
        assert step.inputs["períodos sin valor"] == (2.0, Unit.COUNT) and "períodos con valor" not in step.inputs


def test_a_value_before_the_first_period_that_is_owed_is_not_counted_as_none() -> None:
    row = indicator_row(Definition(accumulation="sum"), 5.0, Target(DUE, 60.0)) | {"values_expected": 0.0}
    inputs = by_key(explain.indicator_steps(row))["value"].inputs
    assert "fecha del dato" in inputs and not {"períodos con valor", "períodos sin valor"} & set(inputs)


def test_an_undefined_percent_is_explained_in_words() -> None:
    steps = by_key(explain.indicator_steps(indicator_row(Definition(direction="decrease"), 5.0, Target(DUE, 0.0))))
    assert steps["progress"].result is None
    assert steps["progress"].formula == wording.progress_words("zero_without_baseline")
    assert "attainment" not in steps and "expected_pct" not in steps


def test_a_ceiling_is_explained_by_what_was_allowed() -> None:
    definition = Definition(direction="decrease", accumulation="sum")
    step = by_key(explain.indicator_steps(indicator_row(definition, 5.0, Target(DUE, 60.0))))["attainment"]
    allowed, used = (float(str(step.inputs[name].value)) for name in ("valor permitido a la fecha", "valor"))
    assert step.result == pytest.approx(allowed / used)


def test_a_project_is_explained_by_its_weights() -> None:
    milestones = [Milestone(3.0, AS_OF, AS_OF), Milestone(1.0, AS_OF), Milestone(4.0)]
    project = Project(update_frequency="monthly", last_update_on=AS_OF)
    row = asdict(project) | cells(stand_project(project, milestones, AS_OF))
    steps = by_key(explain.project_steps(row))
    done, total = (steps["completion"].inputs[name].value for name in ("peso cumplido", "peso total"))
    assert steps["completion"].result == 100 * float(str(done)) / float(str(total)) == 37.5
    due = steps["expected_pct"].inputs["peso vencido"].value
    assert steps["expected_pct"].result == 100 * float(str(due)) / float(str(total)) == 50.0
    assert steps["attainment"].result == 0.75
    assert steps["freshness"].result == "al día"


@pytest.mark.parametrize(
    ("project", "word"),
    [
        (Project(declared_pct=40.0), "declarado"),
        (Project(state="finished"), "terminado"),
        (Project(), "no hay hitos"),
    ],
)
def test_a_project_without_milestones_says_where_its_percent_comes_from(project: Project, word: str) -> None:
    row = asdict(project) | cells(stand_project(project, [], AS_OF))
    assert word in by_key(explain.project_steps(row))["completion"].formula


@pytest.mark.parametrize(
    "project",
    [
        Project(state="finished"),
        Project(state="paused"),
        Project(planned_end=date(2025, 12, 31)),
        Project(state="cancelled"),
        Project(),
    ],
)
def test_the_status_of_a_project_with_milestones_is_not_explained_by_having_none(project: Project) -> None:
    row = asdict(project) | cells(stand_project(project, [Milestone(1.0, AS_OF), Milestone(1.0)], AS_OF))
    (note,) = by_key(explain.project_steps(row))["status"].notes
    assert "sin hitos" not in note


def test_percents_that_are_not_added_are_not_said_to_be() -> None:
    definition = Definition(accumulation="sum", is_ratio=True)
    row = indicator_row(definition, 60.0, Target(DUE, 80.0))
    step = by_key(explain.indicator_steps(row))["value"]
    assert step.result == (59 + 60) / 2
    assert step.formula == rules.rule("accumulation_mean").formula


def test_no_explanation_of_any_row_shows_a_blank_as_a_number() -> None:
    plan = [entry for seed in range(6) for entry in plan_of(seed)]
    plan = [
        (
            replace(definition, indicator_id=number),
            [replace(value, indicator_id=number) for value in values],
            [replace(target, indicator_id=number) for target in targets],
        )
        for number, (definition, values, targets) in enumerate(plan)
    ]
    results = evaluate.indicators(*tables(plan), AS_OF)
    definitions = definition_frame([definition for definition, _, _ in plan])
    merged = definitions.merge(results, on="indicator_id")
    for _, row in merged.iterrows():
        for step in explain.indicator_steps(cells(row)):
            shown = [*(quantity.value for quantity in step.inputs.values()), step.result]
            assert all(cell is None or not is_blank(cell) for cell in shown)
            assert all(not isinstance(cell, float) or math.isfinite(cell) for cell in shown if cell is not None)
            assert step.label and step.formula


def test_every_reason_of_an_indicator_is_reached_by_some_plan() -> None:
    seen: set[str] = set()
    for seed in range(40):
        plan = tables(plan_of(seed))
        for as_of in (date(2024, 7, 1), date(2025, 4, 1), date(2026, 1, 1)):
            seen |= set(evaluate.indicators(*plan, as_of)["reason_code"])
    of_projects = {
        "finished", "no_completion", "end_passed", "paused", "nothing_due_yet", "milestones_on_track",
        "milestones_at_risk", "milestones_off_track", "start_passed", "dates_only", "no_dates", "planned",
    }  # fmt: skip
    assert {code.value for code in Reason} - of_projects == seen


def test_an_empty_plan_gives_empty_tables() -> None:
    assert len(evaluate.indicators(definition_frame([]), value_frame([]), target_frame([]), AS_OF)) == 0
    assert len(evaluate.history(definition_frame([]), value_frame([]), target_frame([]))) == 0
    assert len(evaluate.annual(definition_frame([]), value_frame([]), target_frame([]))) == 0
    nothing = project_frame([]), milestone_frame([])
    assert len(evaluate.projects(*nothing, AS_OF)) == 0
