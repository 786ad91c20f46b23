"""The table of messages taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class InboundMessageRow(Model):
    """One message as the vendor gave it; its repetition meets the unique pair.

    `verdict` is an `Admission`. `relayed_at` is None while the message waits to be handed on;
    what it says (`payload`) is then forgotten here. Times are system time.
    """

    __tablename__ = "inbound_messages"
    __table_args__ = (
        UniqueConstraint("channel", "message_id"),
        Index("ix_inbound_messages_sender_received_at", "channel", "sender", "received_at"),
        Index("ix_inbound_messages_relayed_at", "relayed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    message_id: Mapped[str] = mapped_column(String(255))
    sender: Mapped[str] = mapped_column(String(128))
    conversation: Mapped[str] = mapped_column(String(320))
    payload: Mapped[dict[str, Any]]
    verdict: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(index=True)
    relayed_at: Mapped[datetime | None]
