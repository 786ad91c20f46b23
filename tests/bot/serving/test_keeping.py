"""A service that cannot keep what people say says so, though it can still read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.serving.keeping import Keeping
from bot.storage import session_factory
from bot.storage.engine import SessionFactory
from bot.storage.migrate import migrated_engine
from tests.databases import about_sqlite, database_at, is_postgresql

PATIENCE_S = 60.0
READ_ONLY = "SET TRANSACTION READ ONLY" if is_postgresql() else "PRAGMA query_only = ON"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = migrated_engine(database_at(tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: sa.Engine) -> SessionFactory:
    return session_factory(engine)


def refuse_to_write(engine: sa.Engine) -> None:
    """Let the database itself refuse from now on whatever is written."""
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(READ_ONLY))


class Seconds:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_where_everything_can_be_written_nothing_is_said(sessions: SessionFactory) -> None:
    assert Keeping(lambda: (sessions, sessions)).trouble() == ""


def test_a_database_that_can_only_be_read_is_told(
    engine: sa.Engine, sessions: SessionFactory
) -> None:
    refuse_to_write(engine)
    assert Keeping(lambda: (sessions,)).trouble().startswith("消息存不下来：")
    with sessions() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM alembic_version")) == 1


@about_sqlite
def test_a_file_that_was_deleted_under_the_service_is_told(
    sessions: SessionFactory, tmp_path: Path
) -> None:
    """What is written into it still is found by the process that has it open, and by nobody after
    that."""
    with sessions() as session:
        session.execute(sa.text("SELECT 1"))
        (tmp_path / "bot.sqlite").unlink()
        assert "bot.sqlite 已被删除" in Keeping(lambda: (sessions,)).trouble()


def test_who_asks_often_has_nothing_written_each_time(sessions: SessionFactory) -> None:
    seconds, looks = Seconds(), 0

    def looked_at() -> tuple[SessionFactory, ...]:
        nonlocal looks
        looks += 1
        return (sessions,)

    keeping = Keeping(looked_at, monotonic=seconds)
    for at, looked in ((0.0, 1), (0.5, 1), (0.9, 1), (1.0, 2), (1.5, 2)):
        seconds.now = at
        assert keeping.trouble() == ""
        assert looks == looked


def test_another_writer_who_takes_long_is_no_trouble_until_nobody_would_wait_for_him(
    sessions: SessionFactory,
) -> None:
    """Whoever asks is not kept waiting for him, either: a probe gives up after some seconds."""
    seconds = Seconds()
    keeping = Keeping(lambda: (sessions,), monotonic=seconds, waited_for_s=0.2)
    until_well(keeping)
    with sessions.begin() as another:
        another.execute(sa.text("UPDATE alembic_version SET version_num = version_num"))
        seconds.now = 2.0
        assert keeping.trouble() == ""
        seconds.now = 31.9
        assert keeping.trouble() == ""
        seconds.now = 32.0
        assert keeping.trouble() == "消息存不下来：数据库一直没有应答"
    until_well(keeping)


def test_a_database_that_was_never_written_is_not_called_well(sessions: SessionFactory) -> None:
    keeping = Keeping(lambda: (sessions,), waited_for_s=0.2)
    with sessions.begin() as another:
        another.execute(sa.text("UPDATE alembic_version SET version_num = version_num"))
        assert keeping.trouble() == "消息存不下来：数据库一直没有应答"
    until_well(keeping)


def until_well(keeping: Keeping) -> None:
    end = time.monotonic() + PATIENCE_S
    while keeping.trouble():
        assert time.monotonic() < end
