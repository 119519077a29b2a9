"""What the Panorama makes of rows, on rows few enough to count by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboards.boards import compared, groups, standing
from dashboards.boards.row_set import all_rows, rows_kept
from dashboards.nouns import Noun
from dashboards.panorama import prepare, words
from dashboards.site.rendering import to_html
from data_models.queries.selection import Selection
from tests.dashboards.progress_rows import progress_frame

GOAL, PROJECT = Noun("meta", "metas"), Noun("proyecto", "proyectos")


def text(tree: object) -> str:
    return to_html(tree).replace("<strong>", "").replace("</strong>", "").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("now", "earlier"),
    [
        ("2026-10-31", "2026-09-30"),
        ("2026-09-30", "2026-08-31"),
        ("2025-03-31", "2025-02-28"),
        ("2024-03-31", "2024-02-29"),
        ("2024-03-30", "2024-02-29"),
        ("2025-02-28", "2025-01-31"),
        ("2026-01-15", "2025-12-15"),
    ],
)
def test_a_month_earlier_the_end_of_a_month_stays_one(now: str, earlier: str) -> None:
    assert compared.month_before(date.fromisoformat(now)) == date.fromisoformat(earlier)


def test_a_situation_counts_statuses_and_freshness() -> None:
    found = standing.situation(
        progress_frame(
            {"status": "met", "freshness": "due"},
            {"status": "on_track", "freshness": "overdue"},
            {"status": "no_data", "freshness": "overdue"},
            {"status": "cancelled"},
            {"status": "not_started"},
        )
    )
    assert (found.total, found.good, found.fresh, found.due, found.overdue, found.without_demand) == (5, 2, 0, 1, 2, 2)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([{"status": "no_data"}, {"item_kind": "project", "status": "met"}], "project"),
        ([{"status": "off_track"}, {"item_kind": "project", "status": "met"}], "indicator"),
        ([{"status": "no_data"}], "indicator"),
        ([{"item_kind": "project"}], "project"),
    ],
)
def test_the_headline_counts_indicators_unless_they_say_nothing(rows: list[dict[str, str]], kind: str) -> None:
    assert standing.main_kind(progress_frame(*rows)) == kind


def test_the_most_late_are_off_track_and_farthest_behind_first() -> None:
    gaps = [-12.0, -90.0, None, -50.0, 3.0, -1.0, -70.0, -60.0, -80.0]
    frame = progress_frame(
        *({"status": "off_track", "gap_points": gap} for gap in gaps), {"status": "at_risk", "gap_points": -99.0}
    )
    assert prepare.most_late(all_rows(frame)).column("gap_points").tolist() == [-90.0, -80.0, -70.0, -60.0, -50.0]


def test_what_only_dates_judge_is_told_by_the_longest_due() -> None:
    ends = [date(2026, 5, 1), date(2024, 5, 1), None, date(2025, 5, 1)]
    frame = progress_frame(
        *({"item_kind": "project", "status": "off_track", "planned_end": end} for end in ends),
        {"item_kind": "project", "status": "at_risk", "planned_end": date(2020, 1, 1)},
    )
    assert prepare.longest_due(all_rows(frame)).column("item_id").tolist() == [2, 4, 1]


def test_the_most_stale_have_had_data_and_the_longest_wait_comes_first() -> None:
    frame = progress_frame(
        {"freshness": "overdue", "days_overdue": 10},
        {"freshness": "overdue", "days_overdue": 300, "status": "no_data"},
        {"freshness": "overdue", "days_overdue": 200},
        {"freshness": "due", "days_overdue": 400},
    )
    assert prepare.most_stale(all_rows(frame)).column("days_overdue").tolist() == [200, 10]


def test_those_without_data_come_in_the_order_of_the_plan() -> None:
    frame = progress_frame(*({"status": "no_data"} for _ in range(9)), {"status": "met"})
    assert prepare.without_data(all_rows(frame)).column("item_id").tolist() == list(range(1, 10))


@pytest.fixture
def before_and_after() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Six that moved and stayed, one that came and one that went."""
    turns = [
        ("off_track", "at_risk"),
        ("on_track", "met"),
        ("met", "off_track"),
        ("no_data", "on_track"),
        ("not_started", "cancelled"),
        ("on_track", "on_track"),
    ]
    before = progress_frame(*({"status": old} for old, _new in turns), {"status": "met", "item_id": 70})
    after = progress_frame(*({"status": new} for _old, new in turns), {"status": "met", "item_id": 80})
    return before, after


