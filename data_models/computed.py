"""Values that the progress table itself gives: recorded as values of their indicators, by an automatic post.

They are rows like any other (append-only, with a note that says the rule, the plans and the date), so the board of the
committee, the page of the indicator and the progress table show one number. `follow` brings them up to date in the
transaction of whatever changed the table; the same number in the same period records nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Select, func, insert, literal, or_, select, true

from data_models import audit
from data_models.progress import table as progress_table
from data_models.progress.compute import effective_as_of
from data_models.progress.places import PlanFacts, plan_facts
from data_models.progress.table import refresh
from data_models.rows import Row, in_force, record_one, supersede
from data_models.store import Store, Write
from data_models.tables import (
    ACCOUNTS,
    CROSS_AXES,
    CROSS_AXIS_ITEMS,
    INDICATOR_VALUES,
    INDICATOR_VERSIONS,
    INDICATORS,
    LINKS,
    PLAN_VERSIONS,
    PLANS,
    PROGRESS,
)
from data_models.tables.organisation import Role
from data_models.visibility import SEPARATOR
from kpis.committee import AXIS_CODE, COMPUTED, COUNTED_STATES, DATA_AXIS_CODE, ComputedRule, strategy_progress
from kpis.periods import period_bounds
from kpis.vocabulary import Frequency, ValueState

# The post in whose name computed values are recorded: one in each municipality that has any.
POST_CODE, POST_NAME = "calculo-automatico", "Cálculo automático"

TABLE = PROGRESS.c


@dataclass(frozen=True, slots=True)
class _Mapped:
    """An indicator that is one of the computed KPIs."""

    rule: ComputedRule
    plan_id: int
    indicator_id: int
    frequency: str
    ratio_scale: float
    starts_on: dt.date | None


@dataclass(frozen=True, slots=True)
class _Result:
    """What a rule gives: a count, or the two counts of a percent, and the words of its note."""

    value: float
    numerator: int | None
    denominator: int | None
    note: str


def follow(write: Write, plan_id: int) -> list[int]:
    """Bring the computed values of the plan's municipality up to date in an open write; ids of what was recorded.

    To be called once the progress rows of the plan are.
    """
    owner = select(PLANS.c.municipality_id).where(PLANS.c.id == plan_id)
    return _follow(write, write.connection.execute(owner).scalar_one())


def follow_everywhere(write: Write) -> list[int]:
    """`follow` for the plans of every municipality."""
    owners = write.connection.scalars(select(PLANS.c.municipality_id).distinct().order_by(PLANS.c.municipality_id))
    return [value_id for owner in list(owners) for value_id in _follow(write, owner)]


def compute(store: Store) -> int:
    """Bring all computed values up to date, in one transaction; how many were recorded (none: nothing is written)."""
    with store.writing() as write:
        recorded = follow_everywhere(write)
        if not recorded:
            write.cancel()
    return len(recorded)


def bring_up_to_date(store: Store) -> list[int]:
    """`progress.table.bring_up_to_date`, and what is computed from the rows that were late."""
    late = progress_table.bring_up_to_date(store)
    if late:
        compute(store)
    return late


def automatic_accounts() -> Select[tuple[int]]:
    """The posts of computed values."""
    return select(ACCOUNTS.c.id).where(ACCOUNTS.c.code == POST_CODE)


def are_of_people() -> ColumnElement[bool]:
    """The condition on values that somebody brought them: they were not computed."""
    decided_by = INDICATOR_VALUES.c.decided_by
    return or_(decided_by.is_(None), decided_by.not_in(automatic_accounts()))


def give_way(write: Write, periods: Iterable[tuple[int, dt.date, dt.date]]) -> None:
    """Supersede the computed values that share days with these periods (indicator, first and last day): somebody
    brings values of their own.
    """
    for indicator_id, period_start, period_end in periods:
        mine = select(INDICATOR_VALUES.c.id).where(
            INDICATOR_VALUES.c.indicator_id == indicator_id,
            in_force(INDICATOR_VALUES),
            INDICATOR_VALUES.c.state == ValueState.APPROVED,
            INDICATOR_VALUES.c.period_start <= period_end,
            INDICATOR_VALUES.c.period_end >= period_start,
            INDICATOR_VALUES.c.decided_by.in_(automatic_accounts()),
        )
        supersede(write, INDICATOR_VALUES, list(write.connection.scalars(mine)))


def _follow(write: Write, municipality_id: int) -> list[int]:
    recorded: list[int] = []
    for mapped in _mapped(write.connection, municipality_id):
        plan = plan_facts(write.connection, mapped.plan_id, None)
        if plan is None:
            continue
        on = effective_as_of(plan, write.today)
        result = _result(write.connection, mapped, municipality_id, plan, on)
        value_id = _record(write, municipality_id, mapped, result, on) if result is not None else None
        if value_id is not None:
            recorded.append(value_id)
            refresh(write.connection, plan_id=plan.id, indicator_ids=[mapped.indicator_id], today=write.today)
    return recorded


def _mapped(connection: Connection, municipality_id: int) -> list[_Mapped]:
    """The indicators to compute, in the order of the rules: what counts goals comes after what may meet one."""
    query = (
        select(
            CROSS_AXIS_ITEMS.c.code, INDICATORS.c.plan_id, INDICATORS.c.id,
            INDICATOR_VERSIONS.c.frequency, INDICATOR_VERSIONS.c.ratio_scale, INDICATOR_VERSIONS.c.starts_on,
        )
        .join(LINKS, LINKS.c.indicator_id == INDICATORS.c.id)
        .join(CROSS_AXIS_ITEMS, CROSS_AXIS_ITEMS.c.id == LINKS.c.cross_axis_item_id)
        .join(CROSS_AXES, CROSS_AXES.c.id == CROSS_AXIS_ITEMS.c.cross_axis_id)
        .join(INDICATOR_VERSIONS, INDICATOR_VERSIONS.c.indicator_id == INDICATORS.c.id)
        .join(PLANS, PLANS.c.id == INDICATORS.c.plan_id)
        .where(
            PLANS.c.municipality_id == municipality_id,
            CROSS_AXES.c.code == AXIS_CODE,
            CROSS_AXIS_ITEMS.c.code.in_([kpi.code for kpi in COMPUTED.values()]),
            in_force(LINKS),
            in_force(INDICATOR_VERSIONS),
            ~INDICATOR_VERSIONS.c.is_withdrawn,
            ~INDICATOR_VERSIONS.c.is_cancelled,
            # What is told once has no period that goes on, of which a count could be.
            INDICATOR_VERSIONS.c.frequency != Frequency.ONCE,
        )
        .order_by(CROSS_AXIS_ITEMS.c.code, INDICATORS.c.id)
    )  # fmt: skip
    rules = {kpi.code: rule for rule, kpi in COMPUTED.items()}
    return [_Mapped(rules[row[0]], *row[1:]) for row in connection.execute(query)]


def _result(
    connection: Connection, mapped: _Mapped, municipality_id: int, plan: PlanFacts, on: dt.date
) -> _Result | None:
    if mapped.starts_on is not None and mapped.starts_on > on:
        return None
    if mapped.rule is ComputedRule.DATA_PROJECTS:
        counts = data_projects(connection, municipality_id, is_public=plan.is_public)
        return _Result(float(sum(count for _, count in counts)), None, None, data_projects_note(on, counts))
    met, goals = strategy_progress(_statuses(connection, mapped, is_public=plan.is_public))
    if not goals:
        return None
    return _Result(100 * met / goals, met, goals, progress_note(on, (met, goals), plan.code))


def data_projects_note(on: dt.date, counts: Iterable[tuple[str, int]]) -> str:
    """The rule, the plans with their counts and the date, as the note of a value."""
    told = ", ".join(f"{code}: {count}" for code, count in counts) or "ninguno"
    return (
        f"Calculado al {on:%d/%m/%Y} de la tabla de avance: proyectos basados en datos, en curso o terminados ({told})."
    )


def progress_note(on: dt.date, counts: tuple[int, int], plan_code: str) -> str:
    """The rule, the plan and the date, as the note of a value."""
    met, goals = counts
    return f"Calculado al {on:%d/%m/%Y} de la tabla de avance: {met} de {goals} metas cumplidas del plan {plan_code}."


def data_projects(connection: Connection, municipality_id: int, *, is_public: bool = True) -> list[tuple[str, int]]:
    """How many projects based on data have begun or are finished in each plan of a municipality, by its code.

    ``is_public`` counts what anybody may read, else all there is.
    """
    links = literal(SEPARATOR) + TABLE.link_codes
    query = (
        select(PLANS.c.code, func.count())
        .join(PLANS, PLANS.c.id == TABLE.plan_id)
        .join(PLAN_VERSIONS, PLAN_VERSIONS.c.plan_id == PLANS.c.id)
        .where(
            PLANS.c.municipality_id == municipality_id,
            in_force(PLAN_VERSIONS),
            (PLAN_VERSIONS.c.is_public & TABLE.is_public) if is_public else true(),
            TABLE.item_kind == "project",
            TABLE.project_state.in_([state.value for state in COUNTED_STATES]),
            links.contains(f"{SEPARATOR}{DATA_AXIS_CODE}:", autoescape=True),
        )
        .group_by(PLANS.c.code)
        .order_by(PLANS.c.code)
    )
    return [(code, count) for code, count in connection.execute(query)]


def _statuses(connection: Connection, mapped: _Mapped, *, is_public: bool) -> list[str]:
    """The statuses of the plan's indicators, but of those that tell this very progress; of the public ones alone where
    the plan is.
    """
    itself = f"{SEPARATOR}{AXIS_CODE}:{COMPUTED[mapped.rule].code}{SEPARATOR}"
    links = literal(SEPARATOR) + func.coalesce(TABLE.link_codes, "") + literal(SEPARATOR)
    query = select(TABLE.status).where(
        TABLE.plan_id == mapped.plan_id,
        TABLE.item_kind == "indicator",
        TABLE.is_public if is_public else true(),
        ~links.contains(itself, autoescape=True),
    )
    return list(connection.scalars(query))


def _record(write: Write, municipality_id: int, mapped: _Mapped, result: _Result, on: dt.date) -> int | None:
    """Record a result as the value of the period that goes on; None when it says nothing new or somebody's own stands.

    The value is of the day it was counted, so that the period is told without waiting for its end.
    """
    start, end = period_bounds(on, Frequency(mapped.frequency))
    approved = (
        select(INDICATOR_VALUES)
        .where(
            INDICATOR_VALUES.c.indicator_id == mapped.indicator_id,
            in_force(INDICATOR_VALUES),
            INDICATOR_VALUES.c.state == ValueState.APPROVED,
            INDICATOR_VALUES.c.period_end.between(start, end),
        )
        .order_by(INDICATOR_VALUES.c.period_end)
    )
    found = [dict(row) for row in write.connection.execute(approved).mappings()]
    account = _account(write.connection, municipality_id)
    is_ratio = mapped.ratio_scale == 100
    told: Row = {
        "value": result.value,
        "numerator": result.numerator if is_ratio else None,
        "denominator": result.denominator if is_ratio else None,
    }
    if any(row["decided_by"] != account or told.items() <= row.items() for row in found):
        return None
    own = replace(write, account_id=account, import_id=None)
    supersede(own, INDICATOR_VALUES, [row["id"] for row in found])
    return _keep(own, mapped.indicator_id, (start, on), told, result.note)


def record_past(
    write: Write, indicator_id: int, period: tuple[dt.date, dt.date], counts: tuple[int, int | None], note: str
) -> int:
    """Record what a rule gave at the moment of the write for a past period, for a plan that brings its own past.

    ``counts`` are the count, or how many of how many. No progress row is computed.
    """
    number, whole = counts
    owner = (
        select(PLANS.c.municipality_id)
        .join(INDICATORS, INDICATORS.c.plan_id == PLANS.c.id)
        .where(INDICATORS.c.id == indicator_id)
    )
    account = _account(write.connection, write.connection.execute(owner).scalar_one())
    told: Row = {"value": float(number), "numerator": None, "denominator": None}
    if whole:
        told = {"value": 100 * number / whole, "numerator": number, "denominator": whole}
    return _keep(replace(write, account_id=account, import_id=None), indicator_id, period, told, note)


def _keep(own: Write, indicator_id: int, period: tuple[dt.date, dt.date], told: Row, note: str) -> int:
    """Record an approved value in the name of the automatic post, which is the author of this write."""
    row: Row = {
        **told,
        "indicator_id": indicator_id,
        "period_start": period[0],
        "period_end": period[1],
        "bound": None,
        "text": None,
        "note": note,
        "evidence_url": None,
        "state": ValueState.APPROVED,
        "return_reason": None,
        "decided_by": own.account_id,
        "decided_at": own.at,
    }
    value_id = record_one(own, INDICATOR_VALUES, row)
    detail = {"indicator_id": indicator_id, "value": told["value"], "period_end": period[1].isoformat()}
    audit.record(own, "compute", "indicator_values", value_id, detail)
    return value_id


def _account(connection: Connection, municipality_id: int) -> int:
    query = select(ACCOUNTS.c.id).where(ACCOUNTS.c.municipality_id == municipality_id, ACCOUNTS.c.code == POST_CODE)
    known = connection.scalar(query)
    if known is not None:
        return int(known)
    made = insert(ACCOUNTS).values(
        municipality_id=municipality_id, code=POST_CODE, display_name=POST_NAME, role=Role.DATA_TEAM.value
    )
    return int(connection.execute(made.returning(ACCOUNTS.c.id)).scalar_one())
