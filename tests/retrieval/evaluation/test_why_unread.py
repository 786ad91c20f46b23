"""Why a file of an evaluation could not be read, in words."""

from __future__ import annotations

import pytest
import yaml

from retrieval.evaluation.why_unread import why_unread


def yaml_error() -> Exception:
    with pytest.raises(yaml.YAMLError) as raised:
        yaml.safe_load("questions:\n  - ask: 甲\n b: [")
    return raised.value


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (FileNotFoundError(2, "No such file"), "没有这个文件"),
        (IsADirectoryError(21, "Is a directory"), "文件夹和文件弄反了"),
        (PermissionError(13, "denied"), "没有读取权限"),
        (OSError(5, "I/O error"), "磁盘读不出来"),
        (KeyError("text"), "缺少 text"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), "不是 UTF-8 文本"),
        (ValueError("Expecting value"), "内容的写法不对"),
        (yaml_error(), "第 3 行的写法不对"),
    ],
)
def test_why_a_file_was_not_read_is_said_in_words(raised: Exception, words: str) -> None:
    assert why_unread(raised) == words
