"""Definitions, values and targets of the reference as the frames the rules take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kpis import evaluate
from tests.kpis.scalar_projects import Milestone, Project
from tests.kpis.scalar_records import Definition, Target, Value

_DAYS = {
    "baseline_on", "starts_on", "plan_starts_on", "plan_ends_on", "period_start", "period_end", "due_on",
    "planned_start", "planned_end", "actual_start", "actual_end", "declared_on", "last_update_on", "done_on",
}  # fmt: skip
_NUMBERS = {
    "baseline_value", "value", "numerator", "denominator", "upper_value", "ratio_scale", "declared_pct", "weight",
}  # fmt: skip


def frame(records: Sequence[dict[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    """Records as a frame with the types of the contract, also when there is none."""
    table = pd.DataFrame(list(records), columns=list(columns), dtype=object)
    for name in table.columns:
        if name in _DAYS:
            table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
        elif name in _NUMBERS:
            table[name] = table[name].map(lambda cell: np.nan if cell is None else cell).astype(np.float64)
        elif name in ("indicator_id", "project_id", "allowed_delay_days"):
            table[name] = table[name].astype(np.int64)
        elif name in ("is_cancelled", "is_ratio"):
            table[name] = table[name].astype(bool)
    return table


def definition_frame(definitions: Sequence[Definition]) -> pd.DataFrame:
    """Definitions frame."""
    return frame([asdict(d) for d in definitions], [f.name for f in fields(Definition)])


def value_frame(values: Sequence[Value]) -> pd.DataFrame:
    """Values frame."""
    return frame([asdict(v) for v in values], [f.name for f in fields(Value)])


def target_frame(targets: Sequence[Target]) -> pd.DataFrame:
    """Targets frame."""
    return frame([asdict(t) for t in targets], [f.name for f in fields(Target)])


def stand(definition: Definition, values: Sequence[Value], targets: Sequence[Target], as_of: date) -> pd.Series[Any]:
    """Where one indicator stands by the vectorised rules."""
    table = evaluate.indicators(definition_frame([definition]), value_frame(values), target_frame(targets), as_of)
    return table.iloc[0]


def project_frame(projects: Sequence[Project]) -> pd.DataFrame:
    """Projects frame."""
    return frame([asdict(p) for p in projects], [f.name for f in fields(Project)])


def milestone_frame(milestones: Sequence[Milestone]) -> pd.DataFrame:
    """Milestones frame."""
    return frame([asdict(m) for m in milestones], [f.name for f in fields(Milestone)])


def stand_project(project: Project, milestones: Sequence[Milestone], as_of: date) -> pd.Series[Any]:
    """Where one project stands by the vectorised rules."""
    return evaluate.projects(project_frame([project]), milestone_frame(milestones), as_of).iloc[0]


def quarter(year: int, number: int, value: float, **more: Any) -> Value:
    """The value of one quarter."""
    month = 3 * number
    last = date(year, month, 31 if month in (3, 12) else 30)
    return Value(date(year, month - 2, 1), last, value, **more)


def planned_quarter(year: int, number: int, value: float, **more: Any) -> Target:
    """The planned amount of one quarter."""
    period = quarter(year, number, value)
    return Target(period.period_end, value, kind="period", period_start=period.period_start, **more)


def is_blank(cell: object) -> bool:
    """None, NaN or NaT."""
    return cell is None or cell is pd.NaT or cell != cell
