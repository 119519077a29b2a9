"""Every number of the Panorama, counted again with hand-written SQL and arithmetic over the demonstration."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import text

from data_models.queries import plans, progress
from data_models.queries.selection import folded
from data_models.store import Store
from data_models.visibility import PUBLIC
from tests.dashboards.boards import Boards, in_plan, links_in, words_of

STATUSES = {
    "met": "Cumplida",
    "on_track": "En camino",
    "at_risk": "En riesgo",
    "off_track": "Atrasada",
    "not_started": "Sin iniciar",
    "no_data": "Sin datos",
    "cancelled": "Cancelada",
}
ROWS = "FROM progress WHERE plan_code = 'demo' AND is_public"
GOOD = "status IN ('met', 'on_track')"
JUDGED = "status IN ('met', 'on_track', 'at_risk', 'off_track')"
# Of the percents as they are shown: whole, all of these being 10 or more or 0.
SHOWN_GAP = "round(expected_pct) - round(progress_pct)"
MONTH_BEFORE = date(2026, 9, 30)


def one(store: Store, query: str, **parameters: Any) -> Any:
    """The only cell of a query's answer."""
    with store.reading() as connection:
        return connection.scalar(text(query), parameters)


def pairs(store: Store, query: str, **parameters: Any) -> dict[Any, Any]:
    """A query of two columns as a dictionary."""
    with store.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(text(query), parameters)}


def counted(tag: Tag) -> list[int]:
    """The counts of the links inside an element."""
    return [count for _href, count in links_in(str(tag)) if count is not None]


def numbers(words: str) -> list[int]:
    """The whole numbers of a sentence, without those of dates."""
    plain = re.sub(r"\d\d/\d\d/\d{4}", "", words)
    return [int(found.replace(".", "")) for found in re.findall(r"\d+(?:\.\d{3})*(?![\d,])", plain)]


def rows_of(page: BeautifulSoup, section: str) -> dict[str, Tag]:
    """The rows of a section's table by the words of their header."""
    return {words_of(row.find("th")): row for row in page.select(f"#{section} tbody tr") if row.find("th")}


@pytest.fixture(scope="module")
def home(demo_boards: Boards) -> BeautifulSoup:
    return demo_boards.page(in_plan("/", "demo"))


def test_the_headline_and_the_lede_say_what_sql_counts(home: BeautifulSoup, demo_store: Store) -> None:
    by_status = pairs(demo_store, f"SELECT status, count(*) {ROWS} AND item_kind = 'indicator' GROUP BY status")
    overdue = one(demo_store, f"SELECT count(*) {ROWS} AND item_kind = 'indicator' AND freshness = 'overdue'")
    total, good = sum(by_status.values()), by_status["met"] + by_status["on_track"]
    assert words_of(home.h1) == f"{good} de {total} indicadores van bien; {by_status['off_track']} están atrasados"
    lede = words_of(home.select_one(".lede"))
    assert f"{by_status['at_risk']} están en riesgo." in lede
    assert f"De {overdue} el dato está vencido" in lede
    assert f"{by_status['no_data']} no tienen datos." in lede


def test_the_seven_counts_and_their_proportions(home: BeautifulSoup, demo_store: Store) -> None:
    by_status = pairs(demo_store, f"SELECT status, count(*) {ROWS} AND item_kind = 'indicator' GROUP BY status")
    shown = {
        words_of(link.select_one(".st")): counted(link.parent)[0] for link in home.select(".nums a") if link.parent
    }
    assert shown == {name: by_status.get(status, 0) for status, name in STATUSES.items()}
    strip = [int(re.findall(r"--n:(\d+)", str(part["style"]))[0]) for part in home.select("#estado .strip span")]
    assert strip == [by_status[status] for status in STATUSES if by_status.get(status)]


def statuses_on(store: Store, day: date) -> dict[int, str]:
    """The status of each indicator on another day."""
    plan = plans.find_plan(store, PUBLIC, "demo")
    assert plan is not None
    frame = progress.rows(store, PUBLIC, plan, as_of=day)
    frame = frame[frame["item_kind"] == "indicator"]
    return dict(zip(frame["item_id"], frame["status"], strict=True))


