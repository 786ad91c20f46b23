"""A folder of plain tables: ``fact_monthly.csv`` or ``fact_monthly.xlsx`` and so on, one header
row with the names of the columns. For an office that keeps its figures in files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import SourceDataError, SourceError, SourceTooLarge, SourceUnavailable
from kpi_adapter.sources.selection import (
    COLUMNS,
    Dataset,
    Fetched,
    Row,
    Scalar,
    Selection,
    read_value,
)
from kpi_adapter.sources.watched import WatchedFile
from kpi_adapter.sources.workbook import first_sheet

SUFFIXES = (".csv", ".xlsx")
# Excel in China saves CSV in the national encoding.
ENCODINGS = ("utf-8-sig", "gb18030")
_INDEXED = "indicator_code"
Index = Mapping[Scalar, tuple[Row, ...]]
Cells = Sequence[object]


class TablesSource:
    """Every dataset that has a file in ``folder``; ``row_limit`` is in rows of one answer."""

    def __init__(self, folder: Path, *, name: str, row_limit: int) -> None:
        self._folder = folder
        self._name = name
        self._row_limit = row_limit
        self._files: dict[Dataset, WatchedFile[Index]] = {}

    @property
    def name(self) -> str:
        return self._name

    def fetch(self, selection: Selection) -> Fetched:
        file = self._file(selection.dataset)
        kept = file.current()
        rows = tuple(row for row in _near(kept.value, selection) if selection.admits(row))
        if len(rows) > self._row_limit:
            raise SourceTooLarge(self._name, f"结果超过{self._row_limit}行,请缩小范围")
        statement, parameters = selection.described(str(selection.dataset))
        stale_since = kept.read_at if kept.trouble is not None else None
        return Fetched(self._name, rows, statement, parameters, stale_since=stale_since)

    def health(self) -> SourceHealth:
        """Well when every table that is there can be read, and there is one."""
        there = [dataset for dataset in Dataset if self._path(dataset) is not None]
        try:
            read = [self._file(dataset).current() for dataset in there or (Dataset.MONTHLY,)]
        except SourceError as exc:
            return SourceHealth(self._name, False, str(exc))
        newest = max(kept.read_at for kept in read)
        trouble = next((kept.trouble for kept in read if kept.trouble is not None), None)
        if trouble is not None:
            return SourceHealth(self._name, False, str(trouble), newest)
        count = sum(len(rows) for kept in read for rows in kept.value.values())
        return SourceHealth(self._name, True, f"可读,{len(read)}张表共{count}行", newest)

    def close(self) -> None:
        for file in self._files.values():
            file.forget()

    def _file(self, dataset: Dataset) -> WatchedFile[Index]:
        known = self._files.get(dataset)
        if known is not None:
            return known
        path = self._path(dataset)
        if path is None:
            names = "或".join(f"{dataset}{suffix}" for suffix in SUFFIXES)
            raise SourceUnavailable(self._name, f"目录里没有{names};请检查路径或共享目录")
        return self._files.setdefault(
            dataset, WatchedFile(self._name, path, lambda file: self._read(file, dataset))
        )

    def _path(self, dataset: Dataset) -> Path | None:
        paths = (self._folder / f"{dataset}{suffix}" for suffix in SUFFIXES)
        return next((path for path in paths if path.exists()), None)

    def _read(self, path: Path, dataset: Dataset) -> Index:
        cells = iter(first_sheet(path, self._name) if path.suffix == ".xlsx" else self._csv(path))
        header = [str(cell or "").strip() for cell in next(cells, ())]
        shapes = COLUMNS[dataset]
        missing = [column for column in shapes if column not in header]
        if missing:
            what = f"{path.name}缺少列{'、'.join(missing)};请与数据提供方核对表结构"
            raise SourceDataError(self._name, what)
        places = {column: header.index(column) for column in shapes}
        found: dict[Scalar, list[Row]] = {}
        for number, line in enumerate(cells, start=2):
            if all(cell in (None, "") for cell in line):
                continue
            if len(line) < len(header):
                raise SourceDataError(self._name, f"{path.name}第{number}行不完整")
            source = f"{self._name}({path.name}第{number}行)"
            row = {
                column: read_value(source, column, shape, line[places[column]])
                for column, shape in shapes.items()
            }
            found.setdefault(row.get(_INDEXED), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def _csv(self, path: Path) -> Iterable[Cells]:
        try:
            content = path.read_bytes()
        except OSError as exc:
            raise SourceUnavailable(self._name, f"{path.name}打不开;请检查权限") from exc
        for encoding in ENCODINGS:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            try:
                return list(csv.reader(io.StringIO(text, newline=""), strict=True))
            except csv.Error as exc:
                raise SourceDataError(self._name, f"{path.name}不是完整的CSV文件") from exc
        raise SourceDataError(self._name, f"{path.name}的文字编码读不出;请存为UTF-8")


def _near(index: Index, selection: Selection) -> Iterable[Row]:
    """The rows that can satisfy the selection: those of its indicators."""
    wanted = dict(selection.among).get(_INDEXED)
    keys = index.keys() if wanted is None else dict.fromkeys(wanted)
    return (row for key in keys for row in index.get(key, ()))
