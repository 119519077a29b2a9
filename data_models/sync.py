"""Bringing a stored plan to what a document says: first what would change, then all of it in one transaction.

Nothing is overwritten or deleted: what changes is superseded by a new row, what is missing is withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data_models import audit, computed, names
from data_models import sync_rows as rows_of
from data_models.document import PlanDocument, Responsible, TargetRecord
from data_models.progress.table import rebuild_every_plan, rebuild_plan
from data_models.refusals import refusal_of
from data_models.rows import Row, in_force, record, supersede
from data_models.snapshot import StoredPlan, load_ids, load_plan
from data_models.store import Store, Write
from data_models.sync_changes import Change, Changes, compare, has_own_differences, promises_the_same
from data_models.tables import (
    BUDGETS,
    CROSS_AXES,
    CROSS_AXIS_ITEMS,
    IMPORT_FINDINGS,
    IMPORTS,
    INDICATOR_VALUES,
    INDICATOR_VERSIONS,
    INDICATORS,
    LINKS,
    MILESTONES,
    MUNICIPALITIES,
    NODE_VERSIONS,
    NODES,
    PLAN_LEVELS,
    PLAN_LISTINGS,
    PLAN_VERSIONS,
    PLANS,
    PROJECT_VERSIONS,
    PROJECTS,
    RESPONSIBILITIES,
    SECRETARIAT_VERSIONS,
    SECRETARIATS,
    TARGETS,
)


class FindingLike(Protocol):
    """What an importer found and could not understand."""

    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def cell(self) -> str | None: ...
    @property
    def found(self) -> str | None: ...
    @property
    def expected(self) -> str | None: ...
    @property
    def action(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; without changes there is no import (``import_id`` is None)."""

    import_id: int | None
    changes: Changes


def plan_changes(connection: Connection, document: PlanDocument, *, withdraw_missing: bool = True) -> Changes:
    """What applying the document would do. Raises Refused when it cannot be applied."""
    stored = load_plan(connection, document.plan.code, municipality_code=document.municipality.code)
    return compare(document, stored, withdraw_missing=withdraw_missing)


def apply(
    store: Store,
    document: PlanDocument,
    *,
    kind: str,
    imported_by: str,
    recipe: str | None = None,
    file_name: str | None = None,
    file_sha256: str | None = None,
    findings: Iterable[FindingLike] = (),
    withdraw_missing: bool = True,
    at: dt.datetime | None = None,
) -> ImportResult:
    """Make the stored plan what the document says, in one transaction; without changes nothing at all is written.

    ``withdraw_missing`` says that the document is the whole plan. Raises Refused, and then nothing was changed, for a
    document that contradicts itself or a rule of the database.
    """
    try:
        with store.writing(at=at) as write:
            stored = load_plan(write.connection, document.plan.code, municipality_code=document.municipality.code)
            changes = compare(document, stored, withdraw_missing=withdraw_missing)
            if changes.is_empty:
                write.cancel()
                return ImportResult(None, changes)
            source = {
                "kind": kind, "recipe": recipe, "file_name": file_name, "file_sha256": file_sha256,
                "imported_by": imported_by, "imported_at": write.at, "counts": changes.counts(),
            }  # fmt: skip
            import_id = _Applying(write, stored, changes, source, document.plan.as_of_on).run(findings)
    except IntegrityError as error:
        raise refusal_of(error) from error
    return ImportResult(import_id, changes)


def rebuild_progress(write: Write, plan_id: int, *, is_shared: bool, is_everywhere: bool = False) -> None:
    """Compute the plan's progress rows anew; those of all its municipality's plans when what changed ``is_shared``.

    ``is_everywhere`` says that it was an item of a cross-cutting axis, to which plans of any municipality are linked.
    """
    if is_everywhere:
        rebuild_every_plan(write.connection, write.today)
        computed.follow_everywhere(write)
        return
    plan_ids = [plan_id]
    if is_shared:
        owner = select(PLANS.c.municipality_id).where(PLANS.c.id == plan_id).scalar_subquery()
        plan_ids = list(write.connection.scalars(select(PLANS.c.id).where(PLANS.c.municipality_id == owner)))
    for one in sorted(plan_ids):
        rebuild_plan(write.connection, one, write.today)
    computed.follow(write, plan_id)


