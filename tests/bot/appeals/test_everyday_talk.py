"""How enterprises and officials really write about cases, and what must come of it."""

from __future__ import annotations

import pytest

from bot.appeals.question import new_matter
from bot.identity import GUEST
from bot.messages import Outcome
from tests.bot.alerts.city import City
from tests.bot.appeals.conftest import Talk


@pytest.mark.parametrize("text", ["我的诉求有几个", "我的诉求怎么还没人理", "我的诉求一直没下文"])
def test_who_asks_after_an_own_case_is_shown_it_and_files_no_other(
    city: City, talk: Talk, text: str
) -> None:
    reply = talk.say("e004", text)
    assert reply is not None
    assert "诉求 A2019-032" in reply.text
    assert len(city.appeals.service.find(city.directory.require("e004"))) == 1


@pytest.mark.parametrize("text", ["我要投诉", "都超时了，我要投诉", "我想反映问题"])
def test_who_does_not_say_what_it_is_about_is_asked_for_it(talk: Talk, text: str) -> None:
    reply = talk.say("e004", text)
    assert reply is not None
    assert "写在一条消息里" in reply.text


@pytest.mark.parametrize(
    ("then", "filed"),
    [
        ("不是，我说错了，是缺技术工人", "缺技术工人"),
        ("再补充一下，主要缺电焊工", "春节后招不到人；补充：主要缺电焊工"),
        ("我说错了，是缺１２名技工（持证）", "缺１２名技工（持证）"),
        ("补充：缺口约①②③类、共５名", "春节后招不到人；补充：缺口约①②③类、共５名"),
    ],
)
def test_what_waits_to_be_filed_can_be_put_right(
    city: City, talk: Talk, then: str, filed: str
) -> None:
    talk.say("e002", "我想反映一个困难：春节后招不到人")
    asked = talk.say("e002", then)
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    talk.say("e002", "确认")
    [appeal] = city.appeals.service.find(city.directory.require("e002"))
    assert appeal.content == filed


@pytest.mark.parametrize(
    ("told", "filed"),
    [
        ("我想反映一个困难：厂区１２００㎡漏水，请尽快！", "厂区１２００㎡漏水，请尽快"),
        ("我要反映车间（二期）停电３天", "车间（二期）停电３天"),
        ("我想投诉招商局不作为", "招商局不作为"),
        ("厂区ＡＢ路积水３０公分，请帮我们协调一下", "厂区ＡＢ路积水３０公分"),
        ("厂房产权证办不下来，能不能帮我们反映一下？", "厂房产权证办不下来"),
        (
            "厂房租金太高，供电也老是跳闸，请政府帮忙协调",
            "厂房租金太高，供电也老是跳闸，请政府帮忙协调",
        ),
        ("供电老是跳闸，恳请帮忙协调。", "供电老是跳闸，恳请帮忙协调"),
        ("供电老是跳闸请供电公司帮忙协调一下", "供电老是跳闸请供电公司帮忙协调一下"),
        (
            "不知道怎么办，供电老是跳闸，希望政府帮忙协调",
            "不知道怎么办，供电老是跳闸，希望政府帮忙协调",
        ),
    ],
)
def test_a_case_keeps_what_was_typed(city: City, talk: Talk, told: str, filed: str) -> None:
    talk.say("e002", told)
    talk.say("e002", "确认")
    [appeal] = city.appeals.service.find(city.directory.require("e002"))
    assert appeal.content == filed


@pytest.mark.parametrize(
    "asked", ["怎样申请政府帮忙协调", "供电老是跳闸，政府怎么帮忙协调", "我想投诉物业打什么电话"]
)
def test_who_asks_how_to_get_help_files_nothing(asked: str) -> None:
    assert new_matter(asked) == ""


def test_the_case_spoken_of_is_taken_back_without_its_number(city: City, talk: Talk) -> None:
    talk.say("e001", "我要反映一个困难：厂门口的路坏了半年")
    talk.say("e001", "确认")
    talk.say("e001", "撤回刚才那个")
    done = talk.say("e001", "确认")
    assert done is not None
    assert done.text == "诉求 Z2019-001 已撤回，现为“企业已撤回”，已通知受理人。"
    opened = city.appeals.service.find(city.directory.require("e001"), only_open=True)
    assert [appeal.appeal_no for appeal in opened] == ["A2019-031"]


def test_who_is_not_satisfied_with_an_open_case_hears_that_it_is_open(talk: Talk) -> None:
    reply = talk.say("e005", "这个结果我不满意")
    assert reply is not None
    assert "还在办理、没有办结的诉求" in reply.text
    assert "A2019-033" in reply.text


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("没超时的诉求有哪些", set()),
        ("有没有超时的诉求", {"A2019-031", "A2019-032", "A2019-033"}),
        ("还没应答的诉求", {"A2019-032"}),
        ("还没明确意见的诉求有哪些", {"A2019-031", "A2019-032"}),
        ("哪些诉求今天到期", set()),
        ("昨天谁的诉求超时了", {"A2019-031"}),
        ("上周超时的诉求有哪些", set()),
        ("今天有超时的诉求吗", {"A2019-031", "A2019-032", "A2019-033"}),
        ("我手上的诉求", {"A2019-031", "A2019-032", "A2019-033"}),
    ],
)
def test_an_official_sees_exactly_the_cases_asked_for(
    talk: Talk, text: str, numbers: set[str]
) -> None:
    reply = talk.say("u003", text)
    assert reply is not None
    assert set((reply.query or {})["appeal_nos"]) == numbers


