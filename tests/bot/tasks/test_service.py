"""Tasks for people: what each may see and do, and the trace it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock
from bot.delivery import Delivery
from bot.errors import TransitionRefused, UnknownTask
from bot.identity import GUEST, Directory, Person
from bot.storage.engine import SessionFactory
from bot.tasks.change import Change
from bot.tasks.selection import TaskSelection
from bot.tasks.service import TaskService
from bot.tasks.store import TaskStore
from bot.tasks.task import OPEN_STATES, TaskState
from bot.tasks.title_match import Topic
from bot.tasks.transition import Action
from tests.bot.durable.database_faults import failing
from tests.bot.tasks.conftest import Outbox

EVERYTHING = TaskSelection()


@pytest.mark.parametrize(
    ("user_id", "departments"),
    [
        ("u007", {"JXW", "KJJ"}),  # an own department, and those it helps
        ("u006", {"JXW", "KJJ"}),
        ("u009", {"KJJ"}),
        ("e001", set()),
    ],
)
def test_a_person_sees_the_departments_that_are_theirs(
    service: TaskService, directory: Directory, user_id: str, departments: set[str]
) -> None:
    seen = service.find(directory.require(user_id), EVERYTHING)
    assert {task.department_code for task in seen} == departments


@pytest.mark.parametrize("user_id", ["u001", "u002", "u038"])
def test_the_head_the_supervisor_and_the_administrator_see_all(
    service: TaskService, directory: Directory, user_id: str
) -> None:
    assert len(service.find(directory.require(user_id), EVERYTHING)) == 51


def test_a_guest_sees_nothing_and_learns_not_even_that_a_task_exists(
    service: TaskService,
) -> None:
    assert service.find(GUEST, EVERYTHING) == []
    with pytest.raises(UnknownTask):
        service.show(GUEST, "7")


def test_a_task_goes_its_way_and_every_step_is_history(
    service: TaskService, directory: Directory, store: TaskStore, clock: ManualClock
) -> None:
    owner, supervisor = directory.require("u031"), directory.require("u003")

    def do(person: Person, action: Action, reason: str = "") -> TaskState:
        return service.carry_out(person, Change(action, "42", reason), channel="wecom_app").state

    assert do(owner, Action.SIGN_RECEIPT) is TaskState.IN_PROGRESS
    assert do(owner, Action.REPORT_COMPLETION) is TaskState.COMPLETION_REPORTED
    assert do(supervisor, Action.RETURN, "缺附件") is TaskState.IN_PROGRESS
    assert do(owner, Action.REPORT_COMPLETION) is TaskState.COMPLETION_REPORTED
    assert do(supervisor, Action.CLOSE) is TaskState.CLOSED
    assert store.get("42").closed_on == clock.now().date()
    history = service.history(supervisor, "42")[1:]
    assert [(event.user_id, event.action) for event in history] == [
        ("u031", "receipt"),
        ("u031", "complete"),
        ("u003", "return"),
        ("u031", "complete"),
        ("u003", "close"),
    ]
    assert (history[2].reason, history[2].channel) == ("缺附件", "wecom_app")
    assert history[0].at == clock.now()
    assert history[0].at.hour == 9


def test_an_extension_counts_only_once_it_is_approved(
    service: TaskService, directory: Directory, store: TaskStore
) -> None:
    owner, supervisor = directory.require("u009"), directory.require("u003")
    wanted = Change(Action.REQUEST_EXTENSION, "21", "专家意见未收齐", date(2019, 12, 2))
    assert service.carry_out(owner, wanted, channel="web").due_on == date(2019, 11, 18)
    with pytest.raises(TransitionRefused, match="您不能"):
        service.carry_out(owner, Change(Action.APPROVE_EXTENSION, "21"), channel="web")
    service.carry_out(supervisor, Change(Action.APPROVE_EXTENSION, "21"), channel="web")
    task = store.get("21")
    assert (task.due_on, task.original_due_on) == (date(2019, 12, 2), date(2019, 11, 18))
    assert task.requested_due_on is None


def test_a_transferred_task_is_signed_anew_by_the_new_department(
    service: TaskService, directory: Directory, store: TaskStore
) -> None:
    supervisor = directory.require("u002")
    service.carry_out(
        supervisor, Change(Action.TRANSFER, "51", to_department="321283"), channel="web"
    )
    task = store.get("51")
    assert (task.owner_user_id, task.department_code) == ("u035", "321283")
    assert task.state is TaskState.AWAITING_RECEIPT
    with pytest.raises(TransitionRefused, match="没有登记联络员"):
        service.carry_out(supervisor, Change(Action.TRANSFER, "51", to_department="X"), channel="w")


def test_a_refused_change_leaves_no_trace(
    service: TaskService, directory: Directory, store: TaskStore
) -> None:
    before = (store.get("18"), len(store.history("18")))
    with pytest.raises(TransitionRefused):
        service.carry_out(directory.require("u006"), Change(Action.CLOSE, "18"), channel="web")
    assert (store.get("18"), len(store.history("18"))) == before


def test_of_two_changes_read_at_once_the_second_is_refused(
    service: TaskService, directory: Directory, store: TaskStore
) -> None:
    stale = store.get("18")
    service.carry_out(
        directory.require("u007"), Change(Action.REPORT_COMPLETION, "18"), channel="web"
    )
    with pytest.raises(TransitionRefused, match="刚被别人改动"):
        store.change(stale, store.history("18")[0], before=stale)


def test_a_reminder_reaches_the_owner_and_changes_no_state(
    service: TaskService, directory: Directory, outbox: Outbox
) -> None:
    leader = directory.require("u012")
    task = service.carry_out(leader, Change(Action.REMIND, "26"), channel="web")
    assert task.state is TaskState.IN_PROGRESS
    [(account, text)] = outbox.sent
    assert account == "u013"
    assert "【催办】26号《化工及新材料产业研究报告》" in text
    assert "由徐军超催办" in text


@pytest.mark.parametrize(
    ("user_id", "change", "told"),
    [
        ("u007", Change(Action.REPORT_COMPLETION, "18"), ["u003"]),
        ("u003", Change(Action.CLOSE, "17"), ["u007"]),
        ("u003", Change(Action.TRANSFER, "51", to_department="321283"), ["u035"]),
        ("u031", Change(Action.SIGN_RECEIPT, "42"), []),
        # Supervisor and owner in one: whoever stands above hears of it.
        ("u003", Change(Action.REPORT_COMPLETION, "10"), ["u002"]),
        ("u003", Change(Action.SET_DEADLINE, "10", new_due_on=date(2020, 1, 20)), []),
    ],
)
def test_whoever_must_act_next_hears_of_a_change_unless_they_made_it(
    service: TaskService,
    directory: Directory,
    outbox: Outbox,
    user_id: str,
    change: Change,
    told: list[str],
) -> None:
    service.carry_out(directory.require(user_id), change, channel="web")
    assert [account for account, _ in outbox.sent] == told


def test_lateness_is_counted_in_working_days(service: TaskService, directory: Directory) -> None:
    supervisor = directory.require("u002")
    tasks = [service.show(supervisor, number) for number in ("41", "49", "47")]
    late = service.workdays_late(tasks)
    assert late == {"41": 5, "49": 0, "47": 11}


def test_open_tasks_are_chosen_by_owner_lateness_date_and_words(
    service: TaskService, directory: Directory
) -> None:
    supervisor = directory.require("u002")

    def numbers(selection: TaskSelection) -> set[str]:
        return {task.task_no for task in service.find(supervisor, selection)}

    open_states = tuple(OPEN_STATES)
    assert numbers(TaskSelection(owner_user_id="u007", is_overdue=True)) == {
        "7",
        "23",
    }
    graphs = Topic("图谱", "产业链图谱")
    assert numbers(TaskSelection(open_states, topic=graphs)) == {
        "18",
        "21",
        "24",
        "27",
    }
    assert numbers(
        TaskSelection(open_states, due_from=date(2019, 11, 18), due_to=date(2019, 11, 24))
    ) == {"18", "21", "24", "27", "50"}
    assert numbers(TaskSelection(topic=Topic("天气预报", "天气预报"))) == set()


def test_a_change_read_before_another_that_left_the_state_alone_is_refused(
    service: TaskService, directory: Directory, store: TaskStore
) -> None:
    stale = store.get("18")
    supervisor = directory.require("u003")
    later = Change(Action.SET_DEADLINE, "18", new_due_on=date(2019, 12, 31))
    service.carry_out(supervisor, later, channel="web")
    event = store.history("18")[-1]
    with pytest.raises(TransitionRefused, match="刚被别人改动"):
        store.change(replace(stale, note="进展"), event, before=stale)
    assert store.get("18").due_on == date(2019, 12, 31)


def test_a_notice_is_kept_with_its_cause_or_not_at_all(
    service: TaskService, directory: Directory, store: TaskStore, sessions: SessionFactory
) -> None:
    owner, change = directory.require("u007"), Change(Action.REPORT_COMPLETION, "18")
    with (
        failing(sessions, "INSERT INTO deliveries", 1),
        pytest.raises(sa.exc.OperationalError),
    ):
        service.carry_out(owner, change, channel="web")
    assert store.get("18").state is TaskState.IN_PROGRESS


def test_a_notice_whose_process_died_before_sending_is_still_sent(
    service: TaskService,
    directory: Directory,
    delivery: Delivery,
    outbox: Outbox,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(key: str) -> None:
        raise SystemExit(key)

    with monkeypatch.context() as dying:
        dying.setattr(delivery, "start", die)
        with pytest.raises(SystemExit):
            service.carry_out(
                directory.require("u007"), Change(Action.REPORT_COMPLETION, "18"), channel="web"
            )
    assert outbox.sent == []
    clock.advance(timedelta(minutes=10))
    delivery.resume()
    assert [account for account, _ in outbox.sent] == ["u003"]
