"""An enterprise adds to its open case: asked first, kept once, told to whoever handles it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.appeals.own_words import OwnWords, Said, read_own_words
from bot.messages import Outcome
from tests.bot.alerts.city import City
from tests.bot.appeals.conftest import Talk

NO = "A2019-032"


def added(city: City) -> list[str]:
    appeal = city.appeals.service.show(city.directory.require("u002"), NO)
    return city.appeals.service.added(appeal)


@pytest.mark.parametrize(
    "text",
    [
        "补充一下，东门那一段下雨就积水",
        "再补充：东门那一段下雨就积水",
        "我们的诉求还要补充一点，东门那一段下雨就积水",
        f"{NO}补充：东门那一段下雨就积水",
        f"给{NO}补充一句：东门那一段下雨就积水",
        f"{NO}补充东门那一段下雨就积水",
    ],
)
def test_what_is_added_is_kept_and_told_once_it_was_confirmed(
    city: City, talk: Talk, text: str
) -> None:
    before = city.appeals.service.show(city.directory.require("e004"), NO)
    asked = talk.say("e004", text)
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    assert "时限不变" in asked.text
    assert added(city) == []
    talk.say("e004", "确认")
    assert added(city) == ["东门那一段下雨就积水"]
    after = city.appeals.service.show(city.directory.require("e004"), NO)
    assert after == before
    [notice] = city.inbox.by_account["u003"]
    assert "东门那一段下雨就积水" in notice.text
    assert notice.choices[0].send == f"应答{NO}"


def test_the_same_words_are_kept_and_told_once(city: City, talk: Talk) -> None:
    for _ in range(2):
        talk.say("e004", "补充：东门也坏了")
        talk.say("e004", "确认")
    assert added(city) == ["东门也坏了"]
    assert len(city.inbox.by_account["u003"]) == 1


def test_the_same_words_are_news_once_something_has_happened(city: City, talk: Talk) -> None:
    for user_id, text in (
        ("e004", "补充：还在积水"),
        ("u003", f"办结{NO}：已经修好"),
        ("e004", f"{NO}重新办理：又坏了"),
        ("e004", "补充：还在积水"),
    ):
        talk.say(user_id, text)
        talk.say(user_id, "确认")
    assert added(city) == ["还在积水", "还在积水"]
    assert "还在积水" in city.inbox.by_account["u003"][-1].text


def test_what_waits_to_be_added_can_be_added_to_and_put_right(city: City, talk: Talk) -> None:
    talk.say("e004", "补充：东门也坏了")
    talk.say("e004", "再补充一下，路灯不亮")
    talk.say("e004", "确认")
    talk.say("e004", "补充：西门也坏了")
    talk.say("e004", "我说错了，是南门也坏了")
    talk.say("e004", "确认")
    assert added(city) == ["东门也坏了；补充：路灯不亮", "南门也坏了"]


def test_who_does_not_say_what_is_to_be_added_is_asked_for_it(city: City, talk: Talk) -> None:
    asked = talk.say("e004", "我的诉求要补充材料")
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    assert "文件和图片这里收不了" in asked.text
    talk.say("e004", "土地证号是苏泰2019-77")
    talk.say("e004", "确认")
    assert added(city) == ["土地证号是苏泰2019-77"]


def test_of_several_open_cases_it_is_asked_which_and_the_words_are_not_lost(
    city: City, talk: Talk
) -> None:
    talk.say("e004", "我要反映一个困难：厂门口的路坏了半年")
    talk.say("e004", "确认")
    talk.say("e004", "我的诉求到哪了")
    asked = talk.say("e004", "补充：东门也坏了")
    assert asked is not None
    assert [choice.send for choice in asked.choices] == [NO, "Z2019-001"]
    proposed = talk.say("e004", "第一个")
    assert proposed is not None
    assert NO in proposed.text
    talk.say("e004", "确认")
    assert added(city) == ["东门也坏了"]


def test_nothing_is_added_to_a_closed_case(city: City, talk: Talk) -> None:
    talk.say("u003", f"办结{NO}：供地批复已下达")
    talk.say("u003", "确认")
    refused = talk.say("e004", f"{NO}补充：批复还没有收到")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED
    assert f"{NO}重新办理：……" in refused.text
    assert "没有在办的诉求可以补充" in (talk.say("e004", "我的诉求要补充材料") or refused).text
    assert added(city) == []


@pytest.mark.parametrize("user_id", ["u003", "e001"])
def test_nobody_else_adds_to_a_case(city: City, talk: Talk, user_id: str) -> None:
    refused = talk.say(user_id, f"补充{NO}：另一家的话")
    assert refused is not None
    assert refused.outcome is Outcome.REFUSED
    assert added(city) == []


def test_who_takes_the_case_over_and_whoever_looks_at_it_sees_what_was_added(
    city: City, talk: Talk
) -> None:
    talk.say("e004", "补充：东门也坏了")
    talk.say("e004", "确认")
    shown = talk.say("u003", f"诉求{NO}办到哪了")
    assert shown is not None
    assert "企业补充：东门也坏了" in shown.text
    talk.say("u002", f"把{NO}转给科技局")
    talk.say("u002", "确认")
    assert "企业补充：东门也坏了" in city.inbox.by_account["u009"][0].text
    told = talk.say("u002", f"{NO}的经过")
    assert told is not None
    assert "补充：东门也坏了" in told.text


@pytest.mark.parametrize(
    "text",
    [
        "补充材料在哪交",
        "补充一下什么材料",
        "补充医疗保险怎么缴",
        "补充材料的时限是几天",
        "需要补充哪些材料",
        "补充耕地指标",
    ],
)
def test_what_asks_about_something_else_adds_nothing(talk: Talk, text: str) -> None:
    assert talk.say("e004", text) is None


def test_an_enterprise_without_an_open_case_talks_of_something_else(talk: Talk) -> None:
    assert talk.say("e002", "补充一下，我们是小微企业") is None
    assert talk.say("e002", "办得怎么样了") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("办得怎么样了", OwnWords(Said.STANDING)),
        ("有结果了吗？", OwnWords(Said.STANDING)),
        ("怎么还没人理", OwnWords(Said.STANDING)),
        ("办好了吗", OwnWords(Said.STANDING, is_loose=True)),
        ("催一下", OwnWords(Said.URGED)),
        ("撤销", OwnWords(Said.TAKEN_BACK)),
        ("不用办了", OwnWords(Said.TAKEN_BACK, is_loose=True)),
        ("不满意，路还是坏的", OwnWords(Said.NOT_CONTENT, "", "路还是坏的", is_loose=True)),
        ("补充：能否先通一条车道？", OwnWords(Said.ADDED, "", "能否先通一条车道？")),
        ("催一下质监局", None),
        ("我对刚才的回答不满意", None),
        ("补充" * 1000, None),
        ("要" * 2000, None),
    ],
)
def test_few_words_are_read(text: str, words: OwnWords | None) -> None:
    assert read_own_words(text) == words


@pytest.mark.parametrize("text", ["办得怎么样了", "催一下", "有回音了吗"])
def test_few_words_show_where_the_own_case_stands(talk: Talk, text: str) -> None:
    reply = talk.say("e004", text)
    assert reply is not None
    assert f"诉求 {NO}" in reply.text
    assert ("不用另外催办" in reply.text) is (text == "催一下")


def test_not_content_with_what_was_closed_the_case_is_taken_up_again_with_the_reason(
    city: City, talk: Talk
) -> None:
    talk.say("u003", f"办结{NO}：供地批复已下达")
    talk.say("u003", "确认")
    closed = city.inbox.by_account["e004"][-1]
    assert f"“{NO}重新办理：……”" in closed.text
    asked = talk.say("e004", "不满意，批复还没有收到")
    assert asked is not None
    assert "批复还没有收到" in asked.text
    talk.say("e004", "确认")
    appeal = city.appeals.service.show(city.directory.require("e004"), NO)
    assert appeal.stage is not None
    assert "原因：批复还没有收到" in city.inbox.by_account["u003"][-1].text


def test_not_content_is_no_case_long_after_while_something_else_is_spoken_of(
    city: City, talk: Talk
) -> None:
    talk.say("u003", f"办结{NO}：供地批复已下达")
    talk.say("u003", "确认")
    city.clock.advance(timedelta(days=9))
    talk.answered("e004", "有没有产业基金的支持", "政策库里写着……")
    assert talk.say("e004", "不满意") is None