def test_nobody_urges_themselves(city: City, talk: Talk) -> None:
    reply = talk.say("u003", "催一下A2019-032")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "由您本人受理" in reply.text
    assert not city.inbox.by_account


def test_whoever_handled_a_case_hears_that_another_does_now(city: City, talk: Talk) -> None:
    for text in ("把A2019-032转给医药高新区", "把A2019-032转给兴化市"):
        talk.say("u002", text)
        talk.say("u002", "确认")
    last = city.inbox.by_account["u037"][-1].text
    assert last.endswith("已转由兴化市办理，您不用再办。")
    told = talk.say("u002", "A2019-032的经过")
    assert told is not None
    assert "转办：医药高新区" in told.text
    assert "转办：兴化市" in told.text


@pytest.mark.parametrize("number", ["A2019-031", "A2019-999"])
def test_a_guest_learns_of_no_case_and_hears_how_to_be_known(city: City, number: str) -> None:
    for text in ("我的诉求到哪了", f"诉求{number}办得怎么样"):
        reply = city.appeals.desk.answer(GUEST, text, channel="web")
        assert reply is not None
        assert reply.outcome is Outcome.REFUSED
        assert "绑定码" in reply.text
        assert number not in reply.text


@pytest.mark.parametrize(
    "then",
    [
        "那个证撤销了",
        "这个项目不需要办环评",
        "其它补贴不用办了",
        "这件事别的企业说不用办",
        "我对刚才的回答不满意",
    ],
)
def test_what_is_said_of_something_else_takes_back_no_case(talk: Talk, then: str) -> None:
    assert talk.say("e001", "我的诉求到哪了") is not None
    assert talk.say("e001", then) is None


@pytest.mark.parametrize(
    "then",
    [
        "应该是不用了",
        "我是说先不提了",
        "改成明天再说",
        "补充一下什么材料",
        "补充材料在哪交",
        "应该是可以的",
        "不是说错了，是确实招不到人",
    ],
)
def test_what_is_no_correction_changes_nothing_that_waits_to_be_filed(
    talk: Talk, then: str
) -> None:
    talk.say("e002", "我想反映一个困难：春节后招不到人")
    assert talk.say("e002", then) is None


@pytest.mark.parametrize(
    "text",
    ["要提", "产值下降了，我们要提", "我们的问题有哪些政策可以解决", "我们提的困难有哪些补贴"],
)
def test_what_names_no_case_is_left_to_others(talk: Talk, text: str) -> None:
    assert talk.say("e001", text) is None


@pytest.mark.parametrize("text", ["不是没应答的诉求", "有没有应答的诉求"])
def test_a_denial_denied_is_no_denial(talk: Talk, text: str) -> None:
    reply = talk.say("u003", text)
    assert reply is not None
    assert "还没有应答" not in reply.text


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("办结的诉求有几件", {"A2019-030", "A2019-033"}),
        ("已办结的诉求有哪些", {"A2019-030", "A2019-033"}),
        ("逾期办结的诉求有几件", {"A2019-033"}),
        ("按时办结的诉求有几件", {"A2019-030"}),
        ("本月办结的诉求有几件", {"A2019-030", "A2019-033"}),
        ("上个月办结的诉求有几件", set()),
        ("去年办结的诉求", set()),
        ("没办结的诉求有哪些", {"A2019-031", "A2019-032"}),
    ],
)
def test_what_was_closed_is_not_what_is_open(talk: Talk, text: str, numbers: set[str]) -> None:
    talk.say("u003", "办结A2019-033：多收的检测费已退回")
    talk.say("u003", "确认")
    reply = talk.say("u002", text)
    assert reply is not None
    assert set((reply.query or {})["appeal_nos"]) == numbers


@pytest.mark.parametrize(
    "text",
    ["截至10月31日办结的诉求有几件", "8月和10月办结的诉求有几件", "没有提前办结的诉求有几件"],
)
def test_a_time_or_a_denial_that_was_not_read_lists_no_cases(talk: Talk, text: str) -> None:
    reply = talk.say("u002", text)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "没有读懂" in reply.text


@pytest.mark.parametrize("text", ["我要反映车间停电三天没人管", "我们想反映一下厂门口的路坏了半年"])
def test_a_matter_told_in_one_breath_is_filed_once_it_is_confirmed(
    city: City, talk: Talk, text: str
) -> None:
    asked = talk.say("e002", text)
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    assert talk.say("e002", "不提了") is not None
    assert not city.appeals.service.find(city.directory.require("e002"))


@pytest.mark.parametrize(
    "text", ["我要反映情况找哪个部门", "我想反映的问题怎么提交", "我要反映问题"]
)
def test_who_asks_the_way_files_nothing(talk: Talk, text: str) -> None:
    reply = talk.say("e002", text)
    assert reply is None or "确认" not in reply.text
