"""Where the recent pace leads, and the levels that part one status from the next, against sums done by hand."""

from __future__ import annotations

from datetime import date

import pytest

from kpis.projection import Projection, corridor, project

NAN = float("nan")
NOW, DUE = date(2026, 9, 30), date(2027, 12, 31)


@pytest.mark.parametrize(
    ("value", "target", "recent", "left", "expected"),
    [
        # 34.9 + 5 × 1.4 = 41.9
        (34.9, 60.0, 1.4, 5.0, Projection(DUE, 41.9, False)),
        # Just enough: the target on its own date.
        (50.0, 60.0, 2.0, 5.0, Projection(DUE, 60.0, True)),
        # Twice as fast as needed: half of the 457 days that are left.
        (50.0, 60.0, 4.0, 5.0, Projection(date(2027, 5, 16), 60.0, True)),
        # Downwards.
        (20.0, 10.0, -1.0, 5.0, Projection(DUE, 15.0, False)),
        (20.0, 10.0, -2.0, 5.0, Projection(DUE, 10.0, True)),
        # The wrong way, and no way at all.
        (50.0, 60.0, -1.0, 5.0, Projection(DUE, 45.0, False)),
        (50.0, 60.0, 0.0, 5.0, Projection(DUE, 50.0, False)),
        (NAN, 60.0, 1.0, 5.0, None),
        (50.0, NAN, 1.0, 5.0, None),
        (50.0, 60.0, NAN, 5.0, None),
        (50.0, 60.0, 1.0, NAN, None),
        (50.0, 60.0, 1.0, 0.0, None),
    ],
)
def test_the_last_value_plus_the_recent_pace(
    value: float, target: float, recent: float, left: float, expected: Projection | None
) -> None:
    found = project(value=value, value_on=NOW, target=target, due_on=DUE, recent_per_period=recent, periods_left=left)
    assert (found is None) is (expected is None)
    if found is not None and expected is not None:
        assert (found.on, found.reaches) == (expected.on, expected.reaches)
        assert found.value == pytest.approx(expected.value)


@pytest.mark.parametrize(
    ("rule", "baseline", "on_track", "at_risk"),
    # 18 + 0.9 × (46.9 − 18); from zero, 0.9 × 46.9
    [("baseline", 18.0, 44.01, 35.34), ("flow", NAN, 42.21, 28.14), ("ratio", NAN, 42.21, 28.14)],
)
def test_a_share_of_what_is_expected_is_a_level(rule: str, baseline: float, on_track: float, at_risk: float) -> None:
    found = corridor(
        [(NOW, 46.9)],
        progress_rule=rule,
        expected_rule="line",
        baseline=baseline,
        on_track_min=0.9,
        at_risk_min=0.6,
    )
    assert found is not None
    assert found.expected == [(NOW, 46.9)]
    assert found.on_track == [(NOW, pytest.approx(on_track))]
    assert found.at_risk == [(NOW, pytest.approx(at_risk))]


@pytest.mark.parametrize(
    ("progress", "expected"),
    [("inverse_ratio", "target_from_start"), ("flow_ceiling", "line"), ("inside_band", None), (None, None)],
)
def test_where_a_share_is_no_level_there_is_no_corridor(progress: str | None, expected: str | None) -> None:
    assert (
        corridor(
            [(NOW, 1.0)],
            progress_rule=progress,
            expected_rule=expected,
            baseline=0.0,
            on_track_min=0.9,
            at_risk_min=0.6,
        )
        is None
    )
