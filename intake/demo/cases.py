"""What is particular to some indicators: the situations that every real plan has and that a rule must survive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Revision:
    """A promise as it stood until `until`, and why it was changed then."""

    value: float
    until: dt.date
    reason: str
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """The value of the period that ended on `period_end` was first approved `off` units away from what it was."""

    period_end: dt.date
    off: float
    note: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything is optional; what is not said is as for any indicator."""

    due_on: dt.date | None = None
    bound: str | None = None
    target_text: str | None = None
    has_target: bool = True
    has_baseline: bool = True
    baseline_text: str | None = None
    baseline_is_target: bool = False
    is_outside_band: bool = False
    interims: tuple[tuple[dt.date, float], ...] = ()
    # How large a part of the year's amount falls on each month, promised and done alike.
    season: tuple[float, ...] | None = None
    has_planned_periods: bool = False
    series: tuple[float, ...] | None = None
    last_bound: str | None = None
    times_target: float | None = None
    missing: tuple[dt.date, ...] = ()
    last_on: dt.date | None = None
    revisions: tuple[Revision, ...] = ()
    correction: Correction | None = None
    return_reason: str | None = None
    starts_on: dt.date | None = None
    shared_with: str | None = None
    project_pattern: str | None = None
    earlier_name: str | None = None
    # The code of an indicator of the other plan that measures the same: both tell one number.
    measured_as: str | None = None


_BACK_LOADED = ((dt.date(2025, 12, 31), 0.25), (dt.date(2026, 12, 31), 0.6))
_EVEN_YEARS = ((dt.date(2025, 12, 31), 0.5), (dt.date(2026, 12, 31), 0.75))
_SUMMER = (0.16, 0.15, 0.1, 0.07, 0.05, 0.04, 0.07, 0.05, 0.05, 0.07, 0.08, 0.11)
_LOW_SEASON = (0.0, 0.0, 0.0, 0.14, 0.13, 0.14, 0.24, 0.17, 0.18, 0.0, 0.0, 0.0)
_WARM_MONTHS = (0.1, 0.09, 0.1, 0.09, 0.07, 0.05, 0.05, 0.06, 0.08, 0.1, 0.1, 0.11)
_FIRES = (0.12, 0.08, 0.05, 0.03, 0.03, 0.05, 0.09, 0.16, 0.15, 0.1, 0.06, 0.08)
_PLANTING = (0.0, 0.0, 0.04, 0.12, 0.16, 0.2, 0.2, 0.16, 0.08, 0.04, 0.0, 0.0)

_SECOND_PLANT = "Acta del Comité de Datos: se postergó la segunda planta de clasificación."
_BID_FAILED = "La licitación del tramo sur quedó desierta y se volvió a llamar."
_SHOPS = (
    5050, 5070, 5103, 5126, 5138, 5163, 5191, 5222, 5236, 5280, 5301, 5312, 5356, 5353, 5382, 5403, 5464, 5495, 5486,
    5528, 5558, 5604, 5622, 6231,
)  # fmt: skip

