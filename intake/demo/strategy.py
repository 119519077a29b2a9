"""The demonstration's second plan: a data strategy, whose indicators include those of the Data Committee."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from data_models import computed
from data_models.document import (
    CrossAxisItemRecord,
    LinkRecord,
    NodeKey,
)
from data_models.history import Dated, PlanHistory, Stamp
from data_models.progress.columns import NAMES
from data_models.progress.compute import rows_as_of
from data_models.store import Write
from data_models.tables import INDICATORS
from intake.demo.catalog import IndicatorPlan, Program, ProjectKind, read_indicators, read_programs
from intake.demo.dates import AS_OF, BEGAN_AT, periods
from intake.demo.indicators import build_indicators
from intake.demo.parts import SDG, filled, levels_of, nodes_of, sdg_items
from intake.demo.projects import ProjectHistory, add_project
from kpis.committee import (
    AREAS,
    AXIS_CODE,
    AXIS_NAME,
    COMPUTED,
    COUNTED_STATES,
    DATA_AXIS_CODE,
    KPIS,
    ComputedRule,
    strategy_progress,
)

STRATEGY_CODE = "demo-datos"
STRATEGY_NAME = "Estrategia de datos (demostración)"
FILE = "strategy.txt"

AXES = {
    "1": ("Gobernanza", "Quién decide sobre los datos y con qué reglas."),
    "2": ("Calidad y seguridad", "Datos en los que se puede confiar, cuidados."),
    "3": ("Transparencia", "Datos que cualquiera puede usar."),
    "4": ("Uso", "Decisiones y servicios que se apoyan en datos."),
    "5": ("Impacto", "Qué cambia para la gente."),
}
_TARGETS = {
    "16.6": "Instituciones eficaces y transparentes",
    "16.7": "Decisiones inclusivas, participativas y representativas",
    "16.10": "Acceso público a la información",
    "17.18": "Disponer de datos oportunos, fiables y desagregados",
}
_TARGETS_BY_PROGRAM = {"1.1": "16.6", "2.1": "17.18", "3.1": "16.10", "3.2": "16.7", "5.2": "16.10"}

# Activities: deliverable, secretariat, name, kind of steps and how it went (see projects.py).
_ACTIVITIES = (
    ("1.1", "INN", "Política municipal de datos", "n", "done"),
    ("1.1", "INN", "Guía de publicación de datos abiertos", "n", "done"),
    ("1.1", "GOB", "Protocolo de datos personales", "n", "late"),
    ("1.2", "INN", "Designación de referentes de datos", "n", "done"),
    ("1.2", "INN", "Plan anual de reuniones del Comité", "n", "steady"),
    ("2.1", "INN", "Inventario de datos de todas las secretarías", "d", "steady"),
    ("2.1", "INN", "Reglas de calidad del registro de vecinos", "d", "slow"),
    ("2.1", "HAC", "Depuración del padrón de contribuyentes", "d", "done"),
    ("2.2", "INN", "Registro de incidentes de seguridad", "d", "done"),
    ("2.2", "INN", "Curso de protección de datos personales", "s", "late"),
    ("2.2", "INN", "Copias de seguridad fuera del edificio", "d", "steady"),
    ("3.1", "INN", "Portal de datos abiertos renovado", "d", "done"),
    ("3.1", "INN", "Catálogo con metadatos en formato estándar", "d", "steady"),
    ("3.2", "GOB", "Concurso de usos de datos abiertos", "s", "slow"),
    ("3.2", "GOB", "Encuentros de datos en los distritos", "s", "steady"),
    ("4.1", "INN", "Tablero de la gestión municipal", "d", "done"),
    ("4.1", "OBR", "Mapa de obras con datos de avance", "d", "steady"),
    ("4.1", "HAC", "Registro de ahorros por iniciativas de datos", "n", "later"),
    ("4.2", "INN", "Escuela de datos para agentes municipales", "s", "steady"),
    ("5.1", "INN", "Evaluación externa de la estrategia", "n", "later"),
    ("5.1", "GOB", "Encuesta anual de opinión", "s", "unknown"),
    ("5.2", "GOB", "Ventanilla única de pedidos de datos", "d", "steady"),
    ("5.2", "INN", "Intercambio de datos con organismos provinciales", "d", "dropped"),
)


def build_strategy(main: PlanHistory) -> PlanHistory:
    """The data strategy of the same municipality as the main plan, whose secretariats and posts it shares."""
    programs = read_programs(FILE)
    indicators = read_indicators(FILE, prefix="E")
    history = replace(
        main,
        plan=replace(main.plan, code=STRATEGY_CODE, name=STRATEGY_NAME),
        levels=levels_of(("entregable", "entregables"), ("actividad", "actividades")),
        nodes=nodes_of(AXES, programs),
        cross_axis_items=_cross_axis_items(),
        links=[Dated(link, Stamp(BEGAN_AT)) for link in _links(indicators)],
    )
    return filled(history, _projects(programs), build_indicators(indicators, {}, {}))


def _projects(programs: list[Program]) -> ProjectHistory:
    history = ProjectHistory()
    by_code = {program.code: program for program in programs}
    for number, (program, secretariat, name, steps, fate) in enumerate(_ACTIVITIES, 1):
        kind = ProjectKind(program, secretariat, name, steps)
        add_project(history, by_code[program], kind, f"A{number:02}", name, None, fate)
    return history


def _cross_axis_items() -> list[CrossAxisItemRecord]:
    areas = [CrossAxisItemRecord(AXIS_CODE, area.code, area.name, None, AXIS_NAME) for area in AREAS]
    kpis = [CrossAxisItemRecord(AXIS_CODE, kpi.code, kpi.name, kpi.area_code, AXIS_NAME) for kpi in KPIS]
    return [*areas, *kpis, *sdg_items(_TARGETS)]


def _links(indicators: list[IndicatorPlan]) -> list[LinkRecord]:
    codes = {kpi.name: kpi.code for kpi in KPIS}
    links = [
        LinkRecord(AXIS_CODE, codes[indicator.name], indicator_code=indicator.code, strength=3)
        for indicator in indicators
        if indicator.name in codes
    ]
    return links + [
        LinkRecord(SDG, target, node=NodeKey(2, program), strength=2) for program, target in _TARGETS_BY_PROGRAM.items()
    ]


def record_past(write: Write, main: PlanHistory, strategy: PlanHistory, plan_id: int) -> None:
    """Record what the two computed indicators said at the end of each past quarter, as it was known then."""
    ids = _computed_ids(write, strategy, plan_id)
    for start, end in periods("quarterly"):
        if end >= AS_OF:
            continue
        at = dt.datetime.combine(end + dt.timedelta(days=1), dt.time(9, 0))
        then = Write(write.connection, at, end)
        count = _data_projects(main, at)
        note = computed.data_projects_note(end, [(main.plan.code, count)])
        computed.record_past(then, ids[ComputedRule.DATA_PROJECTS], (start, end), (count, None), note)
        met, goals = strategy_progress(_statuses(write, plan_id, end, at))
        note = computed.progress_note(end, (met, goals), STRATEGY_CODE)
        computed.record_past(then, ids[ComputedRule.STRATEGY_PROGRESS], (start, end), (met, goals), note)


def _computed_ids(write: Write, strategy: PlanHistory, plan_id: int) -> dict[ComputedRule, int]:
    rules = {kpi.code: rule for rule, kpi in COMPUTED.items()}
    found = {}
    for link in (dated.record for dated in strategy.links):
        if link.cross_axis_code == AXIS_CODE and link.item_code in rules:
            query = select(INDICATORS.c.id).where(
                INDICATORS.c.plan_id == plan_id, INDICATORS.c.code == link.indicator_code
            )
            found[rules[link.item_code]] = write.connection.execute(query).scalar_one()
    return found


def _data_projects(main: PlanHistory, at: dt.datetime) -> int:
    """Projects of the main plan that are based on data and had begun, as they were known at a moment."""
    linked = {dated.record.project_code for dated in main.links if dated.record.cross_axis_code == DATA_AXIS_CODE}
    return sum(
        dated.record.code in linked and dated.record.state in COUNTED_STATES
        for dated in main.projects
        if dated.recorded.at <= at and (dated.superseded is None or dated.superseded.at > at)
    )


def _statuses(write: Write, plan_id: int, on: dt.date, at: dt.datetime) -> Iterable[str]:
    """The statuses of the strategy's goals, but of the one that counts them."""
    itself = f"{AXIS_CODE}:{COMPUTED[ComputedRule.STRATEGY_PROGRESS].code}"
    wanted = [NAMES.index(name) for name in ("item_kind", "link_codes", "status")]
    for piece in rows_as_of(write.connection, plan_id, as_of=on, known_on=at):
        for kind, links, status in zip(*(piece[place] for place in wanted), strict=True):
            if kind == "indicator" and itself not in (links or "").split("; "):
                yield status