def test_what_moved_is_counted_by_its_direction(before_and_after: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    before, after = before_and_after
    moved = standing.movement(all_rows(before), all_rows(after))
    # Good before: on_track, met, on_track and the one that went; after: met, on_track, on_track and the one that came.
    assert moved == standing.Movement(better=2, worse=1, first_datum=1, good_change=0)


def test_changes_show_the_worst_turns_first_then_the_best() -> None:
    turns = [
        ("on_track", "met"),
        ("no_data", "met"),
        ("met", "off_track"),
        ("off_track", "met"),
        ("on_track", "at_risk"),
    ]
    turns.append(("met", "met"))
    before = progress_frame(*({"status": old} for old, _new in turns))
    after = progress_frame(*({"status": new} for _old, new in turns), {"status": "off_track", "item_id": 80})
    both = standing.moves(all_rows(before), all_rows(after))
    order = prepare.turns(both)
    shown = zip(both.before.at(order).column("status"), both.after.at(order).column("status"), strict=True)
    assert list(shown) == [
        ("met", "off_track"),
        ("on_track", "at_risk"),
        ("off_track", "met"),
        ("on_track", "met"),
        ("no_data", "met"),
    ]


def test_secretariats_at_the_top_are_shown_and_the_area_that_was_asked_for() -> None:
    frame = progress_frame(
        {"responsible_slugs": "obras; calles"}, {"responsible_slugs": "obras"}, {"responsible_slugs": "salud; obras"}
    )
    known = pd.DataFrame(
        {
            "slug": ["calles", "nadie", "obras", "salud"],
            "name": ["Calles", "Nadie", "Obras", "Salud"],
            "parent_code": ["1", None, None, None],
        }
    )

    def shown(**asked: str) -> list[tuple[str, int]]:
        selection = Selection(item_kind="indicator", **asked)  # type: ignore[arg-type]
        found = groups.secretariat_groups(rows_kept(frame, selection), known, selection)
        return [(named.name, named.group.total) for named in found]

    assert shown() == [("Obras", 3), ("Salud", 1)]
    assert shown(secretariat="calles") == [("Calles", 1)]


def test_axes_without_rows_are_left_out() -> None:
    nodes = pd.DataFrame(
        {
            "depth": [1, 1, 1, 2],
            "slug": ["vacio", "ciudad", "agua", "x"],
            "code": ["0", "1", "2", "1.1"],
            "name": ["Vacío", "Ciudad", "Agua", "X"],
        }
    )
    frame = progress_frame({}, {"axis_slug": "agua"}, {})
    selection = Selection(item_kind="indicator")
    found = groups.axis_groups(all_rows(frame), nodes, selection)
    assert [(named.name, named.group.total) for named in found] == [("1. Ciudad", 2), ("2. Agua", 1)]


# Words

A_MONTH = compared.ComparedDay(date(2026, 9, 30), is_month=True, has_rows=True)
A_YEAR = compared.ComparedDay(date(2025, 10, 31), is_month=False, has_rows=True)


def situation(**counts: int) -> standing.Situation:
    rows = [{"status": status} for status, count in counts.items() for _ in range(count)]
    return standing.situation(progress_frame(*rows))


@pytest.mark.parametrize(
    ("counts", "noun", "said"),
    [
        ({"met": 2, "on_track": 1, "off_track": 2, "no_data": 1}, GOAL, "3 de 6 metas van bien; 2 están atrasadas"),
        ({"met": 1, "off_track": 1}, PROJECT, "1 de 2 proyectos va bien; 1 está atrasado"),
        ({"met": 1}, GOAL, "1 de 1 meta va bien; sin atrasos"),
        ({"no_data": 4}, GOAL, "4 metas: sin datos todavía"),
        ({"met": 2, "no_data": 1}, GOAL, "2 de 3 metas van bien; 1 no tiene datos"),
        ({"on_track": 1, "no_data": 19}, PROJECT, "19 de 20 proyectos no tienen datos; 1 va bien"),
        ({"at_risk": 1, "no_data": 2}, GOAL, "2 de 3 metas no tienen datos; 0 van bien"),
        (
            {"met": 2, "off_track": 1, "no_data": 5},
            GOAL,
            "5 de 8 metas no tienen datos; 2 van bien y 1 está atrasada",
        ),
        ({"off_track": 3, "no_data": 5}, GOAL, "5 de 8 metas no tienen datos; 3 están atrasadas"),
        ({}, GOAL, "Sin metas con estos filtros"),
    ],
)
def test_the_headline_agrees(counts: dict[str, int], noun: Noun, said: str) -> None:
    assert standing.headline(situation(**counts), noun).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (
            standing.Movement(10, 5, 2, 6),
            "Van bien 6 más que al 30/09/2026: 10 mejoraron, 5 empeoraron y 2 tuvieron su",
        ),
        (standing.Movement(0, 1, 0, -1), "Va bien 1 menos que al 30/09/2026: 1 empeoró. "),
        (standing.Movement(1, 0, 1, 0), "al 30/09/2026: 1 mejoró y 1 tuvo su primer dato. "),
        (standing.Movement(0, 0, 0, 0), "Va bien la misma cantidad que al 30/09/2026. "),
    ],
)
def test_the_lede_says_what_moved(moved: standing.Movement, said: str) -> None:
    assert said in text(standing.lede(situation(met=3), moved, A_MONTH))


