"""The KPIs of the Data Committee as definitions: 15 in five areas, 16 numbers; their values are elsewhere.

An indicator of any plan is one of them when it is linked to its code in the cross-cutting axis `AXIS_CODE`, so a city
may measure them with indicators of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kpis.vocabulary import Accumulation, Direction, Frequency, ProjectState, Status
from kpis.wording import N_

AXIS_CODE = "comite"
AXIS_NAME = N_("Comité de Datos")
# Projects linked to anything of this axis are based on data.
DATA_AXIS_CODE = "datos"
# A project counts once its work has begun, and still when it is finished.
COUNTED_STATES = (ProjectState.IN_PROGRESS, ProjectState.FINISHED)


class ComputedRule(StrEnum):
    """What the progress table itself can tell."""

    DATA_PROJECTS = "data_projects"
    STRATEGY_PROGRESS = "strategy_progress"


@dataclass(frozen=True, slots=True)
class Area:
    """One of the five areas of the committee's work."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CommitteeKpi:
    """One number of the committee: what it is, in which unit, where it should go, how often and how it is computed.

    ``numerator`` and ``denominator`` name what a percent divides; ``computed`` says by which rule the progress table
    gives it, None for one that is entered or imported. Raises ValueError for a definition that contradicts itself.
    """

    code: str
    name: str
    unit: str
    direction: Direction
    frequency: Frequency
    accumulation: Accumulation
    formula: str
    numerator: str | None = None
    denominator: str | None = None
    computed: ComputedRule | None = None

    def __post_init__(self) -> None:
        if self.area_code not in {area.code for area in AREAS}:
            raise ValueError(f"{self.code} is of no area")
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError(f"{self.code} divides by nothing")
        if self.numerator is not None and self.unit != "%":
            raise ValueError(f"{self.code} divides and is no percent")
        if self.accumulation is Accumulation.SUM and self.unit == "%":
            raise ValueError(f"{self.code} adds percents up")
        if not self.formula.endswith("."):
            raise ValueError(f"the formula of {self.code} is no sentence")

    @property
    def area_code(self) -> str:
        """The code of its area."""
        return self.code.partition(".")[0]


AREAS: tuple[Area, ...] = (
    Area("1", N_("Gobernanza")),
    Area("2", N_("Calidad y seguridad")),
    Area("3", N_("Transparencia")),
    Area("4", N_("Uso")),
    Area("5", N_("Impacto")),
)

_UP, _DOWN = Direction.INCREASE, Direction.DECREASE
_LAST, _SUM = Accumulation.LAST, Accumulation.SUM
_MONTH, _QUARTER, _HALF, _YEAR = Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY

