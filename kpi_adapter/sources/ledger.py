"""The project ledger as it is really kept: an Excel workbook with merged header cells,
title and unit rows, dates in several spellings, amounts as text, a total row, a footnote.

The file belongs to somebody else. It is read whole and read again when it changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import SourceDataError, SourceError, SourceTooLarge, SourceUnavailable
from kpi_adapter.sources.selection import COLUMNS, Dataset, Fetched, Row, Scalar, Selection, Shape
from kpi_adapter.sources.watched import WatchedFile
from kpi_adapter.sources.workbook import first_sheet

# Header text (upper and lower header row joined) → column of Dataset.PROJECTS.
HEADERS = {
    "序号": "number",
    "项目名称": "name",
    "所属产业": "industry",
    "所在地": "region",
    "投资情况/总投资": "investment",
    "投资情况/年计划": "planned_this_year",
    "投资情况/累计完成": "invested",
    "项目状态/当前状态": "status",
    "项目状态/阶段": "phase",
    "开工/计划": "planned_start",
    "开工/实际": "actual_start",
    "竣工/计划": "planned_completion",
    "竣工/实际": "actual_completion",
    "签约日期": "signed_on",
    "牵头部门": "lead_department",
    "存在问题": "problem",
    "更新日期": "updated_on",
}
REQUIRED = frozenset({"name", "industry", "region", "investment", "status"})
_EMPTY = {"", "—", "-", "－", "/", "无", "——"}
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)(?:亿元?|万元?)?")
_WAN_PER_YI = 10_000
Cells = Sequence[object]


def read_amount(text: str) -> float:
    """``5.0亿元`` → 5.0; ``8000万元`` → 0.8; a bare number is 亿元. Raises ValueError."""
    match = _AMOUNT.fullmatch(text.replace(",", ""))
    if match is None:
        raise ValueError(f"“{text}”不是金额")
    amount = float(match.group(1))
    return amount / _WAN_PER_YI if "万" in text else amount


def read_date(text: str) -> date:
    """2019-1-7, 2019.01.07, 2019/1/7 and 2019年1月7日. Raises ValueError."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}”不是日期")
    return date(*(int(part) for part in match.groups()))


def _cell_text(value: object) -> str:
    return unicodedata.normalize("NFKC", "" if value is None else str(value)).strip()


def _read_cell(value: object, shape: Shape) -> Scalar:
    if isinstance(value, datetime):
        return value.date() if shape is Shape.DATE else value.isoformat()
    text = _cell_text(value)
    if text in _EMPTY:
        return None
    if shape is Shape.NUMBER:
        return read_amount(text)
    return read_date(text) if shape is Shape.DATE else text


def _header_key(upper: str, lower: str) -> str:
    key = f"{upper}/{lower}" if lower and lower != upper else upper
    return re.sub(r"/\d{4}年计划$", "/年计划", key)


def _columns(upper: Cells, lower: Cells) -> dict[int, str]:
    """Join the two header rows; a merged cell holds its text in its first column only."""
    found: dict[int, str] = {}
    carried = ""
    for position, (top, bottom) in enumerate(zip(upper, lower, strict=True)):
        top_text, bottom_text = _cell_text(top), _cell_text(bottom)
        carried = top_text or (carried if bottom_text else "")
        column = HEADERS.get(_header_key(carried, bottom_text))
        if column:
            found[position] = column
    return found


def read_rows(sheet: Sequence[Cells], source: str) -> Iterator[Row]:
    """The projects of one sheet. Raises SourceDataError naming row and column."""
    below_header, columns = _find_header(sheet, source)
    shapes = COLUMNS[Dataset.PROJECTS]
    for offset, cells in enumerate(sheet[below_header:], start=below_header + 1):
        row: dict[str, Scalar] = dict.fromkeys(shapes)
        if not _is_project(cells, columns):
            continue
        for position, column in columns.items():
            try:
                row[column] = _read_cell(cells[position], shapes[column])
            except ValueError as exc:
                raise SourceDataError(source, f"第{offset}行“{column}”列:{exc}") from exc
        yield row


def _find_header(sheet: Sequence[Cells], source: str) -> tuple[int, dict[int, str]]:
    """Index of the first row below the two header rows, and which column is where."""
    for number, (upper, lower) in enumerate(pairwise(sheet)):
        columns = _columns(upper, lower)
        if set(columns.values()) >= REQUIRED:
            return number + 2, columns
    raise SourceDataError(source, "找不到表头(项目名称、所属产业、所在地、总投资、当前状态)")


def _is_project(cells: Cells, columns: dict[int, str]) -> bool:
    """Totals, footnotes and blank rows carry no running number."""
    by_name = {column: _cell_text(cells[position]) for position, column in columns.items()}
    return by_name.get("number", "").split(".")[0].isdigit() and bool(by_name["name"])


class LedgerSource:
    """Dataset.PROJECTS from one workbook; ``row_limit`` is in projects.

    While the file is being saved, or cannot be read, the projects last read are given, marked
    ``stale_since``.
    """

    def __init__(self, path: Path, *, name: str, row_limit: int) -> None:
        self._path = path
        self._name = name
        self._row_limit = row_limit
        self._file: WatchedFile[tuple[Row, ...]] = WatchedFile(name, path, self._read)

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, selection: Selection) -> Fetched:
        if selection.dataset is not Dataset.PROJECTS:
            raise SourceUnavailable(self._name, "台账里没有这类数据")
        kept = self._file.current()
        rows = tuple(row for row in kept.value if selection.admits(row))
        if len(rows) > self._row_limit:
            raise SourceTooLarge(self._name, f"结果超过{self._row_limit}行,请缩小范围")
        statement, parameters = selection.described(self._path.name)
        stale_since = kept.read_at if kept.trouble is not None else None
        return Fetched(self._name, rows, statement, parameters, stale_since=stale_since)

    def health(self) -> SourceHealth:
        try:
            kept = self._file.current()
        except SourceError as exc:
            return SourceHealth(self._name, False, str(exc))
        if kept.trouble is not None:
            return SourceHealth(self._name, False, str(kept.trouble), kept.read_at)
        return SourceHealth(self._name, True, f"可读,{len(kept.value)}个项目", kept.read_at)

    def close(self) -> None:
        self._file.forget()

    def _read(self, path: Path) -> tuple[Row, ...]:
        return tuple(read_rows(first_sheet(path, self._name), self._name))
