"""The revisions and the tables are the same thing."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import StorageError
from bot.storage import create_engine
from bot.storage.migrate import upgrade
from tests.bot.durable.whole_metadata import whole_metadata
from tests.databases import database_at


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return create_engine(database_at(tmp_path, empty=True))


def test_the_revisions_make_exactly_the_tables(engine: sa.Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        tables = whole_metadata()
        differences = compare_metadata(context, tables)  # type: ignore[arg-type]
    assert differences == [], "run python -m tests.bot.durable.make_revision"


def test_upgrading_again_changes_nothing(engine: sa.Engine) -> None:
    upgrade(engine)
    before = sa.inspect(engine).get_table_names()
    upgrade(engine)
    assert sa.inspect(engine).get_table_names() == before


def test_a_database_of_a_later_program_is_refused(engine: sa.Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'later'"))
    with pytest.raises(StorageError, match="版本比程序新"):
        upgrade(engine)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite"
    file.write_bytes(b"this is not a database, but it is long enough" * 100)
    with pytest.raises(StorageError):
        upgrade(create_engine(f"sqlite:///{file}"))
