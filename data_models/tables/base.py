"""What every table shares: the metadata, named constraints, and the columns that make a row append-only."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, text
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

CODE = String(80)
NAME = String(600)
URL = String(500)


METADATA = MetaData(naming_convention=NAMING)
"""All tables; constraint names are fixed so that migrations can name them on both databases."""


def key() -> Column[Any]:
    """The number of a row, given by the database."""
    return Column("id", Integer, primary_key=True)


def required(name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]], **options: Any) -> Column[Any]:
    """A column that always says something."""
    return Column(name, kind, nullable=False, **options)


def reference(name: str, to: str, *, is_optional: bool = False, index: bool = False) -> Column[Any]:
    """A column that names a row of another table (``to`` is "table.column")."""
    return Column(name, Integer, ForeignKey(to), nullable=is_optional, index=index)


def recorded_table(name: str, *contents: SchemaItem) -> Table:
    """An append-only table: ``contents`` are its own columns and checks.

    A row is *recorded* once, by a person or by an import, and later *superseded*, never changed. What was known on a
    moment K are the rows with ``recorded_at <= K`` and (``superseded_at`` empty or ``> K``). Undoing an import appends
    copies of the rows it had superseded; ``restores_id`` leads from the copy to the row it brings back. Times are UTC
    without zone.
    """
    return Table(
        name,
        METADATA,
        *contents,
        key(),
        required("recorded_at", DateTime),
        Column("source_ref", String(200)),
        Column("superseded_at", DateTime),
        reference("recorded_by", "accounts.id", is_optional=True),
        reference("import_id", "imports.id", is_optional=True, index=True),
        reference("superseded_by", "accounts.id", is_optional=True),
        reference("superseded_import_id", "imports.id", is_optional=True, index=True),
        reference("restores_id", f"{name}.id", is_optional=True),
        *_recorded_checks(),
    )


def one_of(column: str, values: type[StrEnum] | Iterable[str], *, name: str | None = None) -> CheckConstraint:
    """A check that ``column`` is NULL or one of ``values``."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=name or f"{column}_known")


def exactly_one(*columns: str, name: str) -> CheckConstraint:
    """A check that exactly one of ``columns`` is not NULL."""
    counted = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in columns)
    return CheckConstraint(f"{counted} = 1", name=name)


def current_only(name: str, *columns: str, where: str = "superseded_at IS NULL") -> Index:
    """A unique index over the rows that are in force."""
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


def _recorded_checks() -> tuple[CheckConstraint, ...]:
    """The checks that pair who and when on every append-only table."""
    return (
        exactly_one("recorded_by", "import_id", name="recorded_by_one"),
        CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END)"
            " = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name="superseded_paired",
        ),
        CheckConstraint("superseded_at IS NULL OR superseded_at >= recorded_at", name="superseded_after_recorded"),
    )
