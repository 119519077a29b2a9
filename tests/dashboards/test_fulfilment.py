"""/cumplimiento against hand-written SQL and arithmetic, on both plans and at two dates."""

from __future__ import annotations

import re
from typing import Any

import brotli
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from dashboards import formatting
from dashboards.fulfilment import sections
from dashboards.fulfilment.prepare import Fulfilment, Part
from dashboards.page import PageContext
from dashboards.site.rendering import to_html
from data_models.queries.selection import Selection
from data_models.visibility import PUBLIC
from tests.dashboards.boards import Boards, in_plan, links_in, parse_text, words_of
from tests.dashboards.example_pages import PLAN
from tests.dashboards.page_check import check_html
from tests.dashboards.progress_rows import progress_frame

DEMO, TENJO = "demo", "tenjo-2024-2027"
EARLIER = {DEMO: "2025-06-30", TENJO: "2025-03-31"}
MOST_BYTES = 60_000


@pytest.fixture(params=[DEMO, TENJO])
def plan(request: pytest.FixtureRequest) -> str:
    code: str = request.param
    return code


@pytest.fixture
def site(plan: str, request: pytest.FixtureRequest) -> Boards:
    found: Boards = request.getfixturevalue("demo_boards" if plan == DEMO else "real_boards")
    return found


def rows_of(boards: Boards, plan: str, where: str = "true") -> list[dict[str, Any]]:
    query = f"SELECT * FROM progress WHERE plan_code = :p AND is_public AND item_kind = 'indicator' AND {where}"
    with boards.store.reading() as connection:
        return [dict(row) for row in connection.execute(text(query), {"p": plan}).mappings()]


def mean(rows: list[dict[str, Any]], name: str = "progress_pct") -> float:
    """The weighted mean of what is defined and not cancelled, each between 0 and 100: the rule, done by hand."""
    known = [row for row in rows if row[name] is not None and row["status"] != "cancelled"]
    done = sum(row["weight"] * min(100.0, max(0.0, row[name])) for row in known)
    return float(done / sum(row["weight"] for row in known))


def entering(rows: list[dict[str, Any]]) -> int:
    return sum(row["progress_pct"] is not None and row["status"] != "cancelled" for row in rows)


def whole(number: float) -> str:
    return formatting.percent(number, 0).replace(formatting.NBSP, " ")


def exact(number: float) -> str:
    return formatting.percent(number, 1).replace(formatting.NBSP, " ")


def test_the_heading_is_the_mean_with_its_coverage(site: Boards, plan: str) -> None:
    rows = rows_of(site, plan)
    assert site.heading(in_plan("/cumplimiento", plan)).startswith(
        f"{whole(mean(rows))} de avance promedio, con {entering(rows)} de {len(rows)} "
    )


def test_the_lede_sets_what_is_done_against_what_was_owed_by_the_same_ones(site: Boards, plan: str) -> None:
    both = [
        row
        for row in rows_of(site, plan, "progress_pct IS NOT NULL AND expected_pct IS NOT NULL")
        if row["status"] != "cancelled"
    ]
    done, owed = mean(both), mean(both, "expected_pct")
    lede = words_of(site.page(in_plan("/cumplimiento", plan)).select_one(".lede"))
    side = "menos" if done < owed else "más"
    # Who subtracts the two means as they are said agrees.
    points = formatting.number(abs(round(done, 1) - round(owed, 1)), 1)
    noun = "punto" if points == "1,0" else "puntos"
    told = f"va {exact(done)} y debía ir {exact(owed)}: {points} {noun} {side}."
    assert lede.startswith(f"Donde se sabe qué se esperaba ({len(both)}), {told}")
    kinds = [
        (name, rows_of(site, plan, f"indicator_kind = '{kind}'"))
        for kind, name in (("process", "De proceso"), ("outcome", "De resultado"))
    ]
    has_both = all(own for _name, own in kinds)
    # Of a plan with one kind, its mean is that of all.
    assert has_both or "De proceso," not in lede
    for name, own in kinds:
        if has_both:
            assert f"{name}, {whole(mean(own))} ( {entering(own)} de {len(own)} )" in lede


