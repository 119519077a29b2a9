"""The tables of /explorar cell by cell against hand-written SQL, on two plans and two days.

A cell is known by the list it leads to and not by the words of its row, so the link is tested with the number.
"""

from __future__ import annotations

import re
import statistics
from typing import Any

import pytest
from bs4 import Tag

from dashboards.components.status import STATUSES_BY_SLUG
from tests.dashboards.boards import Boards, in_plan, parse_text, words_of
from tests.dashboards.rows_in_sql import RowsInSql, rows_on

TENJO = "tenjo-2024-2027"
EARLIER = {"demo": "2025-06-30", TENJO: "2025-03-31"}
KINDS = {"indicadores": "indicator", "proyectos": "project"}
# What each measure is of some rows, in SQL; the median has none.
SUMMED = {
    ("avance", "ponderada"): "sum(CASE WHEN status <> 'cancelled' THEN weight * min(100.0, max(0.0, progress_pct)) END)"
    " / sum(CASE WHEN status <> 'cancelled' AND progress_pct IS NOT NULL THEN weight END)",
    ("esperado", "media"): "avg(expected_pct)",
    ("distancia", "minimo"): "min(gap_points)",
    ("demora", "suma"): "sum(days_overdue)",
}
OF_PROJECTS = {
    ("ejecutado", "suma"): "sum(budget_executed)",
    ("ejecucion", "razon"): "100 * sum(CASE WHEN budget_current > 0 AND budget_executed IS NOT NULL THEN"
    " budget_executed END) / sum(CASE WHEN budget_executed IS NOT NULL THEN budget_current END)",
    ("hitos", "razon"): "100.0 * sum(CASE WHEN milestones_total > 0 THEN milestones_done END)"
    " / sum(CASE WHEN milestones_done IS NOT NULL THEN milestones_total END)",
}  # fmt: skip


def key_of(cell: Tag, rows: str) -> tuple[str | None, str | None] | None:
    """The axis (or what else is in rows) and the status of a cell, as its link says; None for one without rows."""
    link = cell.select_one("a[data-cuenta]")
    if link is None:
        return None
    address = parse_text(str(link["href"]))
    row, column = address.value("en_fila") or address.value(rows), address.value("en_columna")
    status = column or STATUSES_BY_SLUG.get(address.value("estado") or "")
    return row, status


def cells(boards: Boards, plan: str, day: str, rows: str, **query: str) -> dict[Any, Tag]:
    """The cells of a table by their keys, totals with None in the place of what they are of."""
    page = boards.page(in_plan("/explorar", plan, filas=rows, **query, **({"al": day} if day else {})))
    found = {}
    for cell in page.select("table.pivot td"):
        key = key_of(cell, rows)
        if key is not None:
            assert key not in found
            found[key] = cell
    return found


def number(words: str) -> float:
    plain = words.replace("−", "-").replace(".", "").replace(",", ".")
    found = re.search(r"-?\d+(\.\d+)?", plain)
    assert found is not None, words
    return float(found[0])


def expected(sql: RowsInSql, what: str, kind: str, column: str) -> dict[Any, Any]:
    """What SQL says of each cell, each row, each column and all, of the rows of a kind."""
    found: dict[Any, Any] = {}
    for row, of in ((column, "status"), (column, "NULL"), ("NULL", "status"), ("NULL", "NULL")):
        query = f"SELECT {row}, {of}, {what} FROM progress WHERE item_kind = :kind GROUP BY {row}, {of}"
        found |= {(key, status): value for key, status, value in sql.all(query, kind=kind)}
    return found


@pytest.mark.parametrize("plan_code", list(EARLIER), indirect=True)
@pytest.mark.parametrize("is_earlier", [False, True])
@pytest.mark.parametrize(("rows", "column"), [("eje", "axis_slug"), ("programa", "program_slug")])
def test_counts_by_two_columns(boards: Boards, plan_code: str, is_earlier: bool, rows: str, column: str) -> None:
    day = EARLIER[plan_code] if is_earlier else ""
    sql = rows_on(boards.store, plan_code, day)
    for slug, kind in KINDS.items():
        found = cells(boards, plan_code, day, rows, de=slug, columnas="estado")
        assert {key: number(words_of(cell)) for key, cell in found.items()} == expected(sql, "count(*)", kind, column)


