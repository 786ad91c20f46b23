"""The tables an office keeps, as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.csv_file import read_table
from bot.errors import ImportRefused


def read(tmp_path: Path, content: str) -> tuple[tuple[str, ...], dict[int, dict[str, str]]]:
    file = tmp_path / "table.csv"
    file.write_bytes(content.encode())
    table = read_table(file, remedy="")
    return table.columns, {number: dict(row) for number, row in table.rows.items()}


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a,b\n1,2\n", {2: {"a": "1", "b": "2"}}),
        ("a,b\r\n 1 , 2\r\n", {2: {"a": "1", "b": "2"}}),
        # A spreadsheet counts an empty line as a row, and a cell of two lines as one.
        ("a,b\n1,2\n\n,\n3,4\n", {2: {"a": "1", "b": "2"}, 5: {"a": "3", "b": "4"}}),
        ('a,b\n"1\n1",2\n3,4\n', {2: {"a": "1\n1", "b": "2"}, 3: {"a": "3", "b": "4"}}),
        ("a,b\n一\u2028二,2\n", {2: {"a": "一\u2028二", "b": "2"}}),
        ("a,b\n1\n", {2: {"a": "1", "b": ""}}),
        ("a,b\n1,2,3\n", {2: {"a": "1", "b": "2"}}),
        ("a,b,\n1,2,3\n", {2: {"a": "1", "b": "2"}}),
        ("a,b\r1,2\r", {2: {"a": "1", "b": "2"}}),
        ("a,b\n", {}),
    ],
)
def test_rows_have_the_number_a_spreadsheet_shows(
    tmp_path: Path, content: str, rows: dict[int, dict[str, str]]
) -> None:
    assert read(tmp_path, content)[1] == rows


def test_an_empty_file_has_neither_columns_nor_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "") == ((), {})


def test_what_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="不是完好的 CSV 文件"):
        read(tmp_path, "a,b\n" + "x" * 200_000 + ",2\n")


@pytest.mark.parametrize(
    "content",
    [
        'a,b\n1,2\n"3,4\n5,6\n7,8\n',  # its mark is never closed: all that follows is one cell
        'a,b\n1,2\n"3"4,5\n',
    ],
)
def test_a_mark_that_is_not_closed_swallows_no_rows(tmp_path: Path, content: str) -> None:
    with pytest.raises(ImportRefused, match=r"第3行.*引号没有成对"):
        read(tmp_path, content)


def test_a_mark_within_a_cell_is_a_sign_like_others(tmp_path: Path) -> None:
    assert read(tmp_path, 'a,b\n5" 管,"说""好"""\n')[1] == {2: {"a": '5" 管', "b": '说"好"'}}
