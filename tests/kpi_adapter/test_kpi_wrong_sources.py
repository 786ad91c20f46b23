"""Sources that are wrong, half saved, slow or changed: a clear refusal or the last good value,
never an exception and never a number that nobody gave."""

from __future__ import annotations

import json
import os
import shutil
import threading
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import openpyxl
import pytest
import sqlalchemy as sa

from kpi_adapter import HttpSourceSettings, KpiAdapter, KpiSettings, Outcome, Reason
from kpi_adapter.errors import SettingsError, SourceDataError, SourceError, SourceTimeout
from kpi_adapter.sources.http import HttpSource
from kpi_adapter.sources.ledger import LedgerSource
from kpi_adapter.sources.selection import COLUMNS, Dataset, Selection, Shape, read_value
from kpi_adapter.sources.sql import SqlSource
from kpi_adapter.sources.tables import TablesSource
from kpi_adapter.sources.watched import WatchedFile
from kpi_adapter.sources.workbook import NEVER_COMPUTED, first_sheet
from tests.kpi_adapter.kpi_demo import DEMO, GUEST, LEDGER, NOW, SUPERVISOR
from tests.simulators.dripping import DrippingServer, dripping_body, dripping_head

ALL = Selection.of(Dataset.PROJECTS)
PLANS = Selection.of(Dataset.PLAN)
FIRST = "1到10月五大产业产值多少"
PLAN_HEADER = "indicator_code,industry_code,region_code,year,plan_value,unit"
PLAN_ROW = "M07,IND,321200,2019,800,个"

# JSON services ---------------------------------------------------------------------------

WHOLE = dict.fromkeys(COLUMNS[Dataset.PLAN]) | {"year": 2019, "plan_value": 800}
Responder = Callable[[httpx.Request], httpx.Response]


def service(respond: Responder, *, limit: int = 99) -> HttpSource:
    return HttpSource(
        HttpSourceSettings("http://service.test", "secret", page_size=2),
        name="接口",
        timeout_seconds=60,
        row_limit=limit,
        transport=httpx.MockTransport(respond),
    )


def says(body: object) -> Responder:
    return lambda _: httpx.Response(200, json=body)


WRONG = {
    "a page of HTML": (lambda _: httpx.Response(200, html="<html>登录</html>"), "不是JSON"),
    "a list instead of an object": (says([WHOLE]), "rows"),
    "rows that are no objects": (says({"rows": [1, 2]}), "rows"),
    "a missing column": (says({"rows": [{"year": 2019}]}), "缺少列indicator_code"),
    "text where a number was promised": (
        says({"rows": [WHOLE | {"plan_value": "约800"}]}),
        "plan_value",
    ),
    "not a number": (
        lambda _: httpx.Response(200, text=f'{{"rows": [{httpx_row("NaN")}]}}'),
        "plan_value",
    ),
    "the same page for ever": (says({"rows": [WHOLE], "has_more": True}), "分页"),
    "a redirect to a login page": (
        lambda _: httpx.Response(302, headers={"Location": "http://service.test/login"}),
        "302",
    ),
    "an error of its own": (lambda _: httpx.Response(500), "500"),
    "lists within lists without end": (
        lambda _: httpx.Response(200, text="[" * 100_000),
        "不是JSON",
    ),
}


def httpx_row(value: str) -> str:
    known = ", ".join(f'"{name}": null' for name in COLUMNS[Dataset.PLAN] if name != "plan_value")
    return f'{{{known}, "plan_value": {value}}}'


@pytest.mark.parametrize("what", WRONG)
def test_a_service_that_answers_wrongly_is_refused_by_name(what: str) -> None:
    respond, named = WRONG[what]
    with pytest.raises(SourceError, match=named) as caught:
        service(respond).fetch(PLANS)
    assert "secret" not in str(caught.value)