CASES: dict[str, Case] = {
    "1.1.2": Case(interims=_EVEN_YEARS),
    "1.1.5": Case(
        times_target=9.4, earlier_name="Turnos web otorgados", baseline_text="El sistema anterior no los contaba."
    ),
    "1.1.7": Case(project_pattern="Expediente digital en"),
    "1.2.1": Case(
        revisions=(
            Revision(
                120, dt.date(2025, 9, 17), "Se sumaron los datos de dos organismos que no estaban en el inventario."
            ),
        )
    ),
    "1.2.2": Case(interims=_BACK_LOADED, shared_with="GOB"),
    "1.2.7": Case(
        has_baseline=False,
        baseline_text="Sin registro antes de noviembre de 2024.",
        series=(9, 8, 9, 7, 7, 8, 6, 6, 5, 6, 5, 4, 5, 4, 4, 3, 4, 3, 3, 2, 3, 2, 2, 2),
    ),
    "1.3.2": Case(
        shared_with="OBR", correction=Correction(dt.date(2026, 3, 31), 9.0, "Dos obras figuraban dos veces.")
    ),
    "1.3.5": Case(bound=">"),
    "1.3.7": Case(has_baseline=False, baseline_text="Plan nuevo: no había compromisos anteriores."),
    "1.4.2": Case(correction=Correction(dt.date(2026, 5, 31), -3.2, "Faltaban los pagos por débito automático.")),
    "1.4.6": Case(bound=">=", interims=_BACK_LOADED),
    "1.5.1": Case(
        revisions=(Revision(25, dt.date(2026, 4, 22), "La inflación de los insumos obligó a reprogramar pagos."),),
        correction=Correction(dt.date(2025, 10, 31), -6, "Se contaban días hábiles en lugar de corridos."),
    ),
    "1.6.2": Case(due_on=dt.date(2026, 6, 30)),
    "2.1.2": Case(correction=Correction(dt.date(2026, 7, 31), -3, "El corte dejaba fuera los turnos de la tarde.")),
    "2.1.3": Case(project_pattern="Jornadas de vacunación en", shared_with="EDU"),
    "2.1.4": Case(return_reason="Indicar la fuente del corte."),
    "2.1.5": Case(project_pattern="Historia clínica digital en"),
    "2.1.6": Case(last_on=dt.date(2026, 6, 30)),
    "2.1.7": Case(last_on=dt.date(2026, 6, 30)),
    "2.2.1": Case(return_reason="Falta el hospital zonal en el denominador; sumar y volver a enviar."),
    "2.3.3": Case(shared_with="SAL"),
    "2.4.1": Case(
        revisions=(Revision(1400, dt.date(2026, 2, 11), "El convenio de financiamiento se firmó por menos viviendas."),)
    ),
    "2.4.5": Case(project_pattern="Conexiones eléctricas seguras en"),
    "2.5.2": Case(shared_with="SEG", interims=_EVEN_YEARS),
    "2.6.2": Case(shared_with="OBR"),
    "3.1.3": Case(interims=_BACK_LOADED),
    "3.2.1": Case(interims=((dt.date(2025, 12, 31), 0.3), (dt.date(2026, 12, 31), 0.65))),
    "3.2.5": Case(
        revisions=(Revision(240, dt.date(2025, 6, 25), "Se unificaron compras de materiales: se puede pedir más."),)
    ),
    "3.2.6": Case(due_on=dt.date(2025, 12, 31)),
    "3.3.1": Case(
        revisions=(
            Revision(1800, dt.date(2025, 4, 9), "El programa nacional de incentivos se redujo a la mitad."),
            Revision(1500, dt.date(2026, 3, 18), "Las vacantes de la industria local cayeron por segundo año."),
        ),
        shared_with="DEP",
    ),
    "3.3.2": Case(missing=(dt.date(2025, 7, 31), dt.date(2026, 1, 31))),
    "3.3.6": Case(return_reason="El promedio incluye inscripciones anuladas; rehacer el corte."),
    # The register of shops was loaded anew in the last month, and the number jumped.
    "3.4.1": Case(series=_SHOPS),
    "3.4.3": Case(due_on=dt.date(2026, 12, 31)),
    "3.4.5": Case(correction=Correction(dt.date(2026, 4, 30), 34, "Se contaron puestos sin habilitar.")),
    "3.5.5": Case(season=_WARM_MONTHS),
    "3.6.5": Case(series=tuple(98.2 + (place * 7 % 12) / 10 for place in range(24))),
    "4.1.1": Case(
        series=(24.9, 26.8, 28.2, 29.3, 30.4, 31.9, 33.6, 34.9),
        revisions=(Revision(70, dt.date(2026, 3, 18), _SECOND_PLANT),),
        correction=Correction(dt.date(2026, 6, 30), -0.5, "Corrige a 33,1 %: se sumó el sector Alto Sur."),
        project_pattern="Recolección diferenciada en",
    ),
    "4.1.3": Case(missing=(dt.date(2025, 3, 31),)),
    "4.2.1": Case(revisions=(Revision(85, dt.date(2026, 3, 4), _BID_FAILED),), shared_with="SER"),
    "4.2.4": Case(baseline_is_target=True),
    "4.2.5": Case(due_on=dt.date(2026, 9, 30)),
    "4.3.2": Case(season=_PLANTING),
    "4.3.6": Case(target_text="Que ningún barrio quede lejos de una plaza."),
    "4.4.1": Case(revisions=(Revision(90, dt.date(2025, 11, 12), "El ahorro permitió ampliar el recambio."),)),
    "4.4.2": Case(
        correction=Correction(dt.date(2026, 2, 28), -41, "Faltaban las facturas de dos edificios alquilados.")
    ),
    "4.4.4": Case(return_reason="La energía contratada va con su certificado; adjuntar y volver a enviar."),
    "4.5.4": Case(due_on=dt.date(2026, 6, 30)),
    "4.6.2": Case(season=_FIRES),
    "4.6.5": Case(last_on=dt.date(2026, 3, 31)),
    "4.6.6": Case(season=_SUMMER),
    "5.1.2": Case(revisions=(Revision(800, dt.date(2026, 5, 6), _BID_FAILED),)),
    "5.1.5": Case(is_outside_band=True),
    "5.1.6": Case(has_target=False),
    "5.2.1": Case(
        revisions=(Revision(80, dt.date(2025, 12, 10), "El tramo por la ruta pasó a la Provincia."),),
        project_pattern="Ciclovía",
    ),
    "5.2.3": Case(season=_WARM_MONTHS, has_planned_periods=True),
    "5.2.5": Case(last_on=dt.date(2026, 3, 31)),
    "5.3.1": Case(correction=Correction(dt.date(2025, 12, 31), 5.5, "El rastreo duplicó pasadas de una línea.")),
    "5.3.3": Case(project_pattern="Refugios de colectivo en"),
    "5.4.1": Case(shared_with="SEG"),
    "5.4.3": Case(
        bound=">",
        has_baseline=False,
        baseline_text="La observación de 2023 no es comparable.",
        series=(61, 66, 71, 74),
    ),
    "5.4.6": Case(last_on=dt.date(2026, 6, 30)),
    "5.5.3": Case(correction=Correction(dt.date(2025, 9, 30), 2.4, "Se habían contado mensuras en trámite.")),
    "5.5.5": Case(
        due_on=dt.date(2026, 6, 30),
        revisions=(
            Revision(
                8, dt.date(2025, 8, 20), "La audiencia pública pidió más tiempo de consulta.", dt.date(2025, 12, 31)
            ),
        ),
    ),
    "5.6.1": Case(interims=_BACK_LOADED),
    "5.6.2": Case(
        has_baseline=False, baseline_text="Sin registro comparable antes de 2024.", series=(16.5, 14.2, 12.8, 10.7)
    ),
    "6.1.1": Case(interims=_EVEN_YEARS, project_pattern="Corredor seguro"),
    "6.2.1": Case(season=_SUMMER, has_planned_periods=True, times_target=1.04),
    "6.3.2": Case(is_outside_band=True, season=_SUMMER),
    "6.3.3": Case(season=_LOW_SEASON, has_planned_periods=True),
    "6.3.6": Case(last_bound=">"),
    "6.4.1": Case(
        revisions=(Revision(13000, dt.date(2026, 1, 21), "Se habilitaron dos polideportivos más que los previstos."),)
    ),
    "6.4.3": Case(shared_with="DES"),
    "E1.1.2": Case(shared_with="INN"),
    "E3.1.2": Case(last_on=dt.date(2026, 6, 30)),
    "E3.2.1": Case(last_on=dt.date(2025, 12, 31)),
    # Goals are met late: the plan itself expects few of them before its last year.
    "E5.1.1": Case(interims=((dt.date(2025, 12, 31), 0.05), (dt.date(2026, 12, 31), 0.2))),
}

