"""/comparar: what moved between two days is what the lists of both days say, and two plans are never mixed up."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from sqlalchemy import text

from dashboards.compare import moves as moving
from dashboards.compare.moves import Moves, kind_of
from dashboards.components.flow import Ribbon, flow
from dashboards.components.status import STATUS_SLUGS
from dashboards.site.rendering import to_html
from data_models.queries.plans import find_plan
from data_models.visibility import PUBLIC
from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.page_check import check_html

if TYPE_CHECKING:
    from data_models.store import Store

DAYS = {"demo": "2025-10-31", "tenjo-2024-2027": "2025-03-31", "estrategia-de-datos": "2024-10-31"}
ORDER = {"Atrasada": 0, "En riesgo": 1, "En camino": 2, "Cumplida": 3}


def states(boards: Boards, plan: str, name: str, **query: str) -> dict[str, str]:
    """The status of each item by its code, as the file of the list says."""
    answer = boards.client.get(in_plan(f"/descargas/{name}.csv", plan, **query))
    rows = csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline=""))
    return {row["codigo"]: row["estado"] for row in rows}


@pytest.mark.parametrize("name", ["indicadores", "proyectos"])
def test_the_matrix_is_made_of_the_lists_of_both_days(boards: Boards, plan_code: str, name: str) -> None:
    day = DAYS[plan_code]
    before, after = states(boards, plan_code, name, al=day), states(boards, plan_code, name)
    steps: dict[tuple[str, str], int] = {}
    for code, new in after.items():
        steps[before[code], new] = steps.get((before[code], new), 0) + 1
    page = boards.page(in_plan("/comparar", plan_code, de=name, comparado=day))
    table = page.select_one("#matriz table")
    assert table is not None
    heads = [words_of(cell) for cell in table.select("thead th")][1:-1]
    found = {
        (words_of(row.th), head): int(words_of(cell).replace(".", ""))
        for row in table.select("tbody tr")
        for head, cell in zip(heads, row.select("td"), strict=False)
        if cell.a is not None
    }
    assert found == steps
    changed = sum(count for (old, new), count in steps.items() if old != new)
    better = sum(n for (old, new), n in steps.items() if old in ORDER and new in ORDER and ORDER[new] > ORDER[old])
    worse = sum(n for (old, new), n in steps.items() if old in ORDER and new in ORDER and ORDER[new] < ORDER[old])
    heading = words_of(page.h1)
    if not changed:
        assert re.match(r"Ningun[ao]? .* cambió de estado$", heading) or "Ningún" in heading
        return
    assert heading.startswith(f"{changed:,} ".replace(",", "."))
    for count, word in ((better, "mejor"), (worse, "empeor")):
        assert (f"{count:,} {word}".replace(",", ".") in heading) is (count > 0)


def test_every_number_leads_to_that_many_rows(boards: Boards, plan_code: str) -> None:
    for name in ("indicadores", "proyectos"):
        address = in_plan("/comparar", plan_code, de=name, comparado=DAYS[plan_code])
        counted = {href: count for href, count in links_in(boards.text(address)) if count is not None}
        assert counted
        for href, count in counted.items():
            assert boards.listed(href).total == count, href


def test_the_list_of_a_step_holds_those_that_took_it(demo_boards: Boards) -> None:
    before = states(demo_boards, "demo", "indicadores", al="2025-10-31")
    after = states(demo_boards, "demo", "indicadores")
    expected = [code for code, new in after.items() if (before[code], new) == ("En camino", "Cumplida")]
    address = in_plan("/comparar", "demo", de="indicadores", comparado="2025-10-31", lista="en-camino.cumplida")
    listed = demo_boards.all_rows(address)
    with demo_boards.store.reading() as connection:
        rows = connection.execute(text("SELECT slug, code FROM progress WHERE item_kind = 'indicator'")).all()
    codes = {row[0]: row[1] for row in rows}
    assert sorted(codes[href.partition("?")[0].rpartition("/")[2]] for href in listed) == sorted(expected)
    page = demo_boards.page(address)
    assert words_of(page.h1) == f"{len(expected)} indicadores de «En camino» a «Cumplida»"
    assert check_html(demo_boards.text(address)) == []


def test_the_file_holds_both_states_of_what_changed(boards: Boards, plan_code: str) -> None:
    day = DAYS[plan_code]
    before = states(boards, plan_code, "indicadores", al=day)
    after = states(boards, plan_code, "indicadores")
    answer = boards.client.get(in_plan("/descargas/comparar.csv", plan_code, de="indicadores", comparado=day))
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    found = {row["codigo"]: (row["estado_antes"], row["estado_despues"]) for row in rows}
    assert found == {code: (before[code], new) for code, new in after.items() if new != before[code]}
    broken = boards.client.get(in_plan("/descargas/comparar.xlsx", plan_code, comparado="ayer"))
    assert broken.status_code == 400
    book = boards.client.get(in_plan("/descargas/comparar.xlsx", plan_code, comparado=day, lista="mejoraron"))
    assert book.status_code == 200


def test_revised_targets_are_those_decided_between_the_days(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comparar", "demo", de="indicadores", comparado="2025-10-31"))
    with demo_boards.store.reading() as connection:
        count = connection.scalar(
            text(
                "SELECT count(*) FROM progress WHERE plan_code = 'demo' AND is_public AND item_kind = 'indicator'"
                " AND target_revised_on > '2025-10-31'"
            )
        )
    link = page.select_one("#metas .links a[data-cuenta]")
    assert link is not None and int(str(link["data-cuenta"])) == count


def test_the_usual_day_is_a_month_before_and_filters_narrow_both_days(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comparar", "demo", secretaria="salud"))
    assert "Entre el 30/09/2026 y el 31/10/2026" in words_of(page.select_one(".lede"))
    total = page.select("#matriz tfoot td")[-1]
    listed = demo_boards.listed(in_plan("/indicadores", "demo", secretaria="salud")).total
    assert int(words_of(total)) == listed


def test_a_day_before_the_plan_began_has_nothing_to_compare_with(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comparar", "demo", al="2023-12-15"))
    assert words_of(page.h1) == "No hay un día anterior con que comparar"
    assert "El plan empezó el 10/12/2023" in words_of(page.select_one(".empty"))


def test_filters_that_leave_nothing_say_so(demo_boards: Boards, demo_store: Store) -> None:
    with demo_store.reading() as connection:
        slugs = connection.execute(
            text(
                "SELECT a.axis_slug, s.secretariat_slug FROM (SELECT DISTINCT axis_slug FROM progress) a,"
                " (SELECT DISTINCT secretariat_slug FROM progress) s WHERE NOT EXISTS (SELECT 1 FROM progress p WHERE"
                " p.item_kind = 'indicator' AND p.axis_slug = a.axis_slug AND"
                " '; ' || p.responsible_slugs || '; ' LIKE '%; ' || s.secretariat_slug || '; %') LIMIT 1"
            )
        ).one()
    page = demo_boards.page(in_plan("/comparar", "demo", de="indicadores", eje=slugs[0], secretaria=slugs[1]))
    assert "con estos filtros" in words_of(page.h1)
    assert page.select_one(".empty a") is not None


def test_what_is_not_understood_is_said(demo_boards: Boards) -> None:
    query = {"de": "cosas", "comparado": "ayer", "con_plan": "otro", "lista": "rotas", "eje": "ninguno"}
    page = demo_boards.page(in_plan("/comparar", "demo", **query))
    said = words_of(page.select_one(".notice.warn"))
    assert all(f"«{word}»" in said for word in query.values())


def test_two_plans_stand_beside_each_other_with_their_own_shares(real_boards: Boards) -> None:
    one, two = "tenjo-2024-2027", "estrategia-de-datos"
    address = in_plan("/comparar", one, de="indicadores", con_plan=two)
    page = real_boards.page(address)
    assert check_html(real_boards.text(address)) == []
    counts: dict[str, dict[str, int]] = {}
    with real_boards.store.reading() as connection:
        rows: list[Any] = list(
            connection.execute(
                text(
                    "SELECT plan_code, status, count(*) FROM progress WHERE is_public AND item_kind = 'indicator'"
                    " GROUP BY plan_code, status"
                )
            )
        )
    for plan, of, count in rows:
        counts.setdefault(plan, {})[of] = count
    columns = [
        {str(link["href"]): int(str(link["data-cuenta"])) for row in page.select("#mezcla tbody tr") if (
            link := row.select("td")[side].a) is not None}
        for side in (0, 1)
    ]  # fmt: skip
    for plan, column in zip((one, two), columns, strict=True):
        by_status = {
            of: count for href, count in column.items() for of, slug in STATUS_SLUGS.items() if f"estado={slug}" in href
        }
        assert by_status == counts[plan]
        assert all(f"plan={plan}" in href for href in column)
        assert all(real_boards.listed(href).total == count for href, count in column.items())
    # A share says of how many it is: "100,0 % (1 de 1)".
    shares = []
    for plan in (one, two):
        good = sum(counts[plan].get(of, 0) for of in ("met", "on_track"))
        judged = good + sum(counts[plan].get(of, 0) for of in ("at_risk", "off_track"))
        shares.append(f"{100 * good / judged:.1f} % ({good} de {judged})".replace(".", ","))
    title = words_of(page.select_one("h1"))
    assert [title.count(share) for share in shares] == [1, 1]
    limits = words_of(page.select_one("#limites"))
    assert "monedas distintas" in limits and "días distintos" in limits


def test_a_plan_is_not_compared_with_itself(demo_boards: Boards) -> None:
    page = demo_boards.page(in_plan("/comparar", "demo", con_plan="demo"))
    assert "el plan con que comparar «demo»" in words_of(page.select_one(".notice.warn"))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("on_track", "on_track", moving.SAME),
        ("off_track", "at_risk", moving.BETTER),
        ("met", "on_track", moving.WORSE),
        ("no_data", "off_track", moving.FIRST),
        ("not_started", "met", moving.FIRST),
        ("at_risk", "no_data", moving.LOST),
        ("at_risk", "cancelled", moving.CANCELLED),
        ("cancelled", "on_track", moving.OTHER),
        ("not_started", "no_data", moving.OTHER),
    ],
)
def test_what_a_step_means(before: str, after: str, kind: str) -> None:
    assert kind_of(before, after) == kind


def test_what_worsened_most_comes_first() -> None:
    steps = [("on_track", "met"), ("on_track", "at_risk"), ("met", "off_track"), ("met", "met"), ("no_data", "met")]
    both = pd.DataFrame(
        {
            "status_before": [old for old, _new in steps],
            "status_after": [new for _old, new in steps],
            "item_id": range(5),
        }
    )
    moves = Moves(both)
    assert moves.by_need(moves.kinds != moving.SAME)["item_id"].tolist() == [2, 1, 0, 4]
    assert (moves.changed, moves.count(moving.WORSE)) == (4, 2)


def test_the_flow_names_each_part_and_draws_each_step_once() -> None:
    ribbons = [
        Ribbon("met", "met", 3, "same"),
        Ribbon("met", "at_risk", 1, "worse"),
        Ribbon("no_data", "met", 1, "better"),
    ]
    html = to_html(flow(ribbons, ("antes", "después")))
    assert html.count("fl-same") == html.count("fl-down") == html.count("fl-up") == 1
    labels = re.findall(r"</span> (\d+)</span>", html)
    assert labels == ["4", "1", "4", "1"]
    tops = [float(top) for top in re.findall(r"top:([\d.]+)%", html)]
    assert all(0 <= top <= 100 for top in tops)
    assert 'aria-hidden="true"' in html


def test_the_plan_of_a_demonstration_was_known_before_the_day(demo_store: Store) -> None:
    plan = find_plan(demo_store, PUBLIC, "demo")
    assert plan is not None and plan.known_since < date(2025, 10, 31)
