"""Reading a stored plan back as plain records, as it is now or as it was known at a moment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, Table, or_, select

from data_models.audit import CORRECT
from data_models.computed import are_of_people
from data_models.document import (
    BudgetRecord,
    CrossAxisItemRecord,
    IndicatorRecord,
    LevelRecord,
    LinkRecord,
    MilestoneRecord,
    MunicipalityRecord,
    NodeKey,
    NodeRecord,
    PlanDocument,
    PlanRecord,
    ProjectRecord,
    Responsible,
    SecretariatRecord,
    TargetRecord,
    ValueRecord,
)
from data_models.keys import KINDS, in_order, key_of, order_of, owner_of
from data_models.rows import in_force
from data_models.tables import (
    AUDIT,
    BUDGETS,
    CROSS_AXES,
    CROSS_AXIS_ITEMS,
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


class UnknownPlan(LookupError):
    """No plan has this code, or it was not known at the moment asked for."""


@dataclass(slots=True)
class Ids:
    """The ids of a plan's items by their codes."""

    nodes: dict[NodeKey, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    secretariats: dict[str, int] = field(default_factory=dict)
    cross_axes: dict[str, int] = field(default_factory=dict)
    cross_axis_items: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """A row in force, read as a record; ``listing_id`` is the row by which the plan lists a thing that plans share."""

    row_id: int | None
    record: Any
    is_withdrawn: bool = False
    revision: int = 0
    is_imported: bool = True
    listing_id: int | None = None


@dataclass(slots=True)
class StoredPlan:
    """All rows of a plan that are in force, withdrawn items and what belongs to them included."""

    municipality_id: int | None = None
    plan_id: int | None = None
    municipality: MunicipalityRecord | None = None
    plan: Stored | None = None
    ids: Ids = field(default_factory=Ids)
    rows: dict[str, dict[Hashable, Stored]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    # (kind, code of the item) -> secretariat's code -> row
    responsibles: dict[tuple[str, str], dict[str, Stored]] = field(default_factory=lambda: defaultdict(dict))


def plan_document(connection: Connection, plan_code: str, *, known_on: dt.datetime | None = None) -> PlanDocument:
    """The plan as records in canonical order, withdrawn items left out; ``known_on`` (UTC): as it was known then.

    Raises UnknownPlan.
    """
    return document_of(load_plan(connection, plan_code, known_on=known_on), plan_code)


def document_of(stored: StoredPlan, plan_code: str) -> PlanDocument:
    """The document a loaded plan amounts to. Raises UnknownPlan when it has no version in force."""
    if stored.municipality is None or stored.plan is None:
        raise UnknownPlan(plan_code)
    lists: dict[str, Any] = {}
    for kind in KINDS:
        rows = stored.rows[kind].values()
        if kind in ("secretariats", "cross_axis_items"):
            rows_in = [row.record for row in rows if row.listing_id is not None and not row.is_withdrawn]
        else:
            rows_in = [row.record for row in rows if not is_left_out(stored, row)]
        lists[kind] = sorted(rows_in, key=order_of)
    return PlanDocument(municipality=stored.municipality, plan=stored.plan.record, **lists)


def load_plan(
    connection: Connection, plan_code: str, *, municipality_code: str | None = None, known_on: dt.datetime | None = None
) -> StoredPlan:
    """Load the rows of a plan in force (or known at a moment).

    An unknown plan gives what it would find in its municipality, if that is there: its secretariats and all
    cross-cutting axes.
    """
    return _Loader(connection, known_on).load(plan_code, municipality_code)


def load_ids(connection: Connection, plan_id: int | None, municipality_id: int | None) -> Ids:
    """The ids of all items that the plan, its municipality and the cross-cutting axes ever had, by code."""
    rows = connection.execute(select(NODES.c.id, NODES.c.depth, NODES.c.code).where(NODES.c.plan_id == plan_id))
    ids = Ids(nodes={NodeKey(row.depth, row.code): row.id for row in rows})
    for table, owner, owner_id, found in (
        (PROJECTS, "plan_id", plan_id, ids.projects),
        (INDICATORS, "plan_id", plan_id, ids.indicators),
        (SECRETARIATS, "municipality_id", municipality_id, ids.secretariats),
    ):
        query = select(table.c.code, table.c.id).where(table.c[owner] == owner_id)
        found.update({row.code: row.id for row in connection.execute(query)})
    ids.cross_axes = {row.code: row.id for row in connection.execute(select(CROSS_AXES.c.code, CROSS_AXES.c.id))}
    joined = select(CROSS_AXES.c.code.label("axis_code"), CROSS_AXIS_ITEMS.c.code, CROSS_AXIS_ITEMS.c.id).join(
        CROSS_AXES, CROSS_AXIS_ITEMS.c.cross_axis_id == CROSS_AXES.c.id
    )
    ids.cross_axis_items = {(row.axis_code, row.code): row.id for row in connection.execute(joined)}
    return ids


def is_left_out(stored: StoredPlan, row: Stored) -> bool:
    """Whether a row is of an item that is withdrawn, or is such an item."""
    owner = owner_of(row.record)
    if owner is None:
        return row.is_withdrawn
    kind, key = owner
    item = stored.rows[kind].get(key)
    return item is None or item.is_withdrawn


class _Loader:
    """Reads table after table into one StoredPlan."""

    def __init__(self, connection: Connection, known_on: dt.datetime | None) -> None:
        self.connection = connection
        self.known_on = known_on
        self.stored = StoredPlan()

    def load(self, plan_code: str, municipality_code: str | None) -> StoredPlan:
        stored = self.stored
        plan = self.connection.execute(select(PLANS).where(PLANS.c.code == plan_code)).one_or_none()
        its_own = MUNICIPALITIES.c.id == plan.municipality_id if plan else MUNICIPALITIES.c.code == municipality_code
        found = self.connection.execute(select(MUNICIPALITIES).where(its_own)).one_or_none()
        if found is not None:
            stored.municipality_id = found.id
            facts = {"name": found.name, "country": found.country, "currency": found.currency}
            facts |= self._corrected_since(MUNICIPALITIES).get(found.id, {})
            stored.municipality = MunicipalityRecord(found.code, **facts)
        stored.plan_id = plan.id if plan else None
        stored.ids = load_ids(self.connection, stored.plan_id, stored.municipality_id)
        self._shared()
        if plan is not None:
            self._plan(plan_code)
            self._responsibles()
            self._items()
            self._belongings()
        return stored

    def _corrected_since(self, table: Table) -> dict[int, dict[str, Any]]:
        """What was in the columns that were corrected in place after the moment asked for, by row."""
        if self.known_on is None:
            return {}
        later = (
            select(AUDIT.c.entity_id, AUDIT.c.detail)
            .where(AUDIT.c.action == CORRECT, AUDIT.c.entity == table.name, AUDIT.c.at > self.known_on)
            .order_by(AUDIT.c.id.desc())
        )
        before: dict[int, dict[str, Any]] = {}
        for row in self.connection.execute(later):
            before.setdefault(row.entity_id, {}).update(row.detail["before"])
        return before

    def _rows(self, table: Table, *where: Any) -> Iterator[Any]:
        return iter(self.connection.execute(select(table).where(in_force(table, self.known_on), *where)))

    def _of_plan(self, identities: Table) -> Select[Any]:
        return select(identities.c.id).where(identities.c.plan_id == self.stored.plan_id)

    def _add(self, kind: str, row: Any, record: Any, **more: Any) -> None:
        self.stored.rows[kind][key_of(record)] = Stored(row.id, record, **more)

    def _plan(self, plan_code: str) -> None:
        for row in self._rows(PLAN_VERSIONS, PLAN_VERSIONS.c.plan_id == self.stored.plan_id):
            record = PlanRecord(
                plan_code, row.name, row.starts_on, row.ends_on, row.as_of_on, row.on_track_min, row.at_risk_min,
                row.is_public, row.is_demo, row.licence,
            )  # fmt: skip
            self.stored.plan = Stored(row.id, record)
        for row in self._rows(PLAN_LEVELS, PLAN_LEVELS.c.plan_id == self.stored.plan_id):
            self._add("levels", row, LevelRecord(row.role, row.depth, row.singular, row.plural))

    def _shared(self) -> None:
        """Secretariats and items of cross-cutting axes: all there are, with the plan's own listing of them."""
        stored, ids = self.stored, self.stored.ids
        listed_secretariats: dict[int, int] = {}
        listed_items: dict[int, int] = {}
        for row in self._rows(PLAN_LISTINGS, PLAN_LISTINGS.c.plan_id == stored.plan_id):
            if row.secretariat_id is not None:
                listed_secretariats[row.secretariat_id] = row.id
            else:
                listed_items[row.cross_axis_item_id] = row.id
        codes = {item_id: code for code, item_id in ids.secretariats.items()}
        of_municipality = select(SECRETARIATS.c.id).where(SECRETARIATS.c.municipality_id == stored.municipality_id)
        for row in self._rows(SECRETARIAT_VERSIONS, SECRETARIAT_VERSIONS.c.secretariat_id.in_(of_municipality)):
            secretariat = SecretariatRecord(
                codes[row.secretariat_id], row.name, codes.get(row.parent_id), row.in_force_from, row.in_force_to,
                source_ref=row.source_ref,
            )  # fmt: skip
            self._add(
                "secretariats", row, secretariat,
                is_withdrawn=row.is_withdrawn, listing_id=listed_secretariats.get(row.secretariat_id),
            )  # fmt: skip
        earlier_axes, earlier_items = self._corrected_since(CROSS_AXES), self._corrected_since(CROSS_AXIS_ITEMS)
        axis_names = {
            row.code: earlier_axes.get(row.id, {}).get("name", row.name)
            for row in self.connection.execute(select(CROSS_AXES))
        }
        keys = {item_id: key for key, item_id in ids.cross_axis_items.items()}
        for row in self.connection.execute(select(CROSS_AXIS_ITEMS)):
            axis_code, code = keys[row.id]
            facts = {"name": row.name, "parent_id": row.parent_id} | earlier_items.get(row.id, {})
            parent_code = keys[facts["parent_id"]][1] if facts["parent_id"] is not None else None
            item = CrossAxisItemRecord(axis_code, code, facts["name"], parent_code, axis_names[axis_code])
            stored.rows["cross_axis_items"][key_of(item)] = Stored(None, item, listing_id=listed_items.get(row.id))

    def _responsibles(self) -> None:
        secretariats = {item_id: code for code, item_id in self.stored.ids.secretariats.items()}
        for kind, identities, column, ids in (
            ("projects", PROJECTS, RESPONSIBILITIES.c.project_id, self.stored.ids.projects),
            ("indicators", INDICATORS, RESPONSIBILITIES.c.indicator_id, self.stored.ids.indicators),
        ):
            codes = {item_id: code for code, item_id in ids.items()}
            for row in self._rows(RESPONSIBILITIES, column.in_(self._of_plan(identities))):
                responsible = Responsible(secretariats[row.secretariat_id], row.is_lead, row.post)
                item_code = codes[row.project_id if kind == "projects" else row.indicator_id]
                self.stored.responsibles[kind, item_code][responsible.secretariat_code] = Stored(row.id, responsible)

    def _responsibles_of(self, kind: str, code: str) -> tuple[Responsible, ...]:
        rows = self.stored.responsibles.get((kind, code), {})
        return in_order(tuple(row.record for row in rows.values()))

    def _items(self) -> None:
        ids = self.stored.ids
        nodes = {item_id: key for key, item_id in ids.nodes.items()}
        projects = {item_id: code for code, item_id in ids.projects.items()}
        indicators = {item_id: code for code, item_id in ids.indicators.items()}
        table = NODE_VERSIONS
        for row in self._rows(table, table.c.node_id.in_(self._of_plan(NODES))):
            node = NodeRecord(
                nodes[row.node_id], row.name, nodes.get(row.parent_id), row.description, row.weight, row.sort_order,
                source_ref=row.source_ref,
            )  # fmt: skip
            self._add("nodes", row, node, is_withdrawn=row.is_withdrawn)
        table = PROJECT_VERSIONS
        for row in self._rows(table, table.c.project_id.in_(self._of_plan(PROJECTS))):
            code = projects[row.project_id]
            project = ProjectRecord(
                code, nodes[row.node_id], row.name, row.description, row.state, row.planned_start, row.planned_end,
                row.actual_start, row.actual_end, row.dates_text, row.declared_pct, row.declared_on, row.last_update_on,
                row.update_frequency, row.allowed_delay_days, row.district, row.weight, row.is_public,
                self._responsibles_of("projects", code), row.delay_cause, row.recovery_on, source_ref=row.source_ref,
            )  # fmt: skip
            self._add("projects", row, project, is_withdrawn=row.is_withdrawn)
        table = INDICATOR_VERSIONS
        for row in self._rows(table, table.c.indicator_id.in_(self._of_plan(INDICATORS))):
            code = indicators[row.indicator_id]
            indicator = IndicatorRecord(
                code, nodes[row.node_id], row.name, row.kind, row.unit, row.direction, row.accumulation, row.frequency,
                projects.get(row.project_id), row.promise, row.contributes_to, row.indicator_class, row.decimals,
                row.accumulation_years, row.numerator_name, row.denominator_name, row.ratio_scale,
                row.allowed_delay_days,
                row.baseline_value, row.baseline_on, row.baseline_text, row.starts_on, row.definition, row.formula,
                row.source, row.weight, row.is_public, row.is_cancelled, self._responsibles_of("indicators", code),
                row.is_strategic,
                baseline_ref=row.baseline_ref, source_ref=row.source_ref,
            )  # fmt: skip
            self._add("indicators", row, indicator, is_withdrawn=row.is_withdrawn)

    def _belongings(self) -> None:
        ids = self.stored.ids
        nodes = {item_id: key for key, item_id in ids.nodes.items()}
        projects = {item_id: code for code, item_id in ids.projects.items()}
        indicators = {item_id: code for code, item_id in ids.indicators.items()}
        cross_items = {item_id: key for key, item_id in ids.cross_axis_items.items()}
        of_nodes, of_projects, of_indicators = map(self._of_plan, (NODES, PROJECTS, INDICATORS))
        table = MILESTONES
        for row in self._rows(table, table.c.project_id.in_(of_projects)):
            milestone = MilestoneRecord(
                projects[row.project_id],
                row.code,
                row.name,
                row.weight,
                row.due_on,
                row.done_on,
                source_ref=row.source_ref,
            )
            self._add("milestones", row, milestone)
        table = TARGETS
        for row in self._rows(table, table.c.indicator_id.in_(of_indicators)):
            target = TargetRecord(
                indicators[row.indicator_id], row.kind, row.due_on, row.value, row.upper_value, row.bound, row.text,
                row.period_start, row.accumulation, row.reason, row.decided_on, source_ref=row.source_ref,
            )  # fmt: skip
            self._add("targets", row, target, revision=row.revision)
        table = INDICATOR_VALUES
        # What is computed is no part of what anybody brings: it is computed again wherever the plan goes.
        for row in self._rows(
            table, table.c.indicator_id.in_(of_indicators), table.c.state == "approved", are_of_people()
        ):
            value = ValueRecord(
                indicators[row.indicator_id], row.period_start, row.period_end, row.value, row.numerator,
                row.denominator,
                row.bound, row.text, row.note, row.evidence_url, source_ref=row.source_ref,
            )  # fmt: skip
            # A person's approval shows in `decided_by`, also on a row that an undo brought back.
            self.stored.rows["values"][key_of(value)] = Stored(row.id, value, is_imported=row.decided_by is None)
        table = BUDGETS
        for row in self._rows(table, or_(table.c.project_id.in_(of_projects), table.c.indicator_id.in_(of_indicators))):
            kind = "project" if row.project_id is not None else "indicator"
            code = projects[row.project_id] if kind == "project" else indicators[row.indicator_id]
            budget = BudgetRecord(
                kind, code, row.currency, row.year, row.approved_amount, row.current_amount, row.executed_amount,
                source_ref=row.source_ref,
            )  # fmt: skip
            self._add("budgets", row, budget)
        table = LINKS
        mine = or_(
            table.c.node_id.in_(of_nodes), table.c.project_id.in_(of_projects), table.c.indicator_id.in_(of_indicators)
        )
        for row in self._rows(table, mine):
            axis_code, item_code = cross_items[row.cross_axis_item_id]
            link = LinkRecord(
                axis_code, item_code, nodes.get(row.node_id), projects.get(row.project_id),
                indicators.get(row.indicator_id), row.strength, source_ref=row.source_ref,
            )  # fmt: skip
            self._add("links", row, link)
