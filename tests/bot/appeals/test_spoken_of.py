"""A case is meant by what it is about, or as the one just shown; and by when it came in."""

from __future__ import annotations

import pytest

from bot.messages import Outcome
from tests.bot.alerts.city import City
from tests.bot.appeals.conftest import Talk

SUPERVISOR, FILED_IT = "u002", "e001"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "我们厂用电增容的事办到哪了",
            "上次反映的用电增容有结果了吗",
            "我们用电增容申请处理得怎么样了",
        ),
        "用电增容那件事怎么还没办",
    ],
)
def test_an_enterprise_means_its_case_by_what_it_is_about(talk: Talk, said: str) -> None:
    reply = talk.say(FILED_IT, said)
    assert reply is not None
    assert "A2019-031" in reply.text


@pytest.mark.parametrize(
    "said",
    [
        "那个用地问题都一个星期了",
        "我那个用地问题拖了这么久",
        "那个用地问题过去好几天了",
        "我们的用地问题怎么样了",
        "上次说的用地问题怎么样了",
        "用地的事怎么样了",
        "我们用地的事有人管吗",
        "那个用地问题谁在办",
        "那个用地问题催一下",
    ],
)
def test_a_case_pointed_at_by_its_topic_is_shown(talk: Talk, said: str) -> None:
    reply = talk.say("e004", said)
    assert reply is not None
    assert "A2019-032" in reply.text


@pytest.mark.parametrize(
    "said",
    [
        "用地问题怎么解决",
        "这个用地问题有什么政策",
        "工业用地的问题有哪些支持",
        "用地政策的事怎么样了",
        "用地问题找哪个部门",
        "那个检测费问题都一个星期了",
        "用地问题都一个星期了",
    ],
)
def test_a_topic_that_nobody_points_at_may_be_anybodys(talk: Talk, said: str) -> None:
    reply = talk.say("e004", said)
    assert reply is None or "A2019-032" not in reply.text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (FILED_IT, "用电增容有什么政策"),
        (FILED_IT, "我们用电增容怎么申请"),
        (FILED_IT, "我们的芯片用地办到哪了"),
        ("e002", "我们厂用电增容的事办到哪了"),
        (FILED_IT, "我们要用电增容"),
    ],
)
def test_what_asks_something_else_or_of_anothers_case_means_none(
    talk: Talk, who: str, said: str
) -> None:
    reply = talk.say(who, said)
    assert reply is None or "A2019-031" not in reply.text


@pytest.mark.parametrize(
    "said",
    [
        *("超时了没", "还有几天", "谁在办", "什么时候能办好", "时限是哪天", "办结了吗", "答复了没"),
        *("那我这个超时了吧", "最晚哪天要办完", "这件最迟什么时候要答复"),
    ],
)
@pytest.mark.parametrize("who", [FILED_IT, SUPERVISOR])
def test_few_words_after_one_case_ask_more_of_it(talk: Talk, who: str, said: str) -> None:
    first = talk.say(who, "诉求A2019-031办到哪了")
    again = talk.say(who, said)
    assert first is not None
    assert again is not None
    assert again.text == first.text


@pytest.mark.parametrize("said", ["谁在办", "还有几天"])
def test_after_a_list_or_something_else_they_are_of_no_one_case(talk: Talk, said: str) -> None:
    talk.say(SUPERVISOR, "企业诉求有几件没办")
    assert talk.say(SUPERVISOR, said) is None


# 033 came in on 11-04, 032 on 11-08, 031 on 11-11, 030 on 10-28; today is 11-15, a Friday.
@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("昨天有新的诉求吗", []),
        ("今天收到几件诉求", []),
        ("本周新增诉求", ["031"]),
        ("上周收到的诉求有哪些", ["032", "033"]),
        ("上个月来了几件诉求", ["030"]),
        ("11月收到多少诉求", ["031", "032", "033"]),
        ("11月8日收到的诉求", ["032"]),
    ],
)
def test_cases_are_listed_by_when_they_came_in(talk: Talk, asked: str, numbers: list[str]) -> None:
    reply = talk.say(SUPERVISOR, asked)
    assert reply is not None
    assert [no for no in ("030", "031", "032", "033") if no in reply.text] == numbers
    assert "收到的诉求" in reply.text


