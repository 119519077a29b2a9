"""A group is its rows: its counts, its hollow marks, its mean and every number's way to its list."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from dashboards.boards import groups
from dashboards.boards.row_set import all_rows
from dashboards.components.marks import Marks
from dashboards.components.status import STATUSES
from dashboards.page import PageContext
from dashboards.site.rendering import to_html
from data_models.queries.selection import Selection
from data_models.visibility import PUBLIC
from tests.dashboards.boards import links_in, parse_text, words_of
from tests.dashboards.example_pages import PLAN
from tests.dashboards.progress_rows import progress_frame

CONTEXT = PageContext(None, PUBLIC, PLAN, (PLAN,), parse_text("/?plan=demo"), {})  # type: ignore[arg-type]
SELECTION = Selection(item_kind="indicator", axis="ciudad")


@pytest.fixture
def frame() -> pd.DataFrame:
    """Six indicators and a project in «ciudad», one indicator elsewhere."""
    return progress_frame(
        {"status": "met", "freshness": "fresh", "progress_pct": 5034.0},
        {"status": "on_track", "freshness": "overdue", "progress_pct": 50.0, "weight": 3.0},
        {"status": "on_track", "freshness": "due", "progress_pct": -20.0},
        {"status": "off_track", "freshness": "overdue", "progress_pct": 10.0},
        {"status": "no_data", "freshness": "overdue"},
        {"status": "not_started"},
        {"status": "met", "item_kind": "project", "progress_pct": 100.0},
        {"status": "met", "axis_slug": "otro", "progress_pct": 100.0},
    )


def test_a_group_counts_its_own_rows_and_no_others(frame: pd.DataFrame) -> None:
    group = groups.group_of(frame, SELECTION)
    assert (group.total, group.good, group.overdue) == (6, 3, 3)
    expected = {"met": 1, "on_track": 2, "off_track": 1, "no_data": 1, "not_started": 1}
    assert group.counts == {of: expected.get(of, 0) for of in STATUSES}


def test_the_mean_is_of_what_has_a_percent_each_between_0_and_100_by_weight(frame: pd.DataFrame) -> None:
    group = groups.group_of(frame, SELECTION)
    assert group.defined == 4
    assert group.progress_pct == pytest.approx((100 * 1 + 50 * 3 + 0 * 1 + 10 * 1) / 6)


def test_a_group_without_percents_has_no_mean(frame: pd.DataFrame) -> None:
    group = groups.group_of(frame[frame["progress_pct"].isna()], SELECTION)
    assert (group.progress_pct, group.defined) == (None, 0)
    assert "sin porcentaje" in to_html(groups.mean_with_coverage(CONTEXT, group))


def test_a_group_without_rows_is_all_zeros(frame: pd.DataFrame) -> None:
    group = groups.group_of(frame, Selection(item_kind="indicator", axis="ninguno"))
    assert (group.total, group.good, group.overdue, group.progress_pct, group.defined) == (0, 0, 0, None, 0)
    assert set(group.counts.values()) == {0}


def test_marks_are_hollow_where_the_datum_they_rest_on_is_overdue(frame: pd.DataFrame) -> None:
    found = groups.marks_by_status(groups.group_of(frame, SELECTION).rows)
    assert {of: marks for of, marks in found.items() if marks.count} == {
        "met": Marks(1, 0),
        "on_track": Marks(2, 1),
        "off_track": Marks(1, 1),
        "no_data": Marks(1, 0),
        "not_started": Marks(1, 0),
    }


def test_every_number_of_a_group_leads_to_its_list(frame: pd.DataFrame) -> None:
    group = groups.group_of(frame, SELECTION)
    html = to_html(
        [
            groups.good_of_total(CONTEXT, group),
            groups.with_status(CONTEXT, group, "off_track"),
            groups.overdue_of(CONTEXT, group),
            groups.mean_with_coverage(CONTEXT, group),
        ]
    )
    assert list(links_in(html)) == [
        ("/indicadores?eje=ciudad&estado=cumplida,en-camino&plan=demo", 3),
        ("/indicadores?eje=ciudad&plan=demo", 6),
        ("/indicadores?eje=ciudad&estado=atrasada&plan=demo", 1),
        ("/indicadores?dato=vencida&eje=ciudad&plan=demo", 3),
        ("/indicadores?eje=ciudad&plan=demo&porcentaje=si", 4),
    ]
    assert words_of(BeautifulSoup(html, "html.parser")).replace(" ", "") == "3de61343%4de6"


def test_a_share_is_of_what_can_be_judged_and_says_how_many_cannot(frame: pd.DataFrame) -> None:
    html = to_html(groups.share_of_judged(CONTEXT, groups.group_of(frame, SELECTION)))
    assert [count for _href, count in links_in(html)] == [3, 4, 2]
    assert words_of(BeautifulSoup(html, "html.parser")) == "75 % 3 de 4 , pocos; 2 sin juzgar"
    silent = groups.group_of(frame, replace(SELECTION, status=("no_data", "not_started")))
    html = to_html(groups.share_of_judged(CONTEXT, silent))
    assert words_of(BeautifulSoup(html, "html.parser")) == "nada que juzgar 2 sin juzgar"


def test_a_number_of_chosen_rows_never_leads_to_others(frame: pd.DataFrame) -> None:
    """What an address keeps already, a number within it keeps too; of what it leaves out there is no list."""
    late = groups.group_of(frame, replace(SELECTION, status=("off_track", "no_data")))
    shown = groups.share_of_judged(CONTEXT, late), groups.with_status(CONTEXT, late, "met")
    html = to_html([*shown, groups.overdue_of(CONTEXT, late)])
    assert list(links_in(html)) == [
        ("/indicadores?eje=ciudad&estado=atrasada&plan=demo", 1),
        ("/indicadores?eje=ciudad&estado=sin-datos&plan=demo", 1),
        ("/indicadores?dato=vencida&eje=ciudad&estado=atrasada,sin-datos&plan=demo", 2),
    ]
    assert words_of(BeautifulSoup(html, "html.parser")) == "0 % 0 de 1 , pocos; 1 sin juzgar 0 2"
    fresh = groups.group_of(frame, replace(SELECTION, freshness=("fresh",)))
    assert list(links_in(to_html(groups.overdue_of(CONTEXT, fresh)))) == []


def test_what_was_cancelled_is_neither_in_the_mean_nor_in_the_list_of_what_is(frame: pd.DataFrame) -> None:
    cancelled = progress_frame({"status": "cancelled", "progress_pct": 0.0, "item_id": 99})
    with_cancelled = pd.concat([frame, cancelled], ignore_index=True)
    before, after = groups.group_of(frame, SELECTION), groups.group_of(with_cancelled, SELECTION)
    assert (after.total, after.defined, after.progress_pct) == (before.total + 1, 4, before.progress_pct)
    listed = with_cancelled[after.selection_of_defined.mask(with_cancelled)]
    assert len(listed) == after.defined
    assert "cancelled" not in set(listed["status"])


@pytest.mark.parametrize(
    ("code", "name"),
    [("2", "2. Salud"), ("2.10", "2.10. Salud"), ("EJE-A", "Salud"), (None, "Salud"), ("", "Salud")],
)
def test_a_number_is_part_of_a_name_and_a_code_is_not(code: str | None, name: str) -> None:
    assert groups.numbered(code, "Salud") == name


ALONE = {"responsible_slugs": "salud"}
SHARED = {"responsible_slugs": "salud; obras", "shared_secretariat_codes": "OBRAS"}
OF_SHARED = "Lo compartido aparece en cada secretaría y cuenta una vez en el total."
OF_NOBODY = "Lo que no tiene responsable cuenta solo en el total."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((ALONE,), None),
        ((SHARED, ALONE), OF_SHARED),
        (({}, ALONE), OF_NOBODY),
        ((SHARED, {}), f"{OF_SHARED} {OF_NOBODY}"),
    ],
)
def test_why_sums_need_not_agree_is_said_where_they_need_not(
    rows: tuple[dict[str, str], ...], said: str | None
) -> None:
    assert groups.sums_words(all_rows(progress_frame(*rows))) == said
