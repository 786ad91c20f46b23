"""Copies tables between databases of any kind, and proves that nothing changed on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.errors import BackupError

_BATCH = 1_000
_MODULUS = 1 << 256


@dataclass(frozen=True)
class TableSummary:
    """What a table holds: the number of its rows, and a checksum that no order changes.

    `checksum` is the sum of the rows' SHA-256, modulo 2**256, in hexadecimal: two databases
    need not return rows in one order, and a row twice counts twice.
    """

    rows: int
    checksum: str


def reflected(connection: sa.Connection, schema: str | None = None) -> dict[str, sa.Table]:
    """Return the tables that are there, by name, in an order that respects foreign keys."""
    metadata = sa.MetaData()
    metadata.reflect(connection, schema=schema)
    return {table.name: table for table in metadata.sorted_tables}


def summarise(connection: sa.Connection, table: sa.Table, columns: Iterable[str]) -> TableSummary:
    """Read `table` through and return its summary over `columns`."""
    names = sorted(columns)
    total = rows = 0
    for row in _rows(connection, table, names):
        rows += 1
        total += _fingerprint([row[name] for name in names])
    return TableSummary(rows, f"{total % _MODULUS:064x}")


def require_empty(connection: sa.Connection, table: sa.Table) -> None:
    """Let an empty table pass.

    Raises:
        BackupError: it has rows.
    """
    if connection.execute(sa.select(sa.exists().select_from(table))).scalar_one():
        raise BackupError(f"目标数据库的表 {table.name} 已有数据", remedy="请换一个空的数据库")


def copy_table(
    source: sa.Connection, table: sa.Table, target: sa.Connection, into: sa.Table
) -> TableSummary:
    """Copy every row of `table` into the empty table `into`; return what was copied.

    Raises:
        BackupError: `into` has rows already, lacks a column, or holds something else afterwards.
    """
    names = [column.name for column in table.columns]
    missing = [name for name in names if name not in into.columns]
    if missing:
        raise BackupError(
            f"目标数据库的表 {table.name} 缺少列：{'、'.join(missing)}",
            remedy="请用同一版本的程序操作两边",
        )
    require_empty(target, into)
    batch: list[dict[str, Any]] = []
    for row in _rows(source, table, names):
        batch.append({name: _zoned(value, into.columns[name]) for name, value in row.items()})
        if len(batch) == _BATCH:
            target.execute(into.insert(), batch)
            batch = []
    if batch:
        target.execute(into.insert(), batch)
    before, after = summarise(source, table, names), summarise(target, into, names)
    if before != after:
        raise BackupError(
            f"表 {table.name} 复制后对不上",
            why=f"源 {before.rows} 行，目标 {after.rows} 行，或内容校验不一致",
            remedy="目标未启用，可清空后重试；若再次出现请保留两边数据并报告",
        )
    _advance_sequences(target, into)
    return after


def _rows(
    connection: sa.Connection, table: sa.Table, names: list[str]
) -> Iterator[Mapping[str, Any]]:
    statement = sa.select(*(table.columns[name] for name in names))
    result = connection.execute(statement.execution_options(yield_per=_BATCH))
    for row in result.mappings():
        yield {name: row[name] for name in names}


def _zoned(value: Any, column: sa.Column[Any]) -> Any:
    """Give a moment the zone that the other database keeps, or take it away: without one it is
    UTC, which a server would read as its own local time."""
    if not isinstance(value, datetime):
        return value
    if getattr(column.type, "timezone", False):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _fingerprint(values: list[Any]) -> int:
    text = json.dumps([_plain(value) for value in values], ensure_ascii=False, sort_keys=True)
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())


def _plain(value: Any) -> Any:
    """Return what two databases agree on: one keeps truth as 0 and 1, another as false and true."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (bytes, memoryview)):
        return hashlib.sha256(bytes(value)).hexdigest()
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _advance_sequences(target: sa.Connection, table: sa.Table) -> None:
    """PostgreSQL counts on from where it was, not from the largest key that was copied."""
    if target.dialect.name != "postgresql":
        return
    name = table.fullname
    for column in table.primary_key.columns:
        if not isinstance(column.type, sa.Integer):
            continue
        sequence = target.execute(
            sa.select(sa.func.pg_get_serial_sequence(name, column.name))
        ).scalar_one()
        if sequence is not None:
            largest = target.execute(sa.select(sa.func.max(column))).scalar_one()
            if largest is not None:
                target.execute(sa.select(sa.func.setval(sequence, largest)))