def test_each_axis_has_its_mean_its_coverage_and_its_late_ones(site: Boards, plan: str) -> None:
    page = site.page(in_plan("/cumplimiento", plan))
    lines = {words_of(line.select_one("th")): line for line in page.select("#resumen tbody tr")}
    axes = {row["axis_slug"] for row in rows_of(site, plan)}
    assert len(lines) == len(axes) + 1
    for slug in axes:
        own = rows_of(site, plan, f"axis_slug = '{slug}'")
        line = next(line for line in lines.values() if f"/eje/{slug}?" in str(line.select_one("th a")))
        assert words_of(line.select_one(".bar b")) == whole(mean(own))
        expected = [row for row in own if row["progress_pct"] is not None and row["expected_pct"] is not None]
        drawn = re.search(r"--a:([\d.]+)%;--e:([\d.]+)%", str(line.select_one(".bul")))
        assert drawn is not None
        assert float(drawn[1]) == pytest.approx(mean(own), abs=0.051)
        assert float(drawn[2]) == pytest.approx(mean(expected, "expected_pct"), abs=0.051)
        counts = [int(str(link["data-cuenta"])) for link in line.select("a[data-cuenta]")]
        assert counts == [entering(own), sum(row["status"] == "off_track" for row in own)]
        assert f"eje={slug}" in str(line.select_one("a.bar")["href"])  # type: ignore[index]


@pytest.mark.parametrize("earlier", [False, True])
@pytest.mark.parametrize("query", [{}, {"orden": "distancia"}])
def test_every_indicator_has_one_line_with_its_percent_and_marks(
    site: Boards, plan: str, query: dict[str, str], earlier: bool
) -> None:
    if earlier:
        query = {**query, "al": EARLIER[plan]}
    page = site.page(in_plan("/cumplimiento", plan, **query))
    lines = page.select("#barras .bl li")
    rows = {row["slug"]: row for row in rows_of(site, plan)}
    slugs = [re.search(r"/indicador/([^?]+)", str(line.a["href"]))[1] for line in lines]  # type: ignore[index]
    assert len(slugs) == len(set(slugs))
    if earlier:
        # As another day is not stored, the list of the same day says how many there are.
        assert len(slugs) == site.listed(in_plan("/indicadores", plan, al=EARLIER[plan])).total
        return
    assert set(slugs) == set(rows)
    for slug, line in zip(slugs, lines, strict=True):
        row, bar = rows[slug], line.select_one(".bul")
        assert (bar is None) is (row["progress_pct"] is None)
        if bar is None:
            continue
        style = dict(part.split(":") for part in str(bar["style"]).split(";"))
        assert float(style["--a"].rstrip("%")) == pytest.approx(min(100, max(0, row["progress_pct"])), abs=0.051)
        if row["expected_pct"] is not None:
            assert float(style["--e"].rstrip("%")) == pytest.approx(min(100, max(0, row["expected_pct"])), abs=0.051)
        else:
            assert bar.u is None


def test_a_tick_for_each_interim_target_stands_at_its_share_of_the_promise(demo_boards: Boards) -> None:
    query = text(
        "SELECT p.slug, t.value, p.baseline_value, p.target_value FROM targets t JOIN progress p "
        "ON p.item_kind = 'indicator' AND p.item_id = t.indicator_id WHERE t.kind = 'interim' AND p.plan_code = 'demo' "
        "AND t.superseded_at IS NULL AND p.accumulation_years IS NULL AND p.progress_rule = 'baseline' "
        "ORDER BY t.due_on"
    )
    with demo_boards.store.reading() as connection:
        stored = connection.execute(query).all()
    assert stored
    page = demo_boards.page(in_plan("/cumplimiento", "demo"))
    for slug in {row.slug for row in stored}:
        shares = [
            100 * (row.value - row.baseline_value) / (row.target_value - row.baseline_value)
            for row in stored
            if row.slug == slug
        ]
        line = next(line for line in page.select("#barras .bl li") if f"/indicador/{slug}?" in str(line.a))
        ticks = [float(tick) for tick in re.findall(r'<s style="--e:([\d.]+)%"', str(line))]
        assert ticks == pytest.approx([share for share in shares if 0 < share < 100], abs=0.051)


