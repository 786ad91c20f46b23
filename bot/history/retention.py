"""Forgets what was said, after as long as the city keeps it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.dialogue.model import TurnRow
from bot.feedback.model import OpinionRow
from bot.storage.engine import SessionFactory, rows_changed


def forget_transcripts_before(sessions: SessionFactory, moment: datetime) -> int:
    """Delete turns, and the opinions on them, from before `moment` (business time, aware), of
    every channel; return how many turns that were."""
    with sessions.begin() as session:
        session.execute(sa.delete(OpinionRow).where(OpinionRow.said_at < moment))
        result = session.execute(sa.delete(TurnRow).where(TurnRow.said_at < moment))
    return rows_changed(result)
