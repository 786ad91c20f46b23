"""Few words after a list of tasks mean those tasks, by what the words name."""

from __future__ import annotations

import pytest

from tests.bot.tasks.talking import Talk, numbers

SUPERVISOR = "u003"


def _after(talk: Talk, *said: str) -> str:
    replies = [talk.say(SUPERVISOR, text) for text in said]
    assert replies[-1] is not None, said
    return replies[-1].text


@pytest.mark.parametrize("said", ["哪个部门最多", "那各部门呢", "分单位呢", "哪个单位最多？"])
def test_the_same_tasks_are_counted_by_department(talk: Talk, said: str) -> None:
    assert _after(talk, "逾期的任务有几件", said) == _after(talk, "逾期的任务哪个部门最多")


@pytest.mark.parametrize("said", ["谁最多", "那是谁的呢", "按人呢"])
def test_the_same_tasks_are_counted_by_person(talk: Talk, said: str) -> None:
    assert _after(talk, "逾期的任务有几件", said) == _after(talk, "谁逾期的任务最多")


def test_the_same_tasks_of_another_department(talk: Talk) -> None:
    talk.say(SUPERVISOR, "逾期的任务有几件")
    ours = talk.say(SUPERVISOR, "那市经信委的呢")
    others = talk.say(SUPERVISOR, "高港区呢")
    assert numbers(ours) == numbers(talk.say(SUPERVISOR, "市经信委逾期的任务")) != set()
    assert numbers(others) == numbers(talk.say(SUPERVISOR, "高港区逾期的任务")) != set()


def test_the_days_asked_of_before_hold_for_how_punctual_it_was(talk: Talk) -> None:
    said = _after(talk, "上个月办结了几件", "按时办结的呢")
    assert "2019-10-01至2019-10-31按时办结的任务" in said


@pytest.mark.parametrize(
    ("first", "said", "whole"),
    [
        ("上个月办结了几件", "9月份的呢", "9月办结的任务"),
        ("三季度按时办结的", "那二季度呢", "二季度按时办结的"),
        ("下周到期的任务", "本周的呢", "本周到期的任务"),
    ],
)
def test_the_same_tasks_of_other_days(talk: Talk, first: str, said: str, whole: str) -> None:
    assert _after(talk, first, said) == _after(talk, whole)


def test_a_question_that_stands_by_itself_takes_nothing_over(talk: Talk) -> None:
    assert _after(talk, "市经信委逾期的任务", "全市按时办结的任务") == _after(
        talk, "全市按时办结的任务"
    )
    assert _after(talk, "市经信委逾期的任务", "逾期的任务") == _after(talk, "逾期的任务")


@pytest.mark.parametrize(
    "said", ["泰兴产值呢", "技改补贴呢", "上个月呢", "市经信委现在叫什么", "谢谢"]
)
def test_what_says_something_of_its_own_is_left_to_others(talk: Talk, said: str) -> None:
    talk.say(SUPERVISOR, "逾期的任务有几件")
    assert talk.say(SUPERVISOR, said) is None


@pytest.mark.parametrize("said", ["哪个部门最多", "那市经信委的呢", "谁最多"])
def test_after_something_else_such_words_are_not_about_tasks(talk: Talk, said: str) -> None:
    talk.say(SUPERVISOR, "逾期的任务有几件")
    talk.say(SUPERVISOR, "产值多少")
    assert talk.say(SUPERVISOR, said) is None


@pytest.mark.parametrize("said", ["第一是谁", "那第一名是哪个单位", "排第一的是谁？"])
def test_the_first_of_a_ranking_of_tasks_is_told_by_the_ranking(talk: Talk, said: str) -> None:
    asked = "各部门逾期任务排名"
    assert _after(talk, asked, said) == _after(talk, asked)


def test_the_first_of_what_is_no_ranking_is_left_to_others(talk: Talk) -> None:
    talk.say(SUPERVISOR, "逾期的任务有几件")
    assert talk.say(SUPERVISOR, "第一是谁") is None


def test_when_something_is_due_is_no_topic_of_a_task(talk: Talk) -> None:
    reply = talk.say(SUPERVISOR, "市科技局的任务什么时候到期")
    assert reply is not None
    assert "时候" not in reply.text
    assert numbers(reply) != set()


# Not signed: 10, 25 and, past its deadline, 42.
@pytest.mark.parametrize("said", ["其中逾期的呢", "里面有没有逾期的", "其中哪些逾期了"])
def test_some_of_them_are_of_those_that_were_asked_about(talk: Talk, said: str) -> None:
    talk.say(SUPERVISOR, "哪些还没签收")
    assert numbers(talk.say(SUPERVISOR, said)) == {"42"}


def test_some_of_a_departments_are_of_its_tasks(talk: Talk) -> None:
    talk.say(SUPERVISOR, "市经信委未办结的任务")
    assert numbers(talk.say(SUPERVISOR, "其中下周到期的呢")) == {"18", "24"}
