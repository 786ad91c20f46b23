"""Alerts through crashes, database errors, backlogs and a vendor that is down."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.raised import RaisedAlerts
from bot.clock import BUSINESS_ZONE
from bot.delivery import Receipt
from bot.durable import InlineWork
from bot.errors import ChannelUnavailable
from bot.messages import Reply
from bot.tasks import Change
from bot.tasks.transition import Action
from tests.bot.alerts.city import City, Inbox, tasks_in
from tests.bot.beginnings import NOW
from tests.bot.durable.database_faults import failing


class Outage(Inbox):
    """A vendor that takes nothing until it is back."""

    is_down = True

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        if self.is_down:
            raise ChannelUnavailable("vendor down")
        return super().send(account, reply, key=key)


class Killed(Exception):
    """The process is gone."""


class Dying(InlineWork):
    """Durable work whose process dies before it can start anything."""

    is_dying = True

    def enqueue(
        self,
        workflow: str,
        *arguments: Any,
        workflow_id: str,
        queue: str,
        partition: str | None = None,
        delay_s: float | None = None,
    ) -> None:
        if self.is_dying:
            raise Killed
        super().enqueue(
            workflow,
            *arguments,
            workflow_id=workflow_id,
            queue=queue,
            partition=partition,
            delay_s=delay_s,
        )


def test_an_alert_that_no_longer_applies_when_it_is_written_is_not_sent(tmp_path: Path) -> None:
    city = City(tmp_path)  # not launched: what the scan starts waits
    city.scan.run()
    city.do("u007", Change(Action.REPORT_COMPLETION, "7"))
    city.work.launch()
    told = city.inbox.take()["u007"]
    assert told == ["18", "23", "24", "25"]


def test_what_was_not_said_is_said_when_it_becomes_true_again(tmp_path: Path) -> None:
    city = City(tmp_path)
    city.scan.run()
    city.do("u007", Change(Action.REPORT_COMPLETION, "7"))
    city.work.launch()
    city.do("u003", Change(Action.RETURN, "7", "缺签到表"))
    city.inbox.take()
    city.clock.advance(timedelta(minutes=10))
    city.scan.run()
    assert city.inbox.take() == {"u007": ["7"]}


def test_a_scan_that_dies_before_it_started_its_messages_loses_none(tmp_path: Path) -> None:
    work = Dying()
    city = City(tmp_path, work=work)
    city.work.launch()
    with pytest.raises(Killed):
        city.scan.run()
    assert city.inbox.take() == {}
    work.is_dying = False
    assert city.scan.run().raised == ()
    assert sum(len(numbers) for numbers in city.inbox.take().values()) == 17


def test_two_scans_at_once_raise_nothing_twice(city: City) -> None:
    first = city.scan.run(dry_run=True)
    city.scan.run()
    city.inbox.take()
    # What the other process found a moment ago and now wants to keep and to say.
    city.scan._start(first, ())
    assert city.inbox.take() == {}
    assert len(RaisedAlerts(city.sessions).all()) == 17


@pytest.mark.parametrize("faults", [1, 99])
def test_an_alert_that_met_a_database_error_reaches_its_person_once(
    city: City, faults: int
) -> None:
    with failing(city.sessions, "INSERT INTO deliveries", faults):
        city.scan.run()
    for _ in range(2):
        city.clock.advance(timedelta(minutes=10))
        city.scan.run()
    told = city.inbox.take()
    assert sum(len(numbers) for numbers in told.values()) == 17


def test_a_backlog_worked_off_at_night_waits_for_the_morning(tmp_path: Path) -> None:
    city = City(tmp_path)  # not launched: what the scan starts waits
    city.scan.run()
    city.clock.move_to(datetime(2019, 11, 18, 2, 0, tzinfo=BUSINESS_ZONE))
    city.work.launch()
    at_night = [no for numbers in city.inbox.take().values() for no in numbers]
    assert set(at_night) == {
        "7", "23", "26", "40", "41", "42", "45", "47", "48", "51",
    }  # fmt: skip
    city.scan.run()
    assert not any("18" in numbers for numbers in city.inbox.take().values())
    city.clock.move_to(datetime(2019, 11, 18, 8, 0, tzinfo=BUSINESS_ZONE))
    for _ in range(2):
        city.scan.run()
        city.clock.advance(timedelta(minutes=10))
    morning = [no for numbers in city.inbox.take().values() for no in numbers]
    assert {"18", "24", "25", "10"} <= set(morning)
    assert len(morning) == len(set(morning))


def test_a_vendor_that_is_down_for_an_hour_delays_and_loses_nothing(tmp_path: Path) -> None:
    outage = Outage()
    city = City(tmp_path, outage)
    city.work.launch()
    for _ in range(6):
        city.scan.run()
        city.work.run_delayed()
        city.clock.advance(timedelta(minutes=10))
    assert outage.take() == {}
    outage.is_down = False
    city.work.run_delayed()
    texts = [reply.text for replies in outage.by_account.values() for reply in replies]
    numbers = [number for text in texts for number in tasks_in(text)]
    assert sorted(numbers, key=int) == [
        "7", "10", "18", "21", "23", "24", "25", "26", "27",
        "40", "41", "42", "45", "47", "48", "49", "51",
    ]  # fmt: skip
    # One message a person, not one for every scan of the hour.
    assert all(len(replies) == 1 for replies in outage.by_account.values())
    assert city.clock.now() - NOW == timedelta(hours=1)
