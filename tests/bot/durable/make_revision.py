"""Writes the next revision from what the tables are now; read it before you keep it.

Run `python -m tests.bot.durable.make_revision 0002 "what changes"`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.storage import create_engine
from bot.storage.migrate import alembic_config, upgrade
from tests.bot.durable.whole_metadata import whole_metadata


def make_revision(number: str, message: str) -> None:
    """Compare a database at the last revision with the tables and write the difference."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'bot.sqlite'}")
        upgrade(engine)
        config = alembic_config()
        with engine.begin() as connection:
            config.attributes.update(connection=connection, metadata=whole_metadata())
            command.revision(config, message=message, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    make_revision(*sys.argv[1:3])
