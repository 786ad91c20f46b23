"""Brings the application's database to the revision this program was written for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from bot.errors import StorageError
from bot.reasons import of_database
from bot.storage.engine import create_engine

# Any fixed number: it only has to be the same in every process of this application.
_ADVISORY_LOCK = 19_870_914


def alembic_config() -> Config:
    """Return Alembic's configuration; it needs no file."""
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def migrated_engine(url: str) -> sa.Engine:
    """Open the database at `url`, brought to this program's revision.

    Raises:
        StorageError: as `create_engine` and `upgrade`.
    """
    engine = create_engine(url)
    upgrade(engine)
    return engine


def upgrade(engine: sa.Engine) -> None:
    """Run the revisions that are missing; none when the database is up to date.

    Several processes may start at once: one upgrades, the others wait and find it done.

    Raises:
        StorageError: the database was written by a later program, or cannot be written.
    """
    config = alembic_config()
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as exc:
        raise StorageError(
            "数据库的版本比程序新",
            why="数据库由更新的程序升级过",
            remedy="改用更新的程序，或恢复升级前的备份",
        ) from exc
    except sa.exc.DatabaseError as exc:
        raise StorageError(
            "数据库打不开或写不进去",
            why=of_database(exc.orig),
            remedy="另一个进程正在升级的，等它完成再启动；"
            "否则检查 BOT_DATABASE_URL、数据目录的权限与磁盘空间",
        ) from exc
