"""A button under a reminder says what became of what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.alerts.lit_tasks import TaskChoice
from bot.tasks.change import Change
from bot.tasks.task import OWED_STATES, Task, TaskState
from bot.tasks.transition import Action
from bot.wiring import Parts
from tests.bot.demonstration import demonstration


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Parts]:
    yield from demonstration(tmp_path)


@pytest.fixture
def task(city: Parts) -> Task:
    """A task whose owner has not signed it yet."""
    supervisor = city.directory.require("u003")
    choice = (one.task for one in city.console.tasks.page(supervisor, TaskChoice(), limit=200))
    return next(one for one in choice if one.state is TaskState.AWAITING_RECEIPT)


def test_a_button_is_open_until_what_it_asks_for_is_done(city: Parts, task: Task) -> None:
    owner = city.directory.require(task.owner_user_id)
    no = task.task_no
    sign, report = f"签收{no}号任务", f"{no}号任务办结"

    def used() -> dict[str, str]:
        return dict(city.task_buttons.used(owner, [sign, report, "诉求12", "怎么办"]))

    assert used() == {}
    city.tasks.carry_out(owner, Change(Action.SIGN_RECEIPT, no), channel="web")
    assert used() == {sign: "已签收"}
    city.tasks.carry_out(owner, Change(Action.REPORT_COMPLETION, no, "办完了"), channel="web")
    assert used() == {sign: "已报办结", report: "已报办结"}


def test_a_leaders_reminder_is_used_for_the_day(city: Parts, task: Task) -> None:
    owner = city.directory.require(task.owner_user_id)
    leader = city.directory.require(owner.leader_user_id or "")
    remind = f"催办{task.task_no}号任务"
    assert task.state in OWED_STATES
    assert dict(city.task_buttons.used(leader, [remind])) == {}
    city.tasks.carry_out(leader, Change(Action.REMIND, task.task_no), channel="web")
    assert dict(city.task_buttons.used(leader, [remind])) == {remind: "今天已催办"}
    assert dict(city.task_buttons.used(owner, [remind])) == {remind: "不再由您办理"}


def test_a_task_that_is_gone_leaves_nothing_to_press(city: Parts) -> None:
    owner = city.directory.require("u007")
    assert dict(city.task_buttons.used(owner, ["签收9999号任务"])) == {
        "签收9999号任务": "任务已结束"
    }
