"""What fails while a command works: told in words where the cause is known, else as it is."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
import sqlalchemy as sa

import bot.cli


def _lost(kind: type[sa.exc.DBAPIError], orig: Exception) -> sa.exc.DBAPIError:
    wrapped = kind("SELECT 1", {}, orig)
    wrapped.__cause__ = orig
    return wrapped


MALFORMED = sqlite3.DatabaseError("database disk image is malformed")
READ_ONLY = psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT")
NO_TABLE = psycopg.errors.UndefinedTable('relation "tasks" does not exist')


def _run(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fail(**_: object) -> None:
        raise failure

    monkeypatch.setattr(bot.cli, "app", fail)
    bot.cli.main()


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (_lost(sa.exc.OperationalError, sqlite3.OperationalError("database is locked")), "占用"),
        (_lost(sa.exc.DatabaseError, MALFORMED), "数据库文件已经损坏"),
        (_lost(sa.exc.InternalError, READ_ONLY), "只读"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
    ],
)
def test_a_known_cause_is_told_in_words(
    failure: Exception,
    why: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        _run(monkeypatch, failure)
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert why in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "failure",
    [
        _lost(sa.exc.OperationalError, sqlite3.OperationalError("no such table: tasks")),
        _lost(sa.exc.ProgrammingError, NO_TABLE),
        _lost(sa.exc.IntegrityError, sqlite3.IntegrityError("UNIQUE constraint failed")),
        ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
        FileNotFoundError(errno.ENOENT, "No such file"),
        KeyError("task"),
    ],
)
def test_an_unknown_cause_keeps_its_traceback(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(type(failure)):
        _run(monkeypatch, failure)
