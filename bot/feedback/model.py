"""The table of opinions on answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class OpinionRow(Model):
    """One person's opinion on one answer. `conversation` and `message_id` are those of its
    turn, and the conversation's name holds the person; `said_at` is business time."""

    __tablename__ = "answer_opinions"

    conversation: Mapped[str] = mapped_column(String(300), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(200))
    said_at: Mapped[datetime]
