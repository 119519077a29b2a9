"""/comite: every number against hand-written SQL, on two days; KPIs of another plan, and those nobody measures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from bs4 import Tag
from sqlalchemy import text

from data_models.queries import progress
from data_models.queries.plans import find_plan
from data_models.queries.selection import Selection
from data_models.visibility import PUBLIC
from kpis.committee import KPIS
from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.page_check import check_html
from tests.dashboards.rows_in_sql import RowsInSql

PLAN = "demo-datos"
ROWS = (
    "FROM progress WHERE plan_code = 'demo-datos' AND is_public AND item_kind = 'indicator'"
    " AND '; ' || link_codes LIKE '%; comite:%'"
)


def rows(boards: Boards, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with boards.store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query), parameters)]


def counted(tag: Tag | None) -> list[int]:
    return [count for _href, count in links_in(str(tag)) if count is not None]


def number(words: str) -> float:
    return float(words.replace(".", "").replace(",", "."))


def test_the_headline_and_the_statuses_are_those_of_sql(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comite", PLAN))
    counts = dict(rows(demo_boards, f"SELECT status, count(*) {ROWS} GROUP BY status"))
    good, late, silent = counts["met"] + counts["on_track"], counts["off_track"], counts["no_data"]
    assert words_of(page.h1) == (
        f"{good} de {sum(counts.values())} indicadores del Comité van bien; {late} atrasados y {silent} sin datos"
    )
    order = ("met", "on_track", "at_risk", "off_track", "not_started", "no_data", "cancelled")
    assert counted(page.select_one("#estado")) == [counts.get(status, 0) for status in order]


def test_each_row_tells_the_value_of_the_progress_table(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comite", PLAN))
    expected = {
        name: (value, target, slug) for name, value, target, slug in rows(
            demo_boards, f"SELECT name, value, target_value, slug {ROWS}"
        )
    }  # fmt: skip
    shown = page.select("section[id^=area-] tbody tr")
    assert [words_of(row.th.a) for row in shown] == [kpi.name for kpi in KPIS]  # type: ignore[union-attr]
    for row in shown:
        name = words_of(row.th.a)  # type: ignore[union-attr]
        value, target, slug = expected[name]
        words = words_of(row.select("td")[0]).removeprefix("Valor").split()
        if value is None:
            assert words == ["sin", "dato"]
        else:
            assert number(words[0]) == pytest.approx(value, abs=0.51), name
        promise = words_of(row.select("td")[1]).partition("meta ")[2].split()[0]
        assert number(promise) == pytest.approx(target), name
        assert f"/indicador/{slug}?" in str(row.th)


def test_the_areas_count_their_own(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comite", PLAN))
    for area in "12345":
        inside = f"{ROWS} AND '; ' || link_codes || ';' LIKE '%; comite:{area};%'"
        ((good, total),) = rows(
            demo_boards, f"SELECT sum(CASE WHEN status IN ('met', 'on_track') THEN 1 ELSE 0 END), count(*) {inside}"
        )
        assert counted(page.select_one(f"#area-{area} .sub")) == [good, total]


def test_the_computed_numbers_are_one_number_everywhere(demo_boards: Boards) -> None:
    """On the committee's page, on the indicator's, in the list of what was counted, and recounted by SQL."""
    page = demo_boards.page(in_plan("/comite", PLAN))
    row = next(one for one in page.select("tbody tr") if "Proyectos municipales basados en datos" in words_of(one.th))
    assert row.th is not None
    ((href, count),) = [(href, count) for href, count in links_in(str(row.th)) if count is not None]
    assert demo_boards.listed(href).total == count
    ((recount,),) = rows(
        demo_boards,
        "SELECT count(*) FROM progress WHERE plan_code = 'demo' AND item_kind = 'project' AND is_public"
        " AND link_codes LIKE '%datos:1%' AND project_state IN ('in_progress', 'finished')",
    )
    assert (count, number(words_of(row.select("td")[0]).removeprefix("Valor ").split()[0])) == (recount, recount)
    slug = str(row.th.a["href"])  # type: ignore[index]
    assert f"{recount} proyectos" in words_of(demo_boards.page(slug).main)


@pytest.mark.parametrize(("day", "data", "met"), [("2025-06-30", 37, 0), ("2026-03-31", 56, 2)])
def test_on_another_day_it_tells_what_was_true_then(demo_boards: Boards, day: str, data: int, met: int) -> None:
    page = demo_boards.page(in_plan("/comite", PLAN, al=day))
    plan = find_plan(demo_boards.store, PUBLIC, PLAN)
    assert plan is not None
    frame = progress.rows(demo_boards.store, PUBLIC, plan, as_of=date.fromisoformat(day))
    found = Selection(link="comite", item_kind="indicator").apply(frame)
    good = int(found["status"].isin(["met", "on_track"]).sum())
    assert words_of(page.h1).startswith(f"{good} de 16 indicadores del Comité van bien")
    by_name = {words_of(row.th.a): row for row in page.select("section[id^=area-] tbody tr")}  # type: ignore[union-attr]
    assert words_of(by_name["Proyectos municipales basados en datos"].select("td")[0]).endswith(f"{data} proyectos")
    told = words_of(by_name["Avance de la estrategia de datos"].th)
    assert f"{met} de " in told
    ((value,),) = rows(
        demo_boards,
        "SELECT v.value FROM indicator_values v JOIN indicators i ON i.id = v.indicator_id WHERE i.code = 'E4.1.1'"
        " AND v.superseded_at IS NULL AND v.period_end = :day",
        day=day,
    )
    assert value == data
    assert all(f"al={day}" in href for href, count in links_in(str(page.main)) if count is not None)


@pytest.mark.parametrize(
    ("day", "counted_on", "goals_now"), [("2025-06-30", "2025-06-30", 20), ("2025-08-31", "2025-06-30", 20)]
)
def test_of_a_past_day_the_goals_met_are_told_as_they_were_known_when_counted(
    demo_boards: Boards, day: str, counted_on: str, goals_now: int
) -> None:
    """One of the goals was cancelled months later: it was one of 21 then, and the value of that quarter keeps it."""
    recount = (
        "SELECT count(*) FILTER (WHERE status = 'met') || ' de ' || count(*) FROM progress"
        " WHERE item_kind = 'indicator' AND status <> 'cancelled'"
        " AND '; ' || coalesce(link_codes, '') || ';' NOT LIKE '%; comite:5.1;%'"
    )
    of = date.fromisoformat(counted_on)
    then = RowsInSql(demo_boards.store, PLAN, of, known_on=datetime(of.year, of.month, of.day) + timedelta(days=1))
    known_then, known_now = then.one(recount), RowsInSql(demo_boards.store, PLAN, of).one(recount)
    assert (known_then, known_now) == ("0 de 21", f"0 de {goals_now}")
    page = demo_boards.page(in_plan("/comite", PLAN, al=day))
    row = next(one for one in page.select("tbody tr") if "Avance de la estrategia de datos" in words_of(one.th))
    assert words_of(row.select_one(".who")) == (
        f"Se contó al {of:%d/%m/%Y}, con lo que se sabía ese día: {known_then} metas cumplidas de este plan,"
        " sin contar esta"
    )
    ((met, goals),) = rows(
        demo_boards,
        "SELECT v.numerator, v.denominator FROM indicator_values v JOIN indicators i ON i.id = v.indicator_id"
        " WHERE i.code = 'E5.1.1' AND v.superseded_at IS NULL AND v.period_end = :day",
        day=counted_on,
    )
    assert f"{met:.0f} de {goals:.0f}" == known_then


def test_a_plan_without_them_shows_those_of_its_municipality_and_says_so(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comite", "demo"))
    assert demo_boards.heading(in_plan("/comite", "demo")) == demo_boards.heading(in_plan("/comite", PLAN))
    assert "estos son los de Estrategia de datos (demostración)" in words_of(page.select_one(".notice"))
    assert page.main is not None
    lists = [href for href, count in links_in(str(page.main)) if count is not None and href.startswith("/indicadores")]
    assert lists and all("plan=demo-datos" in href for href in lists)


def test_a_plan_of_a_municipality_without_them_defines_them_and_offers_the_way_out(real_boards: Boards) -> None:
    page = real_boards.page(in_plan("/comite", "tenjo-2024-2027"))
    assert words_of(page.h1) == "Los indicadores del Comité de Datos todavía no se miden en este plan"
    assert "hoja «Vínculos»" in words_of(page.select_one(".empty"))
    assert [words_of(row.th) for row in page.select("#definiciones tbody tr")] == [kpi.code for kpi in KPIS]
    formula = words_of(page.select("#definiciones tbody tr")[7])
    assert "licencia abierta" in formula and "conjuntos" in formula and "Mensual" in formula


def test_a_city_measures_some_of_them_with_its_own_indicators(real_boards: Boards) -> None:
    page = real_boards.page(in_plan("/comite", "estrategia-de-datos"))
    assert words_of(page.h1) == "1 de 2 indicadores del Comité va bien; 1 sin datos y 14 todavía no se miden"
    own = {words_of(row.th) for row in page.select("#area-1 tbody tr")}
    assert "Reuniones del Comité realizadas sobre planificadas Reuniones del Comité de Datos" in own
    assert sum("todavía no se mide" in words_of(row) for row in page.select("section[id^=area-] tbody tr")) == 14


def test_the_history_says_in_words_what_its_line_shows(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comite", PLAN))
    row = next(one for one in page.select("tbody tr") if "Proyectos municipales basados en datos" in words_of(one.th))
    assert words_of(row.select("td")[-1]) == "de 28 (dic. 2024) a 55 (oct. 2026)"
    assert row.select_one(".spark svg path") is not None


def test_the_page_is_in_order_and_in_english(demo_boards: Boards, real_boards: Boards) -> None:
    for boards, plan in ((demo_boards, PLAN), (demo_boards, "demo"), (real_boards, "estrategia-de-datos")):
        assert check_html(boards.text(in_plan("/comite", plan))) == []
        assert check_html(boards.text(in_plan("/comite", plan, idioma="en")), spanish=False) == []
    assert "of the Committee's indicators go well" in demo_boards.heading(in_plan("/comite", PLAN, idioma="en"))
