"""The 1,685 projects: what each is called, who answers for it, and what its life left in the tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import product

from data_models.document import BudgetRecord, MilestoneRecord, NodeKey, ProjectRecord, Responsible
from data_models.history import Dated
from intake.demo.cases import SILENT_SINCE
from intake.demo.catalog import Program, ProjectKind
from intake.demo.dates import AS_OF
from intake.demo.lives import FATES, as_told_until, life_of
from intake.demo.money import budgets_of
from intake.demo.reports import last_update, milestones_of, versions_of
from intake.demo.stream import Stream
from intake.demo.words import CLOSED_AREAS, DISTRICTS, OFFICES, POSTS, SECRETARIATS

PROJECTS_BY_PROGRAM = {
    "1.1": 52, "1.2": 48, "1.3": 50, "1.4": 46, "1.5": 44, "1.6": 50,
    "2.1": 60, "2.2": 37, "2.3": 40, "2.4": 57, "2.5": 31, "2.6": 65,
    "3.1": 55, "3.2": 50, "3.3": 44, "3.4": 52, "3.5": 42, "3.6": 46,
    "4.1": 52, "4.2": 54, "4.3": 50, "4.4": 46, "4.5": 44, "4.6": 42,
    "5.1": 60, "5.2": 48, "5.3": 46, "5.4": 44, "5.5": 42, "5.6": 48,
    "6.1": 52, "6.2": 54, "6.3": 46, "6.4": 50, "6.5": 38,
}  # fmt: skip

# A contradiction that real plans have: all of these were carried out, and the result they were for hardly moved.
ALWAYS_DONE = ("Jornadas de vacunación", 6)

_SHARE_WITH_MILESTONES = 0.6
_SHARE_MONTHLY = 0.4
_SHARE_SHARED = 0.13
_SHARE_WITH_BUDGET = 0.92

# Projects that lost whom they answered to and went on without: who leads them now, and the last day they were heard of.
_LEFT_ALONE: dict[str, tuple[str | None, dt.date]] = {
    "Estación meteorológica Villa Ferroviaria": ("AMB-3", CLOSED_AREAS["AMB-3"][2]),
    "Refugio climático El Retamo": (None, dt.date(2026, 5, 12)),
}

# How often a secretariat says why a project is late, and by when it will be back on plan; how common each cause is.
_SHARE_WITH_CAUSE = {"late": 0.8, "slow": 0.6}
_SHARE_WITH_RECOVERY = 0.65
# Some of those days passed long ago and nobody promised another one.
_SHARE_LONG_PASSED = 0.2
_DELAY_CAUSES = {
    "procurement": 6, "funding": 5, "contractor": 4, "permits": 3, "coordination": 3, "design": 2, "staff": 2,
    "weather": 2, "scope": 1, "other": 1,
}  # fmt: skip


@dataclass(slots=True)
class ProjectHistory:
    """All rows of the projects, in the order in which they go into their tables."""

    projects: list[Dated[ProjectRecord]] = field(default_factory=list)
    milestones: list[Dated[MilestoneRecord]] = field(default_factory=list)
    budgets: list[Dated[BudgetRecord]] = field(default_factory=list)
    code_by_pattern: dict[str, str] = field(default_factory=dict)


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
    lead, heard_until = _LEFT_ALONE.get(name, (kind.secretariat, SILENT_SINCE.get(kind.secretariat)))
    life = life_of(fate, stream, with_milestones)
    if heard_until is not None:
        life = as_told_until(life, heard_until)
    responsibles = [Responsible(lead, True, stream.pick(POSTS))] if lead is not None else []
    if stream.chance(_SHARE_SHARED):
        others = [other for other in SECRETARIATS if other != kind.secretariat]
        shared = stream.shuffled(others)[: 2 if stream.chance(0.15) else 1]
        responsibles += [Responsible(other, False, "Dirección responsable") for other in sorted(shared)]
    update_frequency = "monthly" if stream.chance(_SHARE_MONTHLY) else "quarterly"
    updated_on = last_update(life, fate, update_frequency, heard_until, Stream("last update", code))
    record = ProjectRecord(
        code=code,
        node=NodeKey(2, program.code),
        name=name,
        description=program.purpose if lead is None else f"{program.purpose} Proyecto de {_called(lead)}.",
        state=life.state,
        planned_start=life.planned_start,
        planned_end=life.planned_end,
        actual_start=life.actual_start,
        actual_end=life.actual_end,
        dates_text=life.dates_text,
        declared_pct=life.declared_pct,
        declared_on=updated_on if life.declared_pct is not None else None,
        last_update_on=updated_on,
        update_frequency=update_frequency,
        district=district,
        weight=1.0,
        responsibles=tuple(responsibles),
    )
    record = _with_delay(record, fate)
    history.projects += versions_of(record, life, kind.secretariat)
    history.milestones += milestones_of(code, kind, life)
    if stream.chance(_SHARE_WITH_BUDGET):
        history.budgets += budgets_of(record, life, kind, fate, stream)


def _called(lead: str) -> str:
    if lead in CLOSED_AREAS:
        return f"la {CLOSED_AREAS[lead][0]}"
    return f"la Secretaría de {SECRETARIATS[lead]}"


def _with_delay(record: ProjectRecord, fate: str) -> ProjectRecord:
    """The project with what its secretariat says of its delay; not all say why, and fewer promise a date."""
    stream = Stream("delay", record.code)
    if record.state not in ("in_progress", "paused") or not stream.chance(_SHARE_WITH_CAUSE.get(fate, 0.0)):
        return record
    cause = stream.pick([cause for cause, count in _DELAY_CAUSES.items() for _ in range(count)])
    if not stream.chance(_SHARE_WITH_RECOVERY):
        return replace(record, delay_cause=cause)
    earliest, latest = (-400, -76) if stream.chance(_SHARE_LONG_PASSED) else (-75, 240)
    recovery_on = AS_OF + dt.timedelta(days=stream.integer(earliest, latest))
    # Promised once it was late: after the end it missed, or well after it began.
    assert record.actual_start is not None and record.planned_end is not None
    is_past_end = record.planned_end < AS_OF
    late_since = record.planned_end if is_past_end else record.actual_start + dt.timedelta(days=120)
    recovery_on = max(recovery_on, late_since + dt.timedelta(days=stream.integer(20, 120)))
    return replace(record, delay_cause=cause, recovery_on=recovery_on)
