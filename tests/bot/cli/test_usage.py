"""What a wrongly written command is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.command_line import run_here


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("nonsense", "没有“nonsense”这个命令；处理：bot --help 列出写法"),
        ("task nonsense", "没有“nonsense”这个命令；处理：bot task --help 列出写法"),
        ("ask", "缺少 text；处理：bot ask --help 列出写法"),
        ("database copy", "缺少 --to；"),
        ("ask 好 --bogus", "没有 --bogus 这个选项；"),
        ("ask 好 --conversatoin", "没有 --conversatoin 这个选项，是不是 --conversation；"),
        ("ask --as", "--as 后面没有写值；"),
        ("doctor --json=yes", "--json 后面不写值；"),
        ("ask 办 证", "多出了“证”；一句话里有空格，就用引号括起来；"),
        ("questions list --limit x", "--limit 应写整数；"),
        ("evaluate answers x --documents y", "--documents：没有“y”这个文件或文件夹；"),
    ],
)
def test_what_is_wrong_with_a_command_is_told_in_chinese(
    written: str, told: str, tmp_path: Path
) -> None:
    done = run_here(*written.split(), folder=tmp_path, environment={})
    assert done.returncode == 2
    assert f"错误：{told}" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("written", "code"), [("", 2), ("task", 2), ("--help", 0)])
def test_a_group_without_a_command_lists_its_commands_and_complains_of_nothing(
    written: str, code: int, tmp_path: Path
) -> None:
    done = run_here(*written.split(), folder=tmp_path, environment={})
    assert done.returncode == code
    assert "督办任务" in done.stdout + done.stderr
    assert "错误" not in done.stderr


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", ["用法：bot [选项] 命令 …", "命令\n", "  ingest ", "显示这段说明"]),
        ("task", ["用法：bot task [选项] 命令 …", "  list    列出任务；默认只列未销号的。"]),
        ("ask", ["用法：bot ask [选项] text\n", "  text  要问的话（必填）", "  --as 值 "]),
        ("ingest", ["用法：bot ingest [选项] paths…\n", "  --json  只输出"]),
        ("documents search", ["[words…]", "（默认 10）"]),
    ],
)
def test_help_is_chinese_throughout(written: str, told: list[str], tmp_path: Path) -> None:
    done = run_here(*written.split(), "--help", folder=tmp_path, environment={})
    assert done.returncode == 0
    for words in told:
        assert words in done.stdout
    for english in ("Usage", "Options", "Commands", "required", "default", "Show this"):
        assert english not in done.stdout
