"""A card whose task was dealt with elsewhere says so, against the simulator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.channel import Channel
from bot.channels.wecom_app.open_cards import is_settled
from bot.delivery import Sender
from bot.messages import Choice, Outcome, ProposedAction, Reply
from tests.simulators.wecom import WecomSimulator


@pytest.fixture
def sender(wecom_channel: Channel) -> Sender:
    return wecom_channel.sender


def alert(task_no: str) -> Reply:
    choices = tuple(
        Choice(label=label, send=f"{label}{task_no}号任务") for label in ("签收", "办结")
    )
    return Reply(intent="alert", text="提醒", outcome=Outcome.ANSWERED, choices=choices)


def about(task_no: str, *, needs_confirmation: bool = False) -> Reply:
    action = ProposedAction(
        type="acknowledge", task_no=task_no, needs_confirmation=needs_confirmation
    )
    return Reply(intent="tasks", text="已签收", outcome=Outcome.ANSWERED, actions=(action,))


def test_what_was_done_in_words_is_shown_on_the_card(sender: Sender, wecom: WecomSimulator) -> None:
    sender.send("zhangsan", alert("R05"), key="alert")
    sender.send("zhangsan", about("R05"), key="said")
    (update,) = wecom.updated_cards
    assert update["userids"] == ["zhangsan"]
    assert update["button"] == {"replace_name": "已处理"}
    assert update["response_code"] == wecom.sent[1].response_code


def test_a_code_is_spent_once(sender: Sender, wecom: WecomSimulator) -> None:
    sender.send("zhangsan", alert("R05"), key="alert")
    for number in range(2):
        sender.send("zhangsan", about("R05"), key=f"said{number}")
    assert wecom.calls["message/update_template_card"] == 1


def test_another_task_another_member_and_a_mere_question_leave_the_card_alone(
    sender: Sender, wecom: WecomSimulator
) -> None:
    sender.send("zhangsan", alert("R05"), key="alert")
    sender.send("zhangsan", about("R051"), key="1")
    sender.send("lisi", about("R05"), key="2")
    sender.send("zhangsan", about("R05", needs_confirmation=True), key="3")
    assert wecom.calls["message/update_template_card"] == 0


def test_after_72_hours_the_code_is_not_tried(sender: Sender, wecom: WecomSimulator) -> None:
    sender.send("zhangsan", alert("R05"), key="alert")
    wecom.clock.advance(timedelta(hours=72))
    sender.send("zhangsan", about("R05"), key="said")
    assert wecom.calls["message/update_template_card"] == 0


def test_a_card_that_cannot_be_changed_costs_nobody_the_answer(
    sender: Sender, wecom: WecomSimulator
) -> None:
    sender.send("zhangsan", alert("R05"), key="alert")
    wecom.script("message/update_template_card", 40096)
    receipt = sender.send("zhangsan", about("R05"), key="said")
    assert len(receipt.message_ids) == 1
    assert wecom.texts_to("zhangsan")[-1] == "已签收"


@pytest.mark.parametrize(
    ("sends", "task_nos", "done", "settled"),
    [
        (["签收R05号任务", "R05号任务办结"], [], {"R05"}, True),
        (["签收R05号任务", "签收R06号任务"], [], {"R05"}, False),
        (["签收R05号任务", "签收R06号任务"], [], {"R05", "R06"}, True),
        (["签收R05号任务"], [], {"05", "R0"}, False),
        (["确认", "取消"], ["R05"], {"R05"}, True),
        (["确认", "取消"], ["R05", "R06"], {"R05"}, False),
        (["第一季度"], [], {"R05"}, False),
        ([], [], {"R05"}, False),
    ],
)
def test_a_card_is_settled_when_it_has_nothing_left_to_press(
    sends: list[str], task_nos: list[str], done: set[str], settled: bool
) -> None:
    assert is_settled(sends, task_nos, done) is settled
