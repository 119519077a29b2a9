"""The past of a part of a plan is what its rows say as of each of those days, item by item."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from data_models.queries import findings, plans, progress, status_history
from data_models.queries.selection import Selection
from data_models.queries.status_history import KEY, STATUSES
from data_models.visibility import PUBLIC

if TYPE_CHECKING:
    from data_models.queries.plans import PlanSummary
    from data_models.store import Store

SCOPE = Selection(axis="ciudad-que-cuida")


@pytest.fixture
def plan(demo_store: Store) -> PlanSummary:
    """The demonstration plan."""
    found = plans.find_plan(demo_store, PUBLIC, "demo")
    assert found is not None
    return found


def test_a_quarter_end_is_the_last_day_of_its_third_month() -> None:
    found = status_history.quarter_ends(dt.date(2023, 12, 10), dt.date(2024, 9, 30))
    assert [day.isoformat() for day in found] == ["2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30"]
    assert status_history.quarter_ends(dt.date(2024, 1, 1), dt.date(2024, 3, 30)) == []


def test_each_item_has_the_status_its_row_has_as_of_that_day(demo_store: Store, plan: PlanSummary) -> None:
    history = status_history.status_history(demo_store, PUBLIC, plan, SCOPE)
    days = [name for name in history.columns if name not in KEY]
    assert days == [day.isoformat() for day in status_history.quarter_ends(plan.starts_on, plan.as_of)]
    assert len(days) >= 10
    for name in (days[0], days[6], days[-1]):
        rows = progress.rows(demo_store, PUBLIC, plan, as_of=dt.date.fromisoformat(name))
        rows = rows[SCOPE.mask(rows)]
        both = rows.merge(history, on=KEY)
        assert len(both) == len(rows) == len(history) > 300
        assert [STATUSES[code] for code in both[name]] == both["status"].tolist()


def test_it_is_told_as_known_at_a_moment_and_of_what_a_reader_sees(demo_store: Store, plan: PlanSummary) -> None:
    known = dt.datetime(2026, 3, 31, 23, 0)
    history = status_history.status_history(demo_store, PUBLIC, plan, SCOPE, known_on=known)
    rows = progress.rows(demo_store, PUBLIC, plan, as_of=dt.date(2025, 12, 31), known_on=known)
    both = rows[SCOPE.mask(rows)].merge(history, on=KEY)
    assert [STATUSES[code] for code in both["2025-12-31"]] == both["status"].tolist()
    assert len(both) == len(history)


def test_a_very_large_part_is_told_by_fewer_quarters(own_demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plans.find_plan(own_demo_store, PUBLIC, "demo")
    assert found is not None
    monkeypatch.setattr(status_history, "MOST_JUDGEMENTS", 1000)
    history = status_history.status_history(own_demo_store, PUBLIC, found, SCOPE)
    assert len(history.columns) == len(KEY) + 1000 // len(history)
    monkeypatch.setattr(status_history, "MOST_JUDGEMENTS", 10)
    everything = status_history.status_history(own_demo_store, PUBLIC, found, Selection())
    assert everything.columns.tolist() == KEY


def test_findings_are_of_the_day_asked_for(demo_store: Store, plan: PlanSummary) -> None:
    now = findings.findings(demo_store, PUBLIC, plan)
    then = findings.findings(demo_store, PUBLIC, plan, as_of=dt.date(2025, 6, 30))
    assert len(now) and now["rule"].tolist() != then["rule"].tolist()
    rows = progress.rows(demo_store, PUBLIC, plan, as_of=dt.date(2025, 6, 30))
    eased = rows[(rows["target_revisions"] > 0) & (rows["item_kind"] == "indicator")]
    assert set(then.loc[then["rule"] == "target_eased", "item_id"]) <= set(eased["item_id"])
