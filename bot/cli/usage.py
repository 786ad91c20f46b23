"""What is wrong with how a command was written, in Chinese: Typer says it in English."""

from __future__ import annotations

import re

# Typer's words, and ours for them; what stands in the groups is kept.
_WORDS = (
    (r"No such command '(.+?)'\.(?: .*)?", r"没有“\1”这个命令"),
    (r"Missing command\.", "没有写命令"),
    (r"Missing (?:argument|option|parameter) '(.+?)'\.(?: .*)?", r"缺少 \1"),
    (
        r"No such option: (\S+) \((?:Possible options: |Did you mean )(.+?)\??\)",
        r"没有 \1 这个选项，是不是 \2",
    ),
    (r"No such option: (\S+)", r"没有 \1 这个选项"),
    (r"Option '(.+?)' requires an argument\.", r"\1 后面没有写值"),
    (r"Option '(.+?)' does not take a value\.", r"\1 后面不写值"),
    (
        r"Got unexpected extra argument(?:\(s\)|s)? \((.+)\)",
        r"多出了“\1”；一句话里有空格，就用引号括起来",
    ),
    (r"Invalid value for '(.+?)': .*valid integer.*", r"\1 应写整数"),
    (r"Invalid value for '(.+?)': .*valid number.*", r"\1 应写数字"),
    (
        r"Invalid value for '(.+?)': path '(.+)' does not exist\.",
        r"\1：没有“\2”这个文件或文件夹",
    ),
    (
        r"Invalid value for '(.+?)': .*greater than or equal to (\S+)",
        r"\1 应不小于 \2",
    ),
    (r"Invalid value for '(.+?)': .*less than or equal to (\S+)", r"\1 应不大于 \2"),
    (r"Invalid value for '(.+?)': (.+)", r"\1 的值不对（\2）"),
)


def in_words(said: str, command: str) -> str:
    """Return in Chinese what Typer `said` of how `command` was written, and where usage stands."""
    what = said
    for pattern, ours in _WORDS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            what = found.expand(ours)
            break
    return f"{what}；处理：{command} --help 列出写法"
