"""The two queues of messages, as the health page and Prometheus look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from bot.channels.intake.model import InboundMessageRow
from bot.clock import SystemClock
from bot.delivery.model import DeliveryRow
from bot.delivery.receipt import DeliveryState
from bot.storage.engine import SessionFactory


@dataclass(frozen=True)
class Waiting:
    """How many messages wait; `oldest_s` is the age of the oldest in seconds, 0 for none."""

    count: int
    oldest_s: float


def inbound_waiting(sessions: SessionFactory) -> Waiting:
    """Return what was taken in and not yet handed on."""
    return _waiting(sessions, InboundMessageRow.received_at, InboundMessageRow.relayed_at.is_(None))


def outbound_waiting(sessions: SessionFactory) -> Waiting:
    """Return what was kept and not yet delivered."""
    return _waiting(sessions, DeliveryRow.created_at, DeliveryRow.state == DeliveryState.QUEUED)


def _waiting(
    sessions: SessionFactory,
    since: InstrumentedAttribute[datetime],
    condition: sa.ColumnElement[bool],
) -> Waiting:
    statement = sa.select(sa.func.count(), sa.func.min(since)).where(condition)
    with sessions() as session:
        count, oldest = session.execute(statement).one()
    age = (SystemClock().now() - oldest).total_seconds() if oldest is not None else 0.0
    return Waiting(count, max(0.0, age))