def test_the_changes_in_a_month(home: BeautifulSoup, demo_store: Store) -> None:
    before = statuses_on(demo_store, MONTH_BEFORE)
    now = pairs(demo_store, f"SELECT item_id, status {ROWS} AND item_kind = 'indicator'")
    degrees = ["off_track", "at_risk", "on_track", "met"]
    better = worse = first = changed = 0
    for item, status in now.items():
        old = before[item]
        changed += status != old
        if status in degrees and old in degrees:
            better += degrees.index(status) > degrees.index(old)
            worse += degrees.index(status) < degrees.index(old)
        first += status in degrees and old in ("no_data", "not_started")
    good = sum(status in ("met", "on_track") for status in now.values())
    good_before = sum(status in ("met", "on_track") for status in before.values())
    assert changed > 5
    lede = words_of(home.select_one(".lede"))
    assert numbers(lede)[:4] == [good - good_before, better, worse, first]
    assert lede.startswith(f"Van bien {good - good_before} más que al 30/09/2026")
    assert f"{changed} cambios de estado" in words_of(home.select_one("#cambios .sub"))
    assert len(home.select("#cambios ul.chg > li")) == changed
    for link in home.select(".nums a"):
        status = next(of for of, name in STATUSES.items() if name == words_of(link.select_one(".st")))
        change = list(now.values()).count(status) - list(before.values()).count(status)
        note = f"{'+' if change > 0 else '−'}{abs(change)} en el mes" if change else "igual"
        assert words_of(link.select_one(".d")) == note


def test_a_month_earlier_the_panorama_showed_those_counts(demo_boards: Boards, demo_store: Store) -> None:
    before = list(statuses_on(demo_store, MONTH_BEFORE).values())
    page = demo_boards.page(in_plan("/", "demo", al=MONTH_BEFORE.isoformat()))
    shown = [count for link in page.select(".nums li") for count in counted(link)]
    assert shown == [before.count(status) for status in STATUSES]


def test_fresh_due_overdue_and_undemanded_make_the_base(home: BeautifulSoup, demo_store: Store) -> None:
    fresh = pairs(
        demo_store,
        f"SELECT coalesce(freshness, 'none'), count(*) {ROWS} AND item_kind = 'indicator' GROUP BY 1",
    )
    base = home.select_one("#estado .base")
    assert base is not None
    assert counted(base) == [sum(fresh.values()), fresh["fresh"], fresh["due"], fresh["overdue"]]
    assert f"y {fresh['none']} de los que no se exige dato" in words_of(base)


def test_the_most_late_are_those_of_sql(home: BeautifulSoup, demo_store: Store) -> None:
    with demo_store.reading() as connection:
        expected = connection.execute(
            text(
                f"SELECT name, {SHOWN_GAP} {ROWS} AND item_kind = 'indicator' AND status = 'off_track'"
                " AND gap_points < 0 ORDER BY gap_points LIMIT 5"
            )
        ).all()
    shown = [
        (words_of(row.select_one("a.gname")), numbers(words_of(row.select_one("td b")))[0])
        for row in rows_of(home, "atrasado").values()
    ]
    assert shown == [(name, int(gap)) for name, gap in expected]


def test_the_longest_overdue_and_how_many_there_are(home: BeautifulSoup, demo_store: Store) -> None:
    where = f"{ROWS} AND item_kind = 'indicator' AND freshness = 'overdue'"
    section = home.select_one("#vencidos")
    assert section is not None
    assert counted(section) == [one(demo_store, f"SELECT count(*) {where}")]
    with demo_store.reading() as connection:
        longest = connection.scalars(
            text(f"SELECT days_overdue {where} AND status <> 'no_data' ORDER BY days_overdue DESC LIMIT 5")
        ).all()
    assert [numbers(words_of(days))[0] for days in section.select(".fr.v")] == list(longest)


def test_what_has_no_data_and_why(home: BeautifulSoup, demo_store: Store) -> None:
    where = f"{ROWS} AND item_kind = 'indicator' AND status = 'no_data'"
    section = home.select_one("#sin-datos")
    assert section is not None
    assert counted(section) == [one(demo_store, f"SELECT count(*) {where}")]
    with demo_store.reading() as connection:
        found = connection.execute(text(f"SELECT name, reason, next_due_on, freshness {where}")).all()
        by_reason = connection.execute(
            text(f"SELECT count(*), reason {where} GROUP BY reason ORDER BY count(*) DESC")
        ).all()
    # The reason most of them share is said once, above; below, since when each waits.
    commonest = by_reason[0][1]
    said = {
        row.name: f"El primer dato venció el {date.fromisoformat(row.next_due_on):%d/%m/%Y}."
        if row.reason == commonest
        else row.reason
        for row in found
    }
    assert all(row.freshness == "overdue" for row in found if row.reason == commonest)
    sub = words_of(section.select_one(".sub"))
    assert all(f"{count}: {reason[0].lower()}{reason[1:]}" in sub for count, reason in by_reason)
    shown = [(words_of(entry.select_one("a")), words_of(entry.select_one(".v"))) for entry in section.select("li")]
    assert len(shown) == 6
    assert all(said[name] == words for name, words in shown)


