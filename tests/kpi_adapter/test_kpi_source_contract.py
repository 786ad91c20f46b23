"""One contract, kept by every kind of source: SQLite, PostgreSQL, the workbook, JSON."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
import sqlalchemy as sa

from kpi_adapter.errors import (
    SourceError,
    SourceTimeout,
    SourceUnavailable,
)
from kpi_adapter.settings import HttpSourceSettings
from kpi_adapter.sources.http import HttpSource
from kpi_adapter.sources.ledger import LedgerSource
from kpi_adapter.sources.selection import COLUMNS, Dataset, Row, Selection, Shape, Source
from kpi_adapter.sources.sql import SqlSource
from kpi_adapter.sources.tables import TablesSource
from tests.databases import name_of, new_database
from tests.kpi_adapter.kpi_demo import LEDGER
from tests.kpi_adapter.source_contract import LIMIT, Make, Sample, SourceContract

TOKEN = "let-me-in"


@pytest.fixture(scope="module")
def projects() -> list[Row]:
    """The ledger's rows, so that every source keeps the same projects."""
    source = LedgerSource(LEDGER, name="台账", row_limit=LIMIT)
    return list(source.fetch(Selection.of(Dataset.PROJECTS)).rows)


def write_projects(url: str, rows: list[Row]) -> None:
    kinds: dict[Shape, sa.types.TypeEngine[Any]] = {
        Shape.TEXT: sa.Text(),
        Shape.NUMBER: sa.Float(),
        Shape.DATE: sa.Date(),
    }
    columns = [sa.Column(n, kinds[shape]) for n, shape in COLUMNS[Dataset.PROJECTS].items()]
    table = sa.Table("projects", sa.MetaData(), *columns)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        table.drop(connection, checkfirst=True)
        table.create(connection)
        connection.execute(table.insert(), [dict(row) for row in rows])
    engine.dispose()


def write_tables(folder: Path, kind: str, rows: list[Row]) -> None:
    """``projects.csv`` or ``projects.xlsx`` as an office keeps them."""
    folder.mkdir(exist_ok=True)
    header = list(COLUMNS[Dataset.PROJECTS])
    lines: list[list[Any]] = [list(header)]
    lines += [[row[name] for name in header] for row in rows]
    if kind == "csv":
        with (folder / "projects.csv").open("w", encoding="gb18030", newline="") as stream:
            csv.writer(stream).writerows(lines)
        return
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(folder / "projects.xlsx")


class Service(ThreadingHTTPServer):
    """A paged JSON service with a token, on the loopback interface."""

    rows: list[Row]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Service)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.send_error(401)
            return
        asked = parse_qs(urlsplit(self.path).query)
        page, size = int(asked["page"][0]), int(asked["page_size"][0])
        chosen = [row for row in self.server.rows if self._matches(row, asked)]
        shown = chosen[(page - 1) * size : page * size]
        body = {"rows": shown, "has_more": page * size < len(chosen)}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body, default=str).encode())

    def _matches(self, row: Row, asked: dict[str, list[str]]) -> bool:
        return all(str(row[name]) in asked[name] for name in ("region", "status") if name in asked)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def service(projects: list[Row]) -> Iterator[str]:
    server = Service(("127.0.0.1", 0), Handler)
    server.rows = projects
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def postgres(postgresql: str, tmp_path: Path) -> str:
    return new_database(postgresql, name_of(tmp_path))


@pytest.fixture(params=["workbook", "csv", "xlsx", "sqlite", "postgresql", "json"])
def make(request: pytest.FixtureRequest, tmp_path: Path, projects: list[Row]) -> Iterator[Make]:
    """A function from a row limit to the source; what it made is closed in the end."""
    made: list[Source] = []
    urls = {"sqlite": f"sqlite:///{tmp_path / 'projects.sqlite3'}"}
    if request.param == "postgresql":
        urls["postgresql"] = request.getfixturevalue("postgres")
    if request.param in urls:
        write_projects(urls[request.param], projects)
    if request.param in ("csv", "xlsx"):
        write_tables(tmp_path / "tables", request.param, projects)

    def build(limit: int) -> Source:
        if request.param == "workbook":
            return LedgerSource(LEDGER, name="台账", row_limit=limit)
        if request.param in ("csv", "xlsx"):
            return TablesSource(tmp_path / "tables", name="表", row_limit=limit)
        if request.param == "json":
            settings = HttpSourceSettings(request.getfixturevalue("service"), TOKEN, page_size=50)
            return HttpSource(settings, name="接口", timeout_seconds=60, row_limit=limit)
        return SqlSource(urls[request.param], name="库", timeout_seconds=60, row_limit=limit)

    def remembered(limit: int) -> Source:
        made.append(build(limit))
        return made[-1]

    yield remembered
    for source in made:
        source.close()


