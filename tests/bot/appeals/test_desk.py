"""What enterprises and officials write about appeals, on the demonstration city."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages import Outcome
from tests.bot.alerts.city import City
from tests.bot.appeals.conftest import Talk

STANDING = "我的诉求到哪一步了"


@pytest.mark.parametrize(
    "text",
    [
        STANDING,
        "我们反映的问题有回音了吗",
        "我上次提的诉求怎么样了？",
        "查一下我的诉求",
        "我公司反映的用地问题办得怎么样了",
        "诉求A2019-032办到哪了",
        "a2019-032",
    ],
)
def test_an_enterprise_sees_where_its_own_case_stands(talk: Talk, text: str) -> None:
    reply = talk.say("e004", text)
    assert reply is not None
    assert "诉求 A2019-032“芯片封装扩产的用地问题”，现为“已受理”" in reply.text
    assert "- 应答：待办，时限 2019-11-11，已超时" in reply.text
    assert "按工作日计" in reply.text
    assert reply.choices == ()


def test_an_enterprise_sees_nothing_of_anothers(talk: Talk) -> None:
    reply = talk.say("e001", "诉求A2019-032办到哪了")
    unknown = talk.say("e001", "诉求A2019-999办到哪了")
    assert reply is not None
    assert unknown is not None
    assert reply.outcome is Outcome.REFUSED
    assert reply.text.replace("032", "999") == unknown.text


@pytest.mark.parametrize(
    ("user_id", "text"),
    [
        ("e004", "企业有困难向政府反映，多久能有回音？"),
        ("e004", "有没有产业基金的支持"),
        ("e004", "我们的困难有哪些政策支持"),
        ("u002", "直通车的时限是几天"),
        ("u002", "诉求办理有什么政策规定"),
        ("u002", "我有哪些逾期的任务"),
        ("u002", "12号任务办结了"),
        ("e004", "确认"),
    ],
)
def test_what_is_not_about_cases_is_left_to_others(talk: Talk, user_id: str, text: str) -> None:
    assert talk.say(user_id, text) is None


def test_a_filed_case_gets_a_number_and_the_official_hears_of_it(city: City, talk: Talk) -> None:
    asked = talk.say("e002", "我要反映一个困难：码头岸电接入排队三个月没有结果")
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    assert city.appeals.service.find(city.directory.require("e002")) == []
    reply = talk.say("e002", "确认")
    assert reply is not None
    assert "编号 Z2019-001" in reply.text
    assert "应答时限 2019-11-18，明确意见 2019-11-20，办结 2019-11-22" in reply.text
    [notice] = city.inbox.by_account["u003"]
    assert "内容：码头岸电接入排队三个月没有结果" in notice.text
    assert [choice.send for choice in notice.choices] == [
        "应答Z2019-001", "明确意见Z2019-001", "办结Z2019-001",
    ]  # fmt: skip


def test_the_enterprise_hears_each_step_and_the_history_keeps_them(city: City, talk: Talk) -> None:
    steps = [
        ("u003", "应答A2019-032：已联系资规部门"),
        ("u003", "把A2019-032转给科技局"),
        ("u009", "A2019-032明确意见：可先行供地"),
        ("u009", "A2019-032办结了：供地批复已下达"),
    ]
    for user_id, text in steps:
        talk.say(user_id, text)
        done = talk.say(user_id, "确认")
        assert done is not None
        assert done.outcome is Outcome.ANSWERED, done.text
    heard = [reply.text for reply in city.inbox.by_account["e004"]]
    assert [text.split("\n")[0].rpartition("”")[2] for text in heard] == [
        "：已应答。", "已转由市科技局办理。", "：已明确意见。", "：已办结。",
    ]  # fmt: skip
    assert "答复：供地批复已下达" in heard[-1]
    told = talk.say("u009", "A2019-032的经过")
    assert told is not None
    assert [line.split(" ")[3].removesuffix("：") for line in told.text.split("\n")[1:]] == [
        "诉求系统", "朱平", "朱平", "张丽勇", "张丽勇",
    ]  # fmt: skip


def test_a_button_asks_for_the_words_first(city: City, talk: Talk) -> None:
    asked = talk.say("u003", "应答A2019-032")
    assert asked is not None
    assert "请写下" in asked.text
    talk.say("u003", "已联系，下周一上门")
    talk.say("u003", "确认")
    assert "答复：已联系，下周一上门" in city.inbox.by_account["e004"][0].text


@pytest.mark.parametrize(
    ("user_id", "text"),
    [
        ("u007", "应答A2019-032：好的"),
        ("u015", "A2019-032办结：好"),
        ("e004", "办结A2019-032：我满意"),
        ("u003", "应答A2019-031：再答一次"),
        ("u003", "办结A2019-030：已办"),
        ("u003", "把A2019-032转给某某局"),
        ("u007", "催办诉求A2019-032"),
    ],
)
def test_a_step_that_is_not_theirs_or_not_due_is_refused(
    city: City, talk: Talk, user_id: str, text: str
) -> None:
    before = city.appeals.service.find(city.directory.require("u002"))
    reply = talk.say(user_id, text)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    talk.say(user_id, "确认")
    assert city.appeals.service.find(city.directory.require("u002")) == before


def test_cancelled_or_lapsed_nothing_is_changed(city: City, talk: Talk) -> None:
    for answer, wait in (("取消", timedelta(0)), ("确认", timedelta(minutes=11))):
        talk.say("u003", "应答A2019-032：已联系")
        city.clock.advance(wait)
        talk.say("u003", answer)
    assert city.inbox.by_account["e004"] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("有哪些待办的诉求", "A2019-033 A2019-032 A2019-031"),
        ("逾期的诉求有几件", "A2019-033 A2019-032 A2019-031"),
        ("全部诉求列一下", "A2019-030 A2019-033 A2019-032 A2019-031"),
    ],
)
def test_a_supervisor_sees_every_case(talk: Talk, text: str, numbers: str) -> None:
    reply = talk.say("u002", text)
    assert reply is not None
    assert reply.query == {"appeal_nos": numbers.split()}


def test_an_official_sees_only_what_they_handle(talk: Talk) -> None:
    reply = talk.say("u007", "有哪些待办的诉求")
    assert reply is not None
    assert reply.query == {"appeal_nos": []}
