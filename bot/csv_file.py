"""Reads the CSV files an office keeps, in either of the ways Excel writes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ImportRefused
from bot.reasons import of_system


@dataclass(frozen=True)
class CsvTable:
    """What a file holds: its columns, and the rows that are not empty by their number in the
    file, the columns' own being 1. Every row has every column; cells are without outer spaces."""

    columns: tuple[str, ...]
    rows: Mapping[int, Mapping[str, str]]


def read_table(path: Path, *, remedy: str) -> CsvTable:
    """Return the table in the file at `path`.

    Raises:
        ImportRefused: it is not there, or no CSV; `remedy` says what was expected.
    """
    lines = read_lines(path, remedy=remedy)
    columns = tuple(cell.strip() for cell in lines[0]) if lines else ()
    return CsvTable(
        columns,
        {
            number: _row(columns, cells)
            for number, cells in enumerate(lines[1:], start=2)
            if any(cell.strip() for cell in cells)
        },
    )


def read_lines(path: Path, *, remedy: str) -> list[list[str]]:
    """Return the cells of every row of the file at `path`, the columns' own included.

    Raises:
        ImportRefused: it is not there, or no CSV; `remedy` says what was expected.
    """
    # Strict: of a mark that is not closed all rows below would be one cell.
    reader = csv.reader(io.StringIO(read_text(path, remedy=remedy), newline=""), strict=True)
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error as exc:
        why = f"不是完好的 CSV 文件：从第{len(lines) + 1}行起引号没有成对，或格子太长"
        raise ImportRefused(f"读不了 {path.name}", why=why, rows=[], remedy=remedy) from exc
    return lines


def _row(columns: tuple[str, ...], cells: list[str]) -> dict[str, str]:
    # A line may end early: a spreadsheet leaves out what is empty at its end.
    padded = cells + [""] * (len(columns) - len(cells))
    return {name: cell.strip() for name, cell in zip(columns, padded, strict=False) if name}


def decoded(content: bytes) -> str:
    """Return the text of a file.

    Excel on a Chinese Windows saves CSV as GB 18030, and with a byte order mark when told UTF-8.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def read_text(path: Path, *, remedy: str) -> str:
    """Return the text of the file at `path`.

    Raises:
        ImportRefused: it is not there, or no text; `remedy` says what was expected.
    """
    try:
        return decoded(path.read_bytes())
    except OSError as exc:
        raise ImportRefused(
            f"读不了 {path.name}", why=of_system(exc), rows=[], remedy=remedy
        ) from exc
    except UnicodeDecodeError as exc:
        raise ImportRefused(
            f"读不了 {path.name}", why="不是文本文件", rows=[], remedy=remedy
        ) from exc
