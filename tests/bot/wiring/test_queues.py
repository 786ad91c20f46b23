"""The queues as the health page and Prometheus see them: only what still waits, and its age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.intake.model import InboundMessageRow
from bot.clock import SystemClock
from bot.delivery import DeliveryState
from bot.delivery.model import DeliveryRow
from bot.durable import InlineWork
from bot.settings import load_settings
from bot.wiring import Parts
from bot.wiring.health import health_checks
from bot.wiring.queues import Waiting, inbound_waiting, outbound_waiting
from tests.databases import settings_at


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = Parts(load_settings(**settings_at(tmp_path)), work=InlineWork())
    yield made
    made.stop()


def test_of_an_empty_queue_nothing_waits(parts: Parts) -> None:
    assert inbound_waiting(parts.intake_sessions) == Waiting(0, 0.0)
    assert outbound_waiting(parts.sessions) == Waiting(0, 0.0)


def test_a_message_waits_until_it_is_handed_on_or_sent_and_is_named_when_it_waits_long(
    parts: Parts,
) -> None:
    now = SystemClock().now()
    with parts.intake_sessions.begin() as session:
        session.add_all(_taken_in(minutes, now - timedelta(minutes=minutes)) for minutes in (5, 20))
        session.add(_taken_in(90, now - timedelta(minutes=90), is_relayed=True))
    with parts.sessions.begin() as session:
        session.add(_kept("queued", DeliveryState.QUEUED, now - timedelta(minutes=30)))
        session.add(_kept("sent", DeliveryState.SENT, now - timedelta(minutes=60)))
    inbound, outbound = inbound_waiting(parts.intake_sessions), outbound_waiting(parts.sessions)
    assert (inbound.count, outbound.count) == (2, 1)
    assert 20 * 60 <= inbound.oldest_s < 30 * 60
    assert 30 * 60 <= outbound.oldest_s < 60 * 60
    [queues] = [check.run() for check in health_checks(parts) if check.part == "队列"]
    assert [(found.state, found.detail.split("，")[0]) for found in queues] == [
        ("failed", "等待 2 条"),
        ("failed", "等待 1 条"),
    ]


def _taken_in(number: int, at: datetime, *, is_relayed: bool = False) -> InboundMessageRow:
    return InboundMessageRow(
        channel="wecom_app",
        message_id=f"m{number}",
        sender="u007",
        conversation="c",
        payload={},
        verdict="admitted",
        received_at=at,
        relayed_at=at if is_relayed else None,
    )


def _kept(key: str, state: DeliveryState, at: datetime) -> DeliveryRow:
    return DeliveryRow(key=key, recipients=[], reply={}, state=state.value, created_at=at)
