"""The scan on the demonstration city: everybody concerned is told, once per level."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from bot.alerts.model import AlertRow
from bot.alerts.mutes import Mutes
from bot.alerts.quiet import Hours
from bot.cli.alerts import describe
from bot.clock import BUSINESS_ZONE
from bot.delivery import DeliveryState
from bot.tasks import Change
from bot.tasks.model import TaskRow
from bot.tasks.transition import Action
from tests.bot.alerts.city import City
from tests.bot.beginnings import NOW

MONDAY = NOW + timedelta(days=3)


def test_the_first_scan_tells_each_owner_and_no_leader(city: City) -> None:
    report = city.scan.run()
    lights = {item.concern.number: item.concern.assessment.light.value for item in report.items}
    assert {no for no, light in lights.items() if light == "red"} == {
        "7", "23", "26", "40", "41", "42", "45", "47", "48", "51",
    }  # fmt: skip
    assert {no for no, light in lights.items() if light == "yellow"} == {"49", "10", "25"}
    assert {no for no, light in lights.items() if light == "blue"} == {"18", "21", "24", "27"}
    assert len(report.raised) == 17
    told = city.inbox.take()
    assert sum(len(numbers) for numbers in told.values()) == 17
    assert told["u007"] == ["7", "18", "23", "24", "25"]
    assert {"u001", "u006", "u012"}.isdisjoint(told)


def test_several_matters_of_one_person_are_one_message(city: City) -> None:
    city.scan.run()
    assert {account: len(replies) for account, replies in city.inbox.by_account.items()} == {
        "u003": 1, "u007": 1, "u009": 1, "u013": 1, "u017": 1, "u023": 1,
        "u027": 1, "u029": 1, "u031": 1, "u037": 1,
    }  # fmt: skip


def test_a_second_scan_says_nothing_again(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    city.clock.advance(timedelta(minutes=10))
    assert city.scan.run().raised == ()
    assert city.inbox.take() == {}


def test_a_dry_run_shows_what_would_be_said_and_says_nothing(city: City) -> None:
    report = city.scan.run(dry_run=True)
    assert len(report.raised) == 17
    assert city.inbox.take() == {}
    assert len(city.scan.run().raised) == 17


def test_unanswered_it_climbs_to_the_leader_and_then_to_theirs(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    city.clock.move_to(MONDAY)
    city.scan.run()
    monday = city.inbox.take()
    assert monday["u006"] == ["7", "23"]
    assert "u001" not in monday
    city.clock.move_to(NOW + timedelta(days=4))
    city.scan.run()
    assert "7" in city.inbox.take()["u001"]


@pytest.mark.parametrize(
    ("user_id", "change"),
    [
        ("u007", Change(Action.REPORT_COMPLETION, "7")),
        ("u003", Change(Action.SET_DEADLINE, "7", new_due_on=date(2019, 12, 31))),
        ("u003", Change(Action.WITHDRAW, "7")),
    ],
)
def test_a_task_that_was_reported_extended_or_withdrawn_climbs_no_more(
    city: City, user_id: str, change: Change
) -> None:
    city.scan.run()
    city.do(user_id, change)
    city.clock.move_to(MONDAY)
    city.inbox.take()
    city.scan.run()
    assert city.inbox.take()["u006"] == ["23"]


def test_a_late_task_that_is_transferred_is_told_to_its_new_owner(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    city.do("u002", Change(Action.TRANSFER, "51", to_department="321283"))
    city.inbox.take()
    city.clock.advance(timedelta(minutes=10))
    city.scan.run()
    assert city.inbox.take() == {"u035": ["51"]}
    city.clock.advance(timedelta(minutes=10))
    assert city.scan.run().raised == ()


def test_a_task_transferred_today_does_not_lie_unsigned(city: City) -> None:
    city.do("u002", Change(Action.TRANSFER, "13", to_department="TJJ"))
    report = city.scan.run()
    assert "13" not in {item.concern.number for item in report.items}


def test_after_the_message_of_the_day_only_urgent_news_interrupts(city: City) -> None:
    city.scan.run()
    city.inbox.take()
    city.do("u003", Change(Action.SET_DEADLINE, "9", new_due_on=NOW.date()))
    city.do("u003", Change(Action.SET_DEADLINE, "19", new_due_on=MONDAY.date()))
    city.inbox.take()
    city.clock.advance(timedelta(minutes=10))
    report = city.scan.run()
    assert city.inbox.take() == {"u007": ["9"]}
    assert [item.concern.number for item in report.items if item.is_held_back] == ["19"]


@pytest.mark.parametrize(
    ("move", "levels"),
    [
        (timedelta(days=1), {"red"}),
        (timedelta(hours=14), {"red"}),
        (timedelta(0), {"red", "yellow", "blue"}),
    ],
)
def test_only_red_is_said_at_night_and_on_days_of_rest(
    city: City, move: timedelta, levels: set[str]
) -> None:
    city.clock.advance(move)
    report = city.scan.run()
    said = {item.raised.name for item in report.raised if item.raised is not None}
    assert said == levels
    assert any(item.is_held_back for item in report.items) is (levels == {"red"})


def test_in_hours_somebody_muted_they_hear_of_red_only_and_of_the_rest_later(city: City) -> None:
    mutes = Mutes(city.sessions)
    mutes.set("u007", Hours(time(8, 30), time(10, 0)))
    city.scan.run()
    assert city.inbox.take()["u007"] == ["7", "23"]
    mutes.clear("u007")
    city.clock.move_to(MONDAY)
    city.scan.run()
    assert {"18", "24", "25"} <= set(city.inbox.take()["u007"])


def test_told_before_is_known_by_the_message_that_said_it(city: City) -> None:
    first = city.scan.run()
    item = next(item for item in city.scan.run().items if item.concern.number == "7")
    assert item.raised is None
    assert item.said_key == next(i.message_key for i in first.items if i.concern.number == "7")
    assert city.delivery.state(item.said_key) is DeliveryState.SENT
    assert city.delivery.receipts(item.said_key)[0].message_ids == (f"{item.said_key}#0",)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DeliveryState.SENT, "已通知"),
        (DeliveryState.QUEUED, "发送中"),
        (DeliveryState.FAILED, "未送达"),
        (None, "发送中"),
    ],
)
def test_told_before_is_said_in_the_words_of_the_delivery(
    city: City, state: DeliveryState | None, words: str
) -> None:
    city.scan.run()
    item = next(item for item in city.scan.run().items if item.concern.number == "7")
    assert describe(item, state, is_dry_run=False).endswith(words)


def test_a_circle_of_leaders_ends_at_the_supervisor(city: City) -> None:
    from bot.identity.model import PersonRow

    with city.sessions.begin() as session:
        session.get_one(PersonRow, "u006").leader_user_id = "u007"
    for days in (0, 3, 4):
        city.clock.move_to(NOW + timedelta(days=days))
        city.inbox.take()
        city.scan.run()
    assert "7" in city.inbox.take()["u003"]


def test_a_scan_asks_the_database_as_often_for_many_tasks_as_for_few(city: City) -> None:
    city.scan.run(dry_run=True)  # seeds the calendar
    asked: list[str] = []
    with city.sessions() as session:
        engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
    city.scan.run(dry_run=True)
    few = len(asked)
    with city.sessions.begin() as session:
        session.execute(sa.insert(TaskRow), [late_task(number) for number in range(1000, 2000)])
    asked.clear()
    assert len(city.scan.run(dry_run=True).items) == 1017
    assert len(asked) == few


def test_what_was_raised_long_ago_about_settled_tasks_is_forgotten(city: City) -> None:
    city.scan.run()
    city.do("u007", Change(Action.REPORT_COMPLETION, "7"))
    city.clock.move_to(datetime(2021, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE))
    assert city.scan.forget() == 1
    with city.sessions() as session:
        left = session.scalars(sa.select(AlertRow.subject)).all()
    assert "7" not in left
    assert "23" in left


def late_task(number: int) -> dict[str, object]:
    """Return the row of a late task of u007."""
    return {
        "task_no": str(number),
        "title": f"第{number}项任务",
        "kind": "一次性",
        "basis_clause": "四-(一)",
        "department_code": "JXW",
        "co_department_codes": [],
        "owner_user_id": "u007",
        "supervisor_user_id": "u003",
        "issued_on": date(2019, 1, 1),
        "due_on": date(2019, 11, 1),
        "state": "in_progress",
    }
