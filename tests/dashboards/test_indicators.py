"""What /indicadores says in words, against hand-written SQL; its rows are tested with those of all lists."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from data_models.store import Store
from tests.dashboards.boards import Boards, in_plan, words_of

ROWS = "FROM progress WHERE plan_code = 'demo' AND is_public AND item_kind = 'indicator'"
FILTERS = [
    ({}, "true"),
    ({"eje": "ciudad-que-cuida"}, "axis_slug = 'ciudad-que-cuida'"),
    ({"tipo": "resultado"}, "indicator_kind = 'outcome'"),
    ({"ods": "11"}, "'; ' || sdg_codes || '; ' LIKE '%; 11; %'"),
]


def count(store: Store, where: str) -> int:
    with store.reading() as connection:
        return connection.scalar(text(f"SELECT count(*) {ROWS} AND {where}")) or 0


@pytest.mark.parametrize(("query", "where"), FILTERS)
def test_the_heading_counts_those_going_well_and_those_late(
    demo_boards: Boards, demo_store: Store, query: dict[str, str], where: str
) -> None:
    total = count(demo_store, where)
    good = count(demo_store, f"{where} AND status IN ('met', 'on_track')")
    late = count(demo_store, f"{where} AND status = 'off_track'")
    heading = demo_boards.heading(in_plan("/indicadores", "demo", **query))
    assert heading.startswith(f"{good} de {total} indicadores")
    assert re.search(rf"; {late} están? atrasados?$", heading)


@pytest.mark.parametrize(("query", "where"), FILTERS)
def test_the_lede_counts_data_and_kinds(
    demo_boards: Boards, demo_store: Store, query: dict[str, str], where: str
) -> None:
    known = count(demo_store, f"{where} AND (value IS NOT NULL OR value_text IS NOT NULL)")
    stale = count(demo_store, f"{where} AND freshness = 'overdue'")
    expected = f"Hay dato de {known} de {count(demo_store, where)}; {stale} con el dato vencido."
    for kind, name in (("outcome", "resultado"), ("process", "proceso")):
        total = count(demo_store, f"{where} AND indicator_kind = '{kind}'")
        good = count(demo_store, f"{where} AND indicator_kind = '{kind}' AND status IN ('met', 'on_track')")
        if total:
            expected += f" De {name} van bien {good} de {total}."
    assert words_of(demo_boards.page(in_plan("/indicadores", "demo", **query)).select_one(".lede")) == expected


def test_a_progress_of_thousands_of_percent_is_shown_whole_and_its_bar_is_full(real_boards: Boards) -> None:
    page = real_boards.page(in_plan("/indicadores", "tenjo-2024-2027", orden="avance", porcentaje="si", pagina="999"))
    said = [words_of(cell) for cell in page.select("#lista .pair b")]
    largest = max(int(words.removesuffix(" %").replace(".", "").partition(",")[0]) for words in said)
    assert largest > 1000
    widths = [
        float(width) for bar in page.select("#lista .bul") for width in re.findall(r"--a:([\d.]+)%", str(bar["style"]))
    ]
    assert max(widths) == 100.0


def test_a_plan_whose_indicators_say_nothing_still_reads_well(real_boards: Boards) -> None:
    page = real_boards.page(in_plan("/indicadores", "estrategia-de-datos"))
    rows = page.select("#lista tbody tr")
    assert len(rows) == 20
    for row in rows:
        assert "Sin porcentaje" not in words_of(row) or row.select_one(".bul + .who, b + .who") is not None
