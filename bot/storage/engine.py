"""Engines and sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from bot.errors import StorageError
from bot.reasons import of_system
from bot.storage.data_folder import make_data_folder
from bot.storage.held_connection import HeldConnection

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "busy_timeout=30000",
    "foreign_keys=ON",
)


# Ten connections a process to a server, which admits a hundred by default, and every process of a
# city has its own. Fewer would do for speed; but a transaction may read through another connection
# what it decides by, so that each thread at work can want two.
_SERVER_POOL = {"pool_size": 5, "max_overflow": 5}
# Every database of ours has this table, and one row in it.
_UNCHANGED = sa.text("UPDATE alembic_version SET version_num = version_num")


def create_engine(url: str) -> sa.Engine:
    """Open the database at `url`; a SQLite file gets its folder, WAL and a patient lock.

    Raises:
        StorageError: the URL is malformed, or its folder cannot be made.
    """
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
            raise StorageError(
                "数据库地址无法识别",
                why=f"不支持 {parsed.get_backend_name()}",
                remedy="BOT_DATABASE_URL 应为 postgresql://用户:密码@主机:5432/库名，"
                "或留空用 SQLite",
            )
        if parsed.get_backend_name() == "postgresql" and "+" not in parsed.drivername:
            parsed = parsed.set(drivername="postgresql+psycopg")
        is_file = parsed.get_backend_name() == "sqlite"
        if is_file and parsed.database:
            make_data_folder(Path(parsed.database).parent)
        pool = {} if is_file else _SERVER_POOL
        # Parameters are what people wrote: an error must not carry them into a log.
        engine = sa.create_engine(parsed, pool_pre_ping=True, hide_parameters=True, **pool)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as exc:
        raise StorageError(
            "数据库地址无法识别",
            why="写法不对",
            remedy="BOT_DATABASE_URL 应为 postgresql://用户:密码@主机:5432/库名，或留空用 SQLite",
        ) from exc
    except OSError as exc:
        raise StorageError(
            "数据目录无法创建", why=of_system(exc), remedy="检查 BOT_DATA_DIR 的权限与空间"
        ) from exc
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


class SessionFactory:
    """Gives sessions: called for reading, `begin` for a transaction that writes.

    Objects stay readable after commit. Readers never wait for a writer.
    """

    def __init__(self, engine: sa.Engine) -> None:
        reading = engine.execution_options(is_read_only=True)
        self._reading = sessionmaker(reading, expire_on_commit=False)
        self._writing = sessionmaker(engine, expire_on_commit=False)
        self._engine = engine

    def __call__(self) -> Session:
        """Return a session to read with; it is closed by its ``with`` block."""
        return self._reading()

    def begin(self) -> AbstractContextManager[Session]:
        """Return a transaction that is committed at the end of its ``with`` block."""
        return self._writing.begin()

    def prove_writable(self) -> None:
        """Write what stands there already.

        Raises:
            StorageError: the file is gone; what is written into it still is lost when it is closed.
            SQLAlchemyError: the database refused.
        """
        file = self._engine.url.database
        if self._engine.dialect.name == "sqlite" and file and not Path(file).exists():
            raise StorageError(
                f"数据库 {Path(file).name} 不见了",
                why=f"{Path(file).name} 已被删除或移走",
                remedy="立即停掉服务，从备份恢复数据目录",
            )
        with self.begin() as session:
            session.execute(_UNCHANGED)

    def server_ahead(self, now: Callable[[], datetime]) -> timedelta:
        """Return by how much the clock of the database's server is ahead of `now`; a file has no
        clock of its own. The way there and the way back count as equally long."""
        if self._engine.dialect.name == "sqlite":
            return timedelta(0)
        with self() as session:
            # Connected first: that takes longer than to ask.
            session.connection()
            before = now()
            told: datetime = session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
            after = now()
        return told - (before + (after - before) / 2)

    def held_connection(self) -> HeldConnection:
        """Return a connection for somebody who writes small things often."""
        return HeldConnection(self._engine)


def session_factory(engine: sa.Engine) -> SessionFactory:
    """Return the sessions of `engine`."""
    return SessionFactory(engine)


@contextmanager
def joined(connection: sa.Connection) -> Iterator[Session]:
    """Give a session within the transaction of `connection`, which whoever began it ends."""
    with Session(connection, expire_on_commit=False) as session:
        yield session
        session.flush()


Also = Callable[[Session], object]
"""What a caller has written in the transaction of a change: both are kept, or neither."""


def nothing_else(*_handed_over: object) -> None:
    """Write nothing beside a change."""


def joining(also: Also) -> Callable[..., None]:
    """Return `also` for a transaction of plain statements, which hands over its connection
    first; what else it hands over is left aside."""

    def call(connection: sa.Connection, *_more: object) -> None:
        with joined(connection) as session:
            also(session)

    return call


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Readers must not wait for the one writer, and a writer waits instead of failing.
    # isolation_level None hands BEGIN to `_begin_sqlite`.
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later would fail at once with SQLITE_BUSY when
    # another writer came between; taking the write lock at BEGIN makes it wait instead. What
    # only reads carries the execution option `is_read_only` and waits for nobody.
    read_only = connection.get_execution_options().get("is_read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def rows_changed(result: sa.Result[Any]) -> int:
    """Return how many rows a statement changed or deleted; 0 of one that changes none.

    The types of SQLAlchemy promise the count of a `CursorResult` alone, which is what every
    such statement gives.
    """
    return result.rowcount if isinstance(result, sa.CursorResult) else 0
