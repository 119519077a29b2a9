"""Every page there is, in each of its views and in each state it can be in, as addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from dashboards.boards import findings
from dashboards.boards.lists import VIEW
from dashboards.compare import question as comparison
from dashboards.explore import question as exploration
from dashboards.explore.question import CHARTS
from dashboards.fulfilment import sections as fulfilment
from dashboards.projects.views import view_names
from dashboards.sdg.view import ITEM_PARAMETER
from data_models.queries import plans
from data_models.queries.districts import districts
from data_models.visibility import PUBLIC
from tests.dashboards.boards import Boards, in_plan

Query = Mapping[str, str]

# What is on them is the same whichever plan, day or filter the address names.
SAME_IN_EVERY_PLAN = ("components", "dictionary", "rules")
# Where the short names in the patterns of pages come from: the rows that say most, least and anything odd.
ITEM = (
    "SELECT slug FROM progress WHERE plan_code = :plan AND is_public AND item_kind = '{kind}' AND {where} ORDER BY code"
)
NAMES = {
    "axis": "SELECT DISTINCT axis_slug FROM progress WHERE plan_code = :plan AND is_public ORDER BY 1",
    "program": "SELECT DISTINCT program_slug FROM progress WHERE plan_code = :plan AND is_public"
    " AND program_slug IS NOT NULL ORDER BY 1",
    "secretariat": "SELECT DISTINCT secretariat_slug FROM progress WHERE plan_code = :plan AND is_public"
    " AND secretariat_slug IS NOT NULL ORDER BY 1",
    "project": ITEM.format(kind="project", where="slug IS NOT NULL"),
    "indicator": ITEM.format(kind="indicator", where="slug IS NOT NULL"),
}
# One page of each of these, so that every status, freshness and reason is drawn somewhere.
KINDS_OF_ITEM = "SELECT min(slug) FROM progress WHERE plan_code = :plan AND is_public AND item_kind = :kind GROUP BY {}"
SITUATIONS = {
    "project": ("status, freshness", "reason_code", "completion_basis"),
    "indicator": (
        "status, freshness", "reason_code", "progress_rule, direction", "expected_rule, accumulation", "value_bound",
        "target_bound", "target_revisions > 0",
    ),
}  # fmt: skip
# An axis and a secretariat that have nothing in common.
STRANGERS = """
    SELECT axis_slug, secretariat_slug FROM
      (SELECT DISTINCT axis_slug FROM progress WHERE plan_code = :plan AND is_public) axes,
      (SELECT DISTINCT secretariat_slug FROM progress WHERE plan_code = :plan AND is_public) secretariats
    EXCEPT SELECT axis_slug, secretariat_slug FROM progress WHERE plan_code = :plan
    ORDER BY 1, 2 LIMIT 1
"""

WHOLE, NOTHING_LEFT, NOTHING_KNOWN, ANOTHER_DAY = "whole", "nothing left", "nothing known", "another day"
# Each with what cannot be understood too, which is told beside what is there. Of any plan nothing was known once, and
# that is drawn alike.
STATES: dict[str, Callable[[Boards, str], Query]] = {
    WHOLE: lambda _boards, _plan: {},
    NOTHING_LEFT: lambda boards, plan: {**strangers(boards, plan), "q": "xyzzy", "al": "ayer"},
    NOTHING_KNOWN: lambda _boards, _plan: {"sabido": "2000-01-01", "pagina": "cero"},
    ANOTHER_DAY: lambda _boards, _plan: {"al": "2025-06-30", "eje": "nada", "secretaria": "nadie"},
}


@dataclass(frozen=True)
class State:
    """A page in a view and a state: the page's key and the address."""

    key: str
    address: str


def views(boards: Boards, plan: str) -> dict[str, tuple[Query, ...]]:
    """The ways each page can be seen, by its key: what else its address may ask for that changes what it draws."""
    other_plan = next(one.code for one in plans.list_plans(boards.store, PUBLIC) if one.code != plan)
    kinds = [{exploration.KIND: kind} for kind in exploration.KINDS]
    return {
        "axes": ({},),
        "axis": ({},),
        "committee": ({},),
        "compare": (
            *({comparison.KIND: kind} for kind in comparison.ITEM_KINDS),
            {comparison.LIST: comparison.CHANGED},
            {comparison.OTHER_PLAN: other_plan},
        ),
        "components": ({},),
        "dictionary": ({},),
        "district": ({},),
        "explore": (*kinds, *({exploration.CHART: chart} for chart in CHARTS), {exploration.WITH_VALUE: "todo"}),
        "fulfilment": ({}, {fulfilment.VIEW: fulfilment.TABLE}),
        "indicator": ({},),
        "indicators": ({},),
        "panorama": ({},),
        "plans": ({},),
        "program": ({},),
        "project": ({},),
        "projects": tuple({VIEW: name} for name in view_names()),
        "questions": ({}, {findings.RULE: next(iter(findings.RULES_BY_SLUG))}),
        "rules": ({},),
        "sdg": ({}, {ITEM_PARAMETER: "11"}),
        "search": ({}, {"q": "agua"}, {"q": "xyzzy"}),
        "secretariat": ({},),
        "strategic": ({},),
    }


def states_of(plan: str) -> list[str]:
    """The states of the pages of a plan that are not drawn alike in the demonstration."""
    return [state for state in STATES if state != NOTHING_KNOWN or plan == "demo"]


def states(boards: Boards, plan: str, state: str) -> Iterator[State]:
    """Every page and view of a plan in a state; where a path has a name, with the first name there is."""
    asked = STATES[state](boards, plan)
    known = views(boards, plan)
    for page in boards.pages:
        if page.key in SAME_IN_EVERY_PLAN and plan != "demo":
            continue
        if page.key == "components" and state != WHOLE:
            # It shows thousands of elements, and none of them asks the address.
            continue
        if "<" in page.pattern and state == NOTHING_LEFT:
            # What is not in a list is not filtered.
            continue
        for path in paths(boards, plan, page.key)[:1]:
            for view in known[page.key]:
                yield State(page.key, in_plan(path, plan, **{**asked, **view}))


def paths(boards: Boards, plan: str, key: str) -> list[str]:
    """The paths of a page in a plan: one, or one for each short name that shows something else."""
    page = next(page for page in boards.pages if page.key == key)
    if "<" not in page.pattern:
        return [page.pattern]
    return [page.path(slug=slug) for slug in _slugs(boards, plan, key)]


def rules_of_no_use(key: str) -> tuple[str, ...]:
    """The rules of axe-core that do not hold of a page: what shows all components has several that a page has once."""
    return ("landmark-unique",) if key == "components" else ()


def strangers(boards: Boards, plan: str) -> Query:
    """Filters that each keep something of a plan, and together nothing."""
    with boards.store.reading() as connection:
        axis, secretariat = connection.execute(text(STRANGERS), {"plan": plan}).one()
    return {"eje": axis, "secretaria": secretariat}


def _slugs(boards: Boards, plan: str, key: str) -> list[str]:
    if key == "district":
        summary = plans.find_plan(boards.store, PUBLIC, plan)
        return [one.slug for one in districts(boards.store, PUBLIC, summary)] if summary else []
    with boards.store.reading() as connection:
        if key not in SITUATIONS:
            return list(connection.scalars(text(NAMES[key]), {"plan": plan}))[:8]
        slugs: set[str] = set()
        for situation in SITUATIONS[key]:
            query = text(KINDS_OF_ITEM.format(situation))
            slugs.update(connection.scalars(query, {"plan": plan, "kind": key}))
    return sorted(slugs)
