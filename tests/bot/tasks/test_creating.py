"""A supervisor gives out a task: its owner is told, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.clock import ManualClock
from bot.delivery import Delivery
from bot.errors import TransitionRefused
from bot.identity import GUEST, Directory
from bot.storage.engine import SessionFactory
from bot.tasks.creating import NewTask, TaskGiving
from bot.tasks.service import Change, TaskService
from bot.tasks.store import TaskStore
from bot.tasks.task import TaskState
from bot.tasks.transition import Action
from tests.bot.tasks.conftest import Outbox

NEW = NewTask("编制节能产业链图谱", "四-(一)", "u007", ("KJJ",), date(2019, 12, 20), "请与协会核对")


@pytest.fixture
def giving(
    sessions: SessionFactory,
    store: TaskStore,
    directory: Directory,
    clock: ManualClock,
    delivery: Delivery,
) -> TaskGiving:
    del store  # the tasks must be there
    return TaskGiving(sessions, directory, clock, delivery)


def test_a_task_is_given_out_under_the_next_number_and_its_owner_is_told(
    giving: TaskGiving, store: TaskStore, directory: Directory, outbox: Outbox
) -> None:
    highest = max(int(task.task_no) for task in store.all())
    task = giving.create(directory.require("u003"), NEW, channel="web")
    assert int(task.task_no) == highest + 1
    assert store.get(task.task_no) == task
    assert (task.state, task.department_code, task.supervisor_user_id) == (
        TaskState.AWAITING_RECEIPT,
        "JXW",
        "u003",
    )
    [event] = store.history(task.task_no)
    assert (event.user_id, event.action, event.reason) == ("u003", "create", "请与协会核对")
    [(account, text)] = outbox.sent
    assert account == "u007"
    assert f"【新任务】{task.task_no}号《编制节能产业链图谱》" in text
    assert "时限 2019-12-20" in text


def test_the_same_form_sent_twice_makes_one_task(
    giving: TaskGiving, store: TaskStore, directory: Directory, outbox: Outbox
) -> None:
    by, before = directory.require("u003"), len(store.all())
    giving.create(by, NEW, channel="web")
    with pytest.raises(TransitionRefused, match="已有同名任务"):
        giving.create(by, NEW, channel="web")
    assert (len(store.all()), len(outbox.sent)) == (before + 1, 1)


@pytest.mark.parametrize("user_id", ["u001", "u007", "e001", ""])
def test_nobody_else_gives_out_tasks(
    giving: TaskGiving, directory: Directory, user_id: str
) -> None:
    by = directory.require(user_id) if user_id else GUEST
    with pytest.raises(TransitionRefused, match="不能交办"):
        giving.create(by, NEW, channel="web")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": " "}, "任务名称"),
        ({"title": "甲\n乙"}, "任务名称"),
        ({"basis_clause": "第三"}, "依据条款"),
        ({"owner_user_id": "nobody"}, "承办人不在"),
        ({"owner_user_id": "e001"}, "不能承办"),
        ({"co_department_codes": ("XXX",)}, "协办部门 XXX"),
        ({"co_department_codes": ("JXW",)}, "不必再列"),
        ({"due_on": date(2019, 11, 14)}, "早于今天"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_reason(
    giving: TaskGiving,
    store: TaskStore,
    directory: Directory,
    change: dict[str, object],
    reason: str,
) -> None:
    before = store.all()
    with pytest.raises(TransitionRefused, match=reason):
        giving.create(directory.require("u003"), replace(NEW, **change), channel="web")  # type: ignore[arg-type]
    assert store.all() == before


def test_a_task_is_handed_to_a_named_person_of_a_department(
    service: TaskService, directory: Directory, store: TaskStore
) -> None:
    task = next(task for task in store.all() if task.is_owed and task.owner_user_id == "u007")
    by = directory.require("u003")

    def handed(user_id: str, department: str = "KJJ") -> Change:
        return Change(Action.TRANSFER, task.task_no, to_department=department, to_user=user_id)

    for wrong in (handed("u008"), handed("u007"), handed("nobody"), handed("u009", "JXW")):
        with pytest.raises(TransitionRefused, match="联络员"):
            service.carry_out(by, wrong, channel="web")
    after = service.carry_out(by, handed("u009"), channel="web")
    assert (after.owner_user_id, after.department_code) == ("u009", "KJJ")