def test_the_indicators_by_axis_with_their_mean_and_coverage(home: BeautifulSoup, demo_store: Store) -> None:
    enters = "progress_pct IS NOT NULL AND status <> 'cancelled'"
    with demo_store.reading() as connection:
        expected = connection.execute(
            text(
                f"SELECT axis_name, sum(CASE WHEN {GOOD} THEN 1 ELSE 0 END), sum(CASE WHEN {JUDGED} THEN 1 ELSE 0 END),"
                f" sum(CASE WHEN {JUDGED} THEN 0 ELSE 1 END),"
                " sum(CASE WHEN status = 'off_track' THEN 1 ELSE 0 END),"
                f" sum(CASE WHEN {enters} THEN weight * max(0.0, min(100.0, progress_pct)) END)"
                f" / sum(CASE WHEN {enters} THEN weight END), sum(CASE WHEN {enters} THEN 1 ELSE 0 END)"
                f" {ROWS} AND item_kind = 'indicator' GROUP BY axis_code, axis_name ORDER BY axis_code"
            )
        ).all()
    shown = []
    for header, row in rows_of(home, "ejes").items():
        share, mean = (numbers(words_of(row.select("td")[place].select_one("b, .mut")))[0] for place in (1, -1))
        good, judged, unjudged, late, defined = counted(row)
        assert share == int(100 * good / judged + 0.5)
        shown.append((header.partition(". ")[2], good, judged, unjudged, late, mean, defined))
    assert shown == [(*counts, round(mean), defined) for *counts, mean, defined in expected]
    assert all(row[3] for row in shown)


def test_the_projects_by_axis_and_status(home: BeautifulSoup, demo_store: Store) -> None:
    with demo_store.reading() as connection:
        found = connection.execute(
            text(f"SELECT axis_name, status, count(*) {ROWS} AND item_kind = 'project' GROUP BY axis_name, status")
        ).all()
    cells = {(axis, status): count for axis, status, count in found}
    shown = rows_of(home, "proyectos")
    assert len(shown) == 6
    for header, row in shown.items():
        axis = re.sub(r"^\d+\. | [\d.]+ proyectos$", "", header)
        assert counted(row) == [cells.get((axis, status), 0) for status in STATUSES], axis
        assert numbers(header)[-1] == sum(counted(row))
    by_status = _totals(cells)
    heads = [numbers(words_of(head))[0] for head in home.select("#proyectos thead th")[1:]]
    assert heads == [by_status[status] for status in STATUSES]
    total = sum(by_status.values())
    done, late = by_status["met"], by_status["off_track"]
    title = f"{done} de {total:,} proyectos terminados; {late} están atrasados".replace(",", ".")
    assert words_of(home.select_one("#proyectos-titulo")) == title


def _totals(cells: dict[tuple[str, str], int]) -> dict[str, int]:
    return {of: sum(count for (_axis, status), count in cells.items() if status == of) for of in STATUSES}


def test_projects_under_way_and_how_many_of_them_rest_on_old_data(home: BeautifulSoup, demo_store: Store) -> None:
    where = f"{ROWS} AND item_kind = 'project' AND status IN ('on_track', 'at_risk', 'off_track')"
    expected = [
        one(demo_store, f"SELECT count(*) {where} AND freshness = 'overdue'"),
        one(demo_store, f"SELECT count(*) {where}"),
    ]
    sub = home.select_one("#proyectos .sub")
    assert sub is not None
    assert counted(sub) == expected


def test_each_secretariat_and_the_total_that_counts_shared_ones_once(home: BeautifulSoup, demo_store: Store) -> None:
    columns = (
        GOOD,
        JUDGED,
        f"NOT {JUDGED}",
        "status = 'off_track'",
        "freshness = 'overdue'",
        "status = 'no_data'",
    )
    names = pairs(
        demo_store, f"SELECT DISTINCT secretariat_slug, secretariat_name {ROWS} AND secretariat_slug IS NOT NULL"
    )
    shown = rows_of(home, "secretarias")
    assert next(iter(shown)) == "En total"
    total = shown.pop("En total")
    assert len(shown) == 13
    assert list(shown) == sorted(shown, key=folded)

    def counts(where: str) -> list[int]:
        found = [
            one(demo_store, f"SELECT count(*) {ROWS} AND item_kind = 'indicator' AND {where} AND {column}")
            for column in columns
        ]
        # That nothing is left unjudged is not said.
        return [count for position, count in enumerate(found) if position != 2 or count]

    for slug, name in names.items():
        if name in shown:
            assert counted(shown[name]) == counts(f"'; ' || responsible_slugs || '; ' LIKE '%; {slug}; %'"), name
    assert set(shown) <= set(names.values())
    assert counted(total) == counts("true")
    assert sum(counted(row)[1] for row in shown.values()) > counted(total)[1], "no indicator is shared"


