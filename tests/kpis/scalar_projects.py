"""Projects by plain Python: the reference of the vectorised rules for projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.kpis.scalar_records import MONTHS, mostly_after, next_period, period_of


@dataclass(frozen=True)
class Milestone:
    """One milestone."""

    weight: float | None = 1.0
    due_on: date | None = None
    done_on: date | None = None
    project_id: int = 1


@dataclass(frozen=True)
class Project:
    """One project with its milestones."""

    project_id: int = 1
    state: str | None = "in_progress"
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    declared_pct: float | None = None
    declared_on: date | None = None
    update_frequency: str | None = None
    allowed_delay_days: int = 0
    last_update_on: date | None = None
    plan_starts_on: date | None = date(2024, 1, 1)
    on_track_min: float = 0.90
    at_risk_min: float = 0.60


@dataclass
class Standing:
    """What the reference says."""

    completion_pct: float | None = None
    completion_basis: str | None = None
    expected_pct: float | None = None
    attainment: float | None = None
    status: str = ""
    reason_code: str = ""
    freshness: str | None = None
    next_due_on: date | None = None
    milestones_done: int = 0
    milestones_total: int = 0


def past(day: date | None, as_of: date) -> bool:
    """The day has come."""
    return day is not None and day <= as_of


def evaluate(project: Project, milestones: list[Milestone], as_of: date) -> Standing:
    """One project on one day."""
    result = Standing()
    weights = [(m, 1.0 if m.weight is None else m.weight) for m in milestones]
    total = sum(weight for _, weight in weights)
    result.milestones_total = len(milestones)
    result.milestones_done = len([m for m in milestones if past(m.done_on, as_of)])
    over = project.state == "finished" or past(project.actual_end, as_of)
    declared_is_known = project.declared_pct is not None and not (project.declared_on and project.declared_on > as_of)
    if total > 0:
        result.completion_basis = "milestones"
        result.completion_pct = 100 * sum(weight for m, weight in weights if past(m.done_on, as_of)) / total
        result.expected_pct = 100 * sum(weight for m, weight in weights if past(m.due_on, as_of)) / total
        if result.expected_pct > 0:
            result.attainment = result.completion_pct / result.expected_pct
    elif declared_is_known:
        result.completion_basis, result.completion_pct = "declared", project.declared_pct
    elif over:
        result.completion_basis, result.completion_pct = "finished", 100.0
    result.status, result.reason_code = status_of(project, result, over, as_of)
    if result.status not in ("cancelled", "met", "not_started"):
        age(project, result, as_of)
    return result


def status_of(project: Project, result: Standing, over: bool, as_of: date) -> tuple[str, str]:
    """Status and reason, first rule that applies."""
    if project.state == "cancelled":
        return "cancelled", "cancelled"
    by_milestones = result.completion_basis == "milestones"
    if over or (by_milestones and result.completion_pct is not None and result.completion_pct > 100 - 1e-9):
        return "met", "finished"
    if not (project.state or result.completion_pct is not None or project.actual_start or project.actual_end):
        return "no_data", "no_completion"
    if project.planned_end and project.planned_end < as_of:
        return "off_track", "end_passed"
    started = (
        past(project.actual_start, as_of)
        or (result.completion_pct or 0) > 0
        or project.state in ("in_progress", "paused")
    )
    if not started and project.planned_start and project.planned_start > as_of:
        return "not_started", "not_started"
    if not started and project.planned_start is None and project.state == "planned":
        return "not_started", "planned"
    if project.state == "paused":
        return "at_risk", "paused"
    if by_milestones:
        if result.attainment is None:
            return "on_track", "nothing_due_yet"
        for word, least in (("on_track", project.on_track_min), ("at_risk", project.at_risk_min)):
            if result.attainment >= least - 1e-9:
                return word, f"milestones_{word}"
        return "off_track", "milestones_off_track"
    latest_start = project.planned_start and project.planned_start + timedelta(days=project.allowed_delay_days)
    if not started and latest_start and latest_start < as_of:
        return "at_risk", "start_passed"
    return "on_track", "dates_only" if project.planned_start or project.planned_end else "no_dates"


def age(project: Project, result: Standing, as_of: date) -> None:
    """Freshness of the last update."""
    if project.update_frequency is None:
        return
    months = MONTHS[project.update_frequency]
    if months == 0:
        if project.last_update_on:
            result.freshness = "fresh"
            return
        next_end = project.planned_end
    elif project.last_update_on:
        next_end = next_period(period_of(project.last_update_on, months), months)[1]
    else:
        start = project.actual_start or project.planned_start or project.plan_starts_on
        if start is None:
            return
        period = period_of(start, months)
        if not mostly_after(*period, start):
            period = next_period(period, months)
        next_end = period[1]
    if next_end is None:
        return
    result.next_due_on = next_end + timedelta(days=project.allowed_delay_days)
    if as_of > result.next_due_on:
        result.freshness = "overdue"
    else:
        result.freshness = "due" if as_of >= next_end else "fresh"