class _Applying:
    """Writes the changes: identities first, then what is superseded, then what is new."""

    def __init__(
        self, write: Write, stored: StoredPlan, changes: Changes, source: Row, cut_off: dt.date | None
    ) -> None:
        self.write = write
        # A file of a plan with a cut-off date tells how things stood then, so what it revises was decided by then.
        self.told_on = min(write.at.date(), cut_off or write.at.date())
        self.connection = write.connection
        self.stored = stored
        self.changes = changes
        self.source = source
        self.ids = stored.ids
        self.outdated: dict[Table, list[int]] = {}
        self.added: dict[Table, list[Row]] = {}

    def run(self, findings: Iterable[FindingLike]) -> int:
        municipality_id = self._municipality()
        plan_id = self.stored.plan_id or self._insert(
            PLANS, municipality_id=municipality_id, code=self._only("plan").code
        )
        import_id = self._import(plan_id, findings)
        self._identities(plan_id, municipality_id)
        self.ids = load_ids(self.connection, plan_id, municipality_id)
        self._plan(plan_id)
        self._shared(plan_id)
        self._items()
        self._belongings()
        for table, row_ids in self.outdated.items():
            supersede(self.write, table, row_ids)
        brought = self.added.get(INDICATOR_VALUES, [])
        computed.give_way(
            self.write, [(row["indicator_id"], row["period_start"], row["period_end"]) for row in brought]
        )
        for table, rows in self.added.items():
            record(self.write, table, rows)
        self._url_names(plan_id, municipality_id)
        shared = self.changes.by_kind["secretariats"]
        is_shared = bool(self.changes.by_kind["municipality"].changed or shared.changed or shared.withdrawn)
        is_shared = is_shared or any(one.differences for one in shared.new)
        linked = self.changes.by_kind["cross_axis_items"]
        is_everywhere = any("parent_code" in one.differences for one in (*linked.new, *linked.changed))
        rebuild_progress(self.write, plan_id, is_shared=is_shared, is_everywhere=is_everywhere)
        audit.record(self.write, "import", "plans", plan_id, self.source["counts"])
        return import_id

    def _only(self, kind: str) -> Any:
        found = self.changes.by_kind[kind]
        return (found.new or found.changed)[0].record

    def _insert(self, table: Table, **values: Any) -> int:
        return int(self.connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())

    def _import(self, plan_id: int, findings: Iterable[FindingLike]) -> int:
        import_id = self._insert(IMPORTS, plan_id=plan_id, **self.source)
        self.write.import_id = import_id
        found = [
            {
                "import_id": import_id,
                "code": str(one.code),
                "severity": str(one.severity),
                "sheet": one.sheet,
                "cell": one.cell,
                "found": one.found,
                "expected": one.expected,
                "action": one.action,
            }
            for one in findings
        ]
        if found:
            self.connection.execute(insert(IMPORT_FINDINGS), found)
        for change in self.changes.by_kind["municipality"].changed:
            after = {name: new for name, (_old, new) in change.differences.items()}
            assert self.stored.municipality_id is not None
            self._correct(MUNICIPALITIES, self.stored.municipality_id, after)
        return import_id

    def _municipality(self) -> int:
        if self.stored.municipality_id is not None:
            return self.stored.municipality_id
        new = self._only("municipality")
        return self._insert(MUNICIPALITIES, code=new.code, name=new.name, country=new.country, currency=new.currency)

    def _correct(self, table: Table, row_id: int, after: Row) -> None:
        """Change what all plans share in place; the audit keeps what it was."""
        columns = [table.c[name] for name in after]
        before = self.connection.execute(select(*columns).where(table.c.id == row_id)).mappings().one()
        if dict(before) != after:
            self.connection.execute(update(table).where(table.c.id == row_id).values(after))
            audit.record(self.write, audit.CORRECT, table.name, row_id, {"before": dict(before), "after": after})

    def _identities(self, plan_id: int, municipality_id: int) -> None:
        for kind, table, known, owner in (
            ("secretariats", SECRETARIATS, self.ids.secretariats, {"municipality_id": municipality_id}),
            ("projects", PROJECTS, self.ids.projects, {"plan_id": plan_id}),
            ("indicators", INDICATORS, self.ids.indicators, {"plan_id": plan_id}),
        ):
            codes = [change.record.code for change in self.changes.by_kind[kind].new if change.record.code not in known]
            self._insert_many(table, [{"code": code, **owner} for code in codes])
        keys = [change.record.key for change in self.changes.by_kind["nodes"].new]
        new_keys = [key for key in keys if key not in self.ids.nodes]
        self._insert_many(NODES, [{"plan_id": plan_id, "depth": key.depth, "code": key.code} for key in new_keys])
        self._cross_axis_items()

    def _insert_many(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self.connection.execute(insert(table), rows)

    def _cross_axis_items(self) -> None:
        found = self.changes.by_kind["cross_axis_items"]
        axes, items, ids = CROSS_AXES, CROSS_AXIS_ITEMS, self.ids
        for change in found.new:
            one = change.record
            if one.cross_axis_code not in ids.cross_axes:
                name = one.cross_axis_name or one.cross_axis_code
                ids.cross_axes[one.cross_axis_code] = self._insert(axes, code=one.cross_axis_code, name=name)
        waiting = [change.record for change in found.new if change.key not in ids.cross_axis_items]
        while waiting:
            # A parent before what hangs from it; the check of the document has refused circles.
            ready = [one for one in waiting if self._parent_id(one) is not None or one.parent_code is None]
            for one in ready:
                ids.cross_axis_items[one.cross_axis_code, one.code] = self._insert(
                    items, cross_axis_id=ids.cross_axes[one.cross_axis_code], parent_id=self._parent_id(one),
                    code=one.code, name=one.name,
                )  # fmt: skip
            waiting = [one for one in waiting if (one.cross_axis_code, one.code) not in ids.cross_axis_items]
        for change in (*found.new, *found.changed):
            one = change.record
            if "name" in change.differences or "parent_code" in change.differences:
                item_id = ids.cross_axis_items[one.cross_axis_code, one.code]
                self._correct(items, item_id, {"name": one.name, "parent_id": self._parent_id(one)})
            if "cross_axis_name" in change.differences:
                self._correct(axes, ids.cross_axes[one.cross_axis_code], {"name": one.cross_axis_name})

    def _parent_id(self, one: Any) -> int | None:
        return self.ids.cross_axis_items.get((one.cross_axis_code, one.parent_code))

    def _replace(self, table: Table, change: Change, row: Row) -> None:
        if change.stored is not None and change.stored.row_id is not None:
            self.outdated.setdefault(table, []).append(change.stored.row_id)
        self.added.setdefault(table, []).append(row)

    def _plan(self, plan_id: int) -> None:
        found = self.changes.by_kind["plan"]
        for change in (*found.new, *found.changed):
            self._replace(PLAN_VERSIONS, change, rows_of.plan_row(change.record, plan_id))
        found = self.changes.by_kind["levels"]
        for change in (*found.new, *found.changed):
            self._replace(PLAN_LEVELS, change, rows_of.level_row(change.record, plan_id))
        self._supersede_all(PLAN_LEVELS, found.withdrawn)

    def _supersede_all(self, table: Table, changes: Iterable[Change]) -> None:
        ids = [change.stored.row_id for change in changes if change.stored and change.stored.row_id is not None]
        self.outdated.setdefault(table, []).extend(ids)

    def _shared(self, plan_id: int) -> None:
        found = self.changes.by_kind["secretariats"]
        for change in (*found.new, *found.changed):
            if change.stored is None or change.differences:
                self._replace(SECRETARIAT_VERSIONS, change, rows_of.secretariat_row(change.record, self.ids))
        for change in found.withdrawn:
            if self._is_listed_by_no_other(self.ids.secretariats[change.record.code], plan_id):
                self._replace(
                    SECRETARIAT_VERSIONS, change, rows_of.secretariat_row(change.record, self.ids, is_withdrawn=True)
                )
        for kind, column in (("secretariats", "secretariat_id"), ("cross_axis_items", "cross_axis_item_id")):
            found = self.changes.by_kind[kind]
            for change in found.new:
                row: Row = {"plan_id": plan_id, "secretariat_id": None, "cross_axis_item_id": None}
                row[column] = getattr(self.ids, kind)[change.key]
                self.added.setdefault(PLAN_LISTINGS, []).append(row)
            listed = [change.stored.listing_id for change in found.withdrawn if change.stored]
            self.outdated.setdefault(PLAN_LISTINGS, []).extend(row_id for row_id in listed if row_id is not None)

    def _is_listed_by_no_other(self, secretariat_id: int, plan_id: int) -> bool:
        others = select(func.count()).where(
            PLAN_LISTINGS.c.secretariat_id == secretariat_id,
            PLAN_LISTINGS.c.plan_id != plan_id,
            in_force(PLAN_LISTINGS),
        )
        return self.connection.execute(others).scalar_one() == 0

    def _items(self) -> None:
        row_makers: tuple[tuple[str, Table, Callable[..., Row]], ...] = (
            ("nodes", NODE_VERSIONS, rows_of.node_row),
            ("projects", PROJECT_VERSIONS, rows_of.project_row),
            ("indicators", INDICATOR_VERSIONS, rows_of.indicator_row),
        )
        for kind, table, row_of in row_makers:
            found = self.changes.by_kind[kind]
            for change in (*found.new, *found.changed):
                if change.stored is None or has_own_differences(change):
                    self._replace(table, change, row_of(change.record, self.ids))
                if kind != "nodes":
                    self._responsibles(kind, change)
            for change in found.withdrawn:
                self._replace(table, change, row_of(change.record, self.ids, is_withdrawn=True))

    def _responsibles(self, kind: str, change: Change) -> None:
        code = change.record.code
        before = self.stored.responsibles.get((kind, code), {})
        after: dict[str, Responsible] = {one.secretariat_code: one for one in change.record.responsibles}
        for secretariat_code, row in before.items():
            if after.get(secretariat_code) != row.record and row.row_id is not None:
                self.outdated.setdefault(RESPONSIBILITIES, []).append(row.row_id)
        for secretariat_code, responsible in after.items():
            if secretariat_code not in before or before[secretariat_code].record != responsible:
                row_added = rows_of.responsibility_row(responsible, self.ids, kind, code)
                self.added.setdefault(RESPONSIBILITIES, []).append(row_added)

    def _belongings(self) -> None:
        row_makers: tuple[tuple[str, Table, Callable[..., Row]], ...] = (
            ("milestones", MILESTONES, rows_of.milestone_row),
            ("values", INDICATOR_VALUES, rows_of.value_row),
            ("budgets", BUDGETS, rows_of.budget_row),
            ("links", LINKS, rows_of.link_row),
        )
        for kind, table, row_of in row_makers:
            found = self.changes.by_kind[kind]
            for change in (*found.new, *found.changed):
                self._replace(table, change, row_of(change.record, self.ids))
            self._supersede_all(table, found.withdrawn)
        found, targets = self.changes.by_kind["targets"], TARGETS
        for change in found.new:
            self._replace(targets, change, rows_of.target_row(change.record, self.ids))
        for change in found.changed:
            target, revision = self._revised(change)
            self._replace(targets, change, rows_of.target_row(target, self.ids, revision=revision))
        self._supersede_all(targets, found.withdrawn)

    def _revised(self, change: Change) -> tuple[TargetRecord, int]:
        """The target as it is to be stored, with the number of its revision."""
        assert change.stored is not None
        target: TargetRecord = change.record
        before: TargetRecord = change.stored.record
        if promises_the_same(change):
            explained = replace(
                target, reason=target.reason or before.reason, decided_on=target.decided_on or before.decided_on
            )
            return explained, change.stored.revision
        explained = replace(
            target, reason=target.reason or self._default_reason(), decided_on=target.decided_on or self.told_on
        )
        return explained, change.stored.revision + 1

    def _default_reason(self) -> str:
        if self.source["file_name"]:
            return f"Cambio en la planilla {self.source['file_name']}"
        return f"Cambio en la fuente {self.source['recipe'] or self.source['imported_by']}"

    def _url_names(self, plan_id: int, municipality_id: int) -> None:
        plan_code = self.connection.execute(select(PLANS.c.code).where(PLANS.c.id == plan_id)).scalar_one()
        municipality_code = self.connection.execute(
            select(MUNICIPALITIES.c.code).where(MUNICIPALITIES.c.id == municipality_id)
        ).scalar_one()
        for kind, item_kind, ids in (
            ("nodes", "node", self.ids.nodes),
            ("projects", "project", self.ids.projects),
            ("indicators", "indicator", self.ids.indicators),
            ("secretariats", "secretariat", self.ids.secretariats),
        ):
            found = self.changes.by_kind[kind]
            items = []
            for change in (*found.new, *found.changed):
                key: Any = change.key
                code = key.code if kind == "nodes" else key
                items.append((ids[key], code, change.record.name))
            scope = municipality_code if kind == "secretariats" else plan_code
            names.assign(self.write, scope, item_kind, items)