@pytest.mark.parametrize("asked", ["本周要办结的诉求有几件", "今天到期的诉求有哪些"])
def test_what_is_due_is_not_what_came_in(talk: Talk, asked: str) -> None:
    reply = talk.say(SUPERVISOR, asked)
    assert reply is not None
    assert "收到" not in reply.text


@pytest.mark.parametrize(
    ("asked", "numbers", "called"),
    [
        ("上个月收到的诉求里超时的有几件", [], "收到的已超时的诉求"),
        ("11月收到的诉求还有几件没办结", ["031", "032", "033"], "收到的未办结的诉求"),
        ("11月收到的诉求办结了几件", [], "收到的办结的诉求"),
        ("10月收到的诉求办结了几件", ["030"], "收到的办结的诉求"),
        ("10月收到的诉求按时办结了几件", ["030"], "收到的按时办结的诉求"),
        ("本月收到的诉求还没应答的有哪些", ["032"], "收到的还没有应答的诉求"),
    ],
)
def test_of_what_came_in_only_those_that_are_asked_for_are_listed(
    talk: Talk, asked: str, numbers: list[str], called: str
) -> None:
    reply = talk.say(SUPERVISOR, asked)
    assert reply is not None
    assert [no for no in ("030", "031", "032", "033") if no in reply.text] == numbers
    assert called in reply.text


def test_who_urges_after_one_case_urges_it_and_no_task(talk: Talk) -> None:
    talk.say(SUPERVISOR, "诉求A2019-032办到哪了")
    reply = talk.say(SUPERVISOR, "催一下")
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert "A2019-032" in reply.text
    done = talk.say(SUPERVISOR, "确认")
    assert done is not None
    assert "A2019-032" in done.text


def test_who_urges_after_several_cases_is_asked_which(talk: Talk) -> None:
    talk.say(SUPERVISOR, "企业诉求有几件没办")
    reply = talk.say(SUPERVISOR, "催一下")
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert "请回复编号" in reply.text
    chosen = talk.say(SUPERVISOR, "A2019-033")
    assert chosen is not None
    assert "A2019-033" in chosen.text
    assert "A2019-032" not in chosen.text


def test_who_handles_a_case_is_not_asked_to_urge_themself(talk: Talk) -> None:
    talk.say("u003", "企业诉求有几件没办")
    reply = talk.say("u003", "催一下")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED


def test_what_was_spoken_of_since_is_what_is_urged(talk: Talk) -> None:
    talk.say(SUPERVISOR, "诉求A2019-032办到哪了")
    talk.answered(SUPERVISOR, "51号任务", "51号任务在办")
    assert talk.say(SUPERVISOR, "催一下") is None


@pytest.mark.parametrize(
    "said",
    [
        "我上周报的用地的事怎么没人理",
        "上次反映的用地问题没人管",
        "我们之前提的扩产用地有结果了吗",
        "前几天投诉的用地的事怎么还不处理",
    ],
)
def test_what_was_told_before_is_shown_and_not_filed_again(
    city: City, talk: Talk, said: str
) -> None:
    reply = talk.say("e004", said)
    assert reply is not None
    assert "诉求 A2019-032" in reply.text
    assert len(city.appeals.service.find(city.directory.require("e004"))) == 1


def test_what_was_told_before_in_other_words_is_among_the_own_cases(talk: Talk) -> None:
    reply = talk.say("e004", "上个月报的那个事怎么没人理")
    assert reply is not None
    assert "诉求 A2019-032" in reply.text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("e004", "车间停电三天没人管"),
        ("e004", "我要反映车间停电三天没人管"),
        ("e004", "上次说的技改补贴怎么没人理"),
        ("e002", "我上周报的用地的事怎么没人理"),
    ],
)
def test_what_is_new_or_of_nobody_means_no_case(talk: Talk, who: str, said: str) -> None:
    reply = talk.say(who, said)
    assert reply is None or "A2019-" not in reply.text


