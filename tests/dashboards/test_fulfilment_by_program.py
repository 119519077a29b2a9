"""/cumplimiento program by program: mean, coverage and late ones by hand-written SQL, on two plans and two days."""

from __future__ import annotations

import pytest

from dashboards import formatting
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.rows_in_sql import rows_on

EARLIER = {"demo": "2025-06-30", "tenjo-2024-2027": "2025-03-31"}
BY_PROGRAM = """
SELECT program_slug, sum(CASE WHEN enters THEN weight * min(100.0, max(0.0, progress_pct)) END)
  / sum(CASE WHEN enters THEN weight END), sum(enters), count(*), sum(status = 'off_track')
FROM (SELECT *, progress_pct IS NOT NULL AND status <> 'cancelled' AS enters FROM progress
      WHERE item_kind = 'indicator')
GROUP BY program_slug
"""


@pytest.mark.parametrize("plan_code", list(EARLIER), indirect=True)
@pytest.mark.parametrize("is_earlier", [False, True])
def test_each_program_has_its_mean_its_coverage_and_its_late_ones(
    boards: Boards, plan_code: str, is_earlier: bool
) -> None:
    day = EARLIER[plan_code] if is_earlier else ""
    expected = {}
    for slug, mean, entering, total, late in rows_on(boards.store, plan_code, day).all(BY_PROGRAM):
        told = [f"{entering} de {total} con porcentaje"]
        if mean is not None:
            told.insert(0, f"avance promedio {formatting.percent(mean, 0)}".replace(formatting.NBSP, " "))
        if late:
            told.append(f"{late} con atraso")
        expected[f"programa-{slug}"] = ", ".join(told)
    page = boards.page(in_plan("/cumplimiento", plan_code, **({"al": day} if day else {})))
    found = {one.get("id"): words_of(one.select_one("summary .sub")) for one in page.select("#barras details.pg")}
    assert found == expected


@pytest.mark.parametrize("plan_code", list(EARLIER), indirect=True)
@pytest.mark.parametrize("is_earlier", [False, True])
def test_each_program_holds_the_lines_of_its_own_indicators(boards: Boards, plan_code: str, is_earlier: bool) -> None:
    day = EARLIER[plan_code] if is_earlier else ""
    expected: dict[str, set[str]] = {}
    query = "SELECT program_slug, slug FROM progress WHERE item_kind = 'indicator'"
    for program, slug in rows_on(boards.store, plan_code, day).all(query):
        expected.setdefault(f"programa-{program}", set()).add(slug)
    page = boards.page(in_plan("/cumplimiento", plan_code, **({"al": day} if day else {})))
    found = {
        one.get("id"): {str(a["href"]).partition("?")[0].rpartition("/")[2] for a in one.select(".bl li > a")}
        for one in page.select("#barras details.pg")
    }
    assert found == expected
