"""Runs the migrations from code: there is no settings file, the connection is handed over."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).resolve().parent


def settings(connection: Connection) -> Config:
    """Alembic's settings for migrations that run on ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def is_newest(connection: Connection) -> bool:
    """Whether the tables are at the newest revision."""
    newest = ScriptDirectory.from_config(settings(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the tables up to a revision, by default the newest."""
    command.upgrade(settings(connection), revision)


def unmigrate(connection: Connection, revision: str = "base") -> None:
    """Take the tables down to a revision, by default to none."""
    command.downgrade(settings(connection), revision)
