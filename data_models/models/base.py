"""What every table shares: the declarative base, named constraints, and the columns that make a row append-only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

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


class Base(DeclarativeBase):
    """Declarative base; constraint names are fixed so that migrations can name them on both databases."""

    metadata = MetaData(naming_convention=NAMING)


def one_of(column: str, values: type[StrEnum] | Iterable[str], *, name: str | None = None) -> CheckConstraint:
    """A check that ``column`` is NULL or one of ``values``."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=name or f"{column}_known")


def exactly_one(*columns: str, name: str) -> CheckConstraint:
    """A check that exactly one of ``columns`` is not NULL."""
    counted = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in columns)
    return CheckConstraint(f"{counted} = 1", name=name)


class Recorded:
    """Columns of an append-only row.

    A row is *recorded* once, by a person or by an import, and later *superseded*, never changed. What was known on a
    moment K are the rows with ``recorded_at <= K`` and (``superseded_at`` empty or ``> K``). Undoing an import appends
    copies of the rows it had superseded; ``restores_id`` leads from the copy to the row it brings back. Times are UTC
    without zone.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    recorded_at: Mapped[dt.datetime] = mapped_column(DateTime)
    source_ref: Mapped[str | None] = mapped_column(String(200))
    superseded_at: Mapped[dt.datetime | None] = mapped_column(DateTime)

    @declared_attr
    def recorded_by(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts.id"))

    @declared_attr
    def import_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("imports.id"), index=True)

    @declared_attr
    def superseded_by(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts.id"))

    @declared_attr
    def superseded_import_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("imports.id"), index=True)

    @declared_attr
    def restores_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"))  # type: ignore[attr-defined]


def recorded_checks() -> tuple[CheckConstraint, ...]:
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
