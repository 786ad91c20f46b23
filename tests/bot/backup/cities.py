"""What the tests of moving and backing up look for in a city."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.backup.moving import CityDatabases
from bot.backup.tables import reflected, summarise
from bot.channels.tencent.access_token import AccessTokenRow
from bot.storage import create_engine, session_factory

in_folder = CityDatabases.in_folder
TOKEN = b"a-token-that-opens-the-vendors-door"


def quiet(_: str) -> None:
    """Hear progress and say nothing."""


def people_in(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = set(connection.execute(sa.text("SELECT user_id FROM people")).scalars())
    engine.dispose()
    return found


def rows_of(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(found)


def keep_token(url: str) -> None:
    row = AccessTokenRow(account_hash="0" * 64, token=TOKEN.decode())
    engine = create_engine(url)
    with session_factory(engine).begin() as session:
        session.add(row)
    engine.dispose()


def summaries_of(path: Path) -> dict[str, object]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found: dict[str, object] = {
            name: summarise(connection, table, [column.name for column in table.columns])
            for name, table in reflected(connection).items()
            if name != "dbos_migrations"
        }
    engine.dispose()
    return found
