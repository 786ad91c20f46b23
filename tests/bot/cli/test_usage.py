"""What a wrongly written command is told."""

from __future__ import annotations

import sys

import pytest

from bot.cli import main


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
    written: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", *written.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr()
    assert ended.value.code == 2
    assert f"错误：{told}" in shown.err
    assert shown.out == ""


@pytest.mark.parametrize(("written", "code"), [("", 2), ("task", 2), ("--help", 0)])
def test_a_group_without_a_command_lists_its_commands_and_complains_of_nothing(
    written: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["bot", *written.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    shown = capsys.readouterr()
    assert (ended.value.code or 0) == code
    assert "督办任务" in shown.out + shown.err
    assert "错误" not in shown.err
