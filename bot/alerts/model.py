"""Table of the alerts that were raised."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class AlertRow(Model):
    """An alert of one task, deadline and level; `alert_id` is its workflow and delivery key.

    Whether the person was told is not said here but by the delivery of the same key, which is
    marked as sent only after the vendor took it. `raised_at` is business time.
    """

    __tablename__ = "alerts"

    alert_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    task_no: Mapped[str] = mapped_column(String(32), index=True)
    due_on: Mapped[date | None]
    level: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(24))
    recipient_user_id: Mapped[str] = mapped_column(String(64), index=True)
    raised_at: Mapped[datetime]
