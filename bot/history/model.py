"""The table of what was said on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class ExchangeOnPageRow(Model):
    """One question of a person and its whole answer, as the page showed it.

    `conversation` is the page's name for it, without channel and person; `answered_at` is
    system time.
    """

    __tablename__ = "page_exchanges"
    __table_args__ = (
        UniqueConstraint("user_id", "conversation", "message_id"),
        Index("ix_page_exchanges_user_id_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(String(64))
    conversation: Mapped[str] = mapped_column(String(160))
    message_id: Mapped[str] = mapped_column(String(160))
    question: Mapped[str] = mapped_column(Text)
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered_at: Mapped[datetime] = mapped_column(index=True)
