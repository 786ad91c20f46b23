"""A file of questions that cannot be asked is refused before anything is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.evaluation import read_questions
from bot.errors import BotError


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n\n", "里没有问题"),
        (b"{not json}\n", "处理：每行应为一个 JSON 对象"),
        (b"\xff\xfe\n", "处理：每行应为一个 JSON 对象"),
        ('{"id": "1", "question": "甲"}\n'.encode(), "第1行不是问题；原因：缺少 expect、group"),
        (b"[1]\n", "第1行不是问题"),
        (b"1\n", "第1行不是问题"),
    ],
)
def test_what_is_no_file_of_questions_is_refused_in_chinese(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    with pytest.raises(BotError) as refused:
        read_questions(file)
    assert said in str(refused.value)
    assert "Expecting" not in str(refused.value)
