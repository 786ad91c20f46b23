"""What the commands print for eyes: Chinese, with names for codes, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.databases import about_sqlite, copy_city
from tests.end_to_end.alert_process import ORGANISATION
from tests.end_to_end.conftest import Run


@pytest.fixture
def city(prepared_city: Path, tmp_path: Path) -> Path:
    """The demonstration, copied to where `run_bot` looks for it."""
    copy_city(prepared_city, tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.usefixtures("city")
def test_a_task_is_shown_with_names_and_without_field_names(run_bot: Run) -> None:
    done = run_bot("task", "show", "23")
    assert "责任单位：市工业和信息化局（原市经信委）" in done.stdout
    assert "承办人：杨洋杰（u007）" in done.stdout
    assert "系统  导入" in done.stdout
    assert "basis_clause" not in done.stdout
    assert "下一步" in done.stderr


@pytest.mark.usefixtures("city")
def test_people_are_listed_with_department_and_role_in_words(run_bot: Run) -> None:
    done = run_bot("people", "list")
    assert "u002  陈杰  市效能办  督查科科长  督查员" in done.stdout
    assert "下一步：bot account password" in done.stderr


def test_an_empty_city_is_told_what_to_import(run_bot: Run) -> None:
    assert "下一步：bot people import" in run_bot("people", "list").stderr
    assert "下一步：bot task import" in run_bot("task", "list").stderr


@pytest.mark.usefixtures("city")
def test_a_brief_of_a_quarter_that_cannot_be_is_refused(run_bot: Run) -> None:
    done = run_bot("brief", "quarter", "2019Q5")
    assert done.returncode == 1
    assert "“2019Q5”不是一个季度" in done.stderr
    assert done.stdout == ""


def test_a_folder_without_anything_to_import_is_said_to_have_none(
    run_bot: Run, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert "没有找到可以导入的文件" in run_bot("ingest", str(tmp_path / "empty")).stderr


def test_the_doctor_names_a_misspelt_setting(run_bot: Run) -> None:
    done = run_bot("doctor", BOT_WECOM__CORPID="ww1")
    assert done.returncode == 1
    assert "没有 BOT_WECOM__CORPID 这一项" in done.stdout
    assert "BOT_WECOM__CORP_ID？" in done.stdout


def test_the_doctor_prints_square_brackets_as_they_are(run_bot: Run) -> None:
    done = run_bot("doctor", BOT_RETRIEVAL__INDEX="[milvus]")
    assert "[milvus]" in done.stdout
    assert "备份恢复" not in done.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("evaluate retrieval nosuch", "没有“nosuch”这个文件或文件夹"),
        ("evaluate retrieval empty", "corpus.jsonl 读取失败（没有这个文件）"),
        ("evaluate refusals nosuch", "没有“nosuch”这个文件或文件夹"),
        ("evaluate metadata empty", "manifest.jsonl 读不出来：没有这个文件"),
        ("evaluate questions nosuch", "没有“nosuch”这个文件或文件夹"),
        ("evaluate questions empty", "这是一个文件夹，不是文件"),
        ("people import nosuch", "没有“nosuch”这个文件或文件夹"),
        ("database copy --to nonsense://x", "不支持 nonsense；处理：--to 应为"),
        ("database copy --to postgresql://127.0.0.1:1/x", "目标数据库打不开；原因：服务器没有应答"),
        ("database copy --to=", "没有写复制到哪里；处理：--to 应为"),
        ("ingest nosuch", "1 个文件没有导入。下一步"),
    ],
)
def test_a_path_or_address_that_is_wrong_is_named_as_it_was_given(
    run_bot: Run, tmp_path: Path, command: str, said: str
) -> None:
    (tmp_path / "empty").mkdir()
    words = [str(tmp_path / one) if one in {"nosuch", "empty"} else one for one in command.split()]
    done = run_bot(*words)
    assert done.returncode != 0
    assert said in done.stderr.replace(f"{tmp_path}/", "")
    assert "Errno" not in done.stderr


def test_who_has_no_account_is_told_so_with_what_to_do(run_bot: Run, tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "departments.csv").write_text("dept_code,dept_name\nXN,市效能办\n", "utf-8")
    (folder / "people.csv").write_text(
        "user_id,name,role\na1,甲,admin\ns1,乙,supervisor\n", "utf-8"
    )
    assert run_bot("people", "import", str(folder)).returncode == 0
    done = run_bot("people", "accounts", "s1")
    assert done.returncode == 1
    assert "没有能收消息的账号；处理：bot people code s1" in done.stderr
    unbound = run_bot("people", "unbind", "telegram", "42")
    assert "处理：bot people accounts" in unbound.stderr


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no database grow while the ``with`` block lasts."""

    def hold(connection: Any, _record: object) -> None:
        # Smaller than it is, it is taken as the size it has.
        connection.execute("PRAGMA max_page_count = 1")

    sa.event.listen(sa.Pool, "connect", hold)
    try:
        yield
    finally:
        sa.event.remove(sa.Pool, "connect", hold)


@about_sqlite
@pytest.mark.usefixtures("city")
def test_a_full_disk_is_told_in_words(run_bot: Run, tmp_path: Path) -> None:
    head, *_ = (ORGANISATION / "tasks.csv").read_text("utf-8").splitlines()
    row = "{},报送材料,一次性,三-1,JXW,,u007,u003,2019-10-08,2019-12-31,待签收,,,"
    rows = [row.format(number) for number in range(1000, 2000)]
    (tmp_path / "tasks.csv").write_text("\n".join([head, *rows]), "utf-8")
    with full_disk():
        done = run_bot("task", "import", str(tmp_path / "tasks.csv"))
    assert done.returncode == 1
    assert "错误：没有做完；原因：磁盘已满；处理：" in done.stderr
    assert run_bot("task", "show", "1000").returncode == 1, "nothing was kept by half"
