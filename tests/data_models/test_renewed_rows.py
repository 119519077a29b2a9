"""Rows brought up to date after a change are those that would be read or computed anew."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Table, insert, select, text

from data_models import indicators, milestones, projects, targets, values
from data_models.progress.compute import DATED_COLUMNS, dated_columns
from data_models.progress.places import plan_facts
from data_models.progress.table import rebuild_all
from data_models.queries import loading, progress
from data_models.queries.plans import find_plan
from data_models.store import Store, create_store
from data_models.tables import ACCOUNTS, INDICATOR_VALUES, MILESTONES, MUNICIPALITIES, TARGETS, Role
from data_models.tables.organisation import Role as Roles
from data_models.visibility import PUBLIC, Reader

TEAM = Reader(Roles.DATA_TEAM)
DAYS = (None, dt.date(2025, 3, 31), dt.date(2026, 9, 30))


def rows_of(store: Store, reader: Reader, as_of: dt.date | None) -> pd.DataFrame:
    plan = find_plan(store, reader)
    assert plan is not None
    return pd.DataFrame(progress.rows(store, reader, plan, as_of=as_of))


def assert_as_if_new(store: Store) -> None:
    """Every reading of this store is that of one which has kept nothing."""
    new = create_store(store.url)
    for reader, as_of in ((PUBLIC, None), (PUBLIC, DAYS[1]), (TEAM, None)):
        pd.testing.assert_frame_equal(rows_of(store, reader, as_of), rows_of(new, reader, as_of))
    new.close()


@pytest.fixture
def account_id(own_demo_store: Store) -> int:
    with own_demo_store.writing() as write:
        municipality_id = write.connection.scalar(select(MUNICIPALITIES.c.id))
        account = {"municipality_id": municipality_id, "code": "prueba", "display_name": "Prueba"}
        new = insert(ACCOUNTS).values(**account, role=Role.VALIDATOR).returning(ACCOUNTS.c.id)
        return int(write.connection.execute(new).scalar_one())


def in_force_ids(store: Store, table: Table) -> list[int]:
    with store.reading() as connection:
        query = select(table.c.id).where(table.c.superseded_at.is_(None)).order_by(table.c.id)
        return list(connection.scalars(query))


def changes(store: Store, chance: random.Random, by: int) -> list[Callable[[], object]]:
    """What people do to a plan, each to something drawn by chance."""
    frame = rows_of(store, TEAM, None)
    project_ids = frame.loc[frame["item_kind"] == "project", "item_id"].tolist()
    indicator_ids = frame.loc[frame["item_kind"] == "indicator", "item_id"].tolist()

    def correct() -> None:
        value_id = chance.choice(in_force_ids(store, INDICATOR_VALUES))
        with store.reading() as connection:
            old = connection.execute(select(INDICATOR_VALUES).where(INDICATOR_VALUES.c.id == value_id)).one()
        if old.value is not None and old.numerator is None and old.state == "approved":
            sent = values.correct(store, value_id=value_id, value=old.value * 1.5 + 1, note="se midió mal", by=by)
            values.approve(store, value_id=sent, by=by)

    def rename() -> None:
        words = f"Proyecto {chance.randrange(100)}"
        projects.update(store, project_id=chance.choice(project_ids), changes={"name": words}, by=by)

    def hide() -> None:
        projects.update(store, project_id=chance.choice(project_ids), changes={"is_public": False}, by=by)

    def finish() -> None:
        on = dt.date(2025, chance.randrange(1, 13), 1)
        milestones.complete(store, milestone_id=chance.choice(in_force_ids(store, MILESTONES)), done_on=on, by=by)

    def cancel() -> None:
        indicators.cancel(store, indicator_id=chance.choice(indicator_ids), reason="se dejó de medir", by=by)

    def revise() -> None:
        target_id = chance.choice(in_force_ids(store, TARGETS))
        on = dt.date(2026, 1, 15)
        targets.revise(store, target_id=target_id, changes={"value": 77.0}, reason="nueva meta", decided_on=on, by=by)

    return [correct, rename, hide, finish, cancel, revise]


def test_rows_after_changes_drawn_by_chance_are_as_if_read_anew(own_demo_store: Store, account_id: int) -> None:
    chance = random.Random(7)
    assert_as_if_new(own_demo_store)
    for _round in range(5):
        # Several changes between two readings, and sometimes none.
        for change in chance.sample(changes(own_demo_store, chance, account_id), chance.randrange(4)):
            try:
                change()
            except ValueError:
                continue
        assert_as_if_new(own_demo_store)


def test_one_changed_row_is_read_alone(own_demo_store: Store, account_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    gather = loading.gathered_columns

    def gathering(*arguments: Any) -> Any:
        made = gather(*arguments)
        read.append(made.count)
        return made

    before = [rows_of(own_demo_store, PUBLIC, as_of) for as_of in DAYS]
    row = before[0].iloc[10]
    projects.update(own_demo_store, project_id=int(row.item_id), changes={"name": "Otro nombre"}, by=account_id)
    monkeypatch.setattr(loading, "gathered_columns", gathering)
    after = [rows_of(own_demo_store, PUBLIC, as_of) for as_of in DAYS]
    assert [frame.loc[10, "name"] for frame in after] == ["Otro nombre"] * len(DAYS)
    changed = 1 + int((before[0]["project_code"] == row.code).sum() - 1)
    assert read == [changed] * len(DAYS)


def test_a_row_taken_out_or_all_computed_anew_is_read_whole(own_demo_store: Store, account_id: int) -> None:
    assert_as_if_new(own_demo_store)
    with own_demo_store.writing() as write:
        write.connection.execute(text("DELETE FROM progress WHERE item_kind = 'project' AND item_id = 5"))
    frame = rows_of(own_demo_store, PUBLIC, None)
    assert not ((frame["item_kind"] == "project") & (frame["item_id"] == 5)).any()
    rebuild_all(own_demo_store)
    assert_as_if_new(own_demo_store)


def test_nothing_but_the_dated_columns_differs_between_two_dates(demo_store: Store) -> None:
    now, then = (rows_of(demo_store, PUBLIC, as_of) for as_of in DAYS[:2])
    plan = find_plan(demo_store, PUBLIC)
    assert plan is not None
    with demo_store.reading() as connection:
        computed = pd.DataFrame(loading.computed_rows(connection, PUBLIC, plan.id, DAYS[1] or plan.as_of, None))
        pieces = list(dated_columns(connection, plan_facts(connection, plan.id, None), DAYS[1]))  # type: ignore[arg-type]
    for name in now.columns:
        if name not in DATED_COLUMNS and name not in ("as_of", "known_version"):
            assert computed[name].equals(now[name]), name
    assert set().union(*(columns for _kind, _ids, columns in pieces)) == DATED_COLUMNS
    assert computed.drop(columns="known_version").equals(then.drop(columns="known_version"))
