"""Few words after a list of cases are asked of the cases, and not of tasks."""

from __future__ import annotations

import pytest

from bot.appeals.following_up import said_of_cases
from tests.bot.appeals.conftest import Talk

SUPERVISOR = "u002"
ENTERPRISE = "e001"


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("超时的呢", "超时的诉求"),
        ("其中逾期的有几件", "逾期的诉求"),
        ("那没超时的呢", "没超时的诉求"),
    ],
)
def test_words_that_tell_cases_apart_are_asked_of_the_list(
    talk: Talk, said: str, whole: str
) -> None:
    talk.say(SUPERVISOR, "企业诉求有几件没办")
    followed, plain = talk.say(SUPERVISOR, said), talk.say(SUPERVISOR, whole)
    assert followed is not None
    assert plain is not None
    assert followed.text == plain.text


@pytest.mark.parametrize("said", ["超时的任务呢", "逾期的项目有几个", "超时了怎么办"])
def test_words_that_name_something_else_are_as_they_were(said: str) -> None:
    listed = type("Turn", (), {"role": "bot", "text": "", "query": {"appeal_nos": ["A2019-1"]}})()
    assert said_of_cases(said, [listed]) == said


def test_after_something_else_they_are_not_of_cases(talk: Talk) -> None:
    assert talk.say(SUPERVISOR, "超时的呢") is None


@pytest.mark.parametrize(
    ("said", "is_listed"),
    [
        ("超时的呢", True),
        ("我超时的诉求有哪些", True),
        ("还没办结的诉求有几件", True),
        ("没超时的诉求呢", False),
        ("已办结的诉求有哪些", False),
    ],
)
def test_an_enterprise_tells_its_own_cases_apart(talk: Talk, said: str, is_listed: bool) -> None:
    talk.say(ENTERPRISE, "我的诉求办得怎么样了")
    reply = talk.say(ENTERPRISE, said)
    assert reply is not None
    assert ("A2019-031" in reply.text) is is_listed
    assert "A2019-032" not in reply.text
    assert "A2019-033" not in reply.text


@pytest.mark.parametrize(
    ("who", "said", "number"),
    [
        ("e004", "我们有没有超时的诉求", "A2019-032"),
        ("e004", "有超时的诉求吗", "A2019-032"),
        ("e008", "有没有办结的诉求", "A2019-030"),
        ("e004", "还没超时的诉求有哪些", ""),
        ("e008", "还没办结的诉求有哪些", ""),
        ("e008", "有没有超时的诉求", ""),
    ],
)
def test_who_has_a_case_is_never_told_to_have_filed_none(
    talk: Talk, who: str, said: str, number: str
) -> None:
    reply = talk.say(who, said)
    assert reply is not None
    assert "还没有登记过" not in reply.text
    assert ("A2019-" in reply.text) is bool(number)
    assert number in reply.text


def test_who_filed_none_is_told_how_to(talk: Talk) -> None:
    reply = talk.say("e002", "还没办结的诉求有哪些")
    assert reply is not None
    assert "还没有登记过" in reply.text
