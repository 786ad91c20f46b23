"""Departments and people from the files an office keeps, wrong ones included."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ImportRefused
from bot.identity.roster import import_roster
from bot.settings import load_settings
from bot.wiring import Parts
from tests.databases import settings_at

DEPARTMENTS = "dept_code,dept_name\nJXW,市经信委\n"
PEOPLE = "user_id,name,dept_code,role\nu1,张三,JXW,official\n"


def city(tmp_path: Path, departments: bytes, people: bytes) -> tuple[Parts, Path]:
    folder = tmp_path / "organisation"
    folder.mkdir()
    (folder / "departments.csv").write_bytes(departments)
    (folder / "people.csv").write_bytes(people)
    return Parts(load_settings(**settings_at(tmp_path))), folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_are_read_in_each_encoding_that_excel_writes(tmp_path: Path, encoding: str) -> None:
    parts, folder = city(tmp_path, DEPARTMENTS.encode(encoding), PEOPLE.encode(encoding))
    import_roster(parts.sessions, folder)
    assert parts.directory.require("u1").name == "张三"
    parts.stop()


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("user_id;name;role\nu1;张三;official\n", "people.csv 缺少列 user_id、name、role"),
        (PEOPLE.replace("official", "chief"), "角色 chief 不存在，可用 .*official"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_with_what_would_be_right(
    tmp_path: Path, people: str, said: str
) -> None:
    parts, folder = city(tmp_path, DEPARTMENTS.encode(), people.encode())
    with pytest.raises(ImportRefused, match=said):
        import_roster(parts.sessions, folder)
    parts.stop()


@pytest.mark.parametrize(
    ("people", "row"),
    [
        (PEOPLE + "\nu2,李四,JXW,chief\n", 4),
        (PEOPLE + 'u2,"李\n四",JXW,chief\nu3,王五,JXW,chief\n', 4),
        (PEOPLE + "\n\n,,,\nu2,,JXW,official\n", 6),
    ],
)
def test_a_bad_row_is_named_by_the_number_a_spreadsheet_shows(
    tmp_path: Path, people: str, row: int
) -> None:
    parts, folder = city(tmp_path, DEPARTMENTS.encode(), people.encode())
    with pytest.raises(ImportRefused) as refused:
        import_roster(parts.sessions, folder)
    assert refused.value.rows[-1][0] == row
    parts.stop()


def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    parts, folder = city(tmp_path, DEPARTMENTS.encode(), (PEOPLE + "x" * 200_000).encode())
    with pytest.raises(ImportRefused, match="不是完好的 CSV 文件"):
        import_roster(parts.sessions, folder)
    parts.stop()


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    parts, folder = city(tmp_path, DEPARTMENTS.encode(), PEOPLE.encode())
    (folder / "people.csv").unlink()
    with pytest.raises(ImportRefused, match=r"people\.csv；原因：没有这个文件"):
        import_roster(parts.sessions, folder)
    parts.stop()


def test_of_many_bad_rows_the_first_are_told_and_all_are_counted() -> None:
    refusal = ImportRefused("有误", rows=[(number, "缺少 name") for number in range(2, 1002)])
    assert "第2行：缺少 name" in str(refusal)
    assert "共 1000 处" in str(refusal)
    assert len(str(refusal)) < 500
