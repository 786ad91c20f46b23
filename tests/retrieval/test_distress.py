"""Who complains is heard by a person; who asks loudly is answered."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval import Outcome, PolicyLibrary
from retrieval.search.distress import is_distressed

WITHIN = date(2019, 11, 15)


@pytest.mark.parametrize(
    "text",
    [
        "反应问题没人理咋办!!都一个礼拜了",
        "路烂得不能走了！！",
        "你们到底管不管！！",
        "怎么还不修!!",
        "为什么不给我们补贴!!",
        "什么时候才修好！！",
        "这是什么态度!!",
        "补贴多少!!都问了三天了",
    ],
)
def test_a_complaint_is_one(text: str) -> None:
    assert is_distressed(text)


@pytest.mark.parametrize(
    "text",
    [
        "技改补贴到底有多少!!",
        "技改补贴到底有多少！！",
        "专精特新怎么申报啊！！急！！",
        "高企认定要什么条件！！",
        "找哪个部门办!!",
        "外地企业能不能享受!!",
        "这个政策还有效吗！！",
        "技改补贴有多少",
        "谢谢!",
    ],
)
def test_a_loud_question_is_none(text: str) -> None:
    assert not is_distressed(text)


def test_a_loud_question_is_answered_like_a_quiet_one(seed_library: PolicyLibrary) -> None:
    loud = seed_library.answer("技改补贴到底有多少!!", on=WITHIN)
    quiet = seed_library.answer("技改补贴到底有多少", on=WITHIN)
    assert loud.outcome is quiet.outcome is Outcome.ANSWERED_WITH_GAP
    assert loud.text == quiet.text
