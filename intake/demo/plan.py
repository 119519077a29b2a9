"""The demonstration plan as a whole: who, the tree, its links, and what was recorded when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from data_models.document import (
    CrossAxisItemRecord,
    LinkRecord,
    MunicipalityRecord,
    NodeKey,
    PlanRecord,
    SecretariatRecord,
)
from data_models.history import AccountRecord, Dated, PlanHistory, Stamp
from data_models.tables import Role
from intake.demo.catalog import IndicatorPlan, Program, read_indicators, read_programs, read_project_kinds
from intake.demo.dates import AS_OF, BEGAN_AT, PLAN_END, PLAN_START
from intake.demo.indicators import COMMITTEE, DATA_OFFICE, build_indicators, champion_of, validator_of
from intake.demo.parts import SDG, filled, levels_of, nodes_of, sdg_items
from intake.demo.projects import build_projects
from intake.demo.stream import Stream
from intake.demo.words import (
    AREAS,
    AXES,
    CLIMATE,
    CLIMATE_BY_PROGRAM,
    CLOSED_AREAS,
    OPENED_AREA,
    PARTICIPATION,
    PARTICIPATION_BY_PROGRAM,
    RENAMED,
    SDG_BY_PROGRAM,
    SDG_TARGETS,
    SECRETARIATS,
)
from kpis.committee import DATA_AXIS_CODE

PLAN_CODE = "demo"
PLAN_NAME = "Plan de Gobierno 2023-2027 (demostración)"
LICENCE = "Creative Commons Atribución 4.0"

CLIMATE_PLAN, TAKING_PART = "clima", "participacion"
BASED_ON_DATA, _DATA_NAME, _DATA_ITEM = DATA_AXIS_CODE, "Uso de datos", "1"
_CLIMATE_NAME = "Plan de acción climática"
_PARTICIPATION_NAME = "Participación ciudadana"

_SHARE_OF_OUTCOMES_LINKED = 0.35
_SHARE_OF_PROCESSES_LINKED = 0.14
_SHARE_OF_PROJECTS_LINKED = 0.25
# Most programs have not said yet which goals they serve; these did, and all they hold serves them.
_PROGRAMS_WITH_SDG = ("1.3", "2.1", "3.1", "4.2", "5.4", "6.1")
# Works and services that begin with data: most of one program, few of the others.
_SHARE_BASED_ON_DATA = {"1.2": 0.7, "1.1": 0.15, "1.4": 0.2, "2.1": 0.1, "5.4": 0.15, "6.1": 0.2}


def build() -> PlanHistory:
    """The demonstration plan with its past: 13 secretariats, 6 axes, 35 programs, 1,685 projects, 242 indicators."""
    programs = read_programs()
    indicators = read_indicators()
    projects = build_projects(programs, read_project_kinds())
    measured = build_indicators(indicators, _first_outcomes(indicators), projects.code_by_pattern)
    history = PlanHistory(
        municipality=MunicipalityRecord(code=PLAN_CODE, name="Municipio de demostración"),
        plan=PlanRecord(
            code=PLAN_CODE,
            name=PLAN_NAME,
            starts_on=PLAN_START,
            ends_on=PLAN_END,
            as_of_on=AS_OF,
            is_demo=True,
            licence=LICENCE,
        ),
        began_at=BEGAN_AT,
        imported_by="metas demo",
        accounts=_accounts(),
        levels=levels_of(("programa", "programas"), ("proyecto", "proyectos")),
        secretariats=_secretariats(),
        nodes=nodes_of(AXES, programs),
        cross_axis_items=_cross_axis_items(),
        links=_links(programs, indicators, {row.record.code: row.record.node.code for row in projects.projects}),
    )
    return filled(history, projects, measured)


def _first_outcomes(indicators: list[IndicatorPlan]) -> dict[str, str]:
    """The first outcome of each program: what its processes are for."""
    found: dict[str, str] = {}
    for indicator in indicators:
        if indicator.kind == "outcome":
            found.setdefault(indicator.program, indicator.name)
    return found


def _accounts() -> list[AccountRecord]:
    """The posts that write: never a person's name."""
    accounts = [
        AccountRecord("intendencia", "Intendencia", Role.MAYOR.value),
        AccountRecord(COMMITTEE, "Comité de Datos", Role.COMMITTEE.value),
        AccountRecord(DATA_OFFICE, "Dirección de Datos", Role.DATA_TEAM.value, "INN"),
    ]
    for code, name in SECRETARIATS.items():
        accounts.append(AccountRecord(champion_of(code), f"Referente de datos, {name}", Role.CHAMPION.value, code))
        accounts.append(AccountRecord(validator_of(code), f"Secretaría de {name}", Role.VALIDATOR.value, code))
    return accounts


