"""The 1,685 projects with their milestones, budgets and versions: how each went decides its dates, never its status."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from data_models.document import BudgetRecord, MilestoneRecord, NodeKey, ProjectRecord, Responsible
from data_models.history import Dated, Stamp
from intake.demo.cases import SILENT_SINCE
from intake.demo.catalog import Program, ProjectKind
from intake.demo.dates import AS_OF, BEGAN_AT, PLAN_END, PLAN_START, moment
from intake.demo.indicators import champion_of
from intake.demo.stream import Stream
from intake.demo.words import DISTRICTS, OFFICES, POSTS, SECRETARIATS, STEPS

PROJECTS_BY_PROGRAM = {
    "1.1": 52, "1.2": 48, "1.3": 50, "1.4": 46, "1.5": 44, "1.6": 50,
    "2.1": 60, "2.2": 37, "2.3": 40, "2.4": 57, "2.5": 31, "2.6": 65,
    "3.1": 55, "3.2": 50, "3.3": 44, "3.4": 52, "3.5": 42, "3.6": 46,
    "4.1": 52, "4.2": 54, "4.3": 50, "4.4": 46, "4.5": 44, "4.6": 42,
    "5.1": 60, "5.2": 48, "5.3": 46, "5.4": 44, "5.5": 42, "5.6": 48,
    "6.1": 52, "6.2": 54, "6.3": 46, "6.4": 50, "6.5": 38,
}  # fmt: skip

# How projects went, and how many of each.
FATES = {"done": 408, "steady": 636, "slow": 186, "late": 125, "later": 212, "unknown": 85, "dropped": 33}

# A contradiction that real plans have: all of these were carried out, and the result they were for hardly moved.
ALWAYS_DONE = ("Jornadas de vacunación", 6)

_SHARE_WITH_MILESTONES = 0.6
_SHARE_SHARED = 0.13
_SHARE_STALE = 0.16
_SHARE_WITH_BUDGET = 0.92
# Closings pile up at the end of the year and before the yearly report.
_CLOSING_RUSH = (dt.date(2024, 12, 20), dt.date(2025, 12, 22), dt.date(2026, 10, 28))
_RUSH_PULLS = dt.timedelta(days=75)

# How often a secretariat says why a project is late, and by when it will be back on plan; how common each cause is.
_SHARE_WITH_CAUSE = {"late": 0.8, "slow": 0.6}
_SHARE_WITH_RECOVERY = 0.65
_DELAY_CAUSES = {
    "procurement": 6, "funding": 5, "contractor": 4, "permits": 3, "coordination": 3, "design": 2, "staff": 2,
    "weather": 2, "scope": 1, "other": 1,
}  # fmt: skip

# How many days before or after its due date a milestone is done.
_SLIP_DAYS = {"steady": (-30, 8), "slow": (-5, 45), "late": (0, 70)}

_CURRENCY = "ARS"
# What a project of each kind costs in all, in millions of pesos, from the smallest to the largest; most are small.
_COST_MILLIONS = {"o": (45.0, 1900.0), "d": (12.0, 240.0), "s": (5.0, 130.0), "n": (1.5, 22.0)}
_RENAMED = "Ampliación del centro de salud La Acequia"
_EARLIER_NAME = "Reforma del centro de salud La Acequia"
_RENAMED_ON = dt.date(2025, 6, 18)


@dataclass(slots=True)
class ProjectHistory:
    """All rows of the projects, in the order in which they go into their tables."""

    projects: list[Dated[ProjectRecord]] = field(default_factory=list)
    milestones: list[Dated[MilestoneRecord]] = field(default_factory=list)
    budgets: list[Dated[BudgetRecord]] = field(default_factory=list)
    code_by_pattern: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Life:
    """What happened to a project: its dates, the dates of its milestones and how many of them are done."""

    state: str | None
    planned_start: dt.date | None
    planned_end: dt.date | None
    actual_start: dt.date | None = None
    actual_end: dt.date | None = None
    milestone_dues: tuple[dt.date, ...] = ()
    weights: tuple[float, ...] = ()
    done_on: tuple[dt.date, ...] = ()
    declared_pct: float | None = None
    dates_text: str | None = None
    stopped_on: dt.date | None = None


def build_projects(programs: list[Program], kinds: dict[str, list[ProjectKind]]) -> ProjectHistory:
    """All projects of the programs, in order of their codes."""
    history = ProjectHistory()
    fates = Stream("fates").shuffled([fate for fate, count in FATES.items() for _ in range(count)])
    number = 0
    for program in programs:
        names = _names(program.code, kinds[program.code])
        always_done = [name for _, name, _ in names if name.startswith(ALWAYS_DONE[0])][: ALWAYS_DONE[1]]
        for kind, name, district in names:
            number += 1
            code = f"P{number:04}"
            fate = "done" if name in always_done else fates[number - 1]
            history.code_by_pattern.setdefault(kind.pattern.split(" {")[0], code)
            add_project(history, program, kind, code, name, district, fate)
    return history


def _names(program: str, kinds: list[ProjectKind]) -> list[tuple[ProjectKind, str, str | None]]:
    """As many names as the program has projects, mixed but each kind about as often; with the district of the place."""
    districts = {place: district for district, places in DISTRICTS.items() for place in places}
    by_kind: list[list[tuple[ProjectKind, str, str | None]]] = []
    for kind in kinds:
        options: list[tuple[ProjectKind, str, str | None]]
        if "{lugar}" in kind.pattern:
            options = [(kind, kind.pattern.format(lugar=place), district) for place, district in districts.items()]
        else:
            options = [(kind, kind.pattern.replace("{área}", office), None) for office in OFFICES]
        by_kind.append(Stream("places", kind.pattern).shuffled(options))
    rounds = (options[place] for place, options in product(range(len(OFFICES)), by_kind))
    chosen = [option for _, option in zip(range(PROJECTS_BY_PROGRAM[program]), rounds, strict=False)]
    return Stream("order", program).shuffled(chosen)


def add_project(
    history: ProjectHistory, program: Program, kind: ProjectKind, code: str, name: str, district: str | None, fate: str
) -> None:
    """Add a project with its milestones, budgets and versions; `fate` is a word of `FATES`."""
    stream = Stream("project", code)
    with_milestones = stream.chance(_SHARE_WITH_MILESTONES / 0.95)
    life = _life(fate, stream, with_milestones)
    if kind.secretariat in SILENT_SINCE:
        life = _as_told_until(life, SILENT_SINCE[kind.secretariat])
    responsibles = [Responsible(kind.secretariat, True, stream.pick(POSTS))]
    if stream.chance(_SHARE_SHARED):
        others = [other for other in SECRETARIATS if other != kind.secretariat]
        shared = stream.shuffled(others)[: 2 if stream.chance(0.15) else 1]
        responsibles += [Responsible(other, False, "Dirección responsable") for other in sorted(shared)]
    record = ProjectRecord(
        code=code,
        node=NodeKey(2, program.code),
        name=name,
        description=f"{program.purpose} Proyecto de la Secretaría de {SECRETARIATS[kind.secretariat]}.",
        state=life.state,
        planned_start=life.planned_start,
        planned_end=life.planned_end,
        actual_start=life.actual_start,
        actual_end=life.actual_end,
        dates_text=life.dates_text,
        declared_pct=life.declared_pct,
        declared_on=None,
        last_update_on=None,
        update_frequency="quarterly" if stream.chance(0.2) else "monthly",
        district=district,
        weight=1.0,
        responsibles=tuple(responsibles),
    )
    last_update_on = _last_update(record, life, fate, stream)
    record = replace(
        record, last_update_on=last_update_on, declared_on=last_update_on if life.declared_pct is not None else None
    )
    record = _with_delay(record, fate)
    _add_versions(history, record, life, kind.secretariat, stream)
    _add_milestones(history, code, kind, life, stream)
    if stream.chance(_SHARE_WITH_BUDGET):
        _add_budgets(history, record, life, kind, fate, stream)


def _with_delay(record: ProjectRecord, fate: str) -> ProjectRecord:
    """The project with what its secretariat says of its delay; not all say why, and fewer promise a date."""
    stream = Stream("delay", record.code)
    if record.state not in ("in_progress", "paused") or not stream.chance(_SHARE_WITH_CAUSE.get(fate, 0.0)):
        return record
    cause = stream.pick([cause for cause, count in _DELAY_CAUSES.items() for _ in range(count)])
    if not stream.chance(_SHARE_WITH_RECOVERY):
        return replace(record, delay_cause=cause)
    return replace(record, delay_cause=cause, recovery_on=AS_OF + dt.timedelta(days=stream.integer(-75, 240)))


def _life(fate: str, stream: Stream, with_milestones: bool) -> _Life:
    if fate == "unknown":
        end = PLAN_END - dt.timedelta(days=stream.integer(0, 500)) if stream.chance(0.5) else None
        text = (
            None
            if end
            else stream.pick(("Segundo semestre de 2026", "Durante 2026", "Primer trimestre de 2027", "A definir"))
        )
        return _Life(None, None, max(end, AS_OF + dt.timedelta(days=20)) if end else None, dates_text=text)
    if fate == "later":
        start = AS_OF + dt.timedelta(days=stream.integer(3, 240))
        end = min(start + dt.timedelta(days=stream.integer(120, 400)), PLAN_END)
        return _with_milestones(_Life("planned", start, end), stream, with_milestones)
    if fate == "dropped":
        start = _day(stream, PLAN_START, dt.date(2025, 9, 1))
        end = start + dt.timedelta(days=stream.integer(150, 600))
        stopped = min(start + dt.timedelta(days=stream.integer(30, 300)), dt.date(2026, 9, 1))
        return _Life("cancelled", start, min(end, PLAN_END), start if stream.chance(0.4) else None, stopped_on=stopped)
    if fate == "done":
        return _done(stream, with_milestones)
    if fate == "late" and stream.chance(0.72):
        end = _day(stream, dt.date(2025, 6, 1), AS_OF - dt.timedelta(days=3))
        start = max(end - dt.timedelta(days=stream.integer(150, 640)), PLAN_START)
    else:
        end = _day(stream, AS_OF + dt.timedelta(days=12), PLAN_END)
        start = _day(stream, dt.date(2024, 1, 15), dt.date(2026, 3, 1))
    return _under_way(fate, stream, with_milestones, start, end)


def _as_told_until(life: _Life, until: dt.date) -> _Life:
    """The life as far as it is known of a secretariat that said nothing more after `until`."""
    if life.state in (None, "planned"):
        return life
    if life.actual_start is None or life.actual_start > until:
        is_cancelled = life.stopped_on is not None and life.stopped_on <= until and life.state == "cancelled"
        state = "cancelled" if is_cancelled else "planned"
        return replace(life, state=state, actual_start=None, actual_end=None, done_on=(), declared_pct=None)
    told = replace(life, done_on=tuple(day for day in life.done_on if day <= until))
    if life.actual_end is not None and life.actual_end > until:
        told = replace(told, state="in_progress", actual_end=None)
    if life.stopped_on is not None and life.stopped_on > until:
        told = replace(told, state="in_progress", stopped_on=None)
    return told


def _done(stream: Stream, with_milestones: bool) -> _Life:
    start = _day(stream, PLAN_START, dt.date(2025, 11, 1))
    longest = min(640, (_CLOSING_RUSH[-1] - start).days - 60)
    planned_end = start + dt.timedelta(days=stream.integer(120, longest))
    began = start + dt.timedelta(days=stream.integer(0, 50))
    ended = max(planned_end + dt.timedelta(days=stream.integer(-30, 140)), began + dt.timedelta(days=30))
    rush = next((day for day in _CLOSING_RUSH if dt.timedelta(0) <= day - ended <= _RUSH_PULLS), None)
    if rush is not None and stream.chance(0.5):
        ended = rush
    if ended > _CLOSING_RUSH[-1]:
        ended = _day(stream, planned_end - dt.timedelta(days=20), _CLOSING_RUSH[-1])
    life = _Life("finished", start, planned_end, began, ended)
    if not with_milestones:
        return life
    dues, weights = _milestones(stream, start, planned_end)
    # Most of the work is done late: the last third of the time holds half of the milestones.
    span = (ended - began).days
    done = [began + dt.timedelta(days=round(span * math.sqrt((place + 1) / len(dues)))) for place in range(len(dues))]
    return replace(life, milestone_dues=dues, weights=weights, done_on=tuple(done))


def _under_way(fate: str, stream: Stream, with_milestones: bool, start: dt.date, end: dt.date) -> _Life:
    began = min(start + dt.timedelta(days=stream.integer(0, 45)), AS_OF - dt.timedelta(days=10))
    life = _Life("in_progress", start, end, began)
    elapsed = min(1.0, (AS_OF - start).days / max(1, (end - start).days))
    if with_milestones:
        dues, weights = _milestones(stream, start, end)
        low, high = {"steady": (0.9, 1.2), "slow": (0.6, 0.89), "late": (0.0, 0.59)}[fate]
        count = _count_done(dues, weights, low, high, stream)
        if count is not None or end < AS_OF:
            count = stream.integer(1, len(dues) - 1) if count is None else min(count, len(dues) - 1)
            return replace(
                life, milestone_dues=dues, weights=weights, done_on=_done_days(began, dues[:count], fate, stream)
            )
    if fate == "slow":
        if stream.chance(0.55):
            life = replace(life, state="paused", stopped_on=AS_OF - dt.timedelta(days=stream.integer(15, 200)))
        else:
            # It should have begun and nobody says that it did.
            begin_by = AS_OF - dt.timedelta(days=stream.integer(45, 260))
            return _Life("planned", begin_by, max(end, begin_by + dt.timedelta(days=200)))
    if fate == "late" and end > AS_OF:
        end = AS_OF - dt.timedelta(days=stream.integer(5, 200))
        life = replace(life, planned_end=end, planned_start=min(start, end - dt.timedelta(days=90)))
        life = replace(life, actual_start=min(began, end - dt.timedelta(days=60)))
    pace = {"steady": (0.75, 1.1), "slow": (0.4, 0.8), "late": (0.2, 0.8)}[fate]
    declared = min(95.0, float(round(100 * elapsed * elapsed * stream.between(*pace))))
    return replace(life, declared_pct=declared if stream.chance(0.85) else None)


def _with_milestones(life: _Life, stream: Stream, with_milestones: bool) -> _Life:
    if not with_milestones or life.planned_start is None or life.planned_end is None:
        return life
    dues, weights = _milestones(stream, life.planned_start, life.planned_end)
    return replace(life, milestone_dues=dues, weights=weights)


def _milestones(stream: Stream, start: dt.date, end: dt.date) -> tuple[tuple[dt.date, ...], tuple[float, ...]]:
    """Due dates from start to end and the weights, the last ones heavier."""
    count = stream.integer(4, 12)
    span = (end - start).days
    dues = tuple(start + dt.timedelta(days=round(span * ((place + 1) / count) ** 0.8)) for place in range(count))
    weights = tuple(2.0 if place >= count - 2 and count > 5 else 1.0 for place in range(count))
    return dues, weights


def _count_done(
    dues: tuple[dt.date, ...], weights: tuple[float, ...], low: float, high: float, stream: Stream
) -> int | None:
    """How many milestones, done in order, are a share of what is due between `low` and `high`; None if no number is."""
    due_weight = sum(weight for due, weight in zip(dues, weights, strict=True) if due <= AS_OF)
    if due_weight == 0:
        return 0 if low >= 0.9 else None
    fitting = [count for count in range(len(dues)) if low <= sum(weights[:count]) / due_weight <= high]
    return stream.pick(fitting) if fitting else None


def _done_days(began: dt.date, dues: tuple[dt.date, ...], fate: str, stream: Stream) -> tuple[dt.date, ...]:
    """When these milestones were done: about their due dates, in order, before the cut-off."""
    days: list[dt.date] = []
    for due in dues:
        day = max(due + dt.timedelta(days=stream.integer(*_SLIP_DAYS[fate])), began)
        if day > AS_OF - dt.timedelta(days=2):
            day = AS_OF - dt.timedelta(days=stream.integer(2, 75))
        days.append(max([day, *days[-1:]]))
    return tuple(days)


def _day(stream: Stream, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=stream.integer(0, (last - first).days))


def _last_update(record: ProjectRecord, life: _Life, fate: str, stream: Stream) -> dt.date | None:
    """When its secretariat last looked at it; never, where nobody says anything of it."""
    if fate == "unknown":
        return None
    latest = AS_OF - dt.timedelta(days=stream.integer(1, 29))
    silent_since = SILENT_SINCE.get(record.responsibles[0].secretariat_code)
    if silent_since is not None:
        latest = silent_since - dt.timedelta(days=stream.integer(0, 25))
    elif fate in ("steady", "slow", "late") and stream.chance(_SHARE_STALE):
        latest = AS_OF - dt.timedelta(days=stream.integer(75, 300))
    if life.actual_end is not None:
        return life.actual_end + dt.timedelta(days=1)
    if life.stopped_on is not None and life.state == "cancelled":
        return life.stopped_on
    happened = [day for day in (life.actual_start, life.stopped_on, *life.done_on) if day is not None]
    return max([latest, *happened])


def _add_versions(
    history: ProjectHistory, record: ProjectRecord, life: _Life, secretariat: str, stream: Stream
) -> None:
    """The project as it was known at the beginning, and each change of it when it was told."""
    first = BEGAN_AT.date()
    changes: list[tuple[dt.date, dict[str, Any]]] = []
    if record.actual_start is not None:
        changes.append((record.actual_start, {"state": "in_progress", "actual_start": record.actual_start}))
    if record.declared_pct is not None and record.last_update_on is not None and record.actual_start is not None:
        middle = record.actual_start + (record.last_update_on - record.actual_start) / 2
        changes.append((middle, {"declared_pct": float(round(record.declared_pct * 0.4)), "declared_on": middle}))
        changes.append(
            (record.last_update_on, {"declared_pct": record.declared_pct, "declared_on": record.last_update_on})
        )
    if life.stopped_on is not None:
        changes.append((life.stopped_on, {"state": record.state}))
    if record.actual_end is not None:
        changes.append((record.actual_end, {"state": "finished", "actual_end": record.actual_end}))
    if record.name == _RENAMED:
        changes.append((_RENAMED_ON, {"name": record.name}))
    if record.last_update_on is not None:
        changes.append((record.last_update_on, {}))
    blank = {
        "actual_start": None,
        "actual_end": None,
        "declared_pct": None,
        "declared_on": None,
        "last_update_on": None,
    }
    state: str | None = record.state if record.state in (None, "planned") else "planned"
    current = replace(record, **blank, state=state)  # type: ignore[arg-type]
    if record.name == _RENAMED:
        current = replace(current, name=_EARLIER_NAME)
    recorded = Stamp(BEGAN_AT)
    for day, change in sorted(changes, key=lambda item: item[0]):
        following = replace(current, **change, last_update_on=max(day, current.last_update_on or day))
        if day > first:
            told = moment(day + dt.timedelta(days=stream.integer(0, 3)), stream)
            now = Stamp(max(told, recorded.at + dt.timedelta(minutes=1)), champion_of(secretariat))
            history.projects.append(Dated(current, recorded, now))
            recorded = now
        current = following
    if current != record:
        raise ValueError(f"the versions of {record.code} do not end in what it is")
    history.projects.append(Dated(current, recorded))


def _add_milestones(history: ProjectHistory, code: str, kind: ProjectKind, life: _Life, stream: Stream) -> None:
    names = STEPS[kind.steps]
    count = len(life.milestone_dues)
    for place, due in enumerate(life.milestone_dues):
        # Spread over the kind's steps, so that the last milestone is always its last step.
        name = names[(place + 1) * len(names) // count - 1]
        record = MilestoneRecord(code, str(place + 1), name, life.weights[place], due)
        done_on = life.done_on[place] if place < len(life.done_on) else None
        if done_on is None:
            history.milestones.append(Dated(record, Stamp(BEGAN_AT)))
        elif done_on <= BEGAN_AT.date():
            history.milestones.append(Dated(replace(record, done_on=done_on), Stamp(BEGAN_AT)))
        else:
            told = Stamp(
                moment(done_on + dt.timedelta(days=stream.integer(0, 6)), stream), champion_of(kind.secretariat)
            )
            history.milestones.append(Dated(record, Stamp(BEGAN_AT), told))
            history.milestones.append(Dated(replace(record, done_on=done_on), told))


def _add_budgets(
    history: ProjectHistory, record: ProjectRecord, life: _Life, kind: ProjectKind, fate: str, stream: Stream
) -> None:
    """Money by year: approved when the year before ends, executed as told after the year (for this one, this month).

    Nothing is spent on what has not begun.
    """
    start = record.planned_start or dt.date(2026, 3, 1)
    end = record.planned_end or dt.date(2026, 12, 31)
    years = range(max(start.year, 2024), end.year + 1)
    smallest, largest = _COST_MILLIONS[kind.steps]
    whole = 1_000_000 * smallest * (largest / smallest) ** (stream.between(0.0, 1.0) ** 1.6)
    overspends = stream.chance(0.12) and fate in ("done", "steady")
    accountant = champion_of("HAC")
    for year in years:
        approved = float(round(whole / len(years) * stream.between(0.85, 1.2), -3))
        current = float(round(approved * stream.between(1.0, 1.32), -3))
        first = BudgetRecord("project", record.code, _CURRENCY, year, approved, approved, None)
        known = Stamp(BEGAN_AT)
        if year > 2024:
            known = Stamp(moment(dt.date(year - 1, 12, 18), stream), accountant)
        if year > AS_OF.year:
            known = Stamp(moment(dt.date(2026, 9, 28), stream), accountant)
        if year > AS_OF.year or fate == "unknown":
            history.budgets.append(Dated(first, known))
            continue
        share = stream.between(1.01, 1.18) if overspends else _executed_share(fate, year, stream)
        if life.actual_start is None or life.actual_start.year > year:
            share = 0.0
        told = dt.date(2026, 10, 14) if year == AS_OF.year else dt.date(year + 1, 2, 16)
        closed = Stamp(moment(told, stream), accountant)
        history.budgets.append(Dated(first, known, closed))
        executed = float(round(current * share, -3))
        history.budgets.append(Dated(replace(first, current_amount=current, executed_amount=executed), closed))


def _executed_share(fate: str, year: int, stream: Stream) -> float:
    low, high = {"done": (0.86, 1.02), "steady": (0.7, 0.99), "slow": (0.4, 0.75), "late": (0.2, 0.6)}.get(
        fate, (0.0, 0.3)
    )
    return stream.between(low, high) * (0.75 if year == AS_OF.year and fate != "done" else 1.0)
