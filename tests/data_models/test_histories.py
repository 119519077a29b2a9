"""Whatever people do in whatever order: progress stays right, the past stays as it was, an undoing is exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Table, insert, select

from data_models import indicators, milestones, projects, snapshot, sync, targets, undo, values
from data_models.document import NodeKey, NodeRecord, PlanDocument, ProjectRecord, Responsible, SecretariatRecord
from data_models.keys import in_canonical_order
from data_models.progress.table import check, rebuild_all
from data_models.refusals import Refused
from data_models.store import Store, create_store
from data_models.tables import ACCOUNTS, INDICATOR_VALUES, MILESTONES, TARGETS, Role
from data_models.undo import LaterWorkStandsOnIt
from tests.data_models.conftest import SampleDatabases, SettableClock
from tests.data_models.sample import PROGRAM, sample_plan, value

PLAN = "plan-de-prueba"
QUARTERS = ("2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30")

# --- what a later file may say: (plan, number drawn) -> plan ---------------------------------------------------------


def pick(records: list[Any], number: int) -> int:
    return number % len(records)


def edit(plan: PlanDocument, kind: str, number: int, **changes: Any) -> PlanDocument:
    records = list(getattr(plan, kind))
    if not records:
        return plan
    place = pick(records, number)
    records[place] = replace(records[place], **changes)
    return replace(plan, **{kind: records})  # type: ignore[arg-type]


def drop(plan: PlanDocument, kind: str, number: int) -> PlanDocument:
    records = list(getattr(plan, kind))
    if records:
        del records[pick(records, number)]
    return replace(plan, **{kind: records})  # type: ignore[arg-type]


def add_value(plan: PlanDocument, number: int) -> PlanDocument:
    if not plan.indicators:
        return plan
    code, end = plan.indicators[pick(plan.indicators, number)].code, QUARTERS[number % len(QUARTERS)]
    if any(one.indicator_code == code and str(one.period_end) == end for one in plan.values):
        return plan
    return replace(plan, values=[*plan.values, value(code, end, float(number))])


def drop_project(plan: PlanDocument, number: int) -> PlanDocument:
    if not plan.projects:
        return plan
    code = plan.projects[pick(plan.projects, number)].code
    return replace(
        plan,
        projects=[one for one in plan.projects if one.code != code],
        milestones=[one for one in plan.milestones if one.project_code != code],
        budgets=[one for one in plan.budgets if (one.item_kind, one.item_code) != ("project", code)],
        links=[one for one in plan.links if one.project_code != code],
        indicators=[
            replace(one, project_code=None if one.project_code == code else one.project_code) for one in plan.indicators
        ],
    )


def drop_indicator(plan: PlanDocument, number: int) -> PlanDocument:
    if not plan.indicators:
        return plan
    code = plan.indicators[pick(plan.indicators, number)].code
    return replace(
        plan,
        indicators=[one for one in plan.indicators if one.code != code],
        targets=[one for one in plan.targets if one.indicator_code != code],
        values=[one for one in plan.values if one.indicator_code != code],
        budgets=[one for one in plan.budgets if (one.item_kind, one.item_code) != ("indicator", code)],
        links=[one for one in plan.links if one.indicator_code != code],
    )


def add_project(plan: PlanDocument, number: int) -> PlanDocument:
    code = f"N-{number % 4}"
    if any(one.code == code for one in plan.projects):
        return plan
    node = plan.nodes[pick(plan.nodes, number)].key
    return replace(
        plan, projects=[*plan.projects, ProjectRecord(code, node, "Plaza", responsibles=(Responsible("obras"),))]
    )


def add_node(plan: PlanDocument, number: int) -> PlanDocument:
    key = NodeKey(2, f"9.{number % 3}")
    if any(one.key == key for one in plan.nodes):
        return plan
    return replace(plan, nodes=[*plan.nodes, NodeRecord(key, "Programa nuevo", NodeKey(1, "1"))])


def share(plan: PlanDocument, number: int) -> PlanDocument:
    codes = ("obras", "obras-luz", "salud")
    several = tuple(Responsible(code, place == number % 3) for place, code in enumerate(codes[: number % 3 + 1]))
    return edit(plan, "indicators" if number % 2 else "projects", number, responsibles=several)


CHANGES: dict[str, Callable[[PlanDocument, int], PlanDocument]] = {
    "value": lambda plan, number: edit(plan, "values", number, value=float(number)),
    "new value": add_value,
    "target": lambda plan, number: edit(plan, "targets", number, value=float(number + 1), upper_value=None),
    "target less": lambda plan, number: drop(plan, "targets", number),
    "milestone done": lambda plan, number: edit(
        plan, "milestones", number, done_on=dt.date(2025, 1, 1 + number % 28) if number % 3 else None
    ),
    "milestone less": lambda plan, number: drop(plan, "milestones", number),
    "budget": lambda plan, number: edit(plan, "budgets", number, executed_amount=float(number) if number % 2 else None),
    "link less": lambda plan, number: drop(plan, "links", number),
    "link": lambda plan, number: edit(plan, "links", number, strength=number % 3 + 1),
    "node renamed": lambda plan, number: edit(plan, "nodes", number, name=f"Nombre {number % 3}"),
    "node new": add_node,
    "project new": add_project,
    "project gone": drop_project,
    "project moved": lambda plan, number: edit(plan, "projects", number, node=PROGRAM, name=f"Obra {number % 3}"),
    "project hidden": lambda plan, number: edit(plan, "projects", number, is_public=bool(number % 2)),
    "indicator gone": drop_indicator,
    "indicator defined anew": lambda plan, number: edit(
        plan, "indicators", number, accumulation=("sum", "last", "mean")[number % 3], baseline_value=float(number % 7)
    ),
    "responsibles": share,
    "secretariat renamed": lambda plan, number: edit(plan, "secretariats", number, name=f"Secretaría {number % 3}"),
    "secretariat new": lambda plan, _number: (
        plan
        if any(one.code == "zoo" for one in plan.secretariats)
        else replace(plan, secretariats=[*plan.secretariats, SecretariatRecord("zoo", "Zoológico")])
    ),
    "cut-off": lambda plan, number: replace(
        plan, plan=replace(plan.plan, as_of_on=dt.date(2025, 1 + number % 12, 28) if number % 3 else None)
    ),
    "municipality": lambda plan, number: replace(
        plan, municipality=replace(plan.municipality, name=f"Villa {number % 3}")
    ),
    "as at first": lambda _plan, _number: sample_plan(),
}

numbers = st.integers(min_value=0, max_value=400)


def unexplained(plan: PlanDocument) -> PlanDocument:
    """The plan without the reasons of its targets: a revision without one is given one."""
    return replace(plan, targets=[replace(one, reason=None, decided_on=None) for one in plan.targets])


class Histories(RuleBasedStateMachine):
    """Writes, imports and undoings in any order on one store."""

    kind: str
    databases: SampleDatabases

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.clock = SettableClock()
        # What was read at each moment; and of each import what was there before it, and the data version after it.
        self.past: list[tuple[dt.datetime, PlanDocument | None]] = []
        self.before: dict[int, tuple[PlanDocument | None, int]] = {}

    @initialize()
    def open(self) -> None:
        self.store: Store = create_store(self.stack.enter_context(self.databases.copy(self.kind)), clock=self.clock)
        self.stack.callback(self.store.close)
        self.before[1] = (None, self.store.data_version())
        with self.store.writing() as write:
            new = insert(ACCOUNTS).values(municipality_id=1, code="datos", display_name="Datos", role=Role.DATA_TEAM)
            self.by = int(write.connection.execute(new.returning(ACCOUNTS.c.id)).scalar_one())
        self.remember()

    def teardown(self) -> None:
        for moment, document in self.past:
            assert self.read(known_on=moment) == document, "the past stays as it was"
        self.stack.close()

    def read(self, **more: Any) -> PlanDocument | None:
        with self.store.reading() as connection:
            try:
                return snapshot.plan_document(connection, PLAN, **more)
            except snapshot.UnknownPlan:
                return None

    def remember(self) -> None:
        self.past.append((self.clock.moment, self.read()))
        self.clock.advance(hours=7)

    def current(self, table: Table, number: int, **where: Any) -> int | None:
        """The id of one of the rows in force."""
        conditions = [table.c.superseded_at.is_(None), *(table.c[name] == wanted for name, wanted in where.items())]
        with self.store.reading() as connection:
            found = connection.scalars(select(table.c.id).where(*conditions).order_by(table.c.id)).all()
        return found[number % len(found)] if found else None

    def attempt(self, step: Callable[[], object]) -> None:
        """Take a step that may be refused; then nothing may have changed."""
        version = self.store.data_version()
        try:
            step()
        except Refused:
            assert self.store.data_version() == version
        self.remember()

    @rule(what=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4), number=numbers)
    def a_later_file(self, what: list[str], number: int) -> None:
        before = self.read()
        plan = before or sample_plan()
        for name in what:
            plan = CHANGES[name](plan, number)
        plan = in_canonical_order(plan)
        with self.store.reading() as connection:
            foreseen = sync.plan_changes(connection, plan)
        result = sync.apply(self.store, plan, kind="import", imported_by="Datos", file_name="plan.xlsx")
        assert result.changes.counts() == foreseen.counts()
        assert (result.import_id is None) == foreseen.is_empty
        after = self.read()
        assert after is not None
        assert unexplained(self.without_kept(after, plan)) == unexplained(plan)
        assert sync.apply(self.store, plan, kind="import", imported_by="Datos").import_id is None
        if result.import_id is not None:
            self.before[result.import_id] = (before, self.store.data_version())
        self.remember()

    def without_kept(self, after: PlanDocument, plan: PlanDocument) -> PlanDocument:
        """Leave out what no file takes away: values that a person approved."""
        wanted = {(one.indicator_code, one.period_end) for one in plan.values}
        return replace(after, values=[one for one in after.values if (one.indicator_code, one.period_end) in wanted])

    @rule(number=numbers)
    def an_undoing(self, number: int) -> None:
        imports = sorted(self.before)
        if not imports:
            return
        import_id = imports[number % len(imports)] if number % 2 else imports[-1]
        before, version = self.before[import_id]
        is_untouched = self.store.data_version() == version
        moment = self.store.data_version()
        try:
            undo.undo(self.store, import_id, "Datos")
        except LaterWorkStandsOnIt as refusal:
            assert not is_untouched, "nothing happened since that import"
            assert refusal.blockers
            assert self.store.data_version() == moment
        else:
            del self.before[import_id]
            if is_untouched:
                assert self.read() == before
        self.remember()

    @rule(number=numbers, indicator_id=st.sampled_from([1, 2]))
    def an_approved_value(self, number: int, indicator_id: int) -> None:
        wanted = value("x", QUARTERS[number % len(QUARTERS)], float(number))

        def step() -> None:
            draft = values.save_draft(
                self.store, indicator_id=indicator_id, period_start=wanted.period_start, period_end=wanted.period_end,
                value=wanted.value, by=self.by,
            )  # fmt: skip
            values.approve(self.store, value_id=values.send(self.store, value_id=draft, by=self.by), by=self.by)

        self.attempt_steps(step)

    def attempt_steps(self, step: Callable[[], object]) -> None:
        with suppress(Refused):
            step()
        self.remember()

    @rule(number=numbers)
    def a_draft(self, number: int) -> None:
        wanted = value("x", QUARTERS[number % len(QUARTERS)], 0.0)
        self.attempt(
            lambda: values.save_draft(
                self.store, indicator_id=1 + number % 2, period_start=wanted.period_start,
                period_end=wanted.period_end, value=0.0, by=self.by,
            )
        )  # fmt: skip

    @rule(number=numbers)
    def a_correction(self, number: int) -> None:
        value_id = self.current(INDICATOR_VALUES, number, state="approved")
        if value_id is not None:
            self.attempt(
                lambda: values.correct(
                    self.store, value_id=value_id, by=self.by, note="Mal sumado", value=float(number)
                )
            )

    @rule(number=numbers)
    def a_revision(self, number: int) -> None:
        target_id = self.current(TARGETS, number)
        if target_id is not None:
            self.attempt(
                lambda: targets.revise(
                    self.store, target_id=target_id, changes={"value": float(number), "upper_value": None},
                    reason="Acta", decided_on=self.clock.moment.date() - dt.timedelta(days=number), by=self.by,
                )
            )  # fmt: skip

    @rule(number=numbers)
    def a_milestone(self, number: int) -> None:
        milestone_id = self.current(MILESTONES, number)
        if milestone_id is None:
            return
        if number % 2:
            self.attempt(lambda: milestones.reopen(self.store, milestone_id=milestone_id, by=self.by))
        else:
            day = dt.date(2025, 6, 1 + number % 28)
            self.attempt(lambda: milestones.complete(self.store, milestone_id=milestone_id, done_on=day, by=self.by))

    @rule(number=numbers, project_id=st.sampled_from([1, 2, 3]))
    def a_project(self, number: int, project_id: int) -> None:
        changes = ({"state": "paused"}, {"name": f"Obra {number % 3}"}, {"declared_pct": float(number % 101)}, {})
        self.attempt(
            lambda: projects.update(self.store, project_id=project_id, changes=changes[number % 4], by=self.by)
        )

    @rule()
    def an_indicator_cancelled(self) -> None:
        self.attempt(lambda: indicators.cancel(self.store, indicator_id=2, reason="Acta", by=self.by))

    @precondition(lambda self: len(self.past) > 4)
    @rule()
    def everything_rebuilt(self) -> None:
        rebuild_all(self.store)
        self.remember()

    @invariant()
    def the_progress_table_is_what_a_rebuild_gives(self) -> None:
        if hasattr(self, "store"):
            assert check(self.store) == []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 25), ("postgresql", 8)])
def test_any_order_of_writes_imports_and_undoings(sample_databases: SampleDatabases, kind: str, examples: int) -> None:
    machine = type("HistoriesOnOne", (Histories,), {"kind": kind, "databases": sample_databases})
    # Looking for a shorter history that fails as well would take minutes.
    once = settings(max_examples=examples, stateful_step_count=15, phases=[Phase.generate])
    run_state_machine_as_test(machine, settings=once)
