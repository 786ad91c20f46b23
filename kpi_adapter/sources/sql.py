"""Any database SQLAlchemy reaches, as somebody else's system: read, never written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import (
    SettingsError,
    SourceDataError,
    SourceError,
    SourceTimeout,
    SourceTooLarge,
    SourceUnavailable,
)
from kpi_adapter.sources.selection import (
    COLUMNS,
    Dataset,
    Fetched,
    Scalar,
    Selection,
    Shape,
    read_value,
)

_TYPES: Mapping[Shape, sa.types.TypeEngine[Any]] = {
    Shape.TEXT: sa.Text(),
    Shape.NUMBER: sa.Float(),
    Shape.DATE: sa.Date(),
}
# SQLite asks the progress handler every so many virtual-machine steps; about 0.1 ms.
_PROGRESS_STEPS = 20_000


def _table(dataset: Dataset) -> sa.Table:
    columns = [sa.Column(name, _TYPES[shape]) for name, shape in COLUMNS[dataset].items()]
    return sa.Table(str(dataset), sa.MetaData(), *columns)


def _sqlite_opener(path: str, timeout: float) -> Callable[[], sqlite3.Connection]:
    uri = f"{Path(path).resolve().as_uri()}?mode=ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=timeout)
        connection.execute("PRAGMA query_only = ON")
        deadline = time.monotonic() + timeout
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _PROGRESS_STEPS)
        return connection

    return connect


def _open_engine(url: str, timeout: float) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except SQLAlchemyError as exc:
        raise SettingsError("统计数据库地址写法不对;应如 sqlite:///路径") from exc
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if not parsed.database:
            raise SettingsError("统计数据库地址缺少文件路径;应如 sqlite:///路径")
        # One connection per question: a file that was replaced is seen at once, and the
        # progress handler's deadline belongs to exactly one statement.
        opener = _sqlite_opener(parsed.database, timeout)
        return sa.create_engine("sqlite://", creator=opener, poolclass=NullPool)
    arguments: dict[str, object] = {}
    if backend == "postgresql":
        limits = f"-c default_transaction_read_only=on -c statement_timeout={int(timeout * 1000)}"
        arguments = {"options": limits, "connect_timeout": max(1, int(timeout))}
    try:
        return sa.create_engine(
            parsed, connect_args=arguments, pool_pre_ping=True, pool_timeout=timeout
        )
    except (SQLAlchemyError, ImportError) as exc:
        raise SettingsError(f"统计数据库的驱动装不上({backend});请检查地址与安装") from exc


class SqlSource:
    """The statistics database.

    Raises SettingsError on opening when the URL cannot be understood; a database that is
    down raises SourceUnavailable only when it is asked.
    """

    DATASETS = (Dataset.MONTHLY, Dataset.SNAPSHOT, Dataset.PLAN, Dataset.PROJECTS)

    def __init__(self, url: str, *, name: str, timeout_seconds: float, row_limit: int) -> None:
        self._name = name
        self._row_limit = row_limit
        self._engine = _open_engine(url, timeout_seconds)
        self._tables = {dataset: _table(dataset) for dataset in self.DATASETS}
        self._last_success: datetime | None = None

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, selection: Selection) -> Fetched:
        statement = self._statement(selection)
        # Shown to people: each bound value of a list has a mark of its own.
        compiled = statement.compile(self._engine, compile_kwargs={"render_postcompile": True})
        try:
            with self._engine.connect() as connection:
                raw = connection.execute(statement).mappings().all()
        except SQLAlchemyError as exc:
            raise self._translated(exc) from exc
        except (ValueError, TypeError) as exc:
            # The driver's own reading of a column: 2019/11/12 where a date was promised.
            raise SourceDataError(self._name, "有一列的值读不出约定的类型;请核对表结构") from exc
        if len(raw) > self._row_limit:
            raise SourceTooLarge(self._name, f"结果超过{self._row_limit}行,请缩小范围")
        shapes = COLUMNS[selection.dataset]
        rows = tuple(
            {name: read_value(self._name, name, shapes[name], row[name]) for name in shapes}
            for row in raw
        )
        self._last_success = datetime.now(UTC)
        parameters: dict[str, Scalar] = dict(compiled.params)
        return Fetched(self._name, rows, str(compiled), parameters)

    def health(self) -> SourceHealth:
        try:
            with self._engine.connect() as connection:
                connection.execute(sa.select(sa.literal(1)))
        except SQLAlchemyError as exc:
            return SourceHealth(self._name, False, str(self._translated(exc)), self._last_success)
        return SourceHealth(self._name, True, "可读", self._last_success)

    def close(self) -> None:
        self._engine.dispose()

    def _statement(self, selection: Selection) -> sa.Select[Any]:
        table = self._tables[selection.dataset]
        statement = sa.select(table)
        for column, values in selection.among:
            statement = statement.where(table.c[column].in_(values))
        for column, low in selection.at_least:
            statement = statement.where(table.c[column] >= low)
        for column, high in selection.at_most:
            statement = statement.where(table.c[column] <= high)
        return statement.limit(self._row_limit + 1)

    def _translated(self, exc: SQLAlchemyError) -> SourceError:
        """The one place where database errors become ours; the URL stays out of the text."""
        text = str(getattr(exc, "orig", exc)).lower()
        if "interrupted" in text or "timeout" in text or "canceling statement" in text:
            return SourceTimeout(self._name, "查询超过时限;请稍后再试或缩小范围")
        if "no such table" in text or "does not exist" in text or "no such column" in text:
            return SourceDataError(self._name, "缺少约定的表或列;请与数据提供方核对表结构")
        return SourceUnavailable(self._name, "连接不上或无法读取;请检查数据库是否可用")
