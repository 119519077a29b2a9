"""The boards of levels and secretariats: their counts are the database's, their addresses keep their promises."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, text

from dashboards.boards.board_lists import most_distant, most_late_projects
from dashboards.boards.row_set import all_rows
from dashboards.components.status import STATUSES
from dashboards.secretariat.page import in_force_words
from dashboards.site.server import build_app, warm
from data_models import projects
from data_models.tables import ACCOUNTS
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.page_check import check_html
from tests.dashboards.progress_rows import progress_frame

if TYPE_CHECKING:
    from data_models.store import Store


def counted(store: Store, plan_code: str, where: str, **values: Any) -> dict[str, int]:
    """How many indicators of each status, by hand-written SQL."""
    query = text(
        "SELECT status, COUNT(*) FROM progress WHERE plan_code = :p AND item_kind = 'indicator' "
        f"AND is_public AND {where} GROUP BY status"
    )
    with store.reading() as connection:
        found = {status: int(count) for status, count in connection.execute(query, {"p": plan_code, **values})}
    return {status: found.get(status, 0) for status in STATUSES}


def shown(boards: Boards, address: str) -> dict[str, int]:
    """The seven counts of a board as it shows them."""
    numbers = [int(words_of(link.select_one("b")).replace(".", "")) for link in boards.page(address).select(".nums a")]
    return dict(zip(STATUSES, numbers, strict=True))


def test_the_counts_of_every_axis_and_program_are_the_databases(boards: Boards, plan_code: str) -> None:
    query = text(
        "SELECT DISTINCT axis_slug, program_slug FROM progress WHERE plan_code = :p AND item_kind = 'indicator' "
        "AND status IN ('met', 'on_track', 'at_risk', 'off_track')"
    )
    with boards.store.reading() as connection:
        places = connection.execute(query, {"p": plan_code}).all()
    assert places
    for axis in sorted({axis for axis, _program in places}):
        board = shown(boards, in_plan(f"/eje/{axis}", plan_code))
        assert board == counted(boards.store, plan_code, "axis_slug = :s", s=axis)
    for program in sorted({program for _axis, program in places if program})[::5]:
        board = shown(boards, in_plan(f"/programa/{program}", plan_code))
        assert board == counted(boards.store, plan_code, "program_slug = :s", s=program)


def test_a_level_below_the_programs_counts_and_lists_its_own(real_boards: Boards) -> None:
    plan = "tenjo-2024-2027"
    address = in_plan("/programa/es-el-tiempo-de-agua-potable-con-calidad", plan)
    board = shown(real_boards, address)
    assert board == counted(real_boards.store, plan, "level3_code = '5.1'")
    link = real_boards.page(address).select_one(".kick a[data-cuenta]")
    assert link is not None
    assert "nivel=3.5.1" in str(link["href"])
    assert real_boards.listed(str(link["href"])).total == sum(board.values()) > 0
    heading = real_boards.heading(str(link["href"]))
    assert "Agua Potable con Calidad" in heading


def test_the_counts_of_every_secretariat_are_the_databases_and_areas_count_above(demo_boards: Boards) -> None:
    query = text("SELECT DISTINCT secretariat_slug FROM progress WHERE plan_code = 'demo' AND item_kind = 'indicator'")
    with demo_boards.store.reading() as connection:
        slugs = [slug for (slug,) in connection.execute(query) if slug]
    for slug in slugs:
        board = shown(demo_boards, in_plan(f"/secretaria/{slug}", "demo"))
        where = "'; ' || responsible_slugs || '; ' LIKE '%; ' || :s || '; %'"
        assert board == counted(demo_boards.store, "demo", where, s=slug), slug


def test_alone_and_shared_make_the_whole(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/secretaria/innovacion-y-datos", "demo"))
    rows = page.select("#responde dd")
    whole = [int(str(link["data-cuenta"])) for link in page.select(".kick a[data-cuenta]")]
    parts = [sum(int(str(link["data-cuenta"])) for link in row.select("a")) for row in rows[:2]]
    assert parts == whole


def test_the_parts_of_a_level_make_the_whole(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/eje/ciudad-que-cuida", "demo"))
    totals = [
        [int(str(link["data-cuenta"])) for link in part.select("p.sm")[0].select("a")][1]
        for part in page.select("#partes .sm-m > li")
    ]
    assert sum(totals) == sum(shown(demo_boards, in_plan("/eje/ciudad-que-cuida", "demo")).values())


def test_a_level_of_another_depth_and_an_old_name_are_sent_on(own_demo_store: Store) -> None:
    app = build_app(own_demo_store)
    warm(app)
    client = app.server.test_client()
    answer = client.get("/eje/salud-cerca?plan=demo&al=2026-06-30")
    assert (answer.status_code, answer.location) == (301, "/programa/salud-cerca?al=2026-06-30&plan=demo")
    answer = client.get("/programa/ciudad-que-cuida?plan=demo")
    assert (answer.status_code, answer.location) == (301, "/eje/ciudad-que-cuida?plan=demo")
    with own_demo_store.writing() as write:
        new = insert(ACCOUNTS).values(municipality_id=1, code="p", display_name="Dirección de Datos", role="data_team")
        by = int(write.connection.execute(new.returning(ACCOUNTS.c.id)).scalar_one())
        found = write.connection.execute(
            text("SELECT item_id, slug FROM progress WHERE item_kind = 'project' AND code = 'P0001'")
        ).one()
    projects.update(own_demo_store, project_id=found.item_id, changes={"name": "Ventanilla con otro nombre"}, by=by)
    answer = client.get(f"/proyecto/{found.slug}?plan=demo&idioma=en")
    assert answer.status_code == 301
    assert answer.location == "/proyecto/ventanilla-con-otro-nombre?idioma=en&plan=demo"
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("path", ["indicador", "proyecto", "eje", "programa", "secretaria"])
def test_what_does_not_exist_is_said_in_words(demo_boards: Boards, path: str) -> None:
    answer = demo_boards.client.get(f"/{path}/no-existe?plan=demo")
    assert answer.status_code == 404
    page = answer.get_data(as_text=True)
    assert check_html(page) == []
    assert "No hay ning" in page


def test_an_item_of_another_plan_is_not_there(real_boards: Boards) -> None:
    query = text("SELECT slug FROM progress WHERE plan_code = 'estrategia-de-datos' AND item_kind = 'indicator'")
    with real_boards.store.reading() as connection:
        slug = connection.execute(query).scalars().first()
    assert real_boards.client.get(in_plan(f"/indicador/{slug}", "tenjo-2024-2027")).status_code == 404


def test_the_farthest_are_of_those_that_still_run() -> None:
    rows = [
        {"status": status, "gap_points": gap}
        for status, gap in (
            ("off_track", -30.0), ("at_risk", -40.0), ("met", -50.0), ("on_track", -5.0), ("off_track", None),
            ("off_track", -0.2),
        )
    ]  # fmt: skip
    assert most_distant(all_rows(progress_frame(*rows))).column("gap_points").tolist() == [-40.0, -30.0]


def test_projects_without_a_distance_come_after_by_how_long_they_are_late() -> None:
    rows = [
        {"item_kind": "project", "status": "off_track", "gap_points": gap, "planned_end": end}
        for gap, end in ((None, date(2026, 5, 1)), (-10.0, date(2026, 9, 1)), (None, date(2025, 1, 1)), (-60.0, None))
    ]
    late = most_late_projects(all_rows(progress_frame(*rows))).rows()
    assert late["gap_points"].fillna(0).tolist() == [-60.0, -10.0, 0, 0]
    assert [end.year for end in late["planned_end"].tolist()[2:]] == [2025, 2026]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, None),
        (date(2025, 3, 1), None, "desde el 01/03/2025"),
        (None, date(2025, 2, 28), "existió hasta el 28/02/2025"),
        (date(2023, 12, 10), date(2025, 2, 28), "existió hasta el 28/02/2025"),
        (date(2023, 12, 10), date(2027, 2, 28), "del 10/12/2023 al 28/02/2027"),
        (None, date(2027, 2, 28), "hasta el 28/02/2027"),
    ],
)
def test_a_secretariat_says_when_it_existed(since: date | None, until: date | None, said: str | None) -> None:
    assert in_force_words(since, until, date(2026, 10, 31)) == said


def test_a_secretariat_that_answers_for_nothing_says_so(demo_boards: Boards) -> None:
    address = in_plan("/secretaria/direccion-de-gobierno-electronico", "demo")
    assert check_html(demo_boards.text(address)) == []
    told = words_of(demo_boards.page(address).select_one("main"))
    assert "sin indicadores ni proyectos" in told and "existió hasta el 28/02/2025" in told


@pytest.mark.slow
def test_every_board_of_the_three_plans_is_in_order(boards: Boards, plan_code: str) -> None:
    query = text(
        "SELECT kind, name FROM url_names WHERE superseded_at IS NULL AND kind IN ('node', 'secretariat') ORDER BY id"
    )
    with boards.store.reading() as connection:
        names = connection.execute(query).all()
    read = 0
    for kind, slug in names[::4]:
        path = f"/programa/{slug}" if kind == "node" else f"/secretaria/{slug}"
        for address in (in_plan(path, plan_code), in_plan(path, plan_code, idioma="en")):
            answer = boards.client.get(address, follow_redirects=True)
            if answer.status_code == 200:
                read += 1
                assert check_html(answer.get_data(as_text=True), spanish="idioma" not in address) == [], address
    assert read > 10


def test_projects_nobody_told_anything_of_are_not_called_on_time(real_boards: Boards) -> None:
    with real_boards.store.reading() as connection:
        found = connection.execute(
            text(
                "SELECT axis_slug, count(*), sum(status = 'no_data') FROM progress"
                " WHERE plan_code = 'tenjo-2024-2027' AND item_kind = 'project' GROUP BY axis_slug"
            )
        ).all()
    assert found and all(count == silent for _slug, count, silent in found)
    for slug, count, _silent in found:
        title = real_boards.page(in_plan(f"/eje/{slug}", "tenjo-2024-2027")).select_one("#proyectos-titulo")
        assert words_of(title) == f"{count} proyectos, sin datos de su avance"