def test_the_order_by_distance_begins_with_the_farthest_of_each_kind(site: Boards, plan: str) -> None:
    page = site.page(in_plan("/cumplimiento", plan, orden="distancia"))
    for kind, label in (("process", "De proceso"), ("outcome", "De resultado")):
        rows = rows_of(site, plan, f"indicator_kind = '{kind}' AND gap_points IS NOT NULL")
        if rows:
            first = page.select_one(f'#barras .bl[aria-label="{label}"] li a')
            assert first is not None
            slug = re.search(r"/indicador/([^?]+)", str(first["href"]))
            assert slug is not None
            gaps = {row["slug"]: row["gap_points"] for row in rows}
            assert gaps[slug[1]] == min(gaps.values())


def test_the_table_says_what_the_bars_say(site: Boards, plan: str) -> None:
    page = site.page(in_plan("/cumplimiento", plan, vista="tabla"))
    rows = {row["slug"]: row for row in rows_of(site, plan)}
    lines = page.select("#barras tbody tr:has(th)")
    assert len(lines) == len(rows)
    for line in lines:
        slug = re.search(r"/indicador/([^?]+)", str(line.a["href"]))  # type: ignore[index]
        assert slug is not None
        row, cells = rows[slug[1]], [words_of(cell) for cell in line.select("td")]
        percent = row["progress_pct"]
        told = "sin porcentaje"
        if percent is not None:
            told = formatting.percent(percent, 0 if abs(percent) >= 10 or percent == 0 else 1)
        assert cells[2] == f"Avance {told.replace(formatting.NBSP, ' ')}"
        expected = row["expected_pct"]
        if expected is not None and expected < 100.5:
            assert cells[3] == f"Esperado {whole(expected) if expected >= 10 or not expected else exact(expected)}"
        elif expected is not None:
            assert cells[3].endswith(", más que la meta")


def test_a_contradiction_is_a_program_with_a_process_met_and_an_outcome_that_does_not_move(demo_boards: Boards) -> None:
    still = (
        "indicator_kind = 'outcome' AND status IN ('at_risk', 'off_track') AND direction <> 'keep' AND "
        "NOT (accumulation = 'sum' AND direction = 'decrease') AND CASE WHEN recent_per_period IS NULL THEN "
        "progress_pct <= 0 WHEN direction = 'increase' THEN recent_per_period <= 0 ELSE recent_per_period >= 0 END"
    )
    query = text(
        f"SELECT program_slug, sum(CASE WHEN {still} THEN 1 ELSE 0 END) AS still, "
        "sum(CASE WHEN indicator_kind = 'process' AND status = 'met' THEN 1 ELSE 0 END) AS met FROM progress "
        "WHERE plan_code = 'demo' AND item_kind = 'indicator' AND is_public GROUP BY program_slug"
    )
    with demo_boards.store.reading() as connection:
        expected = {
            row.program_slug: (row.met, row.still) for row in connection.execute(query) if row.met and row.still
        }
    assert expected
    page = demo_boards.page(in_plan("/cumplimiento", "demo"))
    told = {}
    for line in page.select("#contradicciones .il li"):
        slug = re.search(r"/programa/([^?]+)", str(line.a["href"]))  # type: ignore[index]
        met = line.select_one("a[data-cuenta]")
        assert slug is not None and met is not None
        told[slug[1]] = (int(str(met["data-cuenta"])), len(line.select(".v a")) - 1)
    assert told == expected


