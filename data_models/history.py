"""Write a plan together with its dated past: many rows, each with the moment it was recorded and by whom.

`sync.apply` records everything at the moment of the import, as it must. A plan that brings its own past (the
demonstration, a migration from another system) is written here instead, in bulk, respecting every constraint, so that
"what was known on" works.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from data_models import names
from data_models import sync_rows as rows_of
from data_models.bulk import insert_rows, next_id, raise_sequences
from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    IndicatorRecord,
    LevelRecord,
    LinkRecord,
    MilestoneRecord,
    MunicipalityRecord,
    NodeRecord,
    PlanDocument,
    PlanRecord,
    ProjectRecord,
    Responsible,
    SecretariatRecord,
    TargetRecord,
    ValueRecord,
)
from data_models.rows import Row
from data_models.snapshot import Ids
from data_models.tables import METADATA, ImportKind

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Stamp:
    """When (UTC) and by which account (its code); `by` empty means the import that brings the history."""

    at: dt.datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Dated(Generic[Record]):
    """One recorded row: what it said, when it was recorded and, if it is no longer current, when it was superseded."""

    record: Record
    recorded: Stamp
    superseded: Stamp | None = None


@dataclass(frozen=True, slots=True)
class DatedTarget(Dated[TargetRecord]):
    """A target as it was recorded; revision 0 is the original promise."""

    revision: int = 0


@dataclass(frozen=True, slots=True)
class DatedValue(Dated[ValueRecord]):
    """A value in one state of its way: `recorded` says who entered it, `decided` who approved or returned it."""

    state: str = "approved"
    decided: Stamp | None = None
    return_reason: str | None = None


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """A post that records, sends, approves or returns."""

    code: str
    display_name: str
    role: str
    secretariat_code: str | None = None


@dataclass(slots=True)
class PlanHistory:
    """A plan and everything that was recorded about it, superseded rows included.

    The versions of one item are in order of time.
    """

    municipality: MunicipalityRecord
    plan: PlanRecord
    began_at: dt.datetime
    imported_by: str
    accounts: list[AccountRecord] = field(default_factory=list)
    levels: list[LevelRecord] = field(default_factory=list)
    secretariats: list[Dated[SecretariatRecord]] = field(default_factory=list)
    nodes: list[Dated[NodeRecord]] = field(default_factory=list)
    projects: list[Dated[ProjectRecord]] = field(default_factory=list)
    milestones: list[Dated[MilestoneRecord]] = field(default_factory=list)
    budgets: list[Dated[BudgetRecord]] = field(default_factory=list)
    indicators: list[Dated[IndicatorRecord]] = field(default_factory=list)
    targets: list[DatedTarget] = field(default_factory=list)
    values: list[DatedValue] = field(default_factory=list)
    cross_axis_items: list[CrossAxisItemRecord] = field(default_factory=list)
    links: list[Dated[LinkRecord]] = field(default_factory=list)

    def document(self) -> PlanDocument:
        """The plan as it stands after all of it: current rows and approved values only."""
        return PlanDocument(
            municipality=self.municipality,
            plan=self.plan,
            levels=list(self.levels),
            secretariats=_current(self.secretariats),
            nodes=_current(self.nodes),
            projects=_current(self.projects),
            milestones=_current(self.milestones),
            budgets=_current(self.budgets),
            indicators=_current(self.indicators),
            targets=_current(self.targets),
            values=_current(value for value in self.values if value.state == "approved"),
            cross_axis_items=list(self.cross_axis_items),
            links=_current(self.links),
        )


def _current(rows: Iterable[Dated[Record]]) -> list[Record]:
    return [row.record for row in rows if row.superseded is None]


@dataclass(frozen=True, slots=True)
class LoadedHistory:
    """Where the history went."""

    plan_id: int
    import_id: int
    row_count: int


def load_history(connection: Connection, history: PlanHistory) -> LoadedHistory:
    """Write `history` into an open write transaction; its plan may not be there yet (IntegrityError).

    Its municipality may, with secretariats and posts, and so may cross-cutting axes: they are used as they are. Nothing
    derived is computed: the caller rebuilds the progress table in the same transaction.
    """
    return _Loader(connection, history).load()


class _Loader:
    """Turns records by code into rows by id, gathers them by table and writes each table once, parents first."""

    def __init__(self, connection: Connection, history: PlanHistory) -> None:
        self.connection = connection
        self.history = history
        self.tables: Mapping[str, Table] = METADATA.tables
        self.rows: dict[str, list[Row]] = {}
        self.counters: dict[str, int] = {}
        self.account_ids: dict[str, int] = {}
        self.ids = Ids()
        self.municipality_id = 0
        self.plan_id = 0
        self.import_id = 0
        self.start = Stamp(history.began_at)

    def load(self) -> LoadedHistory:
        self._add_plan()
        self._add_secretariats()
        self._add_nodes()
        self._add_cross_axes()
        self._add_projects()
        self._add_indicators()
        for link in self.history.links:
            self._add_recorded("links", link, rows_of.link_row(link.record, self.ids))
        return LoadedHistory(self.plan_id, self.import_id, self._write())

    def _add(self, table_name: str, row: Row) -> int:
        if table_name not in self.counters:
            self.counters[table_name] = next_id(self.connection, self.tables[table_name])
        identity = self.counters[table_name]
        self.counters[table_name] = identity + 1
        row["id"] = identity
        self.rows.setdefault(table_name, []).append(row)
        return identity

    def _add_recorded(self, table_name: str, dated: Dated[Any], row: Row) -> int:
        row["recorded_at"] = dated.recorded.at
        row["recorded_by"], row["import_id"] = self._who(dated.recorded)
        if dated.superseded is not None:
            row["superseded_at"] = dated.superseded.at
            row["superseded_by"], row["superseded_import_id"] = self._who(dated.superseded)
        return self._add(table_name, row)

    def _who(self, stamp: Stamp) -> tuple[int | None, int | None]:
        return (None, self.import_id) if stamp.by is None else (self.account_ids[stamp.by], None)

    def _write(self) -> int:
        written = 0
        for table in METADATA.sorted_tables:
            if rows := self.rows.get(table.name):
                columns = [column.name for column in table.columns]
                blank = {name: _default_of(table, name) for name in columns}
                written += insert_rows(self.connection, table, columns, [tuple((blank | row).values()) for row in rows])
        raise_sequences(self.connection, [self.tables[name] for name in self.rows])
        return written

    def _add_plan(self) -> None:
        history = self.history
        one = history.municipality
        self._find_municipality(one.code)
        if not self.municipality_id:
            self.municipality_id = self._add(
                "municipalities", {"code": one.code, "name": one.name, "country": one.country, "currency": one.currency}
            )
        self.plan_id = self._add("plans", {"municipality_id": self.municipality_id, "code": history.plan.code})
        # In the words of any import's counts: all of it was new.
        document = history.document()
        counts = {f"{name}_new": len(getattr(document, name)) for name in _COUNTED}
        self.import_id = self._add(
            "imports",
            {
                "plan_id": self.plan_id,
                "kind": ImportKind.DEMO.value,
                "imported_at": history.began_at,
                "imported_by": history.imported_by,
                "counts": counts,
            },
        )
        self._add_audit(self.start, "import", "plans", self.plan_id)
        self._add_recorded("plan_versions", Dated(None, self.start), rows_of.plan_row(history.plan, self.plan_id))
        for level in history.levels:
            self._add_recorded("plan_levels", Dated(None, self.start), rows_of.level_row(level, self.plan_id))

    def _find_municipality(self, code: str) -> None:
        """Make what is there of the municipality known: its id, its secretariats and its posts."""
        municipalities = self.tables["municipalities"]
        known = select(municipalities.c.id).where(municipalities.c.code == code)
        self.municipality_id = self.connection.scalar(known) or 0
        for name, ids in (("secretariats", self.ids.secretariats), ("accounts", self.account_ids)):
            own = self.tables[name]
            query = select(own.c.code, own.c.id).where(own.c.municipality_id == self.municipality_id)
            ids.update((row[0], row[1]) for row in self.connection.execute(query))

    def _add_secretariats(self) -> None:
        history, ids = self.history, self.ids.secretariats
        known = frozenset(ids)
        for code in dict.fromkeys(dated.record.code for dated in history.secretariats):
            if code not in known:
                ids[code] = self._add("secretariats", {"municipality_id": self.municipality_id, "code": code})
            self._add_listing("secretariat_id", ids[code])
        for account in history.accounts:
            if account.code in self.account_ids:
                continue
            self.account_ids[account.code] = self._add(
                "accounts",
                {
                    "municipality_id": self.municipality_id,
                    "code": account.code,
                    "display_name": account.display_name,
                    "role": account.role,
                    "secretariat_id": ids[account.secretariat_code] if account.secretariat_code else None,
                },
            )
        new = [dated for dated in history.secretariats if dated.record.code not in known]
        for dated in new:
            self._add_recorded("secretariat_versions", dated, rows_of.secretariat_row(dated.record, self.ids))
        self._add_url_names("secretariat", history.municipality.code, ((ids[row.record.code], row) for row in new))

    def _add_nodes(self) -> None:
        history, ids = self.history, self.ids.nodes
        for dated in history.nodes:
            key = dated.record.key
            if key not in ids:
                ids[key] = self._add("nodes", {"plan_id": self.plan_id, "depth": key.depth, "code": key.code})
        for dated in history.nodes:
            self._add_recorded("node_versions", dated, rows_of.node_row(dated.record, self.ids))
        self._add_url_names("node", history.plan.code, ((ids[row.record.key], row) for row in history.nodes))

    def _add_cross_axes(self) -> None:
        axes, items = self.tables["cross_axes"], self.tables["cross_axis_items"]
        axis_ids, ids = self.ids.cross_axes, self.ids.cross_axis_items
        axis_ids.update((code, identity) for code, identity in self.connection.execute(select(axes.c.code, axes.c.id)))
        known = select(axes.c.code, items.c.code, items.c.id).join_from(items, axes, items.c.cross_axis_id == axes.c.id)
        ids.update(((axis, code), identity) for axis, code, identity in self.connection.execute(known))
        for item in self.history.cross_axis_items:
            axis = item.cross_axis_code
            if axis not in axis_ids:
                axis_ids[axis] = self._add("cross_axes", {"code": axis, "name": item.cross_axis_name or axis})
            if (axis, item.code) not in ids:
                parent_id = ids[axis, item.parent_code] if item.parent_code else None
                ids[axis, item.code] = self._add(
                    "cross_axis_items",
                    {"cross_axis_id": axis_ids[axis], "parent_id": parent_id, "code": item.code, "name": item.name},
                )
            self._add_listing("cross_axis_item_id", ids[axis, item.code])

    def _add_projects(self) -> None:
        history, ids = self.history, self.ids.projects
        first: dict[str, Stamp] = {}
        for dated in history.projects:
            code = dated.record.code
            if code not in ids:
                ids[code] = self._add("projects", {"plan_id": self.plan_id, "code": code})
                first[code] = dated.recorded
            self._add_recorded("project_versions", dated, rows_of.project_row(dated.record, self.ids))
            if dated.superseded is None:
                self._add_responsibles("projects", code, dated.record.responsibles, first[code])
        self._add_url_names("project", history.plan.code, ((ids[row.record.code], row) for row in history.projects))
        for milestone in history.milestones:
            self._add_recorded("milestones", milestone, rows_of.milestone_row(milestone.record, self.ids))

    def _add_indicators(self) -> None:
        history, ids = self.history, self.ids.indicators
        first: dict[str, Stamp] = {}
        for dated in history.indicators:
            code = dated.record.code
            if code not in ids:
                ids[code] = self._add("indicators", {"plan_id": self.plan_id, "code": code})
                first[code] = dated.recorded
            self._add_recorded("indicator_versions", dated, rows_of.indicator_row(dated.record, self.ids))
            if dated.superseded is None:
                self._add_responsibles("indicators", code, dated.record.responsibles, first[code])
        self._add_url_names("indicator", history.plan.code, ((ids[row.record.code], row) for row in history.indicators))
        for target in history.targets:
            row = rows_of.target_row(target.record, self.ids, revision=target.revision)
            target_id = self._add_recorded("targets", target, row)
            if target.revision:
                self._add_audit(target.recorded, "revise", "targets", target_id)
        for value in history.values:
            self._add_value(value)
        for budget in history.budgets:
            self._add_recorded("budgets", budget, rows_of.budget_row(budget.record, self.ids))

    def _add_value(self, value: DatedValue) -> None:
        row = rows_of.value_row(value.record, self.ids)
        row |= {"state": value.state, "return_reason": value.return_reason}
        if value.decided is not None:
            row |= {"decided_by": self._who(value.decided)[0], "decided_at": value.decided.at}
        value_id = self._add_recorded("indicator_values", value, row)
        self._add_audit(value.decided or value.recorded, _VALUE_ACTIONS[value.state], "indicator_values", value_id)

    def _add_responsibles(self, kind: str, code: str, responsibles: Iterable[Responsible], recorded: Stamp) -> None:
        for responsible in responsibles:
            row = rows_of.responsibility_row(responsible, self.ids, kind, code)
            self._add_recorded("responsibilities", Dated(None, recorded), row)

    def _add_listing(self, column: str, identity: int) -> None:
        """Note that this plan names a secretariat or an item of a cross-cutting axis."""
        self._add_recorded("plan_listings", Dated(None, self.start), {"plan_id": self.plan_id, column: identity})

    def _add_url_names(self, kind: str, scope: str, rows: Iterable[tuple[int, Dated[Any]]]) -> None:
        """A URL name for each item, and another one from the moment it was renamed; both lead to it."""
        taken: dict[str, int] = {}
        current: dict[int, tuple[Row, str]] = {}
        for identity, dated in rows:
            words = dated.record.name
            if identity in current:
                earlier, earlier_words = current[identity]
                if words == earlier_words:
                    continue
                earlier["superseded_at"] = dated.recorded.at
                earlier["superseded_by"], earlier["superseded_import_id"] = self._who(dated.recorded)
            slug = names.free_slug(words, str(identity), taken)
            taken[slug] = identity
            row = {"scope": scope, "kind": kind, "name": slug, names.COLUMNS[kind]: identity}
            self._add_recorded("url_names", Dated(None, dated.recorded), row)
            current[identity] = row, words

    def _add_audit(self, stamp: Stamp, action: str, entity: str, entity_id: int) -> None:
        account_id, import_id = self._who(stamp)
        row: Row = {"at": stamp.at, "account_id": account_id, "import_id": import_id, "detail": {}}
        self._add("audit", row | {"action": action, "entity": entity, "entity_id": entity_id})


_COUNTED = (
    "secretariats",
    "nodes",
    "projects",
    "milestones",
    "budgets",
    "indicators",
    "targets",
    "values",
    "cross_axis_items",
    "links",
)
_VALUE_ACTIONS = {"draft": "save_draft", "sent": "send", "returned": "return", "approved": "approve"}


def _default_of(table: Table, column: str) -> Any:
    default = table.columns[column].default
    return default.arg if isinstance(default, ScalarElementColumnDefault) else None
