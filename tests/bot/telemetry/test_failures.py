"""What of an exception a log holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import UnknownPerson
from bot.telemetry.failures import described


def _raised(act: Callable[[], object]) -> str:
    try:
        act()
    except BaseException as exc:
        return described((type(exc), exc, exc.__traceback__))
    raise AssertionError("nothing was raised")


def _no_file() -> None:
    Path("/nowhere/somebody's name").read_text("utf-8")


def _refused_by_database() -> None:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE TABLE t (a TEXT PRIMARY KEY)")
        connection.executemany("INSERT INTO t VALUES (?)", [("a",), ("a",)])
    finally:
        connection.close()


def _ours() -> None:
    raise UnknownPerson("没有用户“x1”", remedy="检查用户编号")


def _several() -> None:
    raise ExceptionGroup("words", [ValueError("words"), KeyError("words")])


def _while_handling() -> None:
    try:
        raise ValueError("words")
    except ValueError:
        raise KeyError("words")  # noqa: B904


def _with_itself_beneath() -> None:
    error = ValueError("words")
    error.__cause__ = error
    raise error


@pytest.mark.parametrize(
    ("act", "ending"),
    [
        (_no_file, "FileNotFoundError: No such file or directory"),
        (_refused_by_database, "sqlite3.IntegrityError: SQLITE_CONSTRAINT_PRIMARYKEY"),
        (_ours, "bot.errors.UnknownPerson: 没有用户“x1”；处理：检查用户编号"),
        (_several, "ExceptionGroup\nValueError\nKeyError"),
        (_while_handling, "KeyError"),
        (_with_itself_beneath, "ValueError"),
    ],
)
def test_an_exception_is_told_by_its_class_and_what_the_system_calls_it(
    act: Callable[[], object], ending: str
) -> None:
    told = _raised(act)
    assert told.endswith(ending)
    assert told.startswith("Traceback (most recent call last):\n")
    assert f"in {act.__name__}\n" in told


def test_what_an_exception_came_from_is_told_before_it() -> None:
    told = _raised(_while_handling)
    before, joint, after = told.partition("During handling of the above exception")
    assert joint
    assert before.rstrip().endswith("ValueError")
    assert after.endswith("KeyError")
