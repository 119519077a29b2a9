"""The page of an indicator: what it draws, what it says, and that every number is the database's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from sqlalchemy import text

from dashboards import formatting
from dashboards.boards import explanations, histories, paces
from dashboards.indicator import prepare, words
from data_models.queries import indicators
from data_models.queries.indicators import IndicatorDetail
from data_models.queries.plans import find_plan
from data_models.visibility import PUBLIC
from kpis.explain import Step, Unit
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.conftest import TENJO, WORKBOOKS
from tests.dashboards.page_check import check_html

if TYPE_CHECKING:
    from data_models.store import Store


def found(store: Store, plan_code: str, where: str) -> list[dict[str, Any]]:
    """Rows of indicators of the progress table, read by hand-written SQL."""
    query = text(
        f"SELECT * FROM progress WHERE plan_code = :p AND item_kind = 'indicator' AND {where} ORDER BY item_id"
    )
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query, {"p": plan_code}).mappings()]


def detail_of(store: Store, plan_code: str, item_id: int) -> IndicatorDetail:
    plan = find_plan(store, PUBLIC, plan_code)
    assert plan is not None
    detail = indicators.detail(store, PUBLIC, plan, item_id)
    assert detail is not None
    return detail


def spaces(told: str) -> str:
    return told.replace(formatting.NBSP, " ")


KINDS_OF_SUM = (
    "progress_rule = 'baseline' AND status = 'off_track'",
    "progress_rule = 'flow'",
    "progress_rule = 'flow_ceiling'",
    "progress_rule = 'inside_band'",
    "progress_rule = 'outside_band'",
    "progress_rule = 'ratio'",
    "progress_rule = 'inverse_ratio'",
    "progress_rule = 'zero_without_baseline'",
    "progress_rule = 'target_equals_baseline'",
    "progress_rule = 'bound_target'",
    "progress_rule = 'value_is_bound'",
    "progress_rule = 'text_target'",
    "progress_rule = 'no_target'",
    "progress_rule = 'no_value' AND status = 'no_data'",
    "status = 'not_started'",
    "status = 'cancelled'",
    "status = 'met' AND target_revisions > 0",
    "reason_code = 'due_passed'",
    "accumulation_years = 'last'",
    "expected_rule = 'planned_periods'",
)


@pytest.mark.parametrize("where", KINDS_OF_SUM)
def test_each_kind_of_sum_is_a_page_in_order_that_says_status_and_value(demo_boards: Boards, where: str) -> None:
    row = found(demo_boards.store, "demo", where)[0]
    address = in_plan(f"/indicador/{row['slug']}", "demo")
    assert check_html(demo_boards.text(address)) == []
    page = demo_boards.page(address)
    assert words_of(page.select_one("h1")) == row["name"]
    big = words_of(page.select_one(".big"))
    if row["value"] is None:
        assert big == "Sin dato"
    else:
        assert big.split(" ")[-2 if big.endswith("%") else -1] == formatting.number(row["value"], int(row["decimals"]))
    names = {
        "met": "Cumplida", "on_track": "En camino", "at_risk": "En riesgo", "off_track": "Atrasada",
        "not_started": "Sin iniciar", "no_data": "Sin datos", "cancelled": "Cancelada",
    }  # fmt: skip
    assert words_of(page.select_one(".fig .stat .st")) == names[row["status"]]
    facts = words_of(page.select_one(".facts"))
    if row["progress_pct"] is None and row["value"] is not None:
        assert "sin porcentaje" in facts
    assert ("%" in facts) or row["unit"] != "%" or row["target_value"] is None


def test_the_values_table_has_a_row_for_each_approved_value_with_its_number(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "demo", "progress_rule = 'baseline' AND value_on IS NOT NULL")[0]
    query = text(
        "SELECT value FROM indicator_values WHERE indicator_id = :i AND state = 'approved' AND superseded_at IS NULL "
        "AND period_end <= '2026-10-31' ORDER BY period_end DESC"
    )
    with demo_boards.store.reading() as connection:
        stored = [value for (value,) in connection.execute(query, {"i": row["item_id"]})]
    page = demo_boards.page(in_plan(f"/indicador/{row['slug']}", "demo"))
    shown = [words_of(cell) for cell in page.select("#valores tbody tr td:nth-of-type(1) b")]
    assert shown == [spaces(_in_unit(value, row)) for value in stored]
    assert len(stored) > 12, "some are a matter of opening them"


def _in_unit(value: float, row: dict[str, Any]) -> str:
    return formatting.quantity(value, row["unit"] if row["unit"] in ("%", "‰") else None, int(row["decimals"]))


def test_a_correction_stands_beside_the_value_it_corrects(demo_boards: Boards) -> None:
    query = text(
        "SELECT i.id, p.slug, v.value FROM indicator_values v JOIN indicators i ON i.id = v.indicator_id "
        "JOIN progress p ON p.item_id = i.id AND p.item_kind = 'indicator' "
        "WHERE v.state = 'approved' AND v.superseded_at IS NOT NULL AND p.plan_code = 'demo' ORDER BY v.id"
    )
    with demo_boards.store.reading() as connection:
        corrected = connection.execute(query).all()
    assert corrected
    item_id, slug, _old = corrected[0]
    mine = [value for other_id, _slug, value in corrected if other_id == item_id]
    told = words_of(demo_boards.page(in_plan(f"/indicador/{slug}", "demo")).select_one("#valores"))
    assert told.count("corrige ") == len(mine)


def test_who_entered_a_value_stands_with_the_day_it_was_entered_not_that_of_its_approval(demo_boards: Boards) -> None:
    """Of the values in force and of those they correct; approving records a row of its own, later."""
    query = text(
        "SELECT p.slug, a.display_name AS post, sent.recorded_at AS entered_at, v.recorded_at AS approved_at, "
        "v.superseded_at FROM indicator_values v JOIN progress p ON p.item_id = v.indicator_id AND p.item_kind = "
        "'indicator' JOIN indicator_values sent ON sent.indicator_id = v.indicator_id AND sent.period_end = "
        "v.period_end AND sent.state = 'sent' AND sent.superseded_at = v.recorded_at "
        "JOIN accounts a ON a.id = sent.recorded_by WHERE v.state = 'approved' AND v.period_end <= p.as_of "
        "AND p.plan_code = 'demo' "
        "ORDER BY v.superseded_at IS NULL, v.id"
    )
    with demo_boards.store.reading() as connection:
        rows = connection.execute(query).all()

    def day(moment: str) -> date:
        return datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone().date()

    corrected = [row for row in rows if row.superseded_at]
    later = [row for row in rows if not row.superseded_at and day(row.entered_at) != day(row.approved_at)]
    assert corrected and later
    for row in (corrected[0], later[0], later[-1]):
        told = words_of(demo_boards.page(in_plan(f"/indicador/{row.slug}", "demo")).select_one("#valores"))
        entered = f"{row.post}, {formatting.day(day(row.entered_at))}"
        assert entered in told
        assert f"{row.post}, {formatting.day(day(row.approved_at))}" not in told


def test_every_value_of_a_real_plan_names_the_cell_it_came_from(real_boards: Boards) -> None:
    """The workbook is opened again and the cells the page names are compared with the numbers beside them."""
    sheet = load_workbook(WORKBOOKS["tenjo"], data_only=True)["PDM"]
    checked = 0
    for row in found(real_boards.store, TENJO, "unit NOT LIKE '%100%'")[::40]:
        page = real_boards.page(in_plan(f"/indicador/{row['slug']}", TENJO))
        for line in page.select("#valores tbody:not(.turn) tr"):
            cells = [words_of(cell) for cell in line.select("td")]
            where = re.search(r"hoja PDM, celda ([A-Z]+\d+)", cells[4])
            assert where is not None, cells
            stored = float(str(sheet.cell(*coordinate_to_tuple(where[1])).value))
            value = line.select("td")[0].select_one("b")
            assert words_of(value) == spaces(formatting.number(stored, int(row["decimals"]))), where[1]
            checked += 1
    assert checked > 20


def test_executed_beside_planned_adds_up_to_the_cells_of_the_year(real_boards: Boards) -> None:
    row = found(real_boards.store, TENJO, "slug = 'metros-lineales-de-redes-de-acueducto-ampliadas'")[0]
    page = real_boards.page(in_plan(f"/indicador/{row['slug']}", TENJO))
    table = [[words_of(cell) for cell in line.select("th, td")] for line in page.select("#anual tbody tr")]
    assert [[cell.split(" ")[-1] for cell in line[:3]] for line in table] == [
        ["2024", "300", "1.200"],
        ["2025", "100", "100"],
    ]
    assert [line[3].removeprefix("Cumplimiento ") for line in table] == ["25,0 %", "100,0 %"]


def test_a_huge_percent_is_written_whole_and_questioned(real_boards: Boards) -> None:
    row = max(found(real_boards.store, TENJO, "progress_pct IS NOT NULL"), key=lambda each: each["progress_pct"])
    page = real_boards.page(in_plan(f"/indicador/{row['slug']}", TENJO))
    assert (
        words_of(page.select_one(".facts")).count(f"Avance {spaces(formatting.percent(row['progress_pct'], 0))}") == 1
    )
    assert "conviene revisar la meta o el dato" in words_of(page.select_one(".fig"))


def level_at(day: date, line: list[tuple[date, float]]) -> float:
    """The level of a drawn line on a day."""
    days, levels = zip(*((on.toordinal(), level) for on, level in line), strict=True)
    return float(np.interp(day.toordinal(), days, levels))


def test_the_bands_of_the_chart_meet_the_statuses_of_the_past(demo_store: Store) -> None:
    """What the rules judged on track lies between expected and the first limit, and so on: two ways to one answer."""
    seen: set[str] = set()
    for row in found(demo_store, "demo", "progress_rule IN ('baseline', 'flow', 'ratio') AND expected_rule = 'line'")[
        ::4
    ]:
        detail = detail_of(demo_store, "demo", row["item_id"])
        drawn = prepare.drawing(detail, date(2026, 10, 31))
        if drawn is None or drawn.corridor is None or detail.row["accumulation_years"]:
            continue
        up = detail.computation["sense"] == "increase"
        for past in prepare.judged(detail.history).to_dict("records"):
            if past["status"] not in ("on_track", "at_risk", "off_track") or past["expected_pct"] <= 0:
                continue
            on, risk = (
                level_at(past["period_end"].date(), line) for line in (drawn.corridor.on_track, drawn.corridor.at_risk)
            )
            value = past["accumulated_value"]
            reaches_on, reaches_risk = (value >= on - 1e-9, value >= risk - 1e-9) if up else (
                value <= on + 1e-9, value <= risk + 1e-9)  # fmt: skip
            drawn_as = "on_track" if reaches_on else "at_risk" if reaches_risk else "off_track"
            if past["reason_code"] in ("attainment_on_track", "attainment_at_risk", "attainment_off_track"):
                assert drawn_as == past["status"], (row["slug"], past["period_end"])
                seen.add(drawn_as)
    assert seen == {"on_track", "at_risk", "off_track"}


def test_a_quantity_that_starts_anew_each_year_is_drawn_year_by_year(demo_store: Store) -> None:
    row = found(demo_store, "demo", "accumulation_years = 'last' AND value IS NOT NULL")[0]
    detail = detail_of(demo_store, "demo", row["item_id"])
    drawn = prepare.drawing(detail, date(2026, 10, 31))
    assert drawn is not None
    assert [{day.year for day, _value in run} for run in drawn.actual] == [
        {year} for year in sorted({day.year for run in drawn.actual for day, _value in run})
    ]
    assert drawn.projection is None and drawn.corridor is None


BASE = {
    "recent_per_period": 2.0, "periods_left": 5.0, "required_per_period": 4.0, "target_value": 60.0, "value": 40.0,
    "value_on": date(2026, 9, 30), "target_due_on": date(2027, 12, 31), "accumulation_years": None, "value_bound": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (date(2027, 12, 31), 50.0, False)),
        ({"recent_per_period": 8.0}, (date(2027, 5, 16), 60.0, True)),
        ({"recent_per_period": -2.0}, (date(2027, 12, 31), 30.0, False)),
        ({"recent_per_period": -8.0, "target_value": 20.0}, (date(2027, 5, 16), 20.0, True)),
        ({"recent_per_period": None}, None),
        ({"required_per_period": None}, None),
        ({"accumulation_years": "last"}, None),
        ({"value_bound": ">"}, None),
    ],
)
def test_the_recent_pace_leads_where_multiplying_it_leads(changes: dict[str, Any], expected: Any) -> None:
    ahead = histories.projection({**BASE, **changes})
    assert (ahead and (ahead.on, ahead.value, ahead.reaches)) == expected


@pytest.mark.parametrize(
    ("needed", "recent", "said"),
    [
        (5.0, 1.4, "Sube, pero a menos de un tercio del ritmo que hace falta"),
        (5.0, 2.0, "Sube, pero a menos de la mitad del ritmo que hace falta"),
        (5.0, 4.0, "Sube, pero por debajo del ritmo que hace falta"),
        (5.0, 4.8, "Sube casi al ritmo que hace falta"),
        (5.0, 6.0, "Sube al ritmo que hace falta"),
        (5.0, -1.0, "Baja, en sentido contrario a la meta"),
        (-5.0, -6.0, "Baja al ritmo que hace falta"),
        (5.0, 0.0, "No se mueve en los últimos períodos"),
        (None, 1.0, "Subió de 10,0 % a 20,0 %"),
    ],
)
def test_the_title_of_the_chart_says_what_is_seen(needed: float | None, recent: float, said: str) -> None:
    row = {
        "status": "off_track", "required_per_period": needed, "recent_per_period": recent, "value_bound": None,
        "reason_code": "attainment_off_track", "target_upper": None, "unit": "%", "decimals": 1,
    }  # fmt: skip
    run = [(date(2026, 3, 31), 10.0), (date(2026, 6, 30), 14.0), (date(2026, 9, 30), 20.0)]
    assert spaces(words.chart_title(row, [run])) == said
    assert words.chart_title(row, [run[:1]]) == "Un solo valor hasta ahora"


@pytest.mark.parametrize(
    ("reason", "values", "said"),
    [
        ("due_passed", (10.0, 12.0), "Pasó la fecha y no alcanzó la meta"),
        ("year_target_met", (10.0, 12.0), "Alcanzó la meta del año; el plan sigue"),
        ("ceiling_on_track", (10.0, 12.0), "Usa del tope no más de lo previsto a esta altura"),
        ("no_target", (12.0, 9.5), "Bajó de 12 a 9,5"),
        ("no_target", (12.0, 12.0), "Está como al comienzo: 12"),
    ],
)
def test_a_history_without_a_pace_to_judge_has_a_title_that_says_what_it_came_to(
    reason: str, values: tuple[float, float], said: str
) -> None:
    row = {
        "status": "on_track", "required_per_period": None, "recent_per_period": None, "value_bound": None,
        "reason_code": reason, "target_upper": None, "unit": "km", "decimals": None,
    }  # fmt: skip
    first, last = values
    run = [(date(2026, 3, 31), first), (date(2026, 9, 30), last)]
    assert words.chart_title(row, [run]) == said
    assert words.chart_title(row, [run, [(date(2027, 3, 31), last)]]).startswith(
        said if reason in ("due_passed", "year_target_met", "ceiling_on_track") else "Un solo valor este año"
    )


def test_a_pace_says_by_which_period_and_in_points_of_a_percent() -> None:
    row = {"decimals": 0, "unit": "%", "frequency": "quarterly"}
    assert spaces(paces.pace_with_period(5.0, row)) == "+5 puntos por trimestre"
    assert spaces(paces.pace_with_period(1.0, row)) == "+1 punto por trimestre"
    assert spaces(paces.pace_with_period(-0.42, {**row, "unit": "días", "frequency": "monthly"})) == "−0,4 por mes"
    assert spaces(paces.pace_with_period(12.6, {**row, "unit": None, "frequency": "once"})) == "+13"


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.59, "0,59"), (0.5999, "0,5999"), (0.598, "0,598"), (0.8996, "0,8996"), (0.9, "0,90"), (1.2, "1,20")],
)
def test_a_ratio_never_looks_like_a_limit_it_does_not_reach(value: float, written: str) -> None:
    assert explanations.ratio(value, 0.9, 0.6) == written


def test_a_sum_is_repeated_with_its_numbers_only_when_it_is_numbers_alone() -> None:
    computed = {"unit": "%", "decimals": 1, "on_track_min": 0.9, "at_risk_min": 0.6}
    step = Step(
        "progress", "Avance", "avance = (valor − línea de base) ÷ (meta − línea de base)", _given(), 40.0, Unit.PERCENT
    )
    told = _said(explanations.steps_list([step], computed))
    assert "34,9 − 18" in told and "60 − 18" in told and "40,0 %" in told
    in_words = Step("completion", "Avance", "avance = peso de los valor ÷ peso de todos", _given(), 40.0, Unit.PERCENT)
    assert "34,9 ÷" not in _said(explanations.steps_list([in_words], computed))


def _given() -> dict[str, Any]:
    from kpis.explain import Quantity

    return {
        "valor": Quantity(34.9, Unit.OWN),
        "línea de base": Quantity(18.0, Unit.OWN),
        "meta": Quantity(60.0, Unit.OWN),
    }


def _said(tree: Any) -> str:
    from dashboards.site.rendering import text_of

    return spaces(text_of(tree))


@pytest.mark.slow
def test_every_page_of_an_indicator_of_the_three_plans_is_in_order(boards: Boards, plan_code: str) -> None:
    rows = found(boards.store, plan_code, "is_public")
    step = max(1, len(rows) // 30)
    for row in rows[::step]:
        for address in (
            in_plan(f"/indicador/{row['slug']}", plan_code),
            in_plan(f"/indicador/{row['slug']}", plan_code, idioma="en"),
        ):
            assert check_html(boards.text(address), spanish="idioma" not in address) == [], address


def test_a_target_without_a_date_of_its_own_says_that_the_end_of_the_plan_is_taken(real_boards: Boards) -> None:
    plan = "estrategia-de-datos"
    with real_boards.store.reading() as connection:
        rows = connection.execute(
            text(
                "SELECT i.code, u.slug, t.due_on, pv.ends_on FROM targets t JOIN indicators i ON i.id = t.indicator_id"
                " JOIN plans p ON p.id = i.plan_id AND p.code = :plan"
                " JOIN plan_versions pv ON pv.plan_id = p.id AND pv.superseded_at IS NULL"
                " JOIN progress u ON u.item_kind = 'indicator' AND u.item_id = i.id"
                " WHERE t.kind = 'final' AND t.superseded_at IS NULL AND t.value IS NOT NULL"
            ),
            {"plan": plan},
        ).all()
    without = {row.code for row in rows if row.due_on is None}
    assert {"3.I8", "3.I9", "3.I10"} <= without < {row.code for row in rows}
    for row in rows:
        told = words_of(real_boards.page(in_plan(f"/indicador/{row.slug}", plan)).select_one("main"))
        end = date.fromisoformat(row.ends_on)
        assert (f"sin plazo propio; se toma el fin del plan, {end:%d/%m/%Y}" in told) is (row.code in without), row.code
        assert (f"sin plazo propio se toma el fin del plan, {end:%d/%m/%Y}" in told) is (row.code in without), row.code
