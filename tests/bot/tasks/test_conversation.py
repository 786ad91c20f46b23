"""Conversations about tasks: confirmed, declined, continued, answered late or twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.identity import GUEST, Directory
from bot.messages import Outcome
from bot.tasks import Change, TaskService
from bot.tasks.desk import TaskDesk
from bot.tasks.store import TaskStore
from bot.tasks.task import TaskState
from bot.tasks.transition import Action
from tests.bot.tasks.talking import Talk, Turn, numbers


def test_a_guest_hears_nothing_of_tasks_and_is_told_so(desk: TaskDesk) -> None:
    reply = desk.answer(GUEST, "有哪些逾期的任务", channel="web")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert numbers(reply) == set()
    assert desk.answer(GUEST, "重点任务有哪些", channel="web") is None


def test_confirmed_it_is_done_with_the_reason(talk: Talk, store: TaskStore) -> None:
    talk.say("u009", "产业链图谱那个再给我延两周,专家意见还没收齐")
    reply = talk.say("u009", "确认")
    assert reply is not None
    assert "待督查人员批准" in reply.text
    assert str(store.get("21").requested_due_on) == "2019-12-02"
    event = store.history("21")[-1]
    assert (event.user_id, event.channel, event.reason) == ("u009", "web", "专家意见还没收齐")


def test_declined_nothing_is_done_and_a_later_yes_means_nothing(
    talk: Talk, store: TaskStore
) -> None:
    talk.say("u007", "18号办好了")
    reply = talk.say("u007", "取消")
    assert reply is not None
    assert "没有做任何改动" in reply.text
    assert talk.say("u007", "确认") is None
    assert store.get("18").state is TaskState.IN_PROGRESS


def test_a_proposal_that_became_wrong_is_refused_when_it_is_confirmed(
    talk: Talk, service: TaskService, store: TaskStore, directory: Directory
) -> None:
    talk.say("u007", "18号办好了")
    service.carry_out(directory.require("u003"), Change(Action.WITHDRAW, "18"), channel="web")
    reply = talk.say("u007", "确认")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert store.get("18").state is TaskState.RECALLED


def test_this_one_means_the_task_last_spoken_of(talk: Talk) -> None:
    talk.say("u002", "看一下51号任务")
    reply = talk.say("u002", "把这个转给泰兴市办")
    assert reply is not None
    assert [action.task_no for action in reply.actions] == ["51"]


def test_places_in_the_last_list_are_understood(talk: Talk) -> None:
    talk.say("u007", "我有哪些逾期的任务")
    second = talk.say("u007", "第二个办结了")
    assert second is not None
    assert [action.task_no for action in second.actions] == ["7"]
    talk.say("u007", "我有哪些逾期的任务")
    both = talk.say("u007", "1和2都办结了")
    assert both is not None
    assert [action.task_no for action in both.actions] == ["23", "7"]


@pytest.mark.parametrize("answer", ["18号", "18", "第二个", "高端装备那个图谱"])
def test_an_answer_to_which_one_goes_on_with_the_command(talk: Talk, answer: str) -> None:
    talk.say("u007", "完成")
    reply = talk.say("u007", answer)
    assert reply is not None
    assert [action.task_no for action in reply.actions] == ["7" if answer == "第二个" else "18"]


def test_the_new_date_may_come_in_a_second_message(talk: Talk, store: TaskStore) -> None:
    asked = talk.say("u007", "19号申请延期，材料没齐")
    assert asked is not None
    assert "要延到哪一天" in asked.text
    proposed = talk.say("u007", "两周")
    assert proposed is not None
    assert "2020-01-03" in proposed.text
    talk.say("u007", "确认")
    assert str(store.get("19").requested_due_on) == "2020-01-03"
    assert store.history("19")[-1].reason == "材料没齐"


def test_nobody_is_asked_for_a_date_in_vain(talk: Talk) -> None:
    reply = talk.say("u007", "23号申请延期")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED


def test_the_history_of_a_task_is_told(talk: Talk) -> None:
    talk.say("u007", "18号办好了")
    talk.say("u007", "确认")
    reply = talk.say("u007", "18号任务的办理经过")
    assert reply is not None
    assert "2019-11-15 09:00 杨洋杰（网页） 报办结" in reply.text


def test_an_answer_to_a_push_means_the_task_it_was_about(
    talk: Talk, service: TaskService, directory: Directory
) -> None:
    service.carry_out(directory.require("u006"), Change(Action.REMIND, "23"), channel="web")
    reply = talk.say("u007", "办好了")
    assert reply is not None
    assert [action.task_no for action in reply.actions] == ["23"]


def test_a_new_question_ends_an_unanswered_one(talk: Talk) -> None:
    talk.say("u007", "完成")
    reply = talk.say("u007", "我有哪些逾期的任务")
    assert numbers(reply) == {"7", "23"}


def test_a_yes_that_comes_too_late_is_asked_anew(
    talk: Talk, store: TaskStore, clock: ManualClock
) -> None:
    talk.say("u007", "18号办好了")
    clock.advance(timedelta(minutes=11))
    reply = talk.say("u007", "嗯")
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert "已过期" in reply.text
    assert store.get("18").state is TaskState.IN_PROGRESS
    talk.say("u007", "确认")
    assert store.get("18").state is TaskState.COMPLETION_REPORTED


def test_a_yes_to_a_push_that_came_in_between_does_nothing(
    talk: Talk,
    service: TaskService,
    store: TaskStore,
    directory: Directory,
    clock: ManualClock,
) -> None:
    talk.say("u007", "18号办好了")
    clock.advance(timedelta(minutes=1))
    service.carry_out(directory.require("u006"), Change(Action.REMIND, "23"), channel="web")
    clock.advance(timedelta(minutes=1))
    reply = talk.say("u007", "好的")
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert store.get("18").state is TaskState.IN_PROGRESS


def test_a_confirmation_answered_again_after_a_crash_is_done_once(
    desk: TaskDesk, directory: Directory, store: TaskStore, clock: ManualClock
) -> None:
    owner = directory.require("u007")
    asked = desk.answer(owner, "18号办好了", channel="web")
    assert asked is not None
    turns = [Turn("bot", asked.text, asked.query)]
    first = desk.answer(owner, "确认", channel="web", previous=turns)
    clock.advance(timedelta(hours=1))
    again = desk.answer(owner, "确认", channel="web", previous=turns)
    assert again == first
    assert [event.action for event in store.history("18")].count("complete") == 1


@pytest.mark.parametrize("text", ["全市有多少逾期任务", "哪些单位有逾期任务", "哪个部门逾期最多"])
def test_who_sees_a_part_is_told_nothing_of_the_whole(talk: Talk, text: str) -> None:
    reply = talk.say("u025", text)
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "没有逾期" not in reply.text


def test_an_answer_from_a_part_says_that_it_is_one(talk: Talk) -> None:
    reply = talk.say("u025", "有多少逾期任务")
    assert reply is not None
    assert reply.text.startswith("您可查看的任务中，")
    whole = talk.say("u002", "有多少逾期任务")
    assert whole is not None
    assert whole.text.startswith("共有10项")


def test_several_numbers_are_all_meant(talk: Talk) -> None:
    reply = talk.say("u007", "7号和9号任务办好了")
    assert reply is not None
    assert {action.task_no for action in reply.actions} == {"7", "9"}


def test_a_command_that_is_negated_is_no_command(talk: Talk) -> None:
    reply = talk.say("u027", "40号任务不要报办结")
    assert reply is None or reply.actions == ()


@pytest.mark.parametrize(
    "said", ["先不报", "等等先别报", "不报了", "别销号", "先不办结了", "算了，先别提了", "不用催了"]
)
def test_what_is_not_to_be_done_is_a_no(talk: Talk, store: TaskStore, said: str) -> None:
    talk.say("u007", "18号办好了")
    reply = talk.say("u007", said)
    assert reply is not None
    assert reply.text == "好的，没有做任何改动。"
    assert store.get("18").state is TaskState.IN_PROGRESS


def test_a_no_to_which_one_ends_the_matter(talk: Talk) -> None:
    asked = talk.say("u007", "延期两周")
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    reply = talk.say("u007", "算了")
    assert reply is not None
    assert reply.text == "好的，没有做任何改动。"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("不，改到下周五", "2019-11-22"),
        ("还是改成11月29日吧", "2019-11-29"),
        ("延五天", "2019-11-23"),
        ("换到月底", "2019-11-30"),
    ],
)
def test_the_day_that_waits_to_be_confirmed_is_put_right(
    talk: Talk, store: TaskStore, said: str, day: str
) -> None:
    talk.say("u009", "21号延期三天")
    asked = talk.say("u009", said)
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    assert f"延至 {day}" in asked.text
    assert store.get("21").requested_due_on is None
    talk.say("u009", "确认")
    assert str(store.get("21").requested_due_on) == day


def test_a_day_that_cannot_be_is_refused_when_it_is_put_right(talk: Talk) -> None:
    talk.say("u009", "21号延期三天")
    reply = talk.say("u009", "改到昨天")
    assert reply is None or reply.outcome is not Outcome.ANSWERED


def test_another_command_after_a_no_is_of_the_task_spoken_of(talk: Talk) -> None:
    talk.say("u003", "17号办完了吗")
    talk.say("u003", "那就销号吧")
    reply = talk.say("u003", "不行，退回去，附件没交")
    assert reply is not None
    assert "17号" in reply.text
    assert "退办" in reply.text
    assert "确认吗" in reply.text


def test_whether_it_can_be_put_off_is_asked_of_the_task_spoken_of(talk: Talk) -> None:
    talk.say("u009", "48号到哪一步了")
    reply = talk.say("u009", "能延到下周五吗")
    assert reply is not None
    assert reply.outcome is Outcome.REFUSED
    assert "48号任务没有申请延期" in reply.text


@pytest.mark.parametrize(
    "said", ["优惠期能延到明年吗", "能退回多缴的税吗", "先不催", "改到下周五", "不提了", "别报了"]
)
def test_with_nothing_spoken_of_such_words_are_left_to_others(talk: Talk, said: str) -> None:
    assert talk.say("u009", said) is None


def test_what_names_a_day_and_more_puts_nothing_right(talk: Talk, store: TaskStore) -> None:
    talk.say("u009", "21号延期三天")
    reply = talk.say("u009", "22号延到12月27日")
    assert reply is not None
    assert "22号" in reply.text
    assert store.get("21").requested_due_on is None


@pytest.mark.parametrize("said", ["不延了，下周再说", "算了，以后再说", "先不延，等下周"])
def test_not_now_drops_what_was_asked_back_about(talk: Talk, store: TaskStore, said: str) -> None:
    talk.say("u009", "22号延期")
    reply = talk.say("u009", said)
    assert reply is not None
    assert "没有做任何改动" in reply.text
    assert store.get("22").requested_due_on is None


def test_the_first_of_a_list_of_one_is_that_one(talk: Talk) -> None:
    talk.say("u003", "哪些还没签收")
    talk.say("u003", "其中逾期的呢")
    reply = talk.say("u003", "第一个怎么回事")
    assert reply is not None
    assert "42号" in reply.text
    reply = talk.say("u003", "第二个")
    assert reply is not None
    assert "没有您可以查看的第2项" in reply.text
