"""A question about papers that are false asks for no papers, and is answered by what follows."""

from __future__ import annotations

import pytest

from retrieval.answer.fit import unstated
from retrieval.results import Gap
from retrieval.search.vocabulary import vocabulary

_FOLLOWS = "经查实提供虚假证明材料的,取消其申请资格。"


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("积分入户材料造假被查出来会咋样", False),
        ("入户资料不实会怎么样", False),
        ("证件是假的会怎么样", False),
        ("伪造材料会怎么样", False),
        ("提交虚假材料会怎么样", False),
        ("交了假材料会怎么样", False),
        ("积分入户要什么材料", True),
        ("材料在哪提交", True),
        ("材料不齐怎么办", True),
        ("带哪些证件", True),
    ],
)
def test_only_papers_that_are_to_be_brought_are_asked_for(question: str, asks: bool) -> None:
    assert (Gap.MATERIAL in unstated(question, [_FOLLOWS])) is asks


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("提供虚假材料", "提供虚假证明材料"),
        ("填假资料", "填虚假证明材料"),
        ("填虚假资料", "填虚假证明材料"),
    ],
)
def test_false_papers_are_put_in_official_words_once(said: str, official: str) -> None:
    assert vocabulary().in_official_words(said) == official