KPIS: tuple[CommitteeKpi, ...] = (
    CommitteeKpi(
        "1.1",
        N_("Políticas, guías y estándares adoptados"),
        N_("documentos"),
        _UP,
        _QUARTER,
        _LAST,
        N_("Documentos formalizados por una norma o un acta y vigentes al cierre del período."),
    ),
    CommitteeKpi(
        "1.2",
        N_("Cumplimiento de las políticas de datos"),
        "%",
        _UP,
        _HALF,
        _LAST,
        N_("Áreas que cumplen todas las políticas vigentes, sobre el total de áreas."),
        N_("Áreas que cumplen"),
        N_("Áreas"),
    ),
    CommitteeKpi(
        "1.3",
        N_("Reuniones del Comité de Datos"),
        "%",
        _UP,
        _QUARTER,
        _LAST,
        N_("Reuniones realizadas en el año, sobre las planificadas hasta el cierre del período."),
        N_("Reuniones realizadas"),
        N_("Reuniones planificadas"),
    ),
    CommitteeKpi(
        "2.1",
        N_("Conjuntos de datos que cumplen los estándares de calidad"),
        "%",
        _UP,
        _QUARTER,
        _LAST,
        N_("Conjuntos del inventario que superan las reglas de calidad, sobre los conjuntos del inventario."),
        N_("Conjuntos que cumplen"),
        N_("Conjuntos del inventario"),
    ),
    CommitteeKpi(
        "2.2",
        N_("Incidentes de seguridad de datos reportados"),
        N_("incidentes"),
        _DOWN,
        _MONTH,
        _SUM,
        N_("Incidentes anotados en el registro durante el período; se suman los del año."),
    ),
    CommitteeKpi(
        "2.3",
        N_("Incidentes de seguridad de datos resueltos"),
        N_("incidentes"),
        _UP,
        _MONTH,
        _SUM,
        N_("Incidentes del registro que se cerraron durante el período; se suman los del año."),
    ),
    CommitteeKpi(
        "2.4",
        N_("Conjuntos de datos críticos actualizados en término"),
        "%",
        _UP,
        _MONTH,
        _LAST,
        N_("Conjuntos críticos cuya última actualización no supera su frecuencia, sobre los conjuntos críticos."),
        N_("Conjuntos críticos al día"),
        N_("Conjuntos críticos"),
    ),
    CommitteeKpi(
        "3.1",
        N_("Conjuntos de datos publicados como datos abiertos"),
        N_("conjuntos"),
        _UP,
        _MONTH,
        _LAST,
        N_("Conjuntos del inventario disponibles en el portal con licencia abierta al cierre del período."),
    ),
    CommitteeKpi(
        "3.2",
        N_("Visitas al portal de datos abiertos"),
        N_("usuarios únicos"),
        _UP,
        _MONTH,
        _LAST,
        N_("Usuarios únicos del portal durante el mes, según sus estadísticas."),
    ),
    CommitteeKpi(
        "3.3",
        N_("Proyectos ciudadanos con datos abiertos"),
        N_("proyectos"),
        _UP,
        _HALF,
        _LAST,
        N_("Proyectos de personas u organizaciones que usan los datos publicados y fueron registrados."),
    ),
    CommitteeKpi(
        "4.1",
        N_("Proyectos municipales basados en datos"),
        N_("proyectos"),
        _UP,
        _QUARTER,
        _LAST,
        N_(
            "Proyectos de los planes publicados del municipio vinculados con el eje transversal «datos» y en curso o "
            "terminados; se cuentan en la tabla de avance."
        ),
        computed=ComputedRule.DATA_PROJECTS,
    ),
    CommitteeKpi(
        "4.2",
        N_("Áreas que usan herramientas de análisis"),
        "%",
        _UP,
        _QUARTER,
        _LAST,
        N_("Áreas con un tablero o informe analítico en uso, sobre el total de áreas."),
        N_("Áreas que las usan"),
        N_("Áreas"),
    ),
    CommitteeKpi(
        "4.3",
        N_("Impacto económico de las iniciativas de datos"),
        "ARS",
        _UP,
        _YEAR,
        _SUM,
        N_("Ahorro o ingreso documentado de cada iniciativa en el año, en pesos; se suman los años."),
    ),
    CommitteeKpi(
        "5.1",
        N_("Avance de la estrategia de datos"),
        "%",
        _UP,
        _QUARTER,
        _LAST,
        N_(
            "Metas cumplidas del plan del indicador, sobre sus metas no canceladas, sin contar esta misma; se cuentan "
            "en la tabla de avance."
        ),
        N_("Metas cumplidas"),
        N_("Metas"),
        ComputedRule.STRATEGY_PROGRESS,
    ),
    CommitteeKpi(
        "5.2",
        N_("Percepción ciudadana de la transparencia"),
        "%",
        _UP,
        _YEAR,
        _LAST,
        N_("Personas que consideran que el municipio informa bien lo que hace, sobre las encuestadas."),
        N_("Personas que lo consideran"),
        N_("Personas encuestadas"),
    ),
    CommitteeKpi(
        "5.3",
        N_("Tiempo medio de respuesta a pedidos de datos"),
        N_("días"),
        _DOWN,
        _MONTH,
        _LAST,
        N_("Días entre el pedido y su respuesta completa, promedio de los respondidos en el período."),
    ),
)

KPI_BY_CODE = {kpi.code: kpi for kpi in KPIS}
COMPUTED = {kpi.computed: kpi for kpi in KPIS if kpi.computed is not None}


def strategy_progress(statuses: Iterable[str]) -> tuple[int, int]:
    """Goals met and goals, of the statuses of a plan's indicators; cancelled ones are no goals any more."""
    goals = [status for status in statuses if status != Status.CANCELLED]
    return sum(status == Status.MET for status in goals), len(goals)
