"""The project ledger as it is really kept: an Excel workbook with merged header cells,
title and unit rows, dates in several spellings, amounts as text, a total row, a footnote.

The file belongs to somebody else. It is read whole and read again when it changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from threading import Lock

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import SourceDataError, SourceError, SourceTooLarge, SourceUnavailable
from kpi_adapter.sources.selection import COLUMNS, Dataset, Fetched, Row, Scalar, Selection, Shape

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


@dataclass(frozen=True)
class Reading:
    """One state of the file: its rows and the fingerprint they were read under."""

    fingerprint: tuple[int, int, int]
    rows: tuple[Row, ...]


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
    """Dataset.PROJECTS from one workbook; ``row_limit`` is in projects."""

    def __init__(self, path: Path, *, name: str, row_limit: int) -> None:
        self._path = path
        self._name = name
        self._row_limit = row_limit
        self._reading: Reading | None = None
        self._lock = Lock()
        self._last_success: datetime | None = None

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, selection: Selection) -> Fetched:
        if selection.dataset is not Dataset.PROJECTS:
            raise SourceUnavailable(self._name, "台账里没有这类数据")
        rows = tuple(row for row in self._current().rows if selection.admits(row))
        if len(rows) > self._row_limit:
            raise SourceTooLarge(self._name, f"结果超过{self._row_limit}行,请缩小范围")
        parameters: dict[str, Scalar] = {
            f"{column}_in": "、".join(str(value) for value in values)
            for column, values in selection.among
        }
        parameters |= {f"{column}_min": value for column, value in selection.at_least}
        parameters |= {f"{column}_max": value for column, value in selection.at_most}
        wheres = [f"{column} ∈ :{column}_in" for column, _ in selection.among]
        wheres += [f"{column} ≥ :{column}_min" for column, _ in selection.at_least]
        wheres += [f"{column} ≤ :{column}_max" for column, _ in selection.at_most]
        statement = f"{self._path.name} 筛选 {' 且 '.join(wheres) or '全部'}"
        return Fetched(self._name, rows, statement, parameters)

    def health(self) -> SourceHealth:
        try:
            count = len(self._current().rows)
        except SourceError as exc:
            return SourceHealth(self._name, False, str(exc), self._last_success)
        return SourceHealth(self._name, True, f"可读,{count}个项目", self._last_success)

    def close(self) -> None:
        self._reading = None

    def _current(self) -> Reading:
        with self._lock:
            try:
                stat = self._path.stat()
            except OSError as exc:
                raise SourceUnavailable(self._name, "台账文件不在;请检查路径或共享目录") from exc
            fingerprint = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if self._reading is None or self._reading.fingerprint != fingerprint:
                self._reading = Reading(fingerprint, tuple(read_rows(self._cells(), self._name)))
                self._last_success = datetime.now(UTC)
            return self._reading

    def _cells(self) -> list[list[object]]:
        # Imported here: openpyxl takes a tenth of a second and not every process reads Excel.
        from zipfile import BadZipFile

        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            # Not read_only: its row reader trusts the sheet's own dimension, often wrong in
            # files written by WPS.
            workbook = load_workbook(self._path, data_only=True)
        except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as exc:
            raise SourceDataError(self._name, "台账文件打不开;请确认是完整的 .xlsx 文件") from exc
        sheet = workbook.worksheets[0]
        return [list(cells) for cells in sheet.iter_rows(values_only=True)]
