"""The flow picture and the matrix of /comparar against both days' rows in SQL, on two plans and two pairs of days."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.dashboards.boards import Boards, in_plan, links_in, words_of
from tests.dashboards.rows_in_sql import rows_on

TENJO = "tenjo-2024-2027"
NAMES = {
    "met": "Cumplida", "on_track": "En camino", "at_risk": "En riesgo", "off_track": "Atrasada",
    "not_started": "Sin iniciar", "no_data": "Sin datos", "cancelled": "Cancelada",
}  # fmt: skip
DEGREES = ("off_track", "at_risk", "on_track", "met")
# From which day to which; "" is the plan's own.
PAIRS = [
    ("demo", "indicadores", "2025-06-30", ""),
    ("demo", "proyectos", "2025-06-30", "2026-03-31"),
    (TENJO, "indicadores", "2025-03-31", ""),
    (TENJO, "indicadores", "2024-12-31", "2025-06-30"),
]


def meaning(old: str, new: str) -> str:
    if old == new:
        return "iguales"
    if old in DEGREES and new in DEGREES:
        return "mejoraron" if DEGREES.index(new) > DEGREES.index(old) else "empeoraron"
    if new == "cancelled":
        return "canceladas"
    if old in ("no_data", "not_started") and new in DEGREES:
        return "primer-dato"
    return "sin-dato" if old in DEGREES else "otros"


@pytest.mark.parametrize(("plan_code", "kind", "since", "until"), PAIRS, indirect=["plan_code"])
def test_ribbons_ends_and_cells_count_who_went_from_which_status_to_which(
    boards: Boards, plan_code: str, kind: str, since: str, until: str
) -> None:
    item_kind = "indicator" if kind == "indicadores" else "project"
    query = "SELECT item_id, status FROM progress WHERE item_kind = :kind"
    before = rows_on(boards.store, plan_code, since).pairs(query, kind=item_kind)
    after = rows_on(boards.store, plan_code, until).pairs(query, kind=item_kind)
    assert set(before) == set(after)
    steps = Counter((before[item], after[item]) for item in after)
    days = {"comparado": since, **({"al": until} if until else {})}
    page = boards.page(in_plan("/comparar", plan_code, de=kind, **days))

    kinds: Counter[str] = Counter()
    for (old, new), count in steps.items():
        kinds[meaning(old, new)] += count
    told = [(re.search(r"lista=([a-z-]+)", href), count) for href, count in links_in(str(page.select_one("#flujo")))]
    assert {found[1]: count for found, count in told if found} == {
        of: count for of, count in kinds.items() if of != "iguales"
    }

    for end, counts in (("l", Counter(before.values())), ("r", Counter(after.values()))):
        ends = [words_of(label) for label in page.select(f".flow-{end} > span")]
        assert ends == [f"{NAMES[of]} {counts[of]:,}".replace(",", ".") for of in NAMES if counts[of]]
    drawn = Counter(str(path["class"][0]) for path in page.select(".flow path") if path["class"][0] != "seg")
    classes = {"iguales": "fl-same", "mejoraron": "fl-up", "primer-dato": "fl-up", "empeoraron": "fl-down",
               "sin-dato": "fl-down"}  # fmt: skip
    assert drawn == Counter(classes.get(meaning(*step), "fl-other") for step in steps)

    rows = {words_of(row.th): [words_of(cell) for cell in row.select("td")] for row in page.select("#matriz tr")[1:]}
    heads = [of for of in NAMES if any(new == of for _old, new in steps)]
    for old in {old for old, _new in steps}:
        own = [steps[old, new] for new in heads]
        expected = [f"{count:,}".replace(",", ".") if count else "– ninguno" for count in (*own, sum(own))]
        assert rows[NAMES[old]] == expected
    whole = [sum(steps[old, new] for old in NAMES) for new in heads]
    assert rows["En total"] == [f"{count:,}".replace(",", ".") for count in (*whole, len(after))]


@pytest.mark.parametrize(("plan_code", "kind", "since", "until"), PAIRS[:1] + PAIRS[2:3], indirect=["plan_code"])
def test_a_ribbon_is_as_wide_as_its_share(boards: Boards, plan_code: str, kind: str, since: str, until: str) -> None:
    """The widths of all ribbons stand to each other as the counts of SQL do."""
    query = "SELECT item_id, status FROM progress WHERE item_kind = 'indicator'"
    before = rows_on(boards.store, plan_code, since).pairs(query)
    after = rows_on(boards.store, plan_code, until).pairs(query)
    steps = Counter((before[item], after[item]) for item in after)
    page = boards.page(in_plan("/comparar", plan_code, de=kind, comparado=since))
    widths = []
    for path in page.select(".flow path:not(.seg)"):
        # "M3 0.00C50 … 97 0.00V5.77C50 …": where it arrives, its upper edge and its lower one.
        edges = re.search(r" 97 ([\d.]+)V([\d.]+)C", str(path["d"]))
        assert edges is not None
        widths.append(float(edges[2]) - float(edges[1]))
    unit = sum(widths) / len(after)
    assert sorted(widths) == pytest.approx([count * unit for count in sorted(steps.values())], abs=0.02)
