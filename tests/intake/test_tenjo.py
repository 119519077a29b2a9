"""The real plan of Tenjo against its own sheet, read here a second time, cell by cell, with openpyxl."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from typing import Any

import openpyxl
import pytest

from data_models.document import PlanDocument
from intake.extract import Extraction, extract
from intake.extract_checks import Frames
from intake.findings import FindingCode
from intake.reading import open_workbook
from intake.recipe_file import load_recipe
from kpis import evaluate
from tests.intake.builders import TENJO

pytestmark = pytest.mark.skipif(not TENJO.exists(), reason="the real workbook of Tenjo is not on this machine")

ROWS = range(2, 333)
EXECUTED = {2024: ("AK", "AM", "AO", "AQ"), 2025: ("AZ", "BB", "BD", "BF")}
PLANNED = {2024: ("AJ", "AL", "AN", "AP"), 2025: ("AY", "BA", "BC", "BE")}
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
ANNUAL = {2024: "AV", 2025: "BK"}
# Where the plan was divided by the quarters and the execution was not, or blanks were divided as if they were zero.
INCONSISTENT = {2024: {41, 133, 203, 245, 297, 300, 302}, 2025: {38, 137, 173, 246}}


@pytest.fixture(scope="module")
def sheet() -> Any:
    return openpyxl.load_workbook(TENJO, data_only=True)["PDM"]


@pytest.fixture(scope="module")
def read() -> Extraction:
    with open_workbook(TENJO) as workbook:
        return extract(load_recipe("tenjo"), workbook)


@pytest.fixture(scope="module")
def plan(read: Extraction) -> PlanDocument:
    return read.document


def goal_code(sheet: Any, row: int) -> str:
    return str(sheet[f"R{row}"].value)


def numbers(sheet: Any, column: str) -> list[float]:
    return [sheet[f"{column}{row}"].value for row in ROWS]


def test_every_goal_comes_in_once_with_its_own_code(plan: PlanDocument, sheet: Any) -> None:
    assert len(plan.indicators) == 331
    assert {indicator.code for indicator in plan.indicators} == {goal_code(sheet, row) for row in ROWS}


def test_the_tree_is_the_sheets_own(plan: PlanDocument, sheet: Any) -> None:
    by_depth = Counter(node.key.depth for node in plan.nodes)
    names = {(sheet[f"F{row}"].value, " ".join(sheet[f"J{row}"].value.split())) for row in ROWS}
    assert by_depth == {1: 5, 2: 34, 3: len(names)}
    parents = {node.key: node.parent for node in plan.nodes}
    axis_of = {i.code: parents[parents[i.node]].code for i in plan.indicators}  # type: ignore[index, union-attr]
    assert sorted(Counter(axis_of.values()).items()) == [("1", 78), ("2", 38), ("3", 44), ("4", 143), ("5", 28)]
    for row in ROWS:
        program = parents[next(i.node for i in plan.indicators if i.code == goal_code(sheet, row))]
        assert program is not None and program.code == str(sheet[f"F{row}"].value)


def test_axes_carry_their_weight_and_lose_their_prefix(plan: PlanDocument) -> None:
    axes = {node.key.code: node for node in plan.nodes if node.key.depth == 1}
    assert axes["4"].name == "Transformación Social"
    assert axes["1"].name == "Ambiente, Conectividad y Ordenamiento y servicios públicos"
    assert [axes[code].weight for code in "12345"] == [0.235, 0.114, 0.113, 0.432, 0.084]


def test_43_projects_and_15_departments(plan: PlanDocument, sheet: Any) -> None:
    assert {project.code for project in plan.projects} == {str(sheet[f"P{row}"].value) for row in ROWS}
    assert len(plan.projects) == 43
    assert len(plan.secretariats) == len({sheet[f"X{row}"].value for row in ROWS}) == 15
    assert all(indicator.project_code is not None for indicator in plan.indicators)


def test_a_project_of_two_programs_sits_in_the_first_and_a_finding_says_so(read: Extraction) -> None:
    moved = [one for one in read.findings if one.code is FindingCode.ITEM_IN_SEVERAL_PLACES]
    assert [one.cell for one in moved] == ["P144", "P152", "P156"]
    project = next(one for one in read.document.projects if one.code == "2024257990018")
    assert project.node.code == "18"


def test_subprograms_with_one_code_and_several_names_are_told_apart(read: Extraction) -> None:
    codes = {node.name: node.key.code for node in read.document.nodes if node.key.depth == 3}
    assert codes["Gobernanza en el turismo sostenible e innovador"] == "17.1a"
    assert codes["Sostenibilidad turística para un destino inteligente"] == "17.1c"
    assert codes["Acciones urbanísticas innovadoras"] == "2.2"
    several = [one for one in read.findings if one.code is FindingCode.CODE_SEVERAL_NAMES]
    assert len(several) == 13


def test_every_quarterly_value_is_its_cell_and_blank_is_no_value(plan: PlanDocument, sheet: Any) -> None:
    stored = {(v.indicator_code, v.period_end): v for v in plan.values}
    cells = 0
    for row in ROWS:
        for year, columns in EXECUTED.items():
            for column, (month, day) in zip(columns, QUARTER_ENDS, strict=True):
                cell = sheet[f"{column}{row}"].value
                value = stored.get((goal_code(sheet, row), dt.date(year, month, day)))
                if cell is None:
                    assert value is None
                    continue
                cells += 1
                assert value is not None and value.value == cell and value.source_ref == f"PDM!{column}{row}"
                assert value.period_start == dt.date(year, month - 2, 1)
    assert len(plan.values) == cells


def test_every_planned_quarter_is_a_target_of_its_period(plan: PlanDocument, sheet: Any) -> None:
    stored = {(t.indicator_code, t.due_on): t.value for t in plan.targets if t.kind == "period"}
    expected = {}
    for row in ROWS:
        for year, columns in PLANNED.items():
            for column, (month, day) in zip(columns, QUARTER_ENDS, strict=True):
                if sheet[f"{column}{row}"].value is not None:
                    expected[goal_code(sheet, row), dt.date(year, month, day)] = sheet[f"{column}{row}"].value
    assert stored == expected


def test_the_promise_of_each_goal_is_the_quadrenniums(plan: PlanDocument, sheet: Any) -> None:
    finals = {t.indicator_code: (t.value, t.due_on) for t in plan.targets if t.kind == "final"}
    assert finals == {goal_code(sheet, row): (sheet[f"Z{row}"].value, dt.date(2027, 12, 31)) for row in ROWS}


def test_goals_that_grow_and_goals_that_are_kept_up_accumulate_differently(plan: PlanDocument, sheet: Any) -> None:
    by_code = {indicator.code: indicator for indicator in plan.indicators}
    trends = Counter(sheet[f"V{row}"].value for row in ROWS)
    assert trends == {"I": 213, "M": 118}
    combined: Counter[tuple[str, str | None]] = Counter()
    for row in ROWS:
        indicator = by_code[goal_code(sheet, row)]
        combined[sheet[f"V{row}"].value, indicator.accumulation_years] += 1
        assert (indicator.direction, indicator.accumulation) == ("increase", "sum")
        total = sheet[f"Z{row}"].value
        years = [sheet[f"{column}{row}"].value for column in ("AF", "AG", "AH", "AI")]
        if indicator.accumulation_years == "mean":
            assert math.isclose(total, sum(years) / sum(1 for year in years if year))
        elif sheet[f"V{row}"].value == "I" and indicator.accumulation_years == "last":
            assert total == years[-1]
        elif sheet[f"V{row}"].value == "I":
            assert math.isclose(total, sum(years))
    assert combined == {("M", "last"): 118, ("I", "sum"): 154, ("I", "mean"): 54, ("I", "last"): 5}


def test_yearly_levels_add_up_as_the_total_does(plan: PlanDocument, sheet: Any) -> None:
    interim: dict[str, dict[int, float | None]] = {}
    for target in plan.targets:
        if target.kind == "interim" and target.due_on is not None:
            interim.setdefault(target.indicator_code, {})[target.due_on.year] = target.value
    by_code = {indicator.code: indicator for indicator in plan.indicators}
    for row in ROWS:
        years = dict(zip(range(2024, 2028), (sheet[f"{c}{row}"].value for c in ("AF", "AG", "AH", "AI")), strict=True))
        levels = interim[goal_code(sheet, row)]
        how = by_code[goal_code(sheet, row)].accumulation_years
        for year, level in levels.items():
            so_far = [amount for y, amount in years.items() if y <= year]
            wanted = {
                "sum": sum(so_far),
                "last": so_far[-1],
                "mean": sum(so_far) / max(1, sum(1 for amount in so_far if amount)),
            }[str(how)]
            assert level == pytest.approx(wanted, rel=1e-12), (row, year)


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_annual_achievement_is_the_sheets_where_it_is_consistent_and_a_finding_where_not(
    read: Extraction, sheet: Any, year: int
) -> None:
    plan = read.document
    frames = Frames(plan.plan, plan.indicators, plan.targets, plan.values)
    annual = evaluate.annual(frames.definitions, frames.values, frames.targets)
    of_year = annual[annual["year"] == year]
    ours = {frames.codes[r.indicator_id]: r.achievement_pct for r in of_year.itertuples()}
    compared = 0
    for row in ROWS:
        said = sheet[f"{ANNUAL[year]}{row}"].value
        mine = ours.get(goal_code(sheet, row), math.nan)
        if isinstance(said, str):
            said = float(said.rstrip("%")) / 100
        if math.isnan(mine):
            assert said in (0, None)  # nothing planned in the year: the sheet prints 0, we print no percent
            continue
        if row in INCONSISTENT[year]:
            assert not math.isclose(100 * said, mine, rel_tol=1e-9)
            continue
        compared += 1
        assert mine == pytest.approx(100 * said, rel=1e-9), row
    reported = {
        int(one.cell.removeprefix(ANNUAL[year]))
        for one in read.findings
        if one.code is FindingCode.VALUE_INCONSISTENT and one.cell.startswith(ANNUAL[year])
    }
    assert reported == INCONSISTENT[year]
    assert compared > 250


def test_a_goal_of_5_035_percent_stays_what_it_is(plan: PlanDocument, sheet: Any) -> None:
    frames = Frames(plan.plan, plan.indicators, plan.targets, plan.values)
    judged = evaluate.indicators(frames.definitions, frames.values, frames.targets, dt.date(2024, 12, 31))
    progress = dict(zip(frames.codes, judged["progress_pct"], strict=True))
    assert sheet["AA230"].value == 50.35
    assert progress[goal_code(sheet, 230)] == pytest.approx(5035)


@pytest.mark.parametrize(
    ("year", "field", "column"),
    [
        (2024, "current_amount", "BP"),
        (2024, "executed_amount", "BQ"),
        (2025, "approved_amount", "BU"),
        (2025, "current_amount", "BV"),
        (2025, "executed_amount", "BW"),
        (2026, "approved_amount", "CB"),
        (2027, "approved_amount", "CC"),
    ],
)
def test_budgets_are_the_sheets_sums(plan: PlanDocument, sheet: Any, year: int, field: str, column: str) -> None:
    amounts = [getattr(budget, field) for budget in plan.budgets if budget.year == year]
    cells = [cell for cell in numbers(sheet, column) if cell is not None]
    assert math.fsum(amount for amount in amounts if amount is not None) == pytest.approx(math.fsum(cells), abs=0.005)
    assert sum(amount is not None for amount in amounts) == len(cells)
    total = sheet[f"{column}333"].value
    if total is not None:
        assert math.fsum(cells) == pytest.approx(total)


def test_the_total_row_and_the_hidden_sheets_are_not_data(read: Extraction) -> None:
    assert read.rows_read == 331
    assert [one.cell for one in read.findings if one.code is FindingCode.ROW_IS_TOTAL] == ["BN333"]
    hidden = {one.sheet for one in read.findings if one.code is FindingCode.HIDDEN_SHEET_SKIPPED}
    assert hidden == {"Hoja 1", "CONSOLIDADO PROGRAMAS", "Nombre Eje"}


def test_errors_are_reported_cell_by_cell(read: Extraction, sheet: Any) -> None:
    errors = {cell.coordinate for cells in sheet["A2:CD332"] for cell in cells if cell.data_type == "e"}
    assert {one.cell for one in read.findings if one.code is FindingCode.ERROR_CELL} == errors
    assert {"AB249", "AE249", "BI249", "BJ249", "BJ75"} == errors


def test_duplicate_headers_that_differ_are_reported_with_the_one_used(read: Extraction) -> None:
    differ = {one.cell: one.action for one in read.findings if one.code is FindingCode.COLUMNS_DIFFER}
    assert differ["BV1"] == "se usó la columna BV"
    assert differ["BW1"] == "se usó la columna BW"


def test_baselines_keep_their_text_and_their_number_only_when_it_is_plainly_one(plan: PlanDocument, sheet: Any) -> None:
    baselines = {indicator.code: indicator for indicator in plan.indicators}

    def of_row(row: int) -> tuple[float | None, str | None]:
        indicator = baselines[goal_code(sheet, row)]
        return indicator.baseline_value, indicator.baseline_text

    value, text = of_row(2)
    assert value is None and text is not None and text.startswith("2 Estrategias (Reforestación")
    assert of_row(26) == (2.0, "2 km")
    assert of_row(43) == (18.0, "18 Lts*Seg")
    assert of_row(15) == (None, None)  # "SD"
    assert of_row(3) == (0.0, None)
    assert of_row(13) == (0.4, None)


def test_a_childhood_pact_is_a_link_to_a_cross_cutting_axis(plan: PlanDocument, sheet: Any) -> None:
    marked = {goal_code(sheet, row) for row in ROWS if sheet[f"Y{row}"].value == "SI"}
    assert {link.indicator_code for link in plan.links} == marked
    assert len(marked) == 102


def test_every_record_says_where_it_came_from(plan: PlanDocument) -> None:
    for records in (plan.indicators, plan.targets, plan.values, plan.budgets, plan.nodes, plan.projects):
        assert all(record.source_ref and record.source_ref.startswith("PDM!") for record in records)
