"""A distance agrees with the figures beside it: who subtracts what is shown gets what is said."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import formatting
from dashboards.listing import distance
from tests.dashboards.boards import Boards, in_plan, words_of
from tests.dashboards.progress_rows import progress_frame

if TYPE_CHECKING:
    from collections.abc import Mapping


# Of the strategy of data nearly nothing has a percent.
LEAST_DISTANCES = {"demo": 100, "tenjo-2024-2027": 20, "estrategia-de-datos": 0}


def read(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d,−]", "", text).replace("−", "-").replace(",", "."))


def row_of(**cells: Any) -> Mapping[Any, Any]:
    return progress_frame(cells).to_dict("records")[0]


def plain(words: str | None) -> str | None:
    return words.replace("\N{NO-BREAK SPACE}", " ") if words else words


@pytest.mark.parametrize(
    ("done", "expected", "words"),
    [
        (10.0, 69.2, "59 puntos menos"),
        (70.0, 71.0, "1 punto menos"),
        # 2,2 points apart and shown as 69 % and 72 %.
        (69.4, 71.6, "3 puntos menos"),
        # 0,9 points apart and both shown as 72 %.
        (71.6, 72.4, "igual a lo esperado"),
        (50.0, 50.0, "igual a lo esperado"),
        (4.3, 71.0, "67 puntos menos"),
        (4.3, 4.72, "0,4 puntos menos"),
        (83.0, 71.0, "12 puntos más"),
        (5034.7, 71.0, "4.964 puntos más"),
        (-12.3, 20.0, "32 puntos menos"),
        (0.0, None, None),
        (None, 50.0, None),
    ],
)
def test_the_distance_is_that_of_the_percents_as_shown(
    done: float | None, expected: float | None, words: str | None
) -> None:
    assert plain(distance.gap_words(row_of(status="at_risk", progress_pct=done, expected_pct=expected))) == words


@given(st.floats(-500, 9000), st.floats(0, 100))
def test_whatever_the_percents_who_subtracts_them_agrees(done: float, expected: float) -> None:
    row = row_of(status="at_risk", progress_pct=done, expected_pct=expected)
    shown = read(formatting.short_percent(done)) - read(str(distance.expected_percent(row)))
    said = distance.gap_words(row) or ""
    rounded = formatting.written(shown, 0) if abs(shown) >= 10 else shown
    assert (read(said) if "punto" in said else 0) == abs(rounded)
    assert said.endswith("menos") == (shown < 0)
    assert said.endswith("más") == (shown > 0)


@pytest.mark.parametrize(
    ("status", "done", "words"),
    [
        ("met", 87.0, "meta alcanzada"),
        ("met", 100.0, "igual a lo esperado"),
        ("met", 104.0, "4 puntos más"),
        ("on_track", 87.0, "13 puntos menos"),
        ("met", None, None),
    ],
)
def test_a_target_that_is_met_owes_nothing_even_below_its_own_plan(
    status: str, done: float | None, words: str | None
) -> None:
    row = row_of(status=status, progress_pct=done, expected_pct=100.0, expected_value=130.0)
    assert plain(distance.gap_words(row)) == words
    assert (distance.should_be(row) is None) is (words == "meta alcanzada")


def test_a_plan_that_expects_more_than_its_own_target_says_so_in_its_unit() -> None:
    """Periods that add up to 0,80 of a target of 0,40: "200 %" and "160 puntos" would be arithmetic, not words."""
    cells = {"unit": "km", "decimals": 2, "target_value": 0.4, "status": "off_track"}
    behind = row_of(value=0.16, expected_value=0.8, progress_pct=40.0, expected_pct=200.0, **cells)
    assert plain(distance.gap_words(behind)) == "0,64 km menos"
    assert plain(distance.expected_percent(behind)) == "0,80 km, más que la meta"
    assert plain(distance.beyond_target_words(behind, "0,40 km")) == (
        "A esa fecha el plan preveía 0,80 km, más que la meta (0,40 km): conviene revisarlo."
    )
    ahead = row_of(value=1.0, expected_value=0.8, progress_pct=250.0, expected_pct=200.0, **cells)
    assert plain(distance.gap_words(ahead)) == "0,20 km más"
    usual = row_of(value=0.16, expected_value=0.4, progress_pct=40.0, expected_pct=100.2, **cells)
    assert (plain(distance.gap_words(usual)), plain(distance.expected_percent(usual))) == ("60 puntos menos", "100 %")
    assert distance.beyond_target_words(usual, "0,40 km") is None


def test_of_what_should_go_down_the_points_say_which_side_it_is_on() -> None:
    row = row_of(value=30.0, expected_value=10.0, progress_pct=50.0, expected_pct=150.0, status="off_track")
    assert plain(distance.gap_words(row)) == "100 puntos menos"


def test_the_distances_of_a_whole_plan_agree_with_the_percents_beside_them(boards: Boards, plan_code: str) -> None:
    page = boards.page(in_plan("/cumplimiento", plan_code, vista="tabla"))
    checked = 0
    for line in page.select("#barras tbody tr:has(th)"):
        _place, _kind, done, expected, gap, *_rest = (words_of(cell) for cell in line.select("td"))
        have, should = (re.search(r"(−?[\d.,]+) %$", told) for told in (done, expected))
        said = re.search(r"([\d.,]+) puntos? (menos|más)$", gap)
        if have and should and said:
            apart = read(have[1]) - read(should[1])
            assert abs(abs(apart) - read(said[1])) <= (Decimal("0.5") if abs(apart) >= 10 else 0), words_of(line)
            assert (apart > 0) == (said[2] == "más")
            checked += 1
    assert checked >= LEAST_DISTANCES[plan_code]
