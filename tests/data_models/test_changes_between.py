"""What came and went between two days, by the days it was recorded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import text

from data_models.queries import changes, plans, progress
from data_models.visibility import PUBLIC

if TYPE_CHECKING:
    from data_models.store import Store


def test_items_are_first_recorded_on_the_day_of_their_first_version(demo_store: Store) -> None:
    plan = plans.find_plan(demo_store, PUBLIC, "demo")
    assert plan is not None
    with demo_store.reading() as connection:
        days = connection.execute(
            text(
                "SELECT date(min(v.recorded_at)), i.id FROM indicator_versions v JOIN indicators i"
                " ON i.id = v.indicator_id WHERE i.plan_id = (SELECT id FROM plans WHERE code = 'demo') GROUP BY i.id"
            )
        ).all()
    first = min(dt.date.fromisoformat(day) for day, _item in days) - dt.timedelta(days=1)
    last = max(dt.date.fromisoformat(day) for day, _item in days) + dt.timedelta(days=1)
    found = changes.first_recorded_between(demo_store, plan, first, last)
    assert len([item for kind, item in found if kind == "indicator"]) == len(days)
    assert changes.first_recorded_between(demo_store, plan, last, last + dt.timedelta(days=9)) == frozenset()


def test_items_are_paired_by_kind_and_number_in_the_order_of_the_later_day(demo_store: Store) -> None:
    plan = plans.find_plan(demo_store, PUBLIC, "demo")
    assert plan is not None
    before = progress.rows(demo_store, PUBLIC, plan, as_of=dt.date(2025, 10, 31))
    after = progress.rows(demo_store, PUBLIC, plan)
    both = changes.paired(before, after, ("status", "progress_pct"))
    known = dict(zip(zip(before["item_kind"], before["item_id"], strict=True), before["status"], strict=True))
    assert list(both["item_id"]) == list(after["item_id"])
    assert list(both["status_before"]) == [known[key] for key in zip(after["item_kind"], after["item_id"], strict=True)]
    assert list(both["status_after"]) == list(after["status"])
    assert "progress_pct_before" in both.columns