def test_an_address_that_is_none_is_a_fault_of_the_settings() -> None:
    with pytest.raises(SettingsError):
        HttpSource(HttpSourceSettings("http://[::1"), name="接口", timeout_seconds=60, row_limit=9)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "1_000", "0x1F", "5.0亿元", "—"])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    with pytest.raises(SourceDataError):
        read_value("库", "value_ytd", Shape.NUMBER, text)


# Databases -------------------------------------------------------------------------------

SCHEMAS = {
    "no such table": "CREATE TABLE other (x TEXT)",
    "no such column": "CREATE TABLE plan_annual (indicator_code TEXT)",
    "text in a number": "CREATE TABLE plan_annual AS SELECT 'M07' indicator_code,"
    " 'IND' industry_code, '321200' region_code, 2019 year, '约800' plan_value, '个' unit",
}


@pytest.mark.parametrize("what", SCHEMAS)
def test_a_database_of_another_shape_is_refused(tmp_path: Path, what: str) -> None:
    url = f"sqlite:///{tmp_path / 'wrong.db'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(SCHEMAS[what])
    engine.dispose()
    source = SqlSource(url, name="库", timeout_seconds=60, row_limit=9)
    with pytest.raises(SourceDataError):
        source.fetch(PLANS)
    source.close()


def test_a_date_in_another_spelling_is_refused_in_words(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'wrong.db'}"
    columns = ", ".join(f"'x' {name}" for name in COLUMNS[Dataset.SNAPSHOT] if name != "as_of")
    numbers = columns.replace("'x' recognised_value", "1 recognised_value").replace(
        "'x' declared_value", "1 declared_value"
    )
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE TABLE fact_snapshot AS SELECT '2019/10/31' as_of, {numbers}"
        )
    engine.dispose()
    source = SqlSource(url, name="库", timeout_seconds=60, row_limit=9)
    with pytest.raises(SourceDataError, match="类型"):
        source.fetch(Selection.of(Dataset.SNAPSHOT))
    source.close()


# Files -----------------------------------------------------------------------------------


def tables(tmp_path: Path, content: bytes) -> TablesSource:
    (tmp_path / "plan_annual.csv").write_bytes(content)
    return TablesSource(tmp_path, name="表", row_limit=99)


