"""The store for benches, made small: it has what it says and the rules find every status in it."""

from __future__ import annotations

from sqlalchemy import text

from bench.large_store import fill
from data_models.progress.table import rebuild_plan
from data_models.store import Store
from kpis.vocabulary import Status


def test_a_large_store_has_what_it_says_and_every_status(empty_store: Store) -> None:
    plan = fill(empty_store, project_count=350, indicator_count=260)
    with empty_store.writing() as write:
        rebuild_plan(write.connection, plan.plan_id, write.today)
    with empty_store.reading() as connection:
        counts = {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in ("projects", "indicators", "milestones", "responsibilities", "budgets", "targets")
        }
        statuses = set(connection.scalars(text("SELECT DISTINCT status FROM progress")))
        longest = connection.execute(
            text("SELECT max(n) FROM (SELECT count(*) AS n FROM indicator_values GROUP BY indicator_id) AS counted")
        ).scalar_one()
    assert counts == {
        "projects": 350,
        "indicators": 260,
        "milestones": 1750,
        "responsibilities": 610,
        "budgets": 350,
        "targets": 260,
    }
    assert longest == 24
    assert statuses == set(Status)


def test_a_second_large_plan_fits_beside_the_first(empty_store: Store) -> None:
    first = fill(empty_store, project_count=20, indicator_count=15)
    second = fill(empty_store, project_count=20, indicator_count=15, code="otro")
    assert second.plan_id != first.plan_id
    assert second.first_project_id == first.first_project_id + 20
    assert second.first_indicator_id == first.first_indicator_id + 15
