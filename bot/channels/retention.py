"""Forgets what the channels keep only to answer once: it holds people's words and accounts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.channels.exchange import ExchangeRow
from bot.channels.intake.model import InboundMessageRow
from bot.channels.sent_parts import SentPartRow
from bot.channels.wechat_official.outbox import WaitingTextRow
from bot.channels.wecom_app.open_cards import OpenCardRow
from bot.storage.engine import SessionFactory


def forget_before(sessions: SessionFactory, moment: datetime) -> int:
    """Delete what was settled before `moment` (system time, aware); return how many rows.

    Vendors repeat a callback within a minute and delivery gives up within hours, so a few
    days are ample. A text that still waits for its reader is kept.
    """
    statements = (
        sa.delete(ExchangeRow).where(ExchangeRow.opened_at < moment),
        sa.delete(SentPartRow).where(SentPartRow.sent_at < moment),
        sa.delete(OpenCardRow).where(OpenCardRow.sent_at < moment),
        sa.delete(WaitingTextRow).where(WaitingTextRow.given_at < moment),
    )
    return _execute(sessions, *statements)


def forget_messages_before(sessions: SessionFactory, moment: datetime) -> int:
    """Delete the messages handed on before `moment` (system time, aware); return how many.

    One that still waits is kept.
    """
    settled = InboundMessageRow.relayed_at < moment
    return _execute(sessions, sa.delete(InboundMessageRow).where(settled))


def _execute(sessions: SessionFactory, *statements: sa.Delete) -> int:
    with sessions.begin() as session:
        counts = [session.execute(statement) for statement in statements]
    return sum(count.rowcount for count in counts if isinstance(count, sa.CursorResult))
