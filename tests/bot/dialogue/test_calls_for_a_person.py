"""Calls for a person in everyday words, and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.dialogue.handover import ASKS_FOR_A_PERSON


@pytest.mark.parametrize(
    "text",
    [
        "人工",
        "转人工",
        "我要找个真人聊聊",
        "能不能让工作人员给我打个电话",
        "叫你们领导来",
        "请安排专人跟我联系",
        "找你们负责人",
        "接人工客服",
        "可以换个人工吗？",
        "让工作人员回个电话",
    ],
)
def test_a_call_for_a_person_is_recognised(text: str) -> None:
    assert ASKS_FOR_A_PERSON.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    [
        "人工智能企业有什么补贴",
        "领导挂钩帮扶怎么申请",
        "谁是7号任务的负责人",
        "客服中心项目开工了吗",
        "专人服务重点企业是哪条写的",
    ],
)
def test_a_question_that_names_one_is_no_call(text: str) -> None:
    assert not ASKS_FOR_A_PERSON.fullmatch(text)
