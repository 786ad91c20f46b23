"""Tables of the dialogue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class TurnRow(Model):
    """One thing said in a conversation.

    `message_id` makes a turn unique within its conversation and role, so that composing the
    same answer again after a crash does not remember it twice. `said_at` is business time.
    """

    __tablename__ = "conversation_turns"
    __table_args__ = (UniqueConstraint("conversation", "message_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(String(300), index=True)
    message_id: Mapped[str] = mapped_column(String(160))
    role: Mapped[str] = mapped_column(String(8))
    user_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    intent: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str | None] = mapped_column(String(32))
    query: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    said_at: Mapped[datetime]
