"""Municipalities, their secretariats, the people and the imports that write, and the audit of every write."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from data_models.tables.base import CODE, METADATA, NAME, exactly_one, key, one_of, recorded_table, reference, required


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


MUNICIPALITIES = Table(
    "municipalities",
    METADATA,
    key(),
    required("code", CODE),
    required("name", NAME),
    required("country", String(2)),
    required("currency", String(3)),
    UniqueConstraint("code"),
    CheckConstraint("length(currency) = 3", name="currency_iso"),
    CheckConstraint("length(country) = 2", name="country_iso"),
)
"""A municipality; everything else belongs to one."""


ACCOUNTS = Table(
    "accounts",
    METADATA,
    key(),
    reference("municipality_id", "municipalities.id"),
    required("code", CODE),
    required("display_name", NAME),
    required("role", String(20)),
    reference("secretariat_id", "secretariats.id", is_optional=True),
    UniqueConstraint("municipality_id", "code"),
    one_of("role", Role),
)
"""A person's post (never a personal name): who entered, approved or returned."""


IMPORTS = Table(
    "imports",
    METADATA,
    key(),
    reference("plan_id", "plans.id", is_optional=True),
    required("kind", String(10)),
    Column("recipe", CODE),
    Column("file_name", NAME),
    Column("file_sha256", String(64)),
    required("imported_at", DateTime),
    required("imported_by", NAME),
    required("counts", JSON),
    reference("undoes_id", "imports.id", is_optional=True),
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
"""One file, query or generated plan brought in, or the undoing of one."""


IMPORT_FINDINGS = Table(
    "import_findings",
    METADATA,
    key(),
    reference("import_id", "imports.id"),
    required("code", CODE),
    required("severity", String(10)),
    Column("sheet", String(200)),
    Column("cell", String(40)),
    Column("found", Text),
    Column("expected", Text),
    Column("action", Text),
    Index("ix_import_findings_import", "import_id"),
    one_of("severity", ("error", "warning", "info")),
)
"""What an import could not understand, where, and what was done with it."""


AUDIT = Table(
    "audit",
    METADATA,
    key(),
    required("at", DateTime),
    reference("account_id", "accounts.id", is_optional=True),
    reference("import_id", "imports.id", is_optional=True),
    required("action", CODE),
    required("entity", CODE),
    Column("entity_id", Integer),
    required("detail", JSON),
    exactly_one("account_id", "import_id", name="who_one"),
    Index("ix_audit_entity", "entity", "entity_id"),
)
"""One record for each write: who, when, what was done to what."""


DATA_VERSION = Table(
    "data_version",
    METADATA,
    key(),
    required("version", Integer),
    required("changed_at", DateTime),
    CheckConstraint("id = 1", name="single"),
)
"""A single counter, raised in the transaction of every write; caches and pages are keyed by it."""


SECRETARIATS = Table(
    "secretariats",
    METADATA,
    key(),
    reference("municipality_id", "municipalities.id"),
    required("code", CODE),
    UniqueConstraint("municipality_id", "code"),
)
"""A secretariat or an area below one; its identity. Names and dates are in its versions."""


SECRETARIAT_VERSIONS = recorded_table(
    "secretariat_versions",
    reference("secretariat_id", "secretariats.id"),
    reference("parent_id", "secretariats.id", is_optional=True),
    required("name", NAME),
    Column("in_force_from", Date),
    Column("in_force_to", Date),
    required("is_withdrawn", Boolean, default=False),
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


DISTRICTS = recorded_table(
    "districts",
    reference("municipality_id", "municipalities.id"),
    required("name", String(200)),
    required("outline", Text),
    Index(
        "uq_districts_current",
        "municipality_id",
        "name",
        unique=True,
        sqlite_where=text("superseded_at IS NULL"),
        postgresql_where=text("superseded_at IS NULL"),
    ),
)
"""A district's outline on the map: a GeoJSON Polygon or MultiPolygon in degrees, as text."""