class TestSourceContract(SourceContract):
    @pytest.fixture
    def sample(self) -> Sample:
        return Sample(
            dataset=Dataset.PROJECTS,
            rows=139,
            name="name",
            among={"region": ["高港区"], "status": ["停工"]},
            chosen={"金港特种树脂项目", "远航海工装备扩建"},
            at_least={"investment": 10.0},
            at_most={"actual_start": date(2018, 11, 6)},
            within="星河生物疫苗二期",
        )


def gone(tmp_path: Path) -> list[Source]:
    nowhere = HttpSourceSettings("http://127.0.0.1:9", "secret-token")
    missing = tmp_path / "secret-folder" / "gone"
    sql = SqlSource(f"sqlite:///{missing}.db", name="甲", timeout_seconds=60, row_limit=9)
    return [
        sql,
        LedgerSource(missing, name="乙", row_limit=9),
        HttpSource(nowhere, name="丙", timeout_seconds=60, row_limit=9),
        TablesSource(missing, name="丁", row_limit=9),
    ]


def test_a_source_that_is_gone_says_so_without_its_address_or_token(tmp_path: Path) -> None:
    for source in gone(tmp_path):
        with pytest.raises(SourceUnavailable) as caught:
            source.fetch(Selection.of(Dataset.PROJECTS))
        health = source.health()
        assert not health.is_available
        for text in (str(caught.value), health.message):
            assert "secret" not in text
            assert source.name in text


def test_a_wrong_token_is_named_as_the_cause(service: str) -> None:
    settings = HttpSourceSettings(service, "wrong")
    source = HttpSource(settings, name="接口", timeout_seconds=60, row_limit=LIMIT)
    with pytest.raises(SourceUnavailable, match="令牌"):
        source.fetch(Selection.of(Dataset.PROJECTS))


def test_sqlite_refuses_to_be_written(statistics: Path) -> None:
    source = SqlSource(f"sqlite:///{statistics}", name="库", timeout_seconds=60, row_limit=9)
    with source._engine.connect() as connection, pytest.raises(sa.exc.OperationalError):
        connection.execute(sa.text("DELETE FROM fact_monthly"))


def test_postgresql_refuses_to_be_written(postgres: str, projects: list[Row]) -> None:
    write_projects(postgres, projects)
    source = SqlSource(postgres, name="库", timeout_seconds=60, row_limit=9)
    with source._engine.connect() as connection, pytest.raises(sa.exc.InternalError):
        connection.execute(sa.text("DELETE FROM projects"))
    source.close()


def test_postgresql_stops_a_statement_that_runs_too_long(postgres: str) -> None:
    columns = "'M07' indicator_code, 'IND' industry_code, '321200' region_code"
    slow = f"SELECT {columns}, 2019.0 AS year, 800.0 AS plan_value, pg_sleep(20)::text AS unit"
    engine = sa.create_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE OR REPLACE VIEW plan_annual AS {slow}")
    engine.dispose()
    source = SqlSource(postgres, name="库", timeout_seconds=2, row_limit=9)
    with pytest.raises(SourceTimeout, match="时限"):
        source.fetch(Selection.of(Dataset.PLAN))
    source.close()


def test_a_statement_that_runs_too_long_is_stopped(statistics: Path) -> None:
    source = SqlSource(f"sqlite:///{statistics}", name="库", timeout_seconds=0, row_limit=99_999)
    with pytest.raises(SourceError, match="时限"):
        source.fetch(Selection.of(Dataset.MONTHLY))
