"""The table of changes made in the console. It is only ever added to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, Text
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


class UploadRow(Model):
    """A file handed in for the library. `content` is kept until it was read; `at` is system
    time; `state` is one of `UploadState`. `replaces` is the document it is a new version of, and
    `cause` why; None and "" for what comes in by itself."""

    __tablename__ = "console_uploads"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[str] = mapped_column(String(16))
    document_id: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    sentences: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
    replaces: Mapped[str | None] = mapped_column(String(64))
    cause: Mapped[str] = mapped_column(Text, server_default="")
