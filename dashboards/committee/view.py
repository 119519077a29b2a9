"""What the sections of the committee's page read: its KPIs, and the rows of the plan that are them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboards.boards.row_set import RowSet, all_rows
from dashboards.listing.rows import Row
from dashboards.page import PageContext
from data_models.queries import progress
from data_models.queries.cross_axes import parts_matrix, plans_linked
from data_models.queries.plans import PlanSummary
from data_models.queries.selection import Selection
from data_models.queries.series import Series, series_of
from kpis.committee import AXIS_CODE, COUNTED_STATES, DATA_AXIS_CODE, KPIS

SELECTION = Selection(item_kind="indicator", link=AXIS_CODE)
DATA_PROJECTS = Selection(
    item_kind="project", link=DATA_AXIS_CODE, project_state=tuple(state.value for state in COUNTED_STATES)
)


@dataclass(frozen=True)
class View:
    """`context` is of the plan whose KPIs are shown, `asked` the plan the address asks for, `elsewhere` another one of
    any municipality that has them when neither does.
    """

    context: PageContext
    asked: PlanSummary
    elsewhere: PlanSummary | None
    frame: pd.DataFrame

    @cached_property
    def rows(self) -> RowSet:
        """The rows that are KPIs of the committee."""
        return all_rows(self.frame).kept_by(SELECTION)

    @cached_property
    def measured(self) -> dict[str, list[Row]]:
        """The rows of each KPI that is measured, by its code, in the plan's order."""
        links = pd.Series(self.rows.column("link_codes"), dtype=object)
        held = parts_matrix(links, [f"{AXIS_CODE}:{kpi.code}" for kpi in KPIS])
        rows = self.rows.records()
        return {
            kpi.code: [rows[at] for at in np.flatnonzero(held[:, place])]
            for place, kpi in enumerate(KPIS)
            if held[:, place].any()
        }

    @cached_property
    def series(self) -> Series:
        """The histories of the rows."""
        context = self.context
        ids = [int(each) for each in self.rows.column("item_id")]
        return series_of(
            context.store, context.reader, context.plan, ids, as_of=context.as_of, known_on=context.known_at
        )

    @property
    def is_now(self) -> bool:
        """Whether the page shows the present state, of which the computed values are."""
        return self.context.as_of is None and self.context.known_on is None

    def data_projects(self) -> list[tuple[PlanSummary, int]]:
        """How many projects are based on data in each plan of the municipality that has any."""
        context, found = self.context, []
        for plan in context.plans:
            if plan.municipality_id == context.plan.municipality_id and plan.is_public:
                count = DATA_PROJECTS.count(progress.rows(context.store, context.reader, plan))
                if count:
                    found.append((plan, count))
        return found


def view_of(context: PageContext) -> View:
    """The plan the address asks for when it has KPIs of the committee, else one of its municipality that has."""
    having = plans_linked(context.store, context.reader, AXIS_CODE)
    plans = [plan for plan in context.plans if plan.id in having]
    shown = next((plan for plan in plans if plan.id == context.plan.id), None) or next(
        (plan for plan in plans if plan.municipality_id == context.plan.municipality_id), None
    )
    elsewhere = next(iter(plans), None) if shown is None else None
    window = context
    if shown is not None and shown.id != context.plan.id:
        window = replace(context, plan=shown, address=replace(context.address, plan=shown.code))
    frame = progress.rows(window.store, window.reader, window.plan, as_of=window.as_of, known_on=window.known_at)
    return View(window, context.plan, elsewhere, frame)
