"""The Panorama of the demonstration and of a real plan, on the day of each and on an earlier one, counted with SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag

from dashboards.components.status import STATUSES
from dashboards.panorama import prepare
from data_models.queries.selection import folded
from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.rows_in_sql import RowsInSql

GOOD = "status IN ('met', 'on_track')"
JUDGED = "status IN ('met', 'on_track', 'at_risk', 'off_track')"
# Of the percents as they are shown: whole, all of these being 10 or more or 0.
SHOWN_GAP = "round(expected_pct) - round(progress_pct)"
OVER = "status IN ('met', 'cancelled')"
# Each plan now and on an earlier day, with a day to compare with.
SIGHTS = [
    ("demo", None, "2026-06-30"),
    ("demo", "2025-08-31", "2025-03-31"),
    ("tenjo-2024-2027", None, "2024-12-31"),
    ("tenjo-2024-2027", "2024-12-31", "2024-06-30"),
]


@dataclass(frozen=True)
class Sight:
    """A page with the rows it is of and those of the day it is compared with."""

    boards: Boards
    plan: str
    page: BeautifulSoup
    rows: RowsInSql
    before: RowsInSql
    since: date


@pytest.fixture(scope="module", params=SIGHTS, ids=lambda sight: f"{sight[0]}-{sight[1] or 'now'}")
def sight(request: pytest.FixtureRequest) -> Sight:
    """A plan on a day, compared with another."""
    plan, day, since = request.param
    boards: Boards = request.getfixturevalue("demo_boards" if plan == "demo" else "real_boards")
    window = {"comparado": since, **({"al": day} if day else {})}
    rows = RowsInSql(boards.store, plan, date.fromisoformat(day) if day else None)
    before = RowsInSql(boards.store, plan, date.fromisoformat(since))
    page = boards.page(in_plan("/", plan, **window))
    return Sight(boards, plan, page, rows, before, date.fromisoformat(since))


def counted(tag: Tag | None) -> list[int]:
    return [count for _href, count in links_in(str(tag)) if count is not None]


def statuses(rows: RowsInSql, where: str) -> list[int]:
    found = rows.pairs(f"SELECT status, count(*) FROM progress WHERE {where} GROUP BY status")
    return [found.get(status, 0) for status in STATUSES]


def test_headline_and_counts(sight: Sight) -> None:
    counts = statuses(sight.rows, "item_kind = 'indicator'")
    by_status = dict(zip(STATUSES, counts, strict=True))
    assert counted(sight.page.select_one("#estado .nums")) == counts
    good, total = by_status["met"] + by_status["on_track"], sum(counts)
    heading = words_of(sight.page.h1).replace(".", "")
    assert re.match(rf"{good} de {total} ", heading)
    if by_status["off_track"]:
        assert re.search(rf"; {by_status['off_track']} están? atrasad", heading)


def test_what_changed_since_the_day_chosen(sight: Sight) -> None:
    query = "SELECT item_id, status FROM progress WHERE item_kind = 'indicator'"
    now, then = sight.rows.pairs(query), sight.before.pairs(query)
    degrees = ["off_track", "at_risk", "on_track", "met"]
    moved = [(then[item], status) for item, status in now.items() if item in then and then[item] != status]
    graded = [(degrees.index(old), degrees.index(new)) for old, new in moved if old in degrees and new in degrees]
    good = [sum(status in ("met", "on_track") for status in found.values()) for found in (now, then)]
    lede = words_of(sight.page.select_one(".lede")).replace(".", "")
    day = f"{sight.since:%d/%m/%Y}"
    change = good[0] - good[1]
    assert lede.startswith("Va") and f"{abs(change)} {'más' if change > 0 else 'menos'} que al {day}" in lede
    better, worse = (sum(1 for old, new in graded if (new > old) == up) for up in (True, False))
    for count, verb in ((better, "mejor"), (worse, "empeor")):
        found = re.search(rf"(\d+) {verb}", lede)
        assert (int(found[1]) if found else 0) == count
    section = sight.page.select_one("#cambios")
    assert section is not None
    assert words_of(section.h2) == f"Qué cambió desde el {day}"
    assert len(section.select("ul.chg > li")) == min(len(moved), prepare.MOST_CHANGES_LISTED) > 0
    every = section.select_one("a[data-cuenta]")
    assert (every is not None) == (len(moved) > prepare.MOST_CHANGES_LISTED)
    if every is not None:
        assert int(str(every["data-cuenta"])) == len(moved)
        assert len(sight.boards.all_rows(str(every["href"]))) == len(moved)
    for link in sight.page.select(".nums a"):
        note = words_of(link.select_one(".d"))
        assert note == "igual" or note.endswith("desde entonces")


def test_the_worst_is_said_first_with_who_answers(sight: Sight) -> None:
    late = sight.rows.all(
        f"SELECT name, secretariat_name, {SHOWN_GAP} FROM progress WHERE item_kind = 'indicator'"
        " AND status = 'off_track' AND gap_points < 0 ORDER BY gap_points, place LIMIT 5"
    )
    shown = [
        (words_of(row.select_one("a.gname")), words_of(row.select("td")[2]).partition(" ")[2])
        for row in sight.page.select("#atrasado tbody tr")
        if row.th
    ]
    assert [name for name, _who in shown] == [name for name, _who, _gap in late]
    assert all(who in told for (_name, who, _gap), (_shown, told) in zip(late, shown, strict=True))
    line = words_of(sight.page.select_one(".worst"))
    name, who, gap = late[0]
    # Of a plan whose periods add up to more than the target, what is lacking is said in its unit.
    far = "0,64 por uno" if gap > 100 else f"{gap:.0f} puntos"
    assert line == f"Lo más atrasado: {name} , {far} menos que lo esperado. Responde {who}."


def test_shares_are_of_what_can_be_judged(sight: Sight) -> None:
    for section, slug, parts in (("ejes", "axis_slug", False), ("secretarias", "responsible_slugs", True)):
        rows = [row for row in sight.page.select(f"#{section} tbody tr") if row.th]
        assert len(rows) > 3
        names = [words_of(row.th) for row in rows if row.th and row.th.a]
        if parts:
            assert names == sorted(names, key=folded)
        for row in rows:
            assert row.th is not None
            link = row.th.a
            where = "item_kind = 'indicator'"
            if link is not None:
                found = re.search(r"/([^/?]+)\?", str(link["href"]))
                assert found is not None
                is_in = f"'; ' || {slug} || '; ' LIKE '%; {found[1]}; %'" if parts else f"{slug} = '{found[1]}'"
                where += f" AND {is_in}"
            good, judged = (
                sight.rows.one(f"SELECT count(*) FROM progress WHERE {where} AND {of}") for of in (GOOD, JUDGED)
            )
            cell = row.select("td")[1]
            total = sight.rows.one(f"SELECT count(*) FROM progress WHERE {where}")
            unjudged = [total - judged] if total > judged else []
            if not judged:
                assert "nada que juzgar" in words_of(cell)
                assert counted(cell) == unjudged
                continue
            assert counted(cell) == [good, judged, *unjudged]
            assert ("sin juzgar" in words_of(cell)) == bool(unjudged)
            assert f"{int(100 * good / judged + 0.5)} %" in words_of(cell)
            assert ("pocos" in words_of(cell)) == (judged < 10)
            assert counted(row.select("td")[2]) == [
                sight.rows.one(f"SELECT count(*) FROM progress WHERE {where} AND status = 'off_track'")
            ]


def test_every_project_is_a_mark_in_its_cell_and_hollow_when_stale(sight: Sight) -> None:
    query = (
        "SELECT status, axis_slug, count(*), sum(freshness = 'overdue' AND " + JUDGED + ")"
        " FROM progress WHERE item_kind = 'project' GROUP BY 1, 2"
    )
    expected = {(status, axis): (count, stale) for status, axis, count, stale in sight.rows.all(query)}
    if all(status == "no_data" for status, _axis in expected):
        assert sight.page.select("#proyectos table") == []
        return
    for row in sight.page.select("#proyectos tbody tr"):
        assert row.th is not None and row.th.a is not None
        axis = str(row.th.a["href"]).split("/")[2].partition("?")[0]
        for status, cell in zip(STATUSES, row.select("td"), strict=True):
            count, stale = expected.pop((status, axis), (0, 0))
            drawn = {"": 0, "o": 0}
            for block in cell.select(".fm i"):
                size = dict(re.findall(r"--(\w):(\d+)", str(block["style"])))
                drawn[" ".join(block.get("class") or [])] += int(size["n"]) * int(size.get("r", 1))
            assert (drawn[""] + drawn["o"], drawn["o"]) == (count, stale or 0)
            assert counted(cell) == ([count] if count else [])
    assert expected == {}


# The rules of questions again, in SQL: those that need no history of values.
RULES = {
    "gasto-adelantado": "budget_executed_pct - max(0.0, min(100.0, progress_pct)) >= 30 AND NOT " + OVER,
    "recuperacion-pasada": "recovery_on < :day AND status IN ('at_risk', 'off_track')",
    "meta-rebajada": "item_kind = 'indicator' AND target_revisions > 0 AND status <> 'cancelled' AND"
    " ((direction = 'increase' AND target_value < original_target_value)"
    " OR (direction = 'decrease' AND target_value > original_target_value))",
}


def test_questions_are_counted_by_rule_and_lead_to_their_lists(sight: Sight) -> None:
    section = sight.page.select_one("#preguntas")
    assert section is not None
    links = dict(link for link in links_in(str(section)) if link[0].startswith("/preguntas"))
    asked = [href for href in links if "regla=" in href]
    assert 0 < len(section.select("ul.ask > li")) <= 5
    for slug, where in RULES.items():
        expected = sight.rows.one(f"SELECT count(*) FROM progress WHERE {where}", day=f"{_day(sight)} 00:00:00")
        told = next((count for href, count in links.items() if f"regla={slug}" in href), 0)
        assert told == expected, slug
    for href in asked[:2]:
        assert sight.boards.listed(href).total == links[href]
    every = next(href for href in links if "regla=" not in href)
    assert links[every] == sum(links[href] or 0 for href in asked)
    for question in section.select("ul.ask > li"):
        assert question.select_one("q a") is not None and words_of(question.select_one("p"))
        assert "Cómo se eligió" in words_of(question.select_one("details"))


def _day(sight: Sight) -> str:
    found = re.search(r"al (\d\d)/(\d\d)/(\d{4})", words_of(sight.page.select_one(".kick")))
    assert found is not None
    return f"{found[3]}-{found[2]}-{found[1]}"


def test_a_day_that_cannot_be_compared_with_is_said_and_the_month_stands(demo_boards: Boards) -> None:
    for day in ("ayer", "2023-01-01", "2026-10-31", "2026-12-31"):
        page = demo_boards.page(in_plan("/", "demo", comparado=day))
        assert f"«{day}»" in words_of(page.select_one(".notice.warn"))
        assert words_of(page.select_one("#cambios h2")) == "Qué cambió desde el 30/09/2026"
    page = demo_boards.page(in_plan("/eje/ciudad-que-cuida", "demo", comparado="2025-12-31"))
    assert "que al 31/12/2025" in words_of(page.select_one(".lede"))
    chosen = page.select_one("select[name=comparado] option[selected]")
    assert chosen is not None and chosen["value"] == "2025-12-31"
