"""Tables of appeals and of what happened to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class AppealRow(Model):
    """An appeal; moments are business time."""

    __tablename__ = "appeals"

    appeal_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    enterprise: Mapped[str] = mapped_column(String(128))
    user_id: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    owner_user_id: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    department_code: Mapped[str] = mapped_column(String(32), default="")
    answered_at: Mapped[datetime | None]
    opinion_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(160), default="", index=True)
    reopened_at: Mapped[datetime | None]


class AppealEventRow(Model):
    """One step of an appeal: who, when (business time), from which channel, in which words."""

    __tablename__ = "appeal_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_no: Mapped[str] = mapped_column(ForeignKey("appeals.appeal_no"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(32))
    step: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
