"""What the board of strategic goals shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from dashboards.boards.lists import Listing
from dashboards.page import PageContext
from data_models.queries.selection import Selection
from data_models.queries.series import Series, series_of, without_own_due_date
from kpis.strategic import StrategicRule, strategic


@dataclass(frozen=True)
class StrategicGoals:
    """The goals that speak for the plan (`all_rows`), those asked for (`rows`) with their series, and what chose them.

    `selection` lists exactly the rows asked for, None where no list can; `undated` are the indicators whose target has
    no date but the plan's end.
    """

    rule: StrategicRule
    all_rows: pd.DataFrame
    rows: pd.DataFrame
    series: Series
    selection: Selection | None
    undated: frozenset[int]

    @property
    def years(self) -> list[int]:
        """The years in which a goal asked for has a value."""
        years = self.series.years
        return sorted({int(year) for year in years.loc[years["value"].notna(), "year"]})


def strategic_goals(context: PageContext, listing: Listing) -> StrategicGoals:
    """The strategic goals an address asks for."""
    rule, chosen = strategic(listing.all_rows)
    all_rows = listing.all_rows[chosen].reset_index(drop=True)
    asked = replace(listing.selection, sort=None, page=1)
    rows = asked.apply(all_rows)
    series = series_of(
        context.store,
        context.reader,
        context.plan,
        [int(each) for each in rows["item_id"]],
        as_of=context.as_of,
        known_on=context.known_at,
    )
    selection = replace(asked, is_strategic=True) if rule is StrategicRule.MARKED else None
    undated = without_own_due_date(context.store, context.plan, known_on=context.known_at)
    return StrategicGoals(rule, all_rows, rows, series, selection, undated)
