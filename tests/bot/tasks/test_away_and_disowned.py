"""Who is away, whose a task is not, and to whom it is passed on."""

from __future__ import annotations

import pytest

from bot.identity import Directory
from bot.messages import Outcome, Reply
from bot.tasks import TaskService
from bot.tasks.reference_words import people_named
from tests.bot.tasks.talking import Talk, numbers

OWNER, LEADER, SUPERVISOR = "u007", "u006", "u003"


def text_of(reply: Reply | None) -> str:
    assert reply is not None
    return reply.text


@pytest.mark.parametrize(
    "said", ["我下周请假，任务谁来办", "我休假到12月1日，让张丽勇代办", "我出差，手上的任务怎么办"]
)
def test_who_is_away_hears_that_nothing_is_passed_on_by_itself(talk: Talk, said: str) -> None:
    reply = talk.say(OWNER, said)
    assert numbers(reply) == {"7", "23", "18", "24", "19", "25", "9"}
    assert "不会自动转给别人" in text_of(reply)
    assert "请分管领导或督查人员转办" in text_of(reply)


def test_the_leader_of_somebody_away_sees_the_tasks_and_how_to_pass_them_on(talk: Talk) -> None:
    reply = talk.say(LEADER, "杨洋杰休假，他的任务怎么办")
    assert numbers(reply) == {"7", "23", "18", "24", "19", "25", "9"}
    assert "可以说“把23号任务转给”" in text_of(reply)


def test_a_journey_as_the_reason_of_an_extension_is_only_the_reason(talk: Talk) -> None:
    assert "申请延期" in text_of(talk.say(OWNER, "18号延两周，因为出差"))


@pytest.mark.parametrize("said", ["出差补贴标准", "年假有几天"])
def test_leave_without_a_task_is_for_others(talk: Talk, said: str) -> None:
    assert talk.say(OWNER, said) is None


@pytest.mark.parametrize("said", ["7号任务不是我的", "我没接到7号这个任务", "7号不归我管"])
def test_who_disowns_a_task_hears_who_may_pass_it_on(talk: Talk, said: str) -> None:
    reply = talk.say(OWNER, said)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "由承办人的分管领导或督查人员办理" in reply.text


@pytest.mark.parametrize("said", ["我没这个任务", "这不是我的任务", "转给李四"])
def test_so_does_who_names_no_task(talk: Talk, said: str) -> None:
    assert "由承办人的分管领导或督查人员办理" in text_of(talk.say(OWNER, said))


@pytest.mark.parametrize("said", ["这个项目不是我们的", "不是我们的项目有哪些政策"])
def test_what_is_no_task_is_not_disowned(talk: Talk, said: str) -> None:
    assert talk.say(OWNER, said) is None


def test_a_task_is_passed_on_to_a_person_by_name(
    talk: Talk, service: TaskService, directory: Directory
) -> None:
    asked = talk.say(LEADER, "把7号任务转给张丽勇")
    assert "转由市科技局张丽勇办理" in text_of(asked)
    talk.say(LEADER, "确认")
    task = service.show(directory.require(SUPERVISOR), "7")
    assert (task.owner_user_id, task.department_code) == ("u009", "KJJ")


def test_who_is_not_known_is_asked_for_and_the_answer_is_heard(talk: Talk) -> None:
    assert "要转给哪个单位或哪位联络员" in text_of(talk.say(LEADER, "把7号任务转给李四"))
    assert "7号" in text_of(talk.say(LEADER, "科技局"))
    talk.say(LEADER, "取消")
    talk.say(LEADER, "把7号任务转给李四")
    assert "转由市科技局张丽勇办理" in text_of(talk.say(LEADER, "张丽勇"))


@pytest.mark.parametrize("said", ["科技局或者市场监管局", "科技局张丽勇或者吴霞丽"])
def test_of_two_who_are_named_it_is_not_left_to_chance_who_has_it(talk: Talk, said: str) -> None:
    assert "要转给哪个单位或哪位联络员" in text_of(talk.say(LEADER, f"把7号任务转给{said}"))


def test_a_name_that_is_part_of_another_is_not_named() -> None:
    people = {"李明": "u1", "李明华": "u2"}
    assert people_named("转给李明华", people) == {"u2"}
    assert people_named("转给李明和李明华", people) == {"u1", "u2"}


def test_a_leader_takes_no_task_as_a_contact_does(talk: Talk) -> None:
    reply = talk.say(LEADER, "把7号任务转给陈刚军")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED


def test_only_what_can_still_be_extended_is_offered_for_an_extension(talk: Talk) -> None:
    asked = talk.say(OWNER, "延期到12月27日")
    assert numbers(asked) == {"18", "24", "19", "25", "9"}
    assert "申请延期" in text_of(talk.say(OWNER, "18号"))
