"""What the boards of axes, programs and secretariats share: history, links and files, on two plans and two days."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from dashboards.components.status import STATUSES
from dashboards.components.status_history import HistoryDay, status_history
from dashboards.site.rendering import to_html
from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.rows_in_sql import RowsInSql

# A board, the condition of its rows, and the day it is seen on (None: the plan's own).
BOARDS = [
    ("demo", "/eje/ciudad-que-cuida", "axis_slug = 'ciudad-que-cuida'", None),
    ("demo", "/secretaria/salud", "'; ' || responsible_slugs || '; ' LIKE '%; salud; %'", "2025-08-31"),
    ("tenjo-2024-2027", "/programa/es-el-tiempo-de-agua-potable-con-calidad", "level3_code = '5.1'", None),
    ("tenjo-2024-2027", "/programa/es-el-tiempo-de-agua-potable-con-calidad", "level3_code = '5.1'", "2024-12-31"),
]


@pytest.fixture(params=BOARDS, ids=lambda one: f"{one[1]}-{one[3] or 'now'}")
def board(request: pytest.FixtureRequest) -> tuple[Boards, str, str, str, str | None]:
    """The boards of a plan, its code, the path of one, the condition of its rows, the day."""
    plan, path, where, day = request.param
    boards: Boards = request.getfixturevalue("demo_boards" if plan == "demo" else "real_boards")
    return boards, plan, path, where, day


def address_of(path: str, plan: str, day: str | None) -> str:
    return in_plan(path, plan, **({"al": day} if day else {}))


def test_its_past_is_what_each_day_would_have_shown(board: tuple[Boards, str, str, str, str | None]) -> None:
    boards, plan, path, where, day = board
    page = boards.page(address_of(path, plan, day))
    rows = page.select("#historia tbody tr")
    assert len(rows) >= 3
    heads = [words_of(head) for head in page.select("#historia thead th")]
    for row in (rows[0], rows[1], rows[-1]):
        told = words_of(row.th)
        on = date(int(told[6:]), int(told[3:5]), int(told[:2]))
        in_sql = RowsInSql(boards.store, plan, on)
        counts = in_sql.pairs(
            f"SELECT status, count(*) FROM progress WHERE item_kind = 'indicator' AND {where} GROUP BY status"
        )
        cells = [words_of(cell) for cell in row.select("td")]
        good = counts.get("met", 0) + counts.get("on_track", 0)
        assert re.search(rf"{good} de {sum(counts.values())} ", cells[0])
        shown = dict(zip(heads[2:], (int(cell.split()[-1]) for cell in cells[1:]), strict=True))
        names = {"met": "Cumplida", "on_track": "En camino", "at_risk": "En riesgo", "off_track": "Atrasada",
                 "not_started": "Sin iniciar", "no_data": "Sin datos", "cancelled": "Cancelada"}  # fmt: skip
        assert shown == {names[of]: counts.get(of, 0) for of in STATUSES if names[of] in heads}
        assert sum(shown.values()) == sum(counts.values())
        if row is not rows[0]:
            assert row.th is not None and row.th.a is not None
            assert f"al={on.isoformat()}" in str(row.th.a["href"])


def test_what_it_is_linked_to_is_counted_and_listed(board: tuple[Boards, str, str, str, str | None]) -> None:
    boards, plan, path, where, day = board
    page = boards.page(address_of(path, plan, day))
    in_sql = RowsInSql(boards.store, plan, date.fromisoformat(day) if day else None)
    shown = {href: count for href, count in links_in(str(page.select_one("#vinculos"))) if count}
    linked = in_sql.one(f"SELECT count(link_codes) FROM progress WHERE {where}")
    assert bool(shown) == bool(linked)
    for kind, path_of_list in (("indicator", "/indicadores"), ("project", "/proyectos")):
        goals = {
            re.search(r"[?&]ods=(\d+)", href)[1]: count  # type: ignore[index]
            for href, count in shown.items()
            if href.startswith(path_of_list) and "ods=" in href and "con_ods" not in href
        }
        expected = {
            str(goal): count
            for goal in range(1, 18)
            if (
                count := in_sql.one(
                    f"SELECT count(*) FROM progress WHERE item_kind = '{kind}' AND {where}"
                    f" AND '; ' || sdg_codes || '; ' LIKE '%; {goal}; %'"
                )
            )
        }
        assert goals == expected
    for href, count in list(shown.items())[::7]:
        assert boards.listed(href).total == count


def test_its_files_are_of_its_rows(board: tuple[Boards, str, str, str, str | None]) -> None:
    boards, plan, path, where, day = board
    page = boards.page(address_of(path, plan, day))
    in_sql = RowsInSql(boards.store, plan, date.fromisoformat(day) if day else None)
    files = [str(link["href"]) for link in page.select("#descargas a") if ".csv" in str(link["href"])]
    for address in files:
        kind = "project" if "/proyectos" in address else "indicator"
        lines = boards.client.get(address).get_data(as_text=True).strip().split("\n")
        assert len(lines) - 1 >= in_sql.one(f"SELECT count(*) FROM progress WHERE item_kind = '{kind}' AND {where}") > 0
    assert files


def test_a_plan_too_young_has_no_history(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/eje/ciudad-que-cuida", "demo", al="2023-12-31"))
    assert page.select("#historia") == []


def test_the_picture_of_a_history_is_whole_columns() -> None:
    days = [
        HistoryDay("31/03/2026", "mar. 2026", "/a", {"met": 1, "off_track": 3}),
        HistoryDay("30/06/2026", "jun. 2026", None, {"met": 2, "no_data": 2}),
    ]
    page = BeautifulSoup(to_html(status_history(days, noun="metas", labelled_by="x")), "html.parser")
    drawn = {str(path["class"][0]): str(path["d"]) for path in page.select("svg path")}
    assert drawn == {
        "s-met": "M0 75.0h8v25.0h-8zM10 50.0h8v50.0h-8z",
        "s-off": "M0 0.0h8v75.0h-8z",
        "s-nd": "M10 0.0h8v50.0h-8z",
    }
    assert [words_of(name) for name in page.select(".ends span") if words_of(name)] == ["Sin datos 2", "Cumplida 2"]
    cells = [[words_of(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[0] for row in cells] == ["30/06/2026", "31/03/2026"]
    assert cells[0][1].endswith("2 de 4 metas")