CASES |= {
    code: replace(CASES.get(same, Case()), measured_as=same)
    for code, same in (
        ("E2.1.1", "1.2.2"),
        ("E2.1.2", "1.2.3"),
        ("E3.1.1", "1.2.1"),
        ("E4.1.2", "1.2.5"),
        ("E5.2.1", "1.2.4"),
    )
}

# Values that nobody entered while a secretariat changed its system or its people, and the indicators that lack them.
_WINTER_OF_2025 = tuple(dt.date(2025, month, 30 + (month in (7, 8))) for month in (6, 7, 8, 9))
_SUMMER_OF_2026 = (dt.date(2025, 12, 31), dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31))
_NEVER_ENTERED = {
    _WINTER_OF_2025: ("2.3.6", "2.5.5", "4.3.1", "5.3.2", "5.4.5", "5.5.6"),
    _WINTER_OF_2025[:1]: ("2.3.2", "2.4.6", "5.2.4", "5.4.2"),
    _SUMMER_OF_2026: ("1.1.4", "2.2.4", "4.1.5", "5.1.7", "5.6.3"),
    _SUMMER_OF_2026[:1]: ("1.5.2", "2.2.2", "2.2.3", "6.4.2"),
}
CASES |= {
    code: replace(CASES.get(code, Case()), missing=ends) for ends, codes in _NEVER_ENTERED.items() for code in codes
}

# Secretariats that stopped updating, and since when.
SILENT_SINCE = {"SEG": dt.date(2026, 3, 31), "CUL": dt.date(2026, 5, 31)}
