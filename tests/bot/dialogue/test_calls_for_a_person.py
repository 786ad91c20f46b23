"""Calls for a person in everyday words, and what only sounds like one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.dialogue.handover import ASKS_FOR_A_PERSON
from bot.messages import Outcome
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.dialogue.test_working_days import Talk


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


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(tmp_path_factory.mktemp("city"))


@pytest.mark.parametrize(
    "said",
    ["你们这效率也太差劲了", "什么破系统", "你们到底管不管", "谢谢", "再不办我就去市里反映了"],
)
def test_staff_are_told_of_the_matter_and_not_of_the_scolding(parts: Parts, said: str) -> None:
    talk = Talk(parts, "e005", f"after a matter {said}")
    talk.say("车间漏水没人管")
    talk.say(said)
    assert "“车间漏水没人管”" in talk.say("转人工").text


@pytest.mark.parametrize("said", ["你们这效率也太差劲了", "垃圾", "谢谢"])
def test_a_scolding_alone_is_no_matter_to_be_filed(parts: Parts, said: str) -> None:
    talk = Talk(parts, "e005", f"alone {said}")
    talk.say(said)
    handed = talk.say("转人工")
    assert handed.outcome is Outcome.HANDED_OVER
    assert f"“{said}”" not in handed.text
    assert "确认吗" not in handed.text
