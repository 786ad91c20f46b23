"""The table of changes made in the console. It is only ever added to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class ConsoleChangeRow(Model):
    """One change. `at` is system time. `subject` is what was changed, in words; `before` and
    `after` sum it up. `reversal` is what its section needs to take it back, None where that
    cannot be done; `undoes` is the change that this one took back, which happens once at most.
    Triggers of its revision refuse every change and deletion."""

    __tablename__ = "console_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(64))
    section: Mapped[str] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    reversal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    undoes: Mapped[int | None] = mapped_column(unique=True)