FILES = {
    "a missing column": (b"indicator_code,year\nM07,2019\n", "缺少列industry_code"),
    "a line cut off": (f"{PLAN_HEADER}\n{PLAN_ROW}\nM07,IN".encode(), "第3行不完整"),
    "text in a number": (f"{PLAN_HEADER}\nM07,IND,321200,2019,八百,个".encode(), "第2行"),
    "no text at all": (b"\xff\xfe\x00\x81\xff\xff\xff", "编码|缺少列|CSV"),
    "an empty file": (b"", "缺少列"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_wrong_table_is_refused_with_file_and_line(tmp_path: Path, what: str) -> None:
    content, named = FILES[what]
    with pytest.raises(SourceDataError, match=named):
        tables(tmp_path, content).fetch(PLANS)


def test_a_changed_table_shows_at_once_and_half_a_table_never(tmp_path: Path) -> None:
    source = tables(tmp_path, f"{PLAN_HEADER}\n{PLAN_ROW}\n".encode())
    first = source.fetch(PLANS)
    assert [row["plan_value"] for row in first.rows] == [800.0]
    file = tmp_path / "plan_annual.csv"
    file.write_text(f"{PLAN_HEADER}\n{PLAN_ROW.replace('800', '900')}\n{PLAN_ROW[:9]}", "utf-8")
    half = source.fetch(PLANS)
    assert half.rows == first.rows
    assert half.stale_since is not None
    assert not source.health().is_available
    file.write_text(f"{PLAN_HEADER}\n{PLAN_ROW.replace('800', '900')}\n", "utf-8")
    whole = source.fetch(PLANS)
    assert [row["plan_value"] for row in whole.rows] == [900.0]
    assert whole.stale_since is None


def test_a_workbook_being_saved_gives_its_last_good_projects(tmp_path: Path) -> None:
    path = Path(shutil.copy(LEDGER, tmp_path / "台账.xlsx"))
    source = LedgerSource(path, name="台账", row_limit=500)
    good = source.fetch(ALL)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    saving = source.fetch(Selection.of(Dataset.PROJECTS, {"region": ["高港区"]}))
    assert {row["name"] for row in saving.rows} < {row["name"] for row in good.rows}
    assert saving.stale_since is not None
    assert saving.stale_since <= good.fetched_at
    assert not source.health().is_available
    path.unlink()
    assert source.fetch(ALL).rows == good.rows
    path.write_bytes(content)
    assert source.fetch(ALL).stale_since is None


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old", "utf-8")
    readings: list[str] = []

    def read(file: Path) -> str:
        readings.append(file.read_text("utf-8"))
        if len(readings) == 1:
            path.write_text("newer", "utf-8")
        return readings[-1]

    assert WatchedFile("文件", path, read).current().value == "newer"
    assert readings == ["old", "newer"]


def test_a_file_that_never_settles_is_refused_and_a_bad_one_read_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x", "utf-8")
    count = 0

    def changing(file: Path) -> str:
        nonlocal count
        count += 1
        os.utime(file, ns=(count, count))
        return "half"

    with pytest.raises(SourceDataError, match="正在保存"):
        WatchedFile("文件", path, changing).current()
    reads = 0

    def damaged(_: Path) -> str:
        nonlocal reads
        reads += 1
        raise SourceDataError("文件", "打不开")

    watched = WatchedFile("文件", path, damaged)
    for _ in range(3):
        with pytest.raises(SourceDataError, match="打不开"):
            watched.current()
    assert reads == 1


# The whole adapter -----------------------------------------------------------------------


def test_figures_from_a_folder_of_tables_equal_those_of_the_database(
    tmp_path: Path, statistics: Path
) -> None:
    folder = Path(shutil.copytree(DEMO / "stats", tmp_path / "stats"))
    questions = (FIRST, "哪个区产值增长最快", "泰兴新签约多少个,完成全年计划多少", "百亿企业几家")
    adapters = [
        KpiAdapter.open(KpiSettings(stats_folder=folder, timeout_seconds=60)),
        KpiAdapter.open(KpiSettings(stats_url=f"sqlite:///{statistics}", timeout_seconds=60)),
    ]
    for question in questions:
        files, database = (one.answer(question, viewer=GUEST, now=NOW) for one in adapters)
        assert files == database
    file = folder / "fact_monthly.csv"
    file.write_text(file.read_text("utf-8").replace("3657.33", "4000.00"), "utf-8")
    changed = adapters[0].answer(FIRST, viewer=GUEST, now=NOW)
    assert changed is not None
    assert "4000.00亿元" in changed.text
    for adapter in adapters:
        adapter.close()


def test_last_good_figures_of_the_day_before_are_given_marked(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DEMO / "stats", tmp_path / "stats"))
    adapter = KpiAdapter.open(KpiSettings(stats_folder=folder))
    adapter.answer(FIRST, viewer=GUEST, now=NOW)
    (folder / "fact_monthly.csv").write_text("<html>", "utf-8")
    tomorrow = datetime(2019, 11, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    answer = adapter.answer(FIRST, viewer=GUEST, now=tomorrow)
    adapter.close()
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED
    assert "3657.33亿元" in answer.text
    assert "未更新" in answer.text


def test_a_source_that_hangs_does_not_hold_up_another(statistics: Path) -> None:
    release = threading.Event()

    def hangs(_: httpx.Request) -> httpx.Response:
        release.wait(60)
        return httpx.Response(200, json={"rows": []})

    from kpi_adapter.catalogue.loading import load_catalogue
    from kpi_adapter.sources.guarded import GuardedSource, GuardSettings

    guard = GuardSettings(0.05, 1, 60.0, 8)
    figures = SqlSource(f"sqlite:///{statistics}", name="库", timeout_seconds=60, row_limit=999)
    ledger = GuardedSource(service(hangs), guard)
    adapter = KpiAdapter(load_catalogue(), figures, ledger)
    asked: list[object] = []
    waiting = threading.Thread(
        target=lambda: asked.append(adapter.answer("停工的项目有几个", viewer=SUPERVISOR, now=NOW))
    )
    waiting.start()
    answer = adapter.answer(FIRST, viewer=GUEST, now=NOW)
    waiting.join(60)
    refused = adapter.answer("停工的项目有几个", viewer=SUPERVISOR, now=NOW)
    release.set()
    adapter.close()
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED
    assert len(asked) == 1
    assert refused is not None
    assert refused.reason is Reason.SOURCE_UNAVAILABLE


SOURCES = [
    {},
    {"stats_url": "sqlite:///x.db", "stats_folder": Path()},
    {"stats_folder": Path(), "stats_http": HttpSourceSettings("http://x")},
    {
        "stats_folder": Path(),
        "ledger_path": LEDGER,
        "ledger_http": HttpSourceSettings("http://x"),
    },
]


@pytest.mark.parametrize("named", SOURCES)
def test_none_or_two_sources_for_one_thing_are_refused(named: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        KpiAdapter.open(KpiSettings(**named))  # type: ignore[arg-type]


def test_a_ledger_whose_number_became_text_names_its_cell(tmp_path: Path) -> None:
    path = Path(shutil.copy(LEDGER, tmp_path / "台账.xlsx"))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["E7"] = "待定"
    book.save(path)
    adapter = KpiAdapter.open(KpiSettings(stats_folder=DEMO / "stats", ledger_path=path))
    answer = adapter.answer("停工的项目有几个", viewer=SUPERVISOR, now=NOW)
    health = adapter.health()[1]
    adapter.close()
    assert answer is not None
    assert answer.reason is Reason.SOURCE_UNAVAILABLE
    assert "第7行" in health.message


@pytest.mark.parametrize("dripping", [dripping_head, dripping_body])
def test_a_service_that_answers_byte_by_byte_is_given_up(
    dripping: Callable[[bytes], DrippingServer],
) -> None:
    with dripping(json.dumps({"rows": [WHOLE], "has_more": False}).encode()) as server:
        settings = HttpSourceSettings(server.url, "secret")
        source = HttpSource(settings, name="接口", timeout_seconds=0.3, row_limit=999)
        with pytest.raises(SourceTimeout, match="时限"):
            source.fetch(PLANS)
        assert not source.health().is_available


def book_with_formulas(path: Path, cells: str) -> Path:
    """Save a workbook whose second row is `cells`, as Excel or a program writes them."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["甲", "乙"])
    book.save(path)
    with zipfile.ZipFile(path) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    name = "xl/worksheets/sheet1.xml"
    end = b"</sheetData>"
    parts[name] = parts[name].replace(end, f'<row r="2">{cells}</row>'.encode() + end)
    with zipfile.ZipFile(path, "w") as changed:
        for part, content in parts.items():
            changed.writestr(part, content)
    return path


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A2*2</f></c>',
        '<c r="B2"><f>A2*2</f><v></v></c>',
        '<c r="B2" s="0"><f t="shared" si="0"/><v/></c>',
    ],
)
def test_a_formula_that_was_never_computed_is_no_empty_cell(cell: str, tmp_path: Path) -> None:
    path = book_with_formulas(tmp_path / "台账.xlsx", f'<c r="A2"><v>1</v></c>{cell}')
    assert first_sheet(path, "台账")[1] == [1, NEVER_COMPUTED]
    for shape in (Shape.NUMBER, Shape.DATE):
        with pytest.raises(SourceDataError, match="没有算过的公式"):
            read_value("台账", "投资", shape, NEVER_COMPUTED)


def test_a_formula_gives_what_it_was_computed_to_be_it_an_empty_text(tmp_path: Path) -> None:
    computed = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>IF(A2=2,"",1)</f><v></v></c>'
    path = book_with_formulas(tmp_path / "台账.xlsx", computed)
    assert first_sheet(path, "台账")[1] == [2, None]
