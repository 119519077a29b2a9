"""Between addresses and selections: a list page reads its filters from its address, and every number links to one.

The same `Selection` counts a number and lists what it leads to, so the two agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboards.components.status import (
    FRESHNESS_SLUGS,
    FRESHNESSES_BY_SLUG,
    STATUS_SLUGS,
    STATUSES_BY_SLUG,
)
from dashboards.i18n import gettext as _
from dashboards.page import PageContext
from dashboards.urls import read_day
from data_models.queries import tree
from data_models.queries.selection import NO_CAUSE, SORTS, Selection

AXIS, PROGRAM, LEVEL, SECRETARIAT, STATUS, FRESHNESS = "eje", "programa", "nivel", "secretaria", "estado", "dato"
PROJECT, KIND, CLASS, SDG, DISTRICT, TEXT = "proyecto", "tipo", "clase", "ods", "distrito", "q"
SHARED, HAS_PROGRESS, IS_REVISED = "compartido", "porcentaje", "meta_revisada"
STATE, CAUSE, LINK, HAS_SDG, HAS_BUDGET = "situacion", "causa", "vinculo", "con_ods", "presupuesto_dato"
STRATEGIC, RUNS_FROM, RUNS_TO = "estrategica", "desde", "hasta"
HAS_DISTRICT, SPENDING, RECOVERY = "con_distrito", "gasto", "recuperacion"

KIND_SLUGS = {"outcome": "resultado", "process": "proceso"}
CLASS_SLUGS = {
    "efficacy": "eficacia",
    "efficiency": "eficiencia",
    "impact": "impacto",
    "productivity": "productividad",
    "quality": "calidad",
}
PROJECT_STATE_SLUGS = {
    "planned": "planificado",
    "in_progress": "en-curso",
    "paused": "en-pausa",
    "finished": "terminado",
    "cancelled": "cancelado",
}
DELAY_CAUSE_SLUGS = {
    "funding": "fondos",
    "procurement": "compras",
    "permits": "permisos",
    "design": "proyecto-tecnico",
    "contractor": "contratista",
    "staff": "personal",
    "weather": "clima",
    "coordination": "coordinacion",
    "scope": "alcance",
    "other": "otra",
    NO_CAUSE: "sin-causa",
}
SPENDING_SLUGS = {"ahead": "adelantado", "in_step": "a-la-par", "behind": "atrasado", "unknown": "sin-dato"}
RECOVERY_SLUGS = {"passed": "vencida", "to_come": "por-venir", "unset": "sin-fecha"}
_SPENDING_BY_SLUG = {slug: of for of, slug in SPENDING_SLUGS.items()}
_RECOVERIES_BY_SLUG = {slug: of for of, slug in RECOVERY_SLUGS.items()}
_STATES_BY_SLUG = {slug: state for state, slug in PROJECT_STATE_SLUGS.items()}
_CAUSES_BY_SLUG = {slug: cause for cause, slug in DELAY_CAUSE_SLUGS.items()}
_KINDS_BY_SLUG = {slug: kind for kind, slug in KIND_SLUGS.items()}
_CLASSES_BY_SLUG = {slug: kind for kind, slug in CLASS_SLUGS.items()}

SORT_SLUGS = {
    "plan": None,
    "distancia": "gap_points",
    "avance": "progress_pct",
    "estado": "status",
    "dato": "-days_overdue",
    "fin": "planned_end",
    "nombre": "name",
    "secretaria": "secretariat_name",
    "presupuesto": "-budget_current",
    "ejecutado": "budget_executed_pct",
    "distrito": "district",
    "etapa": "project_state",
    "causa": "delay_cause",
    "recuperacion": "recovery_on",
}
# Each the other way round, as a heading asks for that is chosen twice.
SORT_SLUGS |= {
    f"-{slug}": sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    for slug, sort in SORT_SLUGS.items()
    if sort is not None
}
# Between several values of one filter, which so stay one value of one control: "cumplida,en-camino".
BETWEEN_VALUES = ","
assert all(sort is None or sort.removeprefix("-") in SORTS for sort in SORT_SLUGS.values())

LIST_PATHS = {"project": "/proyectos", "indicator": "/indicadores"}


@dataclass(frozen=True)
class AskedSelection:
    """What an address asks to list, and the parts of it that were not understood as (name, text).

    `names` are those of the axis, program, project and secretariat asked for, by parameter.
    """

    selection: Selection
    unknown: tuple[tuple[str, str], ...]
    names: Mapping[str, str]


def asked_selection(context: PageContext, item_kind: str, frame: pd.DataFrame, *, page_size: int) -> AskedSelection:
    """Read the filters of an address; what is unknown is left out and reported.

    `frame` holds all rows of the plan, whatever their kind: a secretariat without indicators is known all the same, and
    its list of indicators is empty.
    """
    address = context.address
    unknown: list[tuple[str, str]] = []
    names: dict[str, str] = {}

    def one_of(name: str, known: Mapping[str, str] | set[str], words: str) -> str | None:
        text = address.value(name)
        if text is None:
            return None
        if text not in known:
            unknown.append((words, text))
            return None
        return known[text] if isinstance(known, Mapping) else text

    def named(name: str, known: Mapping[str, str], words: str) -> str | None:
        text = one_of(name, set(known), words)
        if text is not None:
            names[name] = known[text]
        return text

    def several_of(name: str, known: Mapping[str, str], words: str) -> tuple[str, ...]:
        texts = chosen_values(context, name)
        unknown.extend((words, text) for text in texts if text not in known)
        return tuple(known[text] for text in texts if text in known)

    nodes = tree.nodes(context.store, context.reader, context.plan)
    secretariats = tree.secretariats(context.store, context.reader, context.plan)
    # What can be asked for is gathered from the rows only where it is asked for.
    has = {name: address.value(name) is not None for name in (PROJECT, SDG, DISTRICT, LINK)}
    projects = _names_by_slug(frame[frame["item_kind"] == "project"]) if has[PROJECT] else {}
    goals = _parts(frame["sdg_codes"]) if has[SDG] else set()
    districts = set(frame["district"].dropna()) if has[DISTRICT] else set()

    def yes_or_no(name: str, words: str) -> bool | None:
        text = one_of(name, {"si": "si", "no": "no"}, words)
        return None if text is None else text == "si"

    def day(name: str, words: str) -> date | None:
        text = address.value(name)
        found = read_day(text) if text is not None else None
        if text is not None and found is None:
            unknown.append((words, text))
        return found

    links = _parts(frame["link_codes"]) if has[LINK] else set()
    links |= {link.partition(":")[0] for link in links}
    order = address.order
    if order is not None and order not in SORT_SLUGS:
        unknown.append((_("el orden"), order))
        order = None
    selection = Selection(
        item_kind=item_kind,
        axis=named(AXIS, _names_by_slug(nodes[nodes["depth"] == 1]), _("el eje")),
        program=named(PROGRAM, _names_by_slug(nodes[nodes["depth"] == 2]), _("el programa")),
        level=_read_level(named(LEVEL, _names_by_level(nodes), _("el nivel"))),
        project=named(PROJECT, projects, _("el proyecto")),
        secretariat=named(SECRETARIAT, _names_by_slug(secretariats), _("la secretaría")),
        status=several_of(STATUS, STATUSES_BY_SLUG, _("el estado")),
        freshness=several_of(FRESHNESS, FRESHNESSES_BY_SLUG, _("el dato")),
        indicator_kind=one_of(KIND, _KINDS_BY_SLUG, _("el tipo")),
        indicator_class=one_of(CLASS, _CLASSES_BY_SLUG, _("la clase")),
        sdg=one_of(SDG, goals, _("el ODS")),
        district=one_of(DISTRICT, districts, _("el distrito")),
        text=address.value(TEXT),
        is_shared=yes_or_no(SHARED, _("compartido")),
        has_progress=yes_or_no(HAS_PROGRESS, _("con porcentaje")),
        is_target_revised=yes_or_no(IS_REVISED, _("meta revisada")),
        project_state=several_of(STATE, _STATES_BY_SLUG, _("la situación")),
        delay_cause=one_of(CAUSE, _CAUSES_BY_SLUG, _("la causa de la demora")),
        link=one_of(LINK, links, _("el vínculo")),
        has_sdg=yes_or_no(HAS_SDG, _("con ODS")),
        has_budget=yes_or_no(HAS_BUDGET, _("con presupuesto")),
        has_district=yes_or_no(HAS_DISTRICT, _("con distrito")),
        spending=one_of(SPENDING, _SPENDING_BY_SLUG, _("el gasto")),
        recovery=one_of(RECOVERY, _RECOVERIES_BY_SLUG, _("la recuperación")),
        is_strategic=yes_or_no(STRATEGIC, _("estratégica")),
        runs_from=day(RUNS_FROM, _("desde")),
        runs_to=day(RUNS_TO, _("hasta")),
        sort=SORT_SLUGS.get(order or "plan"),
        page=address.page,
        page_size=page_size,
    )
    return AskedSelection(selection, tuple(unknown), names)


def _parts(column: pd.Series) -> set[str]:
    """The parts that the cells of a "; "-joined column name."""
    return {part for cell in column.dropna().unique() for part in cell.split("; ")}


def _names_by_slug(frame: pd.DataFrame) -> dict[str, str]:
    known = frame[frame["slug"].notna()]
    return dict(zip(known["slug"], known["name"], strict=True))


def _names_by_level(nodes: pd.DataFrame) -> dict[str, str]:
    further = nodes[nodes["depth"] > 2]
    return {
        _written_level((depth, code)): name
        for depth, code, name in zip(further["depth"], further["code"], further["name"], strict=True)
    }


def _written_level(level: tuple[int, str]) -> str:
    """A level as addresses write it: depth and code, "3.5.1"."""
    return f"{level[0]}.{level[1]}"


def _read_level(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    depth, _dot, code = text.partition(".")
    return int(depth), code


def chosen_values(context: PageContext, name: str) -> tuple[str, ...]:
    """The values of a filter that takes several, each once, in the order of the address."""
    texts = [text for value in context.address.values(name) for text in value.split(BETWEEN_VALUES) if text]
    return tuple(dict.fromkeys(texts))


def list_link(context: PageContext, selection: Selection) -> str:
    """The address of the list of a selection. Raises ValueError for a selection no list page can show."""
    if selection.item_kind not in LIST_PATHS:
        raise ValueError("a list shows projects or indicators")
    if selection.node_id is not None:
        raise ValueError(f"no list page can show {selection}")
    return context.link(LIST_PATHS[selection.item_kind], **dict(_parameters(selection)))


# A board has two hundred links, and the next one much the same.
@lru_cache(maxsize=4_096)
def _parameters(plain: Selection) -> tuple[tuple[str, str], ...]:
    """What an address says of a selection, without what it does not ask for; order and page are not its own."""
    parameters: dict[str, str | None] = {
        AXIS: plain.axis,
        PROGRAM: plain.program,
        LEVEL: _written_level(plain.level) if plain.level else None,
        PROJECT: plain.project,
        SECRETARIAT: plain.secretariat,
        STATUS: BETWEEN_VALUES.join(STATUS_SLUGS[status] for status in plain.status),
        FRESHNESS: BETWEEN_VALUES.join(FRESHNESS_SLUGS[freshness] for freshness in plain.freshness),
        KIND: KIND_SLUGS[plain.indicator_kind] if plain.indicator_kind else None,
        CLASS: CLASS_SLUGS[plain.indicator_class] if plain.indicator_class else None,
        SDG: plain.sdg,
        DISTRICT: plain.district,
        TEXT: plain.text,
        SHARED: _yes_or_no(plain.is_shared),
        HAS_PROGRESS: _yes_or_no(plain.has_progress),
        IS_REVISED: _yes_or_no(plain.is_target_revised),
        STATE: BETWEEN_VALUES.join(PROJECT_STATE_SLUGS[state] for state in plain.project_state),
        CAUSE: DELAY_CAUSE_SLUGS[plain.delay_cause] if plain.delay_cause else None,
        LINK: plain.link,
        HAS_SDG: _yes_or_no(plain.has_sdg),
        HAS_BUDGET: _yes_or_no(plain.has_budget),
        HAS_DISTRICT: _yes_or_no(plain.has_district),
        SPENDING: SPENDING_SLUGS[plain.spending] if plain.spending else None,
        RECOVERY: RECOVERY_SLUGS[plain.recovery] if plain.recovery else None,
        STRATEGIC: _yes_or_no(plain.is_strategic),
        RUNS_FROM: plain.runs_from.isoformat() if plain.runs_from else None,
        RUNS_TO: plain.runs_to.isoformat() if plain.runs_to else None,
    }
    return tuple((name, value) for name, value in parameters.items() if value)


def _yes_or_no(flag: bool | None) -> str | None:
    return None if flag is None else ("si" if flag else "no")


def status_link(context: PageContext, selection: Selection) -> Callable[[str], str]:
    """A function from a status to the address of those of `selection` that have it."""
    return lambda status: list_link(context, replace(selection, status=(status,)))
