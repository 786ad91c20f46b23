"""Forgets what the channels keep only to answer once: it holds people's words and accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.channels.channel import ChannelKind
from bot.channels.exchange import ExchangeRow
from bot.channels.intake.model import InboundMessageRow
from bot.channels.sent_parts import SentPartRow
from bot.storage.engine import SessionFactory, rows_changed


def forget_before(sessions: SessionFactory, moment: datetime, kinds: Iterable[ChannelKind]) -> int:
    """Delete what was settled before `moment` (system time, aware); return how many rows.

    Vendors repeat a callback within a minute and delivery gives up within hours, so a few
    days are ample. Of `kinds` also those are asked that are switched off by now.
    """
    of_kinds = [kind.settled_before(moment) for kind in kinds if kind.settled_before is not None]
    return _execute(
        sessions,
        sa.delete(ExchangeRow).where(ExchangeRow.opened_at < moment),
        sa.delete(SentPartRow).where(SentPartRow.sent_at < moment),
        *of_kinds,
    )


def forget_messages_before(sessions: SessionFactory, moment: datetime) -> int:
    """Delete the messages handed on before `moment` (system time, aware); return how many.

    One that still waits is kept.
    """
    settled = InboundMessageRow.relayed_at < moment
    return _execute(sessions, sa.delete(InboundMessageRow).where(settled))


def _execute(sessions: SessionFactory, *statements: sa.Delete) -> int:
    with sessions.begin() as session:
        counts = [session.execute(statement) for statement in statements]
    return sum(map(rows_changed, counts))
