"""Tables of the alerts that were raised and of the hours people asked to be left alone."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class AlertRow(Model):
    """An alert of one matter, deadline, level and person.

    `message_key` is the workflow and the delivery that carry it; several alerts to one person
    share a message. Whether the person was told is not said here but by that delivery, which
    is marked as sent only after the vendor took it. `raised_at` is business time.
    """

    __tablename__ = "alerts"

    alert_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    due_on: Mapped[date | None]
    level: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(24))
    recipient_user_id: Mapped[str] = mapped_column(String(64), index=True)
    raised_at: Mapped[datetime]
    message_key: Mapped[str] = mapped_column(String(180), index=True)


class MutedHoursRow(Model):
    """The hours in which a person hears of nothing but red lights; times in Asia/Shanghai."""

    __tablename__ = "muted_hours"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    begins: Mapped[time]
    ends: Mapped[time]
