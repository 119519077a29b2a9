"""Writes the next migration: what the models have and the newest migration has not."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from data_models.migrations.runner import migrate, settings


def main() -> int:
    """Write one more file in versions/; its name comes from the sentence given as the only argument."""
    if len(sys.argv) != 2:
        sys.stderr.write('usage: python -m data_models.migrations "what changes"\n')
        return 2
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'scratch.db'}")
        with engine.connect() as connection:
            migrate(connection)
            config = settings(connection)
            number = len(list((Path(__file__).parent / "versions").glob("[0-9]*.py"))) + 1
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            command.revision(config, sys.argv[1], autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
