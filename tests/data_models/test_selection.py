"""The filter behind counts and lists keeps what its fields say; only the columns it is asked for are read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data_models.queries.selection import Selection

MONEY = pd.DataFrame({"budget_current": [10.0, np.nan, np.nan, 0.0], "budget_approved": [np.nan, 20.0, np.nan, 5.0]})


@pytest.mark.parametrize(("wanted", "places"), [(True, [0, 1, 3]), (False, [2]), (None, [0, 1, 2, 3])])
def test_what_was_approved_is_a_budget_where_none_is_in_force(wanted: bool | None, places: list[int]) -> None:
    selection = Selection(has_budget=wanted)
    assert np.flatnonzero(selection.mask(MONEY)).tolist() == places
    assert selection.count(MONEY) == len(selection.apply(MONEY)) == len(places)
