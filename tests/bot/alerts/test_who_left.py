"""What somebody who has left still owns climbs to whoever led them, and can be passed on."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.appeals.appeal import Step
from bot.clock import BUSINESS_ZONE, SystemClock
from bot.errors import TransitionRefused
from bot.identity import Person, Role
from bot.identity.model import PersonRow
from bot.identity.register import PeopleRegister
from bot.tasks import Change, WorkingDays
from bot.tasks.creating import TaskGiving
from bot.tasks.desk import TaskDesk
from bot.tasks.line_of_command import LineOfCommand
from bot.tasks.transition import Action
from tests.bot.alerts.city import City


def let_go(city: City, user_id: str) -> None:
    register = PeopleRegister(
        city.sessions, city.directory, SystemClock(), can_sign_in=lambda _: True
    )
    register.deactivate(city.directory.require("u038"), user_id)


def live_through(city: City, *days: int) -> None:
    for day in days:
        city.clock.move_to(datetime(2019, 11, day, 9, 0, tzinfo=BUSINESS_ZONE))
        city.scan.run()


def told(city: City, user_id: str) -> str:
    return "\n".join(reply.text for reply in city.inbox.by_account[user_id])


def person(user_id: str, leader: str | None) -> Person:
    return Person(user_id, user_id, "D", "", Role.OFFICIAL, leader)


@pytest.mark.parametrize(
    ("there", "gone", "above"),
    [
        ({"a": "b", "b": "c", "c": None}, {}, ("b", "c")),
        ({"b": "c", "c": None}, {"a": "b"}, ("b", "c")),
        ({"a": "b", "c": None}, {"b": "c"}, ("c",)),
        ({"a": "b"}, {}, ()),
        ({"a": "b", "b": "a"}, {}, ("b",)),
        ({"a": "b"}, {"b": "a"}, ()),
    ],
)
def test_who_left_stands_in_nobodys_way(
    there: dict[str, str | None], gone: dict[str, str | None], above: tuple[str, ...]
) -> None:
    line = LineOfCommand(
        [person(*one) for one in there.items()], [person(*one) for one in gone.items()]
    )
    assert line.leaders_of("a") == above


def test_the_late_task_of_who_left_climbs_to_the_leader_and_on(city: City) -> None:
    let_go(city, "u013")
    live_through(city, 15, 18, 19)
    assert "26号《" in told(city, "u012")
    assert "责任人：吴霞丽（已停用）" in told(city, "u012")
    assert "26号《" in told(city, "u001")


def test_the_supervisor_hears_that_who_left_was_not_told_and_what_to_do(city: City) -> None:
    let_go(city, "u013")
    live_through(city, 15)
    unreached = [t for t in told(city, "u003").split("【") if t.startswith("提醒未送达")]
    assert any("吴霞丽（已停用）" in text and "转办给接手的" in text for text in unreached)


def test_with_nobody_above_no_leader_is_said_to_have_been_told(city: City) -> None:
    for leader in ("u012", "u001"):
        let_go(city, leader)
    live_through(city, 15, 18)
    assert "上级领导未登记，报督查人员" in told(city, "u003")


def test_the_supervisor_who_leads_the_owner_is_not_said_to_be_the_leader_above(city: City) -> None:
    with city.sessions.begin() as session:
        for user_id, leader in (("u013", "u003"), ("u003", None)):
            person = session.get(PersonRow, user_id)
            assert person is not None
            person.leader_user_id = leader
    live_through(city, 15, 18, 19, 20)
    assert "（已报第1级领导）" in told(city, "u003")
    assert "（上级领导未登记，报督查人员）" in told(city, "u003")
    assert "（已报第2级领导）" not in told(city, "u003")


def test_the_leader_passes_on_what_who_left_owned_and_reminds_nobody_of_it(city: City) -> None:
    let_go(city, "u013")
    with pytest.raises(TransitionRefused, match="吴霞丽（已停用）收不到催办"):
        city.do("u012", Change(Action.REMIND, "26"))
    city.do("u012", Change(Action.TRANSFER, "26", to_department="KJJ"))
    task = city.tasks.show(city.directory.require("u003"), "26")
    assert task.owner_user_id == "u009"


def test_a_case_of_who_left_climbs_and_is_passed_on(city: City) -> None:
    city.take_in_appeals()
    let_go(city, "u003")
    live_through(city, 15, 18)
    assert "A2019-032" in told(city, "u002")
    leader = city.directory.require("u002")
    shown = city.appeals.desk.answer(leader, "诉求A2019-032办到哪了", channel="web")
    assert shown is not None
    assert "朱平（已停用）" in shown.text


def test_what_an_enterprise_adds_to_a_case_of_who_left_is_read_by_whoever_is_above(
    city: City,
) -> None:
    city.take_in_appeals()
    let_go(city, "u003")
    city.appeals.service.take(
        city.directory.require("e004"), "A2019-032", Step.SUPPLEMENT, "东门也坏了", channel="web"
    )
    assert "东门也坏了" in told(city, "u002")


def test_lists_and_histories_name_who_left(city: City) -> None:
    city.do("u013", Change(Action.REPORT_PROGRESS, "26", "初稿征求意见"))
    let_go(city, "u013")
    desk = TaskDesk(
        city.tasks,
        TaskGiving(city.sessions, city.directory, city.clock, city.delivery),
        city.directory,
        WorkingDays(city.sessions),
        city.clock,
    )
    leader = city.directory.require("u012")
    for asked in ("吴霞丽的任务有哪些", "26号任务的经过"):
        reply = desk.answer(leader, asked, channel="web")
        assert reply is not None
        assert "吴霞丽（已停用）" in reply.text


def test_what_the_only_contact_of_a_department_left_can_be_passed_on_without_naming_to_whom(
    city: City,
) -> None:
    let_go(city, "u013")
    desk = TaskDesk(
        city.tasks,
        TaskGiving(city.sessions, city.directory, city.clock, city.delivery),
        city.directory,
        WorkingDays(city.sessions),
        city.clock,
    )
    asked = desk.answer(city.directory.require("u012"), "26号任务转办", channel="web")
    assert asked is not None
    assert "要转给哪个单位" in asked.text
    with pytest.raises(TransitionRefused):
        city.do("u012", Change(Action.TRANSFER, "26"))


def without_anybody_above(city: City) -> None:
    with city.sessions.begin() as session:
        for user_id in ("u003", "u013"):
            person = session.get(PersonRow, user_id)
            assert person is not None
            person.leader_user_id = None
    let_go(city, "u003")


def test_what_a_supervisor_who_left_was_to_hear_is_heard_by_another_supervisor(city: City) -> None:
    without_anybody_above(city)
    live_through(city, 15, 18)
    assert "26号《" in told(city, "u002")


def test_the_last_supervisor_to_leave_is_heard_for_by_an_administrator(city: City) -> None:
    without_anybody_above(city)
    let_go(city, "u002")
    live_through(city, 15, 18)
    assert "26号《" in told(city, "u038")


def test_that_somebody_was_not_reached_is_heard_though_their_supervisor_left(city: City) -> None:
    without_anybody_above(city)
    let_go(city, "u013")
    live_through(city, 15)
    assert "提醒未送达" in told(city, "u002")


def test_a_completion_reported_to_a_supervisor_who_left_is_heard(city: City) -> None:
    without_anybody_above(city)
    city.do("u013", Change(Action.REPORT_COMPLETION, "26"))
    assert "26号" in told(city, "u002")


@pytest.mark.parametrize(
    ("there", "gone", "hears"),
    [
        ({"s": "b", "b": None}, {}, "s"),
        ({"b": None, "t": None}, {"s": "b"}, "b"),
        ({"t": None, "a": None}, {"s": None}, "t"),
        ({"a": None}, {"s": None}, "a"),
        ({}, {"s": None}, "s"),
    ],
)
def test_somebody_hears_for_a_supervisor(
    there: dict[str, str | None], gone: dict[str, str | None], hears: str
) -> None:
    roles = {"s": Role.SUPERVISOR, "t": Role.SUPERVISOR, "a": Role.ADMIN}
    people = [
        Person(one, one, "D", "", roles.get(one, Role.LEADER), above)
        for one, above in there.items()
    ]
    left = [Person(one, one, "D", "", Role.SUPERVISOR, above) for one, above in gone.items()]
    assert LineOfCommand(people, left).hearer_for("s") == hears
