"""The matrices of /ods cell by cell against hand-written SQL: both kinds of rows, two plans, other axes, two days."""

from __future__ import annotations

import pytest
from bs4 import Tag

from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.rows_in_sql import RowsInSql, rows_on

TENJO = "tenjo-2024-2027"
CASES = [
    ("demo", "ods", ""),
    ("demo", "ods", "2025-06-30"),
    ("demo", "clima", "2025-06-30"),
    (TENJO, "pacto-ninez", ""),
    (TENJO, "pacto-ninez", "2025-03-31"),
]
GROUPS = {"quien": "responsible_slugs", "desde": "axis_slug"}


def holds(column: str) -> str:
    return f"'; ' || {column} || '; ' LIKE '%; ' || :{column} || '; %'"


def count(sql: RowsInSql, kind: str, axis: str, code: str | None, group: tuple[str, str] | None) -> int:
    """How many rows of a kind are linked to an item (None: to anything) of an axis, in a group (None: in all)."""
    column = "sdg_codes" if axis == "ods" else "link_codes"
    parameters = {"kind": kind}
    where = ["item_kind = :kind"]
    if code is not None:
        where.append(holds(column))
        parameters[column] = code if axis == "ods" else f"{axis}:{code}"
    elif axis == "ods":
        where.append("sdg_codes IS NOT NULL")
    else:
        where.append("'; ' || link_codes LIKE '%; ' || :axis || ':%'")
        parameters["axis"] = axis
    if group is not None:
        where.append(holds(group[0]))
        parameters[group[0]] = group[1]
    return int(sql.one(f"SELECT count(*) FROM progress WHERE {' AND '.join(where)}", **parameters))


def numbers(row: Tag) -> list[int]:
    return [int(words_of(cell).rpartition(" ")[2].replace(".", "")) for cell in row.select("td")]


@pytest.mark.parametrize("kind", ["indicator", "project"])
@pytest.mark.parametrize(("plan", "axis", "day"), CASES)
def test_each_cell_is_the_count_of_sql(
    plan: str, axis: str, day: str, kind: str, request: pytest.FixtureRequest
) -> None:
    boards: Boards = request.getfixturevalue("demo_boards" if plan == "demo" else "real_boards")
    sql = rows_on(boards.store, plan, day)
    query = {"de": "proyectos" if kind == "project" else "indicadores", **({"al": day} if day else {})}
    if axis != "ods":
        query["eje_transversal"] = axis
    page = boards.page(in_plan("/ods", plan, **query))
    linked = count(sql, kind, axis, None, None)
    assert (page.select_one("#desde") is None) is (linked == 0)
    for section, column in GROUPS.items() if linked else ():
        table = page.select_one(f"#{section} table")
        assert table is not None
        codes = [words_of(head) for head in table.select("thead abbr")]
        assert len(codes) == (17 if axis == "ods" else len(page.select(".tiles > li")))
        known = {
            part
            for (cell,) in sql.all(f"SELECT DISTINCT {column} FROM progress WHERE {column} IS NOT NULL")
            for part in cell.split("; ")
        }
        shown = {}
        for row in table.select("tbody tr:not(.tot)"):
            slug = str(row.th.a["href"]).partition("?")[0].rpartition("/")[2]  # type: ignore[union-attr,index]
            shown[slug] = numbers(row)
        for slug, cells in shown.items():
            group = (column, slug)
            assert cells == [count(sql, kind, axis, code, group) for code in (*codes, None)], slug
        for slug in known - set(shown):
            # Areas below a secretariat stand in its row.
            assert section == "quien" or count(sql, kind, axis, None, (column, slug)) == 0, slug
        whole = table.select_one("tr.tot")
        assert (whole is not None) is (len(shown) > 1)
        if whole is not None:
            assert numbers(whole) == [count(sql, kind, axis, code, None) for code in (*codes, None)]