def test_the_coverage_of_the_mean(home: BeautifulSoup, demo_store: Store) -> None:
    defined = one(demo_store, f"SELECT count(progress_pct) {ROWS} AND item_kind = 'indicator'")
    total = one(demo_store, f"SELECT count(*) {ROWS} AND item_kind = 'indicator'")
    fine = words_of(home.select_one("#letra-chica"))
    assert f"{defined} de {total} tienen porcentaje de avance" in fine
    # The axes say of how many their means are: those, less what was cancelled.
    cancelled = one(
        demo_store, f"SELECT count(progress_pct) {ROWS} AND item_kind = 'indicator' AND status = 'cancelled'"
    )
    assert "Los demás y lo cancelado no entran en ningún promedio" in fine and cancelled > 0
    axes = home.select("#ejes [role=row]:has([role=rowheader])")
    bases = [re.findall(r"(\d+)(?: de \d+)?$", words_of(axis)) for axis in axes]
    assert sum(int(base[-1]) for base in bases) == defined - cancelled
    assert f"({100 * defined / total:.1f} %)".replace(".", ",") in fine
    plan = plans.find_plan(demo_store, PUBLIC, "demo")
    assert plan is not None
    assert f"{plan.on_track_min:.2f}".replace(".", ",") in fine
    assert f"{plan.at_risk_min:.2f}".replace(".", ",") in fine


# Narrowed


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({"eje": "ciudad-que-cuida"}, "axis_slug = 'ciudad-que-cuida'"),
        ({"secretaria": "salud"}, "'; ' || responsible_slugs || '; ' LIKE '%; salud; %'"),
        ({"eje": "ciudad-que-cuida", "secretaria": "salud"},
         "axis_slug = 'ciudad-que-cuida' AND '; ' || responsible_slugs || '; ' LIKE '%; salud; %'"),
    ],
)  # fmt: skip
def test_filters_narrow_every_count(demo_boards: Boards, demo_store: Store, query: dict[str, str], where: str) -> None:
    page = demo_boards.page(in_plan("/", "demo", **query))
    by_status = pairs(
        demo_store, f"SELECT status, count(*) {ROWS} AND item_kind = 'indicator' AND {where} GROUP BY status"
    )
    assert [count for link in page.select(".nums li") for count in counted(link)] == [
        by_status.get(status, 0) for status in STATUSES
    ]
    matrix = [count for row in page.select("#proyectos tbody tr") for count in counted(row)]
    assert sum(matrix) == one(demo_store, f"SELECT count(*) {ROWS} AND item_kind = 'project' AND {where}")
    names = {words_of(option) for option in page.select("form.filters option[selected]")}
    assert len(names) == len(query)
    for name in query:
        assert page.select_one(f"select[name={name}] option[selected]") is not None


def test_an_unknown_axis_is_said_and_everything_is_shown(demo_boards: Boards, home: BeautifulSoup) -> None:
    page = demo_boards.page(in_plan("/", "demo", eje="nada"))
    assert "el eje «nada»" in words_of(page.select_one(".notice.warn"))
    assert words_of(page.h1) == words_of(home.h1)


# Other times


def test_what_was_known_before_the_plan_was_loaded_is_nothing_and_says_so(demo_boards: Boards) -> None:
    for path in ("/", "/proyectos", "/indicadores"):
        page = demo_boards.page(in_plan(path, "demo", sabido="2020-01-01"))
        assert words_of(page.h1) == "Todavía no se sabía nada de este plan"
        assert page.select("main section, main form.filters") == []