def test_my_own_is_the_case_shown_whatever_was_asked_between(talk: Talk) -> None:
    first = talk.say("e004", "我上周报的用地的事怎么没人理")
    assert talk.say("e004", "技改补贴有多少") is None
    again = talk.say("e004", "那我这个超时了吧")
    assert first is not None
    assert again is not None
    assert again.text == first.text


@pytest.mark.parametrize(
    "said", ["我要反映疫苗车间漏水没人管", "我们要反映：用电增容以外还要用气，没人管"]
)
def test_a_new_matter_that_shares_words_with_a_case_is_filed_all_the_same(
    talk: Talk, said: str
) -> None:
    reply = talk.say(FILED_IT, said)
    assert reply is not None
    assert "将登记为直通车诉求" in reply.text


def test_the_same_matter_told_once_more_is_the_case_that_is_open(city: City, talk: Talk) -> None:
    reply = talk.say(FILED_IT, "我要反映疫苗车间用电增容申请被退回")
    assert reply is not None
    assert "诉求 A2019-031" in reply.text
    assert len(city.appeals.service.find(city.directory.require(FILED_IT))) == 1


def test_what_was_closed_can_be_told_again(talk: Talk) -> None:
    reply = talk.say("e008", "我要反映希望纳入专精特新培育库的事没人管")
    assert reply is not None
    assert "将登记为直通车诉求" in reply.text


@pytest.mark.parametrize("said", ["用电增容的申请怎么没人回", "用电增容那个申请没人联系"])
def test_who_waits_for_an_answer_means_the_own_case(talk: Talk, said: str) -> None:
    reply = talk.say(FILED_IT, said)
    assert reply is not None
    assert "诉求 A2019-031" in reply.text


def test_who_told_of_something_else_reads_how_to_tell_it(talk: Talk) -> None:
    reply = talk.say("e004", "我反映过的社保问题怎么没人管")
    assert reply is not None
    assert "诉求 A2019-032" in reply.text
    assert "我要反映：" in reply.text


@pytest.mark.parametrize("said", ["那个诉求谁在办", "这个问题什么时候能办好", "那件事办结了吗"])
def test_the_case_just_shown_can_be_called_by_what_it_is(talk: Talk, said: str) -> None:
    first = talk.say(FILED_IT, "诉求A2019-031办到哪了")
    again = talk.say(FILED_IT, said)
    assert first is not None
    assert again is not None
    assert again.text == first.text


@pytest.mark.parametrize("said", ["不提了，明天再说", "算了，下次再说", "先不提了，过几天再看吧"])
def test_not_now_is_a_no(talk: Talk, said: str) -> None:
    talk.say("e004", "我要反映车间停电三天没人管")
    reply = talk.say("e004", said)
    assert reply is not None
    assert "没有做任何改动" in reply.text
    assert talk.say("e004", "确认") is None


@pytest.mark.parametrize(
    "said", ["检测费的事反映十天了", "检测费的问题报了一个星期了，你们到底管不管"]
)
def test_a_matter_told_days_ago_is_the_own_case(talk: Talk, said: str) -> None:
    reply = talk.say("e005", said)
    assert reply is not None
    assert "诉求 A2019-033" in reply.text


@pytest.mark.parametrize("said", ["技改补贴的政策反映十天了", "路灯的事反映十天了"])
def test_a_matter_that_no_case_holds_means_none(talk: Talk, said: str) -> None:
    reply = talk.say("e005", said)
    assert reply is None or not reply.text.startswith("诉求 A2019-033")


@pytest.mark.parametrize("said", ["那都超了四天了", "谁在办", "答复是什么", "拖了几天了"])
def test_more_is_asked_of_the_case_just_shown(talk: Talk, said: str) -> None:
    first = talk.say("e005", "诉求A2019-033办到哪了")
    again = talk.say("e005", said)
    assert first is not None
    assert again is not None
    assert again.text == first.text


def test_how_many_were_told_of_lists_the_own_cases(talk: Talk) -> None:
    talk.say("e005", "诉求A2019-033办到哪了")
    reply = talk.say("e005", "一共报了几件")
    assert reply is not None
    assert "A2019-033" in reply.text
    assert "A2019-031" not in reply.text
