"""Floods."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.channels.intake import Intake
from bot.channels.send_window import SendWindow
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.messages import InboundMessage
from tests.bot.channels.callback_vectors import Received


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))


def message(number: int, sender: str = "zhangsan") -> InboundMessage:
    return InboundMessage(
        channel="wecom_app",
        message_id=f"{sender}-{number}",
        sender=sender,
        conversation=sender,
        text="在吗",
        received_at=datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE),
    )


def test_a_flood_is_answered_once_with_no_and_delays_nobody_else(clock: ManualClock) -> None:
    received, declined = Received(), Received()
    intake = Intake(received, declined, clock, per_sender=3)
    for number in range(10):
        intake(message(number))
    intake(message(0, "lisi"))
    assert [m.message_id for m in received.all] == [
        "zhangsan-0",
        "zhangsan-1",
        "zhangsan-2",
        "lisi-0",
    ]
    assert [m.message_id for m in declined.all] == ["zhangsan-3"]


def test_after_a_minute_the_person_is_heard_again(clock: ManualClock) -> None:
    received = Received()
    intake = Intake(received, Received(), clock, per_sender=1)
    intake(message(0))
    intake(message(1))
    clock.advance(timedelta(minutes=1))
    intake(message(2))
    assert [m.message_id for m in received.all] == ["zhangsan-0", "zhangsan-2"]


def test_everybody_together_has_a_limit_and_each_hears_of_it(clock: ManualClock) -> None:
    received, declined = Received(), Received()
    intake = Intake(received, declined, clock, overall=2)
    for number in range(5):
        intake(message(0, f"u{number}"))
    assert [m.sender for m in received.all] == ["u0", "u1"]
    assert [m.sender for m in declined.all] == ["u2", "u3", "u4"]


def test_a_window_says_how_long_to_wait_for_several_places(clock: ManualClock) -> None:
    window = SendWindow(3, timedelta(minutes=1), clock)
    assert window.reserve("a", 2) == 0.0
    clock.advance(timedelta(seconds=10))
    assert window.reserve("a") == 0.0
    assert window.reserve("a") == 50.0
    assert window.reserve("a", 3) == 60.0
    assert window.reserve("b", 5) == 0.0
