"""The text of a spreadsheet (.xlsx, .xls): sheet by sheet, each row with its columns' names.

A row is quoted alone, so it says itself what its values are: `指标：产值 ｜ 单位：亿元`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from retrieval.documents.formats.table import row_line
from retrieval.documents.loaded_text import (
    MOST_CHARACTERS,
    LoadedText,
    refuse_more_characters_than_allowed,
)

MOST_ROWS = 200_000
MOST_COLUMNS = 512
_LONGEST_NAME = 40
_LEADING_ROWS = 10  # titles and units stand above the names of the columns, nothing else does
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")

Merged = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of texts; `merged` holds (first row, last row, first column, last column), from 0."""

    name: str
    rows: list[list[str]]
    merged: Sequence[Merged] = ()


def spreadsheet_text(sheets: Sequence[Sheet], media_type: str) -> LoadedText:
    """Put sheets into one text; a sheet's name is a line when there is more than one."""
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    lines: list[str] = []
    length = 0
    for sheet in filled:
        if len(filled) > 1:
            lines.append(f"工作表：{sheet.name}")
        for line in _sheet_lines(sheet):
            lines.append(line)
            length += len(line) + 1
            if length > MOST_CHARACTERS:
                refuse_more_characters_than_allowed(length)
    return LoadedText("\n".join(lines), media_type)


def cell_text(value: object, number_format: str = "") -> str:
    """A cell as it is read: whole numbers without a point, shares as percentages, ISO days."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | float():
            is_share = "%" in number_format
            shown = format(value * 100 if is_share else value, ".12g" if is_share else ".15g")
            return f"{shown}%" if is_share else shown
        case datetime():
            return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    rows = [list(row) for row in sheet.rows]
    first, depth = _names_of_columns(rows, sheet.merged)
    _fill_merged(rows, sheet.merged, first)
    names = _joined_names(rows[first : first + depth])
    for number, row in enumerate(rows):
        if depth and number >= first + depth:
            named = [_named(names, at, text) for at, text in enumerate(row) if text]
            # A note under the table has a cell of its own and belongs to no column.
            line = row_line(named if len(named) > 1 else row)
        else:
            line = row_line(_once(row))
        if line:
            yield line


def _named(names: Sequence[str], at: int, text: str) -> str:
    name = names[at] if at < len(names) else ""
    return f"{name}：{text}" if name and name != text else text


def _names_of_columns(rows: list[list[str]], merged: Sequence[Merged]) -> tuple[int, int]:
    """Which row begins the names of the columns and how many rows they take; (0, 0) for none."""
    width = max((len(row) for row in rows), default=0)
    for number, row in enumerate(rows[:_LEADING_ROWS]):
        texts = [text for text in row if text]
        if len(texts) < 2:
            continue
        are_names = all(
            len(text) <= _LONGEST_NAME and not _NUMBER.fullmatch(text) for text in texts
        )
        spans = [m for m in merged if m[0] == number and m[3] > m[2]]
        named = len(texts) + sum(last - first for _, _, first, last in spans)
        if not are_names or len(set(texts)) < 2 or named * 2 < width or number + 1 == len(rows):
            return 0, 0
        deepest = max((m[1] - number + 1 for m in merged if m[0] == number), default=1)
        return number, min(max(deepest, 2 if spans else 1), len(rows) - number)
    return 0, 0


def _fill_merged(rows: list[list[str]], merged: Sequence[Merged], first: int) -> None:
    """A merged cell holds for every row and column it spans; a title above the names does not."""
    for top, bottom, left, right in merged:
        if top < first or top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left]
        for row in rows[top : bottom + 1]:
            row.extend([""] * (min(right, MOST_COLUMNS) + 1 - len(row)))
            for at in range(left, min(right, MOST_COLUMNS) + 1):
                row[at] = row[at] or text


def _joined_names(rows: list[list[str]]) -> list[str]:
    """One name a column, from the names above each other."""
    width = max((len(row) for row in rows), default=0)
    columns = ([row[at] for row in rows if at < len(row)] for at in range(width))
    return ["·".join(dict.fromkeys(" ".join(n.split()) for n in column if n)) for column in columns]


def _once(row: list[str]) -> list[str]:
    """A title merged over the whole width is written once."""
    return row[:1] if len(set(row)) == 1 else row
