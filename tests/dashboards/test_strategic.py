"""/metas-estrategicas against hand-written SQL and arithmetic, on three plans and at two dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.page_check import check_html

DEMO, TENJO, LUJAN = "demo", "tenjo-2024-2027", "estrategia-de-datos"
CHOSEN = {
    DEMO: "is_strategic",
    # Its outcomes hang from its axes.
    LUJAN: "indicator_kind = 'outcome' AND program_slug IS NULL",
    # All weigh the same: those of the largest budget.
    TENJO: "item_id IN (SELECT item_id FROM progress WHERE plan_code = 'tenjo-2024-2027' AND item_kind = 'indicator' "
    "ORDER BY weight DESC, budget_current DESC LIMIT 12)",
}
SAID = {
    DEMO: "El plan marca 12 indicadores como globales.",
    LUJAN: "no marca sus indicadores globales. Se muestran {count} indicadores de resultado: lo que depende de un eje",
    TENJO: "no marca sus indicadores globales. Se muestran 12 metas de producto: por su peso",
}


def goals(boards: Boards, plan: str) -> list[dict[str, Any]]:
    query = f"SELECT * FROM progress WHERE plan_code = :p AND is_public AND item_kind = 'indicator' AND {CHOSEN[plan]}"
    with boards.store.reading() as connection:
        return [dict(row) for row in connection.execute(text(query), {"p": plan}).mappings()]


def slug_in(tag: Any) -> str:
    found = re.search(r"/indicador/([^?#]+)", str(tag["href"]))
    assert found is not None
    return found[1]


def test_the_goals_are_those_the_plan_marks_or_those_its_rule_chooses(boards: Boards, plan_code: str) -> None:
    page = boards.page(in_plan("/metas-estrategicas", plan_code))
    rows = goals(boards, plan_code)
    for place in (".smu h3 a", "#tabla tbody th a"):
        assert sorted(slug_in(link) for link in page.select(place)) == sorted(row["slug"] for row in rows)
    assert SAID[plan_code].format(count=len(rows)) in words_of(page.select_one(".lede"))


def test_the_heading_counts_those_going_well(boards: Boards, plan_code: str) -> None:
    rows = goals(boards, plan_code)
    good = sum(row["status"] in ("met", "on_track") for row in rows)
    silent = sum(row["status"] == "no_data" for row in rows)
    heading = boards.heading(in_plan("/metas-estrategicas", plan_code))
    if 2 * silent > len(rows):
        assert re.search(rf"\b{silent} de {len(rows)}\b|^{len(rows)} ", heading)
    else:
        assert heading.startswith(f"{good} de {len(rows)} metas")


def test_the_pace_needed_stands_beside_the_one_that_was(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/metas-estrategicas", DEMO))
    rows = {row["slug"]: row for row in goals(demo_boards, DEMO)}
    checked = 0
    for item in page.select(".smu > li"):
        row = rows[slug_in(item.select_one("h3 a"))]
        said = re.search(r"Necesita ([+−][\d.,]+).*?; viene de ([+−]?[\d.,]+)\.", words_of(item))
        if row["required_per_period"] is None:
            assert said is None
            continue
        assert said is not None, row["slug"]
        left = row["periods_left"]
        # The rule by hand, from the row's own value and target.
        assert number(said[1]) == pytest.approx(
            (row["target_value"] - row["value"]) / left, abs=10 ** -decimals(said[1])
        )
        assert number(said[2]) == pytest.approx(row["recent_per_period"], abs=10 ** -decimals(said[2]))
        checked += 1
    assert checked >= 8


def number(told: str) -> float:
    return float(told.replace(".", "").replace(",", ".").replace("−", "-"))


def decimals(told: str) -> int:
    return len(told.partition(",")[2])


def test_a_pace_that_is_too_slow_says_where_it_leads(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/metas-estrategicas", DEMO))
    rows = {row["slug"]: row for row in goals(demo_boards, DEMO)}
    checked = 0
    for item in page.select(".smu > li"):
        row = rows[slug_in(item.select_one("h3 a"))]
        said = re.search(r"A este ritmo llegaría a ([\d.,−]+)", words_of(item))
        if said is None:
            continue
        ahead = row["value"] + row["recent_per_period"] * row["periods_left"]
        assert number(said[1]) == pytest.approx(ahead, abs=10 ** -decimals(said[1]))
        checked += 1
    assert checked >= 3


def test_a_year_end_is_its_last_value_beside_what_was_expected_then(demo_boards: Boards) -> None:
    """Of stocks with a straight line: the level at the end of the year is worked out from its two ends."""
    rows = [
        row
        for row in goals(demo_boards, DEMO)
        if row["accumulation"] == "last" and row["expected_rule"] == "line" and not row["target_revisions"]
    ]
    page = demo_boards.page(in_plan("/metas-estrategicas", DEMO))
    lines = {slug_in(line.select_one("th a")): line for line in page.select("#anios tbody:not(.turn) tr")}
    years = [int(words_of(head)[:4]) for head in page.select("#anios thead th")[1:]]
    query = text(
        "SELECT CASE WHEN numerator IS NULL THEN value ELSE :scale * numerator / denominator END FROM indicator_values "
        "WHERE indicator_id = :i AND state = 'approved' AND superseded_at IS NULL AND period_end = :d"
    )
    interim = text("SELECT count(*) FROM targets WHERE indicator_id = :i AND kind = 'interim'")
    checked = 0
    with demo_boards.store.reading() as connection:
        for row in rows:
            if connection.scalar(interim, {"i": row["item_id"]}):
                continue
            for year, cell in zip(years, lines[row["slug"]].select("td"), strict=True):
                end = date(year, 12, 31)
                scale = 1000.0 if row["unit"] == "‰" else 100.0
                value = connection.scalar(query, {"i": row["item_id"], "d": end.isoformat(), "scale": scale})
                start, due = (date.fromisoformat(row[name]) for name in ("baseline_on", "target_due_on"))
                if value is None or end > date(2026, 10, 31):
                    assert "esperado" not in words_of(cell)
                    continue
                share = (end - start).days / (due - start).days
                planned = row["baseline_value"] + share * (row["target_value"] - row["baseline_value"])
                told = words_of(cell).replace(" %", "").replace(" ‰", "")
                said = re.search(r"^\d{4} ([\d.,]+) esperado ([\d.,]+) \(([+−\d.,]+)\)", told)
                assert said is not None, told
                for one, exact in zip(said.groups()[:2], (value, planned), strict=True):
                    assert number(one) == pytest.approx(exact, abs=0.51 * 10 ** -decimals(one))
                # Who subtracts what is shown agrees with what is said.
                assert number(said[3]) == pytest.approx(number(said[1]) - number(said[2]))
                checked += 1
    assert checked >= 8


def test_the_target_first_promised_is_drawn_where_it_was_revised(boards: Boards, plan_code: str) -> None:
    page = boards.page(in_plan("/metas-estrategicas", plan_code))
    for row in goals(boards, plan_code):
        item = next(item for item in page.select(".smu > li") if f"/indicador/{row['slug']}?" in str(item.h3))
        drawn = [str(path.get("stroke-dasharray")) for path in item.select("path")]
        if drawn:
            assert ("2 4" in drawn) is bool(row["target_revisions"]), row["slug"]


def test_counts_lead_to_lists_of_as_many_rows_at_two_dates(demo_boards: Boards) -> None:
    for query in ({}, {"al": "2025-06-30"}, {"eje": "ciudad-que-cuida"}):
        address = in_plan("/metas-estrategicas", DEMO, **query)
        counted = {href: count for href, count in links_in(demo_boards.text(address)) if count is not None}
        assert counted
        assert sum(counted.values()) == len(demo_boards.page(address).select(".smu > li"))
        for href, count in counted.items():
            assert demo_boards.listed(href).total == count


def test_an_earlier_day_shows_no_later_value(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/metas-estrategicas", DEMO, al="2025-06-30"))
    heads = [words_of(head) for head in page.select("#anios thead th")[1:]]
    assert heads == ["2024", "2025, en curso"]
    assert not re.search(r"dato del \d\d/\d\d/2026", words_of(page))


def test_every_state_of_the_board_is_in_order(boards: Boards, plan_code: str) -> None:
    for query in ({}, {"eje": "nada"}, {"q": "xyzzy"}, {"idioma": "en"}):
        html = boards.text(in_plan("/metas-estrategicas", plan_code, **query))
        assert check_html(html, spanish="idioma" not in query) == [], query


def test_a_target_in_the_list_says_when_its_date_is_only_that_of_the_plan(real_boards: Boards) -> None:
    query = text(
        "SELECT p.slug, t.due_on FROM targets t JOIN progress p ON p.item_kind = 'indicator' AND p.item_id = "
        "t.indicator_id WHERE p.plan_code = :p AND t.kind = 'final' AND t.superseded_at IS NULL"
    )
    with real_boards.store.reading() as connection:
        stored = {row.slug: row.due_on for row in connection.execute(query, {"p": LUJAN})}
    page = real_boards.page(in_plan("/indicadores", LUJAN))
    marked = {slug_in(line.a) for line in page.select("#lista tbody tr") if "(plazo del plan)" in words_of(line)}
    assert marked == {slug for slug, due in stored.items() if due is None}
