"""The table of the web inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class InboxRow(Model):
    """One message to one person.

    `delivery_key` makes a repeated sending to the same person the same message.
    """

    __tablename__ = "web_inbox"
    __table_args__ = (
        UniqueConstraint("account", "delivery_key"),
        Index("ix_web_inbox_account_id", "account", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    delivery_key: Mapped[str] = mapped_column(String(200))
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    sent_at: Mapped[datetime]
