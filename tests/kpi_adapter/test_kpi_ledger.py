"""The workbook as it is really kept."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kpi_adapter.errors import SourceDataError
from kpi_adapter.sources.ledger import LedgerSource, read_amount, read_date
from kpi_adapter.sources.selection import Dataset, Row, Selection
from tests.kpi_adapter.kpi_demo import LEDGER

ALL = Selection.of(Dataset.PROJECTS)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return Path(shutil.copy(LEDGER, tmp_path / "台账.xlsx"))


def rows_of(path: Path) -> tuple[Row, ...]:
    return LedgerSource(path, name="台账", row_limit=500).fetch(ALL).rows


def test_total_row_footnote_and_headers_are_no_projects() -> None:
    rows = rows_of(LEDGER)
    assert [row["number"] for row in rows] == list(range(1, 140))


@pytest.mark.parametrize(
    "text", ["2019-1-7", "2019.01.07", "2019/1/7", "2019年1月7日", "2019-01-07"]
)
def test_dates_in_their_spellings(text: str) -> None:
    assert read_date(text) == date(2019, 1, 7)


@pytest.mark.parametrize(
    ("text", "amount"), [("5.0亿元", 5.0), ("12", 12.0), ("8000万元", 0.8), ("1,200", 1200.0)]
)
def test_amounts_as_text(text: str, amount: float) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["约5亿", "五亿", "5亿美元", ""])
def test_an_amount_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是金额"):
        read_amount(text)


def test_stray_spaces_are_gone_and_a_dash_is_nothing() -> None:
    by_name = {row["name"]: row for row in rows_of(LEDGER)}
    assert by_name["江海抗体药物一期"]["region"] == "海陵区"
    assert by_name["银杏高技术船舶二期"]["invested"] is None


def test_a_changed_row_shows_in_the_next_answer(ledger: Path) -> None:
    source = LedgerSource(ledger, name="台账", row_limit=500)
    before = {row["name"]: row["status"] for row in source.fetch(ALL).rows}
    assert before["星河生物疫苗二期"] == "在建"
    book = openpyxl.load_workbook(ledger)
    for cells in book.worksheets[0].iter_rows(min_row=5):
        if str(cells[1].value).strip() == "星河生物疫苗二期":
            cells[7].value = "竣工"
    book.save(ledger)
    after = {row["name"]: row["status"] for row in source.fetch(ALL).rows}
    assert after["星河生物疫苗二期"] == "竣工"


def test_an_unreadable_cell_is_named(ledger: Path) -> None:
    book = openpyxl.load_workbook(ledger)
    book.worksheets[0]["E7"] = "待定"
    book.save(ledger)
    with pytest.raises(SourceDataError, match="第7行“investment”"):
        rows_of(ledger)


def test_a_sheet_without_the_headers_is_refused(ledger: Path) -> None:
    book = openpyxl.load_workbook(ledger)
    book.worksheets[0]["B3"] = "名字"
    book.save(ledger)
    with pytest.raises(SourceDataError, match="表头"):
        rows_of(ledger)


@pytest.mark.parametrize("content", [b"", b"PK not a workbook"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceDataError, match="打不开"):
        rows_of(path)
