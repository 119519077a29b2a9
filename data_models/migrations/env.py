"""What alembic runs: the migrations on the connection it was given, in one transaction."""

from __future__ import annotations

from alembic import context

from data_models.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