def _secretariats() -> list[Dated[SecretariatRecord]]:
    start = Stamp(BEGAN_AT)
    rows: list[Dated[SecretariatRecord]] = []
    renamed_code, earlier_name, renamed_on = RENAMED
    change = Stamp(dt.datetime.combine(renamed_on + dt.timedelta(days=2), dt.time(13, 5)), DATA_OFFICE)
    for code, name in SECRETARIATS.items():
        if code == renamed_code:
            rows.append(Dated(SecretariatRecord(code, earlier_name), start, change))
            rows.append(Dated(SecretariatRecord(code, name), change))
        else:
            rows.append(Dated(SecretariatRecord(code, name), start))
    for code, names in AREAS.items():
        for place, name in enumerate(names, 1):
            area = SecretariatRecord(f"{code}-{place}", name, code)
            if (code, name) == OPENED_AREA[:2]:
                opened = SecretariatRecord(area.code, name, code, in_force_from=OPENED_AREA[2])
                rows.append(Dated(opened, change))
            else:
                rows.append(Dated(area, start))
    for code, (name, opened_on, closed_on) in CLOSED_AREAS.items():
        area = SecretariatRecord(code, name, code.partition("-")[0], in_force_from=opened_on)
        closed = Stamp(dt.datetime.combine(closed_on + dt.timedelta(days=3), dt.time(13, 5)), DATA_OFFICE)
        rows += [Dated(area, start, closed), Dated(replace(area, in_force_to=closed_on), closed)]
    return rows


def _cross_axis_items() -> list[CrossAxisItemRecord]:
    climate = [
        CrossAxisItemRecord(CLIMATE_PLAN, code, name, code.split(".")[0] if "." in code else None, _CLIMATE_NAME)
        for code, name in CLIMATE.items()
    ]
    taking_part = [
        CrossAxisItemRecord(TAKING_PART, code, name, None, _PARTICIPATION_NAME) for code, name in PARTICIPATION.items()
    ]
    data = CrossAxisItemRecord(BASED_ON_DATA, _DATA_ITEM, "Basado en datos", None, _DATA_NAME)
    return [*sdg_items(SDG_TARGETS), *climate, *taking_part, data]


def _links(
    programs: list[Program],
    indicators: list[IndicatorPlan],
    program_by_project: dict[str, str],
) -> list[Dated[LinkRecord]]:
    """Programs, some hundred indicators and a quarter of the projects, linked with SDG, climate and participation."""
    links: list[LinkRecord] = []
    for program in programs:
        node = NodeKey(2, program.code)
        if program.code in _PROGRAMS_WITH_SDG:
            links += [LinkRecord(SDG, target, node=node, strength=2) for target in SDG_BY_PROGRAM[program.code]]
        if program.code in CLIMATE_BY_PROGRAM:
            links.append(LinkRecord(CLIMATE_PLAN, CLIMATE_BY_PROGRAM[program.code], node=node, strength=3))
        if program.code in PARTICIPATION_BY_PROGRAM:
            links.append(LinkRecord(TAKING_PART, PARTICIPATION_BY_PROGRAM[program.code], node=node, strength=2))
    # The first outcomes of a program serve its targets in order; the rest as it comes.
    unserved: dict[str, list[str]] = {}
    for indicator in indicators:
        stream = Stream("links", indicator.code)
        targets = list(SDG_BY_PROGRAM[indicator.program])
        share = _SHARE_OF_OUTCOMES_LINKED if indicator.kind == "outcome" else _SHARE_OF_PROCESSES_LINKED
        waiting = unserved.setdefault(indicator.program, list(targets))
        if indicator.kind == "outcome" and waiting:
            links.append(LinkRecord(SDG, waiting.pop(0), indicator_code=indicator.code, strength=3))
        elif stream.chance(share):
            targets = stream.shuffled(targets)
            for place, target in enumerate(targets[: 2 if stream.chance(0.2) else 1]):
                links.append(LinkRecord(SDG, target, indicator_code=indicator.code, strength=3 - place))
        if indicator.program in CLIMATE_BY_PROGRAM and stream.chance(0.4):
            item = CLIMATE_BY_PROGRAM[indicator.program]
            links.append(LinkRecord(CLIMATE_PLAN, item, indicator_code=indicator.code, strength=2))
        if indicator.program in PARTICIPATION_BY_PROGRAM and stream.chance(0.3):
            item = PARTICIPATION_BY_PROGRAM[indicator.program]
            links.append(LinkRecord(TAKING_PART, item, indicator_code=indicator.code, strength=1))
    for project, program_code in program_by_project.items():
        stream = Stream("links", project)
        if stream.chance(_SHARE_OF_PROJECTS_LINKED):
            target = stream.pick(SDG_BY_PROGRAM[program_code])
            links.append(LinkRecord(SDG, target, project_code=project, strength=stream.integer(1, 3)))
        if program_code in CLIMATE_BY_PROGRAM and stream.chance(0.15):
            links.append(LinkRecord(CLIMATE_PLAN, CLIMATE_BY_PROGRAM[program_code], project_code=project, strength=1))
        if Stream("data", project).chance(_SHARE_BASED_ON_DATA.get(program_code, 0.01)):
            links.append(LinkRecord(BASED_ON_DATA, _DATA_ITEM, project_code=project, strength=3))
    return [Dated(link, Stamp(BEGAN_AT)) for link in links]
