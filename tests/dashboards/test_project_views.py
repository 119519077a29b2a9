"""The views of /proyectos and the page of a district: each number by hand-written SQL or arithmetic, on two days."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

import pytest
from bs4 import Tag

from dashboards import formatting
from data_models.queries import plans, progress
from data_models.store import Store
from data_models.visibility import PUBLIC
from tests.dashboards.boards import PAGE_ROWS, Boards, in_plan, with_parameter, words_of
from tests.dashboards.page_check import check_html

DEMO, TENJO = "demo", "tenjo-2024-2027"
LAST, EARLIER = "", "2025-06-30"
VIEWS = ("cronograma", "presupuesto", "atrasos", "mapa")


def projects(store: Store, plan_code: str, day: str) -> list[dict[str, Any]]:
    """The projects of a plan on a day ("" is the plan's) as plain dictionaries."""
    plan = plans.find_plan(store, PUBLIC, plan_code)
    assert plan is not None
    frame = progress.rows(store, PUBLIC, plan, as_of=dt.date.fromisoformat(day) if day else None)
    frame = frame[frame["item_kind"] == "project"]
    names = [
        "item_id", "slug", "name", "status", "progress_pct", "budget_executed_pct", "district", "delay_cause",
        "recovery_on", "as_of", "planned_start", "planned_end", "actual_start", "actual_end",
    ]  # fmt: skip
    rows: list[dict[str, Any]] = [
        dict(zip(names, row, strict=True)) for row in zip(*(frame[n].tolist() for n in names), strict=True)
    ]
    return [{name: None if formatting.is_missing(cell) else cell for name, cell in row.items()} for row in rows]


def view(boards: Boards, plan_code: str, name: str, day: str, **query: str) -> Tag:
    """The section a view shows, after the shared check of its page."""
    asked = {"vista": name, **({"al": day} if day else {}), **query}
    address = in_plan("/proyectos", plan_code, **asked)
    assert check_html(boards.text(address)) == []
    section = boards.page(address).select_one("main section.sec")
    assert section is not None
    return section


def links(boards: Boards, section: Tag) -> list[int]:
    """The counts of all links of a section, each as long as the list it leads to."""
    counts = []
    for link in section.select("a[data-cuenta]"):
        count = int(str(link["data-cuenta"]))
        assert boards.listed(str(link["href"])).total == count, link["href"]
        counts.append(count)
    return counts


@pytest.mark.parametrize("plan_code", [DEMO, TENJO], indirect=False)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_in_order_in_both_languages_empty_and_filtered(
    demo_boards: Boards, real_boards: Boards, plan_code: str, name: str
) -> None:
    boards = demo_boards if plan_code == DEMO else real_boards
    for query in ({}, {"q": "xyzzy"}, {"estado": "cumplida"}, {"columnas": "nada", "orden": "-nombre"}):
        address = in_plan("/proyectos", plan_code, vista=name, **query)
        assert check_html(boards.text(address)) == [], address
        assert check_html(boards.text(with_parameter(address, "idioma=en")), spanish=False) == [], address
    page = boards.page(in_plan("/proyectos", plan_code, vista=name, q="xyzzy"))
    assert [str(a["href"]) for a in page.select(".empty a")] == [in_plan("/proyectos", plan_code, vista=name)]
    chosen = page.select("nav.views [aria-current]")
    assert len(chosen) == 1 and len(page.select("nav.views a")) == 5


def test_an_unknown_view_or_column_is_said_and_the_list_is_shown(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/proyectos", DEMO, vista="nada", columnas="estado,nada"))
    notice = words_of(page.select_one(".notice.warn"))
    assert "la vista «nada»" in notice and "la columna «nada»" in notice
    assert len(page.select("#lista tbody:not(.turn) tr")) == PAGE_ROWS
    assert [words_of(head.a) for head in page.select("#lista thead th")] == ["Proyecto", "Estado y dato"]


@pytest.mark.parametrize("day", [LAST, EARLIER])
def test_the_schedule_draws_the_first_forty_with_their_milestones(
    demo_boards: Boards, demo_store: Store, day: str
) -> None:
    section = view(demo_boards, DEMO, "cronograma", day, secretaria="salud", orden="nombre")
    rows = section.select("tbody:not(.turn) tr")
    assert len(rows) == 40
    known = {row["slug"]: row for row in projects(demo_store, DEMO, day)}
    seen = dt.date.fromisoformat(day) if day else dt.date(2026, 10, 31)
    shown = [known[str(row.select_one("a")["href"]).partition("?")[0].rpartition("/")[2]] for row in rows]  # type: ignore[index]
    assert [row["name"].lower() for row in shown] == sorted(row["name"].lower() for row in shown) or len(shown) == 40
    past = 0
    for row in shown:
        end, ended = row["planned_end"], row["actual_end"]
        if end is not None and row["status"] != "cancelled":
            past += ended > end if ended is not None else row["status"] != "met" and end.date() < seen
    assert words_of(section.h2).startswith("De 40 proyectos, ")
    if past:
        assert f", {past} pas" in words_of(section.h2)
    with demo_store.reading() as connection:
        from sqlalchemy import text

        stored = connection.execute(
            text(
                "SELECT project_id, due_on, CASE WHEN done_on <= :day THEN done_on END AS done FROM milestones "
                "WHERE superseded_at IS NULL"
            ),
            {"day": seen.isoformat()},
        ).all()
    for row, drawn in zip(shown, rows, strict=True):
        own = [one for one in stored if one.project_id == row["item_id"]]
        done = sum(one.done is not None for one in own)
        late = sum(one.done is None and one.due_on < seen.isoformat() for one in own)
        marks = Counter(str(mark["class"][0]) for mark in drawn.select(".gt s"))
        assert (marks["s-met"], marks["s-off"], marks["s-ns"]) == (done, late, len(own) - done - late)
        said = words_of(drawn.select("td")[0])
        for count, word in ((done, "cumplido"), (late, "vencido"), (len(own) - done - late, "por venir")):
            assert (f"{count} {word}" in said) is (count > 0), said
    links(demo_boards, section)


@pytest.mark.parametrize("day", [LAST, EARLIER])
def test_spending_against_progress_is_counted_and_the_farthest_are_named(
    demo_boards: Boards, demo_store: Store, day: str
) -> None:
    section = view(demo_boards, DEMO, "presupuesto", day)
    rows = projects(demo_store, DEMO, day)
    told = [
        (row["budget_executed_pct"] - min(100.0, max(0.0, row["progress_pct"])), row)
        for row in rows
        if row["budget_executed_pct"] is not None and row["progress_pct"] is not None and row["status"] != "cancelled"
    ]
    ahead = [one for one in told if one[0] >= 30]
    behind = [one for one in told if one[0] <= -30]
    between = len(told) - len(ahead) - len(behind)
    assert links(demo_boards, section) == [len(ahead), len(behind), between, len(rows) - len(told)]
    title = words_of(section.h2)
    said = f"{len(told):,}".replace(",", ".")
    assert title.startswith(f"{len(ahead)} de {said} proyectos" if ahead else f"De {said} proyectos")
    drawn = section.select_one(".sc-p")
    assert drawn is not None and str(drawn["d"]).count("M") == len(told)
    farthest = sorted(ahead, key=lambda one: -one[0])[:8] + sorted(behind, key=lambda one: one[0])[:4]
    named = [str(a["href"]).partition("?")[0].rpartition("/")[2] for a in section.select("tbody a.gname")]
    assert len(named) == len(farthest)
    # Those that would hide each other share a place: "9–12", "3, 8".
    marked: list[int] = []
    for mark in section.select(".plot .sc-n"):
        first, _dash, last = words_of(mark).partition("–")
        marked += range(int(first), int(last) + 1) if last else [int(number) for number in first.split(", ")]
    assert sorted(marked) == list(range(1, len(farthest) + 1))
    for row in section.select("tbody tr"):
        apart, done, spent = (words_of(cell) for cell in row.select("td")[:3])
        figures = [float(told.split()[-2].replace(",", ".")) for told in (spent, done)]
        points = float(re.sub(r"[^\d,]", "", apart).replace(",", "."))
        # Who subtracts the two percents of the row agrees.
        assert points == pytest.approx(abs(figures[0] - figures[1]), abs=0.5 if points >= 10 else 1e-9)
    # Of equal distances either may come first.
    assert set(named) <= {row["slug"] for lead, row in told if abs(lead) >= 30}


@pytest.mark.parametrize("day", [LAST, EARLIER])
def test_delays_are_counted_by_cause_and_by_the_day_promised(demo_boards: Boards, demo_store: Store, day: str) -> None:
    section = view(demo_boards, DEMO, "atrasos", day)
    late = [row for row in projects(demo_store, DEMO, day) if row["status"] in ("off_track", "at_risk")]
    expected: dict[str, list[int]] = {}
    for cause in {row["delay_cause"] for row in late}:
        own = [row for row in late if row["delay_cause"] == cause]
        expected[cause or ""] = _delay_counts(own)
    found = []
    for row in section.select("tbody tr"):
        found.append((words_of(row.th), [int(words_of(cell)) for cell in row.select("td.num a")]))
    assert found[-1] == ("En total", _delay_counts(late))
    assert sorted(counts for _name, counts in found[:-1]) == sorted(expected.values())
    assert dict(found).get("Sin causa informada") == expected.get("")
    totals = [counts[2] for name, counts in found[:-1] if name not in ("Sin causa informada", "Otra causa")]
    assert totals == sorted(totals, reverse=True)
    links(demo_boards, section)
    broken = _delay_counts(late)[3]
    page = demo_boards.page(in_plan("/proyectos", DEMO, vista="atrasos", **({"al": day} if day else {})))
    promises = page.select_one("#promesas")
    assert (promises is not None) is (broken > 0)
    if promises is not None:
        assert words_of(promises.h2).startswith(f"{broken} proyecto")
        assert len(promises.select("tbody tr:has(th)")) == min(12, broken)


def _delay_counts(rows: list[dict[str, Any]]) -> list[int]:
    """Off track, at risk, all, of which the promised day has passed, and of which none was promised."""
    return [
        sum(row["status"] == "off_track" for row in rows),
        sum(row["status"] == "at_risk" for row in rows),
        len(rows),
        sum(row["recovery_on"] is not None and row["recovery_on"] < row["as_of"] for row in rows),
        sum(row["recovery_on"] is None for row in rows),
    ]


@pytest.mark.parametrize("day", [LAST, EARLIER])
def test_the_map_and_its_table_say_the_same_and_lead_to_each_district(
    demo_boards: Boards, demo_store: Store, day: str
) -> None:
    section = view(demo_boards, DEMO, "mapa", day)
    rows = projects(demo_store, DEMO, day)
    late = Counter(row["district"] for row in rows if row["status"] == "off_track")
    names = sorted({row["district"] for row in rows} - {None})
    on_map = {}
    for label in section.select(".map .lab"):
        name, number = label.select("a")
        on_map[f"Distrito {words_of(name)}"] = int(words_of(number))
        assert str(name["href"]).startswith("/distrito/distrito-")
        assert demo_boards.client.get(str(name["href"])).status_code == 200
    assert on_map == {name: late[name] for name in names}
    in_table = {
        words_of(row.th): [int(str(a["data-cuenta"])) for a in row.select("td a[data-cuenta]")]
        for row in section.select("tbody tr")
        if row.th is not None
    }
    assert set(in_table) == {*names, "Sin distrito", "En total"}
    for name, counts in in_table.items():
        own = [row for row in rows if name == "En total" or (row["district"] or "Sin distrito") == name]
        good = sum(row["status"] in ("met", "on_track") for row in own)
        judged = sum(row["status"] in ("met", "on_track", "at_risk", "off_track") for row in own)
        unjudged = [len(own) - judged] if len(own) > judged else []
        late_here = sum(row["status"] == "off_track" for row in own)
        assert counts[: 3 + len(unjudged)] == [good, judged, *unjudged, late_here], name
    links(demo_boards, section)
    paths = section.select(".map path")
    assert len(paths) == 7 and sum(len(str(path["d"])) for path in paths) < 10_000
    most = max(late[name] for name in names)
    assert words_of(section.h2).startswith("Donde hay más atrasos es Distrito") and f": {most} de" in words_of(
        section.h2
    )


def test_a_plan_without_districts_or_money_or_causes_says_so(real_boards: Boards) -> None:
    assert "nada dice en qué distrito está" in words_of(view(real_boards, TENJO, "mapa", LAST))
    assert "cuánto presupuesto gastó" in words_of(view(real_boards, TENJO, "presupuesto", LAST))
    assert "nada está atrasado ni en riesgo" in words_of(view(real_boards, TENJO, "atrasos", LAST))
    assert words_of(view(real_boards, TENJO, "cronograma", LAST).h2).startswith("De 40 proyectos")


def test_money_that_hangs_on_indicators_is_told_with_its_sum(real_boards: Boards, real_store: Store) -> None:
    from sqlalchemy import text

    query = (
        "SELECT count(*), sum(budget_current), sum(budget_executed) FROM progress WHERE plan_code = :p AND is_public "
        "AND item_kind = 'indicator' AND budget_current IS NOT NULL AND project_slug IS NOT NULL"
    )
    with real_store.reading() as connection:
        count, current, executed = connection.execute(text(query), {"p": TENJO}).one()
    page = real_boards.page(in_plan("/proyectos", TENJO))
    lede = words_of(page.select_one(".lede"))
    amount = formatting.money(current, "COP").replace("\N{NO-BREAK SPACE}", " ")
    assert f"en sus {count} metas de producto : {amount}" in lede
    assert f"ejecutado {formatting.number(100 * executed / current, 1)} %" in lede
    (link,) = page.select(".lede a[data-cuenta]")
    assert real_boards.listed(str(link["href"])).total == count
    with real_store.reading() as connection:
        slug, own, items = connection.execute(
            text(query.replace("count(*)", "project_slug").replace("sum(budget_executed)", "count(*)")
                 + " GROUP BY project_slug ORDER BY 1 LIMIT 1"), {"p": TENJO},
        ).one()  # fmt: skip
    row = next(row for row in page.select("#lista tbody tr") if f"/proyecto/{slug}?" in str(row))
    cell = words_of(row.select_one("td.bu"))
    assert formatting.short_money(own, "COP").replace("\N{NO-BREAK SPACE}", " ") in cell
    assert f"{items} meta" in cell


def test_what_was_spent_by_a_day_is_that_of_the_years_over_by_then(real_boards: Boards, real_store: Store) -> None:
    from sqlalchemy import text

    query = (
        "SELECT sum(budget_current), (SELECT sum(executed_amount) FROM budgets WHERE year = 2024 AND superseded_at IS"
        " NULL AND indicator_id IN (SELECT item_id FROM progress WHERE plan_code = :p AND item_kind = 'indicator'))"
        " FROM progress WHERE plan_code = :p AND item_kind = 'indicator'"
    )
    with real_store.reading() as connection:
        current, spent = connection.execute(text(query), {"p": TENJO}).one()
    told = {
        day: words_of(real_boards.page(in_plan("/proyectos", TENJO, al=day)).select_one(".lede"))
        for day in ("2024-12-31", "2025-03-31")
    }
    assert f"ejecutado {formatting.number(100 * spent / current, 1)} %" in told["2024-12-31"]
    # Much of what 2025 spent was spent after March, and nothing says how much.
    assert "ejecutado" not in told["2025-03-31"]


def test_headings_sort_and_say_so_and_columns_come_and_go(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/proyectos", DEMO, orden="nombre"))
    head = page.select_one("#lista thead th")
    assert head is not None and head["aria-sort"] == "ascending"
    again = head.select_one("a")
    assert again is not None
    back = demo_boards.page(str(again["href"]))
    assert back.select("#lista thead th")[0]["aria-sort"] == "descending"
    names = [words_of(cell.select_one("a")).lower() for cell in page.select("#lista tbody th")]
    last = [words_of(cell.select_one("a")).lower() for cell in back.select("#lista tbody th")]
    assert names[0] < last[0]
    money = demo_boards.page(in_plan("/proyectos", DEMO, orden="presupuesto"))
    sorted_ = [head for head in money.select("#lista thead th") if head.get("aria-sort")]
    assert [(words_of(head).split()[0], head["aria-sort"]) for head in sorted_] == [("Presupuesto", "descending")]
    added = next(a for a in page.select("details a") if a.get("aria-label") == "Agregar la columna Distrito")
    with_district = demo_boards.page(str(added["href"]))
    heads = [words_of(head.a) for head in with_district.select("#lista thead th")]
    assert "Distrito" in heads and len(heads) == 7
    removed = next(a for a in with_district.select("details a") if a.get("aria-label") == "Quitar la columna Distrito")
    assert str(removed["href"]) == in_plan("/proyectos", DEMO, orden="nombre").replace(
        "orden=nombre&plan=demo", "orden=nombre&plan=demo"
    )


@pytest.mark.parametrize("day", [LAST, EARLIER])
def test_the_page_of_a_district_counts_what_is_there(demo_boards: Boards, demo_store: Store, day: str) -> None:
    address = in_plan("/distrito/distrito-sur", DEMO, **({"al": day} if day else {}))
    assert check_html(demo_boards.text(address)) == []
    page = demo_boards.page(address)
    own = [row for row in projects(demo_store, DEMO, day) if row["district"] == "Distrito Sur"]
    counts = Counter(row["status"] for row in own)
    shown = [int(words_of(link.select_one("b"))) for link in page.select(".nums a")]
    order = ("met", "on_track", "at_risk", "off_track", "not_started", "no_data", "cancelled")
    assert shown == [counts[status] for status in order]
    assert words_of(page.h1).startswith("Distrito Sur: ") and f" de {len(own)} proyectos" in words_of(page.h1)
    main = page.main
    assert main is not None
    links(demo_boards, main)
    assert {"lugares", "responden", "vinculos", "descargas", "mapa"} <= {
        str(one["id"]) for one in main.select("section")
    }


def test_an_unknown_district_is_not_found_and_one_without_projects_says_so(demo_boards: Boards) -> None:
    assert demo_boards.client.get(in_plan("/distrito/no-hay", DEMO)).status_code == 404
    empty = demo_boards.page(in_plan("/distrito/distrito-sur", DEMO, sabido="2020-01-01"))
    assert words_of(empty.h1).startswith("Distrito Sur: sin")
