"""What both plans of the demonstration are made of alike: levels, tree, the goals of the SDG, and the rows of items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data_models.document import CrossAxisItemRecord, LevelRecord, NodeKey, NodeRecord
from data_models.history import Dated, PlanHistory, Stamp
from intake.demo.catalog import Program
from intake.demo.dates import BEGAN_AT
from intake.demo.indicators import IndicatorHistory
from intake.demo.projects import ProjectHistory
from kpis.sdg import GOAL_NAMES

SDG, _SDG_NAME = "ods", "Objetivos de Desarrollo Sostenible"


def levels_of(program: tuple[str, str], project: tuple[str, str]) -> list[LevelRecord]:
    """What the levels are called, one and several; axes and indicators are called alike in both plans."""
    return [
        LevelRecord("node", 1, "eje", "ejes"),
        LevelRecord("node", 2, *program),
        LevelRecord("project", None, *project),
        LevelRecord("indicator", None, "indicador", "indicadores"),
    ]


def nodes_of(axes: Mapping[str, tuple[str, str]], programs: Sequence[Program]) -> list[Dated[NodeRecord]]:
    """Axes (name and purpose by code) and the programs below them, each in its order."""
    nodes = [
        NodeRecord(NodeKey(1, code), name, None, purpose, sort_order=place)
        for place, (code, (name, purpose)) in enumerate(axes.items(), 1)
    ]
    nodes += [
        NodeRecord(
            NodeKey(2, program.code),
            program.name,
            NodeKey(1, program.code.partition(".")[0]),
            program.purpose,
            sort_order=place,
        )
        for place, program in enumerate(programs, 1)
    ]
    return [Dated(node, Stamp(BEGAN_AT)) for node in nodes]


def sdg_items(targets: Mapping[str, str]) -> list[CrossAxisItemRecord]:
    """The seventeen goals, and these targets (name by code) below them."""
    goals = [CrossAxisItemRecord(SDG, code, name, None, _SDG_NAME) for code, name in GOAL_NAMES.items()]
    return goals + [
        CrossAxisItemRecord(SDG, code, name, code.partition(".")[0], _SDG_NAME) for code, name in targets.items()
    ]


def filled(history: PlanHistory, projects: ProjectHistory, indicators: IndicatorHistory) -> PlanHistory:
    """The plan with the rows of its projects and indicators, and no others."""
    return replace(
        history,
        projects=projects.projects,
        milestones=projects.milestones,
        budgets=projects.budgets,
        indicators=indicators.indicators,
        targets=indicators.targets,
        values=indicators.values,
    )