def test_a_plan_of_one_kind_of_indicator_says_that_nothing_can_contradict_itself(real_boards: Boards) -> None:
    words = words_of(real_boards.page(in_plan("/cumplimiento", TENJO)).select_one("#contradicciones"))
    assert "no hay con qué compararlos" in words


def test_counts_lead_to_lists_of_as_many_rows(site: Boards, plan: str) -> None:
    for address in (in_plan("/cumplimiento", plan), in_plan("/cumplimiento", plan, tipo="proceso", al=EARLIER[plan])):
        counted = {href: count for href, count in links_in(site.text(address)) if count is not None}
        assert len(counted) > 8
        for href, count in counted.items():
            assert site.listed(href).total == count, (address, href)


def test_filters_narrow_every_number(demo_boards: Boards) -> None:
    rows = rows_of(demo_boards, DEMO, "axis_slug = 'ciudad-que-cuida' AND indicator_kind = 'outcome'")
    address = in_plan("/cumplimiento", DEMO, eje="ciudad-que-cuida", tipo="resultado")
    assert demo_boards.heading(address).startswith(f"{whole(mean(rows))} de avance promedio en «Ciudad que cuida»")
    page = demo_boards.page(address)
    assert len(page.select("#barras .bl li")) == len(rows)
    programs = {row["program_slug"] for row in rows}
    assert len(page.select("#resumen tbody tr")) == len(programs) + 1
    late = in_plan("/cumplimiento", DEMO, estado="atrasada")
    assert " en estado «Atrasada», con " in demo_boards.heading(late)
    nothing = demo_boards.page(in_plan("/cumplimiento", DEMO, q="xyzzy"))
    assert words_of(nothing.h1) == "Ninguna coincidencia con «xyzzy»" and nothing.select_one(".empty a") is not None


def test_every_state_of_the_board_is_in_order(boards: Boards, plan_code: str) -> None:
    for query in ({}, {"vista": "tabla"}, {"orden": "distancia"}, {"vista": "nada"}, {"q": "xyzzy"}):
        assert check_html(boards.text(in_plan("/cumplimiento", plan_code, **query))) == [], query


def test_the_board_of_331_goals_stays_light(real_boards: Boards) -> None:
    for query in ({}, {"vista": "tabla"}, {"orden": "distancia"}):
        sent = brotli.compress(real_boards.text(in_plan("/cumplimiento", TENJO, **query)).encode(), quality=5)
        assert len(sent) <= MOST_BYTES


def test_what_belongs_to_no_program_has_no_number_that_leads_to_more_than_it() -> None:
    """There is no list of exactly these, so their numbers are words; those of a program and of all lead to theirs."""
    address = parse_text("/cumplimiento?plan=demo")
    context = PageContext(None, PUBLIC, PLAN, (PLAN,), address, {})  # type: ignore[arg-type]
    program = {"program_slug": "salud", "program_name": "Salud", "program_code": "1.1"}
    rows = progress_frame(
        {"progress_pct": 50.0, **program}, {"progress_pct": 20.0, **program}, {"progress_pct": 10.0, "item_id": 9}
    )
    whole = Part(None, "", None, Selection(item_kind="indicator"), rows)
    found = Fulfilment(whole, {}, False, False, {}, [], has_both_kinds=False)
    section = BeautifulSoup(to_html(sections.summary_section(context, found)), "html.parser")
    rows_there = section.select("tbody tr")
    lines = {words_of(row.th): [link for _href, link in links_in(str(row)) if link] for row in rows_there}
    assert lines == {"1.1. Salud": [2], "Sin programa": [], "En total": [3]}
    loose = next(row for row in rows_there if words_of(row.th) == "Sin programa")
    assert "1 de 1" in words_of(loose)