def test_a_plan_without_data_says_so_first_and_what_its_projects_tell(real_boards: Boards, real_store: Store) -> None:
    where = "FROM progress WHERE plan_code = 'estrategia-de-datos' AND item_kind ="
    page = real_boards.page(in_plan("/", "estrategia-de-datos"))
    total, silent, never = (
        one(real_store, f"SELECT {what} {where} 'indicator'")
        for what in ("count(*)", "sum(status = 'no_data')", "sum(freshness = 'fresh' AND last_data_on IS NULL)")
    )
    assert 2 * silent > total
    assert words_of(page.h1).startswith(f"{silent} de {total} indicadores no tienen datos; ")
    lede = page.select_one(".lede")
    assert lede is not None
    projects = [
        one(real_store, f"SELECT {what} {where} 'project'")
        for what in ("count(*)", "sum(status = 'met')", "sum(status = 'off_track')")
    ]
    assert counted(lede) == projects
    # Not to have owed any yet is not to be up to date.
    base = page.select_one("#estado .base")
    assert base is not None
    fresh = one(real_store, f"SELECT count(*) {where} 'indicator' AND freshness = 'fresh'")
    told = f"Datos: {fresh} sin vencer ({never} todavía sin ningún dato: no venció el primero)"
    assert told in words_of(base) and "al día" not in words_of(base)
    listed = next(str(link["href"]) for link in base.select("a") if "dato=al-dia" in str(link["href"]))
    assert len(real_boards.all_rows(listed)) == fresh
    assert real_boards.heading(listed) == f"{fresh} indicadores con el dato sin vencer"
    assert counted(page.select("#atrasado")[0]) == [projects[2]]


def test_a_place_and_somebody_who_does_nothing_there_leave_nothing_and_the_way_back(real_boards: Boards) -> None:
    """Nobody is named for an indicator of this plan: a secretariat's Panorama counts its activities."""
    plan = "estrategia-de-datos"
    who = real_boards.page(in_plan("/", plan)).select("select[name=secretaria] option")[1:]
    where = real_boards.page(in_plan("/", plan)).select("select[name=eje] option")[1:]
    headings = {
        (who_["value"], where_["value"]): real_boards.page(
            in_plan("/", plan, secretaria=str(who_["value"]), eje=str(where_["value"]))
        )
        for who_ in who
        for where_ in where
    }
    nothing = "Sin indicadores ni actividades con estos filtros"
    empty = [page for page in headings.values() if words_of(page.h1) == nothing]
    full = [page for page in headings.values() if words_of(page.h1) != nothing]
    assert empty and full
    for page in empty:
        assert [link["href"] for link in page.select("main .links a")][0] == in_plan("/", plan)
    assert all("actividad" in words_of(page.h1) for page in full)


@pytest.mark.parametrize("day", ["1990-01-01", "2023-12-10", "2023-12-31", "2030-12-31"])
def test_any_day_can_be_asked_for(demo_boards: Boards, day: str) -> None:
    page = demo_boards.page(in_plan("/", "demo", al=day))
    shown = [count for link in page.select(".nums li") for count in counted(link)]
    assert len(shown) == 7
    assert sum(shown) == counted(page.select("#estado .base")[0])[0]


def test_before_its_second_month_a_plan_has_nothing_to_compare_with(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/", "demo", al="2023-12-31"))
    assert "Todavía no hay un día anterior del plan" in words_of(page.select_one("#cambios"))
    assert page.select(".nums .d") == []
    assert "Van bien" not in words_of(page.select_one(".lede"))


# The real plans


def test_each_plan_is_told_in_its_own_words(real_boards: Boards) -> None:
    tenjo = real_boards.page(in_plan("/", "tenjo-2024-2027"))
    assert re.match(r"\d+ de 331 metas de producto van bien; \d+ están atrasadas$", words_of(tenjo.h1))
    lujan = words_of(real_boards.page(in_plan("/", "estrategia-de-datos")).select_one("main"))
    assert "47 actividades" in lujan
    assert "47 proyectos" not in lujan


def test_a_table_is_called_by_what_its_numbers_list(boards: Boards, plan_code: str) -> None:
    """The headline of a plan may count projects; its table of indicators is one of indicators all the same."""
    plan = plans.find_plan(boards.store, PUBLIC, plan_code)
    assert plan is not None
    nouns = {
        f"/{path}": level.plural
        for path, role in (("indicadores", "indicator"), ("proyectos", "project"))
        if (level := plan.level(role)) is not None
    }
    page = boards.page(in_plan("/", plan_code))
    tables = page.select("#ejes table, #secretarias table")
    # Where nobody answers for an indicator there is no table of secretariats.
    assert tables
    for table in tables:
        paths = {href.partition("?")[0] for href, count in links_in(str(table)) if count is not None}
        assert len(paths) == 1
        assert words_of(table.select("thead th")[1]).lower() == nouns[paths.pop()]
    axes = words_of(page.select_one("#ejes-titulo"))
    assert axes.lower().startswith(nouns["/indicadores"])
