"""Add causes of delay and recovery dates, strategic indicators, and the outlines of districts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DELAY_CAUSES = (
    "'funding', 'procurement', 'permits', 'design', 'contractor', 'staff', 'weather', 'coordination', 'scope', 'other'"
)


def upgrade() -> None:
    # A column with its own check: SQLite can neither add a check to a table nor reflect those it has.
    op.execute(
        "ALTER TABLE project_versions ADD COLUMN delay_cause VARCHAR(20)"
        f" CONSTRAINT ck_project_versions_delay_cause_known CHECK (delay_cause IN ({DELAY_CAUSES}))"
    )
    op.add_column("project_versions", sa.Column("recovery_on", sa.Date(), nullable=True))
    op.add_column(
        "indicator_versions", sa.Column("is_strategic", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("progress", sa.Column("is_strategic", sa.Boolean(), nullable=True))
    op.add_column("progress", sa.Column("delay_cause", sa.Text(), nullable=True))
    op.add_column("progress", sa.Column("recovery_on", sa.Date(), nullable=True))
    op.create_table(
        "districts",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("outline", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("source_ref", sa.String(length=200), nullable=True),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("superseded_import_id", sa.Integer(), nullable=True),
        sa.Column("restores_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN recorded_by IS NULL THEN 0 ELSE 1 END) + (CASE WHEN import_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_districts_recorded_by_one"),
        ),
        sa.CheckConstraint(
            "(CASE WHEN superseded_by IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN superseded_import_id IS NULL THEN 0 ELSE 1 END)"
            " = (CASE WHEN superseded_at IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_districts_superseded_paired"),
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR superseded_at >= recorded_at",
            name=op.f("ck_districts_superseded_after_recorded"),
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_districts_import_id")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name=op.f("fk_districts_municipality_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("fk_districts_recorded_by")),
        sa.ForeignKeyConstraint(["restores_id"], ["districts.id"], name=op.f("fk_districts_restores_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["accounts.id"], name=op.f("fk_districts_superseded_by")),
        sa.ForeignKeyConstraint(
            ["superseded_import_id"], ["imports.id"], name=op.f("fk_districts_superseded_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
    )
    op.create_index("ix_districts_import_id", "districts", ["import_id"])
    op.create_index("ix_districts_superseded_import_id", "districts", ["superseded_import_id"])
    op.create_index(
        "uq_districts_current",
        "districts",
        ["municipality_id", "name"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("districts")
    for table, names in (
        ("progress", ("recovery_on", "delay_cause", "is_strategic")),
        ("indicator_versions", ("is_strategic",)),
        ("project_versions", ("recovery_on", "delay_cause")),
    ):
        for name in names:
            op.drop_column(table, name)
