"""Moves a city's state between databases: its own tables, messages taken in, durable work.

Under SQLite these are three files, under PostgreSQL one database whose durable work has the
schema ``dbos``. What is copied is compared row by row before anything says that it is done.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from dbos import run_dbos_database_migrations

from bot.backup.tables import TableSummary, copy_table, reflected, require_empty
from bot.durable.executors import make_table
from bot.errors import BackupError, StorageError
from bot.reasons import of_database
from bot.storage import create_engine
from bot.storage.migrate import upgrade

# Which revision a database has is its own affair: both sides are at this program's.
_OWN = frozenset({"alembic_version", "dbos_migrations"})
_INTAKE = frozenset({"inbound_messages"})
_EXECUTORS = frozenset({"durable_executors"})
_DURABLE_SCHEMA = "dbos"
PASSING_TABLE = "vendor_access_tokens"
"""Whoever holds these speaks for the city for two hours; anybody entitled to them fetches new
ones, so they stay where they are."""
SQLITE_FILES = ("bot.sqlite", "intake.sqlite", "durable.sqlite")
"""Application, messages taken in, durable work."""

Say = Callable[[str], None]
Summaries = dict[str, TableSummary]


@dataclass(frozen=True)
class CityDatabases:
    """The addresses of a city's databases; under PostgreSQL they are all one."""

    application: str
    intake: str
    durable: str

    @classmethod
    def in_folder(cls, folder: Path) -> CityDatabases:
        """Return the three SQLite files of a data directory."""
        application, intake, durable = (f"sqlite:///{folder / name}" for name in SQLITE_FILES)
        return cls(application, intake, durable)

    @classmethod
    def at(cls, url: str) -> CityDatabases:
        """Return the one database at `url`, which holds everything."""
        return cls(url, url, url)


@dataclass(frozen=True)
class _Part:
    """Some tables of one database. `schema` holds them under PostgreSQL; `only` and `leave`
    choose among them."""

    source: str
    target: str
    schema: str | None = None
    only: frozenset[str] | None = None
    leave: frozenset[str] = frozenset()

    def wants(self, table: str) -> bool:
        """Tell whether `table` is copied."""
        is_chosen = self.only is None or table in self.only
        return is_chosen and table not in self.leave and table not in _OWN


def move(
    source: CityDatabases,
    target: CityDatabases,
    *,
    say: Say,
    before_keeping: Callable[[], None] = lambda: None,
) -> Summaries:
    """Copy everything but the vendors' tokens from `source` into the empty `target`; return what
    each table holds.

    Each database of `source` is read as of one moment. The order is messages taken in, durable
    work, application: should the city be running, work that is repeated finds that it was done,
    while the other way round work would be lost.

    Each database of `target` is filled in one transaction, and none before all were looked at:
    messages and work of one city beside the people of another would be answered and done there.
    `before_keeping` is called when all is copied and compared, and nothing kept yet.

    Raises:
        BackupError: `target` is not empty, or differs from `source` afterwards.
        StorageError: a database cannot be opened.
    """
    if {source.application, source.durable} & {target.application, target.durable}:
        raise BackupError("源与目标是同一个数据库", remedy="请检查目标地址")
    prepare(source)
    parts = _parts(source, target)
    # Before it is brought to this program's revision: it may be a city that lives.
    for part in parts:
        _refuse_filled(part)
    prepare(target)
    summaries: Summaries = {}
    with ExitStack() as writing:
        # What is entered first is kept last: the application, without which a city shows nobody.
        targets = {
            url: writing.enter_context(_writing(url))
            for url in dict.fromkeys(part.target for part in reversed(parts))
        }
        for part in parts:
            summaries |= _copied(part, targets[part.target], say)
        before_keeping()
    return summaries


def _parts(source: CityDatabases, target: CityDatabases) -> tuple[_Part, ...]:
    durable = _durable_tables()
    return (
        _Part(source.intake, target.intake, only=_INTAKE),
        _Part(source.durable, target.durable, only=_EXECUTORS),
        _Part(source.durable, target.durable, _DURABLE_SCHEMA, only=durable),
        _Part(
            source.application,
            target.application,
            leave=_INTAKE | _EXECUTORS | durable | {PASSING_TABLE},
        ),
    )


def prepare(databases: CityDatabases) -> None:
    """Bring every database to this program's revision; an absent one is made."""
    for url in dict.fromkeys((databases.application, databases.intake)):
        with _engine(url) as engine:
            upgrade(engine)
    with _engine(databases.durable) as engine:
        run_dbos_database_migrations(engine.url.render_as_string(hide_password=False))
        make_table(engine)


def _copied(part: _Part, target: sa.Connection, say: Say) -> Summaries:
    summaries: Summaries = {}
    with _engine(part.source) as source_engine, _reading(source_engine) as source:
        tables = reflected(source, _schema(part, source))
        into = reflected(target, _schema(part, target))
        for name, table in tables.items():
            if not part.wants(name):
                continue
            if name not in into:
                raise BackupError(f"目标数据库没有表 {name}", remedy="请用同一版本的程序操作两边")
            summaries[name] = copy_table(source, table, target, into[name])
            say(f"{name}：{summaries[name].rows} 行")
    return summaries


def _refuse_filled(part: _Part) -> None:
    try:
        with _engine(part.target) as engine, _reading(engine) as target:
            for name, table in reflected(target, _schema(part, target)).items():
                if part.wants(name):
                    require_empty(target, table)
    except sa.exc.DatabaseError as exc:
        raise StorageError(
            "目标数据库打不开",
            why=of_database(exc.orig),
            remedy="检查目标地址（--to，恢复时为 BOT_DATABASE_URL）、权限与磁盘空间",
        ) from exc


def _durable_tables() -> frozenset[str]:
    """Return the names of the durable work's tables, which are the library's to choose."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'durable.sqlite'}"
        run_dbos_database_migrations(url)
        with _engine(url) as engine, _reading(engine) as connection:
            return frozenset(reflected(connection)) - _OWN


def _schema(part: _Part, connection: sa.Connection) -> str | None:
    return part.schema if connection.dialect.name == "postgresql" else None


@contextmanager
def _engine(url: str) -> Iterator[sa.Engine]:
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _writing(url: str) -> Iterator[sa.Connection]:
    with _engine(url) as engine, engine.begin() as connection:
        yield connection


@contextmanager
def _reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Read as of one moment, without keeping writers waiting."""
    options: dict[str, object] = {"is_read_only": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with engine.execution_options(**options).connect() as connection:
        yield connection
