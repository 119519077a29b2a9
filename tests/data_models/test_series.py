"""Many series at once against hand-written SQL: the values, the targets they run towards, the day and the reader."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

from data_models.queries import indicators, progress, series
from data_models.queries.plans import PlanSummary, find_plan
from data_models.store import Store
from data_models.visibility import PUBLIC

EARLIER = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def plan(demo_store: Store) -> PlanSummary:
    found = find_plan(demo_store, PUBLIC, "demo")
    assert found is not None
    return found


def ids_of(store: Store, plan: PlanSummary, as_of: dt.date | None = None) -> list[int]:
    frame = progress.rows(store, PUBLIC, plan, as_of=as_of)
    return [int(each) for each in frame.loc[frame["item_kind"] == "indicator", "item_id"]]


@pytest.mark.parametrize("as_of", [None, EARLIER])
def test_the_values_are_the_approved_ones_in_force_that_ended_by_the_day(
    demo_store: Store, plan: PlanSummary, as_of: dt.date | None
) -> None:
    found = series.series_of(demo_store, PUBLIC, plan, ids_of(demo_store, plan, as_of), as_of=as_of).history
    query = text(
        "SELECT v.indicator_id, v.period_end, v.value FROM indicator_values v JOIN progress p ON p.item_kind = "
        "'indicator' AND p.item_id = v.indicator_id AND p.is_public WHERE p.plan_code = 'demo' AND v.state = "
        "'approved' AND v.superseded_at IS NULL AND v.period_end <= :day AND v.value IS NOT NULL"
    )
    with demo_store.reading() as connection:
        stored = connection.execute(query, {"day": (as_of or plan.as_of).isoformat()}).all()
    ours = {
        (int(owner), f"{end:%Y-%m-%d}"): value
        for owner, end, value in zip(found["indicator_id"], found["period_end"], found["value"], strict=True)
    }
    theirs = {(row.indicator_id, row.period_end): row.value for row in stored}
    # Values of before an indicator began to be measured count for nothing, and are no part of its history.
    assert ours.keys() <= theirs.keys()
    assert len(ours) > 0.97 * len(theirs)
    assert all(ours[key] == theirs[key] for key in ours)


def test_one_of_many_is_what_its_own_page_reads(demo_store: Store, plan: PlanSummary) -> None:
    many = series.series_of(demo_store, PUBLIC, plan, ids_of(demo_store, plan))
    for owner in ids_of(demo_store, plan)[::40]:
        alone = indicators.detail(demo_store, PUBLIC, plan, owner)
        assert alone is not None
        for frame, own in ((many.path, alone.path), (many.original, alone.original_path)):
            part = frame[frame["indicator_id"] == owner].reset_index(drop=True)
            pd.testing.assert_frame_equal(part, own, check_dtype=False)
        history = many.history[many.history["indicator_id"] == owner]
        approved = alone.history[alone.history["accumulated_value"].notna()]
        assert history["accumulated_value"].tolist() == approved["accumulated_value"].tolist()


def test_a_path_ends_at_the_target_and_passes_the_ones_on_the_way(demo_store: Store, plan: PlanSummary) -> None:
    path = series.series_of(demo_store, PUBLIC, plan, ids_of(demo_store, plan)).path
    query = text(
        "SELECT t.indicator_id, t.kind, t.due_on, t.value FROM targets t JOIN progress p ON p.item_kind = 'indicator' "
        "AND p.item_id = t.indicator_id WHERE p.plan_code = 'demo' AND t.superseded_at IS NULL AND t.kind <> 'period' "
        "AND p.expected_rule = 'line' AND p.accumulation_years IS NULL AND t.value IS NOT NULL"
    )
    with demo_store.reading() as connection:
        stored = connection.execute(query).all()
    levels = {
        (int(owner), f"{on:%Y-%m-%d}"): value
        for owner, on, value in zip(path["indicator_id"], path["on"], path["expected_value"], strict=True)
    }
    kinds = set()
    for row in stored:
        level = levels[row.indicator_id, row.due_on]
        assert level == pytest.approx(row.value), (row.indicator_id, row.due_on)
        kinds.add(row.kind)
    assert kinds == {"final", "interim"}


def test_the_original_path_is_of_those_alone_whose_target_was_revised(demo_store: Store, plan: PlanSummary) -> None:
    original = series.series_of(demo_store, PUBLIC, plan, ids_of(demo_store, plan)).original
    query = text(
        "SELECT item_id, original_target_value, original_target_due_on FROM progress WHERE plan_code = 'demo' "
        "AND item_kind = 'indicator' AND is_public AND target_revisions > 0"
    )
    with demo_store.reading() as connection:
        stored = {row.item_id: row for row in connection.execute(query)}
    assert stored and set(original["indicator_id"]) <= set(stored)
    last = original.groupby("indicator_id").tail(1)
    for owner, on, value in zip(last["indicator_id"], last["on"], last["expected_value"], strict=True):
        row = stored[int(owner)]
        assert (f"{on:%Y-%m-%d}", value) == (row.original_target_due_on, pytest.approx(row.original_target_value))


def test_before_a_revision_was_decided_there_is_no_original_path_of_it(demo_store: Store, plan: PlanSummary) -> None:
    query = text(
        "SELECT item_id, target_revised_on FROM progress WHERE plan_code = 'demo' AND item_kind = 'indicator' "
        "AND is_public AND target_revisions > 0 ORDER BY target_revised_on DESC"
    )
    with demo_store.reading() as connection:
        newest = connection.execute(query).first()
    assert newest is not None
    before = dt.date.fromisoformat(newest.target_revised_on) - dt.timedelta(days=1)
    for as_of, expected in ((before, 0), (None, 1)):
        found = series.series_of(demo_store, PUBLIC, plan, [newest.item_id], as_of=as_of).original
        assert found["indicator_id"].nunique() == expected


def test_what_a_reader_does_not_see_has_no_series(demo_store: Store, plan: PlanSummary) -> None:
    found = series.series_of(demo_store, PUBLIC, plan, [10_000_000])
    assert all(frame.empty for frame in (found.history, found.path, found.original, found.years))
    assert {"indicator_id", "period_end", "accumulated_value"} <= set(found.history.columns)


def test_the_targets_without_a_date_of_their_own(demo_store: Store, plan: PlanSummary) -> None:
    query = text(
        "SELECT t.indicator_id FROM targets t JOIN progress p ON p.item_kind = 'indicator' AND p.item_id = "
        "t.indicator_id WHERE p.plan_code = 'demo' AND t.kind = 'final' AND t.superseded_at IS NULL "
        "AND t.due_on IS NULL"
    )
    with demo_store.reading() as connection:
        stored = set(connection.scalars(query))
    assert series.without_own_due_date(demo_store, plan) == stored


def test_marks_of_interim_targets_are_shares_of_the_promise(demo_store: Store, plan: PlanSummary) -> None:
    marks = series.interim_marks(demo_store, PUBLIC, plan)
    query = text(
        "SELECT t.indicator_id, t.due_on, 100.0 * (t.value - p.zero) / (p.target_value - p.zero) AS share "
        "FROM targets t JOIN (SELECT *, CASE WHEN accumulation = 'sum' THEN 0 ELSE coalesce(baseline_value, 0) END "
        "AS zero FROM progress WHERE plan_code = 'demo' AND item_kind = 'indicator' AND is_public AND direction <> "
        "'keep' AND coalesce(accumulation_years, '') <> 'last' AND (target_bound IS NULL OR baseline_value IS NOT "
        "NULL)) p ON p.item_id = t.indicator_id "
        "WHERE t.kind = 'interim' AND t.superseded_at IS NULL AND t.due_on < p.target_due_on"
    )
    with demo_store.reading() as connection:
        told = connection.execute(query).all()
    shares = {(row.indicator_id, row.due_on): row.share for row in told if 0 < row.share < 100}
    found = zip(marks["indicator_id"], marks["on"], marks["expected_pct"], strict=True)
    assert {(owner, f"{on:%Y-%m-%d}"): pct for owner, on, pct in found} == pytest.approx(shares)
    assert len(shares) > 10 and (np.diff(marks["indicator_id"]) >= 0).all()
    earlier = series.interim_marks(demo_store, PUBLIC, plan, as_of=EARLIER)
    assert set(earlier["indicator_id"]) <= set(ids_of(demo_store, plan, EARLIER))
