"""Tables of what is to be sent and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class DeliveryRow(Model):
    """A message to be sent once, by the first of its recipients that can be reached.

    `recipients` and `reply` are the JSON of `Recipient` and `Reply`; a recipient is None once the
    account is no longer the person's, so that the places of the others stay. `user_id` is whom
    the message is for, empty where it answers an account. `retries` counts how often somebody
    asked for another round of tries.
    """

    __tablename__ = "deliveries"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    recipients: Mapped[list[dict[str, Any] | None]] = mapped_column(JSON)
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    user_id: Mapped[str] = mapped_column(String(64), default="", index=True)
    retries: Mapped[int] = mapped_column(default=0)


class SendAttemptRow(Model):
    """One try. A try repeated after a crash keeps its number and replaces its row."""

    __tablename__ = "send_attempts"
    __table_args__ = (
        Index("ix_send_attempts_channel_account_at", "channel", "account", "at"),
        Index("ix_send_attempts_channel_at", "channel", "at"),
    )

    key: Mapped[str] = mapped_column(ForeignKey("deliveries.key"), primary_key=True)
    recipient_index: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(128))
    result: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    message_ids: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime]