def test_the_lede_says_what_is_old_or_missing_and_nothing_that_is_not() -> None:
    old = standing.situation(
        progress_frame(
            {"status": "at_risk", "freshness": "overdue"},
            {"status": "off_track", "freshness": "fresh"},
            {"status": "no_data", "freshness": "overdue"},
            {"status": "no_data", "freshness": "overdue"},
        )
    )
    assert text(standing.lede(old, None, A_MONTH)) == (
        "1 está en riesgo. De 3 el dato está vencido: su estado puede ser otro. 2 no tienen datos."
    )
    fine = standing.situation(progress_frame({"status": "met", "freshness": "fresh"}))
    assert text(standing.lede(fine, None, A_MONTH)) == "Todos los datos están al día. "


def test_the_lede_does_not_repeat_what_the_headline_says_of_missing_data() -> None:
    for counts in ({"met": 2, "no_data": 1}, {"off_track": 1, "no_data": 4}):
        assert "datos" in standing.headline(situation(**counts), GOAL)
        assert "no tiene" not in text(standing.lede(situation(**counts), None, A_MONTH))


@pytest.mark.parametrize(
    ("before", "after", "day", "said"),
    [
        (3, 5, A_MONTH, "+2 en el mes"),
        (5, 3, A_MONTH, "−2 en el mes"),
        (5, 3, A_YEAR, "−2 desde entonces"),
        (4, 4, A_MONTH, "igual"),
        (0, 0, A_YEAR, "igual"),
    ],
)
def test_the_change_of_a_count(before: int, after: int, day: compared.ComparedDay, said: str) -> None:
    assert standing.change_note(before, after, day) == said


def test_the_title_of_the_projects() -> None:
    title = words.projects_title(situation(met=2, off_track=1, on_track=2), PROJECT)
    assert title.replace("\N{NO-BREAK SPACE}", " ") == "2 de 5 proyectos terminados; 1 está atrasado"
    assert "atrasad" not in words.projects_title(situation(met=2), PROJECT)
