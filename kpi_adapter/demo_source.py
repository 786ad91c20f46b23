"""The demonstration's statistics database: somebody else's system, played by SQLite."""

from __future__ import annotations

import csv
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from kpi_adapter.errors import SettingsError
from kpi_adapter.sources.selection import COLUMNS, Dataset, Shape, read_value

_TABLES = (Dataset.MONTHLY, Dataset.SNAPSHOT, Dataset.PLAN)
_SQL_TYPES = {Shape.TEXT: "TEXT", Shape.NUMBER: "REAL", Shape.DATE: "TEXT"}


def build_statistics_database(csv_dir: Path, sqlite_path: Path) -> None:
    """Load the CSV files of ``csv_dir`` into ``sqlite_path``; safe to repeat.

    The file is built beside its place and moved there in one step, so a reader sees the old
    database or the new one. Raises SettingsError when a CSV file is missing or cannot be
    read; an existing database then stays as it was.
    """
    sqlite_path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=sqlite_path.parent, suffix=".building")
    os.close(handle)
    building = Path(name)
    try:
        with closing(sqlite3.connect(building)) as connection, connection:
            for dataset in _TABLES:
                _load(connection, dataset, csv_dir / f"{dataset}.csv")
            connection.execute(
                "CREATE INDEX fact_monthly_by_indicator ON fact_monthly"
                " (indicator_code, industry_code, region_code, period)"
            )
        building.replace(sqlite_path)
    except (OSError, KeyError, csv.Error, sqlite3.Error) as exc:
        raise SettingsError(f"演示统计数据库建不起来:{exc};请检查 {csv_dir}") from exc
    finally:
        building.unlink(missing_ok=True)


def _load(connection: sqlite3.Connection, dataset: Dataset, file: Path) -> None:
    shapes = COLUMNS[dataset]
    definition = ", ".join(f"{name} {_SQL_TYPES[shape]}" for name, shape in shapes.items())
    connection.execute(f"CREATE TABLE {dataset} ({definition})")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = [
            [_stored(file.name, name, shape, line[name]) for name, shape in shapes.items()]
            for line in csv.DictReader(stream)
        ]
    marks = ", ".join("?" for _ in shapes)
    connection.executemany(f"INSERT INTO {dataset} VALUES ({marks})", rows)


def _stored(file: str, name: str, shape: Shape, text: str) -> str | float | None:
    value = read_value(file, name, shape, text)
    return value if value is None or isinstance(value, (str, float)) else value.isoformat()
