"""Municipalities, their secretariats, the people and the imports that write, and the audit of every write."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data_models.models.base import CODE, NAME, Base, Recorded, exactly_one, one_of, recorded_checks


class Role(StrEnum):
    """What a person does; `public` is nobody signed in and is never stored."""

    MAYOR = "mayor"
    VALIDATOR = "validator"
    CHAMPION = "champion"
    COMMITTEE = "committee"
    DATA_TEAM = "data_team"


class ImportKind(StrEnum):
    IMPORT = "import"
    DEMO = "demo"
    UNDO = "undo"


class Municipality(Base):
    """A municipality; everything else belongs to one."""

    __tablename__ = "municipalities"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("length(currency) = 3", name="currency_iso"),
        CheckConstraint("length(country) = 2", name="country_iso"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(NAME)
    country: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))


class Account(Base):
    """A person's post (never a personal name): who entered, approved or returned."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("municipality_id", "code"), one_of("role", Role))
    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(CODE)
    display_name: Mapped[str] = mapped_column(NAME)
    role: Mapped[str] = mapped_column(String(20))
    secretariat_id: Mapped[int | None] = mapped_column(ForeignKey("secretariats.id"))


class Import(Base):
    """One file, query or generated plan brought in, or the undoing of one."""

    __tablename__ = "imports"
    __table_args__ = (
        one_of("kind", ImportKind),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_its_import"),
        Index(
            "uq_imports_undone_once",
            "undoes_id",
            unique=True,
            sqlite_where=text("undoes_id IS NOT NULL"),
            postgresql_where=text("undoes_id IS NOT NULL"),
        ),
        Index("ix_imports_plan", "plan_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id"))
    kind: Mapped[str] = mapped_column(String(10))
    recipe: Mapped[str | None] = mapped_column(CODE)
    file_name: Mapped[str | None] = mapped_column(NAME)
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    imported_at: Mapped[dt.datetime] = mapped_column(DateTime)
    imported_by: Mapped[str] = mapped_column(NAME)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))


class ImportFinding(Base):
    """What an import could not understand, where, and what was done with it."""

    __tablename__ = "import_findings"
    __table_args__ = (Index("ix_import_findings_import", "import_id"), one_of("severity", ("error", "warning", "info")))
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    code: Mapped[str] = mapped_column(CODE)
    severity: Mapped[str] = mapped_column(String(10))
    sheet: Mapped[str | None] = mapped_column(String(200))
    cell: Mapped[str | None] = mapped_column(String(40))
    found: Mapped[str | None] = mapped_column(Text)
    expected: Mapped[str | None] = mapped_column(Text)
    action: Mapped[str | None] = mapped_column(Text)


class AuditRecord(Base):
    """One record for each write: who, when, what was done to what."""

    __tablename__ = "audit"
    __table_args__ = (
        exactly_one("account_id", "import_id", name="who_one"),
        Index("ix_audit_entity", "entity", "entity_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(DateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    action: Mapped[str] = mapped_column(CODE)
    entity: Mapped[str] = mapped_column(CODE)
    entity_id: Mapped[int | None]
    detail: Mapped[dict[str, object]] = mapped_column(JSON)


class DataVersion(Base):
    """A single counter, raised in the transaction of every write; caches and pages are keyed by it."""

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    changed_at: Mapped[dt.datetime] = mapped_column(DateTime)


class Secretariat(Base):
    """A secretariat or an area below one; its identity. Names and dates are in its versions."""

    __tablename__ = "secretariats"
    __table_args__ = (UniqueConstraint("municipality_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(CODE)


class SecretariatVersion(Recorded, Base):
    __tablename__ = "secretariat_versions"
    __table_args__ = (
        *recorded_checks(),
        CheckConstraint(
            "in_force_to IS NULL OR in_force_from IS NULL OR in_force_to >= in_force_from", name="in_force_order"
        ),
        CheckConstraint("parent_id IS NULL OR parent_id <> secretariat_id", name="not_its_own_parent"),
        Index(
            "uq_secretariat_versions_current",
            "secretariat_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    secretariat_id: Mapped[int] = mapped_column(ForeignKey("secretariats.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("secretariats.id"))
    name: Mapped[str] = mapped_column(NAME)
    in_force_from: Mapped[dt.date | None] = mapped_column(Date)
    in_force_to: Mapped[dt.date | None] = mapped_column(Date)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)


class District(Recorded, Base):
    """A district's outline on the map: a GeoJSON Polygon or MultiPolygon in degrees, as text."""

    __tablename__ = "districts"
    __table_args__ = (
        *recorded_checks(),
        Index(
            "uq_districts_current",
            "municipality_id",
            "name",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    name: Mapped[str] = mapped_column(String(200))
    outline: Mapped[str] = mapped_column(Text)
