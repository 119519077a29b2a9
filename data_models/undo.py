"""Taking an import back, exactly: what it brought is superseded, what it superseded is brought back by a copy.

It is refused when later work stands on the import, and then says which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, func, insert, or_, select, update

from data_models import audit, computed
from data_models.refusals import Refused
from data_models.rows import Row, chunks, civil_day, contents, in_force, record, recorded_tables, supersede
from data_models.store import Store, Write
from data_models.sync import rebuild_progress
from data_models.tables import (
    ACCOUNTS,
    AUDIT,
    CROSS_AXIS_ITEMS,
    IMPORTS,
    INDICATOR_VERSIONS,
    INDICATORS,
    METADATA,
    NODE_VERSIONS,
    NODES,
    PLAN_VERSIONS,
    PLANS,
    PROJECT_VERSIONS,
    PROJECTS,
    SECRETARIAT_VERSIONS,
    SECRETARIATS,
    ImportKind,
)
from kpis.wording import N_

# Identity -> the rows that say what it is, and the column that leads to it.
VERSIONS: dict[Table, tuple[Table, str]] = {
    PLANS: (PLAN_VERSIONS, "plan_id"),
    NODES: (NODE_VERSIONS, "node_id"),
    PROJECTS: (PROJECT_VERSIONS, "project_id"),
    INDICATORS: (INDICATOR_VERSIONS, "indicator_id"),
    SECRETARIATS: (SECRETARIAT_VERSIONS, "secretariat_id"),
}
WORDS = {
    "plan_versions": N_("datos del plan"),
    "plan_levels": N_("nombres de los niveles del plan"),
    "plan_listings": N_("mención de una secretaría o de un eje transversal en un plan"),
    "secretariat_versions": N_("datos de la secretaría"),
    "node_versions": N_("datos del eje o programa"),
    "project_versions": N_("datos del proyecto"),
    "indicator_versions": N_("definición del indicador"),
    "milestones": N_("hito"),
    "budgets": N_("presupuesto"),
    "responsibilities": N_("responsable"),
    "targets": N_("meta"),
    "indicator_values": N_("valor"),
    "links": N_("vínculo con un eje transversal"),
    "url_names": N_("nombre en las direcciones"),
    "accounts": N_("cuenta de una persona"),
    "districts": N_("contorno de un distrito"),
    "municipalities": N_("datos del municipio"),
    "cross_axes": N_("nombre de un eje transversal"),
    "cross_axis_items": N_("nombre dentro de un eje transversal"),
}
# How many of the reasons go into the sentence; all are in `blockers`.
NAMED_BLOCKERS = 5


@dataclass(frozen=True, slots=True)
class Blocker:
    """A row of later work that stands on an import.

    ``entity`` is its table (WORDS says it in Spanish), ``item_code`` the code of what it is about, ``period_end`` that
    of a value, ``day`` when it was recorded or superseded.
    """

    entity: str
    row_id: int
    item_code: str | None
    period_end: dt.date | None
    day: dt.date | None

    @property
    def what(self) -> str:
        """In Spanish: "valor «I-4» del 30/06/2025 (12/07/2025)"."""
        words = [WORDS[self.entity]]
        if self.item_code is not None:
            words.append(f"«{self.item_code}»")
        if self.period_end is not None:
            words.append(f"del {self.period_end:%d/%m/%Y}")
        if self.day is not None:
            words.append(f"({self.day:%d/%m/%Y})")
        return " ".join(words)


class LaterWorkStandsOnIt(Refused):
    """An import cannot be taken back; ``blockers`` says because of what."""

    def __init__(self, import_id: int, blockers: Sequence[Blocker]) -> None:
        named = "; ".join(dict.fromkeys(blocker.what for blocker in blockers[:NAMED_BLOCKERS]))
        more = len(blockers) - NAMED_BLOCKERS
        if more > 0:
            super().__init__(
                N_("No se puede deshacer la importación {import_id}: después se registró {named} y {more} más."),
                import_id=import_id,
                named=named,
                more=more,
            )
        else:
            super().__init__(
                N_("No se puede deshacer la importación {import_id}: después se registró {named}."),
                import_id=import_id,
                named=named,
            )
        self.blockers = tuple(blockers)


@dataclass(frozen=True, slots=True)
class UndoResult:
    """The id of the undoing, and how many rows of each table went out of force and came back."""

    import_id: int
    withdrawn: dict[str, int]
    restored: dict[str, int]


def undo(store: Store, import_id: int, by: str, *, at: dt.datetime | None = None) -> UndoResult:
    """Take an import back in one transaction, so that the plan reads exactly as before it; ``by`` is who asks for it.

    Raises Refused (unknown import, already undone, itself an undoing) or LaterWorkStandsOnIt; nothing was changed then.
    """
    with store.writing(at=at) as write:
        return _Undoing(write, _undoable(write.connection, import_id)).run(by)


def _undoable(connection: Connection, import_id: int) -> Any:
    source = connection.execute(select(IMPORTS).where(IMPORTS.c.id == import_id)).one_or_none()
    if source is None:
        raise Refused("No hay una importación {import_id}.", import_id=import_id)
    if source.kind == ImportKind.UNDO:
        raise Refused(
            "La importación {import_id} deshizo otra; para rehacerla, vuelva a importar el archivo.",
            import_id=import_id,
        )
    undone = connection.execute(select(IMPORTS.c.id).where(IMPORTS.c.undoes_id == import_id)).scalar_one_or_none()
    if undone is not None:
        raise Refused("La importación {import_id} ya fue deshecha.", import_id=import_id)
    return source


def _chain(row: Row) -> int:
    """The row that this one is, or brings back: copies of one row are the same fact."""
    return int(row["restores_id"] or row["id"])


class _Undoing:
    """One undoing: finds what the import did, checks that nothing stands on it, and turns it around."""

    def __init__(self, write: Write, source: Any) -> None:
        self.write = write
        self.connection = write.connection
        self.source = source
        self.blockers: list[Blocker] = []
        self.automatic = set(self.connection.scalars(computed.automatic_accounts()))
        self.codes: dict[tuple[Table, int], str] = {}
        # What the import brought (as it is in force now) and what it superseded, by table.
        self.brought: dict[Table, list[Row]] = {}
        self.returning: dict[Table, list[Row]] = {}

    def run(self, by: str) -> UndoResult:
        for table in recorded_tables():
            self.brought[table] = self._brought(table)
            self.returning[table] = self._returning(table)
        self._block_on_same_keys()
        self._block_on_dependents()
        corrections = self._corrections()
        if self.blockers:
            raise LaterWorkStandsOnIt(self.source.id, self.blockers)
        undo_id = self._insert_import(by)
        for table in recorded_tables():
            supersede(self.write, table, [row["id"] for row in self.brought[table]])
        for table in recorded_tables():
            copies = [
                {**contents(row), "source_ref": row["source_ref"], "restores_id": _chain(row)}
                for row in self.returning[table]
            ]
            record(self.write, table, copies)
        self._block_on_withdrawn()
        if self.blockers:
            raise LaterWorkStandsOnIt(self.source.id, self.blockers)
        for correction in corrections:
            self._take_back(correction)
        is_shared = bool(corrections or self.brought[SECRETARIAT_VERSIONS] or self.returning[SECRETARIAT_VERSIONS])
        is_everywhere = any(one.entity == CROSS_AXIS_ITEMS.name for one in corrections)
        # Outlines of districts are of no plan, and nothing is computed from them.
        if self.source.plan_id is not None:
            rebuild_progress(self.write, self.source.plan_id, is_shared=is_shared, is_everywhere=is_everywhere)
        result = UndoResult(undo_id, _counted(self.brought), _counted(self.returning))
        audit.record(
            self.write, "undo", "imports", self.source.id, {"withdrawn": result.withdrawn, "restored": result.restored}
        )
        return result

    def _insert_import(self, by: str) -> int:
        counts = {f"{name}_withdrawn": number for name, number in _counted(self.brought).items()}
        counts |= {f"{name}_restored": number for name, number in _counted(self.returning).items()}
        undo_id: int = self.connection.execute(
            insert(IMPORTS)
            .values(
                plan_id=self.source.plan_id,
                kind=ImportKind.UNDO,
                recipe=self.source.recipe,
                file_name=self.source.file_name,
                file_sha256=self.source.file_sha256,
                imported_at=self.write.at,
                imported_by=by,
                counts=counts,
                undoes_id=self.source.id,
            )
            .returning(IMPORTS.c.id)
        ).scalar_one()
        self.write.import_id = undo_id
        return undo_id

    def _fetch(self, table: Table, *where: Any) -> list[Row]:
        return [dict(row) for row in self.connection.execute(select(table).where(*where)).mappings()]

    def _brought(self, table: Table) -> list[Row]:
        """The rows in force that say what the import said; those that later work superseded block."""
        recorded = self._fetch(
            table,
            table.c.import_id == self.source.id,
            or_(table.c.superseded_import_id.is_(None), table.c.superseded_import_id != self.source.id),
        )
        found = [row for row in recorded if row["superseded_at"] is None]
        gone = [row for row in recorded if row["superseded_at"] is not None]
        copies: dict[int, Row] = {}
        for chunk in chunks(_chain(row) for row in gone):
            for row in self._fetch(table, in_force(table), or_(table.c.restores_id.in_(chunk), table.c.id.in_(chunk))):
                copies[_chain(row)] = row
        for row in gone:
            copy = copies.get(_chain(row))
            if copy is not None:
                found.append(copy)
            else:
                self._block(table, row, row["superseded_at"])
        return found

    def _returning(self, table: Table) -> list[Row]:
        """The rows that the import superseded."""
        return self._fetch(
            table,
            table.c.superseded_import_id == self.source.id,
            or_(table.c.import_id.is_(None), table.c.import_id != self.source.id),
        )

    def _block(self, table: Table, row: Row, at: dt.datetime | None = None) -> None:
        moment = at or row.get("recorded_at")
        self.blockers.append(
            Blocker(
                table.name,
                row["id"],
                self._item_code(row),
                row.get("period_end"),
                civil_day(moment) if moment is not None else None,
            )
        )

    def _item_code(self, row: Row) -> str | None:
        for column, identity in (
            ("indicator_id", INDICATORS),
            ("project_id", PROJECTS),
            ("node_id", NODES),
            ("secretariat_id", SECRETARIATS),
        ):
            if row.get(column) is not None:
                return self._code(identity, row[column])
        return None

    def _code(self, identity: Table, item_id: int) -> str:
        if (identity, item_id) not in self.codes:
            code = self.connection.execute(select(identity.c.code).where(identity.c.id == item_id)).scalar_one()
            self.codes[identity, item_id] = str(code)
        return self.codes[identity, item_id]

    def _block_on_same_keys(self) -> None:
        """What comes back must find its place empty."""
        for table, rows in self.returning.items():
            leaving = {row["id"] for row in self.brought[table]}
            for columns, applies in _unique_keys(table):
                wanted = {tuple(row[name] for name in columns) for row in rows if applies(row)}
                owners = sorted({key[0] for key in wanted})
                for chunk in chunks(owners):
                    for row in self._fetch(table, in_force(table), table.c[columns[0]].in_(chunk)):
                        key = tuple(row[name] for name in columns)
                        if row["id"] not in leaving and applies(row) and key in wanted:
                            self._block(table, row)

    def _block_on_dependents(self) -> None:
        """What goes out of force must not be what later rows refer to."""
        for identity, (versions, column) in VERSIONS.items():
            returning = {row[column] for row in self.returning[versions] if not row.get("is_withdrawn")}
            gone = [
                row[column]
                for row in self.brought[versions]
                if row[column] not in returning and not row.get("is_withdrawn")
            ]
            if not gone:
                continue
            for table in (*recorded_tables(), ACCOUNTS):
                for name in _columns_leading_to(table, identity):
                    self._block_on_references(table, name, gone)

    def _block_on_references(self, table: Table, column: str, gone: Sequence[int]) -> None:
        is_recorded = "superseded_at" in table.c
        leaving = {row["id"] for row in self.brought.get(table, [])}
        for chunk in chunks(gone):
            conditions = [table.c[column].in_(chunk)] + ([in_force(table)] if is_recorded else [])
            for row in self._fetch(table, *conditions):
                if row["id"] in leaving:
                    continue
                if row.get("decided_by") in self.automatic:
                    # Nobody's work: what is computed of an indicator goes with it.
                    self.brought[table].append(row)
                elif not is_recorded or self._is_later(table, row):
                    self._block(table, row)

    def _is_later(self, table: Table, row: Row) -> bool:
        """Whether a fact was recorded after the import; an undoing brings a fact back, it does not make it younger."""
        if row["restores_id"] is not None:
            row = self._fetch(table, table.c.id == row["restores_id"])[0]
        if row["import_id"] is not None:
            return bool(row["import_id"] > self.source.id)
        return bool(row["recorded_at"] >= self.source.imported_at)

    def _block_on_withdrawn(self) -> None:
        """What came back must refer to what is still there."""
        for table, rows in self.returning.items():
            alive = [row for row in rows if not row.get("is_withdrawn")]
            for identity, (versions, version_column) in VERSIONS.items():
                for name in _columns_leading_to(table, identity):
                    wanted = {row[name] for row in alive if row[name] is not None}
                    there: set[int] = set()
                    for chunk in chunks(sorted(wanted)):
                        current = [versions.c[version_column].in_(chunk), in_force(versions)]
                        if "is_withdrawn" in versions.c:
                            current.append(versions.c.is_withdrawn.is_(False))
                        there.update(self.connection.scalars(select(versions.c[version_column]).where(and_(*current))))
                    for row in alive:
                        if row[name] is not None and row[name] not in there:
                            self._block(table, row, self.write.at)

    def _corrections(self) -> list[Any]:
        """What the import changed in place; a later change of the same blocks."""
        found = list(
            self.connection.execute(
                select(AUDIT)
                .where(AUDIT.c.import_id == self.source.id, AUDIT.c.action == audit.CORRECT)
                .order_by(AUDIT.c.id)
            )
        )
        for correction in found:
            later = self.connection.execute(
                select(func.max(AUDIT.c.id)).where(
                    AUDIT.c.action == audit.CORRECT,
                    AUDIT.c.entity == correction.entity,
                    AUDIT.c.entity_id == correction.entity_id,
                )
            ).scalar_one()
            table = METADATA.tables[correction.entity]
            current = self._fetch(table, table.c.id == correction.entity_id)[0]
            if any(current[name] != value for name, value in correction.detail["after"].items()):
                self._block(table, current, self._moment_of(later))
        return found

    def _moment_of(self, audit_id: int) -> dt.datetime:
        moment: dt.datetime = self.connection.execute(select(AUDIT.c.at).where(AUDIT.c.id == audit_id)).scalar_one()
        return moment

    def _take_back(self, correction: Any) -> None:
        table = METADATA.tables[correction.entity]
        before, after = correction.detail["before"], correction.detail["after"]
        self.connection.execute(update(table).where(table.c.id == correction.entity_id).values(before))
        audit.record(self.write, audit.CORRECT, table.name, correction.entity_id, {"before": after, "after": before})


def _counted(rows: dict[Table, list[Row]]) -> dict[str, int]:
    return {table.name: len(found) for table, found in rows.items() if found}


def _columns_leading_to(table: Table, identity: Table) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table is identity]


def _unique_keys(table: Table) -> Iterable[tuple[tuple[str, ...], Any]]:
    """What is unique among a table's rows in force: columns, the owner first, and to which rows that applies."""

    def every(_row: Row) -> bool:
        return True

    match table.name:
        case "plan_levels":
            return [(("plan_id", "role", "depth"), every)]
        case "plan_listings":
            return [(("plan_id", "secretariat_id", "cross_axis_item_id"), every)]
        case "districts":
            return [(("municipality_id", "name"), every)]
        case "milestones":
            return [(("project_id", "code"), every)]
        case "budgets" | "links" | "responsibilities":
            return _keys_of_items(table.name)
        case "targets":
            return [
                (("indicator_id",), lambda row: row["kind"] == "final"),
                (("indicator_id", "kind", "due_on"), lambda row: row["kind"] != "final"),
            ]
        case "indicator_values":
            return [(("indicator_id", "period_end"), lambda row: row["state"] == "approved")]
        case "url_names":
            return [((column,), _has(column)) for column in ("node_id", "project_id", "indicator_id", "secretariat_id")]
        case _:
            return [((dict(VERSIONS.values())[table],), every)]


def _keys_of_items(name: str) -> list[tuple[tuple[str, ...], Any]]:
    more = {"budgets": ("year", "currency"), "links": ("cross_axis_item_id",), "responsibilities": ("secretariat_id",)}
    items = ("node_id", "project_id", "indicator_id") if name == "links" else ("project_id", "indicator_id")
    keys: list[tuple[tuple[str, ...], Any]] = [((item, *more[name]), _has(item)) for item in items]
    if name == "responsibilities":
        keys += [((item,), lambda row, item=item: row[item] is not None and row["is_lead"]) for item in items]
    return keys


def _has(column: str) -> Any:
    return lambda row: row[column] is not None