@pytest.mark.parametrize("plan_code", list(EARLIER), indirect=True)
@pytest.mark.parametrize("is_earlier", [False, True])
@pytest.mark.parametrize("kind", ["indicator", "project"])
def test_measures_of_each_cell_and_of_how_many_rows_they_are(
    boards: Boards, plan_code: str, is_earlier: bool, kind: str
) -> None:
    day = EARLIER[plan_code] if is_earlier else ""
    sql = rows_on(boards.store, plan_code, day)
    slug = next(name for name, of in KINDS.items() if of == kind)
    for (measure, how), what in (SUMMED | (OF_PROJECTS if kind == "project" else {})).items():
        query = {"de": slug, "columnas": "estado", "medida": measure, "calculo": how}
        found = cells(boards, plan_code, day, "eje", **query)
        values = expected(sql, what, kind, "axis_slug")
        counts = expected(sql, "count(*)", kind, "axis_slug")
        assert set(found) == set(counts)
        for key, cell in found.items():
            words, note = words_of(cell), words_of(cell.select_one(".who"))
            assert note.endswith(f"de {counts[key]:,}".replace(",", ".")), key
            if values[key] is None:
                assert words.startswith("sin dato"), key
                continue
            # Money is told in millions where it comes to one: with a decimal below a thousand of them.
            unit = 1e6 if re.search(r"\d M\b", words) else 1
            shown = number(words) * unit
            written_to = unit if unit > 1 and abs(values[key]) >= 1_000 * unit else 0.1 * unit
            assert shown == pytest.approx(values[key], abs=0.51 * written_to), (measure, key, words)


@pytest.mark.parametrize("plan_code", list(EARLIER), indirect=True)
@pytest.mark.parametrize("is_earlier", [False, True])
def test_a_median_is_of_the_rows_also_in_totals(boards: Boards, plan_code: str, is_earlier: bool) -> None:
    day = EARLIER[plan_code] if is_earlier else ""
    query = "SELECT axis_slug, progress_pct FROM progress WHERE item_kind = 'indicator' AND progress_pct IS NOT NULL"
    by_axis: dict[str | None, list[float]] = {None: []}
    for axis, progress in rows_on(boards.store, plan_code, day).all(query):
        by_axis.setdefault(axis, []).append(progress)
        by_axis[None].append(progress)
    found = cells(boards, plan_code, day, "eje", de="indicadores", columnas="nada", medida="avance", calculo="mediana")
    assert {axis for axis, _status in found} == set(by_axis)
    for (axis, _status), cell in found.items():
        assert number(words_of(cell)) == pytest.approx(statistics.median(by_axis[axis]), abs=0.051)


@pytest.mark.parametrize("is_earlier", [False, True])
@pytest.mark.parametrize(("rows", "column"), [("secretaria", "responsible_slugs"), ("ods", "sdg_codes")])
def test_what_is_in_several_groups_counts_in_each(
    demo_boards: Boards, is_earlier: bool, rows: str, column: str
) -> None:
    day = EARLIER["demo"] if is_earlier else ""
    sql = rows_on(demo_boards.store, "demo", day)
    found = cells(demo_boards, "demo", day, rows, de="proyectos", columnas="estado")
    groups = {group for group, _status in found} - {None, "_"}
    assert len(groups) == {"secretaria": 13, "ods": 16}[rows]
    for group in groups:
        query = (
            "SELECT status, count(*) FROM progress WHERE item_kind = 'project'"
            f" AND '; ' || {column} || '; ' LIKE '%; ' || :part || '; %' GROUP BY status"
        )
        own = sql.pairs(query, part=group)
        shown = {status: number(words_of(cell)) for (of, status), cell in found.items() if of == group}
        assert shown == {None: sum(own.values()), **own}, group
    assert number(words_of(found[None, None])) == sql.one("SELECT count(*) FROM progress WHERE item_kind = 'project'")
