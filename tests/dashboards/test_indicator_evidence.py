"""What stands beside the history of an indicator: promises on the way, milestones, its file, its links, its author."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import text

from dashboards import formatting
from dashboards.indicator import prepare
from tests.dashboards.boards import Boards, in_plan, parse_text, words_of

if TYPE_CHECKING:
    from data_models.store import Store


def found(store: Store, where: str) -> list[dict[str, Any]]:
    """Rows of indicators of the demonstration, read by hand-written SQL."""
    query = f"SELECT * FROM progress WHERE plan_code = 'demo' AND item_kind = 'indicator' AND {where} ORDER BY item_id"
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def test_the_promises_first_made_and_those_on_the_way_are_drawn(demo_boards: Boards) -> None:
    revised = found(demo_boards.store, "target_revisions > 0 AND value IS NOT NULL AND expected_rule = 'line'")
    figure = demo_boards.page(in_plan(f"/indicador/{revised[0]['slug']}", "demo")).select_one("figure")
    assert figure is not None
    assert figure.select_one('path[stroke-dasharray="2 4"]') is not None
    assert "meta original" in words_of(figure) and "meta revisada" in words_of(figure)
    on_the_way = found(
        demo_boards.store,
        "value IS NOT NULL AND accumulation_years IS NULL AND expected_rule = 'line' AND item_id IN "
        "(SELECT indicator_id FROM targets WHERE kind = 'interim' AND superseded_at IS NULL)",
    )
    query = text("SELECT count(*) FROM targets WHERE kind = 'interim' AND superseded_at IS NULL AND indicator_id = :i")
    for row in on_the_way:
        with demo_boards.store.reading() as connection:
            count = connection.scalar(query, {"i": row["item_id"]})
        page = demo_boards.page(in_plan(f"/indicador/{row['slug']}", "demo"))
        assert len(page.select("figure .dot.b")) == count


def test_the_heaviest_milestones_of_its_projects_stand_on_the_same_axis(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "value IS NOT NULL AND project_slug IS NULL AND status = 'off_track'")[0]
    query = text(
        "SELECT m.name, m.due_on, m.done_on, p.slug FROM milestones m JOIN progress p ON p.item_kind = 'project' AND "
        "p.item_id = m.project_id WHERE p.plan_code = 'demo' AND p.is_public AND p.program_slug = :program "
        "AND m.superseded_at IS NULL"
    )
    with demo_boards.store.reading() as connection:
        stored = connection.execute(query, {"program": row["program_slug"]}).all()
        projects = connection.scalar(
            text("SELECT count(*) FROM progress WHERE plan_code = 'demo' AND item_kind = 'project' AND is_public "
                 "AND program_slug = :program"), {"program": row["program_slug"]},
        )  # fmt: skip
    page = demo_boards.page(in_plan(f"/indicador/{row['slug']}", "demo"))
    lines = page.select("figure .ml li")
    signs = [(words_of(sign), "done" in str(sign["class"])) for sign in page.select("figure .lane .ms")]
    assert 0 < len(lines) <= prepare.MOST_MILESTONES
    assert signs == [(str(number), "done" in str(line.select_one(".ms"))) for number, line in enumerate(lines, 1)]
    known = {
        (each.name, each.slug, formatting.day(date.fromisoformat(each.done_on or each.due_on)), bool(each.done_on))
        for each in stored
        if each.done_on or each.due_on
    }
    for line, (_sign, is_done) in zip(lines, signs, strict=True):
        told = re.search(r"^\d (.*): hito (?:cumplido el|previsto para el) (\S+)", words_of(line))
        slug = re.search(r"/proyecto/([^?]+)", str(line.a["href"]))  # type: ignore[index]
        assert told is not None and slug is not None
        assert (told[1], slug[1], told[2], is_done) in known
    rest = page.select_one("figure .sub a[data-cuenta]")
    assert f"de {len(stored)} hitos" in words_of(page.select_one("figure"))
    assert rest is not None and int(str(rest["data-cuenta"])) == projects
    assert demo_boards.listed(str(rest["href"])).total == projects


def test_of_two_milestones_too_near_to_tell_apart_the_heavier_is_drawn() -> None:
    day = pd.Timestamp
    projects = pd.DataFrame({"item_id": [1, 2], "name": ["Uno", "Dos"], "slug": ["uno", "dos"]})
    milestones = pd.DataFrame(
        {
            "project_id": [1, 1, 2, 2, 2],
            "name": ["a", "b", "c", "d", "e"],
            "weight": [1.0, 3.0, 1.0, 1.0, 2.0],
            "due_on": [day(2025, 6, 1), day(2026, 1, 1), day(2026, 1, 10), day(2030, 1, 1), pd.NaT],
            "done_on": [day(2025, 3, 1), pd.NaT, pd.NaT, pd.NaT, pd.NaT],
        }
    )
    marks = prepare.milestone_marks(milestones, projects, (date(2024, 1, 1), date(2027, 12, 31)))
    assert [(mark.name, mark.on, mark.done_on) for mark in marks] == [
        ("a", date(2025, 3, 1), date(2025, 3, 1)),
        ("b", date(2026, 1, 1), None),
    ]


def test_the_series_of_an_indicator_is_a_file_of_its_own(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "progress_rule = 'baseline' AND value_on IS NOT NULL")[0]
    page = demo_boards.page(in_plan(f"/indicador/{row['slug']}", "demo", al="2025-06-30"))
    links = {words_of(link): str(link["href"]) for link in page.select("#valores a[download]")}
    assert set(links) == {"CSV", "Excel"}
    answer = demo_boards.client.get(links["CSV"])
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    query = text(
        "SELECT period_end, value FROM indicator_values WHERE indicator_id = :i AND state = 'approved' "
        "AND superseded_at IS NULL AND period_end <= '2025-06-30' ORDER BY period_end"
    )
    with demo_boards.store.reading() as connection:
        stored = [tuple(each) for each in connection.execute(query, {"i": row["item_id"]})]
    assert [(each["fin_del_periodo"], float(each["valor"])) for each in rows] == stored
    assert all(each["origen"] and each["situacion"] == "aprobado" for each in rows)
    assert demo_boards.client.get(links["Excel"]).status_code == 200
    assert demo_boards.client.get(in_plan("/descargas/indicador/no-existe.csv", "demo")).status_code == 404
    described = demo_boards.client.get(links["CSV"].replace(".csv", ".csv-metadata.json"))
    assert {column["name"] for column in described.get_json(force=True)["tableSchema"]["columns"]} == set(rows[0])


def test_what_an_indicator_is_linked_to_leads_to_all_that_has_the_same_link(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "link_codes IS NOT NULL AND sdg_codes IS NOT NULL")[0]
    page = demo_boards.page(in_plan(f"/indicador/{row['slug']}", "demo"))
    chips = page.select(".lk a")
    linked = {*row["link_codes"].split("; "), *row["sdg_codes"].split("; ")}
    for chip in chips:
        asked = parse_text(str(chip["href"])).filters
        assert {*asked.get("ods", ()), *asked.get("vinculo", ())} & linked
        assert in_plan(f"/indicador/{row['slug']}", "demo") in demo_boards.all_rows(str(chip["href"]))
    assert chips


def test_who_brought_the_last_value_and_who_approved_it_is_said_at_the_top(demo_boards: Boards) -> None:
    row = found(demo_boards.store, "progress_rule = 'baseline' AND value_on IS NOT NULL")[0]
    page = demo_boards.page(in_plan(f"/indicador/{row['slug']}", "demo"))
    fact = next(each for each in page.select(".facts div") if words_of(each.dt) == "Lo cargó")
    newest = [words_of(cell) for cell in page.select("#valores tbody tr")[0].select("td")]
    assert words_of(fact.a) in newest[4]
    assert words_of(fact.small).removeprefix("aprobó ") in newest[5]
    assert fact.a is not None and fact.a["href"] == "#valores"
