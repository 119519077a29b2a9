"""What share of the money was spent, and whether it ran ahead of what was done; worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kpis.spending import Spending, available_amount, executed_pct, executed_share, lead_points, spending

NAN = float("nan")


@pytest.mark.parametrize(
    ("executed", "current", "approved", "pct"),
    [
        (50.0, 200.0, 400.0, 25.0),
        (50.0, NAN, 400.0, 12.5),
        (0.0, 200.0, NAN, 0.0),
        (300.0, 200.0, NAN, 150.0),
        (NAN, 200.0, 400.0, None),
        (50.0, NAN, NAN, None),
        (50.0, 0.0, 400.0, None),
    ],
)
def test_the_share_spent_is_of_the_current_budget_else_of_the_approved_one(
    executed: float, current: float, approved: float, pct: float | None
) -> None:
    available = available_amount(np.array([current]), np.array([approved]))
    (found,) = executed_pct(np.array([executed]), available)
    assert np.isnan(found) if pct is None else found == pytest.approx(pct)


def test_the_share_of_several_is_of_those_that_tell_both() -> None:
    rows = pd.DataFrame(
        {
            "budget_approved": [100.0, 100.0, 500.0, NAN],
            "budget_current": [NAN, 300.0, NAN, NAN],
            "budget_executed": [50.0, 150.0, NAN, 70.0],
        }
    )
    share = executed_share(rows)
    assert share is not None
    assert (share.executed_pct, share.available, share.count) == (50.0, 400.0, 2)
    assert executed_share(rows.iloc[2:]) is None


def test_spending_is_compared_with_progress_in_points() -> None:
    rows = pd.DataFrame(
        {
            "budget_executed_pct": [60.0, 59.9, 10.0, 10.0, NAN, 80.0, 90.0, 130.0],
            "progress_pct": [30.0, 30.0, 40.0, 39.9, 50.0, NAN, 10.0, 5035.0],
            "status": ["on_track", "at_risk", "off_track", "met", "on_track", "no_data", "cancelled", "met"],
        }
    )
    assert lead_points(rows)[:4].round(1).tolist() == [30.0, 29.9, -30.0, -29.9]
    assert spending(rows).tolist() == [
        Spending.AHEAD, Spending.IN_STEP, Spending.BEHIND, Spending.IN_STEP,
        Spending.UNKNOWN, Spending.UNKNOWN, Spending.UNKNOWN, Spending.AHEAD,
    ]  # fmt: skip
